package parcours

import "time"

// CalendarFeed is an account's calendar, read under a secret address.
type CalendarFeed struct {
	Since time.Time
	// ReadAt is when some calendar last read it, to the hour; zero for never.
	ReadAt time.Time
}

// CalendarEvent is an appointment as a calendar shows it.
type CalendarEvent struct {
	// UID is the same however often the appointment is moved.
	UID      string
	StartsAt time.Time
	Duration time.Duration
	// Who is a first name and an initial; empty for a person who wants discretion or is
	// followed no more, and in the person's own calendar.
	Who     string
	Place   string
	Address string
	// Phone answers for the place.
	Phone   string
	Meeting Meeting
	// Cancelled: it was excused, or revoked by the service.
	Cancelled bool
	BookedAt  time.Time
	// ChangedAt is when it last changed, not before BookedAt; events are told apart by it.
	ChangedAt time.Time
}

// calendarEpoch is where the numbers of revisions are counted from: before the
// service began.
func calendarEpoch() time.Time { return time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC) }

// Sequence numbers the revisions of an event: it grows with the time of its last
// change, in seconds, so that it needs no counter and every reader sees the same.
func (e CalendarEvent) Sequence() int {
	return int(max(0, e.ChangedAt.Sub(calendarEpoch())/time.Second))
}

// CalendarName is how a calendar names a person: a first name and an initial.
func CalendarName(firstName, lastName string) string {
	for _, initial := range lastName {
		return firstName + " " + string(initial) + "."
	}
	return firstName
}
