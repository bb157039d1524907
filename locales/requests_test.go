package locales_test

import (
	"sync"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
)

// templates are the keys that the rest of Relais asks for.
var templates = []string{
	"convocation.first.joint", "convocation.first.other",
	"reminder.before.appointment", "cancellation.service.appointment",
	"reply.confirmed.appointment", "reply.reason.ask", "reply.excused.done",
	"reply.slots.offer", "reply.slots.none", "reply.slots.human", "reply.moved.done",
	"reply.question.ask", "reply.question.received", "reply.question.no_referent",
	"reply.who.known", "reply.who.unknown", "reply.help.menu", "reply.help.no_appointment",
	"reply.stop.done", "reply.start.done", "reply.appointments.list", "reply.appointments.none",
	"reply.language.ask", "reply.language.done", "reply.slots.gone", "reply.discreet.on", "reply.discreet.off",
	"reply.linked.done", "reply.linked.invalid", "reply.linked.hello", "number.linked.told",
	"reply.unclear.ask", "reply.unclear.human", "reply.hindered.ask", "reply.thanks.welcome", "reply.wrong_person.done", "reply.wrong_person.shared",
	"reply.unknown.sender", "reply.media.received", "reply.late.noted",
	"reply.distress.suicide", "reply.distress.violence", "reply.distress.hunger",
	"reply.distress.homeless", "reply.distress.medical", "reply.distress.child_danger",
	"weekly.request.hours", "weekly.request.planned", "weekly.nudge.hours", "weekly.nudge.planned", "activity.before.reminder",
	"reply.weekly.noted", "reply.weekly.low", "reply.weekly.zero", "reply.weekly.hindered", "reply.weekly.ask", "reply.weekly.help",
	"reply.weekly.detail", "reply.weekly.more", "reply.weekly.closed", "reply.weekly.none", "reply.weekly.talk", "reply.weekly.fine",
	"reply.activity.going", "reply.activity.hindered",
	"question.notice.new", "question.notice.second", "question.notice.urgent", "question.notice.opt_out", "question.notice.wrong_person", "question.notice.unarrived",
	"answer.relay.text", "answer.relay.message",
	"reply.change.noted", "reply.address.ask", "reply.number.ask", "reply.number.claimed", "reply.number.confirmed", "reply.number.refused", "number.claim.ask", "number.claim.discreet",
	"reply.deceased.noted", "reply.bereavement.noted", "reply.data.received", "reply.data.again", "reply.insult.calm", "reply.whom.ask", "reply.whom.open",
	"question.notice.deceased",
	"invitation.first.choose", "invitation.again.choose", "reply.booked.done",
	"checkin.ask.work", "reply.checkin.fine", "reply.checkin.difficulty", "reply.job_ended.noted",
	"reply.job_found.date", "reply.job_found.kind", "reply.job_found.hours", "reply.job_found.noted",
	"reply.job.kind", "reply.job.hours", "reply.job.noted",
	"question.notice.job_found", "staff.job.confirmed", "staff.job.refused", "staff.job.date", "staff.job.settled",
	"staff.answer.sent", "staff.answer.listed", "staff.answer.which", "staff.linked.done", "staff.help", "staff.stop.done", "staff.start.done",
}

// referenced are the templates whose messages carry a reference.
var referenced = map[string]bool{
	"convocation.first.joint": true, "convocation.first.other": true,
	"reminder.before.appointment": true, "cancellation.service.appointment": true, "reply.moved.done": true,
}

var loadParis = sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation("Europe/Paris") })

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := loadParis()
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

var loadOnce = sync.OnceValues(locales.Load)

