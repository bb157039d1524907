package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Guards of a flux: what one element may hold, how deep elements may stand, and how
// many people one household's file may name.
const (
	elementBytes   = 1 << 20
	elementDepth   = 64
	dossierPersons = 200
)

var errElement = errors.New("an element does not end")

// isFlux reports whether the beginning of a file is that of a flux.
func isFlux(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<Racine")) || bytes.HasPrefix(head, []byte("<Racine"))
}

// pacedReader refuses to read more than elementBytes for one token of XML, which the
// decoder would keep whole, and tells how the bytes beyond ASCII are written.
type pacedReader struct {
	r     io.Reader
	since int
	read  int64
	// accents are characters written as UTF-8, broken the bytes that are none.
	accents, broken int
	rest            []byte
}

func (p *pacedReader) Read(b []byte) (int, error) {
	if p.since > elementBytes {
		return 0, errElement
	}
	n, err := p.r.Read(b)
	p.since += n
	p.read += int64(n)
	p.look(b[:n])
	return n, err
}

func (p *pacedReader) look(b []byte) {
	if len(p.rest) > 0 {
		b = append(p.rest, b...)
	}
	p.rest = nil
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		if !utf8.FullRune(b) {
			p.rest = bytes.Clone(b)
			return
		}
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size <= 1 {
			p.broken++
		} else {
			p.accents++
		}
		b = b[size:]
	}
}

// fluxWalk reads a flux of any size in little memory.
type fluxWalk struct {
	file     fluxFile
	encoding string
	dossiers int
	paced    *pacedReader
	// progress, when set, is told how many bytes were read.
	progress func(bytes int64)
}

// walk calls each for every household's file, whose contents are the walk's own and
// last until each returns. Errors are Refused when the file is not what it should be.
func (w *fluxWalk) walk(r io.Reader, each func(*fluxFile) error) error {
	w.paced = &pacedReader{r: r}
	w.encoding = encodingUTF8
	decoder := xml.NewDecoder(w.paced)
	decoder.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		w.encoding = label
		return charset.NewReaderLabel(label, in)
	}
	stack, text := []*fluxNode{fluxPaths()}, []byte(nil)
	for {
		w.paced.since = 0
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && len(stack) == 1 {
			return nil
		}
		if err != nil {
			return w.broken(decoder, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(stack) > elementDepth {
				return &Refused{What: fmt.Sprintf("la ligne %d emboîte plus de %d balises.", lineOf(decoder), elementDepth), Mend: fluxMend}
			}
			node := below(stack[len(stack)-1], token.Name.Local)
			if node != nil && node.begin != nil {
				node.begin(&w.file)
			}
			stack, text = append(stack, node), text[:0]
		case xml.CharData:
			if node := stack[len(stack)-1]; node != nil && node.set != nil && len(text)+len(token) <= 4*longestText {
				text = append(text, token...)
			}
		case xml.EndElement:
			if len(stack) == 1 {
				return w.broken(decoder, io.ErrUnexpectedEOF)
			}
			node := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if err := w.close(node, token.Name.Local, stack, text, each); err != nil {
				return err
			}
			text = text[:0]
		}
	}
}

func below(parent *fluxNode, name string) *fluxNode {
	if parent == nil {
		return nil
	}
	return parent.children[name]
}

// close ends an element.
func (w *fluxWalk) close(node *fluxNode, name string, stack []*fluxNode, text []byte, each func(*fluxFile) error) error {
	if node == nil {
		return nil
	}
	if below(stack[len(stack)-1], name) != node {
		return &Refused{What: "les balises se croisent : " + quote(name) + " ferme une autre balise.", Mend: fluxMend}
	}
	if node.set != nil {
		node.set(&w.file, tidy(string(text)))
	}
	if node.end != nil {
		node.end(&w.file)
	}
	if len(w.file.dossier.persons) > dossierPersons {
		return &Refused{What: fmt.Sprintf("un dossier a plus de %d personnes.", dossierPersons), Mend: fluxMend}
	}
	if name != "InfosFoyerRSA" {
		return nil
	}
	w.dossiers++
	if w.progress != nil && w.dossiers%256 == 0 {
		w.progress(w.paced.read)
	}
	return each(&w.file)
}

const fluxMend = "Demander à la CNAF un nouvel envoi du fichier, complet : rien n'a été écrit."

// broken says why a flux cannot be read to its end.
func (w *fluxWalk) broken(decoder *xml.Decoder, err error) error {
	syntax, ok := errors.AsType[*xml.SyntaxError](err)
	switch {
	case errors.Is(err, errElement):
		return &Refused{What: fmt.Sprintf("une balise de la ligne %d dépasse %d Mo.", lineOf(decoder), elementBytes>>20), Mend: fluxMend}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Refused{What: "le fichier s'arrête avant sa fin : il a été coupé.", Mend: fluxMend}
	case ok && syntax.Msg == "unexpected EOF":
		return &Refused{What: "le fichier s'arrête avant sa fin : il a été coupé.", Mend: fluxMend}
	case ok:
		return &Refused{What: fmt.Sprintf("le XML est mal formé à la ligne %d.", syntax.Line), Mend: fluxMend}
	}
	if w.encoding != encodingUTF8 && w.dossiers == 0 && w.paced.read < elementBytes {
		return &Refused{What: "l'encodage déclaré, " + quote(w.encoding) + ", n'est pas lu.", Mend: fluxMend}
	}
	return fmt.Errorf("read flux: %w", err)
}

func lineOf(decoder *xml.Decoder) int {
	line, _ := decoder.InputPos()
	return line
}
