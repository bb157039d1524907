package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"testing"

	"relais/store"
	"relais/store/storetest"
)

// FuzzParseKey holds that what is read as a data key is 32 bytes, the same ones in each
// form.
func FuzzParseKey(f *testing.F) {
	key := bytes.Repeat([]byte{0xfb, 7}, 16)
	f.Add(base64.StdEncoding.EncodeToString(key))
	f.Add(base64.RawURLEncoding.EncodeToString(key))
	f.Add(hex.EncodeToString(key))
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := store.ParseKey(text)
		if err != nil {
			return
		}
		again, err := store.ParseKey(base64.StdEncoding.EncodeToString(key))
		if len(key) != store.KeySize || err != nil || !bytes.Equal(key, again) {
			t.Errorf("%q is read as %d bytes, then %v, %v", text, len(key), again, err)
		}
	})
}

// FuzzCheckArchive reads damaged archives: one is whole or refused, and the whole one
// counts what it says.
func FuzzCheckArchive(f *testing.F) {
	var whole bytes.Buffer
	if _, err := storetest.Open(f).Archive(f.Context(), &whole, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:whole.Len()/2])
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		made, err := store.CheckArchive(bytes.NewReader(data))
		if err == nil && (made.Tables == 0 || made.Rows > int64(bytes.Count(data, []byte("\n")))) {
			t.Errorf("whole: %+v", made)
		}
	})
}
