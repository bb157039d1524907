package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Notes are a few words that professionals leave each other about a person.
type Notes interface {
	Notes(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.Note, error)
	// WriteNote keeps a new one, changes one's own, or takes it away when the text is empty.
	WriteNote(ctx context.Context, now time.Time, actor parcours.Actor, n parcours.Note) error
}

const accessNote = "write_note"

// noteRow is a note, which its author may change.
type noteRow struct {
	page
	parcours.Note
	Mine bool
}

// noteForm is the note being written, with the words that seem to speak of health.
type noteForm struct {
	page
	PersonID string
	ID       string
	Text     string
	MaxLen   int
	Health   []string
}

func noteRows(p page, notes []parcours.Note) []noteRow {
	var rows []noteRow
	for _, n := range notes {
		mine := n.AuthorID == p.Account.ProfessionalID && n.AuthorID != "" || n.AuthorID == p.Account.ID
		rows = append(rows, noteRow{page: p, Note: n, Mine: mine})
	}
	return rows
}

// writeNote keeps a note. One that seems to speak of health is shown again first, with
// the words: the author decides.
func (s *Server) writeNote(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, text := r.PathValue("id"), draft(r)
	n := parcours.Note{ID: r.PathValue("note"), PersonID: id, Text: text}
	if found := parcours.HealthWords(text); len(found) > 0 && r.PostFormValue("checked") != "yes" {
		return s.person(w, r, v, personExtra{note: noteForm{ID: n.ID, Text: text, Health: found}})
	}
	if err := s.store.WriteNote(r.Context(), v.now, v.actor, n); err != nil {
		return fmt.Errorf("note about person %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessNote, id); err != nil {
		return fmt.Errorf("keep the note's author: %w", err)
	}
	return s.done(w, r, "flash.noted", "/personnes/"+id+"#notes")
}
