package locales_test

import (
	"strings"
	"testing"

	"relais/parcours"
)

// Telegram counts an emoji twice: a cry for help made of them must still reach its
// reader, the longest names and addresses around it included.
func TestNoticeOfManyEmojisLeavesByTelegram(t *testing.T) {
	t.Parallel()
	for _, template := range []string{"question.notice.new", "question.notice.second", "question.notice.urgent"} {
		for _, text := range []string{strings.Repeat("😭", 2048), strings.Repeat("a", 4096), strings.Repeat("<&>", 1365), strings.Repeat("je veux mourir 😭 ", 240), "\xff\xfe" + strings.Repeat("é", 4094)} {
			r := usual(t, template)
			r.Channel, r.TwoWay = parcours.ChannelTelegram, true
			r.Facts.About, r.Facts.Text = strings.Repeat("Jean ", 11), text
			r.Facts.Link = "https://relais.exemple.fr/questions/" + strings.Repeat("0", 200)
			m := render(t, r)
			mustContain(t, m.Body, "[...]", r.Facts.Link)
		}
	}
}
