package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// letterChunk is how many letters share a transaction: messages keep leaving
// while a large batch is made or posted.
const letterChunk = 50

// shownBatches is how many batches are listed.
const shownBatches = 20

// MakeLetters puts the letters that are due, or those chosen among them, into a
// new batch: the words and the address of each are composed, sealed and kept, and
// nothing leaves. compose runs inside a transaction: it must be quick, and refuse
// with ErrInvalid or ErrNotFound what cannot be written, which raises an incident.
//
// ErrConflict when nothing was left to write, ErrNotFound for anybody but the
// coordinator.
func (s *Store) MakeLetters(ctx context.Context, now time.Time, actor parcours.Actor, chosen parcours.LetterSelection, compose func(parcours.LetterOrder) (parcours.Letter, error)) (parcours.MadeLetters, error) {
	var made parcours.MadeLetters
	if !actor.SeesAll() {
		return made, fmt.Errorf("make letters: %w", parcours.ErrNotFound)
	}
	due, err := s.LettersDue(ctx, now, actor, parcours.Filter{TerritoryID: chosen.TerritoryID})
	if err != nil {
		return made, fmt.Errorf("make letters: %w", err)
	}
	due = slices.DeleteFunc(due, func(d parcours.DueLetter) bool {
		return d.Obstacle != parcours.LetterPossible || len(chosen.NotificationIDs) > 0 && !slices.Contains(chosen.NotificationIDs, d.NotificationID)
	})
	batch := gen.InsertLetterBatchParams{ID: s.newID(now), TerritoryID: null(chosen.TerritoryID), MadeAt: millis(now), MadeBy: by(actor)}
	for chunk := range slices.Chunk(due, letterChunk) {
		letters, refused := 0, 0
		err := s.write(ctx, func(ctx context.Context, tx *tx) error {
			letters, refused = 0, 0
			for _, d := range chunk {
				b := batch
				if made.Letters+letters > 0 {
					b.MadeBy = "" // it is there
				}
				switch done, err := tx.makeLetter(ctx, now, b, d, chosen.Links, compose); {
				case errors.Is(err, parcours.ErrConflict): // settled, or put into another batch, meanwhile
				case err != nil:
					return err
				case done:
					letters++
				default:
					refused++
				}
			}
			return nil
		})
		if err != nil {
			return made, fmt.Errorf("make letters: %w", err)
		}
		made.Letters += letters
		made.Refused += refused
	}
	if made.Letters > 0 {
		made.BatchID = batch.ID
		return made, nil
	}
	if made.Refused > 0 {
		return made, nil
	}
	return made, fmt.Errorf("make letters: %w: there is nothing to write", parcours.ErrConflict)
}

// makeLetter composes and keeps one letter; false when its words were refused.
// The batch is written with its first letter, and known to be there when it has
// no author.
func (tx *tx) makeLetter(ctx context.Context, now time.Time, batch gen.InsertLetterBatchParams, d parcours.DueLetter, links bool, compose func(parcours.LetterOrder) (parcours.Letter, error)) (bool, error) {
	if err := tx.lock(ctx, "person", d.PersonID); err != nil {
		return false, err
	}
	n, err := tx.readNotification(ctx, d.NotificationID)
	if err != nil {
		return false, err
	}
	wanted, err := tx.wanted(ctx, now, n)
	if err != nil {
		return false, err
	}
	if !wanted || n.State == parcours.NotificationDelivered {
		return false, fmt.Errorf("%w: the message was settled", parcours.ErrConflict)
	}
	order, err := tx.order(ctx, now, n, links)
	var letter parcours.Letter
	if err == nil {
		letter, err = compose(order)
	}
	if errors.Is(err, parcours.ErrInvalid) || errors.Is(err, parcours.ErrNotFound) {
		_, err := tx.raise(ctx, now, parcours.Incident{
			Key: "letter_wording/" + n.ID, Kind: "letter_wording", PersonID: n.PersonID, Details: details{"template": n.Template},
		}, "")
		return false, err
	}
	if err != nil {
		return false, err
	}
	attemptID, err := tx.letterAttempt(ctx, now, n, d.Reason)
	if err != nil {
		return false, err
	}
	if batch.MadeBy != "" {
		if err := tx.InsertLetterBatch(ctx, batch); err != nil {
			return false, fmt.Errorf("insert batch: %w", err)
		}
	}
	return true, tx.keepLetter(ctx, now, batch.ID, attemptID, d, letter)
}

