package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// followUp is an order for Maëlys to see Anne alone at the CDAS, on a day of July.
func (h *house) followUp(day, hour int) parcours.AppointmentOrder {
	h.Helper()
	return parcours.AppointmentOrder{
		PersonID: h.person("I-1"), Kind: parcours.FollowUp, StartsAt: july(day, hour), Minutes: 45,
		PlaceID: h.one("select id from place"), ProfessionalIDs: h.all("select id from professional where email = 'anne.morel@exemple.fr'"),
	}
}

func july(day, hour int) time.Time { return time.Date(2023, time.July, day, hour, 0, 0, 0, time.UTC) }

func (h *house) set(o parcours.AppointmentOrder) parcours.Appointment {
	h.Helper()
	a, err := h.s.SetAppointment(h.Context(), h.now, office, o)
	h.must(err)
	return a
}

// wantFields fails unless an error names the fields.
func (h *house) wantFields(what string, err error, fields ...string) {
	h.Helper()
	var wrong parcours.FieldErrors
	errors.As(err, &wrong)
	var got []string
	for _, f := range wrong {
		got = append(got, f.Field)
	}
	if !errors.Is(err, parcours.ErrInvalid) || !slices.Equal(got, fields) {
		h.Errorf("%s: got %v, want the fields %q", what, err, fields)
	}
}

// about lists what is planned about an appointment, by kind and version.
func (h *house) about(id string) []string {
	h.Helper()
	return h.all("select kind || ' v' || cast(appointment_version as text) from notification where appointment_id = $1 and cancelled_at = 0 order by kind, appointment_version", id)
}

func TestAnAppointmentOutsideTheSlotsIsToldAndRecalledLikeAnyOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		p := h.person("I-1")
		a := h.set(h.followUp(20, 12))
		if got, want := h.about(a.ID), []string{"convocation v1", "reminder v1"}; !slices.Equal(got, want) {
			t.Errorf("planned %q, want %q", got, want)
		}
		h.want("the words", h.one("select template from notification where appointment_id = $1 and kind = 'convocation'", a.ID), "convocation.first.other")
		h.want("who chose", string(a.Origin), "imposed")
		h.want("late, 22 days after entry", h.one("select count(*) from appointment where id = $1 and late", a.ID), "0")
		h.want("the first interview", h.milestone(p, "appointment_on"), "2023-07-10")
		h.want("booked", h.one("select count(*) from event where kind = 'booked' and subject = $1", a.ID), "1")

		_, err := s.SetAppointment(t.Context(), h.now, office, h.followUp(20, 12))
		h.wantFields("twice at the same time", err, "starts_at")
		_, err = s.SetAppointment(t.Context(), h.now, office, h.followUp(11, 8))
		h.wantFields("while Anne has a slot", err, "professional_ids")
		_, err = s.SetAppointment(t.Context(), h.now, office, parcours.AppointmentOrder{PersonID: p, Kind: parcours.Workshop, StartsAt: monday, Minutes: 60})
		h.wantFields("of no place and nobody, in the past", err, "place_id", "starts_at", "professional_ids")
		elsewhere := office
		elsewhere.TerritoryID = "another"
		_, err = s.SetAppointment(t.Context(), h.now, elsewhere, h.followUp(21, 12))
		wantKind(t, "of another territory", err, parcours.ErrNotFound)
		first := h.followUp(21, 12)
		first.Kind = parcours.FirstInterview
		_, err = s.SetAppointment(t.Context(), h.now, office, first)
		wantKind(t, "a second first interview", err, parcours.ErrConflict)

		h.must(s.Revoke(t.Context(), h.now, office, a.ID))
		h.want("booked still", h.milestone(p, "booked_on"), "2023-07-03")
		h.must(s.Exit(t.Context(), h.now, office, p, parcours.ExitReasons()[0], parcours.DateOf(h.now, time.UTC)))
		_, err = s.SetAppointment(t.Context(), h.now, office, h.followUp(21, 12))
		wantKind(t, "for somebody who left", err, parcours.ErrConflict)
	})
}

