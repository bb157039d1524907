package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/sandbox"
)

// call is one request to a webhook of the service, as whoever may make it.
type call struct {
	method, path, body string
	header             map[string]string
}

// status makes the call and returns how it was answered.
func (h *house) status(c call) int {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), c.method, h.front.URL+c.path, strings.NewReader(c.body))
	if err != nil {
		h.Error(err)
		return 0
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		h.Error(err)
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// signed is a form posted to a path, signed with a token for the address that the
// provider knows.
func signed(base, path, token string, form url.Values) call {
	return call{http.MethodPost, path, form.Encode(), map[string]string{
		"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": sandbox.Sign(token, base+path, form),
	}}
}

const houseFormerToken = "fedcba9876543210fedcba9876543210"

// TestFailure11HostileOrOddCallbacks posts to the webhooks what no honest provider
// would, and what one might: each is refused, or kept without effect; none is a fault
// of the service, and no message changes its state.
func TestFailure11HostileOrOddCallbacks(t *testing.T) {
	const public = "https://relais.exemple.fr"
	inHouses(t, func(h *house) {
		h.convene(person(1), person(2))
		h.step()
		stands := outcome{
			Orders: 2, SMS: []string{sms(1, 1, "queued"), sms(2, 2, "queued")},
			Attempts: []string{convocation(1, 1, "accepted 20 #1"), convocation(2, 1, "accepted 20 #2")},
			States:   []string{told(1, "pending"), told(2, "pending")},
		}
		h.wantOutcome(stands)
		m := h.sent()[0]
		path := "/webhooks/twilio/status/" + h.ask("select id from attempt where provider_id = $1", m.SID)[0]
		form := func(change ...string) url.Values {
			f := url.Values{
				"AccountSid": {houseAccount}, "MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {"delivered"}, "From": {houseSender}, "To": {m.To},
			}
			for i := 0; i < len(change); i += 2 {
				if f.Set(change[i], change[i+1]); change[i+1] == "" {
					f.Del(change[i])
				}
			}
			return f
		}
		honest := signed(public, path, houseToken, form())
		with := func(change func(*call)) call {
			c := honest
			c.header = map[string]string{}
			for name, value := range honest.header {
				c.header[name] = value
			}
			change(&c)
			return c
		}
		asJSON, err := json.Marshal(form())
		h.must(err)
		inbound := url.Values{"AccountSid": {houseAccount}, "MessageSid": {"SM" + strings.Repeat("7", 32)}, "From": {m.To}, "To": {houseSender}, "Body": {"STOP"}}
		odd := func(name, value string) url.Values {
			f := url.Values{}
			for name, values := range inbound {
				f[name] = values
			}
			f.Set(name, value)
			return f
		}
		const message = "/webhooks/twilio/message"
		const refused = http.StatusForbidden
		for _, c := range []struct {
			name string
			call call
			want int
		}{
			{"signed for another address", signed(h.front.URL, path, houseToken, form()), refused}, // as by http behind the proxy
			{"no signature", with(func(c *call) { delete(c.header, "X-Twilio-Signature") }), refused},
			{"a signature that is none", with(func(c *call) { c.header["X-Twilio-Signature"] = "!" }), refused},
			{"signed with a stranger's token", signed(public, path, strings.Repeat("a", 32), form()), refused},
			{"the body changed after the signature", with(func(c *call) { c.body += "&ErrorCode=30005" }), refused},
			{"another attempt, the signature of this one", with(func(c *call) { c.path += "x" }), refused},
			{"a foreign account", signed(public, path, houseToken, form("AccountSid", "AC"+strings.Repeat("9", 32))), refused},
			{"to another number", signed(public, path, houseToken, form("To", mobile(2))), refused},
			{"a sid that is none", signed(public, path, houseToken, form("MessageSid", "SM12")), refused},
			{"no sid", signed(public, path, houseToken, form("MessageSid", "")), refused},
			{"no status", signed(public, path, houseToken, form("MessageStatus", "")), refused},
			{"a status without end", signed(public, path, houseToken, form("MessageStatus", strings.Repeat("x", 41))), refused},
			{"a code without end", signed(public, path, houseToken, form("ErrorCode", strings.Repeat("3", 11))), refused},
			{"a field twice", with(func(c *call) { c.body += "&MessageStatus=failed" }), refused},
			{"JSON", with(func(c *call) { c.body, c.header["Content-Type"] = string(asJSON), "application/json" }), refused},
			{"more than 64 KiB", signed(public, path, houseToken, form("Padding", strings.Repeat("x", 65<<10))), refused},
			{"read, not posted", with(func(c *call) { c.method = http.MethodGet }), http.StatusNotFound},
			{"a status that nobody knows", signed(public, path, houseToken, form("MessageStatus", "teleported")), http.StatusNoContent},
			{"a status and a code that nobody knows", signed(public, path, houseToken, form("MessageStatus", "teleported", "ErrorCode", "99999")), http.StatusNoContent},
			{"the first status again", signed(public, path, houseToken, form("MessageStatus", "queued")), http.StatusNoContent},
			{"an inbound without a sender", signed(public, message, houseToken, odd("From", "")), refused},
			{"an inbound from our own number", signed(public, message, houseToken, odd("From", houseSender)), refused},
			{"an inbound of a foreign account", signed(public, message, houseToken, odd("AccountSid", "AC12345678")), refused},
			{"an inbound whose sid is none", signed(public, message, houseToken, odd("MessageSid", "12")), refused},
			{"an inbound signed by a stranger", signed(public, message, strings.Repeat("a", 32), inbound), refused},
			{"an update for a bot that polls", call{http.MethodPost, "/webhooks/telegram", `{"update_id":1}`, nil}, http.StatusNotFound},
		} {
			if got := h.status(c.call); got != c.want {
				h.Errorf("%s: got status %d, want %d", c.name, got, c.want)
			}
			h.step()
			h.wantOutcome(stands)
		}
		if got := h.ask("select count(*) from inbox"); got[0] != "0" {
			h.Errorf("%s inbound messages are kept, want none", got[0])
		}
		h.wantEvents("I-1 answer queued", "I-1 callback queued", "I-1 callback teleported", "I-1 callback teleported 99999", "I-2 answer queued")

		// A sid that belongs to nothing is kept apart, for it may come before ours does.
		stranger := "SM" + strings.Repeat("5", 32)
		if got := h.status(signed(public, "/webhooks/twilio/status/nobody", houseToken, form("MessageSid", stranger))); got != http.StatusNoContent {
			h.Errorf("an unknown sid: got status %d, want 204", got)
		}
		stands.Orphans = []string{"delivered"}
		h.wantOutcome(stands)

		// The honest one is believed, whatever the proxy says it came by; so is the former
		// token while a rotation is under way. Said again, both change nothing.
		proxied := with(func(c *call) {
			c.header["X-Forwarded-Proto"], c.header["X-Forwarded-Host"] = "http", "attaquant.exemple.fr"
		})
		other := h.sent()[1]
		rotated := signed(public, "/webhooks/twilio/status/"+h.ask("select id from attempt where provider_id = $1", other.SID)[0], houseFormerToken,
			form("MessageSid", other.SID, "To", other.To))
		stands.Attempts = []string{convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "delivered 40 #2")}
		stands.States = []string{told(1, "delivered"), told(2, "delivered")}
		for range 3 {
			for _, c := range []call{proxied, rotated} {
				if got := h.status(c); got != http.StatusNoContent {
					h.Errorf("an honest callback: got status %d, want 204", got)
				}
			}
			h.wantOutcome(stands)
		}
		h.wantEvents(
			"I-1 answer queued", "I-1 callback delivered", "I-1 callback queued", "I-1 callback teleported", "I-1 callback teleported 99999",
			"I-2 answer queued", "I-2 callback delivered",
		)
	}, func(b *blueprint) {
		// Behind a proxy: the provider knows another address than the one we listen on.
		b.settings.PublicURL, b.settings.AuthTokenPrevious = public, houseFormerToken
		b.world.Network = func(sandbox.SMS) sandbox.Fate { return sandbox.Fate{Sent: 1000 * time.Hour} } // the callbacks are the story's
	})
}

