package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Mobilisations are what people agreed to do in a week, planned and did.
type Mobilisations interface {
	Mobilisation(ctx context.Context, now time.Time, actor parcours.Actor, personID string, since parcours.Date) (parcours.Mobilisation, error)
	// SetWeeklyPlan replaces what was agreed from the same day on.
	SetWeeklyPlan(ctx context.Context, now time.Time, actor parcours.Actor, plan parcours.WeeklyPlan) error
	PlanActivity(ctx context.Context, now time.Time, actor parcours.Actor, a parcours.Activity) error
	CallOffActivity(ctx context.Context, now time.Time, actor parcours.Actor, personID, id string) error
	// ValidateWeek notes hours beside those declared.
	ValidateWeek(ctx context.Context, now time.Time, actor parcours.Actor, personID string, week parcours.Week, minutes int) error
	SettleImpediment(ctx context.Context, now time.Time, actor parcours.Actor, personID string, week parcours.Week, why parcours.Impediment, state parcours.ImpedimentState) error
}

const (
	accessPlan       = "set_plan"
	accessActivity   = "set_activity"
	accessWeek       = "validate_week"
	accessImpediment = "settle_impediment"
)

// weeksShown is how many weeks a person's page shows.
const weeksShown = 10

// weekPart is the hours of one person.
type weekPart struct {
	page
	PersonID string
	// Plan is in force, or begins later; nil when none does.
	Plan *parcours.WeeklyPlan
	// Weeks, the newest first, and their picture, the oldest first.
	Weeks       []weekRow
	Chart       *weekChart
	Activities  []activityRow
	Kinds       []parcours.ActivityKind
	Impediments []parcours.Impediment
	// MinHours and MaxHours are what a new plan offers.
	MinHours, MaxHours int
}

// weekRow is one week in words.
type weekRow struct {
	page
	parcours.WeekHistory
	PersonID    string
	Impediments []parcours.Impediment
}

// Declared are the hours of the last report, "" when none were told.
func (r weekRow) Declared() string {
	if r.Report == nil || !r.Report.Stated {
		return ""
	}
	return r.hours(r.Report.Minutes)
}

// Validated are the hours that a professional noted, "" before.
func (r weekRow) Validated() string {
	if r.ValidatedAt.IsZero() {
		return ""
	}
	return r.hours(r.ValidatedMinutes)
}

// Proposed are the hours that the form of validation begins with.
func (r weekRow) Proposed() string {
	if v := r.Validated(); v != "" {
		return v
	}
	return r.Declared()
}

// activityRow is one planned activity.
type activityRow struct {
	page
	parcours.Activity
	// Hour is "" when no time is set.
	Hour string
}

// Hours are how long it lasts.
func (r activityRow) Hours() string { return r.hours(r.Minutes) }

// weekChart draws declared and validated hours against the plan.
type weekChart struct {
	page
	Bars []weekBar
	// Width and Height of the picture, Base where the bars stand.
	Width, Height, Base int
	// Lines are the hours that the scale marks.
	Lines []weekChartLine
	// Mean is the words of the whole picture.
	Weeks, Answered int
}

// weekBar is one week's place in the picture.
type weekBar struct {
	page
	Week                            parcours.Week
	X                               int
	Declared, DeclaredY             int
	Validated, ValidatedY           int
	PlanY, PlanHeight               int
	HasDeclared, HasValidated, Left bool
}

type weekChartLine struct{ Y, Hours int }

const (
	weekChartHeight = 120
	weekChartTop    = 8
	weekChartStep   = 46
	weekChartLeft   = 30
)

