package notifier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

const (
	lookUpLimit = 50
	// clockSkew is how much earlier than our mark the provider may date a message:
	// its dates are whole seconds, and the clocks are two.
	clockSkew = 5 * time.Second
	// unlistedAfter is when an attempt is given up where nothing can be listed.
	unlistedAfter = 2 * time.Minute
)

// LookUp asks providers about the attempts whose fate is unknown and whose time
// to be asked has come. It returns how many were asked.
func (d *Dispatcher) LookUp(ctx context.Context) (int, error) {
	d.prepare()
	due, err := d.Outbox.DueLookUps(ctx, d.Process(), lookUpLimit)
	if err != nil {
		return 0, fmt.Errorf("look-ups due: %w", err)
	}
	for i, l := range due {
		if err := d.lookUp(ctx, l.Attempt); err != nil && !errors.Is(err, parcours.ErrConflict) {
			return i, fmt.Errorf("look up attempt %s: %w", l.Attempt.ID, err)
		}
	}
	return len(due), nil
}

func (d *Dispatcher) lookUp(ctx context.Context, a parcours.Attempt) error {
	process := d.Process()
	lister, can := d.senderOf(a).(Lister)
	if !can {
		if wait := a.SendingAt.Add(unlistedAfter); process.Before(wait) {
			return d.Outbox.PostponeLookUp(ctx, a, wait)
		}
		return d.Outbox.ResolveEmpty(ctx, d.Now(), time.Time{}, a)
	}
	asked, cancel := context.WithTimeout(ctx, d.SendTimeout)
	defer cancel()
	list, err := lister.List(asked, a.Address)
	if err != nil {
		d.Log.Warn("listing failed, nothing concluded", logAttempt, a.ID, logError, err)
		return d.Outbox.DelayLookUp(ctx, a, process.Add(d.lookUpGap(a.LookUps)))
	}
	found, err := d.candidates(ctx, a, list)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return d.notFound(ctx, a, process)
	}
	// The oldest is adopted; the others make the duplicate known.
	for _, m := range found {
		d.Log.Info("message found", logAttempt, a.ID, logProvider, m.ProviderID)
		err := d.Outbox.ApplyReceipt(ctx, d.Now(), parcours.Receipt{
			Source: "look_up", AttemptID: a.ID, ProviderID: m.ProviderID, Status: m.Status, Code: m.Code,
			State: cmp.Or(m.State, parcours.AttemptAccepted), Cause: m.Cause, To: m.To, At: d.Now(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fits reports whether a listed message can be the attempt: same address, same text
// to the byte, made since the send began.
func fits(a parcours.Attempt, m Listed) bool {
	return m.Outbound && m.To == a.Address && m.Body == a.Body && m.Body != "" && m.ProviderID != "" &&
		!m.CreatedAt.Before(a.SendingAt.Add(-clockSkew))
}

// candidates are the listed messages that fit the attempt, oldest first, and are
// nobody else's.
func (d *Dispatcher) candidates(ctx context.Context, a parcours.Attempt, list []Listed) ([]Listed, error) {
	var found []Listed
	var ids []string
	for _, m := range list {
		if fits(a, m) {
			found, ids = append(found, m), append(ids, m.ProviderID)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	attached, err := d.Outbox.AttachedIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(m Listed) bool { return attached[m.ProviderID] })
	slices.SortFunc(found, func(x, y Listed) int {
		return cmp.Or(x.CreatedAt.Compare(y.CreatedAt), cmp.Compare(x.ProviderID, y.ProviderID))
	})
	return found, nil
}

// notFound draws the consequence of one more listing that does not show the
// attempt. Only listings that succeeded count: as many as there are delays, on
// their schedule, conclude that it never left. One given up is only swept for a
// double.
func (d *Dispatcher) notFound(ctx context.Context, a parcours.Attempt, process time.Time) error {
	if a.State == parcours.AttemptLost {
		return d.Outbox.PostponeLookUp(ctx, a, d.nextSweep(a, process))
	}
	if empty := a.LookUps + 1; empty < len(d.LookUpDelays) {
		next := a.SendingAt.Add(d.LookUpDelays[empty])
		if !next.After(process) { // late ourselves: the gaps between listings stay
			next = process.Add(d.lookUpGap(empty))
		}
		return d.Outbox.PostponeLookUp(ctx, a, next)
	}
	return d.Outbox.ResolveEmpty(ctx, d.Now(), d.nextSweep(a, process), a)
}

// lookUpGap is the time between the look-up of that number, from 0, and the one
// before.
func (d *Dispatcher) lookUpGap(number int) time.Duration {
	number = min(number, len(d.LookUpDelays)-1)
	if number == 0 {
		return d.LookUpDelays[0]
	}
	return d.LookUpDelays[number] - d.LookUpDelays[number-1]
}

// nextSweep returns when an attempt given up is looked for again; zero: never.
func (d *Dispatcher) nextSweep(a parcours.Attempt, process time.Time) time.Time {
	for _, delay := range d.SweepDelays {
		if at := a.SendingAt.Add(delay); at.After(process) {
			return at
		}
	}
	return time.Time{}
}

// senderOf returns the sender that an attempt left by, else one of its channel;
// nil when there is none.
func (d *Dispatcher) senderOf(a parcours.Attempt) Sender {
	var same Sender
	for _, s := range d.Senders {
		switch {
		case s.Channel() != a.Channel:
		case s.Name() == a.Sender:
			return s
		case same == nil:
			same = s
		}
	}
	return same
}
