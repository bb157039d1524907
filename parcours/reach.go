package parcours

import "time"

// LossCause is why somebody is not counted at a level of the reach funnel.
type LossCause string

// Causes of loss, by level.
const (
	LossNoNumber       LossCause = "no_number"
	LossLandline       LossCause = "landline"
	LossForeign        LossCause = "foreign"
	LossInvalid        LossCause = "invalid"
	LossOptedOut       LossCause = "opted_out"
	LossBlocked        LossCause = "blocked"
	LossNotTheirs      LossCause = "not_theirs"
	LossNotSentYet     LossCause = "not_sent_yet"
	LossProvider       LossCause = "provider_error"
	LossExpired        LossCause = "expired"
	LossNoReceipt      LossCause = "no_receipt"
	LossOnItsWay       LossCause = "on_its_way"
	LossUndelivered    LossCause = "undelivered"
	LossNoAnswer       LossCause = "no_answer"
	LossExcused        LossCause = "excused"
	LossRevoked        LossCause = "revoked"
	LossNoShow         LossCause = "no_show"
	LossOutcomeMissing LossCause = "outcome_missing"
	LossToCome         LossCause = "to_come"
	LossNone           LossCause = ""
)

// Filter narrows figures and lists; a zero field does not filter.
type Filter struct {
	TerritoryID string
	ReferentID  string
	// EnteredFrom and EnteredTo bound EnteredOn, both inclusive.
	EnteredFrom Date
	EnteredTo   Date
	// Channel is the one on which a message to the person goes first.
	Channel Channel
	// Orientation in force.
	Orientation Orientation
	// From and To bound the days of what is counted by period (appointments, weeks,
	// questions, jobs), both inclusive; they do not narrow people.
	From Date
	To   Date
}

// During reports whether a day is in the period.
func (f Filter) During(day Date) bool {
	return !day.Before(f.From) && (f.To.IsZero() || !day.After(f.To))
}

// Everybody reports whether the filter leaves nobody out.
func (f Filter) Everybody() bool {
	f.From, f.To = Date{}, Date{}
	return f == Filter{}
}

// ReachLevel is a level of the reach funnel.
type ReachLevel string

// Levels of reach. Answered and met both hang from delivered.
const (
	LevelPeople      ReachLevel = "people"
	LevelContactable ReachLevel = "contactable"
	LevelSent        ReachLevel = "sent"
	LevelDelivered   ReachLevel = "delivered"
	LevelAnswered    ReachLevel = "answered"
	LevelMet         ReachLevel = "met"
)

// Reach is the funnel of a set of people: whom Relais reached, and why not the rest.
type Reach struct {
	People      int `json:"people"`
	Contactable int `json:"contactable"`
	Sent        int `json:"sent"`
	// HandedOver counts people told on a channel that has no receipt, not yet proved by an answer.
	HandedOver int `json:"handed_over"`
	Delivered  int `json:"delivered"`
	Answered   int `json:"answered"`
	Met        int `json:"met"`
	// MetWithoutReceipt were met although no message was proved delivered.
	MetWithoutReceipt int `json:"met_without_receipt"`
	// Losses counts people lost between a level and the one before.
	Losses map[ReachLevel]map[LossCause]int `json:"losses"`
}

// ClockColour is the state of a person's 15-day clock.
type ClockColour string

// Colours of the clock.
const (
	ClockDone  ClockColour = "done" // convened in time
	ClockLate  ClockColour = "late" // convened after the deadline
	ClockGreen ClockColour = "green"
	ClockAmber ClockColour = "amber"
	ClockRed   ClockColour = "red"
)

// ListedPerson is one line of a coordinator's list.
type ListedPerson struct {
	PersonID    string
	Name        string
	Territory   string
	Referent    string
	EnteredOn   Date
	Deadline    Date
	Colour      ClockColour
	Cause       LossCause
	NextChannel Channel
	// StartsAt of the next appointment, zero when there is none.
	StartsAt time.Time
	Late     bool
}

// Load is how many people a professional follows.
type Load struct {
	ProfessionalID   string `json:"professional_id"`
	Name             string `json:"name"`
	Territory        string `json:"territory"`
	People           int    `json:"people"`
	Target           int    `json:"target"`
	OpenQuestions    int    `json:"open_questions"`
	OverdueQuestions int    `json:"overdue_questions"`
}

// Incident is something a human must look at.
type Incident struct {
	ID string
	// Key is unique: the same incident is raised once.
	Key      string
	Kind     string // "slots_short", "deadline_missed", "duplicate", "config", "no_referent", …
	PersonID string
	// PersonName is for the console only.
	PersonName string
	// Details fills the locale key incident.<kind>.
	Details map[string]string
	At      time.Time
	SeenAt  time.Time
}

// Figure names one number of Reach or Deadlines, so that the list behind it can
// be asked for. Levels of reach are figures under their own name.
type Figure string

// Figures. Those of the clock name a colour.
const (
	FigurePeople                   = Figure(LevelPeople)
	FigureContactable              = Figure(LevelContactable)
	FigureSent                     = Figure(LevelSent)
	FigureHandedOver        Figure = "handed_over"
	FigureDelivered                = Figure(LevelDelivered)
	FigureAnswered                 = Figure(LevelAnswered)
	FigureMet                      = Figure(LevelMet)
	FigureMetWithoutReceipt Figure = "met_without_receipt"
	FigureClockDone         Figure = "clock_done"
	FigureClockLate         Figure = "clock_late"
	FigureClockGreen        Figure = "clock_green"
	FigureClockAmber        Figure = "clock_amber"
	FigureClockRed          Figure = "clock_red"
	FigureMature            Figure = "mature"
	FigureConvenedInTime    Figure = "convened_in_time"
	FigureMetInTime         Figure = "met_in_time"
	FigureOutcomesMissing   Figure = "outcomes_missing"
)

// PeopleList is the first lines of a list, and how many it has.
type PeopleList struct {
	People []ListedPerson
	Total  int
}

// Morning is what the coordinator must act on first.
type Morning struct {
	NotConvened, AtRisk, Unreachable PeopleList
}
