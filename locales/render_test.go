package locales_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/locales"
	"relais/parcours"
)

func render(t *testing.T, r locales.Request) locales.Message {
	t.Helper()
	m, err := load(t).Render(r)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mustContain(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
}

func mustNotContain(t *testing.T, text string, unwanted ...string) {
	t.Helper()
	for _, bad := range unwanted {
		if strings.Contains(text, bad) {
			t.Errorf("%q is in:\n%s", bad, text)
		}
	}
}

func budget(template string) int {
	switch {
	case strings.HasPrefix(template, "convocation."), strings.HasPrefix(template, "reply.distress."), strings.HasPrefix(template, "reply.who."),
		template == "reply.slots.offer", template == "reply.unclear.ask", template == "reply.appointments.list", template == "reply.help.menu",
		strings.HasPrefix(template, "invitation."), template == "reply.weekly.detail", template == "reply.weekly.more":
		return 2
	case strings.HasPrefix(template, "answer."), strings.HasPrefix(template, "question."):
		return 6
	}
	return 1
}

// budgetUCS2 is budget for a text whose letters take two bytes each.
func budgetUCS2(template string) int {
	switch budget(template) {
	case 1:
		return 3
	case 2:
		return 5
	}
	return 6
}

// writtenInGSM7 reports whether an SMS needs no letter outside GSM-7. The names of
// the languages do.
func writtenInGSM7(lang parcours.Language, template string, twoWay bool) bool {
	switch lang {
	case parcours.Arabic, parcours.Ukrainian, parcours.Russian:
		return locales.ForStaff(template)
	}
	return template != "reply.language.ask" || !twoWay
}

// longNames makes a request as long as it plausibly gets: the longest date, a
// long service, double names, full addresses.
func longNames(t *testing.T, template string) locales.Request {
	r := usual(t, template)
	at := time.Date(2026, time.September, 25, 14, 30, 0, 0, r.Zone) // vendredi 25 septembre
	r.Now = at.AddDate(0, 0, -10)
	r.To.FirstName, r.To.LastName = "Marie-Françoise", "Kervella-Le Guennec"
	r.Facts.Referent = "Marie-Antoinette LE GUENNEC"
	if !r.Facts.StartsAt.IsZero() {
		r.Facts.StartsAt, r.Facts.Minutes = at, 90
		r.Facts.Place = "Centre départemental d'action sociale du Pays de Redon"
		r.Facts.Address = "12 boulevard de la Résistance, 35600 Saint-Nicolas-de-Redon"
	}
	if !r.Facts.Week.IsZero() {
		r.Facts.Week = parcours.WeekOf(parcours.NewDate(2026, time.September, 28)) // du 28 septembre au 4 octobre
		r.Facts.By = time.Date(2026, time.October, 7, 12, 0, 0, 0, r.Zone)         // mercredi 7 octobre
	}
	for i := range r.Facts.With {
		r.Facts.With[i] = []string{
			"Mme Marie-Antoinette LE GUENNEC (Conseil départemental d'Ille-et-Vilaine)",
			"M. Jean-Christophe DE KERMENGUY (France Travail Redon)",
		}[i]
	}
	return r
}

func TestSMSStaysInItsBudget(t *testing.T) {
	t.Parallel()
	c := load(t)
	makers := map[string]func(*testing.T, string) locales.Request{
		"usual": func(t *testing.T, template string) locales.Request { return usual(t, template) },
		"long":  longNames,
	}
	for name, request := range makers {
		for _, template := range templates {
			for _, lang := range c.Languages() {
				for options := range 8 {
					r := request(t, template)
					r.To.Language = lang
					r.TwoWay = options&1 != 0
					r.To.Discreet = options&2 != 0
					if options&4 != 0 {
						r.Reference = ""
					}
					m, err := c.Render(r)
					if err != nil {
						t.Errorf("%s: %v", name, err)
						continue
					}
					encoding, parts := parcours.GSM7, budget(template)
					if !writtenInGSM7(lang, template, r.TwoWay) {
						encoding, parts = parcours.UCS2, budgetUCS2(template)
					}
					if m.Encoding != encoding || m.Parts > parts || m.Over {
						t.Errorf("%s %s %s: %d parts in %s, %d signs, two-way %v, reference %q, discreet %v:\n%s", lang, name, template,
							m.Parts, m.Encoding, len([]rune(m.Body)), r.TwoWay, r.Reference, r.To.Discreet, m.Body)
					}
				}
			}
		}
	}
}

func TestShorteningTakesThePlaceFirstAndNeverTheDateNorThePhone(t *testing.T) {
	t.Parallel()
	r := usual(t, "reminder.before.appointment")
	r.Facts.With = []string{"Mme Anne MOREL (Département)", "M. Paul RIOU (France Travail)", "Lena GUEN"}
	r.Reference = ""
	m := render(t, r)
	mustContain(t, m.Body, "Rappel : rendez-vous mardi 13 janvier à 14h30, 8 rue du Port, Redon, avec Anne MOREL et 2 collègues.", "02 61 91 01 02")
	if m.Over {
		t.Errorf("over its budget: %s", m.Body)
	}

	r = usual(t, "convocation.first.joint")
	r.Facts.Place, r.Facts.Address = "Maison de l'emploi et de la formation (accueil)", "8 avenue du Port, 35600 Redon"
	m = render(t, r)
	mustContain(t, m.Body, "Lieu : 8 av. du Port, Redon.", "Anne MOREL (Département) et Paul RIOU (France Travail)")

	r.Channel = parcours.ChannelTelegram
	mustContain(t, render(t, r).Body, "Maison de l'emploi et de la formation (accueil), 8 avenue du Port, 35600 Redon")
}

func TestAnInstitutionWithBracketsInItsNameIsLeftOutWhole(t *testing.T) {
	t.Parallel()
	r := usual(t, "reply.booked.done")
	r.To.Discreet = true
	r.Facts.With = []string{"M. Paul RIOU (Mission locale (Redon))"}
	mustContain(t, render(t, r).Body, "avec Paul RIOU.")
}

func TestOverItsBudgetAMessageIsSentAndSaysSo(t *testing.T) {
	t.Parallel()
	r := usual(t, "reminder.before.appointment")
	r.Facts.Place = "Maison de l'emploi, de la formation et de l'insertion professionnelle"
	r.Facts.Address = "Résidence des Ajoncs d'Or, escalier 14, 128 boulevard du Maréchal Foch, 35600 Redon"
	r.Facts.With = []string{"Anne-Charlotte DE LA MOTTE-ROUGE DE KERVEGUEN"}
	m := render(t, r)
	if m.Parts != 2 || !m.Over {
		t.Errorf("got %d parts, over = %v", m.Parts, m.Over)
	}
	mustContain(t, m.Body, "Maison de l'emploi", "Anne-Charlotte DE LA MOTTE-ROUGE DE KERVEGUEN") // giving details up would not have helped
}

func TestAnswerTooLongForSMSIsRefused(t *testing.T) {
	t.Parallel()
	c := load(t)
	r := usual(t, "answer.relay.text")
	r.Facts.Text = strings.Repeat("Merci de venir. ", 50) // 800 signs
	m, err := c.Render(r)
	if err != nil || m.Parts != 6 {
		t.Fatalf("got %d parts, %v, want 6", m.Parts, err)
	}
	r.Facts.Text = strings.Repeat("Merci de venir. ", 60)
	if _, err := c.Render(r); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
	r.Channel = parcours.ChannelTelegram
	if _, err := c.Render(r); err != nil {
		t.Errorf("Telegram: %v", err)
	}
	r.Facts.Text = strings.Repeat("é", 4000)
	if _, err := c.Render(r); err != nil {
		t.Errorf("Telegram: %v", err)
	}
	r.Facts.Text = strings.Repeat("😀", 3000)
	if _, err := c.Render(r); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("Telegram: got %v, want ErrInvalid", err)
	}
}

