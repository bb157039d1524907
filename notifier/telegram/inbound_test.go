package telegram_test

import (
	"errors"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"relais/notifier/telegram"
	"relais/parcours"
)

func TestUpdateIsRead(t *testing.T) {
	t.Parallel()
	message := func(fields string) string {
		return `{"update_id":1,"message":{"message_id":9,"date":1,"chat":{"id":100,"type":"private"},"from":{"id":100,"language_code":"fr-FR"},` + fields + `}}`
	}
	said := func(text string) parcours.Inbound {
		return parcours.Inbound{Channel: "telegram", Address: "100", Language: "fr", Kind: parcours.InboundText, Text: text}
	}
	from := func(kind parcours.InboundKind) parcours.Inbound {
		return parcours.Inbound{Channel: "telegram", Address: "100", Language: "fr", Kind: kind}
	}
	pressed := from(parcours.InboundButton)
	pressed.CallbackID, pressed.AttemptID, pressed.Action = "77", attempt, "come"
	onMessage := pressed
	onMessage.PressedOn = "100:3"
	onText := onMessage
	onText.PressedText, onText.PressedLabel = "Venez-vous ?", "Je viens"
	captioned := said("mon certificat")
	captioned.WithMedia = true
	odd := from(parcours.InboundIgnored)
	odd.CallbackID = "77"
	started := from(parcours.InboundStart)
	started.Start = "Ab_-12345678901234567"
	replied := said("merci")
	replied.ReplyTo = "100:5"
	ignored := parcours.Inbound{Channel: "telegram", Kind: parcours.InboundIgnored}

	for _, c := range []struct {
		name, raw string
		want      parcours.Inbound
	}{
		{"text", message(`"text":"ok j'y serai 👍"`), said("ok j'y serai 👍")},
		{"reply", message(`"text":"merci","reply_to_message":{"message_id":5,"chat":{"id":100,"type":"private"}}`), replied},
		{"start with a code", message(`"text":"/start Ab_-12345678901234567"`), started},
		{"start alone", message(`"text":"/start"`), from(parcours.InboundStart)},
		{"start with an odd code", message(`"text":"/start a b"`), from(parcours.InboundStart)},
		{"command", message(`"text":"/STOP@RelaisBot"`), said("stop")},
		{"command with words", message(`"text":"/aide moi"`), said("aide moi")},
		{"a slash inside", message(`"text":"été /stop"`), said("été /stop")},
		{"a slash alone", message(`"text":"/"`), said("/")},
		{"voice", message(`"voice":{"file_id":"x"}`), from(parcours.InboundMedia)},
		{"photo with a caption", message(`"photo":[{}],"caption":"mon certificat"`), captioned},
		{"pinned message", message(`"pinned_message":{}`), from(parcours.InboundIgnored)},
		{"button", `{"update_id":2,"callback_query":{"id":"77","from":{"id":100,"language_code":"fr"},"message":{"chat":{"id":100,"type":"private"},"message_id":3,"date":0},"data":"v1:` + packed + `:come"}}`, onMessage},
		{"button of a text that is told", `{"update_id":2,"callback_query":{"id":"77","from":{"id":100,"language_code":"fr"},"message":{"chat":{"id":100,"type":"private"},"message_id":3,"date":0,"text":"Venez-vous ?","reply_markup":{"inline_keyboard":[[{"text":"Autre jour","callback_data":"v1:x"}],[{"text":"Je viens","callback_data":"v1:` + packed + `:come"}]]}},"data":"v1:` + packed + `:come"}}`, onText},
		{"button of a lost message", `{"update_id":2,"callback_query":{"id":"77","from":{"id":100,"language_code":"fr"},"data":"v1:` + packed + `:come"}}`, pressed},
		{"button not ours", `{"update_id":2,"callback_query":{"id":"77","from":{"id":100,"language_code":"fr"},"data":"v0:zz"}}`, odd},
		{"button with a short id", `{"update_id":2,"callback_query":{"id":"77","from":{"id":100,"language_code":"fr"},"data":"v1:AZNv:come"}}`, odd},
		{"blocked", `{"update_id":3,"my_chat_member":{"chat":{"id":100,"type":"private"},"from":{"id":100,"language_code":"fr"},"new_chat_member":{"status":"kicked"}}}`, from(parcours.InboundBlocked)},
		{"unblocked", `{"update_id":3,"my_chat_member":{"chat":{"id":100,"type":"private"},"from":{"id":100,"language_code":"fr"},"new_chat_member":{"status":"member"}}}`, from(parcours.InboundUnblocked)},
		{"a status of tomorrow", `{"update_id":3,"my_chat_member":{"chat":{"id":100,"type":"private"},"from":{"id":100,"language_code":"fr"},"new_chat_member":{"status":"paused"}}}`, from(parcours.InboundIgnored)},
		{"removed from a group", `{"update_id":3,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":100},"new_chat_member":{"status":"kicked"}}}`, ignored},
		{"group", `{"update_id":4,"message":{"chat":{"id":-5,"type":"supergroup"},"from":{"id":100},"text":"stop"}}`, parcours.Inbound{Channel: parcours.ChannelTelegram, Kind: parcours.InboundIgnored, Group: "-5"}},
		{"another bot", `{"update_id":4,"message":{"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":true},"text":"stop"}}`, ignored},
		{"edit", `{"update_id":5,"edited_message":{"chat":{"id":100,"type":"private"},"text":"non"}}`, ignored},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := telegram.DecodeInbound([]byte(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("inbound (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzDecodeInbound(f *testing.F) {
	for _, seed := range []string{
		text(1, "oui"), text(2, "/start abc"), text(3, "/"), `{"update_id":2,"callback_query":{"id":"7","from":{"id":1},"data":"v1:` + packed + `:come"}}`,
		`{"my_chat_member":{"chat":{"id":1,"type":"private"},"new_chat_member":{"status":"kicked"}}}`, `{`, `null`, `[]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := telegram.DecodeInbound(raw)
		if err != nil {
			if !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
			return
		}
		if in.Kind != parcours.InboundIgnored {
			if id, err := strconv.ParseInt(in.Address, 10, 64); err != nil || id <= 0 {
				t.Errorf("got address %q", in.Address)
			}
		}
		if in.Kind == parcours.InboundButton && (len(in.AttemptID) != 36 || in.Action == "") {
			t.Errorf("got %+v", in)
		}
		if !utf8.ValidString(in.Text) || len(in.Start) > 64 {
			t.Errorf("got %+v", in)
		}
	})
}
