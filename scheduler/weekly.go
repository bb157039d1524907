package scheduler

import (
	"context"
	"fmt"
	"time"
)

// Weeks is what asking for the hours of the week needs of the store. Each method
// does at most limit pieces of what is due, in one transaction, and returns how many
// it looked at.
type Weeks interface {
	// WeeklyWork reports whether any of the others has something to do.
	WeeklyWork(ctx context.Context, now time.Time) (bool, error)
	// OpenWeeks writes the weeks that begin for the plans in force.
	OpenWeeks(ctx context.Context, now time.Time, limit int) (int, error)
	// CloseWeeks ends those that take no more answers.
	CloseWeeks(ctx context.Context, now time.Time, limit int) (int, error)
	// RequestWeeks writes the requests that are due, NudgeWeeks the one repeat.
	RequestWeeks(ctx context.Context, now time.Time, limit int) (int, error)
	NudgeWeeks(ctx context.Context, now time.Time, limit int) (int, error)
	// RemindActivities writes the reminders of planned activities.
	RemindActivities(ctx context.Context, now time.Time, limit int) (int, error)
}

// weeksTogether is how many weeks one transaction takes: a morning of thousands must
// not hold the others back.
const weeksTogether = 50

// Weekly returns the job that opens the weeks of the plans, asks for their hours,
// asks once more, reminds of the planned activities, and closes. It costs what is
// due, and finds after an outage what was due meanwhile.
func Weekly(spec string, weeks Weeks) Job {
	return Job{Name: "weekly", Spec: spec, Run: func(ctx context.Context, now time.Time) error {
		if work, err := weeks.WeeklyWork(ctx, now); err != nil || !work {
			return err
		}
		for _, step := range []struct {
			what string
			do   func(context.Context, time.Time, int) (int, error)
		}{
			{"close weeks", weeks.CloseWeeks},
			{"open weeks", weeks.OpenWeeks},
			{"request hours", weeks.RequestWeeks},
			{"nudge", weeks.NudgeWeeks},
			{"remind of activities", weeks.RemindActivities},
		} {
			for done := weeksTogether; done == weeksTogether; {
				var err error
				if done, err = step.do(ctx, now, weeksTogether); err != nil {
					return fmt.Errorf("%s: %w", step.what, err)
				}
				if err := ctx.Err(); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}
