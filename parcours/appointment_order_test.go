package parcours_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"relais/parcours"
)

func TestAnAppointmentThatCouldNotBeToldIsRefusedByItsFields(t *testing.T) {
	t.Parallel()
	now := at(t, "2023-07-03 10:00")
	for _, tt := range []struct {
		name   string
		change func(a *parcours.Appointment, s *parcours.Service)
		want   []string
	}{
		{"whole", func(*parcours.Appointment, *parcours.Service) {}, nil},
		{"the service's number is enough", func(a *parcours.Appointment, _ *parcours.Service) { a.Place.Phone = "" }, nil},
		{"a follow-up needs one professional", func(a *parcours.Appointment, _ *parcours.Service) {
			a.Kind, a.Professionals = parcours.FollowUp, a.Professionals[:1]
		}, nil},
		{"no number", func(a *parcours.Appointment, s *parcours.Service) { a.Place.Phone, s.Phone = "", " " }, []string{"place_id"}},
		{"no address", func(a *parcours.Appointment, _ *parcours.Service) { a.Place.Address = "" }, []string{"place_id"}},
		{"nobody", func(a *parcours.Appointment, _ *parcours.Service) { a.Professionals = nil }, []string{"professional_ids"}},
		{"one institution of a joint interview", func(a *parcours.Appointment, _ *parcours.Service) { a.Professionals = a.Professionals[:1] }, []string{"professional_ids"}},
		{"somebody away", func(a *parcours.Appointment, _ *parcours.Service) {
			a.Kind, a.Professionals = parcours.FollowUp, slices.Clone(a.Professionals)
			a.Professionals[0].AbsentFrom, a.Professionals[0].AbsentUntil = parcours.NewDate(2023, 7, 1), parcours.NewDate(2023, 8, 1)
		}, []string{"professional_ids"}},
		{"begun", func(a *parcours.Appointment, _ *parcours.Service) { a.StartsAt = now }, []string{"starts_at"}},
		{"a slip of the year", func(a *parcours.Appointment, _ *parcours.Service) { a.StartsAt = a.StartsAt.AddDate(10, 0, 0) }, []string{"starts_at"}},
		{"no length, no kind", func(a *parcours.Appointment, _ *parcours.Service) { a.Duration, a.Kind = 0, "" }, []string{"kind", "minutes"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, s := interview(t, "2023-07-18 14:30"), service()
			tt.change(&a, &s)
			err := rules(t).CheckAppointment(a, s, now)
			var wrong parcours.FieldErrors
			errors.As(err, &wrong)
			var got []string
			for _, f := range wrong {
				got = append(got, f.Field)
			}
			if !slices.Equal(got, tt.want) || (err != nil) != errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("got %v, want the fields %v", err, tt.want)
			}
		})
	}
}

func TestAppointmentsThatTouchDoNotOverlap(t *testing.T) {
	t.Parallel()
	a, b := interview(t, "2023-07-18 14:30"), interview(t, "2023-07-18 15:30")
	if a.Overlaps(b) || b.Overlaps(a) {
		t.Error("one ends as the other begins")
	}
	if b.StartsAt = b.StartsAt.Add(-time.Minute); !a.Overlaps(b) || !b.Overlaps(a) {
		t.Error("they share a minute")
	}
}
