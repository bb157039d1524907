package store_test

import (
	"fmt"
	"testing"
	"time"

	"relais/parcours"
	"relais/store/storetest"
)

// BenchmarkWeeklyTick measures one tick of the weekly clockwork: idle, and with the
// requests of 500 people due, beside few and many stored weeks. Run it with
// -benchtime 1x where requests are written: they are written once.
func BenchmarkWeeklyTick(b *testing.B) {
	const people = 500
	for _, stored := range []int{2_000, 500_000} {
		for _, due := range []int{0, people} {
			b.Run(fmt.Sprintf("due=%d/stored=%d", due, stored), func(b *testing.B) {
				s := storetest.Open(b)
				clone(b, s, people)
				const series = "with recursive s(n) as (select 1 union all select n + 1 from s where n < $1) "
				for query, n := range map[string]int{
					`insert into contact_point (id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, created_at, updated_at) ` +
						series + `select 'cp-' || s.n, 'per-' || s.n, 'sms', c.address_sealed, 'index-' || s.n, 'mobile', false, true, 'current', 0, 0, 0
						from s, contact_point c where c.channel = 'sms' and length(c.id) > 30`: people,
					`insert into week (id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, closed_at, created_at) ` +
						series + `select 'old-' || s.n, 'per-' || (s.n % 500 + 1), date('1900-01-01', (7 * (s.n / 500)) || ' days'), '', 15, 20, '', 0, 0, 1, 1, 0 from s`: stored,
				} {
					if err := s.Poke(b.Context(), query, n); err != nil {
						b.Fatal(err)
					}
				}
				friday := monday.AddDate(0, 0, 4).Add(12 * time.Hour)
				if due > 0 {
					err := s.Poke(b.Context(), `insert into week (id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, created_at) `+series+
						`select 'wk-' || s.n, 'per-' || s.n, '2023-07-03', '2023-07-09', 15, 20, '', 1688716800000, 0, 1689156000000, 0 from s`, due)
					if err != nil {
						b.Fatal(err)
					}
				}
				b.ResetTimer()
				for b.Loop() {
					for _, do := range []func() (int, error){
						func() (int, error) { return s.CloseWeeks(b.Context(), friday, 50) },
						func() (int, error) { return s.OpenWeeks(b.Context(), friday, 50) },
						func() (int, error) { return s.RequestWeeks(b.Context(), friday, 50) },
						func() (int, error) { return s.NudgeWeeks(b.Context(), friday, 50) },
						func() (int, error) { return s.RemindActivities(b.Context(), friday, 50) },
					} {
						for n := 50; n == 50; {
							var err error
							if n, err = do(); err != nil {
								b.Fatal(err)
							}
						}
					}
				}
				b.StopTimer()
				asked, err := s.Peek(b.Context(), "select count(*) from notification where kind = $1", parcours.KindWeeklyRequest)
				if err != nil || asked[0] != fmt.Sprint(due) {
					b.Errorf("%v requests written, want %d: %v", asked, due, err)
				}
			})
		}
	}
}
