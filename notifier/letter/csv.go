package letter

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// addressLines is how many lines an address block has at most (NF Z10-011).
const addressLines = 6

// CSV writes the letters for mail merge, one row each (parcours.Sheet). Dates and
// hours are read in zone.
func CSV(w io.Writer, letters []parcours.Letter, zone *time.Location) error {
	rows := [][]string{header()}
	for i, l := range letters {
		rows = append(rows, row(i+1, l, zone))
	}
	if _, err := w.Write(parcours.Sheet(rows)); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	return nil
}

func header() []string {
	cells := []string{"numero", "reference", "objet", "civilite", "prenom", "nom"}
	for i := range addressLines {
		cells = append(cells, "adresse_"+strconv.Itoa(i+1))
	}
	return append(cells, "langue", "organisme", "numero_dossier", "lieu_et_date", "rdv_date", "rdv_heure", "rdv_duree_minutes", "rdv_lieu", "rdv_adresse",
		"rdv_avec", "telephone", "lien_telegram", "texte", "texte_francais")
}

func row(number int, l parcours.Letter, zone *time.Location) []string {
	o := l.Order
	french := parcours.LetterText{}
	if len(l.Texts) > 0 {
		french = l.Texts[len(l.Texts)-1]
	}
	cells := []string{strconv.Itoa(number), o.Reference, french.Subject, civility(o.To.Title), o.To.FirstName, o.To.LastName}
	for i := range addressLines {
		line := ""
		if i < len(l.To) {
			line = l.To[i]
		}
		cells = append(cells, line)
	}
	at, minutes := o.Facts.StartsAt.In(zone), ""
	if o.Facts.Minutes > 0 {
		minutes = strconv.Itoa(o.Facts.Minutes)
	}
	fund, file, with := string(o.Fund), o.Number, slices.Clone(o.Facts.With)
	if o.To.Discreet {
		fund, file = "", ""
		for i := range with {
			with[i], _, _ = strings.Cut(with[i], " (") // who, and not of which institution
		}
	}
	return append(cells, string(o.To.Language), fund, file, french.Place, at.Format("02/01/2006"), at.Format("15:04"), minutes, o.Facts.Place,
		o.Facts.Address, strings.Join(with, ", "), o.Facts.Phone, l.Link, plain(l, 0), plain(l, len(l.Texts)-1))
}

// plain is one text of a letter without its address.
func plain(l parcours.Letter, i int) string {
	if i < 0 {
		return ""
	}
	return parcours.Letter{Texts: l.Texts[i : i+1]}.Words()
}

func civility(t parcours.Title) string {
	switch t {
	case parcours.TitleMadame:
		return "Mme"
	case parcours.TitleMonsieur:
		return "M."
	}
	return ""
}
