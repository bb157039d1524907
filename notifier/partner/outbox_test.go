package partner_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"relais/notifier/partner"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestChangesReachAnEndpointInOrderDespiteItsFailures runs the worker over the real
// outbox: an appointment is set, then revoked, while the endpoint is down.
func TestChangesReachAnEndpointInOrderDespiteItsFailures(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		status := http.StatusServiceUnavailable
		l := listening(t, func(w http.ResponseWriter, _ *http.Request, _ string) { w.WriteHeader(status) })
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		zone := storetest.Rules(t).Zone
		now := time.Date(2026, 5, 4, 9, 0, 0, 0, zone)
		everyone := parcours.Actor{AccountID: "a-1", Role: parcours.AccountCoordinator}
		_, err := s.ImportProfessionals(t.Context(), now, parcours.ImportBatch{ID: "b-1", Kind: "referents"}, []parcours.ProfessionalRow{
			{Email: "anne.morel@exemple.fr", FirstName: "Anne", LastName: "Morel", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
			{Email: "paul.riou@exemple.fr", FirstName: "Paul", LastName: "Riou", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional},
		}, false)
		must(err)
		_, err = s.ImportSlots(t.Context(), now, parcours.ImportBatch{ID: "b-2", Kind: "slots"}, []parcours.SlotRow{{
			StartsAt: now.AddDate(0, 0, 7), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon", Kind: parcours.JointInterview, Capacity: 1,
			ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"},
		}}, false)
		must(err)
		_, err = s.ImportPeople(t.Context(), now, parcours.ImportBatch{ID: "b-3", Kind: "people"}, []parcours.PersonRow{{
			Row: parcours.Row{Line: 2}, FirstName: "Yann", LastName: "Tanguy", InternalID: "I-2", Phones: []parcours.Phone{{E164: "+33639980171", Kind: parcours.PhoneMobile}}, Territory: "Redon",
		}}, false)
		must(err)
		_, err = s.PlacePeople(t.Context(), now)
		must(err)
		_, _, err = s.AddPartner(t.Context(), now, everyone, parcours.PartnerEndpoint{Name: "Outil", URL: l.URL, Shape: parcours.ShapeRdvInsertion, Kind: parcours.StructureDepartment})
		must(err)
		people, err := s.People(t.Context(), everyone, "I-2", 1)
		must(err)
		slots, err := s.FreeSlots(t.Context(), parcours.JointInterview, now)
		must(err)
		must(s.Convene(t.Context(), now, parcours.Assigned{PersonID: people[0].PersonID, SlotID: slots[0].ID}))
		file, err := s.Person(t.Context(), everyone, people[0].PersonID)
		must(err)

		machine := time.Now()
		w := partner.Worker{Outbox: s, Client: l.client(partner.Loopback()...), Now: func() time.Time { return now }, Process: func() time.Time { return machine }, Log: slog.New(slog.DiscardHandler)}
		step := func(after time.Duration, want int) {
			t.Helper()
			machine = machine.Add(after)
			if n, err := w.Step(t.Context()); n != want || err != nil {
				t.Fatalf("told %d, %v, want %d", n, err, want)
			}
		}
		step(0, 1) // refused
		must(s.Revoke(t.Context(), now.Add(time.Hour), everyone, file.Appointments[0].ID))
		step(time.Second, 0) // the second waits behind the first
		status = http.StatusNoContent
		step(2*time.Minute, 1)
		step(time.Second, 1)
		step(time.Hour, 0)
		form := regexp.MustCompile(`"status":"(\w+)".*"event":"(\w+)","timestamp":"2026-05-04T(\d\d)`)
		var told []string
		for _, body := range l.bodies {
			m := form.FindStringSubmatch(body)
			if m == nil {
				t.Fatalf("got %s", body)
			}
			told = append(told, fmt.Sprint(m[1:]))
		}
		if want := []string{"[unknown created 09]", "[revoked created 09]", "[revoked updated 10]"}; !slices.Equal(told, want) {
			t.Errorf("told %v, want %v", told, want)
		}
	})
}
