package proof_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/parcours"
	"relais/proof"
)

// FuzzAnchors reads any file of anchors, as somebody who can write it might leave it: a
// line that does not follow is told, and nothing crashes.
func FuzzAnchors(f *testing.F) {
	f.Add([]byte(`{"v":1,"day":"2026-03-02","at":"2026-03-02T03:00:00Z","previous":"","journals":1,"digest":"x","heads":{"p":"3 ab"}}` + "\n"))
	f.Add([]byte(`{"v":1,"day":"2026-03-02","digest":"x","heads":{},"accesses":"7 ab"}` + "\n"))
	f.Add([]byte("{}\n{}"))
	f.Add([]byte("\n\n{"))
	f.Add([]byte(`{"v":1,"heads":{"p":"-9223372036854775808 "}}` + "\n"))
	path := filepath.Join(f.TempDir(), "anchors")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		held, err := proof.Anchors{Path: path, Zone: time.UTC}.Read()
		if err != nil && !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("got %v, want ErrInvalid", err)
		}
		if held.Lines+held.Unreadable > bytes.Count(data, []byte("\n"))+1 {
			t.Errorf("%d lines and %d unreadable ones", held.Lines, held.Unreadable)
		}
	})
}
