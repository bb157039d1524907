package main_test

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"relais/store/storetest"
)

// cluster is a PostgreSQL server of the test's own, which it may stop.
type cluster struct {
	t      *testing.T
	bin    string
	folder string
	host   string
	port   string
	as     *syscall.Credential // nil: as the test itself
	// inside runs something in the place of the server.
	inside func(do func() error) error
	// more are options of the server.
	more []string
}

// newCluster starts one, or skips the test where PostgreSQL is not installed.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := bareCluster(t, "127.0.0.1", func(do func() error) error { return do() })
	c.create()
	return c
}

// bareCluster is a place for a server, which is not made yet.
func bareCluster(t *testing.T, host string, inside func(do func() error) error) *cluster {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	if len(found) == 0 {
		if os.Getenv("RELAIS_TEST_POSTGRES_REQUIRED") == "1" {
			t.Fatal("PostgreSQL is not installed, and RELAIS_TEST_POSTGRES_REQUIRED asks for it")
		}
		t.Skip("skipped: install PostgreSQL to restart a server under the service")
	}
	slices.Sort(found)
	folder, err := os.MkdirTemp("", "relais-cluster-") // short: it holds a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	_, port, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{t: t, bin: filepath.Dir(found[len(found)-1]), folder: folder, host: host, port: port, inside: inside}
	if os.Geteuid() == 0 { // the server refuses to run as root
		c.as = postgresUser(t)
		if err := os.Chown(folder, int(c.as.Uid), int(c.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if c.command("pg_ctl", "-D", c.data(), "status").Run() == nil {
			c.freeze(false) // where a test gave up
			c.stop("immediate")
		}
	})
	return c
}

// create makes the server and an empty database, and starts it. Whoever reaches it is
// trusted.
func (c *cluster) create() {
	t := c.t
	t.Helper()
	c.run("initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	rules, err := os.OpenFile(filepath.Join(c.data(), "pg_hba.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintf(rules, "host all,replication all %s/24 trust\n", c.host)
		err = errors.Join(err, rules.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	c.start()
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "create database relais"); err != nil {
		t.Fatal(err)
	}
}

func postgresUser(t *testing.T) *syscall.Credential {
	t.Helper()
	who, err := user.Lookup("postgres")
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	uid, uidErr := strconv.ParseUint(who.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(who.Gid, 10, 32)
	if uidErr != nil || gidErr != nil {
		t.Fatal(uidErr, gidErr)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (c *cluster) data() string { return filepath.Join(c.folder, "data") }

func (c *cluster) address(name string) string {
	return "postgres://postgres@" + net.JoinHostPort(c.host, c.port) + "/" + name + "?sslmode=disable"
}

// settings are those of a service on this server.
func (c *cluster) settings() settings {
	return settings{"DATABASE": c.address("relais"), "DATA_KEY": base64.StdEncoding.EncodeToString(storetest.Key())}
}

func (c *cluster) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(c.bin, name), args...)
	command.Dir = c.folder
	if c.as != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	}
	return command
}

func (c *cluster) run(name string, args ...string) {
	c.t.Helper()
	command := c.command(name, args...)
	said, err := os.CreateTemp(c.t.TempDir(), name) // not a pipe: the server would keep it open
	if err != nil {
		c.t.Fatal(err)
	}
	defer said.Close()
	command.Stdout, command.Stderr = said, said
	if err := c.inside(command.Run); err != nil {
		text, _ := os.ReadFile(said.Name())
		c.t.Fatalf("%s %q: %v\n%s", name, args, err, text)
	}
}

func (c *cluster) options() []string {
	server := append([]string{"-p", c.port, "-k", c.folder, "-c", "listen_addresses=" + c.host, "-c", "fsync=off"}, c.more...)
	return []string{"-D", c.data(), "-w", "-t", "30", "-l", filepath.Join(c.folder, "log"), "-o", strings.Join(server, " ")}
}

func (c *cluster) start() {
	c.t.Helper()
	c.run("pg_ctl", append(c.options(), "start")...)
}

func (c *cluster) stop(mode string) {
	c.t.Helper()
	c.run("pg_ctl", "-D", c.data(), "-w", "-t", "30", "-m", mode, "stop")
}

// freeze stops every process of the server where it stands, or lets it go on.
func (c *cluster) freeze(is bool) {
	c.t.Helper()
	signal := syscall.SIGCONT
	if is {
		signal = syscall.SIGSTOP
	}
	c.signal(signal)
}

// kill ends every process of the server, as the loss of its machine does.
func (c *cluster) kill() {
	c.t.Helper()
	c.signal(syscall.SIGKILL)
}

func (c *cluster) signal(signal syscall.Signal) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		c.t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	server, err := strconv.Atoi(first)
	if err != nil {
		c.t.Fatal(err)
	}
	children := childrenOf(c.t, server)
	if err := syscall.Kill(server, signal); err != nil {
		c.t.Fatal(err)
	}
	for _, child := range children {
		_ = syscall.Kill(child, signal) // it may have ended
	}
}

// childrenOf returns the processes that a process has started.
func childrenOf(t *testing.T, parent int) (children []int) {
	t.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range processes {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// pid (name) state parent …; the name may hold anything.
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			child, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			children = append(children, child)
		}
	}
	return children
}

