package understand

import (
	"strings"
	"unicode"

	"relais/parcours"
)

// Written returns the language that text is written in, empty when nothing in it
// tells.
func Written(text string) parcours.Language {
	lang, _ := tongueOf(listen(text), "")
	return lang
}

// tongueOf returns the language that t is written in, among those that Relais reads,
// and why; assumed when nothing in the text tells. Script decides first, then
// letters and words that only one language has. French wins a tie: people borrow a
// word of another language more often than they write in it.
func tongueOf(t *message, assumed parcours.Language) (parcours.Language, string) {
	if short, ok := shortAnswers[t.whole()]; ok && assumed == short.language {
		return assumed, "a short answer in it"
	}
	s := scriptsOf(t.text)
	switch {
	case s.arabic > 0 && s.arabic >= s.latin && s.arabic >= s.cyrillic:
		return arabic, "Arabic script"
	case s.cyrillic > 0 && s.cyrillic >= s.latin:
		return cyrillic(t, s, assumed)
	}
	var votes [len(latin)]int
	best, total := 0, 0
	words := learnt().tongues
	for i, l := range latin {
		for _, r := range t.text {
			if r >= 0x80 && strings.ContainsRune(l.letters, r) {
				votes[i] += 2
			}
		}
	}
	for _, w := range t.folded {
		for _, i := range words[w] {
			votes[i] += latin[i].weight(w)
		}
		if latin[arabizi].language == arabic && digitsWithin(w) {
			votes[arabizi] += 4
		}
	}
	for i, v := range votes {
		total += v
		if v > votes[best] {
			best = i
		}
	}
	if total == 0 {
		if short, ok := shortAnswers[t.whole()]; ok {
			return short.language, "a short answer in it"
		}
		return assumed, "no word tells the language"
	}
	for i, l := range latin {
		if votes[i] == votes[best] && l.language == assumed {
			best = i
		}
	}
	return latin[best].language, "words of " + string(latin[best].language)
}

type scripts struct {
	latin, arabic, cyrillic int
	ukrainian, russian      int // letters that only one of the two has
}

func scriptsOf(text string) scripts {
	var s scripts
	for _, r := range text {
		switch {
		case r < 0x80:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				s.latin++
			}
		case unicode.Is(unicode.Arabic, r):
			s.arabic++
		case unicode.Is(unicode.Cyrillic, r):
			s.cyrillic++
			switch unicode.ToLower(r) {
			case 'і', 'ї', 'є', 'ґ':
				s.ukrainian++
			case 'ы', 'э', 'ё', 'ъ':
				s.russian++
			}
		case unicode.Is(unicode.Latin, r):
			s.latin++
		}
	}
	return s
}

// cyrillic tells Ukrainian from Russian.
func cyrillic(t *message, s scripts, assumed parcours.Language) (parcours.Language, string) {
	for _, w := range t.folded {
		switch {
		case ukrainianWords[w]:
			s.ukrainian++
		case russianWords[w]:
			s.russian++
		}
	}
	switch {
	case s.ukrainian > s.russian:
		return ukrainian, "Cyrillic script, Ukrainian letters or words"
	case s.russian > s.ukrainian || assumed != ukrainian:
		return russian, "Cyrillic script"
	}
	return ukrainian, "Cyrillic script"
}

var ukrainianWords = foldedSet("годин години хвора хворий ви помилилися ми так добре дякую привіт вітаю добрий ранок вечір день доброго буду прийду можу зможу коли де як що це мені мене мій моя треба допоможіть будь ласка роботу робота змінив номер новий хворію лікар дитина працюю вже зустріч адреса переїхав переїхала помер він вона українською видаліть дані дуже адресу змінила знайшла знайшов померти")

var russianWords = foldedSet("часа вы мы говорю да хорошо спасибо привет здравствуйте здравствуй приду смогу могу когда где как что это мне меня мой моя нужно помогите пожалуйста работу работа сменил номер новый болею врач ребенок работаю уже встреча адрес переехал переехала умер он она русски удалите данные очень нет сменила нашла нашел умереть встречу тоже только если еще больше сегодня завтра нельзя часов большое")
