package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// honest holds that nothing is told damaged, and returns what was gone through.
func (h *house) honest(after string) parcours.JournalCheck {
	h.Helper()
	check, err := h.s.VerifyJournals(h.Context(), "", nil, func(d parcours.Damage) { h.Errorf("%s: %+v", after, d) })
	h.must(err)
	return check
}

// proven is a house where a message has four receipts, the last of which came after the
// last entry that speaks of it.
func proven(t *testing.T, s *store.Store) (h *house, attemptID string) {
	t.Helper()
	h = convoked(t, s, maelys(), yann())
	for _, d := range h.claim() {
		h.send(d)
		for _, state := range []parcours.AttemptState{parcours.AttemptSent, parcours.AttemptDelivered, ""} {
			h.receipt(d.Attempt.ID, state, "")
		}
	}
	attemptID = h.one("select id from attempt where person_id = $1 and state = 'delivered'", h.person("I-1"))
	h.want("receipts", h.one("select cast(count(*) as text) from attempt_event where attempt_id = $1", attemptID), "4")
	if check := h.honest("an honest life"); check.Attempts != 2 || check.NotHeld != 0 {
		t.Errorf("went through %+v", check)
	}
	return h, attemptID
}

// keepRows copies the attempts and their receipts, which the returned function puts back.
func (h *house) keepRows(columns ...string) (putBack func()) {
	h.Helper()
	h.must(h.s.Poke(h.Context(), "create table kept_attempt as select * from attempt"))
	h.must(h.s.Poke(h.Context(), "create table kept_receipt as select * from attempt_event"))
	var set []string
	for _, c := range columns {
		set = append(set, fmt.Sprintf("%s = (select k.%s from kept_attempt k where k.id = attempt.id)", c, c))
	}
	return func() {
		h.must(h.s.Poke(h.Context(), "update attempt set "+strings.Join(set, ", ")))
		h.must(h.s.Poke(h.Context(), "delete from attempt_event"))
		h.must(h.s.Poke(h.Context(), "insert into attempt_event select * from kept_receipt"))
	}
}

// proofColumns are those of an attempt that its proof shows or rests on.
var proofColumns = []string{
	"n", "channel", "address_sealed", "address_index", "sender", "body_sealed", "encoding", "parts", "state", "rank", "code", "left_at",
	"provider_id", "receipts", "digest",
}

