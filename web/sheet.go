package web

import "relais/parcours"

// sheet is a table that spreadsheets open (parcours.Sheet).
type sheet struct {
	Name string
	// Head is left out when it is empty.
	Head []string
	Rows [][]string
}

// export is the sheet as a file that is taken away: what it is in the access log, and
// whom it is about.
func (t sheet) export(action, whom string, ofPeople bool) parcours.KeptExport {
	rows := t.Rows
	if len(t.Head) > 0 {
		rows = append([][]string{t.Head}, rows...)
	}
	return parcours.KeptExport{
		Action: action, Name: t.Name + ".csv", Media: "text/csv; charset=utf-8", Whom: whom, Lines: len(t.Rows), OfPeople: ofPeople, Content: parcours.Sheet(rows),
	}
}
