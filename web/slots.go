package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"relais/parcours"
)

// Slots are the times that can be booked, and the places where people meet.
type Slots interface {
	// Calendar returns the slots that start in [since, until), cancelled ones included.
	Calendar(ctx context.Context, territoryID string, since, until time.Time) ([]parcours.CalendarSlot, error)
	// CalendarSlot also says who has it.
	CalendarSlot(ctx context.Context, actor parcours.Actor, id string) (parcours.CalendarSlot, error)
	PlanSlots(ctx context.Context, now time.Time, order parcours.SlotOrder) ([]parcours.SlotDay, error)
	// OpenSlots returns the series that CloseSeries takes back, empty when nothing was opened.
	OpenSlots(ctx context.Context, now time.Time, actor parcours.Actor, order parcours.SlotOrder) (series string, days []parcours.SlotDay, err error)
	SetCapacity(ctx context.Context, now time.Time, actor parcours.Actor, slotID string, capacity int) error
	// CloseSlot answers parcours.ErrConflict when not exactly booked people have it.
	CloseSlot(ctx context.Context, now time.Time, actor parcours.Actor, slotID string, booked int) error
	ReopenSlot(ctx context.Context, now time.Time, actor parcours.Actor, slotID string) error
	MoveSlot(ctx context.Context, now time.Time, actor parcours.Actor, slotID string, day parcours.Date, hour, minute int, placeID string) (series string, err error)
	CloseSeries(ctx context.Context, now time.Time, actor parcours.Actor, series string) (closed, kept int, err error)
	Places(ctx context.Context, now time.Time) ([]parcours.ManagedPlace, error)
	SavePlace(ctx context.Context, now time.Time, actor parcours.Actor, p parcours.ManagedPlace) (string, error)
}

const (
	accessOpenSlots = "open_slots"
	accessSlot      = "change_slot"
	accessReadSlot  = "read_slot"
	accessPlace     = "save_place"
)

// balanceWeeks is how many weeks of the balance are shown.
const balanceWeeks = 8

// slotsPage is one week of the calendar, with what is needed against what is there.
type slotsPage struct {
	page
	Territories              []parcours.Territory
	Territory                string
	Week                     parcours.Week
	Previous, Next, ThisWeek string
	Balance                  []balanceLine
	Calendars                []calendar
	Order                    slotForm
}

// balanceLine is a week of a territory in words and as a bar. Width and Mark are
// hundredths of the scale: what is free, and what is needed.
type balanceLine struct {
	page
	parcours.WeekBalance
	Territory string
	Address   string
	// Gap is what is free too few, from Width to Mark.
	Width, Gap, Mark float64
	Current          bool
}

// Last is the day before which the week's people are to be met.
func (b balanceLine) Last() parcours.Date { return b.Week.Sunday() }

// calendar is the week of one territory.
type calendar struct {
	page
	Name string
	ID   string
	Days []calendarDay
}

// calendarDay is one day of it.
type calendarDay struct {
	On      parcours.Date
	Holiday bool
	Slots   []parcours.CalendarSlot
}

const queryWeek = "semaine"

// weekAsked is the week of the address, or this one.
func weekAsked(r *http.Request, today parcours.Date) (parcours.Week, error) {
	day, err := parcours.ParseDate(r.URL.Query().Get(queryWeek))
	if err != nil {
		return parcours.Week{}, err
	}
	if day.IsZero() {
		day = today
	}
	return parcours.WeekOf(day), nil
}

func slotsAddress(territory string, week parcours.Week) string {
	q := url.Values{queryWeek: {week.Monday.String()}}
	if territory != "" {
		q.Set(queryTerritory, territory)
	}
	return address("/creneaux", q)
}

func (s *Server) showSlots(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.slots(w, r, v, slotForm{})
}

