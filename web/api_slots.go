package web

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// placeJSON is where appointments are.
type placeJSON struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Address     string `json:"address,omitempty"`
	Phone       string `json:"phone,omitempty"`
	TerritoryID string `json:"territory_id"`
	Territory   string `json:"territory"`
}

type nothingInput struct{}

type placeList struct {
	Items []placeJSON `json:"items"`
}

func (s *Server) apiPlaces(ctx context.Context, v *visit, _ *nothingInput) (*answer[placeList], error) {
	places, err := s.store.Places(ctx, v.now)
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	list := placeList{Items: []placeJSON{}}
	for _, p := range places {
		if v.actor.TerritoryID == "" || v.actor.TerritoryID == p.TerritoryID {
			list.Items = append(list.Items, placeJSON{p.ID, p.Name, p.Address, p.Phone, p.TerritoryID, p.Territory})
		}
	}
	return &answer[placeList]{list}, nil
}

// professionalJSON is somebody who receives people.
type professionalJSON struct {
	ID          string                    `json:"id"`
	Name        string                    `json:"name"`
	Structure   string                    `json:"structure,omitempty"`
	Role        parcours.ProfessionalRole `json:"role,omitempty"`
	TerritoryID string                    `json:"territory_id,omitempty"`
}

type professionalList struct {
	Items []professionalJSON `json:"items"`
}

func (s *Server) apiProfessionals(ctx context.Context, v *visit, _ *nothingInput) (*answer[professionalList], error) {
	team, err := s.store.Team(ctx)
	if err != nil {
		return nil, fmt.Errorf("read team: %w", err)
	}
	list := professionalList{Items: []professionalJSON{}}
	for _, p := range team {
		if v.actor.TerritoryID == "" || p.TerritoryID == "" || v.actor.TerritoryID == p.TerritoryID {
			list.Items = append(list.Items, professionalJSON{p.ID, p.Name(), p.Structure, p.Role, p.TerritoryID})
		}
	}
	return &answer[professionalList]{list}, nil
}

type slotsInput struct {
	Paging
	Territory string `query:"territory" doc:"Id of a territory."`
	Kind      string `query:"kind" enum:"joint_interview,follow_up,workshop,nurse"`
	From      string `query:"from" format:"date" doc:"First day; today when absent."`
	To        string `query:"to" format:"date" doc:"Last day; 90 days after the first when absent, a year at most."`
	Free      bool   `query:"free" doc:"Only those that can be given and have room."`
}

// slotJSON is one time that is offered.
type slotJSON struct {
	ID            string                   `json:"id"`
	Kind          parcours.AppointmentKind `json:"kind"`
	StartsAt      time.Time                `json:"starts_at"`
	Minutes       int                      `json:"minutes"`
	TerritoryID   string                   `json:"territory_id"`
	Place         placeJSON                `json:"place"`
	Professionals []professionalJSON       `json:"professionals"`
	Capacity      int                      `json:"capacity"`
	Booked        int                      `json:"booked"`
	Cancelled     bool                     `json:"cancelled,omitempty"`
	Staffed       bool                     `json:"staffed" doc:"Both institutions are there, where the kind needs them."`
}

// dayRange reads the days of a request: from today on, for so many days, a year at most.
func (s *Server) dayRange(v *visit, from, to string, days int) (since, until time.Time, err error) {
	first, last := v.today, parcours.Date{}
	if from != "" {
		if first, err = parcours.ParseDate(from); err != nil {
			return since, until, err
		}
	}
	if last, err = parcours.ParseDate(to); err != nil {
		return since, until, err
	}
	if last.IsZero() {
		last = first.AddDays(days)
	}
	if n := first.DaysUntil(last); n < 0 || n > 366 {
		return since, until, fmt.Errorf("%w: to is from's day or later, within a year", parcours.ErrInvalid)
	}
	return first.At(0, 0, s.rules.Zone), last.AddDays(1).At(0, 0, s.rules.Zone), nil
}

// momentCursor is where a list by time goes on: an instant and an id.
func momentCursor(at time.Time, id string) string {
	return cursorOf(strconv.FormatInt(at.UnixMilli(), 10) + "." + id)
}

// momentPage is a page of what was found by time, of which one more than the limit tells
// that more follows.
func momentPage[F, J any](found []F, limit int, of func(F) parcours.Appointment, shown func(F) J) pageOf[J] {
	list := pageOf[J]{Items: []J{}}
	if len(found) > limit {
		found = found[:limit]
		last := of(found[limit-1])
		list.Next = momentCursor(last.StartsAt, last.ParticipationID)
	}
	for _, f := range found {
		list.Items = append(list.Items, shown(f))
	}
	return list
}

// afterMoment is the reverse of momentCursor; since for no cursor.
func (in Paging) afterMoment(since time.Time) (time.Time, string, error) {
	after, err := in.after()
	if err != nil || after == "" {
		return since, "", err
	}
	at, id, _ := strings.Cut(after, ".")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return since, "", fmt.Errorf("%w: the cursor is what next was in the answer before", parcours.ErrInvalid)
	}
	return time.UnixMilli(ms), id, nil
}

const slotDays = 90

