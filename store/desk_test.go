package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// referentOf is who follows a person, as an actor.
func (h *house) referentOf(internalID string) parcours.Actor {
	h.Helper()
	return parcours.Actor{AccountID: "acc-" + internalID, Role: parcours.AccountReferent, ProfessionalID: h.one("select referent_id from person where internal_id = $1", internalID)}
}

// another is a referent who does not follow the person.
func (h *house) another(a parcours.Actor) parcours.Actor {
	h.Helper()
	return parcours.Actor{AccountID: "acc-other", Role: parcours.AccountReferent, ProfessionalID: h.one("select min(id) from professional where role = 'referent' and id <> $1", a.ProfessionalID)}
}

func (h *house) desk(a parcours.Actor) parcours.Desk {
	h.Helper()
	d, err := h.s.Desk(h.Context(), h.now, a)
	h.must(err)
	return d
}

func (h *house) marked(a parcours.Actor) parcours.Mark {
	h.Helper()
	m, err := h.s.Mark(h.Context(), h.now, a)
	h.must(err)
	return m
}

func onClock(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	now := monday
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		test(t, convoked(t, s, maelys()))
	})
}

func TestADeskHoldsWhatWaitsForItsReferentAlone(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		person, anne := h.person("I-1"), h.referentOf("I-1")
		other := h.another(anne)
		h.turn(sms(144, "puis-je venir avec ma fille ?"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		h.turn(sms(144, "jai trouver du taf"), parcours.DeclareJob{Kind: parcours.JobCDD})
		d := h.desk(anne)
		if len(d.Questions) != 1 || !d.Questions[0].Unread() || d.Questions[0].Language != parcours.French || d.Questions[0].ReferentID != anne.ProfessionalID {
			t.Errorf("questions %+v", d.Questions)
		}
		if len(d.Appointments) != 1 || d.Appointments[0].PersonID != person || d.Appointments[0].Outcome != parcours.OutcomeUnknown {
			t.Errorf("appointments %+v", d.Appointments)
		}
		if len(d.Jobs) != 1 || d.Jobs[0].Job.Kind != parcours.JobCDD || len(d.Asked) != 1 || d.Asked[0].Kind != parcours.PromptAttendance || d.Asked[0].Channel != parcours.ChannelSMS {
			t.Errorf("jobs %+v, asked %+v", d.Jobs, d.Asked)
		}
		if len(d.Arrivals) != 1 || d.Arrivals[0].Name == "" {
			t.Errorf("arrivals %+v", d.Arrivals)
		}
		if diff := cmp.Diff(parcours.Desk{Questions: []parcours.Escalation{}}, h.desk(other), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Appointments" }, cmp.Ignore())); diff != "" {
			t.Errorf("somebody else's desk (-want +got):\n%s", diff)
		}

		id := d.Questions[0].ID
		h.must(h.s.SeeQuestion(t.Context(), h.now, other, id))
		if !h.desk(anne).Questions[0].Unread() {
			t.Error("a stranger read it")
		}
		h.must(h.s.SeeQuestion(t.Context(), h.now, anne, id))
		if h.desk(anne).Questions[0].Unread() {
			t.Error("it is still unread")
		}
		h.now = h.now.Add(time.Minute)
		h.turn(sms(144, "vous avez vu ?"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		if !h.desk(anne).Questions[0].Unread() {
			t.Error("what came after is read")
		}
		h.must(h.s.AnswerEscalation(t.Context(), h.now, anne, id, "Oui."))
		if d := h.desk(anne); len(d.Questions) != 0 || len(d.Told) != 1 {
			t.Errorf("after the answer: %d open, %d told", len(d.Questions), len(d.Told))
		}

		h.now = monday.AddDate(0, 0, 7).Add(2 * time.Hour)
		if d := h.desk(anne); len(d.Appointments) != 1 || d.Appointments[0].StartsAt.After(h.now) {
			t.Errorf("without an outcome: %+v", d.Appointments)
		}
		h.must(h.s.RecordOutcome(t.Context(), h.now, anne, h.one("select id from participation"), parcours.OutcomeSeen, parcours.ImpedimentNone))
		h.now = h.now.AddDate(0, 0, 1)
		if d := h.desk(anne); len(d.Appointments) != 0 {
			t.Errorf("with one: %+v", d.Appointments)
		}
	})
}

func TestAStandInHasTheDeskOfTheAbsentMarkedAsSuch(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		anne := h.referentOf("I-1")
		standIn := h.another(anne)
		h.turn(sms(144, "une question"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		h.must(h.s.SetAbsence(t.Context(), h.now, anne, parcours.Absence{ProfessionalID: anne.ProfessionalID, From: parcours.DateOf(h.now, time.UTC), StandInID: standIn.ProfessionalID}))
		d := h.desk(standIn)
		if len(d.Covers) != 1 || d.Covers[0].ID != anne.ProfessionalID || len(d.Questions) != 1 || d.Questions[0].ProfessionalID != anne.ProfessionalID {
			t.Errorf("covers %+v, questions %+v", d.Covers, d.Questions)
		}
		if len(d.Asked) != 1 || d.Asked[0].ReferentID != anne.ProfessionalID {
			t.Errorf("asked %+v", d.Asked)
		}
	})
}

func TestAMarkChangesWithWhatHappensAndNotOtherwise(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		person, anne := h.person("I-1"), h.referentOf("I-1")
		before, of := h.marked(anne), func() string {
			m, err := h.s.PersonMark(t.Context(), anne, person)
			h.must(err)
			return m.Version
		}
		page := of()
		if again := h.marked(anne); again != before || of() != page {
			t.Errorf("nothing happened: %+v, then %+v", before, again)
		}
		h.turn(sms(144, "au secours"), parcours.Escalate{Kind: parcours.EscalationDistress})
		after := h.marked(anne)
		if after.Version == before.Version || after.Waiting != 1 || after.Urgent != 1 || of() == page {
			t.Errorf("a message: %+v, then %+v", before, after)
		}
		if m := h.marked(everything); m.Waiting != 1 {
			t.Errorf("the coordinator: %+v", m)
		}
		if m := h.marked(h.another(anne)); m.Waiting != 0 {
			t.Errorf("a stranger: %+v", m)
		}
		if _, err := h.s.PersonMark(t.Context(), parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "nobody"}, person); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger's page: %v", err)
		}
		if strings.ContainsAny(after.Version, "abcdefghijklmnopqrstuvwxyz@+") {
			t.Errorf("the version says more than numbers: %s", after.Version)
		}
	})
}

