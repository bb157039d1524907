package scheduler

import (
	"context"
	"time"
)

// People are those among whom duplicates are looked for.
type People interface {
	// FindDuplicatePeople returns how many proposals are new.
	FindDuplicatePeople(ctx context.Context, now time.Time) (int, error)
}

// DuplicatesJob is the name of the job that Duplicates returns.
const DuplicatesJob = "duplicates"

// Duplicates returns the job that looks, every night, for people who are probably one.
// What it finds waits for a human.
func Duplicates(people People) Job {
	return Job{Name: DuplicatesJob, Spec: "20 4 * * *", Run: func(ctx context.Context, now time.Time) error {
		_, err := people.FindDuplicatePeople(ctx, now)
		return err
	}}
}
