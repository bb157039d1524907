package web

import (
	"embed"
	"fmt"
	"net/http"
	"strings"
	"time"

	"relais/parcours"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
)

//go:embed words/*.toml
var wordFiles embed.FS

// languages of the console, the first being the one served when nothing else is asked.
var languages = []parcours.Language{parcours.French, parcours.English}

// words are the console's own texts in one language, by dotted key.
type words map[string]string

// loadWords reads the catalogue of every language of the console.
func loadWords() (map[parcours.Language]words, error) {
	all := make(map[parcours.Language]words, len(languages))
	for _, lang := range languages {
		var tree map[string]any
		name := "words/" + string(lang) + ".toml"
		if _, err := toml.DecodeFS(wordFiles, name, &tree); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		all[lang] = words{}
		if err := all[lang].flatten("", tree); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return all, nil
}

func (w words) flatten(prefix string, tree map[string]any) error {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			w[prefix+key] = value
		case map[string]any:
			if err := w.flatten(prefix+key+".", value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %s%s is not a text", prefix, key)
		}
	}
	return nil
}

// text returns the words of key with each {name} replaced by its value, which
// follows the name in pairs. A missing key shows itself.
func (w words) text(key string, pairs ...any) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return text
}

// pluralKey returns the key of the form that n takes: French counts 0 as one.
func pluralKey(lang parcours.Language, key string, n int) string {
	if n == 1 || (n == 0 && lang == parcours.French) {
		return key + ".one"
	}
	return key + ".other"
}

// chooseLanguage returns what the reader asked for: the address (?lang=en), else
// the cookie that an earlier such address left, else the browser's preference.
func chooseLanguage(r *http.Request) (chosen parcours.Language, asked bool) {
	if lang, ok := knownLanguage(r.URL.Query().Get("lang")); ok {
		return lang, true
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		if lang, ok := knownLanguage(c.Value); ok {
			return lang, false
		}
	}
	matcher := language.NewMatcher([]language.Tag{language.French, language.English})
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return languages[0], false
	}
	_, index, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return languages[0], false
	}
	return languages[index], false
}

const languageCookie = "lang"

func knownLanguage(text string) (parcours.Language, bool) {
	for _, lang := range languages {
		if text == string(lang) {
			return lang, true
		}
	}
	return "", false
}

// day writes "mardi 13 janvier", with the year when it is not that of today.
func (w words) day(d, today parcours.Date) string {
	if d.IsZero() {
		return ""
	}
	key := "date.day"
	if d.Year != today.Year {
		key = "date.day_year"
	}
	return w.text(key, "weekday", w[fmt.Sprintf("date.weekday%d", d.Weekday())], "day", w.ordinal(d.Day),
		"month", w[fmt.Sprintf("date.month%d", d.Month)], "year", d.Year)
}

// shortDay writes "13 janv.", with the year when it is not that of today.
func (w words) shortDay(d, today parcours.Date) string {
	if d.IsZero() {
		return ""
	}
	key := "date.short"
	if d.Year != today.Year {
		key = "date.short_year"
	}
	return w.text(key, "day", d.Day, "month", w[fmt.Sprintf("date.short_month%d", d.Month)], "year", d.Year)
}

func (w words) ordinal(day int) string {
	if day == 1 {
		return w["date.first"]
	}
	return fmt.Sprint(day)
}

// hour writes "14h30", or "14:30" in English.
func (w words) hour(t time.Time) string {
	return w.text("date.hour", "hour", fmt.Sprintf("%02d", t.Hour()), "minute", fmt.Sprintf("%02d", t.Minute()))
}

// number writes 2300 with the language's separator.
func (w words) number(n int) string {
	digits := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w["number.thousands"] + digits[i:]
	}
	return sign + digits
}

// percent writes how many hundredths n is of total, rounded down so that 100 %
// means everybody, or a dash when there is no total.
func (w words) percent(n, total int) string {
	if total <= 0 {
		return "–"
	}
	return w.text("number.percent", "n", n*100/total)
}
