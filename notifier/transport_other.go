//go:build !linux

package notifier

import (
	"syscall"
	"time"
)

// giveUpAfter does nothing where the system has no such limit.
func giveUpAfter(time.Duration) func(network, address string, c syscall.RawConn) error { return nil }
