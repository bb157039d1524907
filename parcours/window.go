package parcours

import "time"

// Window is when messages may leave: some days of the week, between two civil
// times, public holidays excepted.
type Window struct {
	Days []time.Weekday
	// From and To are minutes after midnight; To is excluded.
	From, To int
}

// DefaultWindow is Monday to Friday, 9:00 to 19:00.
func DefaultWindow() Window {
	return Window{
		Days: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
		From: 9 * 60,
		To:   19 * 60,
	}
}
