package web_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"relais/parcours"
)

// memory is a small store of fiction. Where a test turns on what the database
// does (scoping by actor in SQL, figures recomputed), it is marked "wants the
// store" and runs over this until that suite takes it.
type memory struct {
	unworked

	mu          sync.Mutex
	now         time.Time
	accounts    []parcours.Account
	sessions    map[string][]byte
	signedIn    []parcours.AccountSession
	files       map[string]parcours.File
	escalations []parcours.Escalation
	desk        parcours.Desk
	timeline    map[string][]parcours.TimelineEntry
	planned     map[string][]parcours.Notification
	incidents   []parcours.Incident
	reach       parcours.Reach
	deadlines   parcours.Deadlines
	attendance  parcours.Attendance
	weekly      parcours.WeeklyFigures
	path        parcours.Path
	employment  parcours.Employment
	answers     parcours.Answers
	loads       []parcours.Load
	territories []parcours.Territory
	// what was done
	access    []string
	filters   []parcours.Filter
	outcomes  []parcours.Outcome
	facts     []parcours.Fact
	revoked   []string
	cancelled []string
	broken    error
}

func (m *memory) AccountByEmail(_ context.Context, email string) (parcours.Account, error) {
	for _, a := range m.accounts {
		if a.Email == email {
			return a, nil
		}
	}
	return parcours.Account{}, parcours.ErrNotFound
}

func (m *memory) Account(_ context.Context, id string) (parcours.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return parcours.Account{}, m.broken
	}
	for _, a := range m.accounts {
		if a.ID == id {
			return a, nil
		}
	}
	return parcours.Account{}, parcours.ErrNotFound
}

func (m *memory) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.sessions[token]
	return data, ok, nil
}

func (m *memory) CommitCtx(_ context.Context, token string, data []byte, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions[token] = slices.Clone(data)
	return nil
}

func (m *memory) DeleteCtx(_ context.Context, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, token)
	return nil
}

func (m *memory) Reach(_ context.Context, _ time.Time, f parcours.Filter) (parcours.Reach, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.filters = append(m.filters, f)
	return m.reach, nil
}

func (m *memory) Deadlines(context.Context, parcours.Date, parcours.Filter) (parcours.Deadlines, error) {
	return m.deadlines, nil
}

func (m *memory) Loads(context.Context, time.Time, parcours.Filter) ([]parcours.Load, error) {
	return m.loads, nil
}

func (m *memory) Territories(context.Context) ([]parcours.Territory, error) {
	return m.territories, nil
}

// Board is the fiction's figures, the same for every filter.
func (m *memory) Board(_ context.Context, now time.Time, part parcours.BoardPart, f parcours.Filter, _ bool) (parcours.Board, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.filters = append(m.filters, f)
	board := parcours.Board{Part: part, At: now}
	switch part {
	case parcours.BoardMorning:
		board.Reach, board.Deadlines = &m.reach, &m.deadlines
	case parcours.BoardDeadlines:
		board.Deadlines = &m.deadlines
	case parcours.BoardAttendance:
		board.Attendance = &m.attendance
	case parcours.BoardWeeks:
		board.Weekly = &m.weekly
	case parcours.BoardPath:
		board.Path, board.Employment = &m.path, &m.employment
	case parcours.BoardAnswers:
		board.Answers = &m.answers
	}
	return board, nil
}

func (m *memory) Morning(ctx context.Context, today parcours.Date, f parcours.Filter, most int) (parcours.Morning, error) {
	var morning parcours.Morning
	for _, list := range []struct {
		in   *parcours.PeopleList
		read func(context.Context, parcours.Date, parcours.Filter) ([]parcours.ListedPerson, error)
	}{{&morning.NotConvened, m.NotConvened}, {&morning.AtRisk, m.AtRisk}, {&morning.Unreachable, m.Unreachable}} {
		rows, err := list.read(ctx, today, f)
		if err != nil {
			return morning, err
		}
		list.in.Total, list.in.People = len(rows), rows[:min(most, len(rows))]
	}
	return morning, nil
}

func (m *memory) PeopleBehind(context.Context, time.Time, parcours.Filter, parcours.Figure) (int, error) {
	return 12, nil
}

func (m *memory) NotConvened(_ context.Context, _ parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error) {
	return m.listed(f, func(p parcours.ListedPerson) bool { return p.StartsAt.IsZero() }), nil
}

