package parcours

import "time"

// Meeting is how a professional and a person meet.
type Meeting string

// Ways of meeting.
const (
	MeetingOffice Meeting = "office"
	MeetingPhone  Meeting = "phone"
	MeetingHome   Meeting = "home"
	MeetingVideo  Meeting = "video"
)

// Meetings lists them in the order in which they are offered.
func Meetings() []Meeting {
	return []Meeting{MeetingOffice, MeetingPhone, MeetingHome, MeetingVideo}
}

// SlotOrder is slots to open: one, or the same every week until a day.
type SlotOrder struct {
	PlaceID         string
	Kind            AppointmentKind
	ProfessionalIDs []string
	Day             Date
	// Hour and Minute are civil.
	Hour, Minute int
	Minutes      int
	Capacity     int
	// Until is the last day of a weekly series; zero: one slot only.
	Until Date
	// Except are days of the series without a slot.
	Except []Date
}

// seriesWeeks bounds a series: a year.
const seriesWeeks = 53

// Omission says why a day of a series gets no slot.
type Omission string

// Reasons to skip a day.
const (
	OmitNone     Omission = ""
	OmitHoliday  Omission = "holiday"
	OmitAbsence  Omission = "absence"
	OmitExcepted Omission = "excepted"
	// OmitBusy: a professional is in another slot then. OmitPast: it is over.
	OmitBusy  Omission = "busy"
	OmitPast  Omission = "past"
	OmitKnown Omission = "known"
)

// SlotDay is one day of an order.
type SlotDay struct {
	StartsAt time.Time
	Omission Omission
	// Who is the professional for whom it is skipped.
	Who string
}

// Days returns the days of an order, with the reason of those that get no slot:
// public holidays, days that it leaves out, and absences of its professionals. What
// already stands in the calendar is the store's to say.
func (r Rules) Days(o SlotOrder, staff []Professional, now time.Time) []SlotDay {
	var days []SlotDay
	day := o.Day
	for range seriesWeeks {
		d := SlotDay{StartsAt: day.At(o.Hour, o.Minute, r.Zone)}
		switch {
		case !d.StartsAt.After(now):
			d.Omission = OmitPast
		case IsHoliday(day):
			d.Omission = OmitHoliday
		}
		for _, e := range o.Except {
			if e == day && d.Omission == OmitNone {
				d.Omission = OmitExcepted
			}
		}
		for _, p := range staff {
			if p.AbsentOn(day) && d.Omission == OmitNone {
				d.Omission, d.Who = OmitAbsence, p.Name()
			}
		}
		days = append(days, d)
		if day = day.AddDays(7); o.Until.IsZero() || day.After(o.Until) {
			break
		}
	}
	return days
}

// CalendarSlot is a slot as the calendar shows it.
type CalendarSlot struct {
	Slot
	Territory string
	Meeting   Meeting
	// Staffed: the slot can be given, see Rules.Staffed.
	Staffed bool
	// ClosedAt is when it was cancelled, zero for an open one.
	ClosedAt time.Time
	Series   string
	// Booking are those who have it.
	Bookings []SlotBooking
}

// SlotBooking is one person who has a slot.
type SlotBooking struct {
	PersonID string
	Name     string
	// By is how the person learns of a cancellation, empty when no way is known.
	By        Channel
	Confirmed bool
	// Told: the convocation, or an answer about it, reached the person.
	Told bool
}

// ManagedPlace is a place with how one meets there and what stands in it.
type ManagedPlace struct {
	Place
	Territory string
	Meeting   Meeting
	// Upcoming counts the slots to come, Booked the people who have one of them.
	Upcoming, Booked int
}
