package store

import (
	"context"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// searched bounds the search of where a moved entry was: its cost grows with the
// square of the journal. Entries of a longer one that do not fit are told altered.
const searched = 400

// diagnose reads a damaged journal whole and says what is wrong where; its last entry is
// the one that was written last.
//
// An entry fits when it hangs from the one before it: from the hash that is stored
// there, or from the one that should be there, or from another that was moved away,
// so that one damaged entry does not accuse the next. One that does not fit was
// moved when it hangs, under another number, from some entry of the same journal; it
// was altered otherwise.
func (v *verifier) diagnose(ctx context.Context, tx *tx, personID string) (*walked, error) {
	events, err := tx.EventsOfPerson(ctx, personID)
	if err != nil {
		return nil, err
	}
	w := walk(personID)
	numbers := make([]int64, 0, len(events)) // as they were written
	for i, e := range events {
		previous := before(events, i)
		switch {
		case e.Seq == 1 && hangs(e, []string{personID}), hangs(e, previous), hangs(e, moved(events, i)):
			numbers = append(numbers, e.Seq)
			if err := v.contents(ctx, tx, w, e); err != nil {
				return nil, err
			}
			w.damages = append(w.damages, v.rewritten(personID, e.Seq, e.Hash)...)
		case previous == nil && e.Seq > 1 && written(events, e) == 0 && follows(events, i):
			numbers = append(numbers, e.Seq) // the entries before it are gone: nothing to compare with
		default:
			if was := written(events, e); was != 0 {
				numbers = append(numbers, was)
				w.damages = append(w.damages, parcours.Damage{PersonID: personID, Kind: parcours.DamageMoved, Seq: e.Seq, Was: was})
				continue
			}
			numbers = append(numbers, e.Seq)
			w.damages = append(w.damages, parcours.Damage{PersonID: personID, Kind: parcours.DamageAltered, Seq: e.Seq})
		}
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		if n > w.last+1 {
			w.damages = append(w.damages, parcours.Damage{PersonID: personID, Kind: parcours.DamageMissing, Seq: w.last + 1, Until: n - 1})
		}
		w.last = n
	}
	return w, nil
}

// before returns the hashes from which an entry may hang, nil when the entry
// before it is not there.
func before(events []gen.Event, i int) []string {
	if i == 0 || events[i-1].Seq != events[i].Seq-1 {
		return nil
	}
	e := events[i-1]
	hashes := []string{e.Hash}
	if i == 1 && e.Seq == 1 {
		return append(hashes, hashAfter(e.PersonID, e.Seq, e))
	}
	if i > 1 {
		hashes = append(hashes, hashAfter(events[i-2].Hash, e.Seq, e))
	}
	return hashes
}

// moved returns the hashes of the other entries, from one of which an entry hangs
// when the one before it was moved away.
func moved(events []gen.Event, i int) []string {
	if len(events) > searched {
		return nil
	}
	hashes := make([]string, 0, len(events))
	for j, e := range events {
		if j != i {
			hashes = append(hashes, e.Hash)
		}
	}
	return hashes
}

// follows reports whether the entry after this one hangs from it, or there is none.
func follows(events []gen.Event, i int) bool {
	return i+1 == len(events) || events[i+1].Seq != events[i].Seq+1 || hangs(events[i+1], []string{events[i].Hash})
}

// written returns the number under which an entry was written, when it was another
// one and the entry that it hung from is still there; 0 otherwise.
func written(events []gen.Event, e gen.Event) int64 {
	if len(events) > searched {
		return 0
	}
	for seq := int64(1); seq <= int64(len(events))+1; seq++ {
		if seq == e.Seq {
			continue
		}
		if seq == 1 && e.Hash == hashAfter(e.PersonID, seq, e) {
			return seq
		}
		for _, p := range events {
			if e.Hash == hashAfter(p.Hash, seq, e) {
				return seq
			}
		}
	}
	return 0
}
