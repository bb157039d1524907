package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// officer is who answers for the data.
var officer = parcours.Actor{AccountID: "dpo", Role: parcours.AccountAuditor}

// eachMarked runs a test on a database with seventeen months of messages, on both engines;
// path is its file, empty on PostgreSQL.
func eachMarked(t *testing.T, test func(t *testing.T, s *store.Store, path, personID string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path, personID := marked(t)
		s, err := opened(t, path, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		test(t, s, path, personID)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		database := storetest.Postgres(t)
		path, personID := marked(t)
		from, err := opened(t, path, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := from.Move(t.Context(), database, nil); err != nil {
			t.Fatal(err)
		}
		s, err := opened(t, database, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		test(t, s, "", personID)
	})
}

// leave ends the follow-up of every third person and of one more, with nothing open, and
// returns who left and when a purge may empty their files.
func leave(t *testing.T, s *store.Store, more string) (left []string, later time.Time) {
	t.Helper()
	at := storetest.ScaleNow(storetest.Rules(t)).AddDate(0, 3, 0) // whatever was planned is past
	all, err := s.Peek(t.Context(), "select id from person order by id")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"update escalation set state = 'answered', answered_at = opened_at + 3600000 where state = 'open'",
		"update attempt set state = 'cancelled' where state in ('queued', 'claimed', 'sending', 'unknown')",
		"update week set impediment_state = 'accepted' where impediment_state = 'discussed'",
		"update person set held_at = 0", "update leaver set decision = 'kept' where decision = ''",
		"update person set exited_on = '' where exited_on <> ''", "update milestone set exited_on = '' where exited_on <> ''",
	} {
		if err := s.Poke(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for n, id := range all {
		if n%3 != 0 && id != more {
			continue
		}
		if err := s.Exit(t.Context(), at, everyone(), id, parcours.ExitMoved, parcours.DateOf(at, storetest.Rules(t).Zone)); err != nil {
			t.Fatal(err)
		}
		left = append(left, id)
	}
	return left, at.AddDate(0, 25, 0)
}

// figures are all of them, of everybody and of several groups, and the lines for
// evaluators, without the day of a birth.
func figures(t *testing.T, s *store.Store, now time.Time) map[string]string {
	t.Helper()
	filters := []parcours.Filter{{}, {Channel: parcours.ChannelSMS}, {Orientation: parcours.OrientationSocial}, {EnteredFrom: parcours.NewDate(2025, time.June, 1)}}
	territories, err := s.Territories(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range territories {
		filters = append(filters, parcours.Filter{TerritoryID: at.ID})
	}
	said := map[string]string{}
	keep := func(name string, figures any, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, err := json.MarshalIndent(figures, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		said[name] = string(text)
	}
	for _, part := range parcours.BoardParts() {
		for n, f := range filters {
			board, err := s.Board(t.Context(), now, part, f, true)
			keep(fmt.Sprint(part, n), board.Measures(), err)
		}
	}
	lines, err := s.CohortLines(t.Context(), parcours.Date{}, parcours.Date{})
	for i := range lines {
		lines[i].BirthDate = parcours.NewDate(lines[i].BirthDate.Year, time.January, 1)
	}
	keep("cohort", lines, err)
	counts, err := s.MessageCounts(t.Context(), parcours.Departures{From: time.UnixMilli(1)})
	keep("messages", counts, err)
	loads, err := s.Loads(t.Context(), now, parcours.Filter{})
	keep("loads", loads, err)
	return said
}

// TestAPurgeChangesNoFigure: every figure of the steering report, of every page and of the
// evaluators' file is the same before and after a third of the people were purged.
func TestAPurgeChangesNoFigure(t *testing.T) {
	t.Parallel()
	eachMarked(t, func(t *testing.T, s *store.Store, _, personID string) {
		left, later := leave(t, s, personID)
		before := figures(t, s, later)
		if counted := strings.Count(before["answers0"]+before["weeks0"]+before["path0"]+before["attendance0"], "\"num\": 0,"); counted > 60 {
			t.Logf("%d figures count nothing", counted)
		}
		purged, err := s.PurgeFiles(t.Context(), later, officer, parcours.DefaultKeeping(), left)
		if err != nil || purged != len(left) {
			t.Fatalf("purged %d of %d, %v", purged, len(left), err)
		}
		if diff := cmp.Diff(before, figures(t, s, later)); diff != "" {
			t.Errorf("figures (-before +after):\n%s", diff)
		}
		for _, id := range left {
			if _, err := s.Person(t.Context(), everyone(), id); !errors.Is(err, parcours.ErrNotFound) {
				t.Fatalf("a purged file opens: %v", err)
			}
			if _, err := s.SubjectFile(t.Context(), later, officer, id); !errors.Is(err, parcours.ErrNotFound) {
				t.Fatalf("a purged file is exported: %v", err)
			}
		}
		people, err := s.People(t.Context(), everyone(), "", 1000)
		if err != nil || len(people) != 60-len(left) {
			t.Errorf("%d people are found, %v", len(people), err)
		}
	})
}

// TestAPurgeLeavesNoTraceOfThePerson: what names them is in no row, in no file and in no
// archive made afterwards, while what is said of everybody else is as before.
func TestAPurgeLeavesNoTraceOfThePerson(t *testing.T) {
	t.Parallel()
	eachMarked(t, func(t *testing.T, s *store.Store, path, personID string) {
		left, later := leave(t, s, personID)
		traces := marks
		for _, id := range left {
			traces = append(traces, s.Addresses(t, id)...)
		}
		indexes := []string{"index-aveugle-marque"}
		for _, table := range []string{"contact_point", "attempt"} {
			if err := s.Poke(t.Context(), "update "+table+" set address_index = $2 where person_id = $1", personID, indexes[0]); err != nil {
				t.Fatal(err)
			}
		}
		completed(t, s, personID)
		answered(t, s, "k", `{"first_name":"`+marks[0]+`"}`)
		others, _, err := s.PlainValues(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.PurgeFiles(t.Context(), later, officer, parcours.DefaultKeeping(), left); err != nil {
			t.Fatal(err)
		}
		after, _, err := s.PlainValues(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for key, text := range after {
			for _, trace := range traces {
				if strings.Contains(text, trace) {
					t.Errorf("%s still says %q", key, trace)
				}
			}
			if was, ok := others[key]; ok && was != text && !strings.HasPrefix(key, "notificationfacts_sealed") {
				t.Errorf("%s changed", key)
			}
		}
		archive := archived(t, s)
		for _, trace := range append(traces, indexes...) {
			if bytes.Contains(archive, []byte(trace)) {
				t.Errorf("an archive still says %q", trace)
			}
		}
		if _, err := s.VerifyJournals(t.Context(), "", nil, func(d parcours.Damage) { t.Errorf("damaged: %+v", d) }); err != nil {
			t.Error(err)
		}
		if path == "" {
			return
		}
		files, err := filepath.Glob(path + "*")
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, trace := range append(marks, indexes...) {
				if bytes.Contains(content, []byte(trace)) {
					t.Errorf("%s still holds %q", filepath.Base(file), trace)
				}
			}
		}
	})
}

// TestWhoIsFollowedOrAsksSomethingLosesNothing: each reason keeps the file as it is.
func TestWhoIsFollowedOrAsksSomethingLosesNothing(t *testing.T) {
	t.Parallel()
	eachMarked(t, func(t *testing.T, s *store.Store, _, personID string) {
		left, later := leave(t, s, personID)
		keeping := parcours.DefaultKeeping()
		before, _, err := s.PlainValues(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for name, still := range map[string]struct {
			statements []string
			why        parcours.KeptBack
		}{
			"followed":                 {[]string{"update person set exited_on = '' where id = $1", "update person set exited_on = '2026-09-02' where id = $1"}, ""},
			"something happened since": {[]string{"update event set at = at + 40000000000 where person_id = $1", "update event set at = at - 40000000000 where person_id = $1"}, ""},
			"a question is open": {[]string{
				"insert into escalation (id, person_id, kind, urgent, state, channel, opened_at, due_at) values ('open-question', $1, 'question', false, 'open', 'sms', 1, 2)", "delete from escalation where id = 'open-question' and person_id = $1",
			}, parcours.KeptQuestion},
			"a death was told":         {[]string{"update person set held_at = 5 where id = $1", "update person set held_at = 0 where id = $1"}, parcours.KeptHeld},
			"it is kept for an appeal": {[]string{"update person set litigation_at = 5 where id = $1", "update person set litigation_at = 0 where id = $1"}, parcours.KeptLitigation},
			"an appointment is to come": {[]string{
				"update participation set starts_at = 9000000000000 where id = (select min(id) from participation where person_id = $1)", "update participation set starts_at = 1 where person_id = $1 and starts_at = 9000000000000",
			}, parcours.KeptAppointment},
			"a message is under way": {[]string{
				"update attempt set state = 'queued' where id = (select min(id) from attempt where person_id = $1)", "update attempt set state = 'delivered' where person_id = $1 and state = 'queued'",
			}, parcours.KeptMessage},
		} {
			if err := s.Poke(t.Context(), still.statements[0], personID); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if purged, err := s.PurgeFiles(t.Context(), later, officer, keeping, []string{personID}); err != nil || purged != 0 {
				t.Errorf("%s: purged %d, %v", name, purged, err)
			}
			plan, err := s.PurgePlan(t.Context(), later, keeping)
			if err != nil || plan.Line(parcours.KeepFile).N != len(left)-1 || still.why != "" && plan.Kept[still.why] != 1 || still.why == "" && len(plan.Kept) > 0 {
				t.Errorf("%s: the plan says %+v, %v", name, plan, err)
			}
			if ids, err := s.PurgeableFiles(t.Context(), later, keeping, 0); err != nil || len(ids) != len(left)-1 {
				t.Errorf("%s: %d files would go, %v", name, len(ids), err)
			}
			if err := s.Poke(t.Context(), still.statements[1], personID); err != nil {
				t.Fatal(err)
			}
		}
		after, _, err := s.PlainValues(t.Context())
		if diff := cmp.Diff(before, after); err != nil || diff != "" {
			t.Errorf("%v (-before +after):\n%s", err, diff)
		}
		if err := s.KeepFile(t.Context(), later, parcours.Actor{Role: parcours.AccountReferent}, personID, true); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a referent has a file kept: %v", err)
		}
		for _, keep := range []bool{true, false} {
			if err := s.KeepFile(t.Context(), later, officer, personID, keep); err != nil {
				t.Fatal(err)
			}
			if plan, err := s.PurgePlan(t.Context(), later, keeping); err != nil || (plan.Kept[parcours.KeptLitigation] == 1) != keep {
				t.Errorf("kept %v: %+v, %v", keep, plan, err)
			}
		}
		if _, err := s.PurgeFiles(t.Context(), later, officer, parcours.Keeping{}, left); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("without a delay: %v", err)
		}
	})
}

// TestAPurgeThatIsCutGoesOn: one that is stopped in the middle and begun again, by two nodes
// at once, ends where one that was not stopped does.
func TestAPurgeThatIsCutGoesOn(t *testing.T) {
	t.Parallel()
	ends := map[string]map[string]string{}
	var mu sync.Mutex
	for _, way := range []string{"at once", "cut"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			eachMarked(t, func(t *testing.T, s *store.Store, path, personID string) {
				left, later := leave(t, s, personID)
				keeping := parcours.DefaultKeeping()
				if way == "cut" {
					for range 2 { // cut twice
						ctx, cancel := context.WithCancel(t.Context())
						_, err := s.PurgeFiles(ctx, later, officer, keeping, left[:3])
						cancel()
						if err != nil {
							t.Fatal(err)
						}
						if _, err := s.PurgeFiles(ctx, later, officer, keeping, left[3:]); !errors.Is(err, context.Canceled) {
							t.Fatalf("it was not cut: %v", err)
						}
					}
					var purged atomic.Int64
					var both sync.WaitGroup
					for range 2 {
						both.Go(func() {
							n, err := s.PurgeFiles(t.Context(), later, officer, keeping, left)
							purged.Add(int64(n))
							if err != nil {
								t.Error(err)
							}
						})
					}
					both.Wait()
					if int(purged.Load()) != len(left)-3 {
						t.Errorf("two nodes purged %d files, want %d", purged.Load(), len(left)-3)
					}
				} else if _, err := s.PurgeFiles(t.Context(), later, officer, keeping, left); err != nil {
					t.Fatal(err)
				}
				end, _, err := s.PlainValues(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for table := range s.Schema(t) {
					if n, err := s.Peek(t.Context(), "select count(*) from "+table); err == nil && table != "access_log" {
						end[table] = n[0]
					}
				}
				mu.Lock()
				defer mu.Unlock()
				engine := "postgres"
				if path != "" {
					engine = "sqlite"
				}
				if other := ends[engine]; other != nil {
					if diff := cmp.Diff(other, end); diff != "" {
						t.Errorf("%s ends elsewhere:\n%s", way, diff)
					}
				}
				ends[engine] = end
			})
		})
	}
}

// TestAFileDoesNotBringBackWhoWasPurged, and another person at that number is welcome.
func TestAFileDoesNotBringBackWhoWasPurged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := yann()
		who.NIR = "179112A99999783"
		h := convoked(t, s, who)
		id := h.person("I-2")
		h.now = h.dueNext()
		_, _ = h.sent()
		h.now = h.now.AddDate(0, 1, 0)
		h.must(s.Exit(t.Context(), h.now, everyone(), id, parcours.ExitMoved, parcours.DateOf(h.now, storetest.Rules(t).Zone)))
		h.now = h.now.AddDate(2, 1, 0)
		if n, err := s.PurgeFiles(t.Context(), h.now, officer, parcours.DefaultKeeping(), []string{id}); err != nil || n != 1 {
			t.Fatalf("purged %d, %v", n, err)
		}
		if texts, err := s.ProviderTexts(t.Context(), h.now, parcours.ProviderText{}, 10); err != nil || len(texts) != 1 || texts[0].ID != "" {
			t.Errorf("copies at the provider: %+v, %v", texts, err)
		}
		byNIR, byID, byPhone, other := who, who, who, who
		byNIR.InternalID, byNIR.Phones = "", nil
		byID.NIR, byID.Phones = "", nil
		byPhone.NIR, byPhone.InternalID = "", ""
		other.NIR, other.InternalID, other.FirstName = "", "I-9", "Solenn"
		results, err := s.ImportPeople(t.Context(), h.now, batch("again"), []parcours.PersonRow{byNIR, byID, byPhone, other}, false)
		h.must(err)
		for i, name := range []string{"NIR", "internal id", "number"} {
			if o := results[i].Outcome; o == parcours.RowCreated || o == parcours.RowUpdated {
				t.Errorf("back by %s: %+v", name, results[i])
			}
		}
		if results[3].Outcome != parcours.RowCreated {
			t.Errorf("somebody else at the number: %+v", results[3])
		}
	})
}

// TestStrangersAndAccessesGoByTheirAge: what is open, or younger, stays.
func TestStrangersAndAccessesGoByTheirAge(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		h.now = h.dueNext()
		_, _ = h.sent()
		const words = "je suis la voisine de palier"
		h.turn(sms(901, words), parcours.Escalate{Kind: parcours.EscalationUnknown, Text: words})
		h.turn(sms(902, "autre voisine"), parcours.Escalate{Kind: parcours.EscalationUnknown, Text: "autre voisine"})
		h.must(s.LogAccess(t.Context(), h.now, everyone(), "read_person", h.person("I-2")))
		h.must(s.Poke(t.Context(), "update escalation set state = 'answered' where person_id is null and id = (select min(id) from escalation where person_id is null)"))
		for _, d := range h.claim() {
			h.send(d)
		}
		keeping := parcours.DefaultKeeping()
		say := func(kind parcours.KeepingKind, want int) {
			t.Helper()
			plan, err := s.PurgePlan(t.Context(), h.now, keeping)
			if err != nil || plan.Line(kind).N != want || (want > 0) == plan.Line(kind).Oldest.IsZero() {
				t.Errorf("the plan of %s says %+v, want %d: %v", kind, plan.Line(kind), want, err)
			}
		}
		counts, err := s.MessageCounts(t.Context(), parcours.Departures{From: time.UnixMilli(1)})
		h.must(err)
		began := h.now
		h.now = began.AddDate(0, 5, 0)
		say(parcours.KeepStranger, 0)
		h.now = began.AddDate(0, 7, 0)
		say(parcours.KeepStranger, 1)
		say(parcours.KeepAccess, 0)
		for _, want := range []bool{true, false} {
			if n, err := s.PurgeStrangers(t.Context(), h.now, keeping, 100); err != nil || (n > 0) != want {
				t.Errorf("purged %d, %v", n, err)
			}
		}
		plain, _, err := s.PlainValues(t.Context())
		h.must(err)
		all := fmt.Sprint(plain)
		if strings.Contains(all, words) || strings.Contains(all, mobile(901).E164) || !strings.Contains(all, "autre voisine") || !strings.Contains(all, mobile(171).E164) {
			t.Error("the words of the one who is settled stay, or those of another went")
		}
		after, err := s.MessageCounts(t.Context(), parcours.Departures{From: time.UnixMilli(1)})
		if diff := cmp.Diff(counts, after); err != nil || diff != "" {
			t.Errorf("%v, what messages cost (-before +after):\n%s", err, diff)
		}
		h.now = began.AddDate(0, 13, 0)
		n := len(h.all("select id from access_log"))
		say(parcours.KeepAccess, n)
		if went, err := s.PurgeAccesses(t.Context(), h.now, keeping, 1000); err != nil || went != n {
			t.Errorf("%d of %d entries went, %v", went, n, err)
		}
	})
}
