package bot

import (
	"fmt"
	"slices"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// who tells who writes, whom to call, and what is never asked.
func (t *turn) who() {
	t.because("who")
	t.answer("reply.who.known")
}

// unsure serves a message from a number of several people, when nothing tells who
// writes: it is asked once, by first names unless one of them wants discreet texts.
// What needs no name is served at once.
func (t *turn) unsure() bool {
	if len(t.d.Unsure) == 0 {
		return false
	}
	if t.in.Kind != parcours.InboundText || understand.Fold(t.in.Text) == "" {
		return false
	}
	intent := understand.Intent(t.in.Text)
	switch intent.Label {
	case understand.Stop, understand.Start:
		if intent.Whole {
			return false
		}
	case understand.WrongPerson, understand.ChooseTongue, understand.Deceased, understand.Who:
		return false
	}
	if t.s.Awaiting == awaitingWho {
		return t.whoTold()
	}
	if intent.Label == understand.Thanks || intent.Whole && (intent.Label == understand.Help || intent.Label == understand.Greeting) {
		return false
	}
	if t.s.Answered { // asked before, in vain: a human finds out
		t.because("who writes? to a human")
		t.do(parcours.AskWho{}, parcours.Escalate{Kind: parcours.EscalationWho, Text: t.in.Text})
		t.answer("reply.unclear.human")
		return true
	}
	t.because("who writes? asked")
	// A human has it meanwhile: whoever is asked may never answer.
	t.do(parcours.AskWho{}, parcours.Escalate{Kind: parcours.EscalationWho, Text: t.in.Text})
	t.s.Awaiting, t.s.PendingID = awaitingWho, t.in.ID
	say := parcours.Say{Template: "reply.whom.open", Facts: t.facts()}
	if !slices.ContainsFunc(t.d.Unsure, func(p parcours.Person) bool { return p.Discreet }) && !t.sameFirstName() {
		say.Template, say.Choices = "reply.whom.ask", t.whoChoices()
	}
	say.Facts.Referent = "" // nobody's before somebody says so
	t.say(say)
	return true
}

// commonLanguage is the one that everybody who may have written reads; where they do
// not read the same, French, unless the words themselves are in one of theirs.
func (t *turn) commonLanguage() parcours.Language {
	common := t.d.Unsure[0].Language
	for _, p := range t.d.Unsure {
		if written := understand.Written(t.in.Text); written != "" && written == p.Language {
			return written
		}
		if p.Language != common {
			common = ""
		}
	}
	return common
}

const actionSomebodyElse = "who_other"

func (t *turn) whoChoices() []parcours.Choice {
	var choices []parcours.Choice
	for i, p := range t.d.Unsure {
		choices = append(choices, parcours.Choice{Action: fmt.Sprintf("who%d", i+1), Label: "choice.whom.name", Name: p.FirstName})
	}
	return append(choices, parcours.Choice{Action: actionSomebodyElse, Label: "choice.whom.other"})
}

func (t *turn) sameFirstName() bool {
	seen := map[string]bool{}
	for _, p := range t.d.Unsure {
		name := understand.Fold(p.FirstName)
		if seen[name] {
			return true
		}
		seen[name] = true
	}
	return false
}

// whoTold serves the answer to "who writes?": what was written before is then
// stepped again as theirs. Nothing is asked twice: what does not say who goes to the
// human who has what came before.
func (t *turn) whoTold() bool {
	t.forget()
	pending := t.s.PendingID
	t.s.PendingID = ""
	named := ""
	if action, _ := understand.Choice(t.in.Text, t.whoChoices(), t.local()); action != "" && !t.discreetly() {
		for i, p := range t.d.Unsure {
			if action == fmt.Sprintf("who%d", i+1) {
				named = p.ID
			}
		}
	}
	if found := t.personNamed(); found != "" {
		named = found
	}
	if named != "" {
		t.because("who writes? told")
		t.s.Answered = false
		t.do(parcours.TellWho{PersonID: named, InboxID: pending})
		return true
	}
	t.because("who writes? not told: to a human")
	t.s.Answered = true
	t.do(parcours.AskWho{}, parcours.Escalate{Kind: parcours.EscalationWho, Text: t.in.Text})
	t.answer("reply.unclear.human")
	return true
}

func (t *turn) discreetly() bool {
	return slices.ContainsFunc(t.d.Unsure, func(p parcours.Person) bool { return p.Discreet }) || t.sameFirstName()
}

// personNamed is the one whose first name, or whole name where first names are the
// same, the text says.
func (t *turn) personNamed() string {
	text := " " + understand.Fold(t.in.Text) + " "
	found := ""
	for _, p := range t.d.Unsure {
		first, last := understand.Fold(p.FirstName), understand.Fold(p.LastName)
		if first == "" || !strings.Contains(text, " "+first+" ") || t.sameFirstName() && !strings.Contains(text, " "+last+" ") {
			continue
		}
		if found != "" {
			return ""
		}
		found = p.ID
	}
	return found
}
