package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"
)

// personEraseCommand erases somebody, which nothing takes back.
type personEraseCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	ID      string `arg:"" name:"person" help:"Id of the person: Relais's, or the one of your files."`
	Confirm string `placeholder:"NAME" help:"The name, as the command without this flag prints it. Nothing is erased without it."`
}

// Run says whom it would erase, and erases once the name was repeated.
func (c *personEraseCommand) Run(ctx context.Context, out *output) (err error) {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	now, actor := time.Now(), commandActor("person erase")
	file, err := findSubject(ctx, db, now, actor, c.ID)
	if err != nil {
		return err
	}
	if c.Confirm != file.Name {
		for _, section := range file.Sections {
			if len(section.Rows) > 0 {
				fmt.Fprintf(out.stdout, "%s : %d\n", section.Name, len(section.Rows))
			}
		}
		fmt.Fprintf(out.stderr, "Rien n'est effacé. Tout ce qui précède le serait, pour de bon : gardez d'abord une copie avec relais person export, "+
			"puis confirmez avec --confirm %q. Les sauvegardes déjà faites gardent ces données jusqu'à leur destruction.\n", file.Name)
		return errRefused
	}
	done, err := db.Forget(ctx, now, actor, file.PersonID)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	for _, name := range slices.Sorted(maps.Keys(done.Rows)) {
		fmt.Fprintf(table, "%s\t%d\n", name, done.Rows[name])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out.stderr, "Effacé. Restent %d lignes du journal sans leur contenu, la trace de qui a lu ces données, et de quoi empêcher qu'un fichier les ramène.\n", done.Entries)
	return nil
}
