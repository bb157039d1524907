package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"relais/parcours"
	"relais/sandbox"
)

// simulated is what a simulation prints. Figures, Broken and Digest depend on the seed
// alone; Machine on the machine.
type simulated struct {
	Seed          uint64         `json:"seed"`
	People        int            `json:"people"`
	Weeks         int            `json:"weeks"`
	Installations int            `json:"installations"`
	Interrupted   bool           `json:"interrupted,omitempty"`
	From          time.Time      `json:"from"`
	Until         time.Time      `json:"until"`
	SMS           int            `json:"sms"`
	SMSParts      int            `json:"sms_parts"`
	Telegram      int            `json:"telegram"`
	Emails        int            `json:"emails"`
	Received      int            `json:"received"`
	BusiestHour   int            `json:"sms_parts_in_the_busiest_hour"`
	Figures       map[string]int `json:"figures"`
	Journals      map[string]int `json:"journals"`
	Late          int            `json:"late"`
	Broken        map[string]int `json:"broken"`
	Digest        string         `json:"digest"`
	Machine       machine        `json:"machine"`
	// Hours are the SMS parts of each hour, told by an installation to whoever adds them up.
	Hours map[time.Time]int `json:"hours,omitempty"`
}

// machine is what the simulation took, the checks included.
type machine struct {
	Seconds          float64 `json:"seconds"`
	PlaySeconds      float64 `json:"play_seconds"`
	ProcessorSeconds float64 `json:"processor_seconds"`
	MessagesPerSec   float64 `json:"messages_per_second"`
	PeakMB           float64 `json:"peak_resident_mb"`
	DatabaseMB       float64 `json:"database_mb"`
	Processors       int     `json:"processors"`
	Load             string  `json:"load,omitempty"`
}

// errBroken: something that must always hold did not, as was printed.
var errBroken = fmt.Errorf("%w: a promise was broken", errRefused)

// live plays the weeks in every installation at once, and prints what they tell together.
func (c *simulateCommand) live(ctx context.Context, out *output) error {
	began := time.Now()
	parts, err := c.play(ctx, out.stderr)
	if err != nil {
		return err
	}
	told := parts[0]
	for _, other := range parts[1:] {
		told.add(other)
	}
	told.People = c.People
	for _, parts := range told.Hours {
		told.BusiestHour = max(told.BusiestHour, parts)
	}
	told.Hours = nil
	told.Machine.sumUp(began, told)
	if c.Format == "json" {
		err = writeJSON(out.stdout, told)
	} else {
		err = told.print(out.stdout)
	}
	for _, broken := range told.Broken {
		if err == nil && broken > 0 {
			err = errBroken
		}
	}
	return err
}

// run plays the weeks and checks each. A run that is interrupted tells what it had played.
func (s *simulation) run(ctx context.Context, week func(weekPlayed)) (simulated, error) {
	began, from := time.Now(), s.now()
	last := from
	// Each step is finished once begun, so that an interrupted story is whole up to there.
	whole := context.WithoutCancel(ctx)
	told := simulated{Seed: s.command.Seed, Weeks: s.weeks, Installations: 1, From: from, Hours: s.sent.hours}
	played, err := s.play(ctx, from.AddDate(0, 0, 7*s.weeks), func(n int) error {
		now := s.now()
		if err := s.checkWeek(whole, last, now); err != nil {
			return err
		}
		last = now
		week(weekPlayed{
			Number: n, Day: parcours.DateOf(now, s.rules.Zone),
			SMS: s.sent.count[parcours.ChannelSMS], Telegram: s.sent.count[parcours.ChannelTelegram], Received: s.received,
		})
		return nil
	})
	if err != nil {
		return told, err
	}
	now := s.now()
	if now.After(last) {
		if err := s.checkWeek(whole, last, now); err != nil {
			return told, err
		}
	}
	told.Interrupted, told.Until = !played, now
	told.SMS, told.SMSParts, told.Telegram, told.Emails = s.sent.count[parcours.ChannelSMS], s.sent.parts, s.sent.count[parcours.ChannelTelegram], s.sent.count[parcours.ChannelEmail]
	told.Received = s.received
	told.Machine.PlaySeconds = time.Since(began).Seconds()
	if told.Journals, told.Figures, err = s.checkEnd(whole, now); err != nil {
		return told, err
	}
	told.Late, told.Broken = s.checks.late, s.checks.broken(s.sent)
	if info, err := os.Stat(s.node.settings.Database); err == nil {
		told.Machine.DatabaseMB = float64(info.Size()) / (1 << 20)
	}
	told.Digest, err = s.digest(whole)
	told.Machine.measure()
	return told, err
}

