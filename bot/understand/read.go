package understand

import (
	"time"

	"relais/parcours"
)

// Asked names what a text answers.
type Asked string

// What a text may answer. AskedNone is a message that nobody asked for.
const (
	AskedHours        Asked = "hours"
	AskedReply        Asked = "reply"
	AskedAvailability Asked = "availability"
	AskedDate         Asked = "date"
	AskedNone         Asked = "none"
)

// Reading is what Read makes of a text: a HoursReading, a ReplyReading, a *Free, a
// *When or a MessageReading. Its JSON is the program's contract.
type Reading any

// Context is what Read needs to know beside the text.
type Context struct {
	Asked Asked
	// Now gives relative days their date.
	Now time.Time
	// Language is assumed of a text that shows none, such as "1".
	Language parcours.Language
}

// readers is the one list of what can be read.
var readers = map[Asked]func(text string, c Context) (Reading, string){
	AskedHours:        hoursReading,
	AskedReply:        replyReading,
	AskedAvailability: availabilityReading,
	AskedDate:         dateReading,
	AskedNone:         messageReading,
}

// Known reports whether a is one of the constants above.
func (a Asked) Known() bool { return readers[a] != nil }

// Read returns what text says as the answer to c.Asked, and why; nil when it says
// nothing of the kind, or when c.Asked is not known.
func Read(text string, c Context) (Reading, string) {
	read := readers[c.Asked]
	if read == nil {
		return nil, "not asked"
	}
	return read(text, c)
}

// ReplyReading is an answer to a convocation.
type ReplyReading struct {
	Label Label `json:"label"`
	// Reason is nil when none is given.
	Reason *parcours.Impediment `json:"reason"`
}

// attendance are the answers that a convocation prints, in the order of their numbers.
var attendance = []parcours.Choice{
	{Action: string(Yes), Label: "choice.come"}, {Action: string(No), Label: "choice.cannot"}, {Action: string(Reschedule), Label: "choice.other"},
}

func replyReading(text string, c Context) (Reading, string) {
	if action, why := Choice(text, attendance, c.Now); action != "" {
		return ReplyReading{Label: Label(action)}, why
	}
	a := Reply(text)
	r := ReplyReading{Label: a.Label}
	if a.agreed {
		r.Label = Yes // the day that is named is most often the one that was offered
	}
	if a.Impediment != parcours.ImpedimentNone {
		r.Reason = &a.Impediment
	}
	return r, a.Why
}

// MessageReading is a message that nobody asked for.
type MessageReading struct {
	Label Label `json:"label"`
	// Lang is the language that the text is written in.
	Lang parcours.Language `json:"lang"`
	// Distress is a Danger, or "none".
	Distress string `json:"distress"`
}

func messageReading(text string, c Context) (Reading, string) {
	t := listen(text)
	u := intent(t)
	lang, spoken := tongueOf(t, c.Language)
	danger, cue := distress(t)
	r := MessageReading{Label: u.Published(), Lang: lang, Distress: "none"}
	why := u.Why + "; " + spoken
	if danger != NoDanger {
		r.Distress = string(danger)
		why += "; " + cue
	}
	return r, why
}

// HoursReading is what a text says of the hours of a week.
type HoursReading struct {
	// Minutes is nil when the text states no hours.
	Minutes *int `json:"minutes"`
	// Impediment is nil when none is given.
	Impediment *parcours.Impediment `json:"impediment"`
}

func hoursReading(text string, _ Context) (Reading, string) {
	d := Hours(text)
	if !d.Understood() {
		return nil, d.Why
	}
	var r HoursReading
	if d.Stated {
		r.Minutes = &d.Minutes
	}
	if d.Impediment != parcours.ImpedimentNone {
		r.Impediment = &d.Impediment
	}
	return r, d.Why
}

func availabilityReading(text string, c Context) (Reading, string) {
	free, why := Availability(text, c.Now)
	if free == nil {
		return nil, why
	}
	return free, why
}

func dateReading(text string, c Context) (Reading, string) {
	when, why := Date(text, c.Now)
	if when == nil {
		return nil, why
	}
	return when, why
}
