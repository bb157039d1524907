package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"relais/parcours"
	"relais/store"
)

// purgeArchiveHead is the first line of an archive of files that were purged; each line
// after it is a parcours.SubjectFile, all that was held about one person.
type purgeArchiveHead struct {
	Relais string    `json:"relais"`
	MadeAt time.Time `json:"made_at"`
	Files  int       `json:"files"`
}

// purgeArchiveMark is the first word of such an archive.
const purgeArchiveMark = "purged files"

// accessPurgeArchive is what the access log keeps of whoever makes one.
const accessPurgeArchive = "archive_files"

// archive writes all that is held about those whose files go, before anything goes.
func (c *purgeCommand) archive(ctx context.Context, out *output, db *store.Store, now time.Time, keeping parcours.Keeping) error {
	recipients, err := parseRecipients(c.Recipients)
	if err != nil {
		return err
	}
	ids, err := db.PurgeableFiles(ctx, now, keeping, 0)
	if err != nil {
		return err
	}
	actor := commandActor("purge")
	if err := db.LogAccess(ctx, now, actor, accessPurgeArchive, ""); err != nil {
		return err
	}
	err = writeWhole(c.Archive, func(w io.Writer) error {
		return sealLines(w, recipients, func(lines *json.Encoder) error {
			if err := lines.Encode(purgeArchiveHead{purgeArchiveMark, now.UTC(), len(ids)}); err != nil {
				return err
			}
			for _, id := range ids {
				file, err := db.SubjectFile(ctx, now, actor, id)
				if err == nil {
					err = lines.Encode(file)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("--archive: nothing was purged: %w", err)
	}
	fmt.Fprintf(out.stderr, "Archivé, chiffré : %d dossiers dans %s.\n", len(ids), c.Archive)
	return nil
}

// sealLines compresses and encrypts lines of JSON on their way.
func sealLines(w io.Writer, recipients []age.Recipient, write func(lines *json.Encoder) error) error {
	sealed, err := age.Encrypt(w, recipients...)
	if err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	packed, err := zstd.NewWriter(sealed)
	if err != nil {
		return err
	}
	return errors.Join(write(json.NewEncoder(packed)), packed.Close(), sealed.Close())
}

// openSealed decrypts what sealLines or a backup wrote.
func openSealed(r io.Reader, identities []age.Identity) (io.ReadCloser, error) {
	clear, err := age.Decrypt(r, identities...)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return nil, errors.New("it was made for another key")
	}
	if err != nil {
		return nil, fmt.Errorf("this is no backup of Relais, nor an archive of files, or it is damaged: %w", err)
	}
	unpacked, err := zstd.NewReader(clear)
	if err != nil {
		return nil, err
	}
	return unpacked.IOReadCloser(), nil
}
