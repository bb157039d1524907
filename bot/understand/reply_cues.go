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

var replyCues = newLexicon(replyYes, replyNo, replyOtherTime, replyLate, replyRest, replyGuards, replyAbroad)

// replyRest are the other answers: questions, thanks, a job already there, another
// person, no more messages.
var replyRest = phrases{
	cueAsk: askPhrases,
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
}
