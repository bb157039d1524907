package store_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

var everything = parcours.Actor{AccountID: "acc-1", Role: parcours.AccountCoordinator}

// employed confirms a job of Maëlys that starts on a day.
func employed(t *testing.T, s *store.Store, on parcours.Date) *house {
	t.Helper()
	h := convoked(t, s, maelys())
	h.sent()
	h.must(s.RecordJob(t.Context(), h.now, everything, parcours.Job{PersonID: h.person("I-1"), StartsOn: on, Kind: parcours.JobCDD, WeeklyMinutes: 24 * 60}))
	return h
}

func (h *house) job() parcours.Job {
	h.Helper()
	file, err := h.s.Person(h.Context(), everything, h.person("I-1"))
	h.must(err)
	if len(file.Jobs) != 1 {
		h.Fatalf("%d jobs, want 1", len(file.Jobs))
	}
	return file.Jobs[0]
}

// asks moves time to the next message, which is a check-in, sends it and returns
// its prompt.
func (h *house) asks(step string) string {
	h.Helper()
	h.now = h.dueNext()
	d := h.claimed()
	if d.Notification.Kind != parcours.KindCheckIn || !strings.HasSuffix(d.Notification.Key, "/"+step) {
		h.Fatalf("%s is due, want the check-in %s", d.Notification.Key, step)
	}
	h.send(d)
	return h.one("select id from prompt where notification_id = $1", d.Notification.ID)
}

func (h *house) excused() {
	h.Helper()
	h.turn(sms(144, "je ne viendrai pas"), parcours.Excuse{AppointmentID: h.one("select id from appointment")})
}

func TestADeclaredJobCountsOnceAProfessionalConfirmsIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		h.link("", h.one("select id from professional where email = 'anne.morel@exemple.fr'"), "900")
		person := h.person("I-1")
		in := h.receive(sms(144, "jai trouver du taf"))
		d, state := h.load(in)
		state.Awaiting = parcours.AwaitingJob + "date/1"
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.DeclareJob{}, parcours.Escalate{Kind: parcours.EscalationJobFound},
		}}))
		notices := "select state from notification where kind = 'question' order by id"
		if diff := cmp.Diff([]string{"pending"}, h.all(notices)); diff != "" {
			t.Fatalf("notices (-want +got):\n%s", diff)
		}
		h.want("wait of the notice", h.one("select cast(due_at as text) from notification where kind = 'question'"), storeMillis(h.now.Add(15*time.Minute)))

		// The answer comes: one notice says it all, at once.
		in = h.receive(sms(144, "lundi 10 cdd 24h"))
		d, state = h.load(in)
		state.Awaiting = ""
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.DeclareJob{StartsOn: parcours.NewDate(2023, time.July, 10), Kind: parcours.JobCDD, WeeklyMinutes: 1440},
			parcours.Escalate{Kind: parcours.EscalationJobFound},
		}}))
		if diff := cmp.Diff([]string{"cancelled", "pending"}, h.all(notices)); diff != "" {
			t.Fatalf("notices (-want +got):\n%s", diff)
		}
		notice, id := h.sent()
		want := &parcours.JobFacts{StartsOn: parcours.NewDate(2023, time.July, 10), Kind: parcours.JobCDD, WeeklyMinutes: 1440}
		if diff := cmp.Diff(want, notice.Notification.Facts.Job); diff != "" || len(notice.Notification.Choices) != 2 {
			t.Errorf("notice: %s, choices %v", diff, notice.Notification.Choices)
		}
		h.want("words", notice.Notification.Facts.Text, "jai trouver du taf\nlundi 10 cdd 24h")
		figures, err := s.Employment(t.Context(), parcours.DateOf(h.now, time.UTC), parcours.Filter{})
		if err != nil || figures.People != 0 || figures.Declared != 1 {
			t.Errorf("before: %+v, %v", figures, err)
		}

		press := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "900", Kind: parcours.InboundButton, AttemptID: notice.Attempt.ID, Action: parcours.ActionConfirmJob}
		in = h.receive(press)
		d, state = h.load(in)
		if d.Replied == nil || len(d.Jobs) != 1 || id == "" {
			t.Fatalf("dossier of the referent: %+v", d)
		}
		settle := parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{parcours.SettleJob{JobID: d.Jobs[0].ID}}}
		h.must(s.RecordTurn(t.Context(), settle))
		again := h.receive(press)
		settle.Inbound = again
		settle.Dossier, settle.State = h.load(again)
		if err := s.RecordTurn(t.Context(), settle); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("settled twice: %v", err)
		}
		h.want("employed_on", h.milestone(person, "employed_on"), "2023-07-10")
		h.want("escalation", h.one("select state from escalation"), "closed")
		if h.events(person, parcours.EventEmployed) != 1 || h.events(person, parcours.EventJobDeclared) != 2 {
			t.Error("the journal does not tell of the job")
		}
		if _, err := s.VerifyJournal(t.Context(), person); err != nil {
			t.Error(err)
		}
		figures, err = s.Employment(t.Context(), parcours.DateOf(h.now, time.UTC), parcours.Filter{})
		if err != nil || figures.People != 1 || figures.Declared != 0 || figures.Kinds[parcours.JobCDD] != 1 {
			t.Errorf("after: %+v, %v", figures, err)
		}
	})
}

