package sandbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/sandbox"
)

func TestEventsRunByTimeThenSubjectThenOrder(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewClock(start, 0)
	q := sandbox.NewQueue(clock, slog.New(slog.DiscardHandler))
	var ran []string
	plan := func(after time.Duration, subject, name string) {
		q.At(start.Add(after), subject, name, func(context.Context) error {
			ran = append(ran, name)
			if name == "b1" { // an event may plan another one, due at once
				q.After(0, "a", "a-late", func(context.Context) error { ran = append(ran, "a-late"); return nil })
			}
			return nil
		})
	}
	plan(2*time.Hour, "a", "last")
	plan(time.Hour, "b", "b1")
	plan(time.Hour, "b", "b2")
	plan(time.Hour, "a", "a1")
	for {
		at, any := q.Next()
		if !any {
			break
		}
		if err := q.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !clock.Now().Equal(at) {
			t.Errorf("the clock shows %v during an event of %v", clock.Now(), at)
		}
	}
	if diff := cmp.Diff([]string{"a1", "b1", "a-late", "b2", "last"}, ran); diff != "" {
		t.Error(diff)
	}
}

func TestStepReturnsTheEventsErrorAndForgetsIt(t *testing.T) {
	t.Parallel()
	q := sandbox.NewQueue(sandbox.NewClock(start, 0), slog.New(slog.DiscardHandler))
	broken := errors.New("broken")
	q.After(0, "a", "post receipt", func(context.Context) error { return broken })
	if err := q.Step(t.Context()); !errors.Is(err, broken) || !strings.Contains(err.Error(), "post receipt") {
		t.Errorf("got %v", err)
	}
	if err := q.Step(t.Context()); err != nil {
		t.Errorf("an empty queue: %v", err)
	}
}

func TestRunFollowsTheClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := sandbox.NewClock(start, sandbox.DayLasts(time.Minute))
		q := sandbox.NewQueue(clock, slog.New(slog.DiscardHandler))
		begun := time.Now()
		var rang []time.Duration
		for _, d := range []int{2, 1} { // in days of the story
			q.At(start.AddDate(0, 0, d), "a", "ring", func(context.Context) error {
				rang = append(rang, time.Since(begun).Round(time.Second))
				return nil
			})
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- q.Run(ctx) }()
		time.Sleep(30 * time.Second) // half a day
		clock.Pause()
		time.Sleep(time.Hour)
		if now := clock.Now(); !now.Equal(start.Add(12 * time.Hour)) {
			t.Errorf("paused at %v", now)
		}
		clock.Resume()
		time.Sleep(45 * time.Second) // the first day ends after 30 s
		clock.SetSpeed(sandbox.DayLasts(2 * time.Minute))
		time.Sleep(2 * time.Minute)
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
		want := []time.Duration{time.Hour + 60*time.Second, time.Hour + 75*time.Second + 90*time.Second}
		if !slices.Equal(want, rang) {
			t.Errorf("rang after %v, want %v", rang, want)
		}
	})
}

func TestClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewClock(start, 0)
	clock.MoveTo(start.Add(time.Hour))
	clock.MoveTo(start)
	if !clock.Now().Equal(start.Add(time.Hour)) {
		t.Errorf("shows %v", clock.Now())
	}
}
