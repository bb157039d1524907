package twilio_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"relais/notifier/twilio"
	"relais/parcours"
)

func TestInboundIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw, text, optOut string
		kind                    parcours.InboundKind
		err                     error
	}{
		{name: "text", raw: "From=%2B33639980144&Body=1", text: "1", kind: parcours.InboundText},
		{name: "picture alone", raw: "From=%2B33639980144&Body=&NumMedia=2", kind: parcours.InboundMedia},
		{name: "picture with words", raw: "From=%2B33639980144&Body=voici&NumMedia=1", text: "voici", kind: parcours.InboundText},
		{name: "STOP mirrored", raw: "From=%2B33639980144&Body=STOP&OptOutType=STOP", text: "STOP", optOut: "stop", kind: parcours.InboundText},
		{name: "START mirrored", raw: "From=%2B33639980144&Body=start&OptOutType=START", text: "start", optOut: "start", kind: parcours.InboundText},
		{name: "HELP is a text", raw: "From=%2B33639980144&Body=aide&OptOutType=HELP", text: "aide", kind: parcours.InboundText},
		{name: "no sender", raw: "Body=1", err: parcours.ErrInvalid},
		{name: "not a form", raw: "From=%zz", err: parcours.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := twilio.DecodeInbound([]byte(c.raw))
			if !errors.Is(err, c.err) {
				t.Fatalf("got error %v, want %v", err, c.err)
			}
			if got.Kind != c.kind || got.Text != c.text || got.OptOut != c.optOut {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func FuzzDecodeInbound(f *testing.F) {
	for _, seed := range []string{"From=%2B33639980144&Body=1", "From=a&Body=%ff%fe", "NumMedia=1&From=x", "a=%zz", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := twilio.DecodeInbound(raw)
		if err != nil {
			if !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
			return
		}
		if in.Address == "" || in.Kind == "" || !utf8.ValidString(in.Text) || len(in.Text) > 1600*utf8.UTFMax {
			t.Errorf("got %+v", in)
		}
	})
}
