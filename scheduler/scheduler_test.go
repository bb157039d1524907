package scheduler_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"relais/scheduler"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func recorder(name, spec string, runs *[]string) scheduler.Job {
	return scheduler.Job{Name: name, Spec: spec, Run: func(_ context.Context, now time.Time) error {
		*runs = append(*runs, name+" "+now.Format("02 15:04"))
		return nil
	}}
}

func TestAdvanceRunsEveryTickInOrder(t *testing.T) {
	zone := paris(t)
	var runs []string
	s, err := scheduler.New(zone, slog.New(slog.DiscardHandler),
		recorder("hourly", "0 * * * *", &runs), recorder("noon", "0 12 * * *", &runs))
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2023, 7, 3, 10, 30, 0, 0, zone)
	if err := s.Advance(t.Context(), from, from.Add(150*time.Minute)); err != nil {
		t.Fatal(err)
	}
	want := []string{"hourly 03 11:00", "hourly 03 12:00", "noon 03 12:00", "hourly 03 13:00"}
	if diff := cmp.Diff(want, runs); diff != "" {
		t.Errorf("ticks (-want +got):\n%s", diff)
	}
	if got, want := s.Next(from), time.Date(2023, 7, 3, 11, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("Next = %v, want %v", got, want)
	}
}

// TestShortStepsOfVirtualTimeReachATick steps by less than the period of a job, as a
// demo does whose clock is slow.
func TestShortStepsOfVirtualTimeReachATick(t *testing.T) {
	t.Parallel()
	var runs []string
	s, err := scheduler.New(paris(t), slog.New(slog.DiscardHandler), recorder("minute", "@every 1m", &runs))
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2023, 6, 5, 9, 0, 0, 0, paris(t))
	for at := from; at.Before(from.Add(3 * time.Minute)); at = at.Add(200 * time.Millisecond) {
		if err := s.Advance(t.Context(), at, at.Add(200*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
	}
	if len(runs) != 3 {
		t.Errorf("ran %d times in three minutes, want 3: %v", len(runs), runs)
	}
}

func TestDailyJobRunsOnceOnClockChangeDays(t *testing.T) {
	zone := paris(t)
	for _, day := range []time.Time{
		time.Date(2027, 3, 27, 20, 0, 0, 0, zone),
		time.Date(2027, 10, 30, 20, 0, 0, 0, zone),
	} {
		var runs []string
		s, err := scheduler.New(zone, slog.New(slog.DiscardHandler), recorder("daily", "30 7 * * *", &runs))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Advance(t.Context(), day, day.AddDate(0, 0, 1)); err != nil {
			t.Fatal(err)
		}
		if len(runs) != 1 {
			t.Errorf("from %v: ran %v, want once", day, runs)
		}
	}
}

func TestJobRunsAtStartAndGoesOnAfterAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var runs int
		job := scheduler.Job{Name: "fragile", Spec: "@every 1m", Run: func(context.Context, time.Time) error {
			runs++
			if runs == 2 {
				panic("broken")
			}
			return errors.New("still counted")
		}}
		s, err := scheduler.New(time.UTC, slog.New(slog.DiscardHandler), job)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute+time.Second)
		defer stop()
		if err := s.Run(ctx, time.Now); err != nil {
			t.Fatal(err)
		}
		if runs != 6 {
			t.Errorf("ran %d times in 5 minutes, want 6: at the start and at each minute", runs)
		}
	})
}

func TestWrongSpecIsRefusedAtStart(t *testing.T) {
	if _, err := scheduler.New(time.UTC, slog.New(slog.DiscardHandler), scheduler.Job{Name: "typo", Spec: "every day"}); err == nil {
		t.Error("a job with a wrong spec was accepted")
	}
}