func (m *memory) AtRisk(_ context.Context, _ parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error) {
	return m.listed(f, func(p parcours.ListedPerson) bool {
		return p.Late || p.Colour == parcours.ClockRed || p.Colour == parcours.ClockAmber
	}), nil
}

func (m *memory) Unreachable(_ context.Context, _ parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error) {
	return m.listed(f, func(p parcours.ListedPerson) bool { return p.NextChannel != "" }), nil
}

func (m *memory) Behind(_ context.Context, _ time.Time, f parcours.Filter, figure parcours.Figure, _ parcours.LossCause, limit int) ([]parcours.ListedPerson, error) {
	if figure == "autre" {
		return nil, parcours.ErrNotFound
	}
	all := m.listed(f, func(parcours.ListedPerson) bool { return true })
	return all[:min(limit, len(all))], nil
}

func (m *memory) listed(f parcours.Filter, keep func(parcours.ListedPerson) bool) []parcours.ListedPerson {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.filters = append(m.filters, f)
	var rows []parcours.ListedPerson
	for _, file := range m.files {
		if f.ReferentID != "" && file.Person.ReferentID != f.ReferentID {
			continue
		}
		if row := m.row(file); keep(row) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b parcours.ListedPerson) int {
		if c := a.Deadline.Compare(b.Deadline); c != 0 {
			return c
		}
		return strings.Compare(a.PersonID, b.PersonID)
	})
	return rows
}

func (m *memory) row(file parcours.File) parcours.ListedPerson {
	rules := parcours.DefaultRules(paris())
	p := file.Person
	row := parcours.ListedPerson{
		PersonID: p.ID, Name: p.FirstName + " " + strings.ToUpper(p.LastName), Territory: p.Territory,
		EnteredOn: p.EnteredOn, Deadline: rules.Deadline(p.EnteredOn),
		Colour: rules.Clock(p.EnteredOn, file.ConvenedOn, parcours.DateOf(m.now, paris())),
	}
	if file.Referent.ID != "" {
		row.Referent = file.Referent.Name()
	}
	for _, a := range file.Appointments {
		if a.Standing(m.now) {
			row.StartsAt = a.StartsAt
		}
		row.Late = row.Late || a.Late
	}
	usable := slices.ContainsFunc(file.Contacts, func(c parcours.ContactPoint) bool {
		return c.OptedOutAt.IsZero() && c.BlockedAt.IsZero() && c.Kind != parcours.PhoneLandline
	})
	if !usable {
		row.Cause, row.NextChannel = parcours.LossNoNumber, parcours.ChannelLetter
		if len(file.Contacts) > 0 {
			row.Cause, row.NextChannel = parcours.LossLandline, parcours.ChannelCall
		}
	}
	return row
}

func (m *memory) Wordings(context.Context) (parcours.Wordings, error) {
	return parcours.Wordings{}, m.broken
}

func (m *memory) WordingHistory(context.Context, parcours.Language, string) ([]parcours.Wording, error) {
	return nil, m.broken
}

func (m *memory) Reword(context.Context, time.Time, parcours.Actor, parcours.Wording) error {
	return m.broken
}

func (m *memory) SwitchSentence(context.Context, time.Time, parcours.Actor, parcours.SentenceSwitch) error {
	return m.broken
}

func (m *memory) Pause(context.Context) (parcours.Pause, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return parcours.Pause{}, m.broken
}

func (m *memory) MissingMessages(context.Context, int) ([]parcours.MissingMessage, error) {
	return nil, nil
}

func (m *memory) Resume(context.Context, time.Time, parcours.Actor, string) error {
	return parcours.ErrNotFound
}

func (m *memory) Incidents(_ context.Context, unseenOnly bool) ([]parcours.Incident, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []parcours.Incident
	for _, i := range m.incidents {
		if !unseenOnly || i.SeenAt.IsZero() {
			found = append(found, i)
		}
	}
	return found, nil
}

func (m *memory) SeeIncident(_ context.Context, now time.Time, _ parcours.Actor, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.incidents {
		if m.incidents[i].ID == id {
			m.incidents[i].SeenAt = now
			return nil
		}
	}
	return parcours.ErrNotFound
}

