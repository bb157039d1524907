package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"relais/notifier/partner"
	"relais/parcours"
	"relais/store"
)

// leasePartners is held by the node that tells partners.
const leasePartners = "partners"

// tellPartners tells the endpoints of partners what changed, from one node at a time.
func (n *node) tellPartners(ctx context.Context) error {
	w := &partner.Worker{Outbox: n.store, Client: n.partners, Now: n.now, Process: n.process, Log: n.log}
	return n.leases.While(ctx, leasePartners, n.owner, w.Run)
}

// partnerTrial is what the console's test button does.
type partnerTrial struct {
	store  *store.Store
	client *partner.Client
}

// Check refuses an address to which nothing may be posted.
func (t partnerTrial) Check(url string) error { return t.client.Check(url) }

// Try tells an endpoint nothing, and returns what it answered.
func (t partnerTrial) Try(ctx context.Context, id string) (parcours.PartnerFault, error) {
	d, err := t.store.PartnerTest(ctx, time.Now(), id)
	if err != nil {
		return "", err
	}
	return t.client.Post(ctx, d)
}

// partnersCommand works the endpoints of partners, and what they could not be told.
type partnersCommand struct {
	List   partnersListCommand   `cmd:"" help:"List the endpoints of partners, with what waits for each."`
	Dead   partnersDeadCommand   `cmd:"" help:"List what partners could not be told."`
	Replay partnersReplayCommand `cmd:"" help:"Tell it again, once what was wrong is mended; serve does it within seconds."`
	Drop   partnersDropCommand   `cmd:"" help:"Let it go."`
}

// deadListed bounds what the commands work on.
const deadListed = 10_000

type partnersListCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
}

// Run prints one line for each endpoint.
func (c partnersListCommand) Run(ctx context.Context, out *output) (err error) {
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	all, err := db.Partners(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\tname\tshape\tstate\twaiting\tdead\tlast fault")
	for _, e := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%s\n", e.ID, e.Name, e.Shape, partnerState(e, rules.Zone), e.Waiting, e.Dead, e.LastFault)
	}
	return w.Flush()
}

func partnerState(e parcours.PartnerEndpoint, zone *time.Location) string {
	switch {
	case !e.StoppedAt.IsZero():
		return "stopped"
	case e.RestUntil.After(time.Now()):
		return "left alone until " + e.RestUntil.In(zone).Format(time.RFC3339)
	case e.Failures > 0:
		return "failing"
	}
	return "working"
}

type partnersDeadCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
}

// Run prints one line for each change that could not be told.
func (c partnersDeadCommand) Run(ctx context.Context, out *output) (err error) {
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	dead, err := db.DeadDeliveries(ctx, deadListed)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\tpartner\tmodel\tevent\tobject\tchanged\ttries\tfault")
	for _, d := range dead {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", d.ID, d.Endpoint.Name, d.Model, d.Event, d.ObjectID, d.At.In(rules.Zone).Format(time.RFC3339), d.Tries, d.Fault)
	}
	return w.Flush()
}

type partnersReplayCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	IDs []string `arg:"" optional:"" name:"id" help:"Of the list of relais partners dead."`
	All bool     `help:"Everything in the list."`
}

// Run puts them back among what waits.
func (c partnersReplayCommand) Run(ctx context.Context, out *output) error {
	if c.All == (len(c.IDs) > 0) {
		return errors.New("name what is to be told again, or --all")
	}
	return onDeadDeliveries(ctx, out, c.databaseSettings, c.ruleSettings, c.IDs, c.All, "replay_delivery", func(ctx context.Context, db *store.Store, id string) error {
		return db.ReplayDelivery(ctx, id)
	})
}

type partnersDropCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	IDs []string `arg:"" name:"id" help:"Of the list of relais partners dead."`
}

// Run lets them go.
func (c partnersDropCommand) Run(ctx context.Context, out *output) error {
	return onDeadDeliveries(ctx, out, c.databaseSettings, c.ruleSettings, c.IDs, false, "drop_delivery", func(ctx context.Context, db *store.Store, id string) error {
		return db.DropDelivery(ctx, time.Now(), commandActor("partners"), id)
	})
}

// onDeadDeliveries does the same to each, and says which are not in the list any more.
func onDeadDeliveries(ctx context.Context, out *output, d databaseSettings, r ruleSettings, ids []string, all bool, action string, do func(context.Context, *store.Store, string) error) (err error) {
	db, _, err := openStore(ctx, d, r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if all {
		dead, err := db.DeadDeliveries(ctx, deadListed)
		if err != nil {
			return err
		}
		for _, d := range dead {
			ids = append(ids, d.ID)
		}
	}
	done := 0
	for _, id := range ids {
		err := do(ctx, db, id)
		if errors.Is(err, parcours.ErrNotFound) {
			fmt.Fprintln(out.stderr, "relais:", id, "is not in the list")
			continue
		}
		if err == nil {
			err = db.LogAccess(ctx, time.Now(), commandActor("partners"), action, id)
		}
		if err != nil {
			return err
		}
		done++
	}
	fmt.Fprintln(out.stdout, done)
	if done < len(ids) {
		return errRefused
	}
	return nil
}
