package intake

import (
	"context"
	"fmt"
	"io"
	"strings"

	"relais/parcours"
)

// WriteRefused writes the rows of a file that are in error or in conflict for a
// spreadsheet, as the file has them and as they were mended, with the reason in a
// last column (parcours.Sheet). What is corrected there can be given to Relais again.
func (d *Desk) WriteRefused(ctx context.Context, actor parcours.Actor, w io.Writer, f parcours.FileImport) error {
	rows, err := d.ImportRows(ctx, actor, f.ID, parcours.RowFilter{Outcome: parcours.RowRefused})
	if err != nil {
		return err
	}
	var lines [][]string
	header := make([]string, 0, len(f.Reading.Columns)+1)
	for _, c := range f.Reading.Columns {
		header = append(header, c.Header)
	}
	lines = append(lines, append(header, "Motif du refus"))
	for _, row := range rows {
		cells := make([]string, 0, len(header)+1)
		for at := range max(len(header), len(row.Cells)) {
			cells = append(cells, row.Cell(at))
		}
		lines = append(lines, append(cells, reasons(row)))
	}
	if _, err := w.Write(parcours.Sheet(lines)); err != nil {
		return fmt.Errorf("write refused rows: %w", err)
	}
	return nil
}

// reasons are the problems of a row in one cell.
func reasons(row parcours.ImportedRow) string {
	var said []string
	for _, p := range row.Problems {
		text := p.What
		if p.Column != "" {
			text = p.Column + " : " + text
		}
		said = append(said, oneLine(text+" "+p.Mend))
	}
	return strings.Join(said, " ")
}
