package main_test

import (
	"net"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestTheSupervisorIsToldWhenTheServiceAnswers: systemctl start returns when it hears
// READY, and the command after it in the guide asks the service something.
func TestTheSupervisorIsToldWhenTheServiceAnswers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	hear := func(want string) {
		t.Helper()
		if err := socket.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		heard := make([]byte, 256)
		n, err := socket.Read(heard)
		if got := string(heard[:n]); err != nil || got != want {
			t.Fatalf("heard %q, %v, want %q", got, err, want)
		}
	}
	s := settings{"LISTEN": freeAddress(t)}.with(sqliteFile(t))
	service := exec.Command(program, "serve")
	service.Env = append(s.environ(), "NOTIFY_SOCKET="+path)
	log := new(transcript)
	service.Stdout, service.Stderr = log, log
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	hear("READY=1")
	connection, err := net.Dial("tcp", s["LISTEN"])
	if err != nil {
		t.Errorf("ready, and yet: %v", err)
	} else {
		connection.Close()
	}
	if err := service.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	hear("STOPPING=1")
	if err := service.Wait(); err != nil {
		t.Errorf("the service ended with %v:\n%s", err, log)
	}
}
