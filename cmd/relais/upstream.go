package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"relais/intake"
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
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	dead, err := db.DeadUpstream(ctx, atTheTerminal())
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "Messages de RDV-Solidarités à rattacher : %d\n", len(dead))
	for _, d := range dead {
		payload, err := db.DeadUpstreamPayload(ctx, atTheTerminal(), d.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%s\t%s\n", d.ID, d.ReceivedAt.In(rules.Zone).Format("02/01/2006 15:04"), d.Model, d.UpstreamID, upstreamAbout(payload), upstreamReason(d.Reason))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return db.LogAccess(ctx, time.Now(), commandActor("rdvsp list"), "read_upstream", "upstream")
}

// upstreamAbout names whom a message is about, as the tool upstream writes them; a dash
// when it says nobody.
func upstreamAbout(payload []byte) string {
	m, err := intake.ReadRDV(payload)
	if err != nil {
		return "–"
	}
	who, agent := parcours.ForeignUser{}, ""
	switch {
	case m.Rdv != nil && len(m.Rdv.Participations) > 0:
		who = m.Rdv.Participations[0].User
	case m.User != nil:
		who = *m.User
	case m.Assignation != nil:
		who, agent = m.Assignation.User, m.Assignation.Agent
	case m.Absence != nil:
		agent = m.Absence.Agent
	}
	name := parcours.Professional{FirstName: who.FirstName, LastName: who.LastName}.Name()
	return cmp.Or(strings.TrimSpace(name+" "+who.BirthDate.String()), agent, "–")
}

// upstreamReason says what is to be mended.
func upstreamReason(reason string) string {
	switch reason {
	case parcours.UpstreamUnreadable:
		return "illisible"
	case parcours.UpstreamFault:
		return "panne : appliquez de nouveau"
	case parcours.UpstreamPersonUnknown:
		return "personne inconnue : importez-la"
	case parcours.UpstreamPersonConflict:
		return "deux personnes possibles : corrigez un identifiant"
	case parcours.UpstreamPersonArchived:
		return "personne archivée"
	case parcours.UpstreamAgentUnknown:
		return "professionnel inconnu : importez-le"
	case parcours.UpstreamNotReferent:
		return "le professionnel n'est pas référent ici"
	case parcours.UpstreamNoPlace:
		return "ni lieu ni adresse"
	case parcours.UpstreamNoTerritory:
		return "la personne n'a pas de territoire"
	}
	return reason
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
	return settleUpstream(out, c.IDs, "%d à appliquer de nouveau : serve le fait dans un instant.\n", func(id string) error { return db.RetryUpstream(ctx, atTheTerminal(), id) })
}

// settleUpstream does the same to each message, and says which are not in the list any more.
func settleUpstream(out *output, ids []string, said string, settle func(id string) error) error {
	done := 0
	for _, id := range ids {
		err := settle(id)
		if errors.Is(err, parcours.ErrNotFound) {
			fmt.Fprintln(out.stderr, "relais:", id, "n'est pas dans la liste.")
			continue
		}
		if err != nil {
			return err
		}
		done++
	}
	fmt.Fprintf(out.stdout, said, done)
	if done < len(ids) {
		return errRefused
	}
	return nil
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
	return settleUpstream(out, c.IDs, "%d abandonnés.\n", func(id string) error { return db.DismissUpstream(ctx, time.Now(), atTheTerminal(), id) })
}
