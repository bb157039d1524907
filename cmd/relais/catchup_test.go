package main_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/sandbox"
)

// TestWhatPeopleWroteWhileTheWebhookWasDeadIsObeyedOnce lets people write while no
// webhook gets through, for more than an hour of the provider's time: first beside a
// service that works, then while it is down. Each message counts once, and none
// counts again when its webhook comes after all.
func TestWhatPeopleWroteWhileTheWebhookWasDeadIsObeyedOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		w := newWorld(t, func(o *sandbox.Options) {
			o.Speed = 3600
			o.Pilot.Professionals = []sandbox.Professional{{Email: anne, FirstName: "Anne", LastName: "MOREL", Chat: annesChat}}
		})
		s := w.settings.with(database).with(settings{"CATCH_UP_EVERY": "1s"})
		webhook := "http://" + s["LISTEN"] + "/webhooks/twilio/message"
		v := serve(t, s)
		mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
		if e := relais(t, s, "import", servePeople(t)); e.status != 0 {
			t.Fatal(e)
		}
		convenesOnce(t, w)

		w.Twilio.SetWebhook("http://" + freeAddress(t))
		wrote := []sandbox.SMS{w.Twilio.Receive(comes, "1"), w.Twilio.Receive(stops, "STOP"), w.Twilio.Receive(asks, "est-ce que je peux venir avec ma fille ?")}
		w.awaitLost(t, len(wrote))
		w.awaitSMS(t, comes, "Merci, c'est noté", 1)
		w.awaitSMS(t, stops, "plus de SMS", 1)
		w.awaitSMS(t, asks, "Votre question est transmise", 1)

		if status, _ := v.stop(); status != 0 {
			t.Errorf("stopped with status %d", status)
		}
		wrote = append(wrote, w.Twilio.Receive(cannot, "2"), w.Twilio.Receive(twenty, "STOP"), w.Twilio.Receive(whoWrites, "QUI"))
		w.awaitLost(t, len(wrote))
		v = serve(t, s)
		w.awaitSMS(t, cannot, "Pouvez-vous dire pourquoi", 1)
		w.awaitSMS(t, twenty, "plus de SMS", 1)
		w.awaitSMS(t, whoWrites, "Qui écrit", 1)

		w.Twilio.SetWebhook(webhook)
		for _, m := range wrote {
			if got := postSigned(t, webhook, authToken, inbound(m.SID, m.From, m.Text)); got != http.StatusOK {
				t.Errorf("the webhook that came after all got %d, want 200", got)
			}
		}
		w.Twilio.Receive(otherDay, "3")
		w.awaitSMS(t, otherDay, "oici d'autres horaires", 1)
		w.settled(t, s)

		for number, want := range map[string]int{comes: 2, stops: 2, asks: 2, cannot: 2, twenty: 2, whoWrites: 2, otherDay: 2} {
			if got := w.sent(number); len(got) != want {
				t.Errorf("%s got %q, want the convocation and one answer", number, got)
			}
		}
		got := ask(t, s, `select (select count(*) from inbox where state = 'done'), (select count(*) from inbox), (select count(*) from opt_out),
			(select count(*) from participation where confirmed_at > 0), (select count(*) from escalation where kind = 'question')`)
		if diff := cmp.Diff([]string{fmt.Sprintf("%d %d 2 1 1", len(wrote)+1, len(wrote)+1)}, got); diff != "" {
			t.Errorf("read, received, opted out, confirmed, questions (-want +got):\n%s", diff)
		}
		if log := v.log.String(); !strings.Contains(log, "messages found that no webhook brought") {
			t.Error("the log does not tell that webhooks did not come")
		}
		saysNothingOfPeople(t, v.log.String())
	})
}

// awaitLost waits until the provider has given up bringing n messages.
func (w *world) awaitLost(t *testing.T, n int) {
	t.Helper()
	until(t, fmt.Sprintf("the webhooks of %d messages are given up", n), func() string {
		if got := w.Twilio.Lost(); got != n {
			return fmt.Sprint(got)
		}
		return ""
	})
}
