package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// turn is one turn of conversation while it is recorded.
type turn struct {
	parcours.Turn
	in  parcours.Inbound
	now time.Time
	// index is the sender's address; personID and professionalID are who it is,
	// which linking a chat may change on the way.
	index          string
	personID       string
	professionalID string
	said           int
	// confirmed is the appointment that the turn confirmed, empty when it did none.
	confirmed string
	// unasked: the number that the person gave is not asked whether it is theirs.
	unasked bool
}

// RecordTurn records one turn of conversation in one transaction: the inbound as
// done, the new state, the proof that earlier messages arrived, every effect in
// order, and the replies with their prompts. Recording the same inbound again does
// nothing.
//
// ErrConflict when the conversation went on since it was loaded, or when an effect
// rests on something that changed (a slot that was taken, an appointment that was
// cancelled, a code that was used): load again and step again.
func (s *Store) RecordTurn(ctx context.Context, recorded parcours.Turn) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		t := &turn{
			Turn: recorded, in: recorded.Inbound, now: recorded.Now, index: tx.vault.addressIndex(recorded.Inbound.Address),
			personID: recorded.Dossier.Person.ID,
		}
		if recorded.Dossier.Professional != nil {
			t.professionalID, t.personID = recorded.Dossier.Professional.ID, ""
		}
		for _, effect := range recorded.Effects {
			switch e := effect.(type) {
			case parcours.AskWho:
				t.personID = "" // nobody's before somebody says so
			case parcours.TellWho:
				t.personID = e.PersonID
			}
		}
		return tx.recordTurn(ctx, t)
	})
	if err != nil {
		return fmt.Errorf("record turn %s: %w", recorded.Inbound.ID, err)
	}
	return nil
}

func (tx *tx) recordTurn(ctx context.Context, t *turn) error {
	if err := tx.lockTurn(ctx, t); err != nil {
		return err
	}
	into, err := tx.MergedInto(ctx, t.personID)
	if err != nil {
		return err
	}
	if len(into) > 0 {
		return fmt.Errorf("%w: the person's file was merged meanwhile", parcours.ErrConflict)
	}
	fresh, err := tx.finishInbound(ctx, t)
	if err != nil || !fresh {
		return err
	}
	if err := tx.saveState(ctx, t); err != nil {
		return err
	}
	err = tx.append(ctx, t.now, t.personID, parcours.EventReceived, actorPerson, t.in.ID, details{
		"channel": string(t.in.Channel), "kind": string(t.in.Kind), "why": t.Why, detailWords: fingerprint([]byte(t.in.Text)),
	})
	if err != nil {
		return err
	}
	if err := tx.proved(ctx, t); err != nil {
		return err
	}
	if err := tx.effects(ctx, t); err != nil {
		return err
	}
	if t.personID != t.Dossier.Person.ID || t.professionalID != "" {
		return tx.OwnInbox(ctx, null(t.personID), null(t.professionalID), t.in.ID)
	}
	return nil
}

func (tx *tx) lockTurn(ctx context.Context, t *turn) error {
	if t.personID != "" {
		return tx.lock(ctx, "person", t.personID)
	}
	return tx.lock(ctx, "conversation", subject(t.Dossier, t.index))
}

// effects records what the turn changes, then what it says: an answer speaks of
// the facts as they are after the turn, and a STOP must not cancel the word that
// confirms it.
func (tx *tx) effects(ctx context.Context, t *turn) error {
	for _, speaking := range []bool{false, true} {
		for _, effect := range t.Effects {
			if _, says := effect.(parcours.Say); says != speaking {
				continue
			}
			if err := tx.effect(ctx, t, effect); err != nil {
				return fmt.Errorf("%T: %w", effect, err)
			}
		}
	}
	return nil
}

func (tx *tx) saveState(ctx context.Context, t *turn) error {
	t.State.LastInboundID = t.in.ID
	text, err := json.Marshal(t.State)
	if err != nil {
		return fmt.Errorf("encode conversation: %w", err)
	}
	who := subject(t.Dossier, t.index)
	var saved int64
	if t.State.Version == 0 {
		saved, err = tx.StartConversation(ctx, gen.StartConversationParams{Subject: who, PersonID: null(t.personID), State: string(text), UpdatedAt: millis(t.now)})
	} else {
		saved, err = tx.ContinueConversation(ctx, gen.ContinueConversationParams{Subject: who, Version: t.State.Version, State: string(text), UpdatedAt: millis(t.now)})
	}
	if err != nil {
		return fmt.Errorf("conversation: %w", err)
	}
	if saved == 0 {
		return fmt.Errorf("conversation: %w: it went on meanwhile", parcours.ErrConflict)
	}
	return nil
}

