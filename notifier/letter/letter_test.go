package letter_test

import (
	"bytes"
	"compress/zlib"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"relais/notifier/letter"
	"relais/parcours"
)

var update = flag.Bool("update", false, "rewrite testdata/letters.csv")

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// nolwenn's letter is in French; with english, in English too.
func nolwenn(t testing.TB, english bool) parcours.Letter {
	french := parcours.LetterText{
		Language: parcours.French, Place: "Rennes, le 5 janvier 2026", File: "N° CAF\u00a0: 0123456", Reference: "Réf K7F29",
		Subject: "Votre rendez-vous du mardi 13 janvier à 14h30", Opening: "Bonjour Mme LE GOFF,",
		Body: []string{"Vous avez rendez-vous pour un premier échange.", "Nous ferons le point avec vous, et nous préparerons la suite ensemble."},
		Details: []parcours.LetterDetail{
			{Name: "Quand", Value: "mardi 13 janvier à 14h30"},
			{Name: "Durée", Value: "1h"},
			{Name: "Où", Value: "CDAS, 8 rue du Port, Redon"},
			{Name: "Avec", Value: "Anne MOREL (Département) et Paul RIOU (France Travail)"},
		},
		Bring: []string{"À apporter, si vous les avez\u00a0:", "ce courrier", "une pièce d’identité", "votre CV, même ancien", "S’il vous manque un papier, venez quand même."},
		Answer: []string{
			"Pour confirmer ou choisir un autre jour, appelez le 02\u00a061\u00a091\u00a001\u00a002. Une personne vous répond.",
			"Vous pouvez aussi nous écrire avec Telegram. Le code en bas de page ouvre la conversation. Il sert une seule fois, jusqu’au 1er février 2026.",
			"Nous ne demandons jamais de mot de passe, de paiement ni de coordonnées bancaires.",
		},
		Closing: "Bien cordialement,", Signature: []string{"Pour le Département,", "le service insertion"}, Scan: "Nous écrire avec Telegram",
	}
	l := parcours.Letter{
		Order: parcours.LetterOrder{
			Kind: parcours.KindConvocation, Reference: "K7F29", Fund: parcours.FundCAF, Number: "0123456",
			To: parcours.Recipient{Title: parcours.TitleMadame, FirstName: "Nolwenn", LastName: "Le Goff", Language: parcours.French},
			Facts: parcours.Facts{
				StartsAt: time.Date(2026, time.January, 13, 14, 30, 0, 0, paris(t)), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, Redon",
				Phone: "02 61 91 01 02", With: []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)"},
			},
		},
		From:  []string{"Département d’Ille-et-Vilaine", "Service insertion", "1 avenue de la Préfecture", "35042 Rennes Cedex"},
		To:    []string{"Mme Nolwenn LE GOFF", "Résidence du Canal, appt 4", "8 rue du Port", "35600 REDON"},
		Texts: []parcours.LetterText{french},
		Link:  "https://t.me/relais_bot?start=abcdefghijklmnopqrstuv",
	}
	if english {
		text := french
		text.Language, text.Subject, text.Opening = parcours.English, "Your appointment on Tuesday 13 January at 14:30", "Hello Ms LE GOFF,"
		l.Texts = []parcours.LetterText{text, french}
		l.Order.To.Language = parcours.English
	}
	return l
}

func pdf(t testing.TB, letters ...parcours.Letter) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := letter.PDF(&b, letters, time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// printed is a text at its place, in millimetres from the top left corner; y is
// its base line.
type printed struct {
	x, y, size float64
	text       string
}

var (
	stream  = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	setFace = regexp.MustCompile(`BT /F\S+ ([\d.]+) Tf ET`)
	shown   = regexp.MustCompile(`(?s)BT /F\S+ ([\d.]+) Tf ET|BT ([\d.]+) ([\d.]+) Td \((.*?)\) ?Tj ET`)
)

// pages reads the texts of a document back, page by page.
func pages(t testing.TB, document []byte) [][]printed {
	t.Helper()
	var all [][]printed
	for _, m := range stream.FindAllSubmatch(document, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil || !setFace.Match(content) && !bytes.HasPrefix(content, []byte("0 J")) && len(content) > 200 {
			continue
		}
		if !bytes.Contains(content, []byte(" J\n")) { // a page starts with its line cap
			continue
		}
		var page []printed
		size := 0.0
		for _, s := range shown.FindAllSubmatch(content, -1) {
			if len(s[1]) > 0 {
				size = number(t, s[1])
				continue
			}
			const point = 25.4 / 72
			page = append(page, printed{number(t, s[2]) * point, 297 - number(t, s[3])*point, size, decoded(s[4])})
		}
		all = append(all, page)
	}
	return all
}

func number(t testing.TB, text []byte) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// decoded reads an escaped string of UTF-16.
func decoded(escaped []byte) string {
	raw := []byte(strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(string(escaped)))
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

func texts(page []printed) []string {
	var lines []string
	for _, p := range page {
		lines = append(lines, p.text)
	}
	return lines
}

func TestTheAddressStandsAloneBehindTheWindow(t *testing.T) {
	t.Parallel()
	l := nolwenn(t, false)
	l.From = slices.Repeat([]string{"Un service dont le nom est si long qu’il ne tient pas sur une seule ligne"}, 6)
	l.To = []string{"Mme Marie-Charlotte Guillemette DE KERGUÉHENNEC-LA VILLEMARQUÉ", "Appt 4", "Résidence du Canal", "8 rue du Port", "Lieu-dit Kerhoël", "35600 SAINT-NICOLAS-DE-REDON CEDEX"}
	page := pages(t, pdf(t, l))[0]
	var behind []string
	for _, p := range page {
		top := p.y - p.size*0.3
		if p.y < 44 || top > 90 {
			continue
		}
		if p.x < 88 {
			t.Errorf("%q at %.0f, %.0f may show through the window", p.text, p.x, p.y)
			continue
		}
		behind = append(behind, p.text)
		if p.x < 104.9 || top < 49.9 || p.y > 80 {
			t.Errorf("%q stands at %.1f, %.1f: the block starts at 105/50 and ends above 80", p.text, p.x, p.y)
		}
	}
	if diff := cmp.Diff(l.To, behind); diff != "" {
		t.Errorf("behind the window (-want +got):\n%s", diff)
	}
}

func TestEveryWordOfTheLetterIsPrinted(t *testing.T) {
	t.Parallel()
	l := nolwenn(t, false)
	all := pages(t, pdf(t, l))
	if len(all) != 1 {
		t.Fatalf("%d pages, want 1", len(all))
	}
	squeeze := func(text string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(text, " : ", " ")), " ")
	}
	got := squeeze(strings.Join(texts(all[0]), " "))
	for _, line := range strings.Split(l.Words(), "\n") {
		for _, name := range []string{"Quand", "Durée", "Où", "Avec"} {
			line = strings.TrimPrefix(line, name+" : ")
		}
		if !strings.Contains(got, squeeze(line)) {
			t.Errorf("the page lacks %q", line)
		}
	}
	for _, p := range all[0] {
		if p.x < 19 || p.y > 286 {
			t.Errorf("%q at %.0f, %.0f is outside the margins", p.text, p.x, p.y)
		}
	}
}

