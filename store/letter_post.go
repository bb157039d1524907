package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// PrintLetters notes that letters of a batch were printed: those named, or all
// that were only prepared. It returns how many changed.
func (s *Store) PrintLetters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string) (int, error) {
	return s.eachLetter(ctx, now, actor, batchID, ids, "print letters", []parcours.LetterState{parcours.LetterPrepared},
		func(ctx context.Context, tx *tx, l gen.LetterRow) error { return tx.print(ctx, now, by(actor), l) })
}

// PostLetters notes that letters of a batch were given to the post on a day, which
// is not in the future nor before the batch: those named, or all that are not
// posted yet. Posting tells: it is a convocation's date. Letters that were
// withdrawn are left out unless they are named, because what is in the post is a
// fact. It returns how many changed.
func (s *Store) PostLetters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string, on parcours.Date) (int, error) {
	if on.IsZero() || on.After(s.today(now)) {
		return 0, fmt.Errorf("post letters: %w: the day of posting is today at the latest", parcours.ErrInvalid)
	}
	return s.eachLetter(ctx, now, actor, batchID, ids, "post letters", []parcours.LetterState{parcours.LetterPrepared, parcours.LetterPrinted},
		func(ctx context.Context, tx *tx, l gen.LetterRow) error { return tx.post(ctx, now, by(actor), l, on) })
}

// ReturnLetter notes that the post brought a letter back on a day: it told
// nothing, and the message goes on to the next channel or to a human.
func (s *Store) ReturnLetter(ctx context.Context, now time.Time, actor parcours.Actor, batchID, id string, cause parcours.ReturnCause, on parcours.Date) error {
	if !slices.Contains(parcours.ReturnCauses(), cause) || on.IsZero() || on.After(s.today(now)) {
		return fmt.Errorf("return letter: %w: a return has a cause and a day that is not in the future", parcours.ErrInvalid)
	}
	changed, err := s.eachLetter(ctx, now, actor, batchID, []string{id}, "return letter", []parcours.LetterState{parcours.LetterPosted},
		func(ctx context.Context, tx *tx, l gen.LetterRow) error {
			return tx.comeBack(ctx, now, by(actor), l, cause, on)
		})
	if err == nil && changed == 0 {
		err = fmt.Errorf("return letter: %w: it is not in the post", parcours.ErrConflict)
	}
	return err
}

// TakeBackLetters undoes a step that was noted by mistake: of the letters named,
// or of all of the batch, those in the state go one step back. ErrConflict when
// something rests on it since. It returns how many changed.
func (s *Store) TakeBackLetters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string, state parcours.LetterState) (int, error) {
	back := map[parcours.LetterState]func(context.Context, *tx, gen.LetterRow) error{
		parcours.LetterPrinted:  func(ctx context.Context, tx *tx, l gen.LetterRow) error { return tx.unprint(ctx, now, by(actor), l) },
		parcours.LetterPosted:   func(ctx context.Context, tx *tx, l gen.LetterRow) error { return tx.unpost(ctx, now, by(actor), l) },
		parcours.LetterReturned: func(ctx context.Context, tx *tx, l gen.LetterRow) error { return tx.unreturn(ctx, now, by(actor), l) },
	}[state]
	if back == nil {
		return 0, fmt.Errorf("take back letters: %w: nothing was noted", parcours.ErrInvalid)
	}
	return s.eachLetter(ctx, now, actor, batchID, ids, "take back letters", []parcours.LetterState{state}, back)
}

// RemoveLetter takes a letter out of a batch before it is posted: it waits in the
// list again. ErrConflict when it was posted.
func (s *Store) RemoveLetter(ctx context.Context, now time.Time, actor parcours.Actor, batchID, id string) error {
	states := []parcours.LetterState{parcours.LetterPrepared, parcours.LetterPrinted}
	changed, err := s.eachLetter(ctx, now, actor, batchID, []string{id}, "remove letter", states, func(ctx context.Context, tx *tx, l gen.LetterRow) error {
		if l.PrintedAt > 0 {
			if err := tx.unprint(ctx, now, by(actor), l); err != nil {
				return err
			}
		}
		if err := tx.DropLink(ctx, l.LinkIndex); err != nil {
			return err
		}
		return tx.DeleteLetter(ctx, l.ID)
	})
	if err == nil && changed == 0 {
		err = fmt.Errorf("remove letter: %w: it was posted", parcours.ErrConflict)
	}
	return err
}

