package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"relais/parcours"
)

// resumeCommand ends the pause that a restored backup begins.
type resumeCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	DryRun bool `help:"Say what is missing, and resume nothing."`
}

// missingListed bounds what the command prints of the missing messages.
const missingListed = 1000

// Run says what is missing, then lets messages leave again.
func (c *resumeCommand) Run(ctx context.Context, out *output) error {
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	pause, err := db.Pause(ctx)
	if err != nil {
		return err
	}
	if !pause.Paused() {
		fmt.Fprintln(out.stdout, "Les envois ne sont pas en pause.")
		return nil
	}
	missing, err := db.MissingMessages(ctx, missingListed)
	if err != nil {
		return err
	}
	now, actor := time.Now(), commandActor("resume")
	if err := db.LogAccess(ctx, now, actor, "read_pause", "missing"); err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "En pause depuis le %s. Messages partis que la base ne connaissait pas : %d, dont reconnus : %d.\n",
		pause.At.In(rules.Zone).Format("02/01/2006 15:04"), pause.Missing, pause.Found)
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	for _, m := range missing {
		fmt.Fprintf(table, "%s\t%s\t%s\n", m.LeftAt.In(rules.Zone).Format("02/01/2006 15:04:05"), whose(m), m.ProviderID)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if c.DryRun {
		return nil
	}
	err = db.Resume(ctx, now, actor, pause.ID)
	if errors.Is(err, parcours.ErrConflict) || errors.Is(err, parcours.ErrNotFound) {
		return errors.New("somebody else resumed, or another pause has begun; run relais resume --dry-run")
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out.stdout, "Les envois reprennent.")
	return nil
}

// whose names the person that a missing message went to, as far as one is known.
func whose(m parcours.MissingMessage) string {
	if m.PersonID == "" {
		return "numéro inconnu ou partagé"
	}
	return m.PersonName
}
