package parcours

import (
	"fmt"
	"slices"
	"time"
)

// ActivityKind says what an activity is. Steps of social support, of health and
// with administrations count in the hours like any other.
type ActivityKind string

// Kinds of activity: a closed list.
const (
	KindSocialSupport  ActivityKind = "social_support"
	KindHealth         ActivityKind = "health"
	KindAdministrative ActivityKind = "administrative"
	KindHousing        ActivityKind = "housing"
	KindTraining       ActivityKind = "training"
	KindWorkshop       ActivityKind = "workshop"
	KindJobSearch      ActivityKind = "job_search"
	KindImmersion      ActivityKind = "immersion" // a period in a firm
	KindVolunteering   ActivityKind = "volunteering"
	KindWork           ActivityKind = "work" // paid hours
	KindOther          ActivityKind = "other"
)

// ActivityKinds lists the kinds of activity, in the order of reports.
func ActivityKinds() []ActivityKind {
	return []ActivityKind{
		KindSocialSupport, KindHealth, KindAdministrative, KindHousing, KindTraining, KindWorkshop, KindJobSearch, KindImmersion,
		KindVolunteering, KindWork, KindOther,
	}
}

// WeeklyPlan is how many hours a week somebody agreed on with their referent.
type WeeklyPlan struct {
	ID                 string
	PersonID           string
	MinHours, MaxHours int
	From               Date
	// Until is the last day of the plan; zero while it has none.
	Until Date
	// AsksInWork goes on asking somebody who has started a job.
	AsksInWork bool
}

// Check refuses a plan that no week can fulfil; ErrInvalid.
func (p WeeklyPlan) Check() error {
	switch {
	case p.MinHours < 0 || p.MaxHours > mostHours || p.MinHours > p.MaxHours:
		return fmt.Errorf("%w: a plan goes from 0 to %d hours, the least first", ErrInvalid, mostHours)
	case p.From.IsZero():
		return fmt.Errorf("%w: a plan has a first day", ErrInvalid)
	case !p.Until.IsZero() && p.Until.Before(p.From):
		return fmt.Errorf("%w: a plan ends after it begins", ErrInvalid)
	}
	return nil
}

// mostHours bounds a plan: the legal maximum of working hours in a week.
const mostHours = 48

// Covers reports whether the plan is in force on one day of the week at least.
func (p WeeklyPlan) Covers(w Week) bool {
	return !p.From.After(w.Sunday()) && (p.Until.IsZero() || !p.Until.Before(w.Monday))
}

// Whole reports whether the plan is in force from the Monday to the Friday of the
// week: of a week that is not whole, nothing is asked.
func (p WeeklyPlan) Whole(w Week) bool {
	return !p.From.After(w.Monday) && (p.Until.IsZero() || !p.Until.Before(w.day(time.Friday)))
}

// WeekSkip is why nothing is asked about a planned week.
type WeekSkip string

// Reasons for asking nothing.
const (
	SkipNone       WeekSkip = ""
	SkipPartial    WeekSkip = "partial"    // the plan does not hold for the whole week
	SkipImpediment WeekSkip = "impediment" // the referent accepted one beforehand
	SkipWork       WeekSkip = "work"       // a job has started, and the plan stops there
	SkipExited     WeekSkip = "exited"
	SkipNoChannel  WeekSkip = "no_channel" // nothing but a call or a letter reaches them
	SkipLate       WeekSkip = "late"       // the week was closed before anybody could be asked
)

// Activity is one planned thing to do, on a day.
type Activity struct {
	ID       string
	PersonID string
	Kind     ActivityKind
	Label    string
	Place    string
	Day      Date
	// Start is the minute of the day, -1 when no time is set.
	Start   int
	Minutes int
	// Done says what the person declared of it by a button or its number.
	Done Tri
}

