package store_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestEveryColumnAboutPeopleIsInTheList holds the list of what is held about people
// against the schema: a new table with a person in it, or a new column, fails here until
// somebody says whether the person is told of it.
func TestEveryColumnAboutPeopleIsInTheList(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		listed, spared := store.PersonalColumns()
		schema := s.Schema(t)
		for table, columns := range schema {
			known, personal := listed[table]
			looks := slices.ContainsFunc(columns, func(c string) bool { return c == "person_id" || strings.HasSuffix(c, "_sealed") })
			if !personal {
				if looks && spared[table] == "" {
					t.Errorf("%s holds data about people and is not in the list of store/personal.go", table)
				}
				continue
			}
			for _, c := range columns {
				if !slices.Contains(known, c) {
					t.Errorf("%s.%s: nobody said whether the person is told of it (store/personal.go)", table, c)
				}
			}
			for _, c := range known {
				if !slices.Contains(columns, c) {
					t.Errorf("%s.%s is no column any more", table, c)
				}
			}
		}
		for table := range listed {
			if _, ok := schema[table]; !ok {
				t.Errorf("%s is no table any more", table)
			}
		}
		for table := range spared {
			if _, ok := schema[table]; !ok || listed[table] != nil {
				t.Errorf("%s is spared, and is no table or is in the list", table)
			}
		}
	})
}

func TestSubjectFileHoldsWhatIsKeptOfThePersonAndOfNobodyElse(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := yann()
		who.NIR = "179112A99999783"
		other := parcours.PersonRow{FirstName: "Maëlys", LastName: "Quillien", InternalID: "I-1", Phones: []parcours.Phone{mobile(144)}, Address: "3 rue des Hortensias", Postcode: "35600", City: "Redon"}
		h := convoked(t, s, who, other)
		person := h.person("I-2")
		for h.now = h.dueNext(); ; {
			due := h.claim()
			if len(due) == 0 {
				break
			}
			for _, d := range due {
				h.send(d)
			}
		}
		h.turn(sms(171, "je peux pas jai la petite"), parcours.Excuse{AppointmentID: h.appointmentOf(person), Impediment: parcours.ImpedimentChildcare, Words: "jai la petite"})
		h.turn(sms(171, "combien je touche ?"), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "combien je touche ?"})
		h.turn(sms(171, "stop"), parcours.OptOut{})
		h.must(s.WriteNote(t.Context(), h.now, everyone(), parcours.Note{PersonID: person, Text: "Préfère le matin."}))
		h.must(s.SetWeeklyPlan(t.Context(), h.now, everyone(), parcours.WeeklyPlan{PersonID: person, MinHours: 15, MaxHours: 20, From: parcours.DateOf(h.now, storetest.Rules(t).Zone)}))
		h.must(s.LogAccess(t.Context(), h.now, everyone(), "read_person", person))
		for _, role := range []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountAuditor} {
			file, err := s.SubjectFile(t.Context(), h.now, parcours.Actor{Role: role}, person)
			h.must(err)
			text, err := json.Marshal(file)
			h.must(err)
			for _, want := range []string{
				"Tanguy", "179112A99999783", "+33639980171", "Duguay-Trouin", "jai la petite", "combien je touche ?", "Préfère le matin.", "childcare", `"min_hours":"15"`, "read_person", `"direction":"out"`,
				"Bonjour. Rendez-vous lundi", `"kind":"excused"`,
			} {
				if !strings.Contains(string(text), want) {
					t.Errorf("as %s: %q is kept and not told", role, want)
				}
			}
			for _, foreign := range []string{"Quillien", "Maëlys", "+33639980144", "Hortensias", "_index", "salt"} {
				if strings.Contains(string(text), foreign) {
					t.Errorf("as %s: the copy holds %q", role, foreign)
				}
			}
		}
		for _, actor := range []parcours.Actor{h.referentOf("I-2"), {Role: parcours.AccountLead}, {Role: parcours.AccountPartner}} {
			if _, err := s.SubjectFile(t.Context(), h.now, actor, person); !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("as %s: %v", actor.Role, err)
			}
		}
		if _, err := s.SubjectFile(t.Context(), h.now, everyone(), "nobody"); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("of nobody: %v", err)
		}
	})
}

// appointmentOf is the one appointment of a person.
func (h *house) appointmentOf(personID string) string {
	h.Helper()
	return h.one("select appointment_id from participation where person_id = $1", personID)
}
