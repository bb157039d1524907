package scheduler

import (
	"context"
	"time"
)

// Upstream returns the job that applies what RDV-Solidarités sent. It looks for what
// waits, in the order in which it came.
func Upstream(spec string, apply func(ctx context.Context, now time.Time) error) Job {
	return Job{Name: "upstream", Spec: spec, Run: apply}
}
