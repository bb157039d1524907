package parcours

import "time"

// WorkList names a list that humans work. The same name is the store's, the
// address's and the words'.
type WorkList string

// Work lists.
const (
	// ListNotConvened: nobody has told them of a first interview.
	ListNotConvened WorkList = "not_convened"
	// ListAtRisk: amber, red, booked after the deadline, or left without an
	// appointment because theirs fell through.
	ListAtRisk WorkList = "at_risk"
	// ListUnreachable: no automatic channel reaches them, or their messages fail.
	ListUnreachable WorkList = "unreachable"
	// ListNoReferent: nobody follows them.
	ListNoReferent WorkList = "no_referent"
	// ListNotRegistered: no registration at the employment service is recorded.
	ListNotRegistered WorkList = "not_registered"
	// ListNotOriented: met since Rules.OrientAfterDays or more, without an orientation.
	ListNotOriented WorkList = "not_oriented"
	// ListOutcomesMissing: appointments of a day before today without an outcome.
	ListOutcomesMissing WorkList = "outcomes_missing"
	// ListUnclaimed: messages from numbers that nobody is known to have.
	ListUnclaimed WorkList = "unclaimed"
	// ListSlotsShort: weeks of a territory with fewer places than people to convene.
	ListSlotsShort WorkList = "slots_short"
)

// WorkLists returns all of them, the most pressing first: what a deadline hangs
// on, then who cannot be told, then who waits for an answer, then what is only
// missing from the files.
func WorkLists() []WorkList {
	return []WorkList{
		ListAtRisk, ListSlotsShort, ListNotConvened, ListUnreachable, ListUnclaimed, ListNoReferent,
		ListOutcomesMissing, ListNotOriented, ListNotRegistered,
	}
}

// OfReferents reports whether a referent works the list for their own people; the
// others are the coordinator's.
func (l WorkList) OfReferents() bool {
	return l != ListNoReferent && l != ListUnclaimed && l != ListSlotsShort
}

// WorkReason is why somebody is on a work list.
type WorkReason string

// Reasons.
const (
	WhyNone WorkReason = ""
	// Of those without an appointment.
	WhyHeld        WorkReason = "held"
	WhyNoTerritory WorkReason = "no_territory"
	WhyInvited     WorkReason = "invited"
	WhyNoSlot      WorkReason = "no_slot"
	WhyNextTick    WorkReason = "next_tick"
	// Of those with one that they were not told of.
	WhyNoPlace      WorkReason = "no_place"
	WhyNoPhone      WorkReason = "no_phone"
	WhyNoContact    WorkReason = "no_contact"
	WhyNotDelivered WorkReason = "not_delivered"
	WhyNotSent      WorkReason = "not_sent"
	WhyOnItsWay     WorkReason = "on_its_way"
	// Of those at risk.
	WhyFellThrough WorkReason = "fell_through"
	WhyBookedLate  WorkReason = "booked_late"
	WhyOverdue     WorkReason = "overdue"
	WhySoon        WorkReason = "soon"
)

// WorkReasons lists those that have words.
func WorkReasons() []WorkReason {
	return []WorkReason{
		WhyHeld, WhyNoTerritory, WhyInvited, WhyNoSlot, WhyNextTick, WhyNoPlace, WhyNoPhone, WhyNoContact,
		WhyNotDelivered, WhyNotSent, WhyOnItsWay, WhyFellThrough, WhyBookedLate, WhyOverdue, WhySoon,
	}
}

// Convening is what is known of somebody to whom no convocation was communicated.
type Convening struct {
	// Held: a death was told. Invited: they are choosing. Booked: they were given a slot.
	Held, Invited, Booked bool
	TerritoryID           string
	// FreeInTime: their territory has a free place that they can still be given before
	// their deadline.
	FreeInTime bool
	// StartsAt of their appointment to come, zero when there is none.
	StartsAt time.Time
	// Address and Phone are what their convocation says.
	Address, Phone string
	Contact        LossCause
	Undelivered    bool
	// State is where their convocation stands, empty without one.
	State NotificationState
}

// Reason returns why the person is not convened: the first obstacle on the way
// from the file to the phone.
func (c Convening) Reason() WorkReason {
	switch {
	case c.Held:
		return WhyHeld
	case c.TerritoryID == "":
		return WhyNoTerritory
	case !c.Booked && c.Invited:
		return WhyInvited
	case !c.Booked && c.FreeInTime:
		return WhyNextTick
	case !c.Booked:
		return WhyNoSlot
	case c.StartsAt.IsZero():
		return WhyFellThrough
	case c.Address == "":
		return WhyNoPlace
	case c.Phone == "":
		return WhyNoPhone
	case c.Contact != LossNone:
		return WhyNoContact
	case c.Undelivered:
		return WhyNotDelivered
	}
	switch c.State {
	case NotificationPending, NotificationHandedOver, NotificationDelivered, NotificationUnconfirmed:
		return WhyOnItsWay
	}
	return WhyNotSent
}

// WorkLine is one line of a work list about a person.
type WorkLine struct {
	ListedPerson
	// ID is what is acted upon: a person, the participation of a missing outcome, or
	// the question of somebody unknown.
	ID     string
	Reason WorkReason
	// TerritoryID and ReferentID are empty when there is none.
	TerritoryID, ReferentID string
	// On is the day since which the line waits: met for an orientation, entered otherwise.
	On Date
	// Kind and With describe the appointment whose outcome is missing; StartsAt is its time.
	Kind AppointmentKind
	With []string
	// Text, Address, Channel and At are of the last message of somebody unknown.
	Text    string
	Address string
	Channel Channel
	At      time.Time
	Urgent  bool
}

// Work is one page of a work list.
type Work struct {
	List WorkList
	// Total counts the lines of the whole list.
	Total int
	Lines []WorkLine
}

// WorkPage bounds what is read of a list; a zero Limit reads all.
type WorkPage struct{ Offset, Limit int }