func TestAJobIsFollowedAtSevenDaysAndOneThreeAndSixMonths(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := employed(t, s, parcours.NewDate(2023, time.July, 3))
		h.excused()
		// 3 + 1 month is a Thursday; + 3 months a Tuesday; + 6 months is a Wednesday.
		for _, want := range []struct{ step, at string }{
			{"D+7", "2023-07-10 10:00"}, {"M+1", "2023-08-03 10:00"}, {"M+3", "2023-10-03 10:00"}, {"M+6", "2024-01-03 10:00"},
		} {
			prompt := h.asks(want.step)
			h.want(want.step, h.now.In(storetest.Rules(t).Zone).Format("2006-01-02 15:04"), want.at)
			h.now = h.now.Add(9 * 24 * time.Hour) // within the days of grace
			h.turn(sms(144, "1"), parcours.Acknowledge{PromptID: prompt, Action: "fine"}, parcours.AnswerCheckIn{PromptID: prompt, Answer: parcours.CheckInFine})
		}
		figures, err := s.Employment(t.Context(), parcours.NewDate(2024, time.February, 1), parcours.Filter{})
		h.must(err)
		want := []parcours.Retention{{Months: 1, Due: 1, InWork: 1}, {Months: 3, Due: 1, InWork: 1}, {Months: 6, Due: 1, InWork: 1}}
		if diff := cmp.Diff(want, figures.Retention); diff != "" {
			t.Errorf("retention (-want +got):\n%s", diff)
		}
	})
}

func TestTheEndOfAJobEndsItsFollowUp(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := employed(t, s, parcours.NewDate(2023, time.July, 3))
		h.excused()
		h.asks("D+7") // nobody answers
		prompt := h.asks("M+1")
		h.turn(sms(144, "3"), parcours.Acknowledge{PromptID: prompt, Action: "ended"}, parcours.AnswerCheckIn{PromptID: prompt, Answer: parcours.CheckInEnded},
			parcours.Escalate{Kind: parcours.EscalationJobEnded, Text: "Mon travail est fini"})
		h.want("ended_on", h.job().EndedOn.String(), "2023-08-03")
		h.want("check-ins to come", h.one("select count(*) from attempt a join notification n on n.id = a.notification_id where n.kind = 'checkin' and a.state = 'queued'"), "0")
		due := h.one("select cast(due_at as text) from escalation where kind = 'job_ended'")
		h.want("the referent's delay", due, storeMillis(time.Date(2023, time.August, 3, 19, 0, 0, 0, storetest.Rules(t).Zone)))
		figures, err := s.Employment(t.Context(), parcours.NewDate(2024, time.February, 1), parcours.Filter{})
		h.must(err)
		want := []parcours.Retention{{Months: 1, Due: 1, Ended: 1}, {Months: 3, Due: 1, Ended: 1}, {Months: 6, Due: 1, Ended: 1}}
		if diff := cmp.Diff(want, figures.Retention); diff != "" {
			t.Errorf("retention (-want +got):\n%s", diff)
		}
	})
}

func TestSilenceAboutAJobIsNoAnswer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := employed(t, s, parcours.NewDate(2023, time.July, 3))
		for on, want := range map[parcours.Date][]parcours.Retention{
			// 3 August + 10 days is still open on the 13th.
			parcours.NewDate(2023, time.August, 13): {{Months: 1}, {Months: 3}, {Months: 6}},
			parcours.NewDate(2023, time.August, 14): {{Months: 1, Due: 1, Unknown: 1}, {Months: 3}, {Months: 6}},
		} {
			figures, err := s.Employment(t.Context(), on, parcours.Filter{})
			h.must(err)
			if diff := cmp.Diff(want, figures.Retention); diff != "" {
				t.Errorf("%s (-want +got):\n%s", on, diff)
			}
		}
		h.want("open escalations", h.one("select count(*) from escalation"), "0")
	})
}

func TestAJobIsCorrectedAndTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := employed(t, s, parcours.NewDate(2023, time.July, 3))
		j := h.job()
		corrected := parcours.Job{ID: j.ID, PersonID: j.PersonID, StartsOn: parcours.NewDate(2023, time.July, 10), Kind: parcours.JobCDI}
		h.must(s.RecordJob(t.Context(), h.now, everything, corrected))
		h.want("employed_on", h.milestone(j.PersonID, "employed_on"), "2023-07-10")
		h.want("check-ins", strings.Join(h.all("select due_on from check_in order by due_on"), " "), "2023-07-17 2023-08-10 2023-10-10 2024-01-10")
		h.want("messages", strings.Join(h.all("select state from notification where kind = 'checkin' order by state"), " "), "cancelled cancelled cancelled cancelled pending pending pending pending")
		h.must(s.RefuseJob(t.Context(), h.now, everything, j.PersonID, j.ID))
		h.want("employed_on", h.milestone(j.PersonID, "employed_on"), "")
		h.want("messages to come", h.one("select count(*) from notification where kind = 'checkin' and state = 'pending'"), "0")
		if err := s.RecordJob(t.Context(), h.now, everything, corrected); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a refused job was confirmed: %v", err)
		}
		stranger := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "somebody-else"}
		if err := s.RecordJob(t.Context(), h.now, stranger, parcours.Job{PersonID: j.PersonID, StartsOn: corrected.StartsOn}); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("recorded by somebody else: %v", err)
		}
	})
}

func storeMillis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
