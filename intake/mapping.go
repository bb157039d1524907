package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"relais/parcours"
)

// columnKeys names each column of a header for a mapping: the key of its header,
// "#3" for the third column when it has none, and "telephone#2" for the second
// column of the same header.
func columnKeys(cells []string) []string {
	keys, seen := make([]string, len(cells)), map[string]int{}
	for i, cell := range cells {
		key := headerKey(cell)
		switch seen[key]++; {
		case key == "":
			key = "#" + strconv.Itoa(i+1)
		case seen[key] > 1:
			key += "#" + strconv.Itoa(seen[key])
		}
		keys[i] = key
	}
	return keys
}

// numbered is a column named by its position, or by its rank among its likes.
var numbered = regexp.MustCompile(`^(.*)#([1-9][0-9]{0,3})$`)

// ParseMapping reads pairs COLUMN=FIELD. COLUMN is a header in any spelling, a
// header and "#2" for its second column, or "#3" for the third column of the file;
// FIELD is a field's name, or nothing for a column that is not to be read. A pair
// that says neither is ErrInvalid.
func ParseMapping(pairs []string) (parcours.ColumnMapping, error) {
	mapping := parcours.ColumnMapping{}
	for _, pair := range pairs {
		at := strings.LastIndexByte(pair, '=')
		if at < 0 {
			return nil, fmt.Errorf("%w: %q is not of the form COLUMN=FIELD, such as \"N° Tel=phone_number\"", parcours.ErrInvalid, pair)
		}
		column, rank := pair[:at], ""
		if m := numbered.FindStringSubmatch(column); m != nil {
			column, rank = m[1], "#"+m[2]
		}
		key := headerKey(column)
		if rank == "#1" && key != "" {
			rank = ""
		}
		if key += rank; key == "" {
			return nil, fmt.Errorf("%w: %q names no column", parcours.ErrInvalid, pair)
		}
		mapping[key] = strings.TrimSpace(pair[at+1:])
	}
	return mapping, nil
}

// mapped gives the layouts what is said of the columns, the later sayings first.
func mapped(known []layout, said ...parcours.ColumnMapping) []layout {
	all := parcours.ColumnMapping{}
	for _, mapping := range said {
		maps.Copy(all, mapping)
	}
	if len(all) > 0 {
		for i := range known {
			known[i].mapping = all
		}
	}
	return known
}

// said returns the field that the mapping gives to columns, by position; "" for
// one that is not to be read. A field that the layout lacks is not said of it.
func (l layout) said(cells []string) map[int]field {
	if l.mapping == nil {
		return nil
	}
	said := map[int]field{}
	for i, key := range columnKeys(cells) {
		f, spoken := l.mapping[key]
		if spoken && (f == "" || l.knows(field(f))) {
			said[i] = field(f)
		}
	}
	return said
}

func (l layout) knows(f field) bool { return slices.Contains(l.fields(), f) }

