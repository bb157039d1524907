package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// TelegramBot is what the loopback Telegram knows of its bot.
type TelegramBot struct {
	Token    string
	Username string
	Name     string
}

// Button is one key of an inline keyboard.
type Button struct {
	Text string `json:"text"`
	// Data is sent back when the key is pressed; URL keys have none.
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// ChatMessage is one message of a private chat with the bot.
type ChatMessage struct {
	ID      int
	FromBot bool
	// Text is what a person reads, without markup.
	Text    string
	Buttons [][]Button
	// ReplyTo is the id of the message replied to, 0 when there is none.
	ReplyTo int
	// Pressed is the text of the key last pressed.
	Pressed string
	// Answer is the bot's answer to the press, shown as a toast.
	Answer string
	At     time.Time
}

// Telegram speaks the part of the Bot API that Relais uses, for one bot: getMe,
// getUpdates, setWebhook, deleteWebhook, getWebhookInfo, sendMessage,
// answerCallbackQuery, editMessageText, editMessageReplyMarkup. Parameters may come as multipart,
// as a urlencoded form or as JSON. Dates are those of the story.
type Telegram struct {
	faults
	bot   TelegramBot
	queue *Queue
	post  poster
	// rings is told of the bot's messages, heard of any change of a chat.
	rings func(chat int64, m ChatMessage)
	heard func(chat int64)

	mu      sync.Mutex
	chats   map[int64]*chat
	updates updates
	calls   int
}

type chat struct {
	id                int64
	first, last, lang string
	started, blocked  bool
	messages          []ChatMessage
	// owner is whose phone shows a group; nil for a private chat.
	owner *chat
}

func (c *chat) find(id int) *ChatMessage {
	for i := range c.messages {
		if c.messages[i].ID == id {
			return &c.messages[i]
		}
	}
	return nil
}

func (c *chat) add(m ChatMessage) *ChatMessage {
	m.ID = len(c.messages) + 1
	c.messages = append(c.messages, m)
	return &c.messages[len(c.messages)-1]
}

// apiError is an answer with ok=false.
type apiError struct {
	status     int
	text       string
	retryAfter int
}

func (e *apiError) Error() string { return e.text }

func bad(text string) *apiError {
	return &apiError{status: http.StatusBadRequest, text: "Bad Request: " + text}
}

// ServeHTTP answers /bot<token>/<method>.
func (t *Telegram) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if subtle.ConstantTimeCompare([]byte(token), []byte(t.bot.Token)) != 1 {
		t.answer(w, nil, &apiError{status: http.StatusUnauthorized, text: "Unauthorized"})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	params, err := parameters(r)
	if err != nil {
		t.answer(w, nil, bad(err.Error()))
		return
	}
	fault := t.meet(r.Context(), method, params["chat_id"])
	if fault.spoils() && !fault.Effect {
		t.spoil(w, fault)
		return
	}
	result, refusal := t.call(r, method, params)
	pause(r.Context(), fault.Hold)
	if fault.spoils() {
		t.spoil(w, fault)
		return
	}
	t.answer(w, result, refusal)
}

func (t *Telegram) call(r *http.Request, method string, params map[string]string) (any, *apiError) {
	switch strings.ToLower(method) {
	case "getme":
		return map[string]any{
			"id": t.botID(), "is_bot": true, "first_name": t.bot.Name, "username": t.bot.Username,
			"can_join_groups": false, "can_read_all_group_messages": false, "supports_inline_queries": false,
		}, nil
	case "getupdates":
		return t.getUpdates(r.Context(), params)
	case "setwebhook":
		return t.setWebhook(params)
	case "deletewebhook":
		return t.deleteWebhook(params)
	case "getwebhookinfo":
		return t.webhookInfo(), nil
	case "sendmessage":
		return t.sendMessage(params)
	case "editmessagereplymarkup":
		return t.edit(params, nil)
	case "editmessagetext":
		return t.editText(params)
	case "leavechat":
		return t.leave(params)
	case "answercallbackquery":
		return t.answerPress(params)
	case "sendchataction", "setmycommands", "setmydescription", "setmyshortdescription":
		return true, nil
	default:
		return nil, &apiError{status: http.StatusNotFound, text: "Not Found"}
	}
}

// parameters reads the parameters of a call, whatever form they come in. Values
// that are not text (numbers, keyboards) are given in their JSON form.
func parameters(r *http.Request) (map[string]string, error) {
	params := map[string]string{}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "multipart/form-data":
		// A call without parameters sends an empty multipart body: no part, not even the end.
		if err := r.ParseMultipartForm(1 << 20); err != nil && err != io.EOF && !strings.Contains(err.Error(), "EOF") {
			return nil, fmt.Errorf("can't parse multipart: %w", err)
		}
	case "application/json":
		var raw map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&raw); err != nil && err != io.EOF {
			return nil, fmt.Errorf("can't parse JSON object")
		}
		for name, value := range raw {
			var text string
			if json.Unmarshal(value, &text) != nil {
				text = string(value)
			}
			params[name] = text
		}
	}
	if err := r.ParseForm(); err != nil {
		return nil, fmt.Errorf("can't parse form: %w", err)
	}
	for name, values := range r.Form {
		params[name] = values[0]
	}
	if r.MultipartForm != nil {
		for name, values := range r.MultipartForm.Value {
			params[name] = values[0]
		}
	}
	return params, nil
}

