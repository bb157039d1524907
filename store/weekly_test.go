package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

var desk = parcours.Actor{Role: parcours.AccountCoordinator, AccountID: "coordinator"}

// agreed is a service where each of the people has a plan of 15 to 20 h from a day on.
func agreed(t *testing.T, s *store.Store, from parcours.Date, people ...parcours.PersonRow) *house {
	t.Helper()
	h := &house{T: t, s: s, now: monday, process: time.Now().Truncate(time.Millisecond)}
	team(t, s)
	importPeople(t, s, monday, people...)
	_, err := s.PlacePeople(t.Context(), monday)
	h.must(err)
	for _, p := range people {
		h.must(s.SetWeeklyPlan(t.Context(), monday, desk, parcours.WeeklyPlan{PersonID: h.person(p.InternalID), MinHours: 15, MaxHours: 20, From: from}))
	}
	return h
}

// tick moves to an instant and does what the clockwork does there. Whether there was
// something to do is known without doing it.
func (h *house) tick(at time.Time) {
	h.Helper()
	h.now = at
	expected, err := h.s.WeeklyWork(h.Context(), at)
	h.must(err)
	worked := false
	for _, do := range []func() (int, error){
		func() (int, error) { return h.s.CloseWeeks(h.Context(), at, 10) },
		func() (int, error) { return h.s.OpenWeeks(h.Context(), at, 10) },
		func() (int, error) { return h.s.RequestWeeks(h.Context(), at, 10) },
		func() (int, error) { return h.s.NudgeWeeks(h.Context(), at, 10) },
		func() (int, error) { return h.s.RemindActivities(h.Context(), at, 10) },
	} {
		for n := 1; n > 0; {
			var err error
			n, err = do()
			h.must(err)
			worked = worked || n > 0
		}
	}
	if worked != expected {
		h.Errorf("at %s there was work: %t, expected: %t", at, worked, expected)
	}
}

func (h *house) at(day, hour int) time.Time {
	return parcours.NewDate(2023, time.July, day).At(hour, 0, storetest.Rules(h.T).Zone)
}

func (h *house) weeks(personID string) []parcours.WeekHistory {
	h.Helper()
	weeks, err := h.s.Weeks(h.Context(), desk, personID, parcours.NewDate(2023, time.June, 1))
	h.must(err)
	return weeks
}

func (h *house) declare(weekID string, report parcours.ActivityReport) error {
	h.Helper()
	in := h.receive(sms(171, "une réponse"))
	d, state := h.load(in)
	return h.s.RecordTurn(h.Context(), parcours.Turn{
		Inbound: in, Dossier: d, State: state, Effects: []parcours.Effect{parcours.Declare{WeekID: weekID, Report: report}}, Now: h.now, Why: "test",
	})
}

func stated(minutes int) parcours.ActivityReport {
	return parcours.ActivityReport{Stated: true, Minutes: minutes, Words: "des mots"}
}

func (h *house) figures() parcours.WeeklyFigures {
	h.Helper()
	f, err := h.s.WeeklyFigures(h.Context(), parcours.Filter{})
	h.must(err)
	return f
}

var week27 = parcours.NewDate(2023, time.July, 3)

func TestTheHoursOfAWeekAreAskedForOnceThenOnceMore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person := h.person("I-2")
		h.tick(h.at(6, 18))
		if due := h.claim(); len(due) != 0 {
			t.Fatalf("%d messages before the Friday", len(due))
		}
		h.tick(h.at(7, 18))
		h.tick(h.at(7, 18))
		request, _ := h.sent()
		h.want("kind", request.Notification.Kind, parcours.KindWeeklyRequest)
		h.want("asked at", request.Notification.DueAt.UTC().Format(time.RFC3339), storetest.Rules(t).WeekCalendar(parcours.Week{Monday: week27}, person).RequestAt.UTC().Format(time.RFC3339))
		h.receipt(request.Attempt.ID, parcours.AttemptDelivered, "")
		h.tick(h.at(10, 18))
		nudge, _ := h.sent()
		h.want("kind", nudge.Notification.Kind, parcours.KindWeeklyNudge)
		h.tick(h.at(11, 18))
		if due := h.claim(); len(due) != 0 {
			t.Errorf("%d more messages", len(due))
		}
		h.tick(h.at(12, 12))
		w := h.weeks(person)[0]
		if !w.Closed || w.Report != nil {
			t.Errorf("after the closing: %+v, want a closed week without an answer", w)
		}
		if diff := cmp.Diff(parcours.WeeklyFigures{Planned: 1, Asked: 1, Delivered: 1, Open: 1, MedianMinutes: -1, Validated: parcours.ValidatedHours{MedianMinutes: -1}, LeftOut: map[parcours.WeekSkip]int{}}, h.figures()); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
	})
}

