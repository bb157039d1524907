package web

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// appointmentJSON is an appointment as one person has it.
type appointmentJSON struct {
	ID            string                   `json:"id"`
	Participation string                   `json:"participation" doc:"The person's part in it: what an outcome is about."`
	PersonID      string                   `json:"person_id"`
	Kind          parcours.AppointmentKind `json:"kind"`
	StartsAt      time.Time                `json:"starts_at"`
	Minutes       int                      `json:"minutes"`
	PlaceName     string                   `json:"place_name"`
	PlaceAddress  string                   `json:"place_address,omitempty"`
	Professionals []professionalJSON       `json:"professionals"`
	SlotID        string                   `json:"slot_id,omitempty"`
	Origin        parcours.Origin          `json:"origin" doc:"Who chose the time."`
	Late          bool                     `json:"late,omitempty" doc:"After the person's deadline."`
	Outcome       parcours.Outcome         `json:"outcome" enum:"unknown,seen,excused,revoked,no_show"`
	Impediment    parcours.Impediment      `json:"impediment,omitempty"`
	ConfirmedAt   *time.Time               `json:"confirmed_at,omitempty" doc:"When the person said they come."`
}

func (s *Server) appointmentJSON(a parcours.Appointment) appointmentJSON {
	return appointmentJSON{
		ID: a.ID, Participation: a.ParticipationID, PersonID: a.PersonID, Kind: a.Kind, StartsAt: a.StartsAt.In(s.rules.Zone), Minutes: int(a.Duration.Minutes()),
		PlaceName: a.Place.Name, PlaceAddress: a.Place.Address, Professionals: professionalsJSON(a.Professionals), SlotID: a.SlotID, Origin: a.Origin,
		Late: a.Late, Outcome: a.Outcome, Impediment: a.Impediment, ConfirmedAt: s.instant(a.ConfirmedAt),
	}
}

type appointmentsInput struct {
	Paging
	From string `query:"from" format:"date" doc:"First day; today when absent."`
	To   string `query:"to" format:"date" doc:"Last day; 30 days after the first when absent, a year at most."`
}

const appointmentDays = 30

func (s *Server) apiAppointments(ctx context.Context, v *visit, in *appointmentsInput) (*answer[pageOf[appointmentJSON]], error) {
	since, until, err := s.dayRange(v, in.From, in.To, appointmentDays)
	if err != nil {
		return nil, err
	}
	at, id, err := in.afterMoment(since)
	if err != nil {
		return nil, err
	}
	found, err := s.store.AppointmentsAfter(ctx, v.actor, at, id, until, in.Limit+1)
	if err != nil {
		return nil, fmt.Errorf("read appointments: %w", err)
	}
	list := pageOf[appointmentJSON]{Items: []appointmentJSON{}}
	if len(found) > in.Limit {
		found = found[:in.Limit]
		last := found[in.Limit-1]
		list.Next = momentCursor(last.StartsAt, last.ParticipationID)
	}
	for _, a := range found {
		list.Items = append(list.Items, s.appointmentJSON(a))
	}
	return &answer[pageOf[appointmentJSON]]{list}, s.noted(ctx, v, accessList, "appointments")
}

type appointmentList struct {
	Items []appointmentJSON `json:"items"`
}

func (s *Server) apiAppointmentsOf(ctx context.Context, v *visit, in *PersonPath) (*answer[appointmentList], error) {
	file, err := s.store.Person(ctx, v.actor, in.ID)
	if err != nil {
		return nil, fmt.Errorf("read person %s: %w", in.ID, err)
	}
	list := appointmentList{Items: []appointmentJSON{}}
	for _, a := range file.Appointments {
		list.Items = append(list.Items, s.appointmentJSON(a))
	}
	return &answer[appointmentList]{list}, s.noted(ctx, v, accessPerson, in.ID)
}

type bookInput struct {
	Once
	PersonPath
	Body struct {
		SlotID string `json:"slot_id" doc:"A joint interview of the person's territory, with room."`
	}
}

const accessBook = "book_appointment"

const aboutBook = "The convocation and its reminders are planned at once, as for a slot that Relais gives by itself. " +
	"409 when the slot is full, or the person has a first interview already or is gone."

func (s *Server) apiBook(ctx context.Context, v *visit, in *bookInput) (*answer[appointmentJSON], error) {
	a, err := s.store.ConveneTo(ctx, v.now, v.actor, parcours.Assigned{PersonID: in.ID, SlotID: in.Body.SlotID})
	if err != nil {
		return nil, fmt.Errorf("book for person %s: %w", in.ID, err)
	}
	if err := s.noted(ctx, v, accessBook, in.ID); err != nil {
		return nil, err
	}
	return s.appointmentNow(ctx, v, in.ID, a.ID, "")
}

// appointmentNow reads an appointment of a person again, by its id or that of the
// person's part in it.
func (s *Server) appointmentNow(ctx context.Context, v *visit, personID, appointmentID, participationID string) (*answer[appointmentJSON], error) {
	file, err := s.store.Person(ctx, v.actor, personID)
	if err != nil {
		return nil, fmt.Errorf("read person %s: %w", personID, err)
	}
	for _, a := range file.Appointments {
		if a.ID == appointmentID || a.ParticipationID == participationID {
			return &answer[appointmentJSON]{s.appointmentJSON(a)}, nil
		}
	}
	return nil, fmt.Errorf("appointment of person %s: %w", personID, parcours.ErrNotFound)
}

type outcomeInput struct {
	Once
	PersonPath
	Participation string `path:"participation" doc:"The person's part in the appointment."`
	Body          struct {
		Outcome    string `json:"outcome" enum:"unknown,seen,excused,revoked,no_show"`
		Impediment string `json:"impediment,omitempty" enum:"health,childcare,transport,work,training,job_interview,bereavement,administrative,housing,fear,other" doc:"Of an excused absence."`
	}
}

const aboutOutcome = "Before its time an appointment is `unknown`, `excused` or `revoked`; after it `seen`, `excused`, `revoked` or `no_show`, and never `unknown` again. " +
	"`revoked` before its time cancels it on the service's behalf, and tells the person. A no-show is always a professional's word, never a program's guess."

func (s *Server) apiOutcome(ctx context.Context, v *visit, in *outcomeInput) (*answer[appointmentJSON], error) {
	_, err := s.settleOutcome(ctx, v, in.ID, in.Participation, parcours.Outcome(in.Body.Outcome), parcours.Impediment(in.Body.Impediment))
	if err != nil {
		return nil, err
	}
	return s.appointmentNow(ctx, v, in.ID, "-", in.Participation)
}