func TestConvocationWithoutAFactIsRefused(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		missing string
		drop    func(*locales.Request)
	}{
		{"date", func(r *locales.Request) { r.Facts.StartsAt = time.Time{} }},
		{"place", func(r *locales.Request) { r.Facts.Place = " " }},
		{"address", func(r *locales.Request) { r.Facts.Address = "" }},
		{"name of the person", func(r *locales.Request) { r.To.FirstName, r.To.LastName = "", "" }},
		{"phone", func(r *locales.Request) { r.Facts.Phone, r.Facts.Service.Phone = "", "" }},
		{"name of the service", func(r *locales.Request) { r.Facts.Service.Name = "" }},
		{"names of the professionals", func(r *locales.Request) { r.Facts.With = []string{""} }},
	}
	for _, tt := range tests {
		for _, way := range ways {
			r := usual(t, "convocation.first.joint")
			way.set(&r)
			tt.drop(&r)
			_, err := c.Render(r)
			if !errors.Is(err, parcours.ErrInvalid) || !strings.Contains(err.Error(), tt.missing) {
				t.Errorf("without %s by %s: got %v", tt.missing, way.name, err)
			}
		}
	}
	r := usual(t, "invitation.first.choose")
	r.Facts.Service.Name = ""
	if _, err := c.Render(r); !errors.Is(err, parcours.ErrInvalid) || !strings.Contains(err.Error(), "name of the service") {
		t.Errorf("an invitation without the name of the service: got %v", err)
	}
	r = usual(t, "convocation.first.joint")
	r.Facts.StartsAt, r.Facts.Address = time.Time{}, ""
	if _, err := c.Render(r); err == nil || !strings.Contains(err.Error(), "date, address") {
		t.Errorf("got %v, want both facts named", err)
	}
}

