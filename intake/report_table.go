package intake

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"relais/parcours"
)

// WriteTable writes the report for a terminal: what was read, the counts, one
// line per row to mend, and the warnings, those that say the same together.
func (r Report) WriteTable(w io.Writer) error {
	var b bytes.Buffer
	r.writeSummary(&b)
	r.writeRefusedRows(&b)
	r.writeRemarks(&b)
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("write import report: %w", err)
	}
	return nil
}

func (r Report) writeSummary(b *bytes.Buffer) {
	if r.Flux != nil {
		r.Flux.write(b, r)
		r.writeCounts(b)
		return
	}
	l := layouts()[slices.IndexFunc(layouts(), func(l layout) bool { return l.kind == r.Kind })]
	how := []string{strings.ToUpper(r.Format)}
	if r.Sheet != "" {
		how = append(how, "feuille "+quote(r.Sheet))
	}
	if r.Encoding != "" {
		how = append(how, r.Encoding, "séparateur "+quote(r.Delimiter))
	}
	fmt.Fprintf(b, "%s : %s (%s), en-têtes à la ligne %d\n", r.File, l.name, strings.Join(how, ", "), r.HeaderLine)
	r.writeCounts(b)
	if len(r.UnknownColumns) > 0 {
		fmt.Fprintf(b, "Colonnes sans emploi : %s\n", quoteAll(r.UnknownColumns))
	}
}

func (r Report) writeCounts(b *bytes.Buffer) {
	if r.DryRun {
		b.WriteString("Essai : rien n'a été écrit.\n")
	}
	var counts []string
	for _, outcome := range outcomes {
		if n := r.Counts[outcome]; n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, outcomeName(outcome, n)))
		}
	}
	read := "lignes lues"
	if r.Rows < 2 {
		read = "ligne lue"
	}
	fmt.Fprintf(b, "%d %s : %s\n", r.Rows, read, strings.Join(counts, ", "))
}

// writeRefusedRows lists the rows that a human must mend.
func (r Report) writeRefusedRows(b *bytes.Buffer) {
	if !r.Refused() {
		return
	}
	b.WriteString("\nÀ corriger\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ligne\trésultat\tcolonne\tce qui ne va pas\tcomment corriger")
	shown := 0
	for _, result := range r.Results.All() {
		if result.Outcome != parcours.RowError && result.Outcome != parcours.RowConflict {
			continue
		}
		if shown++; shown > shownRefused {
			continue
		}
		for _, p := range result.Problems {
			fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\n", result.Line, outcomeName(result.Outcome, 1), inTable(p.Column), inTable(p.What), inTable(p.Mend))
		}
	}
	t.Flush()
	if shown > shownRefused {
		fmt.Fprintf(b, "… et %d autres lignes : --report FICHIER les garde toutes.\n", shown-shownRefused)
	}
}

// shownRefused is how many rows to mend a terminal is shown.
const shownRefused = 500

// remark is a warning, or the reason of an ignored row, with the lines it is about.
type remark struct {
	parcours.Problem
	lines []int
}

func (r Report) writeRemarks(b *bytes.Buffer) {
	remarks := r.remarks()
	if len(remarks) == 0 {
		return
	}
	b.WriteString("\nÀ savoir\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "lignes\tcolonne\tremarque\tcomment corriger\toù")
	for _, m := range remarks {
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\n", len(m.lines), inTable(m.Column), inTable(m.What), inTable(m.Mend), someLines(m.lines))
	}
	t.Flush()
}

// remarks gathers what does not block, in the order of the file. The warnings of
// a row that was not written can wait until it is mended.
func (r Report) remarks() []remark {
	var all []remark
	at := map[parcours.Problem]int{}
	add := func(p parcours.Problem, line int) {
		i, seen := at[p]
		if !seen {
			i = len(all)
			at[p] = i
			all = append(all, remark{Problem: p})
		}
		if n := len(all[i].lines); n == 0 || all[i].lines[n-1] != line {
			all[i].lines = append(all[i].lines, line)
		}
	}
	for _, result := range r.Results.All() {
		if result.Outcome == parcours.RowError || result.Outcome == parcours.RowConflict {
			continue
		}
		for _, p := range result.Problems {
			add(p, result.Line)
		}
		for _, p := range result.Warnings {
			add(p, result.Line)
		}
	}
	return all
}

// someLines writes the first line numbers of a list.
func someLines(lines []int) string {
	const shown = 8
	texts := make([]string, 0, shown)
	for _, line := range lines[:min(len(lines), shown)] {
		texts = append(texts, strconv.Itoa(line))
	}
	text := strings.Join(texts, ", ")
	if len(lines) > shown {
		text += ", …"
	}
	return text
}

// inTable keeps a text on its line and in its column.
func inTable(text string) string {
	if text = oneLine(text); text == "" {
		return "–"
	}
	return text
}
