// Package scheduler is the clockwork of Relais: jobs that look in the database
// for what is due and write intentions to the outbox. It keeps no schedule of
// its own: due dates are rows, and a job that was missed, doubled or run on two
// nodes finds the same work, once.
package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is one kind of work that is looked for regularly.
type Job struct {
	// Name identifies the job in logs and metrics.
	Name string
	// Spec is a cron expression of five fields, or a descriptor such as
	// "@every 10s", in the scheduler's zone. Nothing is scheduled between 02:00
	// and 02:59, which a clock change skips or doubles.
	Spec string
	// Run does what is due at now. It is idempotent.
	Run func(ctx context.Context, now time.Time) error
}

// Scheduler drives jobs through real or virtual time.
type Scheduler struct {
	zone *time.Location
	log  *slog.Logger
	jobs []*entry
}

type entry struct {
	Job
	schedule cron.Schedule
	// next is the first tick after any instant from since until before next: virtual
	// time asks for it at every step.
	since, next time.Time
}

// after returns the first tick after t.
func (e *entry) after(t time.Time) time.Time {
	if e.next.IsZero() || t.Before(e.since) || !t.Before(e.next) {
		e.since, e.next = t, e.schedule.Next(t)
	}
	return e.next
}

// New checks the jobs' specs and returns a scheduler that drives them in the
// order given.
func New(zone *time.Location, log *slog.Logger, jobs ...Job) (*Scheduler, error) {
	s := &Scheduler{zone: zone, log: log}
	for _, job := range jobs {
		schedule, err := cron.ParseStandard(job.Spec)
		if err != nil {
			return nil, fmt.Errorf("schedule job %s: %w", job.Name, err)
		}
		s.jobs = append(s.jobs, &entry{Job: job, schedule: schedule})
	}
	return s, nil
}

// Run drives the jobs in real time until ctx ends, then waits for those that
// are running. Every job also runs once at the start: what fell due while the
// process was down does not wait for the next tick. A job that is still running
// is skipped, one that fails or panics is logged and tried at its next tick.
func (s *Scheduler) Run(ctx context.Context, now func() time.Time) error {
	// SkipIfStillRunning must be the outer wrapper: inside Recover, one panic
	// would leave it marked as running for ever.
	chain := cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger), cron.Recover(panics{s.log}))
	clock := cron.New(cron.WithLocation(s.zone))
	first := make([]cron.Job, 0, len(s.jobs))
	for _, e := range s.jobs {
		job := chain.Then(cron.FuncJob(func() { s.attempt(ctx, e, now()) }))
		first = append(first, job)
		clock.Schedule(e.schedule, job)
	}
	clock.Start() // a first run that takes hours holds nobody's ticks back
	for _, job := range first {
		job.Run()
	}
	<-ctx.Done()
	<-clock.Stop().Done()
	return nil
}

func (s *Scheduler) attempt(ctx context.Context, e *entry, now time.Time) {
	if err := e.Run(ctx, now); err != nil && !errors.Is(err, context.Canceled) {
		s.log.Error("job failed", "job", e.Name, "err", err)
	}
}

// Next returns the first instant after t at which a job falls due. Like Advance, it
// belongs to whoever drives virtual time, one call after the other.
func (s *Scheduler) Next(t time.Time) time.Time {
	var first time.Time
	for _, e := range s.jobs {
		if next := e.after(t.In(s.zone)); first.IsZero() || next.Before(first) {
			first = next
		}
	}
	return first
}

// Advance drives the jobs through virtual time: every tick in (from, to] is run
// at its own instant, in order, jobs of the same instant in the order given to
// New. It stops at the first error.
func (s *Scheduler) Advance(ctx context.Context, from, to time.Time) error {
	next := make([]time.Time, len(s.jobs))
	for i, e := range s.jobs {
		next[i] = e.after(from.In(s.zone))
	}
	for ctx.Err() == nil {
		due := -1
		for i, t := range next {
			if !t.IsZero() && !t.After(to) && (due < 0 || t.Before(next[due])) {
				due = i
			}
		}
		if due < 0 {
			return nil
		}
		at := next[due]
		if err := s.jobs[due].Run(ctx, at); err != nil {
			return fmt.Errorf("job %s at %s: %w", s.jobs[due].Name, at.Format(time.RFC3339), err)
		}
		next[due] = s.jobs[due].after(at)
	}
	return ctx.Err()
}

// panics reports what Recover caught.
type panics struct{ log *slog.Logger }

func (panics) Info(string, ...any) {}

func (p panics) Error(err error, _ string, _ ...any) { p.log.Error("job panicked", "err", err) }
