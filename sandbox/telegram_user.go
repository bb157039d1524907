package sandbox

import (
	"fmt"
	"slices"
	"strconv"
)

// Know makes an account of Telegram known to the bot's server. Started says that
// the person has already opened the bot, without which the bot may not write.
func (t *Telegram) Know(id int64, first, last, language string, started bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.chats[id] = &chat{id: id, first: first, last: last, lang: language, started: started}
}

// Chat returns the messages of a chat, and whether its owner blocked the bot.
func (t *Telegram) Chat(id int64) (messages []ChatMessage, started, blocked bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.chats[id]
	if c == nil {
		return nil, false, false
	}
	return slices.Clone(c.messages), c.started, c.blocked
}

// Calls returns how many presses of a key the bot acknowledged.
func (t *Telegram) Calls() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.calls
}

// Say lets the owner of a chat write to the bot, replying to a message when
// replyTo is not 0. A first message starts the chat.
func (t *Telegram) Say(id int64, text string, replyTo int) error {
	return t.change(id, func(c *chat) (any, error) {
		return t.said(c, text, replyTo), nil
	})
}

// Start lets the owner open the bot by a deep link, whose payload may be empty.
// It also lifts a block, as the button of the application does.
func (t *Telegram) Start(id int64, payload string) error {
	text := "/start"
	if payload != "" {
		text += " " + payload
	}
	if err := t.Unblock(id); err != nil {
		return err
	}
	return t.change(id, func(c *chat) (any, error) {
		c.started = true
		return t.said(c, text, 0), nil
	})
}

// Voice lets the owner send a voice message.
func (t *Telegram) Voice(id int64) error {
	return t.change(id, func(c *chat) (any, error) {
		m := t.said(c, "(message vocal)", 0)
		message := m["message"].(map[string]any)
		delete(message, "text")
		message["voice"] = map[string]any{"file_id": "voice", "file_unique_id": "voice", "duration": 4, "mime_type": "audio/ogg"}
		return m, nil
	})
}

