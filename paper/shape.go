package paper

import (
	"bytes"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

//go:embed noto/NotoNaskhArabic-Regular.ttf
var arabicRegular []byte

//go:embed noto/NotoNaskhArabic-Bold.ttf
var arabicBold []byte

// typefaces are those of one style, the first that has a letter draws it.
type typefaces []*font.Font

// parsed are the typefaces of both styles; a font may be read from several goroutines.
var parsed = sync.OnceValues(func() (map[string]typefaces, error) {
	styles := make(map[string]typefaces)
	for style, files := range map[string][][]byte{"": {regular, arabicRegular}, "B": {bold, arabicBold}} {
		for _, file := range files {
			face, err := font.ParseTTF(bytes.NewReader(file))
			if err != nil {
				return nil, fmt.Errorf("read typeface: %w", err)
			}
			styles[style] = append(styles[style], face.Font)
		}
	}
	return styles, nil
})

// shaper joins letters. It belongs to one document.
type shaper struct {
	faces     map[string]faces
	harfbuzz  shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	wrapper   shaping.LineWrapper
}

// faces choose the typeface of a letter.
type faces []*font.Face

// ResolveFace returns the first typeface that has the letter.
func (f faces) ResolveFace(r rune) *font.Face {
	for _, face := range f {
		if _, ok := face.NominalGlyph(r); ok {
			return face
		}
	}
	return f[0]
}

// em is the size at which letters are measured, so that one em is a thousand units.
const em = 1000

// points is how many millimetres a point is.
const points = 25.4 / 72

// Line is one line of text as it is drawn: its letters joined, and put in the
// order in which the eye meets them from the left.
type Line struct {
	runs []shaping.Output
	size float64
	// Width is in millimetres.
	Width float64
}

// Lines cuts a text that is read from right to left into lines of a width, in
// millimetres, set in a style ("" or "B") and a size in points.
func (s *Sheets) Lines(text, style string, size, width float64) ([]Line, error) {
	if s.shaper == nil {
		fonts, err := parsed()
		if err != nil {
			return nil, err
		}
		s.shaper = &shaper{faces: make(map[string]faces)}
		for name, list := range fonts {
			for _, f := range list {
				s.shaper.faces[name] = append(s.shaper.faces[name], font.NewFace(f))
			}
		}
	}
	runes := []rune(text)
	input := shaping.Input{
		Text: runes, RunEnd: len(runes), Direction: di.DirectionRTL, Size: fixed.I(em),
		Language: language.NewLanguage("ar"), Script: language.Arabic,
	}
	var runs []shaping.Output
	for _, part := range s.shaper.segmenter.Split(input, s.shaper.faces[style]) {
		runs = append(runs, s.shaper.harfbuzz.Shape(part))
	}
	scale := size * points / em
	wrapped, _ := s.shaper.wrapper.WrapParagraphF(shaping.WrapConfig{Direction: di.DirectionRTL}, fixed.Int26_6(width/scale*64), runes, shaping.NewSliceIterator(runs))
	lines := make([]Line, 0, len(wrapped))
	for _, line := range wrapped {
		l := Line{runs: slices.Clone(line), size: size}
		slices.SortStableFunc(l.runs, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
		for _, run := range l.runs {
			l.Width += float64(run.Advance) / 64 * scale
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// DrawLine draws a line from x to the right, its letters standing at y. They are
// drawn as shapes: the document holds no text there that could be searched. A
// shape is written in the units of its typeface, the same each time, so that pages
// stay small once they are compressed.
func (s *Sheets) DrawLine(x, y float64, line Line) {
	_, height := s.GetPageSize()
	var b strings.Builder
	b.WriteString("q 0 g\n")
	for _, run := range line.runs {
		for _, g := range run.Glyphs {
			if outline, ok := run.Face.GlyphData(g.GlyphID).(font.GlyphOutline); ok && len(outline.Segments) > 0 {
				unit := line.size / float64(run.Face.Upem())
				fmt.Fprintf(&b, "q %.6f 0 0 %.6f %.2f %.2f cm\n", unit, unit, (x+distance(g.XOffset, line.size))/points, (height-y+distance(g.YOffset, line.size))/points)
				fill(&b, outline.Segments)
				b.WriteString("f Q\n")
			}
			x += distance(g.Advance, line.size)
		}
	}
	b.WriteString("Q")
	s.RawWriteStr(b.String())
}

// distance turns a measure of the shaper into millimetres.
func distance(d fixed.Int26_6, size float64) float64 { return float64(d) / 64 * size * points / em }

// fill writes the path of one glyph. Typefaces curve by one control point, PDF by two.
func fill(b *strings.Builder, segments []opentype.Segment) {
	write := func(operator string, points ...opentype.SegmentPoint) {
		for _, p := range points {
			b.WriteString(strconv.FormatFloat(math.Round(float64(p.X)*10)/10, 'f', -1, 64) + " " + strconv.FormatFloat(math.Round(float64(p.Y)*10)/10, 'f', -1, 64) + " ")
		}
		b.WriteString(operator + "\n")
	}
	toward := func(from, control opentype.SegmentPoint) opentype.SegmentPoint {
		return opentype.SegmentPoint{X: from.X + (control.X-from.X)*2/3, Y: from.Y + (control.Y-from.Y)*2/3}
	}
	var at opentype.SegmentPoint
	for i, segment := range segments {
		args := segment.ArgsSlice()
		switch segment.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				b.WriteString("h\n")
			}
			write("m", args...)
		case opentype.SegmentOpLineTo:
			write("l", args...)
		case opentype.SegmentOpQuadTo:
			write("c", toward(at, args[0]), toward(args[1], args[0]), args[1])
		case opentype.SegmentOpCubeTo:
			write("c", args...)
		}
		at = args[len(args)-1]
	}
	b.WriteString("h\n")
}
