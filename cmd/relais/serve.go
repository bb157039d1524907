package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// serveCommand runs the service.
type serveCommand struct {
	nodeSettings `embed:""`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, out *output) error {
	if _, _, err := c.resolve(); err != nil {
		return err // before anything is made on the disk
	}
	level := slog.LevelInfo
	if c.LogLevel == "debug" {
		level = slog.LevelDebug
	}
	log := newLog(out, c.LogFormat, level)
	if c.onSQLite() {
		if err := makeDataDirectory(c.Database); err != nil {
			return err
		}
		release, err := lockDatabase(c.Database)
		if err != nil {
			return err
		}
		defer release()
		oneMoreForTheDisk()
	}
	n, err := newNode(ctx, c.nodeSettings, nodeOptions{now: time.Now, eraseRest: time.Second, log: log})
	if err != nil {
		return err
	}
	defer n.store.Close()
	listener, err := listen(c.Listen)
	if err != nil {
		return err
	}
	n.announce()
	// Starting takes more memory than serving does; left to itself the heap would
	// grow from there.
	debug.FreeOSMemory()
	// Whoever calls from now on is answered: the address is open.
	n.tell(stateReady)
	stopping := context.AfterFunc(ctx, func() { n.tell(stateStopping) })
	defer stopping()
	return n.run(ctx, listener)
}

// oneMoreForTheDisk gives Go one processor more than the machine has. While a commit waits
// for the disk, SQLite keeps the one it runs on, up to 10 ms until the runtime takes it
// back: on two, half of the service stood still. Receipts rose from 4 600 to 5 550 a second
// and answers from 3 990 to 4 680, 16 at once (make bench, means of two runs).
func oneMoreForTheDisk() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}

// announce tells, once, what this node will do.
func (n *node) announce() {
	s := n.settings
	n.log.Info("serving", "console", s.publicURL(), "zone", n.rules.Zone.String(), "convene_within_days", n.rules.ConveneWithinDays)
	if s.twilioSettings.configured() {
		n.log.Info("sms ready", "host", s.twilioSettings.APIURL, "two_way", s.twoWay(), "parts_per_second", s.partsPerSecond())
		if strings.HasPrefix(s.From, "+336") || strings.HasPrefix(s.From, "+337") {
			n.log.Warn("automatic SMS from a French mobile number are forbidden and blocked; use a short code or an alphanumeric sender")
		}
	} else {
		n.log.Warn("sms not configured: set RELAIS_TWILIO_ACCOUNT_SID, RELAIS_TWILIO_AUTH_TOKEN and RELAIS_TWILIO_FROM; people without Telegram wait")
	}
	if !s.telegramSettings.configured() {
		n.log.Info("telegram not configured")
	}
	if s.SMTPURL == "" {
		n.log.Warn("e-mail not configured: professionals without Telegram see questions in the console only; set RELAIS_SMTP_URL")
	}
	if s.anchorPath() == "" {
		n.log.Warn("the journal is not anchored outside the database: set RELAIS_ANCHOR_FILE, or a journal that is cut short does not show")
	}
	if now := n.now(); !n.rules.Open(now) {
		n.log.Info("outside the sending window: convocations and reminders wait, replies leave", "opens_at", n.rules.NextOpen(now).Format(time.RFC3339))
	}
}

// newLog returns a logger on standard error.
func newLog(out *output, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(out.stderr, options))
	}
	return slog.New(slog.NewTextHandler(out.stderr, options))
}

// makeDataDirectory makes the folder of a database file.
func makeDataDirectory(database string) error {
	err := os.MkdirAll(filepath.Dir(database), 0o700)
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("make the folder of %s: %w; choose another with RELAIS_DATABASE", database, err)
	}
	return err
}
