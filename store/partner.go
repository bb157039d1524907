package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnPartnerSecret = "partner_endpoint.secret_sealed"
	columnPartnerFormer = "partner_endpoint.former_sealed"
)

// newPartnerSecret has 260 bits.
func newPartnerSecret() string { return rand.Text() + rand.Text() }

// Partners returns the endpoints that partners gave, with what waits for each; those
// that were stopped come last.
func (s *Store) Partners(ctx context.Context) ([]parcours.PartnerEndpoint, error) {
	var all []parcours.PartnerEndpoint
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.AllEndpoints(ctx)
		all = make([]parcours.PartnerEndpoint, 0, len(rows))
		for _, r := range rows {
			all = append(all, parcours.PartnerEndpoint{
				ID: r.ID, Name: r.Name, URL: r.Url, Shape: parcours.PartnerShape(r.Shape), Kind: parcours.StructureKind(r.Kind), Structure: r.Structure,
				TerritoryID: r.TerritoryID, Territory: r.Territory, WithContacts: r.WithContacts, WithNIR: r.WithNir,
				CreatedAt: instant(r.CreatedAt), StoppedAt: instant(r.StoppedAt), FormerUntil: instant(r.FormerUntil), Failures: int(r.Failures),
				RestUntil: instant(r.RestUntil), LastOKAt: instant(r.LastOkAt), LastFault: parcours.PartnerFault(r.LastFault),
				Waiting: int(r.Waiting), Dead: int(r.Dead),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("partners: %w", err)
	}
	return all, nil
}

// AddPartner keeps an endpoint, and returns it with the secret that signs what it is
// told: nobody is shown that again. ErrInvalid when it may not be told what it asks for.
func (s *Store) AddPartner(ctx context.Context, now time.Time, actor parcours.Actor, e parcours.PartnerEndpoint) (parcours.PartnerEndpoint, string, error) {
	if err := e.Check(); err != nil {
		return e, "", fmt.Errorf("add partner: %w", err)
	}
	secret := newPartnerSecret()
	e.ID, e.CreatedAt = s.newID(now), now
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.InsertEndpoint(ctx, gen.InsertEndpointParams{
			ID: e.ID, Name: e.Name, Url: e.URL, Shape: string(e.Shape), Kind: string(e.Kind), Structure: e.Structure, TerritoryID: null(e.TerritoryID),
			WithContacts: e.WithContacts, WithNir: e.WithNIR, SecretSealed: tx.vault.seal(columnPartnerSecret, []byte(secret)),
			CreatedAt: millis(now), CreatedBy: by(actor),
		})
	})
	if err != nil {
		return e, "", fmt.Errorf("add partner: %w", err)
	}
	return e, secret, nil
}

// RotatePartnerSecret gives an endpoint another secret, which is returned once. The one
// before is good until then, by the machine's time.
func (s *Store) RotatePartnerSecret(ctx context.Context, id string, until time.Time) (string, error) {
	secret := newPartnerSecret()
	err := s.onPartner(ctx, "rotate the secret", func(ctx context.Context, tx *tx) (int64, error) {
		row, err := tx.EndpointToTell(ctx, id)
		if err != nil {
			return 0, err
		}
		// a sealed value names its column: the former secret is sealed again
		former, err := tx.vault.open(columnPartnerSecret, row.SecretSealed)
		if err != nil {
			return 0, err
		}
		return tx.RotateEndpoint(ctx, gen.RotateEndpointParams{
			ID: id, SecretSealed: tx.vault.seal(columnPartnerSecret, []byte(secret)), FormerSealed: tx.vault.seal(columnPartnerFormer, former), FormerUntil: millis(until),
		})
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// EndFormerSecret takes the secret before the last rotation out of use at once.
func (s *Store) EndFormerSecret(ctx context.Context, id string) error {
	return s.onPartner(ctx, "end the former secret", func(ctx context.Context, tx *tx) (int64, error) { return tx.EndFormerSecret(ctx, id) })
}

// StopPartner tells an endpoint nothing more; what waits, waits until ResumePartner.
// What changes meanwhile is not kept for it.
func (s *Store) StopPartner(ctx context.Context, now time.Time, id string) error {
	return s.onPartner(ctx, "stop", func(ctx context.Context, tx *tx) (int64, error) { return tx.StopEndpoint(ctx, id, millis(now)) })
}

// ResumePartner tells a stopped endpoint again.
func (s *Store) ResumePartner(ctx context.Context, id string) error {
	return s.onPartner(ctx, "resume", func(ctx context.Context, tx *tx) (int64, error) { return tx.ResumeEndpoint(ctx, id) })
}

// ReplayDelivery tells again what was given up or let go.
func (s *Store) ReplayDelivery(ctx context.Context, id string) error {
	return s.onPartner(ctx, "replay", func(ctx context.Context, tx *tx) (int64, error) { return tx.Queries.ReplayDelivery(ctx, id) })
}

// DropDelivery lets go what was given up.
func (s *Store) DropDelivery(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	return s.onPartner(ctx, "let go", func(ctx context.Context, tx *tx) (int64, error) {
		return tx.Queries.DropDelivery(ctx, id, millis(now), by(actor))
	})
}

// onPartner changes one row; ErrNotFound when there is none to change.
func (s *Store) onPartner(ctx context.Context, what string, change func(context.Context, *tx) (int64, error)) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := change(ctx, tx)
		if err == nil && changed == 0 {
			return parcours.ErrNotFound
		}
		return found(err)
	})
	if err != nil {
		return fmt.Errorf("partner: %s: %w", what, err)
	}
	return nil
}

// DeadDeliveries returns what partners could not be told, oldest first, at most limit.
func (s *Store) DeadDeliveries(ctx context.Context, limit int) ([]parcours.PartnerDelivery, error) {
	var dead []parcours.PartnerDelivery
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Queries.DeadDeliveries(ctx, int32(limit))
		dead = make([]parcours.PartnerDelivery, 0, len(rows))
		for _, r := range rows {
			dead = append(dead, parcours.PartnerDelivery{
				ID: r.ID, Endpoint: parcours.PartnerEndpoint{ID: r.EndpointID, Name: r.Name}, Model: parcours.PartnerModel(r.Model), ObjectID: r.ObjectID,
				Event: r.Event, At: instant(r.At), Tries: int(r.Tries), Fault: parcours.PartnerFault(r.Fault), EndedAt: instant(r.EndedAt),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("dead deliveries: %w", err)
	}
	return dead, nil
}
