package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// Goals of an import: rows a second on SQLite, and megabytes in memory at most.
const (
	importRate   = 5000
	importMemory = 150
)

// measureImport imports a file and tells the rows that it read each second, and the
// most memory it had, in MB.
func measureImport(t *testing.T, s settings, what, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "import", path)
	command.Env = s.environ()
	var printed bytes.Buffer
	command.Stdout = &printed
	began := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended, peak := make(chan error, 1), 0
	go func() { ended <- command.Wait() }()
	for running := true; running; {
		select {
		case err = <-ended:
			running = false
		case <-time.After(20 * time.Millisecond):
			peak = max(peak, residentPeak(command.Process.Pid))
		}
	}
	took, out := time.Since(began), printed.Bytes()
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	found := regexp.MustCompile(`(\d+) lignes lues : (.*)`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("%.2000s", out)
	}
	rows, _ := strconv.Atoi(string(found[1]))
	memory, rate := peak>>10, float64(rows)/took.Seconds()
	processor := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	fmt.Printf("%-22s %4d MB  %7d rows (%s)  %6.1f s  %6.0f rows/s  %6.1f s of processor  %4d MB resident\n",
		what, info.Size()>>20, rows, found[2], took.Seconds(), rate, processor.Seconds(), memory)
	if memory > importMemory {
		t.Errorf("%s: %d MB resident, the goal is %d", what, memory, importMemory)
	}
	if rate < importRate {
		t.Errorf("%s: %.0f rows/s, the goal is %d", what, rate, importRate)
	}
}

// residentPeak is the most memory that a process had, in kB, as Linux keeps it; what
// wait4 tells counts the memory of whoever started it.
func residentPeak(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
	kb, _ := strconv.Atoi(string(bytes.TrimSpace(after[:max(0, bytes.Index(after, []byte("kB")))])))
	return kb
}

// TestImportAtScale measures the imports of make bench-import: a caseload of 200 000
// rows and a flux of 500 MB, then each of them again.
func TestImportAtScale(t *testing.T) {
	if os.Getenv("RELAIS_IMPORT_SCALE") == "" {
		t.Skip("make bench-import")
	}
	people, flux := caseloadCSV(t, 200_000), fluxFile(t, 125_000, 28)
	s := sqliteFile(t)
	measureImport(t, s, "people", people)
	measureImport(t, s, "people again", people)
	s = sqliteFile(t)
	measureImport(t, s, "flux", flux)
	measureImport(t, s, "flux again", flux)
}
