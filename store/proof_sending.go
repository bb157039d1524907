package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

// sending is an attempt as its rows tell it.
type sending struct {
	attempt
	// gone: there is no row.
	gone bool
	// receipts are the fingerprints over none of its receipts, the first, the first two,
	// and so on, made again.
	receipts []string
	// whole: the rows of the receipts are those that were folded, in their order.
	whole bool
	// digested: the row is the one whose digest it bears.
	digested bool
}

// had reports whether a fingerprint is over the first receipts.
func (s *sending) had(fingerprint string) bool {
	n := receiptsIn(fingerprint)
	return n >= 0 && n < int64(len(s.receipts)) && s.receipts[n] == fingerprint
}

// spoken is the last entry of a journal that holds an attempt, and what is wrong with the
// rows of that attempt.
type spoken struct {
	seq  int64
	kind parcours.DamageKind
}

// sendingOf reads an attempt and its receipts, once in a page of entries.
func (v *verifier) sendingOf(ctx context.Context, tx *tx, id string) (*sending, error) {
	if s := v.sendings[id]; s != nil {
		return s, nil
	}
	s, err := tx.sendingOf(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("attempt %s: %w", id, err)
	}
	v.sendings[id] = s
	return s, nil
}

func (tx *tx) sendingOf(ctx context.Context, id string) (*sending, error) {
	row, err := tx.Attempt(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return &sending{gone: true}, nil
	}
	if err != nil {
		return nil, err
	}
	s := &sending{attempt: attemptOf(row), receipts: []string{noReceipt}, whole: true}
	events, err := tx.ReceiptsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for i, e := range events {
		written := e.N
		s.receipts = append(s.receipts, tx.vault.receiptsAfter(s.receipts[i], &e))
		s.whole = s.whole && written == e.N
	}
	s.whole = s.whole && s.receipts[len(events)] == s.Receipts
	addressed, err := tx.addressed(row)
	s.digested = addressed && row.Digest != "" && row.Digest == tx.vault.digestOf(s.attempt)
	return s, err
}

// addressed reports whether an attempt's address is the one that its index, which the
// digest holds, was made of. That of a letter is made of more than what is printed.
func (tx *tx) addressed(row gen.Attempt) (bool, error) {
	if row.Channel == string(parcours.ChannelLetter) {
		return true, nil
	}
	address, err := tx.vault.openText(columnAttemptAddress, row.AddressSealed)
	if errors.Is(err, errUnsealed) {
		return false, nil
	}
	return tx.vault.addressIndex(address) == row.AddressIndex, err
}

// sending compares an entry with the attempt that it holds. What is wrong with the rows,
// rather than with what the entry says of them, is told at the last entry that holds the
// attempt: see close.
func (v *verifier) sending(ctx context.Context, tx *tx, w *walked, e gen.Event, d details) (parcours.DamageKind, error) {
	if d[detailReceipts] == "" {
		if _, known := w.attempts[e.Subject]; !known && ended(parcours.EventKind(e.Kind), d) {
			w.attempts[e.Subject] = false
		}
		return "", nil
	}
	w.attempts[e.Subject] = true
	s, err := v.sendingOf(ctx, tx, e.Subject)
	if err != nil {
		return "", err
	}
	if s.gone {
		return parcours.DamageSending, nil
	}
	if !s.had(d[detailReceipts]) {
		delete(w.spoken, e.Subject)
		return parcours.DamageReceipts, nil
	}
	kind, err := v.rowOf(ctx, tx, e, d, s)
	if err == nil && kind != "" {
		w.spoken[e.Subject] = spoken{e.Seq, kind}
	}
	return "", err
}

// rowOf says what is wrong with the rows of an attempt, empty for nothing.
func (v *verifier) rowOf(ctx context.Context, tx *tx, e gen.Event, d details, s *sending) (parcours.DamageKind, error) {
	if !s.whole {
		return parcours.DamageReceipts, nil
	}
	now := details{}
	tx.vault.hold(now, s.attempt)
	same := s.digested
	for _, name := range []string{detailAddress, detailSender, detailLeftAt, detailProviderID} {
		said, written := d[name]
		if name == detailProviderID && said == "" { // it may come later
			written = false
		}
		same = same && (!written || now[name] == said)
	}
	if same {
		return "", nil
	}
	if takenBack(d["channel"]) { // a letter that was taken back is at work again
		again, err := tx.saidSince(ctx, e, parcours.EventCorrected)
		if err != nil || again {
			return "", err
		}
	}
	return parcours.DamageSending, nil
}

// saidSince reports whether an entry of a kind after e is about the same row.
func (tx *tx) saidSince(ctx context.Context, e gen.Event, kind parcours.EventKind) (bool, error) {
	said, err := tx.SaidSince(ctx, gen.SaidSinceParams{PersonID: e.PersonID, Subject: e.Subject, Kind: string(kind), Seq: e.Seq})
	return said.Bool, err
}

// takenBack reports whether what becomes of a message on a channel is what a human
// records, and can take back.
func takenBack(channel string) bool {
	return channel == string(parcours.ChannelLetter) || channel == string(parcours.ChannelCall)
}

// ended reports whether an entry tells that a message left, arrived or failed.
func ended(kind parcours.EventKind, d details) bool {
	switch kind {
	case parcours.EventSent, parcours.EventDelivered, parcours.EventUndelivered:
		return true
	case parcours.EventCalled:
		return d["outcome"] == string(parcours.CallReached) || d["given_up"] != ""
	}
	return false
}

// tellSendings ends the check of the attempts that a journal holds.
func (v *verifier) tellSendings(w *walked) []parcours.Damage {
	for _, held := range w.attempts {
		if held {
			v.check.Attempts++
		} else {
			v.check.NotHeld++
		}
	}
	var damages []parcours.Damage
	for id, s := range w.spoken {
		damages = append(damages, parcours.Damage{PersonID: w.personID, Kind: s.kind, Seq: s.seq, AttemptID: id})
	}
	return damages
}

// tellEmptied tells the entries whose details were taken away although nobody erased or
// purged the person: both write an entry, and take away or empty the file.
func (v *verifier) tellEmptied(ctx context.Context, tx *tx, w *walked) ([]parcours.Damage, error) {
	if len(w.emptied) == 0 {
		return nil, nil
	}
	stands, err := tx.PersonStands(ctx, w.personID)
	if err != nil {
		return nil, err
	}
	var damages []parcours.Damage
	for _, seq := range w.emptied {
		if stands || seq > w.erased {
			damages = append(damages, parcours.Damage{PersonID: w.personID, Kind: parcours.DamageDetails, Seq: seq})
		}
	}
	return damages, nil
}
