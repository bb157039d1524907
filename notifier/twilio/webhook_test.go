package twilio_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier/twilio"
	"relais/parcours"
)

// kept is the least a store does: uniqueness, and refusing when it is down.
type kept struct {
	mu       sync.Mutex
	receipts []parcours.Receipt
	inbound  map[string]parcours.RawInbound
	err      error
}

func (k *kept) ApplyReceipt(_ context.Context, _ time.Time, r parcours.Receipt) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil {
		k.receipts = append(k.receipts, r)
	}
	return k.err
}

func (k *kept) RecordInbound(_ context.Context, in parcours.RawInbound) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return false, k.err
	}
	_, known := k.inbound[in.ProviderID]
	if k.inbound == nil {
		k.inbound = map[string]parcours.RawInbound{}
	}
	k.inbound[in.ProviderID] = in
	return !known, nil
}

// sign computes Twilio's signature as its documentation tells: the address, then
// every field in order of name, HMAC-SHA1.
func sign(key, address string, form url.Values) string {
	text := address
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		text += name + form.Get(name)
	}
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

const (
	statusURL  = "https://relais.exemple.fr/webhooks/twilio/status/" + attempt
	messageURL = "https://relais.exemple.fr/webhooks/twilio/message"
	sid        = "SM00000000000000000000000000000009"
)

var at = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func webhook(t *testing.T, k *kept) http.Handler {
	t.Helper()
	s := newSender(t, "", func(c *twilio.Config) { c.PreviousAuthToken = "fedcba98" })
	h := &twilio.Webhook{Sender: s, Sink: k, Now: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler)}
	mux := http.NewServeMux()
	mux.HandleFunc(twilio.StatusPattern, h.Status)
	mux.HandleFunc(twilio.MessagePattern, h.Message)
	return mux
}

