package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// CallsDue returns the people to call, by date of entry, with all that there is
// to tell each; a referent sees their own people. Reminders are there from their
// day on.
func (s *Store) CallsDue(ctx context.Context, now time.Time, actor parcours.Actor, f parcours.Filter) ([]parcours.DueCall, error) {
	var due []parcours.DueCall
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		due = nil
		today := tx.today(now)
		rows, err := tx.CallsWanted(ctx, gen.CallsWantedParams{
			Now: millis(now), RemindedBy: millis(today.AddDays(1).At(0, 0, tx.rules.Zone)) - 1, Territory: f.TerritoryID,
			SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: today.String(),
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if len(due) == 0 || due[len(due)-1].PersonID != r.PersonID {
				d, err := tx.dueCall(ctx, r, today)
				if err != nil {
					return err
				}
				due = append(due, d)
			}
			n, err := tx.readNotification(ctx, r.NotificationID)
			if err != nil {
				return err
			}
			d := &due[len(due)-1]
			if at := instant(r.DueAt); at.Before(d.DueAt) {
				d.DueAt = at
			}
			d.Tries = max(d.Tries, int(r.Tries))
			d.Messages = append(d.Messages, parcours.CallMessage{AttemptID: r.AttemptID, Kind: r.Kind, Facts: n.Facts})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("calls due: %w", err)
	}
	return due, nil
}

func (tx *tx) dueCall(ctx context.Context, r gen.CallsWantedRow, today parcours.Date) (parcours.DueCall, error) {
	entered := date(r.EnteredOn)
	d := parcours.DueCall{
		PersonID: r.PersonID, Name: parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(), Territory: r.Territory,
		Referent: parcours.Professional{FirstName: r.ReferentFirstName, LastName: r.ReferentLastName}.Name(), Language: parcours.Language(r.Language),
		DueAt: instant(r.DueAt), Deadline: tx.rules.Deadline(entered), Colour: tx.rules.Clock(entered, date(r.ConvenedOn), today),
		Loss: parcours.LossCause(r.ContactLoss),
	}
	point, err := tx.voice(ctx, r.PersonID)
	d.Phone, d.Shared = point.Address, point.Shared
	return d, err
}

// voice returns the number at which a person is called now; a zero point when
// none is theirs.
func (tx *tx) voice(ctx context.Context, personID string) (parcours.ContactPoint, error) {
	points, err := tx.contactPoints(ctx, personID)
	if err != nil {
		return parcours.ContactPoint{}, err
	}
	point, channel, _ := tx.rules.Route(parcours.ChannelCall, points, []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS}, true)
	if channel != parcours.ChannelCall {
		return parcours.ContactPoint{}, nil
	}
	return point, nil
}

// CallsDone returns the calls recorded since an instant, the latest first.
func (s *Store) CallsDone(ctx context.Context, now, since time.Time, actor parcours.Actor) ([]parcours.DoneCall, error) {
	var done []parcours.DoneCall
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.CallsMade(ctx, gen.CallsMadeParams{
			Since: millis(since), SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: tx.today(now).String(),
		})
		done = nil
		for _, r := range rows {
			done = append(done, parcours.DoneCall{
				ID: r.ID, PersonID: r.PersonID, Name: parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(),
				Outcome: parcours.CallOutcome(r.Outcome), At: instant(r.At), Undone: r.UndoneAt > 0,
				By: parcours.Professional{FirstName: r.AuthorFirstName, LastName: r.AuthorLastName}.Name(),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("calls done: %w", err)
	}
	return done, nil
}

// RecordCall writes how a call ended, and what follows: reaching the person tells
// them, an unanswered call comes back until Rules.CallTries and then goes on to
// the next channel, and a wrong number is theirs no longer. It returns the id of
// the call. ErrNotFound outside the actor's scope, ErrConflict when one of the
// messages was settled meanwhile.
func (s *Store) RecordCall(ctx context.Context, now time.Time, actor parcours.Actor, c parcours.Call) (string, error) {
	var id string
	if !slices.Contains(parcours.CallOutcomes(), c.Outcome) || len(c.AttemptIDs) == 0 {
		return "", fmt.Errorf("record call: %w: a call has an outcome and something to tell", parcours.ErrInvalid)
	}
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, c.PersonID); err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", c.PersonID); err != nil {
			return err
		}
		point, err := tx.voice(ctx, c.PersonID)
		if err != nil {
			return err
		}
		id = tx.newID(now)
		call := gen.InsertCallParams{ID: id, PersonID: c.PersonID, At: millis(now), Author: by(actor), Outcome: string(c.Outcome)}
		if c.Outcome == parcours.CallWrongNumber {
			call.ContactIndex, call.ContactStatus = tx.vault.addressIndex(point.Address), string(point.Status)
		}
		if err := tx.InsertCall(ctx, call); err != nil {
			return err
		}
		for _, attemptID := range c.AttemptIDs {
			if err := tx.recordCall(ctx, now, call, attemptID, point); err != nil {
				return err
			}
		}
		if c.Outcome != parcours.CallWrongNumber {
			return nil
		}
		return tx.wrongNumber(ctx, now, call, c.AttemptIDs, point)
	})
	if err != nil {
		return "", fmt.Errorf("record call: %w", err)
	}
	return id, nil
}

