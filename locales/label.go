package locales

import (
	"fmt"

	"relais/parcours"
)

// Label returns the words for a value of one of the domain's lists, such as
// parcours.LossLandline or parcours.OutcomeSeen, in lang: the text of the key
// label.<type>.<value>, or label.<type>.none for the empty value. A value that the
// catalogue does not know is returned as it is written, because the kinds of
// appointments come from files.
func (c *Catalogue) Label(lang parcours.Language, value any) string {
	kind, word := listed(value)
	if word == "" {
		word = "none"
	}
	text, err := c.in(lang).text("label."+kind+"."+word, nil)
	if err != nil {
		return fmt.Sprint(value)
	}
	return text
}

// listed returns the name that keys give to the type of value, and its value.
func listed(value any) (kind, word string) {
	switch value := value.(type) {
	case parcours.LossCause:
		return "loss_cause", string(value)
	case parcours.Outcome:
		return "outcome", string(value)
	case parcours.Channel:
		return "channel", string(value)
	case parcours.EventKind:
		return "event_kind", string(value)
	case parcours.EscalationKind:
		return "escalation_kind", string(value)
	case parcours.Impediment:
		return "impediment", string(value)
	case parcours.AttemptState:
		return "attempt_state", string(value)
	case parcours.NotificationState:
		return "notification_state", string(value)
	case parcours.ClockColour:
		return "clock_colour", string(value)
	case parcours.RowOutcome:
		return "row_outcome", string(value)
	case parcours.ProfessionalRole:
		return "professional_role", string(value)
	case parcours.ActivityKind:
		return "activity_kind", string(value)
	case parcours.WeekSkip:
		return "week_skip", string(value)
	case parcours.JobKind:
		return "job_kind", string(value)
	case parcours.JobState:
		return "job_state", string(value)
	case parcours.CheckInAnswer:
		return "check_in_answer", string(value)
	case parcours.AppointmentKind:
		return "appointment_kind", string(value)
	}
	return "", fmt.Sprint(value)
}
