// Command score measures package understand on its sets of examples, those that
// the rules were written with and those held back apart: accuracy per category,
// what is taken for what, texts read per second on one core. It exits 1 when a set
// held back, or the speed of all sets together, is short of its goal.
// docs/understanding.md keeps what it printed.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	_ "time/tzdata" // the zone must be known on machines that have no zone files

	"relais/bot/understand/examples"
)

const (
	goalShare = 97.0    // of a set held back, read as written, in percent
	goalSpeed = 20000.0 // texts per second on one core, all sets mixed
)

// most confusions are printed for a set, the most frequent first.
const most = 12

var errShort = errors.New("short of a goal")

func main() {
	dir := flag.String("sets", "bot/understand/testdata", "where the sets are")
	only := flag.String("only", "*", "measure the sets whose name matches")
	misses := flag.Bool("misses", false, "print every example that is not read as written")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	switch err := run(*dir, *only, *misses); {
	case errors.Is(err, errShort):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(2)
	}
}

func run(dir, only string, misses bool) error {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return err
	}
	sets, err := examples.All(dir, only, zone)
	if err != nil {
		return err
	}
	if len(sets) == 0 {
		return fmt.Errorf("no set named %s in %s", only, dir)
	}
	tallies := make([]examples.Tally, len(sets))
	for i, s := range sets {
		tallies[i] = examples.Measure(s)
		fmt.Printf("%s: %s\n", s.Name, share(tallies[i]))
		print(tallies[i], misses)
	}
	return summary(sets, tallies)
}

// summary prints a line for each set, then the speed of all together.
func summary(sets []examples.Set, tallies []examples.Tally) error {
	var short error
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, held := range []bool{false, true} {
		if held {
			fmt.Fprintf(table, "\nheld back, goal %.0f %%\t\ttexts/s\n", goalShare)
		} else {
			fmt.Fprintf(table, "\ndevelopment\t\ttexts/s\n")
		}
		for i, s := range sets {
			if s.HeldBack() != held {
				continue
			}
			mark := ""
			if held && tallies[i].Share() < goalShare {
				mark, short = "\tSHORT", errShort
			}
			fmt.Fprintf(table, "%s\t%s\t%.0f%s\n", strings.TrimSuffix(s.Name, "_held"), share(tallies[i]), speed(s), mark)
		}
	}
	table.Flush()
	rate := speed(sets...)
	fmt.Printf("\nall together, on one core: %.0f texts/s, goal %.0f\n", rate, goalSpeed)
	if rate < goalSpeed {
		return errShort
	}
	return short
}

func share(t examples.Tally) string {
	return fmt.Sprintf("%d/%d, %.1f %%", t.Right, t.Total, t.Share())
}

// speed reads the sets over and over for a second of this process's own time, and
// returns the texts read per second of it: what else the machine does is not
// counted.
func speed(sets ...examples.Set) float64 {
	read, start := 0, processTime()
	for processTime()-start < time.Second {
		for _, s := range sets {
			read += examples.ReadAll(s)
		}
	}
	return float64(read) / (processTime() - start).Seconds()
}

func print(t examples.Tally, misses bool) {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, name := range sorted(t.Categories) {
		fmt.Fprintf(table, "  %s\t%s\n", name, share(*t.Categories[name]))
	}
	if len(t.Batches) > 1 {
		for _, name := range sorted(t.Batches) {
			fmt.Fprintf(table, "  (%s batch)\t%s\n", cmp.Or(name, "first"), share(*t.Batches[name]))
		}
	}
	table.Flush()
	confusions := sorted(t.Confusions)
	slices.SortStableFunc(confusions, func(a, b string) int { return t.Confusions[b] - t.Confusions[a] })
	for i, c := range confusions {
		if i == most {
			fmt.Printf("  … %d other confusions\n", len(confusions)-most)
			break
		}
		fmt.Printf("  %d × %s\n", t.Confusions[c], c)
	}
	if misses {
		for _, m := range t.Misses {
			fmt.Printf("  - %s\n", m)
		}
	}
}

func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
