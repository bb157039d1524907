package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

var nobody = parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "nobody"}

func TestAMessageIsSentNowWhereNothingElseHoldsIt(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent() // the convocation: the person was written to today
		person, anne := h.person("I-1"), h.referentOf("I-1")
		planned, err := h.s.Planned(t.Context(), anne, person)
		h.must(err)
		if len(planned) != 1 || planned[0].Kind != parcours.KindReminder {
			t.Fatalf("planned %+v", planned)
		}
		id := planned[0].ID
		outlook, err := h.s.Outlook(t.Context(), h.now, anne, person)
		h.must(err)
		if outlook[id].Action != parcours.GateSend {
			t.Errorf("outlook %+v", outlook)
		}
		night := time.Date(2023, time.July, 3, 21, 30, 0, 0, storetest.Rules(t).Zone)
		v, err := h.s.SendNow(t.Context(), night, anne, person, id)
		if !errors.Is(err, parcours.ErrConflict) || v.Reason != parcours.ReasonQuietHours {
			t.Errorf("at night: %+v, %v", v, err)
		}
		if _, err := h.s.SendNow(t.Context(), h.now, nobody, person, id); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		h.now = time.Date(2023, time.July, 3, 19, 30, 0, 0, storetest.Rules(t).Zone) // the window has closed
		if due := h.claim(); len(due) != 0 {
			t.Fatalf("%d are due already", len(due))
		}
		_, err = h.s.SendNow(t.Context(), h.now, anne, person, id)
		h.must(err)
		d := h.claimed()
		if v := storetest.Rules(t).Gate(d, h.now); v.Action != parcours.GateSend || !d.Notification.Hurried {
			t.Errorf("the gate says %+v of %+v", v, d.Notification)
		}
		h.send(d)
		if _, err := h.s.SendNow(t.Context(), h.now, anne, person, id); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		if h.events(person, parcours.EventHurried) != 1 {
			t.Error("the journal does not tell")
		}
	})
}

func TestStopHoldsWhatIsSentByHand(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		person, anne := h.person("I-1"), h.referentOf("I-1")
		h.turn(sms(144, "STOP"), parcours.OptOut{})
		planned, err := h.s.Planned(t.Context(), anne, person)
		h.must(err)
		outlook, err := h.s.Outlook(t.Context(), h.now, anne, person)
		h.must(err)
		for _, n := range planned {
			if outlook[n.ID].Action == parcours.GateSend {
				t.Errorf("%s may leave after STOP", n.Kind)
			}
			if _, err := h.s.SendNow(t.Context(), h.now, anne, person, n.ID); !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("%s: %v", n.Kind, err)
			}
		}
	})
}

func TestAMessageWithdrawnByHandIsPutBackForAWhile(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		person, anne := h.person("I-1"), h.referentOf("I-1")
		planned, err := h.s.Planned(t.Context(), anne, person)
		h.must(err)
		id := planned[0].ID
		if err := h.s.PutBack(t.Context(), h.now, anne, person, id); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("before it was withdrawn: %v", err)
		}
		h.must(h.s.CancelNotification(t.Context(), h.now, anne, id))
		withdrawn, err := h.s.Withdrawn(t.Context(), h.now, anne, person)
		if err != nil || len(withdrawn) != 1 {
			t.Fatalf("withdrawn %v, %v", withdrawn, err)
		}
		if err := h.s.PutBack(t.Context(), h.now.Add(2*time.Hour), anne, person, id); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("two hours later: %v", err)
		}
		if err := h.s.PutBack(t.Context(), h.now, nobody, person, id); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		h.must(h.s.PutBack(t.Context(), h.now, anne, person, id))
		h.want("state", h.notificationState(id), "pending")
		h.now = h.dueNext()
		d, _ := h.sent()
		h.want("sent", d.Notification.ID, id)
		h.want("asked", h.one("select cast(count(*) as text) from prompt where notification_id = $1 and asked_at > 0 and closed_at = 0", id), "1")
	})
}

