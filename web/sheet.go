package web

import (
	"fmt"
	"net/http"

	"relais/parcours"
)

// sheet is a table that spreadsheets open (parcours.Sheet).
type sheet struct {
	Name string
	// Head is left out when it is empty.
	Head []string
	Rows [][]string
}

// write hands the sheet over as a file.
func (t sheet) write(w http.ResponseWriter) error {
	rows := t.Rows
	if len(t.Head) > 0 {
		rows = append([][]string{t.Head}, rows...)
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", t.Name+".csv"))
	_, err := w.Write(parcours.Sheet(rows))
	return err
}
