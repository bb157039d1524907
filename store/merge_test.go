package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestEveryTableWithAPersonIsDealtWithByAMerge holds the list of what moves against the
// schema: a new table with a person in it fails here until somebody says what a merge
// does to its rows.
func TestEveryTableWithAPersonIsDealtWithByAMerge(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		listed, schema := store.MovedTables(), s.Schema(t)
		refers, err := store.ReferringToPeople(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for table, columns := range schema {
			if (slices.Contains(columns, "person_id") || slices.Contains(refers, table)) && !listed[table] {
				t.Errorf("%s names a person, and nobody said what a merge does to its rows (store/merge_rows.go)", table)
			}
		}
		for table := range listed {
			if _, ok := schema[table]; !ok {
				t.Errorf("%s is no table any more", table)
			}
		}
	})
}

// yannAgain is Yann as another source has him.
func yannAgain() parcours.PersonRow {
	row := yann()
	row.FirstName, row.LastName, row.InternalID, row.Phones, row.Address = "YANN", "TANGUI", "I-7", []parcours.Phone{mobile(177)}, "3 rue du Plessis"
	row.BirthName, row.NIR = "Le Bihan", "179112A99999783"
	return row
}

// twoOfYann is a house where Yann has two files, each with an interview of its own.
func twoOfYann(t *testing.T, s *store.Store) (h *house, kept, merged string) {
	t.Helper()
	h = convoked(t, s, yann(), yannAgain())
	return h, h.person("I-2"), h.person("I-7")
}

// sums are what a merge neither adds nor loses.
func (h *house) sums() string {
	h.Helper()
	var all []string
	for _, table := range []string{"notification", "attempt", "participation", "appointment", "inbox", "escalation", "escalation_message", "note", "fact", "opt_out", "number_claim"} {
		all = append(all, table+" "+h.one("select count(*) from "+table))
	}
	return strings.Join(all, ", ")
}

// intact checks every journal.
func (h *house) intact(when string) {
	h.Helper()
	_, err := h.s.VerifyJournals(h.Context(), "", nil, func(d parcours.Damage) { h.Errorf("%s: damaged: %+v", when, d) })
	h.must(err)
}

// nothingLeft holds that no row is about a person any more, but what stays by decision.
func (h *house) nothingLeft(person string) {
	h.Helper()
	for table, columns := range h.s.Schema(h.T) {
		if slices.Contains([]string{"event", "access_log"}, table) {
			continue
		}
		for _, c := range columns {
			if c == "person_id" || c == "other_id" || table == "conversation" && c == "subject" {
				h.want(table+"."+c+" of the merged file", h.one("select count(*) from "+table+" where "+c+" = $1", person), "0")
			}
		}
	}
	h.want("the merged person", h.one("select count(*) from person where id = $1", person), "0")
}

// again imports both rows once more: nothing changes and nobody is created.
func (h *house) again(rows ...parcours.PersonRow) {
	h.Helper()
	before := h.one("select count(*) from person")
	for range 2 {
		for i, r := range importPeople(h.T, h.s, h.now, rows...) {
			if r.Outcome != parcours.RowUnchanged {
				h.Errorf("row %s of %s: %s %v %v", rows[i].FirstName, rows[i].InternalID, r.Outcome, r.Changed, r.Problems)
			}
		}
	}
	h.want("people", h.one("select count(*) from person"), before)
}

func TestAMergeMovesEverythingAndLosesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kept, merged := twoOfYann(t, s)
		for h.now = h.dueNext(); ; {
			due := h.claim()
			if len(due) == 0 {
				break
			}
			for _, d := range due {
				h.receipt(d.Attempt.ID, parcours.AttemptDelivered, h.send(d)[:0])
			}
		}
		h.turn(sms(177, "je peux pas jai la petite"), parcours.Excuse{AppointmentID: h.appointmentOf(merged), Impediment: parcours.ImpedimentChildcare, Words: "jai la petite"})
		h.turn(sms(177, "combien je touche ?"), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "combien je touche ?"})
		h.must(s.WriteNote(t.Context(), h.now, everyone(), parcours.Note{PersonID: merged, Text: "Préfère le matin."}))
		h.must(s.LogAccess(t.Context(), h.now, everyone(), "read_person", merged))
		h.link(merged, "", "35000177")
		sums, entries := h.sums(), h.one("select count(*) from event where person_id = $1", merged)
		told := h.milestone(merged, "delivered_on")
		h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		h.want("what there is", withoutNotices(h.sums()), withoutNotices(sums))
		h.want("notices of a question that changed hands", h.one("select count(*) from notification where kind = 'question'"), "2")
		h.nothingLeft(merged)
		h.intact("after the merge")
		h.want("the kept file's NIR", fmt.Sprint(h.one("select nir_index from person where id = $1", kept) != ""), "true")
		h.want("the kept file's birth name", h.one("select birth_name from person where id = $1", kept), "Le Bihan")
		h.want("the kept file's name", h.one("select last_name from person where id = $1", kept), "Tanguy")
		h.want("first told on", h.milestone(kept, "delivered_on"), told)
		h.want("entries of the merged journal", h.one("select count(*) from event where person_id = $1", merged), addOne(t, entries))
		h.want("the end of the merged journal", h.one("select kind from event where person_id = $1 order by seq desc limit 1", merged), string(parcours.EventMergedInto))
		h.want("the kept journal says so", h.one("select subject from event where person_id = $1 and kind = 'merged'", kept), merged)
		file, err := s.Person(t.Context(), everyone(), merged)
		h.must(err)
		h.want("whom the former id finds", file.Person.ID, kept)
		if len(file.Contacts) != 3 || len(file.Appointments) != 2 || len(file.Escalations) == 0 {
			t.Errorf("%d addresses, %d appointments, %d questions", len(file.Contacts), len(file.Appointments), len(file.Escalations))
		}
		timeline, err := s.Timeline(t.Context(), everyone(), kept)
		h.must(err)
		if !slices.ContainsFunc(timeline, func(e parcours.TimelineEntry) bool { return e.Text == "je peux pas jai la petite" }) {
			t.Error("the timeline does not tell what was written to the merged file")
		}
		proof, err := s.Proof(t.Context(), h.now, everyone(), kept)
		h.must(err)
		if !proof.Journal.Intact || len(proof.Journal.Merged) != 1 || proof.Journal.Merged[0].File != merged || fmt.Sprint(proof.Journal.Merged[0].Entries) != addOne(t, entries) {
			t.Errorf("the proof: %+v", proof.Journal)
		}
		if len(proof.Readings) == 0 {
			t.Error("the proof does not tell who read the merged file")
		}
		h.again(yann(), yannAgain())
		news := yannAgain()
		news.Address = "9 rue Neuve"
		if r := importPeople(t, s, h.now, news)[0]; r.Outcome != parcours.RowUpdated || strings.Join(r.Changed, " ") != "address" {
			t.Errorf("what the merged file says anew: %+v", r)
		}
		copied, err := s.SubjectFile(t.Context(), h.now, officer, merged)
		h.must(err)
		text, err := json.Marshal(copied)
		h.must(err)
		for _, want := range []string{"Tanguy", "TANGUI", "I-2", "I-7", "+33639980171", "+33639980177", "jai la petite", "3 rue du Plessis", "Préfère le matin.", "read_person", `"merged_into"`} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%q is kept and not told", want)
			}
		}
	})
}

func addOne(t *testing.T, number string) string {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(number, &n); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(n + 1)
}

