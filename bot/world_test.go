package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/bot"
	"relais/parcours"
)

// world is a hand-made dossier that lives on: the effects of a turn change it as
// the store would, so that a whole conversation can be played.
type world struct {
	now      time.Time
	channel  parcours.Channel
	rules    parcours.Rules
	service  parcours.Service
	person   parcours.Person
	contact  parcours.ContactPoint
	known    bool
	referent parcours.Professional
	staff    *parcours.Professional

	appointments []parcours.Appointment
	slots        []parcours.Slot
	invited      bool
	claim        *parcours.NumberClaim
	unsure       []parcours.Person
	texts        map[string]string
	jobs         []parcours.Job
	messages     []message
	escalations  []parcours.Escalation
	weeks        []parcours.AgreedWeek
	oneWay       bool
	code         string // valid one-time code
	codeStaff    bool
	codeOwner    string

	state      parcours.State
	staffState parcours.State
	events     int
}

// message is one that Relais sent; what it asks is open until answered.
type message struct {
	prompt parcours.Prompt
	closed bool
	answer string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	anne := parcours.Professional{ID: "anne", FirstName: "Anne", LastName: "Morel", Structure: "Département", StructureKind: parcours.StructureDepartment}
	paul := parcours.Professional{ID: "paul", FirstName: "Paul", LastName: "Riou", Structure: "France Travail", StructureKind: parcours.StructureFranceTravail}
	place := parcours.Place{ID: "cdas", Name: "CDAS", Address: "8 rue du Port, Redon", Phone: "02 61 91 01 02"}
	w := &world{
		now:      time.Date(2026, time.January, 6, 10, 0, 0, 0, zone), // a Tuesday
		channel:  parcours.ChannelSMS,
		rules:    parcours.DefaultRules(zone),
		service:  parcours.Service{Name: "Département fictif", Phone: "02 61 91 00 00"},
		person:   parcours.Person{ID: "yann", FirstName: "Yann", LastName: "Le Goff", Language: parcours.French},
		contact:  parcours.ContactPoint{ID: "c1", PersonID: "yann", Channel: parcours.ChannelSMS, Address: "+33639980144"},
		known:    true,
		referent: anne, codeOwner: "yann",
	}
	slot := func(id string, day, hour, minute int) parcours.Slot {
		return parcours.Slot{
			ID: id, Kind: parcours.JointInterview, StartsAt: time.Date(2026, time.January, day, hour, minute, 0, 0, zone),
			Duration: time.Hour, Place: place, Capacity: 1, Professionals: []parcours.Professional{anne, paul},
		}
	}
	w.slots = []parcours.Slot{
		slot("S1", 13, 14, 30), slot("S2", 13, 16, 0), slot("S3", 15, 9, 0), slot("S4", 15, 10, 0), slot("S5", 16, 14, 0), slot("S6", 19, 11, 0),
	}
	w.book("A1", "S1")
	return w
}

func (w *world) book(appointmentID, slotID string) {
	for i := range w.slots {
		if s := &w.slots[i]; s.ID == slotID {
			s.Booked++
			w.appointments = append(w.appointments, parcours.Appointment{
				ID: appointmentID, PersonID: w.person.ID, SlotID: s.ID, Kind: s.Kind, StartsAt: s.StartsAt,
				Duration: s.Duration, Place: s.Place, Professionals: s.Professionals, Outcome: parcours.OutcomeUnknown,
			})
		}
	}
}

func (w *world) release(slotID string) {
	for i := range w.slots {
		if w.slots[i].ID == slotID {
			w.slots[i].Booked--
		}
	}
}

func (w *world) appointment(id string) *parcours.Appointment {
	for i := range w.appointments {
		if w.appointments[i].ID == id {
			return &w.appointments[i]
		}
	}
	return nil
}

// send notes a message of Relais and opens what it asks.
func (w *world) send(s parcours.Say) int {
	p := parcours.Prompt{
		PersonID: w.person.ID, AppointmentID: s.AppointmentID, SubjectID: s.SubjectID, Kind: s.PromptKind, Choices: s.Choices, AskedAt: w.now,
	}
	p.ID = fmt.Sprintf("m%d", len(w.messages)+1)
	p.AttemptID = p.ID
	if a := w.appointment(s.AppointmentID); a != nil {
		p.ExpiresAt = a.StartsAt
	}
	if !s.Facts.By.IsZero() {
		p.ExpiresAt = s.Facts.By
	}
	w.messages = append(w.messages, message{prompt: p, closed: s.PromptKind == parcours.PromptNone})
	return len(w.messages)
}

