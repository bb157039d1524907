package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Subjects gathers everything that is held about a person; parcours.ErrNotFound for
// whoever does not run requests of access.
type Subjects interface {
	SubjectFile(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (parcours.SubjectFile, error)
}

const accessSubject = "export_person"

// exportSubject hands out everything that is held about a person, for that person:
// ?format=pdf or json. The export is kept before it leaves.
func (s *Server) exportSubject(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id, format := r.Context(), r.PathValue("person"), r.URL.Query().Get("format")
	file, err := s.store.SubjectFile(ctx, v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("subject file: %w", err)
	}
	var text bytes.Buffer
	kind := "application/json; charset=utf-8"
	switch {
	case format == "json":
		enc := json.NewEncoder(&text)
		enc.SetIndent("", "  ")
		err = enc.Encode(file)
	case format == "pdf" && s.subjectPDF != nil:
		kind, err = "application/pdf", s.subjectPDF(&text, file)
	default:
		return fmt.Errorf("subject file: %w", parcours.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("subject file: %w", err)
	}
	return s.export(w, r, v, parcours.KeptExport{
		Action: accessSubject, Name: "donnees-" + id + "." + format, Media: kind, Lines: 1, OfPeople: true, Content: text.Bytes(),
	}, id)
}
