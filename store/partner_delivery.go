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

// States of a delivery.
const (
	deliveryTold    = "told"
	deliveryDead    = "dead"
	deliveryDropped = "dropped"
)

// tellPartners writes, with an entry of the journal, who is to be told of it.
func (tx *tx) tellPartners(ctx context.Context, now time.Time, personID string, kind parcours.EventKind, subject string, payload details) error {
	model, object, event := parcours.PartnerTold(kind, subject, payload)
	if model == "" || object == "" {
		return nil
	}
	endpoints, err := tx.EndpointsFor(ctx, personID)
	if err != nil {
		return fmt.Errorf("partners to tell: %w", err)
	}
	for _, id := range endpoints {
		err := tx.InsertDelivery(ctx, gen.InsertDeliveryParams{
			ID: tx.newID(now), EndpointID: id, Model: string(model), ObjectID: object, PersonID: personID, Event: event, At: millis(now),
		})
		if err != nil {
			return fmt.Errorf("partners to tell: %w", err)
		}
	}
	return nil
}

// ClaimDeliveries returns up to limit changes that are to be told now, each with what
// is to be told as it stands at this moment: the oldest of each object of each
// endpoint, so that an object is told of in order and by one at a time. Until hold
// nobody else is given them. Both are the machine's time.
func (s *Store) ClaimDeliveries(ctx context.Context, now, hold time.Time, limit int) ([]parcours.PartnerDelivery, error) {
	var claimed []parcours.PartnerDelivery
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		claimed = nil
		due, err := tx.DueDeliveries(ctx, millis(now), int32(limit))
		if err != nil {
			return err
		}
		tried := map[string]bool{}
		for _, r := range due {
			if parcours.TryingAgain(int(r.Failures)) && tried[r.EndpointID] {
				continue
			}
			tried[r.EndpointID] = true
			held, err := tx.HoldDelivery(ctx, millis(hold), r.ID, millis(now))
			if err != nil {
				return err
			}
			if held == 0 {
				continue
			}
			d, err := tx.partnerDelivery(ctx, now, r)
			if errors.Is(err, parcours.ErrNotFound) { // the object is gone, and with it what there was to tell
				if _, err := tx.EndDelivery(ctx, gen.EndDeliveryParams{ID: r.ID, State: deliveryDropped, Tries: r.Tries, EndedAt: millis(now), EndedBy: actorRelais}); err != nil {
					return err
				}
				continue
			}
			if err != nil {
				return err
			}
			claimed = append(claimed, d)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	return claimed, nil
}

// partnerDelivery reads an endpoint, and what it may be told of the object.
func (tx *tx) partnerDelivery(ctx context.Context, now time.Time, r gen.DueDeliveriesRow) (parcours.PartnerDelivery, error) {
	d, err := tx.toTell(ctx, now, r.EndpointID)
	if err != nil {
		return d, err
	}
	d.ID, d.Model, d.ObjectID, d.Event, d.At, d.Tries = r.ID, parcours.PartnerModel(r.Model), r.ObjectID, r.Event, instant(r.At), int(r.Tries)
	content, err := tx.partnerContent(ctx, r)
	if err != nil {
		return d, err
	}
	content = content.Narrow(d.Endpoint)
	d.Content = &content
	return d, nil
}

// toTell reads where an endpoint is and how it is signed for.
func (tx *tx) toTell(ctx context.Context, now time.Time, id string) (parcours.PartnerDelivery, error) {
	var d parcours.PartnerDelivery
	e, err := tx.EndpointToTell(ctx, id)
	if err != nil {
		return d, found(err)
	}
	d.Endpoint = parcours.PartnerEndpoint{
		ID: e.ID, Name: e.Name, URL: e.Url, Shape: parcours.PartnerShape(e.Shape), Kind: parcours.StructureKind(e.Kind), WithContacts: e.WithContacts, WithNIR: e.WithNir,
	}
	if d.Secret, err = tx.vault.openText(columnPartnerSecret, e.SecretSealed); err != nil {
		return d, err
	}
	if e.FormerUntil > millis(now) {
		d.Former, err = tx.vault.openText(columnPartnerFormer, e.FormerSealed)
	}
	return d, err
}

// PartnerTest returns a delivery that tells an endpoint nothing, to try it by.
func (s *Store) PartnerTest(ctx context.Context, now time.Time, id string) (parcours.PartnerDelivery, error) {
	var d parcours.PartnerDelivery
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		d, err = tx.toTell(ctx, now, id)
		return err
	})
	if err != nil {
		return d, fmt.Errorf("partner test: %w", err)
	}
	d.ID, d.Model, d.Event, d.At = s.newID(now), parcours.PartnerTest, parcours.PartnerCreated, now
	return d, nil
}

// found makes ErrNotFound of a row that is not there.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return parcours.ErrNotFound
	}
	return err
}

