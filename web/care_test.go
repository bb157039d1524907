package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/web"
)

// TestAReferentCaresForAPersonOverTheDatabase walks the forms of a person's page, and
// tries each as somebody who does not follow them.
func TestAReferentCaresForAPersonOverTheDatabase(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		file := "/personnes/" + h.people["Maëlys"]
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		stranger := signedIn(t, h.base, "yves.caradec@exemple.fr")
		meets := signedIn(t, h.base, "paul.riou@exemple.fr")
		all := parcours.Actor{Role: parcours.AccountCoordinator}
		planned, err := s.Planned(t.Context(), all, h.people["Maëlys"])
		if err != nil || len(planned) == 0 {
			t.Fatalf("planned %v, %v", planned, err)
		}
		message := file + "/messages/" + planned[0].ID
		for _, step := range []struct {
			path  string
			form  url.Values
			shows string
		}{
			{file + "/plan", url.Values{"min_hours": {"15"}, "max_hours": {"20"}, "from": {"2026-01-05"}}, "De 15 à 20 h par semaine"},
			{file + "/activites", url.Values{"kind": {"workshop"}, "label": {"Atelier CV"}, "day": {"2026-01-08"}, "at": {"14:00"}, "hours": {"2,5"}}, "2,5 h"},
			{file + "/notes", url.Values{"text": {"Préfère le matin."}}, "Préfère le matin."},
			{file + "/preferences", url.Values{"language": {"en"}, "channel": {"sms"}, "discreet": {"yes"}}, "lit en anglais"},
			{message + "/annulation", nil, "Remettre"},
			{message + "/retour", nil, "Ne pas envoyer"},
			{message + "/envoi", nil, "Le message part maintenant."},
			{file + "/adresses", url.Values{"number": {"06 39 98 01 77"}, "main": {"yes"}}, "06 39 98 01 77"},
			{file + "/message", url.Values{"text": {"Bonjour, comment allez-vous ?"}}, "Message du référent"},
			{file + "/sortie", url.Values{"why": {"moved"}, "on": {"2026-01-05"}}, "hors parcours depuis"},
			{file + "/retour", nil, "Le suivi reprend."},
		} {
			stranger.post(step.path, step.form).wants(t, http.StatusNotFound)
			if !strings.Contains(step.path, "/message") {
				meets.post(step.path, step.form).wants(t, http.StatusForbidden)
			}
			b.post(step.path, step.form).wants(t, http.StatusSeeOther)
			page := b.get(file)
			page.wants(t, http.StatusOK, step.shows)
			page.lacks(t, "label.", "detail.", "event_kind", "hurry.")
		}
		for path, form := range map[string]url.Values{
			file + "/plan":                           {"min_hours": {"20"}, "max_hours": {"15"}, "from": {"2026-01-05"}},
			file + "/activites":                      {"kind": {"workshop"}, "day": {"2026-01-01"}, "hours": {"2"}},
			file + "/preferences":                    {"language": {"klingon"}},
			file + "/adresses":                       {"number": {"bonjour"}},
			file + "/sortie":                         {"why": {"moved"}, "on": {"2026-02-05"}},
			file + "/message":                        {"text": {" "}},
			file + "/semaines/2026-01-05/validation": {"hours": {"beaucoup"}},
		} {
			b.post(path, form).wants(t, http.StatusUnprocessableEntity)
		}
		b.post(file+"/semaines/2026-01-06/validation", url.Values{"hours": {"3"}}).wants(t, http.StatusNotFound) // a Tuesday
		// A word that says too much cannot be called back: discreet mode is put back at once.
		preferences := func(language parcours.Language, channel parcours.Channel, discreet bool) {
			t.Helper()
			got, err := s.Person(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, h.people["Maëlys"])
			if err != nil || got.Person.Language != language || got.Person.PreferredChannel != channel || got.Person.Discreet != discreet {
				t.Errorf("got %s %q discreet %v, %v; want %s %q %v", got.Person.Language, got.Person.PreferredChannel, got.Person.Discreet, err, language, channel, discreet)
			}
		}
		b.post(file+"/preferences", url.Values{"language": {"ar"}, "channel": {"sms"}, "discreet": {"yes"}}).wants(t, http.StatusSeeOther)
		preferences(parcours.Arabic, parcours.ChannelSMS, true)
		b.post(file+"/preferences", url.Values{"language": {"fr"}}).wants(t, http.StatusSeeOther)
		preferences(parcours.French, "", false)
		b.undone(t, file)
		preferences(parcours.Arabic, parcours.ChannelSMS, true)

		b.post("/affectations", url.Values{"one": {h.people["Maëlys"]}, "to": {"x"}}).wants(t, http.StatusForbidden)
	})
}

