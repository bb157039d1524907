package notifier_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"relais/parcours"
)

const day = 24 * time.Hour

// erase makes one night's round so long after the messages left.
func (h *house) erase(t *testing.T, after time.Duration) int {
	t.Helper()
	h.mu.Lock()
	h.now = monday.Add(after)
	h.mu.Unlock()
	n, err := h.EraseBodies(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTextsAreErasedAtTheProviderOnceNothingNeedsThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second, third)
	h.dispatch(t)
	h.provider.becomes("delivered", 0)
	h.poll(t, time.Hour)
	if n := h.erase(t, 4*day-time.Minute); n != 0 || h.provider.kept() != 3 {
		t.Errorf("erased %d before four days, %d kept", n, h.provider.kept())
	}
	if n := h.erase(t, 4*day); n != 3 || h.provider.kept() != 0 {
		t.Errorf("erased %d after four days, %d kept; want 3 and none", n, h.provider.kept())
	}
	if n := h.erase(t, 5*day); n != 0 {
		t.Errorf("erased %d again, want none", n)
	}
	if got := h.incidents(t); len(got) != 0 {
		t.Errorf("incidents %v, want none", got)
	}
}

func TestWhatIsNotErasedIsTriedAgainAndToldAfterFifteenDays(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func(*provider, bool){
		"the provider does not answer": (*provider).silent,
		"erasing has no effect":        func(p *provider, is bool) { p.mu.Lock(); defer p.mu.Unlock(); p.stubborn = is },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, first)
			h.dispatch(t)
			h.provider.becomes("delivered", 0)
			h.poll(t, time.Hour)
			fails(h.provider, true)
			for n := 4; n < 15; n++ {
				if erased := h.erase(t, time.Duration(n)*day); erased != 0 {
					t.Fatalf("counted %d erased on day %d", erased, n)
				}
			}
			if got := h.incidents(t); len(got) != 0 {
				t.Fatalf("incidents %v before day 15", got)
			}
			h.erase(t, 15*day)
			h.erase(t, 16*day)
			if got := h.incidents(t); !slices.Equal(got, []string{"texts_kept"}) {
				t.Errorf("incidents %v, want one", got)
			}
			fails(h.provider, false)
			if n := h.erase(t, 17*day); n != 1 || h.provider.kept() != 0 {
				t.Errorf("erased %d once mended, %d kept", n, h.provider.kept())
			}
		})
	}
}

func TestWhatTheProviderForgotIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.dispatch(t)
	h.provider.becomes("delivered", 0)
	h.poll(t, time.Hour)
	h.provider.mu.Lock()
	h.provider.messages = nil
	h.provider.mu.Unlock()
	if n := h.erase(t, 4*day); n != 1 {
		t.Errorf("settled %d, want 1: there is nothing to erase", n)
	}
}

func TestMessagesReceivedAreErasedAtTheAccountThatKnowsThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	other := h.withSecond(t)
	sid := other.create(map[string][]string{"To": {"38000"}, "Body": {"STOP"}})["sid"].(string)
	ctx := t.Context()
	if _, err := h.store.RecordInbound(ctx, parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: sid, ReceivedAt: monday, Payload: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if n := h.erase(t, 4*day); n != 0 {
		t.Fatalf("erased %d that were not read yet", n)
	}
	pending, err := h.store.PendingInbound(ctx, 10)
	if err != nil || len(pending) != 1 {
		t.Fatalf("%d pending, %v", len(pending), err)
	}
	if err := h.store.IgnoreInbound(ctx, pending[0].ID); err != nil {
		t.Fatal(err)
	}
	if n := h.erase(t, 4*day); n != 1 || other.kept() != 0 {
		t.Errorf("erased %d, %d kept; want 1 and none", n, other.kept())
	}
}

// received leaves so many messages at the provider and in the inbox, read and answered.
func (h *house) received(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		sid := h.provider.create(map[string][]string{"To": {"38000"}, "Body": {"oui"}})["sid"].(string)
		if _, err := h.store.RecordInbound(t.Context(), parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: sid, ReceivedAt: monday.Add(time.Duration(i/3)*time.Millisecond - time.Hour), Payload: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
	for {
		pending, err := h.store.PendingInbound(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if len(pending) == 0 {
			return
		}
		for _, in := range pending {
			if err := h.store.IgnoreInbound(t.Context(), in.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestANightErasesAllThatIsDue: what is read at once bounds no night, and texts that the
// provider does not give up hold none of the others back, be they the oldest.
func TestANightErasesAllThatIsDue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.received(t, 1203)
	h.provider.mu.Lock()
	h.provider.holds = map[string]bool{}
	for _, n := range []int{0, 1, 2, 3, 4, 700} {
		h.provider.holds[h.provider.messages[n]["sid"].(string)] = true
	}
	h.provider.mu.Unlock()
	if n := h.erase(t, 4*day); n != 1197 || h.provider.kept() != 6 {
		t.Errorf("erased %d in one night, %d kept; want 1197, and the six that are refused", n, h.provider.kept())
	}
	h.provider.mu.Lock()
	h.provider.holds = nil
	h.provider.mu.Unlock()
	if n := h.erase(t, 5*day); n != 6 || h.provider.kept() != 0 {
		t.Errorf("erased %d the night after, %d kept; want the six and none", n, h.provider.kept())
	}
}

// TestANodeThatLosesItsTurnStopsErasing, in the middle of a text or at rest between two
// batches: whoever has the turn then goes on where it stopped.
func TestANodeThatLosesItsTurnStopsErasing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.received(t, 600)
	h.pass(4 * day)
	h.EraseRest = time.Hour
	for _, left := range []int{550, 100} {
		turn, lose := context.WithCancel(t.Context())
		h.provider.mu.Lock()
		h.provider.erased = func(n int) {
			if n == 600-left {
				lose()
			}
		}
		h.provider.mu.Unlock()
		n, err := h.EraseBodies(turn)
		// the text that was being erased is erased once more by the next turn
		if kept := h.provider.kept(); !errors.Is(err, context.Canceled) || kept < left || kept > left+1 {
			t.Fatalf("erased %d, %v; %d kept, want %d", n, err, kept, left)
		}
	}
	h.EraseRest = 0
	if n := h.erase(t, 4*day); h.provider.kept() != 0 || n < 100 || n > 102 {
		t.Errorf("the next turn erased %d, %d kept; want what was left and none", n, h.provider.kept())
	}
}
