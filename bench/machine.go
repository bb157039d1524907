package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// machine names the class of this machine, not the machine.
func machine() string {
	cpu, memory := "unknown processor", ""
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*:\s*(.+)`).FindSubmatch(text); m != nil {
			cpu = string(m[1])
		}
	}
	if kb := procField("/proc/meminfo", "MemTotal"); kb > 0 {
		memory = fmt.Sprintf(", %.0f GB", kb/1e6)
	}
	load, _ := os.ReadFile("/proc/loadavg")
	return fmt.Sprintf("machine: %d cores (%s)%s, %s/%s, %s; load before: %s", runtime.NumCPU(), cpu, memory, runtime.GOOS, runtime.GOARCH,
		runtime.Version(), strings.Join(strings.Fields(string(load))[:min(3, len(strings.Fields(string(load))))], " "))
}

// procField reads "name:  value kB" of a file under /proc; 0 when it is not there.
func procField(path, name string) float64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			value, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return value
		}
	}
	return 0
}

// cpuOf returns the processor time a process has used, in seconds, to the
// hundredth: user and system time of /proc/PID/stat.
func cpuOf(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("processor time of the service (needs Linux): %w", err)
	}
	// The name may hold spaces: fields are counted after it.
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	const ticksPerSecond = 100 // USER_HZ on every Linux that Go runs on
	return (user + system) / ticksPerSecond, nil
}
