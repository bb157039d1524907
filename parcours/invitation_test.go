package parcours_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

func TestInvitationsKeepTheDeadline(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	r := parcours.DefaultRules(zone)
	rapid.Check(t, func(t *rapid.T) {
		now := parcours.NewDate(2026, time.January, 1).AddDays(rapid.IntRange(0, 400).Draw(t, "day")).At(rapid.IntRange(0, 23).Draw(t, "hour"), 0, zone)
		today := parcours.DateOf(now, zone)
		var people []parcours.Waiting
		for i := range rapid.IntRange(1, 20).Draw(t, "people") {
			people = append(people, parcours.Waiting{PersonID: fmt.Sprint("p", i), TerritoryID: "t", Deadline: today.AddDays(rapid.IntRange(-5, 15).Draw(t, "left"))})
		}
		var slots []parcours.Slot
		for i := range rapid.IntRange(0, 30).Draw(t, "slots") {
			slots = append(slots, parcours.Slot{
				ID: fmt.Sprint("s", i), TerritoryID: "t", Kind: parcours.FollowUp, Capacity: rapid.IntRange(0, 3).Draw(t, "capacity"),
				StartsAt: today.AddDays(rapid.IntRange(-2, 20).Draw(t, "on")).At(rapid.IntRange(8, 17).Draw(t, "at"), 0, zone),
			})
		}
		deadlines := map[string]parcours.Date{}
		for _, p := range people {
			deadlines[p.PersonID] = p.Deadline
		}
		seen := map[string]bool{}
		for _, i := range r.PlanInvitations(people, slots, now) {
			if seen[i.PersonID] {
				t.Fatalf("%s is invited twice", i.PersonID)
			}
			seen[i.PersonID] = true
			deadline := deadlines[i.PersonID]
			if !i.ConvokeOn.AddDays(r.NoticeDays).Before(deadline) {
				t.Fatalf("%s: a time set on %s comes too late for %s", i.PersonID, i.ConvokeOn, deadline)
			}
			if len(i.Slots) < 2 || len(i.Slots) > r.OfferedSlots {
				t.Fatalf("%s: %d times", i.PersonID, len(i.Slots))
			}
			ids := map[string]bool{}
			for at, s := range i.Slots {
				if on := parcours.DateOf(s.StartsAt, zone); on.After(deadline) || on.Before(r.FirstBookable(now)) || s.Free() == 0 || ids[s.ID] {
					t.Fatalf("%s: %s on %s is not to be offered", i.PersonID, s.ID, on)
				}
				if ids[s.ID] = true; at > 0 && s.StartsAt.Before(i.Slots[at-1].StartsAt) {
					t.Fatalf("%s: the times are not in order", i.PersonID)
				}
			}
		}
	})
}

func TestPeopleAreOfferedDifferentTimes(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	r := parcours.DefaultRules(zone)
	now := time.Date(2026, time.January, 5, 9, 0, 0, 0, zone) // a Monday
	var slots []parcours.Slot
	for day := 8; day <= 16; day++ {
		slots = append(slots, parcours.Slot{ID: fmt.Sprint(day), TerritoryID: "t", Kind: parcours.FollowUp, Capacity: 1, StartsAt: time.Date(2026, time.January, day, 9, 0, 0, 0, zone)})
	}
	var people []parcours.Waiting
	for i := range 3 {
		people = append(people, parcours.Waiting{PersonID: fmt.Sprint(i), TerritoryID: "t", Deadline: parcours.NewDate(2026, time.January, 20)})
	}
	offered := map[string]int{}
	for _, i := range r.PlanInvitations(people, slots, now) {
		for _, s := range i.Slots {
			offered[s.ID]++
		}
	}
	if len(offered) != 9 {
		t.Errorf("offered %v, want nine times once each", offered)
	}
}
