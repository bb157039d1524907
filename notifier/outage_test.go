package notifier

import (
	"testing"
	"time"

	"relais/parcours"
)

func TestWhatAnOutageHeldUpLeavesAtHalfThePace(t *testing.T) {
	t.Parallel()
	l := newLane(paced(1))
	l.room(start) // the service starts
	for _, c := range []struct {
		due  time.Time
		want bool
	}{{start.Add(-time.Hour), true}, {start.Add(-9 * time.Minute), false}, {start, false}, {start.Add(time.Hour), false}} {
		if got := l.missed(c.due); got != c.want {
			t.Errorf("due %s from the start: missed = %v, want %v", c.due.Sub(start), got, c.want)
		}
	}
}

func TestAStopIsAnOutageAndHasteIsNot(t *testing.T) {
	t.Parallel()
	l := newLane(paced(1))
	l.room(start)
	later := start.Add(2 * time.Hour)
	l.refused(later, &parcours.Refusal{Kind: parcours.RefusalRetry, SenderAtFault: true, Code: "429"})
	if l.missed(start.Add(time.Minute)) {
		t.Error("a sender that goes too fast counts as an outage")
	}
	l.refused(later, &parcours.Refusal{Kind: parcours.RefusalConfig, Code: "20003"})
	l.worked()
	if !l.missed(start.Add(time.Minute)) {
		t.Error("what fell due while the sender was stopped does not count as held up")
	}
	if l.missed(later) {
		t.Error("what falls due now counts as held up")
	}
}

func TestOneChatIsLeftInPeaceForASecond(t *testing.T) {
	t.Parallel()
	l := newLane(paced(0))
	l.spacing, l.spoken = time.Second, map[string]time.Time{}
	l.speaks("700144", start)
	if got := l.quiet("700144").Sub(start); got != time.Second {
		t.Errorf("quiet for %s, want 1 s", got)
	}
	if !l.quiet("700145").IsZero() {
		t.Error("another chat is kept waiting")
	}
	for range 2 * remembered {
		start := start.Add(time.Minute)
		l.speaks("7"+start.String(), start)
	}
	if len(l.spoken) > remembered {
		t.Errorf("%d chats are remembered", len(l.spoken))
	}
}
