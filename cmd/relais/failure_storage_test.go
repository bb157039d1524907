package main

import (
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"relais/sandbox"
)

// TestFailure18Storage has the database put back from a backup, held by somebody
// else, and cut from its power: nothing is lost, nothing is doubled, and a restored
// one starts paused. Disks that are full and servers that restart have their own
// tests, with processes of their own.
func TestFailure18Storage(t *testing.T) {
	t.Parallel()
	t.Run("a backup ten minutes old", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.pass(time.Minute)
			h.convene(person(2), person(3)) // due, and not sent yet
			slots := h.slots
			restore := h.backup()

			h.pass(3 * time.Second)
			h.convene(person(4))
			h.pass(3 * time.Second)
			h.Twilio.Receive(mobile(2), "1")
			h.pass(10 * time.Minute)
			took := []string{
				sms(1, 1, "delivered rang"), sms(2, 2, "delivered rang"), sms(3, 2, "delivered rang"), sms(4, 3, "delivered rang"), sms(5, 4, "delivered rang"),
			}
			h.wantOutcome(outcome{
				Orders: 5, SMS: took,
				Attempts: []string{
					convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "acknowledged 50 #2"), "I-2 reply 1 sms delivered 40 #3", convocation(3, 1, "delivered 40 #4"), convocation(4, 1, "delivered 40 #5"),
				},
				States: []string{told(1, "delivered"), told(2, "delivered"), "I-2 reply delivered", told(3, "delivered"), told(4, "delivered")},
			})

			restore()
			h.slots = slots
			h.step()
			paused := outcome{
				Orders: 5, SMS: took,
				Attempts: []string{convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "delivered 40 #2"), convocation(3, 1, "delivered 40 #4")},
				States:   []string{told(1, "delivered"), told(2, "delivered"), told(3, "delivered")}, Incidents: []string{"restored"},
			}
			h.wantOutcome(paused)
			h.wantPause(4, 2) // two convocations are recognised; a reply and a convocation are not known of

			// What comes in is heard, and answered later; a restart changes nothing.
			h.Twilio.Receive(mobile(3), "1")
			h.pass(time.Minute)
			h.down()
			h.up()
			h.pass(time.Minute)
			paused.Attempts = []string{convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "delivered 40 #2"), convocation(3, 1, "acknowledged 50 #4"), "I-3 reply 1 sms queued 0"}
			paused.States = append(paused.States, "I-3 reply pending")
			h.wantOutcome(paused)
			h.wantPause(4, 2)

			// The file that came in the lost ten minutes is imported again: whom it convenes
			// was convened, under another reference.
			h.convene(person(4))
			h.step()
			h.wantPause(4, 3)
			var reference string
			for _, m := range h.sent() {
				if m.To == mobile(4) {
					reference = m.Text[strings.LastIndex(m.Text, " ")+1:]
				}
			}
			h.wantLines("the reference that person 4 has read", []string{reference}, `select n.reference from notification n join person p on p.id = n.person_id where p.internal_id = 'I-4'`)

			h.resume()
			h.pass(24 * time.Hour)
			h.down()
			h.up() // what was decided about once is not asked again
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 6,
				SMS: []string{
					sms(1, 1, "delivered rang"), sms(2, 2, "delivered rang"), sms(3, 2, "delivered rang"),
					sms(4, 3, "delivered rang"), sms(5, 3, "delivered rang"), sms(6, 4, "delivered rang"),
				},
				Attempts: []string{
					convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "delivered 40 #2"), convocation(3, 1, "acknowledged 50 #4"), "I-3 reply 1 sms delivered 40 #5",
					convocation(4, 1, "delivered 40 #6"),
				},
				States:    []string{told(1, "delivered"), told(2, "delivered"), told(3, "delivered"), "I-3 reply delivered", told(4, "delivered")},
				Incidents: []string{"restored"},
			})
			h.wantLines("the trail", []string{"coordination resume_sending"}, "select account_id, action from access_log order by at, id")
		})
	})
	t.Run("the provider does not say what left", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.linked(person(1))
			h.down()
			h.Twilio.Inject(slicesOf(30, sandbox.Fault{Call: "list", Status: 503})...)
			h.up()
			h.convene(person(1), person(2))
			wait := func(d time.Duration) {
				h.Helper()
				for end := h.Clock.Now().Add(d); h.Clock.Now().Before(end); {
					h.pass(5 * time.Second)
				}
			}
			wait(115 * time.Second)
			h.wantTold("I-1 1 telegram queued 0", "I-2 1 sms queued 0")
			wait(10 * time.Second) // Telegram has waited for two minutes: it cannot be asked
			h.wantTold("I-1 1 telegram sent 30", "I-2 1 sms queued 0")
			h.wantLines("incidents", []string{"sender_stopped"}, "select kind from incident")
			wait(time.Minute)
			h.wantTold("I-1 1 telegram sent 30", "I-2 1 sms delivered 40")
			if orders, _ := h.asked(); orders != 2 || h.Twilio.Pending() != 0 { // one told the phone of the chat
				h.Errorf("%d orders were posted and %d faults are left, want 2 and none", orders, h.Twilio.Pending())
			}
		})
	})
	t.Run("somebody holds the database", func(t *testing.T) {
		for _, m := range []moment{beforeMark, beforeResult} {
			t.Run(string(m), func(t *testing.T) {
				inHouses(t, func(h *house) {
					h.convene(person(1))
					h.at(m, func() {
						release, held := h.lockDatabase("attempt"), 200*time.Millisecond
						if h.dialect == "sqlite" && m == beforeResult {
							held = 11 * time.Second // longer than SQLite waits: it answers SQLITE_BUSY
						}
						time.AfterFunc(held, release)
					})
					h.pass(24 * time.Hour)
					h.wantOutcome(outcome{
						Orders: 1, SMS: []string{sms(1, 1, "delivered rang")}, Attempts: []string{convocation(1, 1, "delivered 40 #1")}, States: []string{told(1, "delivered")},
					})
				})
			})
		}
	})
	t.Run("the power is cut", func(t *testing.T) {
		t.Parallel()
		for _, c := range []struct {
			m    moment
			left outcome
		}{
			// What was not committed had not left; what was is in doubt, and is found.
			{beforeMark, outcome{Attempts: []string{convocation(1, 1, "claimed 5")}, States: []string{told(1, "pending")}}},
			{afterMark, outcome{Orders: 1, SMS: []string{sms(1, 1, "queued")}, Attempts: []string{convocation(1, 1, "sending 10")}, States: []string{told(1, "pending")}}},
			{beforeResult, outcome{Orders: 1, SMS: []string{sms(1, 1, "queued")}, Attempts: []string{convocation(1, 1, "sending 10")}, States: []string{told(1, "pending")}}},
			{afterResult, outcome{Orders: 1, SMS: []string{sms(1, 1, "queued")}, Attempts: []string{convocation(1, 1, "accepted 20 #1")}, States: []string{told(1, "pending")}}},
		} {
			t.Run(string(c.m), func(t *testing.T) {
				t.Parallel()
				h := newHouse(t, "sqlite", t.TempDir()+"/relais.db")
				h.convene(person(1))
				h.unreachable(true) // what the provider calls back with is lost with the power
				var disk map[string][]byte
				h.at(c.m, func() { disk = h.disk() })
				if c.m == beforeMark {
					// Nothing of what follows happens: the machine is off.
					h.at(c.m, func() { disk = h.disk(); h.die() })
				}
				_, _ = h.alive(h.node.dispatcher.Dispatch)
				h.powerOff(disk)
				h.up()
				h.wantOutcome(c.left)
				h.unreachable(false)
				h.pass(24 * time.Hour)
				h.wantOutcome(outcome{
					Orders: 1, SMS: []string{sms(1, 1, "delivered rang")}, Attempts: []string{convocation(1, 1, "delivered 40 #1")}, States: []string{told(1, "delivered")},
				})
			})
		}
	})
}