func TestWhoAttendsAnInterviewIsNotToldThatAMessageMoved(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		person, anne := h.person("I-1"), h.referentOf("I-1")
		paul := parcours.Actor{Role: parcours.AccountProfessional, ProfessionalID: h.one("select ap.professional_id from appointment_professional ap join participation pa on pa.appointment_id = ap.appointment_id where pa.person_id = $1 and ap.professional_id <> $2", person, anne.ProfessionalID)}
		of := func(actor parcours.Actor) string {
			m, err := h.s.PersonMark(t.Context(), actor, person)
			h.must(err)
			return m.Version
		}
		desk, before, annes := h.marked(paul), of(paul), of(anne)
		h.now = h.now.Add(time.Minute)
		h.turn(sms(144, "une question"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		h.must(h.s.SendMessage(t.Context(), h.now, anne, person, "Bonjour"))
		if of(anne) == annes {
			t.Error("the referent's page does not move with a message")
		}
		if of(paul) != before || h.marked(paul) != desk {
			t.Error("whoever only attends the interview is told that a message moved")
		}
		planned, err := h.s.Planned(t.Context(), anne, person)
		h.must(err)
		for _, n := range planned {
			if n.Lane != parcours.LaneReply {
				h.must(h.s.CancelNotification(t.Context(), h.now, anne, n.ID))
				break
			}
		}
		if list, err := h.s.Withdrawn(t.Context(), h.now, anne, person); err != nil || len(list) == 0 {
			t.Errorf("the referent may take %d messages back, %v", len(list), err)
		}
		if list, err := h.s.Withdrawn(t.Context(), h.now, paul, person); err != nil || len(list) != 0 {
			t.Errorf("whoever only attends is shown %d withdrawn messages, %v", len(list), err)
		}
		h.must(h.s.Revoke(t.Context(), h.now, anne, h.one("select appointment_id from participation where person_id = $1", person)))
		if of(paul) == before {
			t.Error("the page does not move with the appointment that it shows")
		}
	})
}

func TestWhatIsWrittenUnaskedComesBackToItsAuthor(t *testing.T) {
	t.Parallel()
	onClock(t, func(t *testing.T, h *house) {
		h.sent()
		person, anne := h.person("I-1"), h.referentOf("I-1")
		other := h.another(anne)
		if err := h.s.SendMessage(t.Context(), h.now, parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "nobody"}, person, "Bonjour"); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger writes: %v", err)
		}
		if err := h.s.SendMessage(t.Context(), h.now, anne, person, " "); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("nothing written: %v", err)
		}
		if d, _ := h.load(sms(144, "oui")); d.Talk != "" {
			t.Errorf("before: talks to %q", d.Talk)
		}
		h.must(h.s.SendMessage(t.Context(), h.now, everythingOf(other), person, "Êtes-vous libre jeudi ?"))
		sent, _ := h.sent()
		h.want("template", sent.Notification.Template, "answer.relay.message")
		h.want("words", sent.Notification.Facts.Text, "Êtes-vous libre jeudi ?")
		h.now = h.now.Add(time.Minute)
		d, _ := h.load(sms(144, "oui"))
		h.want("talks to", d.Talk, other.ProfessionalID)
		h.turn(sms(144, "oui"), parcours.Escalate{Kind: parcours.EscalationQuestion, To: d.Talk})
		h.want("in charge", h.one("select professional_id from escalation where state = 'open'"), other.ProfessionalID)
		h.now = h.now.AddDate(0, 0, 8)
		if d, _ := h.load(sms(144, "oui")); d.Talk != "" {
			t.Errorf("a week later: talks to %q", d.Talk)
		}
		h.must(h.s.Exit(t.Context(), h.now, anne, person, parcours.ExitMoved, parcours.DateOf(h.now, time.UTC)))
		if err := h.s.SendMessage(t.Context(), h.now, anne, person, "Bonjour"); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("to somebody who left: %v", err)
		}
	})
}

// everythingOf is a coordinator who is that professional.
func everythingOf(a parcours.Actor) parcours.Actor {
	a.Role = parcours.AccountCoordinator
	return a
}