func TestANoteIsItsAuthorsAndItsWordsStayOutOfTheJournal(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		person, anne := h.person("I-1"), h.referentOf("I-1")
		h.must(h.s.WriteNote(t.Context(), h.now, anne, parcours.Note{PersonID: person, Text: " Préfère le matin. "}))
		read := func(a parcours.Actor) []parcours.Note {
			notes, err := h.s.Notes(t.Context(), a, person)
			h.must(err)
			return notes
		}
		notes := read(everything)
		if len(notes) != 1 || notes[0].Text != "Préfère le matin." || notes[0].Author == "" || notes[0].AuthorID != anne.ProfessionalID {
			t.Fatalf("notes %+v", notes)
		}
		n := notes[0]
		n.Text = "Préfère le soir."
		if err := h.s.WriteNote(t.Context(), h.now, everything, n); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("somebody else changes it: %v", err)
		}
		if err := h.s.WriteNote(t.Context(), h.now, nobody, parcours.Note{PersonID: person, Text: "x"}); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger writes: %v", err)
		}
		if _, err := h.s.Notes(t.Context(), nobody, person); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger reads: %v", err)
		}
		h.must(h.s.WriteNote(t.Context(), h.now.Add(time.Minute), anne, n))
		if notes = read(anne); notes[0].Text != "Préfère le soir." || notes[0].EditedAt.IsZero() {
			t.Errorf("changed: %+v", notes)
		}
		n.Text = ""
		h.must(h.s.WriteNote(t.Context(), h.now, anne, n))
		if notes = read(anne); len(notes) != 0 || h.events(person, parcours.EventNoted) != 3 {
			t.Errorf("taken away: %+v", notes)
		}
		for _, wrong := range []string{"", string(make([]rune, parcours.NoteRunes+1))} {
			if err := h.s.WriteNote(t.Context(), h.now, anne, parcours.Note{PersonID: person, Text: wrong}); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%d signs: %v", len(wrong), err)
			}
		}
	})
}

func TestValidatedHoursStandBesideTheDeclared(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person := h.person("I-2")
		h.tick(h.at(7, 18))
		week := parcours.Week{Monday: week27}
		h.must(h.declare(h.weeks(person)[0].ID, stated(16*60)))
		h.must(s.ValidateWeek(t.Context(), h.now, desk, person, week, 14*60))
		m, err := s.Mobilisation(t.Context(), h.now, desk, person, week27)
		h.must(err)
		if w := m.Weeks[0]; w.Report.Minutes != 16*60 || w.ValidatedMinutes != 14*60 || w.ValidatedAt.IsZero() {
			t.Errorf("week %+v", w)
		}
		if plan, ok := m.InForce(week27); !ok || plan.MinHours != 15 {
			t.Errorf("plan %+v", m.Plans)
		}
		if f := h.figures(); f.Open != 1 && f.MedianMinutes != 16*60 {
			t.Errorf("figures %+v", f)
		}
		for name, err := range map[string]error{
			"too many": s.ValidateWeek(t.Context(), h.now, desk, person, week, 81*60),
			"no week":  s.ValidateWeek(t.Context(), h.now, desk, person, parcours.Week{Monday: week27.AddDays(70)}, 60),
			"stranger": s.ValidateWeek(t.Context(), h.now, nobody, person, week, 60),
		} {
			if !errors.Is(err, parcours.ErrInvalid) && !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Mobilisation(t.Context(), h.now, nobody, person, week27); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger reads: %v", err)
		}
	})
}

func TestAPlannedActivityIsRecalledUnlessItIsCalledOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person := h.person("I-2")
		a := parcours.Activity{PersonID: person, Kind: parcours.KindWorkshop, Label: "Atelier CV", Place: "CDAS", Day: parcours.NewDate(2023, time.July, 6), Start: 14 * 60, Minutes: 180}
		h.must(s.PlanActivity(t.Context(), h.now, desk, a))
		a.Place = "Mission locale"
		h.must(s.PlanActivity(t.Context(), h.now, desk, a))
		m, err := s.Mobilisation(t.Context(), h.now, desk, person, week27)
		h.must(err)
		if len(m.Activities) != 1 || m.Activities[0].Place != "Mission locale" || m.Activities[0].Label != "Atelier CV" {
			t.Fatalf("activities %+v", m.Activities)
		}
		h.tick(h.at(5, 17))
		d, _ := h.sent()
		h.want("recalled", d.Notification.Kind, parcours.KindActivityReminder)
		b := a
		b.Day, b.Label = a.Day.AddDays(6), "Forum"
		h.must(s.PlanActivity(t.Context(), h.now, desk, b))
		id := h.one("select id from planned_activity where day = $1", b.Day.String())
		for name, err := range map[string]error{
			"stranger": s.CallOffActivity(t.Context(), h.now, nobody, person, id),
			"unknown":  s.CallOffActivity(t.Context(), h.now, desk, person, "none"),
			"no day":   s.PlanActivity(t.Context(), h.now, desk, parcours.Activity{PersonID: person, Minutes: 60, Start: -1}),
		} {
			if !errors.Is(err, parcours.ErrInvalid) && !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(s.CallOffActivity(t.Context(), h.now, desk, person, id))
		h.tick(h.at(11, 17))
		for _, d := range h.claim() {
			if d.Notification.Kind == parcours.KindActivityReminder {
				t.Error("it is recalled all the same")
			}
		}
	})
}

