package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relais/parcours"
	"relais/sandbox"
)

// simulate plays a small département and returns what is printed.
func simulate(t *testing.T, seed string) (told simulated, progress string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"simulate", "--people", "60", "--weeks", "3", "--seed", seed, "--format", "json"}, &output{&stdout, &stderr}); status != 0 {
		t.Fatalf("status %d: %s%s", status, stdout.String(), stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), &told); err != nil {
		t.Fatalf("%v\n%s", err, stdout.String())
	}
	return told, stderr.String()
}

// TestASimulationRepeatsAndKeepsEveryPromise plays the same weeks twice through the real
// clockwork, outbox, conversation and store.
func TestASimulationRepeatsAndKeepsEveryPromise(t *testing.T) {
	t.Parallel()
	one, progress := simulate(t, "7")
	again, _ := simulate(t, "7")
	if diff := cmp.Diff(one, again, cmpopts.IgnoreFields(simulated{}, "Machine")); diff != "" {
		t.Errorf("the same seed played other weeks (-first +second):\n%s", diff)
	}
	if other, _ := simulate(t, "8"); other.Digest == one.Digest {
		t.Error("another seed made the same journals")
	}
	for name, broken := range one.Broken {
		if broken != 0 {
			t.Errorf("%s: %d broken", name, broken)
		}
	}
	if len(one.Broken) != 9 {
		t.Errorf("%d promises were checked: %v", len(one.Broken), one.Broken)
	}
	for name, n := range one.Figures {
		if one.Journals[name] != n {
			t.Errorf("%s: %d reported, %d in the journals", name, n, one.Journals[name])
		}
	}
	for _, name := range []string{"people", "sent", "delivered", "answered", "met", "deadlines passed", "convened in time"} {
		if one.Figures[name] == 0 {
			t.Errorf("nobody is counted under %q", name)
		}
	}
	if one.SMS == 0 || one.Telegram == 0 || one.Received == 0 || one.BusiestHour == 0 {
		t.Errorf("a silent département: %+v", one)
	}
	if lines := strings.Count(progress, "\n"); lines != 3 {
		t.Errorf("%d lines of progress for three weeks:\n%s", lines, progress)
	}
}

// TestASimulationThatIsInterruptedTellsWhatItPlayed: it stops between two minutes, and
// what it prints is whole.
func TestASimulationThatIsInterruptedTellsWhatItPlayed(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stdout bytes.Buffer
	after := writerFunc(func(text []byte) (int, error) { // the first week is over
		stop()
		return len(text), nil
	})
	if status := run(ctx, []string{"simulate", "--people", "30", "--weeks", "20", "--format", "json"}, &output{&stdout, after}); status != 0 {
		t.Fatalf("status %d: %s", status, stdout.String())
	}
	var told simulated
	if err := json.Unmarshal(stdout.Bytes(), &told); err != nil {
		t.Fatal(err)
	}
	if !told.Interrupted || told.Until.Sub(told.From) > 15*24*time.Hour || told.Figures["people"] == 0 || told.Digest == "" {
		t.Errorf("interrupted after a week: %+v", told)
	}
}

func TestInstallationsAreToldTogether(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, time.October, 6, 8, 0, 0, 0, time.UTC)
	one := simulated{Installations: 1, SMS: 3, Figures: map[string]int{"people": 2}, Journals: map[string]int{"people": 2}, Broken: map[string]int{"x": 0}, Digest: "a", Until: at.Add(time.Hour), Hours: map[time.Time]int{at: 3}}
	other := simulated{Installations: 1, SMS: 4, Figures: map[string]int{"people": 5}, Journals: map[string]int{"people": 4}, Broken: map[string]int{"x": 1}, Digest: "b", Until: at, Interrupted: true, Hours: map[time.Time]int{at: 4}}
	one.add(other)
	if one.Installations != 2 || one.SMS != 7 || one.Figures["people"] != 7 || one.Journals["people"] != 6 || one.Broken["x"] != 1 || !one.Interrupted || !one.Until.Equal(at) || one.Hours[at] != 7 {
		t.Errorf("together: %+v", one)
	}
	if one.Digest == "a" || len(one.Digest) != 64 {
		t.Errorf("digest %q", one.Digest)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(text []byte) (int, error) { return f(text) }

func TestTheWatchFindsWhatRangTwice(t *testing.T) {
	t.Parallel()
	w := newWatch()
	m := sandbox.Accepted{Channel: parcours.ChannelSMS, To: "+33639980144", Text: "Rendez-vous lundi. Réf K7F29", Parts: 1, At: time.Unix(0, 0)}
	rings := m
	rings.Rings = true
	w.took(m)
	w.took(rings)
	if w.twice != 0 || w.count[parcours.ChannelSMS] != 1 {
		t.Errorf("taken and rang once: %+v", w)
	}
	thanks := rings
	thanks.Text = "Merci, c'est noté"
	w.took(thanks)
	w.took(thanks)
	if w.twice != 0 {
		t.Error("an answer without reference may come twice")
	}
	w.took(rings)
	if w.twice != 1 {
		t.Errorf("it rang twice, and %d were found", w.twice)
	}
}

// TestInProcessIsANetworkWithoutSockets: the answer comes whole, a connection is told of,
// and a handler that aborts is a connection that closes.
func TestInProcessIsANetworkWithoutSockets(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: &inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/drop" {
			panic(http.ErrAbortHandler)
		}
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write(append([]byte(r.Host+" "), body...))
	})}}
	connected := false
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected = true }})
	ask := func(path string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://nobody.example"+path, strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		return client.Do(r)
	}
	answer, err := ask("/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") != "30" || string(body) != "nobody.example hello" || !connected {
		t.Errorf("%d %q %v", answer.StatusCode, body, connected)
	}
	if dropped, err := ask("/drop"); !errors.Is(err, io.ErrUnexpectedEOF) {
		if err == nil {
			dropped.Body.Close()
		}
		t.Errorf("an aborted call: %v", err)
	}
}
