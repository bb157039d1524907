package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"relais/store"
)

// rotateKeyCommand replaces the data key while the service goes on.
type rotateKeyCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	NewKey string `env:"RELAIS_DATA_KEY_NEW" placeholder:"KEY" help:"The key that replaces RELAIS_DATA_KEY. Where the key is in a file, another one is made beside it."`
	End    bool   `help:"Once every node was restarted with the new key: forget the old one."`
}

// Run does the first half, or with --end the second. Both may be interrupted and run again.
func (c *rotateKeyCommand) Run(ctx context.Context, out *output) error {
	if c.DataKey != "" && c.NewKey == "" && !c.End {
		return errors.New("the data key is in RELAIS_DATA_KEY: put the one that replaces it into RELAIS_DATA_KEY_NEW; make one with openssl rand -base64 32")
	}
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	if c.End {
		return c.end(ctx, out, db)
	}
	key, fresh, err := c.newKey()
	if err != nil {
		return err
	}
	now := time.Now()
	if err := db.LogAccess(ctx, now, commandActor("rotate-key"), accessRotateKey, ""); err != nil {
		return err
	}
	if err := db.BeginKeyChange(ctx, now, key); err != nil {
		return err
	}
	done, err := db.Reseal(ctx, countRows(out))
	if err != nil {
		return err
	}
	tellResealed(out, done)
	if fresh == "" {
		fmt.Fprintln(out.stderr, "Mettez la nouvelle clé dans RELAIS_DATA_KEY sur chaque nœud, redémarrez-les l'un après l'autre, puis lancez relais rotate-key --end.")
		return nil
	}
	current := store.KeyFile(c.Database)
	if err := errors.Join(os.Rename(current, current+".old"), os.Rename(fresh, current)); err != nil {
		return fmt.Errorf("%w; the new key is in %s: put it into %s", err, fresh, current)
	}
	fmt.Fprintf(out.stderr, "La nouvelle clé est dans %s, l'ancienne dans %[1]s.old. Redémarrez le service, puis lancez relais rotate-key --end.\n", current)
	return nil
}

// accessRotateKey is what the access log keeps of whoever replaces the data key.
const accessRotateKey = "rotate_key"

// newKey returns the key that replaces the other, and the file it was made in where
// the other is in a file.
func (c *rotateKeyCommand) newKey() (key []byte, file string, err error) {
	if c.DataKey != "" {
		key, err := store.ParseKey(c.NewKey)
		if err != nil {
			return nil, "", fmt.Errorf("RELAIS_DATA_KEY_NEW: %w", err)
		}
		return key, "", nil
	}
	file = store.KeyFile(c.Database) + ".new"
	key, _, err = store.MakeKey(file)
	return key, file, err
}

// end forgets the old key.
func (c *rotateKeyCommand) end(ctx context.Context, out *output, db *store.Store) error {
	done, err := db.EndKeyChange(ctx, time.Now())
	if err != nil {
		return err
	}
	tellResealed(out, done)
	fmt.Fprintln(out.stderr, "L'ancienne clé n'ouvre plus rien dans cette base. Les sauvegardes d'avant portent la leur.")
	return nil
}

func tellResealed(out *output, done store.Resealed) {
	fmt.Fprintf(out.stderr, "%d valeurs scellées de nouveau.\n", done.Values)
	if done.Unreadable > 0 {
		fmt.Fprintf(out.stderr, "%d valeurs ne s'ouvraient pas et restent comme elles sont : voir relais verify-journal.\n", done.Unreadable)
	}
}
