package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ApplyReceipt records what a provider says of an attempt. The same word twice is
// one; an order that makes no sense changes nothing, because states are ranked and
// a receipt never lowers one. A receipt known only by an id that belongs to no
// attempt yet is kept until the id is attached. A failure writes the fallback in
// the same transaction.
//
// ErrInvalid when the receipt is for another address than the attempt's.
func (s *Store) ApplyReceipt(ctx context.Context, now time.Time, r parcours.Receipt) error {
	r.ProviderID = s.vault.providerID(r.ProviderID)
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		a, err := tx.attemptOfReceipt(ctx, r)
		if err != nil {
			return err
		}
		if a.ID == "" {
			if r.ProviderID == "" {
				return fmt.Errorf("%w: no such attempt", parcours.ErrNotFound)
			}
			return tx.InsertOrphan(ctx, gen.InsertOrphanParams{
				ID: tx.newID(now), ProviderID: r.ProviderID, Status: r.Status, Code: r.Code, State: string(r.State), At: millis(at(r, now)), Digest: r.Digest,
				Cause: string(r.Cause),
			})
		}
		if a, err = tx.ownAs(ctx, a, r.ProviderID); err != nil {
			return err
		}
		return tx.apply(ctx, now, a, r)
	})
	if err != nil {
		return fmt.Errorf("apply receipt: %w", err)
	}
	return nil
}

func at(r parcours.Receipt, now time.Time) time.Time {
	if r.At.IsZero() {
		return now
	}
	return r.At
}

// attemptOfReceipt returns the attempt, by its own id or by the provider's, and a
// zero one when there is none.
func (tx *tx) attemptOfReceipt(ctx context.Context, r parcours.Receipt) (attempt, error) {
	var none attempt
	if r.AttemptID != "" {
		if a, err := tx.peek(ctx, r.AttemptID, r.ProviderID); !errors.Is(err, sql.ErrNoRows) {
			return a, err
		}
	}
	if r.ProviderID == "" {
		return none, nil
	}
	id, err := tx.AttemptByProviderID(ctx, r.ProviderID)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = tx.AttemptByEventProviderID(ctx, r.ProviderID)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	return tx.read(ctx, id)
}

// read returns an attempt without what is told of it.
func (tx *tx) read(ctx context.Context, attemptID string) (attempt, error) {
	row, err := tx.Attempt(ctx, attemptID)
	return attemptOf(row), err
}

// apply appends the receipt to the attempt's events, attaches the provider's id,
// folds the state by rank, and draws the consequences. A receipt already known
// changes nothing.
func (tx *tx) apply(ctx context.Context, now time.Time, a attempt, r parcours.Receipt) error {
	if r.To != "" && tx.vault.addressIndex(r.To) != a.AddressIndex {
		return fmt.Errorf("%w: attempt %s went to another address", parcours.ErrInvalid, a.ID)
	}
	e := gen.AttemptEvent{
		ID: tx.newID(now), AttemptID: a.ID, Source: r.Source, ProviderID: r.ProviderID, Status: r.Status, Code: r.Code, At: millis(at(r, now)), Digest: r.Digest,
		Besides: r.ProviderID != "" && a.ProviderID != "" && r.ProviderID != a.ProviderID,
	}
	a.Receipts = tx.vault.receiptsAfter(a.Receipts, &e)
	fresh, err := tx.InsertAttemptEvent(ctx, gen.InsertAttemptEventParams(e))
	if err != nil || fresh == 0 {
		return err
	}
	waiting := tx.mayWait(r.ProviderID)
	w := word{state: r.State, code: r.Code, cause: r.Cause, providerID: r.ProviderID}
	// The receipt is folded, and the first id attached, by the statement that moves the
	// state, when one does.
	moved, err := tx.foldWord(ctx, now, a, w)
	if err == nil && !moved {
		err = tx.note(ctx, a, r.ProviderID)
	}
	if err != nil || r.ProviderID == "" || r.ProviderID == a.ProviderID {
		return err
	}
	if a.ProviderID != "" {
		if err := tx.leftTwice(ctx, now, a, r.ProviderID); err != nil {
			return err
		}
	}
	if waiting {
		return tx.joinOrphans(ctx, now, a.ID, r.ProviderID)
	}
	return nil
}

// peek reads an attempt before anything is decided about it.
func (tx *tx) peek(ctx context.Context, attemptID, providerID string) (attempt, error) {
	if tx.dialect.name == sqlite { // it is ours already
		return tx.readAhead(ctx, attemptID, providerID)
	}
	return tx.read(ctx, attemptID)
}

// own returns the attempt as it is once nobody else decides about its recipient:
// everything that concerns one person waits for the transaction before. On SQLite
// that is always so.
func (tx *tx) own(ctx context.Context, a attempt) (attempt, error) {
	return tx.ownAs(ctx, a, "")
}

// ownAs is own for a word that came with a provider's id.
func (tx *tx) ownAs(ctx context.Context, a attempt, providerID string) (attempt, error) {
	if tx.dialect.name == sqlite {
		return a, nil
	}
	if err := tx.lockRecipient(ctx, a.NotificationID, a.PersonID); err != nil {
		return a, err
	}
	return tx.readAhead(ctx, a.ID, providerID)
}

func (tx *tx) ownByID(ctx context.Context, attemptID string) (attempt, error) {
	return tx.ownFor(ctx, attemptID, "")
}

// ownFor is ownByID for a word that came with a provider's id.
func (tx *tx) ownFor(ctx context.Context, attemptID, providerID string) (attempt, error) {
	a, err := tx.peek(ctx, attemptID, providerID)
	if err != nil {
		return a, fmt.Errorf("attempt %s: %w", attemptID, err)
	}
	return tx.ownAs(ctx, a, providerID)
}

