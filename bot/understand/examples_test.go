package understand_test

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"

	"relais/bot/understand"
	"relais/parcours"
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

func readReply(text string, now time.Time) (any, string) {
	return understand.Read(text, understand.Context{Asked: understand.AskedReply, Now: now, Language: parcours.French})
}

func readMessage(text string, now time.Time) (any, string) {
	return understand.Read(text, understand.Context{Asked: understand.AskedNone, Now: now, Language: parcours.French})
}

func TestAnswersAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	measure(t, "reply.tsv", 100, readReply)
}

func TestUnaskedMessagesAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	measure(t, "intent.tsv", 100, readMessage)
}

func TestDangerIsHeardAndFiguresOfSpeechAreNot(t *testing.T) {
	t.Parallel()
	measure(t, "distress.tsv", 100, readMessage)
}