func TestMissingFactRefusesTheMessage(t *testing.T) {
	t.Parallel()
	r := usual(t, "reminder.before.appointment")
	r.Facts.StartsAt = time.Time{}
	if _, err := load(t).Render(r); !errors.Is(err, parcours.ErrInvalid) || !strings.Contains(err.Error(), "When") {
		t.Errorf("got %v, want ErrInvalid naming the fact", err)
	}
}

func TestErrorsHoldNoPersonalData(t *testing.T) {
	t.Parallel()
	r := usual(t, "convocation.first.joint")
	r.To.LastName = "Zorglub www.exemple.fr"
	r.To.Title = parcours.TitleNone
	_, err := load(t).Render(r)
	if err == nil {
		t.Fatal("no error")
	}
	mustNotContain(t, err.Error(), "Zorglub", "ZORGLUB", "exemple")
}

func TestSMSWithoutChoicesGivesANumberToCall(t *testing.T) {
	t.Parallel()
	r := usual(t, "convocation.first.joint")
	r.Choices = nil
	body := render(t, r).Body
	mustContain(t, body, "appelez le 02 61 91 01 02")
	mustNotContain(t, body, "Répondez")
}

func TestOneWaySMSOffersNoNumber(t *testing.T) {
	t.Parallel()
	for _, template := range []string{"convocation.first.joint", "convocation.first.other", "reminder.before.appointment", "reply.slots.offer"} {
		r := usual(t, template)
		r.TwoWay = false
		body := render(t, r).Body
		mustContain(t, body, "02 61 91 01 02")
		mustNotContain(t, body, "Répondez", "1 je viens", "4 aucun")
	}
}

