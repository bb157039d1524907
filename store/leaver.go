package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// decisionExited is that somebody has left.
const decisionExited = "exited"

// followLeaving lists a person among the leavers when their household's file is
// closed, takes them off the list when it is open again, and reports whether it did
// either. What was decided about a closure is not asked again.
func (tx *tx) followLeaving(ctx context.Context, now time.Time, personID string, d parcours.FundFile) (bool, error) {
	if !d.Closed() {
		dropped, err := tx.DropLeaver(ctx, personID)
		return dropped > 0, err
	}
	reason, leftOn := leaving(d)
	listed, err := tx.PutLeaver(ctx, gen.PutLeaverParams{PersonID: personID, Reason: reason, LeftOn: leftOn, FoundAt: millis(now)})
	if err != nil {
		return false, fmt.Errorf("list leaver: %w", err)
	}
	return listed > 0, nil
}

// leaving is why and when a closed file says that somebody left.
func leaving(d parcours.FundFile) (reason, on string) {
	return cmp.Or(d.ClosureReason, d.State), d.ClosedOn.String()
}

// Leavers returns those who seem to have left and of whom nobody has decided, the
// oldest first, at most limit; ErrNotFound for anybody but the coordinator.
func (s *Store) Leavers(ctx context.Context, actor parcours.Actor, limit int) ([]parcours.Leaver, error) {
	var leavers []parcours.Leaver
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		rows, err := tx.Queries.Leavers(ctx, int32(limit))
		if err != nil {
			return err
		}
		leavers = make([]parcours.Leaver, 0, len(rows))
		for _, r := range rows {
			leavers = append(leavers, parcours.Leaver{
				PersonID: r.PersonID, FirstName: r.FirstName, LastName: r.LastName, Reason: r.Reason, LeftOn: date(r.LeftOn), FoundAt: instant(r.FoundAt),
				Referent: parcours.Professional{FirstName: r.ReferentFirstName, LastName: r.ReferentLastName}.Name(),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("leavers: %w", err)
	}
	return leavers, nil
}

// DecideLeaving ends the follow-up of somebody who seemed to have left, or keeps it.
// What was planned for them is withdrawn in the former case. ErrConflict when
// somebody decided meanwhile.
func (s *Store) DecideLeaving(ctx context.Context, now time.Time, actor parcours.Actor, personID string, left bool) error {
	return s.onPerson(ctx, "decide leaving", actor, personID, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		decision := "kept"
		if left {
			decision = decisionExited
		}
		decided, err := tx.DecideLeaver(ctx, gen.DecideLeaverParams{PersonID: personID, Decision: decision, DecidedAt: millis(now), DecidedBy: by(actor)})
		if err != nil {
			return err
		}
		if decided == 0 {
			return parcours.ErrConflict
		}
		if !left {
			return nil
		}
		return tx.leave(ctx, now, actor, personID, parcours.ExitRightClosed, tx.today(now))
	})
}

// ReopenLeaving takes a decision back: whoever was decided to have left is followed
// again, as Return does, and they are on the list once more. ErrConflict when nobody
// had decided.
func (s *Store) ReopenLeaving(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error {
	return s.onPerson(ctx, "reopen leaving", actor, personID, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		decided, err := tx.DecisionOnLeaver(ctx, personID)
		if err != nil {
			return err
		}
		reopened, err := tx.ReopenLeaver(ctx, personID)
		if err != nil {
			return err
		}
		if reopened == 0 {
			return parcours.ErrConflict
		}
		if decided[0] == decisionExited {
			return tx.followAgain(ctx, now, actor, personID)
		}
		return nil
	})
}
