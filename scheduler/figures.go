package scheduler

import (
	"context"
	"time"
)

// Boards are the figures that everybody opens first.
type Boards interface {
	// RefreshBoards counts again those that take long to count.
	RefreshBoards(ctx context.Context, now time.Time) error
}

// FiguresJob is the name of the job that Figures returns.
const FiguresJob = "figures"

// Figures returns the job that keeps the first figures of the morning at hand where
// counting them takes long.
func Figures(boards Boards) Job {
	return Job{Name: FiguresJob, Spec: "*/5 6-20 * * *", Run: boards.RefreshBoards}
}
