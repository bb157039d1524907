package parcours

// WeeklyFigures is how the hours of the weeks that are closed were declared, and how
// they stand beside what was agreed. Validated apart, they are what people said: nobody
// checked them. Silence is never counted as zero hours.
type WeeklyFigures struct {
	// Planned weeks, less those left out.
	Planned int `json:"planned"`
	// Asked: a request or its repeat left. Delivered: one was proved, by a receipt or
	// an answer; HandedOver: one was handed over where no receipt exists (Telegram).
	Asked      int `json:"asked"`
	Delivered  int `json:"delivered"`
	HandedOver int `json:"handed_over"`
	// Answered before the closing, among all planned weeks and among those that
	// were asked about with success (delivered or handed over).
	Answered            int `json:"answered"`
	AnsweredOfDelivered int `json:"answered_of_delivered"`
	// Stated answers give hours; the others only what stood in the way.
	Stated int `json:"stated"`
	Below  int `json:"below"`
	Within int `json:"within"`
	Above  int `json:"above"`
	// MedianMinutes of the weeks with hours; -1 when there is none.
	MedianMinutes int `json:"median_minutes"`
	// Impediments counts answers with a reason.
	Impediments int `json:"impediments"`
	// Validated is what professionals said of the same weeks; it changes nothing above.
	Validated ValidatedHours `json:"validated"`
	// Kinds of activity, where the answer was given activity by activity.
	Kinds []KindHours `json:"kinds"`
	// LeftOut counts the weeks that enter no rate, by cause.
	LeftOut map[WeekSkip]int `json:"left_out"`
	// Open weeks still take answers and are not counted.
	Open int `json:"open"`
}

// KindHours is one kind of activity among the weeks answered activity by activity.
type KindHours struct {
	Kind ActivityKind `json:"kind"`
	// Weeks of a person in which it was done.
	Weeks   int `json:"weeks"`
	Minutes int `json:"minutes"`
	// MedianMinutes of those weeks.
	MedianMinutes int `json:"median_minutes"`
	// People who did it.
	People int `json:"-"`
}

// ValidatedHours is what professionals said of the hours of planned weeks that are
// closed, whether the person answered or not.
type ValidatedHours struct {
	Weeks  int `json:"weeks"`
	Below  int `json:"below"`
	Within int `json:"within"`
	Above  int `json:"above"`
	// MedianMinutes of those weeks; -1 when there is none.
	MedianMinutes int `json:"median_minutes"`
	// Stated weeks have hours by the person too; Same of them have the same hours.
	Stated int `json:"stated"`
	Same   int `json:"same"`
}
