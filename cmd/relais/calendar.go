package main

import (
	"io"
	"strings"
	"time"

	"relais/intake"
	"relais/parcours"
)

// calendarLink makes the address of a person's own appointment. Messages carry it only
// where the console is reached by https, under the service's own name.
func (s nodeSettings) calendarLink() func(token string) string {
	public := strings.TrimSuffix(s.publicURL(), "/")
	if !strings.HasPrefix(public, "https://") {
		return nil
	}
	return func(token string) string { return public + "/rdv/" + token + ".ics" }
}

// calendarFile writes calendars for the console.
func (s nodeSettings) calendarFile(zone *time.Location) func(io.Writer, string, time.Time, []parcours.CalendarEvent) error {
	return func(w io.Writer, name string, stamp time.Time, events []parcours.CalendarEvent) error {
		return intake.Calendar{Name: name, Zone: zone, PublicURL: s.publicURL()}.Write(w, stamp, events)
	}
}
