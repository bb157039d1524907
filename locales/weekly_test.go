package locales_test

import (
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
)

// weekly completes the request of a message of the weekly declaration.
func weekly(t testing.TB, template string, r *locales.Request) {
	t.Helper()
	if !strings.Contains(template, "weekly.") && !strings.Contains(template, "activity.") {
		return
	}
	sample := locales.Sample{
		Template: template, Language: parcours.French, Channel: parcours.ChannelSMS, TwoWay: true, Zone: paris(t), Now: r.Now, Service: r.Facts.Service,
	}.Request()
	sample.To = r.To
	*r = sample
}

func TestWeeksAreWrittenAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tt := range []struct {
		monday parcours.Date
		lang   parcours.Language
		want   string
	}{
		{parcours.NewDate(2026, time.January, 5), parcours.French, "du 5 au 11 janvier"},
		{parcours.NewDate(2026, time.June, 1), parcours.French, "du 1er au 7 juin"},
		{parcours.NewDate(2026, time.June, 29), parcours.French, "du 29 juin au 5 juillet"},
		{parcours.NewDate(2026, time.May, 25), parcours.French, "du 25 au 31 mai"},
		{parcours.NewDate(2026, time.December, 28), parcours.French, "du 28 décembre au 3 janvier"},
		{parcours.NewDate(2026, time.June, 29), parcours.English, "of 29 June to 5 July"},
	} {
		r := usual(t, "reply.weekly.ask")
		r.Facts.Week, r.To.Language = parcours.Week{Monday: tt.monday}, tt.lang
		m, err := c.Render(r)
		if err != nil {
			t.Fatal(err)
		}
		mustContain(t, m.Body, tt.want)
	}
}

func TestNoReminderTellsOfHealthNorOfTheAllowance(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*locales.Request){
		"health": func(r *locales.Request) {
			r.Facts.ActivityKind, r.Facts.Activity = parcours.KindHealth, "Suivi addictologie"
		},
		"allowance": func(r *locales.Request) { r.Facts.Activity = "Point sur le RSA" },
		"discreet":  func(r *locales.Request) { r.To.Discreet = true },
	} {
		for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram} {
			r := usual(t, "activity.before.reminder")
			r.Facts.Others = 0
			r.Channel = channel
			change(&r)
			body := render(t, r).Body
			mustContain(t, body, "activité prévue")
			mustNotContain(t, body, "addicto", "RSA", "Atelier CV")
			if name != "allowance" {
				mustNotContain(t, body, "CDAS", "rue du Port")
			}
		}
	}
}
