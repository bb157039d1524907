package letter

import (
	"fmt"
	"strings"

	"rsc.io/qr"

	"relais/parcours"
)

// block is one paragraph of the body.
type block struct {
	text string
	bold bool
	// label stands in a column of its own, in bold, before the text.
	label string
	// bullet puts a dash before the text.
	bullet bool
	// aside sets the text under the address, where signatures stand.
	aside bool
	// before is the white space above, in lines.
	before float64
}

const (
	labelWidth  = 24.0
	bulletWidth = 5.0
)

// blocks are the paragraphs of a letter, in order.
func blocks(t parcours.LetterText) []block {
	all := []block{{text: t.Subject, bold: true}, {text: t.Opening, before: 1}}
	for i, text := range t.Body {
		all = append(all, block{text: text, before: gap(i, 0.6, 0.3)})
	}
	for i, d := range t.Details {
		all = append(all, block{text: d.Value, label: d.Name, before: gap(i, 0.7, 0.2)})
	}
	for i, text := range t.Bring {
		// The first line introduces the list, and a sentence closes it.
		item := i > 0 && !strings.HasSuffix(text, ".")
		all = append(all, block{text: text, bullet: item, before: gap(i, 0.8, 0)})
	}
	for i, text := range t.Answer {
		all = append(all, block{text: text, before: gap(i, 0.8, 0.4)})
	}
	all = append(all, block{text: t.Closing, before: 1})
	for i, text := range t.Signature {
		all = append(all, block{text: text, aside: true, before: gap(i, 0.6, 0)})
	}
	return all
}

func gap(i int, first, next float64) float64 {
	if i == 0 {
		return first
	}
	return next
}

// body prints the paragraphs, as large as the page allows, and the square code at
// the foot of the page.
func (p *printer) body(l parcours.Letter, t parcours.LetterText, top float64) error {
	space := foot - top
	coded := l.Link != "" && t.Scan != ""
	if coded {
		space -= codeSide + 4
	}
	all := blocks(t)
	size := 11.0
	for size > 8 && p.flow(all, size, 0, false) > space {
		size -= 0.5
	}
	p.flow(all, size, top, true)
	if !coded {
		return nil
	}
	return p.code(l.Link, t.Scan, foot-codeSide)
}

// flow lays the blocks out from y and returns their height; it prints them when asked.
func (p *printer) flow(all []block, size, y float64, printing bool) float64 {
	leading := size * 0.49 // millimetres: 11 points and their leading
	start := y
	for _, b := range all {
		indent := 0.0
		switch {
		case b.label != "":
			indent = labelWidth
		case b.bullet:
			indent = bulletWidth
		case b.aside:
			indent = addressLeft - left
		}
		y += b.before * leading
		for i, text := range p.set(b.text, style(b.bold), size, right-left-indent) {
			y += leading
			if !printing {
				continue
			}
			if i == 0 && b.label != "" {
				p.put(0, y, p.set(b.label, "B", size, labelWidth)[0])
			}
			if i == 0 && b.bullet {
				p.put(0, y, p.set("–", "", size, bulletWidth)[0])
			}
			p.put(indent, y, text)
		}
	}
	return y - start
}

func style(bold bool) string {
	if bold {
		return "B"
	}
	return ""
}

// code draws the square code of an address, with what it is for beside it. The
// modules are drawn, not pasted as a picture: they stay sharp on any printer.
func (p *printer) code(link, caption string, y float64) error {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return fmt.Errorf("%w: the link does not fit a square code", parcours.ErrInvalid)
	}
	side := left
	if p.rightToLeft {
		side = right - codeSide
	}
	p.drawCode(code, side, y)
	for _, text := range p.set(caption, "B", 10, right-left-codeSide-5) {
		p.put(codeSide+5, y+codeSide/2, text)
	}
	p.face("", 8)
	for i, part := range p.wrap(strings.TrimPrefix(link, "https://"), right-left-codeSide-5) {
		x := left + codeSide + 5
		if p.rightToLeft {
			x = right - codeSide - 5 - p.GetStringWidth(part)
		}
		p.Text(x, y+codeSide/2+5+float64(i)*3.6, part)
	}
	return nil
}

func (p *printer) drawCode(code *qr.Code, x, y float64) {
	module := codeSide / float64(code.Size)
	p.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for column := 0; column < code.Size; column++ {
			run := 0
			for column+run < code.Size && code.Black(column+run, row) {
				run++
			}
			if run > 0 {
				p.Rect(x+float64(column)*module, y+float64(row)*module, float64(run)*module, module, "F")
				column += run
			}
		}
	}
}
