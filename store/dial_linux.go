package store

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// giveUpUnacknowledged makes the kernel end a connection whose peer has acknowledged
// nothing for deadAfter, where it would repeat itself for a quarter of an hour.
func giveUpUnacknowledged(_, _ string, c syscall.RawConn) error {
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(deadAfter.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
