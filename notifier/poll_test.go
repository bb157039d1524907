package notifier_test

import (
	"slices"
	"testing"
	"time"

	"relais/parcours"
)

// poll asks for receipts so long after the messages left, and returns how many
// messages were asked about.
func (h *house) poll(t *testing.T, after time.Duration) int {
	t.Helper()
	h.mu.Lock()
	h.now = monday.Add(after)
	h.mu.Unlock()
	n, err := h.PollReceipts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// reach counts the people whose convocation was sent, and delivered.
func (h *house) reach(t *testing.T) (sent, delivered, undelivered int) {
	t.Helper()
	r, err := h.store.Reach(t.Context(), h.clock(), parcours.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Sent, r.Delivered, r.Losses[parcours.LevelDelivered][parcours.LossUndelivered]
}

// unconfirmed counts the people whose journal dates that no receipt came.
func (h *house) unconfirmed(t *testing.T) int {
	t.Helper()
	people, err := h.store.NotConvened(t.Context(), parcours.DateOf(h.clock(), time.UTC), parcours.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range people {
		entries, err := h.store.Timeline(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, p.PersonID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Kind == parcours.EventEnded && e.Details["reason"] == "no_receipt" {
				n++
			}
		}
	}
	return n
}

func TestPollingRecoversWhatAnOutageMissed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	h.dispatch(t)
	if n := h.poll(t, 9*time.Minute); n != 0 {
		t.Errorf("asked about %d messages after 9 min, want none yet", n)
	}
	if n := h.poll(t, 10*time.Minute); n != 2 {
		t.Errorf("asked about %d messages after 10 min, want 2", n)
	}
	if sent, delivered, undelivered := h.reach(t); sent != 2 || delivered != 0 || undelivered != 0 {
		t.Errorf("%d sent, %d delivered, %d undelivered meanwhile, want 2, 0, 0", sent, delivered, undelivered)
	}
	h.provider.becomes("delivered", 0)
	if n := h.poll(t, 59*time.Minute); n != 0 {
		t.Errorf("asked about %d messages before the hour, want none", n)
	}
	if n := h.poll(t, time.Hour); n != 2 {
		t.Errorf("asked about %d messages after an hour, want 2", n)
	}
	if _, delivered, _ := h.reach(t); delivered != 2 {
		t.Errorf("%d delivered, want 2", delivered)
	}
	if n := h.poll(t, 100*time.Hour); n != 0 {
		t.Errorf("asked about %d messages once delivered, want none", n)
	}
}

func TestPollingFollowsItsScheduleThenConcludes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.dispatch(t)
	asked := 0
	for minute := time.Duration(0); minute <= 80*time.Hour; minute += 10 * time.Minute {
		asked += h.poll(t, minute)
	}
	if asked != 5 {
		t.Errorf("asked %d times in 80 h, want 5", asked)
	}
	if n := h.unconfirmed(t); n != 1 {
		t.Errorf("%d unconfirmed, want 1", n)
	}
}

func TestAProviderThatDoesNotAnswerIsAskedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second, third, "+33639980147")
	h.dispatch(t)
	h.provider.silent(true)
	if n := h.poll(t, 10*time.Minute); n != 3 {
		t.Errorf("asked %d times, want 3: then it is out of reach", n)
	}
	h.poll(t, 72*time.Hour)
	h.poll(t, 72*time.Hour+time.Minute)
	if n := h.unconfirmed(t); n != 4 {
		t.Errorf("%d unconfirmed, want 4", n)
	}
	h.provider.silent(false)
	h.provider.becomes("delivered", 0)
	h.poll(t, 73*time.Hour)
	if _, delivered, _ := h.reach(t); delivered != 4 {
		t.Errorf("%d delivered, want 4", delivered)
	}
}

func TestAPolledFailureFallsBackAsACallbackWould(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.dispatch(t)
	h.provider.becomes("undelivered", 30006)
	h.poll(t, 10*time.Minute)
	listed, err := h.store.Unreachable(t.Context(), parcours.DateOf(h.clock(), time.UTC), parcours.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(listed) != 1 || listed[0].Cause != parcours.LossLandline || listed[0].NextChannel != parcours.ChannelCall {
		t.Errorf("unreachable %+v, want one landline to call", listed)
	}
}

func TestASweepFindsTheDoubleThatAResendRisked(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(lostAfter)
	h.dispatch(t)
	h.provider.hide(true) // the index lags
	for _, ahead := range []time.Duration{61 * time.Second, 181 * time.Second, 601 * time.Second} {
		h.lookUp(t, ahead)
	}
	h.dispatch(t)
	h.provider.want(t, 2, 2)
	if n := h.lookUp(t, 59*time.Minute); n != 0 {
		t.Errorf("got %d look-ups before the hour, want none", n)
	}
	if n := h.lookUp(t, time.Hour+time.Second); n != 1 {
		t.Fatalf("got %d sweeps after an hour, want 1", n)
	}
	if got := h.incidents(t); len(got) != 0 {
		t.Fatalf("got incidents %v before it is seen", got)
	}
	h.provider.hide(false)
	if n := h.lookUp(t, 24*time.Hour+time.Second); n != 1 {
		t.Fatalf("got %d sweeps after a day, want 1", n)
	}
	if got := h.incidents(t); !slices.Equal(got, []string{"duplicate"}) {
		t.Errorf("got incidents %v, want the duplicate", got)
	}
	if n := h.lookUp(t, 30*24*time.Hour); n != 0 {
		t.Errorf("got %d look-ups afterwards, want none", n)
	}
	h.provider.want(t, 2, 2)
}

func TestOnlyListingsThatSucceedConclude(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(lostBefore)
	h.dispatch(t)
	h.lookUp(t, 61*time.Second)
	h.provider.silent(true)
	h.lookUp(t, 181*time.Second)
	h.lookUp(t, 602*time.Second)
	h.provider.silent(false)
	h.lookUp(t, 900*time.Second) // the second that succeeds
	if n := h.dispatch(t); n != 0 {
		t.Fatalf("sent again after two listings")
	}
	h.lookUp(t, 1800*time.Second)
	h.dispatch(t)
	h.provider.want(t, 2, 1)
}