// StartsAt returns when the activity begins, zero when no time is set.
func (a Activity) StartsAt(zone *time.Location) time.Time {
	if a.Start < 0 {
		return time.Time{}
	}
	return a.Day.AddDays(a.Start/(24*60)).At(a.Start/60%24, a.Start%60, zone)
}

// ImpedimentState is what became of a declared impediment.
type ImpedimentState string

// States of an impediment: declared by the person, then settled by a professional.
const (
	ImpedimentDeclared  ImpedimentState = "declared"
	ImpedimentAccepted  ImpedimentState = "accepted"
	ImpedimentDiscussed ImpedimentState = "discussed"
)

// ActivityReport is what somebody said of one week. Zero hours is an answer.
type ActivityReport struct {
	// Stated: hours were told. Otherwise only what stood in the way was.
	Stated  bool
	Minutes int
	// Impediment is the reason given for having done little or nothing.
	Impediment Impediment
	// Done lists the planned activities that the person says are done, when they
	// answered activity by activity.
	Done []string
	// Words are the person's own.
	Words string
	At    time.Time
}

// AgreedWeek is one week of a person who has a plan, with what is planned in it
// and what was said of it.
type AgreedWeek struct {
	ID                 string
	PersonID           string
	Week               Week
	MinHours, MaxHours int
	// CloseAt is from when no answer is taken.
	CloseAt time.Time
	// Closed: it is over.
	Closed     bool
	Activities []Activity
	// Report is the last one, nil before the first.
	Report *ActivityReport
}

// WeekHistory is one week with everything that was declared of it, in order, and what
// professionals made of it.
type WeekHistory struct {
	AgreedWeek
	Skip WeekSkip
	// Asked and Delivered: the request left, and arrived.
	Asked, Delivered bool
	Impediment       Impediment
	ImpedimentState  ImpedimentState
	Reports          []ActivityReport
	// ValidatedMinutes stand beside what was declared; ValidatedAt is zero before a
	// professional said any.
	ValidatedMinutes int
	ValidatedAt      time.Time
}

// Mobilisation is what a person agreed to do, planned and did.
type Mobilisation struct {
	// Plans by their first day.
	Plans []WeeklyPlan
	// Weeks that began, the oldest first.
	Weeks []WeekHistory
	// Activities from this week's Monday on, those called off left out.
	Activities []Activity
}

// InForce returns the plan that holds on a day, and false when none does.
func (m Mobilisation) InForce(day Date) (WeeklyPlan, bool) {
	for _, p := range slices.Backward(m.Plans) {
		if !p.From.After(day) && (p.Until.IsZero() || !p.Until.Before(day)) {
			return p, true
		}
	}
	return WeeklyPlan{}, false
}

// Open reports whether the week still takes an answer at now.
func (w AgreedWeek) Open(now time.Time) bool { return !w.Closed && now.Before(w.CloseAt) }

// PlannedMinutes is how long the planned activities last in all.
func (w AgreedWeek) PlannedMinutes() int {
	total := 0
	for _, a := range w.Activities {
		total += a.Minutes
	}
	return total
}

// MinutesOf is how long the activities of these ids last in all.
func (w AgreedWeek) MinutesOf(ids []string) int {
	total := 0
	for _, a := range w.Activities {
		if slices.Contains(ids, a.ID) {
			total += a.Minutes
		}
	}
	return total
}

// Balance is how the hours of a week stand beside the plan.
type Balance string

// Balances.
const (
	BalanceBelow  Balance = "below"
	BalanceWithin Balance = "within"
	BalanceAbove  Balance = "above"
)

// Balance compares declared minutes with the agreed hours, both included, give or
// take Weekly.Tolerance.
func (r Rules) Balance(minutes, minHours, maxHours int) Balance {
	switch {
	case minutes < minHours*60-r.Weekly.Tolerance:
		return BalanceBelow
	case minutes > maxHours*60+r.Weekly.Tolerance:
		return BalanceAbove
	}
	return BalanceWithin
}
