package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// monday is a working morning of the pilot's first weeks.
var monday = time.Date(2023, time.July, 3, 8, 0, 0, 0, time.UTC)

func batch(kind string) parcours.ImportBatch {
	return parcours.ImportBatch{ID: "batch-" + kind, Kind: kind, FileName: kind + ".csv"}
}

func importPeople(t testing.TB, s *store.Store, now time.Time, rows ...parcours.PersonRow) []parcours.RowResult {
	t.Helper()
	for i := range rows {
		rows[i].Line = i + 2
	}
	results, err := s.ImportPeople(t.Context(), now, batch("people"), rows, false)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// team imports two referents and a professional of the employment service in Redon.
func team(t testing.TB, s *store.Store) {
	t.Helper()
	rows := []parcours.ProfessionalRow{
		{Email: "anne.morel@exemple.fr", FirstName: "Anne", LastName: "Morel", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
		{Email: "lena.riou@exemple.fr", FirstName: "Léna", LastName: "Riou", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
		{Email: "paul.gicquel@exemple.fr", FirstName: "Paul", LastName: "Gicquel", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional},
	}
	results, err := s.ImportProfessionals(t.Context(), monday, batch("referents"), rows, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome != parcours.RowCreated {
			t.Fatalf("professional: %+v", r)
		}
	}
}

func slotRow(startsAt time.Time, capacity int) parcours.SlotRow {
	return parcours.SlotRow{
		StartsAt: startsAt, Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon",
		Kind: parcours.JointInterview, Capacity: capacity, ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.gicquel@exemple.fr"},
	}
}

func importSlots(t testing.TB, s *store.Store, rows ...parcours.SlotRow) []parcours.RowResult {
	t.Helper()
	results, err := s.ImportSlots(t.Context(), monday, batch("slots"), rows, false)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func mobile(n int) parcours.Phone {
	return parcours.Phone{E164: fmt.Sprintf("+33639980%03d", n), Kind: parcours.PhoneMobile}
}

func maelys() parcours.PersonRow {
	return parcours.PersonRow{
		FirstName: "Maëlys", LastName: "Quillien", NIR: "285053599999883", InternalID: "I-1", Phones: []parcours.Phone{mobile(144)},
		Address: "3 rue des Douves", Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 28),
	}
}

var outcomes = cmpopts.IgnoreFields(parcours.RowResult{}, "Line", "PersonID", "Problems", "Warnings")

func TestImportingTheSameRowsAgainChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rows := []parcours.PersonRow{maelys(), {FirstName: "Yann", LastName: "Tanguy", Phones: []parcours.Phone{mobile(171)}}}
		created := []parcours.RowResult{{Outcome: parcours.RowCreated}, {Outcome: parcours.RowCreated}}
		if diff := cmp.Diff(created, importPeople(t, s, monday, rows...), outcomes); diff != "" {
			t.Errorf("first import (-want +got):\n%s", diff)
		}
		unchanged := []parcours.RowResult{{Outcome: parcours.RowUnchanged}, {Outcome: parcours.RowUnchanged}}
		if diff := cmp.Diff(unchanged, importPeople(t, s, monday.AddDate(0, 0, 3), rows...), outcomes, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("second import (-want +got):\n%s", diff)
		}
	})
}

func TestBlankFieldsNeverErase(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		importPeople(t, s, monday, maelys())
		got := importPeople(t, s, monday, parcours.PersonRow{FirstName: "Maelys", LastName: "QUILLIEN", NIR: "285053599999883", City: "Bains-sur-Oust"})
		want := []parcours.RowResult{{Outcome: parcours.RowUpdated, Changed: []string{"first_name", "last_name", "city"}}}
		if diff := cmp.Diff(want, got, outcomes); diff != "" {
			t.Errorf("update (-want +got):\n%s", diff)
		}
		again := importPeople(t, s, monday, maelys())
		if got, want := again[0].Changed, []string{"first_name", "last_name", "city"}; !cmp.Equal(got, want) {
			t.Errorf("only what the row changed comes back: got %v, want %v", got, want)
		}
	})
}

func TestDryRunSaysTheSameAndWritesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for range 2 {
			results, err := s.ImportPeople(t.Context(), monday, batch("people"), []parcours.PersonRow{maelys()}, true)
			if err != nil {
				t.Fatal(err)
			}
			if got := results[0].Outcome; got != parcours.RowCreated {
				t.Errorf("dry run = %s, want created", got)
			}
		}
	})
}

func TestCoupleSharingANumberStaysTwoPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		importPeople(t, s, monday,
			parcours.PersonRow{FirstName: "Erell", LastName: "Tanguy", AffiliationNumber: "81327", AffiliationKey: "0081327", Phones: []parcours.Phone{mobile(171)}},
			parcours.PersonRow{FirstName: "Goulven", LastName: "Tanguy", AffiliationNumber: "0081327", AffiliationKey: "0081327", Phones: []parcours.Phone{mobile(171)}})
		reach, err := s.Reach(t.Context(), monday, parcours.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if reach.People != 2 || reach.Contactable != 2 {
			t.Errorf("people %d, contactable %d; want 2 and 2", reach.People, reach.Contactable)
		}
	})
}

func TestTwoKnownNIRsNeverMerge(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		importPeople(t, s, monday, maelys())
		other := maelys()
		other.NIR = "290062B99999624"
		got := importPeople(t, s, monday, other)
		if got[0].Outcome != parcours.RowConflict || len(got[0].Problems) != 1 {
			t.Errorf("got %+v, want a conflict with its reason", got[0])
		}
	})
}

func TestOneBadRowDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		team(t, s)
		stranger := slotRow(monday.AddDate(0, 0, 8), 1)
		stranger.ProfessionalEmails = []string{"personne@exemple.fr"}
		results := importSlots(t, s, slotRow(monday.AddDate(0, 0, 7), 1), stranger, slotRow(monday.AddDate(0, 0, 9), 1))
		want := []parcours.RowResult{{Outcome: parcours.RowCreated}, {Outcome: parcours.RowError}, {Outcome: parcours.RowCreated}}
		if diff := cmp.Diff(want, results, outcomes); diff != "" {
			t.Errorf("results (-want +got):\n%s", diff)
		}
	})
}

func TestAProfessionalIsNeverInTwoSlotsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		team(t, s)
		at := monday.AddDate(0, 0, 7)
		elsewhere := slotRow(at.Add(30*time.Minute), 1)
		elsewhere.Place = "Mairie"
		results := importSlots(t, s, slotRow(at, 1), elsewhere, slotRow(at.Add(time.Hour), 1))
		want := []parcours.RowResult{{Outcome: parcours.RowCreated}, {Outcome: parcours.RowConflict}, {Outcome: parcours.RowCreated}}
		if diff := cmp.Diff(want, results, outcomes); diff != "" {
			t.Errorf("results (-want +got):\n%s", diff)
		}
	})
}
