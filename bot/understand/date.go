package understand

import (
	"slices"
	"time"

	"relais/parcours"
)

// Grain is how precise a date was said to be.
type Grain string

// Grains of a When: its day, its hour, its minute.
const (
	GrainDay    Grain = "day"
	GrainHour   Grain = "hour"
	GrainMinute Grain = "minute"
)

// When is an instant as a text says it, in the zone of the reader. Below its grain
// it is zero: a day begins at midnight.
type When struct {
	Value time.Time `json:"value"`
	Grain Grain     `json:"grain"`
}

// tenseCues tell whether what a text dates has begun.
var tenseCues = newLexicon(map[string]string{
	cueBegan: `
je ai [deja] (commence|commencer|debute|debuter|demarre|repris|signe|attaque|embauche|pris|trouve|travaille|ete|eu|fait|recu|demenage|fini|arrete)
(je ai ete|je suis|ete) (embauche|embauchee|recrute|prise|pris|engage) (depuis|hier|le|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)
(a|ont) (commence|debute|demarre|repris|ete signe)
(depuis|ca fait|il y a)
c'etait
(est|s'est) (arrete|termine|fini|commence|debute)
(fini|termine|arrete) (le|depuis|hier|lundi|mardi|mercredi|jeudi|vendredi)
je (y|travaille|bosse|suis) * depuis
`,
	cueBegins: `
je [re] (commence|commencerai|debute|debuterai|demarre|demarrerai|attaque|embauche|reprends|reprendrai|prends) 
(contrat|poste|travail|mission|formation|stage|cdd|cdi) (commence|debute|demarre|qui commence)
(debut|date de debut) (du|de|de la|le) (contrat|poste|mission|cdd|cdi|stage|formation)
(prise de poste|date d'embauche|date de debut)
(je vais|va|on) (commencer|debuter|demarrer|commence)
a partir (du|de)
`,
	cueOver: `
(et|puis|il|elle|,) [se|ca|il|elle] (finit|finis|termine|terminera|finira|s'arrete|prend fin)
(fin|jusqu) (le|au|de contrat|du contrat)
`,
})

const (
	cueBegan  = "began"
	cueBegins = "begins"
	cueOver   = "over" // the end of what is dated: "et finit le 18 juillet"
)

// Date reads text as the answer to "on what day, at what time?", and why; nil when
// it names no instant, or several. now tells the present and the zone.
//
//   - The next such time is meant: "lundi" is the first Monday after today, "le 12"
//     today or the next 12th, "14h" today if it is still to come and tomorrow
//     otherwise. What has begun ("j'ai commencé lundi", "depuis le 3") is dated to
//     the last such time instead.
//   - A week is its Monday, a week-end its Saturday, a month its first day; the
//     beginning of a month is its first day, its middle the 15th, its end its last
//     day; the end of a week is its Friday.
//   - "dans 15 jours" counts fifteen days, "mardi en huit" is the Tuesday after the
//     next, "mardi prochain" the next one.
//   - A part of the day is of grain day ("demain matin"); noon is an hour.
//   - "2h" is 14:00, unless the morning is said; "5h" is in the morning unless the
//     afternoon is said.
//   - A day that is refused or taken back is left out: "pas lundi, mardi".
//   - A weekday that does not go with its date does not change it.
//   - An hour that a clock change removes is the next valid one.
func Date(text string, now time.Time) (*When, string) {
	words := timeWords(withDays(text))
	h := outlookOf(words, false)
	if len(h.said) == 0 {
		return nil, "no date named"
	}
	began, begins, over := tenses(words)
	var days, clocks []said
	refusedAny := ""
	part := AnyPart
	for _, s := range h.said {
		switch {
		case s.stance == retracted:
		case s.stance == refused:
			refusedAny = because(s.why, s.cue)
		case s.kind == inClock:
			at := now.Truncate(time.Minute).Add(time.Duration(s.lo) * time.Minute)
			return &When{at, GrainMinute}, "from now: " + s.cue
		case s.kind == atClock:
			clocks = append(clocks, s)
		case s.kind == atPart:
			if part == AnyPart {
				part = s.part
			}
		default:
			days = append(days, s)
		}
	}
	days = started(days, begins, over)
	c := calendar{today: parcours.DateOf(now, now.Location())}
	c.past = pastAt(days, clocks, began, begins)
	day, why, ok := oneDate(days, c)
	if !ok {
		return nil, why
	}
	clock, clockWhy := oneClock(clocks, part)
	switch {
	case len(days) == 0 && clock == nil && refusedAny != "":
		return nil, "only a refusal: " + refusedAny
	case len(days) == 0 && clock == nil && clockWhy != "":
		return nil, clockWhy
	case len(days) == 0 && clock == nil:
		return nil, "a part of the day without its day"
	case len(days) == 0:
		day = c.today
		at := instant(day, clock.lo, now.Location())
		switch {
		case c.past && at.After(now):
			day = day.AddDays(-1)
		case !c.past && at.Before(now.Truncate(time.Minute)):
			day = day.AddDays(1)
		}
		why = "the hour alone"
	}
	if clock == nil {
		return &When{instant(day, 0, now.Location()), GrainDay}, why
	}
	grain := GrainHour
	if clock.minutes || clock.lo%60 != 0 {
		grain = GrainMinute
	}
	return &When{instant(day, clock.lo, now.Location()), grain}, why + "; hour: " + clock.cue
}

