package intake

import (
	"context"
	"io"

	"relais/parcours"
)

// What the tests look at from inside.

// KnownHeaders returns the field of each header key of a kind.
func (k Kind) KnownHeaders() map[string]string {
	known := map[string]string{}
	for _, l := range layouts() {
		if l.kind == k {
			for key, f := range l.headers {
				known[key] = string(f)
			}
		}
	}
	return known
}

// HeaderOwners returns the fields that claim each header key of a kind.
func (k Kind) HeaderOwners() map[string][]string {
	owners := map[string][]string{}
	tables := map[Kind]headerTable{People: peopleHeaders, Referents: referentHeaders, Slots: slotHeaders, Activities: activityHeaders, Contacts: contactHeaders}
	for f, names := range tables[k] {
		mine := map[string]bool{headerKey(string(f)): true}
		for _, name := range names {
			mine[headerKey(name)] = true
		}
		for key := range mine {
			owners[key] = append(owners[key], string(f))
		}
	}
	return owners
}

// HeaderKey is headerKey.
func HeaderKey(header string) string { return headerKey(header) }

// Line and Cells of a record.
func (r record) Line() int       { return r.line }
func (r record) Cells() []string { return r.cut().cells }

// ReadRecords is readRecords from line 1, without limit.
func ReadRecords(text string, comma byte) []record { return readRecords(text, comma, 1, 0) }

// Decode is decode.
func Decode(data []byte) (text, encoding string, err error) { return decode(data) }

// SniffDelimiter is sniffDelimiter with the known headers.
func SniffDelimiter(text string) byte { return sniffDelimiter(text, headerScore(layouts())) }

// ParseMoment is the day of parseMoment, as a CSV or a workbook writes it.
func ParseMoment(text string, workbook, date1904 bool) (parcours.Date, bool) {
	m, ok := (&row{numbers: workbook, date1904: date1904}).parseMoment(text)
	return m.date, ok
}

// PlainNumber is plainNumber.
func PlainNumber(text string, workbook bool) (plain, lost string) { return plainNumber(text, workbook) }

// ParseMinutes is parseMinutes.
func ParseMinutes(text string, workbook bool) (int, bool) { return parseMinutes(text, workbook) }

// ImportFluxFrom imports a flux from anywhere.
func (in *Intake) ImportFluxFrom(ctx context.Context, file io.ReadSeeker) (Report, error) {
	return in.importFlux(ctx, Options{}, file, "flux.xml")
}

// CheckAndMend reads a file on trial, then checks each row of it again with one cell
// changed, or set aside; read is false for a file that is refused as a whole.
func CheckAndMend(in *Intake, data []byte, at int, text string, excluded bool, reason string) (report Report, rows []parcours.ImportedRow, columns []parcours.FileColumn, read bool, err error) {
	d := NewDesk(in, nil)
	f := parcours.FileImport{ID: "f", FileName: "f"}
	j, err := d.open(d.options(f, data, true))
	if err == nil {
		err = d.run(context.Background(), j)
	}
	if err != nil {
		return Report{}, nil, nil, false, nil
	}
	f.Reading = j.reading()
	f.Choice.Mapping = j.saved("").Mapping
	for i, rec := range j.rows[:min(len(j.rows), 20)] {
		rec = rec.cut()
		row := parcours.ImportedRow{RowResult: j.results.At(i), Cells: j.shownCells(rec), Uncut: rec.problem}
		row.Edit = parcours.RowEdit{Cells: map[int]string{at: text}, Excluded: excluded, Reason: reason}
		if row, err = d.recheck(context.Background(), f, row); err != nil {
			return Report{}, nil, nil, true, err
		}
		rows = append(rows, row)
	}
	return j.report, rows, f.Reading.Columns, true, nil
}
