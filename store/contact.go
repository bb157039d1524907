package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

const columnAddress = "contact_point.address_sealed"

// contactPoints returns a person's addresses, opened, by channel and position.
func (tx *tx) contactPoints(ctx context.Context, personID string) ([]parcours.ContactPoint, error) {
	rows, err := tx.ContactPoints(ctx, personID)
	if err != nil {
		return nil, fmt.Errorf("contact points: %w", err)
	}
	points := make([]parcours.ContactPoint, 0, len(rows))
	for _, row := range rows {
		p, err := tx.contactPoint(row)
		if err != nil {
			return nil, err
		}
		points = append(points, p)
	}
	return points, nil
}

func (c *core) contactPoint(row gen.ContactPoint) (parcours.ContactPoint, error) {
	address, err := c.vault.openText(columnAddress, row.AddressSealed)
	if err != nil {
		return parcours.ContactPoint{}, err
	}
	return parcours.ContactPoint{
		ID: row.ID, PersonID: row.PersonID, Channel: parcours.Channel(row.Channel), Address: address,
		Kind: cmp.Or(parcours.PhoneKind(row.FoundKind), parcours.PhoneKind(row.Kind)), Shared: row.Shared, Verified: row.Verified,
		Status: parcours.ContactStatus(row.Status), Position: int(row.Position),
		OptedOutAt: instant(row.OptedOutAt), BlockedAt: instant(row.BlockedAt),
	}, nil
}

// updateContactLoss writes which channel reaches the person, and why no automatic
// one does, into their milestones. Call it after any change of their contact points.
func (tx *tx) updateContactLoss(ctx context.Context, personID string) error {
	_, channel, loss, err := tx.route(ctx, personID, nil)
	if err != nil {
		return err
	}
	return tx.SetContactLoss(ctx, personID, string(loss), string(channel))
}

// route says where a message to a person goes next, leaving out the channels
// already tried.
func (tx *tx) route(ctx context.Context, personID string, tried []parcours.Channel) (parcours.ContactPoint, parcours.Channel, parcours.LossCause, error) {
	return tx.routeWithout(ctx, personID, tried, func(parcours.ContactPoint) bool { return false })
}

// routeWithout is route that leaves contact points out too.
func (tx *tx) routeWithout(ctx context.Context, personID string, tried []parcours.Channel, out func(parcours.ContactPoint) bool) (parcours.ContactPoint, parcours.Channel, parcours.LossCause, error) {
	who, err := tx.RoutingOf(ctx, personID)
	if err != nil {
		return parcours.ContactPoint{}, "", "", fmt.Errorf("route: %w", err)
	}
	points, err := tx.contactPoints(ctx, personID)
	if err != nil {
		return parcours.ContactPoint{}, "", "", err
	}
	point, channel, loss := tx.rules.Route(parcours.Channel(who.PreferredChannel), slices.DeleteFunc(points, out), tried, who.Address == "")
	return point, channel, loss, nil
}
