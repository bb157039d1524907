package parcours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// reminderMargin is how long before an appointment a reminder stops being useful,
// and a convocation at short notice with it.
const reminderMargin = 2 * time.Hour

// proofTime is how long a message that left is given, at the least, to be proved
// before another channel doubles it.
const proofTime = 2 * time.Hour

// PlanAppointment returns the messages of an appointment that the service set:
// its convocation, due at once or at the next opening, and its reminders.
func (r Rules) PlanAppointment(a Appointment, p Person, service Service, now time.Time) []Notification {
	n := r.aboutAppointment(KindConvocation, a, p, service, now)
	n.Class, n.Lane = MustArrive, LaneConvocation
	n.Template = "convocation.first.other"
	if slices.Contains(r.JointKinds, a.Kind) {
		n.Template = "convocation.first.joint"
	}
	n.PromptKind, n.Choices = PromptAttendance, attendanceChoices()
	n.ExpiresAt = r.lastNotice(a, now)
	n.DueAt = r.dueFrom(now, n.ExpiresAt)
	n.FallbackAt = r.convocationFallback(n, a, p)
	return append([]Notification{n}, r.reminders(a, p, service, now, n.DueAt)...)
}

// PlanMoved returns the messages of a time that the person chose: reminders only,
// since the answer to their choice already confirms it.
func (r Rules) PlanMoved(a Appointment, p Person, service Service, now time.Time) []Notification {
	return r.reminders(a, p, service, now, now)
}

// PlanCancellation returns the message that the service cancels a future
// appointment; none when it has started.
func (r Rules) PlanCancellation(a Appointment, p Person, service Service, now time.Time) []Notification {
	if !now.Before(a.StartsAt) {
		return nil
	}
	n := r.aboutAppointment(KindCancellation, a, p, service, now)
	n.Class, n.Lane = MustArrive, LaneCancellation
	n.Template = "cancellation.service.appointment"
	n.ExpiresAt = a.StartsAt
	n.DueAt = r.dueFrom(now, n.ExpiresAt)
	n.FallbackAt = r.cancellationFallback(n, a)
	return []Notification{n}
}

// QuestionNotice says which notice of a question a professional gets.
type QuestionNotice string

// Notices of a question.
const (
	NoticeNew    QuestionNotice = "new"
	NoticeSecond QuestionNotice = "second" // it is overdue
)

// PlanQuestion returns the notice of a question to a professional. link is a
// complete address of the question in the console, or empty.
func (r Rules) PlanQuestion(e Escalation, to Professional, notice QuestionNotice, link string, service Service, now time.Time) Notification {
	n := Notification{
		Key:            fmt.Sprintf("%s/esc-%s/%s/pro-%s", KindQuestion, e.ID, notice, to.ID),
		Kind:           KindQuestion,
		Class:          Conversation,
		Lane:           LaneConvocation,
		ProfessionalID: to.ID,
		EscalationID:   e.ID,
		Template:       "question.notice." + string(notice),
		Facts: Facts{
			About:    e.PersonName,
			Reason:   e.Impediment,
			Referent: e.ProfessionalName,
			By:       e.DueAt,
			Workdays: r.AnswerWithinWorkdays,
			Link:     link,
			Service:  service,
		},
		Urgent:    e.Urgent,
		State:     NotificationPending,
		CreatedAt: now,
	}
	if m, ok := lastFrom(e, "person"); ok {
		n.Facts.Text = m.Text
		if notice == NoticeNew {
			n.Key += "/msg-" + m.ID
		}
	}
	if e.Urgent {
		n.Class, n.Lane, n.DueAt = MustArrive, LaneReply, now
		if notice == NoticeNew {
			n.Template = "question.notice.urgent"
		}
		return n
	}
	switch e.Kind {
	case EscalationOptOut, EscalationWrongPerson, EscalationDeceased:
		n.Template = "question.notice." + string(e.Kind) // nothing to answer: a person to reach otherwise
	}
	n.DueAt = r.NextOpen(now)
	if e.Kind == EscalationJobFound {
		n.Template, n.Facts.Job, n.Facts.Text = "question.notice.job_found", e.Job, allFrom(e, "person")
		if e.Job != nil && !e.Job.StartsOn.IsZero() {
			n.Choices = jobChoices()
		}
		if e.Asking && notice == NoticeNew {
			n.DueAt = r.NextOpen(now.Add(r.JobNoticeAfter)) // the answers come with it
		}
	}
	if e.Kind == EscalationWho && notice == NoticeNew && len(e.Messages) == 1 {
		n.DueAt = r.NextOpen(now.Add(r.JobNoticeAfter)) // whoever writes is being asked
	}
	if notice == NoticeNew && n.DueAt.Before(e.DueAt) {
		n.ExpiresAt = e.DueAt // the second notice takes over
	}
	return n
}

