package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// FuzzOpenBackup opens files that are no backup, and files that were encrypted to the
// right key and hold something else: what is opened has a data key and can be read to
// its end or is refused.
func FuzzOpenBackup(f *testing.F) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	pack, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"relais":"backup","data_key":"AAAA"}`+"\n{}\n"), true, true)
	f.Add([]byte("age-encryption.org/v1\n-> X25519 x\n"), false, false)
	f.Add([]byte("{\n"), true, true)
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd}, true, false)
	f.Fuzz(func(t *testing.T, data []byte, encrypted, packed bool) {
		if packed {
			data = pack.EncodeAll(data, nil)
		}
		if encrypted {
			var sealed bytes.Buffer
			w, err := age.Encrypt(&sealed, identity.Recipient())
			if err == nil {
				_, err = w.Write(data)
			}
			if err != nil || w.Close() != nil {
				t.Fatal(err)
			}
			data = sealed.Bytes()
		}
		_, lines, err := openBackup(bytes.NewReader(data), []age.Identity{identity})
		if err != nil {
			return
		}
		if !encrypted {
			t.Error("opened what was not encrypted to the key")
		}
		_, _ = io.Copy(io.Discard, lines)
		_ = lines.Close()
	})
}

// FuzzSettings reads any text as each setting that has a form of its own: a fault is one
// line, and what is read is within its bounds.
func FuzzSettings(f *testing.F) {
	for _, text := range []string{
		"Mon-Fri 09:00-19:00", "Mon-Sun,Holidays 00:00-24:00", "Wed-Tue 9:0-9:1", "- :-:", "age1qqqq", "AGE-SECRET-KEY-1QQ", "Claire Hamon <claire@exemple.fr>",
		"10.35.0.0/16", "::/0,x", "https://exemple.fr", "Mer 12:00", "15-20",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if window, err := parseWindow(text); err == nil && (window.From < 0 || window.To > 24*60 || window.From >= window.To || len(window.Days) == 0) {
			t.Errorf("%q is the window %+v", text, window)
		}
		if minutes, err := parseMinutes(text); err == nil && (minutes < 0 || minutes > 24*60) {
			t.Errorf("%q is %d minutes", text, minutes)
		}
		if address, err := parseEmail(text); err == nil && (!strings.Contains(address, "@") || strings.ContainsAny(address, "\r\n")) {
			t.Errorf("%q is the address %q", text, address)
		}
		if recipients, err := parseRecipients([]string{text}); err == nil && len(recipients) == 0 {
			t.Errorf("%q names nobody", text)
		}
	})
}
