package notifier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"relais/parcours"
)

// Dispatcher carries the outbox to the senders. Set the fields, then call Run,
// or Dispatch and LookUp step by step; not both. Fields do not change afterwards.
type Dispatcher struct {
	Outbox Outbox
	// Senders are one per channel; a second one takes over while the first is stopped.
	Senders  []Sender
	Renderer Renderer
	Rules    parcours.Rules
	// Now is business time, Process the machine's (default time.Now).
	Now     func() time.Time
	Process func() time.Time
	// Owner names this process in leases.
	Owner string
	// Leases let one of several nodes send on a channel in Run: its pace is then exact,
	// and a person's messages keep their order. Nil: this process is alone.
	Leases Leases
	// Concurrency is how many sends may be under way at once, per sender in Run and
	// overall in Dispatch (default 1: strictly in order).
	Concurrency int
	// Serial makes sends that are marked together leave one after the other, in order, so
	// that virtual time repeats exactly.
	Serial bool
	// SendTimeout is how long after its mark a send must be over (default 30 s);
	// Lease, at least twice that, how long a claim is ours (default 60 s).
	SendTimeout time.Duration
	Lease       time.Duration
	// LookUpDelays are when, after a send began, an unknown one is looked up; as many
	// empty listings conclude (default 60 s, 3 min, 10 min). SweepDelays are when one
	// given up is looked for once more, only to find a double (default 1 h, 24 h).
	LookUpDelays []time.Duration
	SweepDelays  []time.Duration
	// PollDelays are when, after a message left, a receipt that did not come is asked
	// for (default 10 min, 1 h, 6 h, 24 h, 72 h); business time.
	PollDelays []time.Duration
	// CatchUpEvery is how often what people wrote is asked for, in case no webhook
	// brought it (default 10 min); process time.
	CatchUpEvery time.Duration
	// EraseAfter is how old a text is when the provider's copy is erased (default 4
	// days): after the last poll, so that nothing needs it there.
	EraseAfter time.Duration
	// EraseRest is how long the erasing rests between two batches, so that what is sent
	// and asked at night does not wait for it; none by default, for virtual time.
	EraseRest time.Duration
	Log       *slog.Logger

	once       sync.Once
	lanes      []*lane
	wakes      []chan struct{}
	comparison comparison
	// outage: something may not have been kept.
	outage chan struct{}
	// ending is closed when Run is to end; nil outside it.
	ending <-chan struct{}
}

// Leases let one node at a time do something.
type Leases interface {
	// While runs do whenever this node holds the lease called name, until ctx ends; do's
	// context ends with the lease.
	While(ctx context.Context, name, owner string, do func(ctx context.Context) error) error
}

// LeaseOf names the lease under which a channel's messages leave. Its senders share
// one, since they take over from each other.
func LeaseOf(c parcours.Channel) string { return "send/" + string(c) }

// How often Run looks again; shorter leases, look-up and poll delays are kept up with.
const (
	pollEvery    = time.Second
	lookUpEvery  = 5 * time.Second
	recoverEvery = 15 * time.Second
	receiptEvery = 30 * time.Second
)

// Where few messages were due, others become so one by one, as answers to people do: those
// of the next moment are claimed together, for a claim costs as much for one as for ten.
const (
	few    = 16
	gather = 20 * time.Millisecond
)

func (d *Dispatcher) prepare() {
	d.once.Do(func() {
		if d.Now == nil {
			d.Now = time.Now
		}
		if d.Process == nil {
			d.Process = time.Now
		}
		if d.Log == nil {
			d.Log = slog.New(slog.DiscardHandler)
		}
		d.Owner = cmp.Or(d.Owner, "relais")
		d.Concurrency = max(1, d.Concurrency)
		d.SendTimeout = cmp.Or(d.SendTimeout, 30*time.Second)
		d.Lease = max(cmp.Or(d.Lease, time.Minute), 2*d.SendTimeout)
		if len(d.LookUpDelays) == 0 {
			d.LookUpDelays = []time.Duration{time.Minute, 3 * time.Minute, 10 * time.Minute}
		}
		if len(d.SweepDelays) == 0 {
			d.SweepDelays = []time.Duration{time.Hour, 24 * time.Hour}
		}
		if len(d.PollDelays) == 0 {
			d.PollDelays = []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}
		}
		d.CatchUpEvery = cmp.Or(d.CatchUpEvery, 10*time.Minute)
		d.outage = make(chan struct{}, 1)
		d.EraseAfter = cmp.Or(d.EraseAfter, 4*24*time.Hour)
		for _, s := range d.Senders {
			l := newLane(s)
			l.standBehind(d.lanes)
			d.lanes = append(d.lanes, l)
			d.wakes = append(d.wakes, make(chan struct{}, 1))
		}
	})
}

