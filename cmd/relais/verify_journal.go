package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"relais/parcours"
	"relais/proof"
)

// verifyJournalCommand checks the journals against themselves and against what was
// anchored of them outside the database.
type verifyJournalCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Person string `placeholder:"ID" help:"Only this person's journal."`
	Anchor string `placeholder:"FILE" help:"Anchors to compare with. Default: RELAIS_ANCHOR_FILE. Give a copy that whoever administers the database cannot write."`
	Format string `enum:"table,json" default:"table" help:"table or json."`
}

// errDamaged ends the command with status 1: what was damaged has been printed.
var errDamaged = fmt.Errorf("%w: the journal is damaged", errRefused)

// journalReport is the JSON form of a verification.
type journalReport struct {
	parcours.JournalCheck
	// AnchoredOn is the last day that the anchors hold, empty without anchors.
	AnchoredOn string            `json:"anchored_on"`
	Anchors    int               `json:"anchors"`
	Found      []parcours.Damage `json:"found"`
}

// Run prints every damage with the person's id and the number of the entry.
func (c *verifyJournalCommand) Run(ctx context.Context, out *output) error {
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	anchored, err := c.anchors(rules.Zone)
	if err != nil {
		return err
	}
	table := c.Format == "table"
	report := journalReport{Anchors: anchored.Lines, Found: []parcours.Damage{}}
	if anchored.Lines > 0 {
		report.AnchoredOn = anchored.Last.String()
	}
	report.JournalCheck, err = db.VerifyJournals(ctx, c.Person, anchored.Marks, func(d parcours.Damage) {
		if table {
			fmt.Fprintf(out.stdout, "personne %s, %s\n", d.PersonID, proof.DamageText(d))
			return
		}
		report.Found = append(report.Found, d)
	})
	if err != nil {
		return err
	}
	if report.People == 0 && report.Damages == 0 && c.Person != "" {
		return fmt.Errorf("--person: %w: nobody has the id %q", parcours.ErrNotFound, c.Person)
	}
	if table {
		c.summary(out, report, anchored)
	} else if err := writeJSON(out.stdout, report); err != nil {
		return err
	}
	if report.Damages > 0 {
		return errDamaged
	}
	return nil
}

// anchors reads the file that was asked for, which must exist, or the one that the
// settings name, which may not.
func (c *verifyJournalCommand) anchors(zone *time.Location) (proof.Anchored, error) {
	path := c.anchorPath()
	if c.Anchor != "" {
		path = c.Anchor
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return proof.Anchored{}, fmt.Errorf("--anchor: %s does not exist", path)
		}
	}
	if path == "" {
		return proof.Anchored{}, nil
	}
	return proof.Anchors{Path: path, Zone: zone}.Read()
}

func (c *verifyJournalCommand) summary(out *output, r journalReport, anchored proof.Anchored) {
	fmt.Fprintf(out.stdout, "%d journaux vérifiés, %d entrées (dont %d aux détails effacés).\n", r.People, r.Entries, r.Erased)
	if r.Anchors > 0 {
		fmt.Fprintf(out.stdout, "Comparés à %d ancrages, le dernier du %s.\n", r.Anchors, r.AnchoredOn)
	} else {
		fmt.Fprintln(out.stdout, "Aucun ancrage : une fin de journal coupée ne se verrait pas.")
	}
	if anchored.Unreadable > 0 {
		fmt.Fprintf(out.stdout, "%d ligne illisible du fichier d'ancrage ignorée.\n", anchored.Unreadable)
	}
	if r.Damages == 0 {
		fmt.Fprintln(out.stdout, "Aucune altération.")
	} else {
		fmt.Fprintf(out.stdout, "%d altérations.\n", r.Damages)
	}
}
