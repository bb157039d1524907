package intake

import (
	"strings"

	"relais/parcours"
)

// record is one record of a file: a header or a row.
type record struct {
	// line is the 1-based line, or sheet row, of the first cell.
	line  int
	cells []string
	// problem is set when the record could not be cut into cells.
	problem *parcours.Problem
	// raw is the record of a CSV before it is cut, by comma, into cells: of a large
	// file only the text is kept.
	raw   string
	comma byte
}

// cut returns the record with its cells.
func (r record) cut() record {
	if r.cells == nil && r.raw != "" {
		r.cells, _, _ = cutRecord(r.raw, r.comma)
	}
	return r
}

// blank reports whether the record holds nothing but spaces.
func (r record) blank() bool {
	for _, cell := range r.cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// Longest quoted field, in lines and in bytes. Beyond, a quote was left open:
// the rows it would swallow are read one by one instead.
const (
	quotedLines = 60
	quotedBytes = 32 << 10
)

// recordsKept is for how many records there is place from the beginning.
const recordsKept = 1 << 18

// readRecords cuts text, whose first line bears the number line, into records,
// at most limit of them when limit > 0. Blank lines give no record.
//
// It differs from encoding/csv where a caseworker would lose rows: a quote left
// open does not swallow the rows that follow (its line becomes one record with
// a problem, and reading goes on at the next line), and a quote inside an
// unquoted cell (Résidence "Les Lilas") is only a character.
func readRecords(text string, comma byte, line, limit int) []record {
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // old Macintosh line ends
	}
	most := min(1+strings.Count(text, "\n"), recordsKept)
	if limit > 0 {
		most = min(most, limit)
	}
	records := make([]record, 0, most)
	for len(text) > 0 && (limit <= 0 || len(records) < limit) {
		rec := record{line: line, comma: comma}
		size, ok := 0, false
		if rec.cells, size, ok = cutRecord(text, comma); !ok {
			size = lineSize(text)
			whole := strings.TrimRight(text[:size], "\r\n")
			rec.cells = strings.Split(whole, string(comma))
			rec.problem = &parcours.Problem{
				What: "Un guillemet est mal placé, ou ouvert sans être fermé : la ligne ne peut pas être découpée en cellules.",
				Mend: "Supprimer le guillemet en trop, ou le doubler à l'intérieur d'une cellule entre guillemets.",
			}
		}
		rec.raw = text[:size]
		line += strings.Count(text[:size], "\n")
		text = text[size:]
		if rec.blank() {
			continue
		}
		if len(records) >= headerWithin && rec.problem == nil {
			rec.cells = nil
		}
		records = append(records, rec)
	}
	return records
}

// lineSize returns the length of the first line of text with its line end.
func lineSize(text string) int {
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return end + 1
	}
	return len(text)
}

// cutRecord returns the cells of the first record of text and its length with
// its line end; ok is false when its quotes do not match.
func cutRecord(text string, comma byte) (cells []string, size int, ok bool) {
	pos := 0
	for {
		cell, next, ok := cutCell(text[pos:], comma)
		if !ok {
			return nil, 0, false
		}
		cells = append(cells, cell)
		pos += next
		switch {
		case pos >= len(text):
			return cells, pos, true
		case text[pos] == '\n':
			return cells, pos + 1, true
		}
		pos++ // the delimiter
	}
}

// cutCell returns the first cell of text and where its delimiter, its line feed
// or the end of the text stands.
func cutCell(text string, comma byte) (cell string, end int, ok bool) {
	start := 0
	for start < len(text) && text[start] == ' ' {
		start++
	}
	if start < len(text) && text[start] == '"' {
		return cutQuoted(text, start+1, comma)
	}
	for end < len(text) && text[end] != comma && text[end] != '\n' {
		end++
	}
	cell = text[:end]
	if end == len(text) || text[end] == '\n' {
		cell = strings.TrimRight(cell, "\r")
	}
	return cell, end, true
}

// cutQuoted reads on from after an opening quote. A doubled quote is a quote; a
// closing one must be followed by a delimiter or the end of the record.
func cutQuoted(text string, pos int, comma byte) (cell string, end int, ok bool) {
	var b strings.Builder
	lines := 0
	for first := pos; pos < len(text); pos++ {
		switch c := text[pos]; {
		case c == '"' && pos+1 < len(text) && text[pos+1] == '"':
			b.WriteByte('"')
			pos++
		case c == '"':
			for pos++; pos < len(text) && (text[pos] == ' ' || text[pos] == '\r'); pos++ {
			}
			closed := pos >= len(text) || text[pos] == comma || text[pos] == '\n'
			return b.String(), pos, closed
		default:
			if c == '\n' {
				lines++
			}
			if lines > quotedLines || pos-first > quotedBytes {
				return "", 0, false
			}
			b.WriteByte(c)
		}
	}
	return "", 0, false
}

// delimiters that are tried, the likeliest first: French spreadsheets use ';'.
const delimiters = ";,\t|"

// delimiterNames as the report shows them.
var delimiterNames = map[byte]string{';': ";", ',': ",", '\t': "tabulation", '|': "|"}

// headerWithin is how many records may precede and include the header: exports
// often begin with a title or a date. They stand in the first sniffBytes.
const (
	headerWithin = 10
	sniffBytes   = 64 << 10
)

// sniffDelimiter returns the delimiter under which the beginning of text holds
// the header that score recognises best; when it recognises none, the one that
// cuts the first record into most cells. encoding/csv would read any file with
// the wrong delimiter, without error, as a single column.
func sniffDelimiter(text string, score func(cells []string) int) byte {
	text = text[:min(len(text), sniffBytes)]
	best, bestScore, bestCells := delimiters[0], 0, 0
	for i := range len(delimiters) {
		comma := delimiters[i]
		records := readRecords(text, comma, 1, headerWithin)
		top := 0
		for _, rec := range records {
			top = max(top, score(rec.cells))
		}
		cells := 0
		if len(records) > 0 {
			cells = len(records[0].cells)
		}
		if top > bestScore || (top == bestScore && cells > bestCells) {
			best, bestScore, bestCells = comma, top, cells
		}
	}
	return best
}

// cutSepLine removes the line "sep=;" that some spreadsheets put first, and
// returns its delimiter, or 0.
func cutSepLine(text string) (rest string, comma byte) {
	size := lineSize(text)
	line := strings.TrimRight(text[:size], "\r\n")
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.IndexByte(delimiters, line[4]) >= 0 {
		return text[size:], line[4]
	}
	return text, 0
}
