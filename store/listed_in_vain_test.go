package store_test

import (
	"os"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// brings runs the statements of a migration again.
func (h *house) brings(file string) {
	h.Helper()
	text, err := os.ReadFile("migrations/" + file)
	h.must(err)
	for statement := range strings.SplitSeq(string(text), ";\n") {
		if strings.TrimSpace(statement) != "" {
			h.must(h.s.Poke(h.Context(), statement))
		}
	}
}

// Lists hold what somebody can still be told, once: what earlier versions left there is
// closed, and what ended although somebody was to be told waits there again.
func TestListsHoldNothingInVain(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// left is what an earlier version left beside the call that waits.
		left []string
		want []string
		ends parcours.NotificationState
		told int
	}{
		{"a call that waits", nil, []string{"1 sms undelivered_perm", "2 call queued"}, parcours.NotificationListed, 0},
		{
			"it was delivered",
			[]string{"update notification set state = 'delivered' where id = $1"},
			[]string{"1 sms undelivered_perm", "2 call cancelled"},
			parcours.NotificationDelivered, 0,
		},
		{
			"it was withdrawn",
			[]string{"update notification set cancelled_at = 1, state = 'cancelled' where id = $1"},
			[]string{"1 sms undelivered_perm", "2 call cancelled"},
			parcours.NotificationCancelled, 0,
		},
		{
			"two calls wait",
			[]string{`insert into attempt (id, notification_id, n, person_id, channel, state, rank, lane, due_at, created_at, updated_at)
				select 'twice', notification_id, 3, person_id, channel, state, rank, lane, due_at, created_at, updated_at from attempt where notification_id = $1 and n = 2`},
			[]string{"1 sms undelivered_perm", "2 call queued", "3 call cancelled"},
			parcours.NotificationListed, 0,
		},
		{
			"it ended although somebody is to be called",
			[]string{"update notification set state = 'failed', reason = 'undelivered_perm', ended_at = 1 where id = $1"},
			[]string{"1 sms undelivered_perm", "2 call queued"},
			parcours.NotificationListed, 0,
		},
		{
			"words of a professional, which no list shows",
			[]string{"update notification set kind = 'answer' where id = $1"},
			[]string{"1 sms undelivered_perm", "2 call cancelled"},
			parcours.NotificationFailed, 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				d, _ := h.sent()
				h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30007")
				id := d.Notification.ID
				for _, statement := range test.left {
					h.must(s.Poke(t.Context(), statement, id))
				}
				for range 2 {
					h.brings("00071_listed_in_vain.sql")
					h.wantAttempts(id, test.want...)
					h.want("the message", h.notificationState(id), string(test.ends))
					if told := h.all("select person_id from incident where key = 'answer_lost/' || $1", id); len(told) != test.told {
						t.Errorf("%d alerts, want %d", len(told), test.told)
					}
				}
				_, err := s.Incidents(t.Context(), true)
				h.must(err)
			})
		})
	}
}