func TestALongLetterStaysOnItsPage(t *testing.T) {
	t.Parallel()
	l := nolwenn(t, false)
	text := &l.Texts[0]
	text.Details[3].Value = strings.Repeat("Marie-Charlotte DE KERGUÉHENNEC (Département d’Ille-et-Vilaine), ", 6)
	text.Answer = append(text.Answer, strings.Repeat("Une phrase de plus pour voir. ", 12))
	all := pages(t, pdf(t, l))
	if len(all) != 1 {
		t.Fatalf("%d pages, want 1", len(all))
	}
	lowest := 0.0
	for _, p := range all[0] {
		if p.text != text.Scan && !strings.HasPrefix(p.text, "t.me/") {
			lowest = max(lowest, p.y)
		}
	}
	if lowest > 285-28 {
		t.Errorf("the text ends at %.0f, over the square code", lowest)
	}
}

func TestOneSheetForEachLetter(t *testing.T) {
	t.Parallel()
	if n := len(pages(t, pdf(t, nolwenn(t, false), nolwenn(t, false)))); n != 2 {
		t.Errorf("two letters in French take %d pages, want 2", n)
	}
	mixed := pages(t, pdf(t, nolwenn(t, false), nolwenn(t, true), nolwenn(t, false)))
	var counts []int
	for _, page := range mixed {
		counts = append(counts, min(1, len(page)))
	}
	if diff := cmp.Diff([]int{1, 0, 1, 1, 1, 0}, counts); diff != "" {
		t.Errorf("printed pages (-want +got), 0 for a blank back:\n%s", diff)
	}
	if got := texts(mixed[2]); !slices.Contains(got, "Your appointment on Tuesday 13 January at 14:30") {
		t.Errorf("the person's language does not come first: %q", got)
	}
	if got := texts(mixed[3]); !slices.Contains(got, "Votre rendez-vous du mardi 13 janvier à 14h30") || slices.Contains(got, "35600 REDON") {
		t.Errorf("French does not follow, without the address: %q", got)
	}
}

func TestTheSameLettersGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	first := pdf(t, nolwenn(t, true))
	if !bytes.Equal(first, pdf(t, nolwenn(t, true))) {
		t.Error("printing again changes the document")
	}
	if len(first) > 100<<10 {
		t.Errorf("%d bytes for one letter", len(first))
	}
}

func TestSignsThatTheTypefaceLacksAreRefused(t *testing.T) {
	t.Parallel()
	l := nolwenn(t, false)
	if err := letter.Check(l); err != nil {
		t.Error(err)
	}
	l.To[0] = "M. Łukasz ŻÓŁĆ-Ðorđević"
	if err := letter.Check(l); err != nil {
		t.Error(err)
	}
	l.To[0] = "M. محمد"
	err := letter.Check(l)
	if !errors.Is(err, parcours.ErrInvalid) || strings.Contains(fmt.Sprint(err), "محمد") {
		t.Errorf("got %v, want a refusal without the name", err)
	}
}

func TestMailMerge(t *testing.T) {
	t.Parallel()
	evil := nolwenn(t, true)
	evil.Order.To.FirstName, evil.Order.To.Title, evil.To[0] = "=HYPERLINK(\"x\";\"y\")", parcours.TitleNone, "+33639980144"
	evil.Order.To.Discreet, evil.Link = true, ""
	evil.Order.Facts.With = []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)"} // whose institutions stay unsaid
	var b bytes.Buffer
	if err := letter.CSV(&b, []parcours.Letter{nolwenn(t, false), evil}, paris(t)); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/letters.csv"
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
	text, ok := strings.CutPrefix(b.String(), "\uFEFF")
	if !ok {
		t.Error("no mark of UTF-8")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s is a formula: %q", rows[0][i], cell)
			}
		}
	}
}

func TestAnEmptyBatchIsStillADocument(t *testing.T) {
	t.Parallel()
	if n := len(pages(t, pdf(t))); n != 1 {
		t.Errorf("%d pages, want a blank one", n)
	}
}