func TestTelegramPutsTheChoicesInButtons(t *testing.T) {
	t.Parallel()
	r := usual(t, "reply.slots.offer")
	r.Channel = parcours.ChannelTelegram
	r.Choices[0].Slot = &parcours.OfferedSlot{StartsAt: r.Choices[0].Slot.StartsAt, Place: "Chez <Anne> & Paul", Address: "Redon"}
	r.Facts.Slots = nil
	m := render(t, r)
	want := []parcours.RenderedChoice{
		{Action: "slot1", Label: "jeudi 15 janvier à 9h (Chez <Anne> & Paul)"}, // plain text, and its place because they differ
		{Action: "slot2", Label: "mardi 20 janvier à 11h15 (CDAS, Redon)"},
		{Action: "slot3", Label: "jeudi 22 janvier à 16h (CDAS, Redon)"},
		{Action: "none_fits", Label: "Aucun ne convient"},
	}
	if diff := cmp.Diff(want, m.Choices); diff != "" {
		t.Errorf("choices (-want +got):\n%s", diff)
	}
	mustNotContain(t, m.Body, "1 jeudi", "Lieu")
}

func TestOfferedTimesSayTheTownOfEachPlace(t *testing.T) {
	t.Parallel()
	r := usual(t, "reply.slots.offer")
	for i, at := range []parcours.OfferedSlot{
		{Place: "Espace Vilaine", Address: "5 quai des Gabares, 35480 Guipry-Messac"},
		{Place: "Mairie de Redon", Address: "1 rue de la Mairie, 35600 Redon"},
		{Place: "CDAS", Address: "14 rue des Ajoncs"},
	} {
		at.StartsAt = r.Choices[i].Slot.StartsAt
		r.Choices[i].Slot = &at
	}
	r.Facts.Slots = nil
	m := render(t, r)
	mustContain(t, m.Body, "9h (Espace Vilaine, Guipry-Messac)", "11h15 (Mairie de Redon)", "16h (CDAS)")
	if m.Parts > 2 {
		t.Errorf("the offer takes %d parts, 2 at most", m.Parts)
	}
}

func TestWaitingForATimeSaysWhatStillStands(t *testing.T) {
	t.Parallel()
	for _, template := range []string{"reply.slots.human", "reply.slots.none"} {
		for _, way := range ways {
			r := usual(t, template)
			way.set(&r)
			r.Facts.StartsAt = time.Time{}
			mustNotContain(t, render(t, r).Body, "reste prévu")
			mustContain(t, render(t, r).Body, "sous 2 jours ouvrés", "02 61 91 01 02")
			r.Facts.StartsAt = time.Date(2026, time.January, 13, 14, 30, 0, 0, r.Zone)
			mustContain(t, render(t, r).Body, "mardi 13 janvier à 14h30 reste prévu")
		}
	}
}

func TestHowPeopleAreAddressed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		to   parcours.Recipient
		want string
	}{
		{"title known", parcours.Recipient{Title: parcours.TitleMadame, FirstName: "Nolwenn", LastName: "Le Goff"}, "bonjour Mme LE GOFF."},
		{"monsieur", parcours.Recipient{Title: parcours.TitleMonsieur, FirstName: "Yann", LastName: "Le Goff"}, "bonjour M. LE GOFF."},
		{"title not known", parcours.Recipient{FirstName: "Yann", LastName: "Le Goff"}, "bonjour Yann LE GOFF."},
		{"first name in capitals", parcours.Recipient{FirstName: "JEAN-PIERRE", LastName: "O'BRIEN"}, "bonjour Jean-Pierre O'BRIEN."},
		{"discreet", parcours.Recipient{Title: parcours.TitleMadame, FirstName: "Nolwenn", LastName: "Le Goff", Discreet: true}, "Bonjour Nolwenn."},
		{"no first name", parcours.Recipient{LastName: "Le Goff"}, "bonjour LE GOFF."},
		{"letters outside GSM-7", parcours.Recipient{FirstName: "François", LastName: "Lemaître"}, "bonjour Francois LEMAITRE."},
		{"in English", parcours.Recipient{Title: parcours.TitleMadame, FirstName: "Nolwenn", LastName: "Le Goff", Language: parcours.English}, "hello Ms LE GOFF."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := usual(t, "convocation.first.other")
			r.To = tt.to
			mustContain(t, render(t, r).Body, tt.want)
		})
	}
}

