package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// leaving writes n messages of a sender that the provider took at an instant.
func (h *house) leaving(n int, sender string, at time.Time) []string {
	h.Helper()
	var ids []string
	for range n {
		h.serial++
		id := fmt.Sprintf("left-%03d", h.serial)
		ids = append(ids, id)
		h.must(h.s.Poke(h.Context(), `insert into notification (id, key, kind, class, lane, person_id, template, facts_sealed, choices, prompt_kind, urgent,
				reference, due_at, expires_at, fallback_at, state, created_at)
			select $1, $1, 'weekly_request', 'routine', 4, person_id, template, facts_sealed, choices, '', false, '', due_at, 0, 0, 'pending', created_at
			from notification where kind = 'convocation'`, id))
		h.must(h.s.Poke(h.Context(), `insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index, sender, state, rank, lane,
				due_at, left_at, provider_id, created_at, updated_at)
			select $1, $1, 1, person_id, channel, address_sealed, address_index, $2, 'accepted', 20, 4, due_at, $3, $1, created_at, $3
			from attempt where channel = 'sms' and n = 1 and notification_id = (select id from notification where kind = 'convocation')`,
			id, sender, at.UnixMilli()))
	}
	return ids
}

// What the carriers filter of a sender is told once a day, when it is more than chance.
func TestASenderThatCarriersFilterIsToldOnceADay(t *testing.T) {
	t.Parallel()
	const hour = time.Hour
	for _, test := range []struct {
		name string
		// filtered of left are filtered, the last of which left after the first.
		filtered, left int
		after          time.Duration
		want           []parcours.Incident
	}{
		{name: "five are chance", filtered: 5, left: 5},
		{name: "six of thirty", filtered: 6, left: 30, want: []parcours.Incident{
			{Kind: "filtered", Details: map[string]string{"sender": "RELAIS", "code": "30007", "filtered": "6", "left": "30"}},
		}},
		{name: "six of fifty-nine", filtered: 6, left: 59, want: []parcours.Incident{
			{Kind: "filtered", Details: map[string]string{"sender": "RELAIS", "code": "30007", "filtered": "6", "left": "59"}},
		}},
		{name: "six of sixty, a tenth", filtered: 6, left: 60},
		{name: "all of twenty are told once", filtered: 20, left: 20, want: []parcours.Incident{
			{Kind: "filtered", Details: map[string]string{"sender": "RELAIS", "code": "30007", "filtered": "6", "left": "20"}},
		}},
		{name: "six within more than an hour", filtered: 6, left: 6, after: hour + time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				h.leaving(6, "AUTRE", h.now)
				ids := h.leaving(1, "RELAIS", h.now.Add(-test.after))
				ids = append(ids, h.leaving(test.left-1, "RELAIS", h.now)...)
				for _, id := range ids[:test.filtered] {
					h.fails(id, parcours.AttemptUndeliveredPerm, "30007", parcours.FailureFiltered)
				}
				incidents, err := s.Incidents(t.Context(), true)
				h.must(err)
				var got []parcours.Incident
				for _, i := range incidents {
					got = append(got, parcours.Incident{Kind: i.Kind, Details: i.Details})
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("incidents (-want +got):\n%s", diff)
				}
			})
		})
	}
}
