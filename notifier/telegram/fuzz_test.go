package telegram_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"relais/notifier/telegram"
	"relais/parcours"
)

// FuzzWebhook calls the webhook with any body and secret: without the secret nothing is
// kept, and what is kept can be read.
func FuzzWebhook(f *testing.F) {
	f.Add("s3cret", text(1, "oui"))
	f.Add("s3cret", `{"update_id":-1}`)
	f.Add("", text(2, "oui"))
	f.Add("s3cret", "[")
	f.Fuzz(func(t *testing.T, secret, body string) {
		k := &kept{}
		hook := &telegram.Webhook{Secret: "s3cret", Sink: k, Log: slog.New(slog.DiscardHandler), Now: time.Now}
		r := httptest.NewRequest(http.MethodPost, "/webhooks/telegram", strings.NewReader(body))
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		w := httptest.NewRecorder()
		hook.ServeHTTP(w, r)
		if w.Code >= 500 || secret != "s3cret" && (w.Code != http.StatusForbidden || len(k.ids()) > 0) {
			t.Errorf("answered %d, kept %q", w.Code, k.ids())
		}
	})
}

// always answers every call alike, without a socket: of those, a fuzzer of a minute
// uses up all that the machine has.
type always struct {
	status int
	body   string
}

func (a always) RoundTrip(r *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)),
	}, nil
}

// FuzzAnswer has Telegram answer anything to every call, updates included: nothing but a
// message with an id counts as sent, nothing but an update with an id is kept, and an
// error never repeats the token or what the answer said.
func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"ok":true,"result":{"message_id":7,"chat":{"id":100}}}`)
	f.Add(200, `{"ok":true,"result":[`+text(1, "oui")+`,`+text(2, "non")+`]}`)
	f.Add(403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`)
	f.Add(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":3}}`)
	f.Add(200, `{"ok":true,"result":{"url":"https://relais.exemple.fr","pending_update_count":3,"last_error_date":1,"username":"relais_bot"}}`)
	f.Add(502, "<html>")
	f.Add(200, "null")
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			status = 200 + (status%400+400)%400
		}
		s, err := telegram.New(telegram.Config{Token: token, APIURL: "http://127.0.0.1:1", Transport: always{status, body}})
		if err != nil {
			t.Fatal(err)
		}
		receipt, err := s.Send(t.Context(), attemptTo("100"))
		if err == nil && !strings.Contains(body, strings.TrimPrefix(receipt.ProviderID, "100:")) {
			t.Errorf("sent: %+v", receipt)
		}
		refused := (*parcours.Refusal)(nil)
		if err != nil && (!errors.As(err, &refused) || refused.Kind == "") {
			t.Errorf("not told what to do next: %v", err)
		}
		k := &kept{}
		_, polled := poller(s, k).Poll(t.Context(), 0)
		_, named := s.UserName(t.Context())
		_, standing := s.Standing(t.Context())
		acknowledged := s.Acknowledge(t.Context(), parcours.Inbound{CallbackID: "7", PressedOn: "100:3", PressedText: "a", PressedLabel: "b"})
		for _, err := range []error{err, polled, named, standing, acknowledged} {
			if err != nil && strings.Contains(err.Error(), token) {
				t.Errorf("the error holds the token: %v", err)
			}
		}
	})
}
