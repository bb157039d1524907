package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

// Digests is what telling accounts of their morning needs of the store.
type Digests interface {
	// ClaimDigests returns what waits for accounts that were not told of the day yet.
	ClaimDigests(ctx context.Context, now time.Time, limit int) ([]parcours.Digest, error)
	DigestSent(ctx context.Context, d parcours.Digest) error
	// DigestFailed gives it back at again, or tells somebody when that is zero or the
	// last of some tries.
	DigestFailed(ctx context.Context, now time.Time, d parcours.Digest, again time.Time) error
}

const (
	digestsTogether = 20
	// digestWithin is how long after its hour a morning's e-mail may still leave.
	digestWithin = 4 * time.Hour
	digestAgain  = 15 * time.Minute
)

// Digest returns the job that tells accounts, on each working day from minute after
// midnight on, what waits for them. send returns a *parcours.Refusal for what was not
// taken; what may have been taken is not sent again.
func Digest(rules parcours.Rules, minute int, digests Digests, send func(ctx context.Context, d parcours.Digest) error) Job {
	return Job{Name: "digest", Spec: "*/5 * * * *", Run: func(ctx context.Context, now time.Time) error {
		day := parcours.DateOf(now, rules.Zone)
		from := day.At(minute/60, minute%60, rules.Zone)
		if !parcours.IsWorkday(day) || now.Before(from) || !now.Before(from.Add(digestWithin)) {
			return nil
		}
		for {
			claimed, err := digests.ClaimDigests(ctx, now, digestsTogether)
			if err != nil || len(claimed) == 0 {
				return err
			}
			for _, d := range claimed {
				if err := settleDigest(ctx, now, digests, d, send(ctx, d)); err != nil {
					return fmt.Errorf("note a digest: %w", err)
				}
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}}
}

func settleDigest(ctx context.Context, now time.Time, digests Digests, d parcours.Digest, sent error) error {
	ctx = context.WithoutCancel(ctx)
	refusal, refused := errors.AsType[*parcours.Refusal](sent)
	switch {
	case sent == nil, refused && refusal.Kind == parcours.RefusalUnknown:
		return digests.DigestSent(ctx, d)
	case refused && refusal.Kind == parcours.RefusalRetry:
		return digests.DigestFailed(ctx, now, d, now.Add(digestAgain))
	}
	return digests.DigestFailed(ctx, now, d, time.Time{})
}
