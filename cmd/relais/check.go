package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"text/tabwriter"
	"time"

	"relais/store"
)

// checkCommand tells what is not right in an installation, and how to mend it.
type checkCommand struct {
	nodeSettings `embed:""`

	Format string `enum:"table,json" default:"table" help:"table or json."`
	Strict bool   `help:"End with 1 for what asks for attention too, such as a pause or an old backup: for a line of cron."`
}

// Verdicts of one check.
const (
	verdictGood = "ok"
	verdictWarn = "attention"
	verdictBad  = "défaut"
	// verdictNone is for what is not configured, and may well stay so.
	verdictNone = "absent"
)

// finding is what one check found.
type finding struct {
	Check   string `json:"check"`
	Verdict string `json:"verdict"`
	Found   string `json:"found"`
	// Mend says what to do about it; empty when nothing is to be done.
	Mend string `json:"mend,omitempty"`
}

// errUnsound ends the command with status 1: what is wrong has been printed.
var errUnsound = fmt.Errorf("%w: the installation is not sound", errRefused)

// checkWithin bounds one check: a provider that does not answer is a finding.
const checkWithin = 15 * time.Second

// Run looks at everything, even after a first fault, and changes nothing but the mark
// of the last write of a database that is there.
func (c *checkCommand) Run(ctx context.Context, out *output) error {
	examiner := examiner{nodeSettings: c.nodeSettings, now: time.Now, http: &http.Client{Timeout: checkWithin}}
	found := examiner.examine(ctx)
	if c.Format == "json" {
		if err := writeJSON(out.stdout, found); err != nil {
			return err
		}
	} else if err := printFindings(out, found); err != nil {
		return err
	}
	for _, f := range found {
		if f.Verdict == verdictBad || c.Strict && f.Verdict == verdictWarn {
			return errUnsound
		}
	}
	return nil
}

func printFindings(out *output, found []finding) error {
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	for _, f := range found {
		fmt.Fprintf(table, "%s\t%s\t%s\n", f.Check, f.Verdict, f.Found)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, f := range found {
		if f.Mend != "" {
			fmt.Fprintf(out.stdout, "\n%s : %s\n", f.Check, f.Mend)
		}
	}
	return nil
}

// examiner makes the checks one after the other.
type examiner struct {
	nodeSettings

	now     func() time.Time
	http    *http.Client
	senders senders
}

func (e *examiner) examine(ctx context.Context) []finding {
	if _, _, err := e.resolve(); err != nil {
		return []finding{{"réglages", verdictBad, "à revoir, rien d'autre n'a été regardé", err.Error()}}
	}
	n := &node{settings: e.nodeSettings, now: e.now, log: slog.New(slog.DiscardHandler), fail: newFailPoints()}
	var err error
	if e.senders, err = n.senders(); err != nil {
		return []finding{{"réglages", verdictBad, "à revoir, rien d'autre n'a été regardé", err.Error()}}
	}
	found := []finding{{"réglages", verdictGood, "lus, aucun ne manque", ""}}
	for _, check := range []func(context.Context) []finding{e.database, e.disk, e.clock, e.sms, e.chat, e.email, e.address} {
		within, stop := context.WithTimeout(ctx, checkWithin)
		found = append(found, check(within)...)
		stop()
	}
	return found
}

// database opens what is there, as the service does, and never makes a new one.
func (e *examiner) database(ctx context.Context) []finding {
	const name = "base de données"
	if e.onSQLite() && !exists(e.Database) {
		return []finding{{name, verdictWarn, e.Database + " n'existe pas encore", "elle sera créée au premier démarrage ; si elle devrait exister, vérifiez RELAIS_DATABASE."}}
	}
	db, _, err := openStore(ctx, e.databaseSettings, e.ruleSettings)
	if err != nil {
		return []finding{{name, verdictBad, "ne s'ouvre pas", err.Error()}}
	}
	defer db.Close()
	if err := db.Ping(ctx); err != nil {
		return []finding{{name, verdictBad, "ne se laisse pas écrire", err.Error()}}
	}
	where := "PostgreSQL"
	if e.onSQLite() {
		where = "SQLite"
	}
	found := []finding{
		{name, verdictGood, where + ", ouverte, lue et écrite", ""},
		{"clé des données", verdictGood, "c'est celle de la base", ""},
	}
	return append(found, e.backups(ctx, db), e.pause(ctx, db), e.anchors())
}

// oldBackup is the age from which the last backup is too old: one a day, and an hour.
const oldBackup = 25 * time.Hour

func (e *examiner) backups(ctx context.Context, db *store.Store) finding {
	const name, mend = "sauvegardes", "faites-en une par jour avec relais backup, et gardez-la ailleurs ; une fois par mois, restaurez-la sur une autre machine."
	at, err := db.LastBackup(ctx)
	switch age := e.now().Sub(at); {
	case err != nil:
		return finding{name, verdictBad, "on ne sait pas quand la dernière a été faite", err.Error()}
	case at.IsZero():
		return finding{name, verdictWarn, "aucune n'a encore été faite", mend}
	case age > oldBackup:
		return finding{name, verdictWarn, fmt.Sprintf("la dernière a %.0f heures", age.Hours()), mend}
	default:
		return finding{name, verdictGood, "la dernière est du " + at.Local().Format("02/01/2006 15:04"), ""}
	}
}

func (e *examiner) pause(ctx context.Context, db *store.Store) finding {
	const name = "envois"
	pause, err := db.Pause(ctx)
	switch {
	case err != nil:
		return finding{name, verdictBad, "on ne sait pas s'ils sont en pause", err.Error()}
	case pause.Paused():
		return finding{name, verdictWarn, "en pause depuis la restauration d'une sauvegarde", "regardez ce qui manque avec relais resume --dry-run, puis relais resume."}
	default:
		return finding{name, verdictGood, "rien ne les retient", ""}
	}
}

func (e *examiner) anchors() finding {
	const name = "ancres du journal"
	if e.anchorPath() == "" {
		return finding{name, verdictWarn, "aucune", "réglez RELAIS_ANCHOR_FILE : sans elles, un journal coupé ne se voit pas."}
	}
	return finding{name, verdictGood, e.anchorPath(), ""}
}

// asText is an error as a person reads it in a finding.
func asText(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "pas de réponse en 15 secondes"
	}
	return err.Error()
}
