package intake

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"relais/parcours"
)

// RDVStore is what applying the messages of RDV-Solidarités needs of the store.
type RDVStore interface {
	// PendingUpstream returns up to limit messages to apply, in the order in which they came.
	PendingUpstream(ctx context.Context, limit int) ([]parcours.RawUpstream, error)
	// ApplyUpstream applies a message that was received under id.
	ApplyUpstream(ctx context.Context, now time.Time, id string, m parcours.UpstreamMessage) (parcours.UpstreamVerdict, error)
	// FailUpstream lists one that cannot be applied for a human, a fault after several tries.
	FailUpstream(ctx context.Context, now time.Time, id, reason string) error
	// RollAbsences begins the absences that are next.
	RollAbsences(ctx context.Context, now time.Time) error
}

// RDV applies what RDV-Solidarités sent. One process at a time runs it.
type RDV struct {
	Store RDVStore
	Log   *slog.Logger
}

// rdvTogether is how many messages are read at once.
const rdvTogether = 100

// Run applies everything that waits at now. A message that fails does not stop the
// others; the error tells of those that the machine failed on, which are tried again.
func (r *RDV) Run(ctx context.Context, now time.Time) error {
	var failed []error
	for len(failed) == 0 {
		pending, err := r.Store.PendingUpstream(ctx, rdvTogether)
		if err != nil {
			return err
		}
		for _, raw := range pending {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := r.apply(ctx, now, raw); err != nil {
				failed = append(failed, err)
			}
		}
		if len(pending) < rdvTogether {
			break
		}
	}
	return errors.Join(append(failed, r.Store.RollAbsences(ctx, now))...)
}

func (r *RDV) apply(ctx context.Context, now time.Time, raw parcours.RawUpstream) error {
	m, err := ReadRDV(raw.Payload)
	if err != nil {
		r.Log.Warn("message upstream not read", "id", raw.ID, "err", err)
		return r.Store.FailUpstream(ctx, now, raw.ID, parcours.UpstreamUnreadable)
	}
	verdict, err := r.Store.ApplyUpstream(ctx, now, raw.ID, m)
	if err != nil {
		return errors.Join(err, r.Store.FailUpstream(ctx, now, raw.ID, parcours.UpstreamFault))
	}
	if verdict.Dead {
		r.Log.Warn("message upstream waits for a human", "id", raw.ID, "model", m.Model, "reason", verdict.Reason)
	}
	return nil
}
