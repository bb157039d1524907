package bot

import (
	"relais/bot/understand"
)

// published are the words that our messages tell people to write, in each of the
// languages in which they are written: they are obeyed as whole messages, whatever
// else is understood. A test holds them against the catalogues.
var published = func() map[string]understand.Label {
	words := make(map[string]understand.Label)
	for label, list := range map[understand.Label][]string{
		understand.Stop:         {"STOP"},
		understand.Start:        {"START", "REPRENDRE"},
		understand.Help:         {"AIDE", "HELP", "AYUDA", "AJUDA", "مساعدة", "ДОПОМОГА", "ПОМОЩЬ", "YARDIM"},
		understand.Who:          {"QUI", "WHO", "QUIÉN", "QUEM", "من", "ХТО", "КТО", "KİM", "CONTACT", "CONTACTO", "اتصال", "КОНТАКТ", "İLETİŞİM"},
		understand.Appointments: {"RENDEZ-VOUS", "APPOINTMENTS", "CITAS", "MARCAÇÕES", "مواعيدي", "ЗУСТРІЧІ", "ВСТРЕЧИ", "RANDEVULAR"},
		// A question that is only announced is asked for.
		understand.EmptyQuestion: {"QUESTION", "PREGUNTA", "PERGUNTA", "سؤال", "ПИТАННЯ", "ВОПРОС", "SORU"},
		understand.ChooseTongue:  {"LANGUE", "LANGUAGE", "IDIOMA", "لغة", "МОВА", "ЯЗЫК", "DİL"},
	} {
		for _, word := range list {
			words[understand.Fold(word)] = label
		}
	}
	return words
}()

// intentOf reads a message that answers nothing we asked.
func intentOf(text string) understand.Understood {
	if label, ok := published[understand.Fold(text)]; ok {
		return understand.Understood{Label: label, Whole: true, Why: "a published word"}
	}
	return understand.Intent(text)
}
