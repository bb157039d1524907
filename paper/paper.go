// Package paper lays out A4 pages as PDF: embedded typefaces, and text that they
// can draw. What a page says is for its callers.
//
// Text is set in Liberation Sans (SIL Open Font License 1.1, liberation/LICENSE):
// Latin, Greek and Cyrillic. Each document embeds only the letters it uses. Arabic
// is Noto Naskh Arabic (same licence, noto/LICENSE), drawn as shapes once its
// letters are joined: Lines and DrawLine.
package paper

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

//go:embed liberation/LiberationSans-Regular.ttf
var regular []byte

//go:embed liberation/LiberationSans-Bold.ttf
var bold []byte

// Family is the name under which the typeface is set: SetFont(Family, "", 11) or
// SetFont(Family, "B", 11).
const Family = "liberation"

// Sheets are the pages of one document, in millimetres from the top left corner.
// They are not safe for concurrent use.
type Sheets struct {
	*fpdf.Fpdf
	shaper *shaper
}

// New returns a document without a page. title and author are its metadata, made
// the date that it bears, so that the same content gives the same bytes.
func New(title, author string, made time.Time) *Sheets {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetTitle(title, true)
	pdf.SetAuthor(author, true)
	pdf.SetCreator("Relais", true)
	pdf.SetLang("fr")
	pdf.AddUTF8FontFromBytes(Family, "", regular)
	pdf.AddUTF8FontFromBytes(Family, "B", bold)
	return &Sheets{Fpdf: pdf}
}

// WriteTo writes the document; nothing may be added to it afterwards.
func (s *Sheets) WriteTo(w io.Writer) (int64, error) {
	counted := &counter{to: w}
	if err := s.Output(counted); err != nil {
		return counted.n, fmt.Errorf("write pages: %w", err)
	}
	return counted.n, nil
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// drawable is the coverage of the typeface of text, arabicDrawable that of Arabic.
var (
	drawable       = sync.OnceValues(func() (coverage, error) { return coverageOf(regular) })
	arabicDrawable = sync.OnceValues(func() (coverage, error) { return coverageOf(arabicRegular) })
)

// Drawable returns text as the typeface can draw it. A sign that it lacks, such as
// a pictogram or an Arabic letter, is written by its code, "[U+1F600]": nothing is
// left out silently, and nothing is drawn as an empty box.
func Drawable(text string) string {
	known, err := drawable()
	if err != nil {
		return text
	}
	return drawn(text, known)
}

// Joinable is Drawable for a text that Lines sets, which has Arabic letters too.
func Joinable(text string) string {
	known, err := drawable()
	if err != nil {
		return text
	}
	arabic, err := arabicDrawable()
	if err != nil {
		return text
	}
	return drawn(text, known, arabic)
}

func drawn(text string, known ...coverage) string {
	has := func(r rune) bool {
		return slices.ContainsFunc(known, func(c coverage) bool { return c.has(r) })
	}
	whole := true
	for _, r := range text {
		if !has(r) {
			whole = false
			break
		}
	}
	if whole {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if has(r) {
			b.WriteRune(r)
		} else if !invisible(r) {
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}

// invisible signs join or shape their neighbours and have no drawing of their own.
func invisible(r rune) bool {
	return r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\ufeff' || r >= '\ufe00' && r <= '\ufe0f'
}
