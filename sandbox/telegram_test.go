package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"github.com/google/go-cmp/cmp"

	"relais/sandbox"
)

const maelys int64 = 510_000_001

func telegramSDK(t *testing.T, server *httptest.Server, token string) *bot.Bot {
	t.Helper()
	b, err := bot.New(token, bot.WithServerURL(server.URL), bot.WithSkipGetMe())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func withChat(t *testing.T) (*sandbox.Sandbox, *httptest.Server, *bot.Bot) {
	s, server := newSandbox(t, nil)
	s.Telegram.Know(maelys, "Maëlys", "Quillien", "fr", false)
	return s, server, telegramSDK(t, server, "35000000:secret")
}

// call posts JSON, as the poller of a service does, and returns the result.
func call(t *testing.T, server *httptest.Server, method, params string, into any) int {
	t.Helper()
	answer, err := http.Post(server.URL+"/bot35000000:secret/"+method, "application/json", strings.NewReader(params))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	var envelope struct{ Result json.RawMessage }
	if err := json.Unmarshal(body, &envelope); err != nil {
		t.Fatalf("%s: %v in %s", method, err, body)
	}
	if into != nil && len(envelope.Result) > 0 {
		if err := json.Unmarshal(envelope.Result, into); err != nil {
			t.Fatalf("%s: %v in %s", method, err, body)
		}
	}
	return answer.StatusCode
}

func TestBotKnowsItselfAndRefusesOtherTokens(t *testing.T) {
	t.Parallel()
	_, server, b := withChat(t)
	me, err := b.GetMe(t.Context())
	if err != nil || me.Username != "RelaisBot" || !me.IsBot || me.ID != 35_000_000 {
		t.Errorf("GetMe: %+v, %v", me, err)
	}
	if _, err := telegramSDK(t, server, "35000000:autre").GetMe(t.Context()); !errors.Is(err, bot.ErrorUnauthorized) {
		t.Errorf("wrong token: %v", err)
	}
}

func TestBotWritesOnlyToThoseWhoStartedIt(t *testing.T) {
	t.Parallel()
	s, _, b := withChat(t)
	write := func(chat int64) error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: chat, Text: "Bonjour"})
		return err
	}
	if err := write(999); !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "chat not found") {
		t.Errorf("unknown chat: %v", err)
	}
	if err := write(maelys); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("not started: %v", err)
	}
	if err := s.Telegram.Start(maelys, "jeton"); err != nil {
		t.Fatal(err)
	}
	if err := write(maelys); err != nil {
		t.Error(err)
	}
	if err := s.Telegram.Block(maelys); err != nil {
		t.Fatal(err)
	}
	if err := write(maelys); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("blocked: %v", err)
	}
}