// recordCall writes the outcome for one message of the call.
func (tx *tx) recordCall(ctx context.Context, now time.Time, call gen.InsertCallParams, attemptID string, point parcours.ContactPoint) error {
	a, err := tx.Attempt(ctx, attemptID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && a.PersonID.String != call.PersonID {
		return parcours.ErrNotFound
	}
	if err != nil {
		return err
	}
	if a.Channel != string(parcours.ChannelCall) || a.State != string(parcours.AttemptQueued) {
		return fmt.Errorf("%w: attempt %s does not wait for a call any more", parcours.ErrConflict, attemptID)
	}
	err = tx.InsertCallAttempt(ctx, gen.InsertCallAttemptParams{CallID: call.ID, AttemptID: attemptID, DueBefore: a.DueAt, TriesBefore: a.Tries})
	if err != nil {
		return err
	}
	n, err := tx.readNotification(ctx, a.NotificationID)
	if err != nil {
		return err
	}
	said := details{"channel": a.Channel, "kind": n.Kind, "notification": n.ID, "call": call.ID, "outcome": call.Outcome}
	switch parcours.CallOutcome(call.Outcome) {
	case parcours.CallReached:
		return tx.reachedByPhone(ctx, now, call, a, n, point, said)
	case parcours.CallWrongNumber:
		return tx.append(ctx, now, call.PersonID, parcours.EventCalled, call.Author, a.ID, said)
	}
	next := tx.rules.NextCall(now, n.Facts.StartsAt)
	if int(a.Tries)+1 < tx.rules.CallTries && !next.IsZero() {
		said["due_at"] = next.UTC().Format(time.RFC3339)
		if err := tx.append(ctx, now, call.PersonID, parcours.EventCalled, call.Author, a.ID, said); err != nil {
			return err
		}
		_, err := tx.CallAgain(ctx, a.ID, millis(next), millis(now))
		return err
	}
	if _, err := tx.CallInVain(ctx, a.ID, call.Outcome, millis(now)); err != nil {
		return err
	}
	said["given_up"] = "yes"
	if err := tx.called(ctx, now, call, a.ID, said); err != nil {
		return err
	}
	if err := tx.reach(ctx, call.PersonID, stageUndelivered, tx.today(now)); err != nil {
		return err
	}
	return tx.fallBack(ctx, now, n.ID, a.N, "call_"+call.Outcome)
}

// reachedByPhone: the person was told, and what would tell them again is withdrawn.
func (tx *tx) reachedByPhone(ctx context.Context, now time.Time, call gen.InsertCallParams, a gen.Attempt, n intent, point parcours.ContactPoint, said details) error {
	_, err := tx.CallReached(ctx, gen.CallReachedParams{
		ID: a.ID, Now: millis(now), AddressSealed: tx.vault.seal(columnAttemptAddress, []byte(point.Address)), AddressIndex: tx.vault.addressIndex(point.Address),
	})
	if err != nil {
		return err
	}
	if err := tx.called(ctx, now, call, a.ID, said); err != nil {
		return err
	}
	if n.Kind == parcours.KindConvocation {
		if err := tx.NoteConvenedBy(ctx, call.PersonID, n.Kind); err != nil {
			return err
		}
	}
	for _, stage := range []stage{stageSent, stageDelivered, stageConvoked, stageConvened} {
		if (stage == stageConvoked || stage == stageConvened) && n.Kind != parcours.KindConvocation {
			continue
		}
		if err := tx.reach(ctx, call.PersonID, stage, tx.today(now)); err != nil {
			return err
		}
	}
	if _, err := tx.CancelYounger(ctx, n.ID, a.N, millis(now)); err != nil {
		return err
	}
	if err := tx.AskPrompts(ctx, n.ID, millis(now)); err != nil {
		return err
	}
	_, err = tx.settle(ctx, now, n, "")
	return err
}

// called writes the entry of a call that ended its message.
func (tx *tx) called(ctx context.Context, now time.Time, call gen.InsertCallParams, attemptID string, said details) error {
	if err := tx.holdMoved(ctx, said, attemptID); err != nil {
		return err
	}
	return tx.append(ctx, now, call.PersonID, parcours.EventCalled, call.Author, attemptID, said)
}

// wrongNumber: what waits for that number goes to another one, or on to the next
// channel.
func (tx *tx) wrongNumber(ctx context.Context, now time.Time, call gen.InsertCallParams, attemptIDs []string, point parcours.ContactPoint) error {
	if point.Address != "" {
		err := tx.disown(ctx, now, closing{
			channel: parcours.ChannelCall, addressIndex: call.ContactIndex, personID: call.PersonID, proof: call.ID, actor: call.Author,
		})
		if err != nil {
			return err
		}
	}
	for _, attemptID := range attemptIDs { // those that were planned for another number
		a, err := tx.Attempt(ctx, attemptID)
		if err != nil {
			return err
		}
		if err := tx.cancelOne(ctx, now, a.ID, a.NotificationID, a.N, parcours.ReasonAddressFormer); err != nil {
			return err
		}
	}
	return nil
}

// UndoCall takes back a call that was recorded by mistake: its messages wait for
// a call again, as before. ErrConflict when somebody was called again since, when
// what followed has left already, or when it was taken back before.
func (s *Store) UndoCall(ctx context.Context, now time.Time, actor parcours.Actor, callID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		call, err := tx.Call(ctx, callID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := tx.allowed(ctx, actor, call.PersonID); err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", call.PersonID); err != nil {
			return err
		}
		undone, err := tx.UndoCall(ctx, callID, millis(now), by(actor))
		if err != nil {
			return err
		}
		if undone == 0 {
			return fmt.Errorf("%w: it was taken back before", parcours.ErrConflict)
		}
		again, err := tx.CalledSince(ctx, callID)
		if err != nil {
			return err
		}
		if again {
			return fmt.Errorf("%w: they were called again since", parcours.ErrConflict)
		}
		if call.ContactIndex != "" {
			err := tx.RestorePoints(ctx, gen.RestorePointsParams{PersonID: call.PersonID, AddressIndex: call.ContactIndex, Status: call.ContactStatus, UpdatedAt: millis(now)})
			if err != nil {
				return err
			}
			if err := tx.updateContactLoss(ctx, call.PersonID); err != nil {
				return err
			}
		}
		attempts, err := tx.AttemptsOfCall(ctx, callID)
		if err != nil {
			return err
		}
		for _, a := range attempts {
			if err := tx.waitForCall(ctx, now, by(actor), call, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("undo call: %w", err)
	}
	return nil
}

// waitForCall puts one message of a call back into the call list.
func (tx *tx) waitForCall(ctx context.Context, now time.Time, actor string, call gen.CallRow, was gen.AttemptsOfCallRow) error {
	a, err := tx.Attempt(ctx, was.AttemptID)
	if err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, a.NotificationID)
	if err != nil {
		return err
	}
	if err := tx.dropYounger(ctx, n.ID, a.ID); err != nil {
		return err
	}
	err = tx.RestoreYounger(ctx, gen.RestoreYoungerParams{NotificationID: n.ID, N: a.N, CancelledAt: call.At, Now: millis(now)})
	if err != nil {
		return err
	}
	state := parcours.AttemptQueued
	if n.cancelled {
		state = parcours.AttemptCancelled
	}
	_, err = tx.RestoreCall(ctx, gen.RestoreCallParams{
		ID: a.ID, State: string(state), Rank: int64(state.Rank()), DueAt: was.DueBefore, Tries: was.TriesBefore, UpdatedAt: millis(now),
	})
	if err != nil {
		return err
	}
	if err := tx.corrected(ctx, now, actor, call.PersonID, n.ID, a.ID, parcours.ChannelCall, call.Outcome); err != nil {
		return err
	}
	return tx.resettle(ctx, now, n)
}
