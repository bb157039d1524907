package scheduler

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// Questions is what following up unanswered questions needs of the store.
type Questions interface {
	// OverdueEscalations returns the open escalations whose delay has passed
	// and which had no second notice.
	OverdueEscalations(ctx context.Context, now time.Time) ([]parcours.Escalation, error)
	// SecondNotice tells the referent again, and the stand-in or the coordinators.
	SecondNotice(ctx context.Context, now time.Time, escalationID string) error
}

// ChaseQuestions returns the job that sends a second notice for questions left
// unanswered after the promised delay.
func ChaseQuestions(spec string, questions Questions) Job {
	return Job{Name: "chase_questions", Spec: spec, Run: func(ctx context.Context, now time.Time) error {
		overdue, err := questions.OverdueEscalations(ctx, now)
		if err != nil {
			return fmt.Errorf("find overdue questions: %w", err)
		}
		for _, escalation := range overdue {
			if err := questions.SecondNotice(ctx, now, escalation.ID); err != nil {
				return fmt.Errorf("second notice: %w", err)
			}
		}
		return nil
	}}
}
