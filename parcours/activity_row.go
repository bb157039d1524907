package parcours

// ActivityRow is one record of a file of plans and planned activities: a plan, an
// activity, or both, of one person.
type ActivityRow struct {
	Row
	// Who it is about: one of the identifiers at least. The household's number is
	// shared by spouses: then the given name tells.
	NIR            string
	InternalID     string
	AffiliationKey string
	FirstName      string
	// Plan is nil when the row has none; its PersonID is empty.
	Plan *WeeklyPlan
	// Activity is nil when the row has none; its PersonID is empty.
	Activity *Activity
	// Cancelled calls the activity off.
	Cancelled bool
	Warnings  []Problem
}

// Identity returns the row as the identity rules read it.
func (r ActivityRow) Identity() PersonRow {
	return PersonRow{Row: r.Row, NIR: r.NIR, InternalID: r.InternalID, AffiliationKey: r.AffiliationKey, FirstName: r.FirstName}
}
