package main_test

import (
	"net"
	"testing"
	"time"
)

// TestFailoverToAPromotedReplica loses the database server under three nodes at work and
// promotes the standby that repeated it. RELAIS_DATABASE names both. Nothing that was
// acknowledged is lost, since the first one waited for the second (synchronous
// replication), nobody is told twice, and no node is restarted.
func TestFailoverToAPromotedReplica(t *testing.T) {
	t.Parallel()
	onlyThorough(t)
	for _, c := range []struct {
		name string
		lose func(f *fleet)
	}{
		{"the server is killed", func(f *fleet) { f.cluster.kill() }},
		{"its machine is silent", func(f *fleet) {
			for i := range f.nodes {
				f.network.cut(i, database, bothWays)
			}
			f.cluster.kill() // nobody may write to it any more
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			failover(t, c.lose)
		})
	}
}

func failover(t *testing.T, lose func(f *fleet)) {
	var standby *cluster
	f := newDock(t, chaosSeed(t), 3, quick(), func(f *fleet) func(int) string {
		f.cluster = bareCluster(t, f.network.databaseHost(), f.network.inDatabase)
		f.cluster.create()
		standby = f.cluster.standby(f.network.providersHost(), f.network.inProviders)
		first, second := net.JoinHostPort(f.cluster.host, f.cluster.port), net.JoinHostPort(standby.host, standby.port)
		return func(node int) string {
			at := first
			if node >= 0 {
				at = f.network.toDatabase(node, first)
			}
			return "postgres://postgres@" + at + "," + second + "/relais?sslmode=disable&target_session_attrs=read-write"
		}
	})
	f.launch()
	f.load.begin(pace{wave: 6, every: 2 * time.Second, stranger: 200 * time.Millisecond})
	f.atWork()
	f.awaitTaken("strangers are heard", 12)

	at := time.Now()
	lose(f)
	standby.promote()
	promoted := time.Since(at)
	f.awaitTaken("strangers are heard again", 1)
	heard := time.Since(at)
	f.watch.works("a message is ordered", func() []call { return f.watch.ordered }, -1, at.Add(promoted))
	t.Logf("promoted after %.1f s, webhooks taken again after %.1f s, messages leave again after %.1f s", promoted.Seconds(), heard.Seconds(), time.Since(at).Seconds())
	f.awaitTaken("strangers go on being heard", 12)

	f.load.end()
	f.settle()
	f.count(0)
	for i, v := range f.nodes {
		if !v.running() {
			t.Errorf("node %d did not live through it", i)
		}
		if status, took := v.stop(); status != 0 || took > 10*time.Second {
			t.Errorf("node %d ended with status %d after %v", i, status, took)
		}
	}
}
