package web_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/locales"
	"relais/notifier/letter"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// desk composes and prints as the service does.
type desk struct{ words *locales.Catalogue }

func (d desk) Compose(o parcours.LetterOrder) (parcours.Letter, error) {
	return d.words.Letter(o, locales.Sender{City: "Redon", Zone: paris(), Link: func(token string) string { return "https://t.me/relais_bot?start=" + token }})
}

func (desk) PDF(w io.Writer, letters []parcours.Letter, made time.Time) error {
	return letter.PDF(w, letters, made)
}

func (desk) CSV(w io.Writer, letters []parcours.Letter) error { return letter.CSV(w, letters, paris()) }

// office is a town whose lists are worked by hand.
type office struct {
	*town
	kept *audited
}

// postTown is the town with a Tuesday's work by hand: Hervé, whom Yves follows,
// has no number; Gaël, whom Anne follows, has a landline.
func postTown(t *testing.T, s *store.Store) *office {
	t.Helper()
	h := &office{town: newTown(t, s), kept: &audited{Store: s}}
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.ImportSlots(ctx, h.now, parcours.ImportBatch{ID: "b-4", Kind: "slots"}, []parcours.SlotRow{{
		StartsAt: h.now.AddDate(0, 0, 8), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon",
		Kind: parcours.JointInterview, Capacity: 2, ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"},
	}}, false)
	must(err)
	_, err = s.ImportPeople(ctx, h.now, parcours.ImportBatch{ID: "b-5", Kind: "people"}, []parcours.PersonRow{
		{FirstName: "Hervé", LastName: "Le Bihan", InternalID: "I-3", Address: "2 rue du Plessis", Postcode: "35600", City: "Redon", EnteredOn: parcours.NewDate(2026, 1, 4), ReferentEmail: "yves.caradec@exemple.fr", Territory: "Redon"},
		{FirstName: "Gaël", LastName: "Priol", InternalID: "I-4", Phones: []parcours.Phone{{E164: "+33261910144", Kind: parcours.PhoneLandline}}, Language: parcours.English, EnteredOn: parcours.NewDate(2026, 1, 4), ReferentEmail: "anne.morel@exemple.fr", Territory: "Redon"},
	}, false)
	must(err)
	_, err = s.PlacePeople(ctx, h.now)
	must(err)
	slots, err := s.FreeSlots(ctx, parcours.JointInterview, h.now)
	must(err)
	all, err := s.People(ctx, parcours.Actor{Role: parcours.AccountCoordinator}, "", 10)
	must(err)
	for _, p := range all {
		first, _, _ := strings.Cut(p.Name, " ")
		h.people[first] = p.PersonID
		if first == "Hervé" || first == "Gaël" {
			must(s.Convene(ctx, h.now, parcours.Assigned{PersonID: p.PersonID, SlotID: slots[0].ID}))
		}
	}
	labels, err := locales.Load()
	must(err)
	h.base = serve(t, &memory{}, func(o *web.Options) {
		o.Store, o.Labels, o.Rules, o.Letters = h.kept, labels, storetest.Rules(t), desk{labels}
		o.Now = func() time.Time { return h.now }
	})
	return h
}

func overPost(t *testing.T, test func(t *testing.T, s *store.Store, h *office)) {
	t.Helper()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		test(t, s, postTown(t, s))
	})
}

