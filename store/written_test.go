package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// found is an inbound that was written at an instant and is found now.
func (h *house) found(in parcours.Inbound, written time.Time) parcours.Inbound {
	h.Helper()
	now := h.now
	h.now = written
	in = h.receive(in)
	h.now = now
	return in
}

func TestNobodyAnswersWhatHadNotBeenAsked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		before := h.now
		h.now = h.now.Add(time.Hour)
		d, _ := h.sent()
		h.now = h.now.Add(time.Hour)

		early := h.found(sms(144, "1"), before)
		dossier, state := h.load(early)
		if len(dossier.Prompts) != 0 {
			t.Errorf("what was written before the question may answer %+v", dossier.Prompts)
		}
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: early, Dossier: dossier, State: state, Now: h.now}))
		h.want("the convocation", h.attemptState(d.Attempt.ID), "accepted")
		h.want("answered on", h.milestone(dossier.Person.ID, "answered_on"), "")

		late := h.found(sms(144, "1"), h.now.Add(-time.Minute))
		dossier, state = h.load(late)
		if len(dossier.Prompts) != 1 {
			t.Errorf("what was written after the question may answer %+v, want one prompt", dossier.Prompts)
		}
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: late, Dossier: dossier, State: state, Now: h.now}))
		h.want("the convocation", h.attemptState(d.Attempt.ID), "delivered")
	})
}

func TestAMessageFoundAtNightIsAnsweredInTheMorning(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		rules := storetest.Rules(t)
		friday := time.Date(2023, time.July, 7, 18, 30, 0, 0, rules.Zone) // the window closes at 19:00
		for _, c := range []struct {
			name       string
			written    time.Time
			now, leave time.Time
		}{
			{"brought at once", friday.Add(time.Hour), friday.Add(time.Hour), friday.Add(time.Hour)},
			{"found within the grace", friday.Add(time.Hour), friday.Add(time.Hour + 14*time.Minute), friday.Add(time.Hour + 14*time.Minute)},
			{"found before the window closes", friday.Add(-5 * time.Hour), friday, friday},
			{"found at night", friday, friday.Add(8 * time.Hour), time.Date(2023, time.July, 10, 9, 0, 0, 0, rules.Zone)},
		} {
			h.now = c.now
			in := h.found(sms(144, "oui"), c.written)
			d, state := h.load(in)
			h.must(s.RecordTurn(t.Context(), parcours.Turn{
				Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{parcours.Say{Template: "reply.confirmed.appointment"}},
			}))
			reply := h.claimed()
			got := h.now
			verdict := rules.Gate(reply, h.now)
			if verdict.Action == parcours.GateLater {
				got = verdict.At
				h.must(s.Release(t.Context(), reply.Attempt, got, verdict.Reason))
				h.now = got
				reply = h.claimed()
				verdict = rules.Gate(reply, got)
			}
			if verdict.Action != parcours.GateSend || !got.Equal(c.leave) {
				t.Errorf("%s: %s at %v, want it to leave at %v", c.name, verdict.Action, got, c.leave)
			}
			h.send(reply)
		}
	})
}
