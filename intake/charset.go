package intake

import (
	"bytes"
	"fmt"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding/unicode"
)

// Encodings as the report names them.
const (
	encodingUTF8    = "UTF-8"
	encodingUTF8BOM = "UTF-8 (BOM)"
	encodingUTF16   = "UTF-16"
	encoding1252    = "windows-1252"
)

// decode returns the text of data and the encoding it was written in: a byte
// order mark decides, else valid UTF-8 is UTF-8, else windows-1252, in which
// French spreadsheets save CSV. A UTF-8 file with a few broken bytes stays
// UTF-8: the broken characters become U+FFFD, and the rows that hold one are
// refused, rather than every accent of the file being garbled. A file that is
// plausible in neither is Refused.
func decode(data []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return validUTF8(data[3:]), encodingUTF8BOM, nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", "", fmt.Errorf("decode UTF-16: %w", err)
		}
		return string(out), encodingUTF16, nil
	case mostlyUTF8(data):
		return validUTF8(data), encodingUTF8, nil
	}
	text, likely, unlikely := read1252(data)
	if unlikely > likely && unlikely > fewUnlikely {
		return "", "", &Refused{
			What: "les accents de ce fichier ne sont écrits ni en UTF-8 ni en windows-1252 : les noms seraient abîmés.",
			Mend: "L'ouvrir dans le logiciel qui l'a produit, et l'enregistrer en UTF-8.",
		}
	}
	return text, encoding1252, nil
}

// validUTF8 is data as text. What is valid is not copied: a large file would be in
// memory three times, and nobody writes to it any more.
func validUTF8(data []byte) string {
	if utf8.Valid(data) {
		return unsafe.String(unsafe.SliceData(data), len(data))
	}
	return string(bytes.ToValidUTF8(data, []byte("\uFFFD")))
}

// fewUnlikely is how many characters may be unlikely in a file that is read all the
// same, without their rows.
const fewUnlikely = 2

// mostlyUTF8 reports whether data reads as UTF-8 with fewer broken bytes than
// accented characters. In windows-1252 an accent followed by a letter is never
// valid UTF-8, so the two counts are far apart in real files.
func mostlyUTF8(data []byte) bool {
	accents, broken := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size <= 1:
			broken++
		case size > 1:
			accents++
		}
		data = data[size:]
	}
	return broken == 0 || accents > broken
}

// illegible reports whether text holds a character that decoding could not
// read, or a control character that windows-1252 does not define.
func illegible(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || (r >= 0x80 && r <= 0x9f && r != 0x85) {
			return true
		}
	}
	return false
}
