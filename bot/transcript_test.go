package bot_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"relais/parcours"
)

var update = flag.Bool("update", false, "rewrite the transcripts")

// TestTranscripts plays each conversation of testdata. A file holds a script and
// the transcript it gives: what the person does, then what Relais says (numbered,
// by locale key) and records (after a star).
//
//	convoke                the convocation to A1 leaves
//	invite                 the invitation to choose S1, S3 or S5 leaves; nothing is booked
//	check in               the first check-in of a confirmed job leaves
//	> text                 somebody writes
//	>3 text                ... in reply to message 3
//	press 3 come           ... or presses a button of message 3
//	again come 3           the same press, delivered twice by the provider
//	start CODE, media TEXT, captioned TEXT (words beside a file), blocked, unblocked
//	provider stop, provider start YES   what the provider obeyed, and its word where it is another
//	wait 26h, taken S3, revoked A1
//	plan 15 20             a weekly plan from this Monday on
//	activity a1 workshop 180 LABEL   ... and what is planned
//	request, nudge, remind a1        what asks for the hours leaves
//	set WORD...            channel telegram; oneway; unknown; claimed (a number given as new); shared;
//	                       several (people at the number); several discreet; no referent; no appointment;
//	                       code CODE; staff code CODE; staff; person; question; stop
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcript: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var script, want string
			for _, f := range archive.Files {
				switch f.Name {
				case "script":
					script = string(f.Data)
				case "transcript":
					want = string(f.Data)
				}
			}
			got := play(t, script)
			if strings.Contains(got, "REFUSED") {
				t.Errorf("an effect was refused:\n%s", got)
			}
			if *update {
				archive.Files = []txtar.File{{Name: "script", Data: []byte(script)}, {Name: "transcript", Data: []byte(got)}}
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("transcript differs (-want +got):\n%s", diff)
			}
		})
	}
}

func play(t *testing.T, script string) string {
	t.Helper()
	w := newWorld(t)
	var b strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if line == "---" { // another conversation, from the start
			w = newWorld(t)
		}
		if line == "" || line == "---" || strings.HasPrefix(line, "#") {
			b.WriteString(line + "\n")
			continue
		}
		in, said := w.read(t, line)
		b.WriteString(line + "\n")
		if !said {
			continue
		}
		_, lines := w.step(in)
		for _, l := range lines {
			b.WriteString("    " + l + "\n")
		}
	}
	return b.String()
}

// read performs a line that only changes the world, or returns the event of one
// that says something.
func (w *world) read(t *testing.T, line string) (in parcours.Inbound, said bool) {
	t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case word == ">":
		return parcours.Inbound{Kind: parcours.InboundText, Text: unquote(rest)}, true
	case strings.HasPrefix(word, ">"):
		return parcours.Inbound{Kind: parcours.InboundText, Text: unquote(rest), ReplyTo: target(word[1:])}, true
	case word == "press" || word == "again":
		number, action, _ := strings.Cut(rest, " ")
		in := parcours.Inbound{Kind: parcours.InboundButton, AttemptID: target(number), Action: action}
		if word == "again" {
			in.ID = fmt.Sprintf("in%d", w.events)
		}
		return in, true
	case word == "start":
		return parcours.Inbound{Kind: parcours.InboundStart, Start: rest}, true
	case word == "media":
		return parcours.Inbound{Kind: parcours.InboundMedia, Text: rest}, true
	case word == "captioned":
		return parcours.Inbound{Kind: parcours.InboundText, Text: rest, WithMedia: true}, true
	case word == "blocked":
		return parcours.Inbound{Kind: parcours.InboundBlocked}, true
	case word == "unblocked":
		return parcours.Inbound{Kind: parcours.InboundUnblocked}, true
	case word == "provider":
		did, text, _ := strings.Cut(rest, " ")
		return parcours.Inbound{Kind: parcours.InboundText, Text: cmp.Or(text, strings.ToUpper(did)), OptOut: did}, true
	case word == "convoke":
		w.convoke()
	case line == "invite":
		w.invite()
	case line == "check in":
		w.checkIn()
	case word == "wait":
		d, err := time.ParseDuration(rest)
		if err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(d)
	case word == "taken":
		for i := range w.slots {
			if w.slots[i].ID == rest || rest == "all" {
				w.slots[i].Booked = w.slots[i].Capacity
			}
		}
	case word == "revoked":
		w.appointment(rest).Outcome = parcours.OutcomeRevoked
	case line == "set channel telegram":
		w.channel, w.contact.Channel, w.contact.Address = parcours.ChannelTelegram, parcours.ChannelTelegram, "4401"
	case word == "plan", word == "activity", word == "request", word == "nudge", word == "remind":
		w.weekly(t, word, strings.Fields(rest))
	case line == "set oneway":
		w.oneWay = true
	case line == "set unknown":
		w.known = false
	case line == "set claimed":
		w.known, w.claim = false, &parcours.NumberClaim{ID: "N1", PersonID: "yann"}
	case strings.HasPrefix(line, "set several"):
		w.several(line == "set several discreet")
	case line == "set no referent":
		w.referent = parcours.Professional{}
	case line == "set shared":
		w.contact.Shared = true
	case line == "set no appointment":
		w.appointments = nil
	case line == "set code of another":
		w.code, w.codeOwner = "another", "nadia"
	case strings.HasPrefix(line, "set code "):
		w.code = strings.TrimPrefix(line, "set code ")
	case strings.HasPrefix(line, "set staff code "):
		w.code, w.codeStaff = strings.TrimPrefix(line, "set staff code "), true
	case line == "set staff":
		w.staff = &w.referent
	case line == "set person":
		w.staff = nil
	case line == "set stop":
		w.apply(parcours.Escalate{Kind: parcours.EscalationOptOut})
	case line == "set question":
		w.apply(parcours.Escalate{Kind: parcours.EscalationQuestion})
	default:
		t.Fatalf("script: %q", line)
	}
	return parcours.Inbound{}, false
}

// target turns a message's number into what a reply or a button carries; an
// escalation's name stands for its notice.
func target(number string) string {
	if _, err := strconv.Atoi(number); err == nil {
		return "m" + number
	}
	return number
}

func unquote(text string) string {
	if s, err := strconv.Unquote(text); err == nil {
		return s
	}
	return text
}
