package store

import (
	"net"
	"time"
)

// deadAfter is how long a PostgreSQL server may be silent on the network before its
// connections are given up, as when its machine is gone without a word. What waited
// for it fails, and is begun again on a new connection.
const deadAfter = 10 * time.Second

// dialer reaches a server that may vanish: with a question under way the kernel
// gives up what is not acknowledged, without one it asks whether anybody is there.
func dialer() *net.Dialer {
	return &net.Dialer{
		Timeout:         deadAfter / 2,
		Control:         giveUpUnacknowledged,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: deadAfter / 2, Interval: deadAfter / 4, Count: 2},
	}
}