// File lets the owner send a photograph.
func (t *Telegram) File(id int64) error {
	return t.change(id, func(c *chat) (any, error) {
		m := t.said(c, "(photo)", 0)
		message := m["message"].(map[string]any)
		delete(message, "text")
		message["photo"] = []any{map[string]any{"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 60}}
		return m, nil
	})
}

// Group lets the owner add the bot to a group and write there, if it is not in that
// group: its messages then show in the owner's chat.
func (t *Telegram) Group(id int64) error {
	return t.change(id, func(c *chat) (any, error) {
		group := t.chats[-id]
		if group == nil {
			group = &chat{id: -id, first: c.first, started: true}
			t.chats[-id] = group
		}
		group.started, group.owner = true, c
		c.add(ChatMessage{Text: "(groupe) Bonjour Relais", At: t.now()})
		return map[string]any{"message": map[string]any{
			"message_id": len(c.messages), "from": user(c), "date": t.now().Unix(), "text": "Bonjour Relais",
			"chat": map[string]any{"id": -id, "type": "group", "title": "Famille"},
		}}, nil
	})
}

// leave is the bot's leaveChat: it may not write to the group any more.
func (t *Telegram) leave(params map[string]string) (any, *apiError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	id, err := strconv.ParseInt(params["chat_id"], 10, 64)
	group := t.chats[id]
	if err != nil || group == nil || group.owner == nil || !group.started {
		return nil, bad("chat not found")
	}
	group.started = false
	group.owner.add(ChatMessage{FromBot: true, Text: "(groupe) Relais a quitté le groupe", At: t.now()})
	return true, nil
}

// Press lets the owner press the key of a message whose callback data is data.
func (t *Telegram) Press(id int64, messageID int, data string) error {
	return t.change(id, func(c *chat) (any, error) {
		m := c.find(messageID)
		if m == nil {
			return nil, fmt.Errorf("press: no message %d in chat", messageID)
		}
		for _, row := range m.Buttons {
			for _, key := range row {
				if key.Data == data {
					m.Pressed = key.Text
					t.updates.presses++
					return map[string]any{"callback_query": map[string]any{
						"id": fmt.Sprintf("%d-%d-%d", id, messageID, t.updates.presses), "from": user(c),
						"message": t.messageJSON(c, *m), "chat_instance": strconv.FormatInt(id, 10), "data": data,
					}}, nil
				}
			}
		}
		return nil, fmt.Errorf("press: message %d has no such key", messageID)
	})
}

// Block lets the owner block the bot, Unblock lift it; both do nothing when it
// is already so.
func (t *Telegram) Block(id int64) error { return t.member(id, true) }

// Unblock lifts a block.
func (t *Telegram) Unblock(id int64) error { return t.member(id, false) }

func (t *Telegram) member(id int64, blocked bool) error {
	return t.change(id, func(c *chat) (any, error) {
		if c.blocked == blocked {
			return nil, nil
		}
		c.blocked = blocked
		states := []string{"kicked", "member"}
		if blocked {
			states = []string{"member", "kicked"}
		}
		member := func(state string) map[string]any {
			m := map[string]any{"status": state, "user": t.self()}
			if state == "kicked" {
				m["until_date"] = 0
			}
			return m
		}
		return map[string]any{"my_chat_member": map[string]any{
			"chat": private(c), "from": user(c), "date": t.now().Unix(),
			"old_chat_member": member(states[0]), "new_chat_member": member(states[1]),
		}}, nil
	})
}

// change lets the owner of a chat do something, and hands the update over.
func (t *Telegram) change(id int64, do func(*chat) (any, error)) error {
	t.mu.Lock()
	c := t.chats[id]
	if c == nil {
		t.mu.Unlock()
		return fmt.Errorf("telegram: no such account")
	}
	update, err := do(c)
	if err == nil && update != nil {
		t.updates.add(update.(map[string]any))
	}
	t.mu.Unlock()
	if err != nil {
		return err
	}
	t.heard(id)
	t.pump()
	return nil
}

// said adds a message of the owner and returns its update. The caller holds the lock.
func (t *Telegram) said(c *chat, text string, replyTo int) map[string]any {
	c.started = true
	m := *c.add(ChatMessage{Text: text, ReplyTo: replyTo, At: t.now()})
	return map[string]any{"message": t.messageJSON(c, m)}
}

func (t *Telegram) messageJSON(c *chat, m ChatMessage) map[string]any {
	from := user(c)
	if m.FromBot {
		from = t.self()
	}
	message := map[string]any{"message_id": m.ID, "from": from, "chat": private(c), "date": m.At.Unix(), "text": m.Text}
	if n := commandLength(m.Text); n > 0 && !m.FromBot {
		message["entities"] = []any{map[string]any{"type": "bot_command", "offset": 0, "length": n}}
	}
	if len(m.Buttons) > 0 {
		message["reply_markup"] = map[string]any{"inline_keyboard": m.Buttons}
	}
	if replied := c.find(m.ReplyTo); replied != nil {
		message["reply_to_message"] = t.messageJSON(c, ChatMessage{
			ID: replied.ID, FromBot: replied.FromBot, Text: replied.Text, At: replied.At,
		})
	}
	return message
}

func commandLength(text string) int {
	if len(text) < 2 || text[0] != '/' {
		return 0
	}
	for i, c := range text {
		if c == ' ' || c == '\n' {
			return i
		}
	}
	return len(text)
}

func (t *Telegram) self() map[string]any {
	return map[string]any{"id": t.botID(), "is_bot": true, "first_name": t.bot.Name, "username": t.bot.Username}
}

func user(c *chat) map[string]any {
	return map[string]any{"id": c.id, "is_bot": false, "first_name": c.first, "last_name": c.last, "language_code": c.lang}
}

func private(c *chat) map[string]any {
	return map[string]any{"id": c.id, "type": "private", "first_name": c.first, "last_name": c.last}
}

func (t *Telegram) answerPress(params map[string]string) (any, *apiError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var chatID int64
	var messageID, press int
	if n, _ := fmt.Sscanf(params["callback_query_id"], "%d-%d-%d", &chatID, &messageID, &press); n != 3 || press > t.updates.presses {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	t.calls++
	if c := t.chats[chatID]; c != nil {
		if m := c.find(messageID); m != nil {
			m.Answer = params["text"]
		}
	}
	return true, nil
}
