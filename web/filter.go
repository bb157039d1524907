package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"relais/parcours"
)

// Names of the filter's other fields in addresses.
const (
	queryChannel     = "channel"
	queryOrientation = "orientation"
	queryPeriod      = "period"
	// The bounds of the period, where an address must go on saying the same.
	queryFrom = "from"
	queryTo   = "to"
	// What the figures are compared with: another territory, or the people of other months.
	queryVersusTerritory = "versus_territory"
	queryVersusFrom      = "versus_from"
	queryVersusTo        = "versus_to"
)

// periods are how many days back the figures go; 0: to the beginning.
var periods = []int{28, parcours.PeriodDays, 365, 0}

// readFilter adds to f what an address says beyond territory, referent and days of
// entry. Months of entry are written YYYY-MM.
func readFilter(q url.Values, f *parcours.Filter, today parcours.Date) error {
	days := 0
	if text := q.Get(queryPeriod); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || !slices.Contains(periods, n) {
			return fmt.Errorf("%s: %w", queryPeriod, parcours.ErrInvalid)
		}
		days = n
	}
	if days > 0 {
		*f = f.LastDays(days, today)
	}
	var err error
	if text := q.Get(queryFrom); text != "" {
		if f.From, err = parcours.ParseDate(text); err != nil {
			return fmt.Errorf("%s: %w", queryFrom, err)
		}
	}
	if f.To, err = parcours.ParseDate(q.Get(queryTo)); err != nil {
		return fmt.Errorf("%s: %w", queryTo, err)
	}
	if channel := parcours.Channel(q.Get(queryChannel)); channel != "" {
		if !slices.Contains(filterChannels, channel) {
			return fmt.Errorf("%s: %w", queryChannel, parcours.ErrInvalid)
		}
		f.Channel = channel
	}
	if orientation := parcours.Orientation(q.Get(queryOrientation)); orientation != "" {
		if !slices.Contains(filterOrientations, orientation) {
			return fmt.Errorf("%s: %w", queryOrientation, parcours.ErrInvalid)
		}
		f.Orientation = orientation
	}
	return nil
}

var (
	filterChannels     = []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelCall, parcours.ChannelLetter}
	filterOrientations = []parcours.Orientation{parcours.OrientationWork, parcours.OrientationSocioPro, parcours.OrientationSocial}
)

// monthBound reads the first day, or the last one, of a month written YYYY-MM, or a day.
func monthBound(text string, last bool) (parcours.Date, error) {
	if len(text) != len("2006-01") {
		return parcours.ParseDate(text)
	}
	first, err := parcours.ParseDate(text + "-01")
	if err != nil || !last {
		return first, err
	}
	return first.AddMonths(1).AddDays(-1), nil
}

// boardFilter is filterFrom with the period of the figures when the address has none.
func boardFilter(q url.Values, v *visit) (parcours.Filter, error) {
	f, err := filterFrom(q, v)
	if err == nil && q.Get(queryPeriod) == "" && q.Get(queryFrom) == "" && q.Get(queryTo) == "" {
		f = f.LastDays(parcours.PeriodDays, v.today)
	}
	return f, err
}

// versusOf reads what the figures are compared with, nil when nothing is.
func versusOf(r *http.Request, f parcours.Filter) (*parcours.Filter, error) {
	q := r.URL.Query()
	territory, from, to := q.Get(queryVersusTerritory), q.Get(queryVersusFrom), q.Get(queryVersusTo)
	if territory == "" && from == "" && to == "" {
		return nil, nil
	}
	other := f
	if territory != "" {
		other.TerritoryID, other.ReferentID = territory, ""
	}
	var err error
	if from != "" || to != "" {
		if other.EnteredFrom, err = monthBound(from, false); err != nil {
			return nil, fmt.Errorf("%s: %w", queryVersusFrom, err)
		}
		if other.EnteredTo, err = monthBound(to, true); err != nil {
			return nil, fmt.Errorf("%s: %w", queryVersusTo, err)
		}
	}
	return &other, nil
}

// comparedQuery is the reverse of boardFilter and versusOf.
func comparedQuery(f parcours.Filter, versus *parcours.Filter) url.Values {
	q := filterQuery(f)
	if f.From.IsZero() && f.To.IsZero() {
		q.Set(queryPeriod, "0")
	}
	if versus == nil {
		return q
	}
	if versus.TerritoryID != f.TerritoryID {
		q.Set(queryVersusTerritory, versus.TerritoryID)
	}
	if versus.EnteredFrom != f.EnteredFrom || versus.EnteredTo != f.EnteredTo {
		for name, day := range map[string]parcours.Date{queryVersusFrom: versus.EnteredFrom, queryVersusTo: versus.EnteredTo} {
			if !day.IsZero() {
				q.Set(name, day.String())
			}
		}
	}
	return q
}

// filterForm is the form over the figures. Its fields are the address's.
type filterForm struct {
	page
	Action  string
	Fields  []filterField
	Compare []filterField
	// Full: every filter, rather than the territory alone.
	Full bool
	// Chosen counts the fields that narrow; Compared: something is compared.
	Chosen   int
	Compared bool
	// Reset leads to the same page without any filter.
	Reset string

	territories []parcours.Territory
	referents   []parcours.Load
}

// filterField is one choice.
type filterField struct {
	Name, Label string
	Options     []filterOption
}

type filterOption struct {
	Value, Label string
	Selected     bool
}

