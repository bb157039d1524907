package twilio_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier"
	"relais/notifier/twilio"
	"relais/parcours"
)

func TestMessageLeavesOnceAndUnchanged(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	s := newSender(t, p.URL, func(c *twilio.Config) { c.Now = func() time.Time { return now } })
	a := attemptTo("Rappel : rendez-vous à 14h30. Réf K7F29")
	a.ExpiresAt = now.Add(10 * time.Minute)

	got, err := s.Send(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	want := parcours.Receipt{
		Source: "answer", AttemptID: attempt, ProviderID: "SM00000000000000000000000000000001",
		Status: "queued", State: parcours.AttemptAccepted, At: now,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipt (-want +got):\n%s", diff)
	}
	if len(p.received()) != 1 {
		t.Fatalf("got %d requests, want 1", len(p.received()))
	}
	form := map[string]string{}
	for name, values := range p.received()[0] {
		form[name] = strings.Join(values, "|")
	}
	if diff := cmp.Diff(map[string]string{
		"To": mobile, "From": "38000", "Body": a.Body, "SmartEncoded": "false", "ValidityPeriod": "600",
		"StatusCallback": "https://relais.exemple.fr/webhooks/twilio/status/" + attempt,
	}, form); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		if p.header.Get(name) != "" {
			t.Errorf("%s is set: Go's transport would repeat the request by itself", name)
		}
	}
}

func TestMessagingServiceReplacesTheSender(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	s := newSender(t, p.URL, func(c *twilio.Config) { c.From, c.MessagingServiceSID = "", "MG0001" })
	if _, err := s.Send(t.Context(), attemptTo("Bonjour")); err != nil {
		t.Fatal(err)
	}
	if got := p.received()[0]; got.Get("MessagingServiceSid") != "MG0001" || got.Has("From") {
		t.Errorf("got form %v", got)
	}
}

// What the provider does, and the verdict: the table of what may have been created.
func TestVerdictOfASend(t *testing.T) {
	t.Parallel()
	answer := func(status int, body string, header ...string) func(http.ResponseWriter, *http.Request, *provider) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ *provider) bool {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return true
		}
	}
	code := func(status, code int) func(http.ResponseWriter, *http.Request, *provider) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ *provider) bool { explain(w, status, code); return true }
	}
	for _, c := range []struct {
		name   string
		behave func(http.ResponseWriter, *http.Request, *provider) bool
		kind   parcours.RefusalKind
		code   string
		after  time.Duration
		fault  bool
		made   int
	}{
		{name: "dropped before", behave: func(w http.ResponseWriter, _ *http.Request, _ *provider) bool { hangUp(w); return true }, kind: parcours.RefusalUnknown},
		{name: "dropped after the message was created", behave: func(w http.ResponseWriter, r *http.Request, p *provider) bool {
			p.create(r.PostForm)
			hangUp(w)
			return true
		}, kind: parcours.RefusalUnknown, made: 1},
		{name: "429 with a delay", behave: answer(429, `{"code":20429}`, "Retry-After", "30"), kind: parcours.RefusalRetry, code: "20429", fault: true, after: 30 * time.Second},
		{name: "429 with a huge delay", behave: answer(429, `{"code":20429}`, "Retry-After", "99999999999"), kind: parcours.RefusalRetry, code: "20429", fault: true, after: 24 * time.Hour},
		{name: "429 without a delay nor JSON", behave: answer(429, `<html>`), kind: parcours.RefusalRetry, code: "429", fault: true},
		{name: "500 without effect", behave: answer(500, `{"code":20500}`), kind: parcours.RefusalUnknown, code: "500"},
		{name: "503 with effect", behave: func(w http.ResponseWriter, r *http.Request, p *provider) bool {
			p.create(r.PostForm)
			explain(w, 503, 20503)
			return true
		}, kind: parcours.RefusalUnknown, code: "503", made: 1},
		{name: "502 in HTML", behave: answer(502, `<html><body>Bad gateway</body></html>`), kind: parcours.RefusalUnknown, code: "502"},
		{name: "408", behave: answer(408, `{"code":20408}`), kind: parcours.RefusalUnknown, code: "408"},
		{name: "redirect", behave: answer(302, "", "Location", "/elsewhere"), kind: parcours.RefusalUnknown, code: "302"},
		{name: "201 without sid", behave: answer(201, `{"status":"queued"}`), kind: parcours.RefusalUnknown, code: "201"},
		{name: "201 with an odd sid", behave: answer(201, `{"sid":"SM1"}`), kind: parcours.RefusalUnknown, code: "201"},
		{name: "201 cut short", behave: answer(201, `{"sid":"SM0000`), kind: parcours.RefusalUnknown, code: "201"},
		{name: "400 without code", behave: answer(400, `{"message":"no"}`), kind: parcours.RefusalUnknown, code: "400"},
		{name: "landline", behave: code(400, 21614), kind: parcours.RefusalGiveUp, code: "21614"},
		{name: "STOP", behave: code(400, 21610), kind: parcours.RefusalBlocked, code: "21610"},
		{name: "country closed", behave: code(400, 21408), kind: parcours.RefusalGiveUp, code: "21408", fault: true},
		{name: "credentials", behave: code(401, 20003), kind: parcours.RefusalConfig, code: "20003"},
		{name: "sender not valid", behave: code(400, 21212), kind: parcours.RefusalConfig, code: "21212"},
		{name: "queue full", behave: code(400, 21611), kind: parcours.RefusalRetry, code: "21611", fault: true},
		{name: "unheard-of code", behave: code(400, 29999), kind: parcours.RefusalGiveUp, code: "29999"},
		{name: "unheard-of code, forbidden", behave: code(403, 29998), kind: parcours.RefusalConfig, code: "29998"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, c.behave)
			_, err := newSender(t, p.URL).Send(t.Context(), attemptTo("Bonjour"))
			got, ok := errors.AsType[*parcours.Refusal](err)
			if !ok {
				t.Fatalf("got error %v, want a refusal", err)
			}
			want := parcours.Refusal{Kind: c.kind, Code: c.code, After: c.after, SenderAtFault: c.fault}
			if diff := cmp.Diff(want, parcours.Refusal{Kind: got.Kind, Code: got.Code, After: got.After, SenderAtFault: got.SenderAtFault}); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
			if len(p.received()) != 1 || p.created() != c.made {
				t.Errorf("got %d requests and %d messages, want 1 and %d", len(p.received()), p.created(), c.made)
			}
			for _, secret := range []string{mobile, token, account, "Bonjour"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows %q: %v", secret, err)
				}
			}
		})
	}
}

