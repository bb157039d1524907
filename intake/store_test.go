package intake_test

import (
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

var _ intake.Store = (*store.Store)(nil)

// The whole way of a caseload, from the bytes of the export to the database.
func TestCaseloadReachesTheDatabaseOnce(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	data := caseload(t, 600)
	started := time.Now()
	first, err := importBytes(t, s, intake.Options{Source: "export"}, data)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("600 rows imported in %v: %v", time.Since(started).Round(time.Millisecond), first.Counts)
	addsUp(t, first)
	if first.Rows != 600 || first.Counts[parcours.RowCreated] < 500 {
		t.Errorf("counts %v", first.Counts)
	}
	again, err := importBytes(t, s, intake.Options{Source: "export"}, data)
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, again)
	if n := again.Counts[parcours.RowCreated] + again.Counts[parcours.RowUpdated]; n > 0 {
		t.Errorf("importing the same file again changed %d rows: %v", n, again.Counts)
	}
}