func (s *Server) filterForm(ctx context.Context, p page, action string, f parcours.Filter, versus *parcours.Filter, full bool) (filterForm, error) {
	form := filterForm{page: p, Action: action, Full: full, Reset: action}
	var err error
	if form.territories, err = s.store.Territories(ctx); err != nil {
		return form, fmt.Errorf("read territories: %w", err)
	}
	if !full {
		form.Fields = []filterField{form.territory(queryTerritory, "filter.territory", "filter.all", f.TerritoryID)}
		return form, nil
	}
	if form.referents, err = s.store.Loads(ctx, p.Now(), parcours.Filter{TerritoryID: f.TerritoryID}); err != nil {
		return form, fmt.Errorf("read referents: %w", err)
	}
	form.Fields = []filterField{
		form.territory(queryTerritory, "filter.territory", "filter.all", f.TerritoryID),
		form.referent(f.ReferentID),
		form.month(queryEnteredFrom, "filter.entered_from", f.EnteredFrom),
		form.month(queryEnteredTo, "filter.entered_to", f.EnteredTo),
		form.channel(f.Channel), form.orientation(f.Orientation), form.period(f),
	}
	other := parcours.Filter{}
	if versus != nil {
		form.Compared = true
		if versus.TerritoryID != f.TerritoryID {
			other.TerritoryID = versus.TerritoryID
		}
		if versus.EnteredFrom != f.EnteredFrom || versus.EnteredTo != f.EnteredTo {
			other.EnteredFrom, other.EnteredTo = versus.EnteredFrom, versus.EnteredTo
		}
	}
	form.Compare = []filterField{
		form.territory(queryVersusTerritory, "filter.versus_territory", "filter.none", other.TerritoryID),
		form.month(queryVersusFrom, "filter.versus_from", other.EnteredFrom),
		form.month(queryVersusTo, "filter.versus_to", other.EnteredTo),
	}
	for _, chosen := range []bool{f.TerritoryID != "", f.ReferentID != "", !f.EnteredFrom.IsZero(), !f.EnteredTo.IsZero(), f.Channel != "", f.Orientation != ""} {
		if chosen {
			form.Chosen++
		}
	}
	return form, nil
}

func (form filterForm) field(name, label, everything string, options []filterOption) filterField {
	all := filterOption{Label: form.T(everything), Selected: true}
	for _, o := range options {
		all.Selected = all.Selected && !o.Selected
	}
	return filterField{name, form.T(label), append([]filterOption{all}, options...)}
}

func (form filterForm) territory(name, label, everything, chosen string) filterField {
	var options []filterOption
	for _, t := range form.territories {
		options = append(options, filterOption{t.ID, t.Name, t.ID == chosen})
	}
	return form.field(name, label, everything, options)
}

func (form filterForm) referent(chosen string) filterField {
	var options []filterOption
	for _, l := range form.referents {
		options = append(options, filterOption{l.ProfessionalID, l.Name, l.ProfessionalID == chosen})
	}
	return form.field(queryReferent, "filter.referent", "filter.every_referent", options)
}

// shownMonths is how many months of entry the form offers.
const shownMonths = 30

func (form filterForm) month(name, label string, chosen parcours.Date) filterField {
	var options []filterOption
	today := form.Today()
	first := parcours.NewDate(today.Year, today.Month, 1)
	for n := range shownMonths {
		month := first.AddMonths(-n)
		options = append(options, filterOption{
			month.String()[:len("2006-01")], form.Month(month), !chosen.IsZero() && month.Year == chosen.Year && month.Month == chosen.Month,
		})
	}
	return form.field(name, label, "filter.any_month", options)
}

func (form filterForm) channel(chosen parcours.Channel) filterField {
	var options []filterOption
	for _, c := range filterChannels {
		options = append(options, filterOption{string(c), form.Cap(form.Label(c)), c == chosen})
	}
	return form.field(queryChannel, "filter.channel", "filter.any_channel", options)
}

func (form filterForm) orientation(chosen parcours.Orientation) filterField {
	var options []filterOption
	for _, o := range filterOrientations {
		options = append(options, filterOption{string(o), form.Cap(form.Label(o)), o == chosen})
	}
	return form.field(queryOrientation, "filter.orientation", "filter.any_orientation", options)
}

func (form filterForm) period(f parcours.Filter) filterField {
	field := filterField{Name: queryPeriod, Label: form.T("filter.period")}
	for _, n := range periods {
		field.Options = append(field.Options, filterOption{strconv.Itoa(n), form.T("filter.period_" + strconv.Itoa(n)), n == periodOf(f, form.Today())})
	}
	return field
}

// periodOf is how many days back the filter goes, 0 for the beginning.
func periodOf(f parcours.Filter, today parcours.Date) int {
	if f.From.IsZero() {
		return 0
	}
	return f.From.DaysUntil(today)
}

// describe says in words whom a filter keeps.
func (form filterForm) describe(p page, f parcours.Filter) string {
	parts := []string{p.T("filter.all")}
	for _, t := range form.territories {
		if t.ID == f.TerritoryID {
			parts[0] = t.Name
		}
	}
	for _, l := range form.referents {
		if l.ProfessionalID == f.ReferentID {
			parts = append(parts, l.Name)
		}
	}
	if !f.EnteredFrom.IsZero() {
		parts = append(parts, p.T("filter.since", "month", p.Month(f.EnteredFrom)))
	}
	if !f.EnteredTo.IsZero() {
		parts = append(parts, p.T("filter.until", "month", p.Month(f.EnteredTo)))
	}
	return strings.Join(parts, ", ")
}

// Month writes a month in full: "janvier 2026".
func (p page) Month(d parcours.Date) string {
	return p.words[fmt.Sprintf("date.month%d", d.Month)] + " " + strconv.Itoa(d.Year)
}