func TestWhatProvesAMessageIsHeldByItsJournal(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, attempt := proven(t, s)
		putBack := h.keepRows(proofColumns...)
		person := h.person("I-1")
		sent, delivered := h.seqOf(person, parcours.EventSent), h.seqOf(person, parcours.EventDelivered)
		receipts, sending := parcours.DamageReceipts, parcours.DamageSending
		told := func(kind parcours.DamageKind, seqs ...int64) (want []parcours.Damage) {
			for _, seq := range seqs {
				want = append(want, parcours.Damage{PersonID: person, Kind: kind, Seq: seq, AttemptID: attempt})
			}
			return want
		}
		const added = "insert into attempt_event (id, attempt_id, source, provider_id, status, code, at, digest, besides, n) " +
			"select 'x', attempt_id, 'callback', '', 'read', '', at + 1, '', besides, "
		for _, c := range []struct {
			name, change string
			want         []parcours.Damage
		}{
			{"the first receipt altered", "update attempt_event set at = at + 1 where n = 1 and attempt_id = $1", told(receipts, sent, delivered)},
			{"a status altered", "update attempt_event set status = 'failed' where n = 2 and attempt_id = $1", told(receipts, delivered)},
			{"a code altered", "update attempt_event set code = '30005' where n = 3 and attempt_id = $1", told(receipts, delivered)},
			{"a source altered", "update attempt_event set source = 'x' where n = 3 and attempt_id = $1", told(receipts, delivered)},
			{"a digest altered", "update attempt_event set digest = 'x' where n = 3 and attempt_id = $1", told(receipts, delivered)},
			{"an id altered", "update attempt_event set id = 'x' where n = 2 and attempt_id = $1", told(receipts, delivered)},
			{"an id of the provider altered", "update attempt_event set provider_id = 'x' where n = 1 and attempt_id = $1", told(receipts, sent, delivered)},
			{"a second id hidden", "update attempt_event set besides = not besides where n = 2 and attempt_id = $1", told(receipts, delivered)},
			{"altered after the last entry", "update attempt_event set at = at - 1 where n = 4 and attempt_id = $1", told(receipts, delivered)},
			{"removed", "delete from attempt_event where n = 2 and attempt_id = $1", told(receipts, delivered)},
			{"the last removed", "delete from attempt_event where n = 4 and attempt_id = $1", told(receipts, delivered)},
			{"all removed", "delete from attempt_event where attempt_id = $1", told(receipts, sent, delivered)},
			{"added at the end", added + "5 from attempt_event where n = 1 and attempt_id = $1", told(receipts, delivered)},
			{"added as if from before", added + "0 from attempt_event where n = 1 and attempt_id = $1", told(receipts, sent, delivered)},
			{"put in another order", "update attempt_event set n = 5 - n where n in (2, 3) and attempt_id = $1", told(receipts, delivered)},
			{"the fingerprint altered", "update attempt set receipts = '3.' || substr(receipts, 3) where id = $1", told(receipts, delivered)},
			{"as if from before fingerprints", "update attempt set receipts = '', digest = '' where id = $1", told(receipts, delivered)},
			{"the provider's id", "update attempt set provider_id = 'SM-other' where id = $1", told(sending, delivered)},
			{"the provider's id emptied", "update attempt set provider_id = '' where id = $1", told(sending, delivered)},
			{
				"the address", "update attempt set address_index = (select x.address_index from attempt x where x.address_index <> '' and x.address_index <> attempt.address_index limit 1) where id = $1",
				told(sending, delivered),
			},
			{
				"the address to read", "update attempt set address_sealed = (select x.address_sealed from attempt x where x.address_index <> '' and x.address_index <> attempt.address_index limit 1) where id = $1",
				told(sending, delivered),
			},
			{"the address emptied", "update attempt set address_sealed = null where id = $1", told(sending, delivered)},
			{"the sender", "update attempt set sender = 'CAF' where id = $1", told(sending, delivered)},
			{"when it left", "update attempt set left_at = left_at - 86400000 where id = $1", told(sending, delivered)},
			{"a better state", "update attempt set state = 'acknowledged', rank = 50 where id = $1", told(sending, delivered)},
			{"as if it had never left", "update attempt set state = 'queued', rank = 0 where id = $1", told(sending, delivered)},
			{"the digest", "update attempt set digest = (select x.digest from attempt x where x.id <> attempt.id and x.digest <> '') where id = $1", told(sending, delivered)},
			{"the words taken away", "update attempt set body_sealed = null where id = $1", told(parcours.DamageWords, sent)},
		} {
			h.must(s.Poke(t.Context(), c.change, attempt))
			if diff := cmp.Diff(c.want, h.damages(nil)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			putBack()
		}
		h.honest("all put back")
		h.must(s.Poke(t.Context(), "delete from attempt_event where attempt_id = $1", attempt))
		h.must(s.Poke(t.Context(), "delete from attempt where id = $1", attempt))
		if diff := cmp.Diff(told(sending, sent, delivered), h.damages(nil)); diff != "" {
			t.Errorf("the attempt removed (-want +got):\n%s", diff)
		}
	})
}

func TestWhatAHumanRecordsOfAMessageIsHeldToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, nolwenn())
		batch := h.makeLetters()
		h.post(batch)
		want := func(after string, kind parcours.EventKind) {
			t.Helper()
			person := h.person("I-7")
			wrong := parcours.Damage{
				PersonID: person, Kind: parcours.DamageSending, Seq: h.seqOf(person, kind), AttemptID: h.one("select id from attempt where channel = 'letter' and body_sealed is not null"),
			}
			if diff := cmp.Diff([]parcours.Damage{wrong}, h.damages(nil)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", after, diff)
			}
		}
		h.must(s.Poke(t.Context(), "update attempt set left_at = left_at - 86400000 where left_at > 0"))
		want("posted a day earlier", parcours.EventSent)
		h.must(s.Poke(t.Context(), "update attempt set left_at = left_at + 86400000 where left_at > 0"))
		h.must(s.ReturnLetter(t.Context(), h.now, office, batch, h.letterOf(batch, h.person("I-7")), parcours.ReturnRefused, today(h.now)))
		h.honest("returned")
		h.must(s.Poke(t.Context(), "update attempt set state = 'sent', rank = 30 where state = 'undelivered_perm'"))
		want("as if it had not come back", parcours.EventUndelivered)
	})
}

// TestAnErasureThatNobodyMadeIsTold: the chain has no key, and whoever writes to the
// database can add to its end.
func TestAnErasureThatNobodyMadeIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, _ := proven(t, s)
		person := h.person("I-1")
		last := h.last(person)
		fields := []string{h.one("select hash from event where person_id = $1 and seq = $2", person, last), "forged", fmt.Sprint(last + 1), "erased", "0", "relais", person, ""}
		sum := sha256.Sum256([]byte(strings.Join(fields, "\n")))
		h.must(s.Poke(t.Context(), "insert into event (id, person_id, seq, kind, at, actor, subject, digest, hash) values ('forged', $1, $2, 'erased', 0, 'relais', $1, '', $3)",
			person, last+1, hex.EncodeToString(sum[:])))
		h.must(s.Poke(t.Context(), "update event set payload_sealed = null, salt = null where person_id = $1", person))
		found := h.damages(nil)
		for _, d := range found {
			if d.Kind != parcours.DamageDetails || d.PersonID != person {
				t.Errorf("told %+v", d)
			}
		}
		if int64(len(found)) != last+1 {
			t.Errorf("%d damages, want one an entry of %d", len(found), last+1)
		}
	})
}

