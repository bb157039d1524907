package intake

import (
	"slices"
	"strings"
	"unicode"

	"relais/parcours"
)

// row is one record read through the columns of its file. It gathers what is
// wrong: a row with a problem is not written, a warning does not block.
type row struct {
	record
	columns
	// numbers: the cells come from a workbook, where numbers are exact doubles.
	numbers  bool
	date1904 bool

	problems []parcours.Problem
	warnings []parcours.Problem
}

// cell is one value and the column it stands in.
type cell struct {
	text   string
	column string
}

// all returns the present values of a field, in the order of the columns. Blank,
// NULL, null, - and N/A mean absent.
func (r *row) all(f field) []cell {
	var cells []cell
	for _, at := range r.of[f] {
		if at >= len(r.cells) {
			continue
		}
		text := tidy(r.cells[at])
		if !present(text) {
			continue
		}
		switch {
		case illegible(text):
			r.fail(r.header[at], "La cellule contient un caractère illisible.", "Enregistrer le fichier en UTF-8, ou corriger la cellule.")
			continue
		case strings.HasPrefix(text, "#") && formulaErrors[strings.ToUpper(text)]:
			r.fail(r.header[at], "La cellule contient une formule en erreur : "+quote(text)+".", "Corriger la formule, ou vider la cellule.")
			continue
		case len(text) > 4*longestText:
			r.fail(r.header[at], "La cellule est trop longue.", "Vérifier que les colonnes ne sont pas décalées.")
			continue
		}
		cells = append(cells, cell{text, r.header[at]})
	}
	return cells
}

// one returns the value of a field, empty when absent.
func (r *row) one(f field) cell {
	if cells := r.all(f); len(cells) > 0 {
		return cells[0]
	}
	if at := r.of[f]; len(at) > 0 {
		return cell{column: r.header[at[0]]}
	}
	return cell{}
}

// text returns the value of a field on one line.
func (r *row) text(f field) string { return oneLine(r.one(f).text) }

// number returns the value of a field that holds an identifier made of digits,
// and a problem when a spreadsheet has lost some of them.
func (r *row) number(f field) cell {
	c := r.one(f)
	c.text = r.plain(c)
	return c
}

// plain undoes what spreadsheets do to an identifier. A cell that lost digits is
// a problem of the row and gives the empty text.
func (r *row) plain(c cell) string {
	text, lost := plainNumber(oneLine(c.text), r.numbers)
	if lost != "" {
		r.fail(c.column, lost, "Mettre la colonne au format Texte dans le tableur, ressaisir la valeur et exporter à nouveau.")
	}
	return text
}

// fail notes, once, a problem that keeps the row from being written.
func (r *row) fail(column, what, mend string) {
	if p := (parcours.Problem{Column: column, What: what, Mend: mend}); !slices.Contains(r.problems, p) {
		r.problems = append(r.problems, p)
	}
}

// warn notes something that does not keep the row from being written.
func (r *row) warn(column, what, mend string) {
	r.warnings = append(r.warnings, parcours.Problem{Column: column, What: what, Mend: mend})
}

// longestText is the longest value of a cell, in characters.
const longestText = 1000

// formulaErrors are what spreadsheets show for a broken formula; #N/A means absent.
var formulaErrors = map[string]bool{
	"#REF!": true, "#VALUE!": true, "#VALEUR!": true, "#NAME?": true, "#NOM?": true, "#DIV/0!": true, "#NUM!": true, "#NOMBRE!": true, "#NULL!": true, "#NUL!": true,
}

// present reports whether a tidied cell holds a value.
func present(text string) bool {
	switch text {
	case "", "NULL", "null", "-", "N/A", "#N/A":
		return false
	}
	return true
}

// tidy trims a cell, removes its invisible characters, and unwraps ="0639980144"
// and '+33639980144, by which exports keep a spreadsheet from reading a number or a
// formula.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r) && !unicode.IsSpace(r) && (r < 0x80 || r > 0x9f):
			return -1
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, `="`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok {
			text = strings.TrimSpace(inner)
		}
	}
	if inner, ok := strings.CutPrefix(text, "'"); ok && inner != parcours.InertCell(inner) {
		text = inner // a cell of our own exports, which parcours.InertCell marked
	}
	return text
}

// oneLine collapses every run of spaces and line ends into one space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
