package intake

import (
	"encoding/json"
	"fmt"
	"io"

	"relais/parcours"
)

// Report accounts for every row of a file: the counts add up to Rows.
type Report struct {
	Kind Kind `json:"kind"`
	// File is the name of the file, without its folder.
	File   string `json:"file"`
	Source string `json:"source,omitempty"`
	DryRun bool   `json:"dry_run"`
	// Format is "csv", "xlsx" or "xml"; Sheet is set for a workbook, Encoding and
	// Delimiter for a CSV, Encoding for XML.
	Format    string `json:"format"`
	Sheet     string `json:"sheet,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	// HeaderLine is the line, or sheet row, of the headers.
	HeaderLine int `json:"header_line"`
	// Rows read, blank ones left out.
	Rows   int                         `json:"rows"`
	Counts map[parcours.RowOutcome]int `json:"counts"`
	// UnknownColumns are the headers that hold no known field, and were ignored.
	UnknownColumns []string `json:"unknown_columns,omitempty"`
	Results        Results  `json:"results"`
	// Flux is set for a flux of the CNAF.
	Flux *FluxReport `json:"flux,omitempty"`
	// Mapping is what every column was read for, as it may be saved for the source.
	Mapping parcours.SavedMapping `json:"-"`
}

// Refused reports whether some rows were not written because of an error or a
// conflict that a human must settle.
func (r Report) Refused() bool {
	return r.Counts[parcours.RowError]+r.Counts[parcours.RowConflict] > 0
}

// WriteJSON writes the report, indented.
func (r Report) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("write import report: %w", err)
	}
	return nil
}

// outcomes in the order in which they are shown.
var outcomes = []parcours.RowOutcome{
	parcours.RowCreated, parcours.RowUpdated, parcours.RowUnchanged, parcours.RowConflict, parcours.RowError, parcours.RowIgnored,
}

// outcomeName is the French word for an outcome, in the feminine of "ligne".
func outcomeName(outcome parcours.RowOutcome, n int) string {
	plural := ""
	if n > 1 {
		plural = "s"
	}
	switch outcome {
	case parcours.RowCreated:
		return "créée" + plural
	case parcours.RowUpdated:
		return "mise" + plural + " à jour"
	case parcours.RowUnchanged:
		return "inchangée" + plural
	case parcours.RowConflict:
		return "en conflit"
	case parcours.RowError:
		return "en erreur"
	case parcours.RowIgnored:
		return "ignorée" + plural
	}
	return string(outcome)
}