func (w *world) convoke() int {
	return w.send(parcours.Say{
		PromptKind: parcours.PromptAttendance, AppointmentID: "A1",
		Choices: []parcours.Choice{{Action: "come", Label: "choice.come"}, {Action: "cannot", Label: "choice.cannot"}, {Action: "other", Label: "choice.other"}},
	})
}

func (w *world) dossier(in parcours.Inbound) parcours.Dossier {
	d := parcours.Dossier{Rules: w.rules, Service: w.service, TwoWay: !w.oneWay, Candidates: 1}
	if in.Start != "" && in.Start == w.code {
		d.StartValid, d.StartStaff, d.StartOwnerID = true, w.codeStaff, w.codeOwner
	}
	if w.staff != nil {
		d.Professional = w.staff
		for _, e := range w.escalations {
			if e.State == parcours.EscalationOpen {
				d.Escalations = append(d.Escalations, e)
				d.OpenEscalations++
			}
			if in.ReplyTo == e.ID || in.AttemptID == e.ID {
				d.Replied, d.Jobs = &e, slices.Clone(w.jobs)
			}
		}
		return d
	}
	if !w.known {
		d.Claim = w.claim
		return d
	}
	if len(w.unsure) > 0 {
		d.Unsure, d.Candidates = w.unsure, len(w.unsure)
	}
	d.Person, d.Contact, d.Referent = w.person, w.contact, w.referent
	d.Jobs = slices.Clone(w.jobs)
	d.Invited = w.invited
	for _, m := range slices.Backward(w.messages) {
		p := m.prompt
		if !m.closed && (p.ExpiresAt.IsZero() || w.now.Before(p.ExpiresAt)) {
			d.Prompts = append(d.Prompts, p)
		}
		if p.Kind != parcours.PromptNone && (in.AttemptID == p.ID || in.ReplyTo == p.ID) {
			d.Pressed = &p
		}
	}
	for _, a := range w.appointments {
		if a.Standing(w.now) {
			d.Appointments = append(d.Appointments, a)
		} else if a.Outcome == parcours.OutcomeExcused && w.now.Before(a.StartsAt) {
			d.OffersFor = a.ID
		}
	}
	d.Weeks = w.agreed()
	slices.SortFunc(d.Appointments, func(a, b parcours.Appointment) int { return a.StartsAt.Compare(b.StartsAt) })
	if len(d.Appointments) > 0 {
		d.OffersFor = d.Appointments[0].ID
	}
	for _, s := range w.slots {
		if s.Free() > 0 && s.StartsAt.After(w.now) {
			d.Offers = append(d.Offers, s)
		}
	}
	for _, e := range slices.Backward(w.escalations) {
		if e.State == parcours.EscalationOpen {
			d.Escalations = append(d.Escalations, e)
		}
	}
	return d
}

// step plays one event and applies its effects; it returns them as text.
func (w *world) step(in parcours.Inbound) ([]parcours.Effect, []string) {
	w.events++
	if in.ID == "" {
		in.ID = fmt.Sprintf("in%d", w.events)
	}
	in.Channel, in.ReceivedAt = w.channel, w.now
	if w.texts == nil {
		w.texts = map[string]string{}
	}
	w.texts[in.ID] = in.Text
	state := &w.state
	if w.staff != nil {
		state = &w.staffState
	}
	next, effects := bot.Step(w.now, w.dossier(in), *state, in)
	*state = next
	var lines []string
	for _, e := range effects {
		lines = append(lines, w.apply(e))
	}
	if next.Awaiting != "" {
		lines = append(lines, "("+next.Awaiting+" awaited)")
	}
	if len(effects) == 0 {
		lines = append(lines, "(nothing)")
	}
	return effects, lines
}

