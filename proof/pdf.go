package proof

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"relais/paper"
	"relais/parcours"
)

// Paper writes proofs as PDF, in French, for people who will never see the console:
// the person, their family, an équipe pluridisciplinaire, a judge.
type Paper struct {
	Labels Labels
	Zone   *time.Location
}

// Lengths of the page, in millimetres.
const (
	marginX, marginTop, marginBottom = 20, 18, 20
	textWidth                        = 210 - 2*marginX
	lineHeight                       = 5.2
)

// sheet is one proof being written.
type sheet struct {
	*paper.Sheets
	Paper
	proof parcours.Proof
}

// Write writes one proof; the same proof gives the same bytes.
func (p Paper) Write(w io.Writer, proof parcours.Proof) error {
	name := proof.Person.Name()
	s := &sheet{Sheets: paper.New("Preuve – "+name, proof.Service.Name, proof.MadeAt), Paper: p, proof: proof}
	s.SetMargins(marginX, marginTop, marginX)
	s.SetAutoPageBreak(true, marginBottom)
	s.AliasNbPages("")
	s.SetFooterFunc(func() {
		s.SetY(-14)
		s.style("", 8, 90)
		s.CellFormat(textWidth-25, 5, paper.Drawable(name+" · empreinte "+short(proof.Journal.Head, 16)), "", 0, "L", false, 0, "")
		s.CellFormat(25, 5, fmt.Sprintf("page %d / {nb}", s.PageNo()), "", 0, "R", false, 0, "")
	})
	s.AddPage()
	s.head()
	s.seal()
	s.appointments()
	s.messages()
	s.answers()
	s.journal()
	s.readings()
	if _, err := s.WriteTo(w); err != nil {
		return fmt.Errorf("proof on paper: %w", err)
	}
	return nil
}

func (s *sheet) style(style string, size float64, grey int) {
	s.SetFont(paper.Family, style, size)
	s.SetTextColor(grey, grey, grey)
}

// room starts a new page when less than height is left, so that a heading is not
// parted from what it announces.
func (s *sheet) room(height float64) {
	if s.GetY()+height > 297-marginBottom {
		s.AddPage()
	}
}

func (s *sheet) heading(text string) {
	s.room(26)
	s.Ln(5)
	s.style("B", 13, 20)
	s.MultiCell(textWidth, 7, paper.Drawable(text), "", "L", false)
	s.Ln(1)
}

func (s *sheet) paragraph(text string) {
	s.style("", 10.5, 20)
	s.MultiCell(textWidth, lineHeight, paper.Drawable(text), "", "L", false)
}

// note is a line in smaller type.
func (s *sheet) note(text string) {
	s.style("", 9, 70)
	s.MultiCell(textWidth, 4.6, paper.Drawable(text), "", "L", false)
}

// fact writes "name   value" on the grid of a form.
func (s *sheet) fact(name, value string) {
	if value == "" {
		return
	}
	s.room(lineHeight)
	s.style("", 9.5, 90)
	s.CellFormat(42, lineHeight, paper.Drawable(name), "", 0, "L", false, 0, "")
	s.style("", 10.5, 20)
	s.SetLeftMargin(marginX + 42)
	s.MultiCell(textWidth-42, lineHeight, paper.Drawable(value), "", "L", false)
	s.SetLeftMargin(marginX)
	s.SetX(marginX)
}

// quote writes somebody's exact words in a ruled block.
func (s *sheet) quote(text string) {
	s.style("", 10.5, 0)
	s.SetDrawColor(120, 120, 120)
	s.SetFillColor(244, 244, 244)
	s.SetX(marginX + 4)
	s.MultiCell(textWidth-4, lineHeight, paper.Drawable(text), "L", "L", true)
	s.Ln(1)
}

