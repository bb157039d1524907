package scheduler

import (
	"context"
	"fmt"
	"time"
)

// EraseTexts returns the job that empties, every night, the copies of old texts
// that providers keep.
func EraseTexts(erase func(ctx context.Context) (erased int, err error)) Job {
	return Job{Name: "erase_texts", Spec: "20 3 * * *", Run: func(ctx context.Context, _ time.Time) error {
		if _, err := erase(ctx); err != nil {
			return fmt.Errorf("erase texts: %w", err)
		}
		return nil
	}}
}
