package paper_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/paper"
)

func blank() *paper.Sheets {
	s := paper.New("Essai", "Relais", time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC))
	s.AddPage()
	return s
}

func width(t *testing.T, text string) float64 {
	t.Helper()
	lines, err := blank().Lines(text, "", 11, 1000)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%q: %d lines, %v", text, len(lines), err)
	}
	return lines[0].Width
}

func TestArabicLettersAreJoined(t *testing.T) {
	t.Parallel()
	// Apart (kept so by the sign that forbids joining), the letters of a word are wider.
	if joined, apart := width(t, "موعد"), width(t, "م\u200cو\u200cع\u200cد"); joined >= apart {
		t.Errorf("joined %.2f mm, apart %.2f mm", joined, apart)
	}
	// Lam and alef make one sign.
	if one, two := width(t, "لا"), width(t, "ل")+width(t, "ا"); one >= two {
		t.Errorf("lam-alef takes %.2f mm, its letters %.2f mm", one, two)
	}
}

func TestArabicLinesAreNoWiderThanAsked(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("يمكنكم الاتصال: 02.61.91.01.02 أو الكتابة إلى CDAS, 8 rue du Port. ", 8)
	for _, style := range []string{"", "B"} {
		lines, err := blank().Lines(text, style, 11, 80)
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) < 5 {
			t.Errorf("%d lines", len(lines))
		}
		for i, line := range lines {
			if line.Width > 80 || line.Width < 20 && i < len(lines)-1 {
				t.Errorf("line %d is %.1f mm wide", i+1, line.Width)
			}
		}
	}
}

func TestTheSameArabicGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	write := func(text string) []byte {
		s := blank()
		s.SetCompression(false)
		lines, err := s.Lines(text, "", 11, 150)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range lines {
			s.DrawLine(190-line.Width, 20+float64(i)*6, line)
		}
		var b bytes.Buffer
		if _, err := s.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	word := write("مرحبا")
	if !bytes.Equal(word, write("مرحبا")) {
		t.Error("two writings differ")
	}
	if !bytes.Contains(word, []byte(" cm\n")) || bytes.Count(word, []byte("\nf Q\n")) < 4 {
		t.Error("no shape is drawn")
	}
	if bytes.Equal(word, write("أهلا")) {
		t.Error("two words are drawn alike")
	}
}

func TestArabicIsJoinableAndOtherLettersAreNamed(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"مرحبا Mme LE GOFF، الساعة 14:30؟": "مرحبا Mme LE GOFF، الساعة 14:30؟",
		"سلام 😀": "سلام [U+1F600]",
		"你好":     "[U+4F60][U+597D]",
	} {
		if got := paper.Joinable(in); got != want {
			t.Errorf("Joinable(%q) = %q, want %q", in, got, want)
		}
	}
	if got := paper.Drawable("مرحبا"); !slices.Contains(strings.SplitAfter(got, "]"), "[U+0645]") {
		t.Errorf("text that is not joined would be printed: %q", got)
	}
}
