package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/sandbox"
)

const (
	accountSID = "AC00000000000000000000000000000035"
	authToken  = "jeton0de0bac0a0sable0000000000035"
	sender     = "38035"
	mobile     = "+33639980144"
)

var start = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC) // a Monday

func newSandbox(t *testing.T, change func(*sandbox.Options)) (*sandbox.Sandbox, *httptest.Server) {
	t.Helper()
	o := sandbox.Options{
		Seed: 7, Start: start,
		Twilio:   sandbox.TwilioAccount{SID: accountSID, Token: authToken, Sender: sender},
		Telegram: sandbox.TelegramBot{Token: "35000000:secret", Username: "RelaisBot", Name: "Relais"},
	}
	if change != nil {
		change(&o)
	}
	s := sandbox.New(o)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return s, server
}

// toLoopback sends the SDK's requests to the sandbox.
type toLoopback struct{ base *url.URL }

func (l toLoopback) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = l.base.Scheme, l.base.Host
	return http.DefaultTransport.RoundTrip(r)
}

func twilioSDK(t *testing.T, server *httptest.Server, token string) *api.ApiService {
	t.Helper()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := &client.Client{
		Credentials: client.NewCredentials(accountSID, token),
		HTTPClient:  &http.Client{Transport: toLoopback{base}, Timeout: 5 * time.Second},
	}
	c.SetAccountSid(accountSID)
	return api.NewApiServiceWithClient(c)
}

func order(to, body string) *api.CreateMessageParams {
	p := &api.CreateMessageParams{}
	p.SetTo(to)
	p.SetFrom(sender)
	p.SetBody(body)
	return p
}

// hook records what a webhook got, and answers with the statuses it was given, then 200.
type hook struct {
	*httptest.Server
	mu       sync.Mutex
	forms    []url.Values
	unsigned int
	answers  []int
}