// values lists the values of the fields of a name, in order.
func values(body, name string) []string {
	var found []string
	for _, m := range regexp.MustCompile(`name="`+name+`" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		found = append(found, m[1])
	}
	return found
}

func TestALetterGoesFromTheListToTheBox(t *testing.T) {
	t.Parallel()
	overPost(t, func(t *testing.T, s *store.Store, h *office) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		page := b.get("/courriers")
		page.wants(t, http.StatusOK, "Hervé LE BIHAN", "aucun autre moyen", "aucun numéro", "13 janv. 09h30", "Préparer le lot")
		page.lacks(t, "letters.", "label.", "Gaël")
		b.post("/courriers/lots", nil).wants(t, http.StatusUnprocessableEntity)
		made := b.post("/courriers/lots", url.Values{"notification": values(page.body, "notification")})
		batch := made.header.Get("Location")
		if made.status != http.StatusSeeOther || !strings.HasPrefix(batch, "/courriers/lots/") {
			t.Fatalf("got %d to %q", made.status, batch)
		}
		page = b.get(batch)
		page.wants(t, http.StatusOK, "Le lot est prêt", "1 courrier", "préparé", "Noter 1 courrier imprimé", "Noter 1 courrier posté")
		page.lacks(t, "letters.", "label.")
		pdf := b.get(batch + "/courriers.pdf")
		if pdf.status != http.StatusOK || !strings.HasPrefix(pdf.body, "%PDF-") || pdf.header.Get("Content-Disposition") != `attachment; filename="courriers-2026-01-05.pdf"` || pdf.header.Get("Cache-Control") != "no-store" {
			t.Errorf("PDF: %d %v", pdf.status, pdf.header)
		}
		csv := b.get(batch + "/courriers.csv")
		csv.wants(t, http.StatusOK, "\uFEFFnumero;reference", "Hervé LE BIHAN", "2 rue du Plessis", "35600 REDON", "https://t.me/relais_bot?start=")

		b.post(batch+"/impression", nil).wants(t, http.StatusSeeOther)
		b.get(batch).wants(t, http.StatusOK, "Impression notée.", "imprimé", "Corriger : 1 pas imprimé")
		b.post(batch+"/envoi", url.Values{"on": {"2026-01-06"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(batch+"/envoi", url.Values{"on": {"2026-01-05"}}).wants(t, http.StatusSeeOther)
		b.get(batch).wants(t, http.StatusOK, "posté", "Revenu le", "Corriger : 1 pas posté")
		b.get("/personnes/"+h.people["Hervé"]).wants(t, http.StatusOK, "Lettre imprimée", "Message envoyé", "Votre rendez-vous du mardi 13 janvier", "Convocation le lundi 5 janvier")
		id := values(b.get(batch).body, "letter")[0]
		b.post(batch+"/retour", url.Values{"letter": {id}, "on": {"2026-01-05"}, "cause": {"perdu"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(batch+"/retour", url.Values{"letter": {id}, "on": {"2026-01-05"}, "cause": {"unknown_at_address"}}).wants(t, http.StatusSeeOther)
		b.get(batch).wants(t, http.StatusOK, "NPAI", "revenu")
		b.get("/personnes/"+h.people["Hervé"]).wants(t, http.StatusOK, "NPAI")
		for _, state := range []string{"returned", "posted", "printed"} {
			b.post(batch+"/correction", url.Values{"letter": {id}, "state": {state}}).wants(t, http.StatusSeeOther)
		}
		b.get("/personnes/"+h.people["Hervé"]).wants(t, http.StatusOK, "Saisie corrigée", "Corrigé")
		b.post(batch+"/autre", url.Values{"letter": {id}}).wants(t, http.StatusNotFound)
		b.post(batch+"/retrait", url.Values{"letter": {id}}).wants(t, http.StatusSeeOther)
		b.get(batch).wants(t, http.StatusOK, "Ce lot ne contient plus de courrier.")
		b.get("/courriers").wants(t, http.StatusOK, "Hervé LE BIHAN")
	})
}

func TestReadingAndTakingLettersIsKept(t *testing.T) {
	t.Parallel()
	overPost(t, func(t *testing.T, _ *store.Store, h *office) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		batch := b.post("/courriers/lots", url.Values{"notification": values(b.get("/courriers").body, "notification")}).header.Get("Location")
		id := strings.TrimPrefix(batch, "/courriers/lots/")
		b.get(batch)
		b.get(batch + "/courriers.pdf")
		b.get(batch + "/courriers.csv")
		b.post(batch+"/impression", nil)
		b.get("/appels")
		want := []string{
			"read_letters due", "make_letters " + id, "read_letters " + id, "export_letters " + id + " pdf", "export_letters " + id + " csv",
			"note_letters " + id, "read_calls due",
		}
		if diff := cmp.Diff(want, h.kept.all()); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
	})
}

// audited keeps what the console notes of who read and did what.
type audited struct {
	*store.Store
	mu   sync.Mutex
	kept []string
}

// KeepExport implements web.Exports; it keeps the line of the log with the file.
func (a *audited) KeepExport(ctx context.Context, now time.Time, actor parcours.Actor, e parcours.KeptExport, subject string) error {
	a.mu.Lock()
	a.kept = append(a.kept, e.Action+" "+subject)
	a.mu.Unlock()
	return a.Store.KeepExport(ctx, now, actor, e, subject)
}

func (a *audited) LogAccess(ctx context.Context, now time.Time, actor parcours.Actor, action, subject string) error {
	a.mu.Lock()
	if action != "sign_in" { // every browser of a test does
		a.kept = append(a.kept, action+" "+subject)
	}
	a.mu.Unlock()
	return a.Store.LogAccess(ctx, now, actor, action, subject)
}

func (a *audited) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.kept)
}

func TestACallIsMadeAndTakenBack(t *testing.T) {
	t.Parallel()
	overPost(t, func(t *testing.T, s *store.Store, h *office) {
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		page := b.get("/appels")
		page.wants(t, http.StatusOK, "Gaël PRIOL", `href="tel:&#43;33261910144"`, "02 61 91 01 44", "Téléphone fixe seulement", "lit en anglais",
			"You have an appointment on Tuesday 13 January", "Ne dites le motif à personne d&#39;autre", "Jointe", "Pas de réponse")
		page.lacks(t, "calls.", "label.", "Hervé")
		form := url.Values{"person": values(page.body, "person"), "attempt": values(page.body, "attempt"), "outcome": {"no_answer"}}
		b.post("/appels", form).wants(t, http.StatusSeeOther)
		page = b.get("/appels")
		page.wants(t, http.StatusOK, "un autre essai, ou un courrier, suivra", "À rappeler plus tard", "1 essai sans réponse", "mardi 6 janvier à 09h00", "Appels notés aujourd", "Anne MOREL")
		undo := regexp.MustCompile(`/appels/[^"/]+/annulation`).FindString(page.body)
		b.post(undo, nil).wants(t, http.StatusSeeOther)
		page = b.get("/appels")
		page.wants(t, http.StatusOK, "corrigé", "Quoi dire")
		b.post(undo, nil).wants(t, http.StatusConflict)
		form["outcome"] = []string{"reached"}
		b.post("/appels", form).wants(t, http.StatusSeeOther)
		b.get("/appels").wants(t, http.StatusOK, "Personne à appeler pour le moment.", "la personne est prévenue")
		b.get("/personnes/"+h.people["Gaël"]).wants(t, http.StatusOK, "Appel téléphonique", "jointe")
		b.post("/appels", form).wants(t, http.StatusConflict)
		form["outcome"] = []string{"chantée"}
		b.post("/appels", form).wants(t, http.StatusUnprocessableEntity)
	})
}

