package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// journalPage is how many entries are read at once: memory stays the same whatever
// the length of the journals.
const journalPage = 500

// VerifyJournals checks the hash chain of one person, or of everybody when personID
// is empty, the details that have not been erased, and what proves the messages that
// entries speak of: their words, where they went and the receipts that came. marks are
// what the journals were known to hold, by person: with them a cut tail and a chain
// written anew are seen too; they may be nil.
//
// found is told every damage, person by person and in order. It runs beside a
// service at work: entries added meanwhile are checked or not.
func (s *Store) VerifyJournals(ctx context.Context, personID string, marks map[string][]parcours.JournalMark, found func(parcours.Damage)) (parcours.JournalCheck, error) {
	v := &verifier{store: s, marks: marks, seen: map[string]bool{}}
	v.found = func(d parcours.Damage) {
		v.check.Damages++
		found(d)
	}
	if err := v.run(ctx, personID); err != nil {
		return v.check, fmt.Errorf("verify journal: %w", err)
	}
	return v.check, nil
}

// VerifyJournal checks one person's journal and returns its last hash, to be
// anchored outside the database, or ErrInvalid naming the first damage.
func (s *Store) VerifyJournal(ctx context.Context, personID string) (head string, err error) {
	var damages []parcours.Damage
	if _, err := s.VerifyJournals(ctx, personID, nil, func(d parcours.Damage) { damages = append(damages, d) }); err != nil {
		return "", err
	}
	if len(damages) > 0 {
		return "", fmt.Errorf("verify journal: %w: entry %d: %s", parcours.ErrInvalid, damages[0].Seq, damages[0].Kind)
	}
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		last, err := tx.LastEvent(ctx, personID)
		head = last.Hash
		return err
	})
	if err != nil {
		return "", fmt.Errorf("verify journal: %w", err)
	}
	return head, nil
}

// JournalHeads calls each with the head of every journal, by person, a page at a
// time. Two calls with nothing written between give the same heads in the same order.
func (s *Store) JournalHeads(ctx context.Context, each func(parcours.JournalHead) error) error {
	after := ""
	for {
		var page []gen.JournalHeadsRow
		err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
			page, err = tx.JournalHeads(ctx, journalPage, after)
			return err
		})
		if err != nil {
			return fmt.Errorf("journal heads: %w", err)
		}
		for _, h := range page {
			if err := each(parcours.JournalHead{PersonID: h.PersonID, Seq: h.Seq, Hash: h.Hash}); err != nil {
				return err
			}
			after = h.PersonID
		}
		if len(page) < journalPage {
			return nil
		}
	}
}

// verifier walks the journals in order.
type verifier struct {
	store *Store
	marks map[string][]parcours.JournalMark
	found func(parcours.Damage)
	check parcours.JournalCheck
	// seen are the people of the marks that have a journal.
	seen map[string]bool
	now  *walked
	// sendings are the attempts that were read on the snapshot of this page.
	sendings map[string]*sending
}

// walked is the journal being walked. previous are the hashes from which the next
// entry may hang: the one that is stored, and the one that the entry should have.
type walked struct {
	personID string
	last     int64
	previous []string
	// broken: an entry does not hang from the one before it, or a number is missing.
	broken  bool
	damages []parcours.Damage
	// attempts are those that entries speak of: whether the journal holds them.
	attempts map[string]bool
	// spoken are the attempts whose rows are not what their last entry holds.
	spoken map[string]spoken
	// emptied are the entries without details, erased the last one that says that the
	// person was erased or purged.
	emptied []int64
	erased  int64
}

func walk(personID string) *walked {
	return &walked{personID: personID, previous: []string{personID}, attempts: map[string]bool{}, spoken: map[string]spoken{}}
}

func (v *verifier) run(ctx context.Context, personID string) error {
	var at struct {
		person string
		seq    int64
	}
	for {
		n := 0
		err := v.store.read(ctx, func(ctx context.Context, tx *tx) error {
			v.sendings = map[string]*sending{}
			var page []gen.Event
			var err error
			if personID == "" {
				page, err = tx.EventsAfter(ctx, at.person, at.seq, journalPage)
			} else {
				page, err = tx.EventsOfPersonAfter(ctx, personID, at.seq, journalPage)
			}
			if err != nil {
				return err
			}
			for _, e := range page {
				if err := v.entry(ctx, tx, e); err != nil {
					return err
				}
				at.person, at.seq = e.PersonID, e.Seq
			}
			if n = len(page); n < journalPage {
				return v.close(ctx, tx)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n < journalPage {
			break
		}
	}
	if err := v.empty(ctx, personID); err != nil {
		return err
	}
	v.vanished(personID)
	return nil
}

// entry takes one more entry of the walk.
func (v *verifier) entry(ctx context.Context, tx *tx, e gen.Event) error {
	if v.now == nil || v.now.personID != e.PersonID {
		if err := v.close(ctx, tx); err != nil {
			return err
		}
		v.now = walk(e.PersonID)
		v.check.People++
	}
	w := v.now
	v.check.Entries++
	if e.Seq != w.last+1 || !hangs(e, w.previous) {
		w.broken = true
	}
	if !w.broken {
		if err := v.contents(ctx, tx, w, e); err != nil {
			return err
		}
		w.damages = append(w.damages, v.rewritten(e.PersonID, e.Seq, e.Hash)...)
	}
	if len(e.PayloadSealed) == 0 && len(e.Salt) == 0 {
		v.check.Erased++
	}
	w.last, w.previous = e.Seq, []string{e.Hash}
	return nil
}

func hangs(e gen.Event, previous []string) bool {
	return slices.ContainsFunc(previous, func(p string) bool { return e.Hash == hashAfter(p, e.Seq, e) })
}

func hashAfter(previous string, seq int64, e gen.Event) string {
	return chain(previous, e.ID, seq, e.Kind, e.At, e.Actor, e.Subject, e.Digest)
}

// close ends the journal being walked and tells its damages.
func (v *verifier) close(ctx context.Context, tx *tx) error {
	w := v.now
	if w == nil {
		return nil
	}
	v.now = nil
	if w.broken {
		var err error
		if w, err = v.diagnose(ctx, tx, w.personID); err != nil {
			return err
		}
	}
	emptied, err := v.tellEmptied(ctx, tx, w)
	if err != nil {
		return err
	}
	w.damages = append(append(w.damages, emptied...), v.tellSendings(w)...)
	slices.SortStableFunc(w.damages, func(a, b parcours.Damage) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.AttemptID, b.AttemptID))
	})
	if cut, is := v.cut(w.personID, w.last); is {
		w.damages = append(w.damages, cut)
	}
	for _, d := range w.damages {
		v.found(d)
	}
	return nil
}

