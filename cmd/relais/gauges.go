package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"relais/parcours"
)

// measureLateness shows how long the oldest message that is due has been waiting, by
// channel, in seconds; 0 while nothing is due. Nothing else tells that messages stay
// where they are, whatever holds them.
func (n *node) measureLateness(set *metrics.Set) {
	for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelEmail} {
		set.NewGauge(fmt.Sprintf("relais_late_seconds{channel=%q}", channel), func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), pauseReadWithin)
			defer cancel()
			due, any, err := n.store.NextDue(ctx, []parcours.Channel{channel})
			if err != nil {
				return math.NaN()
			}
			if !any {
				return 0
			}
			return max(0, n.now().Sub(due).Seconds())
		})
	}
}

// measureBackup shows when the last backup was made, in seconds since 1970; 0 when
// none was.
func (n *node) measureBackup(set *metrics.Set) {
	set.NewGauge("relais_last_backup_timestamp_seconds", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), pauseReadWithin)
		defer cancel()
		switch at, err := n.store.LastBackup(ctx); {
		case err != nil:
			return math.NaN()
		case at.IsZero():
			return 0
		default:
			return float64(at.UnixMilli()) / float64(time.Second/time.Millisecond)
		}
	})
}
