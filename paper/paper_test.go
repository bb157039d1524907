package paper_test

import (
	"bytes"
	"testing"
	"time"

	"relais/paper"
)

func TestTextIsDrawnOrNamedByItsCode(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Où est l’œuvre de François ? 12 € « ici » – merci…\nSuite": "Où est l’œuvre de François ? 12 € « ici » – merci…\nSuite",
		"Łódź Ștefan Đorđe Ağa Григорий Ελένη":                      "Łódź Ștefan Đorđe Ağa Григорий Ελένη",
		"ok 😀":     "ok [U+1F600]",
		"❤️":       "[U+2764]",
		"مرحبا":    "[U+0645][U+0631][U+062D][U+0628][U+0627]",
		"a\u0007b": "a[U+0007]b",
	} {
		if got := paper.Drawable(in); got != want {
			t.Errorf("Drawable(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	write := func() []byte {
		s := paper.New("Essai", "Relais", time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC))
		s.AddPage()
		s.SetFont(paper.Family, "B", 12)
		s.MultiCell(0, 6, "Où est l’œuvre ? 12 €", "", "L", false)
		var b bytes.Buffer
		if _, err := s.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := write()
	if !bytes.HasPrefix(first, []byte("%PDF-")) || len(first) > 100<<10 {
		t.Errorf("%d bytes, starting %q", len(first), first[:8])
	}
	if !bytes.Equal(first, write()) {
		t.Error("two writings differ")
	}
}
