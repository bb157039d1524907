package understand

// replyNo are the ways to say that one does not come, in French and in English.
var replyNo = phrases{
	cueNoVerb: `
(dois|devoir|vais|devons|suis|prefere) (helas|malheureusement|toutefois|donc|cependant) (decliner|annuler|refuser|renoncer|m excuser|me desister|m absenter|dire non)
est [malheureusement|helas] (pas|plus) [malheureusement|helas] (loisible|permis|aise|commode|donne|possible) (de|d)
(craint|crains|peur|redoute) (de|d) (pouvoir pas|pas pouvoir)
(regrette|regret|regrets|regrettons|desole|desolee|navre|navree|peine|confus|confuse) [de|d|mais] (pouvoir (pas|plus)|(pas|plus) pouvoir) (venir|honorer|assister|participer|etre|me|m|vous|y|repondre|donner|faire|nous|accepter)
(peux|pourrai|pourrais|vais|saurai|saurais) pas (etre|me rendre|etre la|etre present|etre presente|participer|assister|honorer|me joindre|me presenter)
[faut|faudra] pas (compter sur moi|m attendre)
(pense|crois) pas [pouvoir] (venir|y aller|etre la|me liberer)
(excuse|excusez|excuser|informe|annonce|signale|previens|regrette|desole pour|desolee de) * (mon absence|absence|absent|absente)
(vais|va) pas (venir|me deplacer|y aller|bouger|me libérer|faire le deplacement|pouvoir)
annulation [de|du] [mon|ce|le|notre] (rdv|rendez vous|entretien)
(sorry|desole|navre) [i] (cannot|can t|non)
(veux|voudrais) pas [du tout] [venir|y aller|ce rdv]
[c'est|ce|ca|est|sera] pas (bon|ok|jouable|gagne|faisable|top|possible|envisageable) (pour|a|<day>|ce jour|cette semaine) [moi|nous] [<day>]
[suis] [au] regret (de|d) [devoir] [vous] (decliner|annuler|refuser|informer|dire)
(oblige|obligee|contraint|contrainte|force|forcee) (de|d) (decliner|annuler|refuser|renoncer|reporter|m'absenter)
(dois|devoir|vais|suis oblige de|prefere) (me|m) (desister|excuser|decommander)
(serai|suis|sera) (dans l|en) (impossibilite|incapacite)
(pas|plus) (en mesure|capable|la possibilite|le temps|possible pour moi) [de|d] [venir|honorer|assister|me presenter|participer|me deplacer|me rendre|etre]
(honorer|assister|participer) (pas|plus) [a] [ce|au|votre] [rdv]
[me|m] (attendez|attend|attends|comptez) (pas|plus) [sur moi]
(compter|comptez) pas sur moi
sans moi
(je|on) (sera|serai|serons) (pas|plus) [la|present|dispo|des votres]
(considerez|considerer|prenez) [ma|mon] (reponse|absence)
(reponse|rep) (negative|non)
[je] (zappe|passe mon tour|fais l impasse)
(laisse|laissez) tomber
(me|m) est [plus] impossible
(ira|irait) pas
(fait|fera) (pas|plus) (pour|l affaire)
(no can do|i wont make it|not gonna make it|count me out)
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
(negative|negatif|niet|nada|que nenni|jamais de la vie|hors de question|pas question|surement pas|certainement pas|absolument pas|impossible)
malheureusement [non]
pas moyen (<day>|desole|pour)
(sera|est) non
pas <day>
(non|jamais|impossible|inenvisageable)
(pas|plus) (dispo|disponible|libre|interesse|interessee)
(non|negatif|absent|absente)
pas (du tout|question|envie|interesse|cette fois)
`,
}