func TestAnswerLateBecomesUnknown(t *testing.T) {
	t.Parallel()
	p := newProvider(t, func(_ http.ResponseWriter, r *http.Request, p *provider) bool {
		p.create(r.PostForm)
		<-r.Context().Done() // until the caller gives up
		return true
	})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := newSender(t, p.URL).Send(ctx, attemptTo("Bonjour"))
	r, ok := errors.AsType[*parcours.Refusal](err)
	if !ok || r.Kind != parcours.RefusalUnknown || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want unknown after the deadline", err)
	}
}

func TestNothingLeftGoesBackToQueue(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused := "http://" + listener.Addr().String()
	_ = listener.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)

	for name, url := range map[string]string{
		"connection refused": refused,
		"unknown host":       "http://relais.invalid",
		"unknown authority":  secure.URL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newSender(t, url).Send(t.Context(), attemptTo("Bonjour"))
			r, ok := errors.AsType[*parcours.Refusal](err)
			if !ok || r.Kind != parcours.RefusalRetry || r.Code != "" || !r.SenderAtFault {
				t.Errorf("got %v, want a retry without code", err)
			}
		})
	}
}

func TestThawedWorkerSendsNothing(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	a := attemptTo("Bonjour")
	a.SendingAt = time.Now().Add(-time.Minute)
	_, err := newSender(t, p.URL).Send(t.Context(), a)
	r, ok := errors.AsType[*parcours.Refusal](err)
	if !ok || r.Kind != parcours.RefusalRetry || !errors.Is(err, notifier.ErrTooLate) {
		t.Errorf("got %v, want a retry: marked too long ago", err)
	}
	if len(p.received()) != 0 {
		t.Errorf("got %d requests, want none", len(p.received()))
	}
}

func TestListFollowsPagesOnOurHost(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	s := newSender(t, p.URL)
	for _, body := range []string{"un", "deux", "trois"} {
		if _, err := s.Send(t.Context(), attemptTo(body)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.List(t.Context(), mobile)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range list {
		got = append(got, m.Body)
		if !m.Outbound || m.To != mobile || m.State != parcours.AttemptAccepted || time.Since(m.CreatedAt) > time.Minute {
			t.Errorf("got %+v", m)
		}
	}
	if diff := cmp.Diff([]string{"trois", "deux", "un"}, got); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
}

func TestOneMessageIsFetched(t *testing.T) {
	t.Parallel()
	p := newProvider(t, func(w http.ResponseWriter, r *http.Request, _ *provider) bool {
		if !strings.HasSuffix(r.URL.Path, "/Messages/"+sid+".json") {
			explain(w, 404, 20404)
			return true
		}
		_, _ = io.WriteString(w, `{"sid":"`+sid+`","status":"undelivered","error_code":30003,"to":"`+mobile+`"}`)
		return true
	})
	s := newSender(t, p.URL)
	got, err := s.Fetch(t.Context(), sid)
	if err != nil || got.State != parcours.AttemptUndeliveredTemp || got.Code != "30003" || got.To != mobile {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := s.Fetch(t.Context(), "../Accounts"); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
}

func TestFailedListingConcludesNothing(t *testing.T) {
	t.Parallel()
	p := newProvider(t, func(w http.ResponseWriter, _ *http.Request, _ *provider) bool { explain(w, 503, 20503); return true })
	if list, err := newSender(t, p.URL).List(t.Context(), mobile); err == nil {
		t.Errorf("got %v, want an error", list)
	}
}

func TestConfigurationFaultsAreToldTogether(t *testing.T) {
	t.Parallel()
	_, err := twilio.New(twilio.Config{AccountSID: "x", AuthToken: "with-dash", From: "+33612345678", PublicURL: "https://a_b.exemple.fr"})
	if err == nil {
		t.Fatal("got no error")
	}
	for _, part := range []string{"account SID", "auth token", "French mobile", "underscore"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("got %v, want it to mention %q", err, part)
		}
	}
}