func slicesOf(n int, f sandbox.Fault) []sandbox.Fault {
	all := make([]sandbox.Fault, n)
	for i := range all {
		all[i] = f
	}
	return all
}

// wantPause compares what is missing while sending is paused.
func (h *house) wantPause(missing, found int) {
	h.Helper()
	pause, err := h.node.store.Pause(h.Context())
	h.must(err)
	if !pause.Paused() || pause.Missing != missing || pause.Found != found {
		h.Errorf("pause %+v, want %d missing of which %d found", pause, missing, found)
	}
}

// resume lets the coordinator send again.
func (h *house) resume() {
	h.Helper()
	pause, err := h.node.store.Pause(h.Context())
	h.must(err)
	h.must(h.node.store.Resume(h.Context(), h.Clock.Now(), coordinating(), pause.ID))
}

// backup keeps the database as it is; restore puts it back, in place of what it has
// become.
func (h *house) backup() (restore func()) {
	h.Helper()
	h.disconnect()
	defer h.up()
	if h.dialect == "sqlite" {
		kept := h.disk()
		return func() {
			h.Helper()
			h.powerOff(kept)
			h.up()
		}
	}
	address, err := url.Parse(h.settings.Database)
	h.must(err)
	name := strings.TrimPrefix(address.Path, "/")
	admin, err := sql.Open("pgx", os.Getenv("RELAIS_TEST_POSTGRES"))
	h.must(err)
	run := func(statement string) {
		h.Helper()
		_, err := admin.ExecContext(h.Context(), statement)
		h.must(err)
	}
	run("create database " + name + "_backup template " + name)
	h.Cleanup(func() {
		_, _ = admin.Exec("drop database if exists " + name + "_backup")
		_ = admin.Close()
	})
	return func() {
		h.Helper()
		h.disconnect()
		run("drop database " + name)
		run("create database " + name + " template " + name + "_backup")
		h.up()
	}
}

// disconnect stops the service and lets go of the database.
func (h *house) disconnect() {
	h.Helper()
	h.down()
	if h.database != nil {
		h.must(h.database.Close())
		h.database = nil
	}
}

// disk reads the files of a SQLite database, its log among them, as they are.
func (h *house) disk() map[string][]byte {
	h.Helper()
	files := map[string][]byte{}
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(h.settings.Database + end)
		if err != nil && !os.IsNotExist(err) {
			h.Errorf("read the disk: %v", err)
		}
		if err == nil {
			files[end] = content
		}
	}
	return files
}

// powerOff leaves on the disk what was there at some moment, and nothing of what was
// written since.
func (h *house) powerOff(disk map[string][]byte) {
	h.Helper()
	h.disconnect()
	for _, end := range []string{"", "-wal", "-shm"} {
		name := h.settings.Database + end
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			h.Fatal(err)
		}
		if content, ok := disk[end]; ok {
			h.must(os.WriteFile(name, content, 0o600))
		}
	}
}
