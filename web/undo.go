package web

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// undo is the form that takes the last action back, shown with what it did.
type undo struct {
	Path   string
	Fields []field
}

// field is one value of a form.
type field struct{ Name, Value string }

// fields are the values of one name.
func fields(name string, values ...string) []field {
	list := make([]field, 0, len(values))
	for _, v := range values {
		list = append(list, field{name, v})
	}
	return list
}

// undoOf reads what the session kept, nil for nothing.
func undoOf(text string) *undo {
	var u undo
	if text == "" || json.Unmarshal([]byte(text), &u) != nil {
		return nil
	}
	return &u
}

// doneUntil is done for an action that a button takes back: the page after it has
// the button, once.
func (s *Server) doneUntil(w http.ResponseWriter, r *http.Request, flash, to string, u undo) error {
	text, err := json.Marshal(u)
	if err != nil {
		return fmt.Errorf("keep how to undo: %w", err)
	}
	s.sessions.Put(r.Context(), undoKey, string(text))
	return s.done(w, r, flash, to)
}