// sees is the scoping that the database does: the referent's own people, all
// for a coordinator, those of their appointments for other professionals.
func (m *memory) sees(actor parcours.Actor, id string) (parcours.File, bool) {
	file, ok := m.files[id]
	switch {
	case !ok || actor.ProfessionalID == "" && !actor.SeesAll():
		return file, false
	case actor.SeesAll() || file.Person.ReferentID == actor.ProfessionalID:
		return file, true
	}
	return file, slices.ContainsFunc(file.Appointments, func(a parcours.Appointment) bool {
		return slices.ContainsFunc(a.Professionals, func(p parcours.Professional) bool { return p.ID == actor.ProfessionalID })
	})
}

func (m *memory) seesEscalation(actor parcours.Actor, e parcours.Escalation) bool {
	return actor.SeesAll() || (actor.ProfessionalID != "" && e.ProfessionalID == actor.ProfessionalID)
}

func (m *memory) Desk(_ context.Context, _ time.Time, actor parcours.Actor) (parcours.Desk, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.desk
	for _, e := range m.escalations {
		if e.State == parcours.EscalationOpen && m.seesEscalation(actor, e) {
			d.Questions = append(d.Questions, e)
		}
	}
	return d, nil
}

func (m *memory) Mark(ctx context.Context, now time.Time, actor parcours.Actor) (parcours.Mark, error) {
	d, err := m.Desk(ctx, now, actor)
	return parcours.Mark{Version: fmt.Sprint(len(d.Questions)), Waiting: len(d.Questions)}, err
}

func (m *memory) PersonMark(context.Context, parcours.Actor, string) (parcours.Mark, error) {
	return parcours.Mark{Version: "1"}, nil
}

func (m *memory) SeeQuestion(context.Context, time.Time, parcours.Actor, string) error { return nil }

func (m *memory) SendMessage(context.Context, time.Time, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) Outlook(context.Context, time.Time, parcours.Actor, string) (map[string]parcours.Verdict, error) {
	return nil, nil
}

func (m *memory) SendNow(context.Context, time.Time, parcours.Actor, string, string) (parcours.Verdict, error) {
	return parcours.Verdict{}, parcours.ErrNotFound
}

func (m *memory) PutBack(context.Context, time.Time, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) Withdrawn(context.Context, time.Time, parcours.Actor, string) ([]parcours.Notification, error) {
	return nil, nil
}

func (m *memory) Mobilisation(context.Context, time.Time, parcours.Actor, string, parcours.Date) (parcours.Mobilisation, error) {
	return parcours.Mobilisation{}, nil
}

func (m *memory) SetWeeklyPlan(context.Context, time.Time, parcours.Actor, parcours.WeeklyPlan) error {
	return parcours.ErrNotFound
}

func (m *memory) PlanActivity(context.Context, time.Time, parcours.Actor, parcours.Activity) error {
	return parcours.ErrNotFound
}

func (m *memory) CallOffActivity(context.Context, time.Time, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) ValidateWeek(context.Context, time.Time, parcours.Actor, string, parcours.Week, int) error {
	return parcours.ErrNotFound
}

func (m *memory) SettleImpediment(context.Context, time.Time, parcours.Actor, string, parcours.Week, parcours.Impediment, parcours.ImpedimentState) error {
	return parcours.ErrNotFound
}

func (m *memory) Notes(context.Context, parcours.Actor, string) ([]parcours.Note, error) {
	return nil, nil
}

func (m *memory) WriteNote(context.Context, time.Time, parcours.Actor, parcours.Note) error {
	return parcours.ErrNotFound
}

func (m *memory) SetPreferences(context.Context, time.Time, parcours.Actor, string, parcours.Preferences) error {
	return parcours.ErrNotFound
}

func (m *memory) AddNumber(context.Context, time.Time, parcours.Actor, string, parcours.Phone, bool) error {
	return parcours.ErrNotFound
}

func (m *memory) UseNumber(context.Context, time.Time, parcours.Actor, string, string, bool) error {
	return parcours.ErrNotFound
}

func (m *memory) Transfer(context.Context, time.Time, parcours.Actor, string, string) (string, error) {
	return "", parcours.ErrNotFound
}

func (m *memory) Exit(context.Context, time.Time, parcours.Actor, string, parcours.ExitReason, parcours.Date) error {
	return parcours.ErrNotFound
}

func (m *memory) Return(context.Context, time.Time, parcours.Actor, string) error {
	return parcours.ErrNotFound
}

func (m *memory) Escalation(_ context.Context, actor parcours.Actor, id string) (parcours.Escalation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.escalations {
		if e.ID == id && m.seesEscalation(actor, e) {
			return e, nil
		}
	}
	return parcours.Escalation{}, parcours.ErrNotFound
}