func (s *sheet) head() {
	p, who := s.proof, s.proof.Person
	s.style("", 10, 70)
	s.MultiCell(textWidth, 5, paper.Drawable(p.Service.Name), "", "L", false)
	s.style("B", 18, 0)
	title := "Preuve des messages et des réponses"
	if p.NotificationID != "" {
		title = "Preuve d’un message"
	}
	s.MultiCell(textWidth, 9, title, "", "L", false)
	s.Ln(2)
	s.fact("Personne", strings.TrimSpace(titleName(who.Title)+" "+who.Name()))
	if !who.BirthDate.IsZero() {
		s.fact("Date de naissance", day(who.BirthDate))
	}
	s.fact("Dossier", who.InternalID)
	s.fact("Territoire", who.Territory)
	s.fact("Référent ou référente", who.Referent)
	if !who.EnteredOn.IsZero() {
		s.fact("Entrée dans le parcours", day(who.EnteredOn)+" ("+sourceName(who.EntrySource)+")")
		s.fact("À recevoir au plus tard", day(who.Deadline))
	}
	if !who.ExitedOn.IsZero() {
		s.fact("Sortie du parcours", day(who.ExitedOn))
	}
	s.fact("Établi le", s.moment(p.MadeAt))
	s.Ln(2)
	s.paragraph(s.summary())
}

func titleName(t parcours.Title) string {
	switch t {
	case parcours.TitleMadame:
		return "Mme"
	case parcours.TitleMonsieur:
		return "M."
	}
	return ""
}

// summary says the whole in two sentences.
func (s *sheet) summary() string {
	arrived, unproved, failed := 0, 0, 0
	for _, m := range s.proof.Messages {
		switch m.State {
		case parcours.NotificationDelivered:
			arrived++
		case parcours.NotificationHandedOver, parcours.NotificationUnconfirmed:
			unproved++
		case parcours.NotificationFailed, parcours.NotificationLost, parcours.NotificationExpired:
			failed++
		}
	}
	return fmt.Sprintf("%s à la personne : %s distribués ou lus, %s partis sans accusé, %s non parvenus, les autres retirés ou en attente. %s d’elle. "+
		"« Distribué » est la parole de l’opérateur : seule une réponse, un bouton ou un appel montre que le message a été lu.",
		count(len(s.proof.Messages), "message", "messages"), fmt.Sprint(arrived), fmt.Sprint(unproved), fmt.Sprint(failed),
		capital(count(len(s.proof.Answers), "message reçu", "messages reçus")))
}

func count(n int, one, many string) string {
	if n == 0 {
		return "aucun " + one
	}
	if n == 1 {
		return "1" + nbsp + one
	}
	return fmt.Sprint(n) + nbsp + many
}

// seal prints the head of the chain and says what it is worth.
func (s *sheet) seal() {
	j := s.proof.Journal
	s.heading("L’empreinte du journal")
	s.paragraph(fmt.Sprintf("Cette suite de lettres et de chiffres résume les %d entrées du journal de la personne : si une seule était modifiée, retirée ou déplacée, elle ne serait plus la même.", j.Entries))
	s.Ln(1)
	s.style("B", 11, 0)
	s.MultiCell(textWidth, 6, grouped(j.Head), "", "L", false)
	s.Ln(1)
	for _, m := range j.Merged {
		s.paragraph(fmt.Sprintf("Un autre dossier de la même personne a été réuni à celui-ci. Son journal de %d entrées garde sa propre empreinte :", m.Entries))
		s.style("B", 11, 0)
		s.MultiCell(textWidth, 6, grouped(m.Head), "", "L", false)
		s.Ln(1)
	}
	if j.Intact {
		s.paragraph("Vérifié le " + s.moment(s.proof.MadeAt) + " : le journal est intact.")
	} else {
		s.style("B", 10.5, 0)
		s.MultiCell(textWidth, lineHeight, fmt.Sprintf("Attention : le journal a été altéré (%d).", len(j.Damages)), "", "L", false)
		for _, d := range j.Damages {
			s.paragraph("– " + DamageText(d))
		}
	}
	s.note("Le service peut refaire cette vérification à tout moment (relais verify-journal) et la comparer aux empreintes gardées chaque nuit hors de la base. Un signe que cette police ne sait pas dessiner est écrit par son code, par exemple [U+1F600].")
}

