package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

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
		return seal(w, recipients, func(sealed io.Writer) error {
			lines := json.NewEncoder(sealed)
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
