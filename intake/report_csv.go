package intake

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"relais/parcours"
)

// WriteCSV writes the report for a spreadsheet: UTF-8 with its mark, semicolons,
// at least one line per row read, cells that no spreadsheet takes for a formula.
func (r Report) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("write import report: %w", err)
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	out.UseCRLF = true
	write := func(cells ...string) {
		for i := range cells {
			cells[i] = FormulaSafe(cells[i])
		}
		_ = out.Write(cells) // kept by out.Error
	}
	write("ligne", "résultat", "gravité", "colonne", "ce qui ne va pas", "comment corriger", "champs modifiés")
	for _, result := range r.Results {
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
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write import report: %w", err)
	}
	return nil
}

// FormulaSafe puts an apostrophe before a text that a spreadsheet would compute
// (OWASP, CSV injection). It is for cells of text: a number needs none.
func FormulaSafe(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
