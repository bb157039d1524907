package locales_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"relais/locales"
	"relais/parcours"
)

var update = flag.Bool("update", false, "rewrite the texts of testdata")

// TestMessages shows every message as it is received. Read the file aloud before
// accepting a change: would you like to receive it?
func TestMessages(t *testing.T) {
	t.Parallel()
	const path = "testdata/messages.txtar"
	c := load(t)
	got := &txtar.Archive{Comment: []byte("Every message, in each language, by each way. Rewrite with: go test ./locales -update\n\n")}
	for _, lang := range parcours.Languages() {
		for _, template := range templates {
			if locales.ForStaff(template) && !slices.Contains(inFull, lang) {
				continue
			}
			for _, way := range waysFor(template) {
				r := usual(t, template)
				r.To.Language = lang
				way.set(&r)
				m, err := c.Render(r)
				if err != nil {
					t.Fatal(err)
				}
				got.Files = append(got.Files, txtar.File{
					Name: fmt.Sprintf("%s %s %s", lang, template, way.name),
					Data: []byte(show(m)),
				})
			}
		}
	}
	asRecorded(t, path, got)
}

// asRecorded compares texts with those of a file, or with -update records them there.
func asRecorded(t *testing.T, path string, got *txtar.Archive) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(txtar.Format(got))); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// way is a channel and whether it carries answers.
type way struct {
	name string
	set  func(*locales.Request)
}

var ways = []way{
	{"sms", func(r *locales.Request) { r.Channel, r.TwoWay = parcours.ChannelSMS, true }},
	{"sms one-way", func(r *locales.Request) { r.Channel, r.TwoWay = parcours.ChannelSMS, false }},
	{"telegram", func(r *locales.Request) { r.Channel, r.TwoWay, r.Reference = parcours.ChannelTelegram, true, "" }},
}

func waysFor(template string) []way {
	if strings.HasPrefix(template, "question.") {
		return append(ways[:3:3], way{"email", func(r *locales.Request) { r.Channel, r.TwoWay = parcours.ChannelEmail, false }})
	}
	return ways
}

func show(m locales.Message) string {
	var b strings.Builder
	if m.Subject != "" {
		fmt.Fprintf(&b, "Subject: %s\n\n", m.Subject)
	}
	b.WriteString(m.Body + "\n")
	for _, choice := range m.Choices {
		fmt.Fprintf(&b, "[%s]", choice.Label)
	}
	if len(m.Choices) > 0 {
		b.WriteString("\n")
	}
	if m.Parts > 0 {
		fmt.Fprintf(&b, "(%s, %d signs, parts: %d)\n", m.Encoding, len([]rune(m.Body)), m.Parts)
	}
	return b.String()
}

func BenchmarkRenderConvocation(b *testing.B) {
	c, r := load(b), usual(b, "convocation.first.joint")
	for b.Loop() {
		if _, err := c.Render(r); err != nil {
			b.Fatal(err)
		}
	}
}
