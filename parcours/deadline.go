package parcours

// Deadline returns the last day on which a person who entered on that day is
// convened and met in time: N calendar days later, that day included. The zero
// Date gives the zero Date.
func (r Rules) Deadline(entered Date) Date {
	if entered.IsZero() {
		return Date{}
	}
	return entered.AddDays(r.ConveneWithinDays)
}

// Entry returns the day the clock starts and where it comes from: the first that
// is known of the four, and never before the territory's own start.
func (r Rules) Entry(explicit, duties, rights, imported Date) (Date, EntrySource) {
	entered, source := imported, EntryImport
	switch {
	case !explicit.IsZero():
		entered, source = explicit, EntryExplicit
	case !duties.IsZero():
		entered, source = duties, EntryDuties
	case !rights.IsZero():
		entered, source = rights, EntryRights
	}
	if entered.IsZero() {
		return Date{}, source
	}
	if entered.Before(r.TerritoryStart) {
		entered = r.TerritoryStart
	}
	return entered, source
}

// Clock returns the colour of a person's clock today. convened is the day the
// first convocation was communicated, zero when it was not: then the clock is
// red from day N on, although day N itself is still in time.
func (r Rules) Clock(entered, convened, today Date) ClockColour {
	if !convened.IsZero() {
		if convened.After(r.Deadline(entered)) {
			return ClockLate
		}
		return ClockDone
	}
	switch day := entered.DaysUntil(today); {
	case day >= r.ConveneWithinDays:
		return ClockRed
	case day >= r.AmberFromDay:
		return ClockAmber
	default:
		return ClockGreen
	}
}
