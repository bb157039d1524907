package parcours

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// PartnerShape is the vocabulary in which a partner's tool is told of changes.
type PartnerShape string

// Shapes: that of rdv-insertion, and the appointment records of France Travail.
const (
	ShapeRdvInsertion  PartnerShape = "rdv_insertion"
	ShapeFranceTravail PartnerShape = "france_travail"
)

// PartnerShapes are all of them.
var PartnerShapes = []PartnerShape{ShapeRdvInsertion, ShapeFranceTravail}

// StructureKinds are those of which a partner may be.
var StructureKinds = []StructureKind{StructureDepartment, StructureFranceTravail, StructureDelegate, StructureSIAE, StructureOther}

// SeesAllPeople reports whether a structure of the kind may be told of people whom it
// does not follow: the Département and the employment service may.
func (k StructureKind) SeesAllPeople() bool {
	return k == StructureDepartment || k == StructureFranceTravail
}

// SeesNIR reports whether a structure of the kind may be told the NIR.
func (k StructureKind) SeesNIR() bool { return k.SeesAllPeople() }

// SeesInternalID reports whether a structure of the kind may be told the number of a
// person in the département's own system.
func (k StructureKind) SeesInternalID() bool { return k.SeesAllPeople() || k == StructureDelegate }

// PartnerEndpoint is where a partner's tool is told of changes.
type PartnerEndpoint struct {
	ID   string
	Name string
	URL  string
	// Shape and Kind decide what is told.
	Shape PartnerShape
	Kind  StructureKind
	// Structure narrows to the people whom it follows; empty for everybody's.
	Structure string
	// TerritoryID narrows to a territory; empty for all.
	TerritoryID string
	Territory   string
	// WithContacts and WithNIR add the phone and e-mail, and the NIR.
	WithContacts, WithNIR bool
	CreatedAt             time.Time
	// StoppedAt is when somebody stopped it; zero while it works.
	StoppedAt time.Time
	// FormerUntil is until when the secret before the last rotation is still good.
	FormerUntil time.Time
	// Failures in a row, and until when nothing is tried because of them.
	Failures  int
	RestUntil time.Time
	LastOKAt  time.Time
	LastFault PartnerFault
	// Waiting and Dead count what is to be told, and what could not be.
	Waiting, Dead int
}

// Check returns ErrInvalid for an endpoint that may not be told what it asks for.
func (e PartnerEndpoint) Check() error {
	switch {
	case strings.TrimSpace(e.Name) == "", !slices.Contains(PartnerShapes, e.Shape), !slices.Contains(StructureKinds, e.Kind),
		e.Structure == "" && !e.Kind.SeesAllPeople(), e.WithNIR && !e.Kind.SeesNIR():
		return ErrInvalid
	}
	return nil
}

// PartnerModel is a kind of object that partners are told of.
type PartnerModel string

// Models.
const (
	PartnerRdv        PartnerModel = "Rdv"
	PartnerInvitation PartnerModel = "Invitation"
	// PartnerTest is what the test button sends.
	PartnerTest PartnerModel = "Test"
)

// Events of a partner's object.
const (
	PartnerCreated   = "created"
	PartnerUpdated   = "updated"
	PartnerDestroyed = "destroyed"
)

// PartnerTold returns what partners are told of an entry of the journal: a model, the
// id of its object and an event; an empty model when they are told nothing.
func PartnerTold(kind EventKind, subject string, details map[string]string) (model PartnerModel, object, event string) {
	invitation := details["kind"] == KindInvitation
	switch kind {
	case EventBooked:
		return PartnerRdv, subject, PartnerCreated
	case EventExcused, EventRevoked, EventOutcome, EventMoved:
		return PartnerRdv, subject, PartnerUpdated
	case EventUpdated:
		switch details["deleted_upstream"] {
		case "true":
			return PartnerRdv, subject, PartnerDestroyed
		case "false":
			return PartnerRdv, subject, PartnerUpdated
		}
	case EventPlanned:
		if invitation {
			return PartnerInvitation, subject, PartnerCreated
		}
	case EventSent, EventDelivered, EventUndelivered:
		if invitation {
			return PartnerInvitation, details["notification"], PartnerUpdated
		}
	}
	return "", "", ""
}

