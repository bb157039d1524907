package bot

import (
	"slices"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// text serves a person's own words, the distress check being past. The order is
// that of certainty: what counts only as a whole message, the choice that a
// number or a time points to, what was asked in free text, what a professional
// wrote, the open prompts newest first, and at last what the message means by itself.
func (t *turn) text() {
	intent := intentOf(t.in.Text)
	switch intent.Label {
	case understand.Stop:
		if intent.Whole {
			t.stop()
			return
		}
	case understand.Start:
		if intent.Whole {
			t.start()
			return
		}
	case understand.WrongPerson:
		t.wrongPerson()
		return
	case understand.Missed:
		if !t.weekFirst() && !t.hinderedAfterHours(intent) {
			t.missed()
		}
		return
	case understand.Deceased:
		if !t.bereaved() || len(t.prompts()) == 0 {
			t.deceased()
			return
		}
	}
	if t.diedByName() {
		t.deceased()
		return
	}
	if t.command(intent) || t.discreet() {
		return
	}
	prompts := t.prompts()
	if strings.HasPrefix(t.s.Awaiting, awaitingJob) && t.jobAnswered(intent) {
		return
	}
	if t.s.Awaiting != "" {
		if len(prompts) > 0 && short(t.in.Text) && t.chosen(&prompts[0]) {
			return
		}
		if strings.HasPrefix(t.s.Awaiting, awaitingComing) && len(prompts) > 0 && t.meant(&prompts[0]) {
			return
		}
		if t.awaited(intent) {
			return
		}
	}
	if t.talkedBack(intent, prompts) {
		return
	}
	for i := range prompts {
		if t.chosen(&prompts[i]) || t.meant(&prompts[i]) {
			return
		}
	}
	t.unasked(intent)
}

// short tells a number or a word from a sentence.
func short(text string) bool { return len(strings.Fields(text)) <= 3 }

// command serves the words that do the same at any time.
func (t *turn) command(intent understand.Understood) bool {
	switch {
	case intent.Label == understand.ChooseTongue:
		t.language()
	case intent.Label == understand.Who && (intent.Whole || t.s.Awaiting == ""):
		t.who()
	case !intent.Whole:
		return false
	case intent.Label == understand.Help:
		t.help()
	case intent.Label == understand.Appointments:
		t.appointments()
	case intent.Label == understand.EmptyQuestion:
		t.askQuestion()
	default:
		return false
	}
	return true
}

// awaited serves the answer to what was asked in free text.
func (t *turn) awaited(intent understand.Understood) bool {
	switch t.s.Awaiting {
	case awaitingDepartment:
		return t.departmentTold(intent)
	case awaitingNumber:
		return t.numberTold(intent)
	case awaitingReason:
		return t.reasonGiven(intent)
	case awaitingQuestion:
		if intent.Label == understand.Thanks || t.numbered() != "" {
			t.forget()
			return false
		}
		t.question()
		return true
	}
	if strings.HasPrefix(t.s.Awaiting, awaitingWeek) {
		return t.weekReason(intent)
	}
	t.forget()
	return false
}

// chosen serves the choice of the prompt that the text points to, if any.
func (t *turn) chosen(p *parcours.Prompt) bool {
	if asksWeek(p.Kind) {
		return t.weekSaid(p)
	}
	action, _ := understand.Choice(t.in.Text, p.Choices, t.local())
	if p.Kind == parcours.PromptLanguage {
		action = languageChosen(t.in.Text, p.Choices)
	}
	if action == "" {
		return false
	}
	t.act(p, action)
	return true
}

// meant serves the answer to the prompt that the text is in other words, if any.
func (t *turn) meant(p *parcours.Prompt) bool {
	a := t.answerRead()
	switch p.Kind {
	case parcours.PromptCheckIn:
		if answer := t.checkInMeant(); answer != parcours.CheckInUnanswered {
			t.checkIn(p, answer)
			return true
		}
	case parcours.PromptAttendance:
		if t.otherNews(a) {
			return false
		}
		if t.startsWork() {
			t.jobFound()
			return true
		}
		switch a.Label {
		case understand.Yes:
			t.come(p, p.AppointmentID)
		case understand.No:
			if t.elsewhen() {
				return false // of another day: what it is about is asked
			}
			t.cannot(p, p.AppointmentID)
		case understand.Reschedule:
			if t.suits(p.AppointmentID) {
				t.come(p, p.AppointmentID)
				return true
			}
			t.other(p, p.AppointmentID)
		case understand.Late:
			t.late(p, p.AppointmentID)
		case understand.AlreadyWorking:
			t.because("attendance: already working")
			t.jobFound()
		default:
			return false
		}
		return true
	case parcours.PromptSlot:
		invited := p.AppointmentID == "" && t.d.Invited
		switch {
		case a.Label == understand.AlreadyWorking && invited, invited && t.startsWork():
			t.jobFound()
			return true
		case a.Label == understand.Reschedule, t.wishes():
			t.otherStill(p)
			return true
		case invited && a.Label == understand.No:
			t.noneFits(p)
			return true
		case invited && a.Label == understand.Yes:
			t.nothingBooked() // yes, to which?
			return true
		}
	case parcours.PromptTalk:
		return t.talkMeant(p, a)
	case parcours.PromptActivity:
		if t.startsWork() {
			t.jobFound()
			return true
		}
		return t.activityMeant(p, a)
	}
	return false
}

// otherNews reports whether the text tells of something else than whether they come:
// "j'ai déménagé" is no refusal, unless it says so ("je peux pas venir, j'ai déménagé").
func (t *turn) otherNews(a understand.Answer) bool {
	switch understand.Intent(t.in.Text).Label {
	case understand.Moved, understand.PhoneChange, understand.DataAccess, understand.DataErasure:
		return !a.Explicit
	}
	return false
}

// numbered returns the attendance action whose number the text is, if any.
func (t *turn) numbered() string {
	action, _ := understand.Choice(t.in.Text, attendanceChoices(), t.local())
	return action
}

// act serves an action of a prompt, by number, word or button.
func (t *turn) act(p *parcours.Prompt, action string) {
	t.action = action
	switch p.Kind {
	case parcours.PromptAttendance:
		switch action {
		case actionCome:
			t.come(p, p.AppointmentID)
		case actionCannot:
			t.cannot(p, p.AppointmentID)
		case actionOther:
			t.other(p, p.AppointmentID)
		}
	case parcours.PromptSlot:
		if action == actionNone {
			t.noneFits(p)
		} else {
			t.book(p, action)
		}
	case parcours.PromptLanguage:
		t.speak(p, action)
	case parcours.PromptWeek, parcours.PromptActivities:
		t.weekAct(p, action)
	case parcours.PromptTalk:
		t.talk(p, action == parcours.ActionTalk)
	case parcours.PromptActivity:
		t.activityAct(p, action)
	case parcours.PromptJobKind:
		t.jobKindPressed(p, action)
	case parcours.PromptCheckIn:
		t.checkIn(p, parcours.CheckInAnswer(action))
	}
}

// renumbered serves the number of an answer once the question that had it is
// answered or has expired: "1" again, or a change of mind. "2" and "3" speak of
// the only appointment there is, or of none.
func (t *turn) renumbered(next parcours.Appointment) bool {
	action := t.numbered()
	if action != actionCome && len(t.toCome()) > 1 {
		return false
	}
	switch action {
	case actionCome:
		t.agreed(next, true)
	case actionCannot:
		t.cannot(nil, next.ID)
	case actionOther:
		t.other(nil, next.ID)
	default:
		return false
	}
	return true
}

// wishes reports whether the text asks for times that are free: "jeudi après-midi".
func (t *turn) wishes() bool {
	free, _ := understand.Availability(t.in.Text, t.local())
	return slices.ContainsFunc(t.d.Offers, func(s parcours.Slot) bool { return free.Wants(s.StartsAt, t.local().Location()) })
}

// suits reports whether the text says that the day of the appointment is fine.
func (t *turn) suits(appointmentID string) bool {
	a, ok := t.standing(appointmentID)
	if !ok || !t.answerRead().Suits {
		return false
	}
	free, _ := understand.Availability(t.in.Text, t.local())
	return free.Wants(a.StartsAt, t.local().Location())
}

// unasked serves a message that answers no prompt.
func (t *turn) unasked(intent understand.Understood) {
	next, has := t.next()
	if t.weekUnasked(intent) {
		return
	}
	if has && t.renumbered(next) {
		return
	}
	if !has && t.numbered() != "" {
		t.because("a number that answers nothing")
		t.appointments()
		return
	}
	if t.startsWork() {
		t.jobFound()
		return
	}
	switch intent.Label {
	case understand.Who:
		t.who()
	case understand.JobFound:
		t.jobFound()
	case understand.JobLost:
		t.jobLost()
	case understand.Help:
		t.help()
	case understand.Appointments:
		t.appointments()
	case understand.EmptyQuestion:
		t.askQuestion()
	case understand.Question:
		t.question()
	case understand.Reschedule:
		if t.suits(next.ID) {
			t.agreed(next, has)
			return
		}
		t.other(nil, t.subject())
	case understand.Hindered:
		if t.escalated(parcours.EscalationJobDifficulty) {
			t.because("check-in: more of the difficulty")
			t.handOver(parcours.EscalationJobDifficulty, parcours.ImpedimentNone)
			return
		}
		t.hindered(next, has)
	case understand.Late:
		t.late(nil, next.ID)
	case understand.No:
		a := t.answerRead()
		switch {
		case has && t.elsewhen():
			t.hindered(next, has)
		case has && a.Explicit:
			t.cannot(nil, next.ID)
		case !has && a.Impediment != parcours.ImpedimentNone && !pastWords.MatchString(understand.Fold(t.in.Text)):
			t.hindered(next, has)
		case !has && (a.Explicit || a.Impediment != parcours.ImpedimentNone):
			t.missed()
		case has:
			t.askWhich(next)
		default:
			t.unclear()
		}
	case understand.Yes:
		t.agreed(next, has)
	case understand.Sick:
		t.sick(next, has)
	case understand.Thanks:
		t.because("thanks")
		t.answer("reply.thanks.welcome")
	case understand.Greeting:
		if understand.OtherScript(t.in.Text) {
			t.unclear()
			return
		}
		t.help()
	case understand.Moved:
		t.moved()
	case understand.PhoneChange:
		t.phoneChange()
	case understand.DataAccess:
		t.dataRequest(parcours.EscalationDataAccess)
	case understand.DataErasure:
		t.dataRequest(parcours.EscalationDataErasure)
	case understand.Insult:
		t.insult()
	case understand.Stop, understand.Start: // inside a sentence: a human reads it
		t.because("unasked: " + string(intent.Label))
		t.handOver(parcours.EscalationQuestion, parcours.ImpedimentNone)
	case understand.Unclear, understand.ReportHours:
		if t.jobDetail() {
			return
		}
		t.unclear()
	default:
		t.unclear()
	}
}
