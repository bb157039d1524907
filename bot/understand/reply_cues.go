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
	cueUnsure         = "doubt"
)

var replyCues = newLexicon(replyYes, replyNo, replyOtherTime, replyLate, replyRest, replyGuards, replyAbroad)

// replyRest are the other answers: questions, thanks, a job already there, another
// person, no more messages.
var replyRest = phrases{
	cueAsk: askPhrases,
	cueUnsure: `
pas [encore|trop|vraiment|tres|super] (sur|sure|certain|certaine)
(a voir|selon|suivant|en fonction) [avec|de|d] [selon] (mes|mon|ma|les|le|la) *
(sais|en sais) rien [du tout]
[je] (sais|c) pas [du tout|encore|trop|vraiment|moi]
[je] [ne] (sais|vois|trouve) pas [encore|trop|vraiment|du tout] si (je|on|ca|c'est|j) [y] (peux|pourrai|viens|serai|vais|va|irai|viendrai|est|aurai)
[je] (suis|est) pas [encore|vraiment|tout a fait|completement|bien|trop] (sur|sure|certain|certaine|decide|decidee|fixe|fixee)
(peut etre|peutetre|ptetre|ptet|petetre|eventuellement|possiblement) [bien] [que] [oui|non] [peut etre|ptet]
(on|je|nous) (verra|verrai|verrons|vois) [bien|ca|demain|avec|mardi|sur place]
(faut|il faut|faudrait) [que] [je|j'] (voir|vois|voie|regarde|demande|reflechisse|reflechir|verifie|verifier|en parle|demander|vois ca|m'organise|attends)
(ca|cela) (depend|dependra) [de|d|du|si|des]
(je|j) (reviens|reviendrai) vers vous
(je|j) [vous] (redis|redirai|tiens au courant|tiendrai au courant|recontacte|recontacterai|dirai|dis|repondrai|reponds|rappelle|confirmerai|confirme) (demain|plus tard|bientot|ca|quand|des que|lundi|ce soir|apres|d ici)
(j hesite|je reflechis|je vais reflechir|je vais voir|a voir|jsp|chais pas|chepa|chaipa|mouais|mwe|bof|bof bof|mouai|boff)
(laissez|laisse) moi (reflechir|voir|le temps|du temps|regarder|demander)
(attendez|attends|attend|minute|deux minutes|un instant) [je|que] [je] (regarde|verifie|vois|demande|reflechis)
(oui|ok|non) (ou|et) (non|oui|pas)
[ok|oui] ou pas
pas encore (decide|sur|reponse|d idee)
(et|mouais|mwais) bon
(dont know|not sure|maybe|perhaps|we ll see|it depends|let me check|i ll let you know|no idea)
(no se|no estoy seguro|no estoy segura|quizas|tal vez|a lo mejor|nao sei|talvez|bilmiyorum|belki|не знаю|может быть|можливо|мабуть|посмотрим|не впевнений|لا أعرف|لا ادري|ربما|يمكن|ma3reftch|ma n3refch|balak|ymken|momkin)
`,
	cueThanks: `
[c est|cest|vous etes] [tres|trop|bien|vraiment|fort|super|si|tellement] (aimable|aimables|gentil|gentils|gentille|adorable|serviable) [a|de] [vous|votre part]
[avec|toute] [toute] ma (reconnaissance|gratitude)
(merci|mercis|remerciements|thx|reconnaissant|reconnaissante)
(merci|remercie)
thank you
`,
	cueAlreadyWorking: `
(ai|j ai) (monte|cree|ouvert|lance) (ma|mon) [propre|micro] (boite|entreprise|micro entreprise|auto entreprise|societe|affaire|commerce|activite)
[je] (suis|etre) plus (au|inscrit au|beneficiaire du) (rsa|chomage|pole emploi) * (travaille|bosse|travail|cdi|cdd|emploi)
(ai|j'ai|avons) (deja|bien|maintenant|desormais|enfin) [du|un|mon|une] (travail|boulot|taf|emploi|cdi|cdd|job|poste|activite|contrat)
(ai|avoir|j'ai) (retrouve|repris|trouve|debute|commence) [une|un|du|mon|l] [nouvelle|nouveau] (activite|travail|emploi|poste|job|boulot|mission|cdi|cdd) [salariee|professionnelle]
(ai|j'ai|un|en) cdi moi
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
(have|got|found) [a|an] [new|full|part|real|good] [time] (job|travail)
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
ihave (a|an) [new|full|part|real|good] [time] (job|travail)
i found a (job|travail)
i got a (job|travail)
`,
	cueWrongPerson: wrongPersonPhrases,
	cueStop: stopPhrases + `
(enlevez|retirez|supprimez|effacez|enlever|retirer) (mon numero|moi) [de|des] [vos|votre]
`,
}
