package understand

import (
	"slices"
	"strings"

	"relais/parcours"
)

// Labels of a message that nobody asked for, beside those of an answer.
const (
	Start         Label = "start"
	Help          Label = "help"
	Who           Label = "who"
	Appointments  Label = "appointments"
	Sick          Label = "sick"
	ChooseTongue  Label = "language"
	Greeting      Label = "greeting"
	ReportHours   Label = "report_hours"
	JobFound      Label = "job_found"
	JobLost       Label = "job_lost"
	Moved         Label = "moved"
	PhoneChange   Label = "phone_change"
	Deceased      Label = "deceased"
	Insult        Label = "insult"
	DataAccess    Label = "data_access"
	DataErasure   Label = "data_erasure"
	Missed        Label = "missed"             // an appointment that is over
	EmptyQuestion Label = "question_announced" // "j'ai une question", and nothing more
	Hindered      Label = "hindered"           // a difficulty, without a yes or a no: "j'ai pas de voiture"
)

// Understood is how a message that nobody asked for was read.
type Understood struct {
	Label Label
	// Whole is set when the message is one of the words that Relais publishes, or
	// little more: QUI, AIDE, mes rendez-vous.
	Whole bool
	// Why names the cue, in the lexicon's own words.
	Why string
}

// intentOrder lists the labels from the one that is kept when several show. A
// text that is about the person's life is kept before one that asks a question:
// both end at a human, and the first says more.
var intentOrder = []Label{
	WrongPerson, Deceased, DataErasure, DataAccess, JobLost, JobFound, Moved, PhoneChange,
	Missed, Who, Appointments, Sick, Insult,
}

// Intent reads a message that answers nothing Relais asked.
func Intent(text string) Understood {
	folded := Fold(text)
	for _, whole := range wholeIntents {
		if whole.set[folded] {
			return Understood{Label: whole.label, Whole: true, Why: "whole message"}
		}
	}
	if folded == "" {
		if strings.ContainsAny(text, "?") {
			return Understood{Label: Help, Whole: true, Why: "nothing but a question mark"}
		}
		return Understood{Label: Unclear, Why: "no word"}
	}
	if tongue, name := Language(text); tongue != "" {
		return Understood{Label: ChooseTongue, Why: "language by name (" + name + ")"}
	}
	if hits := noFrench.find(Words(text)); len(hits) > 0 {
		return Understood{Label: ChooseTongue, Why: "no French (" + hits[0].phrase + ")"}
	}
	if reportsHours(strings.Fields(folded)) {
		return Understood{Label: ReportHours, Why: "a number of hours"}
	}
	words := Words(text)
	hits := intentCues.find(words)
	a := Reply(text)
	for _, label := range intentOrder {
		if label == Appointments && a.Label == Reschedule {
			return Understood{Label: Reschedule, Why: a.Why} // "changer la date de mon rdv"
		}
		i := slices.IndexFunc(hits, func(h hit) bool { return h.cue == string(label) })
		if i >= 0 {
			return Understood{Label: label, Why: string(label) + " (" + hits[i].phrase + ")"}
		}
	}
	switch {
	case a.Label == AlreadyWorking:
		return Understood{Label: JobFound, Why: a.Why}
	case a.Label == WrongPerson, a.Label == Late:
		return Understood{Label: a.Label, Why: a.Why}
	case a.Says(Question):
		return Understood{Label: Question, Why: a.Why}
	case a.Impediment == parcours.ImpedimentHealth:
		return Understood{Label: Sick, Why: a.Why}
	case a.Label == No && a.Explicit, a.Label == Yes && a.Explicit:
		return Understood{Label: a.Label, Why: a.Why}
	}
	for _, label := range []Label{Help, Thanks, Greeting} {
		i := slices.IndexFunc(hits, func(h hit) bool { return h.cue == string(label) })
		if i >= 0 && (label != Greeting || len(words) <= 4) && (label != Thanks || len(words) <= 8) {
			return Understood{Label: label, Why: string(label) + " (" + hits[i].phrase + ")"}
		}
	}
	if a.Label == Yes || a.Label == No && a.Impediment == parcours.ImpedimentNone {
		return Understood{Label: a.Label, Why: a.Why}
	}
	if a.Impediment != parcours.ImpedimentNone {
		return Understood{Label: Hindered, Why: a.Why}
	}
	return Understood{Label: Unclear, Why: "no cue"}
}

// reportsHours recognises the shortest ways to declare hours: "16h", "16 heures",
// "j'ai fait 16h". An hour of the day is not one: "14h30", "à 14h".
func reportsHours(folded []string) bool {
	if len(folded) > 6 {
		return false
	}
	rest := folded
	for len(rest) > 0 && wordSetHours[rest[0]] {
		rest = rest[1:]
	}
	switch len(rest) {
	case 1:
		n, ok := strings.CutSuffix(rest[0], "h")
		_, number := smallNumber(n)
		return ok && number
	case 2:
		_, number := smallNumber(rest[0])
		return number && (rest[1] == "h" || rest[1] == "heures" || rest[1] == "heure" || rest[1] == "hours")
	}
	return false
}

