package letter

import "relais/paper"

// line is one line of a paragraph, ready to be put on the page.
type line struct {
	text  string
	style string
	size  float64
	// shaped is set where letters join and are read from right to left.
	shaped *paper.Line
}

// set cuts a text into lines of a width.
func (p *printer) set(text, style string, size, width float64) []line {
	var lines []line
	if !p.rightToLeft {
		p.face(style, size)
		for _, part := range p.wrap(text, width) {
			lines = append(lines, line{text: part, style: style, size: size})
		}
		return lines
	}
	shaped, err := p.Lines(text, style, size, width)
	if err != nil {
		p.SetError(err)
	}
	for _, s := range shaped {
		lines = append(lines, line{style: style, size: size, shaped: &s})
	}
	return lines
}

// put prints a line that starts at a distance from the margin where reading starts.
func (p *printer) put(distance, y float64, l line) {
	if l.shaped != nil {
		p.DrawLine(right-distance-l.shaped.Width, y, *l.shaped)
		return
	}
	p.face(l.style, l.size)
	p.Text(left+distance, y, l.text)
}
