package main_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// namespaces is a network of machines of the kernel's own making: the database, the
// providers and each node have a network namespace, and one bridge joins them. The
// test watches from the bridge, whatever is cut.
//
// A direction is cut by a wrong link address in the sender's table of neighbours: its
// frames are nobody's, no packet filter is needed, and neither end is told.
type namespaces struct {
	t      *testing.T
	prefix string // of the names of what is made
	subnet string // "10.x.y."
	port   int
}

// made numbers the networks of this process.
var made atomic.Int64

const (
	hostOfTest      = 1
	hostOfDatabase  = 2
	hostOfProviders = 9
	hostOfNodes     = 11
	nowhere         = "02:00:00:00:de:ad"
)

// newNamespaces makes them, or says what forbids it.
func newNamespaces(t *testing.T, nodes int) (*namespaces, error) {
	if os.Geteuid() != 0 {
		return nil, errors.New("only root may make network namespaces")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		return nil, err
	}
	sweepNamespaces()
	own := int(made.Add(1))
	n := &namespaces{t: t, prefix: fmt.Sprintf("rl%dx%d", os.Getpid(), own), port: somePort()}
	n.subnet = fmt.Sprintf("10.%d.%d.", 100+os.Getpid()%100, (os.Getpid()/100+own)%250)
	t.Cleanup(n.remove)
	steps := [][]string{
		{"link", "add", n.prefix, "type", "bridge"},
		{"addr", "add", n.host(hostOfTest) + "/24", "dev", n.prefix},
		{"link", "set", n.prefix, "up"},
	}
	hosts := []int{hostOfDatabase, hostOfProviders}
	for i := range nodes {
		hosts = append(hosts, hostOfNodes+i)
	}
	for _, h := range hosts {
		space, cable := n.space(h), n.cable(h)
		steps = append(
			steps,
			[]string{"netns", "add", space},
			[]string{"link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space},
			[]string{"link", "set", cable, "master", n.prefix, "up"},
			[]string{"-n", space, "addr", "add", n.host(h) + "/24", "dev", "eth0"},
			[]string{"-n", space, "link", "set", "eth0", "up"},
			[]string{"-n", space, "link", "set", "lo", "up"},
		)
	}
	for _, step := range steps {
		if err := ip(step...); err != nil {
			return nil, err
		}
	}
	return n, n.inside(hostOfDatabase, func() error { return nil })
}

// ip runs iproute2.
func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}

// sweepNamespaces removes what a test that was killed has left.
func sweepNamespaces() {
	left, _ := filepath.Glob("/run/netns/rl*x*")
	for _, path := range left {
		name := filepath.Base(path)
		prefix, _, _ := strings.Cut(name, "-")
		pid, err := strconv.Atoi(strings.SplitN(strings.TrimPrefix(name, "rl"), "x", 2)[0])
		if err != nil || unix.Kill(pid, 0) == nil {
			continue
		}
		_ = ip("netns", "del", name)
		_ = ip("link", "del", prefix) // gone already, but for the first
	}
}

func (n *namespaces) remove() {
	left, _ := filepath.Glob("/run/netns/" + n.prefix + "-*")
	for _, path := range left {
		if err := ip("netns", "del", filepath.Base(path)); err != nil {
			n.t.Error(err)
		}
	}
	_ = ip("link", "del", n.prefix) // it may never have been made
}

func (n *namespaces) space(host int) string { return fmt.Sprintf("%s-%d", n.prefix, host) }

// cable is the end of a host's cable that is on the bridge: 15 characters at most.
func (n *namespaces) cable(host int) string { return fmt.Sprintf("%s-%d", n.prefix, host) }

func (n *namespaces) host(h int) string { return n.subnet + strconv.Itoa(h) }

// inside runs do on a thread that is in a host's namespace. Should it not find its
// way back, the thread is never used again.
func (n *namespaces) inside(host int, do func() error) error {
	runtime.LockOSThread()
	own, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		return err
	}
	defer own.Close()
	there, err := os.Open("/run/netns/" + n.space(host))
	if err != nil {
		return err
	}
	defer there.Close()
	if err := unix.Setns(int(there.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("enter a network namespace: %w", err)
	}
	done := do()
	if err := unix.Setns(int(own.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("leave a network namespace: %w", err)
	}
	runtime.UnlockOSThread()
	return done
}

func (n *namespaces) kind() string { return "network namespaces" }

func (n *namespaces) inDatabase(do func() error) error { return n.inside(hostOfDatabase, do) }

func (n *namespaces) inProviders(do func() error) error { return n.inside(hostOfProviders, do) }

func (n *namespaces) inNode(node int, do func() error) error { return n.inside(hostOfNodes+node, do) }

func (n *namespaces) databaseHost() string { return n.host(hostOfDatabase) }

func (n *namespaces) providersHost() string { return n.host(hostOfProviders) }

func (n *namespaces) nodeListens(node int) string {
	return net.JoinHostPort(n.host(hostOfNodes+node), strconv.Itoa(n.port))
}

func (n *namespaces) toDatabase(_ int, address string) string { return address }

func (n *namespaces) toProviders(_ int, address string) string { return address }

func (n *namespaces) toNode(node int) string { return n.nodeListens(node) }

// ends returns the hosts of a link, the node first.
func (n *namespaces) ends(node int, from peer) (int, int) {
	return hostOfNodes + node, map[peer]int{database: hostOfDatabase, providers: hostOfProviders}[from]
}

func (n *namespaces) cut(node int, from peer, in way) {
	n.t.Helper()
	a, b := n.ends(node, from)
	if in != inwards {
		n.must("-n", n.space(a), "neigh", "replace", n.host(b), "lladdr", nowhere, "dev", "eth0", "nud", "permanent")
	}
	if in != outwards {
		n.must("-n", n.space(b), "neigh", "replace", n.host(a), "lladdr", nowhere, "dev", "eth0", "nud", "permanent")
	}
}

func (n *namespaces) mend(node int, from peer) {
	a, b := n.ends(node, from)
	_ = ip("-n", n.space(a), "neigh", "del", n.host(b), "dev", "eth0") // it may have been cut one way
	_ = ip("-n", n.space(b), "neigh", "del", n.host(a), "dev", "eth0")
}

func (n *namespaces) must(args ...string) {
	n.t.Helper()
	if err := ip(args...); err != nil {
		n.t.Error(err)
	}
}
