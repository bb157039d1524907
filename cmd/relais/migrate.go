package main

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// migrateCommand moves everything from a SQLite file to PostgreSQL, while the service
// is stopped.
type migrateCommand struct {
	ruleSettings `embed:""`

	From    string `required:"" placeholder:"FILE" help:"The SQLite file. The service that works on it must be stopped."`
	To      string `required:"" placeholder:"postgres://…" help:"An empty PostgreSQL database, or one that this command began to fill."`
	DataKey string `env:"RELAIS_DATA_KEY" placeholder:"KEY" help:"The data key. Default: the key file beside the SQLite file."`
}

// Run keeps the file from being served meanwhile.
func (c *migrateCommand) Run(ctx context.Context, out *output) error {
	from := databaseSettings{Database: c.From, DataKey: c.DataKey}
	if !from.onSQLite() {
		return errors.New("--from is not the path of a SQLite file")
	}
	if _, err := os.Stat(c.From); err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	release, err := lockDatabase(c.From)
	if err != nil {
		return err
	}
	defer release()
	db, _, err := openStore(ctx, from, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	made, err := db.Move(ctx, c.To, countRows(out))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.stderr, "Déplacé et relu : %d lignes de %d tables. Réglez RELAIS_DATABASE sur la nouvelle base, et RELAIS_DATA_KEY sur la clé du fichier %s.key ; "+
		"gardez l'ancien fichier jusqu'à la prochaine sauvegarde, sans plus le servir.\n", made.Rows, made.Tables, c.From)
	return err
}
