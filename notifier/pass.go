package notifier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/locales"
	"relais/parcours"
)

// groupLimit bounds how many attempts one commit marks, markAhead how many are
// marked before there is room for their request: a crash leaves them all to be
// looked up. With 200 requests of 50 ms in flight a hundred ahead reach 87 % of a
// client that only posts, 32 did 75 (docs/performance.md).
const (
	groupLimit = 64
	markAhead  = 100
)

// regate is how soon what the mark left out comes before the gate again, which ends
// it: with the facts as they are by then.
const regate = time.Second

// minLife is the least time an SMS must have left to live (Twilio's shortest
// useful validity period).
const minLife = time.Minute

// job is one claimed attempt on its way out.
type job struct {
	lane     *lane
	delivery *parcours.Delivery // as it was claimed: it is large, and read only
	// attempt is the delivery's, completed with the text once it is rendered.
	attempt parcours.Attempt
}

func (j job) address() address { return address{j.attempt.Channel, j.attempt.Address} }

// departure gathers the jobs that hold a slot until they are marked together.
type departure struct {
	d     *Dispatcher
	f     *flight
	group []job
}

// pass sees every claimed attempt out: sent, ended or put back. err is what the
// claim said. Sends may still be under way when it returns.
func (d *Dispatcher) pass(ctx context.Context, f *flight, jobs []job, err error) error {
	out := &departure{d: d, f: f}
	rest, aside := jobs, []job(nil)
	held := map[address]bool{}
	for len(rest) > 0 && err == nil {
		j := rest[0]
		// Where several may leave at once, nobody waits behind another's address.
		if to := j.address(); d.Concurrency > 1 && (held[to] || f.occupied(to) != nil) {
			held[to] = true
			rest, aside = rest[1:], append(aside, j)
		} else if err = ctx.Err(); err == nil {
			if err = out.handle(ctx, j); err == nil {
				rest = rest[1:]
			}
		}
		if len(rest) == 0 && err == nil && len(aside) > 0 {
			rest, aside = aside, nil
			clear(held)
			err = out.await(ctx, rest[0].address())
		}
	}
	d.putBack(ctx, append(rest, aside...))
	return cmp.Or(err, out.flush(ctx))
}

// handle brings one job to its departure, or settles it. An error means that the
// job is still claimed and that the pass cannot go on.
func (o *departure) handle(ctx context.Context, j job) error {
	d := o.d
	if j.lane.stopped(d.Now()) {
		d.putBack(ctx, []job{j})
		return nil
	}
	if again := j.lane.quiet(j.attempt.Address); d.Now().Before(again) {
		return d.later(ctx, j, again, "spacing")
	}
	if open, err := d.gate(ctx, j, d.Now()); err != nil || !open {
		return err
	}
	if err := d.write(&j); err != nil {
		return o.unwritable(ctx, j, err)
	}
	if left, err := d.leftBefore(ctx, j); err != nil || left {
		return err
	}
	waited, err := o.wait(ctx, j)
	if err != nil {
		return err
	}
	if waited && j.lane.stopped(d.Now()) { // meanwhile
		o.f.give()
		d.putBack(ctx, []job{j})
		return nil
	}
	o.f.board(j.address())
	j.lane.speaks(j.attempt.Address, d.Now())
	if o.group = append(o.group, j); len(o.group) == groupLimit {
		return o.flush(ctx)
	}
	return nil
}

// wait gets the job its turn at the address, its tokens and a slot, in that
// order; it reports whether that took time. On success the job holds a slot.
func (o *departure) wait(ctx context.Context, j job) (waited bool, err error) {
	pause := func() error {
		waited = true
		return o.flush(ctx) // nobody waits in a group while we do
	}
	if o.f.occupied(j.address()) != nil {
		waited = true
		if err := o.await(ctx, j.address()); err != nil {
			return waited, err
		}
	}
	parts := j.attempt.Parts
	if j.lane.missed(j.attempt.DueAt) {
		parts = 2 * max(1, parts)
	}
	if delay := j.lane.reserve(o.d.Now(), parts, j.delivery.Notification.Lane); delay > 0 {
		if err := pause(); err != nil {
			return waited, err
		}
		if !sleep(ctx, delay) {
			return waited, ctx.Err()
		}
	}
	for !o.f.try() {
		waited = true
		if len(o.group) == 0 || o.d.Concurrency == 1 {
			if err := o.flush(ctx); err != nil {
				return waited, err
			}
			o.f.take() // sends end by themselves
			return waited, nil
		}
		// The group grows while the one before it is marked, then goes.
		if o.f.takeUnlessMarked() {
			return waited, nil
		}
		if err := o.launch(ctx); err != nil {
			return waited, err
		}
	}
	return waited, nil
}

// await waits until nothing is under way to an address. Sends end by themselves.
func (o *departure) await(ctx context.Context, to address) error {
	if err := o.flush(ctx); err != nil {
		return err
	}
	if busy := o.f.occupied(to); busy != nil {
		<-busy
	}
	return nil
}

