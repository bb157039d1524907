package store_test

import (
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// BenchmarkWorkLists reads the first page and the count of each list of a large
// département, where RELAIS_TEST_SCALE keeps its database.
func BenchmarkWorkLists(b *testing.B) {
	if os.Getenv("RELAIS_TEST_SCALE") == "" {
		b.Skip("RELAIS_TEST_SCALE is not set: writing the database takes minutes")
	}
	rules := storetest.Rules(b)
	s, err := store.Open(b.Context(), store.Options{Database: storetest.Scale(b, storetest.Pilot()), Key: storetest.Key(), Rules: rules})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	now := storetest.ScaleNow(rules)
	measure := func(name string, read func() (int, error)) {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			lines, began := 0, processed(b)
			for b.Loop() {
				start := time.Now()
				n, err := read()
				if err != nil {
					b.Fatal(err)
				}
				lines, took = n, append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
			b.ReportMetric(float64((processed(b)-began).Microseconds())/1000/float64(len(took)), "ms-processor")
			b.ReportMetric(float64(lines), "lines")
		})
	}
	for _, list := range parcours.WorkLists() {
		if list == parcours.ListSlotsShort {
			measure(string(list), func() (int, error) {
				balance, err := s.Balance(b.Context(), now, parcours.Filter{})
				return len(balance), err
			})
			continue
		}
		measure(string(list), func() (int, error) {
			work, err := s.Work(b.Context(), now, list, parcours.Filter{}, parcours.WorkPage{Limit: 50})
			return work.Total, err
		})
	}
	measure("all counts", func() (int, error) {
		counts, err := s.WorkCounts(b.Context(), now, parcours.Filter{}, parcours.WorkLists())
		return len(counts), err
	})
}

// processed is the processor's time of this process: what a busy machine does not change.
func processed(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