func (s *sheet) appointments() {
	if len(s.proof.Appointments) == 0 {
		return
	}
	s.heading("Les rendez-vous")
	for _, a := range s.proof.Appointments {
		s.room(20)
		s.style("B", 10.5, 0)
		s.MultiCell(textWidth, lineHeight, paper.Drawable(capital(s.moment(a.StartsAt))+" – "+s.label(a.Kind)), "", "L", false)
		s.fact("Lieu", strings.Trim(a.Place+", "+a.Address, ", "))
		s.fact("Avec", strings.Join(a.With, ", "))
		s.fact("Fixé", "le "+s.moment(a.BookedAt)+", "+originName(a.Origin))
		if !a.ConfirmedAt.IsZero() {
			s.fact("Venue confirmée", "le "+s.moment(a.ConfirmedAt))
		}
		issue := s.label(a.Outcome)
		if a.Outcome == parcours.OutcomeUnknown && s.proof.MadeAt.Before(a.StartsAt) {
			issue = "à venir"
		}
		if a.Impediment != parcours.ImpedimentNone {
			issue += " (" + s.label(a.Impediment) + ")"
		}
		s.fact("Issue", issue)
		s.Ln(2)
	}
}

func (s *sheet) messages() {
	s.heading("Les messages à la personne")
	if len(s.proof.Messages) == 0 {
		s.paragraph("Aucun.")
	}
	for i, m := range s.proof.Messages {
		s.message(i+1, m)
	}
}

func (s *sheet) message(n int, m parcours.ProofMessage) {
	s.room(40)
	s.Ln(2)
	s.style("B", 11, 0)
	s.MultiCell(textWidth, 6, paper.Drawable(fmt.Sprintf("%d. %s – %s", n, kindName(m.Kind), s.label(m.State))), "", "L", false)
	s.fact("Pourquoi", s.why(m, s.proof))
	s.fact("Prévu", "le "+s.moment(m.PlannedAt)+", pour partir le "+s.moment(m.DueAt))
	if m.Reference != "" {
		s.fact("Référence imprimée", m.Reference)
	}
	if m.Reason != "" {
		s.fact("Motif", reasonName(m.Reason))
	}
	for _, a := range m.Attempts {
		s.attempt(a)
	}
	if m.Asked.Kind != "" && !m.Asked.AskedAt.IsZero() {
		answer := "aucune réponse par les choix proposés"
		if m.Asked.Answer != "" {
			answer = "« " + actionName(m.Asked.Answer) + " », le " + s.moment(m.Asked.ClosedAt)
		}
		s.fact("Réponse", answer)
	}
}

func (s *sheet) attempt(a parcours.ProofAttempt) {
	s.room(16)
	s.Ln(1)
	way := capital(s.label(a.Channel))
	if a.To != "" {
		way += " au " + phone(a.To)
	}
	if a.Sender != "" {
		way += ", depuis " + a.Sender
	}
	s.fact(fmt.Sprintf("Envoi %d", a.N), way)
	if a.Text != "" {
		s.quote(plain(a.Channel, a.Text))
	}
	if !a.LeftAt.IsZero() {
		s.event(a.LeftAt, "remis à l’opérateur"+identified(a.ProviderID))
	}
	for _, r := range a.Receipts {
		words := sourceOf(r.Source) + " : " + r.Status
		if r.Code != "" {
			words += " (code " + r.Code + ")"
		}
		if r.ProviderID != "" && r.ProviderID != a.ProviderID {
			words += identified(r.ProviderID)
		}
		s.event(r.At, words)
	}
	state := "état : " + s.label(a.State)
	if a.Code != "" {
		state += " (" + a.Code + ")"
	}
	s.event(time.Time{}, state)
}

func identified(id string) string {
	if id == "" {
		return ""
	}
	return ", identifiant " + id
}

