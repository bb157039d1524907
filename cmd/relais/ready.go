package main

import (
	"net"
	"os"
)

// States that a service tells the system that supervises it.
const (
	stateReady    = "READY=1"
	stateStopping = "STOPPING=1"
)

// tellSupervisor says what state the service is in to whoever started it and asked to
// know: systemd, by the datagram socket that NOTIFY_SOCKET names (sd_notify(3)), so that
// systemctl start returns when the service answers. Without that socket it says nothing.
func tellSupervisor(state string) error {
	path := os.Getenv("NOTIFY_SOCKET")
	if path == "" {
		return nil
	}
	socket, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer socket.Close()
	_, err = socket.Write([]byte(state))
	return err
}

// tell is tellSupervisor that logs: a service that cannot be heard there still serves.
func (n *node) tell(state string) {
	if err := tellSupervisor(state); err != nil {
		n.log.Warn("the supervisor was not told", "state", state, "error", err)
	}
}
