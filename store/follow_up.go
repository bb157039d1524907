package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// SetPreferences notes how a person wants to be written to, as they told the actor.
func (s *Store) SetPreferences(ctx context.Context, now time.Time, actor parcours.Actor, personID string, p parcours.Preferences) error {
	if !slices.Contains(parcours.Languages(), p.Language) {
		return fmt.Errorf("set preferences: %w: unknown language", parcours.ErrInvalid)
	}
	return s.onPerson(ctx, "set preferences", actor, personID, func(ctx context.Context, tx *tx) error {
		set, err := tx.Queries.SetPreferences(ctx, gen.SetPreferencesParams{
			ID: personID, Language: string(p.Language), PreferredChannel: string(p.Channel), Discreet: p.Discreet, UpdatedAt: millis(now),
		})
		if err != nil || set == 0 {
			return err
		}
		if err := tx.updateContactLoss(ctx, personID); err != nil {
			return err
		}
		if err := tx.onBestChannel(ctx, now, personID); err != nil {
			return err
		}
		if err := tx.unlist(ctx, now, personID); err != nil {
			return err
		}
		return tx.append(ctx, now, personID, parcours.EventPreferred, by(actor), personID, details{
			"language": string(p.Language), "channel": string(p.Channel), "discreet": fmt.Sprint(p.Discreet),
		})
	})
}

// AddNumber notes a number that a person gave to a professional. As the main one it
// makes the other mobile numbers former. STOP holds for it too. ErrConflict when
// somebody said there that it is not theirs.
func (s *Store) AddNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID string, phone parcours.Phone, main bool) error {
	if phone.Kind == parcours.PhoneNone || phone.Kind == parcours.PhoneInvalid {
		return fmt.Errorf("add number: %w: it is not a telephone number", parcours.ErrInvalid)
	}
	return s.onPerson(ctx, "add number", actor, personID, func(ctx context.Context, tx *tx) error {
		before, err := tx.contactPoints(ctx, personID)
		if err != nil {
			return err
		}
		index := tx.vault.addressIndex(phone.E164)
		shared, err := tx.OthersAtAddress(ctx, index, personID)
		if err != nil {
			return err
		}
		c := contact{channel: parcours.ChannelCall, address: phone.E164, kind: phone.Kind, shared: shared}
		if phone.Kind == parcours.PhoneMobile || phone.Kind == parcours.PhoneForeign {
			c.channel = parcours.ChannelSMS
		}
		if main {
			c.replaces = []parcours.Channel{c.channel}
		} else {
			c.position = int64(len(before))
		}
		added, err := tx.importContact(ctx, now, personID, before, c, nil)
		if err != nil {
			return err
		}
		if !added {
			return fmt.Errorf("%w: the number is known", parcours.ErrConflict)
		}
		if shared {
			if err := tx.ShareAddress(ctx, index, millis(now)); err != nil {
				return err
			}
		}
		what := "added"
		if main {
			what = "changed"
		}
		return tx.reroute(ctx, now, personID, by(actor), what, c.kind)
	})
}

// UseNumber notes that one of a person's numbers is used no more, or is again.
// ErrConflict when somebody said there that it is not theirs.
func (s *Store) UseNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID, contactID string, used bool) error {
	return s.onPerson(ctx, "use number", actor, personID, func(ctx context.Context, tx *tx) error {
		rows, err := tx.ContactOfPerson(ctx, contactID, personID)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return parcours.ErrNotFound
		}
		from, to, what := parcours.ContactCurrent, parcours.ContactFormer, "retired"
		if used {
			from, to, what = parcours.ContactFormer, parcours.ContactCurrent, "again"
		}
		if rows[0].Status != string(from) || parcours.Channel(rows[0].Channel) == parcours.ChannelTelegram {
			return fmt.Errorf("%w: the number changed meanwhile", parcours.ErrConflict)
		}
		err = tx.SetContactStatus(ctx, gen.SetContactStatusParams{ID: contactID, Status: string(to), Position: rows[0].Position, UpdatedAt: millis(now)})
		if err != nil {
			return err
		}
		return tx.reroute(ctx, now, personID, by(actor), what, parcours.PhoneKind(rows[0].Kind))
	})
}

// reroute follows a change of a person's numbers up. What was planned for a former one
// finds its way again when it is claimed.
func (tx *tx) reroute(ctx context.Context, now time.Time, personID, actor, what string, kind parcours.PhoneKind) error {
	if err := tx.updateContactLoss(ctx, personID); err != nil {
		return err
	}
	if err := tx.unlist(ctx, now, personID); err != nil {
		return err
	}
	return tx.append(ctx, now, personID, parcours.EventNumber, actor, personID, details{"change": what, "phone_kind": string(kind)})
}

// Exit ends a person's follow-up: nothing that is planned leaves, their appointments
// to come are given back without a message, and nothing is planned any more. Return
// takes it back.
func (s *Store) Exit(ctx context.Context, now time.Time, actor parcours.Actor, personID string, why parcours.ExitReason, on parcours.Date) error {
	if !slices.Contains(parcours.ExitReasons(), why) || on.IsZero() || on.After(s.today(now)) {
		return fmt.Errorf("exit: %w: it has a reason and a day that is not in the future", parcours.ErrInvalid)
	}
	return s.onPerson(ctx, "exit", actor, personID, func(ctx context.Context, tx *tx) error {
		return tx.leave(ctx, now, actor, personID, why, on)
	})
}

