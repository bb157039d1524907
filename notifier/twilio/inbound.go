package twilio

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"relais/parcours"
)

// maxText is the longest text that Twilio hands over.
const maxText = 1600 * utf8.UTFMax

// DecodeInbound reads the raw body of an inbound message. ID and ReceivedAt are
// left to the caller, who has the inbox row. The error wraps ErrInvalid.
func DecodeInbound(raw []byte) (parcours.Inbound, error) {
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return parcours.Inbound{}, fmt.Errorf("decode an inbound SMS: %w: not a form", parcours.ErrInvalid)
	}
	in := parcours.Inbound{
		Channel: parcours.ChannelSMS,
		Address: strings.TrimSpace(form.Get("From")),
		Kind:    parcours.InboundText,
		Text:    strings.ToValidUTF8(form.Get("Body"), "\uFFFD"),
	}
	if in.Address == "" || len(in.Address) > 64 {
		return parcours.Inbound{}, fmt.Errorf("decode an inbound SMS: %w: no sender", parcours.ErrInvalid)
	}
	if len(in.Text) > maxText {
		in.Text = strings.ToValidUTF8(in.Text[:maxText], "")
	}
	if media := form.Get("NumMedia"); media != "" && media != "0" && strings.TrimSpace(in.Text) == "" {
		in.Kind = parcours.InboundMedia
	}
	switch strings.ToUpper(form.Get("OptOutType")) {
	case "STOP":
		in.OptOut = "stop"
	case "START":
		in.OptOut = "start"
	}
	return in, nil
}