// TestFailure14InboundOnceAndNeverLost has one SMS handed over twenty times at once,
// one update of Telegram fetched by two lives of the service, and a database that is
// locked: one row and one answer each, and what is not kept is not acknowledged.
func TestFailure14InboundOnceAndNeverLost(t *testing.T) {
	inHouses(t, func(h *house) {
		h.convene(person(1), person(2))
		h.pass(3 * time.Second)
		form := url.Values{
			"AccountSid": {houseAccount}, "MessageSid": {"SM" + strings.Repeat("7", 32)}, "From": {mobile(1)}, "To": {houseSender}, "Body": {"1"}, "NumMedia": {"0"},
		}
		var together sync.WaitGroup
		begin := make(chan struct{})
		for range 20 {
			together.Go(func() {
				<-begin
				if got := h.status(signed(h.front.URL, "/webhooks/twilio/message", houseToken, form)); got != http.StatusOK {
					h.Errorf("one of twenty at once: got status %d, want 200", got)
				}
			})
		}
		close(begin)
		together.Wait()
		h.pass(3 * time.Second)
		end := outcome{
			Orders:   3,
			SMS:      []string{sms(1, 1, "delivered rang"), sms(2, 1, "delivered rang"), sms(3, 2, "delivered rang")},
			Attempts: []string{convocation(1, 1, "acknowledged 50 #1"), "I-1 reply 1 sms delivered 40 #2", convocation(2, 1, "delivered 40 #3")},
			States:   []string{told(1, "delivered"), "I-1 reply delivered", told(2, "delivered")},
		}
		h.wantOutcome(end)
		h.wantInbox("twilio done")

		// The second life fetches what the first one kept and could not confirm.
		h.Telegram.Know(700144, "Inconnu", "", "fr", true)
		h.must(h.Telegram.Say(700144, "bonjour", 0))
		for range 2 {
			if _, err := h.node.poller.Poll(h.Context(), 0); err != nil {
				h.Fatal(err)
			}
			h.down()
			h.up()
		}
		h.step()
		h.wantInbox("telegram done", "twilio done")
		messages, _, _ := h.Telegram.Chat(700144)
		if got := len(messages); got != 2 {
			h.Errorf("the chat holds %d messages, want the question and one answer: %+v", got, messages)
		}
		end.Attempts = append(end.Attempts, "staff reply 1 telegram sent 30 "+h.ask("select provider_id from attempt where channel = 'telegram'")[0])
		end.States = append(end.States, "staff reply handed_over")
		end.Incidents = []string{"unattended"} // a stranger has no referent
		h.wantOutcome(end)

		// Somebody holds the database.
		release := h.lockDatabase("inbox")
		h.Twilio.Receive(mobile(2), "1")
		if h.dialect == "sqlite" {
			h.happen() // it gives up after its busy timeout, and the provider is told so
			h.wantInbox("telegram done", "twilio done")
			release()
		} else {
			done := make(chan struct{})
			go func() {
				defer close(done)
				h.happen() // PostgreSQL makes it wait its turn
			}()
			h.awaitLockWait()
			release()
			<-done
		}
		h.pass(time.Minute)
		h.wantInbox("telegram done", "twilio done", "twilio done")
		if h.Twilio.Lost() != 0 {
			h.Errorf("%d inbound messages were given up by the provider", h.Twilio.Lost())
		}
		end.Orders++
		end.SMS = append(end.SMS, sms(4, 2, "delivered rang"))
		end.Attempts = slices.Insert(end.Attempts, 3, "I-2 reply 1 sms delivered 40 #4")
		end.Attempts[2] = convocation(2, 1, "acknowledged 50 #3")
		end.States = slices.Insert(end.States, 3, "I-2 reply delivered")
		h.wantOutcome(end)
	})
}

// wantInbox compares what was received, "provider state", sorted.
func (h *house) wantInbox(want ...string) {
	h.Helper()
	if got := h.ask("select provider, state from inbox order by provider, state"); !slices.Equal(got, want) {
		h.Errorf("the inbox holds %q, want %q", got, want)
	}
}

// lockDatabase holds what the service writes to: the whole file, or one table.
func (h *house) lockDatabase(table string) (release func()) {
	h.Helper()
	source, lock := h.settings.Database, "lock table "+table+" in exclusive mode"
	if h.dialect == "sqlite" {
		source, lock = "file:"+source+"?_txlock=immediate", "select 1"
	}
	db, err := sql.Open(h.dialect, source)
	h.must(err)
	tx, err := db.BeginTx(context.WithoutCancel(h.Context()), nil)
	h.must(err)
	_, err = tx.ExecContext(h.Context(), lock)
	h.must(err)
	return sync.OnceFunc(func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			h.Errorf("release the database: %v", err)
		}
	})
}

// awaitLockWait waits until a statement waits for a lock.
func (h *house) awaitLockWait() {
	h.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if got := h.ask("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"); got[0] != "0" {
			return
		}
	}
	h.Fatal("nothing waits for the lock")
}
