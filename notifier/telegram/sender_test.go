package telegram_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier"
	"relais/notifier/telegram"
	"relais/parcours"
)

func TestMessageLeavesOnceWithItsButtons(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	got, err := newSender(t, p.URL).Send(t.Context(), attemptTo("100"))
	if err != nil {
		t.Fatal(err)
	}
	got.At = time.Time{}
	want := parcours.Receipt{Source: "answer", AttemptID: attempt, ProviderID: "100:1", Status: "ok", State: parcours.AttemptSent}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipt (-want +got):\n%s", diff)
	}
	calls, params, _ := p.seen()
	if diff := cmp.Diff([]string{"sendMessage"}, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{
		"chat_id": "100", "text": "Rendez-vous &lt;jeudi&gt; à <b>14h30</b>", "parse_mode": "HTML",
		"link_preview_options": `{"is_disabled":true}`,
		"reply_markup": `{"inline_keyboard":[[{"text":"Je viens","callback_data":"v1:` + packed + `:come"}],` +
			`[{"text":"Je ne peux pas","callback_data":"v1:` + packed + `:cannot"}]]}`,
	}, params[0]); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}

func TestVerdictOfASend(t *testing.T) {
	t.Parallel()
	type behave = func(http.ResponseWriter, string, map[string]string, *provider) bool
	says := func(status int, text string, parameters ...map[string]any) behave {
		return func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			refuse(w, status, text, parameters...)
			return true
		}
	}
	for _, c := range []struct {
		name   string
		behave behave
		kind   parcours.RefusalKind
		code   string
		after  time.Duration
		fault  bool
		sent   int
	}{
		{name: "blocked", behave: says(403, "Forbidden: bot was blocked by the user"), kind: parcours.RefusalBlocked, code: "403"},
		{name: "account gone", behave: says(403, "Forbidden: user is deactivated"), kind: parcours.RefusalBlocked, code: "403"},
		{name: "chat not found", behave: says(400, "Bad Request: chat not found"), kind: parcours.RefusalGiveUp, code: "chat_not_found"},
		{name: "our HTML", behave: says(400, "Bad Request: can't parse entities: Anne MOREL"), kind: parcours.RefusalGiveUp, code: "bad_request", fault: true},
		{name: "migrated", behave: says(400, "Bad Request: group chat was upgraded", map[string]any{"migrate_to_chat_id": -1001}), kind: parcours.RefusalGiveUp, code: "migrated"},
		{name: "too many, with a delay", behave: says(429, "Too Many Requests: retry after 30", map[string]any{"retry_after": 30}), kind: parcours.RefusalRetry, code: "429", fault: true, after: 30 * time.Second},
		{name: "too many, without a delay", behave: says(429, "Too Many Requests"), kind: parcours.RefusalRetry, code: "429", fault: true},
		{name: "token", behave: says(401, "Unauthorized"), kind: parcours.RefusalConfig, code: "401"},
		{name: "no such bot", behave: says(404, "Not Found"), kind: parcours.RefusalConfig, code: "404"},
		{name: "500", behave: says(500, "Internal Server Error"), kind: parcours.RefusalUnknown, code: "500"},
		{name: "502 in HTML", behave: func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			w.WriteHeader(502)
			_, _ = io.WriteString(w, "<html>Anne MOREL</html>")
			return true
		}, kind: parcours.RefusalUnknown, code: "502"},
		{name: "403 in HTML", behave: func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			w.WriteHeader(403)
			_, _ = io.WriteString(w, "<html>proxy</html>")
			return true
		}, kind: parcours.RefusalUnknown, code: "403"},
		{name: "redirect", behave: func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(307)
			return true
		}, kind: parcours.RefusalUnknown, code: "307"},
		{name: "ok without message", behave: func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			answer(w, map[string]any{})
			return true
		}, kind: parcours.RefusalUnknown, code: "200"},
		{name: "dropped before", behave: func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			hangUp(w)
			return true
		}, kind: parcours.RefusalUnknown},
		{name: "dropped after it was sent", behave: func(w http.ResponseWriter, _ string, _ map[string]string, p *provider) bool {
			p.accept()
			hangUp(w)
			return true
		}, kind: parcours.RefusalUnknown, sent: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, c.behave)
			_, err := newSender(t, p.URL).Send(t.Context(), attemptTo("100"))
			got, ok := errors.AsType[*parcours.Refusal](err)
			if !ok {
				t.Fatalf("got error %v, want a refusal", err)
			}
			want := parcours.Refusal{Kind: c.kind, Code: c.code, After: c.after, SenderAtFault: c.fault}
			if diff := cmp.Diff(want, parcours.Refusal{Kind: got.Kind, Code: got.Code, After: got.After, SenderAtFault: got.SenderAtFault}); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
			if calls, _, sent := p.seen(); len(calls) != 1 || sent != c.sent {
				t.Errorf("got %d calls and %d messages, want 1 and %d", len(calls), sent, c.sent)
			}
			for _, secret := range []string{"abcdefghijkl", "MOREL", "14h30"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows %q: %v", secret, err)
				}
			}
		})
	}
}

func TestAnswerLateBecomesUnknown(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	p := newProvider(t, func(_ http.ResponseWriter, _ string, _ map[string]string, p *provider) bool {
		p.accept()
		<-ctx.Done()
		return true
	})
	_, err := newSender(t, p.URL).Send(ctx, attemptTo("100"))
	if r, ok := errors.AsType[*parcours.Refusal](err); !ok || r.Kind != parcours.RefusalUnknown || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want unknown after the deadline", err)
	}
}