func TestKeyboardIsPressedAndAcknowledged(t *testing.T) {
	t.Parallel()
	s, server, b := withChat(t)
	if err := s.Telegram.Start(maelys, ""); err != nil {
		t.Fatal(err)
	}
	sent, err := b.SendMessage(t.Context(), &bot.SendMessageParams{
		ChatID: maelys, ParseMode: models.ParseModeHTML, Text: "Bonjour <b>M&amp;M</b> : rendez-vous &lt;mardi&gt;",
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
			{{Text: "Je viens", CallbackData: "v1:a:come"}}, {{Text: "Autre jour", CallbackData: "v1:a:other"}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	messages, _, _ := s.Telegram.Chat(maelys)
	if got := messages[1]; got.ID != sent.ID || got.Text != "Bonjour M&M : rendez-vous <mardi>" || len(got.Buttons) != 2 {
		t.Errorf("on the phone: %+v", got)
	}
	if err := s.Telegram.Press(maelys, sent.ID, "v1:b:come"); err == nil {
		t.Error("a key that is not there could be pressed")
	}
	if err := s.Telegram.Press(maelys, sent.ID, "v1:a:come"); err != nil {
		t.Fatal(err)
	}
	var updates []models.Update
	call(t, server, "getUpdates", `{"offset":0,"timeout":0,"allowed_updates":["message","callback_query","my_chat_member"]}`, &updates)
	if len(updates) != 2 || updates[1].CallbackQuery == nil || updates[1].CallbackQuery.Data != "v1:a:come" ||
		updates[1].CallbackQuery.Message.Message.ID != sent.ID || updates[1].CallbackQuery.From.ID != maelys {
		t.Fatalf("updates %+v", updates)
	}
	ok, err := b.AnswerCallbackQuery(t.Context(), &bot.AnswerCallbackQueryParams{CallbackQueryID: updates[1].CallbackQuery.ID, Text: "C'est noté"})
	if err != nil || !ok || s.Telegram.Calls() != 1 {
		t.Errorf("acknowledge: %v, %v", ok, err)
	}
	if _, err := b.EditMessageReplyMarkup(t.Context(), &bot.EditMessageReplyMarkupParams{ChatID: maelys, MessageID: sent.ID}); err != nil {
		t.Error(err)
	}
	if messages, _, _ = s.Telegram.Chat(maelys); len(messages[1].Buttons) != 0 || messages[1].Pressed != "Je viens" {
		t.Errorf("after the edit: %+v", messages[1])
	}
	edit := &bot.EditMessageTextParams{ChatID: maelys, MessageID: sent.ID, Text: "Bonjour\n\n✓ Je viens"}
	if _, err := b.EditMessageText(t.Context(), edit); err != nil {
		t.Error(err)
	}
	if messages, _, _ = s.Telegram.Chat(maelys); messages[1].Text != edit.Text {
		t.Errorf("after the edit: %+v", messages[1])
	}
	if _, err := b.EditMessageText(t.Context(), edit); !errors.Is(err, bot.ErrorBadRequest) {
		t.Errorf("edited to the same: %v", err)
	}
	edit.MessageID = 99
	if _, err := b.EditMessageText(t.Context(), edit); !errors.Is(err, bot.ErrorBadRequest) {
		t.Errorf("edited what is not there: %v", err)
	}
}

func TestMarkupAndSizesAreChecked(t *testing.T) {
	t.Parallel()
	s, _, b := withChat(t)
	if err := s.Telegram.Start(maelys, ""); err != nil {
		t.Fatal(err)
	}
	key := func(data string) models.ReplyMarkup {
		return &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "x", CallbackData: data}}}}
	}
	for name, p := range map[string]*bot.SendMessageParams{
		"bare angle":   {Text: "a < b", ParseMode: models.ParseModeHTML},
		"unclosed":     {Text: "<b>a", ParseMode: models.ParseModeHTML},
		"unknown tag":  {Text: "<p>a</p>", ParseMode: models.ParseModeHTML},
		"empty":        {Text: "  "},
		"too long":     {Text: strings.Repeat("a", 4097)},
		"key too long": {Text: "a", ReplyMarkup: key(strings.Repeat("k", 65))},
		"key empty":    {Text: "a", ReplyMarkup: key("")},
	} {
		p.ChatID = maelys
		if _, err := b.SendMessage(t.Context(), p); !errors.Is(err, bot.ErrorBadRequest) {
			t.Errorf("%s: got %v, want a bad request", name, err)
		}
	}
	if _, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: maelys, Text: strings.Repeat("é", 4096), ReplyMarkup: key(strings.Repeat("k", 64))}); err != nil {
		t.Error(err)
	}
}

func TestPollingWaitsConfirmsAndYieldsToANewerPoll(t *testing.T) {
	t.Parallel()
	s, server, _ := withChat(t)
	first := make(chan int, 1)
	go func() { first <- call(t, server, "getUpdates", `{"timeout":30}`, nil) }()
	var got []models.Update
	second := make(chan int, 1)
	for len(first) == 0 { // a newer poll ends the first one, whenever it started
		go func() { second <- call(t, server, "getUpdates", `{"timeout":1}`, &got) }()
		<-second
	}
	if status := <-first; status != http.StatusConflict {
		t.Errorf("the older poll got %d, want 409", status)
	}

	if err := s.Telegram.Start(maelys, "jeton"); err != nil {
		t.Fatal(err)
	}
	if err := s.Telegram.Say(maelys, "Bonjour", 1); err != nil {
		t.Fatal(err)
	}
	call(t, server, "getUpdates", `{"timeout":5}`, &got)
	if len(got) != 2 || got[0].Message.Text != "/start jeton" || got[1].Message.ReplyToMessage == nil || got[0].Message.Chat.Type != "private" {
		t.Fatalf("updates %+v", got)
	}
	var again []models.Update
	call(t, server, "getUpdates", `{"timeout":0}`, &again)
	if len(again) != 2 || again[0].ID != got[0].ID {
		t.Errorf("unconfirmed updates must come again, got %d", len(again))
	}
	confirm, _ := json.Marshal(map[string]any{"offset": got[1].ID + 1, "timeout": 0})
	call(t, server, "getUpdates", string(confirm), &again)
	if len(again) != 0 {
		t.Errorf("%d updates after confirmation", len(again))
	}
}

