package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// outbound measures, round after round, the service and the bare client one
// after the other, so that both meet the same machine.
func (b *bench) outbound(ctx context.Context) ([]goal, error) {
	rows, err := b.bareRows(ctx, b.people)
	if err != nil {
		return nil, err
	}
	fmt.Printf("  the rows of a message alone, nothing sent or decided: %.0f/s\n", rows)
	var goals []goal
	for _, scene := range []struct {
		latency     time.Duration
		concurrency int
		messages    int
		goal        float64
	}{
		{0, 32, b.people, 35},
		{0, 200, b.people, 0},
		{50 * time.Millisecond, 32, min(b.people, 2000), 90},
		{50 * time.Millisecond, 200, b.people, 80},
	} {
		name := fmt.Sprintf("%dms_%d", scene.latency.Milliseconds(), scene.concurrency)
		var ratios, extra, rates, bare, cpus []float64
		for range b.rounds {
			reference, err := b.bareClient(ctx, scene.latency, scene.concurrency, scene.messages)
			if err != nil {
				return nil, err
			}
			ours, err := b.send(ctx, name, scene.latency, scene.concurrency, scene.messages)
			if err != nil {
				return nil, err
			}
			rates, bare = append(rates, ours.Rate), append(bare, reference.Rate)
			ratios = append(ratios, 100*ours.Rate/reference.Rate)
			cpus, extra = append(cpus, ours.CPU), append(extra, ours.CPU-reference.CPU)
		}
		fmt.Printf("  outbound %4v, %3d in flight: %6.0f/s of %6.0f/s bare = %5.1f %%; %.3f ms of processor a message, %.3f ms beyond the bare client\n",
			scene.latency, scene.concurrency, median(rates), median(bare), median(ratios), median(cpus), median(extra))
		if scene.goal > 0 {
			goals = append(goals, atLeast("outbound_"+name+"_percent_of_bare", median(ratios), scene.goal))
		}
		if scene.latency == 0 && scene.concurrency == 32 {
			goals = append(goals, atMost("outbound_cpu_ms_beyond_bare", median(extra), 0.15))
		}
	}
	return goals, nil
}

// bareClient posts forms like the service's and does nothing else.
func (b *bench) bareClient(ctx context.Context, latency time.Duration, concurrency, messages int) (result, error) {
	if err := b.provider.reset(latency); err != nil {
		return result{}, err
	}
	load := posts{URL: b.provider.url, User: accountSID, Pass: authToken, Concurrency: concurrency}
	for i := range messages {
		form := url.Values{
			"To": {fictionMobile(i)}, "From": {sender}, "SmartEncoded": {"false"}, "ValidityPeriod": {"14400"},
			"StatusCallback": {"http://127.0.0.1:8080/webhooks/twilio/status/0195b5ab-1f6e-7000-8000-000000000000"},
			"Body": {"Département d'Exemple: Maëlys Quillien, vous avez rendez-vous mardi 13 janvier à 14h30 (1h), CDAS, 8 rue du Port, Redon. " +
				"Répondez 1 je viens, 2 je ne peux pas, 3 autre horaire. Tél 02 61 91 01 02. Réf K7F29"},
		}
		load.Forms = append(load.Forms, post{Path: "/2010-04-01/Accounts/" + accountSID + "/Messages.json", Body: form.Encode()})
	}
	return load.run(ctx)
}

// send serves a copy of the caseload in which so many messages come due at once,
// and measures from the first request at the provider to the last result that is
// committed.
func (b *bench) send(ctx context.Context, name string, latency time.Duration, concurrency, messages int) (r result, err error) {
	d, err := b.engine.copyOf(ctx, b.template)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, b.engine.drop(context.WithoutCancel(ctx), d)) }()
	later := time.Now().AddDate(1, 0, 0)
	if err := d.change(ctx, fmt.Sprintf("update attempt set due_at = %d", later.UnixMilli())); err != nil {
		return r, err
	}
	if err := b.provider.reset(latency); err != nil {
		return r, err
	}
	s, err := b.serve(ctx, d, concurrency, "outbound-"+name)
	if err != nil {
		return r, err
	}
	defer func() {
		b.peaks = append(b.peaks, s.peakMB())
		err = errors.Join(err, s.stop())
	}()
	due := time.Now().Add(2 * time.Second)
	err = d.change(ctx, fmt.Sprintf("update attempt set due_at = %d where id in (select id from attempt where lane = 2 order by id limit %d)", due.UnixMilli(), messages))
	if err != nil {
		return r, err
	}
	pause(ctx, time.Until(due.Add(-100*time.Millisecond)))
	before, err := s.cpu()
	if err != nil {
		return r, err
	}
	s.profile()
	first, err := b.allRecorded(ctx, d, messages)
	ended := time.Now()
	s.profileEnd()
	if err != nil {
		return r, err
	}
	after, err := s.cpu()
	r.Rate = float64(messages) / ended.Sub(first).Seconds()
	r.CPU = (after - before) * 1000 / float64(messages)
	return r, err
}

// allRecorded waits until the provider took every message and every result is
// committed; it returns when the first request came.
func (b *bench) allRecorded(ctx context.Context, d database, messages int) (time.Time, error) {
	db, err := d.open()
	if err != nil {
		return time.Time{}, err
	}
	defer db.Close()
	end := time.Now().Add(2 * time.Minute)
	for time.Now().Before(end) && pause(ctx, 5*time.Millisecond) {
		t, err := b.provider.tally()
		if err != nil {
			return t.First, err
		}
		if t.Taken > messages {
			return t.First, fmt.Errorf("the provider took %d messages, want %d", t.Taken, messages)
		}
		if t.Taken < messages {
			pause(ctx, 15*time.Millisecond)
			continue
		}
		var open int
		err = db.QueryRowContext(ctx, "select count(*) from attempt where state in ('claimed', 'sending')").Scan(&open)
		if err != nil || open == 0 {
			return t.First, err
		}
	}
	return time.Time{}, errors.Join(errors.New("not every message was sent and recorded in time"), ctx.Err())
}