func TestNothingLeftGoesBackToQueue(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	_ = listener.Close()
	_, err = newSender(t, url).Send(t.Context(), attemptTo("100"))
	if r, ok := errors.AsType[*parcours.Refusal](err); !ok || r.Kind != parcours.RefusalRetry || r.Code != "" || !r.SenderAtFault {
		t.Errorf("got %v, want a retry without code", err)
	}
	if strings.Contains(err.Error(), token) {
		t.Errorf("the error shows the token: %v", err)
	}

	p := newProvider(t, nil)
	late := attemptTo("100")
	late.SendingAt = time.Now().Add(-time.Minute)
	_, err = newSender(t, p.URL).Send(t.Context(), late)
	if r, ok := errors.AsType[*parcours.Refusal](err); !ok || r.Kind != parcours.RefusalRetry || !errors.Is(err, notifier.ErrTooLate) {
		t.Errorf("got %v, want a retry: marked too long ago", err)
	}
}

func TestGroupsAreNotWrittenTo(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	for _, address := range []string{"-100123", "@canal", "", "0"} {
		_, err := newSender(t, p.URL).Send(t.Context(), attemptTo(address))
		if r, ok := errors.AsType[*parcours.Refusal](err); !ok || r.Kind != parcours.RefusalGiveUp {
			t.Errorf("%q: got %v, want give up", address, err)
		}
	}
	if calls, _, _ := p.seen(); len(calls) != 0 {
		t.Errorf("got calls %v, want none", calls)
	}
}

func TestButtonThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	a := attemptTo("100")
	a.Choices = []parcours.RenderedChoice{{Action: strings.Repeat("x", 40), Label: "trop long"}}
	_, err := newSender(t, "").Send(t.Context(), a)
	if r, ok := errors.AsType[*parcours.Refusal](err); !ok || r.Kind != parcours.RefusalGiveUp || r.Code != "wording" {
		t.Errorf("got %v, want give up: wording", err)
	}
}

func TestPressIsAcknowledged(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	s := newSender(t, p.URL)
	if err := s.Acknowledge(t.Context(), parcours.Inbound{CallbackID: "77"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Acknowledge(t.Context(), parcours.Inbound{CallbackID: "78", PressedOn: "100:3"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Acknowledge(t.Context(), parcours.Inbound{Text: "bonjour"}); err != nil {
		t.Fatal(err)
	}
	calls, params, _ := p.seen()
	if len(calls) != 3 || calls[0] != "answerCallbackQuery" || params[0]["callback_query_id"] != "77" {
		t.Errorf("got %v %v", calls, params)
	}
	if calls[2] != "editMessageReplyMarkup" || params[2]["chat_id"] != "100" || params[2]["message_id"] != "3" || params[2]["reply_markup"] != "" {
		t.Errorf("got %v %v, want the buttons removed", calls, params)
	}
}

// A choice that was made stands under the question, in the place of the buttons; where
// Telegram does not let the text be edited, the buttons go all the same.
func TestAChoiceStandsInThePlaceOfItsButtons(t *testing.T) {
	t.Parallel()
	press := parcours.Inbound{CallbackID: "78", PressedOn: "100:3", PressedText: "Mardi <13> & jeudi ?", PressedLabel: "Je viens"}
	p := newProvider(t, nil)
	if err := newSender(t, p.URL).Acknowledge(t.Context(), press); err != nil {
		t.Fatal(err)
	}
	calls, params, _ := p.seen()
	if len(calls) != 2 || calls[1] != "editMessageText" || params[1]["text"] != "Mardi <13> & jeudi ?\n\n✓ Je viens" ||
		params[1]["parse_mode"] != "" || params[1]["reply_markup"] != "" || params[1]["message_id"] != "3" {
		t.Errorf("got %v %v", calls, params)
	}

	long := press
	long.PressedText = strings.Repeat("é", 4096)
	gone := press
	gone.PressedLabel = ""
	for name, in := range map[string]parcours.Inbound{"too long to edit": long, "not told what was pressed": gone} {
		p := newProvider(t, nil)
		if err := newSender(t, p.URL).Acknowledge(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		if calls, _, _ := p.seen(); len(calls) != 2 || calls[1] != "editMessageReplyMarkup" {
			t.Errorf("%s: got %v", name, calls)
		}
	}
}

func TestTheMenuIsSetInEachLanguage(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	menu := []telegram.Command{{Word: "rdv", Meaning: "Revoir mes rendez-vous"}}
	if err := newSender(t, p.URL).SetCommands(t.Context(), parcours.French, menu); err != nil {
		t.Fatal(err)
	}
	calls, params, _ := p.seen()
	if len(calls) != 1 || calls[0] != "setMyCommands" || params[0]["language_code"] != "fr" ||
		!strings.Contains(params[0]["commands"], `"rdv"`) || !strings.Contains(params[0]["scope"], "all_private_chats") {
		t.Errorf("got %v %v", calls, params)
	}
}

func TestBotTellsItsName(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	name, err := newSender(t, p.URL).UserName(t.Context())
	if err != nil || name != "RelaisBot" {
		t.Errorf("got %q, %v", name, err)
	}
	wrong, err := telegram.New(telegram.Config{Token: "1:wrongwrong", APIURL: p.URL})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wrong.UserName(t.Context()); !errors.Is(err, telegram.ErrToken) {
		t.Errorf("got %v, want ErrToken", err)
	}
}
