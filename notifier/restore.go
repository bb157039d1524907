package notifier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"relais/parcours"
)

const (
	// compareEvery is how often a provider that does not say what left is asked again.
	compareEvery = 5 * time.Second
	// compareWait is how long the other channels wait for its answer: theirs can be
	// asked nothing, and the answer tells whether they may send. After it they send
	// (docs/decisions/0004-restored.md).
	compareWait = 2 * time.Minute
	// compareBack is how far back an empty database looks.
	compareBack = 7 * 24 * time.Hour
	// adoptLimit bounds how many missing messages are looked at in one go.
	adoptLimit = 20_000
)

// printed is the reference as messages bear it, in every language.
var printed = regexp.MustCompile(`\bR(?:é|e)f ([0-9A-HJKMNP-TV-Z]{5})\b`)

// comparison is where a dispatcher stands with asking providers, once, whether more
// left than the database knows.
type comparison struct {
	mu       sync.Mutex
	answered map[*lane]bool
	// began and next are when it was first asked, and when it is asked again; process time.
	began, next time.Time
	// missing: messages left that nothing accounts for.
	missing atomic.Bool
}

// mayClaim reports whether what a sender carries may leave as far as the comparison
// goes: its own provider has answered, or, where it cannot, all the others have or
// were waited for long enough.
func (d *Dispatcher) mayClaim(l *lane) bool {
	c := &d.comparison
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, keeps := l.sender.(Keeper); keeps {
		return c.answered[l]
	}
	if !c.began.IsZero() && d.Process().Sub(c.began) >= compareWait {
		return true
	}
	return !slices.ContainsFunc(d.lanes, func(other *lane) bool {
		_, keeps := other.sender.(Keeper)
		return keeps && !c.answered[other]
	})
}

// compare asks each provider that can tell, until it has answered once, what left
// from our senders since the newest message that the database knows. What nothing
// accounts for means that the database was restored from a backup: everything is
// paused. An error is the database's; a provider that does not answer is asked again.
func (d *Dispatcher) compare(ctx context.Context) error {
	process := d.Process()
	waited, due := d.comparing(process)
	if due {
		for _, l := range d.lanes {
			keeper, keeps := l.sender.(Keeper)
			if !keeps || d.hasAnswered(l) {
				continue
			}
			if err := d.compareWith(ctx, l, keeper, waited >= compareWait); err != nil {
				return err
			}
		}
	}
	return d.reconcile(ctx)
}

// comparing returns for how long providers have been asked, and whether they are to
// be asked now.
func (d *Dispatcher) comparing(process time.Time) (waited time.Duration, due bool) {
	c := &d.comparison
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.began.IsZero() {
		c.began = process
	}
	if due = !process.Before(c.next); due {
		c.next = process.Add(compareEvery)
	}
	return process.Sub(c.began), due
}

func (d *Dispatcher) hasAnswered(l *lane) bool {
	d.comparison.mu.Lock()
	defer d.comparison.mu.Unlock()
	return d.comparison.answered[l]
}

// compareWith compares the database with what one sender's provider keeps. late:
// the provider has been silent for so long that another sender may take over.
func (d *Dispatcher) compareWith(ctx context.Context, l *lane, keeper Keeper, late bool) error {
	known, err := d.Outbox.NewestSent(ctx)
	if err != nil {
		return fmt.Errorf("newest message sent: %w", err)
	}
	since := cmp.Or(known, d.Process().Add(-compareBack)).Add(-clockSkew)
	asked, cancel := context.WithTimeout(ctx, d.SendTimeout)
	defer cancel()
	left, cut, err := keeper.LeftSince(asked, since)
	if err != nil {
		d.Log.Warn("what left is not known, nothing leaves by this sender yet", logSender, l.sender.Name(), logError, err)
		if now := d.Now(); late {
			l.silent(now.Add(compareEvery))
			d.incident(ctx, parcours.Incident{
				Key:  "sender/" + l.sender.Name() + "/" + StoppedNoConnection + "//" + parcours.DateOf(now, d.Rules.Zone).String(),
				Kind: "sender_stopped", Details: map[string]string{"sender": l.sender.Name(), "reason": StoppedNoConnection, "code": ""}, At: now,
			})
		}
		return nil
	}
	// Only now is the database asked: what is listed was marked before, by whichever node.
	missing, err := d.unaccounted(ctx, l.sender.Name(), left)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		paused, err := d.Outbox.PauseRestored(ctx, d.Now(), parcours.Restoration{Since: known, Missing: missing, Cut: cut})
		if err != nil {
			return fmt.Errorf("pause: %w", err)
		}
		if paused {
			d.Log.Error("messages left that the database does not know: it was restored from a backup, and nothing is sent until somebody resumes", logSender, l.sender.Name(), logCount, len(missing))
		}
	}
	if late {
		l.worked()
	}
	c := &d.comparison
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.answered == nil {
		c.answered = map[*lane]bool{}
	}
	c.answered[l] = true
	return nil
}

