package sandbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"relais/locales"
	"relais/parcours"
)

// People read what Relais writes in their language as others read it in French:
// the choices mean the same, and an answer to their question is not a question.
func TestPeopleReadTheirLanguage(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := parcours.NewDate(2026, 1, 5).At(9, 0, paris())
	write := func(template string, lang parcours.Language, channel parcours.Channel) received {
		r := locales.Sample{Template: template, Language: lang, Channel: channel, TwoWay: true, Zone: paris(), Now: now, Service: parcours.Service{Name: "Département", Phone: "02 61 91 01 02"}}.Request()
		m, err := words.Render(r)
		if err != nil {
			t.Fatal(err)
		}
		read := received{text: m.Body, chat: channel == parcours.ChannelTelegram}
		for _, c := range m.Choices {
			read.buttons = append(read.buttons, []Button{{Text: c.Label, Data: c.Action}})
		}
		return read
	}
	meanings := map[string][]meaning{
		"convocation.first.joint": {meansCome, meansCannot, meansOther}, "reminder.before.appointment": {meansCome, meansCannot, meansOther},
		"reply.slots.offer": {meansSlot, meansSlot, meansSlot, meansNoneFits},
	}
	for _, lang := range words.Languages() {
		for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram} {
			for template, want := range meanings {
				m := write(template, lang, channel)
				var got []meaning
				for _, c := range understand(m.text, m.buttons).choices {
					got = append(got, c.meaning)
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s %s %s: read as %v, want %v", lang, channel, template, got, want)
				}
			}
			for template, recognised := range map[string]func(o offer) bool{
				"weekly.request.hours": offer.asksHours, "weekly.request.planned": offer.asksHours, "weekly.nudge.hours": offer.asksHours, "weekly.nudge.planned": offer.asksHours,
				"reply.weekly.ask": offer.asksHours, "reply.weekly.low": offer.offersTalk, "reply.weekly.zero": offer.offersTalk, "activity.before.reminder": offer.remindsActivity,
				"checkin.ask.work":     func(o offer) bool { return o.says(asksCheckIn...) && len(o.choices) == 3 },
				"reply.job.kind":       func(o offer) bool { return o.says(asksContract...) && len(o.choices) == 4 },
				"reply.job.hours":      func(o offer) bool { return o.says(asksJobHours...) && !o.asksHours() },
				"reply.job_found.date": func(o offer) bool { return o.says(asksJobDay...) },
			} {
				if m := write(template, lang, channel); !recognised(understand(m.text, m.buttons)) {
					t.Errorf("%s %s %s: not recognised in %q", lang, channel, template, m.text)
				}
			}
			if o := understand(write("reply.language.ask", lang, channel).text, write("reply.language.ask", lang, channel).buttons); len(o.with(meansLanguage)) == 0 {
				t.Errorf("%s %s: no language is read in %v", lang, channel, o.choices)
			}
			for _, template := range []string{"reply.question.received", "reply.confirmed.appointment", "answer.relay.text", "reply.excused.done"} {
				m := write(template, lang, channel)
				for seed := range uint64(40) {
					p := persona{Resident: Resident{Language: lang, Temper: TemperWords}, asked: true, settled: true}
					if r, wrote := p.react(rand.New(rand.NewPCG(seed, 1)), m); wrote && !slices.Contains(p.words().thanks, r.text) {
						t.Errorf("%s %s: %q is written after %s", lang, channel, r.text, template)
					}
				}
			}
			reason := false
			for seed := range uint64(20) {
				p := persona{Resident: Resident{Language: lang, Temper: TemperWords}}
				r, wrote := p.react(rand.New(rand.NewPCG(seed, 1)), write("reply.reason.ask", lang, channel))
				reason = reason || wrote && slices.Contains(p.words().reason, r.text)
			}
			if !reason {
				t.Errorf("%s %s: nobody says why", lang, channel)
			}
		}
	}
}
