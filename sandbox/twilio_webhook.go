package sandbox

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" // Twilio signs with HMAC-SHA1
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// poster calls webhooks.
type poster struct{ client *http.Client }

// errUnreachable: no answer came, as opposed to an answer that is not a success.
var errUnreachable = errors.New("webhook unreachable")

// send posts a body and returns nil for a 2xx answer.
func (p poster) send(ctx context.Context, address, contentType string, headers map[string]string, body string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreachable, err)
	}
	r.Header.Set("Content-Type", contentType)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreachable, err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)) // lets the connection be kept
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("webhook answered %d", answer.StatusCode)
	}
	return nil
}

// Sign returns the X-Twilio-Signature of a form posted to address: base64 of
// HMAC-SHA1, keyed by the auth token, over the address followed by each name and
// value in the order of the names
// (https://www.twilio.com/docs/usage/webhooks/webhooks-security).
func Sign(token, address string, form url.Values) string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	mac := hmac.New(sha1.New, []byte(token))
	io.WriteString(mac, address)
	for _, name := range names {
		io.WriteString(mac, name+form.Get(name))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (t *Twilio) postSigned(ctx context.Context, address string, form url.Values) error {
	return t.post.send(ctx, address, "application/x-www-form-urlencoded", map[string]string{
		"X-Twilio-Signature": Sign(t.account.Token, address, form),
		"User-Agent":         "TwilioProxy/1.1",
	}, form.Encode())
}

// plan puts the steps of an accepted message in the queue.
func (t *Twilio) plan(m SMS) {
	fate := t.fate(m)
	if m.Validity > 0 && fate.Final > m.Validity && fate.Status != "" {
		fate.Final, fate.Status, fate.Code = m.Validity, "failed", 30036
	}
	now := t.queue.clock.Now()
	t.queue.At(now.Add(fate.Sent), m.To, "sms sent", func(ctx context.Context) error {
		t.become(m.SID, "sent", 0)
		if fate.SentLate && fate.Status != "" {
			return nil
		}
		return t.callBack(ctx, m.SID, "sent", 0)
	})
	if fate.Status == "" {
		return
	}
	t.queue.At(now.Add(max(fate.Final, fate.Sent)), m.To, "sms "+fate.Status, func(ctx context.Context) error {
		settled := t.become(m.SID, fate.Status, fate.Code)
		if fate.Status == "delivered" {
			t.rings(settled)
		}
		err := t.callBack(ctx, m.SID, fate.Status, fate.Code)
		if fate.Doubled {
			err = errors.Join(err, t.callBack(ctx, m.SID, fate.Status, fate.Code))
		}
		if fate.SentLate {
			err = errors.Join(err, t.callBack(ctx, m.SID, "sent", 0))
		}
		return err
	})
}

// become records a status and returns the message as it now is.
func (t *Twilio) become(sid, status string, code int) SMS {
	t.mu.Lock()
	m := t.bySID[sid]
	m.Status, m.ErrorCode, m.Updated = status, code, t.process()
	if m.From == "" {
		m.From = t.account.Sender
	}
	if m.SentAt.IsZero() {
		m.SentAt = m.Updated
	}
	if status == "delivered" {
		m.RangAt = t.queue.clock.Now()
	}
	now := *m
	t.mu.Unlock()
	t.heard(now.To)
	return now
}

// CallBack posts one status callback of a message at once, whatever its own
// status is, for tests that need odd orders.
func (t *Twilio) CallBack(ctx context.Context, sid, status string, code int) error {
	return t.callBack(ctx, sid, status, code)
}

// callBack posts a status callback. Twilio repeats it once, and only when no
// connection could be made.
func (t *Twilio) callBack(ctx context.Context, sid, status string, code int) error {
	t.mu.Lock()
	m, known := t.bySID[sid]
	if !known {
		t.mu.Unlock()
		return fmt.Errorf("call back: no message %s", sid)
	}
	address, form := m.Callback, url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {status}, "SmsStatus": {status},
		"AccountSid": {t.account.SID}, "To": {m.To}, "From": {m.From}, "ApiVersion": {"2010-04-01"},
	}
	if m.Service != "" {
		form.Set("MessagingServiceSid", m.Service)
	}
	t.mu.Unlock()
	if address == "" {
		return nil
	}
	if code != 0 {
		form.Set("ErrorCode", strconv.Itoa(code))
	}
	err := t.postSigned(ctx, address, form)
	if errors.Is(err, errUnreachable) {
		err = t.postSigned(ctx, address, form)
	}
	return err
}

// Words that Twilio itself obeys when Advanced Opt-Out is configured with the
// French ones (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out).
var (
	stopWords  = []string{"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "arret"}
	startWords = []string{"start", "yes", "unstop", "reprendre"}
)

// Receive lets a person send text from number to the service. The webhook is
// called by an event of the queue, due at once, and repeated while it does not
// answer 2xx: after 10 s, 1, 5, 15 and 60 virtual minutes.
func (t *Twilio) Receive(from, text string) SMS {
	t.mu.Lock()
	m := &SMS{Direction: "inbound", From: from, To: t.account.Sender, Text: text, Status: "received", Service: t.account.MessagingService}
	t.record(m)
	m.Segments = Segments(text)
	m.RangAt = m.At
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsMessageSid": {m.SID}, "SmsStatus": {"received"},
		"AccountSid": {t.account.SID}, "From": {from}, "To": {m.To}, "Body": {text},
		"NumMedia": {"0"}, "NumSegments": {strconv.Itoa(m.Segments)}, "ApiVersion": {"2010-04-01"},
		"FromCountry": {"FR"}, "ToCountry": {"FR"}, "FromCity": {""}, "FromState": {""}, "FromZip": {""},
		"ToCity": {""}, "ToState": {""}, "ToZip": {""},
	}
	if t.account.MessagingService != "" {
		form.Set("MessagingServiceSid", t.account.MessagingService)
	}
	if t.account.AdvancedOptOut {
		switch word := strings.ToLower(strings.TrimSpace(text)); {
		case slices.Contains(stopWords, word):
			t.optedOut[from] = true
			form.Set("OptOutType", "STOP")
		case slices.Contains(startWords, word):
			delete(t.optedOut, from)
			form.Set("OptOutType", "START")
		}
	}
	got := *m
	t.mu.Unlock()
	t.heard(from)
	t.deliver(got, form, 0)
	return got
}

// repeats are the virtual waits before an inbound webhook is called again.
var repeats = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

func (t *Twilio) deliver(m SMS, form url.Values, try int) {
	wait := time.Duration(0)
	if try > 0 {
		wait = repeats[try-1]
	}
	t.queue.After(wait, m.From, "sms inbound", func(ctx context.Context) error {
		t.mu.Lock()
		address := t.account.Webhook
		t.mu.Unlock()
		if address == "" {
			return nil
		}
		err := t.postSigned(ctx, address, form)
		if err == nil {
			return nil
		}
		if try < len(repeats) {
			t.deliver(m, form, try+1)
			return nil
		}
		t.mu.Lock()
		t.lost++
		t.mu.Unlock()
		return fmt.Errorf("inbound message %s given up after %d tries: %w", m.SID, try+1, err)
	})
}

// Lost returns how many inbound messages no webhook ever accepted.
func (t *Twilio) Lost() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lost
}