func (w *world) apply(e parcours.Effect) string {
	switch e := e.(type) {
	case parcours.Say:
		n := w.send(e)
		var b strings.Builder
		fmt.Fprintf(&b, "%d: %s", n, e.Template)
		if e.Urgent {
			b.WriteString(" URGENT")
		}
		for _, c := range e.Choices {
			b.WriteString(" [" + c.Action)
			if c.Slot != nil {
				b.WriteString(" " + c.Slot.StartsAt.In(w.rules.Zone).Format("Mon 02 15h04"))
			}
			b.WriteString("]")
		}
		for _, a := range e.Facts.Appointments {
			b.WriteString(" {" + a.StartsAt.In(w.rules.Zone).Format("Mon 02 15h04") + "}")
		}
		if !e.Facts.StartsAt.IsZero() {
			b.WriteString(" " + e.Facts.StartsAt.In(w.rules.Zone).Format("Mon 02 15h04"))
		}
		if !e.Facts.Week.IsZero() {
			b.WriteString(" " + e.Facts.Week.String())
		}
		if e.Facts.Declared != nil {
			fmt.Fprintf(&b, " %dmin", *e.Facts.Declared)
		}
		if e.Facts.About != "" {
			b.WriteString(" about " + e.Facts.About)
		}
		return b.String()
	case parcours.Acknowledge:
		for i := range w.messages {
			if m := &w.messages[i]; m.prompt.ID == e.PromptID {
				if m.closed {
					return "REFUSED: " + e.PromptID + " is closed"
				}
				m.closed, m.answer = true, e.Action
			}
		}
		return "* " + e.PromptID + " answered: " + e.Action
	case parcours.Confirm:
		w.appointment(e.AppointmentID).ConfirmedAt = w.now
		return "* confirm " + e.AppointmentID
	case parcours.Excuse:
		a := w.appointment(e.AppointmentID)
		if err := parcours.MayMove(a.Outcome, parcours.OutcomeExcused, a.StartsAt, w.now); err != nil {
			return "REFUSED: " + err.Error()
		}
		a.Outcome, a.Impediment = parcours.OutcomeExcused, e.Impediment
		w.release(a.SlotID)
		return fmt.Sprintf("* excuse %s: %s %q", e.AppointmentID, e.Impediment, e.Words)
	case parcours.Move:
		a := w.appointment(e.AppointmentID)
		if a.Outcome == parcours.OutcomeUnknown {
			a.Outcome = parcours.OutcomeExcused
			w.release(a.SlotID)
		}
		w.book(fmt.Sprintf("A%d", len(w.appointments)+1), e.SlotID)
		return "* move " + e.AppointmentID + " to " + e.SlotID
	case parcours.Escalate:
		w.escalations = append(w.escalations, parcours.Escalation{
			ID: fmt.Sprintf("E%d", len(w.escalations)+1), PersonID: w.person.ID, PersonName: w.person.FirstName + " LE GOFF",
			Kind: e.Kind, Urgent: e.Urgent, State: parcours.EscalationOpen, OpenedAt: w.now,
		})
		line := fmt.Sprintf("* to a human: %s", e.Kind)
		if e.Urgent {
			line += " URGENT"
		}
		if e.Impediment != parcours.ImpedimentNone {
			line += " (" + string(e.Impediment) + ")"
		}
		return line + fmt.Sprintf(" %q", e.Text)
	case parcours.AnswerEscalation:
		for i := range w.escalations {
			if w.escalations[i].ID == e.EscalationID {
				w.escalations[i].State = parcours.EscalationAnswered
			}
		}
		return fmt.Sprintf("* answer %s: %q", e.EscalationID, e.Text)
	case parcours.OptOut:
		w.contact.OptedOutAt = w.now
		return "* channel closed (stop)"
	case parcours.OptIn:
		w.contact.OptedOutAt, w.contact.BlockedAt = time.Time{}, time.Time{}
		return "* channel reopened"
	case parcours.Block:
		w.contact.BlockedAt = w.now
		return "* channel blocked"
	case parcours.Unblock:
		return "* channel may be reopened"
	case parcours.Declare:
		return w.declare(e)
	case parcours.SetLanguage:
		w.person.Language = e.Language
		return "* language " + string(e.Language)
	case parcours.SetDiscreet:
		w.person.Discreet = e.On
		return fmt.Sprintf("* discreet %v", e.On)
	case parcours.LinkTelegram:
		w.known, w.code = !w.codeStaff, ""
		w.contact.Channel = parcours.ChannelTelegram
		if w.codeStaff {
			w.staff = &w.referent
		}
		return "* chat linked"
	case parcours.Hold:
		w.person.HeldAt = w.now
		return "* everything is held"
	case parcours.ClaimNumber:
		return "* number claimed: " + e.Phone.E164 + " (" + string(e.Phone.Kind) + ")"
	case parcours.SettleNumber:
		if w.claim == nil || w.claim.ID != e.ClaimID {
			return "REFUSED: no claim " + e.ClaimID
		}
		w.claim = nil
		return fmt.Sprintf("* number %s confirmed: %v", e.ClaimID, e.Confirmed)
	case parcours.AskWho:
		return "* nobody's yet"
	case parcours.TellWho:
		w.unsure, w.person.ID = nil, e.PersonID
		return "* written by " + e.PersonID + "; again: " + fmt.Sprintf("%q", w.texts[e.InboxID])
	case parcours.Choose:
		if !w.invited {
			return "REFUSED: nobody is invited"
		}
		w.invited = false
		w.book(fmt.Sprintf("A%d", len(w.appointments)+1), e.SlotID)
		return "* choose " + e.SlotID
	case parcours.DeclareJob:
		j, known := parcours.LastingJob(w.jobs, parcours.JobDeclared)
		if !known {
			w.jobs = append([]parcours.Job{{ID: fmt.Sprintf("J%d", len(w.jobs)+1), State: parcours.JobDeclared}}, w.jobs...)
			j = w.jobs[0]
		}
		i := slices.IndexFunc(w.jobs, func(other parcours.Job) bool { return other.ID == j.ID })
		if !e.StartsOn.IsZero() {
			w.jobs[i].StartsOn = e.StartsOn
		}
		if e.Kind != parcours.JobKindUnsaid {
			w.jobs[i].Kind = e.Kind
		}
		if e.WeeklyMinutes > 0 {
			w.jobs[i].WeeklyMinutes = e.WeeklyMinutes
		}
		j = w.jobs[i]
		return fmt.Sprintf("* job %s declared: from %q, contract %q, %d min a week", j.ID, j.StartsOn, j.Kind, j.WeeklyMinutes)
	case parcours.EndJob:
		for i := range w.jobs {
			if w.jobs[i].ID == e.JobID {
				if w.jobs[i].EndedOn = e.On; e.On.IsZero() {
					w.jobs[i].EndedOn = parcours.DateOf(w.now, w.rules.Zone)
				}
			}
		}
		return fmt.Sprintf("* job %s ended %s", e.JobID, e.On)
	case parcours.AnswerCheckIn:
		if e.Answer == parcours.CheckInEnded {
			w.jobs[0].EndedOn = parcours.DateOf(w.now, w.rules.Zone)
		}
		return fmt.Sprintf("* check-in %s: %s", e.PromptID, e.Answer)
	case parcours.SettleJob:
		for i := range w.jobs {
			if w.jobs[i].ID != e.JobID {
				continue
			}
			if w.jobs[i].State != parcours.JobDeclared {
				return "REFUSED: " + e.JobID + " is settled"
			}
			w.jobs[i].State = parcours.JobConfirmed
			if e.Refused {
				w.jobs[i].State = parcours.JobRefused
			}
			if !e.On.IsZero() {
				w.jobs[i].StartsOn = e.On
			}
			return fmt.Sprintf("* job %s %s from %s", e.JobID, w.jobs[i].State, w.jobs[i].StartsOn)
		}
		return "REFUSED: no job " + e.JobID
	case parcours.NotTheirs:
		w.contact.Status = parcours.ContactNotTheirs
		return "* address is somebody else's"
	}
	return fmt.Sprintf("UNKNOWN EFFECT %T", e)
}

