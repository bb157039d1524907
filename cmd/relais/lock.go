package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockDatabase makes this process the only one that serves a SQLite file: two
// dispatchers over one file would each believe they own the outbox. Other
// commands, such as import and report, run beside it. The lock ends with the
// process, however it ends.
func lockDatabase(path string) (release func(), err error) {
	file, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w; check that its directory exists and can be written", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("another relais serve already works on %s; stop it first, or use PostgreSQL to run several nodes", path)
		}
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	return func() { file.Close() }, nil
}

// served reports whether a service works on a SQLite file at this moment.
func served(path string) bool {
	file, err := os.OpenFile(path+".lock", os.O_RDWR, 0)
	if err != nil {
		return false // no service ever did
	}
	defer file.Close()
	return syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) != nil
}