func (tx *tx) keepLetter(ctx context.Context, now time.Time, batchID, attemptID string, d parcours.DueLetter, letter parcours.Letter) error {
	o := letter.Order
	row := gen.InsertLetterParams{
		ID: tx.newID(now), BatchID: batchID, PersonID: d.PersonID, NotificationID: d.NotificationID, AttemptID: attemptID, Reason: string(d.Reason),
	}
	if letter.Link != "" {
		row.LinkIndex = tx.vault.tokenIndex(o.Token)
		// Links that were given by other means stay good: the person may hold one.
		err := tx.InsertLink(ctx, gen.InsertLinkParams{
			TokenIndex: row.LinkIndex, PersonID: null(d.PersonID), CreatedAt: millis(now), ExpiresAt: millis(now.Add(tx.rules.LetterLinkValidity)),
		})
		if err != nil {
			return fmt.Errorf("one-time code: %w", err)
		}
	}
	text, err := json.Marshal(letter)
	if err != nil {
		return fmt.Errorf("encode letter: %w", err)
	}
	row.ContentSealed = tx.vault.seal(columnLetter, text)
	last, err := tx.LastPosition(ctx, batchID)
	if err != nil {
		return err
	}
	row.Position = last + 1
	if err := tx.InsertLetter(ctx, row); err != nil {
		return fmt.Errorf("insert letter: %w", err)
	}
	err = tx.AddressLetter(ctx, gen.AddressLetterParams{
		ID: attemptID, AddressSealed: tx.vault.seal(columnAttemptAddress, []byte(strings.Join(letter.To, "\n"))),
		AddressIndex: tx.postIndex(o.Address), UpdatedAt: millis(now),
	})
	if err != nil {
		return fmt.Errorf("address letter: %w", err)
	}
	return nil
}

// LetterBatches returns the newest batches that hold a letter the actor may see.
func (s *Store) LetterBatches(ctx context.Context, now time.Time, actor parcours.Actor) ([]parcours.LetterBatch, error) {
	var batches []parcours.LetterBatch
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		batches = nil
		rows, err := tx.LetterBatches(ctx, "", shownBatches)
		if err != nil {
			return err
		}
		for _, row := range rows {
			b, letters, err := tx.letterBatch(ctx, now, actor, row)
			if err != nil {
				return err
			}
			if len(letters) > 0 {
				batches = append(batches, b)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("letter batches: %w", err)
	}
	return batches, nil
}

// LetterBatch returns one batch with its letters in the order of printing; a
// referent sees those of their own people. ErrNotFound when there is none to see.
func (s *Store) LetterBatch(ctx context.Context, now time.Time, actor parcours.Actor, id string) (parcours.LetterBatch, []parcours.BatchedLetter, error) {
	var batch parcours.LetterBatch
	var letters []parcours.BatchedLetter
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		batch, letters, err = tx.openBatch(ctx, now, actor, id)
		return err
	})
	if err != nil {
		return batch, nil, fmt.Errorf("letter batch: %w", err)
	}
	return batch, letters, nil
}

func (tx *tx) openBatch(ctx context.Context, now time.Time, actor parcours.Actor, id string) (parcours.LetterBatch, []parcours.BatchedLetter, error) {
	if id == "" {
		return parcours.LetterBatch{}, nil, parcours.ErrNotFound
	}
	rows, err := tx.LetterBatches(ctx, id, 1)
	if err != nil {
		return parcours.LetterBatch{}, nil, err
	}
	if len(rows) == 0 {
		return parcours.LetterBatch{}, nil, parcours.ErrNotFound
	}
	batch, letters, err := tx.letterBatch(ctx, now, actor, rows[0])
	if err == nil && len(letters) == 0 && !actor.SeesAll() {
		err = parcours.ErrNotFound
	}
	return batch, letters, err
}

