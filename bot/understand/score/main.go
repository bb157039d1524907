// Command score measures package understand on its sets of examples: accuracy
// per category, what is taken for what, texts read per second on one core. It
// exits 1 when a held-back set is short of a goal. docs/understanding.md keeps
// what it printed.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	_ "time/tzdata" // the zone must be known on machines that have no zone files
)

// Goals for a held-back set.
const (
	goalShare = 97.0    // right readings, in percent
	goalSpeed = 20000.0 // texts per second on one core
)

func main() {
	dir := flag.String("sets", "bot/understand/testdata", "where the sets are")
	dev := flag.Bool("dev", false, "measure the development sets too")
	misses := flag.Bool("misses", false, "print every miss of the sets measured")
	only := flag.String("only", "*", "measure the sets whose name matches")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	short, err := run(*dir, *only, *dev, *misses)
	if err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(2)
	}
	if short {
		os.Exit(1)
	}
}

func run(dir, only string, dev, misses bool) (short bool, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, only+".tsv"))
	if err != nil {
		return false, err
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return false, err
	}
	if len(paths) == 0 {
		return false, fmt.Errorf("no set in %s", dir)
	}
	for _, path := range paths {
		if !dev && !strings.HasSuffix(path, "_held.tsv") {
			continue
		}
		s, err := readSet(path, zone)
		if err != nil {
			return false, err
		}
		t, rate := measure(s), speed(s)
		fmt.Printf("%s: %d/%d right, %.1f %%, %.0f texts/s\n", s.name, t.right, t.total, t.share(), rate)
		t.print(os.Stdout, misses)
		if s.heldBack() && (t.share() < goalShare || rate < goalSpeed) {
			fmt.Printf("  SHORT of the goal: %.0f %%, %.0f texts/s\n", goalShare, goalSpeed)
			short = true
		}
	}
	return short, nil
}