// eachLetter runs a step on the letters of a batch that are in one of the states,
// a chunk a transaction: running it again after a failure goes on where it stopped.
// Without ids, it leaves out the letters that were withdrawn.
func (s *Store) eachLetter(
	ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string, doing string,
	states []parcours.LetterState, step func(context.Context, *tx, gen.LetterRow) error,
) (int, error) {
	if !actor.SeesAll() {
		return 0, fmt.Errorf("%s: %w", doing, parcours.ErrNotFound)
	}
	_, letters, err := s.LetterBatch(ctx, now, actor, batchID)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", doing, err)
	}
	if len(ids) == 0 {
		for _, l := range letters {
			if slices.Contains(states, l.State) && l.Withdrawn == "" {
				ids = append(ids, l.ID)
			}
		}
	}
	changed := 0
	for chunk := range slices.Chunk(ids, letterChunk) {
		done := 0
		err := s.write(ctx, func(ctx context.Context, tx *tx) error {
			done = 0
			for _, id := range chunk {
				l, err := tx.letterOfBatch(ctx, batchID, id)
				if err != nil {
					return err
				}
				if err := tx.lock(ctx, "person", l.PersonID); err != nil {
					return err
				}
				if l, err = tx.letterOfBatch(ctx, batchID, id); err != nil {
					return err
				}
				if !slices.Contains(states, letterState(l.PrintedAt, l.PostedOn, l.ReturnedOn)) {
					continue
				}
				if err := step(ctx, tx, l); err != nil {
					return fmt.Errorf("letter %s: %w", id, err)
				}
				done++
			}
			return nil
		})
		if err != nil {
			return changed, fmt.Errorf("%s: %w", doing, err)
		}
		changed += done
	}
	return changed, nil
}

// aboutLetter is what every entry of the journal says of a letter.
func aboutLetter(n intent) details {
	return details{"channel": string(parcours.ChannelLetter), "kind": n.Kind, "notification": n.ID}
}

func (tx *tx) print(ctx context.Context, now time.Time, actor string, l gen.LetterRow) error {
	if err := tx.MarkPrinted(ctx, l.ID, millis(now)); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, l.NotificationID)
	if err != nil {
		return err
	}
	return tx.append(ctx, now, l.PersonID, parcours.EventPrinted, actor, l.AttemptID, aboutLetter(n))
}

func (tx *tx) unprint(ctx context.Context, now time.Time, actor string, l gen.LetterRow) error {
	if err := tx.MarkPrinted(ctx, l.ID, 0); err != nil {
		return err
	}
	return tx.corrected(ctx, now, actor, l.PersonID, l.NotificationID, l.AttemptID, parcours.ChannelLetter, string(parcours.LetterPrinted))
}

// corrected writes the entry that takes back what a human had recorded.
func (tx *tx) corrected(ctx context.Context, now time.Time, actor, personID, notificationID, attemptID string, channel parcours.Channel, what string) error {
	n, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return err
	}
	said := details{"channel": string(channel), "kind": n.Kind, "notification": n.ID, "what": what}
	if err := tx.holdMoved(ctx, said, attemptID); err != nil {
		return err
	}
	return tx.append(ctx, now, personID, parcours.EventCorrected, actor, attemptID, said)
}

func (tx *tx) post(ctx context.Context, now time.Time, actor string, l gen.LetterRow, on parcours.Date) error {
	if on.Before(tx.today(instant(l.MadeAt))) {
		return fmt.Errorf("%w: it was not made yet on that day", parcours.ErrInvalid)
	}
	if l.PrintedAt == 0 {
		if err := tx.print(ctx, now, actor, l); err != nil {
			return err
		}
	}
	letter, err := tx.openLetter(l.ContentSealed)
	if err != nil {
		return err
	}
	words := []byte(letter.Words())
	posted, err := tx.PostAttempt(ctx, l.AttemptID, millis(now), tx.vault.seal(columnBody, words))
	if err != nil {
		return err
	}
	if posted == 0 {
		return fmt.Errorf("%w: the letter was settled meanwhile", parcours.ErrConflict)
	}
	if err := tx.MarkPosted(ctx, l.ID, on.String()); err != nil {
		return err
	}
	if err := tx.AskPrompts(ctx, l.NotificationID, millis(now)); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, l.NotificationID)
	if err != nil {
		return err
	}
	said := aboutLetter(n)
	said["on"], said[detailWords] = on.String(), fingerprint(words)
	if err := tx.holdMoved(ctx, said, l.AttemptID); err != nil {
		return err
	}
	if err := tx.append(ctx, now, l.PersonID, parcours.EventSent, actor, l.AttemptID, said); err != nil {
		return err
	}
	if n.Kind == parcours.KindConvocation {
		if err := tx.NoteConvenedBy(ctx, l.PersonID, n.Kind); err != nil {
			return err
		}
	}
	for _, stage := range []stage{stageSent, stageHandedOver, stageConvoked, stageConvened} {
		if (stage == stageConvoked || stage == stageConvened) && n.Kind != parcours.KindConvocation {
			continue
		}
		if err := tx.reach(ctx, l.PersonID, stage, on); err != nil {
			return err
		}
	}
	_, err = tx.settle(ctx, now, n, "")
	return err
}

