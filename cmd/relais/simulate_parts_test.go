package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestInstallationsAreProcessesThatTellTogether plays two installations, interrupts the
// program that was started, and reads what the processes of both had played.
func TestInstallationsAreProcessesThatTellTogether(t *testing.T) {
	t.Parallel()
	var stdout bytes.Buffer
	process := exec.CommandContext(t.Context(), program, "simulate", "--people", "2300", "--weeks", "20", "--installations", "2", "--format", "json")
	process.Stdout = &stdout
	stderr, err := process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	var progress []string
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if progress = append(progress, lines.Text()); len(progress) == 1 {
			if err := process.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := process.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(progress, "\n"))
	}
	if !strings.HasPrefix(progress[0], "week  1 of 20, 2025-10-13: ") {
		t.Errorf("progress:\n%s", strings.Join(progress, "\n"))
	}
	var told struct {
		Installations int            `json:"installations"`
		Interrupted   bool           `json:"interrupted"`
		From          time.Time      `json:"from"`
		Until         time.Time      `json:"until"`
		Figures       map[string]int `json:"figures"`
		Journals      map[string]int `json:"journals"`
		Broken        map[string]int `json:"broken"`
		BusiestHour   int            `json:"sms_parts_in_the_busiest_hour"`
		Hours         map[string]int `json:"hours"`
	}
	if err := json.Unmarshal(stdout.Bytes(), &told); err != nil {
		t.Fatalf("%v\n%s", err, stdout.String())
	}
	if told.Installations != 2 || !told.Interrupted || told.Until.Sub(told.From) < 6*24*time.Hour || told.BusiestHour == 0 || told.Hours != nil {
		t.Errorf("together: %+v", told)
	}
	// 35 in a hundred are there on the first morning, in the one territory or the other.
	if people := told.Figures["people"]; people < 700 || people != told.Journals["people"] {
		t.Errorf("%d people reported, %d by their journals", people, told.Journals["people"])
	}
	for promise, broken := range told.Broken {
		if broken != 0 {
			t.Errorf("%s: %d broken", promise, broken)
		}
	}
}