// standby is a server that repeats all that this one commits, which from then on waits
// for it before it says that something is committed.
func (c *cluster) standby(host string, inside func(do func() error) error) *cluster {
	t := c.t
	t.Helper()
	other := bareCluster(t, host, inside)
	other.run("pg_basebackup", "-D", other.data(), "-h", c.host, "-p", c.port, "-U", "postgres", "-R", "-X", "stream", "-c", "fast")
	other.start()
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, command := range []string{"alter system set synchronous_standby_names = '*'", "select pg_reload_conf()"} {
		if _, err := db.ExecContext(t.Context(), command); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "the standby keeps up", func() string {
		var state string
		if err := db.QueryRowContext(t.Context(), "select coalesce(max(sync_state), 'nobody') from pg_stat_replication").Scan(&state); err != nil || state != "sync" {
			return fmt.Sprint(state, err)
		}
		return ""
	})
	return other
}

// promote makes a standby the server that may be written to.
func (c *cluster) promote() {
	c.t.Helper()
	c.run("pg_ctl", "-D", c.data(), "-w", "-t", "30", "promote")
}

// clients is how many connections the service has, and how many of them are in the
// middle of a transaction and do nothing.
func (c *cluster) clients() (all, idle int) {
	c.t.Helper()
	db, err := sql.Open("pgx", c.address("relais"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	err = db.QueryRowContext(c.t.Context(), `select count(*), count(*) filter (where state like 'idle in transaction%' and state_change < now() - interval '2 seconds')
		from pg_stat_activity where application_name = 'relais'`).Scan(&all, &idle)
	if err != nil {
		c.t.Fatal(err)
	}
	return all, idle
}

// TestPostgresRestartLosesNothingAcknowledged restarts the server under a service
// at work, as an operator does and as a crash does, and then leaves it down.
func TestPostgresRestartLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	o := newOutage(t, c.settings())
	running := o.gauge("go_goroutines")
	for _, mode := range []string{"fast", "immediate", "immediate"} {
		c.stop(mode)
		c.start()
		o.awaitWork()
	}
	for _, mode := range []string{"fast", "immediate"} {
		c.stop(mode)
		o.awaitTrouble()
		before := len(o.Twilio.Ledger())
		time.Sleep(5 * time.Second)
		if left := len(o.Twilio.Ledger()) - before; left > 24 {
			t.Errorf("%d messages left while the server was down", left)
		}
		c.start()
		o.awaitWork()
	}
	// A server that hangs does not refuse: webhooks wait for it.
	c.freeze(true)
	o.await("the service is not ready", func() string {
		if ready := o.probe("/readyz"); ready != http.StatusServiceUnavailable {
			return fmt.Sprint(ready)
		}
		return ""
	})
	c.freeze(false)
	o.awaitWork()

	o.nothingIsLost()
	o.toldHowToMend("PostgreSQL cannot be reached at 127.0.0.1:" + c.port)
	c.leaksNoConnection()
	o.leaksNothing(running)
}

// TestFailoverBetweenEveryTwoCommitsLosesNothingAcknowledged cuts every connection
// of the service again and again.
func TestFailoverBetweenEveryTwoCommitsLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	o := newOutage(t, c.settings())
	running := o.gauge("go_goroutines")
	cuts := c.cutFor(t.Context(), 8*time.Second)
	o.awaitWork()
	o.nothingIsLost()
	c.leaksNoConnection()
	o.leaksNothing(running)
	t.Logf("%d connections cut", cuts)
	if cuts < 100 {
		t.Errorf("%d connections were cut: the test proves nothing", cuts)
	}
}

// cutFor ends every connection of the service every 20 ms for so long.
func (c *cluster) cutFor(ctx context.Context, long time.Duration) (cuts int) {
	c.t.Helper()
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var n int
		err := db.QueryRowContext(ctx, "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'relais'").Scan(&n)
		if err != nil {
			c.t.Fatal(err)
		}
		cuts += n
	}
	return cuts
}

func (c *cluster) leaksNoConnection() {
	c.t.Helper()
	until(c.t, "no transaction is left open", func() string {
		all, idle := c.clients()
		if all <= 16 && idle == 0 {
			return ""
		}
		return fmt.Sprintf("%d connections, %d in a transaction that does nothing", all, idle)
	})
}