// TestOnePersonIsConvenedOnce: of two interviews of which nobody was told one place is
// free again, and one convocation leaves.
func TestOnePersonIsConvenedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kept, merged := twoOfYann(t, s)
		plan, err := s.MergePlan(t.Context(), h.now, everyone(), kept, merged)
		h.must(err)
		if plan.Obstacle != parcours.MergeFree || len(plan.GivenBack) != 1 || plan.GivenBack[0].PersonID != merged || plan.Unsent < 2 {
			t.Errorf("the plan: %+v", plan)
		}
		booked := h.one("select sum(booked) from slot")
		h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		h.want("places taken", addOne(t, h.one("select sum(booked) from slot")), booked)
		if reasons := h.all("select distinct reason from notification where state = 'cancelled'"); !slices.Equal(reasons, []string{parcours.ReasonMerged}) {
			t.Errorf("withdrawn because %q", reasons)
		}
		kinds := map[string]int{}
		for days := range 8 {
			for _, d := range h.leavesOn(days) {
				kinds[d.Notification.Kind]++
			}
		}
		if kinds[parcours.KindConvocation] != 1 || kinds[parcours.KindReminder] > 1 || kinds[parcours.KindCancellation] != 0 {
			t.Errorf("what leaves: %v", kinds)
		}
	})
}

// TestWhoWasToldOfTwoInterviewsKeepsBothUntilAHumanChooses: and of one, that one.
func TestWhoWasToldOfTwoInterviewsKeepsBothUntilAHumanChooses(t *testing.T) {
	t.Parallel()
	for _, told := range []int{1, 2} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			h, kept, merged := twoOfYann(t, s)
			h.now = h.dueNext()
			for _, d := range h.claim() {
				if d.Notification.PersonID == merged || told == 2 {
					h.send(d)
				} else {
					h.must(s.Poke(t.Context(), "update attempt set state = 'queued', rank = 0, lease_until = 0 where id = $1", d.Attempt.ID))
				}
			}
			theirs := h.appointmentOf(merged)
			h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
			standing := h.all("select appointment_id from participation where person_id = $1 and outcome = 'unknown'", kept)
			if len(standing) != told || !slices.Contains(standing, theirs) {
				t.Errorf("told of %d: %q stand, among them %s", told, standing, theirs)
			}
			h.want("cancellations", h.one("select count(*) from notification where kind = 'cancellation'"), "0")
		})
	}
}

// TestOnePersonIsAskedForTheirWeekOnce: whatever the two files had planned.
func TestOnePersonIsAskedForTheirWeekOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann(), yannAgain())
		kept, merged := h.person("I-2"), h.person("I-7")
		for _, p := range []string{kept, merged} {
			h.must(s.PlanActivity(t.Context(), h.now, desk, parcours.Activity{PersonID: p, Kind: parcours.ActivityKinds()[0], Label: "Atelier", Day: parcours.NewDate(2023, time.July, 13), Start: 9 * 60, Minutes: 120}))
		}
		h.tick(h.at(7, 12))
		declared := 0
		for _, w := range h.weeks(merged) {
			h.turn(sms(177, "12 h"), parcours.Declare{WeekID: w.ID, Report: stated(720)})
			declared++
		}
		if declared != 1 {
			t.Fatalf("%d weeks of the merged file are open", declared)
		}
		h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		h.nothingLeft(merged)
		weeks := h.weeks(kept)
		if len(weeks) != 1 || weeks[0].Report == nil || weeks[0].Report.Minutes != 720 {
			t.Errorf("what was declared: %+v", weeks)
		}
		h.want("activities", h.one("select count(*) from planned_activity"), "1")
		for day := 8; day < 30; day++ {
			h.tick(h.at(day, 12))
			asked := map[string]int{}
			for _, d := range h.claim() {
				if h.mark(&d) {
					h.accepted(d)
					asked[d.Notification.Kind+d.Notification.SubjectID]++
				}
			}
			for what, n := range asked {
				if n > 1 {
					t.Errorf("day %d: %s %d times", day, what, n)
				}
			}
		}
		if twice := h.all("select monday from week group by monday having count(*) > 1"); len(twice) > 0 {
			t.Errorf("weeks twice: %q", twice)
		}
		if asked := h.one("select count(*) from notification where kind = $1 and state <> 'cancelled'", parcours.KindWeeklyRequest); asked == "0" {
			t.Error("nobody was asked: the test proves nothing")
		}
	})
}

