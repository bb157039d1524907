package store_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// damages verifies every journal.
func (h *house) damages(marks map[string][]parcours.JournalMark) []parcours.Damage {
	h.Helper()
	var found []parcours.Damage
	check, err := h.s.VerifyJournals(h.Context(), "", marks, func(d parcours.Damage) { found = append(found, d) })
	h.must(err)
	if check.Damages != len(found) {
		h.Errorf("%d damages counted, %d told", check.Damages, len(found))
	}
	return found
}

// marks anchors every journal as it is.
func (h *house) marks() map[string][]parcours.JournalMark {
	h.Helper()
	marks := map[string][]parcours.JournalMark{}
	h.must(h.s.JournalHeads(h.Context(), func(head parcours.JournalHead) error {
		marks[head.PersonID] = append(marks[head.PersonID], parcours.JournalMark{Seq: head.Seq, Hash: head.Hash})
		return nil
	}))
	return marks
}

// chronicled is a house where two people have journals of several entries.
func chronicled(t *testing.T, s *store.Store) *house {
	t.Helper()
	h := convoked(t, s, maelys(), yann())
	for _, d := range h.claim() {
		h.send(d)
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
	}
	h.turn(sms(144, "oui"))
	h.turn(sms(144, "STOP"), parcours.OptOut{})
	if found := h.damages(nil); len(found) > 0 {
		t.Fatalf("an honest journal: %+v", found)
	}
	return h
}

func TestEveryColumnOfTheJournalIsHeld(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := chronicled(t, s)
		person, other := h.person("I-1"), h.person("I-2")
		sent := h.seqOf(person, parcours.EventSent)
		received := h.seqOf(person, parcours.EventReceived)
		altered := func(seq int64) []parcours.Damage {
			return []parcours.Damage{{PersonID: person, Kind: parcours.DamageAltered, Seq: seq}}
		}
		for _, c := range []struct {
			name, change, undo string
			args               []any
			want               []parcours.Damage
		}{
			{"id", "update event set id = 'x' || id where person_id = $1 and seq = 3", "update event set id = substr(id, 2) where person_id = $1 and seq = 3", []any{person}, altered(3)},
			{"kind", "update event set kind = kind || 'x' where person_id = $1 and seq = 3", "update event set kind = substr(kind, 1, length(kind) - 1) where person_id = $1 and seq = 3", []any{person}, altered(3)},
			{"at", "update event set at = at + 1 where person_id = $1 and seq = 1", "update event set at = at - 1 where person_id = $1 and seq = 1", []any{person}, altered(1)},
			{"actor", "update event set actor = actor || 'x' where person_id = $1 and seq = 2", "update event set actor = substr(actor, 1, length(actor) - 1) where person_id = $1 and seq = 2", []any{person}, altered(2)},
			{"subject", "update event set subject = subject || 'x' where person_id = $1 and seq = 2", "update event set subject = substr(subject, 1, length(subject) - 1) where person_id = $1 and seq = 2", []any{person}, altered(2)},
			{"digest", "update event set digest = digest || '0' where person_id = $1 and seq = 2", "update event set digest = substr(digest, 1, length(digest) - 1) where person_id = $1 and seq = 2", []any{person}, altered(2)},
			{"hash", "update event set hash = hash || '0' where person_id = $1 and seq = 2", "update event set hash = substr(hash, 1, length(hash) - 1) where person_id = $1 and seq = 2", []any{person}, altered(2)},
			{"hash of the last", "update event set hash = hash || '0' where person_id = $1 and seq = (select max(seq) from event x where x.person_id = $1)", "update event set hash = substr(hash, 1, 64) where person_id = $1", []any{person}, altered(h.last(person))},
			{
				"seq", "update event set seq = 900 where person_id = $1 and seq = 3", "update event set seq = 3 where person_id = $1 and seq = 900",
				[]any{person},
				[]parcours.Damage{{PersonID: person, Kind: parcours.DamageMoved, Seq: 900, Was: 3}},
			},
			{
				"person", "update event set person_id = 'nobody' where person_id = $1 and seq = 1", "update event set person_id = $1 where person_id = 'nobody' and seq = 1",
				[]any{person},
				[]parcours.Damage{{PersonID: person, Kind: parcours.DamageMissing, Seq: 1, Until: 1}, {PersonID: "nobody", Kind: parcours.DamageAltered, Seq: 1}},
			},
		} {
			h.must(h.s.Poke(t.Context(), c.change, c.args...))
			if diff := cmp.Diff(c.want, h.damages(nil)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			h.must(h.s.Poke(t.Context(), c.undo, c.args...))
			if found := h.damages(nil); len(found) > 0 {
				t.Fatalf("%s: not undone: %+v", c.name, found)
			}
		}
		// What cannot be undone by a statement: the last ones first to go.
		one := func(kind parcours.DamageKind, seq int64) parcours.Damage {
			return parcours.Damage{PersonID: person, Kind: kind, Seq: seq}
		}
		var want []parcours.Damage
		step := func(name, change string, more ...parcours.Damage) {
			t.Helper()
			h.must(h.s.Poke(t.Context(), change, person))
			want = append(want, more...)
			got := h.damages(nil)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			want = got
		}
		step("as if erased", "update event set payload_sealed = null, salt = null where person_id = $1 and seq = 1", one(parcours.DamageDetails, 1))
		step("payload", "update event set payload_sealed = (select x.payload_sealed from event x where x.person_id = $1 and x.seq = 3) where person_id = $1 and seq = 2", one(parcours.DamageDetails, 2))
		step("salt", "update event set salt = (select x.salt from event x where x.person_id = $1 and x.seq = 2) where person_id = $1 and seq = 3", one(parcours.DamageDetails, 3))
		step("details taken", "update event set payload_sealed = null where person_id = $1 and seq = 4", one(parcours.DamageDetails, 4))
		step("words sent", "update attempt set body_sealed = (select y.body_sealed from attempt y where y.person_id <> $1 and y.body_sealed is not null limit 1) where id = (select subject from event where person_id = $1 and seq = "+fmt.Sprint(sent)+")", parcours.Damage{PersonID: person, Kind: parcours.DamageWords, Seq: sent, AttemptID: h.one("select subject from event where person_id = $1 and seq = $2", person, sent)})
		step("words received", "update inbox set text_sealed = (select y.text_sealed from inbox y where y.person_id = $1 order by y.id desc limit 1) where id = (select subject from event where person_id = $1 and seq = "+fmt.Sprint(received)+")", one(parcours.DamageWords, received))
		h.must(h.s.Poke(t.Context(), "delete from event where person_id = $1", other))
		got := h.damages(nil)
		if last := got[len(got)-1]; last != (parcours.Damage{PersonID: other, Kind: parcours.DamageEmpty, Seq: 1}) {
			t.Errorf("a journal without an entry: %+v", got)
		}
	})
}

