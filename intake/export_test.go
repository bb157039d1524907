package intake

// What the tests of this package look at from inside.

type Record = record

func (r record) Line() int       { return r.line }
func (r record) Cells() []string { return r.cells }
func (r record) Broken() bool    { return r.problem != nil }
func HeaderKey(h string) string  { return headerKey(h) }
func (k Kind) Headers() headerTable {
	return map[Kind]headerTable{People: peopleHeaders, Referents: referentHeaders, Slots: slotHeaders}[k]
}

func ReadRecords(text string, comma byte) []record          { return readRecords(text, comma, 1, 0) }
func Decode(data []byte) (text, encoding string, err error) { return decode(data) }
func SniffDelimiter(text string) byte                       { return sniffDelimiter(text, headerScore(layouts())) }

func PlainNumber(text string, workbook bool) (plain, lost string) {
	return plainNumber(text, workbook)
}
