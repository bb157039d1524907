package notifier

import (
	"context"
	"testing"
	"time"

	"relais/parcours"
)

// paced is a sender that only has a pace.
type paced float64

func (paced) Channel() parcours.Channel { return parcours.ChannelSMS }
func (paced) TwoWay() bool              { return true }
func (paced) Name() string              { return "paced" }
func (p paced) PartsPerSecond() float64 { return float64(p) }
func (paced) Send(context.Context, parcours.Attempt) (parcours.Receipt, error) {
	return parcours.Receipt{}, nil
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestPaceCountsParts(t *testing.T) {
	t.Parallel()
	l := newLane(paced(1))
	now := start
	var waited time.Duration
	for range 20 { // 40 parts, 8 of them at once
		wait := l.reserve(now, 2, parcours.LaneConvocation)
		waited, now = waited+wait, now.Add(wait)
	}
	if waited != 32*time.Second {
		t.Errorf("got %s for 40 parts, want 32 s", waited)
	}
}

func TestWeeklyLaneTakesHalfOfThePace(t *testing.T) {
	t.Parallel()
	l := newLane(paced(1))
	now := start
	for range 100 {
		now = now.Add(l.reserve(now, 1, parcours.LaneWeekly))
	}
	if got := now.Sub(start); got != 192*time.Second { // 200 tokens, 8 of them at once
		t.Errorf("got %s for 100 messages of one part, want 192 s", got)
	}
}

func TestClaimsStayShortWhereThePaceIsSlow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pace paced
		want int
	}{{0, 100}, {0.1, 1}, {1, 5}, {25, 100}} {
		if got := newLane(c.pace).room(start); got != c.want {
			t.Errorf("pace %v: got %d, want %d", c.pace, got, c.want)
		}
	}
}

func TestStoppedSenderIsProbedWithOneMessage(t *testing.T) {
	t.Parallel()
	l := newLane(paced(0))
	retryAt, tripped := l.refused(start, &parcours.Refusal{Kind: parcours.RefusalConfig, Code: "20003"})
	if tripped != StoppedConfig || !retryAt.Equal(start.Add(30*time.Second)) {
		t.Fatalf("got %q, retry at %s", tripped, retryAt)
	}
	if got := l.room(start.Add(29 * time.Second)); got != 0 {
		t.Errorf("got room for %d while stopped", got)
	}
	if got := l.room(start.Add(30 * time.Second)); got != 1 {
		t.Errorf("got room for %d, want one probe", got)
	}
	l.worked()
	if got := l.room(start.Add(30 * time.Second)); got != 100 {
		t.Errorf("got room for %d once mended", got)
	}
}

func TestSendsThatFailTogetherWaitAsOne(t *testing.T) {
	t.Parallel()
	l := newLane(paced(0))
	refusal := &parcours.Refusal{Kind: parcours.RefusalRetry, SenderAtFault: true}
	now := start
	for _, want := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second} {
		var retryAt time.Time
		for range 32 {
			retryAt, _ = l.refused(now, refusal)
		}
		if got := retryAt.Sub(now); got != want {
			t.Errorf("got a wait of %s after 32 sends that found no connection, want %s", got, want)
		}
		if got := l.state(); got.Why != StoppedNoConnection || !got.Until.Equal(retryAt) {
			t.Errorf("got %+v, want stopped until %s", got, retryAt)
		}
		now = retryAt
	}
}

func TestFiveDoubtsInARowStopTheSender(t *testing.T) {
	t.Parallel()
	l := newLane(paced(0))
	doubt := &parcours.Refusal{Kind: parcours.RefusalUnknown}
	for i := range 4 {
		if _, tripped := l.refused(start, doubt); tripped != "" {
			t.Fatalf("stopped after %d", i+1)
		}
	}
	if _, tripped := l.refused(start, doubt); tripped != StoppedDoubt {
		t.Errorf("got %q after five", tripped)
	}
}

func TestAddressesToBlameDoNotStopTheSender(t *testing.T) {
	t.Parallel()
	l := newLane(paced(0))
	for range 50 {
		l.refused(start, &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "21614"})
		l.refused(start, &parcours.Refusal{Kind: parcours.RefusalBlocked, Code: "21610"})
	}
	if state := l.state(); state.Why != "" {
		t.Errorf("got %+v", state)
	}
}
