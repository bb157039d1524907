package bot_test

import (
	"testing"
	"time"

	"relais/bot"
	"relais/parcours"
)

// A professional wrote last: "oui" answers them, and not the appointment. What says by
// itself what it is about keeps its way.
func TestWhatAnswersAProfessionalGoesToThem(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, time.January, 13, 10, 0, 0, 0, zone)
	next := parcours.Appointment{ID: "a-1", PersonID: "p-1", Kind: parcours.JointInterview, StartsAt: now.AddDate(0, 0, 6), Outcome: parcours.OutcomeUnknown}
	prompt := parcours.Prompt{
		ID: "q-1", PersonID: "p-1", AppointmentID: "a-1", Kind: parcours.PromptAttendance, AskedAt: now.AddDate(0, 0, -1), ExpiresAt: next.StartsAt,
		Choices: []parcours.Choice{{Action: "come", Label: "choice.come"}, {Action: "cannot", Label: "choice.cannot"}, {Action: "other", Label: "choice.other"}},
	}
	for text, want := range map[string]string{
		"oui":                          "anne",
		"Oui jeudi c'est bon pour moi": "",
		"non":                          "anne",
		"je regarde et je vous dis":    "anne",
		"est ce que c'est loin ?":      "anne",
		"1":                            "",
		"je peux pas venir au rdv":     "",
		"j'ai trouvé du travail":       "",
		"merci":                        "",
		"STOP":                         "",
	} {
		d := parcours.Dossier{
			Rules: parcours.DefaultRules(zone), TwoWay: true, Person: parcours.Person{ID: "p-1", FirstName: "Yann", Language: parcours.French},
			Referent: parcours.Professional{ID: "anne", FirstName: "Anne", LastName: "Morel"}, Prompts: []parcours.Prompt{prompt},
			Appointments: []parcours.Appointment{next}, Talk: "anne",
		}
		_, effects := bot.Step(now, d, parcours.State{}, parcours.Inbound{ID: "in", Channel: parcours.ChannelSMS, Kind: parcours.InboundText, Text: text})
		to := ""
		for _, e := range effects {
			if e, ok := e.(parcours.Escalate); ok {
				to = e.To
			}
		}
		if to != want {
			t.Errorf("%q goes to %q, want %q: %+v", text, to, want, effects)
		}
		d.Talk = ""
		_, effects = bot.Step(now, d, parcours.State{}, parcours.Inbound{ID: "in", Channel: parcours.ChannelSMS, Kind: parcours.InboundText, Text: text})
		for _, e := range effects {
			if e, ok := e.(parcours.Escalate); ok && e.To != "" {
				t.Errorf("%q goes to %q without anybody's words", text, e.To)
			}
		}
	}
}