func TestAnAnswerIsKeptWithThoseBeforeItUntilTheClosing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person := h.person("I-2")
		h.tick(h.at(7, 18))
		request, _ := h.sent()
		in := h.receive(sms(171, "12"))
		d, _ := h.load(in)
		if len(d.Weeks) != 1 || len(d.Prompts) != 1 || d.Prompts[0].Kind != parcours.PromptWeek || d.Prompts[0].SubjectID != d.Weeks[0].ID {
			t.Fatalf("dossier: weeks %+v, prompts %+v", d.Weeks, d.Prompts)
		}
		week := d.Weeks[0].ID
		h.must(h.declare(week, stated(12*60)))
		h.want("the request", h.attemptState(request.Attempt.ID), string(parcours.AttemptDelivered)) // the answer proves it
		h.must(h.declare(week, parcours.ActivityReport{Stated: true, Minutes: 12 * 60, Impediment: parcours.ImpedimentChildcare}))
		h.must(h.declare(week, stated(14*60)))
		h.tick(h.at(10, 18)) // whoever has answered is not nudged
		if due := h.claim(); len(due) != 0 {
			t.Errorf("%d messages after the answer", len(due))
		}
		h.tick(h.at(12, 12))
		if err := h.declare(week, stated(20*60)); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("an answer after the closing gives %v, want ErrConflict", err)
		}
		w := h.weeks(person)[0]
		if len(w.Reports) != 3 || w.Report.Minutes != 14*60 || w.Report.Impediment != parcours.ImpedimentChildcare || w.ImpedimentState != parcours.ImpedimentDeclared {
			t.Errorf("week: %+v, %d reports", w.Report, len(w.Reports))
		}
		h.want("words", w.Reports[0].Words, "des mots")
		if n := h.events(person, parcours.EventDeclared); n != 3 {
			t.Errorf("%d declarations in the journal, want 3", n)
		}
		want := parcours.WeeklyFigures{
			Planned: 1, Asked: 1, Delivered: 1, Answered: 1, AnsweredOfDelivered: 1, Stated: 1, Below: 1, Impediments: 1, Open: 1, MedianMinutes: 14 * 60, LeftOut: map[parcours.WeekSkip]int{},
			Validated: parcours.ValidatedHours{MedianMinutes: -1},
		}
		if diff := cmp.Diff(want, h.figures()); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
	})
}

func TestARequestDoesNotLeaveOnceTheWeekIsAnswered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		h.tick(h.at(7, 18))
		d := h.claimed()
		week := h.weeks(h.person("I-2"))[0].ID
		h.must(h.declare(week, stated(16*60))) // out of the blue, while the request is about to leave
		if h.mark(&d) {
			t.Error("the request may leave although the week is answered")
		}
		if again := h.claim(); len(again) != 0 {
			t.Errorf("%d messages wait", len(again))
		}
		h.want("the request", h.notificationState(d.Notification.ID), string(parcours.NotificationCancelled))
	})
}

