package main

import (
	"fmt"
	"slices"

	"github.com/VictoriaMetrics/metrics"

	"relais/notifier"
)

// What one node at a time does, beside sending.
const (
	leaseTick    = "tick"
	leasePoll    = "poll/telegram"
	leaseImports = "imports"
)

// measureLeases shows what this node does alone.
func (n *node) measureLeases(set *metrics.Set) {
	names := []string{leaseTick, leaseImports, leasePartners}
	if n.poller != nil {
		names = append(names, leasePoll)
	}
	for _, state := range n.dispatcher.States() {
		if name := notifier.LeaseOf(state.Channel); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		set.NewGauge(fmt.Sprintf("relais_lease_held{name=%q}", name), func() float64 {
			if n.leases.Held(name) {
				return 1
			}
			return 0
		})
	}
}
