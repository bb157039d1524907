package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// understood runs relais understand on lines and returns what it printed, line by
// line, and its exit status.
func understood(t *testing.T, in string, args ...string) (lines []string, status int) {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, append([]string{"understand"}, args...)...)
	command.Env = []string{}
	command.Stdin = strings.NewReader(in)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if stderr.Len() > 0 {
		t.Errorf("on the standard error: %s", &stderr)
	}
	out := strings.TrimSuffix(stdout.String(), "\n")
	if out == "" {
		return nil, status
	}
	return strings.Split(out, "\n"), status
}

// reading is the part of a line that the contract fixes.
func reading(t *testing.T, line string) string {
	t.Helper()
	var l struct {
		Understood json.RawMessage
		Why        string
	}
	if err := json.Unmarshal([]byte(line), &l); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if l.Why == "" {
		t.Errorf("%s gives no reason", line)
	}
	return string(l.Understood)
}

func TestUnderstandAnswersWhatWasAsked(t *testing.T) {
	t.Parallel()
	const now = `"now":"2026-01-13T09:00:00+01:00"`
	for _, c := range []struct{ in, want string }{
		{`{"text":"jpeu pas mardi jai la petite","asked":"reply",` + now + `}`, `{"label":"no","reason":"childcare"}`},
		{`{"text":"Oui.","asked":"reply",` + now + `}`, `{"label":"yes","reason":null}`},
		{`{"text":"16h environ","asked":"hours",` + now + `}`, `{"minutes":960,"impediment":null}`},
		{`{"text":"rien, j'étais malade","asked":"hours",` + now + `}`, `{"minutes":0,"impediment":"health"}`},
		{`{"text":"bonjour","asked":"hours",` + now + `}`, `null`},
		{`{"text":"jai trouver du taf","asked":"none",` + now + `}`, `{"label":"job_found","lang":"fr","distress":"none"}`},
		{`{"text":"c ki ?","asked":"none",` + now + `}`, `{"label":"question","lang":"fr","distress":"none"}`},
		{`{"text":"mi marido me pega","asked":"none"}`, `{"label":"unclear","lang":"es","distress":"violence"}`},
		{`{"text":"demain 14h30","asked":"date",` + now + `}`, `{"value":"2026-01-14T14:30:00+01:00","grain":"minute"}`},
		{`{"text":"le 12 juillet","asked":"date","now":"2026-01-13T08:00:00Z"}`, `{"value":"2026-07-12T00:00:00+02:00","grain":"day"}`},
		{`{"text":"pas le mercredi","asked":"availability",` + now + `}`, `{"days":[],"weekdays":[],"part":"any","from":null,"to":null,"not":["wed"],"earliest":null,"latest":null}`},
	} {
		lines, status := understood(t, c.in+"\n")
		if len(lines) != 1 || status != 0 {
			t.Errorf("%s: %d lines, status %d: %q", c.in, len(lines), status, lines)
			continue
		}
		if diff := cmp.Diff(c.want, reading(t, lines[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestUnderstandAssumesTheLanguageItIsGiven(t *testing.T) {
	t.Parallel()
	lines, _ := understood(t, `{"text":"1","asked":"none"}`+"\n", "--lang", "tr")
	if want := `{"label":"unclear","lang":"tr","distress":"none"}`; len(lines) != 1 || reading(t, lines[0]) != want {
		t.Errorf("got %q, want %s", lines, want)
	}
}

func TestUnderstandGivesTheTextBackByteForByte(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`"oui"`, `"caf\u00e9 \ud83d\ude00 <b>&amp;</b> \/"`, `"a\u2028b"`, "\"\xff\xfe oui\"", `""`, `"é"`, `"\u0000"`,
	} {
		lines, status := understood(t, `{"asked":"none", "text" : `+text+` }`+"\n")
		if status != 0 || len(lines) != 1 || !strings.HasPrefix(lines[0], `{"text":`+text+`,"understood":`) {
			t.Errorf("text %q: status %d, %q", text, status, lines)
		}
	}
}

func TestUnderstandLosesNoLine(t *testing.T) {
	t.Parallel()
	in := []string{
		`{"text":"oui","asked":"reply"}`,
		`not JSON`,
		``,
		`{"text":"oui","asked":"colour"}`,
		`{"text":12,"asked":"reply"}`,
		`{"asked":"reply"}`,
		`{"text":"demain","asked":"date"}`,
		`{"text":"demain","asked":"date","now":"demain"}`,
		`{"text":"` + strings.Repeat("a", 2<<20) + `","asked":"reply"}`,
		`{"text":"non","asked":"reply"}`,
	}
	lines, status := understood(t, "\ufeff"+strings.Join(in, "\r\n")) // no end on the last one
	if len(lines) != len(in) || status != 1 {
		t.Fatalf("%d lines and status %d for %d lines of which some are wrong: %.300q", len(lines), status, len(in), lines)
	}
	for i, line := range lines {
		var l struct {
			Understood *struct{ Label string }
			Error      string
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if right := i == 0 || i == len(in)-1; right != (l.Error == "") || right != (l.Understood != nil) {
			t.Errorf("%.80s was answered by %.200s", in[i], line)
		}
	}
	if !strings.HasPrefix(lines[3], `{"text":"oui",`) {
		t.Errorf("a refused line gives its text back where it has one: %s", lines[3])
	}
	if lines, status := understood(t, ""); len(lines) != 0 || status != 0 {
		t.Errorf("nothing in: %q, status %d", lines, status)
	}
}

// Whoever asks one text at a time is answered before the next.
func TestUnderstandAnswersAsItReads(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, "understand")
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	answers := json.NewDecoder(out)
	for i := range 3 {
		fmt.Fprintf(in, `{"text":"%d","asked":"none"}`+"\n", i)
		var l struct{ Text string }
		if err := answers.Decode(&l); err != nil || l.Text != fmt.Sprint(i) {
			t.Fatalf("answer %d: %q, %v", i, l.Text, err)
		}
	}
	in.Close()
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
}