func TestAMovedAppointmentIsTheSameAndIsRecalledAtItsNewTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		a := h.set(h.followUp(20, 12))
		move := func(o parcours.AppointmentOrder) error { return s.MoveAppointment(t.Context(), h.now, office, a.ID, o) }
		h.must(move(h.followUp(20, 12)))
		h.want("the same again is version", h.one("select version from appointment where id = $1", a.ID), "1")
		h.must(move(h.followUp(27, 13)))
		if got, want := h.about(a.ID), []string{"convocation v2", "reminder v2"}; !slices.Equal(got, want) {
			t.Errorf("planned %q, want %q", got, want)
		}
		h.want("recalled for the 27th", h.one("select count(*) from notification where appointment_id = $1 and kind = 'reminder' and cancelled_at = 0 and due_at > $2", a.ID, july(24, 23).UnixMilli()), "1")
		h.want("moved", h.one("select count(*) from event where kind = 'moved' and subject = $1", a.ID), "1")
		h.wantFields("on the first interview", move(h.followUp(10, 8)), "professional_ids")

		// the day before there is no time for a reminder, and none is planned that would be too late
		h.now = july(26, 15)
		h.must(move(h.followUp(27, 9)))
		if got, want := h.about(a.ID), []string{"convocation v3"}; !slices.Equal(got, want) {
			t.Errorf("planned %q, want %q", got, want)
		}
		h.now = july(27, 10)
		wantKind(t, "once it began", move(h.followUp(28, 9)), parcours.ErrConflict)
		slot := h.one("select appointment_id from participation where appointment_id <> $1", a.ID)
		h.now = monday
		wantKind(t, "one in a slot", s.MoveAppointment(t.Context(), h.now, office, slot, h.followUp(28, 9)), parcours.ErrConflict)
		wantKind(t, "one of nobody's", s.MoveAppointment(t.Context(), h.now, office, "unknown", h.followUp(28, 9)), parcours.ErrNotFound)
	})
}

func TestWhatTakesThePlaceOfAnAppointmentGivesItUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		told      bool
		origin    parcours.Origin
		outcome   string
		cancelled string
	}{
		{"by the service, before anybody was told", false, "", "revoked", "0"},
		{"by the service", true, "", "revoked", "1"},
		{"at the person's request", true, parcours.OriginMoved, "excused", "0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				p, old := h.person("I-1"), h.one("select id from appointment")
				if tt.told {
					h.sent()
				}
				a := h.set(parcours.AppointmentOrder{
					PersonID: p, SlotID: h.one("select id from slot where starts_at = $1", july(11, 8).UnixMilli()), Origin: tt.origin, Replaces: old,
				})
				h.want("replaces", a.Replaces, old)
				h.want("kind", string(a.Kind), string(parcours.JointInterview))
				h.want("outcome", h.one("select outcome from participation where appointment_id = $1", old), tt.outcome)
				h.want("cancellations", h.one("select count(*) from notification where kind = 'cancellation'"), tt.cancelled)
				h.want("places taken", h.one("select sum(booked) from slot"), "1")
				h.want("the first interview", h.milestone(p, "appointment_on"), "2023-07-11")
				h.want("booked", h.milestone(p, "booked_on"), "2023-07-03")
				_, err := s.SetAppointment(t.Context(), h.now, office, parcours.AppointmentOrder{PersonID: p, SlotID: h.one("select id from slot where starts_at = $1", july(12, 8).UnixMilli()), Replaces: old})
				wantKind(t, "twice", err, parcours.ErrConflict)
			})
		})
	}
}

func TestAnAppointmentSetInRDVSolidaritesIsMovedThere(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		h.upstream(rdv{id: 1}.json())
		id := h.one("select id from appointment")
		wantKind(t, "moved here", s.MoveAppointment(t.Context(), h.now, office, id, h.followUp(28, 9)), parcours.ErrConflict)
		o := h.followUp(28, 9)
		o.Replaces = id
		_, err := s.SetAppointment(t.Context(), h.now, office, o)
		wantKind(t, "replaced here", err, parcours.ErrConflict)
	})
}
