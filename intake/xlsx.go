package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html/charset"
)

// unzipLimit bounds what a workbook may unfold to: a few kilobytes of zip can
// hold gigabytes.
const unzipLimit = 512 << 20

// readXLSX reads one sheet of a workbook, the named one or the first. Cells keep
// their raw value: formatted ones turn dates to the American order and round
// long numbers.
func readXLSX(data []byte, o readOptions) (_ *table, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: unzipLimit, UnzipXMLSizeLimit: 64 << 20,
	})
	if err != nil {
		return nil, notAWorkbook(err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()

	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, &Refused{What: "ce classeur n'a aucune feuille.", Mend: whatIsRead}
	}
	sheet, err := pickSheet(book, sheets, o.sheet)
	if err != nil {
		return nil, err
	}
	t := &table{format: "xlsx", sheet: sheet}
	if len(sheets) > 1 {
		t.sheets = sheets
	}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		t.date1904 = *props.Date1904
	}
	if !wellFormed(data) {
		return t, damaged(sheet)
	}
	if t.records, err = readSheet(book, sheet); err != nil {
		return t, err
	}
	if len(t.records) == 0 && len(sheets) > 1 {
		return t, &Refused{
			What: "la feuille " + quote(sheet) + " est vide.",
			Mend: "Indiquer la feuille à lire parmi " + quoteAll(sheets) + ".",
		}
	}
	return t, nil
}

func notAWorkbook(cause error) error {
	what := "ce fichier compressé n'est pas un classeur Excel lisible."
	if errors.Is(cause, excelize.ErrWorkbookFileFormat) {
		what = "ce fichier compressé n'est pas un classeur Excel .xlsx."
	} else if strings.Contains(cause.Error(), "unzip size") { // excelize has no exported error for it
		what = fmt.Sprintf("une fois décompressé, ce classeur dépasse %d Mo.", unzipLimit>>20)
	}
	return &Refused{What: what, Mend: whatIsRead}
}

// pickSheet is the sheet that was asked for, else the first that is not hidden: behind
// it often lies an older copy.
func pickSheet(book *excelize.File, sheets []string, wanted string) (string, error) {
	if wanted == "" {
		for _, name := range sheets {
			if visible, err := book.GetSheetVisible(name); err == nil && visible {
				return name, nil
			}
		}
		return sheets[0], nil
	}
	for _, name := range sheets {
		if NormaliseHeader(name) == NormaliseHeader(wanted) {
			return name, nil
		}
	}
	return "", &Refused{
		What: "ce classeur n'a pas de feuille " + quote(wanted) + ".",
		Mend: "Ses feuilles sont " + quoteAll(sheets) + ".",
	}
}

func readSheet(book *excelize.File, sheet string) ([]record, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, &Refused{What: "la feuille " + quote(sheet) + " ne peut pas être lue.", Mend: whatIsRead}
	}
	var records []record
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			rows.Close()
			return nil, damaged(sheet)
		}
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) == 0 {
			continue
		}
		if len(cells) > maxCells {
			rows.Close()
			return nil, &Refused{
				What: fmt.Sprintf("la ligne %d de la feuille %s a plus de %d colonnes.", line, quote(sheet), maxCells),
				Mend: "Garder les seules colonnes utiles.",
			}
		}
		records = append(records, record{line: line, cells: slices.Clip(cells)})
	}
	if err := rows.Close(); err != nil {
		return nil, damaged(sheet)
	}
	return records, nil
}

func damaged(sheet string) error {
	return &Refused{
		What: "la feuille " + quote(sheet) + " est abîmée : des lignes manqueraient.",
		Mend: "Ouvrir le classeur dans un tableur, vérifier la feuille et l'enregistrer à nouveau en .xlsx.",
	}
}

// wellFormed reports whether the sheets of a workbook can be read to their end.
// excelize stops without error at the first broken tag or stray control
// character, and the rows that follow would vanish.
func wellFormed(data []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		if path.Ext(name) != ".xml" || !(strings.HasPrefix(name, "xl/worksheets/") || path.Base(name) == "sharedstrings.xml") {
			continue
		}
		if err := readToEnd(part); err != nil {
			return false
		}
	}
	return true
}

func readToEnd(part *zip.File) error {
	content, err := part.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", part.Name, err)
	}
	defer content.Close()
	decoder := xml.NewDecoder(content)
	decoder.CharsetReader = charset.NewReaderLabel
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read %s: %w", part.Name, err)
		}
	}
}
