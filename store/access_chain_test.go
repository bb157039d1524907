package store_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// read is a house where accounts opened files so many times, all of it sealed in batches.
func read(t *testing.T, s *store.Store, n int) *house {
	t.Helper()
	h := convoked(t, s, maelys(), yann())
	h.seal()
	before := h.sealedLines()
	for i := range n {
		h.must(s.LogAccess(t.Context(), monday.Add(time.Duration(i)*time.Second), parcours.Actor{AccountID: fmt.Sprint("a-", i%3)}, "read_person", h.person(fmt.Sprint("I-", 1+i%2))))
		if i%4 == 3 {
			h.seal()
		}
	}
	h.seal()
	if got := h.sealedLines() - before; got != n {
		t.Fatalf("%d lines were sealed, want %d", got, n)
	}
	if found := h.accessDamages(nil); len(found) > 0 {
		t.Fatalf("an honest log: %+v", found)
	}
	return h
}

func (h *house) seal() {
	h.Helper()
	for {
		n, err := h.s.SealAccesses(h.Context(), 3)
		h.must(err)
		if n == 0 {
			return
		}
	}
}

func (h *house) sealedLines() int {
	h.Helper()
	n, err := strconv.Atoi(h.one("select cast(count(*) as text) from access_log where seq > 0"))
	h.must(err)
	return n
}

// accessDamages verifies the access log.
func (h *house) accessDamages(marks []parcours.JournalMark) []parcours.Damage {
	h.Helper()
	var found []parcours.Damage
	check, err := h.s.VerifyAccesses(h.Context(), marks, func(d parcours.Damage) { found = append(found, d) })
	h.must(err)
	if check.Damages != len(found) {
		h.Errorf("%d damages counted, %d told", check.Damages, len(found))
	}
	return found
}

func (h *house) wantAccessDamages(what string, marks []parcours.JournalMark, want ...parcours.Damage) {
	h.Helper()
	if diff := cmp.Diff(want, h.accessDamages(marks)); diff != "" {
		h.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// accessHead anchors the log as it is.
func (h *house) accessHead() parcours.JournalMark {
	h.Helper()
	head, err := h.s.AccessHead(h.Context())
	h.must(err)
	return head
}

// TestALineOfTheAccessLogIsNotAlteredUnseen alters each column of a line, one after the other.
func TestALineOfTheAccessLogIsNotAlteredUnseen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := read(t, s, 20)
		for _, column := range []string{"id", "account_id", "action", "subject", "person_id", "digest", "hash"} {
			h.must(s.Poke(t.Context(), "update access_log set "+column+" = "+column+" || 'x' where seq = 7"))
			h.wantAccessDamages(column, nil, parcours.Damage{Kind: parcours.DamageAltered, Seq: 7})
			h.must(s.Poke(t.Context(), "update access_log set "+column+" = substr("+column+", 1, length("+column+") - 1) where seq = 7"))
		}
		h.must(s.Poke(t.Context(), "update access_log set at = at + 1 where seq = 7"))
		h.wantAccessDamages("at", nil, parcours.Damage{Kind: parcours.DamageAltered, Seq: 7})
		h.must(s.Poke(t.Context(), "update access_log set at = at - 1 where seq = 7"))
		h.wantAccessDamages("put back", nil)
		// without the key nobody writes a digest that fits
		h.must(s.Poke(t.Context(), "update access_log set account_id = 'a-9', digest = (select x.digest from access_log x where x.seq = 8), hash = (select x.hash from access_log x where x.seq = 8) where seq = 7"))
		h.wantAccessDamages("another's digest", nil, parcours.Damage{Kind: parcours.DamageAltered, Seq: 7})
	})
}