func (tx *tx) unpost(ctx context.Context, now time.Time, actor string, l gen.LetterRow) error {
	n, err := tx.readIntent(ctx, l.NotificationID)
	if err != nil {
		return err
	}
	state := parcours.AttemptQueued
	if n.cancelled {
		state = parcours.AttemptCancelled
	}
	back, err := tx.UnpostAttempt(ctx, gen.UnpostAttemptParams{ID: l.AttemptID, State: string(state), Rank: int64(state.Rank()), UpdatedAt: millis(now)})
	if err != nil {
		return err
	}
	if back == 0 {
		return fmt.Errorf("%w: the letter has gone further", parcours.ErrConflict)
	}
	if err := tx.MarkPosted(ctx, l.ID, ""); err != nil {
		return err
	}
	if err := tx.corrected(ctx, now, actor, l.PersonID, l.NotificationID, l.AttemptID, parcours.ChannelLetter, string(parcours.LetterPosted)); err != nil {
		return err
	}
	return tx.resettle(ctx, now, n)
}

// comeBack is the failure of a letter: the attempt ends, and the message goes on.
func (tx *tx) comeBack(ctx context.Context, now time.Time, actor string, l gen.LetterRow, cause parcours.ReturnCause, on parcours.Date) error {
	if on.Before(date(l.PostedOn)) {
		return fmt.Errorf("%w: it was not posted yet on that day", parcours.ErrInvalid)
	}
	returned, err := tx.ReturnAttempt(ctx, l.AttemptID, string(cause), millis(now))
	if err != nil {
		return err
	}
	if returned == 0 {
		return fmt.Errorf("%w: the letter has gone further", parcours.ErrConflict)
	}
	if err := tx.MarkReturned(ctx, l.ID, on.String(), string(cause)); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, l.NotificationID)
	if err != nil {
		return err
	}
	said := aboutLetter(n)
	said["on"], said["cause"], said["state"] = on.String(), string(cause), string(parcours.AttemptUndeliveredPerm)
	if err := tx.holdMoved(ctx, said, l.AttemptID); err != nil {
		return err
	}
	if err := tx.append(ctx, now, l.PersonID, parcours.EventUndelivered, actor, l.AttemptID, said); err != nil {
		return err
	}
	if err := tx.recount(ctx, l.PersonID); err != nil {
		return err
	}
	tries, err := tx.TriesOf(ctx, l.NotificationID)
	if err != nil {
		return err
	}
	return tx.fallBack(ctx, now, l.NotificationID, tries[len(tries)-1].N, "letter_returned")
}

func (tx *tx) unreturn(ctx context.Context, now time.Time, actor string, l gen.LetterRow) error {
	if err := tx.dropYounger(ctx, l.NotificationID, l.AttemptID); err != nil {
		return err
	}
	back, err := tx.UnreturnAttempt(ctx, l.AttemptID, millis(now))
	if err != nil {
		return err
	}
	if back == 0 {
		return fmt.Errorf("%w: the letter has gone further", parcours.ErrConflict)
	}
	if err := tx.MarkReturned(ctx, l.ID, "", ""); err != nil {
		return err
	}
	if err := tx.corrected(ctx, now, actor, l.PersonID, l.NotificationID, l.AttemptID, parcours.ChannelLetter, string(parcours.LetterReturned)); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, l.NotificationID)
	if err != nil {
		return err
	}
	return tx.resettle(ctx, now, n)
}

// resettle brings the figures and the state of a message back to what is recorded
// once an act was taken back.
func (tx *tx) resettle(ctx context.Context, now time.Time, n intent) error {
	if err := tx.recount(ctx, n.PersonID); err != nil {
		return err
	}
	state, err := tx.settle(ctx, now, n, "")
	if err != nil || !open(state) {
		return err
	}
	// The alert that nothing carried the message any further was a mistake too.
	return tx.freeAlert(ctx, now, "unreachable/"+n.ID)
}

// freeAlert files an alert that is true no more, and gives its key back, so that another
// one may come.
func (tx *tx) freeAlert(ctx context.Context, now time.Time, key string) error {
	return tx.ReopenIncident(ctx, gen.ReopenIncidentParams{Key: key, FiledAs: key + "/corrected/" + tx.newID(now), SeenAt: millis(now), SeenBy: actorRelais})
}

// dropYounger takes away the attempts that an act now taken back had caused. They
// never left: an attempt that did, or whose letter is in a batch, is a conflict.
func (tx *tx) dropYounger(ctx context.Context, notificationID, attemptID string) error {
	tries, err := tx.TriesOf(ctx, notificationID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(tries, func(a gen.TriesOfRow) bool { return a.ID == attemptID })
	for _, a := range tries[at+1:] {
		switch {
		case a.State == string(parcours.AttemptCancelled):
			continue
		case a.LetterID != "":
			return fmt.Errorf("%w: a letter that replaces it is in a batch", parcours.ErrConflict)
		case a.State != string(parcours.AttemptQueued):
			return fmt.Errorf("%w: the next message has left", parcours.ErrConflict)
		}
		if err := tx.DeleteAttempt(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}
