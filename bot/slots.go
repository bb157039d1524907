package bot

import (
	"cmp"
	"slices"
	"strconv"

	"relais/bot/understand"
	"relais/parcours"
)

// subject is the appointment that "another day" is about when no prompt says it:
// the next one, or the one that was just excused.
func (t *turn) subject() string {
	if a, ok := t.next(); ok {
		return a.ID
	}
	return t.s.AppointmentID
}

// other offers other times in place of the appointment. The place that is held
// is let go only when another one is chosen.
func (t *turn) other(p *parcours.Prompt, appointmentID string) {
	if t.repeated(p) && t.offering(appointmentID) {
		t.because("slots: asked again")
		return
	}
	t.acknowledge(p, actionOther)
	if _, ok := t.standing(appointmentID); !ok {
		appointmentID = cmp.Or(t.subject(), appointmentID)
	}
	t.forget()
	offers := t.offers(appointmentID)
	if len(offers) == 0 || appointmentID == "" && !t.d.Invited {
		t.because("slots: none left")
		t.escalate(parcours.EscalationReschedule, t.answerRead().Impediment)
		if appointmentID == "" {
			t.answer("reply.slots.human") // there is no time that another one would replace
			return
		}
		t.say(parcours.Say{Template: "reply.slots.none", Facts: t.meanwhile(appointmentID)})
		return
	}
	t.because("slots: offered")
	t.offer(appointmentID, offers)
}

// offering reports whether other times are being offered for the appointment.
func (t *turn) offering(appointmentID string) bool {
	return slices.ContainsFunc(t.d.Prompts, func(p parcours.Prompt) bool {
		return p.Kind == parcours.PromptSlot && p.AppointmentID == appointmentID && t.open(p)
	})
}

// offers picks the times to offer, in order of time: those that the text asks for
// first, those that it refuses last, and one of each of the soonest days, so that
// three times are three days where possible, mornings as well as afternoons. Those
// of the day that does not suit come late, and those refused already not at all.
func (t *turn) offers(appointmentID string, refused ...parcours.Choice) []parcours.Slot {
	zone := t.d.Rules.Zone
	if zone == nil {
		return nil
	}
	current, _ := t.standing(appointmentID)
	var free []parcours.Slot
	for _, s := range t.d.Offers {
		seen := slices.ContainsFunc(refused, func(c parcours.Choice) bool { return c.SlotID == s.ID })
		if s.Free() > 0 && t.now.Before(s.StartsAt) && !t.booked(s.ID) && !seen {
			free = append(free, s)
		}
	}
	slices.SortStableFunc(free, func(a, b parcours.Slot) int { return a.StartsAt.Compare(b.StartsAt) })
	onDay, inHalf := make(map[parcours.Date]int), make(map[bool]int)
	day := func(s parcours.Slot) parcours.Date { return parcours.DateOf(s.StartsAt, zone) }
	morning := func(s parcours.Slot) bool { return s.StartsAt.In(zone).Hour() < 12 }
	if !current.StartsAt.IsZero() {
		onDay[day(parcours.Slot{StartsAt: current.StartsAt})] = 1
	}
	var asked *understand.Free
	if t.in.Kind != parcours.InboundButton {
		asked, _ = understand.Availability(t.in.Text, t.local())
	}
	unwanted := func(s parcours.Slot) int {
		switch {
		case asked.Wants(s.StartsAt, zone):
			return -1
		case asked.Refuses(s.StartsAt, zone):
			return 1
		}
		return 0
	}
	var picked []parcours.Slot
	for len(free) > 0 && len(picked) < t.d.Rules.OfferedSlots {
		best := slices.MinFunc(free, func(a, b parcours.Slot) int {
			return cmp.Or(
				cmp.Compare(unwanted(a), unwanted(b)),
				cmp.Compare(onDay[day(a)], onDay[day(b)]),
				day(a).Compare(day(b)),
				cmp.Compare(inHalf[morning(a)], inHalf[morning(b)]),
				a.StartsAt.Compare(b.StartsAt),
			)
		})
		onDay[day(best)]++
		inHalf[morning(best)]++
		picked = append(picked, best)
		free = slices.DeleteFunc(free, func(s parcours.Slot) bool { return s.ID == best.ID })
	}
	slices.SortStableFunc(picked, func(a, b parcours.Slot) int { return a.StartsAt.Compare(b.StartsAt) })
	return picked
}

// stillFree returns the times that a prompt offered and that may still be chosen.
func (t *turn) stillFree(p parcours.Prompt) []parcours.Slot {
	return slices.DeleteFunc(slices.Clone(t.d.Offers), func(s parcours.Slot) bool {
		offered := slices.ContainsFunc(p.Choices, func(c parcours.Choice) bool { return c.SlotID == s.ID })
		return !offered || s.Free() <= 0 || !t.now.Before(s.StartsAt)
	})
}

// settleOffers closes every offer of times, answered by p: the numbers of an
// earlier one must not move an appointment that has just been settled.
func (t *turn) settleOffers(p *parcours.Prompt, action string) {
	t.acknowledge(p, action)
	for i := range t.d.Prompts {
		if other := &t.d.Prompts[i]; other.Kind == parcours.PromptSlot && other.ID != p.ID {
			t.acknowledge(other, action)
		}
	}
}

