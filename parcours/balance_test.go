package parcours_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

// joint is a slot that two institutions hold.
func joint(id, territory string, at time.Time, capacity, booked int) parcours.Slot {
	return parcours.Slot{
		ID: id, TerritoryID: territory, Kind: parcours.JointInterview, StartsAt: at, Capacity: capacity, Booked: booked,
		Professionals: []parcours.Professional{{ID: "a", StructureKind: parcours.StructureDepartment}, {ID: "b", StructureKind: parcours.StructureFranceTravail}},
	}
}

func TestBalanceSaysWhereAndByWhenPlacesAreMissing(t *testing.T) {
	t.Parallel()
	r := parcours.DefaultRules(time.UTC)
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC) // a Monday; the first day to book is Thursday
	day := func(n int) parcours.Date { return parcours.NewDate(2026, 1, n) }
	people := []parcours.Waiting{
		{PersonID: "1", TerritoryID: "r", Deadline: day(9)},
		{PersonID: "2", TerritoryID: "r", Deadline: day(9)},
		{PersonID: "3", TerritoryID: "r", Deadline: day(16)},
		{PersonID: "4", TerritoryID: "v", Deadline: day(2)},
	}
	slots := []parcours.Slot{
		joint("s1", "r", day(8).At(10, 0, time.UTC), 3, 2), joint("s2", "r", day(14).At(10, 0, time.UTC), 2, 0),
		joint("s3", "r", day(6).At(10, 0, time.UTC), 5, 0), // too soon to tell anybody
	}
	want := []parcours.WeekBalance{
		{TerritoryID: "r", Week: parcours.WeekOf(day(5)), Needed: 2, Free: 1, Places: 3, Missing: 1},
		{TerritoryID: "v", Week: parcours.WeekOf(day(5)), Needed: 1, Missing: 1},
		{TerritoryID: "r", Week: parcours.WeekOf(day(12)), Needed: 1, Free: 2, Places: 2},
	}
	got := r.SlotBalance(people, slots, now)
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

// The weeks add up to what the assignment finds short, so that the calendar and the
// alert never say two numbers.
func TestBalanceAddsUpToTheShortfall(t *testing.T) {
	t.Parallel()
	r := parcours.DefaultRules(time.UTC)
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var people []parcours.Waiting
		for i := range rapid.IntRange(0, 25).Draw(t, "people") {
			p := parcours.Waiting{PersonID: fmt.Sprint("p", i), TerritoryID: rapid.SampledFrom([]string{"r", "v"}).Draw(t, "territory")}
			if days := rapid.IntRange(-8, 25).Draw(t, "deadline"); days > -8 {
				p.Deadline = parcours.DateOf(now, time.UTC).AddDays(days)
			}
			people = append(people, p)
		}
		var slots []parcours.Slot
		for i := range rapid.IntRange(0, 10).Draw(t, "slots") {
			at := now.AddDate(0, 0, rapid.IntRange(0, 30).Draw(t, "day"))
			capacity := rapid.IntRange(1, 4).Draw(t, "capacity")
			slots = append(slots, joint(fmt.Sprint("s", i), rapid.SampledFrom([]string{"r", "v"}).Draw(t, "territory"), at, capacity, rapid.IntRange(0, capacity).Draw(t, "booked")))
		}
		want := map[string]int{}
		for _, short := range r.Assign(people, slots, now).Short {
			want[short.TerritoryID] = short.Missing
		}
		got, needed := map[string]int{}, 0
		for _, b := range r.SlotBalance(people, slots, now) {
			if b.Missing > 0 {
				got[b.TerritoryID] += b.Missing
			}
			needed += b.Needed
		}
		if needed != len(people) {
			t.Fatalf("%d needed, of %d people", needed, len(people))
		}
		for _, territory := range []string{"r", "v"} {
			if got[territory] != want[territory] {
				t.Fatalf("%s: weeks miss %d, the assignment %d", territory, got[territory], want[territory])
			}
		}
	})
}

