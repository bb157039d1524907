package intake_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"relais/intake"
	"relais/parcours"
)

func TestCalendarIsRFC5545AndSaysNoMoreThanItMust(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	booked := time.Date(2026, 3, 20, 10, 0, 0, 0, zone)
	// the clocks change on 29 March 2026: one before, one after
	events := []parcours.CalendarEvent{
		{
			UID: "a-1", StartsAt: time.Date(2026, 3, 27, 9, 0, 0, 0, zone), Duration: time.Hour, Who: parcours.CalendarName("Maëlys", "Quillien"), BookedAt: booked, ChangedAt: booked,
			Place: "CDAS; accueil, étage 2", Address: strings.Repeat("12 quai Duguay-Trouin, ", 6) + "35600 Redon", Phone: "02 61 91 01 02",
		},
		{UID: "a-2", StartsAt: time.Date(2026, 3, 30, 9, 0, 0, 0, zone), Duration: 30 * time.Minute, BookedAt: booked, ChangedAt: booked.Add(time.Hour), Cancelled: true, Meeting: parcours.MeetingPhone},
	}
	var file bytes.Buffer
	if err := (intake.Calendar{Name: "Relais", Zone: zone, PublicURL: "https://relais.exemple.fr"}).Write(&file, booked, events); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets, or one that does not end by CRLF: %q", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(text, "\r\n ", "")
	for _, want := range []string{
		"UID:a-1@relais.exemple.fr", "DTSTART:20260327T080000Z", "DTEND:20260327T090000Z", "STATUS:CONFIRMED", "SUMMARY:Rendez-vous Maëlys Q.",
		`CDAS\; accueil\, étage 2`, "DTSTART:20260330T070000Z", "STATUS:CANCELLED", "SUMMARY:Rendez-vous\r\n", "LOCATION:Par téléphone", "CLASS:PRIVATE", "X-WR-TIMEZONE:Europe/Paris", "METHOD:PUBLISH",
	} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("%q is missing in:\n%s", want, unfolded)
		}
	}
	if strings.Contains(unfolded, "uillien") {
		t.Error("the last name is in the calendar")
	}
	if a, b := events[0].Sequence(), events[1].Sequence(); b != a+3600 || a <= 0 {
		t.Errorf("sequences are %d and %d: a later change has a larger one", a, b)
	}
	read, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil || len(read.Events()) != 2 {
		t.Fatalf("read again: %v", err)
	}
	at, err := read.Events()[1].GetStartAt()
	if err != nil || !at.Equal(events[1].StartsAt) {
		t.Errorf("read again at %v, %v", at, err)
	}
}