func TestDatesAndHours(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	tests := []struct {
		name string
		at   time.Time
		lang parcours.Language
		want string
	}{
		{"usual", time.Date(2026, 1, 13, 14, 30, 0, 0, zone), parcours.French, " mardi 13 janvier à 14h30 "},
		{"on the hour", time.Date(2026, 1, 13, 9, 0, 0, 0, zone), parcours.French, " mardi 13 janvier à 9h "},
		{"first of the month", time.Date(2026, 2, 1, 9, 5, 0, 0, zone), parcours.French, " dimanche 1er février à 9h05 "},
		{"stored in UTC, winter", time.Date(2026, 1, 13, 13, 30, 0, 0, time.UTC), parcours.French, " mardi 13 janvier à 14h30 "},
		{"stored in UTC, summer", time.Date(2026, 6, 30, 12, 30, 0, 0, time.UTC), parcours.French, " mardi 30 juin à 14h30 "},
		{"the day changes in Paris", time.Date(2026, 1, 12, 23, 30, 0, 0, time.UTC), parcours.French, " mardi 13 janvier à 0h30 "},
		{"more than six months away", time.Date(2026, 8, 4, 14, 30, 0, 0, zone), parcours.French, " mardi 4 aout 2026 à 14h30 "},
		{"next year, and near", time.Date(2026, 1, 6, 14, 30, 0, 0, zone), parcours.French, " mardi 6 janvier à 14h30 "},
		{"English", time.Date(2026, 1, 13, 9, 0, 0, 0, zone), parcours.English, " Tuesday 13 January at 9:00 "},
		{"Spanish", time.Date(2026, 1, 13, 9, 0, 0, 0, zone), parcours.Spanish, " el martes 13 de enero a las 9:00 "},
		{"Portuguese", time.Date(2026, 2, 1, 9, 5, 0, 0, zone), parcours.Portuguese, ": domingo 1 de fevereiro às 9h05 "},
		{"Arabic", time.Date(2026, 1, 13, 14, 30, 0, 0, zone), parcours.Arabic, ": الثلاثاء 13/01 الساعة 14:30 "},
		{"Arabic, far away", time.Date(2026, 8, 4, 14, 30, 0, 0, zone), parcours.Arabic, ": الثلاثاء 04/08/2026 الساعة 14:30 "},
		{"Ukrainian", time.Date(2026, 1, 13, 14, 30, 0, 0, zone), parcours.Ukrainian, ": вівторок 13 січня о 14:30 "},
		{"Russian", time.Date(2026, 1, 13, 14, 30, 0, 0, zone), parcours.Russian, ": вторник 13 января в 14:30 "},
		{"Turkish", time.Date(2026, 1, 13, 14, 30, 0, 0, zone), parcours.Turkish, ": Sali 13 Ocak saat 14:30 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := usual(t, "convocation.first.other")
			r.Facts.StartsAt, r.To.Language = tt.at, tt.lang
			r.Now = time.Date(2025, 12, 31, 9, 0, 0, 0, zone)
			if tt.at.Month() == time.June {
				r.Now = r.Now.AddDate(0, 1, 0)
			}
			mustContain(t, render(t, r).Body, tt.want)
		})
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[int]string{45: "(45 min)", 60: "(1h)", 90: "(1h30)", 125: "(2h05)", 0: "à 14h30 avec"} {
		r := usual(t, "convocation.first.other")
		r.Facts.Minutes = minutes
		mustContain(t, render(t, r).Body, want)
	}
}

func TestPhonesAreWrittenAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	c := load(t)
	for in, want := range map[string]string{
		"+33261910102": "02 61 91 01 02", "0261910102": "02 61 91 01 02", "02.61.91.01.02 (accueil)": "02 61 91 01 02",
		"+33 (0)2 61 91 01 02": "02 61 91 01 02", "3949": "3949", "+32 2 555 12 12": "+32 2 555 12 12", "": "02 61 91 01 02",
	} {
		r := usual(t, "reply.appointments.none")
		r.Facts.Phone = in
		mustContain(t, render(t, r).Body, "appelez le "+want+".")
	}
	r := usual(t, "reply.appointments.none")
	r.Facts.Phone = "exemple.fr"
	if _, err := c.Render(r); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
}

