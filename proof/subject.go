package proof

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"relais/paper"
	"relais/parcours"
)

// WriteSubject writes everything that is held about a person, for that person to read:
// the same as the JSON file, without what only a program reads.
func (p Paper) WriteSubject(w io.Writer, file parcours.SubjectFile) error {
	s := &sheet{Sheets: paper.New("Données personnelles – "+file.Name, file.Service.Name, file.MadeAt), Paper: p}
	s.SetMargins(marginX, marginTop, marginX)
	s.SetAutoPageBreak(true, marginBottom)
	s.AliasNbPages("")
	s.SetFooterFunc(func() {
		s.SetY(-14)
		s.style("", 8, 90)
		s.CellFormat(textWidth-25, 5, paper.Drawable(file.Name+" · "+s.stamp(file.MadeAt)), "", 0, "L", false, 0, "")
		s.CellFormat(25, 5, fmt.Sprintf("page %d / {nb}", s.PageNo()), "", 0, "R", false, 0, "")
	})
	s.AddPage()
	s.subjectHead(file)
	for _, section := range file.Sections {
		if len(section.Rows) > 0 {
			s.subjectSection(section)
		}
	}
	if _, err := s.WriteTo(w); err != nil {
		return fmt.Errorf("subject file on paper: %w", err)
	}
	return nil
}

func (s *sheet) subjectHead(file parcours.SubjectFile) {
	s.style("", 10, 70)
	s.MultiCell(textWidth, 5, paper.Drawable(file.Service.Name), "", "L", false)
	s.style("B", 18, 0)
	s.MultiCell(textWidth, 9, "Vos données personnelles", "", "L", false)
	s.Ln(2)
	s.fact("Personne", file.Name)
	s.fact("Établi le", s.moment(file.MadeAt))
	s.fact("Numéro dans Relais", file.PersonID)
	s.Ln(2)
	s.paragraph("Ce document contient tout ce que le service Relais tient sur vous à cette date : qui vous êtes, comment vous joindre, vos rendez-vous, les messages dans les deux sens, les notes, le plan, " +
		"le journal et la liste des personnes qui ont ouvert votre dossier. Vous pouvez demander une correction ou un effacement auprès du service.")
	if contact := strings.Trim(file.Service.Phone+", "+file.Service.Site, ", "); contact != "" {
		s.fact("Pour nous joindre", contact)
	}
	s.note("Le fichier JSON qui accompagne ce document dit la même chose pour un programme, avec les détails techniques. Les heures sont celles de Paris.")
}

func (s *sheet) subjectSection(section parcours.SubjectSection) {
	title := subjectTitles()[section.Name]
	if title == "" {
		title = section.Name
	}
	s.heading(title)
	for _, row := range section.Rows {
		switch section.Name {
		case "event", "access_log":
			s.subjectLine(section.Name, row)
		default:
			s.subjectRow(section.Name, row)
		}
	}
}

// subjectRow prints one row as a form.
func (s *sheet) subjectRow(section string, row parcours.SubjectRow) {
	printed := false
	for _, f := range row {
		value := s.subjectValue(section, f)
		if value == "" {
			continue
		}
		if !printed {
			s.room(14)
			printed = true
		}
		switch f.Name {
		case "body", "text", "words":
			s.quote(plain(parcours.ChannelTelegram, value))
		default:
			s.fact(subjectLabel(f.Name), value)
		}
	}
	if printed {
		s.Ln(2)
	}
}

// subjectLine prints an entry of the journal, or of the log of accesses, on a line.
func (s *sheet) subjectLine(section string, row parcours.SubjectRow) {
	var entry struct{ what, who, details string }
	var at parcours.SubjectField
	for _, f := range row {
		switch f.Name {
		case "at":
			at = f
		case "kind":
			entry.what = capital(s.subjectTerm(section, f))
		case "action":
			entry.what = readingName(f.Term)
		case "actor", "account_id":
			entry.who = actorName(f.Text)
		case "payload":
			entry.details = s.subjectDetails(f.JSON)
		}
	}
	words := entry.what
	if entry.who != "" {
		words += " – " + entry.who
	}
	if entry.details != "" {
		words += " (" + entry.details + ")"
	}
	s.event(at.At, words)
}

func actorName(id string) string {
	switch id {
	case "person":
		return "vous"
	case "relais":
		return "Relais"
	}
	return id
}

// subjectDetails says the details of an entry of the journal.
func (s *sheet) subjectDetails(payload json.RawMessage) string {
	var details map[string]string
	if json.Unmarshal(payload, &details) != nil {
		return ""
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(details)) {
		if said := s.detail("", name, details[name]); said != "" {
			words = append(words, said)
		}
	}
	return strings.Join(words, ", ")
}

// subjectValue says a value in words; empty for what only a program reads.
func (s *sheet) subjectValue(section string, f parcours.SubjectField) string {
	switch {
	case f.Yes != nil && *f.Yes:
		return "oui"
	case f.Yes != nil:
		return "non"
	case !f.At.IsZero():
		return s.moment(f.At)
	case f.JSON != nil:
		return ""
	case f.Term != "":
		return s.subjectTerm(section, f)
	case onlyForPrograms(f.Name):
		return ""
	}
	if d, err := parcours.ParseDate(f.Text); err == nil && len(f.Text) == len("2006-01-02") && !d.IsZero() {
		return day(d)
	}
	return actorName(f.Text)
}

// onlyForPrograms are fields that say nothing to a reader.
func onlyForPrograms(name string) bool {
	return slices.Contains([]string{"payload", "provider_id", "encoding", "template", "provider", "position", "parts", "proof", "hash", "start_minute"}, name)
}

// subjectTerm says a word of one of the domain's lists.
func (s *sheet) subjectTerm(section string, f parcours.SubjectField) string {
	value := f.Term
	switch f.Name {
	case "outcome", "last_outcome":
		if section == "phone_call" {
			return callName(value)
		}
		return s.label(parcours.Outcome(value))
	case "channel", "preferred_channel":
		return s.label(parcours.Channel(value))
	case "impediment":
		return s.label(parcours.Impediment(value))
	case "appointment_kind":
		return s.label(parcours.AppointmentKind(value))
	case "contact_loss":
		return s.label(parcours.LossCause(value))
	case "origin":
		return originName(parcours.Origin(value))
	case "entry_source":
		return sourceName(parcours.EntrySource(value))
	case "title":
		return titleName(parcours.Title(value))
	case "kind":
		switch section {
		case "event":
			return s.label(parcours.EventKind(value))
		case "escalation":
			return s.label(parcours.EscalationKind(value))
		case "notification":
			return kindName(value)
		case "job":
			return s.label(parcours.JobKind(value))
		case "planned_activity":
			return s.label(parcours.ActivityKind(value))
		}
	case "state":
		switch section {
		case "notification":
			return s.label(parcours.NotificationState(value))
		case "attempt":
			return s.label(parcours.AttemptState(value))
		}
	case "reason":
		if section == "notification" {
			return reasonName(value)
		}
	}
	if said := subjectWords()[value]; said != "" {
		return said
	}
	return value
}
