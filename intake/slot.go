package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Bounds of a slot: beyond them a column is read for another.
const (
	shortestSlot = 5
	longestSlot  = 10 * 60
	largestSlot  = 500
)

// slot reads a row of a slots file.
func (rd reader) slot(r *row) parcours.SlotRow {
	s := parcours.SlotRow{
		Row:       parcours.Row{Line: r.line},
		StartsAt:  rd.startsAt(r),
		Place:     r.text(slotPlace),
		Address:   r.text(slotAddress),
		Phone:     r.servicePhone(slotPhone),
		Territory: rd.territoryOf(r, slotTerritory),
		Capacity:  1,
	}
	rd.extent(r, &s)
	if c := r.one(slotPlace); c.text == "" && !r.spoilt(c.column) {
		r.fail(c.column, "Le lieu manque.", "Le renseigner : une convocation sans lieu n'est jamais envoyée.")
	}
	if c := r.one(slotAddress); c.text == "" {
		r.warn(c.column, "L'adresse du lieu manque.", "La renseigner, sauf si le lieu est déjà connu avec elle.")
	}
	switch c := r.one(slotKind); {
	case c.text != "":
		s.Kind = appointmentKind(c.text)
	case !r.spoilt(c.column):
		r.fail(c.column, "Le type de rendez-vous manque.", "Écrire entretien conjoint, suivi, atelier ou infirmière.")
	}
	s.ProfessionalEmails = r.professionals()
	s.Warnings = r.warnings
	return s
}

// startsAt reads when the slot starts, in one column or in two.
func (rd reader) startsAt(r *row) time.Time {
	c := r.one(slotStart)
	if !r.has(slotStart) {
		c = r.one(slotDay)
	}
	const mend = "Écrire 11/07/2023 09:00."
	if c.text == "" {
		if !r.spoilt(c.column) {
			r.fail(c.column, "La date du créneau manque.", mend)
		}
		return time.Time{}
	}
	m, ok := r.parseMoment(c.text)
	if !ok {
		r.fail(c.column, "Date illisible : "+quote(c.text)+".", mend)
		return time.Time{}
	}
	if hour := r.one(slotHour); !m.hasHour && hour.text != "" {
		if m.hour, m.minute, m.hasHour = parseClock(hour.text, r.numbers); !m.hasHour {
			r.fail(hour.column, "Heure illisible : "+quote(hour.text)+".", "Écrire 09:00.")
			return time.Time{}
		}
	}
	if !m.hasHour {
		r.fail(c.column, "L'heure du créneau manque.", mend)
		return time.Time{}
	}
	at := m.at(rd.rules.Zone)
	if at.Before(rd.now) {
		r.warn(c.column, "Ce créneau est déjà passé : personne n'y sera convoqué.", "Vérifier la date.")
	} else if at.After(rd.now.AddDate(2, 0, 0)) {
		r.fail(c.column, "Ce créneau est dans plus de deux ans.", "Vérifier l'année.")
	}
	return at
}

// extent reads how long the slot lasts and how many people it takes.
func (rd reader) extent(r *row, s *parcours.SlotRow) {
	switch c := r.one(slotMinutes); {
	case c.text != "":
		minutes, ok := parseMinutes(c.text, r.numbers)
		if !ok || minutes < shortestSlot || minutes > longestSlot {
			r.fail(c.column, "Durée illisible ou hors limites : "+quote(c.text)+".", fmt.Sprintf("Écrire un nombre de minutes, de %d à %d : 60, ou 1h30.", shortestSlot, longestSlot))
		}
		s.Minutes = minutes
	case !r.spoilt(c.column):
		r.fail(c.column, "La durée manque.", "Écrire un nombre de minutes : 60, ou 1h30.")
	}
	if c := r.one(slotCapacity); c.text != "" {
		places, err := strconv.Atoi(strings.TrimSuffix(c.text, ".0"))
		if err != nil || places < 1 || places > largestSlot {
			r.fail(c.column, "Nombre de places illisible ou hors limites : "+quote(c.text)+".", fmt.Sprintf("Écrire un nombre de 1 à %d.", largestSlot))
		}
		s.Capacity = places
	}
}

// professionals reads who holds the slot. Whether they are enough for its kind
// depends on their structures, which the store knows.
func (r *row) professionals() []string {
	var known []string
	for _, c := range r.all(slotProfessionals) {
		addresses, rest := emails(c.text)
		if rest != "" || len(addresses) == 0 {
			r.fail(c.column, "Le professionnel n'est pas désigné par une adresse e-mail : "+quote(oneLine(c.text))+".", "Écrire son e-mail, celui du fichier des référents.")
		}
		for _, address := range addresses {
			if !slices.Contains(known, address) {
				known = append(known, address)
			}
		}
	}
	return known
}
