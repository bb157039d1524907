package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// firstContacts writes the addresses of somebody who was just created: nothing is
// known of them yet, and nothing is planned for them.
func (tx *tx) firstContacts(ctx context.Context, now time.Time, personID string, row parcours.PersonRow, shared bool) error {
	if _, err := tx.importAddresses(ctx, now, personID, nil, row, shared); err != nil {
		return err
	}
	return tx.updateContactLoss(ctx, personID)
}

// channelOf is the channel of a number, and the channels whose other addresses become
// former when the number is new.
func channelOf(kind parcours.PhoneKind) (channel parcours.Channel, replaces []parcours.Channel) {
	switch kind {
	case parcours.PhoneMobile, parcours.PhoneForeign:
		return parcours.ChannelSMS, []parcours.Channel{parcours.ChannelSMS, parcours.ChannelCall}
	case parcours.PhoneInvalid:
		return parcours.ChannelSMS, nil
	}
	return parcours.ChannelCall, []parcours.Channel{parcours.ChannelCall}
}

// importContacts brings a person's addresses up to a row of a file, and returns
// the names of the fields that changed. A new mobile makes the others former; a
// landline never does. Nothing is erased: a former number keeps its history, a
// number reported as somebody else's stays so, and STOP holds for the new number
// too, as does that of somebody who was erased and had the number before. shared says
// that others are reached at one of the addresses.
func (tx *tx) importContacts(ctx context.Context, now time.Time, personID string, row parcours.PersonRow, shared bool) ([]string, error) {
	before, err := tx.contactPoints(ctx, personID)
	if err != nil {
		return nil, err
	}
	changed, err := tx.importAddresses(ctx, now, personID, before, row, shared)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 && len(changed) == 0 {
		return nil, nil
	}
	if err := tx.updateContactLoss(ctx, personID); err != nil {
		return nil, err
	}
	return changed, tx.unlist(ctx, now, personID)
}

// importAddresses writes the phones and the e-mail of a row.
func (tx *tx) importAddresses(ctx context.Context, now time.Time, personID string, before []parcours.ContactPoint, row parcours.PersonRow, shared bool) ([]string, error) {
	var changed []string
	phones, err := tx.importPhones(ctx, now, personID, before, row.Phones, shared)
	if err != nil {
		return nil, err
	}
	if phones {
		changed = append(changed, "phone_number")
	}
	if row.Email != "" {
		email := contact{channel: parcours.ChannelEmail, address: row.Email, replaces: []parcours.Channel{parcours.ChannelEmail}}
		did, err := tx.importContact(ctx, now, personID, before, email, nil)
		if err != nil {
			return nil, err
		}
		if did {
			changed = append(changed, "email")
		}
	}
	if shared {
		for _, address := range addresses(row) {
			if err := tx.ShareAddress(ctx, tx.vault.addressIndex(address), millis(now)); err != nil {
				return nil, fmt.Errorf("share address: %w", err)
			}
		}
	}
	return changed, nil
}

func addresses(row parcours.PersonRow) []string {
	var all []string
	for _, phone := range row.Phones {
		all = append(all, phone.E164)
	}
	if row.Email != "" {
		all = append(all, row.Email)
	}
	return all
}

// importPhones writes the numbers of a row, the first mobile first.
func (tx *tx) importPhones(ctx context.Context, now time.Time, personID string, before []parcours.ContactPoint, phones []parcours.Phone, shared bool) (bool, error) {
	var listed []string
	for _, phone := range phones {
		listed = append(listed, phone.E164)
	}
	changed := false
	for i, phone := range phones {
		c := contact{address: phone.E164, kind: phone.Kind, shared: shared, position: int64(i)}
		c.channel, c.replaces = channelOf(phone.Kind)
		did, err := tx.importContact(ctx, now, personID, before, c, listed)
		if err != nil {
			return false, err
		}
		changed = changed || did
	}
	return changed, nil
}

// contact is one address of a row.
type contact struct {
	channel  parcours.Channel
	address  string
	kind     parcours.PhoneKind
	shared   bool
	position int64
	// replaces are the channels whose other addresses become former when this one
	// is new, unless the row lists them too.
	replaces []parcours.Channel
}

func (tx *tx) importContact(ctx context.Context, now time.Time, personID string, before []parcours.ContactPoint, c contact, listed []string) (bool, error) {
	for _, was := range before {
		if was.Channel != c.channel || was.Address != c.address {
			continue
		}
		if was.Status != parcours.ContactFormer {
			return false, nil
		}
		if err := tx.SetContactStatus(ctx, gen.SetContactStatusParams{ID: was.ID, Status: string(parcours.ContactCurrent), Position: c.position, UpdatedAt: millis(now)}); err != nil {
			return false, fmt.Errorf("restore contact point: %w", err)
		}
		if stopped := stoppedOn(before, c.channel); stopped > 0 {
			if err := tx.StopPoint(ctx, was.ID, stopped); err != nil {
				return false, fmt.Errorf("restore contact point: %w", err)
			}
		}
		return true, tx.retire(ctx, now, before, c, listed)
	}
	index := tx.vault.addressIndex(c.address)
	stopped, err := tx.stoppedAt(ctx, c.channel, index)
	if err != nil {
		return false, err
	}
	err = tx.InsertContactPoint(ctx, gen.InsertContactPointParams{
		ID: tx.newID(now), PersonID: personID, Channel: string(c.channel), AddressSealed: tx.vault.seal(columnAddress, []byte(c.address)),
		AddressIndex: index, Kind: string(c.kind), Shared: c.shared, Verified: false, Position: c.position,
		OptedOutAt: max(stopped, stoppedOn(before, c.channel)), CreatedAt: millis(now),
	})
	if err != nil {
		return false, fmt.Errorf("insert contact point: %w", err)
	}
	return true, tx.retire(ctx, now, before, c, listed)
}

// stoppedOn is when STOP was said at an address that a person has by now on a channel; 0
// when it was not.
func stoppedOn(points []parcours.ContactPoint, channel parcours.Channel) int64 {
	var at int64
	for _, p := range points {
		if p.Channel == channel && p.Status == parcours.ContactCurrent {
			at = max(at, millis(p.OptedOutAt))
		}
	}
	return at
}

// retire makes the addresses that c takes the place of former ones. What was
// planned for them finds its way again when it is claimed.
func (tx *tx) retire(ctx context.Context, now time.Time, before []parcours.ContactPoint, c contact, listed []string) error {
	for _, was := range before {
		if was.Status != parcours.ContactCurrent || was.Address == c.address || !slices.Contains(c.replaces, was.Channel) || slices.Contains(listed, was.Address) {
			continue
		}
		if err := tx.SetContactStatus(ctx, gen.SetContactStatusParams{ID: was.ID, Status: string(parcours.ContactFormer), Position: int64(was.Position), UpdatedAt: millis(now)}); err != nil {
			return fmt.Errorf("retire contact point: %w", err)
		}
	}
	return nil
}
