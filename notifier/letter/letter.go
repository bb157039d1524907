// Package letter prints letters: one PDF for a whole batch, laid out for a DL
// envelope with a window, and a CSV for those who merge them into a model of their
// own. What a letter says is composed elsewhere; nothing leaves from here.
package letter

import (
	"fmt"
	"io"
	"strings"
	"time"

	"relais/paper"
	"relais/parcours"
)

// Millimetres from the top left corner of an A4 sheet that is folded in three and
// slipped into a DL envelope (110 × 220 mm, window of 35 × 100 mm at 20 mm from
// its right and its foot). The sheet moves by 10 mm in the envelope: what the
// window may show is wider than the address, and holds nothing else.
const (
	left, right = 20.0, 190.0
	foot        = 285.0

	addressLeft, addressTop = 105.0, 50.0
	addressWidth            = right - addressLeft
	addressLine             = 4.8

	windowLeft, windowTop, windowFoot = 88.0, 44.0, 90.0

	senderTop   = 14.0
	senderLine  = 4.6
	senderWidth = windowLeft - left

	headTop  = 97.0 // place, date, numbers: below the window
	bodyTop  = 112.0
	innerTop = 20.0 // on the pages that the window does not show

	foldFirst, foldSecond = 99.0, 198.0

	codeSide = 28.0
)

// PDF writes the letters of a batch, in order, made on the day that the document
// bears. A letter in two languages has two pages: then every letter has an even
// number of pages, so that printing on both sides gives each its own sheet.
func PDF(w io.Writer, letters []parcours.Letter, made time.Time) error {
	sheets := paper.New("Courriers", "Relais", made)
	sheets.SetAutoPageBreak(false, 0)
	sheets.SetMargins(0, 0, 0)
	bothSides := false
	for _, l := range letters {
		bothSides = bothSides || len(l.Texts) > 1
	}
	for i, l := range letters {
		p := &printer{Sheets: sheets}
		if err := p.letter(l); err != nil {
			return fmt.Errorf("print letter %d: %w", i+1, err)
		}
		if bothSides && p.pages%2 == 1 {
			sheets.AddPage()
		}
	}
	if len(letters) == 0 {
		sheets.AddPage()
	}
	if _, err := sheets.WriteTo(w); err != nil {
		return fmt.Errorf("print letters: %w", err)
	}
	return nil
}

// Check answers ErrInvalid when the typeface cannot draw the letter: it would be
// printed with holes. The error names the signs by their code.
func Check(l parcours.Letter) error {
	words, drawn := strings.Join(l.From, "\n"), ""
	for i, text := range l.Texts {
		page := parcours.Letter{Texts: l.Texts[i : i+1]}
		if i == 0 {
			page.To = l.To
		}
		if words += page.Words(); text.Language.RightToLeft() {
			drawn += paper.Joinable(page.Words())
		} else {
			drawn += paper.Drawable(page.Words())
		}
	}
	drawn = paper.Drawable(strings.Join(l.From, "\n")) + drawn
	if drawn == words {
		return nil
	}
	at := strings.Index(drawn, "[U+")
	if at < 0 {
		return fmt.Errorf("%w: the typeface lacks a sign of the letter", parcours.ErrInvalid)
	}
	code, _, _ := strings.Cut(drawn[at+1:], "]")
	return fmt.Errorf("%w: the typeface lacks %s", parcours.ErrInvalid, code)
}

// printer prints one letter.
type printer struct {
	*paper.Sheets
	pages int
	// rightToLeft: the page under way is read so, and is laid out as in a mirror. The
	// address stays where the window of the envelope is.
	rightToLeft bool
}

func (p *printer) letter(l parcours.Letter) error {
	for i, text := range l.Texts {
		p.page()
		top := innerTop
		if i == 0 {
			p.envelope(l)
			top = headTop
		}
		p.rightToLeft = text.Language.RightToLeft()
		p.head(text, top)
		if err := p.body(l, text, top+bodyTop-headTop); err != nil {
			return err
		}
	}
	return p.Error()
}

func (p *printer) page() {
	p.AddPage()
	p.pages++
}

// envelope prints what the envelope and the fold ask for: the sender, the address
// behind the window, and the marks of the folds.
func (p *printer) envelope(l parcours.Letter) {
	y := senderTop
	for i, line := range l.From {
		p.face("", 10)
		if i == 0 {
			p.face("B", 10)
		}
		for _, part := range p.wrap(line, senderWidth) {
			if y += senderLine; y > windowTop-1 {
				break
			}
			p.Text(left, y, part)
		}
	}
	y = addressTop
	for _, line := range l.To {
		y += addressLine
		p.fit(addressLeft, y, line, addressWidth, 11)
	}
	p.SetDrawColor(150, 150, 150)
	p.SetLineWidth(0.1)
	for _, fold := range []float64{foldFirst, foldSecond} {
		p.Line(4, fold, 8, fold)
	}
}

// head prints the numbers of the file where reading starts, the place and the date
// on the other side.
func (p *printer) head(t parcours.LetterText, y float64) {
	at := y
	for _, text := range []string{t.File, t.Reference} {
		if text == "" {
			continue
		}
		for _, line := range p.set(text, "", 10, addressLeft-left) {
			p.put(0, at, line)
			at += 4.8
		}
	}
	if p.rightToLeft {
		for _, line := range p.set(t.Place, "", 10, addressWidth) {
			p.put(addressLeft-left, y, line)
			y += 4.8
		}
		return
	}
	p.fit(addressLeft, y, t.Place, addressWidth, 10)
}

// face sets the typeface: "" or "B", in points.
func (p *printer) face(style string, size float64) { p.SetFont(paper.Family, style, size) }

// fit prints one line, smaller when it is too wide.
func (p *printer) fit(x, y float64, text string, width, size float64) {
	for p.face("", size); size > 6 && p.GetStringWidth(text) > width; size -= 0.5 {
		p.face("", size-0.5)
	}
	p.Text(x, y, text)
}

// wrap cuts a text into lines of a width, at plain spaces only: a phone number is
// set with others.
func (p *printer) wrap(text string, width float64) []string {
	var lines []string
	current := ""
	for word := range strings.SplitSeq(text, " ") {
		switch joined := current + " " + word; {
		case current == "":
			current = word
		case p.GetStringWidth(joined) <= width:
			current = joined
		default:
			lines, current = append(lines, current), word
		}
	}
	return append(lines, current)
}
