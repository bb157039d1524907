package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"relais/parcours"
)

// Files are people as the console shows and changes them. Every method answers
// parcours.ErrNotFound for a person that the actor may not see.
type Files interface {
	// People lists whose name or number matches search, in the actor's reach;
	// an empty search lists everybody in it.
	People(ctx context.Context, actor parcours.Actor, search string, limit int) ([]parcours.ListedPerson, error)
	// Person leaves Person.NIR empty.
	Person(ctx context.Context, actor parcours.Actor, id string) (parcours.File, error)
	// Timeline lists what happened, oldest first.
	Timeline(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.TimelineEntry, error)
	// Planned lists what is going to be sent, soonest first.
	Planned(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.Notification, error)
	CancelNotification(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
	RecordOutcome(ctx context.Context, now time.Time, actor parcours.Actor, participationID string, outcome parcours.Outcome, impediment parcours.Impediment) error
	RecordFact(ctx context.Context, now time.Time, actor parcours.Actor, fact parcours.Fact) error
	// Revoke cancels an appointment to come for the service, and tells the person.
	Revoke(ctx context.Context, now time.Time, actor parcours.Actor, appointmentID string) error
}

// personPage is one person: who, how far on the clock, what was said, what is next.
type personPage struct {
	page
	// Entrusted are who follows the person beside the referent.
	Entrusted entrustedTo
	File      parcours.File
	Clock     personClock
	// Appointments, the next first, then the past from the latest.
	Appointments []appointmentRow
	Planned      []plannedRow
	// Withdrawn by hand a short while ago.
	Withdrawn []plannedRow
	// Timeline, newest first.
	Timeline timelinePart
	// Box is where to write to the person; nil when nothing is sent to them any more.
	Box *compose
	// Week is nil for who does not answer for the person.
	Week *weekPart
	// Notes and the one being written.
	Notes []noteRow
	Note  noteForm
	// Preferences may be chosen among these.
	Tongues  []parcours.Language
	Channels []parcours.Channel
	Reasons  []parcours.ExitReason
	// Standing counts the appointments to come.
	Standing int
	// Stream tells of changes; RefreshAddress is where what moves is asked again.
	Stream, RefreshAddress string
	RefreshSeconds         int
	// Urgent and open questions of the person.
	Open []parcours.Escalation
	Jobs []jobRow
	// Facts the form offers.
	FactKinds    []parcours.FactKind
	Orientations []parcours.Orientation
	JobKinds     []parcours.JobKind
	// Link is a Telegram link just issued, shown once.
	Link         string
	LinkValidity int
	CanLink      bool
}

// personClock is the 15 days of one person, drawn as a ruler of one tick a day.
type personClock struct {
	page
	EnteredOn, Deadline, ConvenedOn, MetOn parcours.Date
	Source                                 parcours.EntrySource
	Colour                                 parcours.ClockColour
	WithinDays                             int
	Ticks                                  []tick
	Marks                                  []rulerMark
	// Elapsed is the width of the days gone, and DeadlineX the place of the last day.
	Elapsed, DeadlineX float64
}

// tick is one day of the ruler; every fifth is long and bears its number.
type tick struct {
	Day         int
	X           float64
	Long        bool
	First, Last bool
}

// rulerMark is something that happened, at its place on the ruler.
type rulerMark struct {
	Kind string
	X    float64
	On   parcours.Date
	Day  int
}

// appointmentRow is an appointment with the outcomes it may be given now.
type appointmentRow struct {
	page
	parcours.Appointment
	PersonID string
	Past     bool
	// Missing: the time has passed and nobody said what became of it.
	Missing     bool
	Moves       []parcours.Outcome
	Impediments []parcours.Impediment
}

// timelineDay is what happened on one day.
type timelineDay struct {
	page
	PersonID string
	On       parcours.Date
	Entries  []timelineLine
}

// timelineLine is one entry in words.
type timelineLine struct {
	parcours.TimelineEntry
	// Side is who speaks: "us", "person" or "event".
	Side string
	// Who did it, in words.
	Who     string
	Details []detail
	// StateText is the delivery state in words, and Good, Bad its colour.
	StateText string
	Good, Bad bool
}

// detail is one named fact of an entry.
type detail struct{ Name, Value string }

// personExtra is what an action brings back to the page.
type personExtra struct {
	// link is a Telegram link just issued.
	link string
	// draft, problem and count are of a message being written.
	draft, problem string
	count          *counted
	// note is one that seems to speak of health.
	note noteForm
}

func (s *Server) showPerson(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.person(w, r, v, personExtra{})
}

func (s *Server) person(w http.ResponseWriter, r *http.Request, v *visit, extra personExtra) error {
	ctx, id := r.Context(), r.PathValue("id")
	file, err := s.store.Person(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read person %s: %w", id, err)
	}
	if file.Person.ID != id { // another file was merged into this one
		http.Redirect(w, r, "/personnes/"+file.Person.ID, http.StatusSeeOther)
		return nil
	}
	p := s.page(v, "person.title", "people")
	shown := personPage{
		page: p, File: file, Clock: s.personClock(p, file), Appointments: appointmentRows(p, file),
		FactKinds: factKinds, Orientations: orientations, Jobs: jobRows(p, file), JobKinds: jobKinds,
		Link: extra.link, LinkValidity: int(s.rules.LinkValidity.Hours()), CanLink: s.telegramLink != nil,
		RefreshAddress: address("/personnes/"+id, refreshOf(r)), RefreshSeconds: refreshSeconds,
	}
	if err := s.personMoves(r, v, &shown); err != nil {
		return err
	}
	if r.URL.Query().Get("part") == "moves" {
		return s.renderPart(w, "person", "person_moves", shown)
	}
	entrusted, err := s.entrustedTo(ctx, v, file)
	if err != nil {
		return fmt.Errorf("read who follows %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessPerson, id); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	shown.Entrusted = entrusted
	if err := s.personCare(r, v, &shown, extra); err != nil {
		return err
	}
	if shown.Box = s.messageBox(p, file); shown.Box != nil {
		shown.Box.Draft, shown.Box.Problem, shown.Box.Count = extra.draft, extra.problem, extra.count
	}
	mark, err := s.store.PersonMark(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("mark of %s: %w", id, err)
	}
	shown.Stream = address("/personnes/"+id+"/flux", url.Values{"depuis": {opaque(mark)}})
	status := http.StatusOK
	if extra.problem != "" || extra.note.Health != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.render(w, status, "person", shown)
}

// refreshOf keeps the part of the timeline that is read.
func refreshOf(r *http.Request) url.Values {
	q := url.Values{"part": {"moves"}}
	for _, name := range []string{"fil", "page"} {
		if value := r.URL.Query().Get(name); value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// personMoves reads what changes by itself: what is planned, what happened, what waits.
func (s *Server) personMoves(r *http.Request, v *visit, shown *personPage) error {
	ctx, id := r.Context(), shown.File.Person.ID
	timeline, err := s.store.Timeline(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read timeline of %s: %w", id, err)
	}
	shown.Timeline = shown.timelinePart(id, timeline, r.URL.Query())
	planned, err := s.store.Planned(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read what is planned for %s: %w", id, err)
	}
	outlook, err := s.store.Outlook(ctx, v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("outlook of %s: %w", id, err)
	}
	shown.Planned = plannedRows(shown.page, id, planned, outlook)
	withdrawn, err := s.store.Withdrawn(ctx, v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("read what was withdrawn from %s: %w", id, err)
	}
	shown.Withdrawn = plannedRows(shown.page, id, withdrawn, nil)
	for _, e := range shown.File.Escalations {
		if e.State == parcours.EscalationOpen {
			shown.Open = append(shown.Open, e)
		}
	}
	return nil
}

// personCare reads what whoever answers for the person may see and change.
func (s *Server) personCare(r *http.Request, v *visit, shown *personPage, extra personExtra) error {
	ctx, id := r.Context(), shown.File.Person.ID
	for _, a := range shown.File.Appointments {
		if a.Standing(v.now) {
			shown.Standing++
		}
	}
	if !shown.Cares() {
		return nil
	}
	m, err := s.store.Mobilisation(ctx, v.now, v.actor, id, s.today(v).AddDays(-7*weeksShown))
	if err != nil {
		return fmt.Errorf("read weeks of %s: %w", id, err)
	}
	week := shown.weekPart(s, id, m)
	shown.Week = &week
	notes, err := s.store.Notes(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read notes about %s: %w", id, err)
	}
	shown.Notes = noteRows(shown.page, notes)
	shown.Note = extra.note
	shown.Note.page, shown.Note.PersonID, shown.Note.MaxLen = shown.page, id, parcours.NoteRunes
	shown.Tongues, shown.Channels, shown.Reasons = parcours.Languages(), preferredChannels, parcours.ExitReasons()
	return nil
}

// Value is what a fact says, in words.
func (p personPage) Value(f parcours.Fact) string {
	if f.Kind == parcours.FactOriented {
		return p.Label(parcours.Orientation(f.Value))
	}
	return f.Value
}

// MayRecord reports whether the reader records registration, orientation and
// contract: a nurse does not.
func (p page) MayRecord() bool { return p.Follows() && p.Account.Role != parcours.AccountNurse }

// MayFollow reports whether the reader records jobs: who only meets the person does not.
func (p page) MayFollow() bool { return among(p.Account.Role, entrusters) }

// AttendsOnly reports whether the reader is shown their appointments with the person
// and nothing else: what is empty then is not missing, it is not theirs to read.
func (p personPage) AttendsOnly() bool {
	return p.Account.Role == parcours.AccountProfessional && len(p.File.Contacts) == 0 && len(p.Planned) == 0 && len(p.Timeline.Days) == 0
}

// Name is how the person is called on the page.
func (p personPage) Name() string { return personName(p.File.Person) }

var impediments = []parcours.Impediment{
	parcours.ImpedimentHealth, parcours.ImpedimentChildcare, parcours.ImpedimentTransport, parcours.ImpedimentWork,
	parcours.ImpedimentTraining, parcours.ImpedimentJobInterview, parcours.ImpedimentBereavement,
	parcours.ImpedimentAdministrative, parcours.ImpedimentHousing, parcours.ImpedimentFear, parcours.ImpedimentOther,
}

func appointmentRows(p page, file parcours.File) []appointmentRow {
	var rows []appointmentRow
	for _, a := range file.Appointments {
		row := appointmentRow{page: p, Appointment: a, PersonID: file.Person.ID, Past: !p.now.Before(a.StartsAt), Impediments: impediments}
		row.Missing = row.Past && a.Outcome == parcours.OutcomeUnknown
		for _, to := range []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeNoShow, parcours.OutcomeRevoked, parcours.OutcomeUnknown} {
			if to != a.Outcome && parcours.MayMove(a.Outcome, to, a.StartsAt, p.now) == nil {
				row.Moves = append(row.Moves, to)
			}
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b appointmentRow) int {
		switch {
		case a.Past != b.Past && b.Past:
			return -1
		case a.Past != b.Past:
			return 1
		case a.Past:
			return b.StartsAt.Compare(a.StartsAt)
		}
		return a.StartsAt.Compare(b.StartsAt)
	})
	return rows
}

func (s *Server) personClock(p page, file parcours.File) personClock {
	c := personClock{
		page: p, EnteredOn: file.Person.EnteredOn, Source: file.Person.EntrySource,
		Deadline: s.rules.Deadline(file.Person.EnteredOn), ConvenedOn: file.ConvenedOn, MetOn: file.MetOn,
		WithinDays: s.rules.ConveneWithinDays,
	}
	if c.EnteredOn.IsZero() || c.WithinDays <= 0 {
		return c
	}
	c.Colour = s.rules.Clock(c.EnteredOn, c.ConvenedOn, p.Today())
	// the ruler runs a third longer than the promise, so that what is late has its place
	days := c.WithinDays + c.WithinDays/3
	at := func(day int) float64 { return 100 * float64(min(max(day, 0), days)) / float64(days) }
	for day := range days + 1 {
		c.Ticks = append(c.Ticks, tick{Day: day, X: at(day), Long: day%5 == 0, First: day == 0, Last: day == days})
	}
	c.Elapsed = at(c.EnteredOn.DaysUntil(p.Today()))
	c.DeadlineX = at(c.WithinDays)
	for _, m := range []rulerMark{{Kind: "convened", On: c.ConvenedOn}, {Kind: "met", On: c.MetOn}} {
		if !m.On.IsZero() {
			m.Day = c.EnteredOn.DaysUntil(m.On)
			m.X = at(m.Day)
			c.Marks = append(c.Marks, m)
		}
	}
	return c
}

// DaysIn is how many days have gone by since the entry.
func (c personClock) DaysIn() int { return c.EnteredOn.DaysUntil(c.Today()) }