func TestLettersAndCallsStayInTheirScope(t *testing.T) {
	t.Parallel()
	overPost(t, func(t *testing.T, s *store.Store, h *office) {
		claire := signedIn(t, h.base, "claire.hamon@exemple.fr")
		due := values(claire.get("/courriers").body, "notification")
		batch := claire.post("/courriers/lots", url.Values{"notification": due}).header.Get("Location")
		letterID := values(claire.get(batch).body, "letter")[0]
		calls := claire.get("/appels")
		call := url.Values{"person": values(calls.body, "person"), "attempt": values(calls.body, "attempt"), "outcome": {"reached"}}

		yves := signedIn(t, h.base, "yves.caradec@exemple.fr")
		yves.get("/courriers").wants(t, http.StatusOK, `href="`+batch+`"`)
		own := yves.get(batch)
		own.wants(t, http.StatusOK, "Hervé LE BIHAN")
		own.lacks(t, "<form method=\"post\" action=\""+batch, "courriers.pdf")
		yves.get("/appels").lacks(t, "Gaël")
		yves.post("/appels", call).wants(t, http.StatusNotFound)

		anne := signedIn(t, h.base, "anne.morel@exemple.fr")
		anne.get("/courriers").lacks(t, "Hervé", batch)
		anne.get(batch).wants(t, http.StatusNotFound)

		for _, b := range []*browser{yves, anne, signedIn(t, h.base, "paul.riou@exemple.fr")} {
			for path, form := range map[string]url.Values{
				"/courriers/lots": {"notification": due}, batch + "/impression": nil, batch + "/envoi": {"on": {"2026-01-05"}},
				batch + "/retrait": {"letter": {letterID}}, batch + "/correction": {"state": {"printed"}},
			} {
				if got := b.post(path, form); got.status != http.StatusForbidden {
					t.Errorf("POST %s: got %d", path, got.status)
				}
			}
			for _, path := range []string{batch + "/courriers.pdf", batch + "/courriers.csv"} {
				if got := b.get(path); got.status != http.StatusForbidden {
					t.Errorf("GET %s: got %d", path, got.status)
				}
			}
		}
		paul := signedIn(t, h.base, "paul.riou@exemple.fr")
		for _, path := range []string{"/courriers", "/appels", batch} {
			paul.get(path).wants(t, http.StatusForbidden)
		}
		visitor(t, h.base).get("/courriers").wants(t, http.StatusSeeOther)
		_, letters, err := s.LetterBatch(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, strings.TrimPrefix(batch, "/courriers/lots/"))
		if err != nil || slices.ContainsFunc(letters, func(l parcours.BatchedLetter) bool { return l.State != parcours.LetterPrepared }) {
			t.Errorf("something changed: %+v, %v", letters, err)
		}
	})
}