// event is a dated line of an attempt.
func (s *sheet) event(at time.Time, words string) {
	s.room(4.8)
	s.style("", 9, 70)
	when := ""
	if !at.IsZero() {
		when = s.stamp(at)
	}
	s.SetX(marginX + 4)
	s.CellFormat(38, 4.8, when, "", 0, "L", false, 0, "")
	s.SetLeftMargin(marginX + 42)
	s.style("", 9, 30)
	s.MultiCell(textWidth-42, 4.8, paper.Drawable(words), "", "L", false)
	s.SetLeftMargin(marginX)
	s.SetX(marginX)
}

// plain takes the markup out of a text that Telegram shows in bold.
func plain(channel parcours.Channel, text string) string {
	if channel != parcours.ChannelTelegram {
		return text
	}
	return strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#34;", `"`, "&#39;", "'", "&quot;", `"`).Replace(text)
}

func (s *sheet) answers() {
	s.heading("Les messages de la personne")
	if len(s.proof.Answers) == 0 {
		s.paragraph("Aucun message reçu.")
		return
	}
	if s.proof.NotificationID != "" {
		s.note("Sont repris tous les messages reçus pendant que celui-ci attendait une réponse.")
	}
	for _, a := range s.proof.Answers {
		s.room(16)
		s.fact(capital(s.label(a.Channel)), "le "+s.moment(a.At))
		text := a.Text
		if text == "" {
			text = "(sans texte : bouton, photo ou fichier)"
		}
		s.quote(text)
	}
}

// journal prints the entries, one line each, with the beginning of their hash.
func (s *sheet) journal() {
	s.heading("Le journal, entrée par entrée")
	s.note("Numéro, date, fait, auteur, début de l’empreinte. Le fichier JSON de la même preuve les donne en entier.")
	if len(s.proof.Journal.Merged) > 0 {
		s.note("Un numéro suivi de * est celui d’un dossier réuni à celui-ci.")
	}
	s.Ln(1)
	for _, e := range s.proof.Entries {
		who := e.By
		switch {
		case e.Actor == "person":
			who = "la personne"
		case who == "":
			who = "Relais"
		}
		var details []string
		for _, name := range slices.Sorted(maps.Keys(e.Details)) {
			if words := s.detail(e.Kind, name, e.Details[name]); words != "" {
				details = append(details, words)
			}
		}
		s.room(11)
		s.style("", 8.5, 90)
		number := fmt.Sprint(e.Seq)
		if e.File != "" {
			number += "*"
		}
		s.CellFormat(12, 4.4, number, "", 0, "R", false, 0, "")
		s.CellFormat(34, 4.4, s.stamp(e.At), "", 0, "L", false, 0, "")
		s.style("", 9, 10)
		s.CellFormat(textWidth-12-34-26, 4.4, paper.Drawable(capital(s.label(e.Kind))+" – "+who), "", 0, "L", false, 0, "")
		s.style("", 8, 110)
		s.CellFormat(26, 4.4, short(e.Hash, 12), "", 1, "R", false, 0, "")
		if len(details) > 0 {
			s.SetLeftMargin(marginX + 46)
			s.SetX(marginX + 46)
			s.style("", 8, 90)
			s.MultiCell(textWidth-46, 4, paper.Drawable(strings.Join(details, ", ")), "", "L", false)
			s.SetLeftMargin(marginX)
			s.SetX(marginX)
		}
	}
}

func (s *sheet) readings() {
	if len(s.proof.Readings) == 0 {
		return
	}
	s.heading("Qui a ouvert le dossier")
	for _, r := range s.proof.Readings {
		s.event(r.At, r.By+" – "+readingName(r.Action))
	}
}

func short(hash string, n int) string { return hash[:min(n, len(hash))] }

// grouped cuts a hash into groups of eight, which the eye can compare.
func grouped(hash string) string {
	var groups []string
	for len(hash) > 8 {
		groups, hash = append(groups, hash[:8]), hash[8:]
	}
	return strings.Join(append(groups, hash), " ")
}