func TestWhoIsNotAskedAboutAWeek(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		from  parcours.Date
		who   parcours.PersonRow
		first func(*house, string)
		want  parcours.WeekSkip
	}{
		"a plan that begins on the Wednesday": {from: week27.AddDays(2), want: parcours.SkipPartial},
		"an impediment that was accepted": {from: week27, want: parcours.SkipImpediment, first: func(h *house, person string) {
			h.must(h.s.SettleImpediment(h.Context(), h.now, desk, person, parcours.Week{Monday: week27}, parcours.ImpedimentHealth, parcours.ImpedimentAccepted))
		}},
		"a job that has started": {from: week27, want: parcours.SkipWork, first: func(h *house, person string) {
			h.must(h.s.RecordJob(h.Context(), h.now, desk, parcours.Job{PersonID: person, StartsOn: week27.AddDays(1), Kind: parcours.JobCDD}))
		}},
		"somebody who left": {from: week27, want: parcours.SkipExited, first: func(h *house, person string) {
			h.must(h.s.RecordFact(h.Context(), h.now, desk, parcours.Fact{PersonID: person, Kind: parcours.FactExited, On: week27.AddDays(1)}))
		}},
		"a landline only": {from: week27, want: parcours.SkipNoChannel, who: parcours.PersonRow{
			FirstName: "Yann", LastName: "Tanguy", InternalID: "I-2", Postcode: "35600", City: "Redon", Phones: []parcours.Phone{{E164: "+33261910102", Kind: parcours.PhoneLandline}},
		}},
		"STOP": {from: week27, want: parcours.SkipNoChannel, first: func(h *house, _ string) { h.turn(sms(171, "STOP"), parcours.OptOut{}) }},
		"a plan that ends on the Wednesday": {from: week27, want: parcours.SkipPartial, first: func(h *house, person string) {
			h.must(h.s.SetWeeklyPlan(h.Context(), h.now, desk, parcours.WeeklyPlan{PersonID: person, MinHours: 15, MaxHours: 20, From: week27, Until: week27.AddDays(2)}))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				who := tt.who
				if who.InternalID == "" {
					who = yann()
				}
				h := agreed(t, s, tt.from, who)
				person := h.person("I-2")
				h.tick(h.at(5, 10))
				if tt.first != nil {
					tt.first(h, person)
				}
				h.tick(h.at(7, 18))
				h.tick(h.at(10, 18))
				for _, d := range h.claim() {
					if d.Notification.Kind == parcours.KindWeeklyRequest || d.Notification.Kind == parcours.KindWeeklyNudge {
						t.Errorf("%s leaves", d.Notification.Kind)
					}
				}
				if listed := h.all("select id from attempt where channel in ('call', 'letter')"); len(listed) != 0 {
					t.Error("a human would be asked to call for it")
				}
				h.want("reason", string(h.weeks(person)[0].Skip), string(tt.want))
				h.tick(h.at(12, 12))
				f := h.figures()
				wantPlanned := 0
				if tt.want == parcours.SkipNoChannel {
					wantPlanned = 1 // they have a plan: the second line counts them
				}
				if f.Planned != wantPlanned || f.Asked != 0 || min(f.LeftOut[tt.want], 1) != 1-wantPlanned {
					t.Errorf("figures: %+v", f)
				}
			})
		})
	}
}

func TestAPlanThatGoesOnInWorkIsAskedAbout(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person := h.person("I-2")
		h.must(s.SetWeeklyPlan(t.Context(), monday, desk, parcours.WeeklyPlan{PersonID: person, MinHours: 5, MaxHours: 10, From: week27, AsksInWork: true}))
		h.must(s.RecordJob(t.Context(), monday, desk, parcours.Job{PersonID: person, StartsOn: week27, Kind: parcours.JobCDD}))
		h.tick(h.at(7, 18))
		if d := h.claimed(); d.Notification.Facts.MinHours != 5 {
			t.Errorf("asked with %d h at least, want 5", d.Notification.Facts.MinHours)
		}
	})
}

func TestTwoPlansInARowMakeAWholeWeek(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27.AddDays(-7), yann())
		person := h.person("I-2")
		h.must(s.SetWeeklyPlan(t.Context(), monday, desk, parcours.WeeklyPlan{PersonID: person, MinHours: 10, MaxHours: 12, From: week27.AddDays(2)}))
		h.tick(h.at(7, 18))
		if d := h.claimed(); d.Notification.Facts.MinHours != 15 && d.Notification.Facts.MinHours != 10 {
			t.Errorf("asked with %d h at least", d.Notification.Facts.MinHours)
		}
	})
}

func TestAWeekMissedInAnOutageCountsAsPlannedAndAsksNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		h.tick(h.at(24, 9)) // three weeks later
		if due := h.claim(); len(due) != 1 || due[0].Notification.Facts.Week.String() != "2023-W29" {
			t.Errorf("%d messages, want one about the week that still takes an answer", len(due))
		}
		var skips []string
		for _, w := range h.weeks(h.person("I-2")) {
			skips = append(skips, fmt.Sprint(w.Week, " ", w.Skip))
		}
		if diff := cmp.Diff([]string{"2023-W27 late", "2023-W28 late", "2023-W29 ", "2023-W30 "}, skips); diff != "" {
			t.Errorf("weeks (-want +got):\n%s", diff)
		}
	})
}

func TestTheActivitiesOfADayAreRecalledOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		at := func(start int, label string) parcours.ActivityRow {
			return parcours.ActivityRow{InternalID: "I-2", Activity: &parcours.Activity{
				Kind: parcours.KindWorkshop, Label: label, Place: "Maison de l'emploi, Redon", Day: parcours.NewDate(2023, time.July, 6), Start: start, Minutes: 180,
			}}
		}
		rows := []parcours.ActivityRow{at(14*60, "Atelier CV"), at(9*60, "Français")}
		importActivities := func(want parcours.RowOutcome, rows ...parcours.ActivityRow) {
			t.Helper()
			results, err := s.ImportActivities(t.Context(), h.now, batch("activities"), rows, false)
			h.must(err)
			for _, r := range results {
				if r.Outcome != want {
					t.Errorf("outcome %s, want %s: %+v", r.Outcome, want, r)
				}
			}
		}
		importActivities(parcours.RowCreated, rows...)
		importActivities(parcours.RowUnchanged, rows...)
		h.tick(h.at(5, 17))
		h.tick(h.at(5, 17))
		d := h.claimed()
		if f := d.Notification.Facts; f.Activity != "Français" || f.Others != 1 || !f.StartsAt.Equal(h.at(6, 9)) {
			t.Errorf("facts: %+v", f)
		}
		// Called off while it is about to leave.
		off := rows[1]
		off.Cancelled = true
		importActivities(parcours.RowUpdated, off)
		importActivities(parcours.RowUnchanged, off)
		if h.mark(&d) {
			t.Error("the reminder of what was called off may leave")
		}
	})
}

func TestAFileOfActivitiesNamesPeopleSafely(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		couple := func(first, id string, n int) parcours.PersonRow {
			return parcours.PersonRow{FirstName: first, LastName: "Tanguy", InternalID: id, AffiliationNumber: "1044072", AffiliationKey: "1044072", Phones: []parcours.Phone{mobile(n)}, Postcode: "35600", City: "Redon"}
		}
		importPeople(t, s, monday, couple("Yann", "I-2", 171), couple("Erell", "I-3", 172))
		plan := &parcours.WeeklyPlan{MinHours: 15, MaxHours: 20, From: week27}
		results, err := s.ImportActivities(t.Context(), monday, batch("activities"), []parcours.ActivityRow{
			{Row: parcours.Row{Line: 2}, AffiliationKey: "1044072", Plan: plan},
			{Row: parcours.Row{Line: 3}, AffiliationKey: "1044072", FirstName: "Erell", Plan: plan},
			{Row: parcours.Row{Line: 4}, InternalID: "I-2", Plan: plan},
			{Row: parcours.Row{Line: 5}, InternalID: "I-2", Plan: plan},
			{Row: parcours.Row{Line: 6}, InternalID: "I-9", Plan: plan},
			{Row: parcours.Row{Line: 7}, AffiliationKey: "1044072", FirstName: "Maëlys", Plan: plan},
		}, false)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range results {
			got = append(got, fmt.Sprint(r.Line, " ", r.Outcome))
		}
		if diff := cmp.Diff([]string{"2 error", "3 created", "4 created", "5 unchanged", "6 error", "7 error"}, got); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
	})
}

func TestFiguresByKindCountWhatWasSaidDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		var rows []parcours.ActivityRow
		for i, kind := range []parcours.ActivityKind{parcours.KindHealth, parcours.KindTraining, parcours.KindTraining, parcours.KindWorkshop} {
			rows = append(rows, parcours.ActivityRow{InternalID: "I-2", Activity: &parcours.Activity{Kind: kind, Label: fmt.Sprint("n°", i), Day: week27.AddDays(i), Start: -1, Minutes: 120}})
		}
		_, err := s.ImportActivities(t.Context(), h.now, batch("activities"), rows, false)
		h.must(err)
		h.tick(h.at(7, 18))
		w := h.weeks(h.person("I-2"))[0]
		done := []string{w.Activities[0].ID, w.Activities[1].ID, w.Activities[2].ID}
		h.must(h.declare(w.ID, parcours.ActivityReport{Stated: true, Minutes: 360, Done: done}))
		h.tick(h.at(12, 12))
		want := []parcours.KindHours{{Kind: parcours.KindHealth, Weeks: 1, Minutes: 120, MedianMinutes: 120, People: 1}, {Kind: parcours.KindTraining, Weeks: 1, Minutes: 240, MedianMinutes: 240, People: 1}}
		if diff := cmp.Diff(want, h.figures().Kinds); diff != "" {
			t.Errorf("kinds (-want +got):\n%s", diff)
		}
		if i := slices.IndexFunc(h.weeks(h.person("I-2"))[0].Activities, func(a parcours.Activity) bool { return a.Done == parcours.No }); i != 3 {
			t.Errorf("activity %d is said not to be done, want the last", i)
		}
	})
}
