package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"relais/store"
)

// backupCommand writes an encrypted backup while the service goes on.
type backupCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	File       string   `arg:"" help:"File to write, which must not exist; - for standard output."`
	Recipients []string `name:"recipient" env:"RELAIS_BACKUP_RECIPIENTS" placeholder:"age1…" help:"Public keys of those who may open the backup, as relais backup-key prints them. The machine that makes backups does not need the key that opens them."`
}

// sealedHead is the first line of a backup, before the archive. The data key is in it
// so that a backup and the key that opens it are enough, whatever became of the
// machine and however often the data key was changed since.
type sealedHead struct {
	Relais  string `json:"relais"`
	DataKey string `json:"data_key"`
}

// backupMark is the first word of a backup.
const backupMark = "backup"

// accessBackup is what the access log keeps of whoever makes a backup.
const accessBackup = "backup"

// Run writes the backup beside its name and gives it its name once it is whole.
func (c *backupCommand) Run(ctx context.Context, out *output) error {
	recipients, err := parseRecipients(c.Recipients)
	if err != nil {
		return err
	}
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	key, _, err := store.LoadKey(c.DataKey, c.Database)
	if err != nil {
		return err
	}
	now := time.Now()
	if err := db.LogAccess(ctx, now, commandActor("backup"), accessBackup, ""); err != nil {
		return err
	}
	var made store.Archived
	write := func(w io.Writer) (err error) {
		made, err = writeBackup(ctx, w, recipients, db, key, countRows(out))
		return err
	}
	if c.File == "-" {
		err = write(out.stdout)
	} else {
		err = writeWhole(c.File, write)
	}
	if err != nil {
		return err
	}
	if err := db.RecordBackup(ctx, made); err != nil {
		return err
	}
	fmt.Fprintf(out.stderr, "Sauvegarde du %s : %d lignes de %d tables.\n", made.MadeAt.In(rules.Zone).Format("02/01/2006 15:04"), made.Rows, made.Tables)
	return nil
}

// parseRecipients reads the public keys, or says how to get one.
func parseRecipients(texts []string) ([]age.Recipient, error) {
	var p problems
	var recipients []age.Recipient
	for _, text := range texts {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			p.add("RELAIS_BACKUP_RECIPIENTS: %q is not a public key; relais backup-key prints one that starts with age1", text)
			continue
		}
		recipients = append(recipients, r)
	}
	if len(texts) == 0 {
		p.add("RELAIS_BACKUP_RECIPIENTS is missing: a backup holds names and numbers and is never written in clear; make a key with relais backup-key FILE")
	}
	return recipients, p.err()
}

// writeBackup encrypts and compresses the archive on its way.
func writeBackup(ctx context.Context, w io.Writer, recipients []age.Recipient, db *store.Store, key []byte, progress store.Progress) (store.Archived, error) {
	var made store.Archived
	err := seal(w, recipients, func(sealed io.Writer) error {
		err := json.NewEncoder(sealed).Encode(sealedHead{backupMark, base64.StdEncoding.EncodeToString(key)})
		if err == nil {
			made, err = db.Archive(ctx, sealed, progress)
		}
		return err
	})
	return made, err
}

// writeWhole writes a file, readable by its owner only, that appears whole or not at all.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s exists: name another file, nothing is overwritten", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.partial")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// countRows shows how far a backup is, on a terminal only.
func countRows(out *output) store.Progress {
	terminal := out.terminal()
	if terminal == nil {
		return nil
	}
	return func(table string, rows int64) { fmt.Fprintf(terminal, "\r\033[K%s : %d", table, rows) }
}

// backupKeyCommand makes the pair of keys of backups.
type backupKeyCommand struct {
	File string `arg:"" help:"Where to write the key that opens backups; it must not exist. Keep it away from the machine that makes them."`
}

// Run writes the secret half and prints the public one.
func (c *backupKeyCommand) Run(out *output) error {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	err = writeWhole(c.File, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "# ouvre les sauvegardes de Relais ; clé publique : %s\n%s\n", identity.Recipient(), identity)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out.stderr, "La clé qui ouvre les sauvegardes est dans %s : rangez-la ailleurs que sur cette machine.\nSur la machine, réglez RELAIS_BACKUP_RECIPIENTS avec la clé publique :\n", c.File)
	_, err = fmt.Fprintln(out.stdout, identity.Recipient())
	return err
}
