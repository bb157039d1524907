package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// answering claims what is due and returns a professional's words to the person.
func (h *house) answering() parcours.Delivery {
	h.Helper()
	for _, d := range h.claim() {
		if d.Notification.Kind == parcours.KindAnswer {
			return d
		}
	}
	h.Fatal("no words of a professional are due")
	return parcours.Delivery{}
}

// No list of calls or letters shows what is about no appointment: a professional whose
// words arrive nowhere sees it in their queue, and an alert leads to what they wrote.
func TestAProfessionalsWordsThatDoNotArriveComeBackToAHuman(t *testing.T) {
	t.Parallel()
	answers := func(h *house) {
		h.turn(sms(144, "puis-je venir avec ma fille ?"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		h.must(h.s.AnswerEscalation(h.Context(), h.now, h.referentOf("I-1"), h.one("select id from escalation"), "Oui."))
	}
	writes := func(h *house) {
		h.must(h.s.SendMessage(h.Context(), h.now, h.referentOf("I-1"), h.person("I-1"), "Bonjour"))
	}
	refused := func(h *house) {
		d := h.answering()
		h.send(d)
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30007")
	}
	expires := func(h *house) {
		h.now = h.now.AddDate(0, 0, 3)
		_, err := h.s.ExpireDue(h.Context(), h.now, []parcours.Channel{parcours.ChannelSMS}, 100)
		h.must(err)
	}
	lost := func(h *house) {
		a := h.doubt(h.answering())
		h.must(h.s.ResolveEmpty(h.Context(), h.now.Add(time.Hour), time.Time{}, a))
	}
	stop := func(h *house) { h.turn(sms(144, "STOP"), parcours.OptOut{}) }
	for _, test := range []struct {
		name     string
		story    []func(h *house)
		attempts []string
		state    parcours.NotificationState
	}{
		{"an answer is refused", []func(*house){answers, refused}, []string{"1 sms undelivered_perm"}, parcours.NotificationFailed},
		{"an answer expires", []func(*house){answers, expires}, []string{"1 sms expired"}, parcours.NotificationExpired},
		{"an answer is lost", []func(*house){answers, lost}, []string{"1 sms lost"}, parcours.NotificationLost},
		{"a message is refused", []func(*house){writes, refused}, []string{"1 sms undelivered_perm"}, parcours.NotificationFailed},
		{"the person says STOP before it leaves", []func(*house){writes, stop}, []string{"1 sms cancelled"}, parcours.NotificationFailed},
		{"nothing carries it", []func(*house){stop, writes}, nil, parcours.NotificationFailed},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				h.sent()
				for _, happens := range test.story {
					happens(h)
				}
				id := h.one("select id from notification where kind = 'answer'")
				h.wantAttempts(id, test.attempts...)
				h.want("the message", h.notificationState(id), string(test.state))
				alerts, err := s.Incidents(t.Context(), true)
				h.must(err)
				if len(alerts) != 1 || alerts[0].Kind != "answer_lost" || alerts[0].Details["question"] != h.one("select id from escalation where professional_id is not null and state = 'answered'") {
					t.Errorf("alerts %+v, want one that leads to what was written", alerts)
				}
				told := h.desk(h.referentOf("I-1")).Told
				if len(told) != 1 || !told[0].Unarrived() {
					t.Errorf("the referent's queue holds %+v, want what did not arrive", told)
				}
				pushed := 1
				if len(test.attempts) == 0 {
					pushed = 0 // the page that they wrote it on says so
				}
				if got := h.told(); len(got) != pushed || pushed == 1 && got[0] != h.referentOf("I-1").ProfessionalID+" pending" {
					t.Errorf("told %q, want %d notice to the referent", got, pushed)
				}
			})
		})
	}
}

// told lists "professional state" of the notices that words did not arrive.
func (h *house) told() []string {
	h.Helper()
	return h.all("select professional_id || ' ' || state from notification where template = 'question.notice.unarrived' order by id")
}

// Whoever answers in a chat sees no page: they are told there, at an hour when they are
// told anything, or whoever stands in for them.
func TestWhoeverAnswersInAChatIsToldWhatDidNotArrive(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		hour int
		away bool
	}{{"in the day", 10, false}, {"at night, when the morning comes", 23, false}, {"while they are away, their stand-in", 10, true}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				h.sent()
				anne := h.referentOf("I-1")
				h.link("", anne.ProfessionalID, "900001")
				h.turn(sms(144, "STOP"), parcours.OptOut{}, parcours.Escalate{Kind: parcours.EscalationOptOut, Text: "STOP"})
				notice := h.claimed()
				reply := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "900001", Kind: parcours.InboundText, Text: "Je vous appelle demain.", ReplyTo: h.send(notice)}
				want := anne.ProfessionalID
				if test.away {
					want = h.another(anne).ProfessionalID
					h.must(s.SetAbsence(t.Context(), h.now, anne, parcours.Absence{ProfessionalID: anne.ProfessionalID, From: today(h.now), Until: today(h.now), StandInID: want}))
				}
				h.now = today(h.now).At(test.hour, 0, storetest.Rules(t).Zone)
				h.turn(reply, parcours.AnswerEscalation{EscalationID: notice.Notification.EscalationID, Text: reply.Text})
				if got := h.told(); len(got) != 1 || got[0] != want+" pending" {
					t.Fatalf("told %q, want one notice to %s", got, want)
				}
				due := storetest.Rules(t).NextOpen(h.now)
				h.want("due", h.one("select cast(due_at as text) from notification where template = 'question.notice.unarrived'"), storeMillis(due))
				h.now = due
				for _, d := range h.claim() {
					if d.Notification.Template != "question.notice.unarrived" {
						continue
					}
					f := d.Notification.Facts
					if f.Text != reply.Text || f.About == "" || (f.Referent != "") != test.away {
						t.Errorf("facts = %+v, want the words, whom they were for, and their author to somebody else", f)
					}
				}
			})
		})
	}
}

func TestAnAnswerToAStrangerThatDoesNotArriveIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		h.turn(sms(998, "qui êtes-vous ?"), parcours.Escalate{Kind: parcours.EscalationUnknown, Text: "qui êtes-vous ?"})
		question := h.one("select id from escalation")
		h.must(s.AnswerEscalation(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, question, "Le Département."))
		for _, d := range h.claim(parcours.ChannelSMS) {
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30007")
		}
		alerts, err := s.Incidents(t.Context(), true)
		h.must(err)
		if len(alerts) != 1 || alerts[0].Kind != "answer_lost" || alerts[0].Details["question"] != question {
			t.Errorf("alerts %+v, want one that leads to the question", alerts)
		}
	})
}
