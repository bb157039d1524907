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

// slotForm is the form of an order, with what was typed and what is wrong with it.
type slotForm struct {
	page
	Places  []parcours.ManagedPlace
	Team    []teamChoice
	Kinds   []parcours.AppointmentKind
	Typed   parcours.SlotOrder
	Time    string
	Except  string
	Problem string
}

// teamChoice is a professional who may sit in a slot.
type teamChoice struct {
	parcours.Professional
	Chosen bool
}

// slotKinds are the kinds of slot that may be opened.
var slotKinds = []parcours.AppointmentKind{parcours.JointInterview, parcours.FollowUp, parcours.Workshop, parcours.NurseVisit}

func (s *Server) slotForm(ctx context.Context, v *visit, p page, week parcours.Week, form slotForm) (slotForm, error) {
	var err error
	form.page, form.Kinds = p, slotKinds
	if form.Places, err = s.store.Places(ctx, v.now); err != nil {
		return form, fmt.Errorf("read places: %w", err)
	}
	team, err := s.store.Team(ctx)
	if err != nil {
		return form, fmt.Errorf("read team: %w", err)
	}
	for _, t := range team {
		if t.Role != parcours.RoleCoordinator || slices.Contains(form.Typed.ProfessionalIDs, t.ID) {
			form.Team = append(form.Team, teamChoice{t, slices.Contains(form.Typed.ProfessionalIDs, t.ID)})
		}
	}
	if form.Typed.Minutes == 0 {
		form.Typed.Minutes, form.Typed.Capacity = 60, 1
		if form.Typed.Day = week.Monday; form.Typed.Day.Before(p.Today()) {
			form.Typed.Day = p.Today()
		}
	}
	if form.Time == "" {
		form.Time = "09:00"
	}
	return form, nil
}

// orderOf reads the form of an order.
func orderOf(r *http.Request) (parcours.SlotOrder, error) {
	o := parcours.SlotOrder{PlaceID: r.PostFormValue("place"), Kind: parcours.AppointmentKind(r.PostFormValue("kind")), ProfessionalIDs: r.PostForm["with"]}
	var err error
	if o.Day, err = parcours.ParseDate(r.PostFormValue("day")); err != nil {
		return o, err
	}
	if o.Until, err = parcours.ParseDate(r.PostFormValue("until")); err != nil {
		return o, err
	}
	if o.Hour, o.Minute, err = clockTime(r.PostFormValue("time")); err != nil {
		return o, err
	}
	o.Minutes, _ = strconv.Atoi(r.PostFormValue("minutes"))
	o.Capacity, _ = strconv.Atoi(r.PostFormValue("capacity"))
	if !slices.Contains(slotKinds, o.Kind) || o.Capacity < 1 || o.Capacity > 200 {
		return o, fmt.Errorf("%w: a slot has a kind and room for somebody", parcours.ErrInvalid)
	}
	for text := range strings.FieldsFuncSeq(r.PostFormValue("except"), func(c rune) bool { return c == ',' || c == ';' || c == ' ' || c == '\n' || c == '\r' }) {
		day, err := frenchDate(text, o.Day)
		if err != nil {
			return o, err
		}
		o.Except = append(o.Except, day)
	}
	for _, text := range r.PostForm["omit"] {
		day, err := parcours.ParseDate(text)
		if err != nil {
			return o, err
		}
		o.Except = append(o.Except, day)
	}
	return o, nil
}

// clockTime reads "09:30".
func clockTime(text string) (hour, minute int, err error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, 0, fmt.Errorf("%w: a time is written 09:30", parcours.ErrInvalid)
	}
	return t.Hour(), t.Minute(), nil
}

