package locales_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"relais/locales"
	"relais/parcours"
)

// A telephone takes the direction of a line from its first letter: one that begins
// with a Latin name would show its Arabic words in the wrong order.
func TestArabicLinesBeginInArabic(t *testing.T) {
	t.Parallel()
	spaced := regexp.MustCompile(`\d \d`)
	for _, template := range templates {
		if locales.ForStaff(template) || strings.HasPrefix(template, "answer.relay.") {
			continue // somebody's own words
		}
		for _, way := range ways {
			for options := range 4 {
				r := usual(t, template)
				r.To.Language, r.To.Discreet = parcours.Arabic, options&1 != 0
				if options&2 != 0 {
					r = longNames(t, template)
					r.To.Language = parcours.Arabic
				}
				way.set(&r)
				body := unmarked(render(t, r).Body)
				for line := range strings.Lines(body) {
					first := strings.IndexFunc(line, unicode.IsLetter)
					arabic := strings.IndexFunc(line, func(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) })
					if arabic >= 0 && first != arabic {
						t.Errorf("%s, %s: a line begins with another script:\n%s", template, way.name, line)
					}
					if arabic >= 0 && spaced.MatchString(line) {
						t.Errorf("%s, %s: groups of digits would be shown backwards:\n%s", template, way.name, line)
					}
				}
			}
		}
	}
}

func unmarked(body string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(body)
}

func TestArabicPhonesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"+33261910102": "02.61.91.01.02", "02 61 91 01 02": "02.61.91.01.02", "3949": "3949", "+32 2 555 12 12": "0032.2.555.12.12"} {
		r := usual(t, "reply.appointments.none")
		r.To.Language, r.Facts.Phone = parcours.Arabic, in
		mustContain(t, render(t, r).Body, want)
	}
}

func TestDurationsInWords(t *testing.T) {
	t.Parallel()
	for lang, wanted := range map[parcours.Language]map[int]string{
		parcours.Arabic:     {45: "(45 دقيقة)", 60: "(ساعة)", 90: "(ساعة و 30 دقيقة)", 120: "(ساعتان)", 180: "(3 ساعات)"},
		parcours.Russian:    {45: "(45 мин)", 60: "(1 ч)", 90: "(1 ч 30 мин)"},
		parcours.Ukrainian:  {60: "(1 год)", 125: "(2 год 5 хв)"},
		parcours.Turkish:    {60: "(1 saat)", 90: "(1 saat 30 dk)"},
		parcours.Spanish:    {90: "(1 h 30 min)"},
		parcours.Portuguese: {125: "(2h05)"},
	} {
		for minutes, want := range wanted {
			r := usual(t, "convocation.first.other")
			r.Channel, r.To.Language, r.Facts.Minutes = parcours.ChannelTelegram, lang, minutes
			mustContain(t, render(t, r).Body, want)
		}
	}
}
