package parcours

import "time"

// Desk is what waits for one professional: of the people whom they follow, of those
// whom an absent colleague follows and they stand in for, and of the appointments
// that they hold.
type Desk struct {
	// Covers are the absent colleagues whom they stand in for.
	Covers []Professional
	// Questions are open, urgent first, then by the end of the promised delay.
	Questions []Escalation
	// Told waits for the person: answered or written to of late, and no word since.
	Told []Escalation
	// Asked is what Relais asked of people and nobody has answered yet, newest first.
	Asked []DeskAsked
	// Appointments are those of today and of the next days, and those that are over and
	// whose outcome nobody said; soonest first.
	Appointments []DeskAppointment
	// Hindered are weeks with a declared impediment to look at.
	Hindered []DeskWeek
	// Weeks were closed of late, low or without an answer.
	Weeks []DeskWeek
	// Jobs wait to be confirmed.
	Jobs []DeskJob
	// Arrivals were assigned to them of late.
	Arrivals []DeskArrival
}

// DeskPerson is whom a line of a desk is about.
type DeskPerson struct {
	PersonID string
	Name     string
	Language Language
	// ReferentID is who follows them: the professional, or the colleague they stand in for.
	ReferentID string
}

// DeskAsked is one open question of Relais to a person.
type DeskAsked struct {
	DeskPerson
	Kind    PromptKind
	Channel Channel
	AskedAt time.Time
	// Until is when the question lapses.
	Until time.Time
}

// DeskAppointment is one person's part in an appointment.
type DeskAppointment struct {
	DeskPerson
	ParticipationID string
	Kind            AppointmentKind
	StartsAt        time.Time
	Place           string
	Outcome         Outcome
	// Confirmed: the person said that they come.
	Confirmed bool
}

// DeskWeek is one week of a person.
type DeskWeek struct {
	DeskPerson
	Week               Week
	MinHours, MaxHours int
	Answered           bool
	// Stated: hours were told, Minutes are those.
	Stated     bool
	Minutes    int
	Impediment Impediment
	// Words are the person's last about it.
	Words string
	// At is when it was declared, or closed.
	At time.Time
}

// DeskJob is a declared return to work.
type DeskJob struct {
	DeskPerson
	Job Job
}

// DeskArrival is somebody newly assigned.
type DeskArrival struct {
	DeskPerson
	EnteredOn  Date
	AssignedAt time.Time
}

// Mark tells whether something changed: two equal versions, and nothing did. It holds
// counts and nothing else.
type Mark struct {
	Version string
	// Waiting counts the open questions that the reader sees, Urgent those that are.
	Waiting, Urgent int
}
