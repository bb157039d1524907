package bot_test

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
)

// The words in capitals or between quotation marks of the messages about what can
// be written; brackets hold explanations.
var (
	printedWord = regexp.MustCompile(`\p{Lu}[\p{Lu}-]{2,}|«\s?[^»]+\s?»|“[^”]+”|(?:كتابة: )(.*)، أو STOP`)
	explained   = regexp.MustCompile(`\([^)]*\)`)
)

// Whoever writes a word that a message of ours printed gets what it promises, in
// every language, by SMS (where some accents are lost) and on Telegram.
func TestEveryPublishedWordIsObeyed(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		found := map[string]bool{}
		for _, template := range []string{"reply.help.menu", "reply.help.no_appointment", "reply.linked.done", "reply.stop.done", "reply.start.done"} {
			for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram} {
				m, err := words.Render(locales.Request{Template: template, To: parcours.Recipient{Language: lang}, Channel: channel, TwoWay: true, Zone: time.UTC})
				if err != nil {
					t.Fatal(err)
				}
				for _, match := range printedWord.FindAllStringSubmatch(explained.ReplaceAllString(m.Body, ""), -1) {
					for word := range strings.SplitSeq(cmp.Or(match[1], match[0]), "،") {
						if word = strings.Trim(word, "«»“” \u00a0"); word != "SMS" && word != "" {
							found[word] = true
						}
					}
				}
			}
		}
		obeyed := map[string]bool{}
		for word := range found {
			w := newWorld(t)
			w.person.Language = lang
			_, lines := w.step(parcours.Inbound{Kind: parcours.InboundText, Text: word})
			got := strings.Join(lines, " ")
			for _, template := range []string{"reply.help.", "reply.who.", "reply.appointments.", "reply.question.ask", "reply.language.ask", "reply.stop.done", "reply.start.done"} {
				if strings.Contains(got, template) {
					obeyed[template] = true
					got = ""
				}
			}
			if got != "" {
				t.Errorf("%s: %q gets %s", lang, word, got)
			}
		}
		if len(obeyed) != 7 {
			t.Errorf("%s: the words printed lead to %d places, want 7: %v", lang, len(obeyed), slices.Sorted(maps.Keys(found)))
		}
	}
}
