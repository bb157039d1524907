package web_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/parcours"

	"github.com/google/go-cmp/cmp"
)

func TestPilotageShowsEveryFigureWithItsList(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "coordination@exemple.fr")
	got := b.get("/?territory=redon")
	got.wants(
		t, http.StatusOK,
		"91\u00a0%", "187 personnes au délai écoulé", `href="/listes/convened_in_time?territory=redon"`,
		`href="/listes/contactable?cause=landline&amp;territory=redon"`, "téléphone fixe seulement",
		"Pays de Redon\u00a0: 3 créneaux manquent d&#39;ici le samedi 17 janvier.",
		`href="/listes/people?referent=anne&amp;territory=redon"`,
		`href="/listes/clock_red?territory=redon"`, "6 issues de rendez-vous à renseigner",
		`role="img"`, "<title id=", `data-refresh="/pilotage/chiffres?territory=redon"`,
	)
	for _, f := range m.filters {
		if f.TerritoryID != "redon" {
			t.Errorf("got asked with filter %+v", f)
		}
	}
	b.get("/?entered_from=hier").wants(t, http.StatusUnprocessableEntity)
}

func TestEveryLinkOfThePilotagePageOpens(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "coordination@exemple.fr")
	parts := strings.Split(b.get("/").body, `href="`)
	seen := map[string]bool{}
	for _, part := range parts[1:] {
		link, _, _ := strings.Cut(part, `"`)
		link = html.UnescapeString(link)
		if seen[link] || !strings.HasPrefix(link, "/") {
			continue
		}
		seen[link] = true
		if got := b.get(link); got.status != http.StatusOK {
			t.Errorf("%s: got %d", link, got.status)
		}
	}
	if len(seen) < 30 {
		t.Errorf("got %d links", len(seen))
	}
}

func TestEmptyTerritoryIsSaidInWords(t *testing.T) {
	t.Parallel()
	m := fiction()
	m.files, m.incidents, m.escalations, m.loads = nil, nil, nil, nil
	m.reach, m.deadlines = parcours.Reach{}, parcours.Deadlines{WithinDays: 15, Convened: parcours.Delays{Median: -1, P90: -1}, Met: parcours.Delays{Median: -1, P90: -1}}
	b := signedIn(t, serve(t, m), "coordination@exemple.fr")
	got := b.get("/")
	got.wants(
		t, http.StatusOK, "Personne à joindre autrement\u00a0: tout le monde a un canal.",
		"Tout le monde a reçu sa convocation.", "Aucun délai en danger", "Aucun référent.", "importez les fichiers", `<p class="big">–</p>`,
	)
	got.lacks(t, "NaN", "médiane", "0\u00a0%</p>")
	b.get("/file").wants(t, http.StatusOK, "Aucune question n")
	b.post("/personnes", url.Values{"q": {"zzz"}}).wants(t, http.StatusOK, "Personne ne correspond à «\u00a0zzz\u00a0»")
}

func TestJSONSaysTheSameAsTheStore(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "coordination@exemple.fr")
	var reach parcours.Reach
	decode(t, b.get("/api/v1/reach"), &reach)
	if diff := cmp.Diff(m.reach, reach); diff != "" {
		t.Error(diff)
	}
	var deadlines parcours.Deadlines
	decode(t, b.get("/api/v1/deadlines"), &deadlines)
	if diff := cmp.Diff(m.deadlines, deadlines); diff != "" {
		t.Error(diff)
	}
	var loads []parcours.Load
	decode(t, b.get("/api/v1/referents"), &loads)
	if diff := cmp.Diff(m.loads, loads); diff != "" {
		t.Error(diff)
	}
	var people []map[string]any
	decode(t, b.get("/api/v1/unreachable"), &people)
	want := map[string]any{
		"person_id": "p-3", "name": "Jean-Pierre GUILLEMOT", "territory": "Vallons de Vilaine", "referent": "Yves CARADEC",
		"entered_on": "2025-12-28", "deadline": "2026-01-12", "clock": "red", "cause": "landline", "next_channel": "call",
	}
	if diff := cmp.Diff(want, people[0]); diff != "" {
		t.Error(diff)
	}
	got := b.get("/api/v1/reach?entered_to=31/12/2025")
	got.wants(t, http.StatusUnprocessableEntity, `"type":"urn:relais:problem:invalid"`, "entered_to")
	visitor(t, b.base).get("/api/v1/reach").wants(t, http.StatusUnauthorized, `"type":"urn:relais:problem:unauthorized"`)
}

func decode(t *testing.T, got answer, into any) {
	t.Helper()
	got.wants(t, http.StatusOK)
	if err := json.Unmarshal([]byte(got.body), into); err != nil {
		t.Fatal(err)
	}
}

func TestIncidentIsSeenOnce(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "coordination@exemple.fr")
	b.get("/").wants(t, http.StatusOK, "2 alertes à regarder")
	b.post("/alertes/i-1/vue", nil).wants(t, http.StatusSeeOther)
	got := b.get("/")
	got.wants(t, http.StatusOK, "Alerte vue.", "Une alerte à regarder")
	got.lacks(t, "créneaux manquent")
	b.get("/").lacks(t, "Alerte vue.")
}

