//go:build unix

package main

import (
	"syscall"
	"time"
)

// processTime is the time that the processor has spent on this process, the
// collection of its memory included.
func processTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