// meanwhile is what an answer may say while a human looks for another time: the
// appointment that still stands, if any.
func (t *turn) meanwhile(appointmentID string) parcours.Facts {
	if a, ok := t.standing(appointmentID); ok {
		f := t.about(a)
		f.Phone = t.facts().Phone
		return f
	}
	return t.facts()
}

// booked reports whether the person holds a place in the slot.
func (t *turn) booked(slotID string) bool {
	return slices.ContainsFunc(t.d.Appointments, func(a parcours.Appointment) bool {
		return a.SlotID == slotID && slotID != "" && a.Standing(t.now)
	})
}

func (t *turn) offer(appointmentID string, offers []parcours.Slot) {
	facts := t.facts()
	var choices []parcours.Choice
	for i, s := range offers {
		offered := parcours.OfferedSlot{StartsAt: s.StartsAt, Place: s.Place.Name, Address: s.Place.Address}
		facts.Slots = append(facts.Slots, offered)
		choices = append(choices, parcours.Choice{
			Action: "slot" + strconv.Itoa(i+1), Label: "choice.slot", SlotID: s.ID, Slot: &offered,
		})
	}
	choices = append(choices, parcours.Choice{Action: actionNone, Label: "choice.none_fits"})
	t.say(parcours.Say{
		Template: "reply.slots.offer", Facts: facts, Choices: choices,
		PromptKind: parcours.PromptSlot, AppointmentID: appointmentID,
	})
}

// book takes the slot of the action in place of the appointment. A slot that was
// taken meanwhile is answered by what is left.
func (t *turn) book(p *parcours.Prompt, action string) {
	i := slices.IndexFunc(p.Choices, func(c parcours.Choice) bool { return c.Action == action && c.SlotID != "" })
	if i < 0 {
		t.because("slots: no such choice")
		return
	}
	slotID := p.Choices[i].SlotID
	if t.booked(slotID) {
		t.because("slots: chosen already")
		t.acknowledge(p, action)
		return
	}
	t.forget()
	i = slices.IndexFunc(t.d.Offers, func(s parcours.Slot) bool {
		return s.ID == slotID && s.Free() > 0 && t.now.Before(s.StartsAt)
	})
	if i < 0 {
		t.because("slots: taken meanwhile")
		t.acknowledge(p, action)
		t.answer("reply.slots.gone")
		offers := t.offers(p.AppointmentID)
		if len(offers) == 0 {
			t.escalate(parcours.EscalationReschedule, parcours.ImpedimentNone)
			t.answer("reply.slots.none")
			return
		}
		t.offer(p.AppointmentID, offers)
		return
	}
	slot := t.d.Offers[i]
	replaced := t.replaced(p.AppointmentID, slot)
	if replaced == "" && t.d.Invited {
		t.because("slots: chosen")
		t.settleOffers(p, action)
		t.do(parcours.Choose{SlotID: slot.ID})
		t.say(parcours.Say{Template: "reply.booked.done", Facts: t.about(parcours.Appointment{
			StartsAt: slot.StartsAt, Duration: slot.Duration, Place: slot.Place, Professionals: slot.Professionals, Kind: slot.Kind,
		})})
		return
	}
	if replaced == "" { // chosen before, then excused: it is that one that moves
		replaced = t.d.OffersFor
	}
	if replaced == "" {
		t.because("slots: nothing to move")
		t.settleOffers(p, action)
		t.escalate(parcours.EscalationReschedule, parcours.ImpedimentNone)
		t.answer("reply.slots.human")
		return
	}
	t.because("slots: moved")
	t.settleOffers(p, action)
	t.do(parcours.Move{AppointmentID: replaced, SlotID: slot.ID})
	t.say(parcours.Say{Template: "reply.moved.done", Facts: t.about(parcours.Appointment{
		StartsAt: slot.StartsAt, Duration: slot.Duration, Place: slot.Place, Professionals: slot.Professionals, Kind: slot.Kind,
	})})
}

// replaced is the appointment that the slot takes the place of: the one the offer
// was about, or the one that took its place since.
func (t *turn) replaced(appointmentID string, slot parcours.Slot) string {
	if _, ok := t.standing(appointmentID); ok {
		return appointmentID
	}
	for _, a := range t.toCome() {
		if a.Kind == slot.Kind {
			return a.ID
		}
	}
	return appointmentID
}

// otherStill offers the times that were not offered yet, when there are any.
func (t *turn) otherStill(p *parcours.Prompt) {
	offers := t.offers(p.AppointmentID, p.Choices...)
	if len(offers) == 0 {
		t.noneFits(p)
		return
	}
	t.because("slots: others offered")
	t.forget()
	t.acknowledge(p, actionOther)
	t.offer(p.AppointmentID, offers)
}

// noneFits hands the search for a time to a human.
func (t *turn) noneFits(p *parcours.Prompt) {
	if t.repeated(p) {
		t.because("slots: none fits, pressed again")
		return
	}
	t.because("slots: none fits")
	t.forget()
	t.settleOffers(p, actionNone)
	t.escalate(parcours.EscalationReschedule, parcours.ImpedimentNone)
	t.say(parcours.Say{Template: "reply.slots.human", Facts: t.meanwhile(p.AppointmentID)})
}