func TestANoteThatSpeaksOfHealthIsShownAgainFirst(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, _ *store.Store, h *town) {
		file := "/personnes/" + h.people["Maëlys"]
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		text := url.Values{"text": {"Suit un traitement, préfère le soir."}}
		b.post(file+"/notes", text).wants(t, http.StatusUnprocessableEntity, "semblent parler de santé", "<q>traitement</q>", "préfère le soir.</textarea>")
		text.Set("checked", "yes")
		b.post(file+"/notes", text).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "préfère le soir.</p>")
	})
}

func TestAClickThatHurtsIsUndone(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		file := "/personnes/" + h.people["Maëlys"]
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		team, err := s.Team(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		yves := ""
		for _, p := range team {
			if p.LastName == "Caradec" {
				yves = p.ID
			}
		}
		b.post("/affectations", url.Values{"one": {h.people["Maëlys"]}, "to": {yves}, "suite": {file}}).wants(t, http.StatusSeeOther)
		page := b.get(file)
		page.wants(t, http.StatusOK, "suivi : Yves CARADEC", "data-undo")
		_, rest, _ := strings.Cut(page.body, `action="/affectations/`)
		transfer, _, _ := strings.Cut(rest, "/")
		b.post("/affectations/"+transfer+"/annulation", nil).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "suivi : Anne MOREL")
		b.post(file+"/sortie", url.Values{"why": {"moved"}, "on": {"2026-01-05"}}).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "data-undo", `action="`+file+`/retour"`)
	})
}

// The cost of an answer is counted where it is written, with a script and without.
func TestAnAnswerIsCountedAsItWillLeave(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	price, err := parcours.ParseEuros("0.05")
	if err != nil {
		t.Fatal(err)
	}
	m := fiction()
	b := signedIn(t, serve(t, m, func(o *web.Options) { o.Texts, o.PartPrice, o.TwoWaySMS = words, &price, true }), "anne.morel@exemple.fr")
	long := strings.Repeat("Bonjour. ", 20)
	b.post("/questions/e-2/apercu?part=count", url.Values{"text": {"Oui."}}).wants(t, http.StatusOK, "1 SMS", "0,05", "Anne MOREL vous répond")
	b.post("/questions/e-2/apercu?part=count", url.Values{"text": {long}}).wants(t, http.StatusOK, "2 SMS", "0,10")
	b.post("/questions/e-2/apercu?part=count", url.Values{"text": {"œ̂ ☺"}}).wants(t, http.StatusOK, "un caractère rare")
	b.post("/questions/e-2/apercu", url.Values{"text": {"Oui."}}).wants(t, http.StatusOK, "1 SMS", ">Oui.</textarea>")
	b.post("/personnes/p-2/message/apercu?part=count", url.Values{"text": {"Bonjour."}}).wants(t, http.StatusOK, "1 SMS", "Anne MOREL vous écrit")
	if last := m.escalations[1].Messages; len(last) != 1 {
		t.Errorf("a preview was sent: %+v", last)
	}
}

func TestATimelineIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	m := fiction()
	for i := range 90 {
		m.timeline["p-0"] = append(m.timeline["p-0"], parcours.TimelineEntry{
			At: m.now.Add(time.Duration(i) * time.Second), Kind: parcours.EventReceived, Actor: "person", Channel: parcours.ChannelSMS, Text: "message numéro " + string(rune('A'+i%26)),
		})
	}
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	first := b.get("/personnes/p-0")
	first.wants(t, http.StatusOK, `href="/personnes/p-0?page=2#fil"`, "Plus ancien")
	first.lacks(t, "Plus récent")
	b.get("/personnes/p-0?page=3").wants(t, http.StatusOK, "Plus récent", "Entrée dans le parcours")
	appointments := b.get("/personnes/p-0?fil=appointments")
	appointments.wants(t, http.StatusOK, "Rendez-vous fixé", `aria-current="true">Rendez-vous`)
	appointments.lacks(t, "message numéro", "Entrée dans le parcours")
	b.get("/personnes/p-0?fil=messages&page=9").wants(t, http.StatusOK, "Rien pour le moment.")
	b.get("/personnes/p-0?part=moves&fil=appointments").lacks(t, "<html", "message numéro")
}
