package notifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

const (
	pollLimit = 50
	// pollFailures in a row end a round: the provider is out of reach.
	pollFailures = 3
)

// PollReceipts asks providers about the messages they took and whose final receipt
// did not come, which it does not when we were away: a receipt is repeated for a
// few seconds at most. It also settles receipts that no attempt was known for, and
// returns how many messages were asked about.
func (d *Dispatcher) PollReceipts(ctx context.Context) (int, error) {
	d.prepare()
	if _, err := d.Outbox.SweepOrphans(ctx, d.Now(), claimLimit); err != nil {
		return 0, fmt.Errorf("sweep receipts: %w", err)
	}
	due, err := d.Outbox.DuePolls(ctx, d.Now(), pollLimit)
	if err != nil {
		return 0, fmt.Errorf("polls due: %w", err)
	}
	failures := 0
	for i, a := range due {
		learnt, err := d.poll(ctx, a)
		if err != nil && !errors.Is(err, parcours.ErrConflict) {
			return i, fmt.Errorf("poll attempt %s: %w", a.ID, err)
		}
		if failures++; learnt {
			failures = 0
		}
		if failures == pollFailures {
			return i + 1, nil
		}
	}
	return len(due), nil
}

// poll asks once about one attempt. learnt is false when the provider should have
// answered and did not.
func (d *Dispatcher) poll(ctx context.Context, a parcours.Attempt) (learnt bool, err error) {
	fetcher, can := d.senderOf(a).(Fetcher)
	learnt = !can || a.ProviderID == ""
	if !learnt {
		asked, cancel := context.WithTimeout(ctx, d.SendTimeout)
		receipt, err := fetcher.Fetch(asked, a.ProviderID)
		cancel()
		if learnt = err == nil; learnt {
			receipt.AttemptID = a.ID
			err = d.Outbox.ApplyReceipt(ctx, d.Now(), receipt)
		}
		switch {
		case errors.Is(err, parcours.ErrInvalid):
			d.Log.Warn("receipt that fits no attempt", logAttempt, a.ID, logError, err)
		case err != nil && learnt:
			return false, err
		case err != nil:
			d.Log.Warn("receipt not fetched", logAttempt, a.ID, logError, err)
		}
	}
	now := d.Now()
	return learnt, d.Outbox.RecordPoll(ctx, now, a, d.nextPoll(a, now, learnt))
}

// nextPoll returns when the receipt of an attempt is asked for again: on schedule,
// at the end of the wait, and after it only while the provider does not answer.
// Zero: never.
func (d *Dispatcher) nextPoll(a parcours.Attempt, now time.Time, learnt bool) time.Time {
	last := d.Rules.NoReceiptAfter
	for _, delay := range d.PollDelays {
		if at := a.LeftAt.Add(delay); at.After(now) && delay <= last {
			return at
		}
	}
	if end := a.LeftAt.Add(last); end.After(now) {
		return end
	}
	if again := now.Add(d.PollDelays[0]); !learnt && again.Before(a.LeftAt.Add(2*last)) {
		return again
	}
	return time.Time{}
}