// flush lets the group go, once the one before it is marked.
func (o *departure) flush(ctx context.Context) error {
	if len(o.group) == 0 {
		return nil
	}
	o.f.marking <- struct{}{} // a mark ends by itself
	return o.launch(ctx)
}

// launch lets the group go when no other is being marked; the right to mark is
// held. Where several may leave at once it does not wait for the mark: the next
// ones are written meanwhile.
func (o *departure) launch(ctx context.Context) error {
	d, f, group := o.d, o.f, o.group
	o.group = nil
	if err := ctx.Err(); err != nil { // stopping: nothing new leaves
		<-f.marking
		for _, j := range group {
			f.leave(j.address())
			f.give()
		}
		d.putBack(ctx, group)
		return err
	}
	if d.Concurrency == 1 || d.Serial {
		return d.depart(ctx, f, group)
	}
	f.group.Go(func() {
		if err := d.depart(ctx, f, group); err != nil {
			f.fail(err)
		}
	})
	return nil
}

// depart marks a group in one durable commit and sends what is still ours. The
// hour is looked at once more, at the very time of the mark: since the first look
// a job may have waited for its turn, or the machine slept.
func (d *Dispatcher) depart(ctx context.Context, f *flight, group []job) error {
	now, process := d.Now(), d.Process()
	group, closed := d.stillOpen(ctx, f, now, group)
	if len(group) == 0 {
		<-f.marking
		return closed
	}
	batch := make([]parcours.Attempt, len(group))
	for i := range group {
		group[i].attempt.SendingAt = process
		batch[i] = group[i].attempt
	}
	kept, err := d.Outbox.MarkSending(context.WithoutCancel(ctx), now, process, batch)
	<-f.marking
	for _, j := range group {
		if err != nil || !slices.Contains(kept, j.attempt.ID) {
			f.leave(j.address())
			f.give()
			if err == nil {
				closed = cmp.Or(closed, d.leftOut(ctx, j, now))
			}
			continue
		}
		send := func() {
			defer f.leave(j.address())
			d.send(context.WithoutCancel(ctx), f, j)
		}
		if d.Serial {
			send()
		} else {
			f.group.Go(send)
		}
	}
	if err != nil {
		// The commit may have happened: the leases will tell, and look-ups after them.
		return fmt.Errorf("mark %d attempts as being sent: %w", len(group), err)
	}
	return closed
}

// leftOut puts back an attempt that the mark left out: left to its lease, it would
// hold back what else is for the person.
func (d *Dispatcher) leftOut(ctx context.Context, j job, now time.Time) error {
	return d.later(context.WithoutCancel(ctx), j, now.Add(regate), "facts_changed")
}

// stillOpen settles the jobs that may not leave at now and returns the others. An
// error means that some could not be settled: their leases end.
func (d *Dispatcher) stillOpen(ctx context.Context, f *flight, now time.Time, group []job) (open []job, err error) {
	open = group[:0]
	for _, j := range group {
		may, failed := d.gate(ctx, j, now)
		if may {
			open = append(open, j)
			continue
		}
		f.leave(j.address())
		f.give()
		err = cmp.Or(err, failed)
	}
	return open, err
}

// gate looks again, at now, at what may have changed since the message was planned. False:
// the job is settled.
func (d *Dispatcher) gate(ctx context.Context, j job, now time.Time) (open bool, err error) {
	a := j.delivery.Attempt
	verdict := d.Rules.Gate(*j.delivery, now)
	if verdict.Action == parcours.GateSend {
		verdict = d.lifetime(*j.delivery, now)
	}
	switch verdict.Action {
	case parcours.GateSend:
		return true, nil
	case parcours.GateLater:
		err = d.Outbox.Release(ctx, a, verdict.At, verdict.Reason)
	case parcours.GateExpire:
		err = d.Outbox.End(ctx, now, a, parcours.AttemptExpired, verdict.Reason)
	default:
		err = d.Outbox.End(ctx, now, a, parcours.AttemptCancelled, verdict.Reason)
	}
	if errors.Is(err, parcours.ErrConflict) {
		err = nil // somebody else's by now
	}
	if err != nil {
		err = fmt.Errorf("settle attempt %s: %w", a.ID, err)
	}
	return false, err
}

// later puts a job back until then; somebody else's stays theirs.
func (d *Dispatcher) later(ctx context.Context, j job, then time.Time, why string) error {
	err := d.Outbox.Release(ctx, j.delivery.Attempt, then, why)
	if err != nil && !errors.Is(err, parcours.ErrConflict) {
		return fmt.Errorf("put attempt %s back: %w", j.attempt.ID, err)
	}
	return nil
}

