package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
)

const (
	dueAtOnce   = 500
	smallNumber = 2000
	tickRepeats = 15
)

// measureTick compares one tick on a small and on a large caseload with the same
// messages due: everything that is looked for regularly, and the claim of what is
// found. The two take turns, so that both meet the same machine.
func measureTick(ctx context.Context, o options, e engine) (g goal, err error) {
	template, err := e.template(ctx, dueAtOnce)
	if err != nil {
		return g, err
	}
	var ticks [2]*tick
	if e.name() == enginePostgres {
		o.large /= 10
	}
	for i, people := range []int{smallNumber, o.large} {
		began := time.Now()
		d, err := e.copyOf(ctx, template)
		if err != nil {
			return g, err
		}
		defer func() { err = errors.Join(err, e.drop(context.WithoutCancel(ctx), d)) }()
		if err := e.bulk(ctx, d, history(people-dueAtOnce)); err != nil {
			return g, err
		}
		s, err := d.store(ctx)
		if err != nil {
			return g, err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		ticks[i] = &tick{store: s, took: map[string][]float64{}}
		fmt.Printf("  %d people made in %.0f s\n", people, time.Since(began).Seconds())
	}
	for i := range tickRepeats + 1 {
		for _, t := range ticks {
			if err := t.run(ctx, i > 0); err != nil { // the first one fills the caches
				return g, err
			}
		}
	}
	for _, part := range []string{"fallback", "convene", "chase", "next due", "claim", "whole"} {
		small, large := median(ticks[0].took[part]), median(ticks[1].took[part])
		fmt.Printf("  tick, %-8s with %d due: %7.2f ms at %d people, %7.2f ms at %d: %.2f times\n", part, dueAtOnce, small, smallNumber, large, o.large, large/small)
	}
	return atMost("tick_ratio", median(ticks[1].took["whole"])/median(ticks[0].took["whole"]), 1.5), nil
}

// tick repeats the same tick on one database.
type tick struct {
	store *store.Store
	took  map[string][]float64 // ms, by part
}

func (t *tick) run(ctx context.Context, counts bool) error {
	now := time.Now()
	channels := []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail}
	var claimed []parcours.Delivery
	began := time.Now()
	for _, part := range []struct {
		name string
		do   func() error
	}{
		{"fallback", func() error { _, err := t.store.FallBack(ctx, now, 100); return err }},
		{"convene", func() error { return scheduler.Convene("@every 10s", benchRules(), t.store).Run(ctx, now) }},
		{"chase", func() error { return scheduler.ChaseQuestions("@every 10s", t.store).Run(ctx, now) }},
		{"next due", func() error { _, _, err := t.store.NextDue(ctx, channels); return err }},
		{"claim", func() error {
			for {
				batch, err := t.store.ClaimDue(ctx, parcours.Claim{
					Channels: channels, Now: now, Process: now, LeaseUntil: now.Add(time.Minute), Owner: "bench", Limit: 100,
				})
				claimed = append(claimed, batch...)
				if err != nil || len(batch) == 0 {
					return err
				}
			}
		}},
	} {
		at := time.Now()
		if err := part.do(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		if counts {
			t.took[part.name] = append(t.took[part.name], ms(time.Since(at)))
		}
	}
	if counts {
		t.took["whole"] = append(t.took["whole"], ms(time.Since(began)))
	}
	if len(claimed) != dueAtOnce {
		return fmt.Errorf("%d messages were claimed, want %d", len(claimed), dueAtOnce)
	}
	for _, d := range claimed {
		if err := t.store.Release(ctx, d.Attempt, d.Attempt.DueAt, ""); err != nil {
			return err
		}
	}
	return nil
}

// history is what so many people who were convened last year leave behind: a
// person, milestones, a number, a participation, a convocation that was delivered,
// and for every tenth a question that was answered. It copies rows of the people
// who are there, under ids of its own.
func history(people int) []string {
	const id = "'bulk-' || s.n"
	series := fmt.Sprintf("with recursive who(id) as materialized (select id from person where internal_id = '0'), "+
		"s(n) as (select 10000000 union all select n + 1 from s where n < %d) ", 10000000+people-1)
	return []string{
		"insert into person (id, role, title, first_name, last_name, birth_name, first_key, last_key, birth_date, internal_id, france_travail_id, " +
			"address, postcode, city, structure, tags, territory_id, referent_id, referent_wanted, language, preferred_channel, discreet, entered_on, " +
			"entry_source, rights_opened_on, duties_start_on, subject_to_duties, exited_on, created_at, updated_at) " + series +
			"select " + id + ", role, title, first_name, last_name, birth_name, first_key, last_key, birth_date, '', '', address, postcode, city, structure, " +
			"tags, territory_id, referent_id, '', language, preferred_channel, discreet, '2025-03-03', entry_source, rights_opened_on, duties_start_on, " +
			"subject_to_duties, '', created_at, updated_at from who cross join person cross join s where person.id = who.id",
		"insert into milestone (person_id, territory_id, referent_id, entered_on, contact_loss, booked_on, appointment_on, sent_on, convened_on, delivered_on) " +
			series + "select " + id + ", m.territory_id, m.referent_id, '2025-03-03', '', '2025-03-04', '2025-03-12', '2025-03-04', '2025-03-04', '2025-03-04' " +
			"from who cross join milestone m cross join s where m.person_id = who.id",
		"insert into contact_point (id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, created_at, updated_at) " +
			series + "select " + id + ", " + id + ", c.channel, c.address_sealed, " + id + ", c.kind, c.shared, c.verified, c.status, c.position, 1, 1 " +
			"from who cross join contact_point c cross join s where c.person_id = who.id and c.channel = 'sms'",
		"insert into participation (id, appointment_id, person_id, outcome, created_at) " + series +
			"select " + id + ", pa.appointment_id, " + id + ", 'seen', 1 from who cross join participation pa cross join s where pa.person_id = who.id",
		"insert into notification (id, key, kind, class, lane, person_id, appointment_id, appointment_version, template, facts_sealed, choices, prompt_kind, " +
			"urgent, reference, due_at, expires_at, fallback_at, state, created_at) " + series +
			"select " + id + ", " + id + ", n.kind, n.class, n.lane, " + id + ", n.appointment_id, n.appointment_version, n.template, n.facts_sealed, n.choices, " +
			"n.prompt_kind, n.urgent, n.reference, 1, 1, 0, 'delivered', 1 from who cross join notification n cross join s " +
			"where n.person_id = who.id and n.kind = 'convocation'",
		"insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index, state, rank, lane, due_at, left_at, provider_id, " +
			"created_at, updated_at) " + series + "select " + id + ", " + id + ", 1, " + id + ", a.channel, a.address_sealed, " + id + ", 'delivered', 40, a.lane, " +
			"1, 1, " + id + ", 1, 1 from who cross join attempt a cross join s where a.person_id = who.id and a.lane = 2",
		"insert into escalation (id, person_id, kind, urgent, state, channel, opened_at, due_at) " + series +
			"select " + id + ", " + id + ", 'question', false, 'answered', 'sms', 1, 1 from s where s.n % 10 = 0",
	}
}
