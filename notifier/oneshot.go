package notifier

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"
)

// Reasons for which OneShot refuses a request before anything leaves.
var (
	// ErrSecondRequest: the one request of this attempt was already made.
	ErrSecondRequest = errors.New("a second request for the same attempt")
	// ErrTooLate: the attempt was marked too long ago, or the clock jumped.
	ErrTooLate = errors.New("marked too long ago")
)

// clockSlack is how far the wall clock may run from the monotonic one between
// the mark and the send before the send is refused.
const clockSlack = 2 * time.Second

// OneShot is an http.RoundTripper that lets one request through and remembers
// what decides its fate. One value serves one attempt; the zero value with Next
// set is ready, and it may be asked from several goroutines.
//
// A provider that takes no idempotency key can be asked only once: a redirect,
// a library that retries, a worker thawed after its lease all meet the refusal.
type OneShot struct {
	// Next makes the request.
	Next http.RoundTripper
	// Marked is when the attempt was committed as being sent; zero skips the check.
	Marked time.Time
	// Limit is how long after Marked the request may still start.
	Limit time.Duration
	// Now is the machine's clock, the one that Marked was read from (default time.Now).
	Now func() time.Time

	used       atomic.Bool
	connected  atomic.Bool
	status     atomic.Int64
	retryAfter atomic.Int64
}

// RoundTrip makes the request, once.
func (o *OneShot) RoundTrip(r *http.Request) (*http.Response, error) {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	if err := o.admit(now()); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	// A connection obtained is the last instant at which nothing has left for
	// certain: the later hooks fire from another goroutine, before the flush.
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { o.connected.Store(true) }}
	answer, err := o.Next.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err != nil {
		return nil, err
	}
	o.status.Store(int64(answer.StatusCode))
	o.retryAfter.Store(int64(retryAfter(answer.Header.Get("Retry-After"), now())))
	return answer, nil
}

func (o *OneShot) admit(now time.Time) error {
	if !o.used.CompareAndSwap(false, true) {
		return ErrSecondRequest
	}
	if o.Marked.IsZero() {
		return nil
	}
	// Round(0) strips the monotonic reading, which stands still while a machine sleeps.
	wall, steady := now.Round(0).Sub(o.Marked.Round(0)), now.Sub(o.Marked)
	if wall > o.Limit || steady > o.Limit || (wall-steady).Abs() > clockSlack || wall < -clockSlack {
		return fmt.Errorf("%w: %s ago by the wall clock, %s by the steady one", ErrTooLate, wall, steady)
	}
	return nil
}

// Refused reports whether an error is this transport's own, so that nothing can
// be said of the provider.
func Refused(err error) bool {
	return errors.Is(err, ErrSecondRequest) || errors.Is(err, ErrTooLate)
}

// Connected reports whether a connection was obtained: from then on the request
// may have reached the provider.
func (o *OneShot) Connected() bool { return o.connected.Load() }

// Status is the HTTP status of the answer, 0 when there was none.
func (o *OneShot) Status() int { return int(o.status.Load()) }

// RetryAfter is how long the answer asks to wait, 0 when it does not say.
func (o *OneShot) RetryAfter() time.Duration { return time.Duration(o.retryAfter.Load()) }

// retryAfter reads the header's two forms (RFC 9110, section 10.2.3), at most one day.
func retryAfter(text string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(text); err == nil {
		wait = time.Duration(min(seconds, 24*60*60)) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	}
	return min(max(0, wait), 24*time.Hour)
}
