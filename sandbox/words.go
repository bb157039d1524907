package sandbox

import (
	"math/rand/v2"
	"strings"
)

// What people write, spelled as people spell on a phone.
var (
	saysCome = []string{
		"oui jy serai", "ok merci je viens", "oui pas de soucis", "Bonjour, je serai présente. Cordialement", "c bon pour moi",
		"daccord a {day}", "oui", "ok jserai la", "Oui je viens merci beaucoup", "bjr oui sa me va",
	}
	saysCannot = []string{
		"jpeu pas {day} jai la petite", "je pourrai pas venir je travaille", "désolé pas possible je suis malade", "bonjour je ne peux pas venir, pas de voiture",
		"non jpe pas", "je peux pas {day} jai rdv a lhopital", "pas possible pour moi desolee",
	}
	saysOther = []string{
		"on peut changer de jour svp ?", "c possible un autre jour", "Bonjour, serait-il possible de décaler ? Merci", "autre jour svp", "{day} sa va pas, un autre jour ?",
	}
	saysReason = []string{
		"jai la petite et personne pour la garder", "pas de voiture et ya pas de bus", "je suis malade", "je bosse ce jour la", "jai rdv a lhopital",
		"enterrement dans la famille", "entretien d'embauche", "je suis en formation",
	}
	saysNotMe    = []string{"c pas moi", "ce n'est pas moi, vous vous trompez de numéro", "c pas mon nom erreur", "je connais pas cette personne"}
	saysStop     = []string{"STOP", "stop", "ARRET", "Stop svp", "arrêt."}
	saysThanks   = []string{"merci", "Merci !", "ok merci", "super merci bcp"}
	saysDigit    = []string{"", "", "", ".", " merci", " svp"}
	saysNoneFits = []string{"aucun ne me va", "rien ne va désolé"}
)

// question is something people ask, with the answer a professional gives.
type question struct{ ask, answer string }

var questions = []question{
	{"bonjour est ce que je peut venir avec mon fils de 3 ans ?", "Bonjour, oui, venez avec votre enfant. Il y a un coin jeux."},
	{"faut amener quoi comme papier ?", "Bonjour, une pièce d'identité suffit. Si vous avez un CV, apportez-le, ce n'est pas obligé."},
	{"ya un bus pour venir ?", "Bonjour, la ligne 11 s'arrête devant. Je peux aussi demander le transport solidaire, dites-le-moi."},
	{"je suis deja inscrit a france travail ca change quoi pour moi ?", "Bonjour, rien n'est perdu. Le rendez-vous sert à faire le point ensemble avec France Travail."},
	{"vous pouvez m appeler je comprend pas bien", "Bonjour, bien sûr. Je vous appelle demain matin."},
	{"c est pour quoi ce rdv au juste", "Bonjour, c'est pour faire connaissance et parler de vos projets. Cela dure une heure."},
	{"je commence un petit boulot lundi est ce que je doit venir quand meme ?", "Bonjour, bravo ! Dites-moi vos horaires et nous trouverons un moment."},
	{"ma femme est convoquée aussi, on peut venir ensemble ?", "Bonjour, oui, je m'en occupe et je vous redis l'heure."},
}

const usualAnswer = "Bonjour, merci de votre message. Je regarde cela et je vous appelle demain. Bonne journée."

// phoneAnswer is for somebody who gets no messages any more.
const phoneAnswer = "Bonjour, je vous appelle pour faire le point."

// urgentAnswer is for somebody who is in danger or without food or shelter.
const urgentAnswer = "Bonjour, j'ai lu votre message. Je vous appelle tout de suite."

// answerTo returns what a professional answers to a text that holds a question.
func answerTo(text string) string {
	if (offer{text: fold(text)}).says("stop demande", "d une autre personne") {
		return phoneAnswer
	}
	if (offer{text: fold(text)}).says("urgent", "urgence") {
		return urgentAnswer
	}
	for _, q := range questions {
		if strings.Contains(fold(text), fold(q.ask)) {
			return q.answer
		}
	}
	return usualAnswer
}

var weekdays = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

// say picks a sentence and fills in the day of which the message spoke.
func say(r *rand.Rand, from []string, about string) string {
	day := "ce jour"
	for _, w := range weekdays {
		if strings.Contains(about, w) {
			day = w
			break
		}
	}
	return strings.ReplaceAll(pick(r, from), "{day}", day)
}
