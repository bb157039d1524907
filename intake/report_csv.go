package intake

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"relais/parcours"
)

// WriteCSV writes the report for a spreadsheet (parcours.Sheet): at least one line per
// row read.
func (r Report) WriteCSV(w io.Writer) error {
	var rows [][]string
	write := func(cells ...string) { rows = append(rows, cells) }
	write("ligne", "résultat", "gravité", "colonne", "ce qui ne va pas", "comment corriger", "champs modifiés")
	for _, result := range r.Results.All() {
		line, outcome, changed := strconv.Itoa(result.Line), outcomeName(result.Outcome, 1), strings.Join(result.Changed, ", ")
		severity := "à savoir"
		if result.Outcome == parcours.RowError || result.Outcome == parcours.RowConflict {
			severity = "à corriger"
		}
		for _, p := range result.Problems {
			write(line, outcome, severity, p.Column, p.What, p.Mend, changed)
		}
		for _, p := range result.Warnings {
			write(line, outcome, "à savoir", p.Column, p.What, p.Mend, changed)
		}
		if len(result.Problems)+len(result.Warnings) == 0 {
			write(line, outcome, "", "", "", "", changed)
		}
	}
	if _, err := w.Write(parcours.Sheet(rows)); err != nil {
		return fmt.Errorf("write import report: %w", err)
	}
	return nil
}
