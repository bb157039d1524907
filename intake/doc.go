// Package intake reads the files of the tools already in use, so that nothing is
// typed twice: people, referents, interview slots, weekly plans and planned
// activities, as CSV or XLSX, however
// they were exported.
//
// It owns what a file may look like (encoding, delimiter, headers met in the
// field, values in French or English), the rules of one row, and the report in
// which every row is accounted for. It decides nothing about identity: whether a
// row is somebody already known is the Store's answer.
//
// Three promises hold whatever the file: a refused file writes nothing; one bad
// row never stops the others; the outcomes of the report add up to the rows read.
package intake