var wordSetHours = wordSet("j", "ai", "jai", "g", "fait", "environ", "cette", "semaine", "i", "did", "bonjour")

var wholeIntents = []struct {
	label Label
	set   wholeSet
}{
	{Stop, stopWords},
	{Start, startWords},
	{Who, newWholeSet("qui", "qui?", "ki", "c qui", "c ki", "cki", "c est qui", "cest qui", "qui c est", "qui est ce", "qui etes vous", "vous etes qui", "qui es tu", "t es qui", "tu es qui", "qui ecrit", "qui m ecrit", "qui parle", "who", "who is this", "who are you", "who s this", "contact", "vous etes ki", "c est ki", "cest ki", "qui est la")},
	{Help, newWholeSet("aide", "help", "info", "infos", "menu", "aide svp", "aide moi", "aidez moi", "a l aide", "besoin d aide", "aider", "help me", "commandes", "que faire", "quoi faire")},
	{Appointments, newWholeSet("rdv", "rendez vous", "[mes|mon] (rdv|rendez vous)", "(rdv|rendez vous) (svp|quand)", "mon prochain rdv", "mon prochain rendez vous", "prochain rdv", "my appointment", "my appointments", "appointment", "appointments", "quand", "ou", "c est quand", "c quand", "c est ou", "c ou", "quelle heure", "a quelle heure", "when", "where", "adresse", "l adresse")},
	{Reschedule, newWholeSet("autre", "autre jour", "autre date", "autre rdv", "changer", "reporter", "deplacer", "decaler", "another day", "other")},
	{ChooseTongue, languageWords},
	{EmptyQuestion, newWholeSet("question", "(j ai|jai|g) (une|des|1) question[s]", "[bonjour] (j ai|jai|g) (une|1) question", "une question", "j ai une question a poser", "j aurais une question", "je voudrais poser une question", "je peux poser une question", "i have a question", "puis je poser une question")},
	{Thanks, newWholeSet("merci", "merci beaucoup", "merci bcp", "mrc", "thanks", "thank you", "thx", "ok merci", "merci bonne journee", "c est gentil", "super merci", "d accord merci", "merci a vous")},
}

