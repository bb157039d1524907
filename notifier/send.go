package notifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

const (
	// recordTimeout bounds the writing of one result, repeats included: a database that
	// restarts is back by then, and the lease still ours.
	recordTimeout = 20 * time.Second
	// recordAtStop is what is left of it once the service stops.
	recordAtStop = 4 * time.Second
)

// send makes the one request of a marked attempt and records what came of it. ctx
// is not the caller's: what was begun ends, and its result is kept.
func (d *Dispatcher) send(ctx context.Context, f *flight, j job) {
	a := j.attempt
	var receipt parcours.Receipt
	var err error
	f.call(func() {
		if j.lane.stopped(d.Now()) { // by what left while this one waited for its turn
			err = &parcours.Refusal{Kind: parcours.RefusalRetry, Err: errStopped}
			return
		}
		a.ExpiresAt = d.expiry(j.delivery.Notification, d.Now())
		bounded, cancel := context.WithTimeout(ctx, d.SendTimeout-d.Process().Sub(a.SendingAt))
		defer cancel()
		receipt, err = call(bounded, j.lane.sender, a)
	})
	if d.Concurrency > 1 { // one at a time means: recorded before the next one leaves
		f.give()
	} else {
		defer f.give()
	}

	if err == nil {
		j.lane.worked()
		err = d.keep(ctx, func(ctx context.Context) error {
			return d.Outbox.RecordAccepted(ctx, d.Now(), j.attempt, receipt)
		})
	} else {
		err = d.refuse(ctx, j, err)
	}
	if err != nil {
		// The lease ends, the attempt becomes unknown, and a look-up finds it.
		d.Log.Error("result not recorded", logAttempt, a.ID, logSender, j.lane.sender.Name(), logError, err)
		f.fail(fmt.Errorf("record the result of attempt %s: %w", a.ID, err))
	}
}

var errStopped = errors.New("the sender has stopped")

// call sends, and takes a panic for a send whose fate is unknown.
func call(ctx context.Context, s Sender, a parcours.Attempt) (receipt parcours.Receipt, err error) {
	defer func() {
		if died := recover(); died != nil {
			err = &parcours.Refusal{Kind: parcours.RefusalUnknown, Code: "panic", Err: fmt.Errorf("sender %s panicked", s.Name())}
		}
	}()
	return s.Send(ctx, a)
}

// refuse records a send that did not succeed, and slows or stops the sender.
func (d *Dispatcher) refuse(ctx context.Context, j job, cause error) error {
	refusal, ok := errors.AsType[*parcours.Refusal](cause)
	if !ok {
		refusal = &parcours.Refusal{Kind: parcours.RefusalUnknown, Err: cause}
	}
	name := j.lane.sender.Name()
	now := d.Now()
	retryAt, tripped := now.Add(minWait), ""
	if !d.away(j, refusal) {
		retryAt, tripped = j.lane.refused(now, refusal)
	}
	if retryAt.After(now) && j.lane.relieved(now) {
		retryAt = now // the other sender takes it
	}
	d.Log.Warn("send refused", logAttempt, j.attempt.ID, logSender, name, logKind, refusal.Kind, logCode, refusal.Code, logError, refusal.Err)
	if tripped != "" {
		d.Log.Error("sender stopped", logSender, name, logKind, tripped, logCode, refusal.Code, logUntil, j.lane.state().Until)
	}
	if tripped != "" && tripped != StoppedConfig { // the outbox itself tells of a configuration
		d.incident(ctx, parcours.Incident{
			Key:  "sender/" + name + "/" + tripped + "/" + refusal.Code + "/" + parcours.DateOf(now, d.Rules.Zone).String(),
			Kind: "sender_stopped", Details: map[string]string{"sender": name, "reason": tripped, "code": refusal.Code}, At: now,
		})
	}
	return d.keep(ctx, func(ctx context.Context) error {
		return d.Outbox.RecordRefusal(ctx, now, d.Process(), j.attempt, refusal, retryAt)
	})
}

// away reports whether a send came to nothing because this process was: frozen, or without
// a processor, until long after the request should have ended. That says nothing of the
// provider; counted, three sends that were under way when a machine slept would stop their
// sender and call a human.
func (d *Dispatcher) away(j job, r *parcours.Refusal) bool {
	late := d.Process().Sub(j.attempt.SendingAt) > d.SendTimeout+d.SendTimeout/4
	return r.Code == "" && (r.Kind == parcours.RefusalUnknown && late || errors.Is(r.Err, ErrTooLate))
}

// keep writes a result, several times if need be: it is what prevents a double.
// ErrConflict and the like are final: the attempt is somebody else's, or a
// receipt already said more.
func (d *Dispatcher) keep(ctx context.Context, write func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	ending := d.ending
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		err := write(ctx)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, parcours.ErrConflict), errors.Is(err, parcours.ErrNotFound):
			d.Log.Warn("result came too late", logError, err)
			return nil
		case errors.Is(err, parcours.ErrInvalid):
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-ending:
			ending = nil
			ctx, cancel = context.WithTimeout(ctx, recordAtStop)
			defer cancel()
		case <-time.After(wait):
		}
	}
}