func (s *Server) slots(w http.ResponseWriter, r *http.Request, v *visit, form slotForm) error {
	ctx := r.Context()
	p := s.page(v, "slots.title", "slots")
	week, err := weekAsked(r, p.Today())
	if err != nil {
		return err
	}
	territory := r.URL.Query().Get(queryTerritory)
	territories, err := s.territories(ctx, v)
	if err != nil {
		return err
	}
	balance, err := s.balance(ctx, p, territories, territory)
	if err != nil {
		return err
	}
	switch {
	case form.Problem != "" && !form.Typed.Day.IsZero():
		week = parcours.WeekOf(form.Typed.Day)
	case !r.URL.Query().Has(queryWeek): // where it is most pressing
		week = firstShort(balance, week)
	}
	for i := range balance {
		balance[i].Current = balance[i].Week == week
	}
	shown := slotsPage{
		page: p, Territories: territories, Balance: balance, Territory: territory, Week: week, ThisWeek: slotsAddress(territory, parcours.WeekOf(p.Today())),
		Previous: slotsAddress(territory, parcours.WeekOf(week.Monday.AddDays(-7))), Next: slotsAddress(territory, week.Next()),
	}
	if shown.Calendars, err = s.calendars(ctx, p, shown.Territories, territory, week); err != nil {
		return err
	}
	if shown.Order, err = s.slotForm(ctx, v, p, week, form); err != nil {
		return err
	}
	status := http.StatusOK
	if form.Problem != "" {
		status = http.StatusUnprocessableEntity
	}
	return s.render(w, status, "slots", shown)
}

// firstShort is the first week that lacks places, or another one when none does.
func firstShort(balance []balanceLine, otherwise parcours.Week) parcours.Week {
	for _, b := range balance {
		if b.Missing > 0 {
			return b.Week
		}
	}
	return otherwise
}

func (s *Server) balance(ctx context.Context, p page, territories []parcours.Territory, territory string) ([]balanceLine, error) {
	all, err := s.store.Balance(ctx, p.Now(), parcours.Filter{TerritoryID: territory})
	if err != nil {
		return nil, fmt.Errorf("read the balance of slots: %w", err)
	}
	last, scale := parcours.WeekOf(p.Today()).Monday.AddDays(7*balanceWeeks), 1
	var lines []balanceLine
	for _, b := range all {
		if b.Week.Monday.After(last) {
			continue
		}
		scale = max(scale, b.Needed, b.Free)
		line := balanceLine{page: p, WeekBalance: b, Address: slotsAddress(b.TerritoryID, b.Week)}
		for _, t := range territories {
			if t.ID == b.TerritoryID {
				line.Territory = t.Name
			}
		}
		lines = append(lines, line)
	}
	for i := range lines {
		lines[i].Width = 100 * float64(lines[i].Free) / float64(scale)
		needed := 100 * float64(lines[i].Needed) / float64(scale)
		lines[i].Gap, lines[i].Mark = max(0, needed-lines[i].Width), min(needed, 99.2)
	}
	return lines, nil
}

func (s *Server) calendars(ctx context.Context, p page, territories []parcours.Territory, territory string, week parcours.Week) ([]calendar, error) {
	since, until := week.Monday.At(0, 0, s.rules.Zone), week.Next().Monday.At(0, 0, s.rules.Zone)
	slots, err := s.store.Calendar(ctx, territory, since, until)
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	var shown []calendar
	for _, t := range territories {
		if territory != "" && t.ID != territory {
			continue
		}
		c := calendar{page: p, Name: t.Name, ID: t.ID}
		for i := range 7 {
			day := calendarDay{On: week.Monday.AddDays(i)}
			day.Holiday = parcours.IsHoliday(day.On)
			for _, slot := range slots {
				if slot.TerritoryID == t.ID && parcours.DateOf(slot.StartsAt, s.rules.Zone) == day.On {
					day.Slots = append(day.Slots, slot)
				}
			}
			if i < 5 || len(day.Slots) > 0 { // a weekend is shown when somebody works then
				c.Days = append(c.Days, day)
			}
		}
		shown = append(shown, c)
	}
	return shown, nil
}

