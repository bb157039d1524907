package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"relais/parcours"
)

// leaversCommand lists those who seem to have left, and takes the decision of a human
// about each.
type leaversCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Exit []string `placeholder:"PERSON" help:"End the follow-up of this person: what is planned for them is withdrawn. Repeatable."`
	Keep []string `placeholder:"PERSON" help:"Keep following this person. Repeatable."`
}

// leaversListed bounds what the command prints.
const leaversListed = 10_000

// Run writes the decisions down, then lists who is left to decide about.
func (c *leaversCommand) Run(ctx context.Context, out *output) error {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	now, actor, refused := time.Now(), commandActor("leavers"), false
	for _, decision := range []struct {
		people []string
		left   bool
	}{{c.Exit, true}, {c.Keep, false}} {
		for _, id := range decision.people {
			err := db.DecideLeaving(ctx, now, actor, id, decision.left)
			if errors.Is(err, parcours.ErrConflict) || errors.Is(err, parcours.ErrNotFound) {
				fmt.Fprintln(out.stderr, "relais:", id, "n'attend pas de décision.")
				refused = true
			} else if err != nil {
				return err
			}
		}
	}
	leavers, err := db.Leavers(ctx, actor, leaversListed)
	if err != nil {
		return err
	}
	if err := db.LogAccess(ctx, now, actor, "read_leavers", fmt.Sprint(len(leavers))); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "Sorties à examiner : %d\n", len(leavers))
	for _, l := range leavers {
		fmt.Fprintf(table, "%s\t%s %s\t%s\t%s\t%s\n", l.PersonID, l.FirstName, l.LastName, leaverReason(l.Reason), l.LeftOn, l.Referent)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if refused {
		return errRefused
	}
	return nil
}

// leaverReason says why somebody seems to have left.
func leaverReason(reason string) string {
	switch reason {
	case parcours.LeaverAbsent:
		return "absence du dernier flux"
	case "5", "6":
		return "dossier clos"
	case "MUT":
		return "mutation vers une autre caisse (MUT)"
	}
	return "dossier clos, motif " + reason
}
