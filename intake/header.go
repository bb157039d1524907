package intake

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NormaliseHeader returns the form under which headers are compared: spaces of
// every kind trimmed and collapsed, apostrophes turned to hyphens, lower case,
// no accents, "n°" in words, spaces turned to hyphens. "N° Téléphones\n" gives
// "numero-telephones".
func NormaliseHeader(header string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToValidUTF8(header, "\uFFFD")) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r): // accents; invisible marks
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ':
			b.WriteByte('-')
		case unicode.IsSpace(r) || unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	text := b.String()
	for _, number := range []string{"n°", "nº", "n °"} {
		if rest, ok := strings.CutPrefix(text, number); ok {
			text = "numero " + rest
		}
		text = strings.ReplaceAll(text, " "+number, " numero ")
	}
	return strings.Join(strings.Fields(text), "-")
}

// headerKey is NormaliseHeader without the marks that templates add to a header
// (Prénom*, E-mail :, Téléphone (mobile), starts_at).
func headerKey(header string) string {
	parts := strings.FieldsFunc(NormaliseHeader(header), func(r rune) bool {
		// What is left of "nº" is no word: read again, the key would become another one.
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == 'º'
	})
	return strings.Join(parts, "-")
}

// showHeader is a header on one line, as the report shows it.
func showHeader(header string) string {
	return strings.Join(strings.Fields(header), " ")
}

// columns says which field each column of a file holds.
type columns struct {
	// header as the file writes it, on one line each.
	header []string
	// of lists the columns of a field, in the order of the file.
	of map[field][]int
	// used tells which columns hold a field.
	used []bool
	// said is how many columns the mapping speaks of.
	said int
}

// matchColumns finds the fields of a layout in a header: those that the mapping
// says, then those that the headers tell. A column that repeats a field that is
// not repeatable is left unused, as is an unknown one.
func matchColumns(cells []string, l layout) columns {
	c := columns{of: map[field][]int{}, header: make([]string, len(cells)), used: make([]bool, len(cells))}
	take := func(at int, f field) {
		if len(c.of[f]) < max(1, l.repeats[f]) {
			c.of[f] = append(c.of[f], at)
			c.used[at] = true
		}
	}
	said := l.said(cells)
	for i, f := range said {
		c.said++
		if f != "" {
			take(i, f)
		}
	}
	for i, cell := range cells {
		c.header[i] = showHeader(cell)
		if _, mapped := said[i]; mapped {
			continue
		}
		if f, known := l.headers[headerKey(cell)]; known {
			take(i, f)
		}
	}
	for _, at := range c.of {
		slices.Sort(at)
	}
	return c
}

// has reports whether the file has a column for f.
func (c columns) has(f field) bool { return len(c.of[f]) > 0 }

// holds reports whether the file has a column of that normalised header.
func (c columns) holds(header string) bool {
	return slices.ContainsFunc(c.header, func(name string) bool { return NormaliseHeader(name) == header })
}

// matched counts the columns that hold a field.
func (c columns) matched() int {
	n := 0
	for _, used := range c.used {
		if used {
			n++
		}
	}
	return n
}

// unknown lists the headers that are not used, without the empty ones.
func (c columns) unknown() []string {
	var names []string
	for i, used := range c.used {
		if !used && c.header[i] != "" {
			names = append(names, c.header[i])
		}
	}
	return names
}

// repeatedBy reports whether the cells of a row are the headers again, as in
// files that were pasted one below the other.
func (c columns) repeatedBy(cells []string) bool {
	header := c.header
	for len(header) > 0 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	return slices.EqualFunc(cells, header, func(cell, name string) bool { return showHeader(cell) == name })
}