func TestBlockingIsAnUpdate(t *testing.T) {
	t.Parallel()
	s, server, _ := withChat(t)
	for _, do := range []func() error{
		func() error { return s.Telegram.Start(maelys, "") },
		func() error { return s.Telegram.Block(maelys) },
		func() error { return s.Telegram.Block(maelys) }, // already so: no update
		func() error { return s.Telegram.Start(maelys, "") },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	var got []models.Update
	call(t, server, "getUpdates", `{"timeout":0}`, &got)
	if len(got) != 4 {
		t.Fatalf("%d updates, want start, kicked, member, start", len(got))
	}
	if m := got[1].MyChatMember; m == nil || m.NewChatMember.Type != models.ChatMemberTypeBanned {
		t.Errorf("blocked: %+v", got[1])
	}
	if m := got[2].MyChatMember; m == nil || m.NewChatMember.Type != models.ChatMemberTypeMember {
		t.Errorf("unblocked: %+v", got[2])
	}
}

func TestWebhookCarriesTheSecretAndIsRepeated(t *testing.T) {
	t.Parallel()
	var secrets []string
	var ids []int64
	answers := []int{500, 503, 200, 200}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var u models.Update
		_ = json.NewDecoder(r.Body).Decode(&u)
		ids = append(ids, u.ID)
		secrets = append(secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
		w.WriteHeader(answers[0])
		answers = answers[1:]
	}))
	defer hook.Close()
	s, server, b := withChat(t)
	if _, err := b.SetWebhook(t.Context(), &bot.SetWebhookParams{URL: hook.URL + "/webhooks/telegram", SecretToken: "le_secret-35", AllowedUpdates: []string{"message"}}); err != nil {
		t.Fatal(err)
	}
	if status := call(t, server, "getUpdates", `{}`, nil); status != http.StatusConflict {
		t.Errorf("polling beside a webhook: %d", status)
	}
	for _, text := range []string{"un", "deux"} {
		if err := s.Telegram.Say(maelys, text, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Telegram.Block(maelys); err != nil { // not among the allowed updates
		t.Fatal(err)
	}
	info, err := b.GetWebhookInfo(t.Context())
	if err != nil || info.PendingUpdateCount != 2 {
		t.Errorf("info %+v, %v", info, err)
	}
	runAll(t, s)
	if len(ids) != 4 || ids[0] != ids[1] || ids[1] != ids[2] || ids[3] != ids[2]+1 {
		t.Errorf("update ids %v: one by one, each until accepted", ids)
	}
	if diff := cmp.Diff([]string{"le_secret-35", "le_secret-35", "le_secret-35", "le_secret-35"}, secrets); diff != "" {
		t.Error(diff)
	}
	if got := s.Clock.Now(); !got.Equal(start.Add(3 * time.Second)) {
		t.Errorf("repeated until %v, want 1 s then 2 s", got)
	}
	if _, err := b.DeleteWebhook(t.Context(), &bot.DeleteWebhookParams{}); err != nil {
		t.Error(err)
	}
}

func TestTooManyRequestsSaysHowLong(t *testing.T) {
	t.Parallel()
	s, _, b := withChat(t)
	if err := s.Telegram.Start(maelys, ""); err != nil {
		t.Fatal(err)
	}
	s.Telegram.Inject(sandbox.Fault{Call: "sendMessage", Status: 429, RetryAfter: 30}, sandbox.Fault{Call: "sendMessage", Status: 502, Effect: true})
	write := func(ctx context.Context) error {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: maelys, Text: "x"})
		return err
	}
	var slow *bot.TooManyRequestsError
	if err := write(t.Context()); !errors.As(err, &slow) || slow.RetryAfter != 30 {
		t.Errorf("got %v", err)
	}
	if err := write(t.Context()); err == nil {
		t.Error("the 502 was not seen")
	}
	if messages, _, _ := s.Telegram.Chat(maelys); len(messages) != 2 {
		t.Errorf("%d messages, want the start and the one of the lost answer", len(messages))
	}
}

func TestEveryFormOfParametersIsRead(t *testing.T) {
	t.Parallel()
	s, server, _ := withChat(t)
	if err := s.Telegram.Start(maelys, ""); err != nil {
		t.Fatal(err)
	}
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":510000001,"text":"a & b","reply_markup":{"inline_keyboard":[[{"text":"k","callback_data":"d","copy_text":{"text":""}}]]}}`,
		"application/x-www-form-urlencoded": "chat_id=510000001&text=a+%26+b",
		"multipart/form-data; boundary=xyz": "--xyz\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n510000001\r\n--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na & b\r\n--xyz--\r\n",
	} {
		answer, err := http.Post(server.URL+"/bot35000000:secret/sendMessage", kind, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		messages, _, _ := s.Telegram.Chat(maelys)
		if last := messages[len(messages)-1]; answer.StatusCode != 200 || last.Text != "a & b" {
			t.Errorf("%s: %s, %+v", kind, answer.Status, last)
		}
	}
}

func TestVoiceMessagesHaveNoText(t *testing.T) {
	t.Parallel()
	s, server, _ := withChat(t)
	if err := s.Telegram.Voice(maelys); err != nil {
		t.Fatal(err)
	}
	var got []models.Update
	call(t, server, "getUpdates", `{"timeout":0}`, &got)
	if len(got) != 1 || got[0].Message.Voice == nil || got[0].Message.Text != "" {
		t.Errorf("updates %+v", got)
	}
}
