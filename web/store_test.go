package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/intake"
	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

var _ web.Store = (*store.Store)(nil)

// town is the console over a real database: Maëlys has a question for Anne and a
// convocation to come; Yann is followed by Yves.
type town struct {
	base string
	now  time.Time
	// ids by first name.
	people map[string]string
	// question is the id of Maëlys's.
	question string
	// desk takes files in; nobody works on them unless a test runs it.
	desk *intake.Desk
}

func newTown(t testing.TB, s *store.Store, change ...func(*web.Options)) *town {
	t.Helper()
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	h := &town{now: now, people: map[string]string{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var pros []parcours.ProfessionalRow
	for _, p := range []struct {
		first, last string
		role        parcours.ProfessionalRole
		structure   string
	}{
		{"Anne", "Morel", parcours.RoleReferent, "Département"},
		{"Yves", "Caradec", parcours.RoleReferent, "Département"},
		{"Paul", "Riou", parcours.RoleProfessional, "France Travail"},
		{"Claire", "Hamon", parcours.RoleCoordinator, "Département"},
	} {
		pros = append(pros, parcours.ProfessionalRow{
			Email: strings.ToLower(p.first + "." + p.last + "@exemple.fr"), FirstName: p.first, LastName: p.last,
			Structure: p.structure, Territory: "Redon", Role: p.role,
		})
	}
	_, err := s.ImportProfessionals(ctx, now, parcours.ImportBatch{ID: "b-1", Kind: "referents"}, pros, false)
	must(err)
	_, err = s.ImportSlots(ctx, now, parcours.ImportBatch{ID: "b-2", Kind: "slots"}, []parcours.SlotRow{{
		StartsAt: now.AddDate(0, 0, 7), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon",
		Kind: parcours.JointInterview, Capacity: 1, ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"},
	}}, false)
	must(err)
	_, err = s.ImportPeople(ctx, now, parcours.ImportBatch{ID: "b-3", Kind: "people"}, []parcours.PersonRow{
		{FirstName: "Maëlys", LastName: "Quillien", InternalID: "I-1", Phones: []parcours.Phone{{E164: "+33639980144", Kind: parcours.PhoneMobile}}, EnteredOn: parcours.NewDate(2026, 1, 4), ReferentEmail: "anne.morel@exemple.fr", Territory: "Redon"},
		{FirstName: "Yann", LastName: "Tanguy", InternalID: "I-2", EnteredOn: parcours.NewDate(2025, 12, 24), ReferentEmail: "yves.caradec@exemple.fr", Territory: "Redon"},
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
	slots, err := s.FreeSlots(ctx, parcours.JointInterview, now)
	must(err)
	must(s.Convene(ctx, now, parcours.Assigned{PersonID: h.people["Maëlys"], SlotID: slots[0].ID}))
	in := parcours.Inbound{ID: "in-1", Channel: parcours.ChannelSMS, Address: "+33639980144", Kind: parcours.InboundText, Text: "puis-je venir avec ma fille ? <b>", ReceivedAt: now}
	_, err = s.RecordInbound(ctx, parcours.RawInbound{ID: in.ID, Provider: parcours.ProviderTwilio, ProviderID: "SM1", ReceivedAt: now, Payload: []byte("x")})
	must(err)
	dossier, state, err := s.LoadDossier(ctx, now, in)
	must(err)
	must(s.RecordTurn(ctx, parcours.Turn{
		Inbound: in, Dossier: dossier, State: state, Now: now,
		Effects: []parcours.Effect{parcours.Escalate{Kind: parcours.EscalationQuestion, Text: in.Text}},
	}))
	open, err := s.Escalations(ctx, parcours.Actor{Role: parcours.AccountCoordinator}, parcours.EscalationOpen)
	must(err)
	h.question = open[0].ID
	hash, err := web.HashPassword(password)
	must(err)
	for email, role := range map[string]parcours.AccountRole{
		"anne.morel@exemple.fr": parcours.AccountReferent, "yves.caradec@exemple.fr": parcours.AccountReferent,
		"paul.riou@exemple.fr": parcours.AccountProfessional, "claire.hamon@exemple.fr": parcours.AccountCoordinator,
	} {
		_, err := s.CreateAccount(ctx, now, parcours.Account{Email: email, PasswordHash: hash, Role: role})
		must(err)
	}
	labels, err := locales.Load()
	must(err)
	h.base = serve(t, &memory{}, append([]func(*web.Options){func(o *web.Options) {
		o.Store, o.Labels, o.Rules = s, labels, storetest.Rules(t)
		o.Now = func() time.Time { return now }
		h.desk = intake.NewDesk(&intake.Intake{Store: s, Rules: o.Rules, Now: o.Now}, s)
		o.Imports = h.desk
	}}, change...)...)
	return h
}

func over(t *testing.T, test func(t *testing.T, s *store.Store, h *town)) {
	t.Helper()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		test(t, s, newTown(t, s))
	})
}

func TestRowsAreScopedByTheDatabase(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, _ *store.Store, h *town) {
		const ok, hidden = http.StatusOK, http.StatusNotFound
		maelys, yann, question := "/personnes/"+h.people["Maëlys"], "/personnes/"+h.people["Yann"], "/questions/"+h.question
		for email, want := range map[string]map[string]int{
			"claire.hamon@exemple.fr": {"/": ok, maelys: ok, yann: ok, question: ok},
			"anne.morel@exemple.fr":   {maelys: ok, yann: hidden, question: ok},
			"yves.caradec@exemple.fr": {maelys: hidden, yann: ok, question: hidden},
			"paul.riou@exemple.fr":    {maelys: ok, yann: hidden, question: hidden},
		} {
			b := signedIn(t, h.base, email)
			for path, status := range want {
				if got := b.get(path); got.status != status {
					t.Errorf("%s as %s: got %d, want %d", path, email, got.status, status)
				}
			}
			if email == "yves.caradec@exemple.fr" {
				b.get("/personnes").lacks(t, "QUILLIEN")
				b.get("/api/v1/not-convened").lacks(t, "QUILLIEN")
				b.post(question+"/reponse", url.Values{"text": {"bonjour"}}).wants(t, hidden)
				b.post(maelys+"/faits", url.Values{"kind": {"registered"}, "on": {"2026-01-05"}}).wants(t, hidden)
			}
		}
	})
}

