package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestAnAnswerWaitsForTheMessageThatItAnswers puts a database back in which her
// convocation waits, while it had left and she had answered it.
func TestAnAnswerWaitsForTheMessageThatItAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		then  func(h *house, left parcours.LeftMessage)
		early bool
	}{
		"while it waits to be recognised": {func(*house, parcours.LeftMessage) {}, true},
		"not once it is": {func(h *house, left parcours.LeftMessage) {
			a := h.waitingConvocation()
			h.must(h.s.Adopt(h.Context(), h.now, a, left, ""))
		}, false},
		"not when it left after she wrote": {func(h *house, _ parcours.LeftMessage) { h.now = h.now.Add(-time.Hour) }, false},
		"not for ever":                     {func(h *house, _ parcours.LeftMessage) { h.now = h.now.Add(6 * time.Minute) }, false},
		"not once somebody resumed": {func(h *house, _ parcours.LeftMessage) {
			h.must(h.s.Resume(h.Context(), h.now, coordinator(), h.pause().ID))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys(), yann())
				h.process = monday.Add(time.Minute)
				left := h.left("SM00000000000000000000000000000077", "Bonjour. Rendez-vous lundi.")
				h.pauseFor(monday.Add(-time.Hour), left)
				h.now = h.now.Add(2 * time.Minute)
				test.then(h, left)
				in := sms(144, "1")
				in.ReceivedAt = h.now
				_, _, err := s.LoadDossier(t.Context(), h.now, in)
				if errors.Is(err, parcours.ErrEarly) != test.early || err != nil && !test.early {
					t.Errorf("her answer: %v, want it to wait: %v", err, test.early)
				}
				if _, _, err := s.LoadDossier(t.Context(), h.now, sms(171, "1")); err != nil {
					t.Errorf("somebody else's answer: %v", err)
				}
			})
		})
	}
}

// waitingConvocation returns Maëlys's queued convocation, as QueuedTo does for whoever
// recognises it.
func (h *house) waitingConvocation() parcours.Attempt {
	h.Helper()
	queued, err := h.s.QueuedTo(h.Context(), h.now, mobile(144).E164)
	h.must(err)
	for _, d := range queued {
		if d.Notification.Kind == parcours.KindConvocation {
			return d.Attempt
		}
	}
	h.Fatal("her convocation does not wait")
	return parcours.Attempt{}
}
