package proof

import (
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

// Labels says values of the domain's lists in words; *locales.Catalogue does.
type Labels interface {
	Label(lang parcours.Language, value any) string
}

func (p Paper) label(value any) string { return p.Labels.Label(parcours.French, value) }

// nbsp keeps a figure and what it counts on one line.
const nbsp = "\u00a0"

func months() []string {
	return []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
}

func weekdays() []string {
	return []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
}

// day writes "lundi 5 janvier 2026", always with its year: a proof is read late.
func day(d parcours.Date) string {
	if d.IsZero() {
		return "date inconnue"
	}
	number := fmt.Sprint(d.Day)
	if d.Day == 1 {
		number = "1er"
	}
	return weekdays()[d.Weekday()] + nbsp + number + " " + months()[d.Month-1] + nbsp + fmt.Sprint(d.Year)
}

// moment writes "lundi 5 janvier 2026 à 14h30".
func (p Paper) moment(t time.Time) string {
	if t.IsZero() {
		return "date inconnue"
	}
	local := t.In(p.Zone)
	return day(parcours.DateOf(t, p.Zone)) + " à" + nbsp + fmt.Sprintf("%dh%02d", local.Hour(), local.Minute())
}

// stamp writes "05/01/2026 14:30:07", for tables.
func (p Paper) stamp(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(p.Zone).Format("02/01/2006 15:04:05")
}

func capital(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}

// kindName says what a message is.
func kindName(kind string) string {
	switch kind {
	case parcours.KindConvocation:
		return "Convocation"
	case parcours.KindMoved:
		return "Nouvel horaire"
	case parcours.KindReminder:
		return "Rappel"
	case parcours.KindCancellation:
		return "Annulation par le service"
	case parcours.KindReply:
		return "Réponse automatique"
	case parcours.KindAnswer:
		return "Réponse d’un professionnel"
	case parcours.KindWeeklyRequest:
		return "Demande des heures de la semaine"
	case parcours.KindWeeklyNudge:
		return "Seconde demande des heures de la semaine"
	case parcours.KindActivityReminder:
		return "Rappel d’une activité"
	case parcours.KindLinked:
		return "Avis au téléphone : compte Telegram relié"
	}
	return capital(strings.ReplaceAll(kind, "_", " "))
}

// why says, in one sentence, why a message was due.
func (p Paper) why(m parcours.ProofMessage, proof parcours.Proof) string {
	about := "un rendez-vous"
	if !m.StartsAt.IsZero() {
		about = "le rendez-vous du " + p.moment(m.StartsAt)
	}
	switch m.Kind {
	case parcours.KindConvocation:
		text := "La personne devait être prévenue de " + strings.Replace(about, "le rendez-vous", "son rendez-vous", 1)
		if !proof.Person.EnteredOn.IsZero() {
			text += fmt.Sprintf(" ; entrée dans le parcours le %s (%s), à recevoir au plus tard le %s",
				day(proof.Person.EnteredOn), sourceName(proof.Person.EntrySource), day(proof.Person.Deadline))
		}
		return text + "."
	case parcours.KindReminder:
		return "Rappel avant " + about + "."
	case parcours.KindMoved:
		return "Le rendez-vous a changé d’horaire : " + about + "."
	case parcours.KindCancellation:
		return "Le service a annulé " + about + "."
	case parcours.KindWeeklyRequest:
		return "Les heures convenues avec la personne sont demandées chaque semaine."
	case parcours.KindWeeklyNudge:
		return "La personne n’avait pas encore dit ses heures : une seconde demande, sans autre suite."
	case parcours.KindActivityReminder:
		return "Rappel avant une activité prévue avec la personne."
	case parcours.KindLinked:
		return "Un compte Telegram a été relié : le téléphone connu en est averti, une fois."
	case parcours.KindAnswer:
		return "Un professionnel répond à la question de la personne."
	case parcours.KindReply:
		for _, a := range proof.Answers {
			if a.ID == m.InReplyTo {
				return "Réponse au message reçu le " + p.moment(a.At) + "."
			}
		}
		return "Réponse à un message reçu."
	}
	return capital(about) + "."
}

func sourceName(s parcours.EntrySource) string {
	switch s {
	case parcours.EntryExplicit:
		return "date donnée par le fichier"
	case parcours.EntryDuties:
		return "début des droits et devoirs"
	case parcours.EntryRights:
		return "ouverture des droits"
	case parcours.EntryImport:
		return "date d’import, faute de mieux"
	}
	return "source inconnue"
}

func originName(o parcours.Origin) string {
	switch o {
	case parcours.OriginImposed:
		return "fixé par le service"
	case parcours.OriginSelfChosen:
		return "choisi par la personne"
	case parcours.OriginMoved:
		return "déplacé à la demande de la personne"
	}
	return string(o)
}

// sourceOf says how a provider's word reached us.
func sourceOf(source string) string {
	switch source {
	case "answer":
		return "réponse à l’envoi"
	case "callback":
		return "accusé de l’opérateur"
	case "look_up":
		return "consultation de l’opérateur"
	}
	return source
}

// actionName says what was chosen.
func actionName(action string) string {
	switch {
	case action == "come":
		return "je viens"
	case action == "cannot":
		return "je ne peux pas"
	case action == "other":
		return "autre jour"
	case action == "none_fits":
		return "aucun horaire ne convient"
	case action == "declared":
		return "heures dites, ou raison donnée"
	case action == parcours.ActionTalk:
		return "souhaite en parler"
	case action == parcours.ActionNoTalk:
		return "ne souhaite pas en parler"
	case action == parcours.ActionActivityGo:
		return "y va"
	case action == parcours.ActionActivityNotGo:
		return "ne peut pas y aller"
	case strings.HasPrefix(action, "slot"):
		return "horaire no " + strings.TrimPrefix(action, "slot")
	case strings.HasPrefix(action, "lang_"):
		return "langue : " + strings.TrimPrefix(action, "lang_")
	}
	return action
}

// detail says one detail of an entry in words, empty for those that only lead from
// one row of the database to another.
func (p Paper) detail(event parcours.EventKind, name, value string) string {
	named := func(as string, what any) string { return as + " : " + p.label(what) }
	switch name {
	case "notification", "template", "why", "slot", "source", "address_digest": // a digest with a key says nothing on paper
		return ""
	case "channel":
		return named("moyen", parcours.Channel(value))
	case "impediment":
		return named("raison", parcours.Impediment(value))
	case "to":
		return named("issue", parcours.Outcome(value))
	case "state":
		if words := p.label(parcours.AttemptState(value)); words != value {
			return "état : " + words
		}
		return named("état", parcours.NotificationState(value))
	case "kind":
		switch event {
		case parcours.EventBooked:
			return named("pour", parcours.AppointmentKind(value))
		case parcours.EventEscalated:
			return named("objet", parcours.EscalationKind(value))
		case parcours.EventActivity:
			return named("activité", parcours.ActivityKind(value))
		case parcours.EventReceived:
			return ""
		}
		return "objet : " + strings.ToLower(kindName(value))
	case "reason":
		return "motif : " + reasonName(value)
	case "words":
		return "ses mots : « " + value + " »"
	case "words_sha256":
		return "empreinte du texte : " + short(value, 12)
	case "receipts":
		n, fingerprint, _ := strings.Cut(value, ".")
		if n == "0" {
			return ""
		}
		return "accusés : " + n + ", empreinte " + short(fingerprint, 12)
	case "entry_source":
		return sourceName(parcours.EntrySource(value))
	case "origin":
		return originName(parcours.Origin(value))
	case "action":
		return "choix : " + actionName(value)
	}
	names := map[string]string{
		"due_at": "départ", "starts_at": "rendez-vous", "entered_on": "entrée", "on": "le", "ends_on": "jusqu’au", "code": "code", "changed": "champs", "value": "vers",
		"language": "langue", "proof": "preuve", "week": "semaine du", "minutes": "minutes déclarées", "corrects": "corrige la réponse no",
		"min_hours": "heures au moins", "max_hours": "heures au plus", "what": "quoi", "provider_id": "no chez l’opérateur", "sender": "expéditeur", "left_at": "parti",
	}
	if known, ok := names[name]; ok {
		name = known
	}
	if t, err := time.Parse(time.RFC3339, value); err == nil {
		value = p.moment(t)
	} else if d, err := parcours.ParseDate(value); err == nil && !d.IsZero() {
		value = day(d)
	}
	return name + " : " + value
}

// readingName says what was done with the file.
func readingName(action string) string {
	switch action {
	case "read_person":
		return "dossier ouvert"
	case "export_proof":
		return "preuve exportée"
	case "record_outcome":
		return "issue d’un rendez-vous renseignée"
	case "record_fact":
		return "étape renseignée"
	case "cancel_message":
		return "message retiré"
	case "issue_telegram_link":
		return "lien Telegram donné"
	}
	return strings.ReplaceAll(action, "_", " ")
}

// DamageText says a damage of a journal in French, for a paper and a terminal alike.
func DamageText(d parcours.Damage) string {
	entries := fmt.Sprintf("entrée %d", d.Seq)
	if d.Until > d.Seq {
		entries = fmt.Sprintf("entrées %d à %d", d.Seq, d.Until)
	}
	about := ""
	if d.AttemptID != "" {
		about = " (envoi " + d.AttemptID + ")"
	}
	switch d.Kind {
	case parcours.DamageAltered:
		return entries + " : modifiée après coup"
	case parcours.DamageDetails:
		return entries + " : détails modifiés ou retirés"
	case parcours.DamageWords:
		return entries + " : le texte du message n'est plus celui qui a été inscrit" + about
	case parcours.DamageSending:
		return entries + " : l'adresse, l'expéditeur, la date, le numéro chez l'opérateur ou l'état de l'envoi n'est plus celui qui a été inscrit" + about
	case parcours.DamageReceipts:
		return entries + " : les accusés de l'opérateur ne sont plus ceux qui ont été inscrits" + about
	case parcours.DamageMoved:
		return fmt.Sprintf("%s : déplacée, inscrite au numéro %d", entries, d.Was)
	case parcours.DamageMissing:
		return entries + " : supprimée au milieu du journal"
	case parcours.DamageCut:
		return entries + " : supprimée à la fin du journal"
	case parcours.DamageRewritten:
		return entries + " : réécrite après son ancrage"
	case parcours.DamageEmpty:
		return "journal vide"
	}
	return entries + " : " + string(d.Kind)
}

// reasonName says why a message ended otherwise than delivered.
func reasonName(reason string) string {
	switch reason {
	case "by_hand":
		return "retiré par un professionnel"
	case parcours.ReasonExited:
		return "la personne est sortie du parcours"
	case parcours.ReasonNotStanding:
		return "le rendez-vous ne tenait plus"
	case parcours.ReasonSuperseded:
		return "remplacé par un message plus récent"
	case parcours.ReasonMerged:
		return "un autre dossier de la personne prévoyait le même message"
	case parcours.ReasonExpired:
		return "trop tard pour être utile"
	case parcours.ReasonOptedOut:
		return "STOP a été dit à cette adresse"
	case parcours.ReasonAddressFormer:
		return "le numéro n’est plus le sien"
	case parcours.ReasonWeekOver:
		return "la semaine n’attendait plus de réponse"
	case parcours.ReasonCalledOff:
		return "l’activité n’a pas lieu comme prévu"
	case "lost":
		return "l’opérateur n’en garde aucune trace"
	case "unproved":
		return "aucun accusé à temps : un autre moyen a pris la suite"
	case "no_channel":
		return "aucun moyen de joindre la personne"
	}
	return strings.ReplaceAll(reason, "_", " ")
}

// phone writes a French number as people say it.
func phone(address string) string {
	rest, ok := strings.CutPrefix(address, "+33")
	if !ok || len(rest) != 9 {
		return address
	}
	return "0" + rest[:1] + nbsp + rest[1:3] + nbsp + rest[3:5] + nbsp + rest[5:7] + nbsp + rest[7:]
}
