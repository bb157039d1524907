package locales_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"relais/locales"
	"relais/parcours"
)

// staffRead reports whether only staff read the words of a key: they exist in
// French and in English.
func staffRead(key string) bool {
	return locales.ForStaff(key) || strings.HasPrefix(key, "label.") && !strings.HasPrefix(key, "label.impediment.") && !strings.HasPrefix(key, "label.activity_kind.")
}

// inFull lists the languages in which every key exists.
var inFull = []parcours.Language{parcours.French, parcours.English}

// mayDiffer are keys whose texts need not use the same values: 14h and 14:00, "13
// janvier" and "13/01", "1h" and "ساعة".
func mayDiffer(key string) bool {
	return strings.HasPrefix(key, "calendar.") || strings.HasPrefix(key, "duration.") || key == "letter.date" || key == "delay.date"
}

// plain is a text without what tells a Telegram text from an SMS in typography only.
func plain(text string) string {
	text = strings.NewReplacer("’", "'", "« ", "\"", " »", "\"").Replace(strings.ToLower(text))
	return strings.Join(strings.Fields(text), " ")
}

// TestEveryLanguageHasEveryWordThatPeopleRead names each text that is missing: add
// it to the catalogue of that language. A Telegram text may be left out where the
// French one says the very words of the bare key, which then serve.
func TestEveryLanguageHasEveryWordThatPeopleRead(t *testing.T) {
	t.Parallel()
	french := source(t, parcours.French)
	for _, lang := range parcours.Languages() {
		theirs := source(t, lang)
		for _, key := range slices.Sorted(maps.Keys(french)) {
			if theirs[key] != nil || staffRead(key) && !slices.Contains(inFull, lang) {
				continue
			}
			bare, telegram := strings.CutSuffix(key, ".telegram")
			if key == "reply.language.done.telegram" && theirs[bare] != nil {
				continue // the French SMS cannot name its language: GSM-7 has no ç
			}
			if telegram && theirs[bare] != nil && french[bare] != nil && plain(french[bare]["other"]) == plain(french[key]["other"]) {
				continue
			}
			t.Errorf("locales/active.%s.toml lacks %q, which in French is %q", lang, key, french[key]["other"])
		}
		for _, key := range slices.Sorted(maps.Keys(theirs)) {
			if french[key] == nil {
				t.Errorf("locales/active.%s.toml has %q, which French lacks", lang, key)
			}
			if staffRead(key) && !slices.Contains(inFull, lang) {
				t.Errorf("locales/active.%s.toml has %q, which only staff read", lang, key)
			}
		}
	}
}

// values are the fields that a text prints, whether it may do without them or not.
func values(t *testing.T, text string) []string {
	t.Helper()
	var found []string
	for _, field := range placeholders(t, text) {
		field = strings.TrimPrefix(field, "If.")
		if field == "ChoiceLines" {
			field = "Choices"
		}
		if field != "If" && field != "Brief" && !slices.Contains(found, field) {
			found = append(found, field)
		}
	}
	slices.Sort(found)
	return found
}

func TestLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	french := source(t, parcours.French)
	for _, lang := range parcours.Languages() {
		for key, theirs := range source(t, lang) {
			if mayDiffer(key) || french[key] == nil {
				continue
			}
			if diff := cmp.Diff(values(t, french[key]["other"]), values(t, theirs["other"])); diff != "" {
				t.Errorf("%s: values of %s (-fr +%s):\n%s", lang, key, lang, diff)
			}
		}
	}
}

// optional are the fields without which a text is still written.
func optional(t *testing.T, text string) []string {
	t.Helper()
	var found []string
	all := placeholders(t, text)
	for _, field := range all {
		if name, ok := strings.CutPrefix(field, "If."); ok && name != "Brief" && !slices.Contains(all, name) {
			found = append(found, name)
		}
	}
	return found
}

// A message that leaves in French must leave in every language: what French can do
// without, no other language may require.
func TestNoLanguageNeedsMoreThanFrench(t *testing.T) {
	t.Parallel()
	french := source(t, parcours.French)
	for _, lang := range parcours.Languages() {
		for key, theirs := range source(t, lang) {
			if mayDiffer(key) || french[key] == nil {
				continue
			}
			spared := optional(t, theirs["other"])
			for _, field := range optional(t, french[key]["other"]) {
				if !slices.Contains(spared, field) {
					t.Errorf("%s: %s cannot be written without %s, French can", lang, key, field)
				}
			}
		}
	}
}

// forms are the plural categories of CLDR. In French, Spanish and Portuguese,
// "many" serves millions.
var forms = map[parcours.Language][]string{
	parcours.French: {"many", "one", "other"}, parcours.EasyFrench: {"many", "one", "other"}, parcours.English: {"one", "other"},
	parcours.Spanish: {"many", "one", "other"}, parcours.Portuguese: {"many", "one", "other"}, parcours.Turkish: {"one", "other"},
	parcours.Ukrainian: {"few", "many", "one", "other"}, parcours.Russian: {"few", "many", "one", "other"},
	parcours.Arabic: {"few", "many", "one", "other", "two", "zero"},
}

func TestPluralFormsAreComplete(t *testing.T) {
	t.Parallel()
	for _, lang := range parcours.Languages() {
		for key, texts := range source(t, lang) {
			if len(texts) == 1 {
				if strings.Contains(texts["other"], ".Count") {
					t.Errorf("%s: %s counts and has one form", lang, key)
				}
				continue
			}
			if diff := cmp.Diff(forms[lang], slices.Sorted(maps.Keys(texts))); diff != "" {
				t.Errorf("%s: forms of %s (-want +got):\n%s", lang, key, diff)
			}
		}
	}
}