// add joins what another installation tells.
func (t *simulated) add(o simulated) {
	t.Installations += o.Installations
	t.Interrupted = t.Interrupted || o.Interrupted
	if o.Until.Before(t.Until) {
		t.Until = o.Until
	}
	t.SMS, t.SMSParts, t.Telegram, t.Emails, t.Received, t.Late = t.SMS+o.SMS, t.SMSParts+o.SMSParts, t.Telegram+o.Telegram, t.Emails+o.Emails, t.Received+o.Received, t.Late+o.Late
	for _, sum := range []struct{ to, from map[string]int }{{t.Figures, o.Figures}, {t.Journals, o.Journals}, {t.Broken, o.Broken}} {
		for name, n := range sum.from {
			sum.to[name] += n
		}
	}
	for hour, parts := range o.Hours {
		t.Hours[hour] += parts
	}
	sum := sha256.Sum256([]byte(t.Digest + o.Digest))
	t.Digest = hex.EncodeToString(sum[:])
	t.Machine.PlaySeconds = max(t.Machine.PlaySeconds, o.Machine.PlaySeconds)
	t.Machine.DatabaseMB += o.Machine.DatabaseMB
	t.Machine.ProcessorSeconds += o.Machine.ProcessorSeconds
	t.Machine.PeakMB += o.Machine.PeakMB
}

// measure reads what this process used.
func (m *machine) measure() {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) == nil {
		m.ProcessorSeconds = time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
		m.PeakMB = float64(used.Maxrss) / 1024 // kB on Linux
	}
}

// sumUp adds what holds of all installations together.
func (m *machine) sumUp(began time.Time, told simulated) {
	m.Seconds = time.Since(began).Seconds()
	m.MessagesPerSec = float64(told.SMS+told.Telegram+told.Emails+told.Received) / m.PlaySeconds
	m.Processors = runtime.GOMAXPROCS(0)
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load = strings.Join(strings.Fields(string(text))[:3], " ")
	}
}

func (t *simulated) print(to io.Writer) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%d people, %d weeks, seed %d\t%s to %s\n", t.People, t.Weeks, t.Seed, t.From.Format("2006-01-02"), t.Until.Format("2006-01-02"))
	if t.Interrupted {
		fmt.Fprintln(w, "interrupted\twhat follows is what had been played")
	}
	fmt.Fprintf(w, "sent\t%d SMS in %d parts, %d on Telegram, %d e-mails\n", t.SMS, t.SMSParts, t.Telegram, t.Emails)
	fmt.Fprintf(w, "received\t%d\n", t.Received)
	fmt.Fprintf(w, "busiest hour\t%d SMS parts\n", t.BusiestHour)
	fmt.Fprintln(w, "\nfigure\treported\tfrom the journals")
	for _, name := range slices.Sorted(maps.Keys(t.Figures)) {
		fmt.Fprintf(w, "%s\t%d\t%d\n", name, t.Figures[name], t.Journals[name])
	}
	fmt.Fprintf(w, "late or never convened\t\t%d\n", t.Late)
	fmt.Fprintln(w, "\nmust hold\t")
	for _, name := range slices.Sorted(maps.Keys(t.Broken)) {
		standing := "ok"
		if n := t.Broken[name]; n > 0 {
			standing = strconv.Itoa(n) + " broken"
		}
		fmt.Fprintf(w, "%s\t%s\n", name, standing)
	}
	m := t.Machine
	fmt.Fprintf(w, "\ntook\t%.0f s, of which %.0f s of play; %.0f s of processor; %d processors, load %s\n", m.Seconds, m.PlaySeconds, m.ProcessorSeconds, m.Processors, m.Load)
	fmt.Fprintf(w, "throughput\t%.0f messages a second\n", m.MessagesPerSec)
	fmt.Fprintf(w, "memory\t%.0f MB resident at most, world included; database %.0f MB\n", m.PeakMB, m.DatabaseMB)
	fmt.Fprintf(w, "installations\t%d\n", t.Installations)
	fmt.Fprintf(w, "digest\t%s\n", t.Digest)
	return w.Flush()
}

// troubles has the providers fail, on Wednesdays at ten: for one message in fifty of the
// moment an answer is lost or wrong, before or after it took effect, or asks to wait.
func (s *simulation) troubles() {
	next := func(after time.Time) time.Time {
		day := parcours.DateOf(after, s.rules.Zone).AddDays(1)
		for day.At(0, 0, s.rules.Zone).Weekday() != time.Wednesday {
			day = day.AddDays(1)
		}
		return day.At(10, 0, s.rules.Zone)
	}
	var trouble func(context.Context) error
	plan := func() { s.world.Queue.At(next(s.now()), "troubles", "troubles", trouble) }
	trouble = func(context.Context) error {
		defer plan()
		for range 1 + s.people/2000 {
			s.world.Twilio.Inject(
				sandbox.Fault{Call: "create", Status: 503},
				sandbox.Fault{Call: "create", Status: 500, Effect: true},
				sandbox.Fault{Call: "create", Status: 429, Code: 20429, RetryAfter: 30},
				sandbox.Fault{Call: "create", Drop: true},
				sandbox.Fault{Call: "create", Drop: true, Effect: true},
			)
			s.world.Telegram.Inject(
				sandbox.Fault{Call: "sendMessage", Status: 502},
				sandbox.Fault{Call: "sendMessage", Status: 429, RetryAfter: 20},
			)
		}
		return nil
	}
	plan()
}
