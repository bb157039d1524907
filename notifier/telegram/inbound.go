package telegram

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"relais/parcours"
)

// AllowedUpdates is what Telegram is asked to hand over. The last one tells that
// a person blocked the bot, and comes only when asked for.
var AllowedUpdates = []string{"message", "callback_query", "my_chat_member"}

// What is read of an update (Bot API, Update). Everything else is left alone, so
// that a new kind of attachment or member does not make an update unreadable.
type update struct {
	ID       int64         `json:"update_id"`
	Message  *message      `json:"message"`
	Callback *callback     `json:"callback_query"`
	Member   *memberChange `json:"my_chat_member"`
}

type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

type user struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	Language string `json:"language_code"`
}

type message struct {
	ID      int64  `json:"message_id"`
	Chat    chat   `json:"chat"`
	From    user   `json:"from"`
	Text    string `json:"text"`
	Caption string `json:"caption"`
	ReplyTo *struct {
		ID   int64 `json:"message_id"`
		Chat chat  `json:"chat"`
	} `json:"reply_to_message"`
	attachments
}

// attachments are what a person may send that we do not read.
type attachments struct {
	Photo, Voice, Audio, Video, Document, Sticker, Animation json.RawMessage
	Location, Contact, Venue, Poll, Dice, Story              json.RawMessage

	VideoNote json.RawMessage `json:"video_note"`
}

func (a attachments) any() bool {
	for _, raw := range []json.RawMessage{
		a.Photo, a.Voice, a.Audio, a.Video, a.Document, a.Sticker, a.Animation,
		a.Location, a.Contact, a.Venue, a.Poll, a.Dice, a.Story, a.VideoNote,
	} {
		if len(raw) > 0 && string(raw) != "null" {
			return true
		}
	}
	return false
}

type callback struct {
	ID   string `json:"id"`
	From user   `json:"from"`
	// Message may be inaccessible; its chat is there all the same.
	Message *struct {
		ID     int64  `json:"message_id"`
		Chat   chat   `json:"chat"`
		Text   string `json:"text"`
		Markup struct {
			Rows [][]struct {
				Text string `json:"text"`
				Data string `json:"callback_data"`
			} `json:"inline_keyboard"`
		} `json:"reply_markup"`
	} `json:"message"`
	Data string `json:"data"`
}

// pressed returns the text of the message and the words on the pressed button, both
// empty where one of them is not there.
func (c *callback) pressed() (text, label string) {
	for _, row := range c.Message.Markup.Rows {
		for _, b := range row {
			if b.Data == c.Data && b.Text != "" && c.Message.Text != "" {
				return c.Message.Text, b.Text
			}
		}
	}
	return "", ""
}

type memberChange struct {
	Chat chat `json:"chat"`
	From user `json:"from"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

var startForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// maxText is the longest text that Telegram hands over, in bytes.
const maxText = 4096 * utf8.UTFMax

// DecodeInbound reads one update. Groups, bots, edits and what has no use are
// InboundIgnored; a button that is not understood is ignored too, yet keeps its
// CallbackID. ID and ReceivedAt are left to the caller, who has the inbox row.
// The error wraps ErrInvalid.
func DecodeInbound(raw []byte) (parcours.Inbound, error) {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		return parcours.Inbound{}, fmt.Errorf("decode an update: %w: not an update", parcours.ErrInvalid)
	}
	in := parcours.Inbound{Channel: parcours.ChannelTelegram, Kind: parcours.InboundIgnored}
	switch {
	case u.Callback != nil:
		in.CallbackID = u.Callback.ID
		from := chat{ID: u.Callback.From.ID, Type: "private"}
		if u.Callback.Message != nil {
			from = u.Callback.Message.Chat
		}
		if !address(&in, from, u.Callback.From) {
			return in, nil
		}
		if attempt, action, ok := decodeData(u.Callback.Data); ok {
			in.Kind, in.AttemptID, in.Action = parcours.InboundButton, attempt, action
			if u.Callback.Message != nil && u.Callback.Message.ID > 0 {
				in.PressedOn = in.Address + ":" + strconv.FormatInt(u.Callback.Message.ID, 10)
				in.PressedText, in.PressedLabel = u.Callback.pressed()
			}
		}
	case u.Member != nil:
		if !address(&in, u.Member.Chat, u.Member.From) {
			if u.Member.New.Status == "left" || u.Member.New.Status == "kicked" {
				in.Group = "" // it is out already
			}
			return in, nil
		}
		switch u.Member.New.Status {
		case "kicked":
			in.Kind = parcours.InboundBlocked
		case "member":
			in.Kind = parcours.InboundUnblocked
		}
	case u.Message != nil:
		if address(&in, u.Message.Chat, u.Message.From) {
			u.Message.read(&in)
		}
	}
	return in, nil
}

// address sets where an event came from; false unless a person wrote in private. Of a
// group it keeps the chat, to leave it.
func address(in *parcours.Inbound, c chat, from user) bool {
	if c.ID < 0 && (c.Type == "group" || c.Type == "supergroup") && !from.IsBot {
		in.Group = strconv.FormatInt(c.ID, 10)
	}
	if tag, _, _ := strings.Cut(strings.ToLower(from.Language), "-"); len(tag) == 2 || len(tag) == 3 {
		in.Language = parcours.Language(tag)
	}
	if c.Type != "private" || c.ID <= 0 || from.IsBot {
		return false
	}
	in.Address = strconv.FormatInt(c.ID, 10)
	return true
}

func (m *message) read(in *parcours.Inbound) {
	if m.ReplyTo != nil && m.ReplyTo.ID != 0 {
		in.ReplyTo = in.Address + ":" + strconv.FormatInt(m.ReplyTo.ID, 10)
	}
	text := m.Text
	if text == "" {
		text = m.Caption
	}
	if text = strings.ToValidUTF8(text, "\uFFFD"); len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	switch {
	case strings.TrimSpace(text) == "" && m.any():
		in.Kind = parcours.InboundMedia
	case strings.TrimSpace(text) == "":
	default:
		in.Kind, in.Text, in.WithMedia = parcours.InboundText, text, m.any()
		readCommand(in)
	}
}

// readCommand turns "/stop@RelaisBot" into "stop", and a /start into what it
// opens. Commands are the first word only, whatever their case.
func readCommand(in *parcours.Inbound) {
	command, is := strings.CutPrefix(strings.TrimSpace(in.Text), "/")
	if !is {
		return
	}
	word, rest, _ := strings.Cut(command, " ")
	word, _, _ = strings.Cut(word, "@")
	rest = strings.TrimSpace(rest)
	if strings.EqualFold(word, "start") {
		in.Kind, in.Text = parcours.InboundStart, ""
		if startForm.MatchString(rest) {
			in.Start = rest
		}
		return
	}
	if word != "" {
		in.Text = strings.TrimSpace(strings.ToLower(word) + " " + rest)
	}
}
