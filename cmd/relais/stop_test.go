package main_test

import (
	"strings"
	"testing"
	"time"

	"relais/sandbox"
)

// TestOneServeForASQLiteFile refuses a second service, and nothing else.
func TestOneServeForASQLiteFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t))
	first := serve(t, s)

	second := relais(t, s.with(settings{"LISTEN": freeAddress(t)}), "serve")
	if second.status != 1 || !strings.Contains(second.stderr, "another relais serve already works on "+s["DATABASE"]) || !strings.Contains(second.stderr, "stop it first") {
		t.Errorf("the second serve: %v", second)
	}
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 1))
	if report := mustRelais(t, s, "report", "referents"); !strings.Contains(report.stdout, "Anne MOREL") {
		t.Errorf("report beside the service: %v", report)
	}
	mustRelais(t, s, "account", "create", coordinator, "--role", "coordinator")
	if !first.running() {
		t.Fatal("the first service ended")
	}
	first.kill()
	serve(t, s) // a killed service holds nothing
}

// TestStopIsGracefulWhileMessagesLeave stops a service whose provider is slow.
func TestStopIsGracefulWhileMessagesLeave(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t)).with(settings{"CONCURRENCY": "2"})
	for range 20 {
		w.Twilio.Inject(sandbox.Fault{Call: "create", Delay: time.Second})
	}
	v := serve(t, s)
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 5), wavesFile(t, 0, 20))
	until(t, "messages leave", func() string {
		if w.Twilio.Pending() < 20 {
			return ""
		}
		return "the provider was not called"
	})
	status, took := v.stop()
	if status != 0 || took > 10*time.Second {
		t.Errorf("stopped with status %d after %v, want 0 within 10 s", status, took)
	}
	if log := v.log.String(); strings.Contains(log, "level=ERROR") {
		t.Error("stopping logs an error")
	}
	// What was under way is recorded, what was not is free for the next service.
	got := ask(t, s, "select state, count(*) from attempt where channel = 'sms' and due_at <= $1 group by state order by state", time.Now().UnixMilli())
	for _, line := range got {
		if state, _, _ := strings.Cut(line, " "); state == "claimed" || state == "sending" || state == "unknown" {
			t.Errorf("the stopped service left attempts %q", got)
		}
	}
	if accepted := len(w.Twilio.Ledger()); accepted == 0 || accepted == 20 {
		t.Logf("the service stopped with %d of 20 messages sent", accepted)
	}
}

// TestAStopDoesNotWaitForASlowProvider: an answer that takes longer than a stop may is
// left to the next service, which looks the message up and does not send it again.
func TestAStopDoesNotWaitForASlowProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t)).with(settings{"CONCURRENCY": "2", "LOOK_UP_DELAYS": "1s,2s,3s"})
	for range 2 {
		w.Twilio.Inject(sandbox.Fault{Call: "create", Delay: 25 * time.Second})
	}
	v := serve(t, s)
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 5), wavesFile(t, 0, 2))
	until(t, "messages leave", func() string {
		if w.Twilio.Pending() == 0 {
			return ""
		}
		return "the provider was not called"
	})
	status, took := v.stop()
	if status != 0 || took > 10*time.Second {
		t.Errorf("stopped with status %d after %v, want 0 within 10 s", status, took)
	}
	if log := v.log.String(); strings.Contains(log, "level=ERROR") || !strings.Contains(log, "it is looked up at the next start") {
		t.Errorf("what a late stop tells:\n%s", log)
	}
	serve(t, s)
	until(t, "what was under way is resolved", func() string {
		left := ask(t, s, "select count(*) from attempt where channel = 'sms' and state in ('claimed', 'sending', 'unknown')")
		sent := ask(t, s, "select count(*) from attempt where channel = 'sms' and left_at > 0")
		if left[0] == "0" && sent[0] == "2" {
			return ""
		}
		return strings.Join(append(left, sent...), ", ")
	})
	if n := len(w.Twilio.Ledger()); n != 2 {
		t.Errorf("the provider took %d messages, want 2", n)
	}
}
