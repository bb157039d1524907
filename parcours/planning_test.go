package parcours_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
)

func service() parcours.Service {
	return parcours.Service{Name: "Département d'Ille-et-Vilaine", Phone: "02 61 91 01 02"}
}

func interview(t testing.TB, startsAt string) parcours.Appointment {
	t.Helper()
	return parcours.Appointment{
		ID: "812", Kind: parcours.JointInterview, StartsAt: at(t, startsAt), Duration: time.Hour, Version: 2,
		Place: parcours.Place{Name: "CDAS", Address: "8 rue du Port, 35600 Redon"},
		Professionals: []parcours.Professional{
			{FirstName: "Anne", LastName: "Morel", Structure: "CDAS de Redon", StructureKind: parcours.StructureDepartment},
			{FirstName: "Paul", LastName: "Riou", Structure: "Agence de Redon", StructureKind: parcours.StructureFranceTravail},
			{FirstName: "Léa", LastName: "Hamon", Structure: "Mission locale", StructureKind: parcours.StructureOther},
		},
	}
}

func TestConvocationSaysWhatTheLawWantsAndInvitesAnAnswer(t *testing.T) {
	t.Parallel()
	now := at(t, "2023-07-03 10:00")
	person := parcours.Person{ID: "45", EnteredOn: date(t, "2023-07-01")}
	got := rules(t).PlanAppointment(interview(t, "2023-07-18 14:30"), person, service(), now)
	facts := parcours.Facts{
		StartsAt: at(t, "2023-07-18 14:30"), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon",
		Phone: "02 61 91 01 02", With: []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)", "Léa HAMON (Mission locale)"},
		Service: service(),
	}
	choices := []parcours.Choice{
		{Action: "come", Label: "choice.come"}, {Action: "cannot", Label: "choice.cannot"}, {Action: "other", Label: "choice.other"},
	}
	want := []parcours.Notification{
		{
			Key: "convocation/apt-812/v2/per-45", Kind: parcours.KindConvocation, Class: parcours.MustArrive, Lane: parcours.LaneConvocation,
			PersonID: "45", AppointmentID: "812", AppointmentVersion: 2, Template: "convocation.first.joint", Facts: facts,
			Choices: choices, PromptKind: parcours.PromptAttendance,
			DueAt: now, ExpiresAt: at(t, "2023-07-16 00:00"), FallbackAt: at(t, "2023-07-13 09:00"),
			State: parcours.NotificationPending, CreatedAt: now,
		},
		{
			Key: "reminder/apt-812/v2/per-45/J-2", Kind: parcours.KindReminder, Class: parcours.TimeBound, Lane: parcours.LaneReminder,
			PersonID: "45", AppointmentID: "812", AppointmentVersion: 2, Template: "reminder.before.appointment", Facts: facts,
			Choices: choices, PromptKind: parcours.PromptAttendance,
			// J-2 is the Sunday of a long weekend: Monday still leaves a day.
			DueAt: at(t, "2023-07-17 09:00"), ExpiresAt: at(t, "2023-07-18 12:30"),
			State: parcours.NotificationPending, CreatedAt: now,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestConvocationTimes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, now, starts, entered, due, expires, fallback string }{
		{"on a weekday, for two weeks later", "2023-07-03 10:00", "2023-07-18 14:30", "", "2023-07-03 10:00", "2023-07-16 00:00", "2023-07-13 09:00"},
		{"at night", "2023-07-03 22:00", "2023-07-18 14:30", "", "2023-07-04 09:00", "2023-07-16 00:00", "2023-07-13 09:00"},
		{"the deadline comes before the notice", "2023-07-03 10:00", "2023-07-18 14:30", "2023-06-22", "2023-07-03 10:00", "2023-07-16 00:00", "2023-07-07 09:00"},
		{"a deadline already past commands nothing", "2023-07-03 10:00", "2023-07-18 14:30", "2023-06-02", "2023-07-03 10:00", "2023-07-16 00:00", "2023-07-13 09:00"},
		{"on the last day of the notice", "2023-07-03 10:00", "2023-07-06 14:30", "", "2023-07-03 10:00", "2023-07-04 00:00", "2023-07-04 10:00"},
		{"in the evening of that day: too late, a human is told at once", "2023-07-03 20:00", "2023-07-06 14:30", "", "2023-07-03 20:00", "2023-07-04 00:00", "2023-07-05 09:00"},
		{"set with less notice than required: told all the same", "2023-07-03 10:00", "2023-07-04 14:30", "", "2023-07-03 10:00", "2023-07-04 12:30", "2023-07-04 10:00"},
		{"set for the same afternoon", "2023-07-03 10:00", "2023-07-03 16:00", "", "2023-07-03 10:00", "2023-07-03 14:00", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			person := parcours.Person{ID: "45", EnteredOn: date(t, tt.entered)}
			got := rules(t).PlanAppointment(interview(t, tt.starts), person, service(), at(t, tt.now))[0]
			for _, check := range []struct {
				name      string
				got, want time.Time
			}{
				{"due", got.DueAt, at(t, tt.due)},
				{"expires", got.ExpiresAt, at(t, tt.expires)},
				{"fallback", got.FallbackAt, at(t, tt.fallback)},
			} {
				if !check.got.Equal(check.want) {
					t.Errorf("%s: got %v, want %v", check.name, check.got, check.want)
				}
			}
		})
	}
}

