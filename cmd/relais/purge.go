package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
)

// purgeCommand takes away what was kept long enough, or says what it would.
type purgeCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
	keepingSettings  `embed:""`

	Apply      bool     `xor:"what" help:"Purge. Without it nothing changes: the command says what would go."`
	DryRun     bool     `xor:"what" help:"Say what would go, and change nothing: what the command does without --apply."`
	Archive    string   `placeholder:"FILE" help:"With --apply: first write the files that go into this file, encrypted to --recipient."`
	Recipients []string `name:"recipient" env:"RELAIS_BACKUP_RECIPIENTS" placeholder:"age1…" help:"Public keys of those who may open the archive, as relais backup-key prints them."`
	Open       string   `xor:"what" placeholder:"FILE" help:"Print what an archive of purged files holds, as JSON lines; needs --identity and no database."`
	Identity   string   `placeholder:"FILE" help:"The key that opens the archive, as relais backup-key wrote it."`
}

// keptBackWords say in French why a file that is old enough stays.
var keptBackWords = map[parcours.KeptBack]string{
	parcours.KeptLitigation: "conservation demandée (recours, réclamation)", parcours.KeptQuestion: "une question attend une réponse",
	parcours.KeptImpediment: "un empêchement est discuté", parcours.KeptHeld: "un décès annoncé n'est ni confirmé ni écarté",
	parcours.KeptLeaver: "une sortie reste à examiner", parcours.KeptMessage: "un message ou un courrier est en cours", parcours.KeptAppointment: "un rendez-vous est à venir",
}

var keptKindWords = map[parcours.KeepingKind]string{
	parcours.KeepFile: "dossiers dont le suivi est fini", parcours.KeepStranger: "messages de numéros inconnus", parcours.KeepAccess: "lignes du journal des accès",
}

// Run prints the plan, then purges where it was asked to.
func (c *purgeCommand) Run(ctx context.Context, out *output) (err error) {
	if c.Open != "" {
		return c.open(out)
	}
	var p problems
	keeping := c.keeping(&p)
	if c.Archive != "" && !c.Apply {
		p.add("--archive: goes with --apply")
	}
	if err := p.err(); err != nil {
		return err
	}
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	now := time.Now()
	plan, err := db.PurgePlan(ctx, now, keeping)
	if err != nil {
		return err
	}
	if err := printPurge(out, plan); err != nil {
		return err
	}
	if !c.Apply {
		fmt.Fprintln(out.stderr, "Rien n'est purgé : relais purge --apply le fait, pour de bon.")
		return nil
	}
	if c.Archive != "" {
		if err := c.archive(ctx, out, db, now, keeping); err != nil {
			return err
		}
	}
	return c.apply(ctx, out, db, now, keeping)
}

// apply purges, and says how far it is on a terminal.
func (c *purgeCommand) apply(ctx context.Context, out *output, db *store.Store, now time.Time, keeping parcours.Keeping) error {
	var told func(parcours.KeepingKind, int)
	if terminal := out.terminal(); terminal != nil {
		told = func(kind parcours.KeepingKind, n int) {
			fmt.Fprintf(terminal, "\r\033[K%s : %d", keptKindWords[kind], n)
		}
	}
	went, err := scheduler.PurgeAll(ctx, now, commandActor("purge"), keeping, db, told)
	for _, rule := range keeping.Rules() {
		if n := went[rule.Kind]; n > 0 {
			fmt.Fprintf(out.stderr, "Purgé : %s, %d.\n", keptKindWords[rule.Kind], n)
		}
	}
	if err != nil {
		return fmt.Errorf("the purge stopped half-way, run it again and it goes on: %w", err)
	}
	fmt.Fprintln(out.stderr, "Les chiffres du pilotage ne changent pas. Les sauvegardes déjà faites gardent ces données jusqu'à leur destruction.")
	return nil
}

// printPurge writes the plan as a table.
func printPurge(out *output, plan parcours.PurgePlan) error {
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "QUOI\tCOMBIEN\tLE PLUS ANCIEN\tDÉLAI\tCOMPTÉ DEPUIS\tRAISON")
	for _, l := range plan.Lines {
		oldest := "-"
		if !l.Oldest.IsZero() {
			oldest = l.Oldest.String()
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%d mois, avant le %s\t%s\t%s\n", keptKindWords[l.Kind], l.N, oldest, l.Months, l.KeptSince, l.Since, l.Source)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	var kept []string
	for why, n := range plan.Kept {
		kept = append(kept, fmt.Sprintf("  %d : %s", n, keptBackWords[why]))
	}
	if slices.Sort(kept); len(kept) > 0 {
		fmt.Fprintf(out.stdout, "\nDossiers assez anciens, et gardés :\n%s\n", strings.Join(kept, "\n"))
	}
	if plan.Silent > 0 {
		fmt.Fprintf(out.stdout, "\nDossiers encore suivis où rien ne s'est passé depuis aussi longtemps : %d. Aucune purge n'y touche ; quelqu'un doit les regarder.\n", plan.Silent)
	}
	return nil
}

// open prints an archive of purged files.
func (c *purgeCommand) open(out *output) error {
	identities, err := readIdentities(c.Identity)
	if err != nil {
		return err
	}
	f, err := os.Open(c.Open)
	if err != nil {
		return err
	}
	defer f.Close()
	lines, err := openSealed(f, identities)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Open, err)
	}
	defer lines.Close()
	_, err = io.Copy(out.stdout, lines)
	return err
}
