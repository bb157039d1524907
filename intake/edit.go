package intake

import (
	"slices"

	"relais/parcours"
)

// edited is the record with the cells that somebody mended.
func (r record) edited(edit parcours.RowEdit) record {
	if len(edit.Cells) == 0 {
		return r
	}
	r.cells = slices.Clone(r.cells)
	for at, text := range edit.Cells {
		if at < 0 || at >= maxCells {
			continue
		}
		for len(r.cells) <= at {
			r.cells = append(r.cells, "")
		}
		r.cells[at] = text
	}
	return r
}

// setAside says that a row was left out by hand.
func setAside(edit parcours.RowEdit) parcours.Problem {
	what := "Ligne écartée à la main"
	if edit.Reason != "" {
		what += " : " + edit.Reason
	}
	return parcours.Problem{What: what + "."}
}

// MendableCells is Mendable, for whoever has only the desk.
func (*Desk) MendableCells(row parcours.ImportedRow, columns []parcours.FileColumn) []int {
	return Mendable(row, columns)
}

// ImportKinds lists the kinds of file.
func (*Desk) ImportKinds() []string {
	return []string{string(People), string(Referents), string(Slots), string(Activities), string(Contacts)}
}

// ImportFields lists the fields that a file of a kind may hold, the required first.
func (*Desk) ImportFields(kind string) []string { return Kind(kind).Fields() }

// Mendable lists the positions of the cells of a row that may be mended: those its
// problems name, or every cell that is read when a problem is of the whole row.
func Mendable(row parcours.ImportedRow, columns []parcours.FileColumn) []int {
	if row.Applied || row.Uncut != nil || len(row.Cells) > len(columns) || row.Outcome != parcours.RowError && row.Outcome != parcours.RowConflict {
		return nil
	}
	var at []int
	for _, p := range row.Problems {
		for i, c := range columns {
			named := p.Column != "" && c.Header == p.Column
			if (named || p.Column == "" && c.Field != "") && !slices.Contains(at, i) {
				at = append(at, i)
			}
		}
	}
	for i := range row.Edit.Cells { // what was mended may be mended again
		if i >= 0 && i < len(columns) && !slices.Contains(at, i) {
			at = append(at, i)
		}
	}
	slices.Sort(at)
	return at
}
