package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// States of a morning's e-mail. One that was being sent when the process died stays so:
// it is not sent again, for tomorrow's says the same.
const (
	digestSent    = "sent"
	digestEmpty   = "empty"
	digestFailing = "failing"
	digestFailed  = "failed"
)

// ClaimDigests returns what waits, this day, for accounts that were not told yet and
// want to be: each is returned once, but for those that FailDigest gives back. Accounts
// for which nothing waits are noted and not returned, and neither is whoever is away.
func (s *Store) ClaimDigests(ctx context.Context, now time.Time, limit int) ([]parcours.Digest, error) {
	day := s.today(now)
	var claimed []parcours.Digest
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		claimed = nil
		due, err := tx.DigestsDue(ctx, day.String(), millis(now), int32(limit))
		if err != nil {
			return err
		}
		for _, r := range due {
			held, err := tx.ClaimDigest(ctx, r.ID, day.String(), millis(now))
			if err != nil {
				return err
			}
			if held == 0 {
				continue
			}
			row, err := tx.AccountByID(ctx, r.ID)
			if err != nil {
				return err
			}
			claimed = append(claimed, parcours.Digest{Account: accountOf(row), Day: day, Try: int(r.Tries) + 1})
		}
		return tx.DropDigestsBefore(ctx, day.AddDays(-30).String())
	})
	if err != nil {
		return nil, fmt.Errorf("claim digests: %w", err)
	}
	full := claimed[:0]
	for _, d := range claimed {
		if d, err = s.digest(ctx, now, d); err != nil {
			return nil, fmt.Errorf("digest: %w", err)
		}
		if !d.Empty() {
			full = append(full, d)
			continue
		}
		if err := s.endDigest(ctx, d, digestEmpty, time.Time{}); err != nil {
			return nil, err
		}
	}
	return full, nil
}

// digest counts what waits.
func (s *Store) digest(ctx context.Context, now time.Time, d parcours.Digest) (parcours.Digest, error) {
	actor := d.Account.Actor()
	f := parcours.Filter{}
	lists := parcours.WorkLists()
	if !actor.SeesAll() {
		if actor.ProfessionalID == "" {
			return d, nil // an empty filter would count everybody's
		}
		f.ReferentID = actor.ProfessionalID
		lists = slices.DeleteFunc(lists, func(l parcours.WorkList) bool { return !l.OfReferents() })
	}
	counts, err := s.WorkCounts(ctx, now, f, lists)
	if err != nil {
		return d, err
	}
	d.Lists = map[parcours.WorkList]int{}
	for list, n := range counts {
		if n > 0 {
			d.Lists[list] = n
		}
	}
	desk, err := s.Desk(ctx, now, actor)
	if err != nil {
		return d, err
	}
	d.Questions, d.Hindered, d.Jobs = len(desk.Questions), len(desk.Hindered), len(desk.Jobs)
	for _, q := range desk.Questions {
		if q.DueAt.Before(now) {
			d.Overdue++
		}
	}
	for _, a := range desk.Appointments {
		if s.today(a.StartsAt) == d.Day {
			d.Today++
		}
	}
	if !actor.SeesAll() {
		return d, nil
	}
	leavers, err := s.Leavers(ctx, actor, 1000)
	if err != nil {
		return d, err
	}
	dead, err := s.DeadUpstream(ctx, actor)
	d.Leavers, d.Upstream = len(leavers), len(dead)
	return d, err
}

// DigestSent notes that the relay took the e-mail, or may have.
func (s *Store) DigestSent(ctx context.Context, d parcours.Digest) error {
	return s.endDigest(ctx, d, digestSent, time.Time{})
}

// DigestFailed notes that the relay did not take the e-mail: it is given back at again,
// a few times; after that, or when again is zero, somebody is told, once a day.
func (s *Store) DigestFailed(ctx context.Context, now time.Time, d parcours.Digest, again time.Time) error {
	if !again.IsZero() && d.Try < parcours.DigestTries {
		return s.endDigest(ctx, d, digestFailing, again)
	}
	if err := s.endDigest(ctx, d, digestFailed, time.Time{}); err != nil {
		return err
	}
	_, err := s.RaiseIncident(ctx, parcours.Incident{Key: "digest_failed/" + d.Day.String(), Kind: "digest_failed", At: now})
	return err
}

func (s *Store) endDigest(ctx context.Context, d parcours.Digest, state string, again time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.EndDigest(ctx, gen.EndDigestParams{AccountID: d.Account.ID, OnDate: d.Day.String(), State: state, NextAt: millis(again)})
	})
	if err != nil {
		return fmt.Errorf("end digest: %w", err)
	}
	return nil
}

// WantsDigest reports whether the account wants the morning's e-mail.
func (s *Store) WantsDigest(ctx context.Context, accountID string) (bool, error) {
	wants := false
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.DigestOff(ctx, accountID)
		wants = len(rows) > 0 && !rows[0]
		return err
	})
	if err != nil {
		return false, fmt.Errorf("wants digest: %w", err)
	}
	return wants, nil
}

// SetDigest notes whether the account wants the morning's e-mail.
func (s *Store) SetDigest(ctx context.Context, accountID string, wants bool) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := tx.SetDigestOff(ctx, accountID, !wants)
		if err == nil && changed == 0 {
			err = parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set digest: %w", err)
	}
	return nil
}
