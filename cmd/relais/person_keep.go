package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// personKeepCommand keeps a file from purges.
type personKeepCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	ID  string `arg:"" name:"person" help:"Id of the person: Relais's, or the one of your files."`
	End bool   `help:"The appeal is over: the file goes when its time comes."`
}

// Run notes it, and keeps who asked.
func (c *personKeepCommand) Run(ctx context.Context, out *output) (err error) {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	now, actor := time.Now(), commandActor("person keep")
	file, err := findSubject(ctx, db, now, actor, c.ID)
	if err != nil {
		return err
	}
	if err := db.KeepFile(ctx, now, actor, file.PersonID, !c.End); err != nil {
		return err
	}
	if c.End {
		fmt.Fprintln(out.stderr, "Le dossier n'est plus gardé à part : il part avec les autres, à son heure.")
	} else {
		fmt.Fprintln(out.stderr, "Aucune purge ne touche ce dossier, jusqu'à relais person keep --end.")
	}
	return nil
}