func (m *memory) settle(actor parcours.Actor, id string, state parcours.EscalationState, answer string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, e := range m.escalations {
		switch {
		case e.ID != id || !m.seesEscalation(actor, e):
			continue
		case e.State != parcours.EscalationOpen:
			return parcours.ErrConflict
		}
		m.escalations[i].State = state
		if answer != "" {
			m.escalations[i].Messages = append(e.Messages, parcours.EscalationMessage{From: "professional", Text: answer, At: m.now})
		}
		return nil
	}
	return parcours.ErrNotFound
}

func (m *memory) AnswerEscalation(_ context.Context, _ time.Time, actor parcours.Actor, id, text string) error {
	return m.settle(actor, id, parcours.EscalationAnswered, text)
}

func (m *memory) CloseEscalation(_ context.Context, _ time.Time, actor parcours.Actor, id string) error {
	return m.settle(actor, id, parcours.EscalationClosed, "")
}

func (m *memory) People(_ context.Context, actor parcours.Actor, search string, limit int) ([]parcours.ListedPerson, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rows []parcours.ListedPerson
	for id, file := range m.files {
		if _, ok := m.sees(actor, id); !ok {
			continue
		}
		if row := m.row(file); strings.Contains(strings.ToLower(row.Name), strings.ToLower(search)) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b parcours.ListedPerson) int { return strings.Compare(a.Name, b.Name) })
	return rows[:min(limit, len(rows))], nil
}

func (m *memory) Person(_ context.Context, actor parcours.Actor, id string) (parcours.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	file, ok := m.sees(actor, id)
	if !ok {
		return parcours.File{}, parcours.ErrNotFound
	}
	for _, e := range m.escalations {
		if e.PersonID == id {
			file.Escalations = append(file.Escalations, e)
		}
	}
	return file, nil
}

func (m *memory) Timeline(_ context.Context, actor parcours.Actor, id string) ([]parcours.TimelineEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.sees(actor, id); !ok {
		return nil, parcours.ErrNotFound
	}
	return m.timeline[id], nil
}

func (m *memory) Planned(_ context.Context, actor parcours.Actor, id string) ([]parcours.Notification, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.sees(actor, id); !ok {
		return nil, parcours.ErrNotFound
	}
	return m.planned[id], nil
}

func (m *memory) CancelNotification(_ context.Context, _ time.Time, _ parcours.Actor, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cancelled = append(m.cancelled, id)
	return nil
}

func (m *memory) RecordOutcome(_ context.Context, _ time.Time, _ parcours.Actor, _ string, outcome parcours.Outcome, _ parcours.Impediment) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.outcomes = append(m.outcomes, outcome)
	return nil
}

func (m *memory) RecordFact(_ context.Context, _ time.Time, _ parcours.Actor, fact parcours.Fact) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.facts = append(m.facts, fact)
	return nil
}

func (m *memory) Revoke(_ context.Context, _ time.Time, _ parcours.Actor, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.revoked = append(m.revoked, id)
	return nil
}

func (m *memory) IssueTelegramLink(_ context.Context, _ time.Time, personID, professionalID string) (string, error) {
	return "jeton-" + personID + professionalID, nil
}

func (m *memory) LogAccess(_ context.Context, _ time.Time, actor parcours.Actor, action, subject string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if action != "sign_in" { // every browser of a test does
		m.access = append(m.access, actor.AccountID+" "+action+" "+subject)
	}
	return nil
}

func paris() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}

func (m *memory) RecordJob(context.Context, time.Time, parcours.Actor, parcours.Job) error {
	return parcours.ErrNotFound
}

func (m *memory) RefuseJob(context.Context, time.Time, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) EndJob(context.Context, time.Time, parcours.Actor, string, string, parcours.Date) error {
	return parcours.ErrNotFound
}

func (m *memory) ConfirmDeath(context.Context, time.Time, parcours.Actor, string) error {
	return parcours.ErrNotFound
}

func (m *memory) LiftHold(context.Context, time.Time, parcours.Actor, string) error {
	return parcours.ErrNotFound
}

func (m *memory) SettleNumber(context.Context, time.Time, parcours.Actor, string, string, bool) error {
	return parcours.ErrNotFound
}

func (m *memory) Team(context.Context) ([]parcours.Professional, error) { return nil, nil }

func (m *memory) SetAbsence(context.Context, time.Time, parcours.Actor, parcours.Absence) error {
	return parcours.ErrNotFound
}