// seqOf returns the number of the first entry of a kind.
func (h *house) seqOf(personID string, kind parcours.EventKind) int64 {
	h.Helper()
	seqs := h.all("select cast(seq as text) from event where person_id = $1 and kind = $2 order by seq", personID, string(kind))
	if len(seqs) == 0 {
		h.Fatalf("no entry %s", kind)
	}
	n, err := strconv.ParseInt(seqs[0], 10, 64)
	h.must(err)
	return n
}

func (h *house) last(personID string) int64 {
	h.Helper()
	n, err := strconv.ParseInt(h.one("select cast(max(seq) as text) from event where person_id = $1", personID), 10, 64)
	h.must(err)
	return n
}

func TestEntriesThatChangePlacesAreNamed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := chronicled(t, s)
		person := h.person("I-1")
		renumber := func(from, to int64) {
			h.must(h.s.Poke(t.Context(), "update event set seq = $2 where person_id = $1 and seq = $3", person, to, from))
		}
		renumber(2, 1000)
		renumber(4, 2)
		renumber(1000, 4)
		want := []parcours.Damage{
			{PersonID: person, Kind: parcours.DamageMoved, Seq: 2, Was: 4},
			{PersonID: person, Kind: parcours.DamageMoved, Seq: 4, Was: 2},
		}
		if diff := cmp.Diff(want, h.damages(nil)); diff != "" {
			t.Errorf("swapped (-want +got):\n%s", diff)
		}
	})
}