func (tx *tx) lockRecipient(ctx context.Context, notificationID, personID string) error {
	if personID != "" {
		return tx.lock(ctx, "person", personID)
	}
	return tx.lock(ctx, "notification", notificationID)
}

// leftTwice is what a second id for one attempt means: both are kept, a human is told,
// and the second copy of the text is to be erased at the provider as well.
func (tx *tx) leftTwice(ctx context.Context, now time.Time, a attempt, providerID string) error {
	fresh, err := tx.raise(ctx, now, parcours.Incident{
		Key: "duplicate/" + a.ID + "/" + providerID, Kind: "duplicate", PersonID: a.PersonID, Details: details{"channel": a.Channel},
	}, a.ID)
	if err == nil && fresh {
		err = tx.EraseBesides(ctx, providerID, millis(now), a.ID)
	}
	return err
}

// joinOrphans applies the receipts that came before the id was known.
func (tx *tx) joinOrphans(ctx context.Context, now time.Time, attemptID, providerID string) error {
	orphans, err := tx.TakeOrphans(ctx, providerID)
	if err != nil {
		return err
	}
	for _, o := range orphans {
		a, err := tx.read(ctx, attemptID)
		if err != nil {
			return err
		}
		err = tx.apply(ctx, now, a, parcours.Receipt{
			Source: "callback", ProviderID: o.ProviderID, Status: o.Status, Code: o.Code, State: parcours.AttemptState(o.State), At: instant(o.At), Digest: o.Digest,
			Cause: parcours.FailureCause(o.Cause),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// word is what became of an attempt, in our terms, with the provider's code.
type word struct {
	state parcours.AttemptState
	code  string
	cause parcours.FailureCause
	// providerID came with it; empty when the word is not a provider's.
	providerID string
}

// fold moves the attempt to a state of higher rank; an equal or lower one, or an
// unknown one, changes nothing, except that a failure said of a message that was
// proved raises an incident.
func (tx *tx) fold(ctx context.Context, now time.Time, a attempt, state parcours.AttemptState, code string) error {
	_, err := tx.foldWord(ctx, now, a, word{state: state, code: code})
	return err
}

// foldWord is fold; it reports whether the attempt moved, and then carries an id.
func (tx *tx) foldWord(ctx context.Context, now time.Time, a attempt, w word) (bool, error) {
	if w.state == "" {
		return false, nil
	}
	moved, err := tx.Fold(ctx, gen.FoldParams{
		State: string(w.state), Rank: int64(w.state.Rank()), Code: w.code, UpdatedAt: millis(now), PollAt: tx.firstPollOf(a, w.state, now), ID: a.ID,
		ProviderID: w.providerID, Receipts: a.Receipts, Digest: tx.vault.digestOf(a.moved(w)),
	})
	if err != nil {
		return false, fmt.Errorf("fold: %w", err)
	}
	if moved == 0 {
		if w.state.Failed() && a.Rank >= int64(parcours.AttemptDelivered.Rank()) {
			_, err := tx.raise(ctx, now, parcours.Incident{
				Key: "failed_after_delivery/" + a.ID, Kind: "failed_after_delivery", PersonID: a.PersonID,
				Details: details{"channel": a.Channel, "code": w.code},
			}, a.ID)
			return false, err
		}
		return false, nil
	}
	return true, tx.folded(ctx, now, a, w)
}

// folded draws the consequences of an attempt that reached a state: journal,
// milestones, fallback, and the cancellation of what it makes useless. a is the
// attempt as it was before.
func (tx *tx) folded(ctx context.Context, now time.Time, a attempt, w word) error {
	state := w.state
	if state.Failed() {
		tx.about(a.ID)
		return tx.refused(ctx, now, a, w)
	}
	n, alone, err := tx.intentAbout(ctx, a)
	if err != nil {
		return err
	}
	switch {
	case alone: // nothing else to cancel
	case state.Rank() >= parcours.AttemptDelivered.Rank():
		if _, err := tx.CancelYounger(ctx, a.NotificationID, a.N, millis(now)); err != nil {
			return err
		}
	case a.Rank == int64(parcours.AttemptUnknown.Rank()) && state.Rank() >= parcours.AttemptAccepted.Rank():
		// It had left after all: its resend must not.
		younger := gen.CancelYoungerOnChannelParams{NotificationID: a.NotificationID, N: a.N, Channel: a.Channel, UpdatedAt: millis(now)}
		if _, err := tx.CancelYoungerOnChannel(ctx, younger); err != nil {
			return err
		}
	}
	if err := tx.told(ctx, now, a, n, w); err != nil {
		return err
	}
	if parcours.AttemptState(a.State).Failed() { // it arrived after all
		if err := tx.findNumber(ctx, now, a.AddressIndex, parcours.PhoneNone); err != nil {
			return err
		}
	}
	if err := tx.rangTwice(ctx, now, a, n); err != nil {
		return err
	}
	if alone && !parcours.AttemptState(a.State).Failed() {
		only := gen.AttemptsOfRow{ID: a.ID, N: a.N, Channel: a.Channel, AddressIndex: a.AddressIndex, State: string(state), Rank: int64(state.Rank())}
		_, err = tx.settleAs(ctx, now, n, []gen.AttemptsOfRow{only}, "")
		return err
	}
	_, err = tx.settle(ctx, now, n, "")
	return err
}

// intentAbout returns of an attempt's notification what a success needs to know,
// and whether no other attempt is known to carry it.
func (tx *tx) intentAbout(ctx context.Context, a attempt) (n intent, alone bool, err error) {
	if g := tx.about(a.ID); g != nil {
		return g.intent, g.alone, nil
	}
	n, err = tx.readIntent(ctx, a.NotificationID)
	return n, false, err
}
