package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Guards against files that no caseload explains.
const (
	// DefaultMaxBytes is the largest file read when Options.MaxBytes is zero: 32 MiB.
	DefaultMaxBytes = 32 << 20
	// DefaultMaxRows is the largest number of rows read when Options.MaxRows is
	// zero: 50 000, more than any département's caseload.
	DefaultMaxRows = 50_000
	// maxCells is the widest record that is read.
	maxCells = 1024
)

// whatIsRead ends every refusal of a file that is neither CSV nor XLSX.
const whatIsRead = "Relais lit le CSV (séparé par « ; », « , » ou tabulation, en UTF-8 ou windows-1252) et l'Excel .xlsx : " +
	"ouvrir le fichier dans un tableur et l'enregistrer sous l'une de ces formes."

// table is a file cut into records, before anything is understood.
type table struct {
	format    string // "csv" or "xlsx"
	encoding  string // of a CSV
	delimiter string // of a CSV
	sheet     string // of a workbook
	// sheets of the workbook, when there are several.
	sheets []string
	// date1904: the workbook counts its days from 1904-01-01.
	date1904 bool
	records  []record
}

// readOptions is what a format needs to know to cut a file into records.
type readOptions struct {
	sheet string
	// score says how much a record looks like a header.
	score func(cells []string) int
}

// format is a way of writing files. Formats are tried in order; the first that
// recognises the beginning of a file reads it. The CNAF flux, which is not cut into
// records, comes before them (openFlux).
type format struct {
	recognises func(data []byte) bool
	read       func(data []byte, o readOptions) (*table, error)
}

func formats() []format {
	return []format{
		{isZip, readXLSX},
		{isText, readCSV},
	}
}

func isZip(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// isText accepts anything without NUL bytes, which text never holds save in UTF-16.
func isText(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	return foreign(data) == "" && bytes.IndexByte(data, 0) < 0
}

// foreign names what a file is when it is something common that Relais does not
// read, and answers "" otherwise.
func foreign(data []byte) string {
	head := bytes.TrimLeft(data[:min(len(data), 512)], " \t\r\n\xef\xbb\xbf")
	lower := bytes.ToLower(head)
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "c'est un ancien classeur Excel (.xls), ou un classeur protégé par un mot de passe."
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return "c'est un PDF, dont les lignes ne peuvent pas être lues avec certitude."
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<table")):
		return "c'est une page web, même si son nom dit autre chose."
	case bytes.HasPrefix(lower, []byte("<?xml")):
		if isFlux(data[:min(len(data), fluxWithin)]) {
			return "c'est un flux bénéficiaire de la CNAF (XML), qui se reprend en ligne de commande : relais import."
		}
		return "c'est du XML."
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "c'est un document texte (RTF)."
	}
	return ""
}

// readTable cuts a whole file into records by the first format that recognises it.
func readTable(data []byte, o readOptions) (*table, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &Refused{What: "le fichier est vide.", Mend: "L'exporter à nouveau, avec sa ligne d'en-têtes."}
	}
	for _, f := range formats() {
		if f.recognises(data) {
			return f.read(data, o)
		}
	}
	what := foreign(data)
	if what == "" {
		return nil, hasNUL()
	}
	return nil, &Refused{What: what, Mend: whatIsRead}
}

// hasNUL refuses what is no text: of the files that are, only UTF-16 without its mark
// holds bytes that are zero.
func hasNUL() error {
	return &Refused{What: "ce n'est ni du CSV ni de l'Excel : le fichier contient des octets nuls.", Mend: whatIsRead}
}

func readCSV(data []byte, o readOptions) (*table, error) {
	text, encoding, err := decode(data)
	if err != nil {
		return nil, err
	}
	if strings.ContainsRune(text, 0) {
		return nil, hasNUL()
	}
	rest, comma := cutSepLine(text)
	first := 1
	if comma != 0 {
		first = 2
	} else {
		comma = sniffDelimiter(rest, o.score)
	}
	return &table{
		format: "csv", encoding: encoding, delimiter: delimiterNames[comma],
		records: readRecords(rest, comma, first, 0),
	}, nil
}

// openFlux opens the file of o when it is a flux of the CNAF, and answers nil for any
// other.
func openFlux(o Options) (*os.File, error) {
	if o.Reader != nil || o.Path == "" {
		return nil, nil
	}
	file, err := openFile(o.Path, filepath.Base(o.Path))
	if err != nil {
		return nil, err
	}
	head := make([]byte, fluxWithin)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) || !isFlux(head[:n]) {
		return nil, file.Close() // said by whoever reads it
	}
	return file, nil
}

// slurp returns the bytes of the file of o and its name without folder.
func slurp(o Options, maxBytes int64) (data []byte, name string, err error) {
	name = o.Name
	if name == "" {
		name = filepath.Base(o.Path)
	}
	reader := o.Reader
	if reader == nil {
		file, err := openFile(o.Path, name)
		if err != nil {
			return nil, name, err
		}
		defer file.Close()
		reader = file
	}
	var buffer bytes.Buffer
	if file, ok := reader.(*os.File); ok {
		if info, err := file.Stat(); err == nil { // in one piece, rather than doubled again and again
			buffer.Grow(int(min(info.Size(), maxBytes)) + bytes.MinRead)
		}
	}
	_, err = buffer.ReadFrom(io.LimitReader(reader, maxBytes+1))
	data = buffer.Bytes()
	if err != nil {
		return nil, name, fmt.Errorf("read %s: %w", name, err)
	}
	if int64(len(data)) > maxBytes {
		return nil, name, &Refused{
			File: name, What: fmt.Sprintf("le fichier dépasse %d Mo.", maxBytes>>20),
			Mend: "Garder les seules colonnes utiles, ou le couper en plusieurs fichiers qui portent chacun la ligne d'en-têtes.",
		}
	}
	return data, name, nil
}

func openFile(path, name string) (*os.File, error) {
	if path == "" {
		return nil, &Refused{What: "aucun fichier n'est donné.", Mend: "Indiquer le chemin d'un fichier CSV ou XLSX."}
	}
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Refused{File: name, What: "ce fichier n'existe pas.", Mend: "Vérifier le chemin et le nom, accents compris : " + path}
	case errors.Is(err, fs.ErrPermission):
		return nil, &Refused{File: name, What: "ce fichier ne peut pas être lu : accès refusé.", Mend: "Donner le droit de lecture à l'utilisateur qui lance Relais."}
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	if info.IsDir() {
		file.Close()
		return nil, &Refused{File: name, What: "c'est un dossier, pas un fichier.", Mend: "Indiquer un fichier CSV ou XLSX de ce dossier."}
	}
	return file, nil
}
