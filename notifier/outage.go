package notifier

import "time"

// missedAfter is how long a message waits before it counts as held up by an outage.
const missedAfter = 10 * time.Minute

// missed reports whether a message fell due well before the sender was back: what
// an outage held up leaves at half the pace, so that neither the provider nor the
// people who answer get it all at once, and what is due now keeps its share.
func (l *lane) missed(due time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.back.IsZero() && due.Before(l.back.Add(-missedAfter))
}
