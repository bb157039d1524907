package bot

import (
	"regexp"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// What State.Awaiting may be after the person told of a change.
const (
	awaitingDepartment = "department"
	awaitingNumber     = "number"
	awaitingWho        = "who"
)

// noted hands a change to the referent and says so; an appointment that stands
// still does.
func (t *turn) noted(kind parcours.EscalationKind) {
	t.escalate(kind, parcours.ImpedimentNone)
	facts := t.facts()
	if a, ok := t.next(); ok {
		facts.StartsAt = a.StartsAt
	}
	t.say(parcours.Say{Template: "reply.change.noted", Facts: facts})
}

var (
	postcode   = regexp.MustCompile(`\b(?:0[1-9]|[1-8]\d|9[0-5]|97|98)\d{3}\b`)
	department = regexp.MustCompile(`\b(?:0?[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-6])\b`)
)

// moved serves "j'ai déménagé": a human changes the file, and the département is
// asked when the text does not tell it, since another one follows the person there.
func (t *turn) moved() {
	t.because("moved")
	t.forget()
	if postcode.MatchString(t.in.Text) || department.MatchString(understand.Fold(t.in.Text)) && strings.Contains(understand.Fold(t.in.Text), "dans le") {
		t.noted(parcours.EscalationMoved)
		return
	}
	t.escalate(parcours.EscalationMoved, parcours.ImpedimentNone)
	t.s.Awaiting = awaitingDepartment
	t.answer("reply.address.ask")
}

// departmentTold serves the answer to "in which département?"; false for a message
// about something else.
func (t *turn) departmentTold(intent understand.Understood) bool {
	t.forget()
	switch intent.Label {
	case understand.Unclear, understand.Moved, understand.ReportHours, understand.Yes, understand.No, understand.Hindered:
	default:
		return false
	}
	t.because("moved: where to")
	t.noted(parcours.EscalationMoved)
	return true
}

var numberLike = regexp.MustCompile(`(?:\+|00)?\d(?:[ .\-/()]?\d){8,13}`)

// numberGiven is the one number in the text that is not the one they write from.
func (t *turn) numberGiven() (parcours.Phone, bool) {
	var given parcours.Phone
	for _, found := range numberLike.FindAllString(t.in.Text, 3) {
		phone := parcours.ParsePhone(found)
		switch phone.Kind {
		case parcours.PhoneMobile, parcours.PhoneLandline, parcours.PhoneVoIP:
		default:
			continue
		}
		if phone.E164 == t.in.Address || phone == given {
			continue
		}
		if given.E164 != "" {
			return parcours.Phone{}, false
		}
		given = phone
	}
	return given, given.E164 != ""
}

// phoneChange serves a new number: it is asked to confirm itself, and trusted only
// then, or once a human says so. Until then the known one stays.
func (t *turn) phoneChange() {
	t.forget()
	phone, given := t.numberGiven()
	if !given {
		t.because("phone change: number asked")
		t.escalate(parcours.EscalationPhoneChange, parcours.ImpedimentNone)
		t.s.Awaiting = awaitingNumber
		t.answer("reply.number.ask")
		return
	}
	t.because("phone change: number given")
	t.do(parcours.ClaimNumber{Phone: phone})
	t.escalate(parcours.EscalationPhoneChange, parcours.ImpedimentNone)
	if phone.Kind != parcours.PhoneMobile {
		t.answer("reply.change.noted")
		return
	}
	t.answer("reply.number.claimed")
}

// numberTold serves the answer to "which number?".
func (t *turn) numberTold(intent understand.Understood) bool {
	if _, given := t.numberGiven(); given {
		t.phoneChange()
		return true
	}
	t.forget()
	if intent.Label != understand.Unclear {
		return false
	}
	t.because("phone change: no number yet")
	t.noted(parcours.EscalationPhoneChange)
	return true
}

// claimedNumber serves a number that somebody gave as theirs: its yes makes it
// theirs, its no drops it. Anything else is a stranger's.
func (t *turn) claimedNumber() bool {
	c := t.d.Claim
	if c == nil {
		return false
	}
	intent := understand.Intent(t.in.Text)
	answer := t.answerRead()
	switch {
	case intent.Label == understand.WrongPerson, answer.Label == understand.No:
		t.because("claimed number: not theirs")
		t.do(parcours.SettleNumber{ClaimID: c.ID})
		t.answer("reply.number.refused")
	case answer.Label == understand.Yes, understand.Fold(t.in.Text) == "1":
		t.because("claimed number: confirmed")
		t.do(parcours.SettleNumber{ClaimID: c.ID, Confirmed: true})
		t.answer("reply.number.confirmed")
	default:
		return false
	}
	return true
}

// kin are relations whose death is the person's loss: "mon père est décédé".
var kin = []string{"pere", "mere", "papa", "maman", "frere", "soeur", "fils", "fille", "enfant", "bebe", "grand pere", "grand mere", "mamie", "papi", "oncle", "tante", "cousin", "cousine", "ami", "amie", "copain", "copine", "beau pere", "belle mere", "chien", "chat"}

// bereaved reports whether the death told is somebody else's than the person's own:
// of one of theirs, without anything that says who writes in their place.
func (t *turn) bereaved() bool {
	folded := " " + understand.Fold(t.in.Text) + " "
	if first := understand.Fold(t.d.Person.FirstName); first != "" && strings.Contains(folded, " "+first+" ") {
		return false
	}
	for _, instead := range []string{" sa soeur ", " son frere ", " sa mere ", " son pere ", " sa fille ", " son fils ", " sa femme ", " son mari ", " son epouse ", " sa compagne ", " son compagnon ", " le titulaire ", " cette personne "} {
		if strings.Contains(folded, instead) {
			return false
		}
	}
	for _, one := range kin {
		for _, my := range []string{" mon ", " ma ", " mes ", " notre "} {
			if strings.Contains(folded, my+one+" ") {
				return true
			}
		}
	}
	return false
}

// diedByName reports whether the text tells the person's death by their first name:
// "yann est mort".
func (t *turn) diedByName() bool {
	first := understand.Fold(t.d.Person.FirstName)
	folded := " " + understand.Fold(t.in.Text) + " "
	for _, died := range []string{"est mort", "est morte", "est decede", "est decedee", "nous a quittes", "died", "passed away", "has died"} {
		if first != "" && strings.Contains(folded, " "+first+" "+died+" ") {
			return true
		}
	}
	return false
}

// deceased serves the news of the person's death, told by whoever has the phone:
// everything stops at once, and only a human confirms or lifts it.
func (t *turn) deceased() {
	t.forget()
	if t.bereaved() {
		t.because("bereavement")
		t.escalate(parcours.EscalationImpediment, parcours.ImpedimentBereavement)
		t.answer("reply.bereavement.noted")
		return
	}
	t.because("deceased: everything stops")
	t.do(parcours.Hold{})
	t.escalate(parcours.EscalationDeceased, parcours.ImpedimentNone)
	t.answer("reply.deceased.noted")
}

// held serves what is written after a death was told: a human reads it, and nothing
// is answered.
func (t *turn) held() bool {
	if t.d.Person.HeldAt.IsZero() {
		return false
	}
	t.because("held: to a human, without an answer")
	switch {
	case t.in.Kind != parcours.InboundText && t.in.Kind != parcours.InboundMedia:
	case understand.IsStop(t.in.Text):
		t.do(parcours.OptOut{})
	default:
		t.escalate(parcours.EscalationDeceased, parcours.ImpedimentNone)
	}
	return true
}

// dataRequest serves what the law lets people ask of their data: the coordinators
// answer within a month, and nothing is erased by itself.
func (t *turn) dataRequest(kind parcours.EscalationKind) {
	t.because("data: " + string(kind))
	t.forget()
	again := t.escalated(kind)
	t.escalate(kind, parcours.ImpedimentNone)
	if again {
		t.answer("reply.data.again")
		return
	}
	facts := t.facts()
	zone := t.local().Location()
	facts.Workdays, facts.By = 0, parcours.DateOf(t.now, zone).AddMonths(1).At(0, 0, zone)
	t.say(parcours.Say{Template: "reply.data.received", Facts: facts})
}

// insult serves an insult, calmly: the first is answered by whom to talk to, the
// second by a human, and later ones are theirs to read.
func (t *turn) insult() {
	t.s.Insults++
	switch {
	case t.s.Insults == 1 && !t.escalated(parcours.EscalationInsult):
		t.because("insult: calm")
		t.answer("reply.insult.calm")
	case t.s.Insults == 2 && !t.escalated(parcours.EscalationInsult):
		t.because("insult: to a human")
		t.handOver(parcours.EscalationInsult, parcours.ImpedimentNone)
	default:
		t.because("insult: to the human who has it")
		t.escalate(parcours.EscalationInsult, parcours.ImpedimentNone)
	}
}
