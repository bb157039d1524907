package intake

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
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
	sheet, err := pickSheet(sheets, o.sheet)
	if err != nil {
		return nil, err
	}
	t := &table{format: "xlsx", sheet: sheet}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		t.date1904 = *props.Date1904
	}
	if t.records, err = readSheet(book, sheet); err != nil {
		return nil, err
	}
	if len(t.records) == 0 && len(sheets) > 1 {
		return nil, &Refused{
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

func pickSheet(sheets []string, wanted string) (string, error) {
	if wanted == "" {
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
	damaged := &Refused{What: "la feuille " + quote(sheet) + " est abîmée.", Mend: "L'ouvrir dans un tableur et l'enregistrer à nouveau en .xlsx."}
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			rows.Close()
			return nil, damaged
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
		return nil, damaged
	}
	return records, nil
}
