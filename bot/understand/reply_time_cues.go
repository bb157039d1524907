package understand

// replyOtherTime are the ways to ask for another time, and to name one, in French and in English.
var replyOtherTime = phrases{
	cueReschedule: `
(pas|jamais) avant [les] <hour> [je|j|car|parce|a cause]
(auriez|avez|aurait|aviez|y aurait) [vous|t|il] [il] [pas|plus|encore] [une|un|des|d|de|quelque|quelques] [autre|autres] (disponibilite|disponibilites|dispo|dispos|place|places|creneau|creneaux|possibilite|possibilites)
(vous|tu|y) (avez|auriez|as|a) [pas] [plutot|quelque chose|mieux|de la place|un truc|rien] [a|le|vers|apres|avant|en] (<hour>|<day>|<n> h|matin|aprem|fin de journee|debut)
(<day>|<day> matin|<day> aprem|le <n>|<hour>|le matin|l aprem|aprem|la semaine prochaine) (ca|ce) (passe|irait|le fait|colle|convient|conviendrait|vous va|vous convient|vous irait|vous arrange|serait possible)
(serait|est|c'est) [ce] [t] [il] (envisageable|faisable|jouable) (de|d)
(me|nous) (proposer|fixer|donner|redonner|trouver|proposez|fixez|donnez) [un|une] (autre|nouveau|nouvelle|date|creneau|rdv|heure)
(remettre|remets|remettons|remet) (ca|cela|le rdv|notre rdv) [a|au]
(reportons|decalons|deplacons|repoussons|changeons)
(je|on) (prefererai|prefererais|prefere|aimerai|voudrai) [avoir] [un|une|le|plutot|venir] [autre] (horaire|creneau|heure|date|moment|rdv)
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
(<hour>|a <hour>|vers <hour>) [*] (ok|oui|c'est bon|c'est ok|c'est parfait|ca marche|ca me va|ca va|parfait|ca roule|nickel|noté|d'accord)
(lundi|mardi|mercredi|jeudi|vendredi) [*] (ok|oui|c'est bon|c'est ok|c'est parfait|ca marche|ca me va|ca va|bon|parfait|ca roule|nickel|noté|d'accord)
`,
}