func TestAnAnchorTellsACutTailAndARewrittenChain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := chronicled(t, s)
		person, other := h.person("I-1"), h.person("I-2")
		marks, last := h.marks(), h.last(person)
		early := h.one("select hash from event where person_id = $1 and seq = 2", person)
		marks[person] = append([]parcours.JournalMark{{Seq: 2, Hash: early}}, marks[person]...)
		h.turn(sms(171, "merci")) // journals go on after an anchor
		if found := h.damages(marks); len(found) > 0 {
			t.Fatalf("an honest journal: %+v", found)
		}
		h.must(h.s.Poke(t.Context(), "delete from event where person_id = $1 and seq > $2", person, last-2))
		if found := h.damages(nil); len(found) > 0 {
			t.Errorf("without an anchor a cut tail cannot be seen, got %+v", found)
		}
		cut := parcours.Damage{PersonID: person, Kind: parcours.DamageCut, Seq: last - 1, Until: last}
		if diff := cmp.Diff([]parcours.Damage{cut}, h.damages(marks)); diff != "" {
			t.Errorf("cut (-want +got):\n%s", diff)
		}
		// Whoever can write to the database can chain other entries on: the anchor differs.
		h.now = h.now.AddDate(0, 0, 1)
		for range 3 {
			h.turn(sms(144, "bonjour"))
		}
		rewritten := parcours.Damage{PersonID: person, Kind: parcours.DamageRewritten, Seq: 3, Until: last}
		if diff := cmp.Diff([]parcours.Damage{rewritten}, h.damages(marks)); diff != "" {
			t.Errorf("rewritten (-want +got):\n%s", diff)
		}
		for _, id := range []string{person, other} {
			h.must(h.s.Poke(t.Context(), "delete from event where person_id = $1", id))
		}
		for _, d := range h.damages(marks) {
			if d.Kind != parcours.DamageCut || d.Seq != 1 {
				t.Errorf("nothing left: %+v", d)
			}
		}
	})
}

// TestAnySingleChangeIsSeenAndLocated changes one thing of one entry at random.
func TestAnySingleChangeIsSeenAndLocated(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := chronicled(t, s)
		people := []string{h.person("I-1"), h.person("I-2")}
		marks := h.marks()
		h.must(h.s.Poke(t.Context(), "create table kept as select * from event"))
		changes := map[string]string{
			"delete":     "delete from event where person_id = $1 and seq = $2",
			"id":         "update event set id = 'x' || id where person_id = $1 and seq = $2",
			"person":     "update event set person_id = person_id || 'x' where person_id = $1 and seq = $2",
			"seq":        "update event set seq = seq + 40 where person_id = $1 and seq = $2",
			"kind":       "update event set kind = 'exited' where person_id = $1 and seq = $2",
			"at":         "update event set at = at - 60000 where person_id = $1 and seq = $2",
			"actor":      "update event set actor = actor || 'x' where person_id = $1 and seq = $2",
			"subject":    "update event set subject = '' where person_id = $1 and seq = $2",
			"payload":    "update event set payload_sealed = (select k.payload_sealed from kept k where k.id <> event.id and k.digest <> event.digest limit 1) where person_id = $1 and seq = $2",
			"no payload": "update event set payload_sealed = null where person_id = $1 and seq = $2",
			"salt":       "update event set salt = (select k.salt from kept k where k.id <> event.id limit 1) where person_id = $1 and seq = $2",
			"no salt":    "update event set salt = null where person_id = $1 and seq = $2",
			"digest":     "update event set digest = (select k.digest from kept k where k.id <> event.id limit 1) where person_id = $1 and seq = $2",
			"hash":       "update event set hash = (select k.hash from kept k where k.id <> event.id limit 1) where person_id = $1 and seq = $2",
		}
		names := []string{
			"delete", "id", "person", "seq", "kind", "at", "actor", "subject", "payload", "no payload", "salt", "no salt", "digest", "hash",
		}
		rapid.Check(t, func(r *rapid.T) {
			person := rapid.SampledFrom(people).Draw(r, "person")
			seq := rapid.Int64Range(1, marks[person][0].Seq).Draw(r, "seq")
			change := rapid.SampledFrom(names).Draw(r, "change")
			h.must(h.s.Poke(t.Context(), changes[change], person, seq))
			found := h.damages(marks)
			located := false
			for _, d := range found {
				own := d.PersonID == person || d.PersonID == person+"x"
				if !own {
					r.Errorf("%s of entry %d accuses another journal: %+v", change, seq, d)
				}
				located = located || d.PersonID == person && (d.Seq <= seq && seq <= max(d.Seq, d.Until) || d.Was == seq)
				if d.Seq != seq && d.Was != seq && own && d.PersonID == person {
					r.Errorf("%s of entry %d accuses another entry: %+v", change, seq, d)
				}
			}
			if !located {
				r.Errorf("%s of entry %d of %d: %+v", change, seq, marks[person][0].Seq, found)
			}
			h.must(h.s.Poke(t.Context(), "delete from event where person_id in ($1, $2)", person, person+"x"))
			h.must(h.s.Poke(t.Context(), "insert into event select * from kept where person_id = $1", person))
		})
		if found := h.damages(marks); len(found) > 0 {
			t.Errorf("put back: %+v", found)
		}
	})
}
