package parcours

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// AppointmentKinds are those that an appointment may be set for.
func AppointmentKinds() []AppointmentKind {
	return []AppointmentKind{JointInterview, FirstInterview, FollowUp, Workshop, NurseVisit}
}

// AppointmentOrder is an appointment that somebody sets: in a slot, or at a time and a
// place of their own.
type AppointmentOrder struct {
	PersonID string
	// SlotID is the slot that is taken, which says all that follows it; empty outside the slots.
	SlotID          string
	Kind            AppointmentKind
	StartsAt        time.Time
	Minutes         int
	PlaceID         string
	ProfessionalIDs []string
	// Origin is who chose the time; the service when it is empty.
	Origin Origin
	// Replaces is the id of the person's appointment to come that this one takes the
	// place of, or empty.
	Replaces string
}

// Bounds of an appointment that is set: its length, and how far ahead it may be before
// the year is taken for a slip.
const (
	appointmentShortest  = 5 * time.Minute
	appointmentLongest   = 8 * time.Hour
	appointmentAheadDays = 2 * 366
)

// CheckAppointment names what keeps an appointment to come from being one of which a
// person can be told: without a place and its address, names, or a number that a human
// answers there is no convocation. The error is FieldErrors, by the names of an
// AppointmentOrder's fields.
func (r Rules) CheckAppointment(a Appointment, service Service, now time.Time) error {
	var wrong FieldErrors
	refuse := func(when bool, field, why string) {
		if when {
			wrong = append(wrong, FieldError{field, why})
		}
	}
	day := DateOf(a.StartsAt, r.Zone)
	refuse(!slices.Contains(AppointmentKinds(), a.Kind), "kind", "it is none of the kinds of appointment")
	refuse(!now.Before(a.StartsAt), "starts_at", "an appointment is set before it begins")
	refuse(DateOf(now, r.Zone).DaysUntil(day) > appointmentAheadDays, "starts_at", "it is more than two years ahead: see to the year")
	refuse(a.Duration < appointmentShortest || a.Duration > appointmentLongest, "minutes", "an appointment takes from 5 minutes to 8 hours")
	refuse(strings.TrimSpace(a.Place.Name) == "" || strings.TrimSpace(a.Place.Address) == "", "place_id", "the convocation would say no place with its address")
	refuse(strings.TrimSpace(cmp.Or(a.Place.Phone, service.Phone)) == "", "place_id", "the convocation would say no number that a human answers: the place has none, nor has the service")
	refuse(len(a.Professionals) == 0, "professional_ids", "the convocation would say nobody whom the person meets")
	for _, p := range a.Professionals {
		refuse(p.AbsentOn(day), "professional_ids", "one of them is absent that day")
	}
	present := slices.DeleteFunc(slices.Clone(a.Professionals), func(p Professional) bool { return p.AbsentOn(day) })
	refuse(len(present) > 0 && !r.Staffed(Slot{Kind: a.Kind, StartsAt: a.StartsAt, Professionals: present}), "professional_ids",
		"a joint interview needs one professional of each institution")
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// Overlaps reports whether two appointments take some of the same time.
func (a Appointment) Overlaps(b Appointment) bool {
	return a.StartsAt.Before(b.StartsAt.Add(b.Duration)) && b.StartsAt.Before(a.StartsAt.Add(a.Duration))
}
