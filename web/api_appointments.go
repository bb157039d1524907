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
	PlaceID       string                   `json:"place_id"`
	PlaceName     string                   `json:"place_name"`
	PlaceAddress  string                   `json:"place_address,omitempty"`
	Professionals []professionalJSON       `json:"professionals"`
	SlotID        string                   `json:"slot_id,omitempty"`
	Origin        parcours.Origin          `json:"origin" doc:"Who chose the time."`
	Replaces      string                   `json:"replaces,omitempty" doc:"Id of the appointment that this one took the place of."`
	Late          bool                     `json:"late,omitempty" doc:"After the person's deadline."`
	Outcome       parcours.Outcome         `json:"outcome" enum:"unknown,seen,excused,revoked,no_show"`
	Impediment    parcours.Impediment      `json:"impediment,omitempty"`
	ConfirmedAt   *time.Time               `json:"confirmed_at,omitempty" doc:"When the person said they come."`
}

func (s *Server) appointmentJSON(a parcours.Appointment) appointmentJSON {
	return appointmentJSON{
		ID: a.ID, Participation: a.ParticipationID, PersonID: a.PersonID, Kind: a.Kind, StartsAt: a.StartsAt.In(s.rules.Zone), Minutes: int(a.Duration.Minutes()),
		PlaceID: a.Place.ID, PlaceName: a.Place.Name, PlaceAddress: a.Place.Address, Professionals: professionalsJSON(a.Professionals), SlotID: a.SlotID,
		Origin: a.Origin, Replaces: a.Replaces,
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
	list := momentPage(found, in.Limit, func(a parcours.Appointment) parcours.Appointment { return a }, s.appointmentJSON)
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

// bookBody is an appointment in a slot, or one whose time, place and people it says.
type bookBody struct {
	SlotID        string    `json:"slot_id,omitempty" doc:"A slot with room, of any kind; it says all the rest but origin and replaces." example:"019b8f0e-6a1c-7f43-9d1e-2b1f0c6a7d11"`
	Kind          string    `json:"kind,omitempty" enum:"joint_interview,first_interview,follow_up,workshop,nurse" doc:"What it is for." example:"follow_up"`
	StartsAt      time.Time `json:"starts_at,omitempty" doc:"In the future." example:"2026-01-15T14:00:00+01:00"`
	Minutes       int       `json:"minutes,omitempty" minimum:"5" maximum:"480" example:"45"`
	PlaceID       string    `json:"place_id,omitempty" doc:"Of the places that are listed: it has an address, and a number that a human answers unless the service has one." example:"019b8f0e-6a1c-7f43-9d1e-2b1f0c6a7d12"`
	Professionals []string  `json:"professional_ids,omitempty" maxItems:"10" doc:"Whom the person meets, of the professionals that are listed; both institutions for a joint interview." example:"[\"019b8f0e-6a1c-7f43-9d1e-2b1f0c6a7d13\"]"`
	Origin        string    `json:"origin,omitempty" enum:"imposed,self_chosen,moved" doc:"Who chose the time: the service when absent; moved is at the person's request, and replaces something." example:"self_chosen"`
	Replaces      string    `json:"replaces,omitempty" doc:"Id of an appointment to come of the person that this one takes the place of." example:"019b8f0e-6a1c-7f43-9d1e-2b1f0c6a7d14"`
}

type bookInput struct {
	Once
	PersonPath
	Body bookBody
}

const accessBook = "book_appointment"

const aboutBook = "In a slot (`slot_id` alone), or outside the slots: `kind`, `starts_at`, `minutes`, `place_id` and `professional_ids`, all of them. " +
	"The convocation and its reminders are planned at once, as for an appointment that Relais sets by itself. " +
	"What a convocation could not say (a place with its address, names, a number that a human answers), and whoever is not free then, is refused with 422; `errors` name the fields. " +
	"With `replaces` the one before is given up: excused when the person asked (`origin` is `moved`), else cancelled by the service, which tells whoever knew of it. " +
	"409 when the slot is full, the person has a first interview already or is gone, or what it replaces is over or set in RDV-Solidarités."

func (s *Server) apiBook(ctx context.Context, v *visit, in *bookInput) (*answer[appointmentJSON], error) {
	b := in.Body
	if b.SlotID != "" && (b.Kind != "" || !b.StartsAt.IsZero() || b.Minutes != 0 || b.PlaceID != "" || len(b.Professionals) > 0) {
		return nil, parcours.WrongField("slot_id", "a slot says what it is for, its time, its place and its people")
	}
	a, err := s.store.SetAppointment(ctx, v.now, v.actor, parcours.AppointmentOrder{
		PersonID: in.ID, SlotID: b.SlotID, Kind: parcours.AppointmentKind(b.Kind), StartsAt: b.StartsAt, Minutes: b.Minutes, PlaceID: b.PlaceID,
		ProfessionalIDs: b.Professionals, Origin: parcours.Origin(b.Origin), Replaces: b.Replaces,
	})
	if err != nil {
		return nil, fmt.Errorf("book for person %s: %w", in.ID, err)
	}
	if err := s.noted(ctx, v, accessBook, in.ID); err != nil {
		return nil, err
	}
	return s.appointmentNow(ctx, v, in.ID, a.ID, "")
}

type moveInput struct {
	Once
	PersonPath
	Participation string `path:"participation" doc:"The person's part in the appointment."`
	Body          struct {
		StartsAt      time.Time `json:"starts_at" doc:"In the future." example:"2026-01-16T10:30:00+01:00"`
		Minutes       int       `json:"minutes" minimum:"5" maximum:"480" example:"45"`
		PlaceID       string    `json:"place_id" doc:"Of the places that are listed." example:"019b8f0e-6a1c-7f43-9d1e-2b1f0c6a7d12"`
		Professionals []string  `json:"professional_ids" minItems:"1" maxItems:"10" example:"[\"019b8f0e-6a1c-7f43-9d1e-2b1f0c6a7d13\"]"`
	}
}

const accessMove = "move_appointment"

const aboutMove = "It stays the same appointment. What was planned about it as it was is withdrawn, and the person is told it anew, with reminders of the new time; " +
	"the same again changes nothing. 422 names the fields as for a new one. " +
	"409 when it is over or cancelled, in a slot (take another slot, with `replaces`), or set in RDV-Solidarités."

func (s *Server) apiMove(ctx context.Context, v *visit, in *moveInput) (*answer[appointmentJSON], error) {
	was, err := s.appointmentNow(ctx, v, in.ID, "-", in.Participation)
	if err != nil {
		return nil, err
	}
	b := in.Body
	err = s.store.MoveAppointment(ctx, v.now, v.actor, was.Body.ID, parcours.AppointmentOrder{
		PersonID: in.ID, StartsAt: b.StartsAt, Minutes: b.Minutes, PlaceID: b.PlaceID, ProfessionalIDs: b.Professionals,
	})
	if err != nil {
		return nil, fmt.Errorf("move for person %s: %w", in.ID, err)
	}
	if err := s.noted(ctx, v, accessMove, in.ID); err != nil {
		return nil, err
	}
	return s.appointmentNow(ctx, v, in.ID, was.Body.ID, "")
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