func load(t testing.TB) *locales.Catalogue {
	t.Helper()
	c, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// loadOwn returns a catalogue that a test may reword: the one of load is shared by
// tests that run at once.
func loadOwn(t testing.TB) *locales.Catalogue {
	t.Helper()
	c, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var attendance = []parcours.Choice{
	{Action: "come", Label: "choice.come"},
	{Action: "cannot", Label: "choice.cannot"},
	{Action: "other", Label: "choice.other"},
}

// usual returns the request that the rest of Relais makes for a template, with
// names and places of ordinary length.
func usual(t testing.TB, template string) locales.Request {
	t.Helper()
	zone := paris(t)
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.January, day, hour, minute, 0, 0, zone)
	}
	place, address := "CDAS", "8 rue du Port, Redon"
	r := locales.Request{
		Template: template,
		To:       parcours.Recipient{Title: parcours.TitleMadame, FirstName: "Nolwenn", LastName: "Le Goff", Language: parcours.French},
		Channel:  parcours.ChannelSMS,
		TwoWay:   true,
		Zone:     zone,
		Now:      at(5, 9, 0),
		Facts: parcours.Facts{
			Phone:   "02 61 91 01 02",
			Service: parcours.Service{Name: "Département d'Ille-et-Vilaine", Phone: "02 61 91 01 02", Site: "ille-et-vilaine.fr"},
		},
	}
	if referenced[template] {
		r.Reference = "K7F29"
	}
	appointment := func() {
		r.Facts.StartsAt, r.Facts.Minutes = at(13, 14, 30), 60
		r.Facts.Place, r.Facts.Address = place, address
		r.Facts.With = []string{"Anne MOREL (Département)"}
	}
	r.Facts.Referent = "Anne MOREL"
	weekly(t, template, &r)
	job := &parcours.JobFacts{StartsOn: parcours.NewDate(2026, time.January, 12), Kind: parcours.JobCDD, WeeklyMinutes: 24 * 60}
	switch template {
	case "convocation.first.joint":
		appointment()
		r.Facts.With = []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)"}
		r.Choices = attendance
	case "convocation.first.other", "reminder.before.appointment", "reply.help.menu", "reply.unclear.ask", "reply.hindered.ask":
		appointment()
		r.Choices = attendance
	case "cancellation.service.appointment", "reply.confirmed.appointment", "reply.moved.done":
		appointment()
	case "reply.booked.done":
		appointment()
	case "reply.slots.offer", "invitation.first.choose", "invitation.again.choose":
		r.Facts.By = at(9, 9, 0)
		for i, when := range []time.Time{at(15, 9, 0), at(20, 11, 15), at(22, 16, 0)} {
			slot := parcours.OfferedSlot{StartsAt: when, Place: place, Address: address}
			r.Facts.Slots = append(r.Facts.Slots, slot)
			action := []string{"slot1", "slot2", "slot3"}[i]
			r.Choices = append(r.Choices, parcours.Choice{Action: action, Label: "choice.slot", SlotID: action, Slot: &slot})
		}
		r.Choices = append(r.Choices, parcours.Choice{Action: "none_fits", Label: "choice.none_fits"})
	case "reply.slots.human":
		appointment()
		r.Facts.Workdays = 2
	case "reply.slots.none", "reply.question.received", "reply.question.no_referent", "reply.unclear.human":
		r.Facts.Workdays = 2
	case "reply.appointments.list":
		r.Facts.Appointments = []parcours.OfferedSlot{
			{StartsAt: at(13, 14, 30), Place: place, Address: address},
			{StartsAt: at(29, 9, 0), Place: "Mission locale", Address: "3 quai Surcouf, Redon"},
		}
	case "reply.language.ask":
		for _, lang := range parcours.Languages() {
			r.Choices = append(r.Choices, parcours.Choice{Action: "lang_" + string(lang), Label: "choice.language." + string(lang)})
		}
	case "question.notice.new", "question.notice.second", "question.notice.urgent", "question.notice.opt_out", "question.notice.wrong_person", "question.notice.job_found", "question.notice.deceased", "question.notice.unarrived":
		r.Facts.Job = job
		r.To = parcours.Recipient{FirstName: "Anne", LastName: "Morel", Staff: true, Language: parcours.French}
		r.Facts.About = "Nolwenn LE GOFF"
		r.Facts.Text = "Bonjour, est-ce que je peux venir avec mon fils ? Il a 3 ans."
		r.Facts.By = at(8, 17, 0)
		r.Facts.Link = "https://relais.exemple.fr/questions/42"
		if template == "question.notice.unarrived" {
			r.Facts.Text = "Bonjour, oui bien sûr, venez avec votre fils."
		}
	case "reply.change.noted":
		r.Facts.StartsAt, r.Facts.Workdays = at(13, 14, 30), 2
	case "reply.data.received":
		r.Facts.By = time.Date(2026, time.February, 5, 0, 0, 0, 0, zone)
	case "checkin.ask.work", "reply.job_found.kind", "reply.job.kind", "reply.whom.ask":
		r.Choices = locales.Sample{Template: template, Zone: zone, Now: r.Now}.Request().Choices
	case "reply.checkin.difficulty", "reply.job_ended.noted":
		r.Facts.Workdays = 1
	case "reply.job_found.noted", "reply.job.noted":
		r.Facts.StartsAt = at(13, 14, 30)
	case "reply.wrong_person.shared":
		r.Facts.About = "Nolwenn"
	case "answer.relay.text", "answer.relay.message":
		r.Facts.Text = "Bonjour, oui bien sûr, venez avec votre fils.\nIl y a des jeux à l'accueil."
	case "staff.answer.sent", "staff.answer.listed", "staff.answer.which", "staff.linked.done", "staff.help",
		"staff.job.confirmed", "staff.job.refused", "staff.job.date", "staff.job.settled":
		r.Facts.Job = job
		r.To = parcours.Recipient{FirstName: "Anne", LastName: "Morel", Staff: true, Language: parcours.French}
		r.Facts.About = "Nolwenn LE GOFF"
		r.Facts.Link = "https://relais.exemple.fr/"
	}
	return r
}
