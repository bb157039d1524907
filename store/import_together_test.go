package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// tangled are rows about few people who share names, numbers, households and
// identifiers in every way, so that most are about somebody of an earlier row.
func tangled(random *rand.Rand, n int) []parcours.PersonRow {
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	rows := make([]parcours.PersonRow, n)
	for i := range rows {
		if i > 20 && random.IntN(4) == 0 { // the same again
			rows[i] = rows[i-1-random.IntN(3)]
			rows[i].Line = i + 2
			continue
		}
		r := parcours.PersonRow{
			Row: parcours.Row{Line: i + 2}, FirstName: pick("Maëlys", "Maelys Rose", "Yann", "Jean-Pierre", "Jean Pierre", "Erell"), LastName: pick("Quillien", "Tanguy"),
			InternalID: pick("", fmt.Sprintf("I-%d", random.IntN(40))), Email: pick("", "", fmt.Sprintf("p%d@exemple.fr", random.IntN(20))),
			City: pick("", "Redon", "Guichen"), ReferentEmail: pick("", "anne.morel@exemple.fr", "inconnue@exemple.fr"),
		}
		if random.IntN(3) == 0 {
			r.NIR = fmt.Sprintf("28505359999%02d83", random.IntN(30))
		}
		if random.IntN(3) > 0 {
			r.AffiliationNumber = fmt.Sprintf("10440%02d", random.IntN(15))
			r.AffiliationKey, r.Fund = r.AffiliationNumber, parcours.Fund(pick("", "CAF"))
		}
		if random.IntN(4) == 0 {
			r.BirthDate = parcours.NewDate(1980+random.IntN(3), 5, 14)
		}
		for _, phone := range []parcours.Phone{mobile(random.IntN(25)), {E164: fmt.Sprintf("+33261910%03d", random.IntN(9)), Kind: parcours.PhoneLandline}, {E164: "12", Kind: parcours.PhoneInvalid}} {
			if random.IntN(3) == 0 {
				r.Phones = append(r.Phones, phone)
			}
		}
		rows[i] = r
	}
	return rows
}

// everybody is what a store says of people, without ids.
func everybody(t *testing.T, s *store.Store) (all []string) {
	t.Helper()
	for _, query := range []string{
		`select p.internal_id || '|' || p.nir_index || '|' || p.first_name || '|' || p.last_name || '|' || p.city || '|' || p.birth_date || '|' || p.referent_wanted || '|' || p.first_key
			|| '|' || coalesce(h.affiliation_key || h.fund, '') || '|' || m.contact_loss || '|' || m.channel || '|' || m.entered_on || '|' || coalesce(r.email, '')
			from person p join milestone m on m.person_id = p.id left join household h on h.id = p.household_id left join professional r on r.id = p.referent_id order by 1`,
		`select p.internal_id || '|' || p.nir_index || '|' || p.first_name || '|' || p.last_name || '|' || c.channel || '|' || c.address_index || '|' || c.kind || '|' || c.status || '|'
			|| case when c.shared then 'shared' else '' end || '|' || c.position from contact_point c join person p on p.id = c.person_id order by 1`,
		`select p.internal_id || '|' || p.nir_index || '|' || p.first_name || '|' || p.last_name || '|' || e.seq || '|' || e.kind from event e join person p on p.id = e.person_id order by 1`,
		`select cast(count(*) as text) from household`,
	} {
		all = append(all, peek(t, s, query)...)
	}
	return all
}

// TestRowsGivenTogetherEndAsOneByOne: what is read ahead for many rows, and whom they
// create together, change nothing of what becomes of each.
func TestRowsGivenTogetherEndAsOneByOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			one, rows := storetest.Open(t), tangled(rand.New(rand.NewPCG(seed, 35)), 300)
			team(t, one)
			team(t, s)
			var want []parcours.RowResult
			kinds := map[parcours.RowOutcome]int{}
			for _, row := range rows {
				results, err := one.ImportPeople(t.Context(), monday, batch("people"), []parcours.PersonRow{row}, false)
				if err != nil {
					t.Fatal(err)
				}
				results[0].PersonID = ""
				kinds[results[0].Outcome]++
				want = append(want, results...)
			}
			if kinds[parcours.RowCreated] < 20 || kinds[parcours.RowUpdated] < 20 || kinds[parcours.RowUnchanged] < 3 || kinds[parcours.RowConflict] < 20 {
				t.Fatalf("the rows are not tangled: %v", kinds)
			}
			results, err := s.ImportPeople(t.Context(), monday, batch("people"), rows, false)
			if err != nil {
				t.Fatal(err)
			}
			for i := range results {
				results[i].PersonID = ""
			}
			if diff := cmp.Diff(want, results); diff != "" {
				t.Errorf("one by one and together (-one +together):\n%.3000s", diff)
			}
			if diff := cmp.Diff(everybody(t, one), everybody(t, s)); diff != "" {
				t.Errorf("one by one and together (-one +together):\n%.3000s", diff)
			}
		})
	}
}