func TestTrueDelay(t *testing.T) {
	t.Parallel()
	r := usual(t, "reply.question.received")
	mustContain(t, render(t, r).Body, "Anne MOREL vous répond sous 2 jours ouvrés.")
	r.Facts.Workdays = 1
	mustContain(t, render(t, r).Body, "sous 1 jour ouvré.")
	r.Facts.Workdays, r.Facts.By = 0, time.Date(2026, 1, 13, 17, 0, 0, 0, r.Zone)
	mustContain(t, render(t, r).Body, "avant le mardi 13 janvier.")
	r.Facts.By = time.Time{}
	mustContain(t, render(t, r).Body, "dès que possible.")
}

func TestDistressGivesTheNumbers(t *testing.T) {
	t.Parallel()
	numbers := map[string][]string{
		"suicide": {"3114", "15", "112", "114"}, "violence": {"17", "112", "114", "3919"}, "hunger": {"115"},
		"homeless": {"115", "112"}, "medical": {"15", "112", "114"}, "child_danger": {"119", "17", "112", "114"},
	}
	for kind, wanted := range numbers {
		for _, lang := range parcours.Languages() {
			for _, way := range ways {
				r := usual(t, "reply.distress."+kind)
				r.Facts = parcours.Facts{} // even when nothing else is known
				r.To = parcours.Recipient{Language: lang}
				way.set(&r)
				body := render(t, r).Body
				for _, number := range wanted {
					if !strings.Contains(strings.NewReplacer(",", " ", ".", " ", "،", " ", ":", " ", "\n", " ").Replace(" "+body+" "), " "+number+" ") {
						t.Errorf("%s %s %s: no %s in %s", lang, way.name, kind, number, body)
					}
				}
			}
		}
	}
}

func TestStopSaysThatRightsAndAppointmentsStand(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		r := usual(t, "reply.stop.done")
		way.set(&r)
		mustContain(t, render(t, r).Body, "Vos droits et vos rendez-vous ne changent pas.")
	}
}

func TestUnknownSenderLearnsNoName(t *testing.T) {
	t.Parallel()
	for _, template := range []string{"reply.who.unknown", "reply.unknown.sender", "reply.linked.hello", "reply.linked.invalid", "reply.wrong_person.done"} {
		for _, way := range ways {
			r := usual(t, template)
			way.set(&r)
			mustNotContain(t, render(t, r).Body, "MOREL", "GOFF", "Nolwenn")
		}
	}
}

func TestRepliesNeedNothingThatMayBeUnknown(t *testing.T) {
	t.Parallel()
	c := load(t)
	needs := map[string]bool{ // the appointment, the answer, or who writes
		"reply.confirmed.appointment": true, "reply.moved.done": true, "reply.appointments.list": true,
		"reply.who.known": true, "reply.who.unknown": true, "reply.slots.offer": true, "reply.language.ask": true,
		// the week and its hours
		"reply.weekly.noted": true, "reply.weekly.low": true, "reply.weekly.zero": true, "reply.weekly.ask": true, "reply.weekly.help": true,
		"reply.weekly.detail": true, "reply.weekly.more": true, "reply.weekly.closed": true,
		"reply.hindered.ask": true, "reply.booked.done": true,
	}
	for _, template := range templates {
		if !strings.HasPrefix(template, "reply.") && !strings.HasPrefix(template, "staff.") && !strings.HasPrefix(template, "question.") || needs[template] {
			continue
		}
		for _, way := range waysFor(template) {
			r := locales.Request{Template: template, Zone: paris(t)}
			way.set(&r)
			if _, err := c.Render(r); err != nil {
				t.Errorf("%s: %v", way.name, err)
			}
		}
	}
}

