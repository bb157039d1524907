package understand

// replyYes are the ways to say that one comes, in French and in English.
var replyYes = phrases{
	cueYesVerb: `
(je|j) me (pointe|pointerai|ramene|ramenerai|radine|amene|amenerai) [<day>|demain|a <hour>]
(va|ok|allez|go|bon|partant|partante) pour (<day>|le <day>|ce <day>|cette date|ce creneau|cet horaire|<hour>) [alors|donc|merci]
(arrive|arriverai|viens|viendrai|serai la) (pour|a) (<hour>|l heure)
(pode|podem|puede|pueden) (contar|confiar) [comigo|conmigo|con migo]
(ferai|ferais|fais|vais faire) (l effort|un effort|mon maximum|au mieux|le deplacement|le chemin|le trajet) [de|pour] [venir|etre la]
(on fait|faisons) comme (ca|cela|prevu|convenu)
(vas y|allez y|go) (ok|oui|pour moi|je viens)
(content|contente|contents|heureux|heureuse|pret|prete|prets|dispo|disponible) [de|a|pour] (venir|etre la|participer|y aller)
(count on me|i ll be there|see you on|i can come|i m coming)
(maintiens|maintenir|confirme|garde) [bien] [le|mon|notre|ma] (rdv|venue|presence|creneau)
(cocher|coche|choisis|reponds|mets|dis) [la|case|reponse|pour] [case] oui
[me|m] (rejouis|ravi|ravie|hate|plaisir|content|contente|enchante|enchantee|heureux|heureuse|impatient|impatiente) (de|d) [vous] (rencontrer|venir|voir|faire|parler|echanger|connaitre)
(fais|ferai|ferais|faire) (le necessaire|en sorte|tout) [pour] [d] (venir|etre la|etre present|etre presente|y etre|me liberer)
(me suis|suis) (arrange|arrangee|organise|organisee|libere|liberee) [pour|avec|donc]
[ai] (pu|reussi a|arrive a) (m arranger|m organiser|me liberer|trouver une solution|trouver quelqu un|faire garder)
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
(confirmado|confirmada|confirmed|confirme|confirmer|accepted)
(ok|oui|bon|parfait|cool|super|impec) (pour|a) (<day>|<hour>|le <n>|moi|nous)
no (worries|worry|prob|problemo|pb)
(ok|oui|daccord) (c'est|ca) (sur|certain|tout bon|calé|cale|parti|valide|enregistre|inscrit|dans mon agenda)
(c'est|cest) (calé|cale|enregistre|inscrit) [dans mon agenda]
(impeccable|nickel chrome|au poil|excellent|merveilleux|avec joie|bien volontiers|oki doki|okidoki|okay dac|allez|affirmatif|yo|yep yep|sure|deal)
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
}
