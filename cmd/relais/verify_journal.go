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
	"relais/store"
)

// verifyJournalCommand checks the journals and the access log against themselves and
// against what was anchored of them outside the database.
type verifyJournalCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Person string `placeholder:"ID" help:"Only this person's journal, and not the access log."`
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
	// Accesses is nil for one person's journal.
	Accesses *accessReport `json:"accesses,omitempty"`
}

// damages counts what was found of both.
func (r journalReport) damages() int {
	if r.Accesses == nil {
		return r.Damages
	}
	return r.Damages + r.Accesses.Damages
}

// accessReport is what was found of the access log.
type accessReport struct {
	parcours.AccessCheck
	Found []parcours.Damage `json:"found"`
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
	if c.Person == "" {
		if report.Accesses, err = c.accesses(ctx, out, db, anchored); err != nil {
			return err
		}
	}
	if table {
		c.summary(out, report, anchored)
	} else if err := writeJSON(out.stdout, report); err != nil {
		return err
	}
	if report.damages() > 0 {
		return errDamaged
	}
	return nil
}

// accesses checks the access log.
func (c *verifyJournalCommand) accesses(ctx context.Context, out *output, db *store.Store, anchored proof.Anchored) (*accessReport, error) {
	report := &accessReport{Found: []parcours.Damage{}}
	var err error
	report.AccessCheck, err = db.VerifyAccesses(ctx, anchored.Accesses, func(d parcours.Damage) {
		if c.Format == "table" {
			fmt.Fprintf(out.stdout, "journal des accès, %s\n", proof.DamageText(d))
			return
		}
		report.Found = append(report.Found, d)
	})
	return report, err
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
	fmt.Fprintf(out.stdout, "%d envois tenus par le journal, accusés compris", r.Attempts)
	if r.NotHeld > 0 {
		fmt.Fprintf(out.stdout, " ; %d plus anciens, dont seul le texte l'est", r.NotHeld)
	}
	fmt.Fprintln(out.stdout, ".")
	if a := r.Accesses; a != nil {
		fmt.Fprintf(out.stdout, "Journal des accès : %d lignes vérifiées, %d plus récentes que le dernier scellement.\n", a.Entries, a.Unsealed)
	}
	if r.Anchors > 0 {
		fmt.Fprintf(out.stdout, "Comparés à %d ancrages, le dernier du %s.\n", r.Anchors, r.AnchoredOn)
	} else {
		fmt.Fprintln(out.stdout, "Aucun ancrage : une fin de journal coupée ne se verrait pas.")
	}
	if anchored.Unreadable > 0 {
		fmt.Fprintf(out.stdout, "%d ligne illisible du fichier d'ancrage ignorée.\n", anchored.Unreadable)
	}
	if damages := r.damages(); damages == 0 {
		fmt.Fprintln(out.stdout, "Aucune altération.")
	} else {
		fmt.Fprintf(out.stdout, "%d altérations.\n", damages)
	}
}