// TestAnyChangeOfWhatAProofShowsIsSeen changes one value of what proves a message.
func TestAnyChangeOfWhatAProofShowsIsSeen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, _ := proven(t, s)
		putBack := h.keepRows(proofColumns...)
		attempts := h.all("select id from attempt where state = 'delivered' order by id")
		seen := []parcours.DamageKind{parcours.DamageSending, parcours.DamageReceipts, parcours.DamageWords}
		other := func(column string) string {
			return fmt.Sprintf("(select x.%s from attempt x where x.id <> attempt.id and x.state = 'delivered')", column)
		}
		change := map[string]string{ // of the attempt; a number changes by one, a text gets longer
			"n": "n + 7", "parts": "parts + 1", "rank": "rank - 1", "left_at": "left_at + 1",
			"address_sealed": other("address_sealed"), "body_sealed": other("body_sealed"), "receipts": other("receipts"), "digest": other("digest"),
		}
		ofReceipt := map[string]string{"at": "at + 1", "n": "n + 9", "besides": "not besides"}
		rapid.Check(t, func(r *rapid.T) {
			id := rapid.SampledFrom(attempts).Draw(r, "attempt")
			if rapid.Bool().Draw(r, "a receipt") {
				column := rapid.SampledFrom([]string{"id", "source", "provider_id", "status", "code", "at", "digest", "besides", "n"}).Draw(r, "column")
				value := ofReceipt[column]
				if value == "" {
					value = column + " || 'x'"
				}
				n := rapid.IntRange(1, 4).Draw(r, "n")
				h.must(s.Poke(t.Context(), "update attempt_event set "+column+" = "+value+" where attempt_id = $1 and n = $2", id, n))
			} else {
				column := rapid.SampledFrom(proofColumns).Draw(r, "column")
				value := change[column]
				if value == "" {
					value = column + " || 'x'"
				}
				if rapid.Bool().Draw(r, "emptied") && strings.HasSuffix(column, "_sealed") {
					value = "null"
				}
				h.must(s.Poke(t.Context(), "update attempt set "+column+" = "+value+" where id = $1", id))
			}
			found := h.damages(nil)
			if len(found) == 0 {
				r.Error("nothing was found")
			}
			for _, d := range found {
				if d.AttemptID != id || !slices.Contains(seen, d.Kind) {
					r.Errorf("told %+v", d)
				}
			}
			putBack()
		})
		h.honest("all put back")
	})
}