// shown returns what a person reads of the text of a call.
func shown(params map[string]string) (string, *apiError) {
	text := params["text"]
	if params["parse_mode"] == "HTML" {
		plain, err := plainText(text)
		if err != nil {
			return "", bad("can't parse entities: " + err.Error())
		}
		text = plain
	} else if params["parse_mode"] != "" {
		return "", bad("the sandbox reads parse_mode HTML only")
	}
	if strings.TrimSpace(text) == "" {
		return "", bad("message text is empty")
	}
	if utf8.RuneCountInString(text) > 4096 {
		return "", bad("message is too long")
	}
	return text, nil
}

func (t *Telegram) sendMessage(params map[string]string) (any, *apiError) {
	text, refusal := shown(params)
	if refusal != nil {
		return nil, refusal
	}
	keys, refusal := keyboard(params["reply_markup"])
	if refusal != nil {
		return nil, refusal
	}
	t.mu.Lock()
	c, refusal := t.writable(params["chat_id"])
	if refusal != nil {
		t.mu.Unlock()
		return nil, refusal
	}
	if c.owner != nil {
		c, text = c.owner, "(groupe) "+text
	}
	m := ChatMessage{FromBot: true, Text: text, Buttons: keys, ReplyTo: replyTarget(params), At: t.now()}
	if m.ReplyTo != 0 && c.find(m.ReplyTo) == nil {
		t.mu.Unlock()
		return nil, bad("message to be replied not found")
	}
	sent := *c.add(m)
	result := t.messageJSON(c, sent)
	t.mu.Unlock()

	t.heard(c.id)
	t.rings(c.id, sent)
	return result, nil
}

// writable returns the chat if the bot may write there. The caller holds the lock.
func (t *Telegram) writable(id string) (*chat, *apiError) {
	n, err := strconv.ParseInt(id, 10, 64)
	c := t.chats[n]
	switch {
	case err != nil || c == nil:
		return nil, bad("chat not found")
	case c.blocked:
		return nil, &apiError{status: http.StatusForbidden, text: "Forbidden: bot was blocked by the user"}
	case !c.started:
		return nil, &apiError{status: http.StatusForbidden, text: "Forbidden: bot can't initiate conversation with a user"}
	}
	return c, nil
}

func replyTarget(params map[string]string) int {
	if id, err := strconv.Atoi(params["reply_to_message_id"]); err == nil {
		return id
	}
	var reply struct {
		MessageID int `json:"message_id"`
	}
	_ = json.Unmarshal([]byte(params["reply_parameters"]), &reply) // absent: no reply
	return reply.MessageID
}

func keyboard(markup string) ([][]Button, *apiError) {
	if markup == "" || markup == "null" {
		return nil, nil
	}
	var keys struct {
		Inline [][]Button `json:"inline_keyboard"`
	}
	if err := json.Unmarshal([]byte(markup), &keys); err != nil {
		return nil, bad("can't parse reply keyboard markup JSON object")
	}
	for _, row := range keys.Inline {
		for _, key := range row {
			if key.Text == "" {
				return nil, bad("text buttons are unallowed in the inline keyboard")
			}
			if key.URL == "" && (key.Data == "" || len(key.Data) > 64) {
				return nil, bad("BUTTON_DATA_INVALID")
			}
		}
	}
	return keys.Inline, nil
}

func (t *Telegram) editText(params map[string]string) (any, *apiError) {
	text, refusal := shown(params)
	if refusal != nil {
		return nil, refusal
	}
	return t.edit(params, &text)
}

// edit replaces the buttons of a message, and its text unless it is nil.
func (t *Telegram) edit(params map[string]string, text *string) (any, *apiError) {
	keys, refusal := keyboard(params["reply_markup"])
	if refusal != nil {
		return nil, refusal
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	c, refusal := t.writable(params["chat_id"])
	if refusal != nil {
		return nil, refusal
	}
	id, _ := strconv.Atoi(params["message_id"])
	m := c.find(id)
	if m == nil || !m.FromBot {
		return nil, bad("message to edit not found")
	}
	if len(keys) == 0 && len(m.Buttons) == 0 && (text == nil || *text == m.Text) {
		return nil, bad("message is not modified")
	}
	if text != nil {
		m.Text = *text
	}
	m.Buttons = keys
	return t.messageJSON(c, *m), nil
}

func (t *Telegram) answer(w http.ResponseWriter, result any, refusal *apiError) {
	if refusal == nil {
		writeJSON(w, http.StatusOK, map[string]any{"ok": true, "result": result})
		return
	}
	body := map[string]any{"ok": false, "error_code": refusal.status, "description": refusal.text}
	if refusal.retryAfter > 0 {
		body["parameters"] = map[string]any{"retry_after": refusal.retryAfter}
	}
	writeJSON(w, refusal.status, body)
}

func (t *Telegram) spoil(w http.ResponseWriter, f Fault) {
	switch {
	case f.Drop:
		panic(http.ErrAbortHandler) // closes the connection without an answer
	case f.Body != "":
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // the caller went away: nothing to do
	case f.Status == http.StatusTooManyRequests:
		text := fmt.Sprintf("Too Many Requests: retry after %d", f.RetryAfter)
		t.answer(w, nil, &apiError{status: f.Status, text: text, retryAfter: f.RetryAfter})
	case f.Status >= 500:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		fmt.Fprintf(w, "<html><body>%d %s</body></html>", f.Status, http.StatusText(f.Status))
	default:
		t.answer(w, nil, &apiError{status: f.Status, text: http.StatusText(f.Status)})
	}
}

func (t *Telegram) now() time.Time { return t.queue.clock.Now() }

func (t *Telegram) botID() int64 {
	id, _, _ := strings.Cut(t.bot.Token, ":")
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 35_000_000
	}
	return n
}
