package parcours

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// Sheet returns rows as the spreadsheets of France open them: UTF-8 with its mark,
// semicolons, lines that end with CR LF, and no cell that is taken for a formula.
func Sheet(rows [][]string) []byte {
	var body bytes.Buffer
	body.WriteString("\uFEFF")
	out := csv.NewWriter(&body)
	out.Comma, out.UseCRLF = ';', true
	for _, cells := range rows {
		inert := make([]string, len(cells))
		for i, cell := range cells {
			inert[i] = InertCell(cell)
		}
		_ = out.Write(inert) // a buffer takes everything
	}
	out.Flush()
	return body.Bytes()
}

// InertCell puts an apostrophe before a text that a spreadsheet would compute (OWASP,
// CSV injection). It is for cells of text: a number needs none.
func InertCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
