package understand

import "relais/parcours"

// shortAnswer is what a whole message means in one language.
type shortAnswer struct {
	label    Label
	language parcours.Language
}

// Languages that short answers are read in, beside those with a catalogue.
const (
	spanish    parcours.Language = "es"
	portuguese parcours.Language = "pt"
	arabic     parcours.Language = "ar" // in its script and in arabizi
	ukrainian  parcours.Language = "uk"
	russian    parcours.Language = "ru"
	turkish    parcours.Language = "tr"
)

// shortAnswers are messages of a word or two that mean something else, or
// nothing, inside a sentence or in French: "si", "la", "da". Those that may stand
// in a sentence are among the cues.
var shortAnswers = newShortAnswers(map[parcours.Language]map[Label][]string{
	parcours.French: {Question: {"c est loin", "c est long", "loin", "c est loin ou pas"}, WrongPerson: {"erreur", "c est une erreur", "connait pas", "connais pas", "je connais pas", "pas moi", "pas moi erreur", "c est pas moi", "mauvaise personne"}, Yes: {"recu", "bien recu", "recu 5 5", "message recu", "compris", "note", "dacodac", "ca marche", "top", "go", "dispo", "je peux", "je suis dispo", "partant", "present", "presente", "vendu", "adjuge", "validé", "confirmé", "je confirme", "c est ok", "c est bon"}, Reschedule: {"autre", "autre svp", "un autre", "un autre svp", "changer", "changer svp"}, Thanks: {"merci d avance", "d avance merci"}},
	spanish:         {Yes: {"si", "si si", "si claro", "si gracias", "ok si", "si senor", "si senora", "si por favor", "sip", "sii"}, No: {"no gracias", "no no"}},
	portuguese:      {Yes: {"ta", "ta bem", "ta certo", "s", "pode"}},
	arabic: {
		Yes: {"اه", "ايه", "اي", "نعم نعم", "ih", "iyeh", "iyyeh", "ayeh", "eyh", "ewa", "aywa", "aywah", "naam", "n3am", "3am", "labas wakha", "mli7", "mlih"},
		No:  {"la", "la la", "lala", "la la la", "lla", "la2", "le2", "laa", "لالا", "لا لا", "لا شكرا", "la choukran", "la merci", "la shukran"},
	},
	ukrainian: {Yes: {"так так", "ага", "tak", "tak tak", "угу"}, No: {"ні ні", "ni", "ні дякую"}},
	russian:   {Yes: {"да да", "da", "da da", "ага", "угу", "ok da", "konechno", "horosho", "haracho", "khorosho"}, No: {"нет нет", "net", "niet", "nyet", "net net", "нет спасибо", "не"}},
	turkish:   {Yes: {"he", "hee", "hehe evet", "eved", "ewet"}, No: {"yok yok", "hayir hayir", "hayır teşekkürler", "yo", "cik"}},
})

func newShortAnswers(table map[parcours.Language]map[Label][]string) map[string]shortAnswer {
	all := make(map[string]shortAnswer)
	for language, labels := range table {
		for label, messages := range labels {
			for _, m := range messages {
				all[Fold(m)] = shortAnswer{label, language}
			}
		}
	}
	return all
}