// choice is slot id as choice number n of an offer.
func (w *world) choice(n int, id string) parcours.Choice {
	for _, s := range w.slots {
		if s.ID == id {
			return parcours.Choice{
				Action: fmt.Sprintf("slot%d", n), Label: "choice.slot", SlotID: id,
				Slot: &parcours.OfferedSlot{StartsAt: s.StartsAt, Place: s.Place.Name, Address: s.Place.Address},
			}
		}
	}
	return parcours.Choice{}
}

// invite sends the invitation to choose S1, S3 or S5; nothing is booked.
func (w *world) invite() {
	for i := range w.slots {
		w.slots[i].Booked = 0
	}
	w.appointments, w.invited = nil, true
	say := parcours.Say{PromptKind: parcours.PromptSlot}
	for i, id := range []string{"S1", "S3", "S5"} {
		say.Choices = append(say.Choices, w.choice(i+1, id))
	}
	say.Choices = append(say.Choices, parcours.Choice{Action: "none_fits", Label: "choice.none_fits"})
	w.send(say)
}

// checkIn sends the first check-in of a job that was confirmed a week ago.
func (w *world) checkIn() {
	w.jobs = []parcours.Job{{ID: "J1", State: parcours.JobConfirmed, StartsOn: parcours.DateOf(w.now, w.rules.Zone).AddDays(-7)}}
	w.send(parcours.Say{PromptKind: parcours.PromptCheckIn, Choices: parcours.CheckInChoices()})
}

// several makes the number that of two people, between whom nothing decides.
func (w *world) several(discreet bool) {
	w.contact.Shared = true
	w.unsure = []parcours.Person{w.person, {ID: "nadia", FirstName: "Nadia", LastName: "Le Goff", Discreet: discreet}}
}
