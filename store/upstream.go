package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnUpstream = "upstream_inbox.payload_sealed"
	// actorUpstream is the author of what RDV-Solidarités changed.
	actorUpstream = parcours.SourceRDV
	// upstreamTries is how often a message is tried that the machine fails on.
	upstreamTries = 5
)

// RecordUpstream keeps a message of RDV-Solidarités as it came, durably when it
// returns: only then may the sender be answered. It reports false for a body that
// was received before.
func (s *Store) RecordUpstream(ctx context.Context, raw parcours.RawUpstream) (bool, error) {
	if raw.ID == "" { // once, however often the transaction runs
		raw.ID = s.newID(raw.ReceivedAt)
	}
	var fresh bool
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		inserted, err := tx.InsertUpstream(ctx, gen.InsertUpstreamParams{
			ID: raw.ID, Digest: tx.vault.index("upstream/body", string(raw.Payload)), PayloadSealed: tx.vault.seal(columnUpstream, raw.Payload),
			ReceivedAt: millis(raw.ReceivedAt), Model: string(raw.Model),
		})
		fresh = inserted > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("record upstream: %w", err)
	}
	return fresh, nil
}

// PendingUpstream returns up to limit messages that were not applied yet, in the
// order in which they came.
func (s *Store) PendingUpstream(ctx context.Context, limit int) ([]parcours.RawUpstream, error) {
	var pending []parcours.RawUpstream
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.NewUpstream(ctx, int32(limit))
		if err != nil {
			return err
		}
		pending = make([]parcours.RawUpstream, 0, len(rows))
		for _, row := range rows {
			payload, err := tx.vault.open(columnUpstream, row.PayloadSealed)
			if err != nil {
				return err
			}
			pending = append(pending, parcours.RawUpstream{ID: row.ID, Payload: payload, ReceivedAt: instant(row.ReceivedAt), Tries: int(row.Tries)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("pending upstream: %w", err)
	}
	return pending, nil
}

// ApplyUpstream applies a message that was received under id, or notes why it cannot
// be: an older one than was applied before changes nothing, an equal one is applied
// again. What it plans is what a local change plans.
func (s *Store) ApplyUpstream(ctx context.Context, now time.Time, id string, m parcours.UpstreamMessage) (parcours.UpstreamVerdict, error) {
	var verdict parcours.UpstreamVerdict
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		verdict = parcours.UpstreamVerdict{}
		if err := tx.lock(ctx, "upstream", m.Source); err != nil {
			return err
		}
		state, err := tx.UpstreamState(ctx, id)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil || state != "new" {
			return err
		}
		a := applying{now: now, inboxID: id, m: m}
		if verdict, err = tx.applyUpstream(ctx, a); err != nil {
			return err
		}
		if verdict.Dead {
			return tx.buryUpstream(ctx, now, id, m, verdict.Reason)
		}
		return tx.EndUpstream(ctx, gen.EndUpstreamParams{ID: id, Reason: verdict.Reason, Model: string(m.Model), Event: m.Event, EndedAt: millis(now)})
	})
	if err != nil {
		return verdict, fmt.Errorf("apply upstream %s: %w", id, err)
	}
	return verdict, nil
}

// FailUpstream puts a message that cannot be read, or on which the machine failed too
// often, in the list that a human works. Before that it counts a failure.
func (s *Store) FailUpstream(ctx context.Context, now time.Time, id, reason string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if reason == parcours.UpstreamFault {
			tries, err := tx.TryUpstream(ctx, id)
			if err != nil || tries < upstreamTries {
				return err
			}
		}
		return tx.buryUpstream(ctx, now, id, parcours.UpstreamMessage{}, reason)
	})
	if err != nil {
		return fmt.Errorf("fail upstream %s: %w", id, err)
	}
	return nil
}

// buryUpstream lists a message for a human, with one alert a day for each reason.
func (tx *tx) buryUpstream(ctx context.Context, now time.Time, id string, m parcours.UpstreamMessage, reason string) error {
	buried, err := tx.BuryUpstream(ctx, gen.BuryUpstreamParams{ID: id, Reason: reason, Model: string(m.Model), Event: m.Event, UpstreamID: m.ID})
	if err != nil || buried == 0 {
		return err
	}
	_, err = tx.raise(ctx, now, parcours.Incident{
		Key: "upstream_dead/" + reason + "/" + tx.today(now).String(), Kind: "upstream_dead", Details: details{"reason": reason},
	}, "")
	return err
}