func TestInboxPutsUrgentThenOverdueFirst(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "anne.morel@exemple.fr")
	body := b.get("/file").body
	last := -1
	for _, name := range []string{`href="/questions/e-3"`, `href="/questions/e-2"`, `href="/questions/e-1"`} {
		at := strings.Index(body, name)
		if at < last {
			t.Errorf("got %s too early", name)
		}
		last = at
	}
	body += b.get("/questions/e-3").body
	for _, want := range []string{`action="/questions/e-3/reponse"`, "Appelez la personne maintenant", "lit en français", "attendue le"} {
		if !strings.Contains(body, want) {
			t.Errorf("got an inbox without %q", want)
		}
	}
}

func TestCoordinatorSeesTheQuestionsOfNobody(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "coordination@exemple.fr")
	b.get("/file").wants(t, http.StatusOK, "Sans référent", "Numéro inconnu", "Chez d&#39;autres professionnels")
	b.get("/file?part=queue&current=e-5").wants(t, http.StatusOK, `href="/questions/e-5" aria-current="true"`)
}

func TestAnswerGoesToThePersonOnce(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	b.post("/questions/e-1/reponse", url.Values{"text": {"  "}}).wants(t, http.StatusUnprocessableEntity, "Écrivez une réponse")
	long := strings.Repeat("é", 671)
	b.post("/questions/e-1/reponse", url.Values{"text": {long}}).wants(t, http.StatusUnprocessableEntity, "trop longue", long)
	b.post("/questions/e-1/reponse", url.Values{"text": {" Oui.\r\nÀ lundi. "}}).wants(t, http.StatusSeeOther)
	messages := m.escalations[0].Messages
	if got, want := messages[len(messages)-1].Text, "Oui.\nÀ lundi."; got != want {
		t.Errorf("got %q sent, want %q", got, want)
	}
	got := b.post("/questions/e-1/reponse", url.Values{"text": {"Encore"}})
	got.wants(t, http.StatusUnprocessableEntity, "déjà répondu")
	b.get("/file").wants(t, http.StatusOK, "La réponse est partie.")
}

func TestAnAnswerThatNoMessageCarriesIsLeftToAHuman(t *testing.T) {
	t.Parallel()
	m := fiction()
	e := m.escalations[0]
	file := m.files[e.PersonID]
	for i := range file.Contacts {
		file.Contacts[i].OptedOutAt = time.Date(2026, time.January, 2, 9, 0, 0, 0, paris())
	}
	m.files[e.PersonID] = file
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	got := b.get("/questions/e-1")
	got.wants(t, http.StatusOK, "à lui transmettre (appel)")
	if strings.Contains(got.body, "Votre réponse part par") {
		t.Error("the page promises a message after STOP")
	}
	b.post("/questions/e-1/reponse", url.Values{"text": {"Oui."}}).wants(t, http.StatusSeeOther)
	b.get("/personnes/"+e.PersonID).wants(t, http.StatusOK, "de vive voix ou par courrier")
}

func TestPersonPageTellsTheWholeStory(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	got := b.get("/personnes/p-0")
	got.wants(
		t, http.StatusOK, "Mme", "Nadine LE GOFF", "suivi : Anne MOREL (Département)", "Échéance le lundi 19 janvier",
		"Convocation le lundi 5 janvier, jour 1", "Convocation à temps", "06 39 98 01 00", "issue à renseigner", "Rappel", "non distribuable", "STOP le 7",
		"Répondez 1 je viens", "&lt;3", "distribué", "venue confirmée le 12 janv. 18h04", "socioprofessionnel",
	)
	got.lacks(t, "4242", "#ZgotmplZ", "label.", "detail.", "message.", "%!")
}

func TestOutcomeFormOffersLegalMovesOnly(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "paul.riou@exemple.fr")
	body := b.get("/personnes/p-0").body
	past, future := form(body, "/personnes/p-0/issues/pa-1"), form(body, "/personnes/p-0/issues/pa-2")
	for _, c := range []struct {
		form, outcome string
		want          bool
	}{
		{past, "seen", true},
		{past, "no_show", true},
		{past, "excused", true},
		{past, "unknown", false},
		{future, "seen", false},
		{future, "no_show", false},
		{future, "excused", true},
		{future, "revoked", true},
	} {
		if got := strings.Contains(c.form, `name="outcome" value="`+c.outcome+`"`); got != c.want {
			t.Errorf("got %s offered: %v, want %v", c.outcome, got, c.want)
		}
	}
	b.post("/personnes/p-0/issues/pa-2", url.Values{"outcome": {"seen"}}).wants(t, http.StatusUnprocessableEntity)
	b.post("/personnes/p-0/issues/pa-1", url.Values{"outcome": {"parti"}}).wants(t, http.StatusUnprocessableEntity)
	b.post("/personnes/p-0/issues/pa-1", url.Values{"outcome": {"excused"}, "impediment": {"paresse"}}).wants(t, http.StatusUnprocessableEntity)
	b.post("/personnes/p-0/issues/pa-1", url.Values{"outcome": {"no_show"}}).wants(t, http.StatusSeeOther)
	b.post("/personnes/p-0/issues/pa-2", url.Values{"outcome": {"revoked"}}).wants(t, http.StatusSeeOther)
	if diff := cmp.Diff([]parcours.Outcome{parcours.OutcomeNoShow}, m.outcomes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"r-2"}, m.revoked); diff != "" {
		t.Error(diff)
	}
}