func (p page) weekPart(s *Server, personID string, m parcours.Mobilisation) weekPart {
	part := weekPart{
		page: p, PersonID: personID, Kinds: parcours.ActivityKinds(), Impediments: impediments,
		MinHours: s.rules.Weekly.MinHours, MaxHours: s.rules.Weekly.MaxHours,
	}
	if plan, ok := m.InForce(p.Today()); ok {
		part.Plan = &plan
	} else if n := len(m.Plans); n > 0 && m.Plans[n-1].From.After(p.Today()) {
		part.Plan = &m.Plans[n-1]
	}
	shown := m.Weeks[max(0, len(m.Weeks)-weeksShown):]
	part.Chart = p.weekChart(shown)
	for _, w := range slices.Backward(shown) {
		part.Weeks = append(part.Weeks, weekRow{page: p, WeekHistory: w, PersonID: personID, Impediments: impediments})
	}
	for _, a := range m.Activities {
		row := activityRow{page: p, Activity: a}
		if at := a.StartsAt(p.zone); !at.IsZero() {
			row.Hour = p.Hour(at)
		}
		part.Activities = append(part.Activities, row)
	}
	return part
}

func (p page) weekChart(weeks []parcours.WeekHistory) *weekChart {
	if len(weeks) == 0 {
		return nil
	}
	most := 24
	for _, w := range weeks {
		most = max(most, w.MaxHours, (w.ValidatedMinutes+59)/60)
		if w.Report != nil {
			most = max(most, (w.Report.Minutes+59)/60)
		}
	}
	base := weekChartTop + weekChartHeight
	c := &weekChart{page: p, Width: weekChartLeft + weekChartStep*len(weeks) + 6, Height: base + 22, Base: base, Weeks: len(weeks)}
	tall := func(minutes int) int { return minutes * weekChartHeight / (most * 60) }
	for hours := 0; hours <= most; hours += 10 {
		c.Lines = append(c.Lines, weekChartLine{base - tall(hours*60), hours})
	}
	for i, w := range weeks {
		b := weekBar{page: p, Week: w.Week, X: weekChartLeft + weekChartStep*i, Left: w.Skip != parcours.SkipNone || w.ImpedimentState == parcours.ImpedimentAccepted}
		b.PlanHeight = max(2, tall((w.MaxHours-w.MinHours)*60))
		b.PlanY = base - tall(w.MaxHours*60)
		if w.Report != nil && w.Report.Stated {
			c.Answered++
			b.HasDeclared, b.Declared = true, max(2, tall(w.Report.Minutes))
			b.DeclaredY = base - b.Declared
		}
		if !w.ValidatedAt.IsZero() {
			b.HasValidated, b.Validated = true, max(2, tall(w.ValidatedMinutes))
			b.ValidatedY = base - b.Validated
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

// Mid is the middle of the bars, Second where the second one begins.
func (b weekBar) Mid() int { return b.X + 18 }

// Second is where the bar of validated hours begins.
func (b weekBar) Second() int { return b.X + 19 }

func (s *Server) setPlan(w http.ResponseWriter, r *http.Request, v *visit) error {
	plan := parcours.WeeklyPlan{PersonID: r.PathValue("id"), AsksInWork: r.PostFormValue("asks_in_work") == "yes"}
	var errs [4]error
	plan.MinHours, errs[0] = wholeHours(r.PostFormValue("min_hours"))
	plan.MaxHours, errs[1] = wholeHours(r.PostFormValue("max_hours"))
	plan.From, errs[2] = parcours.ParseDate(r.PostFormValue("from"))
	plan.Until, errs[3] = parcours.ParseDate(r.PostFormValue("until"))
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return s.follow(w, r, v, accessPlan, "semaine", "flash.plan", undo{}, s.store.SetWeeklyPlan(r.Context(), v.now, v.actor, plan))
}

func wholeHours(text string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return 0, fmt.Errorf("%w: hours are a whole number", parcours.ErrInvalid)
	}
	return n, nil
}

// minutesOf reads hours such as 7, 7.5 or 7,5.
func minutesOf(text string) (int, error) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(text), ",", "."), 64)
	if err != nil || n < 0 || n > 80 {
		return 0, fmt.Errorf("%w: hours of a week are between 0 and 80", parcours.ErrInvalid)
	}
	return int(n*60 + 0.5), nil
}

