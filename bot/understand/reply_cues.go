package understand

// Cues of an answer to a convocation.
const (
	cueYesVerb        = "yes verb"
	cueYesWord        = "yes word"
	cueNoVerb         = "no verb"
	cueNoWord         = "no word"
	cueReschedule     = "another time"
	cueDaySuits       = "a day that suits"
	cueLater          = "later"
	cueDayAgreed      = "a day agreed to"
	cueLate           = "late"
	cueAsk            = "question word"
	cueThanks         = "thanks"
	cueAlreadyWorking = "already working"
	cueWrongPerson    = "wrong person"
	cueStop           = "stop"
)

var replyCues = newLexicon(replyFrench, replyAbroad)

// replyFrench are answers in French and in English.
var replyFrench = phrases{
	cueAsk: askPhrases,
	cueYesVerb: `
(je|on|j) [m|me] [y] (rendrai|presenterai|deplacerai|rendrons)
(sera|serait) (bon|ok|parfait) [pour] (moi|mardi|nous|<day>)
(ce|ca) sera bon
[faire|fais|ferai] [tout] mon possible pour (venir|etre la|etre present)
(je|on) (me|m) (rendrai|rendrais|presenterai|deplacerai|libererai|organiserai|rends)
(veux|souhaite|compte|pense|vais|peux) [bien] venir
(je|on) (viens|vient|venir|viendrai|serai la) demain
[je] (serai|suis|serons|arriverai) a l'heure
(je suis|suis) (partant|partante|ok|daccord|chaud|interesse|interessee) [pour|pr] [venir|le rdv|mardi]
(compter|comptez) sur (moi|nous|ma presence|ma venue)
(je|moi) veux bien [venir|y aller]
(viens|viendrai|serai la) avec (mon|ma|mes|un|une|plaisir|les)
(manquerai|raterai|louperai) pas
(on|nous) (se voit|se verra|se retrouve|sera a l'heure) [lundi|mardi|mercredi|jeudi|vendredi|demain]
(je|moi|on) [vous] (confirme|confirmons|confirmes)
(confirme|confirmer) [ma|la|le|pour] [presence|venue|rdv]
(oui|ok|daccord) [moi] [je] (venir|vient|viens)
moi (venir|viens|vient) [le|oui|mardi|lundi|jeudi]
je (compte|pense) [bien] (venir|etre la|être présent)
je (serai|suis) [bien|toujours] (présent|présente|dispo|disponible|libre|au rdv|la|là)
serai [bien] (présent|présente|la|au rdv|au rendez vous) [sans faute]
(jy|j y) (serai|vais)
on (sera|y sera|viendra) [la|present]
je (note|valide|garde|maintiens|retiens) (le|ce|mon) (rdv|jour|créneau|horaire)
(c'est|ca|cela) (bon|ok|parfait|convient|nickel) (pour|a) (moi|nous)
(ça|cela) (m arrange|m'arrange|convient|va) [bien|tres bien]
je (peux|pourrai) [bien] (y etre|m'y rendre|me liberer|me rendre)
je (me libere|m'organise|m'arrange) [pour]
pret a venir
(rdv|rendez vous) (ok|confirmé|noté|bon|accepté)
(i will|i shall|iwill) (come|attend|be)
(sure|yes) (i will|iwill|iam|i)
je (viens|viendrai|vien) [bien]
je vais venir
(je|j) (y serai|serai la|serai présent|serai au rdv|serai bien la|serai dispo|serai disponible)
je serai [bien] (présent|présente|la)
je y (vais|serai|irai)
(j'y vais|j'irai)
on (viens|sera la|vient|viendra)
je confirme [ma venue|ma présence|ma presence|le rdv]
je (peux|pourrai) [bien] (venir|etre la|y aller|me deplacer)
je suis (dispo|disponible|libre) [ce jour|ce jour la]
je (me|m) presente
je me presenterai
(présent|présente) (au|pour le) rdv
comptez sur moi
vous pouvez compter sur moi
(ça|cela) me (va|convient) [bien|tres bien|parfaitement]
ça (marche|roule|joue) [pour moi]
(c'est|ce|ces|sait|cest) bon pour moi
je (valide|accepte|prends) [le rdv|ce rdv]
rdv (confirmé|noté)
(iwill|i shall) (be there|come|attend|be present)
i (confirm|can come|can make it|can be there|am coming)
(iam|i m) coming
(iwill|i can) make it
see you (there|then|tomorrow|monday|tuesday|wednesday|thursday|friday)
that works [for me]
count me in
`,
	cueYesWord: `
na am
(c'est|est) (jouable|faisable|gerable)
normalement (oui|ok|c'est bon)
(tkt|tqt|tinquiete|t inquiete|inquiete) [pas]
(pas|aucun|sans) [de] (inquietude|galere|stress|contrainte)
(partant|partante|banco|deal|yep|vendu|roger|cimer ok)
(evidemment|exact|exactement|super|genial|top|cool|niquel|impec|carrement|affirmatif|certain|marche|validé|confirmé|présent|présente)
(ok|oui) (pour|a) (moi|nous|lundi|mardi|mercredi|jeudi|vendredi|demain|le)
(bien|c'est|cest|c) (recu|compris|noté|entendu)
(ça|cela) (convient|roule|joue|marche|baigne)
ca me (va|convient|arrange)
(fine|perfect|great|absolutely|definitely)
(oui|ok|daccord|entendu|parfait|impeccable|nickel|volontiers|certainement|absolument|alright)
(pas de|aucun|sans) (souci|soucis|problème|problèmes|probleme|pb|pbs)
[y a] pas de (souci|soucis|problème|pb)
ya pas de souci
(bien|très bien) (reçu|sur|note|volontiers)
tres bien
bien sur
(c'est|ce|ces|cest) (bon|note|parfait|ok|entendu|daccord)
ça (va|me va|marche)
avec plaisir
a (mardi|lundi|mercredi|jeudi|vendredi|demain)
je suis daccord
no problem
of course
`,
	cueNoVerb: `
(dois|devoir|vais|voudrais) [devoir] (décliner|annuler|refuser|renoncer)
je laisse tomber
(dans l|dans|l) incapacité [de venir|de me deplacer]
(souhaite|veux|desire) pas (donner suite|participer|ce rdv|etre accompagne|y participer)
(c'est|ca va etre|ca sera|sera|trop|tres|un peu|assez) (compliqué|difficile|chaud|short|tendu|complique) [pour|de|<day>|ce] [moi|venir|jour]
(me|nous) (rendrai|presenterai|deplacerai|libererai|rends) (pas|plus)
(moi|je) [je] pas (peux|pouvoir) (venir|vient|viens|aller) [le] (lundi|mardi|mercredi|jeudi|vendredi|demain)
(aucune|pas) (envie|intention) de venir
(veux|souhaite|compte|pense|vais|peux) pas [du tout] venir
[ca] (m|me) interesse (pas|plus)
(ca|cela) [le] [me] (fera|va|ira|marche|marchera|colle|collera) [le] (pas|plus)
(dans l'|dans l|une|l) impossibilite [de venir|d'etre present]
(m|me|nous) est (impossible|pas possible)
(lundi|mardi|mercredi|jeudi|vendredi|demain|ce jour|ce jour la) [je|c'est|moi] [suis|peux|est] (pas|mort|impossible|absent|absente|indisponible)
(pas|plus) (la|dispo|possible|libre|present|presente|chez moi|disponible) (lundi|mardi|mercredi|jeudi|vendredi|demain|ce jour|cette semaine)
(je|on) [ne] (me|m) (rendrai|presenterai|deplacerai|deplace|presente|rends) pas
(viens|viendrai|irai|serai|peux|pourrai) (finalement|malheureusement|surement|certainement) pas
malheureusement (non|pas|je peux pas|impossible)
(je|moi) veux (pas|plus) [venir|y aller]
(ose|arrive|peux) pas (sortir|venir|me deplacer)
(je|on|nous|moi) [ne] [le] (peux|pourrai|pourrons|pouvons) [pas|plus] (pas|plus)
(moi|je) [je] pas [pouvoir|peux|possible] (venir|vient|viens|peux|pouvoir)
moi [je] pas (peux|pouvoir|venir|dispo)
(peux|pouvoir) pas (venir|la|etre|me deplacer|me liberer|y aller|m'y rendre|assister)
(j'irai|irai|j'y vais|j'y serai|y serai|y vais) (pas|plus)
(je|on) (serai|suis|serons|sommes) (pas|plus|absent|absente|indisponible|indispo)
serai (pas|absent|absente|indisponible|indispo)
(je|on) (viens|viendrai|viendra|vient) (pas|plus)
viens pas
(veux|souhaite|desire) (pas|plus) (venir|y aller|de ce rdv|du rdv|de rdv|aller)
(ça|cela|ca) [me] [va] (pas|plus) (etre possible|le faire|possible|aller|convenir|arranger)
(convient|arrange|arrangera|conviendra) (pas|plus)
[je] (dois|voudrais|souhaite|veux|prefere) (annuler|décliner|refuser)
(annule|annulez|annuler) [le|mon|ce|notre|cette|pour] (rdv|rendez vous|entretien|mardi)
je (decline|me désiste|desiste|renonce)
(m'empeche|m empeche|empeche|empêché|empechee) [de|demain|mardi|jeudi] [venir]
(pas|plus) (dans la region|en france|a redon|sur redon|ici)
(i|we) (cannot|wont|couldnt|can not) (make|come|attend|be)
je peux [plus|vraiment|malheureusement] pas
je peux (vraiment|malheureusement|absolument) pas
je peux (plus venir|pas)
(je pourrai|je vais|on peux|on pourra|nous pouvons|on va) [vraiment|malheureusement] pas [pouvoir|venir|etre]
(je vais|va) pas pouvoir
peux pas [venir]
pourrai pas [venir]
(je viens|je viendrai|je serai|je y serai|je irai|je vais|je y vais|on viens|on vient|on viendra) (pas|plus) [la|venir|dispo|present|libre]
je compte pas venir
(c'est|ce) mort
je suis plus (en|a|au|dans la region)
(pas|plus) (dispo|disponible|libre|present)
(pas|plus) (possible|dispo|disponible|libre) [le|pour|ce|pour le] (lundi|mardi|mercredi|jeudi|vendredi|matin|aprem|demain|soir)
je suis (pas|plus) (dispo|disponible|libre|la|en mesure|capable|sur place)
(je|j) (suis|serai) (absent|absente|indisponible|empeche|en déplacement|en vacances|a l'etranger|coince|bloque|retenu)
(empeche|empechee) de venir
(impossible|indisponible|imposible|inpossible)
(c'est|ce|cest|va|ca sera|sera|est) pas (possible|posible|faisable|jouable)
pas possible
ça [va] [me] (va|convient|arrange|marche) pas
ça va pas (le faire|etre possible|aller)
(je suis|on est) pas daccord
(j'annule|annuler|annulez|j'annul|j'anule) [le rdv|mon rdv|ce rdv]
je dois annuler
je refuse
(je renonce|je préfère pas)
[je] (pas|plus) venir
je arrive pas a (venir|me deplacer|me liberer)
je ai (un|eu un) (empechement|imprevu|contretemps)
(j'ai|jai) [deja] autre chose
je me (presente|presenterai|rendrai) pas
(i|we) (cannot|wont|couldnt|can t) [come|make it|attend|be there]
i (am|will) not (be able|come|coming|attend|available|be there)
(iam|iwill) not (able|come|coming|attend|available|be able|be there)
(not able|unable) to (come|attend|make it)
not (available|possible|coming)
(iam|i am) (unavailable|away|busy)
cannot (come|make it|attend)
i have to cancel
cancel (my|the) appointment
`,
	cueNoWord: `
pas moyen (<day>|desole|pour)
(sera|est) non
pas <day>
(non|jamais|impossible|inenvisageable)
(pas|plus) (dispo|disponible|libre|interesse|interessee)
(non|negatif|absent|absente)
pas (du tout|question|envie|interesse|cette fois)
`,
	cueReschedule: `
(peut|peux|pourrait|pourrions) [on] se voir (apres|plus tard|<day>|le|un autre|la semaine)
(plutot|sinon|alors) <day>
(un|le) rdv (<day>|le <day>)
(avez|auriez) [vous] [pas] [quelque chose] plus (tard|tot)
(avancer|retarder) (le|mon|ce|notre|l|d|la|de) [rdv|heure|entretien|un|une|rendez vous]
(y a|ya|il y a) [t il] moyen (de|d)
(pouvez|pouvoir|peux|pourriez) [vous] me (mettre|caser|placer|recevoir|prendre) [plutot] (<day>|le|l|a|vers|apres|en)
je peux (apres|avant|vers|a partir de|que|seulement|juste) (<hour>|<day>|le|l)
(c'est|ce sera|est) que (le|l|en|apres|avant) [le] (matin|aprem|midi|soir|<day>|<hour>)
plus (tot|tard) (possible|svp|si possible)
(apres|avant|vers) [<hour>] c'est (ok|bon|possible|faisable)
(можна|можно) [в|у] (середу|четвер|пятницю|вівторок|понеділок|среду|четверг|пятницу|вторник|понедельник|другой|інший)
possible (le|vers|apres|avant|pour le) (<n>|<hour>)
(changer|changé|change|modifier) [de|d|le|mon|ca|la|notre|cette|l] (rdv|semaine|date|heure|jour|horaire|creneau|moment)
(possible|peux|dispo|plutot|voir|mieux|viens|viendrai) [venir] <day> prochain
(avez|auriez|aurait|y a) [vous] [t] [il] [pas] autre chose (<day>|le|a|vers|en|comme|plus|d|apres|l)
(a partir|pas avant|apres|des) [de|du] [le|la] (<day>|<hour>|<n>) * (libre|dispo|disponible|possible|peux)
(trop|un peu) (tot|tard|matinal) [pour moi]
quoi d'autre (comme|en|de) (date|jour|horaire|creneau|dispo|dates|horaires)
[un|d|de] (rdv|creneau|horaire) plus (tot|tard)
(peut|peux|pourrait|pouvez|possible) [de] (mettre|faire|venir|passer) [ca|le rdv] (l'aprem|le matin|aprem|matin|l'apres midi|en fin|lundi|mardi|mercredi|jeudi|vendredi|un autre)
(c'est|est ce|serait|ce serait) possible plus (tard|tot)
plus (tard|tot) (c'est|serait|ce serait|ca serait) (possible|mieux|ok|faisable|bien)
(préfère|prefere|prefererai|aimerais|voudrais|souhaite) (venir|passer|y aller) [plutot] (le|l|un|a|en|vers|apres|avant) [autre] [matin|aprem|soir|lundi|mardi|mercredi|jeudi|vendredi|jour|midi]
(c'est|est ce|est il) possible (l|le|un|en|a|vers|apres|avant|plus|lundi|mardi|mercredi|jeudi|vendredi|la semaine|demain|aprem|matin) [matin|aprem|autre]
(ce jour la|ce jour|mardi|lundi|mercredi|jeudi|vendredi) (un|une) autre
(come|do) [it] on (monday|tuesday|wednesday|thursday|friday) [instead]
(a partir de|apres|vers|avant) (9h|10h|11h|12h|14h|15h|16h|17h|18h|midi|9|10|11|14|15|16|17) [c'est|serait|c] (possible|mieux|ok|bon|dispo)
pas (le|l|en) (matin|aprem|apres midi|midi|soir|debut|fin)
(un|une|autre) (creneau|horaire|heure) (le|l|en|dans|vers|apres|plus|aprem|du|de) [matin|aprem|apres midi|l|la|tot|tard]
(demande|demander|souhaite|voudrais) [un|le|ce] (report|decalage|changement)
(report|decalage) [svp|du rdv|de date|possible]
[un|une|d|pour] (otre|autres|autre|otr) (jour|jours|date|dates|heure|creneau|creneaux|horaire|rdv|moment|orère|horaires|oraire)
(y a t il|vous avez|vous auriez|auriez vous|avez vous|ya til|il y a|y aurait il|existe) [pas] [d|un|une|des|de] (autres|autre) [jour|date|dates|creneaux]
(décaler|reporter|repousser|reprogrammer|deplacer|reprogramme|repositionner|remettre|decalage|report|switcher|replacer) [de|d|le|mon|a|au|du|pour|ca|ce|la|notre|une] [rdv|semaine|date|heure|jour|autre|plus]
(on|vous|peux|possible|est possible|faut|pourrait|pourriez) [pas] (décaler|decaler|reporter|repousser|reprogrammer|déplacer|deplacer|changer|avancer|remettre|bouger)
(fixer|donner|trouver|proposer|proposez|donnez|redonner|redonnez|prendre|reprendre|avoir|obtenir) [moi|nous] [un|une|d] (autre|nouveau|nouvelle|autres) [rdv|date|creneau|jour|horaire|heure]
[plutot|plutôt|mais] (mercredi|lundi|mardi|jeudi|vendredi|demain|apres demain) [matin|aprem] (possible|a la place|plutôt|plutot|ça irait|c'est mieux)
(a la place|au lieu)
(plutôt|plutot|mieux|préfère|prefere|préférerais|arrangerait|m'arrangerait) [le|la|l|en|dans|vers|un|pour] (lundi|mardi|mercredi|jeudi|vendredi|matin|aprem|midi|soir|debut|fin|autre)
(l'apres midi|aprem|matin|matinee) [ca|cela] [me|m] (arrangerait|arrange|conviendrait|irait|serait mieux|convient mieux)
(vers|a partir de|plutot|apres|avant) [9|10|11|12|14|15|16|17|18|9h|10h|11h|12h|14h|15h|16h|17h|18h|midi] (plutot|plutôt|si possible|ca m'arrange|c'est mieux)
(lundi|mardi|mercredi|jeudi|vendredi|aprem|matin|demain|l'apres midi) [c'est|est|ce|serait|ca|si|est ce] (possible|plutôt|dispo|faisable|ok pour vous|ca irait)
(peux|pouvoir|pourrai|pourrais|suis dispo|dispo|disponible|libre) [que|venir|seulement] [le|a partir de|apres] (lundi|mardi|mercredi|jeudi|vendredi|matin|aprem|demain)
(venir|passer|viens|viendrai) (plus tot|plus tard|un autre|une autre|le lendemain|la veille|avant|apres)
(la semaine|le mois|semaine|la) (d'apres|suivante|suivant)
(remettre|remettez|reporte|reportez|decalez|repoussez|deplacez|changez|reprogrammez) [a|le|mon|ce|ca|la|pour|svp]
(faire|fait|fixe|fixer|mettre|mettez) (ça|ca|le rdv|cela) (lundi|mardi|mercredi|jeudi|vendredi|la semaine|un autre|plus)
vouloir autre jour
(pas|plutôt pas) (lundi|mardi|mercredi|jeudi|vendredi) (mais|plutôt|plutot)
(another|other|different|any other) (day|date|time|slot|appointment|one)
(move|change|push|postpone|reschedule|delay) (it|the|my|this) [appointment|to]
(come|meet|see you) [on|at] [a|another] (different|another|other) (day|time)
[un|une|d] autre (jour|date|créneau|creneau|horaire|heure|moment|rdv|fois|semaine|jours|dates|creneaux|horaires|disponibilites|dispos)
(une|la) prochaine fois
(décaler|decal|reporter|repousser|reprogrammer|replanifier|déplacer|deplacer) [le|mon|ce|notre|l] [rdv|rendez vous|entretien|jour|heure]
(je decale|on decale|pouvez vous decaler|reporte|repousse)
(avancer|retarder) (le|mon|ce) rdv
(changer|changé|change|modifier) * (date|jour|heure|rdv|horaire|creneau)
changement (de|d) (date|jour|heure|rdv|horaire)
(remettre|remet) (a|le rdv|mon rdv|ca|ce rdv)
(reprendre|reprendre un|prendre un nouveau|prendre un autre|fixer un autre|fixer un nouveau|redonner un|redonnez moi un|donner un autre|avoir un autre|nouveau|nouvelle) (rdv|date|creneau)
(possible|dispo|disponible|libre|plutôt|plutot|mieux|préfère|préférerai|préférerais|prefererai|arrange) [le|que le|que|un|pour|a partir de] (lundi|mardi|mercredi|jeudi|vendredi|matin|aprem|semaine prochaine|demain|soir)
(plutôt|plutot) [le|la|l|en|dans|vers] (matin|aprem|semaine prochaine|fin de journee|debut|mois)
(plus tot|plus tard) dans (la|le) (journée|semaine|matinée|mois)
un peu plus (tard|tot)
(mettre|mettez|met) * a (lundi|mardi|mercredi|jeudi|vendredi)
(je voudrais|je veux|j'aimerais|je souhaite|il me faut|besoin d|besoin de|donnez moi|prendre|avoir) un [nouveau] rdv
(another|other|different) (day|date|time|slot|appointment)
(reschedule|postpone|rearrange)
(change|move) (my|the|it) [appointment|date|time|to]
(next week|later in the week)
`,
	cueLater: `
(la semaine|le mois|semaine|mois) (prochaine|prochain|pro)
`,
	cueDaySuits: `
(l|le|en|la) (matin|aprem|soir|matinee|fin de journee) (oui|ok|possible|c'est bon|je peux|ca va|ca irait)
le <n> (oui|ok|possible|je peux|ca irait|c'est bon|plutot|c'est mieux|j'y suis)
(lundi|mardi|mercredi|jeudi|vendredi) [*] (c'est|ce serait|serait|ca serait|ca) (possible|mieux|irait|m arrange|dispo|jouable|faisable)
`,
	cueDayAgreed: `
(lundi|mardi|mercredi|jeudi|vendredi) [*] (ok|oui|c'est bon|c'est ok|c'est parfait|ca marche|ca me va|ca va|bon|parfait|ca roule|nickel|noté|d'accord)
`,
	cueLate: `
pas a l'heure [desole|dsl]
cherche [une|de|ou] [place|me] [pour] (garer|place|me garer|stationner)
(me garer|garer|parking|stationner) * (j'arrive|je arrive)
[je] (serai|suis) pas a l'heure
[je] (suis|serai) pas loin [j'arrive|du tout]
(suis|deja) (a la gare|devant|en bas|a l'arret|en route|en chemin|dans le bus|sur la route) [j'arrive]
(comptez|compte) [5|10|15|20|30] (min|minutes|mn) de plus
je (cours|fonce|speed) [j'arrive]
attendez moi
(retard|retars) [je|j] (arrive|j'arrive|arriv)
(suis|serai) pas loin [j'arrive|du tout]
(serai|arrive|arriverai|viendrai|viens) [la] (vers|a) * au lieu
(je|serai|suis|vais etre|on sera|serons) [un peu|peut etre|legerement] en retard
(retard|retards|retar) [de|d|desole|un peu]
(je|on) [serai] (arrive|arriverai|serai la|viens) [dans|avec|vers|ds|d'ici] [les] (5|10|15|20|25|30|40|45|quelques|cinq|dix|quinze|vingt|trente|un quart) [d] (min|minutes|mn|minute|heure)
(je suis|coince|bloqué|bloquée|coincé) [coince|bloque] dans les (bouchons|embouteillages|embouteillage)
(bouchons|embouteillages) [j'arrive]
(arrive|arriverai|serai) (en|un peu|legerement) (retard|plus tard)
quelques minutes de (plus|retard)
(ill|i will|iwill|iam|gonna) [be|running|a bit|a little] [10|15|20|5|minutes] [minutes] late
minutes late
(en retard|un peu en retard)
retard
(j'arrive|j'arriverai|je serai la|je viens) (dans|avec|vers) (quelques|5|10|15|20|25|30|45|cinq|dix|quinze|vingt|trente|un quart) [d] (min|minutes|mn|minute|heure)
(10|5|15|20|30) (min|mn|minutes) de retard
(running late|be late|late)
`,
	cueThanks: `
(merci|mercis|remerciements|thx|reconnaissant|reconnaissante)
(merci|remercie)
thank you
`,
	cueAlreadyWorking: `
(ai|j'ai) ete (embauché|embauchée|recruté|recrutée|engagé|pris en cdi)
(cdi|cdd|contrat) (signé|signe) [la|le|hier|depuis|ce]
je (travaille|bosse) * (maintenant|desormais|a present)
(j'ai|jai|ai) du (travail|boulot) (maintenant|depuis|desormais)
trabajo ya
(embauché|embauchée|recruté|recrutée) (hier|<day>|depuis|ce matin|la semaine|en|chez)
[je] suis plus (au chomage|sans emploi)
suis plus (au chomage|sans emploi)
je viens de (trouver|signer|commencer|retrouver|reprendre|decrocher) [un|le|mon|du] [petit|nouveau] (travail|emploi|cdi|cdd|contrat|poste)
(plus|pas) concerne * (travaille|bosse|travail|emploi)
(commencé|commencer|debute|repris|reprendre) a (travailler|bosser|taffer)
(suis|maintenant) (employé|employée|en activite|caissier|caissiere|vendeur|vendeuse|serveur|serveuse|salarié) [chez|a|dans|par|au|de|maintenant]
(pas|plus) besoin * (travaille|bosse|travail)
(je|j) (suis|ai) [deja|bien|maintenant|enfin|actuellement] (embauché|embauchée|en emploi|en poste|un cdi|un cdd|un emploi|un travail|repris une activite|salarié|auto entrepreneur|autoentrepreneur|a mon compte|en activite|recruté)
(je|moi) (travaille|bosse|travailler) (maintenant|deja|depuis|a temps|a plein|tous les jours|en|chez|dans|comme|a nouveau|de nouveau)
(j'ai|jai) (commencé|débuté|repris|retrouvé|trouvé|signé|décroché|eu) [deja|enfin] [un|une|le|mon|du|ce] [nouveau|petit] (travail|emploi|contrat|cdi|cdd|poste|activite|mission|activité)
(repris|retrouve|reprise) [d|une|un|du|le] (activite|emploi|travail|activité)
(moi|ai) (trouvé|retrouvé|trouver) [un|du] (travail|emploi)
plus (besoin|au chomage|inscrit)
(already|now) (have|working|employed|got) [a] [travail|job]
(have|got|found) a [new] (job|travail)
(i work|iam working|i started working) (now|full time|already)
iam (working now|employed)
je (travaille|bosse) (deja|maintenant|actuellement|depuis|a temps plein|a plein temps|en interim|en cdi|en cdd|chez|dans)
je (retravaille|rebosse)
(j'ai|jai) [deja|enfin|bien] (trouvé|trouver|retrouvé|retrouver|repris|reprendre|signé|signer|eu|decroche|commencé|commencer|debute|un|le|mon) [un|une|du|le|mon] (travail|emploi|cdi|cdd|contrat|poste|mission|interim)
(je suis|suis) [deja|maintenant|actuellement] (en emploi|en poste|en cdi|en cdd|embauché|embauche|salarié|salarie|en contrat)
(je suis|suis) (deja|maintenant|actuellement) (en interim|en mission|au travail)
en (interim|mission) (actuellement|maintenant|depuis|en ce moment|longue)
(iam|i am) (working already|already working|employed|working now)
i (found a job|got a job|already work)
ihave a (job|travail)
i found a (job|travail)
i got a (job|travail)
`,
	cueWrongPerson: wrongPersonPhrases,
	cueStop: stopPhrases + `
(enlevez|retirez|supprimez|effacez|enlever|retirer) (mon numero|moi) [de|des] [vos|votre]
`,
	guard: `
je viens (d|de)
(je|on|nous) (change|changeons) (d|de) (ville|logement|appart|appartement|maison|departement|adresse)
(pas|plus|rien|sans) [de] quoi (mettre|prendre|faire)
(on|nous) (change|changeons) de (ville|logement|appart|appartement|maison|departement|adresse)
j embauche a
je embauche a
(entretien|test|rdv|salon|forum|journee|promesse) [d] embauche [hier|chez|en|a|<day>]
(retard|retards) (de|dans) (reponse|paiement|loyer|dossier|courrier)
(jour|moment|semaine|mois) ou (je|on|il|elle|ma|mon|j)
[une] (heure|heures) de (conduite|code|menage|cours|travail|formation|colle|route|bus|train|soin|kine)
jusqu a (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)
(horaires|horaire|equipe|planning|emploi du temps) [ont|a|m ont] [ete|encore] (change|changé|modifié|bouge)
(heure|heures) de (conduite|code|menage|cours|travail|formation|colle|route|bus|train|soin|kine)
[je] suis (plus|pas) (au chomage|sans emploi|inscrit)
(deja|ai|j'ai) [deja] un autre (rdv|rendez vous|engagement)
[je] suis (plus|pas) concerne
ca va (durer|etre|faire|se passer|prendre|couter|servir)
(pas|plus|rien|sans|n'ai) [de] quoi (payer|venir|manger|acheter|nourrir|faire|prendre|vivre)
vous pouvez compter
de quoi (payer|manger|vivre|acheter)
[je] (sais|vois|trouve) pas si (je|on) (peux|pourrai|viens|serai)
n importe quoi
quoi qu
(il y a|y a) (pas|plus|aucun|une erreur|erreur|deux|trois|un mois|une semaine)
je sais pas quoi (faire|repondre|dire)
(si c'est|si) possible
(c'est|ce|est|sera|serait) [pas] possible
possible (pour|que|mardi|lundi|mercredi|jeudi|vendredi)
si (je|on|jamais) [je] [ne] (viens|peux|rate|vais|y vais|pourrai|suis) (pas|plus) [venir|la]
(merci|remercie) (d'avance|d avance|par avance)
(en|d|par|l) avance
avance (sur|de) (salaire|rsa|paiement)
je viens (d|de) (accoucher|mourir|sortir|rentrer|arriver|demenager|faire|subir|passer)
(suis|est) pas (la|le|cette) (dame|monsieur|personne|bonne|femme|mme|madame)
je viens (de|d) (perdre|apprendre|recevoir|lire|voir|avoir|finir|changer|demenager|signer|commencer|trouver|me)
(retard|retards) (caf|rsa|de paiement|courrier|virement)
(dispo|disponible) (pour|a) (travailler|l'emploi)
je peux pas (attendre|dire|repondre|savoir)
pas (oublié|recu|vu|lu|su|entendu|eu|de reponse)
(changer|changé|change) (de|d|mon) (numero|adresse|telephone|portable|vie|travail|situation)
(modifier|changer) (mon|ma|mes) (dossier|adresse|numero|situation|coordonnees)
(la semaine|le mois|semaine) (derniere|dernier|passee)
pas de (retard|probleme|souci)
(oui|ok) (non|et non)
je peux (pas|plus) (payer|manger|respirer|dormir|vivre|bouger|marcher|attendre|continuer)
jamais (de|eu|recu|vu|travaille)
(pas|jamais) trouve
cherche [un|du] travail
me (deplacer|deplace)
(desole|pardon|excusez moi|excuse|excuses) (du|de mon|pour le|de ce|pour ce|pour mon) retard
retard (de|dans|a) (reponse|repondre|vous repondre|ma reponse)
retard (de|dans|sur) [le|la|mon|mes|ma|les] (paiement|loyer|versement|virement|papiers|dossier|courrier|facture|factures|caf)
pas (de|d) (souci|soucis|problème|problèmes|pb|nouvelle|nouvelles|reponse)
(pas|aucun) (grave|mal)
pas encore
(pourquoi pas|pas bien compris|pas tres bien|pas le choix|pas sur|pas certain)
pas compris
(je comprends|je comprend|je sais|je connais|j'ai|je me souviens|je trouve|je vois|je retrouve) pas
pas que je viens
(if|si) (je peux|je viens)
autre chose
no problem
see you later
(ihave|have) a [job] (interview)
(travail|job) interview
plus tard
`,
}
