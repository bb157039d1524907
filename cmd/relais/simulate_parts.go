package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"relais/parcours"
)

// Several installations are several processes: SQLite has one lock for the memory and the
// pages of all files of a process, for which installations of one process would wait.

// partTold is a line of what the process of an installation tells the one that started
// it: the end of a week or, at last, everything.
type partTold struct {
	Week  *weekPlayed `json:"week,omitempty"`
	Whole *simulated  `json:"whole,omitempty"`
}

// weekPlayed is what had been sent and received at the end of a week.
type weekPlayed struct {
	Number   int           `json:"number"`
	Day      parcours.Date `json:"day"`
	SMS      int           `json:"sms"`
	Telegram int           `json:"telegram"`
	Received int           `json:"received"`
}

// play plays every installation at once, and prints a line for each week that all have
// played.
func (c *simulateCommand) play(ctx context.Context, stderr io.Writer) ([]simulated, error) {
	weeks := &weeksTogether{to: stderr, began: time.Now(), weeks: c.Weeks, installations: c.Installations, sums: make([]weekPlayed, c.Weeks+1), played: make([]int, c.Weeks+1)}
	if c.Installations == 1 {
		told, err := c.installation(ctx, 0, weeks.add)
		return []simulated{told}, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parts, failures := make([]simulated, c.Installations), make([]error, c.Installations)
	var all sync.WaitGroup
	for part := range parts {
		all.Go(func() {
			var err error
			if parts[part], err = c.process(ctx, part, weeks.add); err != nil {
				failures[part] = fmt.Errorf("installation %d of %d: %w", part+1, c.Installations, err)
				stop()
			}
		})
	}
	all.Wait()
	return parts, errors.Join(failures...)
}

// process plays one installation in a process of its own. When ctx ends, that process is
// interrupted, and tells what it had played.
func (c *simulateCommand) process(ctx context.Context, part int, week func(weekPlayed)) (told simulated, err error) {
	program, err := os.Executable()
	if err != nil {
		return told, err
	}
	var said bytes.Buffer
	process := exec.CommandContext(ctx, program, "simulate", "--part", strconv.Itoa(part), "--installations", strconv.Itoa(c.Installations),
		"--people", strconv.Itoa(c.People), "--weeks", strconv.Itoa(c.Weeks), "--seed", strconv.FormatUint(c.Seed, 10))
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.Stderr = &said
	stdout, err := process.StdoutPipe()
	if err != nil {
		return told, err
	}
	if err := process.Start(); err != nil {
		return told, err
	}
	whole := false
	lines := json.NewDecoder(stdout)
	for !whole {
		var line partTold
		if err = lines.Decode(&line); err != nil {
			break
		}
		if line.Week != nil {
			week(*line.Week)
		}
		if line.Whole != nil {
			told, whole = *line.Whole, true
		}
	}
	if ended := process.Wait(); !whole {
		return told, fmt.Errorf("%w: %s", errors.Join(ended, err), bytes.TrimSpace(said.Bytes()))
	}
	return told, nil
}

// tell plays one installation for the process that started this one.
func (c *simulateCommand) tell(ctx context.Context, stdout io.Writer) error {
	lines := json.NewEncoder(stdout)
	told, err := c.installation(ctx, c.Part, func(w weekPlayed) { _ = lines.Encode(partTold{Week: &w}) })
	if err != nil {
		return err
	}
	return lines.Encode(partTold{Whole: &told})
}

// installation plays one of the installations in this process.
func (c *simulateCommand) installation(ctx context.Context, part int, week func(weekPlayed)) (simulated, error) {
	s, err := c.prepare(ctx, part)
	if s != nil {
		defer s.close()
	}
	if err != nil {
		return simulated{}, err
	}
	return s.run(ctx, week)
}

// weeksTogether prints a week once every installation has played it.
type weeksTogether struct {
	to                   io.Writer
	began                time.Time
	weeks, installations int

	mu sync.Mutex
	// sums are those of the installations that have played a week, by its number; played is
	// how many they are.
	sums   []weekPlayed
	played []int
}

func (t *weeksTogether) add(w weekPlayed) {
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := &t.sums[w.Number]
	sum.SMS, sum.Telegram, sum.Received = sum.SMS+w.SMS, sum.Telegram+w.Telegram, sum.Received+w.Received
	if t.played[w.Number]++; t.played[w.Number] == t.installations {
		fmt.Fprintf(t.to, "week %2d of %d, %s: %d SMS, %d on Telegram, %d received; %s\n",
			w.Number, t.weeks, w.Day, sum.SMS, sum.Telegram, sum.Received, time.Since(t.began).Round(time.Second))
	}
}
