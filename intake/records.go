package intake

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"

	"relais/parcours"
)

// RecordOptions says whose records come, and what they may touch.
type RecordOptions struct {
	// Source is who sends them, kept with the batch.
	Source string
	// Territory of the records that name none; may be empty. TerritoryID, when set, is
	// the only territory whose people they may touch.
	Territory   string
	TerritoryID string
	// DryRun answers the same and writes nothing.
	DryRun bool
}

// Records takes in people that a program sends, by the names of the fields of a people
// file, and says what became of each in order. They go the way of a file: the same
// reading, the same identification, the same refusals.
func (in *Intake) Records(ctx context.Context, o RecordOptions, records []map[string]string) ([]parcours.RowResult, error) {
	fields := People.Fields()
	var file bytes.Buffer
	file.WriteString("\ufeff")
	out := csv.NewWriter(&file)
	out.Comma = ';'
	_ = out.Write(fields) // to memory
	cells := make([]string, len(fields))
	for _, record := range records {
		for i, field := range fields {
			cells[i] = record[field]
		}
		_ = out.Write(cells)
	}
	out.Flush()
	report, err := in.Import(ctx, Options{
		Reader: &file, Name: "api", Kind: People, Source: o.Source, Territory: o.Territory, territoryID: o.TerritoryID, DryRun: o.DryRun, NamePeople: true,
	})
	if err != nil {
		return nil, fmt.Errorf("records: %w", err)
	}
	return report.Results.List(), nil
}
