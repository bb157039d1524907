package main_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownMounts tells a test that it runs in a mount namespace of its own, and
// builtProgram where the program is that it is to run there.
const (
	ownMounts    = "RELAIS_TEST_OWN_MOUNTS"
	builtProgram = "RELAIS_TEST_PROGRAM"
)

// withOwnMounts runs a test in a process of its own that sees mounts which nobody
// else does, and which are gone with it; or skips it where that is not allowed.
func withOwnMounts(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	if os.Getenv(ownMounts) != "" {
		test(t)
		return
	}
	apart := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=5m")
	apart.Env = append(os.Environ(), ownMounts+"=1", builtProgram+"="+program)
	apart.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if uid, gid := os.Geteuid(), os.Getegid(); uid != 0 {
		apart.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		apart.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: uid, Size: 1}}
		apart.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: gid, Size: 1}}
	}
	said, err := apart.CombinedOutput()
	switch exit := (*exec.ExitError)(nil); {
	case errors.As(err, &exit):
		t.Errorf("in its own mount namespace: %v\n%s", err, said)
	case err != nil:
		t.Skipf("skipped: this user may not have a mount namespace: %v", err)
	case strings.Contains(string(said), "--- SKIP"):
		t.Skipf("%s", said)
	default:
		t.Logf("%s", said)
	}
}

// smallDisk is a filesystem of the test's own.
type smallDisk struct{ folder string }

// newSmallDisk mounts a filesystem of so many megabytes until the test ends.
func newSmallDisk(t *testing.T, megabytes int) smallDisk {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("relais-test", folder, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=0700", megabytes)); err != nil {
		t.Skipf("skipped: this user may not mount a filesystem: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return smallDisk{folder}
}

// fill leaves no byte free.
func (d smallDisk) fill(t *testing.T) {
	t.Helper()
	f, err := os.OpenFile(d.filler(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 4 << 10} {
		for block := make([]byte, size); ; {
			_, err := f.Write(block)
			if errors.Is(err, syscall.ENOSPC) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (d smallDisk) free(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.filler()); err != nil {
		t.Fatal(err)
	}
}

func (d smallDisk) filler() string { return filepath.Join(d.folder, "filler") }

// TestDiskFullLosesNothingAcknowledged fills the disk under a service at work, twice.
func TestDiskFullLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	withOwnMounts(t, func(t *testing.T) {
		disk := newSmallDisk(t, 48)
		o := newOutage(t, settings{"DATABASE": filepath.Join(disk.folder, "relais.db")})
		running := o.gauge("go_goroutines")
		for range 2 {
			disk.fill(t)
			o.awaitTrouble()
			before := len(o.Twilio.Ledger())
			time.Sleep(3 * time.Second) // long enough for a result to be given up
			if left := len(o.Twilio.Ledger()) - before; left > 8 {
				t.Errorf("%d messages left while the disk was full", left)
			}
			disk.free(t)
			o.awaitWork()
		}
		o.toldHowToMend("is full: make room")

		disk.fill(t)
		o.awaitTrouble()
		if status, took := o.v.stop(); status != 0 || took > 10*time.Second {
			t.Errorf("stopped on a full disk with status %d after %v", status, took)
		}
		disk.fill(t) // what stopping gave back
		o.v, o.restarted = start(t, o.s), true
		o.awaitTrouble()
		o.toldHowToMend("is full: make room")
		disk.free(t)
		o.awaitWork()
		o.nothingIsLost()
		o.leaksNothing(running)
	})
}

// immutable makes files and folders refuse every write, also through descriptors
// that are open, as a filesystem that was remounted read-only does; or skips the
// test where that is not possible.
func immutable(t *testing.T, is bool, paths ...string) {
	t.Helper()
	flag := "-i"
	if is {
		flag = "+i"
	}
	if said, err := exec.Command("chattr", append([]string{flag}, paths...)...).CombinedOutput(); err != nil {
		t.Skipf("skipped: this user, or this filesystem, cannot make a file immutable: %v %s", err, said)
	}
}

// TestReadOnlyDatabaseLosesNothingAcknowledged makes the database and its folder
// read-only under a service at work, twice.
func TestReadOnlyDatabaseLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	s := sqliteFile(t)
	folder := filepath.Dir(s["DATABASE"])
	probe := filepath.Join(t.TempDir(), "probe")
	if err := os.WriteFile(probe, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	immutable(t, true, probe)
	immutable(t, false, probe)

	o := newOutage(t, s)
	running := o.gauge("go_goroutines")
	paths := []string{s["DATABASE"], s["DATABASE"] + "-wal", s["DATABASE"] + "-shm", folder}
	t.Cleanup(func() { // where a test gave up
		_ = exec.Command("chattr", append([]string{"-f", "-i"}, paths...)...).Run()
	})
	for range 2 {
		immutable(t, true, paths...)
		o.awaitTrouble()
		time.Sleep(3 * time.Second)
		immutable(t, false, paths...)
		o.awaitWork()
	}
	o.nothingIsLost()
	o.toldHowToMend("cannot be written")
	o.leaksNothing(running)
}
