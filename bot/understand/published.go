package understand

// published says under which label of the published list a label that only the
// conversation needs is known outside; every other label is its own.
var published = map[Label]Label{
	Who:            Question,
	Appointments:   Question,
	EmptyQuestion:  Question,
	Missed:         Reschedule,
	Hindered:       Unclear,
	Late:           Unclear,
	Yes:            Unclear,
	AlreadyWorking: JobFound,
}

// Published returns the label under which a message that nobody asked for is
// known outside of the conversation: question, stop, start, help, reschedule,
// report_hours, job_found, job_lost, sick, moved, phone_change, language,
// wrong_person, deceased, thanks, greeting, insult, data_access, data_erasure or
// unclear. "Je ne peux pas venir" asks for another time, a lone "non" for
// nothing.
func (u Understood) Published() Label {
	if u.Label == No {
		if u.Explicit {
			return Reschedule
		}
		return Unclear
	}
	if p, ok := published[u.Label]; ok {
		return p
	}
	return u.Label
}
