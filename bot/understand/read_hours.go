package understand

import "relais/parcours"

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
