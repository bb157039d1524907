package twilio_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"relais/notifier/twilio"
	"relais/parcours"
)

// FuzzWebhook calls the webhooks with any body, signed by Twilio or by nobody: a call
// without signature keeps nothing, no call is answered as a fault of ours, and what is
// kept can be read.
func FuzzWebhook(f *testing.F) {
	f.Add(statusForm().Encode(), "", "", uint8(1))
	f.Add("AccountSid="+account+"&MessageSid="+sid+"&From=%2B33639980144&To=38000&Body=oui", "", "", uint8(3))
	f.Add("AccountSid="+account+"&MessageSid="+sid+"&From=x&From=y", "?a=b", "c2lnbmF0dXJl", uint8(2))
	f.Add("%zz", "?%zz", "=", uint8(0))
	f.Fuzz(func(t *testing.T, body, query, signature string, how uint8) {
		k := &kept{}
		hook := &twilio.Webhook{Sender: newSender(t, ""), Sink: k, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return at }}
		handle, address := hook.Status, statusURL
		if how&2 != 0 {
			handle, address = hook.Message, messageURL
		}
		signed := how&1 != 0
		r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
		r.SetPathValue("attempt", attempt)
		r.RequestURI = r.URL.Path + query
		if form, err := url.ParseQuery(body); signed && err == nil {
			signature = sign(token, "https://relais.exemple.fr"+r.RequestURI, form)
		}
		r.Header.Set("X-Twilio-Signature", signature)
		w := httptest.NewRecorder()
		handle(w, r)
		if w.Code >= 500 {
			t.Errorf("answered %d", w.Code)
		}
		if !signed && len(k.receipts)+len(k.inbound) > 0 {
			t.Errorf("kept what nobody signed: %q", body)
		}
		for _, in := range k.inbound {
			if _, err := twilio.DecodeInbound(in.Payload); err != nil {
				t.Errorf("kept, and yet: %v", err)
			}
		}
	})
}

// FuzzAnswer has Twilio answer anything to every call: nothing but a created message
// counts as accepted, and an error never repeats what the answer said.
func FuzzAnswer(f *testing.F) {
	f.Add(201, `{"sid":"`+sid+`","status":"queued","num_segments":"2"}`)
	f.Add(400, `{"code":21211,"status":400,"message":"the number `+mobile+` is not valid"}`)
	f.Add(200, `{"messages":[{"sid":"`+sid+`","status":"received","direction":"inbound","from":"`+mobile+`","to":"38000","body":"oui","date_created":"Mon, 02 Mar 2026 10:00:00 +0000"}],"next_page_uri":"/x?PageToken=1"}`)
	f.Add(200, `{"status":"active","type":"Full","short_codes":[{}]}`)
	f.Add(503, "<html>")
	f.Add(200, "null")
	type said struct {
		status int
		body   string
	}
	var now atomic.Pointer[said]
	var calls atomic.Int32 // an answer may name a next page without end: somebody's patience ends
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if calls.Add(1) > 30 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(now.Load().status)
		_, _ = w.Write([]byte(now.Load().body))
	}))
	f.Cleanup(provider.Close)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			status = 200 + (status%400+400)%400
		}
		now.Store(&said{status, body})
		calls.Store(0)
		s := newSender(t, provider.URL)
		receipt, err := s.Send(t.Context(), attemptTo("Bonjour"))
		var made struct{ Sid string }
		if _ = json.Unmarshal([]byte(body), &made); err == nil && (status > 399 || receipt.ProviderID != made.Sid || receipt.State == "") {
			t.Errorf("accepted: %+v", receipt)
		}
		refused := (*parcours.Refusal)(nil)
		if err != nil && (!errors.As(err, &refused) || refused.Kind == "") {
			t.Errorf("not told what to do next: %v", err)
		}
		_, listed := s.List(t.Context(), mobile)
		_, fetched := s.Fetch(t.Context(), sid)
		_, received := s.Received(t.Context(), "")
		_, _, left := s.LeftSince(t.Context(), at)
		_, standing := s.Standing(t.Context())
		for _, err := range []error{err, listed, fetched, received, left, standing, s.Erase(t.Context(), sid)} {
			if err != nil && strings.Contains(err.Error(), mobile) {
				t.Errorf("the error holds a number: %v", err)
			}
		}
	})
}
