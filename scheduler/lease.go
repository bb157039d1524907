package scheduler

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"relais/parcours"
)

// LeaseStore keeps who does what one node at a time may do.
type LeaseStore interface {
	// TakeLease makes owner the holder of a lease that is free, owner's already, or
	// still as it was when its Seq was lapsed; it returns the lease as it then stands.
	TakeLease(ctx context.Context, name, owner string, lapsed int64) (parcours.Lease, error)
	// ReleaseLease frees the lease if owner holds it.
	ReleaseLease(ctx context.Context, name, owner string) error
}

// Leases let one node at a time, of those that share a database, do what only one
// may. A nil Leases has every right: the process is alone.
//
// No two clocks are compared. The holder renews every quarter of Term, and stops by
// itself when the last renewal that it knows of began three quarters of Term ago.
// Another node takes over once it has seen the lease unchanged for a whole Term by
// its own clock: it looks every second, hence within Term and two seconds of the
// holder's death, and within one second of a graceful stop. A process that was frozen
// for longer finds out late: what it may do must be fenced by the database as well,
// as a claim is, or be harmless when it is done twice.
type Leases struct {
	Store LeaseStore
	// Term is how long a holder may be silent.
	Term time.Duration
	Log  *slog.Logger

	mu   sync.Mutex
	held map[string]bool
}

const (
	lookEvery = time.Second
	// giveBackWithin bounds the release of a lease when the database does not answer.
	giveBackWithin = 5 * time.Second
)

// While runs do whenever this node holds the lease called name, under a context that
// ends with it, until ctx ends or do fails. The lease is freed after do has returned.
// owner names this process and nobody else.
func (l *Leases) While(ctx context.Context, name, owner string, do func(ctx context.Context) error) error {
	if l == nil {
		return do(ctx)
	}
	for {
		since, ok := l.acquire(ctx, name, owner)
		if !ok {
			return nil
		}
		if err := l.hold(ctx, name, owner, since, do); err != nil {
			return err
		}
	}
}

// Held reports whether this node holds the lease called name.
func (l *Leases) Held(name string) bool {
	if l == nil {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held[name]
}

func (l *Leases) hands(name string, held bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		l.held = map[string]bool{}
	}
	if l.held[name] != held {
		l.held[name] = held
		l.Log.Info("lease changed hands", "lease", name, "held", held)
	}
}

// acquire waits until the lease is ours, and returns when the request that made it
// so began; false when ctx ends before.
func (l *Leases) acquire(ctx context.Context, name, owner string) (time.Time, bool) {
	var seen parcours.Lease
	var since time.Time
	look := time.NewTicker(min(lookEvery, l.Term/4))
	defer look.Stop()
	for ctx.Err() == nil {
		began, lapsed := time.Now(), int64(0)
		if !since.IsZero() && began.Sub(since) >= l.Term {
			lapsed = seen.Seq
		}
		stands, err := l.Store.TakeLease(ctx, name, owner, lapsed)
		switch {
		case err == nil && stands.Owner == owner:
			return began, true
		case err == nil && stands != seen:
			seen, since = stands, time.Now()
		case err != nil && ctx.Err() == nil:
			l.Log.Warn("lease not asked for", "lease", name, "err", err)
		}
		select {
		case <-ctx.Done():
		case <-look.C:
		}
	}
	return time.Time{}, false
}

// hold runs do until it returns, and renews the lease meanwhile. do's context ends
// when the lease is lost.
func (l *Leases) hold(ctx context.Context, name, owner string, since time.Time, do func(ctx context.Context) error) error {
	l.hands(name, true)
	own, lose := context.WithCancel(ctx)
	defer lose()
	done := make(chan error, 1)
	go func() { done <- do(own) }()
	ended, renewals := make(chan struct{}), make(chan renewal)
	var renewing sync.WaitGroup
	renewing.Go(func() { l.renew(context.WithoutCancel(ctx), name, owner, renewals, ended) })

	lapse := time.NewTimer(time.Until(since.Add(l.grace())))
	defer lapse.Stop()
	for {
		select {
		case err := <-done:
			close(ended)
			renewing.Wait()
			l.hands(name, false)
			l.giveBack(ctx, name, owner)
			return err
		case r := <-renewals:
			switch {
			case r.err != nil:
				l.Log.Warn("lease not renewed", "lease", name, "err", r.err)
			case r.owner != owner:
				l.hands(name, false)
				lose()
			default:
				lapse.Reset(time.Until(r.began.Add(l.grace())))
			}
		case <-lapse.C:
			l.hands(name, false)
			lose()
		}
	}
}

// grace is how long after the last renewal began the holder goes on.
func (l *Leases) grace() time.Duration { return l.Term * 3 / 4 }

// renewal is what one request to keep a lease came to.
type renewal struct {
	began time.Time
	owner string
	err   error
}

// renew asks for the lease again and again until ended is closed. A request may hang
// with the database: that is why hold watches the time itself.
func (l *Leases) renew(ctx context.Context, name, owner string, renewals chan<- renewal, ended <-chan struct{}) {
	tick := time.NewTicker(l.Term / 4)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		r := renewal{began: time.Now()}
		stands, err := l.Store.TakeLease(ctx, name, owner, 0)
		r.owner, r.err = stands.Owner, err
		select {
		case <-ended:
			return
		case renewals <- r:
		}
	}
}

func (l *Leases) giveBack(ctx context.Context, name, owner string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), giveBackWithin)
	defer cancel()
	if err := l.Store.ReleaseLease(ctx, name, owner); err != nil {
		l.Log.Warn("lease left to lapse", "lease", name, "err", err)
	}
}