// Wake tells Run that something may be due: a shortcut, the poll is the truth.
func (d *Dispatcher) Wake() {
	d.prepare()
	for _, wake := range d.wakes {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// States tells where each sender stands.
func (d *Dispatcher) States() []SenderState {
	d.prepare()
	states := make([]SenderState, 0, len(d.lanes))
	for _, l := range d.lanes {
		states = append(states, l.state())
	}
	return states
}

// Dispatch makes one synchronous pass over all senders: it recovers, falls back,
// claims what is due (100 a sender at most), and returns once every send it began
// is recorded. n counts the attempts handled; 0 means that nothing can move now.
func (d *Dispatcher) Dispatch(ctx context.Context) (n int, err error) {
	d.prepare()
	if err := d.recover(ctx); err != nil {
		return 0, err
	}
	f := newFlight(d.Concurrency)
	jobs, err := d.claim(ctx, "", d.lanes)
	err = d.pass(ctx, f, jobs, err)
	f.land()
	return len(jobs), cmp.Or(err, f.failure())
}

// Run dispatches until ctx ends, then waits for the sends under way to end and be
// recorded, SendTimeout at most.
func (d *Dispatcher) Run(ctx context.Context) error {
	d.prepare()
	d.ending = ctx.Done()
	// Nothing is claimed before what a former process left is put in order.
	for err := d.recover(ctx); err != nil; err = d.recover(ctx) {
		if ctx.Err() != nil {
			return nil
		}
		d.Log.Error("recovery failed", logError, err)
		d.Missed()
		sleep(ctx, pollEvery)
	}
	var group sync.WaitGroup
	for _, channel := range d.channels() {
		group.Go(func() { d.carry(ctx, channel) })
	}
	group.Go(func() { d.every(ctx, min(recoverEvery, d.Lease), "recovery failed", d.recover) })
	group.Go(func() {
		d.every(ctx, min(lookUpEvery, d.LookUpDelays[0]), "look-ups failed", func(ctx context.Context) error {
			_, err := d.LookUp(ctx)
			return err
		})
	})
	group.Go(func() { d.every(ctx, compareEvery, "what left not compared", d.compare) })
	group.Go(func() {
		d.every(ctx, min(receiptEvery, d.PollDelays[0]), "receipts not asked for", func(ctx context.Context) error {
			_, err := d.PollReceipts(ctx)
			return err
		})
	})
	group.Go(func() { d.keepUp(ctx) })
	group.Wait()
	return nil
}

// carry drives the senders of one channel while this node may, and can.
func (d *Dispatcher) carry(ctx context.Context, channel parcours.Channel) {
	if d.Leases == nil {
		d.driveAll(ctx, channel, "")
		return
	}
	lease := LeaseOf(channel)
	for ctx.Err() == nil {
		if wait, apart := d.apart(channel); apart {
			sleep(ctx, wait)
			continue
		}
		_ = d.Leases.While(ctx, lease, d.ownerOn(channel), func(ctx context.Context) error {
			return d.driveAll(ctx, channel, lease)
		})
	}
}

// driveAll drives the senders of one channel until ctx ends. Under a lease it ends with
// errApart as well, once none of them reaches its provider: another node may.
func (d *Dispatcher) driveAll(ctx context.Context, channel parcours.Channel, lease string) error {
	own, step := context.WithCancelCause(ctx)
	defer step(nil)
	var group sync.WaitGroup
	for i, l := range d.lanes {
		if l.sender.Channel() == channel {
			group.Go(func() { d.drive(own, l, lease, d.wakes[i], step) })
		}
	}
	group.Wait()
	if errors.Is(context.Cause(own), errApart) {
		return errApart
	}
	return nil
}

// ownerOn names this process in what it holds of one channel.
func (d *Dispatcher) ownerOn(channel parcours.Channel) string { return d.Owner + "@" + string(channel) }

// drive makes pass after pass for one sender, until ctx ends or the lease, if there is
// one, is found lost. It calls step when the lease is of more use to another node.
func (d *Dispatcher) drive(ctx context.Context, l *lane, lease string, wake <-chan struct{}, step context.CancelCauseFunc) {
	f := newFlight(d.Concurrency)
	defer f.land()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	next := &claims{dispatcher: d, lease: lease, lane: l}
	defer next.giveBack(ctx)
	for ctx.Err() == nil {
		jobs, err := next.take(ctx)
		if errors.Is(err, parcours.ErrConflict) {
			d.Log.Warn("another node sends by now", logSender, l.sender.Name())
			return
		}
		err = d.pass(ctx, f, jobs, err)
		if err = cmp.Or(err, f.failure()); err != nil && ctx.Err() == nil {
			d.Log.Error("pass failed", logSender, l.sender.Name(), logError, err)
			d.Missed()
		} else if len(jobs) > 0 {
			if len(jobs) < few {
				sleep(ctx, gather)
			}
			continue
		}
		if _, apart := d.apart(l.sender.Channel()); apart && lease != "" {
			d.Log.Warn("the provider is not reached from here, another node may send", logSender, l.sender.Name())
			step(errApart)
			return
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-tick.C:
		}
	}
}

func (d *Dispatcher) every(ctx context.Context, period time.Duration, failed string, do func(context.Context) error) {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := do(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error(failed, logError, err)
			d.Missed()
		}
	}
}

// recover puts back what lost workers held, finds out whether the database was
// restored, ends what is too late, and doubles what should be proved.
func (d *Dispatcher) recover(ctx context.Context) error {
	found, err := d.Outbox.Recover(ctx, d.Now(), d.Process())
	if err != nil {
		return fmt.Errorf("recover the outbox: %w", err)
	}
	if found.Unknown > 0 {
		d.Log.Warn("sends interrupted, to be looked up", logCount, found.Unknown)
	}
	// Before anything ends or is doubled for not having left.
	if err := d.compare(ctx); err != nil {
		return fmt.Errorf("compare with what left: %w", err)
	}
	for {
		n, err := d.Outbox.ExpireDue(ctx, d.Now(), d.channels(), claimLimit)
		if err != nil {
			return fmt.Errorf("expire: %w", err)
		}
		if n == 0 {
			break
		}
	}
	for {
		n, err := d.Outbox.FallBack(ctx, d.Now(), claimLimit)
		if err != nil {
			return fmt.Errorf("fall back: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}

// channels are those that a sender carries.
func (d *Dispatcher) channels() []parcours.Channel {
	var all []parcours.Channel
	for _, s := range d.Senders {
		if !slices.Contains(all, s.Channel()) {
			all = append(all, s.Channel())
		}
	}
	return all
}

// claim takes what is due for the lanes, in the order in which it should leave.
// ErrConflict when this node does not hold the lease, empty for none.
func (d *Dispatcher) claim(ctx context.Context, lease string, lanes []*lane) ([]job, error) {
	var jobs []job
	for _, l := range lanes {
		now, process := d.Now(), d.Process()
		room := l.room(now)
		if room == 0 || !d.mayClaim(l) {
			continue
		}
		channel := l.sender.Channel()
		taken, err := d.Outbox.ClaimDue(ctx, parcours.Claim{
			Channels: []parcours.Channel{channel}, Now: now, Process: process,
			LeaseUntil: process.Add(d.Lease), Owner: d.ownerOn(channel), Lease: lease, Limit: room,
		})
		if err != nil {
			return jobs, fmt.Errorf("claim for %s: %w", l.sender.Name(), err)
		}
		jobs = slices.Grow(jobs, len(taken))
		for i := range taken {
			jobs = append(jobs, job{lane: l, delivery: &taken[i], attempt: taken[i].Attempt})
		}
	}
	if len(lanes) > 1 {
		slices.SortStableFunc(jobs, func(a, b job) int {
			return cmp.Or(
				cmp.Compare(a.delivery.Notification.Lane, b.delivery.Notification.Lane),
				a.attempt.DueAt.Compare(b.attempt.DueAt),
				cmp.Compare(a.attempt.ID, b.attempt.ID),
			)
		})
	}
	return jobs, nil
}

// sleep waits, and reports whether ctx let it.
func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