func form(body, action string) string {
	_, rest, _ := strings.Cut(body, `action="`+action+`"`)
	inside, _, _ := strings.Cut(rest, "</form>")
	return inside
}

func TestFactsAreDatedAndComplete(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	for _, wrong := range []url.Values{
		{"kind": {"registered"}},
		{"kind": {"registered"}, "on": {"2026-01-14"}},
		{"kind": {"registered"}, "on": {"14/01/2026"}},
		{"kind": {"oriented"}, "on": {"2026-01-12"}, "value": {"ailleurs"}},
		{"kind": {"contracted"}, "on": {"2026-01-12"}, "ends_on": {"2026-01-11"}},
		{"kind": {"exited"}, "on": {"2026-01-12"}},
	} {
		b.post("/personnes/p-0/faits", wrong).wants(t, http.StatusUnprocessableEntity, "Saisie à corriger")
	}
	b.post("/personnes/p-0/faits", url.Values{"kind": {"contracted"}, "on": {"2026-01-12"}, "ends_on": {"2026-07-12"}, "value": {"x"}}).wants(t, http.StatusSeeOther)
	want := []parcours.Fact{{
		PersonID: "p-0", Kind: parcours.FactContracted, On: parcours.NewDate(2026, 1, 12), EndsOn: parcours.NewDate(2026, 7, 12), By: "anne", At: m.now,
	}}
	if diff := cmp.Diff(want, m.facts); diff != "" {
		t.Error(diff)
	}
}

func TestPlannedMessageCanBeCancelled(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	b.post("/personnes/p-0/messages/n-1/annulation", nil).wants(t, http.StatusSeeOther)
	if diff := cmp.Diff([]string{"n-1"}, m.cancelled); diff != "" {
		t.Error(diff)
	}
	b.get("/personnes/p-0").wants(t, http.StatusOK, "Le message ne partira pas.")
}

func TestTelegramLinkIsShownOnce(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "anne.morel@exemple.fr")
	b.post("/personnes/p-0/telegram", nil).wants(t, http.StatusOK, "https://t.me/relais_bot?start=jeton-p-0", "72 heures")
	b.get("/personnes/p-0").lacks(t, "jeton-")
	b.post("/compte/telegram", nil).wants(t, http.StatusOK, "https://t.me/relais_bot?start=jeton-anne")
	b.get("/compte").lacks(t, "jeton-")
}

func TestPersonalTextsAreInert(t *testing.T) {
	t.Parallel()
	const probe = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{.T}}`
	m := fiction()
	file := m.files["p-0"]
	p := &file.Person
	for _, field := range []*string{&p.FirstName, &p.LastName, &p.BirthName, &p.AffiliationNumber, &p.InternalID, &p.FranceTravailID, &p.Address, &p.Postcode, &p.City, &p.Structure, &p.Territory, &file.Referent.FirstName, &file.Referent.Structure, &file.Contacts[0].Address, &file.Appointments[0].Place.Name, &file.Appointments[0].Place.Address} {
		*field = probe
	}
	p.Language = parcours.Language(probe)
	file.Facts[1].Value = probe
	file.Appointments[0].Kind = parcours.AppointmentKind(probe)
	m.files["p-0"] = file
	for i := range m.timeline["p-0"] {
		entry := &m.timeline["p-0"][i]
		entry.Text, entry.ActorName, entry.Details = probe, probe, map[string]string{"words": probe, "starts_at": probe}
	}
	m.escalations[0].PersonName, m.escalations[0].ProfessionalName = probe, probe
	m.escalations[0].Messages[0].Text, m.escalations[0].Messages[0].Author = probe, probe
	m.incidents[0].Details = map[string]string{"territory": probe, "missing": probe, "by": probe}
	m.incidents[1].Kind = probe
	m.loads[0].Name, m.territories[0].Name, m.accounts[0].Name = probe, probe, probe
	b := signedIn(t, serve(t, m), "coordination@exemple.fr")
	query := url.Values{"q": {probe}, "territory": {probe}, "lang": {probe}, "cause": {probe}}.Encode()
	for _, path := range []string{"/", "/?" + query, "/questions/e-1", "/personnes/p-0", "/listes/people", "/listes/delivered?" + query, "/compte", "/connexion?suite=" + url.QueryEscape(probe)} {
		got := b.get(path)
		got.lacks(t, "<script>", "<img", "onerror=alert(1)>")
	}
	b.post("/personnes", url.Values{"q": {probe}}).lacks(t, "<script>", "<img", "onerror=alert(1)>")
}
