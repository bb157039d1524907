package notifier

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"relais/parcours"
)

const (
	// tripAfter is how many sends in a row must fail for the sender's own reasons
	// before it stops.
	tripAfter = 5
	// The wait after a send that did not leave doubles between these two.
	minWait = 5 * time.Second
	maxWait = 5 * time.Minute
	// The wait of a sender that goes too fast, where the provider does not say,
	// doubles between these two.
	minSlow = time.Second
	maxSlow = time.Minute
	// probeEvery is how often a stopped sender is tried with one message.
	probeEvery = 30 * time.Second
	// claimLimit bounds one claim.
	claimLimit = 100
	// claimAhead is how much paced work one claim may take: what is more urgent
	// and comes later waits that long at most.
	claimAhead = 5 * time.Second
)

// Reasons for which a sender is stopped, in SenderState.
const (
	StoppedTooFast      = "too_fast"
	StoppedNoConnection = "no_connection"
	StoppedDoubt        = "no_answer"
	StoppedRefused      = "refused"
	StoppedConfig       = "config"
)

// SenderState is what an operator sees of a sender.
type SenderState struct {
	Name    string
	Channel parcours.Channel
	// Why is empty while the sender works, else one of the Stopped reasons.
	Why string
	// Code is the provider's last word for it.
	Code string
	// Until is when it is tried again, business time.
	Until time.Time
}

// lane is one sender with its pace and its circuit. Both live by business time,
// so that a run in virtual time repeats exactly.
type lane struct {
	sender  Sender
	limiter *rate.Limiter // nil: no pace

	mu sync.Mutex
	// unsent, doubts and faults count what went wrong in a row.
	unsent, doubts, faults int
	// apart and slower are the waits of a sender that is not reached, or too fast.
	apart, slower wait
	until         time.Time
	why, code     string
	// back is when the sender was last found again after it could not send: at the
	// start, and at the end of a stop.
	back time.Time
	// spoken is when each address may next be written to, where a pause is wanted.
	spacing time.Duration
	spoken  map[string]time.Time
	// first is the sender that this one takes over from, second the one that takes
	// over from it; nil where there is none. Set before the first pass.
	first, second *lane
}

// wait doubles each time that it was in vain. Sends that were under way together
// fail together: until a wait is over, they count once.
type wait struct {
	times int
	over  time.Time
}

func (w *wait) longer(now time.Time, least, most time.Duration) time.Duration {
	if w.times > 0 && now.Before(w.over) {
		return doubled(least, most, w.times)
	}
	w.times++
	long := doubled(least, most, w.times)
	w.over = now.Add(long)
	return long
}

func newLane(s Sender) *lane {
	l := &lane{sender: s}
	if p, ok := s.(Paced); ok && p.PartsPerSecond() > 0 {
		// The burst lets the longest message through at once.
		burst := max(8, int(math.Ceil(p.PartsPerSecond())))
		l.limiter = rate.NewLimiter(rate.Limit(p.PartsPerSecond()), burst)
	}
	if p, ok := s.(Spaced); ok && p.Spacing() > 0 {
		l.spacing, l.spoken = p.Spacing(), map[string]time.Time{}
	}
	return l
}

// room returns how many attempts may be claimed at now.
func (l *lane) room(now time.Time) int {
	if l.first != nil && !l.first.down() {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.back.IsZero() {
		l.back = now
	}
	switch {
	case now.Before(l.until):
		return 0
	case l.why != "" && l.why != StoppedTooFast:
		return 1 // a probe
	case l.limiter != nil:
		ahead := int(float64(l.limiter.Limit()) * claimAhead.Seconds())
		return min(max(1, ahead), claimLimit)
	}
	return claimLimit
}

// stopped reports whether nothing may leave at now.
func (l *lane) stopped(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return now.Before(l.until)
}

// reserve takes the tokens of a message and returns how long to wait for them.
// The weekly lane pays twice, so that it never takes more than half of the pace.
func (l *lane) reserve(now time.Time, parts int, of parcours.Lane) time.Duration {
	if l.limiter == nil {
		return 0
	}
	tokens := max(1, parts)
	if of == parcours.LaneWeekly {
		tokens *= 2
	}
	return l.limiter.ReserveN(now, min(tokens, l.limiter.Burst())).DelayFrom(now)
}

// worked notes that the provider took a message, or refused one for reasons that
// are the address's own.
func (l *lane) worked() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unsent, l.doubts, l.faults = 0, 0, 0
	l.apart, l.slower = wait{}, wait{}
	l.until, l.why, l.code = time.Time{}, "", ""
}

// refused notes a refusal. It returns when the attempt may be tried again, and
// why the sender has just stopped, empty when it has not.
func (l *lane) refused(now time.Time, r *parcours.Refusal) (retryAt time.Time, tripped string) {
	if !r.SenderAtFault && (r.Kind == parcours.RefusalGiveUp || r.Kind == parcours.RefusalBlocked) {
		l.worked()
		return now, ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.why
	switch {
	case r.Kind == parcours.RefusalConfig:
		retryAt = now.Add(probeEvery)
		l.stop(retryAt, StoppedConfig, r.Code)
	case r.Kind == parcours.RefusalUnknown:
		if l.doubts++; l.doubts >= tripAfter {
			l.stop(now.Add(probeEvery), StoppedDoubt, r.Code)
		}
	case r.Kind == parcours.RefusalRetry && !r.SenderAtFault:
		retryAt = now.Add(max(minWait, r.After))
	case r.Kind == parcours.RefusalRetry && r.Code != "":
		after := l.slower.longer(now, minSlow, maxSlow)
		if r.After > 0 {
			after = r.After
		}
		retryAt = now.Add(after)
		l.stop(retryAt, StoppedTooFast, r.Code)
	case r.Kind == parcours.RefusalRetry:
		l.unsent++
		retryAt = now.Add(max(r.After, l.apart.longer(now, minWait, maxWait)))
		if l.unsent >= tripAfter {
			l.stop(retryAt, StoppedNoConnection, r.Code)
		}
	default: // refused for good, and the sender is to blame
		if l.faults++; l.faults >= tripAfter {
			l.stop(now.Add(probeEvery), StoppedRefused, r.Code)
		}
	}
	if l.why != before && l.why != StoppedTooFast {
		tripped = l.why
	}
	return retryAt, tripped
}

// silent stops a sender whose provider does not answer at all, so that another one
// takes over.
func (l *lane) silent(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stop(until, StoppedNoConnection, "")
}

// stop keeps the later of two waits, and a graver reason than mere haste.
func (l *lane) stop(until time.Time, why, code string) {
	if until.After(l.until) {
		l.until = until
	}
	if why != StoppedTooFast {
		l.back = l.until
	}
	if l.why == "" || l.why == StoppedTooFast {
		l.why, l.code = why, code
	}
}

func (l *lane) state() SenderState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return SenderState{Name: l.sender.Name(), Channel: l.sender.Channel(), Why: l.why, Code: l.code, Until: l.until}
}

// doubled returns least doubled times-1 times, most at most.
func doubled(least, most time.Duration, times int) time.Duration {
	wait := least
	for range times - 1 {
		if wait *= 2; wait >= most {
			return most
		}
	}
	return wait
}
