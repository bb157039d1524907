package understand

import (
	"slices"
	"time"

	"relais/parcours"
)

// Free is when somebody says to be free. Its JSON is flat and says what holds of
// the whole text; Fits knows each wish of it: "mardi matin ou jeudi aprem" is
// Tuesdays and Thursdays at any part of the day in JSON, and no Tuesday afternoon
// for Fits.
type Free struct {
	// Days are the dates asked for, in order.
	Days []parcours.Date `json:"days"`
	// Weekdays are the days of the week asked for: "mon" to "sun".
	Weekdays []string `json:"weekdays"`
	Part     Part     `json:"part"`
	// From and To are hours, "09:30"; nil when not said. An hour named for itself
	// ("mardi 14h") is From alone.
	From *string `json:"from"`
	To   *string `json:"to"`
	// Not lists what is refused: "mon", "2027-01-12", "mon:morning", "11:30-13:30",
	// and "mon:09:00-11:00".
	Not []string `json:"not"`
	// Earliest and Latest are the first and the last date that suit, included.
	Earliest *parcours.Date `json:"earliest"`
	Latest   *parcours.Date `json:"latest"`

	wishes, refusals []wish
	within           []stretch
}

// Availability reads text as the answer to "what time would suit you?", and why;
// nil when it names no time. now tells relative days and the zone of dates.
//
//   - A weekday is that day of any week ("mardi" is "tue"); with "prochain", "en
//     huit", a week or a date it is that date.
//   - "la semaine prochaine" is from its Monday to its Sunday; "dans deux semaines"
//     is from that day on. The beginning, the middle and the end of a month are its
//     thirds. What has begun starts today.
//   - A refusal of a half of the day leaves the other ("pas le matin" is afternoon),
//     a refusal on one side of an hour or a date is a bound ("pas avant 10h" is from
//     10:00, "pas cette semaine" is from next Monday).
//   - The evening is the afternoon from 18:00, the end of an afternoon or of a day
//     from 16:00, lunch ("entre midi et deux") from 12:00 to 14:00; the beginning
//     and the end of a morning part at 10:00.
//   - "2h" is 14:00, unless the morning is said.
//   - A reason not to come refuses the time it is told of ("jai la petite le
//     mercredi").
func Availability(text string, now time.Time) (*Free, string) {
	words := timeWords(withDays(text))
	h := outlookOf(words, true)
	if len(h.said) == 0 {
		if h.any != "" {
			return (&Free{}).flat(now), "any time: " + h.any
		}
		return nil, "no time named"
	}
	c := calendar{today: parcours.DateOf(now, now.Location())}
	var a Free
	why := ""
	for i := 0; i < len(h.said); {
		j := i + 1
		for j < len(h.said) && h.said[j].group == h.said[i].group && h.said[j].stance == h.said[i].stance {
			j++
		}
		if h.said[i].stance != retracted {
			a.add(h.said[i:j], c)
		}
		i = j
	}
	for _, s := range h.said {
		if why != "" {
			why += "; "
		}
		switch {
		case s.stance == retracted:
			why += "taken back (" + s.why + "): " + s.cue
		case s.stance == refused:
			why += "refused (" + s.why + "): " + s.cue
		case s.why != "":
			why += "suits (" + s.why + "): " + s.cue
		default:
			why += "named: " + s.cue
		}
	}
	if len(a.wishes) == 0 && len(a.refusals) == 0 && len(a.within) == 0 {
		if h.any != "" {
			return (&Free{}).flat(now), "any time: " + h.any
		}
		return nil, "no day of the calendar: " + why
	}
	return a.flat(now), why
}

// Names reports whether the text names a time, to ask for it or to refuse it. "Quand
// vous voulez" names none.
func (a *Free) Names() bool { return a != nil && len(a.wishes)+len(a.refusals)+len(a.within) > 0 }

// Excludes reports whether the text refuses a time.
func (a *Free) Excludes() bool { return a != nil && len(a.refusals) > 0 }

// ExcludesDays reports whether the text names days or dates only to refuse them: "pas le
// matin" refuses none, and neither does "pas mardi, jeudi".
func (a *Free) ExcludesDays() bool {
	return a != nil && len(a.wishes)+len(a.within) == 0 && len(a.refusals) > 0 && !slices.ContainsFunc(a.refusals, func(w wish) bool { return !w.dated() })
}

// Wants reports whether start, read in zone, is a time that the text asks for: it
// is named by its day or its hour, and nothing refuses it.
func (a *Free) Wants(start time.Time, zone *time.Location) bool {
	return a != nil && len(a.wishes)+len(a.within) > 0 && a.Fits(start, zone)
}

// Refuses reports whether the text names start, read in zone, to refuse it.
func (a *Free) Refuses(start time.Time, zone *time.Location) bool {
	if a == nil {
		return false
	}
	d, minute := parcours.DateOf(start, zone), minuteOf(start.In(zone))
	return slices.ContainsFunc(a.refusals, func(w wish) bool { return w.has(d, minute) })
}

// Fits reports whether a slot that starts at start, read in zone, is among the times
// that suit. A text that only refuses leaves the rest free; nil fits nothing. An
// hour named for itself fits the slots of that hour ("14h"), or that start then
// ("14h30"); one that bounds is the last before which a slot starts ("avant 10h").
func (a *Free) Fits(start time.Time, zone *time.Location) bool {
	if a == nil || a.Refuses(start, zone) {
		return false
	}
	d, minute := parcours.DateOf(start, zone), minuteOf(start.In(zone))
	if len(a.wishes) == 0 {
		return a.lies(d)
	}
	return slices.ContainsFunc(a.wishes, func(w wish) bool {
		return w.has(d, minute) && (len(w.days) > 0 || a.lies(d))
	})
}

func (a *Free) lies(d parcours.Date) bool {
	return !slices.ContainsFunc(a.within, func(s stretch) bool { return !s.has(d) })
}

func minuteOf(t time.Time) int { return 60*t.Hour() + t.Minute() }