// PlanAnswer returns a professional's words relayed to the person, by the channel
// they wrote on. messageID is the answer's own, so that two answers are two
// messages. It waits for the end of quiet hours unless the question was urgent.
func (r Rules) PlanAnswer(e Escalation, by Professional, messageID, text string, service Service, now time.Time) Notification {
	n := Notification{
		Key:          fmt.Sprintf("%s/esc-%s/msg-%s/per-%s", KindAnswer, e.ID, messageID, e.PersonID),
		Kind:         KindAnswer,
		Class:        Conversation,
		Lane:         LaneReply,
		PersonID:     e.PersonID,
		EscalationID: e.ID,
		Channel:      e.Channel,
		Template:     "answer.relay.text",
		Facts:        Facts{Referent: by.Name(), Text: text, Service: service},
		Urgent:       e.Urgent,
		DueAt:        now,
		State:        NotificationPending,
		CreatedAt:    now,
	}
	if !e.Urgent {
		n.DueAt = r.NextOpen(now)
	}
	n.ExpiresAt = r.AddWorkdays(n.DueAt, 1)
	return n
}

// PlanMessage returns the words that a professional writes to a person without being
// asked, on whichever channel reaches them. It waits for the end of quiet hours.
func (r Rules) PlanMessage(personID, escalationID string, by Professional, messageID, text string, service Service, now time.Time) Notification {
	n := r.PlanAnswer(Escalation{ID: escalationID, PersonID: personID}, by, messageID, text, service, now)
	n.Template = "answer.relay.message"
	return n
}

// PlanUnarrived returns the notice to a professional that the message m of a thread, which
// they wrote or whoever they stand in for, reached nobody. It waits for the end of quiet
// hours unless the question was urgent. link is as in PlanQuestion.
func (r Rules) PlanUnarrived(e Escalation, m EscalationMessage, to Professional, link string, service Service, now time.Time) Notification {
	n := Notification{
		Key:            fmt.Sprintf("%s/esc-%s/unarrived/msg-%s/pro-%s", KindQuestion, e.ID, m.ID, to.ID),
		Kind:           KindQuestion,
		Class:          Conversation,
		Lane:           LaneConvocation,
		ProfessionalID: to.ID,
		EscalationID:   e.ID,
		Template:       "question.notice.unarrived",
		Facts:          Facts{About: e.PersonName, Text: m.Text, Link: link, Service: service},
		Urgent:         e.Urgent,
		DueAt:          r.NextOpen(now),
		State:          NotificationPending,
		CreatedAt:      now,
	}
	if m.Author != to.Name() {
		n.Facts.Referent = m.Author
	}
	if e.Urgent {
		n.Class, n.Lane, n.DueAt = MustArrive, LaneReply, now
	}
	return n
}

func lastFrom(e Escalation, from string) (EscalationMessage, bool) {
	for _, m := range slices.Backward(e.Messages) {
		if m.From == from {
			return m, true
		}
	}
	return EscalationMessage{}, false
}