// TestALineOfTheAccessLogIsNotTakenOutUnseen: in the middle, at the beginning, as if by a
// purge, and at the end; there the anchor tells, should the database hide it.
func TestALineOfTheAccessLogIsNotTakenOutUnseen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := read(t, s, 20)
		head := h.accessHead()
		marks := []parcours.JournalMark{head}
		h.must(s.Poke(t.Context(), "delete from access_log where seq in (5, 6, 9)"))
		middle := []parcours.Damage{{Kind: parcours.DamageMissing, Seq: 5, Until: 6}, {Kind: parcours.DamageMissing, Seq: 9, Until: 9}}
		h.wantAccessDamages("the middle", nil, middle...)
		h.must(s.Poke(t.Context(), "delete from access_log where seq <= 2"))
		first := append([]parcours.Damage{{Kind: parcours.DamageMissing, Seq: 1, Until: 2}}, middle...)
		h.wantAccessDamages("the beginning", nil, first...)
		h.must(s.Poke(t.Context(), "update access_chain set purged_seq = 2, purged_hash = 'x', purged_digest = 'x'"))
		h.wantAccessDamages("the beginning, as if by a purge", nil, first...)
		h.must(s.Poke(t.Context(), "delete from access_log where seq > $1", head.Seq-3))
		cut := append(first, parcours.Damage{Kind: parcours.DamageCut, Seq: head.Seq - 2, Until: head.Seq})
		h.wantAccessDamages("the end", nil, cut...)
		h.must(s.Poke(t.Context(), "update access_chain set seq = $1, hash = (select hash from access_log where seq = $1)", head.Seq-3))
		h.wantAccessDamages("the end, hidden", nil, first...)
		h.wantAccessDamages("the end, hidden, with an anchor", marks, cut...)
		for range 5 { // other lines take their numbers
			h.must(s.LogAccess(t.Context(), monday, parcours.Actor{AccountID: "a-9"}, "read_person", "x"))
		}
		h.seal()
		h.wantAccessDamages("other lines in their place", marks, append([]parcours.Damage{first[0], {Kind: parcours.DamageRewritten, Seq: 1, Until: head.Seq}}, middle...)...)
	})
}

// TestLinesOfTheAccessLogThatChangePlacesAreNamed: what they say is exchanged, or their
// numbers, or one is given another number.
func TestLinesOfTheAccessLogThatChangePlacesAreNamed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := read(t, s, 20)
		swapped := []parcours.Damage{{Kind: parcours.DamageMoved, Seq: 4, Was: 11}, {Kind: parcours.DamageMoved, Seq: 11, Was: 4}}
		renumber := func(from, to int64) {
			h.must(s.Poke(t.Context(), "update access_log set seq = $1 where seq = $2", to, from))
		}
		swap := func() { renumber(4, 1000); renumber(11, 4); renumber(1000, 11) }
		swap()
		h.wantAccessDamages("numbers", nil, swapped...)
		swap()
		h.wantAccessDamages("put back", nil)
		says := func() {
			h.must(s.Poke(t.Context(), "create table says as select seq, id, account_id, action, subject, person_id, at from access_log where seq in (4, 11)"))
			h.must(s.Poke(t.Context(), "update access_log set id = 'x' where seq = 4"))
			for _, pair := range [][2]int{{11, 4}, {4, 11}} {
				set := ""
				for _, column := range []string{"id", "account_id", "action", "subject", "person_id", "at"} {
					set += fmt.Sprintf(", %[1]s = (select %[1]s from says where seq = %[2]d)", column, pair[1])
				}
				h.must(s.Poke(t.Context(), fmt.Sprintf("update access_log set %s where seq = %d", set[2:], pair[0])))
			}
			h.must(s.Poke(t.Context(), "drop table says"))
		}
		says()
		h.wantAccessDamages("what they say", nil, swapped...)
		says()
		h.wantAccessDamages("put back again", nil)
		renumber(7, 900)
		h.wantAccessDamages("another number", nil, parcours.Damage{Kind: parcours.DamageMoved, Seq: 900, Was: 7})
	})
}

