package scheduler

import (
	"context"
	"fmt"
	"time"
)

// Accesses is the access log.
type Accesses interface {
	// SealAccesses gives lines their place in the chain, at most so many.
	SealAccesses(ctx context.Context, limit int) (sealed int, err error)
}

// sealedTogether bounds what is sealed in one transaction.
const sealedTogether = 500

// SealAccesses returns the job that gives what was written to the access log since its last
// run its place in the chain: from then on nothing of it can be taken out unseen.
func SealAccesses(spec string, log Accesses) Job {
	return Job{Name: "seal_accesses", Spec: spec, Run: func(ctx context.Context, _ time.Time) error {
		for ctx.Err() == nil {
			sealed, err := log.SealAccesses(ctx, sealedTogether)
			if err != nil {
				return fmt.Errorf("seal accesses: %w", err)
			}
			if sealed < sealedTogether {
				return nil
			}
		}
		return ctx.Err()
	}}
}
