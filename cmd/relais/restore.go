package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"relais/store"
)

// restoreCommand makes a database of a backup, on either engine.
type restoreCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	File     string `arg:"" help:"The backup; - for standard input."`
	Identity string `required:"" placeholder:"FILE" help:"The key that opens it, as relais backup-key wrote it."`
	Check    bool   `help:"Read the whole backup, compare every count and digest, and write nothing."`
	KeyOut   string `placeholder:"FILE" help:"Write the data key that the backup holds into this file, and nothing else: PostgreSQL wants it in RELAIS_DATA_KEY."`
}

// Run opens the backup and does one of three things with it.
func (c *restoreCommand) Run(ctx context.Context, out *output) error {
	identities, err := readIdentities(c.Identity)
	if err != nil {
		return err
	}
	in := io.Reader(os.Stdin)
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	key, lines, err := openBackup(in, identities)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	defer lines.Close()
	switch {
	case c.KeyOut != "":
		return writeWhole(c.KeyOut, func(w io.Writer) error {
			_, err := fmt.Fprintln(w, base64.StdEncoding.EncodeToString(key))
			return err
		})
	case c.Check:
		made, err := store.CheckArchive(lines)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		c.tell(out, "La sauvegarde est entière", made)
		return nil
	}
	return c.restore(ctx, out, key, lines)
}

// restore makes the database, then opens it as the service would.
func (c *restoreCommand) restore(ctx context.Context, out *output, key []byte, lines io.Reader) error {
	var p problems
	c.check(&p)
	if err := p.err(); err != nil {
		return err
	}
	if c.onSQLite() {
		if err := makeDataDirectory(c.Database); err != nil {
			return err
		}
	}
	if err := c.keepKey(key); err != nil {
		return err
	}
	made, err := store.LoadArchive(ctx, c.Database, lines, countRows(out))
	if err != nil {
		return err
	}
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	c.tell(out, "Base reconstituée", made)
	fmt.Fprintln(out.stderr, "Au démarrage, le service demande aux opérateurs ce qui est parti depuis, et reste en pause s'il y en a : voir relais resume --dry-run.")
	return nil
}

// keepKey puts the data key where the database will look for it, and refuses another one.
func (c *restoreCommand) keepKey(key []byte) error {
	if c.DataKey == "" {
		return store.KeepKey(c.Database, key)
	}
	given, _, err := store.LoadKey(c.DataKey, c.Database)
	if err == nil && !bytes.Equal(given, key) {
		err = errors.New("RELAIS_DATA_KEY is not the key that this backup was sealed with: write that one with relais restore --key-out FILE, and set it")
	}
	return err
}

func (c *restoreCommand) tell(out *output, what string, made store.Archived) {
	fmt.Fprintf(out.stderr, "%s : %d lignes de %d tables, sauvegardées le %s.\n", what, made.Rows, made.Tables, made.MadeAt.Local().Format("02/01/2006 15:04"))
}

// openBackup decrypts a backup and returns its data key and the lines of its archive.
func openBackup(r io.Reader, identities []age.Identity) (key []byte, lines io.ReadCloser, err error) {
	unpacked, err := openSealed(r, identities)
	if err != nil {
		return nil, nil, err
	}
	in := bufio.NewReader(unpacked)
	line, err := in.ReadBytes('\n')
	var head sealedHead
	if err == nil {
		err = json.Unmarshal(line, &head)
	}
	if err == nil && head.Relais != backupMark {
		err = errors.New("it holds something else")
	}
	if err == nil {
		key, err = base64.StdEncoding.DecodeString(head.DataKey)
	}
	if err != nil {
		_ = unpacked.Close()
		return nil, nil, fmt.Errorf("this is no backup of Relais, or it is damaged: %w", err)
	}
	return key, backupLines{in, unpacked}, nil
}

// backupLines is what follows the head.
type backupLines struct {
	io.Reader
	unpacked io.Closer
}

func (b backupLines) Close() error { return b.unpacked.Close() }
