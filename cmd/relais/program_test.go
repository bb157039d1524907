// The tests of this package run the program as a département does: the built
// binary, configured by RELAIS_* alone, against loopback providers. Those live in
// the test process, survive the program's kills and record what they received.
package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the path of the binary under test; TestMain builds it.
var program string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "relais-program-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // some tests run it as another user
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if program = os.Getenv(builtProgram); program != "" {
		return m.Run()
	}
	program = filepath.Join(dir, "relais")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// settings are RELAIS_* variables by name, without the prefix. The program gets
// no other variable.
type settings map[string]string

// with returns a copy with some settings replaced; an empty value removes one.
func (s settings) with(more settings) settings {
	merged := maps.Clone(s)
	maps.Copy(merged, more)
	maps.DeleteFunc(merged, func(_, value string) bool { return value == "" })
	return merged
}

func (s settings) environ() []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		all = append(all, "RELAIS_"+name+"="+s[name])
	}
	return all
}

// ending is how a command ended and what it said.
type ending struct {
	status         int
	stdout, stderr string
	// took is the time on the wall, processor that of the processors.
	took, processor time.Duration
}

func (e ending) String() string {
	return fmt.Sprintf("status %d after %v\n--- stdout\n%s--- stderr\n%s", e.status, e.took.Round(time.Millisecond), e.stdout, e.stderr)
}

// relais runs a command to its end.
func relais(t *testing.T, s settings, args ...string) ending {
	t.Helper()
	return relaisAs(t, nil, s, "", args...)
}

// relaisAs is relais for another user, with something on standard input.
func relaisAs(t *testing.T, user *syscall.Credential, s settings, stdin string, args ...string) ending {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.Env = s.environ()
	command.Dir = os.TempDir()
	command.Stdin = strings.NewReader(stdin)
	if user != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: user}
	}
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	began := time.Now()
	err := command.Run()
	e := ending{status: command.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String(), took: time.Since(began)}
	e.processor = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		t.Fatalf("relais %s: %v\n%v", strings.Join(args, " "), err, e)
	}
	return e
}

// mustRelais is relais for a command that has to succeed.
func mustRelais(t *testing.T, s settings, args ...string) ending {
	t.Helper()
	e := relais(t, s, args...)
	if e.status != 0 {
		t.Fatalf("relais %s: %v", strings.Join(args, " "), e)
	}
	return e
}

// service is a running relais serve.
type service struct {
	t       *testing.T
	address string // http://host:port
	process *exec.Cmd
	log     *transcript
	ended   chan struct{}
}

// start starts the service and does not wait for it. What it said is shown when
// the test fails.
func start(t *testing.T, s settings) *service {
	t.Helper()
	return startProgram(t, program, s)
}

// startProgram is start for another build of the program.
func startProgram(t *testing.T, path string, s settings, environ ...string) *service {
	t.Helper()
	return startIn(t, path, s, func(do func() error) error { return do() }, environ...)
}

// startIn is startProgram in another place than the test's.
func startIn(t *testing.T, path string, s settings, place func(do func() error) error, environ ...string) *service {
	t.Helper()
	v := &service{t: t, address: "http://" + s["LISTEN"], process: exec.Command(path, "serve"), log: new(transcript), ended: make(chan struct{})}
	v.process.Env = append(s.environ(), environ...)
	v.process.Dir = t.TempDir()
	v.process.Stdout, v.process.Stderr = v.log, v.log
	if err := place(v.process.Start); err != nil {
		t.Fatalf("start the service: %v", err)
	}
	go func() {
		_ = v.process.Wait() // the status is read from the process
		close(v.ended)
	}()
	t.Cleanup(func() {
		v.kill()
		if t.Failed() {
			t.Logf("relais serve, process %d, said:\n%s", v.process.Process.Pid, v.log.tail(6000))
		}
	})
	return v
}

// serve starts the service and waits until it is ready.
func serve(t *testing.T, s settings) *service {
	t.Helper()
	v := start(t, s)
	v.awaitReady()
	return v
}

func (v *service) awaitReady() {
	v.t.Helper()
	until(v.t, "the service is ready", func() string {
		if !v.running() {
			v.t.Fatalf("the service ended with status %d", v.process.ProcessState.ExitCode())
		}
		answer, err := http.Get(v.address + "/readyz")
		if err != nil {
			return err.Error()
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return answer.Status
		}
		return ""
	})
}

func (v *service) running() bool {
	select {
	case <-v.ended:
		return false
	default:
		return true
	}
}

// kill ends the service as kill -9 does.
func (v *service) kill() {
	_ = v.process.Process.Kill() // it may have ended
	<-v.ended
}

// stop asks the service to stop and returns its status and how long it took.
func (v *service) stop() (status int, took time.Duration) {
	v.t.Helper()
	began := time.Now()
	if err := v.process.Process.Signal(syscall.SIGTERM); err != nil {
		v.t.Fatalf("stop the service: %v", err)
	}
	select {
	case <-v.ended:
	case <-time.After(30 * time.Second):
		v.t.Fatal("the service does not stop within 30 s")
	}
	return v.process.ProcessState.ExitCode(), time.Since(began)
}

// transcript keeps what a process writes while it writes it.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *transcript) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *transcript) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// tail is the end of what was said, without the requests that were served.
func (l *transcript) tail(n int) string {
	var kept strings.Builder
	for line := range strings.Lines(l.String()) {
		if !strings.Contains(line, "msg=request") {
			kept.WriteString(line)
		}
	}
	text := kept.String()
	if len(text) > n {
		text = "…" + text[len(text)-n:]
	}
	return text
}

// patience is how long something may take on a machine that does other work too: a
// sender that was stopped is tried again after 30 s.
const patience = 90 * time.Second

// until waits until state returns nothing; on giving up it tells what it last returned.
func until(t *testing.T, what string, state func() string) {
	t.Helper()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); ; <-tick.C {
		last := state()
		if last == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited %v and still not: %s\n%s", patience, what, last)
		}
	}
}

// given are the addresses that freeAddress returned.
var given sync.Map

// freeAddress returns a loopback address that nobody uses, and never the same twice.
// It stays below the range from which the system takes the ports of outgoing
// connections: nobody takes it between two lives of a service.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 200 {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(20_000+rand.IntN(10_000)))
		if _, taken := given.LoadOrStore(address, true); taken {
			continue
		}
		if l, err := net.Listen("tcp", address); err == nil {
			l.Close()
			return address
		}
	}
	t.Fatal("no free port between 20000 and 30000")
	return ""
}

// body reads and closes what was answered.
func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