// fields of the layout: the required ones first, the others by name.
func (l layout) fields() []field {
	var fields []field
	for _, set := range l.required {
		for _, f := range set {
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	first := len(fields)
	for _, f := range l.headers {
		if !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields[first:])
	return fields
}

// Fields lists the names of the fields that a file of this kind may hold, the
// required ones first; none for an unknown kind.
func (k Kind) Fields() []string {
	var names []string
	for _, l := range layouts() {
		if l.kind != k {
			continue
		}
		for _, f := range l.fields() {
			names = append(names, string(f))
		}
	}
	return names
}

// checkMap refuses what Options.Map says of columns that the file lacks, and of
// fields that its kind lacks.
func (j *job) checkMap(known []layout) error {
	keys := columnKeys(j.header.cells)
	for _, key := range slices.Sorted(maps.Keys(j.options.Map)) {
		f := field(j.options.Map[key])
		if !slices.Contains(keys, key) {
			return &Refused{
				What: "le fichier n'a pas de colonne " + quote(key) + ", que --map nomme.", Headers: unread(j.header).header,
				Mend: "Écrire l'en-tête comme dans le fichier, ou #3 pour la troisième colonne.",
			}
		}
		fits := func(l layout) bool { return (j.layout.kind == "" || l.kind == j.layout.kind) && l.knows(f) }
		if f != "" && !slices.ContainsFunc(known, fits) {
			what := "aucun fichier n'a de champ " + quote(string(f)) + "."
			fields := People.Fields()
			if j.layout.kind != "" {
				what, fields = "un fichier de "+j.layout.name+" n'a pas de champ "+quote(string(f))+".", j.layout.kind.Fields()
			}
			return &Refused{What: what, Mend: "Les champs sont " + strings.Join(fields, ", ") + "."}
		}
	}
	return nil
}

// headersKey is the digest by which a header is recognised, whatever the order of
// its columns; "" for one without a single name.
func headersKey(cells []string) string {
	var keys []string
	for _, cell := range cells {
		if key := headerKey(cell); key != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	slices.Sort(keys)
	sum := sha256.Sum256([]byte(strings.Join(keys, "\n")))
	return hex.EncodeToString(sum[:16])
}

// Saved is the mapping of a job under the name of its source, every column said.
func (j *job) saved(source string) parcours.SavedMapping {
	mapping := parcours.ColumnMapping{}
	for i, key := range columnKeys(j.header.cells) {
		mapping[key] = string(j.columns.fieldOf(i))
	}
	return parcours.SavedMapping{
		Source: source, Kind: string(j.layout.kind), Mapping: mapping, HeadersKey: headersKey(j.header.cells),
	}
}

// fieldOf is the field that a column holds, "" when it is not read.
func (c columns) fieldOf(at int) field {
	for f, columns := range c.of {
		if slices.Contains(columns, at) {
			return f
		}
	}
	return ""
}

// sampleValues and sampleRows bound what is shown of a column to whoever maps it.
const (
	sampleValues = 3
	sampleRows   = 200
	sampleLength = 60
)

// samples are the first values of a column, each once.
func (j *job) samples(at int) []string {
	var values []string
	for _, rec := range j.rows[:min(len(j.rows), sampleRows)] {
		rec = rec.cut()
		if at >= len(rec.cells) || len(values) == sampleValues {
			continue
		}
		text := oneLine(tidy(j.shown(at, rec.cells[at])))
		if runes := []rune(text); len(runes) > sampleLength {
			text = string(runes[:sampleLength]) + "…"
		}
		if present(text) && !slices.Contains(values, text) {
			values = append(values, text)
		}
	}
	return values
}

// reading tells how the file was read.
func (j *job) reading() parcours.FileReading {
	r := parcours.FileReading{
		Kind: string(j.layout.kind), Format: j.table.format, Sheet: j.table.sheet, Sheets: j.table.sheets,
		Encoding: j.table.encoding, Delimiter: j.table.delimiter, HeaderLine: j.header.line, HeadersKey: headersKey(j.header.cells),
	}
	if len(j.header.cells) > maxCells {
		return r
	}
	said := j.layout.said(j.header.cells)
	for i, key := range columnKeys(j.header.cells) {
		f := j.columns.fieldOf(i)
		r.Columns = append(r.Columns, parcours.FileColumn{
			Header: showHeader(strings.ToValidUTF8(j.header.cells[i], "\uFFFD")), Key: key, Field: string(f), Taken: f == "" && said[i] != "", Samples: j.samples(i),
		})
	}
	if j.layout.kind != "" {
		for _, f := range j.layout.missing(j.columns) {
			r.Missing = append(r.Missing, string(f))
		}
	}
	if kind, ok := recogniseKind(mapped(layouts(), j.options.Mapping, j.options.Map), j.header, j.rows); ok && kind == j.layout.kind {
		r.Told = j.told()
	}
	return r
}

// told are the headers that tell the kind of the file, at most five.
func (j *job) told() []string {
	var marks []field
	switch j.layout.kind {
	case People:
		marks = peopleOnly
	case Referents:
		marks = []field{proTelegram, proRole}
	case Slots:
		marks = []field{slotStart, slotDay, slotHour, slotMinutes, slotPlace}
	case Activities:
		marks = []field{activityPerson, activityNIR, activityAffiliation, activityKind, activityDay, planMin, planMax}
	}
	var at []int
	for _, f := range marks {
		at = append(at, j.columns.of[f]...)
	}
	if len(at) == 0 {
		for _, columns := range j.columns.of {
			at = append(at, columns...)
		}
	}
	slices.SortFunc(at, cmp.Compare)
	var headers []string
	for _, i := range at[:min(len(at), 5)] {
		headers = append(headers, j.columns.header[i])
	}
	return headers
}