func TestPreferencesAndNumbersAreFollowedAtOnce(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		person, anne := h.person("I-1"), h.referentOf("I-1")
		h.must(h.s.SetPreferences(t.Context(), h.now, anne, person, parcours.Preferences{Language: parcours.English, Channel: parcours.ChannelSMS, Discreet: true}))
		file, err := h.s.Person(t.Context(), anne, person)
		h.must(err)
		if p := file.Person; p.Language != parcours.English || p.PreferredChannel != parcours.ChannelSMS || !p.Discreet {
			t.Errorf("preferences %+v", p)
		}
		number := parcours.Phone{E164: "+33639980199", Kind: parcours.PhoneMobile}
		h.must(h.s.AddNumber(t.Context(), h.now, anne, person, number, true))
		d := h.claimed()
		if v := storetest.Rules(t).Gate(d, h.now); v.Reason != parcours.ReasonAddressFormer {
			t.Errorf("what waited for the former number: %+v", v)
		}
		h.must(h.s.End(t.Context(), h.now, d.Attempt, parcours.AttemptCancelled, parcours.ReasonAddressFormer))
		h.want("goes to", h.claimed().Attempt.Address, number.E164)
		current := "select cast(count(*) as text) from contact_point where channel = 'sms' and status = 'current'"
		h.want("current numbers", h.one(current), "1")
		former := h.one("select id from contact_point where channel = 'sms' and status = 'former'")
		h.must(h.s.UseNumber(t.Context(), h.now, anne, person, former, true))
		h.want("current numbers", h.one(current), "2")
		h.must(h.s.UseNumber(t.Context(), h.now, anne, person, former, false))
		h.must(h.s.AddNumber(t.Context(), h.now, anne, person, parcours.Phone{E164: "+33261910199", Kind: parcours.PhoneLandline}, false))
		h.want("current numbers", h.one(current), "1")
		for name, err := range map[string]error{
			"known":      h.s.AddNumber(t.Context(), h.now, anne, person, number, true),
			"no number":  h.s.AddNumber(t.Context(), h.now, anne, person, parcours.ParsePhone("bonjour"), true),
			"stranger":   h.s.AddNumber(t.Context(), h.now, nobody, person, number, true),
			"unused":     h.s.UseNumber(t.Context(), h.now, anne, person, former, false),
			"not theirs": h.s.UseNumber(t.Context(), h.now, anne, person, "none", false),
			"tongue":     h.s.SetPreferences(t.Context(), h.now, anne, person, parcours.Preferences{Language: "klingon"}),
		} {
			if !errors.Is(err, parcours.ErrInvalid) && !errors.Is(err, parcours.ErrNotFound) && !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAnExitCancelsEverythingAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		person, anne := h.person("I-1"), h.referentOf("I-1")
		today := parcours.DateOf(h.now, time.UTC)
		h.must(h.s.SetWeeklyPlan(t.Context(), h.now, anne, parcours.WeeklyPlan{PersonID: person, MinHours: 15, MaxHours: 20, From: week27}))
		booked := h.one("select cast(booked as text) from slot where booked > 0")
		states := "select state from notification order by due_at, id"
		before := h.all(states)
		for name, err := range map[string]error{
			"stranger": h.s.Exit(t.Context(), h.now, nobody, person, parcours.ExitMoved, today),
			"why":      h.s.Exit(t.Context(), h.now, anne, person, "fired", today),
			"when":     h.s.Exit(t.Context(), h.now, anne, person, parcours.ExitMoved, today.AddDays(1)),
			"return":   h.s.Return(t.Context(), h.now, anne, person),
		} {
			if !errors.Is(err, parcours.ErrInvalid) && !errors.Is(err, parcours.ErrNotFound) && !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(h.s.Exit(t.Context(), h.now, anne, person, parcours.ExitOpposition, today))
		for _, state := range h.all(states) {
			h.want("state", state, "cancelled")
		}
		h.want("slots taken", h.one("select cast(sum(booked) as text) from slot"), "0")
		h.tick(h.at(14, 18))
		if due := h.claim(); len(due) != 0 {
			t.Errorf("%d messages leave after the exit", len(due))
		}
		h.want("next week of the plan", h.one("select next_monday from weekly_plan"), "")

		h.now = monday
		h.must(h.s.Return(t.Context(), h.now, anne, person))
		after := h.all(states)
		if len(after) != len(before) || after[0] != before[0] || after[1] != before[1] {
			t.Errorf("messages: before %v, after %v", before, after)
		}
		h.want("slots taken", h.one("select cast(booked as text) from slot where booked > 0"), booked)
		h.want("outcome", h.one("select outcome from participation"), "unknown")
		if h.one("select next_monday from weekly_plan") == "" {
			t.Error("the plan does not go on")
		}
		h.want("milestone", h.milestone(person, "exited_on"), "")
	})
}
