package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"relais/parcours"
)

// duplicatesCommand lists the people who are probably one. A human decides, in the
// console, where both files are seen.
type duplicatesCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Find   bool   `help:"Look for them first; serve does it every night and after an import."`
	Format string `enum:"table,csv,json" default:"table" help:"table, csv or json."`
}

// duplicatesListed bounds what the command prints.
const duplicatesListed = 10_000

// duplicateLine is one proposal, as a program reads it.
type duplicateLine struct {
	First    duplicateFile `json:"first"`
	Second   duplicateFile `json:"second"`
	Strength string        `json:"strength"`
	Reasons  []string      `json:"reasons"`
	FoundAt  time.Time     `json:"found_at"`
}

type duplicateFile struct {
	ID         string        `json:"id"`
	Name       string        `json:"name"`
	BirthDate  parcours.Date `json:"birth_date"`
	InternalID string        `json:"internal_id,omitempty"`
}

// Run searches where it is asked to, then lists what waits for a decision.
func (c *duplicatesCommand) Run(ctx context.Context, out *output) (err error) {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	now, actor := time.Now(), commandActor("duplicates")
	if c.Find {
		found, err := db.FindDuplicatePeople(ctx, now)
		if err != nil {
			return err
		}
		fmt.Fprintf(out.stderr, "Nouveaux doublons probables : %d\n", found)
	}
	proposals, err := db.DuplicatePeople(ctx, actor, duplicatesListed)
	if err != nil {
		return err
	}
	if err := db.LogAccess(ctx, now, actor, "read_duplicates", fmt.Sprint(len(proposals))); err != nil {
		return err
	}
	return writeDuplicates(out.stdout, c.Format, proposals)
}

func writeDuplicates(w io.Writer, format string, proposals []parcours.DuplicatePeople) error {
	file := func(f parcours.File) duplicateFile {
		who := f.Person
		return duplicateFile{who.ID, parcours.Professional{FirstName: who.FirstName, LastName: who.LastName}.Name(), who.BirthDate, who.InternalID}
	}
	lines := make([]duplicateLine, 0, len(proposals))
	for _, p := range proposals {
		line := duplicateLine{First: file(p.First), Second: file(p.Second), Strength: string(p.Strength), FoundAt: p.FoundAt}
		for _, r := range p.Reasons {
			line.Reasons = append(line.Reasons, string(r))
		}
		lines = append(lines, line)
	}
	switch format {
	case "json":
		return writeJSON(w, lines)
	case "csv":
		out, err := newSpreadsheet(w, "force", "dossier", "nom", "naissance", "identifiant", "autre dossier", "nom", "naissance", "identifiant", "pourquoi")
		if err != nil {
			return err
		}
		for _, l := range lines {
			row := []string{duplicateStrength(l.Strength)}
			for _, f := range []duplicateFile{l.First, l.Second} {
				row = append(row, f.ID, parcours.InertCell(f.Name), f.BirthDate.String(), parcours.InertCell(f.InternalID))
			}
			_ = out.Write(append(row, duplicateReasons(l.Reasons)))
		}
		out.Flush()
		return out.Error()
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "Doublons à examiner : %d\n", len(lines))
	for _, l := range lines {
		fmt.Fprintf(table, "%s\t%s %s\t%s %s\t%s\n", duplicateStrength(l.Strength), l.First.Name, l.First.ID, l.Second.Name, l.Second.ID, duplicateReasons(l.Reasons))
	}
	return table.Flush()
}

// duplicateStrength says how much speaks for a proposal.
func duplicateStrength(strength string) string {
	switch parcours.DuplicateStrength(strength) {
	case parcours.DuplicateStrong:
		return "très probable"
	case parcours.DuplicateLikely:
		return "probable"
	}
	return "à vérifier"
}

// duplicateReasons says why two files may be of one person.
func duplicateReasons(reasons []string) string {
	var said []string
	for _, r := range reasons {
		said = append(said, duplicateReason(parcours.DuplicateReason(r)))
	}
	return strings.Join(said, ", ")
}

func duplicateReason(r parcours.DuplicateReason) string {
	switch r {
	case parcours.DuplicateNames:
		return "mêmes nom et prénom"
	case parcours.DuplicateSwapped:
		return "nom et prénom inversés"
	case parcours.DuplicateBirthName:
		return "nom de naissance et nom d'usage"
	case parcours.DuplicatePartOfName:
		return "moitié d'un nom composé"
	case parcours.DuplicateTypedName:
		return "une faute de frappe dans le nom"
	case parcours.DuplicateGivenName:
		return "même prénom, autre nom"
	case parcours.DuplicateBirthDate:
		return "même date de naissance"
	case parcours.DuplicateTypedDate:
		return "dates de naissance à une faute de frappe près"
	case parcours.DuplicateNoDate:
		return "date de naissance inconnue"
	case parcours.DuplicateOtherDate:
		return "autre date de naissance"
	case parcours.DuplicateAffiliation:
		return "même matricule"
	case parcours.DuplicatePhone:
		return "même téléphone"
	case parcours.DuplicateEmail:
		return "même adresse e-mail"
	case parcours.DuplicatePostalAddress:
		return "même adresse postale"
	}
	return string(r)
}