func TestWithoutADeskTheListsAreStillShown(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, _ *store.Store, h *town) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		b.get("/courriers").wants(t, http.StatusOK, "Aucun courrier à écrire.", "Aucun lot pour le moment.")
		b.get("/appels").wants(t, http.StatusOK, "Personne à appeler pour le moment.")
		b.post("/courriers/lots", url.Values{"notification": {"x"}}).wants(t, http.StatusNotFound)
		b.get("/courriers?lang=en").wants(t, http.StatusOK, "No letter to write.")
	})
}

// The fiction holds no letter and no call.

func (m *memory) LettersDue(context.Context, time.Time, parcours.Actor, parcours.Filter) ([]parcours.DueLetter, error) {
	return nil, nil
}

func (m *memory) LetterBatches(context.Context, time.Time, parcours.Actor) ([]parcours.LetterBatch, error) {
	return nil, nil
}

func (m *memory) LetterBatch(context.Context, time.Time, parcours.Actor, string) (parcours.LetterBatch, []parcours.BatchedLetter, error) {
	return parcours.LetterBatch{}, nil, parcours.ErrNotFound
}

func (m *memory) Letters(context.Context, time.Time, parcours.Actor, string) (parcours.LetterBatch, []parcours.Letter, error) {
	return parcours.LetterBatch{}, nil, parcours.ErrNotFound
}

func (m *memory) MakeLetters(context.Context, time.Time, parcours.Actor, parcours.LetterSelection, func(parcours.LetterOrder) (parcours.Letter, error)) (parcours.MadeLetters, error) {
	return parcours.MadeLetters{}, parcours.ErrConflict
}

func (m *memory) PrintLetters(context.Context, time.Time, parcours.Actor, string, []string) (int, error) {
	return 0, parcours.ErrNotFound
}

func (m *memory) PostLetters(context.Context, time.Time, parcours.Actor, string, []string, parcours.Date) (int, error) {
	return 0, parcours.ErrNotFound
}

func (m *memory) ReturnLetter(context.Context, time.Time, parcours.Actor, string, string, parcours.ReturnCause, parcours.Date) error {
	return parcours.ErrNotFound
}

func (m *memory) TakeBackLetters(context.Context, time.Time, parcours.Actor, string, []string, parcours.LetterState) (int, error) {
	return 0, parcours.ErrNotFound
}

func (m *memory) RemoveLetter(context.Context, time.Time, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) CallsDue(context.Context, time.Time, parcours.Actor, parcours.Filter) ([]parcours.DueCall, error) {
	return nil, nil
}

func (m *memory) CallsDone(context.Context, time.Time, time.Time, parcours.Actor) ([]parcours.DoneCall, error) {
	return nil, nil
}

func (m *memory) RecordCall(context.Context, time.Time, parcours.Actor, parcours.Call) (string, error) {
	return "", parcours.ErrNotFound
}

func (m *memory) UndoCall(context.Context, time.Time, parcours.Actor, string) error {
	return parcours.ErrNotFound
}
