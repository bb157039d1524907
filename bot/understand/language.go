package understand

import (
	"slices"
	"unicode"

	"relais/parcours"
)

// languages are names by which people ask for a language, in French, in English
// and in the language itself. Those without a catalogue are recognised too, so
// that somebody can be told which languages there are.
var languages = languageNames(map[parcours.Language][]string{
	parcours.French:  {"francais", "french", "fr", "france", "langue francaise", "frances", "fransizca", "французский", "французька", "فرنسية", "الفرنسية"},
	parcours.English: {"anglais", "english", "en", "eng", "ingles", "englais", "langue anglaise", "ingilizce", "английский", "англійська", "انجليزية", "الإنجليزية"},
	parcours.EasyFrench: {
		"falc", "facile", "francais facile", "francais simple", "francais simplifie", "facile a lire", "facile a lire et a comprendre", "plus simple", "plus facile",
		"langue facile", "easy french", "simple french",
	},
	"es": {"espagnol", "spanish", "espanol", "castellano", "es"},
	"pt": {"portugais", "portuguese", "portugues", "pt"},
	"ar": {"arabe", "arabic", "arabi", "العربية", "عربي", "عربية", "darija"},
	"uk": {"ukrainien", "ukrainian", "українська", "украинский", "ukr"},
	"ru": {"russe", "russian", "русский", "по русски"},
	"tr": {"turc", "turkish", "turkce", "türkçe"},
})

// around are words that may surround the name of a language without changing
// what is asked: "in english please", "je parle anglais".
var around = wordSet("en", "in", "please", "svp", "merci", "langue", "language", "je", "parle", "parler", "speak", "i", "la", "le", "l",
	"changer", "change", "pour", "to", "mettre", "passer", "veux", "voudrais", "want", "only", "seulement", "uniquement", "s", "il", "vous", "plait", "do", "you", "parlez", "un", "peu", "que", "the", "my", "messages", "bonjour", "hello", "avoir", "sms", "messages", "message", "ecrire", "ecrivez", "est", "ce", "peut", "possible", "c", "moi", "suis", "prefere", "mieux", "pas", "speaks", "write", "can", "lutfen", "favor", "por", "пожалуйста", "будь", "ласка", "من", "فضلك", "يرجى")

var languageWords = newWholeSet("langue", "langues", "language", "languages", "changer de langue", "changer langue", "change language", "autre langue", "idioma", "lengua", "dil", "язык", "мова", "لغة")

// inEnglish are sentences that ask for English, or that say it by being English.
var inEnglish = newLexicon(phrases{"english": `
(write|speak|talk|reply|answer|text|explain|send|say|message) * in english
(english|in english) please
no french
(ecrire|écrivez|ecrire moi|répondez|répondre|repondre|parler|parlez|messages|message|sms) [moi|me] en anglais
`})

// inEasyFrench are sentences that ask for texts that are easy to read.
var inEasyFrench = newLexicon(phrases{"easy french": `
en falc
(messages|message|sms|textes|texte|version|ecrire|écrivez|ecrivez moi|langue|passer) [moi] [le] (falc|facile|faciles)
[en] français (facile|simple|simplifié)
facile à lire
(messages|message|sms|textes|texte|mots|phrases) [plus] simples
(écrivez|ecrire|écrire|parlez|expliquez|dites) * plus (simplement|simple|facile)
(easy|simple) french
`})

func languageNames(names map[parcours.Language][]string) map[string]parcours.Language {
	byName := make(map[string]parcours.Language)
	for language, list := range names {
		for _, name := range list {
			byName[Fold(name)] = language
		}
	}
	return byName
}

func wordSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// Language returns the language that text asks for by its name, alone or in a
// short request such as "in english please", and the name that was read. It is
// empty when none is asked for, and may be one for which there is no catalogue.
// A sentence that merely mentions a language ("j'ai cours de français") asks for
// none.
func Language(text string) (parcours.Language, string) {
	return language(listen(text))
}

func language(t *message) (parcours.Language, string) {
	folded := t.whole()
	if l, ok := languages[folded]; ok {
		return l, folded
	}
	if hits := inEnglish.in(t.numbers); len(hits) > 0 {
		return parcours.English, quote(t.words, hits[0])
	}
	if hits := inEasyFrench.in(t.numbers); len(hits) > 0 {
		return parcours.EasyFrench, quote(t.words, hits[0])
	}
	if l, name := askedIn(t.folded); l != "" {
		return l, name
	}
	var asked parcours.Language
	name := ""
	for _, w := range t.folded {
		l, named := languages[w]
		switch {
		case named && len(w) > 3 && w != "facile": // "c'est facile" asks for nothing
			if asked != "" && asked != l {
				return "", ""
			}
			asked, name = l, w
		case !around[w]:
			return "", ""
		}
	}
	return asked, name
}

// askedIn reads "les messages en portugais", "vous pouvez écrire en arabe".
func askedIn(folded []string) (parcours.Language, string) {
	asks := slices.ContainsFunc(folded, func(w string) bool { return askingFor[w] })
	if !asks {
		return "", ""
	}
	for i, w := range folded {
		if i > 0 && languages[w] != "" && len(w) > 3 && (folded[i-1] == "en" || folded[i-1] == "in") {
			return languages[w], w
		}
	}
	return "", ""
}

var askingFor = foldedSet("message messages msg sms texte textes ecrire ecrivez ecris parler parlez parle repondre repondez reponse traduire traduction traduit traduisez envoyer envoyez recevoir mettre avoir avez existe dispo disponible version passer changer expliquer")

// OtherScript reports whether text has letters and none of them is Latin: words
// in Arabic or in Cyrillic, of which no other function here can read a sentence.
func OtherScript(text string) bool {
	letters := false
	for _, r := range clip(text) {
		if unicode.Is(unicode.Latin, r) {
			return false
		}
		letters = letters || unicode.IsLetter(r)
	}
	return letters
}
