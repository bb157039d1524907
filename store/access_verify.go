package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// VerifyAccesses checks the chain of the access log. marks are what it was known to hold, in
// order: with them a cut tail and a chain written anew are seen too; they may be nil. found
// is told every damage, in order; it names no person. Lines that were written since the last
// sealing are counted and cannot be checked.
func (s *Store) VerifyAccesses(ctx context.Context, marks []parcours.JournalMark, found func(parcours.Damage)) (parcours.AccessCheck, error) {
	v := &accessVerifier{store: s, hashes: map[int64]string{}}
	for _, m := range marks {
		v.hashes[m.Seq] = ""
	}
	for {
		n := 0
		err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
			n, err = v.page(ctx, tx)
			return err
		})
		if err != nil {
			return v.check, fmt.Errorf("verify the access log: %w", err)
		}
		if n < journalPage {
			break
		}
	}
	for _, d := range v.damages(marks) {
		v.check.Damages++
		found(d)
	}
	return v.check, nil
}

// accessVerifier walks the chain in order.
type accessVerifier struct {
	store *Store
	check parcours.AccessCheck
	begun bool
	// head is the last number that was given out when the walk began, purged the last
	// line that a purge took away.
	head, purged int64
	// last is the number of the line before, previous its hash, from which the next one
	// hangs; unsure where that line is not there or does not fit itself.
	last     int64
	previous string
	unsure   bool
	// gaps are numbers of which there is no line; wrong are lines that do not fit.
	gaps  []parcours.Damage
	wrong []gen.AccessesAfterRow
	// hashes are those of the lines that a mark speaks of, "" of one that is not there.
	hashes map[int64]string
}

// page checks some lines more and returns how many there were.
func (v *accessVerifier) page(ctx context.Context, tx *tx) (int, error) {
	if !v.begun {
		chain, err := v.purgedUntil(ctx, tx)
		if err != nil {
			return 0, err
		}
		waiting, err := tx.CountUnsealedAccesses(ctx)
		if err != nil {
			return 0, err
		}
		v.begun, v.head, v.check.Unsealed = true, chain.Seq, int(waiting)
	}
	rows, err := tx.AccessesAfter(ctx, v.last, journalPage)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if r.Seq > v.last+1 { // a purge may have gone by meanwhile
			if _, err := v.purgedUntil(ctx, tx); err != nil {
				return 0, err
			}
		}
		v.line(tx, r)
	}
	if len(rows) < journalPage {
		_, err = v.purgedUntil(ctx, tx)
	}
	return len(rows), err
}

// purgedUntil begins the chain where the last purge ended it, if it is a purge that did.
func (v *accessVerifier) purgedUntil(ctx context.Context, tx *tx) (gen.AccessChainRow, error) {
	chain, err := tx.readAccessChain(ctx)
	if err != nil {
		return chain, err
	}
	if chain.PurgedSeq > v.last && chain.PurgedDigest == tx.purgedDigest(chain.PurgedSeq, chain.PurgedHash) {
		v.last, v.purged, v.previous, v.unsure = chain.PurgedSeq, chain.PurgedSeq, chain.PurgedHash, false
	}
	return chain, nil
}

func (v *accessVerifier) line(tx *tx, r gen.AccessesAfterRow) {
	if r.Seq > v.last+1 {
		v.gaps = append(v.gaps, parcours.Damage{Kind: parcours.DamageMissing, Seq: v.last + 1, Until: r.Seq - 1})
		v.unsure = true
	}
	fits := tx.accessDigest(r.Seq, saysOf(r)) == r.Digest && (v.unsure || linkAccess(v.previous, r.Digest) == r.Hash)
	if !fits {
		v.wrong = append(v.wrong, r)
	}
	// what hangs from a damaged line is not accused of it
	v.check.Entries, v.last, v.previous, v.unsure = v.check.Entries+1, r.Seq, r.Hash, !fits
	if _, marked := v.hashes[r.Seq]; marked {
		v.hashes[r.Seq] = r.Hash
	}
}