func TestRemindersComeOnALaterDayThanTheConvocationAndNeverTwiceADay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, now, starts string
		days              []int
		want              []string
	}{
		{"two days before", "2023-07-03 10:00", "2023-07-20 14:30", []int{2}, []string{"2023-07-18 10:00"}},
		{"two and one, in order", "2023-07-03 10:00", "2023-07-20 14:30", []int{1, 2}, []string{"2023-07-18 10:00", "2023-07-19 10:00"}},
		{"Monday morning is recalled on Friday", "2023-07-03 10:00", "2023-07-24 09:30", []int{2}, []string{"2023-07-21 10:00"}},
		{"both moved to Friday make one", "2023-07-03 10:00", "2023-07-24 09:30", []int{2, 1}, []string{"2023-07-21 10:00"}},
		{"Monday afternoon is recalled on Monday", "2023-07-03 10:00", "2023-07-24 14:30", []int{2}, []string{"2023-07-24 09:00"}},
		{"not on the day of the convocation", "2023-07-03 08:00", "2023-07-05 14:30", []int{2}, nil},
		{"not before it", "2023-07-04 10:00", "2023-07-05 14:30", []int{2}, nil},
		{"none wanted", "2023-07-03 10:00", "2023-07-20 14:30", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := rules(t)
			r.ReminderDays = tt.days
			var got []string
			for _, n := range r.PlanAppointment(interview(t, tt.starts), parcours.Person{ID: "45"}, service(), at(t, tt.now))[1:] {
				got = append(got, n.DueAt.In(r.Zone).Format("2006-01-02 15:04"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTimeThatThePersonChoseIsOnlyRecalled(t *testing.T) {
	t.Parallel()
	got := rules(t).PlanMoved(interview(t, "2023-07-20 14:30"), parcours.Person{ID: "45"}, service(), at(t, "2023-07-03 21:00"))
	if len(got) != 1 || got[0].Key != "reminder/apt-812/v2/per-45/J-2" {
		t.Errorf("got %+v", got)
	}
	if got := rules(t).PlanMoved(interview(t, "2023-07-20 14:30"), parcours.Person{ID: "45"}, service(), at(t, "2023-07-18 08:00")); len(got) != 0 {
		t.Errorf("no reminder on the day of the choice: got %+v", got)
	}
}

func TestOtherInterviewsHaveTheirOwnWords(t *testing.T) {
	t.Parallel()
	a := interview(t, "2023-07-20 14:30")
	a.Kind, a.Place.Phone = parcours.FollowUp, "02 61 91 01 44"
	got := rules(t).PlanAppointment(a, parcours.Person{ID: "45"}, service(), at(t, "2023-07-03 10:00"))[0]
	if got.Template != "convocation.first.other" || got.Facts.Phone != "02 61 91 01 44" {
		t.Errorf("got %q, call %q", got.Template, got.Facts.Phone)
	}
}

func TestCancellationOnlyOfAFutureAppointment(t *testing.T) {
	t.Parallel()
	r := rules(t)
	a := interview(t, "2023-07-18 14:30")
	person := parcours.Person{ID: "45"}
	got := r.PlanCancellation(a, person, service(), at(t, "2023-07-14 10:00"))
	if len(got) != 1 {
		t.Fatalf("got %d messages", len(got))
	}
	n := got[0]
	if n.Key != "cancellation/apt-812/v2/per-45" || n.Class != parcours.MustArrive || n.Lane != parcours.LaneCancellation ||
		n.Template != "cancellation.service.appointment" || n.PromptKind != parcours.PromptNone ||
		!n.DueAt.Equal(at(t, "2023-07-17 09:00")) || !n.ExpiresAt.Equal(a.StartsAt) || !n.FallbackAt.Equal(at(t, "2023-07-17 11:00")) {
		t.Errorf("got %+v", n)
	}
	// No opening is left: due at once, so that the gate hands it to a human.
	if n := r.PlanCancellation(interview(t, "2023-07-18 09:00"), person, service(), at(t, "2023-07-17 20:00"))[0]; !n.DueAt.Equal(at(t, "2023-07-17 20:00")) {
		t.Errorf("due at %v", n.DueAt)
	}
	if got := r.PlanCancellation(a, person, service(), a.StartsAt); got != nil {
		t.Errorf("past: got %+v", got)
	}
}

func question(t testing.TB) parcours.Escalation {
	t.Helper()
	return parcours.Escalation{
		ID: "9", PersonID: "45", PersonName: "Maëlys QUILLIEN", ProfessionalID: "r1", ProfessionalName: "Anne MOREL",
		Kind: parcours.EscalationQuestion, Channel: parcours.ChannelSMS, DueAt: at(t, "2023-07-05 20:00"),
		Messages: []parcours.EscalationMessage{
			{ID: "m1", From: "person", Text: "je peux venir avec mon fils ?"},
			{ID: "m2", From: "relais", Text: "transmis"},
		},
	}
}

func TestQuestionIsHandedToTheProfessional(t *testing.T) {
	t.Parallel()
	r := rules(t)
	night := at(t, "2023-07-03 20:00")
	got := r.PlanQuestion(question(t), parcours.Professional{ID: "r1"}, parcours.NoticeNew, "https://relais.exemple.fr/questions/9", service(), night)
	want := parcours.Notification{
		Key: "question/esc-9/new/pro-r1/msg-m1", Kind: parcours.KindQuestion, Class: parcours.Conversation, Lane: parcours.LaneConvocation,
		ProfessionalID: "r1", EscalationID: "9", Template: "question.notice.new",
		Facts: parcours.Facts{
			About: "Maëlys QUILLIEN", Referent: "Anne MOREL", Text: "je peux venir avec mon fils ?", By: at(t, "2023-07-05 20:00"),
			Workdays: 2, Link: "https://relais.exemple.fr/questions/9", Service: service(),
		},
		DueAt: at(t, "2023-07-04 09:00"), ExpiresAt: at(t, "2023-07-05 20:00"), State: parcours.NotificationPending, CreatedAt: night,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	second := r.PlanQuestion(question(t), parcours.Professional{ID: "r2"}, parcours.NoticeSecond, "", service(), at(t, "2023-07-06 10:00"))
	if second.Key != "question/esc-9/second/pro-r2" || second.Template != "question.notice.second" || !second.ExpiresAt.IsZero() {
		t.Errorf("second notice: got %+v", second)
	}
}

func TestANoticeOfAClosedChannelAsksForNoWrittenAnswer(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for kind, template := range map[parcours.EscalationKind]string{
		parcours.EscalationOptOut: "question.notice.opt_out", parcours.EscalationWrongPerson: "question.notice.wrong_person",
	} {
		e := question(t)
		e.Kind = kind
		for _, notice := range []parcours.QuestionNotice{parcours.NoticeNew, parcours.NoticeSecond} {
			if n := r.PlanQuestion(e, parcours.Professional{ID: "r1"}, notice, "", service(), at(t, "2023-07-04 10:00")); n.Template != template {
				t.Errorf("%s, %s notice: got %s", kind, notice, n.Template)
			}
		}
	}
	e := question(t)
	e.Kind, e.Impediment = parcours.EscalationImpediment, parcours.ImpedimentChildcare
	if n := r.PlanQuestion(e, parcours.Professional{ID: "r1"}, parcours.NoticeNew, "", service(), at(t, "2023-07-04 10:00")); n.Facts.Reason != parcours.ImpedimentChildcare {
		t.Errorf("the notice gives %q as the reason", n.Facts.Reason)
	}
}

func TestUrgentQuestionLeavesAtOnce(t *testing.T) {
	t.Parallel()
	r := rules(t)
	night := at(t, "2023-07-03 23:00")
	e := question(t)
	e.Kind, e.Urgent = parcours.EscalationDistress, true
	n := r.PlanQuestion(e, parcours.Professional{ID: "r1"}, parcours.NoticeNew, "", service(), night)
	if n.Template != "question.notice.urgent" || n.Class != parcours.MustArrive || !n.DueAt.Equal(night) || !n.ExpiresAt.IsZero() {
		t.Errorf("got %+v", n)
	}
	if v := r.Gate(parcours.Delivery{Notification: n}, night); v.Action != parcours.GateSend {
		t.Errorf("the gate says %+v", v)
	}
}

func TestAnswerGoesBackTheWayTheQuestionCame(t *testing.T) {
	t.Parallel()
	r := rules(t)
	night := at(t, "2023-07-07 20:00")
	by := parcours.Professional{FirstName: "Anne", LastName: "Morel"}
	got := r.PlanAnswer(question(t), by, "m3", "Oui, bien sûr.", service(), night)
	want := parcours.Notification{
		Key: "answer/esc-9/msg-m3/per-45", Kind: parcours.KindAnswer, Class: parcours.Conversation, Lane: parcours.LaneReply,
		PersonID: "45", EscalationID: "9", Channel: parcours.ChannelSMS, Template: "answer.relay.text",
		Facts: parcours.Facts{Referent: "Anne MOREL", Text: "Oui, bien sûr.", Service: service()},
		DueAt: at(t, "2023-07-10 09:00"), ExpiresAt: at(t, "2023-07-11 09:00"), State: parcours.NotificationPending, CreatedAt: night,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	e := question(t)
	e.Urgent = true
	if got := r.PlanAnswer(e, by, "m3", "Je vous appelle.", service(), night); !got.DueAt.Equal(night) || !got.Urgent {
		t.Errorf("urgent: got %+v", got)
	}
}

func TestPlannedMessagesAreNeverLate(t *testing.T) {
	t.Parallel()
	r := rules(t)
	r.ReminderDays = []int{7, 2, 1}
	rapid.Check(t, func(rt *rapid.T) {
		now := drawTime(rt, r.Zone, "now")
		a := interview(t, "2023-07-18 14:30")
		a.StartsAt = parcours.DateOf(now, r.Zone).AddDays(rapid.IntRange(1, 40).Draw(rt, "days")).At(rapid.IntRange(8, 18).Draw(rt, "hour"), 30, r.Zone)
		entered := parcours.DateOf(now, r.Zone).AddDays(-rapid.IntRange(0, 30).Draw(rt, "days since entry"))
		planned := r.PlanAppointment(a, parcours.Person{ID: "45", EnteredOn: entered}, service(), now)
		keys, days := map[string]bool{}, map[parcours.Date]bool{}
		for i, n := range planned {
			day := parcours.DateOf(n.DueAt, r.Zone)
			if n.DueAt.Before(now) || !n.DueAt.Before(n.ExpiresAt) || n.ExpiresAt.After(a.StartsAt) || keys[n.Key] || days[day] {
				rt.Fatalf("%+v", n)
			}
			if i > 0 && !r.Open(n.DueAt) {
				rt.Fatalf("reminder in quiet hours: %v", n.DueAt)
			}
			if i == 0 && !r.Open(n.DueAt) && r.NextOpen(now).Before(n.ExpiresAt) {
				rt.Fatalf("convocation in quiet hours: %v", n.DueAt)
			}
			if !n.FallbackAt.IsZero() && (!n.FallbackAt.After(n.DueAt) || !n.FallbackAt.Before(a.StartsAt) || !r.Open(n.FallbackAt)) {
				rt.Fatalf("fallback at %v of a message due at %v", n.FallbackAt, n.DueAt)
			}
			keys[n.Key], days[day] = true, true
		}
	})
}