// proved draws from an inbound what it proves: the message that the button or the
// reply points to was read; whatever else was written within Rules.AnsweredWithin
// after a message proves that the latest one to that address arrived, and counts
// as an answer. Somebody who says that the number is not theirs proves nothing.
func (tx *tx) proved(ctx context.Context, t *turn) error {
	if t.personID == "" || t.in.Kind == parcours.InboundBlocked || t.in.Kind == parcours.InboundUnblocked {
		return nil
	}
	for _, effect := range t.Effects {
		if _, ok := effect.(parcours.NotTheirs); ok {
			return nil
		}
	}
	pressed := ""
	if t.Dossier.Pressed != nil {
		pressed = t.Dossier.Pressed.AttemptID
	}
	written := t.in.Written(t.now)
	last, err := tx.LastLeftTo(ctx, t.index, null(t.personID), millis(written))
	if errors.Is(err, sql.ErrNoRows) && pressed == "" {
		return nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("proof: %w", err)
	}
	answered := last.ID != "" && !written.After(instant(last.LeftAt).Add(tx.rules.AnsweredWithin))
	if pressed != "" {
		if err := tx.foldAttempt(ctx, t.now, pressed, parcours.AttemptAcknowledged); err != nil {
			return err
		}
	} else if answered {
		if err := tx.foldAttempt(ctx, t.now, last.ID, parcours.AttemptDelivered); err != nil {
			return err
		}
	}
	if pressed == "" && !answered {
		return nil
	}
	return tx.reach(ctx, t.personID, stageAnswered, tx.today(t.now))
}

// foldAttempt folds what a person did into an attempt that has left.
func (tx *tx) foldAttempt(ctx context.Context, now time.Time, attemptID string, state parcours.AttemptState) error {
	a, err := tx.read(ctx, attemptID)
	if err != nil {
		return fmt.Errorf("attempt %s: %w", attemptID, err)
	}
	return tx.fold(ctx, now, a, state, "")
}

func (tx *tx) effect(ctx context.Context, t *turn, effect parcours.Effect) error {
	here := closing{channel: t.in.Channel, addressIndex: t.index, personID: t.personID, proof: t.in.ID, actor: actorPerson}
	switch e := effect.(type) {
	case parcours.Say:
		return tx.say(ctx, t, e)
	case parcours.Acknowledge:
		return tx.acknowledge(ctx, t, e)
	case parcours.Confirm:
		return tx.confirm(ctx, t, e)
	case parcours.Excuse:
		return tx.excuse(ctx, t, e)
	case parcours.Move:
		return tx.move(ctx, t, e)
	case parcours.Escalate:
		return tx.escalateTurn(ctx, t, e)
	case parcours.AnswerEscalation:
		if t.Dossier.Professional == nil {
			return fmt.Errorf("%w: only a professional answers", parcours.ErrInvalid)
		}
		return tx.answer(ctx, t.now, *t.Dossier.Professional, e.EscalationID, e.Text, t.in.ID)
	case parcours.OptOut:
		if t.professionalID != "" {
			return tx.closeDesk(ctx, t, here)
		}
		return tx.closeAddress(ctx, t.now, here)
	case parcours.OptIn:
		if t.professionalID != "" {
			return tx.reopenDesk(ctx, t, here)
		}
		return tx.reopenAddress(ctx, t.now, here)
	case parcours.Block:
		here.blocked, here.actor = true, actorRelais
		return tx.closeAddress(ctx, t.now, here)
	case parcours.Unblock:
		// Only the person's own /start reopens the channel.
		return tx.append(ctx, t.now, t.personID, parcours.EventUpdated, actorPerson, t.in.ID, details{"channel": string(t.in.Channel), "unblocked": "yes"})
	case parcours.SetLanguage:
		return tx.setLanguage(ctx, t, e)
	case parcours.SetDiscreet:
		return tx.setDiscreet(ctx, t, e)
	case parcours.Declare:
		return tx.declareWeek(ctx, t, e)
	case parcours.LinkTelegram:
		return tx.linkTelegram(ctx, t, e)
	case parcours.Hold:
		return tx.hold(ctx, t)
	case parcours.ClaimNumber:
		return tx.claimNumber(ctx, t, e)
	case parcours.SettleNumber:
		return tx.settledByNumber(ctx, t, e)
	case parcours.AskWho:
		return nil
	case parcours.TellWho:
		return tx.identify(ctx, t, e)
	case parcours.Choose:
		return tx.choose(ctx, t, e)
	case parcours.DeclareJob:
		_, err := tx.declare(ctx, t.now, t.personID, actorPerson, t.in.ID, parcours.Job{StartsOn: e.StartsOn, Kind: e.Kind, WeeklyMinutes: e.WeeklyMinutes})
		return err
	case parcours.EndJob:
		return tx.endedByPerson(ctx, t, e)
	case parcours.AnswerCheckIn:
		return tx.checkedIn(ctx, t, e)
	case parcours.SettleJob:
		return tx.settledByReply(ctx, t, e)
	case parcours.NotTheirs:
		return tx.disown(ctx, t.now, here)
	}
	return fmt.Errorf("%w: effect not known", parcours.ErrInvalid)
}
