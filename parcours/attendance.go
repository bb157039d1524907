package parcours

// Attendance is what became of appointments whose time has passed.
type Attendance struct {
	Tally
	// The same appointments by who chose the time, by whether a reminder was
	// communicated, and by whether two institutions received.
	Origins     map[Origin]Tally `json:"origins"`
	Reminded    Tally            `json:"reminded"`
	NotReminded Tally            `json:"not_reminded"`
	Joint       Tally            `json:"joint"`
	NotJoint    Tally            `json:"not_joint"`
	// MostMissing is the share of missing outcomes, in hundredths, over which no rate is published.
	MostMissing int `json:"most_missing"`
}

// Tally counts appointments by outcome.
type Tally struct {
	Seen    int `json:"seen"`
	Excused int `json:"excused"`
	Revoked int `json:"revoked"`
	NoShow  int `json:"no_show"`
	// Missing outcomes are past and unknown; they are in no rate.
	Missing int `json:"missing"`
	// RevokedLate were cancelled by the service less than a day before.
	RevokedLate int `json:"revoked_late"`
	// People is the least number of people that the known outcomes can be of.
	People int `json:"-"`
}

// Known counts the appointments with an outcome: the denominator of the rates.
func (t Tally) Known() int { return t.Seen + t.Excused + t.Revoked + t.NoShow }

// Stood counts the appointments that were kept or missed without warning.
func (t Tally) Stood() int { return t.Seen + t.NoShow }

// Past counts all the appointments whose time has passed.
func (t Tally) Past() int { return t.Known() + t.Missing }

// Publishable reports whether few enough outcomes are missing for a rate to mean
// something: at most hundredths of those that are past.
func (t Tally) Publishable(hundredths int) bool { return t.Missing*100 <= t.Past()*hundredths }

// AttendanceGroup is some appointments alike.
type AttendanceGroup struct {
	Origin          Origin
	Joint, Reminded bool
	Outcome         Outcome
	// Late: cancelled by the service less than a day before.
	Late                 bool
	Appointments, People int
}

// Add counts a group.
func (a *Attendance) Add(g AttendanceGroup) {
	a.Tally.add(g)
	if a.Origins == nil {
		a.Origins = map[Origin]Tally{}
	}
	origin := a.Origins[g.Origin]
	origin.add(g)
	a.Origins[g.Origin] = origin
	if g.Reminded {
		a.Reminded.add(g)
	} else {
		a.NotReminded.add(g)
	}
	if g.Joint {
		a.Joint.add(g)
	} else {
		a.NotJoint.add(g)
	}
}

func (t *Tally) add(g AttendanceGroup) {
	switch g.Outcome {
	case OutcomeSeen:
		t.Seen += g.Appointments
	case OutcomeExcused:
		t.Excused += g.Appointments
	case OutcomeNoShow:
		t.NoShow += g.Appointments
	case OutcomeRevoked:
		t.Revoked += g.Appointments
		if g.Late {
			t.RevokedLate += g.Appointments
		}
	default:
		t.Missing += g.Appointments
		return
	}
	t.People = max(t.People, g.People)
}