// TestAStopAndAnOppositionOutliveAMerge: in whichever of the two files they were said.
func TestAStopAndAnOppositionOutliveAMerge(t *testing.T) {
	t.Parallel()
	for _, who := range []int{0, 1} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			h, kept, merged := twoOfYann(t, s)
			h.turn(sms([]int{171, 177}[who], "stop"), parcours.OptOut{})
			h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
			for days := range 30 {
				for _, d := range h.leavesOn(days) {
					if d.Attempt.Channel == parcours.ChannelSMS {
						t.Errorf("STOP in file %d: %s leaves on day %d", who, d.Notification.Kind, days)
					}
				}
			}
			h.want("addresses in use that did not stop", h.one("select count(*) from contact_point where channel = 'sms' and opted_out_at = 0"), "0")
		})
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			h, kept, merged := twoOfYann(t, s)
			h.must(s.Exit(t.Context(), h.now, everyone(), []string{kept, merged}[who], parcours.ExitOpposition, parcours.DateOf(h.now, storetest.Rules(t).Zone)))
			h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
			for days := range 30 {
				for _, d := range h.leavesOn(days) {
					t.Errorf("opposed in file %d: %s leaves on day %d", who, d.Notification.Kind, days)
				}
			}
			if h.one("select exited_on from person where id = $1", kept) == "" {
				t.Errorf("opposed in file %d: the kept one is followed", who)
			}
			h.again(yann(), yannAgain())
		})
	}
}

func TestWhatMayNotBeMerged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		one, other := yann(), yannAgain()
		one.NIR = "285053599999883"
		h := convoked(t, s, one, other, born("Loïc", "Tréhin", "I-9", 109, parcours.NewDate(1991, time.March, 2)))
		a, b, c := h.person("I-2"), h.person("I-7"), h.person("I-9")
		refused := func(what, kept, merged string, want parcours.MergeObstacle) {
			t.Helper()
			plan, err := s.MergePlan(t.Context(), h.now, everyone(), kept, merged)
			h.must(err)
			if err := s.MergePeople(t.Context(), h.now, everyone(), kept, merged); plan.Obstacle != want || !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("%s: %q, %v", what, plan.Obstacle, err)
			}
		}
		refused("two NIRs", a, b, parcours.MergeTwoNIRs)
		h.now = h.dueNext()
		h.claim()
		refused("on its way", a, c, parcours.MergeOnItsWay)
		h.must(s.Poke(t.Context(), "update attempt set state = 'queued', rank = 0, lease_until = 0 where state = 'claimed'"))
		h.must(s.Exit(t.Context(), h.now, everyone(), a, parcours.ExitRightClosed, parcours.DateOf(h.now, storetest.Rules(t).Zone)))
		refused("the kept one left", a, c, parcours.MergeKeptLeft)
		for _, actor := range []parcours.Actor{h.referentOf("I-9"), {Role: parcours.AccountLead}, {Role: parcours.AccountCoordinator, TerritoryID: "elsewhere"}} {
			if err := s.MergePeople(t.Context(), h.now, actor, c, b); !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("as %s: %v", actor.Role, err)
			}
		}
		for _, pair := range [][2]string{{c, c}, {c, "nobody"}, {"nobody", c}} {
			if err := s.MergePeople(t.Context(), h.now, everyone(), pair[0], pair[1]); !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("%v: %v", pair, err)
			}
		}
		h.must(s.MergePeople(t.Context(), h.now, everyone(), c, a)) // who left is merged into who is followed
		h.want("followed", h.one("select exited_on from person where id = $1", c), "")
	})
}

