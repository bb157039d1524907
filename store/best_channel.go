package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// reasonRerouted is why a message that was planned for one channel leaves on another: a
// chat was linked meanwhile, or the person asked for another channel.
const reasonRerouted = "rerouted"

// onBestChannel puts what is planned for a person, and has never been tried, on the channel
// that reaches them best now. The attempt itself moves, where nothing has claimed it: one
// that is on its way stays what it is, so that no message leaves twice. Answers go back
// the way the question came, and a code by the way it was asked for.
func (tx *tx) onBestChannel(ctx context.Context, now time.Time, personID string) error {
	waiting, err := tx.Movable(ctx, null(personID))
	if err != nil || len(waiting) == 0 {
		return err
	}
	to, err := tx.personDestination(ctx, personID, nil)
	if err != nil || !to.channel.Automatic() {
		return err
	}
	for _, a := range waiting {
		if parcours.Channel(a.Channel) == to.channel {
			continue
		}
		moved, err := tx.MoveAttempt(ctx, gen.MoveAttemptParams{
			ID: a.ID, Channel: string(to.channel), ContactPointID: null(to.contactID),
			AddressSealed: tx.vault.seal(columnAttemptAddress, []byte(to.address)), AddressIndex: tx.vault.addressIndex(to.address), UpdatedAt: millis(now),
		})
		if err != nil {
			return fmt.Errorf("best channel: %w", err)
		}
		if moved == 0 {
			continue // claimed a moment ago: it leaves where it was planned
		}
		planned := details{
			"kind": a.Kind, "template": a.Template, "channel": string(to.channel),
			"due_at": instant(a.DueAt).UTC().Format(time.RFC3339), "after": reasonRerouted,
		}
		if a.AppointmentID.Valid {
			planned["appointment"] = a.AppointmentID.String
		}
		err = tx.append(ctx, now, personID, parcours.EventPlanned, actorRelais, a.NotificationID, planned)
		if err != nil {
			return err
		}
	}
	return nil
}