// DeadUpstream returns the messages that wait for a human, oldest first; ErrNotFound
// for anybody but a coordinator.
func (s *Store) DeadUpstream(ctx context.Context, actor parcours.Actor) ([]parcours.DeadUpstream, error) {
	var dead []parcours.DeadUpstream
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		rows, err := tx.DeadUpstream(ctx)
		dead = make([]parcours.DeadUpstream, 0, len(rows))
		for _, r := range rows {
			dead = append(dead, parcours.DeadUpstream{
				ID: r.ID, Model: r.Model, Event: r.Event, UpstreamID: r.UpstreamID, Reason: r.Reason, ReceivedAt: instant(r.ReceivedAt),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("dead upstream: %w", err)
	}
	return dead, nil
}

// DeadUpstreamPayload returns a message of the list as it was received; ErrNotFound for
// anybody but a coordinator, and when it is not in the list any more.
func (s *Store) DeadUpstreamPayload(ctx context.Context, actor parcours.Actor, id string) ([]byte, error) {
	var payload []byte
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Queries.DeadUpstreamPayload(ctx, id)
		if err == nil && (len(rows) == 0 || !actor.SeesAll()) {
			err = parcours.ErrNotFound
		}
		if err == nil {
			payload, err = tx.vault.open(columnUpstream, rows[0])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("dead upstream: %w", err)
	}
	return payload, nil
}

// RetryUpstream gives a message of the list another try, after mending.
func (s *Store) RetryUpstream(ctx context.Context, actor parcours.Actor, id string) error {
	return s.settleDead(ctx, "retry", actor, func(ctx context.Context, tx *tx) (int64, error) { return tx.RetryUpstream(ctx, id) })
}

// DismissUpstream lets a message of the list go, and its payload with it.
func (s *Store) DismissUpstream(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	return s.settleDead(ctx, "dismiss", actor, func(ctx context.Context, tx *tx) (int64, error) {
		return tx.DismissUpstream(ctx, id, millis(now), by(actor))
	})
}

// settleDead answers ErrNotFound for anybody but a coordinator, and when the message
// is not in the list any more.
func (s *Store) settleDead(ctx context.Context, what string, actor parcours.Actor, settle func(context.Context, *tx) (int64, error)) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		settled, err := settle(ctx, tx)
		if err == nil && settled == 0 {
			return parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s upstream: %w", what, err)
	}
	return nil
}

// territoriesUpstream returns the ids of the territories whose appointments are set in
// RDV-Solidarités.
func (tx *tx) territoriesUpstream(ctx context.Context) (map[string]bool, error) {
	if len(tx.rules.UpstreamIn) == 0 {
		return nil, nil
	}
	rows, err := tx.Territories(ctx)
	if err != nil {
		return nil, fmt.Errorf("territories: %w", err)
	}
	upstream := map[string]bool{}
	for _, r := range rows {
		upstream[r.ID] = tx.rules.SlotsUpstream(r.Name)
	}
	return upstream, nil
}

// upstreamLink returns where a professional changes the person's next appointment in
// RDV-Solidarités, empty when it was not set there.
func (tx *tx) upstreamLink(ctx context.Context, now time.Time, personID string) (string, error) {
	if tx.rules.UpstreamURL == "" || personID == "" {
		return "", nil
	}
	rows, err := tx.UpstreamOfAppointments(ctx, personID, millis(now))
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return tx.rules.UpstreamLink(rows[0].OrganisationID, rows[0].UpstreamID), nil
}

// pointUpstream adds, to a question about another time, the address where it is
// changed: only the tool upstream can do that, and tells us of it.
func (tx *tx) pointUpstream(ctx context.Context, now time.Time, escalationID, personID string) error {
	link, err := tx.upstreamLink(ctx, now, personID)
	if err != nil || link == "" {
		return err
	}
	err = tx.InsertEscalationMessage(ctx, gen.InsertEscalationMessageParams{
		ID: tx.newID(now), EscalationID: escalationID, Sender: actorRelais, BodySealed: tx.sealMessage(link), At: millis(now),
	})
	if err != nil {
		return fmt.Errorf("link upstream: %w", err)
	}
	return nil
}