func (s *Server) planActivity(w http.ResponseWriter, r *http.Request, v *visit) error {
	a := parcours.Activity{
		PersonID: r.PathValue("id"), Kind: parcours.ActivityKind(r.PostFormValue("kind")), Start: -1,
		Label: strings.TrimSpace(r.PostFormValue("label")), Place: strings.TrimSpace(r.PostFormValue("place")),
	}
	if !slices.Contains(parcours.ActivityKinds(), a.Kind) || len(a.Label) > 120 || len(a.Place) > 120 {
		return fmt.Errorf("%w: choose what it is, in a few words", parcours.ErrInvalid)
	}
	var err error
	if a.Day, err = parcours.ParseDate(r.PostFormValue("day")); err != nil {
		return err
	}
	if at := r.PostFormValue("at"); at != "" {
		hour, err := time.Parse("15:04", at)
		if err != nil {
			return fmt.Errorf("%w: the time is as 14:30", parcours.ErrInvalid)
		}
		a.Start = hour.Hour()*60 + hour.Minute()
	}
	if a.Minutes, err = minutesOf(r.PostFormValue("hours")); err != nil {
		return err
	}
	if a.Day.Before(s.today(v)) {
		return fmt.Errorf("%w: an activity is planned ahead", parcours.ErrInvalid)
	}
	return s.follow(w, r, v, accessActivity, "semaine", "flash.activity", undo{}, s.store.PlanActivity(r.Context(), v.now, v.actor, a))
}

func (s *Server) callOffActivity(w http.ResponseWriter, r *http.Request, v *visit) error {
	err := s.store.CallOffActivity(r.Context(), v.now, v.actor, r.PathValue("id"), r.PathValue("activity"))
	return s.follow(w, r, v, accessActivity, "semaine", "flash.called_off", undo{}, err)
}

// weekOfPath is the week that an address names by its Monday.
func weekOfPath(r *http.Request) (parcours.Week, error) {
	monday, err := parcours.ParseDate(r.PathValue("monday"))
	if err != nil || parcours.WeekOf(monday).Monday != monday {
		return parcours.Week{}, fmt.Errorf("week: %w", parcours.ErrNotFound)
	}
	return parcours.Week{Monday: monday}, nil
}

func (s *Server) validateWeek(w http.ResponseWriter, r *http.Request, v *visit) error {
	week, err := weekOfPath(r)
	if err != nil {
		return err
	}
	minutes, err := minutesOf(r.PostFormValue("hours"))
	if err != nil {
		return err
	}
	err = s.store.ValidateWeek(r.Context(), v.now, v.actor, r.PathValue("id"), week, minutes)
	return s.follow(w, r, v, accessWeek, "semaine", "flash.validated", undo{}, err)
}

func (s *Server) settleImpediment(w http.ResponseWriter, r *http.Request, v *visit) error {
	week, err := weekOfPath(r)
	if err != nil {
		return err
	}
	why, state := parcours.Impediment(r.PostFormValue("impediment")), parcours.ImpedimentState(r.PostFormValue("state"))
	if !slices.Contains(impediments, why) {
		return fmt.Errorf("%w: choose a reason", parcours.ErrInvalid)
	}
	back := undo{}
	if state == parcours.ImpedimentAccepted {
		back = undo{
			Path:   "/personnes/" + r.PathValue("id") + "/semaines/" + week.Monday.String() + "/empechement",
			Fields: append(fields("state", string(parcours.ImpedimentDiscussed)), fields("impediment", string(why))...),
		}
	}
	err = s.store.SettleImpediment(r.Context(), v.now, v.actor, r.PathValue("id"), week, why, state)
	return s.follow(w, r, v, accessImpediment, "semaine", "flash.impediment_"+string(state), back, err)
}