func TestTypedValuesCannotInject(t *testing.T) {
	t.Parallel()
	c := load(t)
	fields := map[string]func(*locales.Request, string){
		"first name":   func(r *locales.Request, v string) { r.To.FirstName = v },
		"last name":    func(r *locales.Request, v string) { r.To.LastName = v },
		"place":        func(r *locales.Request, v string) { r.Facts.Place = v },
		"address":      func(r *locales.Request, v string) { r.Facts.Address = v },
		"professional": func(r *locales.Request, v string) { r.Facts.With = []string{v} },
		"referent":     func(r *locales.Request, v string) { r.Facts.Referent = v },
		"about":        func(r *locales.Request, v string) { r.Facts.About = v },
		"slot":         func(r *locales.Request, v string) { r.Facts.Slots = []parcours.OfferedSlot{{Place: v}} },
		"appointment":  func(r *locales.Request, v string) { r.Facts.Appointments = []parcours.OfferedSlot{{Address: v}} },
		"activity":     func(r *locales.Request, v string) { r.Facts.Activity = v },
		"offered activity": func(r *locales.Request, v string) {
			r.Choices = []parcours.Choice{{Label: "choice.week_done", Activity: &parcours.OfferedActivity{Kind: parcours.KindWorkshop, Label: v, Minutes: 60}}}
		},
		"choice": func(r *locales.Request, v string) {
			r.Choices = []parcours.Choice{{Label: "choice.slot", Slot: &parcours.OfferedSlot{StartsAt: r.Facts.StartsAt, Place: v}}}
		},
	}
	for field, set := range fields {
		for _, bait := range []string{
			"https://exemple.fr/rsa", "HTTP://x", "www.exemple", "exemple.fr", "Jean exemple.com", "vite:exemple.xyz/a", "aide@exemple.fr",
			"Rue du bit.ly/3x", "exemple。com", strings.Repeat("Anne ", 60),
		} {
			r := usual(t, "convocation.first.other")
			r.To.Title = parcours.TitleNone
			set(&r, bait)
			if _, err := c.Render(r); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%s %q: got %v, want ErrInvalid", field, bait, err)
			}
		}
	}

	r := usual(t, "convocation.first.other")
	r.To = parcours.Recipient{FirstName: "An\nne\x00\u202e", LastName: "{{.Phone}} ((x)) <b>&amp;"}
	r.Facts.Place, r.Facts.Address = "Espace St.Jean", "Z.A. de l'Esp@ce, 8 r.Foch\r\nRedon"
	m := render(t, r)
	mustContain(t, m.Body, "bonjour An ne {{.PHONE}} ((X)) <B>&AMP;.")
	r.Channel = parcours.ChannelTelegram
	m = render(t, r)
	mustContain(t, m.Body, "{{.PHONE}} ((X)) &lt;B&gt;&amp;AMP;,\n", "Lieu : Espace St. Jean, Z.A. de l'Esp@ce, 8 r.Foch Redon\n")
}

func TestAnswerKeepsItsLines(t *testing.T) {
	t.Parallel()
	r := usual(t, "answer.relay.text")
	r.Facts.Text = "Bonjour,\r\nvenez <vite> & bien\x07 : {{.Phone}}\n\n\n\nAnne"
	mustContain(t, render(t, r).Body, "Bonjour,\nvenez <vite> & bien : {{.Phone}}\n\nAnne")
	r.Channel = parcours.ChannelTelegram
	mustContain(t, render(t, r).Body, "Bonjour,\nvenez &lt;vite&gt; &amp; bien : {{.Phone}}\n\nAnne")
	r.Facts.Text = " \n"
	if _, err := load(t).Render(r); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("empty answer: got %v, want ErrInvalid", err)
	}
}

func TestNoticeOfALongQuestionIsAnExcerpt(t *testing.T) {
	t.Parallel()
	for _, way := range waysFor("question.notice.new") {
		r := usual(t, "question.notice.new")
		r.Facts.Text = strings.Repeat("<mot> ", 660)
		way.set(&r)
		m := render(t, r)
		mustContain(t, m.Body, "[...]", r.Facts.Link)
	}
}

