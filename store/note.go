package store

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"relais/parcours"
	"relais/store/gen"
)

const columnNote = "note.body_sealed"

// Notes returns what professionals left each other about a person, newest first;
// ErrNotFound outside the actor's scope.
func (s *Store) Notes(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.Note, error) {
	var notes []parcours.Note
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		notes = nil
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		rows, err := tx.NotesOfPerson(ctx, personID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			text, err := tx.vault.openText(columnNote, row.BodySealed)
			if err != nil {
				return err
			}
			notes = append(notes, parcours.Note{
				ID: row.ID, PersonID: personID, AuthorID: row.Author, Author: parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name(),
				Text: text, At: instant(row.WrittenAt), EditedAt: instant(row.EditedAt),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("notes: %w", err)
	}
	return notes, nil
}

// WriteNote keeps a note, or changes one of the actor's own when it has an ID; an
// empty text takes that away. The journal says that there is a note, not what it
// says. ErrNotFound for somebody else's, ErrInvalid when it is empty or too long.
func (s *Store) WriteNote(ctx context.Context, now time.Time, actor parcours.Actor, n parcours.Note) error {
	text := strings.TrimSpace(n.Text)
	if text == "" && n.ID == "" || utf8.RuneCountInString(text) > parcours.NoteRunes {
		return fmt.Errorf("write note: %w: it has some words, %d signs at most", parcours.ErrInvalid, parcours.NoteRunes)
	}
	return s.onPerson(ctx, "write note", actor, n.PersonID, func(ctx context.Context, tx *tx) error {
		body, what, id := tx.vault.seal(columnNote, []byte(text)), "changed", n.ID
		changed, err := int64(1), error(nil)
		switch {
		case id == "":
			id, what = tx.newID(now), "written"
			err = tx.InsertNote(ctx, gen.InsertNoteParams{ID: id, PersonID: n.PersonID, Author: by(actor), BodySealed: body, WrittenAt: millis(now)})
		case text == "":
			what = "removed"
			changed, err = tx.DeleteNote(ctx, id, n.PersonID, by(actor))
		default:
			changed, err = tx.EditNote(ctx, gen.EditNoteParams{ID: id, PersonID: n.PersonID, Author: by(actor), BodySealed: body, EditedAt: millis(now)})
		}
		if err != nil {
			return err
		}
		if changed == 0 {
			return parcours.ErrNotFound
		}
		return tx.append(ctx, now, n.PersonID, parcours.EventNoted, by(actor), id, details{"change": what})
	})
}
