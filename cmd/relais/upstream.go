package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"relais/parcours"
)

// upstreamCommand works the list of what RDV-Solidarités sent and nobody was found for.
type upstreamCommand struct {
	List    upstreamListCommand    `cmd:"" help:"List what could not be applied, with the reason."`
	Retry   upstreamRetryCommand   `cmd:"" help:"Apply again, once what was wrong is mended; serve does it within RELAIS_TICK_EVERY."`
	Dismiss upstreamDismissCommand `cmd:"" help:"Let messages go, with their content."`
}

// atTheTerminal is who works on the command line: whoever has the data key.
func atTheTerminal() parcours.Actor {
	return parcours.Actor{AccountID: "command line", Role: parcours.AccountCoordinator}
}

type upstreamListCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
}

func (c upstreamListCommand) Run(ctx context.Context, out *output) (err error) {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	dead, err := db.DeadUpstream(ctx, atTheTerminal())
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\treceived\tmodel\tevent\tid upstream\treason")
	for _, d := range dead {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.ReceivedAt.Format(time.RFC3339), d.Model, d.Event, d.UpstreamID, d.Reason)
	}
	return w.Flush()
}

type upstreamRetryCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	IDs []string `arg:"" optional:"" name:"id" help:"Of the list."`
	All bool     `help:"Everything in the list."`
}

func (c upstreamRetryCommand) Run(ctx context.Context, out *output) (err error) {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if c.All == (len(c.IDs) > 0) {
		return errors.New("name the messages of the list, or --all")
	}
	if c.All {
		dead, err := db.DeadUpstream(ctx, atTheTerminal())
		if err != nil {
			return err
		}
		for _, d := range dead {
			c.IDs = append(c.IDs, d.ID)
		}
	}
	for _, id := range c.IDs {
		if err := db.RetryUpstream(ctx, atTheTerminal(), id); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out.stdout, "%d to apply again\n", len(c.IDs))
	return err
}

type upstreamDismissCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	IDs []string `arg:"" name:"id" help:"Of the list."`
}

func (c upstreamDismissCommand) Run(ctx context.Context, out *output) (err error) {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, id := range c.IDs {
		if err := db.DismissUpstream(ctx, time.Now(), atTheTerminal(), id); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out.stdout, "%d dismissed\n", len(c.IDs))
	return err
}
