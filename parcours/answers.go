package parcours

// Answers is how long people wait for a human answer to what they ask. It measures
// the service, not its professionals one by one.
type Answers struct {
	WithinWorkdays int `json:"within_workdays"`
	// Due questions were received in the period, and their time to answer has passed.
	Due      int `json:"due"`
	InTime   int `json:"answered_in_time"`
	Late     int `json:"answered_late"`
	Overdue  int `json:"open_overdue"`
	NotDue   int `json:"not_due"`
	Closed   int `json:"closed_without_message"`
	People   int `json:"-"`
	Answered int `json:"answered"`
	// MedianHours to the first human answer, over the answered ones that were due; -1
	// when there is none.
	MedianHours int `json:"median_hours"`

	hours map[int]int
}

// AnswerGroup is some questions alike.
type AnswerGroup struct {
	State EscalationState
	// Due: the time to answer has passed. InTime: the answer came by then.
	Due, InTime bool
	// Hours until the answer, -1 while there is none.
	Hours             int
	Questions, People int
}

// Add counts a group.
func (a *Answers) Add(g AnswerGroup) {
	if !g.Due {
		a.NotDue += g.Questions
		return
	}
	a.Due += g.Questions
	a.People = max(a.People, g.People)
	switch {
	case g.State == EscalationOpen:
		a.Overdue += g.Questions
		return
	case g.InTime:
		a.InTime += g.Questions
	default:
		a.Late += g.Questions
	}
	if g.State == EscalationClosed {
		a.Closed += g.Questions
	}
	if g.Hours >= 0 {
		if a.hours == nil {
			a.hours = map[int]int{}
		}
		a.hours[g.Hours] += g.Questions
		a.Answered += g.Questions
	}
}

// Close computes MedianHours once every question is counted.
func (a *Answers) Close() { a.MedianHours = Rank(a.hours, 50) }