// lifetime refuses an SMS that would have less than a minute to live: the
// provider's own validity period cannot be shorter.
func (d *Dispatcher) lifetime(v parcours.Delivery, now time.Time) parcours.Verdict {
	if v.Attempt.Channel == parcours.ChannelSMS {
		if end := v.Notification.ExpiresAt; !end.IsZero() && end.Sub(now) < minLife {
			return parcours.Verdict{Action: parcours.GateExpire, Reason: parcours.ReasonExpired}
		}
		if end := d.closing(v.Notification, now); !end.IsZero() && end.Sub(now) < minLife {
			if opening := d.Rules.NextOpen(end); opening.After(end) {
				return parcours.Verdict{Action: parcours.GateLater, At: opening, Reason: parcours.ReasonQuietHours}
			}
		}
	}
	return parcours.Verdict{Action: parcours.GateSend}
}

// closing returns when the sending window that holds now ends; zero when the
// message is not bound by it.
func (d *Dispatcher) closing(n parcours.Notification, now time.Time) time.Time {
	if n.Urgent || n.Lane == parcours.LaneReply || !d.Rules.Open(now) {
		return time.Time{}
	}
	day := now.In(d.Rules.Zone)
	return time.Date(day.Year(), day.Month(), day.Day(), 0, d.Rules.Window.To, 0, 0, d.Rules.Zone)
}

// expiry returns until when the provider may try: never past the message's own
// end, nor into quiet hours, nor past the moment another channel takes over.
func (d *Dispatcher) expiry(n parcours.Notification, now time.Time) time.Time {
	end := n.ExpiresAt
	for _, other := range []time.Time{d.closing(n, now), n.FallbackAt} {
		if other.Sub(now) >= minLife && (end.IsZero() || other.Before(end)) {
			end = other
		}
	}
	return end
}

// write renders the text. An attempt that repeats another one keeps its text to
// the letter, and renders only the buttons, which name the attempt.
func (d *Dispatcher) write(j *job) error {
	n, a := j.delivery.Notification, &j.attempt
	repeated := a.Body != ""
	if repeated && len(n.Choices) == 0 {
		a.Sender = j.lane.sender.Name()
		return nil
	}
	m, err := d.Renderer.Render(locales.Request{
		Template: n.Template, Facts: n.Facts, Choices: n.Choices, To: j.delivery.To,
		Channel: a.Channel, TwoWay: j.lane.sender.TwoWay(), Reference: n.Reference, Zone: d.Rules.Zone, Now: d.Now(),
	})
	if err != nil {
		return err
	}
	a.Sender, a.Choices, a.Subject = j.lane.sender.Name(), m.Choices, m.Subject
	if !repeated {
		a.Body, a.Encoding, a.Parts = m.Body, m.Encoding, m.Parts
	}
	return nil
}

// unwritable settles a message that cannot be written: it is refused without
// being sent, so that the next channel, in the end a human, takes over.
func (o *departure) unwritable(ctx context.Context, j job, cause error) error {
	d, a, n := o.d, j.attempt, j.delivery.Notification
	d.Log.Error("message not written", logAttempt, a.ID, logTemplate, n.Template, logError, cause)
	now, process := d.Now(), d.Process()
	d.incident(ctx, parcours.Incident{
		Key:  "wording/" + n.Template + "/" + string(a.Channel) + "/" + parcours.DateOf(now, d.Rules.Zone).String(),
		Kind: "wording", Details: map[string]string{"template": n.Template, "channel": string(a.Channel)}, At: now,
	})
	// A refusal closes what is marked, as every refusal does.
	a.SendingAt = process
	kept, err := d.Outbox.MarkSending(ctx, now, process, []parcours.Attempt{a})
	if err != nil {
		return fmt.Errorf("refuse attempt %s: %w", a.ID, err)
	}
	if len(kept) == 0 {
		return d.leftOut(ctx, j, now)
	}
	refusal := &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "wording", Err: cause}
	if err := d.keep(ctx, func(ctx context.Context) error {
		return d.Outbox.RecordRefusal(ctx, now, process, a, refusal, now)
	}); err != nil {
		return fmt.Errorf("refuse attempt %s: %w", a.ID, err)
	}
	return nil
}

// putBack returns claimed attempts to the queue, due as they were.
func (d *Dispatcher) putBack(ctx context.Context, jobs []job) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	for _, j := range jobs {
		err := d.Outbox.Release(ctx, j.delivery.Attempt, j.delivery.Attempt.DueAt, "sender_waits")
		if err != nil && !errors.Is(err, parcours.ErrConflict) {
			d.Log.Warn("claim left to its lease", logAttempt, j.attempt.ID, logError, err)
		}
	}
}

func (d *Dispatcher) incident(ctx context.Context, i parcours.Incident) {
	if _, err := d.Outbox.RaiseIncident(context.WithoutCancel(ctx), i); err != nil {
		d.Log.Error("incident not raised", logKind, i.Kind, logError, err)
	}
}
