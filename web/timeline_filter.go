package web

import (
	"net/url"
	"slices"
	"strconv"

	"relais/parcours"
)

// timelineEntries is how many entries of a timeline a page shows.
const timelineEntries = 40

// timelineFilters are the parts of a timeline that can be read alone; "" is all of it.
var timelineFilters = []string{"", "messages", "appointments", "week", "job"}

// timelineParts are the events of each part.
var timelineParts = map[string][]parcours.EventKind{
	"messages": {
		parcours.EventPlanned, parcours.EventSent, parcours.EventDelivered, parcours.EventUndelivered, parcours.EventUnknown, parcours.EventEnded,
		parcours.EventReceived, parcours.EventAnswered, parcours.EventEscalated, parcours.EventPrinted, parcours.EventCalled, parcours.EventCorrected,
		parcours.EventWritten, parcours.EventHurried, parcours.EventRestored, parcours.EventOptedOut, parcours.EventOptedIn,
	},
	"appointments": {
		parcours.EventBooked, parcours.EventConfirmed, parcours.EventExcused, parcours.EventMoved, parcours.EventRevoked, parcours.EventOutcome,
	},
	"week": {parcours.EventAgreed, parcours.EventActivity, parcours.EventDeclared, parcours.EventImpediment, parcours.EventValidated},
	"job":  {parcours.EventJobDeclared, parcours.EventJobRefused, parcours.EventEmployed, parcours.EventJobEnded, parcours.EventCheckedIn},
}

// timelinePart is one page of one part of a timeline.
type timelinePart struct {
	page
	Filters []filterLink
	Days    []timelineDay
	// Older and Newer are the addresses of the pages beside this one, empty at the ends.
	Older, Newer string
}

// filterLink leads to one part.
type filterLink struct {
	Title, Address string
	Current        bool
}

// timelinePart cuts a timeline: q holds the part ("fil") and the page ("page", from 1).
func (p page) timelinePart(personID string, entries []parcours.TimelineEntry, q url.Values) timelinePart {
	part := q.Get("fil")
	if !slices.Contains(timelineFilters, part) {
		part = ""
	}
	number, err := strconv.Atoi(q.Get("page"))
	if err != nil || number < 1 {
		number = 1
	}
	at := func(part string, number int) string {
		q := url.Values{}
		if part != "" {
			q.Set("fil", part)
		}
		if number > 1 {
			q.Set("page", strconv.Itoa(number))
		}
		return address("/personnes/"+personID, q) + "#fil"
	}
	shown := timelinePart{page: p}
	for _, f := range timelineFilters {
		title := f
		if f == "" {
			title = "all"
		}
		shown.Filters = append(shown.Filters, filterLink{"person.show_" + title, at(f, 1), f == part})
	}
	kept := briefly(entries)
	if part != "" {
		kept = slices.DeleteFunc(kept, func(e parcours.TimelineEntry) bool { return !slices.Contains(timelineParts[part], e.Kind) })
	}
	end := max(0, len(kept)-(number-1)*timelineEntries)
	begin := max(0, end-timelineEntries)
	if begin > 0 {
		shown.Older = at(part, number+1)
	}
	if number > 1 {
		shown.Newer = at(part, number-1)
	}
	shown.Days = p.days(kept[begin:end])
	for i := range shown.Days {
		shown.Days[i].PersonID = personID
	}
	return shown
}