func TestDelaysAgreeWithTheirNumber(t *testing.T) {
	t.Parallel()
	c := load(t)
	for lang, want := range map[parcours.Language]map[int]string{
		parcours.Spanish:    {1: "en 1 día hábil", 2: "en 2 días hábiles"},
		parcours.Portuguese: {1: "em 1 dia útil", 2: "em 2 dias úteis"},
		parcours.Turkish:    {1: "1 iş günü içinde", 2: "2 iş günü içinde"},
		parcours.Ukrainian:  {1: "протягом 1 робочого дня", 2: "протягом 2 робочих днів", 5: "протягом 5 робочих днів", 21: "протягом 21 робочого дня"},
		parcours.Russian:    {1: "в течение 1 рабочего дня", 2: "в течение 2 рабочих дней", 5: "в течение 5 рабочих дней"},
		parcours.Arabic:     {1: "خلال يوم عمل واحد", 2: "خلال يومي عمل", 3: "خلال 3 أيام عمل", 11: "خلال 11 يوم عمل"},
	} {
		for n, text := range want {
			if got := c.Text(lang, "delay.workdays", map[string]any{"Count": n}); got != text {
				t.Errorf("%s %d: got %q, want %q", lang, n, got, text)
			}
		}
	}
}

// latin is what a text in another script may hold in Latin letters: the two words
// that operators obey, marks of other houses, and "langue / language" for whoever
// cannot read the rest.
var latin = []string{"STOP", "START", "stop", "start", "SMS", "Telegram", "Langue", "Language"}

func TestTextsAreInTheScriptOfTheirLanguage(t *testing.T) {
	t.Parallel()
	scripts := map[parcours.Language]*unicode.RangeTable{parcours.Arabic: unicode.Arabic, parcours.Ukrainian: unicode.Cyrillic, parcours.Russian: unicode.Cyrillic}
	word := regexp.MustCompile(`[\pL\pM]+`)
	for _, lang := range parcours.Languages() {
		script := scripts[lang]
		if script == nil {
			script = unicode.Latin
		}
		for key, texts := range source(t, lang) {
			if strings.HasPrefix(key, "choice.language.") {
				continue // each in its own
			}
			for _, text := range texts {
				for _, found := range word.FindAllString(action.ReplaceAllString(text, " "), -1) {
					if !slices.Contains(latin, found) && strings.ContainsFunc(found, func(r rune) bool { return !unicode.Is(script, r) && !unicode.Is(unicode.Mn, r) }) {
						t.Errorf("%s: %s has %q", lang, key, found)
					}
				}
			}
		}
	}
}

func TestTextsAreComposedAndHoldNothingInvisible(t *testing.T) {
	t.Parallel()
	for _, lang := range parcours.Languages() {
		for key, texts := range source(t, lang) {
			for form, text := range texts {
				if !norm.NFC.IsNormalString(text) {
					t.Errorf("%s: %s (%s) is not composed", lang, key, form)
				}
				if found := strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) }); found >= 0 {
					t.Errorf("%s: %s (%s) has an invisible sign at %d", lang, key, form, found)
				}
			}
		}
	}
}

func TestNoTextFrightensOrTellsOrShouts(t *testing.T) {
	t.Parallel()
	for _, lang := range parcours.Languages() {
		keys := source(t, lang)
		for _, key := range messageKeys(keys) {
			for _, text := range keys[key] {
				for _, fault := range locales.Tone(lang, action.ReplaceAllString(text, " "), strings.HasPrefix(key, "sentence.")) {
					t.Errorf("%s: %s is %s: %q", lang, key, fault.Kind, fault.Detail)
				}
			}
		}
	}
}

func TestEasyFrenchSMSTextsAreWrittenInGSM7(t *testing.T) {
	t.Parallel()
	easy := source(t, parcours.EasyFrench)
	for _, key := range messageKeys(easy) {
		if strings.HasSuffix(key, ".telegram") || strings.HasPrefix(key, "letter.") || strings.HasPrefix(key, "choice.language.") || key == "calendar.months" {
			continue
		}
		for _, text := range easy[key] {
			for _, r := range action.ReplaceAllString(text, "") {
				if !strings.ContainsRune(gsmBasic, r) {
					t.Errorf("%s: %q is not in GSM-7", key, r)
				}
			}
		}
	}
}

// Easy French is short: the guide of Inclusion Europe asks for one idea a sentence.
func TestEasyFrenchSentencesHaveTwelveWordsAtMost(t *testing.T) {
	t.Parallel()
	end := regexp.MustCompile(`[.?:]\s|[.?:]$|\n`)
	easy := source(t, parcours.EasyFrench)
	for _, key := range messageKeys(easy) {
		if strings.HasPrefix(key, "calendar.") || strings.HasPrefix(key, "label.") {
			continue
		}
		for _, sentence := range end.Split(words(easy[key]["other"]), -1) {
			if n := len(strings.FieldsFunc(sentence, func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '’' && r != '\'' && r != '-'
			})); n > 12 {
				t.Errorf("%s has a sentence of %d words: %s", key, n, strings.TrimSpace(sentence))
			}
		}
	}
}

// Times follow each other in a list, each after its number: a comma inside one, or
// a number at its start, would blur where it begins.
func TestOfferedTimesCanBeToldApart(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, lang := range parcours.Languages() {
		r := usual(t, "reply.slots.offer")
		r.To.Language, r.Channel = lang, parcours.ChannelTelegram
		for _, choice := range render(t, r).Choices {
			comma := strings.TrimSpace(c.Text(lang, "list.comma", nil))
			if strings.Contains(choice.Label, comma) || unicode.IsDigit([]rune(choice.Label)[0]) {
				t.Errorf("%s: %q", lang, choice.Label)
			}
		}
	}
}
