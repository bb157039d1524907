package parcours

import "time"

// Rules holds every value that a département may set. No rule carries such a
// value as a constant of its own: the law and the local practice change.
type Rules struct {
	// Zone is where civil dates and opening hours are counted: Europe/Paris.
	Zone *time.Location
	// ConveneWithinDays is N: a person who entered on day D is to be convened and
	// met on or before D + N calendar days (15 in the pilot's deliberation of 29 June 2023).
	ConveneWithinDays int
	// AmberFromDay is the day after entry from which the clock of a person who is
	// not yet convened shows amber (10).
	AmberFromDay int
	// TerritoryStart: no clock starts before this date (1 June 2023 for the pilot).
	TerritoryStart Date
	// NoticeDays is the least number of whole days between the convocation and
	// the appointment (3).
	NoticeDays int
	// ReminderDays lists the days before an appointment on which it is recalled (2).
	ReminderDays []int
	// ReminderHour is the civil hour of a reminder (10).
	ReminderHour int
	// Window is when messages may leave, replies excepted.
	Window Window
	// ReplyGrace is how long after an inbound message its answer may leave in
	// quiet hours (15 min).
	ReplyGrace time.Duration
	// OfferedSlots is how many free slots "another time" offers at most (3).
	OfferedSlots int
	// OrientAfterDays is how long after they were met people without an orientation are listed (7).
	OrientAfterDays int
	// CaseloadTarget is the number of active people a referent should follow (60).
	CaseloadTarget int
	// OrientedWithinDays is N of the orientation (45), ContractWithinDays how long after
	// it the contract is signed (30).
	OrientedWithinDays int
	ContractWithinDays int
	// MissingOutcomesAtMost is the share of missing outcomes, in hundredths, over which
	// no rate of appointments is published (10).
	MissingOutcomesAtMost int
	// ServiceNotice is how long before an appointment the service should cancel it (24 h).
	ServiceNotice time.Duration
	// DurableKinds are the contracts that make a job durable by themselves (CDI); another
	// is so once it has lasted DurableMonths (6).
	DurableKinds  []JobKind
	DurableMonths int
	// SmallCell is the number of people below which a shared figure is hidden (11).
	SmallCell int
	// AnswerWithinWorkdays is how long a referent has to answer a question (2).
	AnswerWithinWorkdays int
	// AnsweredWithin is how long after a message an inbound one counts as its answer (7 days).
	AnsweredWithin time.Duration
	// NoReceiptAfter is when a message without final receipt counts as unknown (72 h).
	NoReceiptAfter time.Duration
	// AllowForeign lets messages go to numbers outside France.
	AllowForeign bool
	// LinkValidity is how long a Telegram link code may be used (72 h).
	LinkValidity time.Duration
	// LetterBeforeDays is how many days before their deadline people whom nothing
	// has reached are written to on paper (5).
	LetterBeforeDays int
	// PostDays is how many working days the post takes (3, as the lettre verte says).
	PostDays int
	// LetterLinkValidity is how long the Telegram link of a letter may be used (30 days).
	LetterLinkValidity time.Duration
	// CallTries is how often somebody is called in vain before they are written to (2).
	CallTries int
	// InviteIn names the territories, or "*" for all, where people are invited to choose
	// the time of their first interview before the service sets one (none).
	InviteIn []string
	// UpstreamIn names the territories, or "*" for all, whose appointments are set in
	// RDV-Solidarités: no slot is assigned or offered there. UpstreamURL is where a
	// professional changes one, with {organisation} and {rdv} in it.
	UpstreamIn  []string
	UpstreamURL string
	// InviteDays is how long they have to choose (4), InviteNudgeDays after how many
	// days without an answer it is recalled, once (2).
	InviteDays      int
	InviteNudgeDays int
	// CheckInDays and CheckInMonths are how long after the start of a job the person
	// is asked how it goes (7 days; 1, 3 and 6 calendar months), CheckInHour at what
	// civil hour (10).
	CheckInDays   []int
	CheckInMonths []int
	CheckInHour   int
	// CheckInGraceDays is how long an answer to a check-in counts (10).
	CheckInGraceDays int
	// JobNoticeAfter is how long a notice waits for what is being asked: the details of
	// a declared job, or who writes (15 min).
	JobNoticeAfter time.Duration
	// JointKinds are the appointment kinds that need a professional of each institution.
	JointKinds []AppointmentKind
	// Weekly is how the hours of a week are asked for.
	Weekly WeeklyRules
}

// DefaultRules returns the values of the pilot territory in zone.
func DefaultRules(zone *time.Location) Rules {
	return Rules{
		Zone:                  zone,
		ConveneWithinDays:     15,
		AmberFromDay:          10,
		TerritoryStart:        NewDate(2023, time.June, 1),
		NoticeDays:            3,
		ReminderDays:          []int{2},
		ReminderHour:          10,
		Window:                DefaultWindow(),
		ReplyGrace:            15 * time.Minute,
		OfferedSlots:          3,
		OrientAfterDays:       7,
		CaseloadTarget:        60,
		OrientedWithinDays:    45,
		ContractWithinDays:    30,
		SmallCell:             11,
		DurableKinds:          []JobKind{JobCDI},
		DurableMonths:         6,
		ServiceNotice:         24 * time.Hour,
		AnswerWithinWorkdays:  2,
		AnsweredWithin:        7 * 24 * time.Hour,
		NoReceiptAfter:        72 * time.Hour,
		LinkValidity:          72 * time.Hour,
		LetterBeforeDays:      5,
		PostDays:              3,
		LetterLinkValidity:    30 * 24 * time.Hour,
		CallTries:             2,
		InviteDays:            4,
		InviteNudgeDays:       2,
		CheckInDays:           []int{7},
		CheckInMonths:         []int{1, 3, 6},
		CheckInHour:           10,
		CheckInGraceDays:      10,
		JobNoticeAfter:        15 * time.Minute,
		MissingOutcomesAtMost: 10,
		JointKinds:            []AppointmentKind{JointInterview},
		Weekly:                DefaultWeeklyRules(),
	}
}

// Service is who writes: what every message that introduces itself says.
type Service struct {
	// Name of the authority, such as "Département d'Ille-et-Vilaine".
	Name string `json:"name"`
	// Phone that a human answers, as printed in messages: "02 61 91 01 02".
	Phone string `json:"phone"`
	// Site on which the number can be checked, without scheme; may be empty.
	Site string `json:"site,omitempty"`
}