func (tx *tx) letterBatch(ctx context.Context, now time.Time, actor parcours.Actor, row gen.LetterBatchesRow) (parcours.LetterBatch, []parcours.BatchedLetter, error) {
	batch := parcours.LetterBatch{
		ID: row.ID, MadeAt: instant(row.MadeAt), Territory: row.Territory,
		MadeBy: parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name(),
	}
	rows, err := tx.LettersOfBatch(ctx, gen.LettersOfBatchParams{
		BatchID: row.ID, SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: tx.today(now).String(),
	})
	if err != nil {
		return batch, nil, err
	}
	letters := make([]parcours.BatchedLetter, 0, len(rows))
	for _, r := range rows {
		l := parcours.BatchedLetter{
			ID: r.ID, Position: int(r.Position), PersonID: r.PersonID, Name: parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(),
			Kind: r.Kind, Reason: parcours.LetterReason(r.Reason), StartsAt: instant(r.StartsAt), State: letterState(r.PrintedAt, r.PostedOn, r.ReturnedOn),
			PrintedAt: instant(r.PrintedAt), PostedOn: date(r.PostedOn), ReturnedOn: date(r.ReturnedOn), Cause: parcours.ReturnCause(r.ReturnCause),
			Withdrawn: withdrawn(r, now),
		}
		batch.Letters++
		batch.Printed += count(l.State != parcours.LetterPrepared, 1)
		batch.Posted += count(l.State == parcours.LetterPosted || l.State == parcours.LetterReturned, 1)
		batch.Returned += count(l.State == parcours.LetterReturned, 1)
		batch.Withdrawn += count(l.Withdrawn != "", 1)
		letters = append(letters, l)
	}
	return batch, letters, nil
}

func letterState(printedAt int64, postedOn, returnedOn string) parcours.LetterState {
	switch {
	case returnedOn != "":
		return parcours.LetterReturned
	case postedOn != "":
		return parcours.LetterPosted
	case printedAt > 0:
		return parcours.LetterPrinted
	}
	return parcours.LetterPrepared
}

// withdrawn says why a letter that was not posted must not be any more.
func withdrawn(r gen.LettersOfBatchRow, now time.Time) string {
	stands := r.Version == r.AppointmentVersion && r.StartsAt > millis(now) &&
		(r.Outcome == string(parcours.OutcomeUnknown)) == (r.Kind != parcours.KindCancellation)
	switch {
	case r.PostedOn != "":
		return ""
	case r.ExitedOn != "" || r.LeftOn != "":
		return parcours.WithdrawnExited
	case !stands:
		return parcours.WithdrawnOver
	case r.State == string(parcours.AttemptQueued):
		return ""
	case r.Code == parcours.WithdrawnProved:
		return parcours.WithdrawnProved
	}
	return parcours.WithdrawnOther
}

// Letters returns the letters of a batch that are to be printed, exactly as they
// were made. ErrNotFound for anybody but the coordinator.
func (s *Store) Letters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string) (parcours.LetterBatch, []parcours.Letter, error) {
	var batch parcours.LetterBatch
	var letters []parcours.Letter
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		var listed []parcours.BatchedLetter
		var err error
		if batch, listed, err = tx.openBatch(ctx, now, actor, batchID); err != nil {
			return err
		}
		contents, err := tx.LetterContents(ctx, batchID)
		if err != nil {
			return err
		}
		letters = nil
		for i, c := range contents {
			if listed[i].Withdrawn != "" {
				continue
			}
			letter, err := tx.openLetter(c.ContentSealed)
			if err != nil {
				return err
			}
			letters = append(letters, letter)
		}
		return nil
	})
	if err != nil {
		return batch, nil, fmt.Errorf("letters: %w", err)
	}
	return batch, letters, nil
}

func (c *core) openLetter(sealed []byte) (parcours.Letter, error) {
	var letter parcours.Letter
	text, err := c.vault.open(columnLetter, sealed)
	if err != nil {
		return letter, err
	}
	if err := json.Unmarshal(text, &letter); err != nil {
		return letter, fmt.Errorf("decode letter: %w", err)
	}
	return letter, nil
}

// letterOfBatch reads one letter; ErrNotFound when it is not in the batch.
func (tx *tx) letterOfBatch(ctx context.Context, batchID, id string) (gen.LetterRow, error) {
	l, err := tx.Letter(ctx, id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && l.BatchID != batchID {
		return l, parcours.ErrNotFound
	}
	return l, err
}
