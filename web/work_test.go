package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// morning is a town on the day after an import: nobody was convened yet, one slot is
// open for four people, Gaël has a landline and an address, Soizic has no referent
// because her territory has none, and somebody unknown wrote.
type morning struct {
	*town
	kept *audited
}

func (h *morning) tick(t *testing.T, s *store.Store) {
	t.Helper()
	if err := scheduler.Convene("@every 1m", storetest.Rules(t), s).Run(t.Context(), h.now); err != nil {
		t.Fatal(err)
	}
}

func newMorning(t *testing.T, s *store.Store, now time.Time) *morning {
	t.Helper()
	ctx := t.Context()
	h := &morning{town: &town{now: now, people: map[string]string{}}, kept: &audited{Store: s}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	pro := func(first, last, structure, territory string, role parcours.ProfessionalRole) parcours.ProfessionalRow {
		return parcours.ProfessionalRow{
			Email: strings.ToLower(first+"."+last) + "@exemple.fr", FirstName: first, LastName: last, Structure: structure, Territory: territory, Role: role,
		}
	}
	_, err := s.ImportProfessionals(ctx, now, parcours.ImportBatch{ID: "m-1", Kind: "referents"}, []parcours.ProfessionalRow{
		pro("Anne", "Morel", "Département", "Redon", parcours.RoleReferent), pro("Yves", "Caradec", "Département", "Redon", parcours.RoleReferent),
		pro("Paul", "Riou", "France Travail", "Redon", parcours.RoleProfessional), pro("Claire", "Hamon", "Département", "Redon", parcours.RoleCoordinator),
		pro("Rozenn", "Le Gall", "France Travail", "Vallons de Vilaine", parcours.RoleProfessional),
	}, false)
	must(err)
	_, err = s.ImportSlots(ctx, now, parcours.ImportBatch{ID: "m-2", Kind: "slots"}, []parcours.SlotRow{{
		StartsAt: now.AddDate(0, 0, 7), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon",
		Kind: parcours.JointInterview, Capacity: 1, ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"},
	}}, false)
	must(err)
	row := func(first, last string, n int, entered parcours.Date, phone parcours.Phone) parcours.PersonRow {
		p := parcours.PersonRow{
			FirstName: first, LastName: last, InternalID: fmt.Sprint("M-", n), EnteredOn: entered, Territory: "Redon",
			Address: "2 rue du Plessis", Postcode: "35600", City: "Redon", ReferentEmail: "anne.morel@exemple.fr",
		}
		if phone.E164 != "" {
			p.Phones = []parcours.Phone{phone}
		}
		return p
	}
	mobile := func(n int) parcours.Phone {
		return parcours.Phone{E164: fmt.Sprintf("+336399801%02d", n), Kind: parcours.PhoneMobile}
	}
	today := parcours.DateOf(now, paris())
	soizic := row("Soizic", "Bouvier", 4, today.AddDays(-3), mobile(64))
	soizic.Territory, soizic.ReferentEmail, soizic.Postcode, soizic.City = "Vallons de Vilaine", "", "35580", "Guichen"
	_, err = s.ImportPeople(ctx, now, parcours.ImportBatch{ID: "m-3", Kind: "people"}, []parcours.PersonRow{
		row("Maëlys", "Quillien", 1, today.AddDays(-2), mobile(61)), row("Yann", "Tanguy", 2, today.AddDays(-1), mobile(62)),
		row("Gaël", "Priol", 3, today.AddDays(-4), parcours.Phone{E164: "+33261910144", Kind: parcours.PhoneLandline}), soizic,
	}, false)
	must(err)
	_, err = s.PlacePeople(ctx, now)
	must(err)
	all, err := s.People(ctx, parcours.Actor{Role: parcours.AccountCoordinator}, "", 10)
	must(err)
	for _, p := range all {
		first, _, _ := strings.Cut(p.Name, " ")
		h.people[first] = p.PersonID
	}
	h.stranger(t, s, "st-1", "+33639980199", "bonjour c'est Yann, j'ai changé de téléphone <b>")
	hash, err := web.HashPassword(password)
	must(err)
	for email, role := range map[string]parcours.AccountRole{
		"anne.morel@exemple.fr": parcours.AccountReferent, "yves.caradec@exemple.fr": parcours.AccountReferent,
		"paul.riou@exemple.fr": parcours.AccountProfessional, "claire.hamon@exemple.fr": parcours.AccountCoordinator,
		"projet@exemple.fr": parcours.AccountLead, "dpo@exemple.fr": parcours.AccountAuditor,
	} {
		_, err := s.CreateAccount(ctx, now, parcours.Account{Email: email, PasswordHash: hash, Role: role})
		must(err)
	}
	labels, err := locales.Load()
	must(err)
	h.base = serve(t, &memory{}, func(o *web.Options) {
		o.Store, o.Labels, o.Rules, o.Letters = h.kept, labels, storetest.Rules(t), desk{labels}
		o.Now = func() time.Time { return h.now }
	})
	return h
}

// stranger records a message of a number that nobody has.
func (h *morning) stranger(t *testing.T, s *store.Store, id, address, text string) {
	t.Helper()
	in := parcours.Inbound{ID: id, Channel: parcours.ChannelSMS, Address: address, Kind: parcours.InboundText, Text: text, ReceivedAt: h.now}
	_, err := s.RecordInbound(t.Context(), parcours.RawInbound{ID: id, Provider: parcours.ProviderTwilio, ProviderID: id, ReceivedAt: h.now, Payload: []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	dossier, state, err := s.LoadDossier(t.Context(), h.now, in)
	if err != nil {
		t.Fatal(err)
	}
	turn := parcours.Turn{Inbound: in, Dossier: dossier, State: state, Now: h.now, Effects: []parcours.Effect{parcours.Escalate{Kind: parcours.EscalationUnknown}}}
	if err := s.RecordTurn(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
}

func overMorning(t *testing.T, test func(t *testing.T, s *store.Store, h *morning)) {
	t.Helper()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		test(t, s, newMorning(t, s, now))
	})
}

// undoForm returns where the button of the last action leads, and its fields.
func undoForm(t *testing.T, body string) (string, url.Values) {
	t.Helper()
	_, rest, found := strings.Cut(body, `<div class="flash"`)
	inside, _, _ := strings.Cut(rest, "</div>")
	_, path, ok := strings.Cut(inside, `action="`)
	if !found || !ok {
		t.Fatalf("no button takes the action back: %q", inside)
	}
	path, _, _ = strings.Cut(path, `"`)
	form := url.Values{}
	for _, m := range regexp.MustCompile(`name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(inside, -1) {
		form.Add(m[1], m[2])
	}
	return path, form
}

// undone presses the button that takes the last action back.
func (b *browser) undone(t *testing.T, page string) {
	t.Helper()
	path, form := undoForm(t, b.get(page).body)
	b.post(path, form).wants(t, http.StatusSeeOther)
}

func TestWhatWaitsIsCountedAndLeadsToItsList(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		h.tick(t, s)
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		page := b.get("/a-faire")
		page.wants(t, http.StatusOK, "Pas encore convoquées", "Sans référent", "Messages de numéros inconnus", "Semaines où il manque des créneaux", "À joindre autrement", "Inscription à France Travail à noter")
		page.lacks(t, "list.", "todo.")
		for _, list := range parcours.WorkLists() {
			if !strings.Contains(page.body, `href="/listes/`+string(list)+`"`) && list != parcours.ListNotOriented && list != parcours.ListOutcomesMissing && list != parcours.ListAtRisk {
				t.Errorf("%s is not shown", list)
			}
			status := http.StatusOK
			if list == parcours.ListSlotsShort {
				status = http.StatusSeeOther
			}
			got := b.get("/listes/" + string(list))
			got.wants(t, status)
			got.lacks(t, "list.", "label.", "work_reason", "<b>")
		}
		b.get("/listes/not_convened").wants(t, http.StatusOK, "aucun créneau libre avant l&#39;échéance", "/creneaux?territory=", "téléphone fixe seulement")
		b.get("/listes/unreachable?page=2").wants(t, http.StatusOK, "Personne à joindre autrement")
		b.get("/a-faire?lang=en").wants(t, http.StatusOK, "To do", "Without a referent")

		anne := signedIn(t, h.base, "anne.morel@exemple.fr")
		anne.get("/a-faire").wants(t, http.StatusOK, "Pas encore convoquées")
		anne.get("/a-faire").lacks(t, "Sans référent", "numéros inconnus", "créneaux")
		anne.get("/listes/not_convened").lacks(t, "Soizic", "export.csv")
		anne.get("/listes/unclaimed").wants(t, http.StatusForbidden)
	})
}

// TestWorkIsForThoseWhoDoIt tries every address of the lists, referents and slots as
// every role.
func TestWorkIsForThoseWhoDoIt(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		slots, err := s.Calendar(t.Context(), "", h.now, h.now.AddDate(0, 1, 0))
		if err != nil || len(slots) != 1 {
			t.Fatalf("slots %v, %v", slots, err)
		}
		mine, theirs := h.people["Maëlys"], h.people["Soizic"]
		const no, hidden = http.StatusForbidden, http.StatusNotFound
		coordinators := map[string]url.Values{
			"/affectations": {"one": {mine}, "to": {"x"}}, "/affectations/x/annulation": nil, "/referents/x/transfert": {"vers": {"x"}},
			"/creneaux": nil, "/creneaux/" + slots[0].ID + "/annulation": {"booked": {"0"}}, "/creneaux/" + slots[0].ID + "/places": {"capacity": {"9"}},
			"/creneaux/series/x/annulation": nil, "/lieux": {"name": {"x"}}, "/inconnus/x/fermeture": nil, "/listes/unclaimed": {"q": {"tanguy"}},
		}
		pages := []string{
			"/referents", "/referents/x/transfert", "/affectations/" + mine, "/creneaux", "/creneaux/" + slots[0].ID, "/lieux",
			"/listes/no_referent", "/listes/unclaimed", "/listes/slots_short", "/listes/not_convened/export.csv",
		}
		for _, email := range []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr", "projet@exemple.fr", "dpo@exemple.fr"} {
			b := signedIn(t, h.base, email)
			for path, form := range coordinators {
				b.post(path, form).wants(t, no)
			}
			for _, path := range pages {
				b.get(path).wants(t, no)
			}
		}
		for _, email := range []string{"paul.riou@exemple.fr", "projet@exemple.fr", "dpo@exemple.fr"} {
			b := signedIn(t, h.base, email)
			b.get("/a-faire").wants(t, no)
			b.post("/inscriptions", url.Values{"one": {mine}, "on": {"2026-01-05"}}).wants(t, no)
			b.post("/numeros", url.Values{"person": {mine}, "number": {"06 39 98 01 55"}}).wants(t, no)
		}
		anne := signedIn(t, h.base, "anne.morel@exemple.fr")
		anne.post("/inscriptions", url.Values{"person": {mine, theirs}, "on": {"2026-01-05"}}).wants(t, hidden)
		anne.post("/numeros", url.Values{"person": {theirs}, "number": {"06 39 98 01 55"}}).wants(t, hidden)
		file, err := s.Person(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, mine)
		if err != nil || len(file.Facts) > 0 {
			t.Errorf("a selection with somebody else's person was recorded in part: %v, %v", file.Facts, err)
		}
		visitor(t, h.base).get("/a-faire").wants(t, http.StatusSeeOther)
	})
}

func TestSomebodyWithoutReferentIsGivenOneAndBack(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		list := b.get("/listes/no_referent")
		list.wants(t, http.StatusOK, "Soizic BOUVIER", "(3 / 60)", "(0 / 60)")
		referents, err := s.Referents(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		yves := referents[len(referents)-1]
		for _, p := range referents {
			if p.LastName == "Caradec" {
				yves = p
			}
		}
		b.post("/affectations", url.Values{"person": {h.people["Soizic"]}, "to": {yves.ID}, "suite": {"/listes/no_referent"}}).wants(t, http.StatusSeeOther)
		page := b.get("/listes/no_referent")
		page.wants(t, http.StatusOK, "changement de référent", "Tout le monde a un référent")
		path, form := undoForm(t, page.body)
		signedIn(t, h.base, "yves.caradec@exemple.fr").get("/personnes/"+h.people["Soizic"]).wants(t, http.StatusOK)
		b.post(path, form).wants(t, http.StatusSeeOther)
		b.get("/listes/no_referent").wants(t, http.StatusOK, "C&#39;est corrigé", "Soizic BOUVIER")
		b.post(path, form).wants(t, http.StatusConflict)
		b.post("/affectations", url.Values{"to": {yves.ID}}).wants(t, http.StatusUnprocessableEntity)
	})
}

func TestACaseloadIsSpreadAsItWasPreviewed(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		referents, err := s.Referents(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		id := map[string]string{}
		for _, p := range referents {
			id[p.LastName] = p.ID
		}
		from := "/referents/" + id["Morel"] + "/transfert"
		b.get("/referents").wants(t, http.StatusOK, "Anne MOREL", from)
		b.get(from).wants(t, http.StatusOK, "3 personnes suivies", "1 créneau à venir se tient avec ce référent")
		preview := b.get(from + "?vers=" + id["Caradec"])
		preview.wants(t, http.StatusOK, "Confier ces 3 personnes", "+3")
		mark := values(preview.body, "mark")[0]
		b.post(from, url.Values{"vers": {id["Caradec"]}, "mark": {"autre"}}).wants(t, http.StatusConflict)
		b.post(from, url.Values{"vers": {id["Caradec"]}, "mark": {mark}}).wants(t, http.StatusSeeOther)
		b.get("/referents").wants(t, http.StatusOK, "3 personnes · file de Anne MOREL")
		b.post(from, url.Values{"vers": {id["Caradec"]}, "mark": {mark}}).wants(t, http.StatusConflict)
	})
}

func TestRegistrationsAreRecordedForASelectionAndTakenBack(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, _ *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		list := "/listes/not_registered"
		b.get(list).wants(t, http.StatusOK, "1 à 4 sur 4")
		form := url.Values{"person": {h.people["Maëlys"], h.people["Yann"]}, "on": {"2026-01-02"}, "suite": {list}}
		b.post("/inscriptions", form).wants(t, http.StatusSeeOther)
		b.undone(t, list)
		b.get(list).wants(t, http.StatusOK, "1 à 4 sur 4")
		b.post("/inscriptions", form).wants(t, http.StatusSeeOther)
		b.get(list).wants(t, http.StatusOK, "1 à 2 sur 2")
		b.post("/inscriptions", url.Values{"one": {h.people["Gaël"]}, "on": {"2026-01-06"}}).wants(t, http.StatusUnprocessableEntity)
	})
}

func TestANewNumberIsAskedBeforeAnythingElseGoesThere(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		list := "/listes/unreachable"
		b.get(list).wants(t, http.StatusOK, "Gaël PRIOL", "Nouveau numéro")
		form := url.Values{"person": {h.people["Gaël"]}, "number": {"06 39 98 01 77"}, "suite": {list}}
		b.post("/numeros", form).wants(t, http.StatusSeeOther)
		b.undone(t, list)
		b.get(list).wants(t, http.StatusOK, "Gaël PRIOL")
		form.Set("confirmed", "yes")
		b.post("/numeros", form).wants(t, http.StatusSeeOther)
		b.get(list).lacks(t, "Gaël PRIOL")
		form.Set("number", "bonjour")
		b.post("/numeros", form).wants(t, http.StatusUnprocessableEntity)
		file, err := s.Person(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, h.people["Gaël"])
		if err != nil || len(file.Claims) != 0 {
			t.Errorf("claims %v, %v", file.Claims, err)
		}
	})
}

func TestAMessageOfAnUnknownNumberIsAttachedDroppedOrClosed(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		const list = "/listes/unclaimed"
		page := b.get(list)
		page.wants(t, http.StatusOK, "06 39 98 01 99", "j&#39;ai changé de téléphone &lt;b&gt;")
		question := values(page.body, "question")[0]
		b.post(list, url.Values{"question": {question}, "q": {"tanguy"}}).wants(t, http.StatusOK, "Yann TANGUY", "Rattacher")
		b.post(list, url.Values{"question": {question}, "q": {"zzz"}}).wants(t, http.StatusOK, "Personne ne correspond")
		b.post("/inconnus/"+question+"/rattachement", url.Values{"person": {h.people["Yann"]}, "theirs": {"yes"}}).wants(t, http.StatusSeeOther)
		anne := signedIn(t, h.base, "anne.morel@exemple.fr")
		anne.get("/file").wants(t, http.StatusOK, "Yann TANGUY")
		anne.get("/personnes/"+h.people["Yann"]).wants(t, http.StatusOK, "Nouveau numéro donné", "changé de téléphone")
		b.undone(t, list)
		anne.get("/file").lacks(t, "Yann TANGUY")
		anne.get("/personnes/"+h.people["Yann"]).lacks(t, "Il n&#39;est pas encore utilisé", "changé de téléphone")
		b.post("/inconnus/"+question+"/fermeture", nil).wants(t, http.StatusSeeOther)
		b.undone(t, list)
		b.post("/inconnus/"+question+"/mauvais-numero", nil).wants(t, http.StatusSeeOther)
		b.get(list).wants(t, http.StatusOK, "Aucun message d&#39;un numéro inconnu")
		b.post("/inconnus/"+question+"/rattachement", url.Values{"person": {h.people["Yann"]}}).wants(t, http.StatusConflict)
		b.post("/inconnus/absent/fermeture", nil).wants(t, http.StatusNotFound)
		_ = s
	})
}

func TestAnOutcomeIsRecordedFromItsLine(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		h.tick(t, s)
		h.now = h.now.AddDate(0, 0, 9)
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		list := "/listes/outcomes_missing"
		page := b.get(list)
		page.wants(t, http.StatusOK, "Gaël PRIOL", "Paul RIOU", `value="seen"`, `value="no_show"`)
		page.lacks(t, `value="unknown"`)
		_, rest, _ := strings.Cut(page.body, `action="/personnes/`+h.people["Gaël"]+`/issues/`)
		id, _, _ := strings.Cut(rest, `"`)
		b.post("/personnes/"+h.people["Gaël"]+"/issues/"+id, url.Values{"outcome": {"seen"}, "suite": {list}}).wants(t, http.StatusSeeOther)
		b.get(list).wants(t, http.StatusOK, "Toutes les issues sont renseignées")
		h.now = h.now.AddDate(0, 0, 8)
		b.get("/listes/not_oriented").wants(t, http.StatusOK, "Gaël PRIOL", "#record-oriented")
	})
}

func TestAListIsExportedAsSpreadsheetsReadIt(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		h.stranger(t, s, "st-2", "+33639980198", "=HYPERLINK(\"x\")")
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		got := b.get("/listes/not_convened/export.csv")
		got.wants(t, http.StatusOK, "\uFEFFPersonne;Territoire;", "Gaël PRIOL;Redon;Anne MOREL;01/01/2026;16/01/2026;11;")
		if !strings.Contains(got.header.Get("Content-Disposition"), "a-faire-not_convened-2026-01-05.csv") {
			t.Errorf("named %q", got.header.Get("Content-Disposition"))
		}
		b.get("/listes/unclaimed/export.csv").wants(t, http.StatusOK, `'=HYPERLINK`)
		b.get("/listes/slots_short/export.csv").wants(t, http.StatusNotFound)
		h.kept.mu.Lock()
		defer h.kept.mu.Unlock()
		if !strings.Contains(strings.Join(h.kept.kept, "\n"), "export_list not_convened") {
			t.Errorf("kept %q", h.kept.kept)
		}
	})
}
