package parcours

import (
	"slices"
	"strings"
	"time"
)

// SourceRDV names RDV-Solidarités where objects of other tools are kept.
const SourceRDV = "rdv-solidarites"

// UpstreamModel is a kind of object of the tool upstream.
type UpstreamModel string

// Models that are of use here; others are not kept.
const (
	UpstreamRdv         UpstreamModel = "Rdv"
	UpstreamUser        UpstreamModel = "User"
	UpstreamAbsence     UpstreamModel = "Absence"
	UpstreamAssignation UpstreamModel = "ReferentAssignation"
)

// Known reports whether the model is of use here.
func (m UpstreamModel) Known() bool {
	return m == UpstreamRdv || m == UpstreamUser || m == UpstreamAbsence || m == UpstreamAssignation
}

// UpstreamMessage is one change of one object of the tool upstream.
type UpstreamMessage struct {
	Source string
	Model  UpstreamModel
	// Event is created, updated or destroyed: the first two say the same.
	Event string
	// ID is the object's, upstream.
	ID string
	// Purged: the tool upstream erased the object for data protection, which says
	// nothing of what took place.
	Purged bool
	// At orders the messages about one object; a second is its resolution.
	At time.Time
	// One of them is set, by Model; none where a destruction came without data.
	Rdv         *ForeignRdv
	User        *ForeignUser
	Absence     *ForeignAbsence
	Assignation *ForeignAssignation
}

// Destroyed reports whether the object is gone upstream.
func (m UpstreamMessage) Destroyed() bool { return m.Event == "destroyed" }

// ForeignRdv is an appointment as the tool upstream has it.
type ForeignRdv struct {
	StartsAt       time.Time
	Duration       time.Duration
	Cancelled      bool
	Kind           AppointmentKind
	Meeting        Meeting
	OrganisationID string
	Organisation   string
	Place          string
	Address        string
	Phone          string
	// Agents are e-mail addresses, in order.
	Agents         []string
	Participations []ForeignParticipation
}

// ForeignParticipation is one person's part in it.
type ForeignParticipation struct {
	ID string
	// Outcome is its status.
	Outcome Outcome
	// Lifecycle and Reminder: the tool upstream itself writes that the appointment is
	// set, moved or cancelled, or recalls it.
	Lifecycle, Reminder bool
	Origin              Origin
	User                ForeignUser
}

// ForeignUser is a person as the tool upstream knows them.
type ForeignUser struct {
	ID        string
	FirstName string
	LastName  string
	BirthName string
	BirthDate Date
	Email     string
	Phone     Phone
	// AffiliationNumber, AffiliationKey and Fund are as in PersonRow.
	AffiliationNumber string
	AffiliationKey    string
	Fund              Fund
	// SMS is No where the person refuses SMS there.
	SMS Tri
}

// Row returns what the user tells, as a row of a people file tells it.
func (u ForeignUser) Row() PersonRow {
	row := PersonRow{
		FirstName: u.FirstName, LastName: u.LastName, BirthName: u.BirthName, BirthDate: u.BirthDate, Email: u.Email,
		AffiliationNumber: u.AffiliationNumber, AffiliationKey: u.AffiliationKey, Fund: u.Fund,
	}
	if u.Phone.E164 != "" {
		row.Phones = []Phone{u.Phone}
	}
	return row
}

// ForeignAbsence is when an agent is away.
type ForeignAbsence struct {
	Agent string
	// From and Until are whole days; zero where no whole day is covered.
	From, Until Date
	// Recurring: it repeats, and is no span of days.
	Recurring bool
}

// ForeignAssignation says who follows a person.
type ForeignAssignation struct {
	User  ForeignUser
	Agent string
}

// UpstreamVerdict says what became of a message; the reason is a constant word.
type UpstreamVerdict struct {
	Reason string
	// Dead: a human has to mend something before it can be applied.
	Dead bool
}

// Reasons of a verdict. The dead wait in a list, the others are only counted.
const (
	UpstreamStale          = "stale"
	UpstreamPurged         = "purged"
	UpstreamErased         = "person_erased"
	UpstreamRecurring      = "recurring_absence"
	UpstreamUnreadable     = "unreadable"
	UpstreamFault          = "fault"
	UpstreamPersonUnknown  = "person_unknown"
	UpstreamPersonConflict = "person_conflict"
	UpstreamPersonArchived = "person_archived"
	UpstreamAgentUnknown   = "agent_unknown"
	UpstreamNotReferent    = "agent_not_referent"
	UpstreamNoPlace        = "place_unknown"
	UpstreamNoTerritory    = "territory_unknown"
)

// DeadUpstream is a message that waits for a human.
type DeadUpstream struct {
	ID string
	// Model, Event and UpstreamID find the object in the tool upstream.
	Model, Event, UpstreamID string
	Reason                   string
	ReceivedAt               time.Time
}

// RawUpstream is a message as it was received.
type RawUpstream struct {
	ID         string
	Model      UpstreamModel
	Payload    []byte
	ReceivedAt time.Time
	Tries      int
}

// UpstreamKind returns what an appointment is for, from the short name of its
// category upstream.
func UpstreamKind(category string) AppointmentKind {
	switch category {
	case "rsa_orientation_france_travail":
		return JointInterview
	case "rsa_orientation":
		return FirstInterview
	}
	return FollowUp
}

// First reports whether the appointment begins the person's path.
func (k AppointmentKind) First() bool { return k == JointInterview || k == FirstInterview }

// ForeignOutcome returns what a participation comes to: its own status, or that the
// service cancelled when the appointment is cancelled, or deleted before its time.
// Whoever was excused stays excused.
func ForeignOutcome(status Outcome, cancelled, deleted, future bool) Outcome {
	switch {
	case deleted && future && status != OutcomeExcused:
		return OutcomeRevoked
	case cancelled && status == OutcomeUnknown:
		return OutcomeRevoked
	}
	return status
}

// SlotsUpstream reports whether the appointments of a territory are set in the tool
// upstream, so that none is assigned or offered here.
func (r Rules) SlotsUpstream(territory string) bool {
	return slices.ContainsFunc(r.UpstreamIn, func(name string) bool {
		return name == "*" || territory != "" && FoldName(name) == FoldName(territory)
	})
}

// UpstreamLink returns the address where a professional changes the appointment
// upstream, empty where none is set.
func (r Rules) UpstreamLink(organisationID, rdvID string) string {
	return strings.NewReplacer("{organisation}", organisationID, "{rdv}", rdvID).Replace(r.UpstreamURL)
}

// Span is some days, both included.
type Span struct{ From, Until Date }

// NextAbsence joins the spans that touch each other and returns the first that is not
// over; zero when all are.
func NextAbsence(spans []Span, today Date) Span {
	spans = slices.DeleteFunc(slices.Clone(spans), func(s Span) bool { return s.Until.Before(today) })
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	if len(spans) == 0 {
		return Span{}
	}
	next := spans[0]
	for _, s := range spans[1:] {
		if s.From.After(next.Until.AddDays(1)) {
			break
		}
		if s.Until.After(next.Until) {
			next.Until = s.Until
		}
	}
	return next
}