// tenses returns where text says that something began, begins, and is over.
func tenses(words []timeWord) (began, begins, over []int) {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = w.word
	}
	for _, h := range tenseCues.find(plain) {
		switch h.cue {
		case cueBegan:
			began = append(began, h.from)
		case cueBegins:
			begins = append(begins, h.from)
		case cueOver:
			over = append(over, h.from)
		}
	}
	return began, begins, over
}

// started keeps the days that tell when something begins, where others tell when
// it was agreed or when it ends: "j'ai signé hier, je commence le 25".
func started(days []said, begins, over []int) []said {
	if len(days) < 2 {
		return days
	}
	kept := days
	if len(begins) > 0 {
		kept = slices.DeleteFunc(slices.Clone(kept), func(s said) bool { return s.to <= begins[0] })
	}
	if len(over) > 0 {
		kept = slices.DeleteFunc(slices.Clone(kept), func(s said) bool { return s.from >= over[0] })
	}
	if len(kept) == 0 {
		return days
	}
	return kept
}

// pastAt reports whether the words nearest before the first day say that it is
// past.
func pastAt(days, clocks []said, began, begins []int) bool {
	at := -1
	switch {
	case len(days) > 0:
		at = days[0].to
	case len(clocks) > 0:
		at = clocks[0].to
	}
	last := func(places []int) int {
		n := -1
		for _, p := range places {
			if p < at {
				n = p
			}
		}
		return n
	}
	return last(began) > last(begins)
}

// oneDate returns the day that all of days name, false when they differ.
func oneDate(days []said, c calendar) (parcours.Date, string, bool) {
	var day parcours.Date
	why := ""
	for _, s := range days {
		if s.kind == onSpan && s.offset == 0 && s.portion == whole && (s.unit == byWeek && s.day == 0 || s.unit == byMonth) {
			if len(days) > 1 {
				continue // "cette semaine, jeudi"
			}
			return day, "a span of days: " + s.cue, false
		}
		if s.kind == onWeekdays && s.weekdays != weekend {
			m := s.moment
			m.kind, m.weekday, m.qualifier = onWeekday, time.Monday, anyWeek
			if s.weekdays == workdays {
				return day, "days of any week: " + s.cue, false
			}
			return day, "several days: " + s.cue, false
		}
		d, ok := c.days(s.moment)
		if !ok {
			return day, "no day of the calendar: " + s.cue, false
		}
		value := pointOf(s.moment, d)
		switch {
		case why == "":
			day, why = value, because(s.why, s.cue)
		case s.kind == onWeekday && s.qualifier == anyWeek && s.weekday == day.Weekday():
		case value != day:
			if framed, ok := frameOf(days, c); ok {
				return framed, because(s.why, s.cue), true
			}
			return day, "several days: " + why + ", " + s.cue, false
		}
	}
	return day, why, true
}

// frameOf reads a weekday with the week that it is in: "la semaine prochaine,
// vendredi".
func frameOf(days []said, c calendar) (parcours.Date, bool) {
	if len(days) != 2 {
		return parcours.Date{}, false
	}
	span, day := days[0].moment, days[1].moment
	if span.kind != onSpan {
		span, day = day, span
	}
	if span.kind != onSpan || span.unit != byWeek || day.kind != onWeekday {
		return parcours.Date{}, false
	}
	if days[1].beside {
		return parcours.Date{}, false
	}
	d, ok := c.days(span)
	if !ok {
		return parcours.Date{}, false
	}
	return d.first.AddDays((int(day.weekday) + 6) % 7), true
}

// pointOf returns the day that stands for a span of days.
func pointOf(m moment, s stretch) parcours.Date {
	if m.kind != onSpan || m.portion == whole || m.portion == start {
		return s.first
	}
	if m.portion == middle && (m.unit == byMonth || m.unit == namedMonth) {
		return parcours.Date{Year: s.first.Year, Month: s.first.Month, Day: 15}
	}
	return s.last
}

// oneClock returns the hour that clocks name; nil when there is none or several.
func oneClock(clocks []said, part Part) (*moment, string) {
	var one *moment
	for _, s := range clocks {
		m := s.moment.settle(part)
		switch {
		case s.bound == before || s.bound == until:
			return nil, "an hour that only bounds: " + s.cue
		case one == nil:
			one = &m
		case m.lo != one.lo:
			return nil, "several hours: " + one.cue + ", " + s.cue
		}
	}
	return one, ""
}