// saysOf is what a sealed line says.
func saysOf(r gen.AccessesAfterRow) gen.UnsealedAccessesRow {
	return gen.UnsealedAccessesRow{ID: r.ID, AccountID: r.AccountID, Action: r.Action, Subject: r.Subject, PersonID: r.PersonID, At: r.At}
}

// compared bounds the search of where lines that do not fit were written: what is left of
// it is told altered.
const compared = 1_000_000

// damages says what is wrong where.
func (v *accessVerifier) damages(marks []parcours.JournalMark) []parcours.Damage {
	var all []parcours.Damage
	given := v.head // the highest number that was ever given out, as far as is known
	for _, m := range marks {
		given = max(given, m.Seq)
	}
	missing := v.missing(given)
	placed := map[int64]bool{} // numbers whose line was found elsewhere
	for _, r := range v.wrong {
		if was := v.written(r, missing); was != 0 {
			placed[was] = true
			all = append(all, parcours.Damage{Kind: parcours.DamageMoved, Seq: r.Seq, Was: was})
			continue
		}
		all = append(all, parcours.Damage{Kind: parcours.DamageAltered, Seq: r.Seq})
	}
	for _, gap := range missing {
		for from, n := gap.Seq, gap.Seq; n <= gap.Until+1; n++ {
			if n <= gap.Until && !placed[n] {
				continue
			}
			if n > from {
				all = append(all, parcours.Damage{Kind: gap.Kind, Seq: from, Until: n - 1})
			}
			from = n + 1
		}
	}
	all = append(all, v.rewritten(marks)...)
	slices.SortStableFunc(all, func(a, b parcours.Damage) int { return cmp.Compare(a.Seq, b.Seq) })
	return all
}

// missing returns the numbers up to the highest that was given out of which there is no
// line: in the middle, or at the end.
func (v *accessVerifier) missing(given int64) []parcours.Damage {
	var all []parcours.Damage
	end := v.last
	for _, gap := range v.gaps {
		if gap.Until >= given { // what follows it bears a number that nobody gave out
			end = min(end, gap.Seq-1)
			break
		}
		all = append(all, gap)
	}
	if end < given {
		all = append(all, parcours.Damage{Kind: parcours.DamageCut, Seq: end + 1, Until: given})
	}
	return all
}

// written returns the number under which a line was written, when it is another one that
// is not there or whose line does not fit either; 0 otherwise.
func (v *accessVerifier) written(r gen.AccessesAfterRow, missing []parcours.Damage) int64 {
	if len(v.wrong)*len(v.wrong) < compared {
		for _, other := range v.wrong {
			if other.Seq == r.Seq {
				continue
			}
			if digest := v.store.accessDigest(other.Seq, saysOf(r)); digest == r.Digest || digest == other.Digest {
				return other.Seq
			}
		}
	}
	left := compared / int64(len(v.wrong))
	for _, gap := range missing {
		for n := gap.Seq; n <= gap.Until && left > 0; n++ {
			if left--; v.store.accessDigest(n, saysOf(r)) == r.Digest {
				return n
			}
		}
	}
	return 0
}

// rewritten compares the lines with what was anchored of them. A line that is gone or
// does not fit is told as that.
func (v *accessVerifier) rewritten(marks []parcours.JournalMark) []parcours.Damage {
	from := v.purged + 1
	for _, m := range marks {
		hash := v.hashes[m.Seq]
		wrong := slices.ContainsFunc(v.wrong, func(r gen.AccessesAfterRow) bool { return r.Seq == m.Seq })
		if m.Seq > v.purged && hash != "" && hash != m.Hash && !wrong {
			return []parcours.Damage{{Kind: parcours.DamageRewritten, Seq: from, Until: m.Seq}}
		}
		from = max(from, m.Seq+1)
	}
	return nil
}
