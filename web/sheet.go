package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
)

// sheet is a table that spreadsheets open: UTF-8 with its mark, semicolons, and no
// cell that is taken for a formula.
type sheet struct {
	Name string
	Head []string
	Rows [][]string
}

// write hands the sheet over as a file.
func (t sheet) write(w http.ResponseWriter) error {
	var body strings.Builder
	body.WriteString("\uFEFF")
	out := csv.NewWriter(&body)
	out.Comma, out.UseCRLF = ';', true
	for _, cells := range append([][]string{t.Head}, t.Rows...) {
		safe := make([]string, len(cells))
		for i, cell := range cells {
			safe[i] = inert(cell)
		}
		_ = out.Write(safe) // kept by out.Error
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write %s: %w", t.Name, err)
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", t.Name+".csv"))
	_, err := w.Write([]byte(body.String()))
	return err
}
