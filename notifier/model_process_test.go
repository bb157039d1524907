package notifier_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"relais/locales"
	"relais/notifier"
	"relais/notifier/telegram"
	"relais/notifier/twilio"
	"relais/parcours"
)

// process is one running Relais. Everything that it writes, sends and asks crosses
// here, before and after: there it may die, freeze, or something else may happen
// meanwhile.
type process struct {
	*notifier.Dispatcher
	notifier.Outbox // what it writes to
	w               *world

	trap    trap
	crossed int
	dead    bool
	frozen  chan struct{} // it froze
	thawed  chan struct{} // it may go on
	ended   chan error
}

// trap is what happens at one crossing, counted from the start of a step.
type trap struct {
	name string
	at   int
	do   func(*process)
}

func dies(p *process) { p.dead = true }

func freezes(p *process) {
	p.frozen <- struct{}{}
	<-p.thawed
}

// errDead is what a dead process gets from whatever it touches: nothing happens,
// and nothing is tried again.
var errDead = fmt.Errorf("%w: the process is dead", parcours.ErrConflict)

func (w *world) start() *process {
	w.started++
	p := &process{Outbox: w.store, w: w, frozen: make(chan struct{}), thawed: make(chan struct{})}
	p.Dispatcher = &notifier.Dispatcher{
		Outbox: p, Senders: []notifier.Sender{smsWire{w.sms, p}, chatWire{w.chat, p}, desk{p}}, Renderer: pen{w.texts, p}, Rules: w.rules,
		Now: w.clock, Process: w.clock, Owner: fmt.Sprint("process ", w.started), Log: slog.New(slog.DiscardHandler),
	}
	return p
}

// run makes a step of the process until it ends or freezes; it reports which.
func (p *process) run(step func(context.Context) error) (ended bool) {
	p.crossed, p.ended = 0, make(chan error, 1)
	go func() { p.ended <- step(context.Background()) }()
	return p.await()
}

// await waits for a step that began.
func (p *process) await() (ended bool) {
	select {
	case err := <-p.ended:
		if err != nil && !p.dead && !errors.Is(err, parcours.ErrConflict) {
			p.w.fault("a step of the dispatcher failed: %v", err)
		}
		return true
	case <-p.frozen:
		return false
	case <-time.After(time.Minute):
		p.w.fault("a step of the dispatcher does not end")
		return true
	}
}

// cross reports whether the process is alive on the other side.
func (p *process) cross() bool {
	if p.dead {
		return false
	}
	if p.crossed++; p.crossed == p.trap.at {
		do := p.trap.do
		p.w.log("  it %s", p.trap.name)
		p.w.met["the dispatcher "+p.trap.name]++
		p.trap = trap{}
		do(p)
	}
	return !p.dead
}

// around makes one access to the database.
func (p *process) around(access func() error) error {
	if !p.cross() {
		return errDead
	}
	err := access()
	p.w.look()
	if !p.cross() {
		return errDead
	}
	return err
}

func (p *process) Recover(ctx context.Context, now, process time.Time) (r parcours.Recovered, err error) {
	err = p.around(func() error { r, err = p.Outbox.Recover(ctx, now, process); return err })
	return r, err
}

func (p *process) ExpireDue(ctx context.Context, now time.Time, c []parcours.Channel, limit int) (n int, err error) {
	err = p.around(func() error { n, err = p.Outbox.ExpireDue(ctx, now, c, limit); return err })
	return n, err
}

func (p *process) FallBack(ctx context.Context, now time.Time, limit int) (n int, err error) {
	err = p.around(func() error { n, err = p.Outbox.FallBack(ctx, now, limit); return err })
	return n, err
}

func (p *process) ClaimDue(ctx context.Context, c parcours.Claim) (d []parcours.Delivery, err error) {
	err = p.around(func() error { d, err = p.Outbox.ClaimDue(ctx, c); return err })
	return d, err
}

func (p *process) MarkSending(ctx context.Context, now, process time.Time, batch []parcours.Attempt) (kept []string, err error) {
	err = p.around(func() error {
		kept, err = p.Outbox.MarkSending(ctx, now, process, batch)
		p.w.truth.marked(now, kept)
		return err
	})
	return kept, err
}

func (p *process) Release(ctx context.Context, a parcours.Attempt, due time.Time, why string) error {
	return p.around(func() error { return p.Outbox.Release(ctx, a, due, why) })
}

func (p *process) End(ctx context.Context, now time.Time, a parcours.Attempt, s parcours.AttemptState, why string) error {
	return p.around(func() error { return p.Outbox.End(ctx, now, a, s, why) })
}

