package parcours_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"relais/parcours"

	"pgregory.net/rapid"
)

// TestNobodyOfACohortIsAlone draws people and counts who shares what they could be
// recognised by.
func TestNobodyOfACohortIsAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 11).Draw(t, "k")
		n := rapid.IntRange(0, 120).Draw(t, "people")
		today := parcours.NewDate(2026, time.June, 30)
		lines := make([]parcours.CohortLine, n)
		for i := range lines {
			lines[i] = parcours.CohortLine{
				Territory: rapid.SampledFrom([]string{"Redon", "Vallons", "Bain", ""}).Draw(t, "territory"),
				EnteredOn: today.AddDays(-rapid.IntRange(0, 900).Draw(t, "entered")),
				BirthDate: today.AddMonths(-12*18 - rapid.IntRange(0, 600).Draw(t, "months")),
				ToMet:     rapid.IntRange(-1, 300).Draw(t, "met"), NoShows: i,
			}
		}
		rows, err := parcours.Anonymise(lines, today, k, rand.New(rand.NewPCG(1, 2)))
		if n < k {
			if err == nil {
				t.Fatalf("%d people of %d are a cohort", n, k)
			}
			return
		}
		if err != nil || len(rows) != n {
			t.Fatalf("%d rows of %d, %v", len(rows), n, err)
		}
		shared := map[[3]string]int{}
		for _, r := range rows {
			shared[[3]string{r.Territory, r.Entered, r.Age}]++
			if len(r.Cells) != len(parcours.CohortFields) {
				t.Fatalf("%d cells", len(r.Cells))
			}
		}
		for who, people := range shared {
			if people < k {
				t.Errorf("%d people are %q, want %d", people, who, k)
			}
		}
	})
}

// TestACohortIsToldAsFinelyAsItMay keeps what enough people share.
func TestACohortIsToldAsFinelyAsItMay(t *testing.T) {
	t.Parallel()
	today := parcours.NewDate(2026, time.June, 30)
	var lines []parcours.CohortLine
	add := func(n int, territory string, entered, birth parcours.Date) {
		for range n {
			lines = append(lines, parcours.CohortLine{Territory: territory, EnteredOn: entered, BirthDate: birth, ToConvened: 12, ToMet: -1, ToOriented: 46, ToEmployed: -1, NoShows: 3, Weeks: 4, Answers: 2})
		}
	}
	add(11, "Redon", parcours.NewDate(2026, time.January, 5), parcours.NewDate(1990, time.July, 1)) // 35 years
	add(6, "Redon", parcours.NewDate(2026, time.February, 5), parcours.NewDate(1980, time.June, 30))
	add(5, "Redon", parcours.NewDate(2026, time.March, 5), parcours.NewDate(1992, time.June, 30)) // same quarter, 30-49
	rows, err := parcours.Anonymise(lines, today, 11, rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		t.Fatal(err)
	}
	count := map[[3]string]int{}
	for _, r := range rows {
		count[[3]string{r.Territory, r.Entered, r.Age}]++
	}
	if count[[3]string{"Redon", "2026-01", "30-39"}] != 11 || count[[3]string{"Redon", "2026-T1", "30-49"}] != 11 {
		t.Errorf("got %v", count)
	}
	cell := func(field string) string { return rows[0].Cells[slices.Index(parcours.CohortFields, field)] }
	for field, want := range map[string]string{
		"delai_convocation": "0-15", "delai_entretien": "", "delai_orientation": "46-90", "rdv_absences": "2 et plus", "semaines_demandees": "1-4",
		"part_semaines_repondues": "la moitié ou plus", "type_emploi": "", "sortie": "oui",
	} {
		if got := cell(field); got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
}