// leave is what Exit does.
func (tx *tx) leave(ctx context.Context, now time.Time, actor parcours.Actor, personID string, why parcours.ExitReason, on parcours.Date) error {
	exited, err := tx.exit(ctx, now, by(actor), personID, on, string(why))
	if err == nil && !exited {
		err = fmt.Errorf("%w: the person left before", parcours.ErrConflict)
	}
	if err != nil {
		return err
	}
	standing, err := tx.appointments(ctx, personID)
	if err != nil {
		return err
	}
	for _, a := range standing {
		if !a.Standing(now) {
			continue
		}
		if err := tx.settleOutcome(ctx, now, a, parcours.OutcomeRevoked, parcours.ImpedimentNone, by(actor), parcours.EventRevoked, details{"why": string(why)}); err != nil {
			return err
		}
	}
	return tx.CloseOpenPrompts(ctx, personID, millis(now))
}

// exit reports false when the person left before.
func (tx *tx) exit(ctx context.Context, now time.Time, actor, personID string, on parcours.Date, why string) (bool, error) {
	exited, err := tx.ExitPerson(ctx, personID, on.String(), millis(now))
	if err != nil || exited == 0 {
		return false, err
	}
	if err := tx.exitedOn(ctx, personID, on.String()); err != nil {
		return false, err
	}
	ids, err := tx.PlannedOfPerson(ctx, null(personID))
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		if _, err := tx.withdraw(ctx, now, id, actor, parcours.ReasonExited); err != nil {
			return false, err
		}
	}
	return true, tx.append(ctx, now, personID, parcours.EventExited, actor, personID, details{"on": on.String(), "why": why})
}

// exitedOn keeps the day on which a person left, "" when they did not, and with it the
// delays that leave them out of rates.
func (tx *tx) exitedOn(ctx context.Context, personID, day string) error {
	if err := tx.SetExitedOn(ctx, personID, day); err != nil {
		return err
	}
	return tx.keepDelays(ctx, personID)
}

// Return takes an exit back: the appointments that it gave back stand again where
// their place is free, what was still to be said is planned again, and the plans in
// force go on. ErrConflict when the person had not left.
func (s *Store) Return(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error {
	return s.onPerson(ctx, "return", actor, personID, func(ctx context.Context, tx *tx) error { return tx.followAgain(ctx, now, actor, personID) })
}

// followAgain is Return inside a transaction.
func (tx *tx) followAgain(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error {
	left, err := tx.LastExit(ctx, personID)
	if err != nil {
		return err
	}
	returned, err := tx.ReturnPerson(ctx, personID, millis(now))
	if err != nil {
		return err
	}
	if returned == 0 || len(left) == 0 {
		return fmt.Errorf("%w: the person had not left", parcours.ErrConflict)
	}
	if err := tx.exitedOn(ctx, personID, ""); err != nil {
		return err
	}
	if err := tx.append(ctx, now, personID, parcours.EventReturned, by(actor), personID, nil); err != nil {
		return err
	}
	if err := tx.standAgain(ctx, now, by(actor), personID, left[0]); err != nil {
		return err
	}
	if err := tx.takeUp(ctx, now, by(actor), withdrawal{personID: personID, reason: parcours.ReasonExited, since: instant(left[0])}); err != nil {
		return err
	}
	plans, err := tx.PlansOfPerson(ctx, personID)
	if err != nil {
		return err
	}
	this := parcours.WeekOf(tx.today(now)).Monday
	for _, row := range plans {
		if row.NextMonday != "" {
			continue
		}
		if err := tx.AdvancePlan(ctx, row.ID, nextMonday(planOf(row, personID), this)); err != nil {
			return err
		}
	}
	return nil
}

// standAgain gives back the appointments to come that an exit revoked at an instant.
func (tx *tx) standAgain(ctx context.Context, now time.Time, actor, personID string, at int64) error {
	ids, err := tx.RevokedAt(ctx, personID, at)
	if err != nil {
		return fmt.Errorf("appointments: %w", err)
	}
	for _, id := range ids {
		a, err := tx.appointmentOf(ctx, personID, id)
		if err != nil {
			return err
		}
		if !now.Before(a.StartsAt) {
			continue
		}
		if a.SlotID != "" {
			slot, err := tx.Slot(ctx, a.SlotID)
			if err != nil {
				return fmt.Errorf("slot: %w", err)
			}
			if slot.Booked >= slot.Capacity { // somebody else has it: the person is given another time
				if a.Kind.First() {
					if err := tx.WaitAgain(ctx, personID); err != nil {
						return err
					}
				}
				continue
			}
		}
		if err := tx.settleOutcome(ctx, now, a, parcours.OutcomeUnknown, parcours.ImpedimentNone, actor, parcours.EventOutcome, nil); err != nil {
			return err
		}
	}
	return nil
}