// PartnerFault is why a partner could not be told: an HTTP status, or one of these.
type PartnerFault string

// Faults other than a status.
const (
	// FaultAddress: the name leads where nothing may be sent, such as a private network.
	FaultAddress PartnerFault = "address"
	FaultConnect PartnerFault = "connect"
	FaultTLS     PartnerFault = "tls"
	FaultTimeout PartnerFault = "timeout"
)

// TheirsToMend reports whether the endpoint answers and refuses this one message, so
// that the others may be tried.
func (f PartnerFault) TheirsToMend() bool { return f == "400" || f == "409" || f == "422" }

// PartnerContent is what a partner may be told of one object.
type PartnerContent struct {
	Person Person
	// Left: the follow-up of the person has ended.
	Left bool
	// Phone and Email are set where the endpoint is given them.
	Phone, Email string
	Appointment  *Appointment
	// CancelledAt is when the appointment was excused or revoked; zero while it stands.
	CancelledAt time.Time
	Meeting     Meeting
	// FirstFollowUp: the appointment is the first of the accompaniment.
	FirstFollowUp bool
	Invitation    *PartnerInvite
}

// PartnerInvite is an invitation as partners are told of it.
type PartnerInvite struct {
	ID          string
	Channel     Channel
	State       NotificationState
	Answered    bool
	CreatedAt   time.Time
	DeliveredAt time.Time
	ExpiresAt   time.Time
}

// Narrow takes out of the content what a receiver of the kind may not be told. Of somebody
// who left, nobody is told more than our id.
func (c PartnerContent) Narrow(e PartnerEndpoint) PartnerContent {
	if c.Left {
		c.Person, c.Phone, c.Email = Person{ID: c.Person.ID}, "", ""
	}
	if !e.WithNIR || !e.Kind.SeesNIR() {
		c.Person.NIR = ""
	}
	if !e.Kind.SeesInternalID() {
		c.Person.InternalID = ""
	}
	if !e.WithContacts {
		c.Phone, c.Email = "", ""
	}
	return c
}

// PartnerDelivery is one change that one endpoint is told.
type PartnerDelivery struct {
	ID       string
	Endpoint PartnerEndpoint
	// Secret signs it; Former is the secret before, while it is good.
	Secret, Former string
	Model          PartnerModel
	ObjectID       string
	Event          string
	// At is when the change took place, Tries how often it was told in vain.
	At    time.Time
	Tries int
	// Content is nil for a test.
	Content *PartnerContent
	// Fault and EndedAt are those of a delivery that was given up.
	Fault   PartnerFault
	EndedAt time.Time
}

// partnerDelays are the waits after each failure, some two days in all.
func partnerDelays() []time.Duration {
	return []time.Duration{
		time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
	}
}

// NextPartnerTry returns how long to wait after the failure that makes tries, and
// false when no more is tried.
func NextPartnerTry(tries int) (time.Duration, bool) {
	delays := partnerDelays()
	if tries > len(delays) {
		return 0, false
	}
	return delays[max(tries, 1)-1], true
}

// partnerPatience is how many failures in a row open the circuit of an endpoint.
const partnerPatience = 5

// PartnerRest returns how long an endpoint is left alone after failures in a row: not
// at all for the first, five minutes then, doubled up to six hours.
func PartnerRest(failures int) time.Duration {
	if failures < partnerPatience {
		return 0
	}
	return min(5*time.Minute<<min(failures-partnerPatience, 10), 6*time.Hour)
}

// TryingAgain reports whether so many failures in a row let one message through only,
// to see whether the endpoint is back.
func TryingAgain(failures int) bool { return failures >= partnerPatience }

// FirstFollowUp reports whether the appointment is the first of somebody's follow-up
// among all of theirs.
func FirstFollowUp(all []Appointment, id string) bool {
	follow := slices.DeleteFunc(slices.Clone(all), func(a Appointment) bool { return a.Kind != FollowUp })
	if len(follow) == 0 {
		return false
	}
	return slices.MinFunc(follow, func(a, b Appointment) int { return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.ID, b.ID)) }).ID == id
}
