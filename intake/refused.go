package intake

import (
	"strings"
	"unicode"

	"relais/parcours"
)

// Refused says why a whole file was refused; nothing of it was written. It is an
// ErrInvalid, and its text is French, for whoever sent the file.
type Refused struct {
	// File is the name of the file, without its folder.
	File string
	// What is wrong.
	What string
	// Mend says how to mend it.
	Mend string
	// Headers are those that were read, when the reason lies in them.
	Headers []string
}

// Error returns the whole sentence: file, what is wrong, what was read, how to mend it.
func (r *Refused) Error() string {
	parts := []string{r.What}
	if len(r.Headers) > 0 {
		parts = append(parts, "Colonnes lues : "+quoteAll(r.Headers)+".")
	}
	if r.Mend != "" {
		parts = append(parts, r.Mend)
	}
	text := strings.Join(parts, " ")
	if r.File == "" {
		return text
	}
	return r.File + " : " + text
}

// Unwrap makes a refusal an ErrInvalid.
func (r *Refused) Unwrap() error { return parcours.ErrInvalid }

// quoteAll writes « a », « b », and how many are left beyond forty.
func quoteAll(names []string) string {
	const shown = 40
	var b strings.Builder
	for i, name := range names {
		if i == shown {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(name))
	}
	return b.String()
}

// quote writes « text », shortened to sixty characters.
func quote(text string) string {
	const longest = 60
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '\uFFFD' // a terminal would obey it
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return "« " + text + " »"
}