// TestAnyDamageOfTheAccessLogIsSeenAndAccusesNoOtherLine does one thing to one line at random.
func TestAnyDamageOfTheAccessLogIsSeenAndAccusesNoOtherLine(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := read(t, s, 30)
		marks := []parcours.JournalMark{h.accessHead()}
		h.must(s.Poke(t.Context(), "create table kept as select * from access_log"))
		changes := map[string]string{
			"delete": "delete from access_log where seq = $1", "account": "update access_log set account_id = 'a-9' where seq = $1", "person": "update access_log set person_id = '' where seq = $1",
			"at": "update access_log set at = at - 60000 where seq = $1", "action": "update access_log set action = 'sign_in' where seq = $1", "number": "update access_log set seq = seq + 400 where seq = $1",
			"unsealed": "update access_log set seq = 0 where seq = $1", "hash": "update access_log set hash = '' where seq = $1", "digest": "update access_log set digest = (select k.digest from kept k where k.seq = access_log.seq % 20 + 1) where seq = $1",
		}
		names := []string{"delete", "account", "person", "at", "action", "number", "unsealed", "hash", "digest"}
		rapid.Check(t, func(r *rapid.T) {
			seq := rapid.Int64Range(1, marks[0].Seq).Draw(r, "line")
			change := rapid.SampledFrom(names).Draw(r, "change")
			h.must(s.Poke(t.Context(), changes[change], seq))
			found := h.accessDamages(marks)
			if len(found) != 1 || found[0].Seq != seq && found[0].Was != seq {
				r.Errorf("%s of line %d of %d: %+v", change, seq, marks[0].Seq, found)
			}
			h.must(s.Poke(t.Context(), "delete from access_log"))
			h.must(s.Poke(t.Context(), "insert into access_log select * from kept"))
		})
		h.wantAccessDamages("put back", marks)
	})
}

// TestAPurgeKeepsTheAccessLogWhole: what is left hangs from where the purge ended, and the
// lines of before that were anchored are missed by nobody.
func TestAPurgeKeepsTheAccessLogWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := read(t, s, 20)
		marks := []parcours.JournalMark{h.accessHead()}
		later := monday.AddDate(1, 1, 0)
		h.must(s.LogAccess(t.Context(), later.AddDate(3, 0, 0), parcours.Actor{AccountID: "a-1"}, "read_person", "x")) // by a wrong clock
		for range 3 {
			h.must(s.LogAccess(t.Context(), later, parcours.Actor{AccountID: "a-1"}, "read_person", "x"))
		}
		h.seal()
		marks = append(marks, h.accessHead())
		purged := 0
		for {
			n, err := s.PurgeAccesses(t.Context(), later, parcours.DefaultKeeping(), 7)
			h.must(err)
			if purged += n; n == 0 {
				break
			}
			h.wantAccessDamages("half-way", marks)
		}
		if left := h.sealedLines(); left != 4 && left != 3 || purged < 20 {
			t.Errorf("%d lines went, %d are left", purged, left)
		}
		h.wantAccessDamages("purged", marks)
		h.must(s.Poke(t.Context(), "delete from access_log where seq = $1", marks[1].Seq-1))
		h.wantAccessDamages("one taken out of the rest", marks, parcours.Damage{Kind: parcours.DamageMissing, Seq: marks[1].Seq - 1, Until: marks[1].Seq - 1})
	})
}

// TestTheAccessLogIsSealedOnceByWhoeverDoes: nodes that seal at the same time, while others
// write, give each line one number.
func TestTheAccessLogIsSealedOnceByWhoeverDoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		done := make(chan error)
		const together = 4
		for n := range together {
			go func() {
				for i := range 20 {
					if err := s.LogAccess(t.Context(), monday.Add(time.Duration(i)*time.Second), parcours.Actor{AccountID: fmt.Sprint("a-", n)}, "read_person", "x"); err != nil {
						done <- err
						return
					}
					if _, err := s.SealAccesses(t.Context(), 5); err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		for range together {
			h.must(<-done)
		}
		h.seal()
		h.wantAccessDamages("sealed by several", nil)
		h.want("lines without a number", h.one("select cast(count(*) as text) from access_log where seq = 0"), "0")
	})
}