// TestAMergeOfAMergeFollows: three files of one person end in one, and what was decided
// about the merged ones holds for it.
func TestAMergeOfAMergeFollows(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		third := yann()
		third.FirstName, third.InternalID, third.Phones = "Yan", "I-8", []parcours.Phone{mobile(178)}
		stranger := born("Yann", "Tanguy", "I-9", 179, parcours.Date{})
		h := convoked(t, s, yann(), yannAgain(), third, stranger)
		h.find()
		a, b, c, d := h.person("I-2"), h.person("I-7"), h.person("I-8"), h.person("I-9")
		h.must(s.KeepApart(t.Context(), h.now, everyone(), a, d))
		h.must(s.MergePeople(t.Context(), h.now, everyone(), a, b))
		h.must(s.MergePeople(t.Context(), h.now, everyone(), c, a))
		h.nothingLeft(a)
		h.nothingLeft(b)
		h.intact("after two merges")
		h.again(yann(), yannAgain(), third)
		h.find()
		for _, p := range h.pairs() {
			if strings.Contains(p, "I-9") {
				t.Errorf("proposed again: %s", p)
			}
		}
		file, err := s.Person(t.Context(), everyone(), b)
		h.must(err)
		h.want("whom the first id finds", file.Person.ID, c)
		proof, err := s.Proof(t.Context(), h.now, everyone(), c)
		h.must(err)
		if len(proof.Journal.Merged) != 2 || !proof.Journal.Intact {
			t.Errorf("the proof: %+v", proof.Journal)
		}
	})
}

// TestOnePersonIsInvitedOnce: of two invitations to choose a time one leaves, and who has
// a time in either file is not asked for another.
func TestOnePersonIsInvitedOnce(t *testing.T) {
	t.Parallel()
	again := maelys()
	again.LastName, again.InternalID, again.NIR, again.Phones = "Quilien", "I-3", "", []parcours.Phone{mobile(145)}
	inviting(t, func(t *testing.T, h *house, tick func()) {
		importPeople(t, h.s, monday, again)
		tick()
		kept, merged := h.person("I-1"), h.person("I-3")
		h.want("invitations", h.one("select count(*) from invitation"), "2")
		h.must(h.s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		h.want("invitations of one person", h.one("select count(*) from invitation where person_id = $1 and ended_at = 0", kept), "1")
		h.want("why the other does not leave", h.one("select reason from notification where kind = 'invitation' and state = 'cancelled'"), parcours.ReasonMerged)
		d, _ := h.sent()
		h.want("what leaves", d.Notification.Kind, parcours.KindInvitation)
		h.again(maelys(), again)
	})
	inviting(t, func(t *testing.T, h *house, tick func()) {
		importPeople(t, h.s, monday, again)
		tick()
		kept, merged := h.person("I-1"), h.person("I-3")
		slots, err := h.s.FreeSlots(t.Context(), parcours.JointInterview, monday)
		h.must(err)
		h.must(h.s.Convene(t.Context(), h.now, parcours.Assigned{PersonID: merged, SlotID: slots[0].ID}))
		h.must(h.s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		h.want("open invitations", h.one("select count(*) from invitation where ended_at = 0"), "0")
		h.want("what is planned first", h.claimed().Notification.Kind, parcours.KindConvocation)
	})
}

// TestAMessageThatIsReadDuringAMergeIsThePersons: what was decided for a file that is no
// more is decided again.
func TestAMessageThatIsReadDuringAMergeIsThePersons(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kept, merged := twoOfYann(t, s)
		in := h.receive(sms(177, "combien je touche ?"))
		d, state := h.load(in)
		h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		turn := parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Why: "test", Effects: []parcours.Effect{parcours.Escalate{Kind: parcours.EscalationQuestion, Text: in.Text}}}
		if err := s.RecordTurn(t.Context(), turn); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("decided for the merged file: %v", err)
		}
		turn.Dossier, turn.State = h.load(in)
		h.must(s.RecordTurn(t.Context(), turn))
		h.want("who asks", h.one("select person_id from escalation"), kept)
		h.intact("after the answer")
	})
}
