package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/sandbox"
)

// outcome is all that a story has left: at the providers, and in the database. What
// a test does not name must not be there.
type outcome struct {
	// Orders is how often the provider was asked to send an SMS, answered or not.
	Orders int
	// SMS are the messages that the provider took, "#1 +33639980001 delivered" and
	// "rang" when a phone did: by number, then in the order in which it took them.
	SMS []string
	// Attempts are "I-1 convocation 1 sms delivered 40 #1": whose, what, its number,
	// where, its state and rank, and which message of the provider it is.
	Attempts []string
	// States are "I-1 convocation delivered".
	States []string
	// Incidents are their kinds, sorted.
	Incidents []string
	// Orphans are receipts of no attempt that still wait.
	Orphans []string
}

// wantOutcome compares what the story has left with what it should.
func (h *house) wantOutcome(want outcome) {
	h.Helper()
	h.wantSame(want, h.outcome())
}

func (h *house) wantSame(want, got outcome) {
	h.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		h.Errorf("outcome (-want +got):\n%s", diff)
	}
}

func (h *house) outcome() outcome {
	h.Helper()
	var o outcome
	o.Orders, _ = h.asked()
	names := map[string]string{"": ""}
	for _, m := range h.sent() {
		names[m.SID] = fmt.Sprintf("#%d", len(names))
		o.SMS = append(o.SMS, line(names[m.SID], m.To, m.Status, map[bool]string{false: "rang"}[m.RangAt.IsZero()]))
	}
	for _, row := range h.ask(`select coalesce(p.internal_id, 'staff'), n.kind, a.n, a.channel, a.state, a.rank, 'is', a.provider_id
		from attempt a join notification n on n.id = a.notification_id left join person p on p.id = n.person_id
		order by coalesce(p.internal_id, 'staff'), n.created_at, n.id, a.n`) {
		said, sid, _ := strings.Cut(row, " is ")
		o.Attempts = append(o.Attempts, line(said, cmp.Or(names[sid], sid)))
	}
	o.States = h.ask(`select coalesce(p.internal_id, 'staff'), n.kind, n.state
		from notification n left join person p on p.id = n.person_id order by coalesce(p.internal_id, 'staff'), n.created_at, n.id`)
	o.Incidents = h.ask("select kind from incident order by kind")
	o.Orphans = h.ask("select status from orphan_receipt order by provider_id, status")
	return o
}

// sent are the messages that the provider took from us, by number, then in the order
// in which it took them.
func (h *house) sent() []sandbox.SMS {
	all := slices.DeleteFunc(h.Twilio.Ledger(), func(m sandbox.SMS) bool { return m.Direction == "inbound" })
	slices.SortStableFunc(all, func(a, b sandbox.SMS) int { return cmp.Compare(a.To, b.To) })
	return all
}

// events are what providers said of attempts: "I-1 callback delivered", and the code.
func (h *house) events() []string {
	h.Helper()
	var lines []string
	for _, row := range h.ask(`select coalesce(p.internal_id, 'staff'), e.source, e.status, e.code
		from attempt_event e join attempt a on a.id = e.attempt_id join notification n on n.id = a.notification_id
		left join person p on p.id = n.person_id`) {
		lines = append(lines, strings.TrimSpace(row))
	}
	slices.Sort(lines)
	return lines
}

func (h *house) wantEvents(want ...string) {
	h.Helper()
	if diff := gocmp.Diff(want, h.events()); diff != "" {
		h.Errorf("receipts (-want +got):\n%s", diff)
	}
}

// wantOrder compares when messages were taken since an instant, and in which order:
// "+33639980001 after 30s".
func (h *house) wantOrder(since time.Time, want ...string) {
	h.Helper()
	var got []string
	for _, m := range h.Twilio.Ledger() {
		if m.Direction != "inbound" && !m.At.Before(since) {
			got = append(got, fmt.Sprintf("%s after %s", m.To, m.At.Sub(since)))
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		h.Errorf("order of the messages (-want +got):\n%s", diff)
	}
}

// Lines of an outcome: message number k went to person n; their attempt number so
// and so by SMS stands there; their convocation stands there.
func sms(k, n int, status string) string { return fmt.Sprintf("#%d %s %s", k, mobile(n), status) }

func convocation(n, attempt int, stands string) string {
	return fmt.Sprintf("I-%d convocation %d sms %s", n, attempt, stands)
}

func told(n int, state string) string { return fmt.Sprintf("I-%d convocation %s", n, state) }

func ring(k int) string { return fmt.Sprintf("#%d", k) }

// line joins the words that are there.
func line(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}
