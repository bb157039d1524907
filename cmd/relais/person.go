package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/proof"
	"relais/store"
)

// personCommand answers what people ask about their data.
type personCommand struct {
	Export personExportCommand `cmd:"" help:"Write everything that is held about a person, for that person: PDF to be read, JSON to be worked with."`
	Erase  personEraseCommand  `cmd:"" help:"Erase everything that is held about a person, for good."`
	Keep   personKeepCommand   `cmd:"" help:"Have a person's file kept whatever its age, for an appeal or a claim; --end lets it go again."`
}

type personExportCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	ID     string `arg:"" name:"person" help:"Id of the person: Relais's, or the one of your files."`
	Format string `enum:"pdf,json" default:"pdf" help:"pdf or json."`
	Out    string `placeholder:"FILE" help:"Where to write, readable by its owner only. Default: standard output."`
}

const accessSubject = "export_person"

// Run keeps the export, then writes it.
func (c *personExportCommand) Run(ctx context.Context, out *output) (err error) {
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	now, actor := time.Now(), commandActor("person export")
	file, err := findSubject(ctx, db, now, actor, c.ID)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if c.Format == "json" {
		err = writeJSON(&text, file)
	} else {
		var words *locales.Catalogue
		if words, err = locales.Load(); err == nil {
			err = proof.Paper{Labels: words, Zone: rules.Zone}.WriteSubject(&text, file)
		}
	}
	if err == nil {
		err = db.LogAccess(ctx, now, actor, accessSubject, file.PersonID)
	}
	if err != nil {
		return err
	}
	return writeOut(out, c.Out, text.Bytes())
}

// findSubject takes the id of a person here, or in the files that were imported.
func findSubject(ctx context.Context, db *store.Store, now time.Time, actor parcours.Actor, id string) (parcours.SubjectFile, error) {
	file, err := db.SubjectFile(ctx, now, actor, id)
	if !errors.Is(err, parcours.ErrNotFound) {
		return file, err
	}
	people, err := db.People(ctx, actor, id, 2)
	if err != nil {
		return file, err
	}
	if len(people) == 1 {
		known, err := db.Person(ctx, actor, people[0].PersonID)
		if err != nil {
			return file, err
		}
		if known.Person.InternalID == id {
			return db.SubjectFile(ctx, now, actor, known.Person.ID)
		}
	}
	return file, fmt.Errorf("%w: no person has the id %q", parcours.ErrNotFound, id)
}
