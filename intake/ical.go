package intake

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"relais/parcours"
)

// Calendar writes appointments as iCalendar (RFC 5545): instants in UTC, which no
// reader has to know a zone for, lines folded and ended by CRLF. It holds a first name
// and an initial at most, and never what an appointment is for.
type Calendar struct {
	// Name is the calendar's own, as readers show it.
	Name string
	Zone *time.Location
	// PublicURL is whose names the events have.
	PublicURL string
}

// Write writes the events. stamp is when the file is made.
func (c Calendar) Write(w io.Writer, stamp time.Time, events []parcours.CalendarEvent) error {
	calendar := ics.NewCalendar()
	calendar.SetProductId("-//Relais//FR")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetCalscale("GREGORIAN")
	calendar.SetXWRCalName(c.Name)
	calendar.SetXWRTimezone(c.Zone.String())
	calendar.SetRefreshInterval("PT1H")
	for _, e := range events {
		c.add(calendar, stamp, e)
	}
	if err := calendar.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("write calendar: %w", err)
	}
	return nil
}

func (c Calendar) add(calendar *ics.Calendar, stamp time.Time, e parcours.CalendarEvent) {
	event := calendar.AddEvent(e.UID + "@" + c.host())
	event.SetDtStampTime(stamp.UTC())
	event.SetCreatedTime(e.BookedAt.UTC())
	event.SetModifiedAt(e.ChangedAt.UTC())
	event.SetSequence(e.Sequence())
	event.SetStartAt(e.StartsAt.UTC())
	event.SetEndAt(e.StartsAt.Add(e.Duration).UTC())
	event.SetClass(ics.ClassificationPrivate)
	event.SetStatus(ics.ObjectStatusConfirmed)
	if e.Cancelled {
		event.SetStatus(ics.ObjectStatusCancelled)
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
	event.SetSummary(strings.TrimSpace("Rendez-vous " + e.Who))
	where := strings.Trim(e.Place+", "+e.Address, ", ")
	if e.Meeting == parcours.MeetingPhone {
		where = "Par téléphone"
	}
	if where != "" {
		event.SetLocation(where)
	}
	if e.Phone != "" {
		event.SetDescription("Téléphone du lieu : " + e.Phone)
	}
}

func (c Calendar) host() string {
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Hostname() == "" {
		return "relais.invalid"
	}
	return u.Hostname()
}
