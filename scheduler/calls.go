package scheduler

import (
	"context"
	"fmt"
	"time"
)

// ForgetCalls returns the job that erases, every hour, the answers that programs were
// given and that were kept long enough.
func ForgetCalls(forget func(ctx context.Context) (forgotten int, err error)) Job {
	return Job{Name: "forget_calls", Spec: "@every 1h", Run: func(ctx context.Context, _ time.Time) error {
		if _, err := forget(ctx); err != nil {
			return fmt.Errorf("forget calls: %w", err)
		}
		return nil
	}}
}
