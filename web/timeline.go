package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// days groups a timeline by civil day, newest first.
func (p page) days(entries []parcours.TimelineEntry) []timelineDay {
	var days []timelineDay
	for _, e := range slices.Backward(briefly(entries)) {
		on := parcours.DateOf(e.At, p.zone)
		if len(days) == 0 || days[len(days)-1].On != on {
			days = append(days, timelineDay{page: p, On: on})
		}
		last := &days[len(days)-1]
		last.Entries = append(last.Entries, p.line(e))
	}
	return days
}

// briefly leaves one line for each message that left: its words, with how far it got.
// That it was planned, and that it arrived, are in the line's state.
func briefly(entries []parcours.TimelineEntry) []parcours.TimelineEntry {
	left := map[string]bool{}
	for _, e := range entries {
		if e.Kind == parcours.EventSent {
			left[e.About] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e parcours.TimelineEntry) bool {
		return left[e.About] && e.About != "" && (e.Kind == parcours.EventPlanned || e.Kind == parcours.EventDelivered)
	})
}

func (p page) line(e parcours.TimelineEntry) timelineLine {
	line := timelineLine{TimelineEntry: e, Side: "event", Who: p.who(e)}
	switch {
	case e.Kind == parcours.EventReceived:
		line.Side = "person"
	case e.Text != "":
		line.Side = "us"
	}
	if e.State != "" {
		line.StateText = p.stateText(e.State)
		switch parcours.AttemptState(e.State) {
		case parcours.AttemptDelivered, parcours.AttemptAcknowledged:
			line.Good = true
		case parcours.AttemptUndeliveredPerm, parcours.AttemptUndeliveredTemp, parcours.AttemptRejected,
			parcours.AttemptBlocked, parcours.AttemptLost, parcours.AttemptNoReceipt:
			line.Bad = true
		}
	}
	for _, name := range shownDetails[e.Kind] {
		if value := e.Details[name]; value != "" {
			line.Details = append(line.Details, detail{p.T("detail." + name), p.detail(e.Kind, name, value)})
		}
	}
	return line
}

func (p page) who(e parcours.TimelineEntry) string {
	switch {
	case e.ActorName != "":
		return e.ActorName
	case e.Actor == "person" || e.Actor == "relais":
		return p.T("actor." + e.Actor)
	}
	return ""
}

// stateText says the state of an attempt, or of a notification, in words.
func (p page) stateText(state string) string {
	if text := p.Label(parcours.AttemptState(state)); text != state {
		return text
	}
	return p.Label(parcours.NotificationState(state))
}

// shownDetails are the details of each event that the timeline shows, in order.
// Others are for the journal only.
var shownDetails = map[parcours.EventKind][]string{
	parcours.EventEntered:     {"entered_on", "entry_source"},
	parcours.EventBooked:      {"starts_at", "kind", "origin"},
	parcours.EventPlanned:     {"kind", "due_at"},
	parcours.EventSent:        {"kind", "on"},
	parcours.EventDelivered:   {"kind"},
	parcours.EventUndelivered: {"kind", "code", "cause", "on"},
	parcours.EventPrinted:     {"kind"},
	parcours.EventCalled:      {"kind", "outcome", "due_at"},
	parcours.EventCorrected:   {"kind", "what"},
	parcours.EventUnknown:     {"code"},
	parcours.EventEnded:       {"state"},
	parcours.EventExcused:     {"impediment", "words"},
	parcours.EventMoved:       {"starts_at"},
	parcours.EventOutcome:     {"to", "impediment"},
	parcours.EventEscalated:   {"kind", "impediment"},
	parcours.EventLanguage:    {"language"},
	parcours.EventOptedOut:    {"channel"},
	parcours.EventOptedIn:     {"channel"},
	parcours.EventRegistered:  {"on"},
	parcours.EventOriented:    {"value", "on"},
	parcours.EventContracted:  {"on", "ends_on"},
	parcours.EventAgreed:      {"min_hours", "max_hours", "on", "ends_on"},
	parcours.EventActivity:    {"kind", "on"},
	parcours.EventDeclared:    {"week", "minutes", "impediment"},
	parcours.EventImpediment:  {"week", "impediment", "state"},
	parcours.EventValidated:   {"week", "minutes"},
	parcours.EventHurried:     {"kind", "due_at"},
	parcours.EventRestored:    {"kind", "due_at"},
	parcours.EventPreferred:   {"language", "channel"},
	parcours.EventNumber:      {"change", "phone_kind"},
	parcours.EventNoted:       {"change"},
	parcours.EventExited:      {"on", "why"},
	parcours.EventJobDeclared: {"on", "contract"},
	parcours.EventEmployed:    {"on", "contract"},
	parcours.EventJobEnded:    {"on"},
	parcours.EventCheckedIn:   {"answer"},
}

// detail writes one value of an event in words when its name says of which list
// it is, as a date when it reads as one, and as it is otherwise.
func (p page) detail(event parcours.EventKind, name, value string) string {
	switch name {
	case "to":
		return p.Label(parcours.Outcome(value))
	case "impediment":
		return p.Label(parcours.Impediment(value))
	case "channel":
		return p.Label(parcours.Channel(value))
	case "language":
		return p.Label(parcours.Language(value))
	case "minutes":
		if n, err := strconv.Atoi(value); err == nil {
			return p.T("person.hours", "hours", p.hours(n))
		}
		return value
	case "entry_source":
		return p.Label(parcours.EntrySource(value))
	case "origin":
		return p.Label(parcours.Origin(value))
	case "change":
		return p.T("detail.change_" + value)
	case "why":
		return p.Label(parcours.ExitReason(value))
	case "phone_kind":
		return p.Label(parcours.PhoneKind(value))
	case "state":
		if event == parcours.EventImpediment {
			return p.Label(parcours.ImpedimentState(value))
		}
		return p.Label(parcours.NotificationState(value))
	case "cause":
		return p.Label(parcours.ReturnCause(value))
	case "outcome":
		return p.Label(parcours.CallOutcome(value))
	case "what":
		if text, ok := p.words["label.what."+value]; ok {
			return text
		}
		if text := p.Label(parcours.LetterState(value)); text != value {
			return text
		}
		return p.Label(parcours.CallOutcome(value))
	case "value":
		return p.Label(parcours.Orientation(value))
	case "contract":
		return p.Label(parcours.JobKind(value))
	case "answer":
		return p.Label(parcours.CheckInAnswer(value))
	case "kind":
		switch event {
		case parcours.EventBooked:
			return p.Label(parcours.AppointmentKind(value))
		case parcours.EventEscalated:
			return p.Label(parcours.EscalationKind(value))
		case parcours.EventActivity:
			return p.Label(parcours.ActivityKind(value))
		}
		return p.Message(value)
	}
	if d, err := parcours.ParseDate(value); err == nil {
		return p.Day(d)
	}
	if t, err := time.Parse(time.RFC3339, value); err == nil {
		return p.Moment(t)
	}
	return value
}

var frenchNumber = regexp.MustCompile(`^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$`)

// Phone writes a French number as people say it, 06 39 98 01 00, and any other
// address as it is.
func (p page) Phone(address string) string {
	return frenchNumber.ReplaceAllString(address, "0$1 $2 $3 $4 $5")
}

// personName is "Nadine LE GOFF".
func personName(p parcours.Person) string {
	return strings.TrimSpace(p.FirstName + " " + strings.ToUpper(p.LastName))
}