// post sends what came by the proxy: another scheme and host than Twilio saw.
func post(h http.Handler, address, body, signature string) *httptest.ResponseRecorder {
	u, _ := url.Parse(address)
	r := httptest.NewRequest(http.MethodPost, u.RequestURI(), strings.NewReader(body))
	r.Host = "10.0.0.7:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-Host", "attaquant.exemple.fr")
	r.Header.Set("X-Twilio-Signature", signature)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func statusForm(change ...string) url.Values {
	form := url.Values{"AccountSid": {account}, "MessageSid": {sid}, "MessageStatus": {"delivered"}, "To": {mobile}, "From": {"38000"}}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

func TestStatusBecomesAReceipt(t *testing.T) {
	t.Parallel()
	k := &kept{}
	form := statusForm("MessageStatus", "undelivered", "ErrorCode", "30005")
	if w := post(webhook(t, k), statusURL, form.Encode(), sign(token, statusURL, form)); w.Code/100 != 2 {
		t.Fatalf("got %d, want 2xx", w.Code)
	}
	if len(k.receipts) != 1 {
		t.Fatalf("got %d receipts, want 1", len(k.receipts))
	}
	got := k.receipts[0]
	if len(got.Digest) != 64 {
		t.Errorf("got digest %q", got.Digest)
	}
	got.Digest = ""
	want := parcours.Receipt{
		Source: "callback", AttemptID: attempt, ProviderID: sid, Status: "undelivered", Code: "30005",
		State: parcours.AttemptUndeliveredPerm, Cause: parcours.FailureNumber, To: mobile, At: at,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipt (-want +got):\n%s", diff)
	}
}

func TestUnknownStatusIsKeptWithoutState(t *testing.T) {
	t.Parallel()
	k := &kept{}
	form := statusForm("MessageStatus", "teleported")
	if w := post(webhook(t, k), statusURL, form.Encode(), sign(token, statusURL, form)); w.Code/100 != 2 {
		t.Fatalf("got %d, want 2xx", w.Code)
	}
	if len(k.receipts) != 1 || k.receipts[0].State != "" || k.receipts[0].Status != "teleported" {
		t.Errorf("got %+v", k.receipts)
	}
}

func TestRotatedTokenIsAccepted(t *testing.T) {
	t.Parallel()
	k := &kept{}
	form := statusForm()
	if w := post(webhook(t, k), statusURL, form.Encode(), sign("fedcba98", statusURL, form)); w.Code/100 != 2 {
		t.Errorf("got %d, want 2xx", w.Code)
	}
}

func TestQueryIsSignedAsItCame(t *testing.T) {
	t.Parallel()
	k := &kept{}
	address := statusURL + "?z=1&a=%C3%A9t%C3%A9"
	form := statusForm()
	if w := post(webhook(t, k), address, form.Encode(), sign(token, address, form)); w.Code/100 != 2 {
		t.Errorf("got %d, want 2xx", w.Code)
	}
}

func TestHostileCallbacksChangeNothing(t *testing.T) {
	t.Parallel()
	good := statusForm()
	foreign := statusForm("AccountSid", "AC99999999999999999999999999999999")
	odd := statusForm("MessageSid", "SM1'; drop")
	empty := statusForm("MessageStatus", "")
	insecure := strings.Replace(statusURL, "https", "http", 1)
	for _, c := range []struct{ name, address, body, signature string }{
		{"no signature", statusURL, good.Encode(), ""},
		{"another token", statusURL, good.Encode(), sign("ffff", statusURL, good)},
		{"the proxy's address", statusURL, good.Encode(), sign(token, "http://10.0.0.7:8080/webhooks/twilio/status/"+attempt, good)},
		{"the forwarded host", statusURL, good.Encode(), sign(token, strings.Replace(statusURL, "relais", "attaquant", 1), good)},
		{"http scheme", statusURL, good.Encode(), sign(token, insecure, good)},
		{"another attempt", statusURL[:len(statusURL)-1] + "2", good.Encode(), sign(token, statusURL, good)},
		{"tampered", statusURL, statusForm("MessageStatus", "failed").Encode(), sign(token, statusURL, good)},
		{"repeated field", statusURL, good.Encode() + "&MessageStatus=failed", sign(token, statusURL, good)},
		{"foreign account", statusURL, foreign.Encode(), sign(token, statusURL, foreign)},
		{"odd sid", statusURL, odd.Encode(), sign(token, statusURL, odd)},
		{"no status", statusURL, empty.Encode(), sign(token, statusURL, empty)},
		{"JSON", statusURL, `{"MessageSid":"` + sid + `"}`, sign(token, statusURL, good)},
		{"broken escape", statusURL, "a=%zz", sign(token, statusURL, good)},
		{"too large", statusURL, good.Encode() + "&Pad=" + strings.Repeat("x", 64<<10), sign(token, statusURL, good)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := &kept{}
			if w := post(webhook(t, k), c.address, c.body, c.signature); w.Code != http.StatusForbidden {
				t.Errorf("got %d, want 403", w.Code)
			}
			if len(k.receipts)+len(k.inbound) != 0 {
				t.Errorf("something was kept: %+v %+v", k.receipts, k.inbound)
			}
		})
	}
}

func TestDatabaseDownAsksTwilioAgain(t *testing.T) {
	t.Parallel()
	form := statusForm()
	for _, c := range []struct {
		err  error
		want int
	}{
		{errors.New("disk full"), http.StatusServiceUnavailable},
		{parcours.ErrInvalid, http.StatusForbidden}, // another To than the attempt's
		{parcours.ErrNotFound, http.StatusForbidden},
	} {
		if w := post(webhook(t, &kept{err: c.err}), statusURL, form.Encode(), sign(token, statusURL, form)); w.Code != c.want {
			t.Errorf("%v: got %d, want %d", c.err, w.Code, c.want)
		}
	}
	in := url.Values{"AccountSid": {account}, "MessageSid": {sid}, "From": {mobile}, "Body": {"1"}}
	if w := post(webhook(t, &kept{err: errors.New("locked")}), messageURL, in.Encode(), sign(token, messageURL, in)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("inbound: got %d, want 503", w.Code)
	}
}