// contents checks what an entry says beside its place in the chain: its details, and
// the message that it speaks of.
func (v *verifier) contents(ctx context.Context, tx *tx, w *walked, e gen.Event) error {
	damaged := func(kind parcours.DamageKind, attemptID string) {
		w.damages = append(w.damages, parcours.Damage{PersonID: e.PersonID, Kind: kind, Seq: e.Seq, AttemptID: attemptID})
	}
	kind := parcours.EventKind(e.Kind)
	if kind == parcours.EventErased || kind == parcours.EventPurged {
		w.erased = e.Seq
	}
	if len(e.PayloadSealed) == 0 && len(e.Salt) == 0 {
		w.emptied = append(w.emptied, e.Seq)
		return nil
	}
	payload, err := tx.vault.open(columnPayload, e.PayloadSealed)
	var d details
	if err != nil || digest(e.Salt, payload) != e.Digest || json.Unmarshal(payload, &d) != nil {
		damaged(parcours.DamageDetails, "")
		return nil
	}
	wrong, err := v.sending(ctx, tx, w, e, d)
	if err != nil {
		return err
	}
	if wrong != "" {
		damaged(wrong, e.Subject)
	}
	if d[detailWords] == "" || wrong == parcours.DamageSending { // its row is gone
		return nil
	}
	same, err := v.words(ctx, tx, e, d[detailWords])
	if err == nil && !same {
		about := ""
		if kind == parcours.EventSent {
			about = e.Subject
		}
		damaged(parcours.DamageWords, about)
	}
	return err
}

// words reports whether the words of a message are those of which an entry has the
// fingerprint. Nothing takes them away and leaves the details of the entry.
func (v *verifier) words(ctx context.Context, tx *tx, e gen.Event, wanted string) (bool, error) {
	var words []byte
	var err error
	if kind := parcours.EventKind(e.Kind); kind == parcours.EventSent {
		if words, err = tx.WordsSent(ctx, e.Subject); err == nil {
			words, err = tx.vault.open(columnBody, words)
		}
	} else if kind == parcours.EventReceived {
		if words, err = tx.WordsReceived(ctx, e.Subject); err == nil {
			words, err = tx.vault.open(columnInboundText, words)
		}
	}
	switch {
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, errUnsealed):
		return false, nil
	case err != nil:
		return false, err
	case fingerprint(words) == wanted:
		return true, nil
	}
	// A letter that was taken back and written anew is spoken of by its last entry.
	return tx.saidSince(ctx, e, parcours.EventSent)
}

// rewritten compares an entry with what was anchored of it.
func (v *verifier) rewritten(personID string, seq int64, hash string) []parcours.Damage {
	from := int64(1)
	for _, mark := range v.marks[personID] {
		if mark.Seq == seq && mark.Hash != hash {
			return []parcours.Damage{{PersonID: personID, Kind: parcours.DamageRewritten, Seq: from, Until: seq}}
		}
		if mark.Seq < seq {
			from = mark.Seq + 1
		}
	}
	return nil
}

// cut compares the end of a journal with the furthest that was anchored.
func (v *verifier) cut(personID string, last int64) (parcours.Damage, bool) {
	if marks := v.marks[personID]; len(marks) > 0 {
		v.seen[personID] = true
		if end := marks[len(marks)-1].Seq; end > last {
			return parcours.Damage{PersonID: personID, Kind: parcours.DamageCut, Seq: last + 1, Until: end}, true
		}
	}
	return parcours.Damage{}, false
}

// empty tells the people who have no journal: one begins when a person enters.
func (v *verifier) empty(ctx context.Context, personID string) error {
	after := ""
	for {
		var page []string
		err := v.store.read(ctx, func(ctx context.Context, tx *tx) (err error) {
			page, err = tx.PeopleWithoutJournal(ctx, after, personID, journalPage)
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range page {
			after = id
			if cut, is := v.cut(id, 0); is {
				v.found(cut)
			} else {
				v.found(parcours.Damage{PersonID: id, Kind: parcours.DamageEmpty, Seq: 1})
			}
		}
		if len(page) < journalPage {
			return nil
		}
	}
}

// vanished tells the people who were anchored and of whom nothing is left.
func (v *verifier) vanished(personID string) {
	var gone []string
	for id := range v.marks {
		if !v.seen[id] && (personID == "" || id == personID) {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	for _, id := range gone {
		if cut, is := v.cut(id, 0); is {
			v.found(cut)
		}
	}
}
