package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// DuplicatePeople returns the proposals that nobody has decided, the strongest first, at
// most limit, each with both files; ErrNotFound for anybody but the coordinator.
func (s *Store) DuplicatePeople(ctx context.Context, actor parcours.Actor, limit int) ([]parcours.DuplicatePeople, error) {
	var proposals []parcours.DuplicatePeople
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() || actor.TerritoryID != "" {
			return parcours.ErrNotFound
		}
		rows, err := tx.OpenDuplicatePeople(ctx, int32(limit))
		if err != nil {
			return err
		}
		proposals = make([]parcours.DuplicatePeople, 0, len(rows))
		for _, r := range rows {
			p := parcours.DuplicatePeople{
				FirstID: r.PersonID, SecondID: r.OtherID, Strength: parcours.DuplicateStrength(r.Strength), Reasons: reasonsOf(r.Reasons), FoundAt: instant(r.FoundAt),
			}
			if p.First, err = tx.file(ctx, p.FirstID); err != nil {
				return err
			}
			if p.Second, err = tx.file(ctx, p.SecondID); err != nil {
				return err
			}
			proposals = append(proposals, p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("duplicate people: %w", err)
	}
	return proposals, nil
}

func reasonsOf(text string) []parcours.DuplicateReason {
	var reasons []parcours.DuplicateReason
	for _, word := range strings.Fields(text) {
		reasons = append(reasons, parcours.DuplicateReason(word))
	}
	return reasons
}

func joinReasons(reasons []parcours.DuplicateReason) string {
	var words []string
	for _, r := range reasons {
		words = append(words, string(r))
	}
	return strings.Join(words, " ")
}

// CountDuplicatePeople counts the proposals that nobody has decided.
func (s *Store) CountDuplicatePeople(ctx context.Context) (int, error) {
	var n int64
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		n, err = tx.Queries.CountDuplicatePeople(ctx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count duplicate people: %w", err)
	}
	return int(n), nil
}

// KeepApart decides that two files are of two people: they are not proposed again.
// ErrConflict when somebody decided meanwhile.
func (s *Store) KeepApart(ctx context.Context, now time.Time, actor parcours.Actor, oneID, otherID string) error {
	return s.onPair(ctx, "keep two people apart", actor, oneID, otherID, func(ctx context.Context, tx *tx, first, second string) (int64, error) {
		return tx.Queries.KeepApart(ctx, gen.KeepApartParams{PersonID: first, OtherID: second, DecidedAt: millis(now), DecidedBy: by(actor)})
	})
}

// ReopenDuplicate takes back that two files are of two people: they are proposed once
// more. ErrConflict when nobody had decided so.
func (s *Store) ReopenDuplicate(ctx context.Context, actor parcours.Actor, oneID, otherID string) error {
	return s.onPair(ctx, "propose two people again", actor, oneID, otherID, func(ctx context.Context, tx *tx, first, second string) (int64, error) {
		return tx.ReopenDuplicatePeople(ctx, first, second)
	})
}

func (s *Store) onPair(ctx context.Context, what string, actor parcours.Actor, oneID, otherID string, change func(ctx context.Context, tx *tx, first, second string) (int64, error)) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() || actor.TerritoryID != "" {
			return parcours.ErrNotFound
		}
		changed, err := change(ctx, tx, min(oneID, otherID), max(oneID, otherID))
		if err == nil && changed == 0 {
			err = parcours.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// inheritDuplicates gives the kept person the proposals about the merged one, and what
// was decided of them.
func (tx *tx) inheritDuplicates(ctx context.Context, keptID, mergedID string) error {
	rows, err := tx.DuplicatesOfPerson(ctx, mergedID)
	if err != nil {
		return err
	}
	if err := tx.DropDuplicatesOfPerson(ctx, mergedID); err != nil {
		return err
	}
	for _, r := range rows {
		other := r.OtherID
		if other == mergedID {
			other = r.PersonID
		}
		if other == keptID {
			continue
		}
		err := tx.PutDecidedDuplicatePeople(ctx, gen.PutDecidedDuplicatePeopleParams{
			PersonID: min(keptID, other), OtherID: max(keptID, other), Strength: r.Strength, Reasons: r.Reasons, FoundAt: r.FoundAt,
			Decision: r.Decision, DecidedAt: r.DecidedAt, DecidedBy: r.DecidedBy,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
