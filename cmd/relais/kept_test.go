package main_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
)

// nothingIsLost stops the load, waits until all that it caused is settled, and
// compares what the webhooks answered, what the database holds and what the
// provider took.
func (o *outage) nothingIsLost() {
	t := o.t
	t.Helper()
	o.stopWriting()
	until(t, "everything is read, sent and proved", func() string {
		posted, busy := o.pause()
		got := ask(t, o.s, `select (select count(*) from inbox where state <> 'done'),
			(select count(*) from attempt where channel = 'sms' and state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= $1),
			(select count(*) from attempt where channel = 'sms' and left_at > 0 and rank < 40)`, time.Now().Add(10*time.Minute).UnixMilli()) // what waits to be tried again too
		if got[0] == "0 0 0" && !busy && o.posted() == posted {
			return ""
		}
		return got[0] + " (to read, not settled, not proved)"
	})
	o.mu.Lock()
	defer o.mu.Unlock()
	o.inboundIsKept()
	o.everybodyIsToldOnce()
	o.receiptsAreKept()
	if len(o.unmarked) > 0 {
		t.Errorf("messages left without a mark: %q", o.unmarked)
	}
	if o.checked < o.people {
		t.Errorf("%d orders were held against their mark: the test proves nothing", o.checked)
	}
	if incidents := ask(t, o.s, "select kind from incident where kind <> 'webhook_missed'"); len(incidents) > 0 {
		t.Errorf("incidents: %q", incidents)
	}
	for _, secret := range []string{"goroutine ", "ESSAI", "Camille", "+3363998", "QUI", authToken} {
		if log := o.v.log.String(); strings.Contains(log, secret) {
			at := strings.Index(log, secret)
			t.Errorf("the log holds %q: …%s…", secret, log[max(0, at-500):min(len(log), at+3000)])
		}
	}
	away := 0
	for _, statuses := range o.answers {
		away += len(statuses) - 1
	}
	t.Logf("%d messages taken, %d calls turned away, %d receipts taken, %d turned away, %d orders held against their mark", len(o.answers), away, len(o.receipts), o.refused, o.checked)
}

// inboundIsKept: what was acknowledged is kept, and nothing twice.
func (o *outage) inboundIsKept() {
	want := map[string]string{}
	for sid, statuses := range o.answers {
		want[sid] = "1"
		for _, status := range statuses {
			if status != http.StatusOK && status != http.StatusServiceUnavailable && (status != 0 || !o.restarted) {
				o.t.Errorf("a webhook got %d, want 200 or 503", status)
			}
		}
	}
	got := map[string]string{}
	for _, line := range ask(o.t, o.s, "select provider_id, count(*) from inbox group by provider_id") {
		sid, n, _ := strings.Cut(line, " ")
		got[sid] = n
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("inbox (-acknowledged +kept):\n%s", diff)
	}
}

// everybodyIsToldOnce: one convocation for each person, one answer for each stranger.
func (o *outage) everybodyIsToldOnce() {
	want, got := map[string]int{}, map[string]int{}
	for n := range o.people {
		want[mobile(n)] = 1
	}
	for n := range len(o.answers) {
		want[mobile(4001+n)] = 1
	}
	known := map[string]bool{}
	for _, sid := range ask(o.t, o.s, "select provider_id from attempt where provider_id <> ''") {
		known[sid] = true
	}
	for _, m := range o.Twilio.Ledger() {
		got[m.To]++
		if !known[m.SID] {
			o.t.Errorf("message %s to %s is not known here", m.SID, m.To)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("messages by number (-due +rung):\n%s", diff)
	}
	for n := range len(o.answers) {
		if to := mobile(4001 + n); want[to] != got[to] {
			o.tellOf(fmt.Sprintf("SM%032x", n+1), to)
		}
	}
}

// tellOf tells all that is known of the answer to a message.
func (o *outage) tellOf(sid, number string) {
	for _, line := range ask(o.t, o.s, `select i.state, i.tries, i.received_at, i.done_at, n.state, n.reason, a.n, a.state, a.code, 'look-ups', a.look_ups, 'sent', a.sending_at,
		'left', a.left_at, 'lease', a.lease_seq, a.lease_until, 'due', a.due_at, 'updated', a.updated_at, a.id, a.provider_id
		from inbox i left join notification n on n.in_reply_to = i.id left join attempt a on a.notification_id = n.id where i.provider_id = $1 order by a.n`, sid) {
		o.t.Logf("%s: answered %v: %s", number, o.answers[sid], line)
	}
	for _, m := range o.Twilio.With(number) {
		o.t.Logf("%s: %s %s %s %s", number, m.SID, m.Created.Format("04:05.000"), m.Direction, m.Status)
	}
}

// receiptsAreKept: what was acknowledged is an event of its attempt.
func (o *outage) receiptsAreKept() {
	kept := map[string]bool{}
	for _, line := range ask(o.t, o.s, "select provider_id, status from attempt_event where source = 'callback'") {
		kept[line] = true
	}
	for receipt := range o.receipts {
		if !kept[receipt] {
			o.t.Errorf("receipt %s was acknowledged and is not kept", receipt)
		}
	}
}

// toldHowToMend: the log says what to do.
func (o *outage) toldHowToMend(phrase string) {
	o.t.Helper()
	if !strings.Contains(o.v.log.String(), phrase) {
		o.t.Errorf("the log does not say %q", phrase)
	}
}

// leaksNothing: the service is the one that was started, has no more to do than
// before, and stops as it should.
func (o *outage) leaksNothing(running int) {
	o.t.Helper()
	const kept = 30 // HTTP connections that wait for the next call; hundreds of writes failed
	until(o.t, "the service has no more to do than before", func() string {
		if left := o.gauge("go_goroutines"); left > running+kept {
			return fmt.Sprintf("%d goroutines run, %d did before", left, running)
		}
		return ""
	})
	if status, took := o.v.stop(); status != 0 || took > 10*time.Second {
		o.t.Errorf("stopped with status %d after %v", status, took)
	}
}
