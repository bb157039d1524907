package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/proof"
	"relais/store"
)

// proofCommand writes the proof of what was said to a person.
type proofCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	ID     string `arg:"" name:"person|notification" help:"Id of a person (Relais's, or the one of your files), or of one message."`
	Format string `enum:"pdf,json" default:"pdf" help:"pdf to be read, json to be worked with."`
	Out    string `placeholder:"FILE" help:"Where to write, readable by its owner only. Default: standard output."`
}

// commandActor is on whose behalf a command reads: whoever may run it on this
// machine holds the database and its key. The trail names the command.
func commandActor(name string) parcours.Actor {
	return parcours.Actor{AccountID: "relais " + name, Role: parcours.AccountCoordinator}
}

const accessProof = "export_proof"

// Run finds whose proof it is, keeps the reading, and writes the file.
func (c *proofCommand) Run(ctx context.Context, out *output) error {
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	now, actor := time.Now(), commandActor("proof")
	made, err := c.find(ctx, db, now, actor)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if c.Format == "json" {
		err = writeJSON(&text, made)
	} else {
		var words *locales.Catalogue
		if words, err = locales.Load(); err == nil {
			err = proof.Paper{Labels: words, Zone: rules.Zone}.Write(&text, made)
		}
	}
	if err != nil {
		return err
	}
	if err := db.LogAccess(ctx, now, actor, accessProof, made.Person.ID); err != nil {
		return err
	}
	return writeOut(out, c.Out, text.Bytes())
}

// find takes the id of a person, of a message, or of a person in the files that
// were imported.
func (c *proofCommand) find(ctx context.Context, db *store.Store, now time.Time, actor parcours.Actor) (parcours.Proof, error) {
	made, err := db.Proof(ctx, now, actor, c.ID)
	if !errors.Is(err, parcours.ErrNotFound) {
		return made, err
	}
	made, err = db.ProofOfMessage(ctx, now, actor, c.ID)
	if !errors.Is(err, parcours.ErrNotFound) {
		return made, err
	}
	people, err := db.People(ctx, actor, c.ID, 2)
	if err != nil {
		return made, err
	}
	if len(people) == 1 {
		if made, err = db.Proof(ctx, now, actor, people[0].PersonID); err != nil || made.Person.InternalID == c.ID {
			return made, err
		}
	}
	return parcours.Proof{}, fmt.Errorf("%w: no person and no message has the id %q", parcours.ErrNotFound, c.ID)
}

// writeOut writes what is about somebody to the file that --out names, readable by its
// owner only, or to standard output.
func writeOut(out *output, path string, text []byte) error {
	if path == "" || path == "-" {
		_, err := out.stdout.Write(text)
		return err
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}