// allFrom joins what one side wrote in the thread, a line each.
func allFrom(e Escalation, from string) string {
	var lines []string
	for _, m := range e.Messages {
		if m.From == from {
			lines = append(lines, m.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// AppointmentKey returns the key of a message about an appointment to a person.
// occurrence tells two of the same kind apart ("J-2"), and may be empty.
func AppointmentKey(kind string, a Appointment, personID, occurrence string) string {
	key := fmt.Sprintf("%s/apt-%s/v%d/per-%s", kind, a.ID, a.Version, personID)
	if occurrence != "" {
		key += "/" + occurrence
	}
	return key
}

// AppointmentFacts returns what a message may say of an appointment.
func AppointmentFacts(a Appointment, service Service) Facts {
	f := Facts{
		StartsAt: a.StartsAt,
		Minutes:  int(a.Duration / time.Minute),
		Place:    a.Place.Name,
		Address:  a.Place.Address,
		Phone:    cmp.Or(a.Place.Phone, service.Phone),
		Service:  service,
	}
	for _, p := range a.Professionals {
		f.With = append(f.With, p.Introduced())
	}
	return f
}

// Introduced returns the professional as a message names them: "Anne MOREL
// (Département)".
func (p Professional) Introduced() string {
	institution := p.Structure
	switch p.StructureKind {
	case StructureDepartment:
		institution = "Département"
	case StructureFranceTravail:
		institution = "France Travail"
	}
	if institution == "" {
		return p.Name()
	}
	return strings.TrimSpace(p.Name() + " (" + institution + ")")
}

func attendanceChoices() []Choice {
	return []Choice{
		{Action: "come", Label: "choice.come"},
		{Action: "cannot", Label: "choice.cannot"},
		{Action: "other", Label: "choice.other"},
	}
}

func (r Rules) aboutAppointment(kind string, a Appointment, p Person, service Service, now time.Time) Notification {
	return Notification{
		Key:                AppointmentKey(kind, a, p.ID, ""),
		Kind:               kind,
		PersonID:           p.ID,
		AppointmentID:      a.ID,
		AppointmentVersion: a.Version,
		Facts:              AppointmentFacts(a, service),
		State:              NotificationPending,
		CreatedAt:          now,
	}
}

// reminders returns the reminders that fall on a later day than told, when the
// person learns the time by other means.
func (r Rules) reminders(a Appointment, p Person, service Service, now, told time.Time) []Notification {
	var planned []Notification
	day := DateOf(a.StartsAt, r.Zone)
	last := DateOf(told, r.Zone)
	days := slices.Clone(r.ReminderDays)
	slices.SortFunc(days, func(x, y int) int { return cmp.Compare(y, x) })
	for _, before := range days {
		n := r.aboutAppointment(KindReminder, a, p, service, now)
		n.Key = AppointmentKey(KindReminder, a, p.ID, fmt.Sprintf("J-%d", before))
		n.Class, n.Lane = TimeBound, LaneReminder
		n.Template = "reminder.before.appointment"
		n.PromptKind, n.Choices = PromptAttendance, attendanceChoices()
		n.ExpiresAt = a.StartsAt.Add(-reminderMargin)
		n.DueAt = r.WhenToSend(day.AddDays(-before).At(r.ReminderHour, 0, r.Zone), n.ExpiresAt)
		// No second message on one day, nor one that could not leave any more.
		if on := DateOf(n.DueAt, r.Zone); on.After(last) && n.DueAt.Before(n.ExpiresAt) {
			planned = append(planned, n)
			last = on
		}
	}
	return planned
}

// lastNotice is when a convocation stops being one: the end of the last day that
// leaves the required notice. An appointment set with less notice than that is
// told until it is too late to come.
func (r Rules) lastNotice(a Appointment, now time.Time) time.Time {
	day := DateOf(a.StartsAt, r.Zone).AddDays(-r.NoticeDays)
	if day.Before(DateOf(now, r.Zone)) {
		return a.StartsAt.Add(-reminderMargin)
	}
	return day.AddDays(1).At(0, 0, r.Zone)
}

// dueFrom is the first open instant from now on, or now itself when that is too
// late: the gate then expires the message, and a human is told at once.
func (r Rules) dueFrom(now, expires time.Time) time.Time {
	if due := r.NextOpen(now); due.Before(expires) {
		return due
	}
	return now
}

// convocationFallback is when a convocation that nobody proved is doubled by the
// next channel: on the last open morning that still leaves the required notice,
// and on the morning of the deadline at the latest, but a day after it leaves.
func (r Rules) convocationFallback(n Notification, a Appointment, p Person) time.Time {
	last := n.ExpiresAt.Add(-time.Minute)
	if deadline := r.Deadline(p.EnteredOn); !deadline.IsZero() {
		end := deadline.AddDays(1).At(0, 0, r.Zone).Add(-time.Minute)
		if end.After(n.DueAt) && end.Before(last) {
			last = end
		}
	}
	hour, minute, _ := n.DueAt.In(r.Zone).Clock()
	return r.fallback(last, DateOf(n.DueAt, r.Zone).AddDays(1).At(hour, minute, r.Zone), a)
}

// cancellationFallback is the same for a cancellation: on the last open morning
// before the day of the appointment, but two hours after it leaves.
func (r Rules) cancellationFallback(n Notification, a Appointment) time.Time {
	last := DateOf(a.StartsAt, r.Zone).At(0, 0, r.Zone).Add(-time.Minute)
	return r.fallback(last, n.DueAt.Add(proofTime), a)
}

// FallbackPutOff returns when a message that has not left yet when its fallback is due,
// and leaves at due at the earliest, is doubled instead: once it had time to be proved,
// but at its expiry, while there is time to call.
func (r Rules) FallbackPutOff(n Notification, due, now time.Time) time.Time {
	if due.Before(now) {
		due = now
	}
	at := r.NextOpen(due.Add(proofTime))
	if n.ExpiresAt.After(now) && n.ExpiresAt.Before(at) {
		return n.ExpiresAt
	}
	return at
}

// fallback returns the morning of the last open day until last, or the first open
// instant from soonest on when that is later; zero when the appointment has
// started by then.
func (r Rules) fallback(last, soonest time.Time, a Appointment) time.Time {
	at := r.opening(DateOf(r.LastOpen(last), r.Zone))
	if next := r.NextOpen(soonest); at.Before(next) {
		at = next
	}
	if !at.Before(a.StartsAt) {
		return time.Time{}
	}
	return at
}
