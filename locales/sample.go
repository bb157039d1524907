package locales

import (
	"maps"
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// Templates lists the messages that the catalogue can write, by key.
func (c *Catalogue) Templates() []string {
	found := map[string]bool{}
	for key := range c.own[parcours.French].sources {
		if template, variant, ok := cutVariant(key); ok {
			if variant == variantSubject {
				continue
			}
			key = template
		}
		kind, _, _ := strings.Cut(key, ".")
		switch kind {
		case "convocation", "reminder", "cancellation", "reply", "question", "answer", "staff", "weekly", "activity", "checkin", "invitation", "number":
			found[key] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Languages lists the languages of the catalogue, the reference first.
func (c *Catalogue) Languages() []parcours.Language { return slices.Clone(languages) }

// Reviewed reports whether somebody whose language it is has read the texts of a
// language and mended them. Until then, whoever sees them is told.
func Reviewed(lang parcours.Language) bool { return lang == parcours.French }

// SpeaksToStaff reports whether what staff read exists in the language.
func SpeaksToStaff(lang parcours.Language) bool { return slices.Contains(forStaff, lang) }

// ForStaff reports whether a template speaks to a professional.
func ForStaff(template string) bool {
	return strings.HasPrefix(template, "staff.") || strings.Contains(template, ".notice.")
}

// Budget returns how many parts an SMS of a template should not exceed: longer, it
// is shortened, and at last sent all the same and counted as over.
func Budget(template string, encoding parcours.Encoding) int { return budget(template, encoding) }

// Sample asks for a message with plausible facts, so that its text can be shown
// before anybody gets it.
type Sample struct {
	Template string
	Language parcours.Language
	Channel  parcours.Channel
	TwoWay   bool
	// Long takes the longest names and places that are still likely: what such a
	// message costs at worst.
	Long bool
	Zone *time.Location
	Now  time.Time
	// Service is who writes.
	Service parcours.Service
}

// Request returns what the rest of Relais would ask for. Every name is invented, and
// no number can be called.
func (s Sample) Request() Request {
	day := parcours.DateOf(s.Now, s.Zone)
	at := func(days, hour, minute int) time.Time { return day.AddDays(days).At(hour, minute, s.Zone) }
	first, last, place, address := "Nolwenn", "Le Goff", "CDAS", "8 rue du Port, Redon"
	with, referent := []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)"}, "Anne MOREL"
	if s.Long {
		first, last = "Marie-Françoise", "Kervella-Guillossou"
		place, address = "Centre départemental d'action sociale des Monts d'Arrée", "1248 avenue du Général-de-Gaulle, Saint-Aubin-du-Cormier"
		with = []string{"Anne-Sophie DE LA VILLEMARQUÉ (Département)", "Jean-François GUILLERMIC (France Travail)"}
		referent = "Anne-Sophie DE LA VILLEMARQUÉ"
	}
	r := Request{
		Template: s.Template, Channel: s.Channel, TwoWay: s.TwoWay, Zone: s.Zone, Now: s.Now,
		To: parcours.Recipient{Title: parcours.TitleMadame, FirstName: first, LastName: last, Language: s.Language},
		Facts: parcours.Facts{
			Phone: "02 61 91 01 02", Service: s.Service, Referent: referent, Workdays: 2,
			StartsAt: at(8, 14, 30), Minutes: 60, Place: place, Address: address, With: with,
		},
	}
	if ForStaff(s.Template) {
		r.To = parcours.Recipient{FirstName: "Anne", LastName: "Morel", Staff: true, Language: s.Language}
		r.Facts.About = first + " " + strings.ToUpper(last)
		r.Facts.Text = "Bonjour, est-ce que je peux venir avec mon fils ? Il a 3 ans."
		r.Facts.By = at(3, 17, 0)
		r.Facts.Link = "https://relais.exemple.fr/questions/42"
		r.Facts.StartsAt, r.Facts.With = time.Time{}, nil
	}
	switch s.Template {
	case "reply.data.received":
		r.Facts.Workdays, r.Facts.By = 0, at(31, 0, 0)
	case "invitation.first.choose", "invitation.again.choose":
		r.Facts.By = at(4, 9, 0)
	case "question.notice.job_found", "staff.job.confirmed":
		r.Facts.Job = &parcours.JobFacts{StartsOn: day.AddDays(7), Kind: parcours.JobInterim, WeeklyMinutes: 35 * 60}
	case "convocation.first.joint", "convocation.first.other", "reminder.before.appointment", "cancellation.service.appointment", "reply.moved.done":
		r.Reference = "K7F29"
	case "answer.relay.text", "answer.relay.message", "question.notice.unarrived":
		r.Facts.Text = "Bonjour, oui bien sûr, venez avec votre fils.\nIl y a des jeux à l'accueil."
	case "reply.appointments.list":
		r.Facts.Appointments = []parcours.OfferedSlot{{StartsAt: at(8, 14, 30), Place: place, Address: address}, {StartsAt: at(24, 9, 0), Place: "Mission locale", Address: "3 quai Surcouf, Redon"}}
	}
	if isWeekly(s.Template) {
		s.week(&r, day)
		return r
	}
	r.Choices = s.choices(at, place, address)
	for _, c := range r.Choices {
		if c.Slot != nil {
			r.Facts.Slots = append(r.Facts.Slots, *c.Slot)
		}
	}
	return r
}

// choices are those that the rest of Relais offers with the template.
func (s Sample) choices(at func(days, hour, minute int) time.Time, place, address string) []parcours.Choice {
	switch s.Template {
	case "convocation.first.joint", "convocation.first.other", "reminder.before.appointment", "reply.help.menu", "reply.unclear.ask", "reply.hindered.ask":
		return []parcours.Choice{{Action: "come", Label: "choice.come"}, {Action: "cannot", Label: "choice.cannot"}, {Action: "other", Label: "choice.other"}}
	case "reply.whom.ask":
		return []parcours.Choice{{Action: "who1", Label: "choice.whom.name", Name: "Nolwenn"}, {Action: "who2", Label: "choice.whom.name", Name: "Yann"}, {Action: "who_other", Label: "choice.whom.other"}}
	case "checkin.ask.work":
		return parcours.CheckInChoices()
	case "reply.job_found.kind", "reply.job.kind":
		return []parcours.Choice{{Action: "cdi", Label: "choice.job.cdi"}, {Action: "cdd", Label: "choice.job.cdd"}, {Action: "interim", Label: "choice.job.interim"}, {Action: "other_job", Label: "choice.job.other_job"}}
	case "reply.language.ask":
		var offered []parcours.Choice
		for _, lang := range languages {
			offered = append(offered, parcours.Choice{Action: "lang_" + string(lang), Label: "choice.language." + string(lang)})
		}
		return offered
	case "reply.slots.offer", "invitation.first.choose", "invitation.again.choose":
		var offered []parcours.Choice
		for i, when := range []time.Time{at(10, 9, 0), at(15, 11, 15), at(17, 16, 0)} {
			slot := &parcours.OfferedSlot{StartsAt: when, Place: place, Address: address}
			action := "slot" + string(rune('1'+i))
			offered = append(offered, parcours.Choice{Action: action, Label: "choice.slot", SlotID: action, Slot: slot})
		}
		return append(offered, parcours.Choice{Action: "none_fits", Label: "choice.none_fits"})
	}
	return nil
}