func TestNoNameBreaksAMessage(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := usual(t, rapid.SampledFrom(templates).Draw(rt, "template"))
		r.To.Language = rapid.SampledFrom(append(parcours.Languages(), "ti")).Draw(rt, "language")
		rapid.SampledFrom(ways).Draw(rt, "way").set(&r)
		value := rapid.StringOfN(rapid.RuneFrom(nil, unicode.Latin, unicode.Punct, unicode.Cc, unicode.Sm), 0, 60, -1)
		r.To.FirstName, r.To.LastName = value.Draw(rt, "first name"), value.Draw(rt, "last name")
		r.Facts.Place, r.Facts.Referent, r.Facts.Text = value.Draw(rt, "place"), value.Draw(rt, "referent"), value.Draw(rt, "text")
		m, err := c.Render(r)
		if errors.Is(err, parcours.ErrInvalid) {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		for _, sign := range m.Body {
			if unicode.IsControl(sign) && sign != '\n' {
				rt.Fatalf("control character %U", sign)
			}
		}
		if r.Channel == parcours.ChannelTelegram && strings.ContainsAny(m.Body, "<>") {
			rt.Fatalf("markup from a value: %q", m.Body)
		}
		if r.Channel == parcours.ChannelSMS {
			again, err := locales.Normalise(m.Body, locales.PolicyGSM)
			if err != nil || again != m.Body {
				rt.Fatalf("the stored text %q would be sent as %q, %v", m.Body, again, err)
			}
			if encoding, parts, err := locales.Measure(m.Body); err != nil || encoding != m.Encoding || parts != m.Parts {
				rt.Fatalf("announced %s in %d parts, is %s in %d", m.Encoding, m.Parts, encoding, parts)
			}
		}
	})
}

func TestCallAndLetterListsKeepTheOriginalLetters(t *testing.T) {
	t.Parallel()
	r := usual(t, "convocation.first.joint")
	r.Facts.Place = "Hôtel de ville"
	for _, channel := range []parcours.Channel{parcours.ChannelCall, parcours.ChannelLetter} {
		r.Channel, r.TwoWay = channel, false
		m := render(t, r)
		mustContain(t, m.Body, "Hôtel de ville, 8 rue du Port, Redon", "appelez le 02 61 91 01 02", "Réf K7F29")
		if m.Parts != 0 || m.Encoding != parcours.EncodingNone {
			t.Errorf("%s: counted as an SMS", channel)
		}
	}
}

func TestAskingAgainAboutTimesKeepsThem(t *testing.T) {
	t.Parallel()
	r := usual(t, "reply.slots.offer")
	r.Template = "reply.unclear.ask"
	m := render(t, r)
	mustContain(t, m.Body, "Répondez 1 jeudi 15 janvier à 9h, 2 mardi 20 janvier à 11h15, 3 jeudi 22 janvier à 16h, 4 aucun ne convient.")
	if m.Over {
		t.Errorf("over its budget: %s", m.Body)
	}
}

func TestNothingHoldsBackANoticeOrHelp(t *testing.T) {
	t.Parallel()
	c := load(t)
	odd := "www.exemple.fr aide@exemple.com \x1b\xff " + strings.Repeat("Anne ", 60)
	for _, template := range templates {
		if !strings.HasPrefix(template, "question.") && !strings.HasPrefix(template, "reply.distress.") {
			continue
		}
		for _, way := range waysFor(template) {
			r := usual(t, template)
			r.To.FirstName, r.To.LastName, r.Facts.About, r.Facts.Referent, r.Facts.Phone = odd, odd, odd, odd, odd
			if strings.HasPrefix(template, "question.") {
				r.Facts.Text = strings.Repeat("\x00<mot> 😀", 3000)
			}
			way.set(&r)
			m, err := c.Render(r)
			if err != nil {
				t.Errorf("%s: %v", way.name, err)
				continue
			}
			mustNotContain(t, m.Body, "www.exemple", " exemple.fr", "aide@exemple")
		}
	}
}