var intentCues = newLexicon(map[string]string{
	string(WrongPerson): wrongPersonPhrases,
	string(Deceased): `
(monsieur|madame|mr|mme|il|elle|mon mari|ma femme|mon père|ma mère|mon fils|ma fille|mon frere|ma soeur|la personne|votre beneficiaire) (est|est malheureusement|nous a) (décédé|décédée|mort|morte|quitte|quittes)
(est|etait) (decede|decedee) (le|en|depuis|il y a)
(has died|passed away|is dead)
`,
	string(DataErasure): `
(effacer|supprimer|effacez|supprimez|suppression|effacement) [de|toutes|tout] (mes données|mes donnees|mon numero|mes informations|mes infos|mes messages|mon dossier)
(droit a l oubli|droit a l effacement)
(delete|erase|remove) (my|all my) (data|number|information)
`,
	string(DataAccess): `
(acces|accéder|acceder|consulter|copie|voir|recevoir|obtenir) [a|de|toutes] mes (données|donnees|informations)
(quelles|quel) (données|donnees|informations) (avez vous|vous avez)
(rgpd|cnil)
(my personal data|access to my data)
`,
	string(JobLost): `
(perdu|perdre) (mon|le) (travail|emploi|poste|contrat)
(viré|virée|licencié|licenciée|licenciement)
(fin|rupture|finit|termine) (de|du|d) [mon|ma] (contrat|periode d'essai|mission|interim|cdd)
(contrat|mission|cdd) (est|s'est|est deja) (fini|finie|termine|terminée|arrête|arrete|pas renouvele)
(ma période d'essai|periode d'essai) (arrete|rompue|pas validee|stoppee)
(demissionne|démissionné|demission)
(lost my travail|got fired|laid off)
`,
	string(JobFound): `
(trouvé|trouver|trouve|retrouvé|retrouver|decroche|eu|obtenu|signé|signer) [un|une|du|le|mon] (travail|emploi|cdi|cdd|contrat de travail|poste|mission|interim|alternance)
(je commence|je reprends|je démarre|je debute) [un|le|mon|a] (travail|travailler|emploi|cdi|cdd|poste|bosser)
(je suis|suis) [enfin] (embauché|embauchée|pris|prise) (en|a|chez|dans|pour)
(je suis|suis) embauche
(je travaille|je bosse) (maintenant|depuis|deja|en)
(found|got) a (job|travail)
(starting|started) [a|my|new] (job|travail)
`,
	string(Moved): `
(j'ai|jai|on a) (déménagé|demenage|demenager|changé d'adresse|change d'adresse|changer d'adresse)
(nouvelle|changement|changement d) adresse
(mon|notre) adresse (a|est) change
(j'habite|je vis|j'habite plus) (maintenant|desormais|plus)
(je suis parti|parti) (vivre|habiter)
(i moved|ihave moved|new address)
`,
	string(PhoneChange): `
(changé|changer|change|changement) de [mon] (numéro|telephone|portable|tel)
(nouveau|mon nouveau) numero
(new number|new phone number|changed my number)
`,
	string(Who): `
(c'est|est) qui [vous|ca|la|svp|merci|exactement|au juste|ce numero]
(qui|ki) (etes vous|est ce|ecrit|m'ecrit|parle|me parle|m'envoie|envoie|vous etes|est a l'appareil)
(vous etes|tu es|t es|vs etes) qui
(c'est|cest) quoi ce (numéro|message|sms|truc)
(d ou|comment) (vous avez|avez vous|tu as) [eu] mon numero
(arnaque|spam|phishing|escroquerie|hameconnage|scam)
(je connais pas|connais pas|inconnu) [ce|votre] numero
who (is this|are you|is it)
`,
	string(Appointments): `
(quand|a quelle heure|ou|quelle heure|quel jour|quelle date) (c'est|est|j'ai|c|a lieu|aura lieu|est mon|est le|se passe|se trouve|dois je venir|je dois venir|on a) [le|mon|ce|notre] [prochain] [rdv]
(c'est|c|est|cest) (ou|quand|a quelle heure|quelle heure|quel jour|a quel endroit|quelle adresse|avec qui) [le|mon|exactement|deja] [rdv]
(date|heure|adresse|lieu|endroit|jour) (du|de mon|de ce) rdv
(quelle est|quel est|c'est quoi|donnez moi|rappelez moi|vous avez|avoir|redonner|connaitre) (l'adresse|la date|l'heure|l'adresse exacte|le lieu)
(j'ai oublié|oublie|j'ai perdu|perdu) [la|le|l] (date|heure|adresse|jour|message|courrier)
(mes|mon prochain|prochain) rdv
(j'ai|on a|c'est) [un|mon|le] rdv (quand|ou|a quelle heure|quelle heure|quel jour)
(j'ai|est ce que j'ai|jai) (un|bien un|encore un|toujours un|toujours mon|encore mon|plus de|plus mon) rdv
(rappeler|rappelez|confirmer) [moi] [l|la|le|mon] (heure|date|rdv|adresse)
(when|where|what time) is (my|the) (appointment|meeting|interview)
my next appointment
`,
	string(Missed): `
pas pu (venir|me deplacer|etre la|y aller|me liberer|venir au rdv|me presenter|etre present|prevenir)
(raté|rate|manqué|manque|loupé|loupe|oublié|oublie) [de venir au] (le|mon|notre|ce) rdv
(desole|pardon) (pour|de) (hier|ce matin|mon absence|le rdv d'hier|mon oubli)
(absent|absente|pas venu|pas venue) (hier|ce matin|lundi dernier|au rdv|au dernier rdv)
(missed|forgot) (my|the|our) appointment
couldnt (come|make it)
`,
	string(Sick): `
(je suis|suis|je me sens|jsuis) [tres|trop|encore|toujours|tombe] (malade|souffrant|souffrante|hospitalise|hospitalisee|alite)
(je suis|suis) (a l'hopital|aux urgences|en arret|a la clinique)
(j'ai|jai) (la grippe|le covid|de la fievre|une gastro|la gastro|une angine)
(iam|i feel|i am|feeling) (sick|ill|unwell)
`,
	string(Insult): `
(connard|connards|connasse|salope|salaud|encule|encules|enculer|enfoire|batard|batards|fdp|ntm|tg|ta gueule|va te faire|allez vous faire|pute|putes|merde a vous|bande de|abruti|abrutis|cretin|trou du cul|nique|niquez)
(fuck you|fuck off|asshole|bastard)
`,
	string(Help): `
(aide|aidez|aider) moi
(besoin|demande) (d|de l|de) aide
(je sais pas|sais pas) (quoi|comment) faire
(need help|help me)
`,
	string(Thanks): `
(merci|remercie)
thank you
(c'est|cest) gentil
`,
	string(Greeting): `
(bonjour|bonsoir|salut|hello|hi|hey|salam|allo)
good (morning|afternoon|evening)
`,
	guard: `
(pas|plus) trouvé
(trouvé|trouver) (pas|aucun|rien)
(pour|veux|voudrais|aimerais|dois|voudrai|afin de|cherche a|peux) (trouver|retrouver|avoir) * (travail|emploi|poste)
(comment|ou) trouver
(si je|si je peux|quand je) (trouve|trouver) * (travail|emploi)
`,
})
