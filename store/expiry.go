package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ExpireDue ends queued messages of the channels whose time is over, at most limit
// of each lane, and hands those that must be said all the same to a list. After an
// outage it comes before any claim, so that what is still useful does not wait
// behind what is not. It returns how many ended; call it until it returns 0.
func (s *Store) ExpireDue(ctx context.Context, now time.Time, channels []parcours.Channel, limit int) (int, error) {
	due, err := s.dueLanes(ctx, parcours.Claim{Channels: channels, Now: now})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	ended := 0
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		ended = 0
		for _, from := range due {
			n, err := tx.expireLane(ctx, now, from, limit)
			if err != nil {
				return err
			}
			ended += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("expire what is overdue: %w", err)
	}
	return ended, nil
}

func (tx *tx) expireLane(ctx context.Context, now time.Time, from queue, limit int) (int, error) {
	over, err := tx.ExpiredDue(ctx, gen.ExpiredDueParams{Channel: string(from.channel), Lane: int64(from.lane), Now: millis(now), Most: int32(limit)})
	if err != nil {
		return 0, err
	}
	ended := 0
	for _, a := range over {
		expired, err := tx.ExpireQueued(ctx, a.ID, millis(now))
		if err != nil {
			return 0, err
		}
		if expired == 0 {
			continue // somebody else's by now
		}
		if err := tx.expire(ctx, now, a.NotificationID, a.N, parcours.ReasonExpired); err != nil {
			return 0, err
		}
		ended++
	}
	return ended, nil
}