// frenchDate reads 14/07, 14/07/2026 or 2026-07-14; without a year it is the first
// such day from the series' first one on.
func frenchDate(text string, from parcours.Date) (parcours.Date, error) {
	if d, err := parcours.ParseDate(text); err == nil {
		return d, nil
	}
	if t, err := time.Parse("2/1/2006", text); err == nil {
		return parcours.NewDate(t.Year(), t.Month(), t.Day()), nil
	}
	t, err := time.Parse("2/1", text)
	if err != nil {
		return parcours.Date{}, fmt.Errorf("%w: a day is written 14/07", parcours.ErrInvalid)
	}
	d := parcours.NewDate(from.Year, t.Month(), t.Day())
	if d.Before(from) {
		d = parcours.NewDate(from.Year+1, t.Month(), t.Day())
	}
	return d, nil
}

// seriesPage previews a weekly series.
type seriesPage struct {
	page
	Days  []parcours.SlotDay
	Open  int
	Order parcours.SlotOrder
	Place parcours.ManagedPlace
	With  []string
	Time  string
}

// openSlots opens one slot at once; a series is previewed first, and opened when the
// preview is sent back.
func (s *Server) openSlots(w http.ResponseWriter, r *http.Request, v *visit) error {
	order, err := orderOf(r)
	form := slotForm{Typed: order, Time: r.PostFormValue("time"), Except: r.PostFormValue("except"), Problem: "slots.cannot"}
	if err != nil {
		return s.slots(w, r, v, form)
	}
	days, err := s.store.PlanSlots(r.Context(), v.now, order)
	if status, _ := statusOf(err); status == http.StatusUnprocessableEntity {
		return s.slots(w, r, v, form)
	}
	if err != nil {
		return fmt.Errorf("plan slots: %w", err)
	}
	if order.Until.IsZero() && days[0].Omission != parcours.OmitNone {
		form.Problem = "slots.omitted_" + string(days[0].Omission)
		return s.slots(w, r, v, form)
	}
	if !order.Until.IsZero() && r.PostFormValue("seen") == "" {
		return s.previewSeries(w, r, v, order, days)
	}
	series, _, err := s.store.OpenSlots(r.Context(), v.now, v.actor, order)
	if err != nil {
		return fmt.Errorf("open slots: %w", err)
	}
	to := slotsAddress(r.PostFormValue("territory"), parcours.WeekOf(order.Day))
	if series == "" {
		return s.done(w, r, "flash.no_slot_opened", to)
	}
	if err := s.keep(r, v, accessOpenSlots, series); err != nil {
		return err
	}
	return s.doneUntil(w, r, "flash.slots_opened", to, undo{Path: "/creneaux/series/" + series + "/annulation", Fields: fields("suite", to)})
}

func (s *Server) previewSeries(w http.ResponseWriter, r *http.Request, v *visit, order parcours.SlotOrder, days []parcours.SlotDay) error {
	p := s.page(v, "slots.series", "slots")
	shown := seriesPage{page: p, Days: days, Order: order, Time: r.PostFormValue("time")}
	for _, d := range days {
		if d.Omission == parcours.OmitNone {
			shown.Open++
		}
	}
	places, err := s.store.Places(r.Context(), v.now)
	if err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	for _, place := range places {
		if place.ID == order.PlaceID {
			shown.Place = place
		}
	}
	team, err := s.store.Team(r.Context())
	if err != nil {
		return fmt.Errorf("read team: %w", err)
	}
	for _, t := range team {
		if slices.Contains(order.ProfessionalIDs, t.ID) {
			shown.With = append(shown.With, t.Introduced())
		}
	}
	return s.render(w, http.StatusOK, "slot_series", shown)
}

func (s *Server) closeSeries(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("series")
	_, kept, err := s.store.CloseSeries(r.Context(), v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("close series: %w", err)
	}
	if err := s.keep(r, v, accessSlot, id); err != nil {
		return err
	}
	flash := "flash.taken_back"
	if kept > 0 {
		flash = "flash.slots_partly_closed"
	}
	return s.done(w, r, flash, back(r, "/creneaux"))
}