// slotPage is one slot, who has it, and what a change does.
type slotPage struct {
	page
	Slot parcours.CalendarSlot
	// Open: it is to come and was not cancelled.
	Open   bool
	Back   string
	Places []parcours.ManagedPlace
	Day    parcours.Date
	Time   string
}

func (s *Server) showSlot(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("slot")
	slot, err := s.store.CalendarSlot(r.Context(), v.actor, id)
	if err != nil {
		return fmt.Errorf("read slot: %w", err)
	}
	day := parcours.DateOf(slot.StartsAt, s.rules.Zone)
	shown := slotPage{
		page: s.page(v, "slots.single", "slots"), Slot: slot, Open: slot.ClosedAt.IsZero() && v.now.Before(slot.StartsAt),
		Back: slotsAddress(slot.TerritoryID, parcours.WeekOf(day)), Day: day, Time: slot.StartsAt.In(s.rules.Zone).Format("15:04"),
	}
	places, err := s.store.Places(r.Context(), v.now)
	if err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	for _, p := range places {
		if p.TerritoryID == slot.TerritoryID {
			shown.Places = append(shown.Places, p)
		}
	}
	if len(slot.Bookings) > 0 {
		if err := s.keep(r, v, accessReadSlot, id); err != nil {
			return err
		}
	}
	return s.render(w, http.StatusOK, "slot", shown)
}

func (s *Server) changeSlot(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("slot")
	to := back(r, "/creneaux/"+id)
	reopen := undo{Path: "/creneaux/" + id + "/retablissement", Fields: fields("suite", to)}
	var err error
	var u *undo
	flash := "flash.slot_changed"
	switch r.PathValue("step") {
	case "places":
		var was, wanted int
		was, _ = strconv.Atoi(r.PostFormValue("was"))
		if wanted, err = strconv.Atoi(r.PostFormValue("capacity")); err != nil {
			return fmt.Errorf("%w: how many people", parcours.ErrInvalid)
		}
		err = s.store.SetCapacity(ctx, v.now, v.actor, id, wanted)
		if was > 0 && was != wanted {
			u = &undo{Path: "/creneaux/" + id + "/places", Fields: []field{{"capacity", strconv.Itoa(was)}, {"suite", to}}}
		}
	case "annulation":
		booked, _ := strconv.Atoi(r.PostFormValue("booked"))
		if booked > 0 && r.PostFormValue("confirmed") == "" {
			return fmt.Errorf("%w: confirm that people are told", parcours.ErrInvalid)
		}
		flash = "flash.slot_closed_told"
		if booked == 0 {
			flash, u = "flash.slot_closed", &reopen
		}
		err = s.store.CloseSlot(ctx, v.now, v.actor, id, booked)
	case "retablissement":
		flash, err = "flash.slot_reopened", s.store.ReopenSlot(ctx, v.now, v.actor, id)
	case "deplacement":
		return s.moveSlot(w, r, v, id)
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("change slot: %w", err)
	}
	if err := s.keep(r, v, accessSlot, id); err != nil {
		return err
	}
	if u != nil {
		return s.doneUntil(w, r, flash, to, *u)
	}
	return s.done(w, r, flash, to)
}

func (s *Server) moveSlot(w http.ResponseWriter, r *http.Request, v *visit, id string) error {
	day, err := parcours.ParseDate(r.PostFormValue("day"))
	if err != nil {
		return err
	}
	hour, minute, err := clockTime(r.PostFormValue("time"))
	if err != nil {
		return err
	}
	series, err := s.store.MoveSlot(r.Context(), v.now, v.actor, id, day, hour, minute, r.PostFormValue("place"))
	if err != nil {
		return fmt.Errorf("move slot: %w", err)
	}
	if err := s.keep(r, v, accessSlot, id, series); err != nil {
		return err
	}
	return s.done(w, r, "flash.slot_moved", slotsAddress(r.PostFormValue("territory"), parcours.WeekOf(day)))
}
