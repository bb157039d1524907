package notifier_test

import (
	"context"
	"testing"
	"time"

	"relais/notifier"
	"relais/parcours"
)

// meanwhile has something happen once between the gate and the mark.
type meanwhile struct {
	notifier.Outbox
	happens func()
}

func (m *meanwhile) MarkSending(ctx context.Context, now, process time.Time, batch []parcours.Attempt) ([]string, error) {
	if m.happens != nil {
		m.happens()
		m.happens = nil
	}
	return m.Outbox.MarkSending(ctx, now, process, batch)
}

// What the mark leaves out, because a fact changed behind the gate, comes before the gate
// again a second later, and goes another way: it does not wait for its lease.
func TestWhatTheMarkLeavesOutIsSettledAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.Outbox = &meanwhile{Outbox: h.store, happens: func() { // a file brings another number
		_, err := h.store.ImportPeople(t.Context(), monday, parcours.ImportBatch{ID: "batch-again", Kind: "people", FileName: "people.csv"}, []parcours.PersonRow{{
			Row: parcours.Row{Line: 2}, FirstName: givenNames[0], LastName: "Tanguy", InternalID: "I-0", Postcode: "35600", City: "Redon",
			RightsOpenedOn: parcours.NewDate(2023, time.June, 28), Phones: []parcours.Phone{{E164: second, Kind: parcours.PhoneMobile}},
		}}, false)
		if err != nil {
			t.Error(err)
		}
	}}
	h.dispatch(t)
	h.provider.want(t, 0, 0)
	if due := h.nextDue(t); due <= 0 || due > time.Second {
		t.Fatalf("due in %s, want within a second", due)
	}
	h.later(time.Second)
	h.dispatch(t)
	h.provider.want(t, 1, 1)
	if to := h.provider.posts[0].Get("To"); to != second {
		t.Errorf("it went to %s, want %s", to, second)
	}
}