func (p *process) RecordAccepted(ctx context.Context, now time.Time, a parcours.Attempt, r parcours.Receipt) error {
	return p.around(func() error { return p.Outbox.RecordAccepted(ctx, now, a, r) })
}

func (p *process) RecordRefusal(ctx context.Context, now, process time.Time, a parcours.Attempt, r *parcours.Refusal, again time.Time) error {
	return p.around(func() error { return p.Outbox.RecordRefusal(ctx, now, process, a, r, again) })
}

func (p *process) ApplyReceipt(ctx context.Context, now time.Time, r parcours.Receipt) error {
	return p.around(func() error { return p.Outbox.ApplyReceipt(ctx, now, r) })
}

func (p *process) PostponeLookUp(ctx context.Context, a parcours.Attempt, next time.Time) error {
	return p.around(func() error { return p.Outbox.PostponeLookUp(ctx, a, next) })
}

func (p *process) DelayLookUp(ctx context.Context, a parcours.Attempt, next time.Time) error {
	return p.around(func() error { return p.Outbox.DelayLookUp(ctx, a, next) })
}

func (p *process) ResolveEmpty(ctx context.Context, now, sweep time.Time, a parcours.Attempt) error {
	return p.around(func() error { return p.Outbox.ResolveEmpty(ctx, now, sweep, a) })
}

func (p *process) RecordPoll(ctx context.Context, now time.Time, a parcours.Attempt, next time.Time) error {
	return p.around(func() error { return p.Outbox.RecordPoll(ctx, now, a, next) })
}

func (p *process) SweepOrphans(ctx context.Context, now time.Time, limit int) (n int, err error) {
	err = p.around(func() error { n, err = p.Outbox.SweepOrphans(ctx, now, limit); return err })
	return n, err
}

func (p *process) RaiseIncident(ctx context.Context, i parcours.Incident) (fresh bool, err error) {
	err = p.around(func() error { fresh, err = p.Outbox.RaiseIncident(ctx, i); return err })
	return fresh, err
}

// pen writes the texts.
type pen struct {
	*locales.Catalogue
	p *process
}

func (r pen) Render(of locales.Request) (locales.Message, error) {
	r.p.cross()
	return r.Catalogue.Render(of)
}

// smsWire and chatWire are the real senders, at the end of a process that may die.
type smsWire struct {
	*twilio.Sender
	p *process
}

func (s smsWire) Send(ctx context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	return s.p.send(ctx, a, s.Sender)
}

func (s smsWire) List(ctx context.Context, to string) ([]notifier.Listed, error) {
	if !s.p.cross() {
		return nil, errDead
	}
	list, err := s.Sender.List(ctx, to)
	if !s.p.cross() {
		return nil, errDead
	}
	return list, err
}

func (s smsWire) Fetch(ctx context.Context, id string) (parcours.Receipt, error) {
	if !s.p.cross() {
		return parcours.Receipt{}, errDead
	}
	return s.Sender.Fetch(ctx, id)
}

type chatWire struct {
	*telegram.Sender
	p *process
}

func (s chatWire) Send(ctx context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	return s.p.send(ctx, a, s.Sender)
}

// desk is the mail of professionals: always read, never answered.
type desk struct{ p *process }

func (desk) Channel() parcours.Channel { return parcours.ChannelEmail }

func (desk) TwoWay() bool { return true }

func (desk) Name() string { return "desk" }

func (d desk) Send(_ context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	if !d.p.cross() {
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalUnknown, Err: errDead}
	}
	return parcours.Receipt{Source: "answer", AttemptID: a.ID, ProviderID: a.ID, Status: "ok", State: parcours.AttemptSent, At: d.p.w.now}, nil
}

// send hands an attempt to the real sender. Its age, by the schedule's clock, is
// told in the machine's time, by which the sender counts.
func (p *process) send(ctx context.Context, a parcours.Attempt, by notifier.Sender) (parcours.Receipt, error) {
	died := &parcours.Refusal{Kind: parcours.RefusalUnknown, Err: errDead}
	if !p.cross() {
		return parcours.Receipt{}, died
	}
	a.SendingAt = time.Now().Add(-p.w.clock().Sub(a.SendingAt))
	p.w.net.carries(a.ID, a.NotificationID)
	receipt, err := by.Send(ctx, a)
	p.w.net.carries("", "")
	if !p.cross() {
		return parcours.Receipt{}, died
	}
	return receipt, err
}
