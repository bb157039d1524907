package understand_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"relais/bot/understand"
)

// rows reads a table of examples: fields separated by tabs, comments after #.
func rows(t *testing.T, name string, fields int) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		row := strings.SplitN(lines.Text(), "\t", fields)
		if len(row) != fields {
			t.Fatalf("%s: %q has %d fields, want %d", name, lines.Text(), len(row), fields)
		}
		out = append(out, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnswersAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	for _, row := range rows(t, "reply.tsv", 3) {
		label, reason, text := row[0], row[1], row[2]
		a := understand.Reply(text)
		got := string(a.Impediment)
		if got == "" {
			got = "-"
		}
		if string(a.Label) != label || got != reason {
			t.Errorf("Reply(%q) = %s, %s (%s); want %s, %s", text, a.Label, got, a.Why, label, reason)
		}
		if a.Why == "" {
			t.Errorf("Reply(%q) gives no reason", text)
		}
	}
}

func TestUnaskedMessagesAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	for _, row := range rows(t, "intent.tsv", 2) {
		label, text := row[0], row[1]
		u := understand.Intent(text)
		if string(u.Label) != label {
			t.Errorf("Intent(%q) = %s (%s), want %s", text, u.Label, u.Why, label)
		}
		if u.Why == "" {
			t.Errorf("Intent(%q) gives no reason", text)
		}
	}
}

func TestDangerIsHeardAndFiguresOfSpeechAreNot(t *testing.T) {
	t.Parallel()
	for _, row := range rows(t, "distress.tsv", 2) {
		want, text := row[0], row[1]
		danger, why := understand.Distress(text)
		got := string(danger)
		if danger == understand.NoDanger {
			got = "none"
		}
		if got != want {
			t.Errorf("Distress(%q) = %s (%s), want %s", text, got, why, want)
		}
	}
}
