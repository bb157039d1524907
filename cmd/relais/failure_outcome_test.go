package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"
)

// outcome is all that a story has left: at the providers, and in the database. What
// a test does not name must not be there.
type outcome struct {
	// Orders is how often the provider was asked to send an SMS, answered or not.
	Orders int
	// SMS are the messages that the provider took, "#1 +33639980001 delivered" and
	// "rang" when a phone did, in the order in which it took them.
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
	if diff := gocmp.Diff(want, h.outcome()); diff != "" {
		h.Errorf("outcome (-want +got):\n%s", diff)
	}
}

func (h *house) outcome() outcome {
	h.Helper()
	var o outcome
	o.Orders, _ = h.asked()
	names := map[string]string{"": ""}
	for _, m := range h.Twilio.Ledger() {
		if m.Direction == "inbound" {
			continue
		}
		names[m.SID] = fmt.Sprintf("#%d", len(names))
		o.SMS = append(o.SMS, line(names[m.SID], m.To, m.Status, map[bool]string{false: "rang"}[m.RangAt.IsZero()]))
	}
	for _, row := range h.ask(`select coalesce(p.internal_id, 'staff'), n.kind, a.n, a.channel, a.state, a.rank, 'is', a.provider_id
		from attempt a join notification n on n.id = a.notification_id left join person p on p.id = n.person_id
		order by p.internal_id, n.created_at, n.id, a.n`) {
		said, sid, _ := strings.Cut(row, " is ")
		o.Attempts = append(o.Attempts, line(said, cmp.Or(names[sid], sid)))
	}
	o.States = h.ask(`select coalesce(p.internal_id, 'staff'), n.kind, n.state
		from notification n left join person p on p.id = n.person_id order by p.internal_id, n.created_at, n.id`)
	o.Incidents = h.ask("select kind from incident order by kind")
	o.Orphans = h.ask("select status from orphan_receipt order by provider_id, status")
	return o
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

// line joins the words that are there.
func line(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}