func TestReferentsMorningOverTheDatabase(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		b.get("/file").wants(t, http.StatusOK, "puis-je venir avec ma fille ? &lt;b&gt;", "Maëlys QUILLIEN", "Pas encore lu")
		b.post("/questions/"+h.question+"/reponse", url.Values{"text": {"Oui, il y a un coin jeux."}}).wants(t, http.StatusSeeOther)
		b.get("/file").wants(t, http.StatusOK, "La réponse est partie.", "En attente de la personne", "Oui, il y a un coin jeux.")
		b.post("/questions/"+h.question+"/reponse", url.Values{"text": {"Encore."}}).wants(t, http.StatusUnprocessableEntity, "déjà répondu")
		file := "/personnes/" + h.people["Maëlys"]
		page := b.get(file)
		page.wants(t, http.StatusOK, "Convocation", "Message du référent", "Rendez-vous fixé", "06 39 98 01 44", "Échéance le lundi 19 janvier")
		page.lacks(t, "label.", "detail.", "message.", "event_kind")
		b.post(file+"/faits", url.Values{"kind": {"oriented"}, "on": {"2026-01-05"}, "value": {"work"}}).wants(t, http.StatusSeeOther)
		b.post(file+"/telegram", nil).wants(t, http.StatusOK, "https://t.me/relais_bot?start=")
		planned, err := s.Planned(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, h.people["Maëlys"])
		if err != nil || len(planned) == 0 {
			t.Fatalf("planned %d, %v", len(planned), err)
		}
		b.post(file+"/messages/"+planned[0].ID+"/annulation", nil).wants(t, http.StatusSeeOther)
		participation := form(page.body, file+"/issues/")
		_, rest, _ := strings.Cut(page.body, file+"/issues/")
		id, _, _ := strings.Cut(rest, `"`)
		if id == "" {
			t.Fatalf("no outcome form: %q", participation)
		}
		b.post(file+"/issues/"+id, url.Values{"outcome": {"revoked"}}).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "annulé par le service", "L&#39;issue du rendez-vous est enregistrée.", "Orientation</strong> emploi")
	})
}

func TestPageAndJSONSayTheSameOverTheDatabase(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, _ *store.Store, h *town) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		var reach parcours.Reach
		decode(t, b.get("/api/v1/reach"), &reach)
		if reach.People != 2 || reach.Contactable != 1 || reach.Losses[parcours.LevelContactable][parcours.LossNoNumber] != 1 {
			t.Errorf("got %+v", reach)
		}
		page := b.get("/")
		page.wants(t, http.StatusOK, "Personnes suivies : 2.", `<strong>1</strong> aucun numéro`, "Yann TANGUY")
		b.get("/listes/contactable?cause=no_number").wants(t, http.StatusOK, "Yann TANGUY", "1 personne")
		for _, figure := range []string{"people", "contactable", "sent", "handed_over", "delivered", "answered", "met", "met_without_receipt", "clock_done", "clock_late", "clock_green", "clock_amber", "clock_red", "mature", "convened_in_time", "met_in_time", "outcomes_missing"} {
			b.get("/listes/"+figure).wants(t, http.StatusOK)
		}
	})
}