func TestHostileMessagesAreNotKept(t *testing.T) {
	t.Parallel()
	good := func(change ...string) url.Values {
		form := url.Values{"AccountSid": {account}, "MessageSid": {sid}, "From": {mobile}, "To": {"38000"}, "Body": {"1"}}
		for i := 0; i+1 < len(change); i += 2 {
			form.Set(change[i], change[i+1])
		}
		return form
	}
	ours := newSender(t, "").Name()
	_, own, _ := strings.Cut(ours, ":")
	for _, c := range []struct {
		name      string
		form      url.Values
		raw       string
		signature string
	}{
		{name: "unsigned", form: good(), signature: "x"},
		{name: "signed for the other address", form: good(), signature: sign(token, statusURL, good())},
		{name: "foreign account", form: good("AccountSid", "AC99999999999999999999999999999999")},
		{name: "no account", form: good("AccountSid", "")},
		{name: "no sender", form: good("From", "")},
		{name: "odd sid", form: good("MessageSid", "SM1")},
		{name: "from ourselves", form: good("From", own)},
		{name: "a second body", form: good(), raw: "&Body=STOP"},
		{name: "a second sender", form: good(), raw: "&From=%2B33639980199"},
		{name: "huge", form: good("Body", strings.Repeat("x", 70<<10))},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k, signature := &kept{}, c.signature
			if signature == "" {
				signature = sign(token, messageURL, c.form)
			}
			if w := post(webhook(t, k), messageURL, c.form.Encode()+c.raw, signature); w.Code != http.StatusForbidden || len(k.inbound) != 0 {
				t.Errorf("got %d, kept %d", w.Code, len(k.inbound))
			}
		})
	}
	// Kept: a number that was ours before is still answered by people.
	k, former := &kept{}, good("To", "38999")
	if w := post(webhook(t, k), messageURL, former.Encode(), sign(token, messageURL, former)); w.Code != http.StatusOK || len(k.inbound) != 1 {
		t.Errorf("to a former number: got %d, kept %d", w.Code, len(k.inbound))
	}
}

func TestInboundDeliveredTwentyTimesIsOneRow(t *testing.T) {
	t.Parallel()
	k := &kept{}
	h := webhook(t, k)
	form := url.Values{"AccountSid": {account}, "MessageSid": {sid}, "From": {mobile}, "To": {"38000"}, "Body": {"Oui, à 14h ! 5 €"}}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			w := post(h, messageURL, form.Encode(), sign(token, messageURL, form))
			body, _ := io.ReadAll(w.Body)
			if w.Code != http.StatusOK || !strings.HasSuffix(string(body), "<Response/>") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/xml") {
				t.Errorf("got %d %q", w.Code, body)
			}
		})
	}
	group.Wait()
	if len(k.inbound) != 1 {
		t.Fatalf("got %d rows, want 1", len(k.inbound))
	}
	row := k.inbound[sid]
	if row.Provider != parcours.ProviderTwilio || !row.ReceivedAt.Equal(at) {
		t.Errorf("got %+v", row)
	}
	got, err := twilio.DecodeInbound(row.Payload)
	if err != nil {
		t.Fatal(err)
	}
	want := parcours.Inbound{Channel: parcours.ChannelSMS, Address: mobile, Kind: parcours.InboundText, Text: "Oui, à 14h ! 5 €"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inbound (-want +got):\n%s", diff)
	}
}

func TestBothSendersMayCall(t *testing.T) {
	t.Parallel()
	const otherAccount, otherToken = "AC00000000000000000000000000000002", "99999999999999999999999999999999"
	k := &kept{}
	second := newSender(t, "", func(c *twilio.Config) { c.AccountSID, c.AuthToken, c.From = otherAccount, otherToken, "38001" })
	h := &twilio.Webhook{Sender: newSender(t, ""), Second: second, Sink: k, Now: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler)}
	mux := http.NewServeMux()
	mux.HandleFunc(twilio.StatusPattern, h.Status)
	for _, c := range []struct {
		name, account, token string
		ok                   bool
	}{
		{"the first", account, token, true},
		{"the second", otherAccount, otherToken, true},
		{"the second under the name of the first", account, otherToken, false},
		{"a third", "AC00000000000000000000000000000003", "88888888888888888888888888888888", false},
	} {
		form := statusForm("AccountSid", c.account)
		if w := post(mux, statusURL, form.Encode(), sign(c.token, statusURL, form)); (w.Code/100 == 2) != c.ok {
			t.Errorf("%s: got %d, accepted wanted %v", c.name, w.Code, c.ok)
		}
	}
	if len(k.receipts) != 2 {
		t.Errorf("got %d receipts, want 2", len(k.receipts))
	}
}
