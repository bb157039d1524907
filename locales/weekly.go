package locales

import (
	"regexp"
	"strings"
	"time"

	"relais/parcours"
)

// weekly adds what a message may say of the hours of a week and of a planned
// activity to the values.
func (s *spoken) weekly(r Request, f facts, values map[string]string) (err error) {
	calendar := s.calendarOf(r)
	if !f.Week.IsZero() {
		if values["Week"], err = calendar.week(f.Week); err != nil {
			return err
		}
		if values["Planned"], err = s.hours(f.Planned); err != nil {
			return err
		}
	}
	if f.Declared != nil {
		if values["Hours"], err = s.hours(*f.Declared); err != nil {
			return err
		}
	}
	switch {
	case f.Day.IsZero():
	case !f.StartsAt.IsZero():
		values["Day"] = values["When"]
		if values["When"] == "" {
			values["Day"], err = calendar.when(f.StartsAt)
		}
	default:
		values["Day"], err = calendar.day(f.Day.At(12, 0, r.Zone))
	}
	if err != nil || f.Others <= 0 {
		return err
	}
	values["Others"], err = s.text("list.other_activities", map[string]any{"Count": f.Others})
	return err
}

// hours is duration that writes 0 as "0h".
func (s *spoken) hours(minutes int) (string, error) {
	if minutes <= 0 {
		return s.writeDuration(0, 0)
	}
	return s.duration(minutes)
}

// activity returns the name of a planned activity as a message may print it: in
// words that say nothing where it is about health, speaks of the allowance, or where
// several people may read it.
func (s *spoken) activity(to parcours.Recipient, kind parcours.ActivityKind, label string) string {
	if kind == "" {
		return ""
	}
	neutral, err := s.text("label.activity_kind."+string(parcours.KindOther), nil)
	if err != nil {
		return ""
	}
	if to.Discreet || kind == parcours.KindHealth || unsaid.MatchString(label) {
		return neutral
	}
	if label = strings.TrimSpace(label); label != "" {
		return label
	}
	if text, err := s.text("label.activity_kind."+string(kind), nil); err == nil {
		return text
	}
	return neutral
}

// unsaid finds in a label what no message names.
var unsaid = regexp.MustCompile(`(?i)\b(?:RSA|CAF|MSA|allocations?|dettes?|surendettement|indus?|addict\w*|psy\w*|soins?|m[ée]d\w*|alcool\w*)\b`)

func isWeekly(template string) bool {
	return strings.HasPrefix(template, "weekly.") || strings.HasPrefix(template, "reply.weekly.") ||
		strings.HasPrefix(template, "activity.") || strings.HasPrefix(template, "reply.activity.")
}

// week fills in a sample of the weekly declaration.
func (s Sample) week(r *Request, today parcours.Date) {
	declared := 9 * 60
	if s.Template == "reply.weekly.noted" {
		declared = 16*60 + 30
	}
	workshop, elsewhere := "Atelier CV", "Bénévolat épicerie"
	if s.Long {
		workshop, elsewhere = "Atelier CV et lettre de motivation", "Bénévolat à l'épicerie solidaire"
	}
	week := parcours.WeekOf(today)
	r.Facts.StartsAt, r.Facts.Minutes, r.Facts.With = time.Time{}, 0, nil
	r.Facts.Week, r.Facts.MinHours, r.Facts.MaxHours, r.Facts.Planned, r.Facts.Declared = week, 15, 20, 7*60, &declared
	r.Facts.By = week.Next().Monday.AddDays(2).At(12, 0, s.Zone)
	if s.Template == "activity.before.reminder" {
		r.Facts.Activity, r.Facts.ActivityKind, r.Facts.Day, r.Facts.Others = workshop, parcours.KindWorkshop, week.Monday.AddDays(1), 1
		r.Facts.StartsAt = r.Facts.Day.At(9, 30, s.Zone)
	} else {
		r.Facts.Place, r.Facts.Address = "", ""
	}
	r.Choices = weekChoices(s.Template, workshop, elsewhere)
}

// weekChoices are those that the rest of Relais offers with a sample.
func weekChoices(template, workshop, elsewhere string) []parcours.Choice {
	done := []parcours.Choice{
		{Action: "week_done1", Label: "choice.week_done", Activity: &parcours.OfferedActivity{ID: "1", Kind: parcours.KindWorkshop, Label: workshop, Minutes: 180}},
		{Action: "week_done2", Label: "choice.week_done", Activity: &parcours.OfferedActivity{ID: "2", Kind: parcours.KindVolunteering, Label: elsewhere, Minutes: 240}},
	}
	switch template {
	case "weekly.request.planned", "weekly.nudge.planned":
		return []parcours.Choice{{Action: parcours.ActionWeekAll, Label: "choice.week_all"}, {Action: parcours.ActionWeekDetail, Label: "choice.week_detail"}, {Action: parcours.ActionWeekHindered, Label: "choice.week_hindered"}}
	case "weekly.request.hours", "weekly.nudge.hours", "reply.weekly.ask", "reply.weekly.help":
		return []parcours.Choice{{Action: parcours.ActionWeekHindered, Label: "choice.week_hindered"}}
	case "reply.weekly.low", "reply.weekly.zero":
		return []parcours.Choice{{Action: parcours.ActionTalk, Label: "choice.talk"}, {Action: parcours.ActionNoTalk, Label: "choice.no_talk"}}
	case "reply.weekly.detail":
		return append(done, parcours.Choice{Action: parcours.ActionWeekAll, Label: "choice.week_everything"}, parcours.Choice{Action: parcours.ActionWeekNone, Label: "choice.week_none"})
	case "reply.weekly.more":
		return append(done[1:], parcours.Choice{Action: parcours.ActionWeekEnough, Label: "choice.week_enough"})
	case "activity.before.reminder":
		return []parcours.Choice{{Action: parcours.ActionActivityGo, Label: "choice.activity_go"}, {Action: parcours.ActionActivityNotGo, Label: "choice.activity_not_go"}}
	}
	return nil
}
