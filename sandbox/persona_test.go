package sandbox

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var buttonLine = regexp.MustCompile(`\[([^\]]+)\]`)

// everyMessage returns every message that Relais writes, as a phone shows it, by the
// name that the golden file of the texts gives it.
func everyMessage(t *testing.T) map[string]received {
	t.Helper()
	archive, err := txtar.ParseFile("../locales/testdata/messages.txtar")
	if err != nil || len(archive.Files) == 0 {
		t.Fatalf("no messages: %v", err)
	}
	messages := map[string]received{}
	for _, f := range archive.Files {
		m := received{chat: strings.HasSuffix(f.Name, "telegram"), message: 1}
		for line := range strings.Lines(string(f.Data)) {
			if !strings.HasPrefix(line, "[") {
				m.text += line
				continue
			}
			for _, label := range buttonLine.FindAllStringSubmatch(line, -1) {
				m.buttons = append(m.buttons, []Button{{Text: label[1], Data: "data " + label[1]}})
			}
		}
		messages[f.Name] = m
	}
	return messages
}

// TestPersonasBearEveryMessage lets people of every temper, who have asked their
// question, read each message and then the answer to what they asked.
func TestPersonasBearEveryMessage(t *testing.T) {
	t.Parallel()
	messages := everyMessage(t)
	for temper := range Temper(len(tempers)) {
		answers := 0
		for name, m := range messages {
			for seed := range uint64(5) {
				r := rand.New(rand.NewPCG(seed, uint64(temper)))
				who := &persona{Resident: Resident{Temper: temper, Chat: 1}, asked: true}
				for _, next := range []received{m, messages["fr answer.relay.text sms"], messages["fr answer.relay.text telegram"]} {
					do, any := who.react(r, next)
					if any {
						answers++
					}
					if any && do == (reaction{}) {
						t.Errorf("%s: somebody answers nothing", name)
					}
				}
			}
		}
		if silent := tempers[temper].answers == 0; !silent && answers == 0 {
			t.Errorf("%s never answers", tempers[temper].label)
		}
	}
}

func TestPersonasKnowWhenTheirHoursAreAskedFor(t *testing.T) {
	t.Parallel()
	for name, m := range everyMessage(t) {
		asks := strings.Contains(name, " weekly.") || strings.Contains(name, " reply.weekly.ask ") || strings.Contains(name, " reply.weekly.detail ") || strings.Contains(name, " reply.weekly.more ")
		if strings.HasSuffix(name, "one-way") || !strings.HasPrefix(name, "fr ") && !strings.HasPrefix(name, "en ") {
			continue // nobody can answer it, or nobody of the pilot is written to so
		}
		if got := understand(m.text, m.buttons).asksHours(); got != asks {
			t.Errorf("%s: asks for hours %v, want %v", name, got, asks)
		}
	}
}
