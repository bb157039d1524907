package parcours

import "time"

// AppointmentKind says what an appointment is for.
type AppointmentKind string

// Kinds of appointment. Others are kept as written in the slots file.
const (
	// JointInterview is the first interview of shared diagnosis, held with a
	// professional of the employment service and one of the Département.
	JointInterview AppointmentKind = "joint_interview"
	// FirstInterview is a first interview that one institution holds alone.
	FirstInterview AppointmentKind = "first_interview"
	FollowUp       AppointmentKind = "follow_up"
	Workshop       AppointmentKind = "workshop"
	NurseVisit     AppointmentKind = "nurse"
)

// Territory is a part of the département with its own slots and referents.
type Territory struct {
	ID   string
	Name string
}

// Place is where appointments are held.
type Place struct {
	ID          string
	TerritoryID string
	Name        string
	Address     string
	Phone       string
}

// Slot is a time that can be booked, for Capacity people.
type Slot struct {
	ID            string
	TerritoryID   string
	Kind          AppointmentKind
	StartsAt      time.Time
	Duration      time.Duration
	Place         Place
	Capacity      int
	Booked        int
	Professionals []Professional
}

// Free returns how many people can still be booked.
func (s Slot) Free() int { return max(0, s.Capacity-s.Booked) }

// Origin says who chose the time of an appointment: no-show rates are read apart.
type Origin string

// Origins of an appointment.
const (
	OriginImposed    Origin = "imposed"     // the service set it
	OriginSelfChosen Origin = "self_chosen" // the person chose among several
	OriginMoved      Origin = "moved"       // moved at the person's request
)

// Appointment is a meeting as one person sees it: time, place, professionals
// and that person's participation.
type Appointment struct {
	ID              string
	ParticipationID string
	PersonID        string
	SlotID          string
	TerritoryID     string
	Kind            AppointmentKind
	StartsAt        time.Time
	Duration        time.Duration
	Place           Place
	Professionals   []Professional
	Origin          Origin
	// Version grows each time the time or the place changes.
	Version int
	// Replaces is the id of the appointment that this one took the place of.
	Replaces string
	// Late: the day is after the person's deadline.
	Late       bool
	Outcome    Outcome
	Impediment Impediment
	// ConfirmedAt is when the person said they come, zero otherwise.
	ConfirmedAt time.Time
	BookedAt    time.Time
}

// Standing reports whether the appointment is neither cancelled nor over at now.
func (a Appointment) Standing(now time.Time) bool {
	return a.Outcome == OutcomeUnknown && now.Before(a.StartsAt)
}

// Impediment is a legitimate reason, declared by the person, accepted or
// discussed by the referent. One list serves replies and weekly hours.
type Impediment string

// Impediments.
const (
	ImpedimentNone           Impediment = ""
	ImpedimentHealth         Impediment = "health"
	ImpedimentChildcare      Impediment = "childcare"
	ImpedimentTransport      Impediment = "transport"
	ImpedimentWork           Impediment = "work"
	ImpedimentTraining       Impediment = "training"
	ImpedimentJobInterview   Impediment = "job_interview"
	ImpedimentBereavement    Impediment = "bereavement"
	ImpedimentAdministrative Impediment = "administrative"
	ImpedimentHousing        Impediment = "housing"
	ImpedimentFear           Impediment = "fear"
	ImpedimentOther          Impediment = "other"
)