func newHook(t *testing.T, answers ...int) *hook {
	h := &hook{answers: answers}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		validator := client.NewRequestValidator(authToken)
		h.mu.Lock()
		defer h.mu.Unlock()
		if !validator.ValidateBody(h.URL+r.URL.RequestURI(), body, r.Header.Get("X-Twilio-Signature")) {
			h.unsigned++
		}
		h.forms = append(h.forms, form)
		if len(h.answers) > 0 {
			w.WriteHeader(h.answers[0])
			h.answers = h.answers[1:]
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) got(name string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var values []string
	for _, f := range h.forms {
		values = append(values, f.Get(name))
	}
	return values
}

func runAll(t *testing.T, s *sandbox.Sandbox) {
	t.Helper()
	for range 100_000 {
		if _, any := s.Queue.Next(); !any {
			return
		}
		if err := s.Queue.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the queue never empties")
}

func TestSDKCreatesFetchesAndErases(t *testing.T) {
	t.Parallel()
	s, server := newSandbox(t, nil)
	sdk := twilioSDK(t, server, authToken)

	text := "Rendez-vous mardi à 14h30, 8 rue du Port. 1 je viens, 2 je ne peux pas, 3 autre jour. " + strings.Repeat("é", 80)
	m, err := sdk.CreateMessage(order(mobile, text))
	if err != nil {
		t.Fatal(err)
	}
	if *m.Status != "queued" || *m.Direction != "outbound-api" || *m.NumSegments != "2" || len(*m.Sid) != 34 {
		t.Errorf("created status %s, direction %s, segments %s, sid %s", *m.Status, *m.Direction, *m.NumSegments, *m.Sid)
	}
	if _, err := time.Parse(time.RFC1123Z, *m.DateCreated); err != nil {
		t.Errorf("date_created: %v", err)
	}
	erase := &api.UpdateMessageParams{}
	erase.SetBody("")
	var refused *client.TwilioRestError
	if _, err := sdk.UpdateMessage(*m.Sid, erase); !errors.As(err, &refused) || refused.Code != 20009 {
		t.Errorf("erase before the end: got %v, want code 20009", err)
	}
	runAll(t, s)
	fetched, err := sdk.FetchMessage(*m.Sid, nil)
	if err != nil {
		t.Fatal(err)
	}
	if *fetched.Status != "delivered" || *fetched.Body != text || fetched.DateSent == nil {
		t.Errorf("fetched %+v", fetched)
	}
	erased, err := sdk.UpdateMessage(*m.Sid, erase)
	if err != nil {
		t.Fatal(err)
	}
	if *erased.Body != "" {
		t.Errorf("body after erasing: %q", *erased.Body)
	}
	if got := s.Twilio.Ledger()[0].Text; got != text {
		t.Errorf("the phone forgot its text: %q", got)
	}
}

func TestCreateRefusesAsTwilioDoes(t *testing.T) {
	t.Parallel()
	s, server := newSandbox(t, nil)
	sdk := twilioSDK(t, server, authToken)
	tests := []struct {
		name string
		in   *api.CreateMessageParams
		code int
	}{
		{"landline", order("+33261910144", "x"), 21614},
		{"national form", order("0639980144", "x"), 21211},
		{"empty body", order(mobile, ""), 21602},
		{"1601 characters", order(mobile, strings.Repeat("a", 1601)), 21617},
		{"foreign sender", order(mobile, "x").SetFrom("+33639980000"), 21606},
		{"no sender", new(api.CreateMessageParams).SetTo(mobile).SetBody("x"), 21603},
		{"underscore in callback", order(mobile, "x").SetStatusCallback("https://mon_hote.exemple.fr/s"), 21609},
		{"validity", order(mobile, "x").SetValidityPeriod(36001), 21624},
	}
	for _, test := range tests {
		var refused *client.TwilioRestError
		if _, err := sdk.CreateMessage(test.in); !errors.As(err, &refused) || refused.Code != test.code || refused.Status != 400 {
			t.Errorf("%s: got %v, want code %d", test.name, err, test.code)
		}
	}
	var refused *client.TwilioRestError
	if _, err := twilioSDK(t, server, "autre0jeton").CreateMessage(order(mobile, "x")); !errors.As(err, &refused) || refused.Code != 20003 {
		t.Errorf("wrong token: got %v, want 20003", err)
	}
	if n := len(s.Twilio.Ledger()); n != 0 {
		t.Errorf("%d messages recorded after refusals", n)
	}
}

func TestListIsNewestFirstAndPaged(t *testing.T) {
	t.Parallel()
	_, server := newSandbox(t, nil)
	sdk := twilioSDK(t, server, authToken)
	for _, body := range []string{"un", "deux", "trois", "quatre", "cinq"} {
		if _, err := sdk.CreateMessage(order(mobile, body)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sdk.CreateMessage(order("+33639980145", "ailleurs")); err != nil {
		t.Fatal(err)
	}
	list := func(change func(*api.ListMessageParams)) []string {
		p := &api.ListMessageParams{}
		p.SetTo(mobile).SetPageSize(2).SetLimit(10)
		if change != nil {
			change(p)
		}
		found, err := sdk.ListMessage(p)
		if err != nil {
			t.Fatal(err)
		}
		var bodies []string
		for _, m := range found {
			bodies = append(bodies, *m.Body)
		}
		return bodies
	}
	if diff := cmp.Diff([]string{"cinq", "quatre", "trois", "deux", "un"}, list(nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"cinq", "quatre", "trois"}, list(func(p *api.ListMessageParams) { p.SetLimit(3) })); diff != "" {
		t.Error(diff)
	}
}

func TestYoungMessagesMayBeMissingFromLists(t *testing.T) {
	t.Parallel()
	s, server := newSandbox(t, nil)
	sdk := twilioSDK(t, server, authToken)
	s.Twilio.SetListLag(time.Hour)
	if _, err := sdk.CreateMessage(order(mobile, "x")); err != nil {
		t.Fatal(err)
	}
	found, err := sdk.ListMessage(&api.ListMessageParams{})
	if err != nil || len(found) != 0 {
		t.Errorf("got %d messages, %v; want none yet", len(found), err)
	}
}

func TestStatusCallbacksAreSignedAndOrdered(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s, server := newSandbox(t, nil)
	m, err := twilioSDK(t, server, authToken).CreateMessage(order(mobile, "Réf K7F29 à l'accueil").SetStatusCallback(h.URL + "/status/abc?x=1&a=é#rc=5"))
	if err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if diff := cmp.Diff([]string{"sent", "delivered"}, h.got("MessageStatus")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{*m.Sid, *m.Sid}, h.got("MessageSid")); diff != "" {
		t.Error(diff)
	}
	if h.unsigned != 0 {
		t.Errorf("%d callbacks with a bad signature", h.unsigned)
	}
}

func TestCallbacksMayComeInAnyOrder(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s, server := newSandbox(t, func(o *sandbox.Options) {
		o.Network = func(sandbox.SMS) sandbox.Fate {
			return sandbox.Fate{Sent: time.Second, Final: time.Minute, Status: "delivered", SentLate: true, Doubled: true}
		}
	})
	m, err := twilioSDK(t, server, authToken).CreateMessage(order(mobile, "x").SetStatusCallback(h.URL + "/status"))
	if err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if err := s.Twilio.CallBack(t.Context(), *m.Sid, "failed", 30008); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"delivered", "delivered", "sent", "failed"}, h.got("MessageStatus")); diff != "" {
		t.Error(diff)
	}
	if got := s.Twilio.Ledger()[0].Status; got != "delivered" {
		t.Errorf("the message itself is %s", got)
	}
}

func TestUndeliveredCarriesItsCode(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s, server := newSandbox(t, func(o *sandbox.Options) {
		o.Network = func(sandbox.SMS) sandbox.Fate {
			return sandbox.Fate{Sent: time.Second, Final: time.Hour, Status: "undelivered", Code: 30003}
		}
	})
	sdk := twilioSDK(t, server, authToken)
	m, err := sdk.CreateMessage(order(mobile, "x").SetStatusCallback(h.URL + "/status"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdk.CreateMessage(order(mobile, "court").SetStatusCallback(h.URL + "/status").SetValidityPeriod(60)); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if diff := cmp.Diff([]string{"", "", "30036", "30003"}, h.got("ErrorCode")); diff != "" {
		t.Error(diff)
	}
	fetched, err := sdk.FetchMessage(*m.Sid, nil)
	if err != nil || *fetched.ErrorCode != 30003 {
		t.Errorf("fetched %+v, %v", fetched, err)
	}
	if got := s.Clock.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("the clock shows %v", got)
	}
}

func TestMessagingServiceChoosesItsSenderLater(t *testing.T) {
	t.Parallel()
	service := "MG00000000000000000000000000000035"
	s, server := newSandbox(t, func(o *sandbox.Options) { o.Twilio.MessagingService = service })
	sdk := twilioSDK(t, server, authToken)
	m, err := sdk.CreateMessage(new(api.CreateMessageParams).SetTo(mobile).SetBody("x").SetMessagingServiceSid(service))
	if err != nil {
		t.Fatal(err)
	}
	if *m.Status != "accepted" || m.From != nil || *m.NumSegments != "0" {
		t.Errorf("created %+v", m)
	}
	runAll(t, s)
	if m, err = sdk.FetchMessage(*m.Sid, nil); err != nil || *m.From != sender || *m.NumSegments != "1" {
		t.Errorf("fetched %+v, %v", m, err)
	}
}

func TestInboundIsSignedAndRepeatedUntilAccepted(t *testing.T) {
	t.Parallel()
	h := newHook(t, 503, 500)
	s, _ := newSandbox(t, nil)
	s.Twilio.SetWebhook(h.URL + "/webhooks/twilio/message")
	got := s.Twilio.Receive(mobile, "oui jy serai à 14h € ç")
	runAll(t, s)
	if diff := cmp.Diff([]string{got.SID, got.SID, got.SID}, h.got("MessageSid")); diff != "" {
		t.Error(diff)
	}
	if h.unsigned != 0 {
		t.Errorf("%d webhooks with a bad signature", h.unsigned)
	}
	if want := start.Add(70 * time.Second); !s.Clock.Now().Equal(want) {
		t.Errorf("accepted at %v, want %v", s.Clock.Now(), want)
	}
}

func TestInboundIsGivenUpInTheEnd(t *testing.T) {
	t.Parallel()
	h := newHook(t, 503, 503, 503, 503, 503, 503)
	s, _ := newSandbox(t, nil)
	s.Twilio.SetWebhook(h.URL)
	s.Twilio.Receive(mobile, "1")
	var err error
	for err == nil {
		if _, any := s.Queue.Next(); !any {
			break
		}
		err = s.Queue.Step(t.Context())
	}
	if err == nil || s.Twilio.Lost() != 1 || len(h.forms) != 6 {
		t.Errorf("err %v, lost %d, tries %d", err, s.Twilio.Lost(), len(h.forms))
	}
	if strings.Contains(err.Error(), mobile) {
		t.Errorf("the error names the number: %v", err)
	}
}

func TestAdvancedOptOutBlocksTheNumber(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s, server := newSandbox(t, func(o *sandbox.Options) { o.Twilio.AdvancedOptOut = true; o.Twilio.Webhook = h.URL })
	sdk := twilioSDK(t, server, authToken)
	s.Twilio.Receive(mobile, "Stop")
	var refused *client.TwilioRestError
	if _, err := sdk.CreateMessage(order(mobile, "x")); !errors.As(err, &refused) || refused.Code != 21610 {
		t.Errorf("got %v, want 21610", err)
	}
	s.Twilio.Receive(mobile, "REPRENDRE")
	if _, err := sdk.CreateMessage(order(mobile, "x")); err != nil {
		t.Error(err)
	}
	runAll(t, s)
	if diff := cmp.Diff([]string{"STOP", "START"}, h.got("OptOutType")); diff != "" {
		t.Error(diff)
	}
}

func TestFaultsTellTheTruthInTheLedger(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		fault   sandbox.Fault
		created int
		retry   string
	}{
		{"dropped before", sandbox.Fault{Drop: true}, 0, ""},
		{"dropped after", sandbox.Fault{Drop: true, Effect: true}, 1, ""},
		{"502 without effect", sandbox.Fault{Status: 502}, 0, ""},
		{"500 with effect", sandbox.Fault{Status: 500, Code: 20500, Effect: true}, 1, ""},
		{"429", sandbox.Fault{Status: 429, Code: 20429, RetryAfter: 7}, 0, "7"},
		{"too late", sandbox.Fault{Delay: 300 * time.Millisecond, Effect: true}, 1, ""},
		{"answered too late", sandbox.Fault{Hold: 300 * time.Millisecond}, 1, ""},
		{"garbage with effect", sandbox.Fault{Status: 201, Body: "\x00\xff{", Effect: true}, 1, ""},
		{"redirected to itself", sandbox.Fault{Status: 307}, 0, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, server := newSandbox(t, nil)
			s.Twilio.Inject(test.fault)
			form := url.Values{"To": {mobile}, "From": {sender}, "Body": {"x"}}
			ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer stop()
			r, _ := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/2010-04-01/Accounts/"+accountSID+"/Messages.json", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.SetBasicAuth(accountSID, authToken)
			answer, err := http.DefaultTransport.RoundTrip(r)
			switch {
			case test.fault.Status == 0 && err == nil:
				t.Errorf("got an answer %s, want none", answer.Status)
			case test.fault.Status != 0 && (err != nil || answer.StatusCode != test.fault.Status || answer.Header.Get("Retry-After") != test.retry):
				t.Errorf("got %v, %v", answer, err)
			}
			server.Close() // waits for the handler
			if got := len(s.Twilio.Ledger()); got != test.created {
				t.Errorf("%d messages in the ledger, want %d", got, test.created)
			}
			if s.Twilio.Pending() != 0 {
				t.Error("the fault was not used up")
			}
		})
	}
}

func TestSegmentsNeverSplitAPair(t *testing.T) {
	t.Parallel()
	rep := strings.Repeat
	tests := []struct {
		text string
		want int
	}{
		{"", 1},
		{rep("a", 160), 1},
		{rep("a", 161), 2},
		{rep("a", 158) + "€", 1},
		{rep("a", 159) + "€", 2},
		{rep("a", 306), 2},
		{rep("a", 307), 3},
		{rep("a", 152) + "€" + rep("a", 151), 2},
		{rep("a", 152) + "€" + rep("a", 152), 3},
		{rep("€", 152), 2},
		{rep("€", 153), 3},
		{rep("a", 149) + "é", 1},
		{rep("a", 149) + "ê", 3},
		{rep("ê", 70), 1},
		{rep("ê", 71), 2},
		{rep("ê", 134), 2},
		{rep("ê", 135), 3},
		{rep("😀", 35), 1},
		{rep("😀", 36), 2},
		{rep("😀", 66), 2},
		{rep("😀", 67), 3},
		{rep("ê", 66) + "😀" + rep("ê", 66), 3},
	}
	for _, test := range tests {
		if got := sandbox.Segments(test.text); got != test.want {
			t.Errorf("Segments(%.12q…, %d runes) = %d, want %d", test.text, len([]rune(test.text)), got, test.want)
		}
	}
}
