package parcours_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
)

func department(id string) parcours.Professional {
	return parcours.Professional{ID: id, StructureKind: parcours.StructureDepartment}
}

func employment(id string) parcours.Professional {
	return parcours.Professional{ID: id, StructureKind: parcours.StructureFranceTravail}
}

func slot(t testing.TB, id, startsAt string, capacity int) parcours.Slot {
	t.Helper()
	return parcours.Slot{
		ID: id, TerritoryID: "redon", Kind: parcours.JointInterview, StartsAt: at(t, startsAt), Capacity: capacity,
		Professionals: []parcours.Professional{department("anne"), employment("paul")},
	}
}

func waiting(t testing.TB, id, deadline string) parcours.Waiting {
	t.Helper()
	return parcours.Waiting{PersonID: id, TerritoryID: "redon", Deadline: date(t, deadline)}
}

func TestAssignmentTakesTheEarliestDeadlineFirst(t *testing.T) {
	t.Parallel()
	got := rules(t).Assign(
		[]parcours.Waiting{waiting(t, "late-entry", "2023-07-20"), waiting(t, "early-entry", "2023-07-12")},
		[]parcours.Slot{slot(t, "s2", "2023-07-19 09:00", 1), slot(t, "s1", "2023-07-11 09:00", 1)},
		at(t, "2023-07-03 10:00"))
	want := parcours.Assignment{Booked: []parcours.Assigned{
		{PersonID: "early-entry", SlotID: "s1"}, {PersonID: "late-entry", SlotID: "s2"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAssignmentPrefersMorePeopleInTimeToTheOldestDelay(t *testing.T) {
	t.Parallel()
	got := rules(t).Assign(
		[]parcours.Waiting{waiting(t, "overdue", "2023-07-01"), waiting(t, "still", "2023-07-12")},
		[]parcours.Slot{slot(t, "s1", "2023-07-11 09:00", 1), slot(t, "s2", "2023-08-11 09:00", 1)},
		at(t, "2023-07-03 10:00"))
	want := parcours.Assignment{Booked: []parcours.Assigned{
		{PersonID: "still", SlotID: "s1"}, {PersonID: "overdue", SlotID: "s2", Late: true},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAssignmentSaysWhatIsMissingAndByWhen(t *testing.T) {
	t.Parallel()
	r := rules(t)
	now := at(t, "2023-07-03 10:00")
	for _, tt := range []struct {
		name   string
		people []parcours.Waiting
		slots  []parcours.Slot
		want   parcours.Assignment
	}{
		{
			"three people, one place, by the first deadline that lacks one",
			[]parcours.Waiting{waiting(t, "a", "2023-07-12"), waiting(t, "b", "2023-07-17"), waiting(t, "c", "2023-07-18")},
			[]parcours.Slot{slot(t, "s1", "2023-07-12 09:00", 1), slot(t, "s2", "2023-07-25 09:00", 1)},
			parcours.Assignment{
				Booked:   []parcours.Assigned{{PersonID: "a", SlotID: "s1"}, {PersonID: "b", SlotID: "s2", Late: true}},
				Short:    []parcours.Shortfall{{TerritoryID: "redon", Missing: 2, By: date(t, "2023-07-17")}},
				Unplaced: []string{"c"},
			},
		},
		{
			"overdue people without any place want one as soon as the notice allows",
			[]parcours.Waiting{waiting(t, "a", "2023-07-01"), waiting(t, "b", "")},
			nil,
			parcours.Assignment{
				Short:    []parcours.Shortfall{{TerritoryID: "redon", Missing: 2, By: date(t, "2023-07-06")}},
				Unplaced: []string{"a", "b"},
			},
		},
		{
			"overdue people with a place lack nothing that could be opened in time",
			[]parcours.Waiting{waiting(t, "a", "2023-07-01")},
			[]parcours.Slot{slot(t, "s1", "2023-07-25 09:00", 1)},
			parcours.Assignment{Booked: []parcours.Assigned{{PersonID: "a", SlotID: "s1", Late: true}}},
		},
		{
			"another territory's places do not count",
			[]parcours.Waiting{{PersonID: "a", TerritoryID: "vallons", Deadline: date(t, "2023-07-17")}},
			[]parcours.Slot{slot(t, "s1", "2023-07-12 09:00", 1)},
			parcours.Assignment{
				Short:    []parcours.Shortfall{{TerritoryID: "vallons", Missing: 1, By: date(t, "2023-07-17")}},
				Unplaced: []string{"a"},
			},
		},
		{
			"people of no territory are unplaced, and no territory is short of places",
			[]parcours.Waiting{{PersonID: "a", Deadline: date(t, "2023-07-17")}},
			[]parcours.Slot{slot(t, "s1", "2023-07-12 09:00", 1)},
			parcours.Assignment{Unplaced: []string{"a"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, r.Assign(tt.people, tt.slots, now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAssignmentKeepsTheNotice(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct {
		name, now, starts string
		want              bool
	}{
		{"three whole days", "2023-07-03 18:00", "2023-07-06 08:30", true},
		{"two days", "2023-07-03 09:00", "2023-07-05 18:00", false},
		{"set in the evening, leaves the day after", "2023-07-03 19:30", "2023-07-06 14:00", false},
		{"set on Saturday, leaves on Monday", "2023-07-08 10:00", "2023-07-11 14:00", false},
		{"set on Saturday for Thursday", "2023-07-08 10:00", "2023-07-13 14:00", true},
	} {
		got := r.Assign([]parcours.Waiting{waiting(t, "a", "2023-07-30")}, []parcours.Slot{slot(t, "s", tt.starts, 1)}, at(t, tt.now))
		if (len(got.Booked) == 1) != tt.want {
			t.Errorf("%s: got %+v", tt.name, got)
		}
	}
}

func TestJointInterviewNeedsBothInstitutionsPresent(t *testing.T) {
	t.Parallel()
	r := rules(t)
	delegate := parcours.Professional{ID: "leila", StructureKind: parcours.StructureDelegate}
	away := employment("paul")
	away.AbsentFrom, away.AbsentUntil = date(t, "2023-07-10"), date(t, "2023-07-12")
	for _, tt := range []struct {
		name string
		kind parcours.AppointmentKind
		with []parcours.Professional
		want bool
	}{
		{"Département and France Travail", parcours.JointInterview, []parcours.Professional{department("a"), employment("p")}, true},
		{"a delegate speaks for the Département", parcours.JointInterview, []parcours.Professional{delegate, employment("p")}, true},
		{"two of one institution", parcours.JointInterview, []parcours.Professional{department("a"), department("b")}, false},
		{"one alone", parcours.JointInterview, []parcours.Professional{employment("p")}, false},
		{"nobody", parcours.JointInterview, nil, false},
		{"one of them away", parcours.JointInterview, []parcours.Professional{department("a"), away}, false},
		{"a follow-up needs one institution", parcours.FollowUp, []parcours.Professional{department("a")}, true},
		{"a follow-up with somebody away", parcours.FollowUp, []parcours.Professional{away}, false},
	} {
		s := slot(t, "s", "2023-07-12 09:00", 1)
		s.Kind, s.Professionals = tt.kind, tt.with
		if got := r.Staffed(s); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
		got := r.Assign([]parcours.Waiting{waiting(t, "x", "2023-07-20")}, []parcours.Slot{s}, at(t, "2023-07-03 10:00"))
		if (len(got.Booked) == 1) != tt.want {
			t.Errorf("%s: assigned %+v", tt.name, got)
		}
	}
}

// world draws a small case: two territories, few days, overdue and undated people,
// full, understaffed and too early slots.
func world(rt *rapid.T, r parcours.Rules, now time.Time) ([]parcours.Waiting, []parcours.Slot) {
	territory := rapid.SampledFrom([]string{"redon", "vallons"})
	today := parcours.DateOf(now, r.Zone)
	people := make([]parcours.Waiting, rapid.IntRange(0, 7).Draw(rt, "people"))
	for i := range people {
		people[i] = parcours.Waiting{PersonID: fmt.Sprintf("p%d", i), TerritoryID: territory.Draw(rt, "territory")}
		if days := rapid.IntRange(-2, 10).Draw(rt, "deadline"); days > -2 {
			people[i].Deadline = today.AddDays(days)
		}
	}
	slots := make([]parcours.Slot, rapid.IntRange(0, 5).Draw(rt, "slots"))
	for i := range slots {
		slots[i] = parcours.Slot{
			ID:            fmt.Sprintf("s%d", i),
			TerritoryID:   territory.Draw(rt, "slot territory"),
			Kind:          parcours.JointInterview,
			StartsAt:      today.AddDays(rapid.IntRange(0, 12).Draw(rt, "day")).At(rapid.IntRange(8, 18).Draw(rt, "hour"), 0, r.Zone),
			Capacity:      rapid.IntRange(0, 3).Draw(rt, "capacity"),
			Booked:        rapid.IntRange(0, 2).Draw(rt, "booked"),
			Professionals: []parcours.Professional{department("anne"), employment("paul")},
		}
		if rapid.IntRange(0, 5).Draw(rt, "understaffed") == 0 {
			slots[i].Professionals = slots[i].Professionals[:1]
		}
	}
	return people, slots
}

// mostInTime tries every way to give places in time to people[from:].
func mostInTime(people []parcours.Waiting, usable []parcours.Slot, zone *time.Location) int {
	if len(people) == 0 {
		return 0
	}
	best := mostInTime(people[1:], usable, zone)
	for i, s := range usable {
		if p := people[0]; s.Free() > 0 && s.TerritoryID == p.TerritoryID && !parcours.DateOf(s.StartsAt, zone).After(p.Deadline) {
			usable[i].Booked++
			best = max(best, 1+mostInTime(people[1:], usable, zone))
			usable[i].Booked--
		}
	}
	return best
}

func TestAssignmentAgreesWithBruteForce(t *testing.T) {
	t.Parallel()
	r := rules(t)
	now := at(t, "2023-07-03 10:00")
	first := r.FirstBookable(now)
	rapid.Check(t, func(rt *rapid.T) {
		people, slots := world(rt, r, now)
		got := r.Assign(people, slots, now)

		usable := slices.DeleteFunc(slices.Clone(slots), func(s parcours.Slot) bool {
			return !r.Staffed(s) || parcours.DateOf(s.StartsAt, r.Zone).Before(first)
		})
		byID := map[string]parcours.Slot{}
		for _, s := range usable {
			byID[s.ID] = s
		}
		who := map[string]parcours.Waiting{}
		for _, p := range people {
			who[p.PersonID] = p
		}
		seen := map[string]bool{}
		inTime := 0
		for _, a := range got.Booked {
			s, ok := byID[a.SlotID]
			p := who[a.PersonID]
			if !ok || s.Free() == 0 || s.TerritoryID != p.TerritoryID || seen[a.PersonID] {
				rt.Fatalf("illegal place %+v", a)
			}
			late := !p.Deadline.IsZero() && parcours.DateOf(s.StartsAt, r.Zone).After(p.Deadline)
			if a.Late != late {
				rt.Fatalf("late is %v for %+v", late, a)
			}
			if !late && !p.Deadline.IsZero() {
				inTime++
			}
			seen[a.PersonID] = true
			s.Booked++
			byID[a.SlotID] = s
		}
		for _, id := range got.Unplaced {
			for _, s := range byID {
				if s.Free() > 0 && s.TerritoryID == who[id].TerritoryID {
					rt.Fatalf("%s has no place while %s has one", id, s.ID)
				}
			}
			if seen[id] {
				rt.Fatalf("%s is both placed and not", id)
			}
			seen[id] = true
		}
		if len(seen) != len(people) {
			rt.Fatalf("%d people of %d accounted for", len(seen), len(people))
		}
		if want := mostInTime(people, usable, r.Zone); inTime != want {
			rt.Fatalf("%d people in time, %d possible", inTime, want)
		}
	})
}

func TestAssignmentDoesNotDependOnTheOrderOfItsInput(t *testing.T) {
	t.Parallel()
	r := rules(t)
	now := at(t, "2023-07-03 10:00")
	rapid.Check(t, func(rt *rapid.T) {
		people, slots := world(rt, r, now)
		want := r.Assign(people, slots, now)
		got := r.Assign(rapid.Permutation(people).Draw(rt, "people again"), rapid.Permutation(slots).Draw(rt, "slots again"), now)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestShortfallIsJustEnough(t *testing.T) {
	t.Parallel()
	r := rules(t)
	now := at(t, "2023-07-03 10:00")
	first := r.FirstBookable(now)
	rapid.Check(t, func(rt *rapid.T) {
		people, slots := world(rt, r, now)
		before := r.Assign(people, slots, now)
		// settled: everybody has a place, in time when that is still possible.
		settled := func(missing int) bool {
			more := slices.Clone(slots)
			for i, s := range before.Short {
				if s.By.Before(first) {
					rt.Fatalf("%s cannot be met with the notice", s.By)
				}
				more = append(more, parcours.Slot{
					ID: fmt.Sprintf("new%d", i), TerritoryID: s.TerritoryID, Kind: parcours.FollowUp,
					StartsAt: s.By.At(18, 0, r.Zone), Capacity: s.Missing + missing,
				})
			}
			got := r.Assign(people, more, now)
			return len(got.Short) == 0 && len(got.Unplaced) == 0
		}
		if !settled(0) {
			rt.Fatalf("%+v is not enough", before.Short)
		}
		if len(before.Short) > 0 && settled(-1) {
			rt.Fatalf("%+v is too much", before.Short)
		}
	})
}

func BenchmarkAssign(b *testing.B) {
	r := rules(b)
	now := at(b, "2023-07-03 10:00")
	today := parcours.DateOf(now, r.Zone)
	random := rand.New(rand.NewPCG(1, 2))
	people := make([]parcours.Waiting, 20_000)
	for i := range people {
		people[i] = parcours.Waiting{
			PersonID: fmt.Sprintf("p%05d", i), TerritoryID: fmt.Sprintf("t%d", i%8), Deadline: today.AddDays(random.IntN(15)),
		}
	}
	slots := make([]parcours.Slot, 20_000)
	for i := range slots {
		slots[i] = slot(b, fmt.Sprintf("s%05d", i), "2023-07-06 09:00", 1)
		slots[i].TerritoryID = fmt.Sprintf("t%d", i%8)
		slots[i].StartsAt = slots[i].StartsAt.AddDate(0, 0, random.IntN(30))
	}
	for b.Loop() {
		r.Assign(people, slots, now)
	}
}
