package store_test

import (
	"fmt"
	"testing"
	"time"

	"relais/parcours"
	"relais/store/storetest"
)

// BenchmarkImportPeople creates people, then finds each of them unchanged, in the
// chunks that a file is given in; it tells rows a second of both.
func BenchmarkImportPeople(b *testing.B) {
	const chunk = 300
	s, n := storetest.Open(b), 0
	rows := func(from int) []parcours.PersonRow {
		list := make([]parcours.PersonRow, chunk)
		for i := range list {
			n := from + i
			list[i] = parcours.PersonRow{
				Row: parcours.Row{Line: n + 2}, FirstName: fmt.Sprintf("Prénom%d", n%977), LastName: fmt.Sprintf("Nom%d", n), InternalID: fmt.Sprintf("I%d", n),
				NIR: fmt.Sprintf("2%02d%02d35%03d%03d99", 50+n%45, 1+n%12, n/1000%1000, n%1000), Email: fmt.Sprintf("p%d@exemple.fr", n),
				Phones: []parcours.Phone{{E164: fmt.Sprintf("+3363998%04d%d", n%10000, n/10000), Kind: parcours.PhoneMobile}}, AffiliationNumber: fmt.Sprint(1_000_000 + n),
				AffiliationKey: fmt.Sprint(1_000_000 + n), Address: "8 rue du Port", Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 1),
			}
		}
		return list
	}
	took := map[string]time.Duration{}
	for b.Loop() {
		for _, what := range []string{"created", "unchanged"} {
			began := time.Now()
			results, err := s.ImportPeople(b.Context(), monday, batch("people"), rows(n), false)
			if err != nil {
				b.Fatal(err)
			}
			took[what] += time.Since(began)
			if results[0].Outcome != parcours.RowOutcome(what) {
				b.Fatalf("%+v", results[0])
			}
		}
		n += chunk
	}
	b.ReportMetric(float64(n)/took["created"].Seconds(), "created/s")
	b.ReportMetric(float64(n)/took["unchanged"].Seconds(), "unchanged/s")
}
