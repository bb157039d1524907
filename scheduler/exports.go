package scheduler

import (
	"context"
	"fmt"
	"time"
)

// EraseExports returns the job that erases, every night, the exports that have expired.
func EraseExports(erase func(ctx context.Context, now time.Time) (erased int, err error)) Job {
	return Job{Name: "erase_exports", Spec: "30 3 * * *", Run: func(ctx context.Context, now time.Time) error {
		if _, err := erase(ctx, now); err != nil {
			return fmt.Errorf("erase exports: %w", err)
		}
		return nil
	}}
}