func TestAPersonIsSpreadToTheLeastLoadedAndNeverToWhomTheyHave(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var people []parcours.Handover
		for i := range rapid.IntRange(0, 30).Draw(t, "people") {
			people = append(people, parcours.Handover{PersonID: fmt.Sprintf("p%02d", i), From: rapid.SampledFrom([]string{"", "x", "a"}).Draw(t, "from")})
		}
		receivers := []parcours.Professional{{ID: "a", Caseload: rapid.IntRange(0, 60).Draw(t, "a")}, {ID: "b", Caseload: rapid.IntRange(0, 60).Draw(t, "b")}}
		given := parcours.Spread(people, receivers)
		loads := map[string]int{"a": receivers[0].Caseload, "b": receivers[1].Caseload}
		for _, h := range given {
			if h.From == h.To {
				t.Fatalf("%+v", h)
			}
			other := "a"
			if h.To == "a" {
				other = "b"
			}
			if loads[h.To] > loads[other] && h.From != other {
				t.Fatalf("%+v although %v", h, loads)
			}
			loads[h.To]++
		}
		if len(given) != len(people) {
			t.Fatalf("%d given of %d", len(given), len(people))
		}
		reversed := make([]parcours.Handover, 0, len(given))
		for i := range given {
			reversed = append(reversed, given[len(given)-1-i])
		}
		if parcours.MarkOf(given) != parcours.MarkOf(reversed) || len(given) > 0 && parcours.MarkOf(given) == parcours.MarkOf(given[1:]) {
			t.Fatal("the mark does not tell handovers apart")
		}
	})
}

func TestASeriesLeavesOutHolidaysAbsencesAndExceptions(t *testing.T) {
	t.Parallel()
	r := parcours.DefaultRules(time.UTC)
	now := time.Date(2026, 4, 28, 9, 0, 0, 0, time.UTC)
	order := parcours.SlotOrder{Day: parcours.NewDate(2026, 4, 24), Hour: 10, Until: parcours.NewDate(2026, 5, 30), Except: []parcours.Date{parcours.NewDate(2026, 5, 15)}}
	away := parcours.Professional{FirstName: "Anne", LastName: "Morel", AbsentFrom: parcours.NewDate(2026, 5, 20), AbsentUntil: parcours.NewDate(2026, 5, 24)}
	var got []string
	for _, d := range r.Days(order, []parcours.Professional{away}, now) {
		got = append(got, d.StartsAt.Format("2/1 ")+string(d.Omission)+d.Who)
	}
	want := []string{"24/4 past", "1/5 holiday", "8/5 holiday", "15/5 excepted", "22/5 absenceAnne MOREL", "29/5 "}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
	order.Until = parcours.Date{}
	if days := r.Days(order, nil, now); len(days) != 1 {
		t.Errorf("one slot: %d days", len(days))
	}
}

func TestTheReasonIsTheFirstObstacle(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)
	full := parcours.Convening{Booked: true, TerritoryID: "r", StartsAt: at, Address: "8 rue du Port", Phone: "02", State: parcours.NotificationPending}
	for _, c := range []struct {
		want   parcours.WorkReason
		change func(*parcours.Convening)
	}{
		{parcours.WhyOnItsWay, func(*parcours.Convening) {}},
		{parcours.WhyHeld, func(c *parcours.Convening) { c.Held = true }},
		{parcours.WhyNoTerritory, func(c *parcours.Convening) { c.TerritoryID = "" }},
		{parcours.WhyNoSlot, func(c *parcours.Convening) { c.Booked = false }},
		{parcours.WhyNextTick, func(c *parcours.Convening) { c.Booked, c.FreeInTime = false, true }},
		{parcours.WhyInvited, func(c *parcours.Convening) { c.Booked, c.Invited, c.FreeInTime = false, true, true }},
		{parcours.WhyFellThrough, func(c *parcours.Convening) { c.StartsAt = time.Time{} }},
		{parcours.WhyNoPlace, func(c *parcours.Convening) { c.Address = "" }},
		{parcours.WhyNoPhone, func(c *parcours.Convening) { c.Phone = "" }},
		{parcours.WhyNoContact, func(c *parcours.Convening) { c.Contact = parcours.LossLandline }},
		{parcours.WhyNotDelivered, func(c *parcours.Convening) { c.Undelivered = true }},
		{parcours.WhyNotSent, func(c *parcours.Convening) { c.State = parcours.NotificationExpired }},
	} {
		in := full
		c.change(&in)
		if got := in.Reason(); got != c.want {
			t.Errorf("%+v: got %s, want %s", in, got, c.want)
		}
	}
}
