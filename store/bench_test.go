package store_test

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// BenchmarkRecordInbound measures what a webhook waits for: 16 callers at once,
// each durable before it returns.
func BenchmarkRecordInbound(b *testing.B) {
	s := storetest.Open(b)
	payload := []byte("MessageSid=SM00000000000000000000000000000000&From=%2B33639980144&Body=1")
	var serial atomic.Int64
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			raw := parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: fmt.Sprint(serial.Add(1)), ReceivedAt: monday, Payload: payload}
			if _, err := s.RecordInbound(b.Context(), raw); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkDispatch measures one message from claim to final receipt: claims of
// 100, marks of 16, results and receipts by 16 callers at once.
func BenchmarkDispatch(b *testing.B) {
	s := storetest.Open(b)
	clone(b, s, b.N)
	process := time.Now()
	attempts := make(chan parcours.Attempt, 200)
	b.ResetTimer()
	defer reportProcessor(b)()
	go func() {
		defer close(attempts)
		for {
			claimed, err := s.ClaimDue(b.Context(), parcours.Claim{
				Channels: []parcours.Channel{parcours.ChannelSMS}, Now: monday, Process: process, LeaseUntil: process.Add(time.Minute), Owner: "bench", Limit: 100,
			})
			if err != nil || len(claimed) == 0 {
				return
			}
			var batch []parcours.Attempt
			for i, d := range claimed {
				d.Attempt.Body = "Bonjour. Vous avez rendez-vous mardi 13 janvier à 14h30 (1h), CDAS, 8 rue du Port, Redon."
				batch = append(batch, d.Attempt)
				if len(batch) < 16 && i < len(claimed)-1 {
					continue
				}
				if _, err := s.MarkSending(b.Context(), monday, process, batch); err != nil {
					return
				}
				for _, a := range batch {
					attempts <- a
				}
				batch = nil
			}
		}
	}()
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			a, more := <-attempts
			if !more {
				return
			}
			accepted := parcours.Receipt{Source: "answer", AttemptID: a.ID, ProviderID: "SM" + a.ID, Status: "queued", State: parcours.AttemptAccepted}
			if err := s.RecordAccepted(b.Context(), monday, a, accepted); err != nil {
				b.Error(err)
			}
			delivered := parcours.Receipt{Source: "callback", AttemptID: a.ID, Status: "delivered", State: parcours.AttemptDelivered}
			if err := s.ApplyReceipt(b.Context(), monday, delivered); err != nil {
				b.Error(err)
			}
		}
	})
}

// reportProcessor adds the processor time of one operation to what a benchmark says:
// on a machine that others use it is what can be compared.
func reportProcessor(b *testing.B) func() {
	spent := func() time.Duration {
		var used syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
			b.Fatal(err)
		}
		return time.Duration(used.Utime.Nano() + used.Stime.Nano())
	}
	began := spent()
	return func() { b.ReportMetric(float64((spent()-began).Microseconds())/float64(b.N), "cpu-µs/op") }
}

// BenchmarkClaimDue measures the claim of one attempt, a hundred at a time, of people
// who each had ten messages before.
func BenchmarkClaimDue(b *testing.B) {
	for name, postgres := range map[string]bool{"sqlite": false, "postgres": true} {
		b.Run(name, func(b *testing.B) {
			s := storetest.NewStage(b, postgres, store.Options{}, func(*store.Store) {}).Store
			clone(b, s, b.N)
			err := s.Poke(b.Context(), `insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index, state, rank, lane,
					due_at, created_at, updated_at)
				with recursive s(n) as (select 1 union all select n + 1 from s where n < 10)
				select a.id || '-' || s.n, a.notification_id, 1 + s.n, a.person_id, a.channel, a.address_sealed, a.address_index, 'delivered', 40, a.lane,
					a.due_at, a.created_at, a.updated_at
				from s, attempt a where a.id like 'att-%'`)
			if err != nil {
				b.Fatal(err)
			}
			if postgres {
				if err := s.Poke(b.Context(), "analyze"); err != nil {
					b.Fatal(err)
				}
			}
			process := time.Now()
			b.ResetTimer()
			for claimed := 0; claimed < b.N; {
				due, err := s.ClaimDue(b.Context(), parcours.Claim{
					Channels: []parcours.Channel{parcours.ChannelSMS}, Now: monday, Process: process, LeaseUntil: process.Add(time.Minute + time.Duration(claimed)*time.Millisecond), Owner: "bench", Limit: 100,
				})
				if err != nil || len(due) == 0 {
					b.Fatalf("claimed %d of %d: %v", claimed, b.N, err)
				}
				claimed += len(due)
			}
		})
	}
}

// clone makes n people who each have one convocation that is due.
func clone(b *testing.B, s *store.Store, n int) {
	b.Helper()
	team(b, s)
	importSlots(b, s, slotRow(monday.AddDate(0, 0, 7), 1))
	importPeople(b, s, monday, maelys())
	if _, err := s.PlacePeople(b.Context(), monday); err != nil {
		b.Fatal(err)
	}
	if err := s.Convene(b.Context(), monday, assign(b, s).Booked[0]); err != nil {
		b.Fatal(err)
	}
	const series = "with recursive s(n) as (select 1 union all select n + 1 from s where n < $1) "
	for _, query := range []string{
		`insert into person (id, role, title, first_name, last_name, birth_name, first_key, last_key, birth_date, internal_id, france_travail_id,
			address, postcode, city, structure, tags, language, preferred_channel, discreet, entered_on, entry_source, rights_opened_on,
			duties_start_on, subject_to_duties, exited_on, referent_wanted, territory_wanted, created_at, updated_at) ` + series +
			`select 'per-' || s.n, role, title, first_name, last_name, birth_name, first_key, last_key, birth_date, '', '', address, postcode, city,
			structure, tags, language, preferred_channel, discreet, entered_on, entry_source, rights_opened_on, duties_start_on, subject_to_duties,
			exited_on, referent_wanted, territory_wanted, created_at, updated_at from s, person where person.internal_id = 'I-1'`,
		`insert into milestone (person_id, entered_on, contact_loss) ` + series + `select 'per-' || s.n, '2023-07-01', '' from s`,
		`insert into participation (id, appointment_id, person_id, outcome, created_at) ` + series +
			`select 'part-' || s.n, appointment.id, 'per-' || s.n, 'unknown', 0 from s, appointment`,
		`insert into notification (id, key, kind, class, lane, person_id, appointment_id, appointment_version, template, facts_sealed, choices,
			prompt_kind, urgent, reference, due_at, expires_at, fallback_at, state, created_at) ` + series +
			`select 'not-' || s.n, 'not-' || s.n, kind, class, lane, 'per-' || s.n, appointment_id, appointment_version, template, facts_sealed, choices,
			prompt_kind, urgent, reference, due_at, expires_at, fallback_at, state, created_at from s, notification where notification.kind = 'convocation'
				and length(notification.id) > 30`,
		`insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index, state, rank, lane, due_at, created_at, updated_at, receipts) ` +
			series + `select 'att-' || s.n, 'not-' || s.n, 1, 'per-' || s.n, channel, address_sealed, 'index-' || s.n, state, rank, lane, due_at, created_at, updated_at, receipts
			from s, attempt where attempt.lane = 2 and length(attempt.id) > 30`,
	} {
		if err := s.Poke(b.Context(), query, n); err != nil {
			b.Fatal(err)
		}
	}
}