// partnerContent reads an object with the person it is about; ErrNotFound for what is not
// to be told any more. Of somebody who left, partners are told that an appointment is off
// (their tool would remind of it), and nothing else.
func (tx *tx) partnerContent(ctx context.Context, r gen.DueDeliveriesRow) (parcours.PartnerContent, error) {
	var c parcours.PartnerContent
	file, err := tx.file(ctx, r.PersonID)
	if err != nil {
		return c, err
	}
	sealed, err := tx.PartnerPerson(ctx, r.PersonID)
	if err != nil {
		return c, err
	}
	c.Person, c.Left = file.Person, !file.Person.ExitedOn.IsZero()
	if c.Person.NIR, err = tx.vault.openText(columnNIR, sealed); err != nil {
		return c, err
	}
	for _, p := range file.Contacts {
		switch {
		case p.Status != parcours.ContactCurrent, !p.OptedOutAt.IsZero(): // nobody writes where STOP was said
		case p.Channel == parcours.ChannelSMS && c.Phone == "":
			c.Phone = p.Address
		case p.Channel == parcours.ChannelEmail && c.Email == "":
			c.Email = p.Address
		}
	}
	if r.Model == string(parcours.PartnerInvitation) {
		if c.Left {
			return c, parcours.ErrNotFound
		}
		return c, tx.partnerInvitation(ctx, &c, r.ObjectID)
	}
	if err := tx.partnerAppointment(ctx, &c, file.Appointments, r.ObjectID); err != nil {
		return c, err
	}
	if c.Left && holdsPlace(c.Appointment.Outcome) && r.Event != parcours.PartnerDestroyed {
		return c, parcours.ErrNotFound
	}
	return c, nil
}

// partnerAppointment adds one of a person's appointments to what is told of them.
func (tx *tx) partnerAppointment(ctx context.Context, c *parcours.PartnerContent, all []parcours.Appointment, id string) error {
	for _, a := range all {
		if a.ID != id {
			continue
		}
		more, err := tx.PartnerAppointment(ctx, a.ParticipationID)
		c.Appointment, c.Meeting, c.FirstFollowUp = &a, parcours.Meeting(more.Meeting), parcours.FirstFollowUp(all, a.ID)
		if !holdsPlace(a.Outcome) {
			c.CancelledAt = instant(more.OutcomeAt)
		}
		return err
	}
	return parcours.ErrNotFound
}

func (tx *tx) partnerInvitation(ctx context.Context, c *parcours.PartnerContent, id string) error {
	rows, err := tx.PartnerInvitation(ctx, id)
	if err == nil && len(rows) == 0 {
		err = parcours.ErrNotFound
	}
	if err != nil {
		return err
	}
	n := rows[0]
	c.Invitation = &parcours.PartnerInvite{
		ID: n.ID, Channel: parcours.Channel(n.Channel), State: parcours.NotificationState(n.State), Answered: n.Answered,
		CreatedAt: instant(n.CreatedAt), DeliveredAt: instant(n.DeliveredAt), ExpiresAt: instant(n.ExpiresAt),
	}
	return nil
}

// DeliveryTold notes that an endpoint took a change, which closes its circuit.
func (s *Store) DeliveryTold(ctx context.Context, now time.Time, d parcours.PartnerDelivery) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if _, err := tx.EndDelivery(ctx, gen.EndDeliveryParams{ID: d.ID, State: deliveryTold, Tries: int64(d.Tries + 1), EndedAt: millis(now), EndedBy: actorRelais}); err != nil {
			return err
		}
		return tx.EndpointWorks(ctx, d.Endpoint.ID, millis(now))
	})
	if err != nil {
		return fmt.Errorf("delivery told: %w", err)
	}
	return nil
}

// DeliveryFailed notes that an endpoint could not be told a change: it waits, longer
// each time, and is given up after two days for a human to replay. Failures in a row
// let the endpoint rest; a message that it refuses by itself does not count. Either
// raises one alert a day, at business time at.
func (s *Store) DeliveryFailed(ctx context.Context, now, at time.Time, d parcours.PartnerDelivery, fault parcours.PartnerFault) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		tries := d.Tries + 1
		wait, more := parcours.NextPartnerTry(tries)
		var err error
		if more {
			_, err = tx.DelayDelivery(ctx, gen.DelayDeliveryParams{ID: d.ID, Tries: int64(tries), Fault: string(fault), NextAt: millis(now.Add(wait))})
		} else {
			_, err = tx.EndDelivery(ctx, gen.EndDeliveryParams{ID: d.ID, State: deliveryDead, Tries: int64(tries), Fault: string(fault), EndedAt: millis(now), EndedBy: actorRelais})
		}
		if err != nil {
			return err
		}
		if !more {
			if err := tx.alertPartner(ctx, at, "partner_dead", d.Endpoint, fault); err != nil {
				return err
			}
		}
		if fault.TheirsToMend() {
			return nil
		}
		failed, err := tx.EndpointFails(ctx, d.Endpoint.ID, string(fault))
		if err != nil {
			return err
		}
		rest := parcours.PartnerRest(int(failed.Failures))
		if rest == 0 {
			return nil
		}
		if err := tx.RestEndpoint(ctx, d.Endpoint.ID, millis(now.Add(rest))); err != nil {
			return err
		}
		return tx.alertPartner(ctx, at, "partner_down", d.Endpoint, fault)
	})
	if err != nil {
		return fmt.Errorf("delivery failed: %w", err)
	}
	return nil
}

func (tx *tx) alertPartner(ctx context.Context, at time.Time, kind string, e parcours.PartnerEndpoint, fault parcours.PartnerFault) error {
	_, err := tx.raise(ctx, at, parcours.Incident{
		Key: kind + "/" + e.ID + "/" + tx.today(at).String(), Kind: kind, Details: details{"partner": e.Name, "fault": string(fault)},
	}, "")
	return err
}

// PurgeDeliveries forgets what was told or let go before then.
func (s *Store) PurgeDeliveries(ctx context.Context, before time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.Queries.PurgeDeliveries(ctx, millis(before))
		return err
	})
	if err != nil {
		return fmt.Errorf("purge deliveries: %w", err)
	}
	return nil
}