func TestAnHonestLifeShowsNoDamage(t *testing.T) {
	t.Parallel()
	receipt := func(h *house, r parcours.Receipt) {
		h.Helper()
		r.Source, r.At = "callback", h.now
		h.must(h.s.ApplyReceipt(h.Context(), h.now, r))
	}
	for name, live := range map[string]func(h *house, d parcours.Delivery){
		"receipts in every order, twice": func(h *house, d parcours.Delivery) {
			h.send(d)
			for range 2 {
				for _, state := range []parcours.AttemptState{parcours.AttemptDelivered, "", parcours.AttemptSent, parcours.AttemptUndeliveredPerm} {
					h.receipt(d.Attempt.ID, state, "30005")
				}
			}
		},
		"receipts before the id": func(h *house, d parcours.Delivery) {
			h.mark(&d)
			for _, state := range []parcours.AttemptState{parcours.AttemptSent, parcours.AttemptDelivered} {
				receipt(h, parcours.Receipt{ProviderID: "SM1", Status: string(state), State: state})
			}
			h.must(h.s.RecordAccepted(h.Context(), h.now, d.Attempt, parcours.Receipt{Source: "answer", ProviderID: "SM1", Status: "queued", State: parcours.AttemptAccepted}))
			h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		},
		"unknown, then adopted": func(h *house, d parcours.Delivery) {
			h.mark(&d)
			receipt(h, parcours.Receipt{AttemptID: d.Attempt.ID, Status: "odd"})
			h.must(h.s.RecordRefusal(h.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalUnknown}, h.now))
			h.must(h.s.ResolveEmpty(h.Context(), h.now, h.process, d.Attempt))
			h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptLost))
			receipt(h, parcours.Receipt{AttemptID: d.Attempt.ID, ProviderID: "SM2", Status: "delivered", State: parcours.AttemptDelivered})
		},
		"a second id": func(h *house, d parcours.Delivery) {
			h.send(d)
			receipt(h, parcours.Receipt{AttemptID: d.Attempt.ID, ProviderID: "SM-second", Status: "sent", State: parcours.AttemptSent})
			receipt(h, parcours.Receipt{ProviderID: "SM-second", Status: "delivered", State: parcours.AttemptDelivered})
			h.want("incident", h.one("select kind from incident where attempt_id = $1", d.Attempt.ID), "duplicate")
		},
		"no receipt, then an answer": func(h *house, d parcours.Delivery) {
			h.send(d)
			h.now = h.now.Add(100 * time.Hour)
			h.must(h.s.RecordPoll(h.Context(), h.now, d.Attempt, time.Time{}))
			h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptNoReceipt))
			h.turn(sms(144, "oui"))
			h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		},
		"refused, then delivered": func(h *house, d parcours.Delivery) {
			h.mark(&d)
			h.must(h.s.RecordRefusal(h.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "21211"}, h.now))
			h.honest("refused")
			receipt(h, parcours.Receipt{AttemptID: d.Attempt.ID, ProviderID: "SM3", Status: "delivered", State: parcours.AttemptDelivered})
		},
		"failed, and tried again": func(h *house, d parcours.Delivery) {
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
			h.now = h.now.Add(time.Hour)
			again := h.claimed()
			h.send(again)
			h.receipt(again.Attempt.ID, parcours.AttemptSent, "")
		},
		"from before fingerprints": func(h *house, d parcours.Delivery) {
			h.must(h.s.Poke(h.Context(), "update attempt set receipts = '' where id = $1", d.Attempt.ID))
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
			if check := h.honest("from before"); check.NotHeld != 1 || check.Attempts != 0 {
				h.Errorf("went through %+v", check)
			}
		},
		"purged": func(h *house, d parcours.Delivery) {
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptSent, "")
			person := h.person("I-1")
			h.must(h.s.Exit(h.Context(), h.now, everyone(), person, parcours.ExitMoved, today(h.now)))
			h.now = h.now.AddDate(3, 0, 0)
			n, err := h.s.PurgeFiles(h.Context(), h.now, officer, parcours.DefaultKeeping(), []string{person})
			if h.must(err); n != 1 {
				h.Fatalf("%d files were purged", n)
			}
			h.want("words", h.one("select cast(count(*) as text) from attempt where body_sealed is not null and person_id = $1", person), "0")
			h.honest("purged")
			h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "") // that comes late
		},
		"erased": func(h *house, d parcours.Delivery) {
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
			_, err := h.s.Forget(h.Context(), h.now, officer, h.person("I-1"))
			h.must(err)
		},
		"with another key": func(h *house, d parcours.Delivery) {
			h.send(d)
			h.must(h.s.BeginKeyChange(h.Context(), h.now, []byte(strings.Repeat("k", store.KeySize))))
			done, err := h.s.Reseal(h.Context(), nil)
			if h.must(err); done.Values == 0 || done.Unreadable > 0 {
				h.Errorf("sealed again: %+v", done)
			}
			h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		},
		"restored from a backup": func(h *house, d parcours.Delivery) {
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptSent, "")
			var archive bytes.Buffer
			_, err := h.s.Archive(h.Context(), &archive, nil)
			h.must(err)
			to := filepath.Join(h.TempDir(), "restored.db")
			_, err = store.LoadArchive(h.Context(), to, &archive, nil)
			h.must(err)
			h.s, err = opened(h.T, to, storetest.Key())
			h.must(err)
			h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				live(h, h.claimed())
				h.honest(name)
			})
		})
	}
}

// TestReceiptsAreNumberedInTheOrderInWhichTheyAreFolded: ids come from the clocks of
// several nodes, which need not agree.
func TestReceiptsAreNumberedInTheOrderInWhichTheyAreFolded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		for i, state := range []parcours.AttemptState{parcours.AttemptSent, parcours.AttemptDelivered} {
			h.now = h.now.Add(-time.Duration(i+1) * time.Minute)
			h.receipt(d.Attempt.ID, state, "")
		}
		got := h.all("select status from attempt_event where attempt_id = $1 order by n", d.Attempt.ID)
		if diff := cmp.Diff([]string{"accepted", "sent", "delivered"}, got); diff != "" {
			t.Errorf("by number (-want +got):\n%s", diff)
		}
		h.honest("clocks that do not agree")
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				r := parcours.Receipt{Source: "callback", AttemptID: d.Attempt.ID, Status: fmt.Sprint("odd", i), At: h.now}
				if err := s.ApplyReceipt(t.Context(), h.now, r); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		h.want("numbers", h.one("select cast(count(distinct n) as text) from attempt_event where attempt_id = $1", d.Attempt.ID), "11")
		h.honest("eight at once")
	})
}