// unaccounted returns the messages that are ours and that nothing explains: no
// attempt has their id, and no attempt that may have left under an unknown id would be
// found as them by a look-up, as after a crash.
func (d *Dispatcher) unaccounted(ctx context.Context, sender string, left []Listed) ([]parcours.LeftMessage, error) {
	left, err := d.detached(ctx, left)
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(left); {
		doubts, err := d.Outbox.DoubtsAbout(ctx, left[i].To)
		if err != nil {
			return nil, fmt.Errorf("messages in doubt: %w", err)
		}
		if slices.ContainsFunc(doubts, func(a parcours.Attempt) bool { return fits(a, left[i]) }) {
			left = slices.Delete(left, i, i+1)
			continue
		}
		i++
	}
	// A receipt may have ended a doubt in the meantime.
	if left, err = d.detached(ctx, left); err != nil {
		return nil, err
	}
	var missing []parcours.LeftMessage
	for _, m := range left {
		if ours, err := d.ours(ctx, m); err != nil {
			return nil, err
		} else if ours {
			missing = append(missing, parcours.LeftMessage{
				ProviderID: m.ProviderID, Sender: sender, To: m.To, Body: m.Body, LeftAt: m.CreatedAt, Status: m.Status, Code: m.Code,
				State: cmp.Or(m.State, parcours.AttemptAccepted), Cause: m.Cause,
			})
		}
	}
	return missing, nil
}

// detached returns the messages whose id belongs to no attempt, and that were not
// missing before.
func (d *Dispatcher) detached(ctx context.Context, left []Listed) ([]Listed, error) {
	ids := make([]string, 0, len(left))
	for _, m := range left {
		ids = append(ids, m.ProviderID)
	}
	attached, err := d.Outbox.AttachedIDs(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("ids of what left: %w", err)
	}
	told, err := d.Outbox.MissingIDs(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("ids of what left: %w", err)
	}
	return slices.DeleteFunc(left, func(m Listed) bool {
		return m.ProviderID == "" || attached[m.ProviderID] || told[m.ProviderID]
	}), nil
}

// ours reports whether Relais wrote a message: it bears a reference, or goes to
// somebody known here. Answers and weekly messages bear none, and a text that was
// erased shows none.
func (d *Dispatcher) ours(ctx context.Context, m Listed) (bool, error) {
	if printed.MatchString(m.Body) {
		return true, nil
	}
	known, err := d.Outbox.KnowsNumber(ctx, m.To)
	if err != nil {
		return false, fmt.Errorf("number of what left: %w", err)
	}
	return known, nil
}

// reconcile gives the missing messages to those that wait to be sent in the same
// words to the same number: they have left already.
func (d *Dispatcher) reconcile(ctx context.Context) error {
	missing, err := d.Outbox.AnyMissing(ctx)
	if err != nil {
		return fmt.Errorf("missing messages: %w", err)
	}
	if d.comparison.missing.Store(missing); !missing {
		return nil
	}
	awaited, err := d.Outbox.MissingAwaited(ctx, adoptLimit)
	if err != nil {
		return fmt.Errorf("missing messages: %w", err)
	}
	// Those that are theirs to the letter first: two people may share a number.
	for _, exact := range []bool{true, false} {
		for _, m := range awaited {
			queued, err := d.Outbox.QueuedTo(ctx, d.Now(), m.To)
			if err != nil {
				return fmt.Errorf("messages that wait: %w", err)
			}
			for _, q := range queued {
				adopted, err := d.adopt(ctx, d.laneOf(q.Attempt.Channel, m.Sender), q, m, exact)
				if err != nil {
					return err
				}
				if adopted {
					break
				}
			}
		}
	}
	return nil
}

// leftBefore reports whether a message that is about to leave has left before the
// backup was restored, and then settles it. What was booked again since says the same
// under another reference.
func (d *Dispatcher) leftBefore(ctx context.Context, j job) (bool, error) {
	if !d.comparison.missing.Load() || j.attempt.Channel != parcours.ChannelSMS {
		return false, nil
	}
	missing, err := d.Outbox.MissingTo(ctx, j.attempt.Address)
	if err != nil {
		return false, fmt.Errorf("missing messages: %w", err)
	}
	for _, exact := range []bool{true, false} {
		for _, m := range missing {
			if adopted, err := d.adopt(ctx, d.laneOf(j.attempt.Channel, m.Sender), *j.delivery, m, exact); adopted || err != nil {
				return adopted, err
			}
		}
	}
	return false, nil
}

// adopt makes a message that left the one that a delivery was to send, when they say
// the same: to the letter, or, unless exact, under another reference. A text without
// a reference may be said again another week: only what was due by then is it.
func (d *Dispatcher) adopt(ctx context.Context, l *lane, v parcours.Delivery, m parcours.LeftMessage, exact bool) (bool, error) {
	if m.Body == "" || l == nil {
		return false, nil
	}
	n, theirs := v.Notification, ""
	if found := printed.FindStringSubmatch(m.Body); found != nil {
		theirs = found[1]
	}
	switch {
	case (n.Reference == "") != (theirs == ""), exact != (n.Reference == theirs):
		return false, nil
	case theirs == "" && n.DueAt.After(m.LeftAt.Add(clockSkew)):
		return false, nil
	}
	v.Notification.Reference = theirs
	j := job{lane: l, delivery: &v, attempt: v.Attempt}
	if err := d.write(&j); err != nil || j.attempt.Body != m.Body {
		return false, nil //nolint:nilerr // what cannot be written is told when it is about to leave
	}
	err := d.Outbox.Adopt(ctx, d.Now(), j.attempt, m, theirs)
	if errors.Is(err, parcours.ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("adopt what left: %w", err)
	}
	d.Log.Info("message found to have left before the backup was restored", logAttempt, j.attempt.ID, logProvider, m.ProviderID)
	return true, nil
}

// laneOf returns the sender of that name, else the first of the channel.
func (d *Dispatcher) laneOf(channel parcours.Channel, name string) *lane {
	var same *lane
	for _, l := range d.lanes {
		switch {
		case l.sender.Channel() != channel:
		case l.sender.Name() == name:
			return l
		case same == nil:
			same = l
		}
	}
	return same
}