func (s *Server) apiSlots(ctx context.Context, v *visit, in *slotsInput) (*answer[pageOf[slotJSON]], error) {
	f, err := confined(parcours.Filter{TerritoryID: in.Territory}, v.actor)
	if err != nil {
		return nil, err
	}
	since, until, err := s.dayRange(v, in.From, in.To, slotDays)
	if err != nil {
		return nil, err
	}
	at, id, err := in.afterMoment(since)
	if err != nil {
		return nil, err
	}
	slots, err := s.store.Calendar(ctx, f.TerritoryID, at, until)
	if err != nil {
		return nil, fmt.Errorf("read slots: %w", err)
	}
	passed := id == "" // the calendar begins with those of the cursor's instant
	list := pageOf[slotJSON]{Items: []slotJSON{}}
	for _, slot := range slots {
		if !passed {
			passed = slot.ID == id || slot.StartsAt.After(at)
			if slot.ID == id {
				continue
			}
		}
		if !passed || in.Kind != "" && string(slot.Kind) != in.Kind || in.Free && !(slot.ClosedAt.IsZero() && slot.Staffed && slot.Free() > 0) {
			continue
		}
		if len(list.Items) == in.Limit {
			last := list.Items[in.Limit-1]
			list.Next = momentCursor(last.StartsAt, last.ID)
			break
		}
		list.Items = append(list.Items, s.slotJSON(slot))
	}
	return &answer[pageOf[slotJSON]]{list}, nil
}

func (s *Server) slotJSON(slot parcours.CalendarSlot) slotJSON {
	one := slotJSON{
		ID: slot.ID, Kind: slot.Kind, StartsAt: slot.StartsAt.In(s.rules.Zone), Minutes: int(slot.Duration.Minutes()), TerritoryID: slot.TerritoryID,
		Place:         placeJSON{slot.Place.ID, slot.Place.Name, slot.Place.Address, slot.Place.Phone, slot.TerritoryID, slot.Territory},
		Professionals: professionalsJSON(slot.Professionals), Capacity: slot.Capacity, Booked: slot.Booked, Cancelled: !slot.ClosedAt.IsZero(), Staffed: slot.Staffed,
	}
	return one
}

func professionalsJSON(team []parcours.Professional) []professionalJSON {
	list := make([]professionalJSON, 0, len(team))
	for _, p := range team {
		list = append(list, professionalJSON{p.ID, p.Name(), p.Structure, p.Role, p.TerritoryID})
	}
	return list
}

type openSlotsInput struct {
	Once
	Body struct {
		PlaceID       string   `json:"place_id"`
		Kind          string   `json:"kind" enum:"joint_interview,follow_up,workshop,nurse"`
		Professionals []string `json:"professional_ids" minItems:"1" maxItems:"10"`
		Day           string   `json:"day" format:"date"`
		Time          string   `json:"time" pattern:"^[0-2][0-9]:[0-5][0-9]$" example:"09:30"`
		Minutes       int      `json:"minutes" minimum:"5" maximum:"480"`
		Capacity      int      `json:"capacity" minimum:"1" maximum:"200"`
		Until         string   `json:"until,omitempty" format:"date" doc:"Last day of a weekly series; absent: one slot."`
		Except        []string `json:"except,omitempty" maxItems:"60" doc:"Days of the series without a slot."`
	}
}

// openedJSON is one day of what was asked.
type openedJSON struct {
	StartsAt time.Time         `json:"starts_at"`
	Omitted  parcours.Omission `json:"omitted,omitempty" doc:"Why nothing was opened that day; absent when it was."`
	Who      string            `json:"who,omitempty" doc:"The professional for whom."`
}

type openedList struct {
	Series string       `json:"series,omitempty" doc:"What the slots share; absent when none was opened."`
	Days   []openedJSON `json:"days"`
}

const aboutSlots = "Public holidays, absences, and times at which a professional is busy are left out, and said. A joint interview needs one professional of each institution."

const aboutClose = "Who has it is told that the service cancels, and waits for another one: `booked` is how many the caller believes they are, so that nobody is cancelled unseen."

func (s *Server) apiOpenSlots(ctx context.Context, v *visit, in *openSlotsInput) (*answer[openedList], error) {
	b := in.Body
	o := parcours.SlotOrder{PlaceID: b.PlaceID, Kind: parcours.AppointmentKind(b.Kind), ProfessionalIDs: b.Professionals, Minutes: b.Minutes, Capacity: b.Capacity}
	var err error
	if o.Day, err = parcours.ParseDate(b.Day); err != nil {
		return nil, err
	}
	if o.Until, err = parcours.ParseDate(b.Until); err != nil {
		return nil, err
	}
	if o.Hour, o.Minute, err = clockTime(b.Time); err != nil {
		return nil, err
	}
	for _, text := range b.Except {
		day, err := parcours.ParseDate(text)
		if err != nil {
			return nil, err
		}
		o.Except = append(o.Except, day)
	}
	series, days, err := s.store.OpenSlots(ctx, v.now, v.actor, o)
	if err != nil {
		return nil, fmt.Errorf("open slots: %w", err)
	}
	list := openedList{Series: series, Days: []openedJSON{}}
	for _, d := range days {
		list.Days = append(list.Days, openedJSON{d.StartsAt.In(s.rules.Zone), d.Omission, d.Who})
	}
	return &answer[openedList]{list}, s.noted(ctx, v, accessOpenSlots, series)
}

type closeSlotInput struct {
	Once
	ID     string `path:"id" doc:"Id of a slot."`
	Booked int    `query:"booked" minimum:"0" doc:"How many people have it."`
}

func (s *Server) apiCloseSlot(ctx context.Context, v *visit, in *closeSlotInput) (*struct{}, error) {
	if err := s.store.CloseSlot(ctx, v.now, v.actor, in.ID, in.Booked); err != nil {
		return nil, fmt.Errorf("close slot %s: %w", in.ID, err)
	}
	return nil, s.noted(ctx, v, accessSlot, in.ID)
}
