package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// options are what a developer may vary; the goals hold for the defaults.
type options struct {
	rounds  int
	people  int
	large   int
	only    string
	profile string
	dir     string
}

func (o options) wants(part string) bool {
	return o.only == "" || slices.Contains(strings.Split(o.only, ","), part)
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == roleProvider {
		exit(serveProvider())
	}
	if len(os.Args) > 1 && os.Args[1] == roleClient {
		exit(runClient(os.Stdin, os.Stdout))
	}
	var o options
	flag.IntVar(&o.rounds, "rounds", 3, "how often each figure is measured; the median counts")
	flag.IntVar(&o.people, "people", 6000, "people with a convocation that is due, 10000 at most")
	flag.IntVar(&o.large, "large", 2_000_000, "people of the large caseload; a tenth of it on PostgreSQL, which checks every reference while it is filled")
	flag.StringVar(&o.only, "only", "", "parts to measure, of outbound,webhooks,tick and the engines sqlite,postgres; all when empty")
	flag.StringVar(&o.profile, "profile", "", "directory for a CPU profile and a heap profile of each run of the service")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	short, err := measure(ctx, o)
	if err != nil {
		exit(err)
	}
	if short {
		os.Exit(1)
	}
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	os.Exit(0)
}

// measure runs every part on every engine and prints the goals last.
func measure(ctx context.Context, o options) (short bool, err error) {
	// Beside the checkout and not in /tmp, which may be memory: a commit must cost a sync.
	if err := os.MkdirAll("bin", 0o755); err != nil {
		return false, err
	}
	if o.dir, err = os.MkdirTemp("bin", "bench-"); err != nil {
		return false, err
	}
	defer os.RemoveAll(o.dir)
	if o.dir, err = filepath.Abs(o.dir); err != nil {
		return false, err
	}
	program, err := buildService(ctx, o)
	if err != nil {
		return false, err
	}
	engines, closeEngines, err := openEngines(ctx, o)
	if err != nil {
		return false, err
	}
	defer closeEngines()
	fmt.Println(machine())
	var goals []goal
	for _, e := range engines {
		fmt.Printf("\n%s\n", e.about())
		found, err := measureEngine(ctx, o, e, program)
		if err != nil {
			return false, fmt.Errorf("%s: %w", e.name(), err)
		}
		if e.name() == engineSQLite {
			goals = found
		}
	}
	fmt.Println()
	for _, g := range goals {
		fmt.Println(g)
		short = short || !g.met()
	}
	return short, nil
}

func measureEngine(ctx context.Context, o options, e engine, program string) ([]goal, error) {
	var goals []goal
	var peaks []float64
	if o.wants("outbound") || o.wants("webhooks") {
		template, err := e.template(ctx, o.people)
		if err != nil {
			return nil, fmt.Errorf("prepare the caseload: %w", err)
		}
		p, err := startProvider(ctx)
		if err != nil {
			return nil, err
		}
		defer p.stop()
		b := &bench{options: o, engine: e, template: template, program: program, provider: p}
		if o.wants("outbound") {
			found, err := b.outbound(ctx)
			if err != nil {
				return nil, fmt.Errorf("outbound: %w", err)
			}
			goals = append(goals, found...)
		}
		if o.wants("webhooks") {
			found, err := b.webhooks(ctx)
			if err != nil {
				return nil, fmt.Errorf("webhooks: %w", err)
			}
			goals = append(goals, found...)
		}
		peaks = b.peaks
		fmt.Printf("  resident memory, peak of each run: %.0f MB at most\n", slices.Max(peaks))
		goals = append(goals, atMost("memory_mb", slices.Max(peaks), 60))
	}
	if o.wants("tick") {
		found, err := measureTick(ctx, o, e)
		if err != nil {
			return nil, fmt.Errorf("tick: %w", err)
		}
		goals = append(goals, found)
	}
	return goals, nil
}

// bench is what the measures of one engine share.
type bench struct {
	options
	engine   engine
	template database
	program  string
	provider *provider
	peaks    []float64 // MB
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// goal is one line of the result.
type goal struct {
	name        string
	value, want float64
	least       bool
}

func atLeast(name string, value, want float64) goal { return goal{name, value, want, true} }

func atMost(name string, value, want float64) goal { return goal{name, value, want, false} }

func (g goal) met() bool {
	return cmp.Compare(g.value, g.want) == 0 || (g.value > g.want) == g.least
}

func (g goal) String() string {
	sign, verdict := "<=", "short"
	if g.least {
		sign = ">="
	}
	if g.met() {
		verdict = "ok"
	}
	return fmt.Sprintf("%s %.3g %s%g %s", g.name, g.value, sign, g.want, verdict)
}
