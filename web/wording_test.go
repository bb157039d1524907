package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// worded is a console whose texts can be changed: the lead's, the coordinator's.
func worded(t *testing.T, s *store.Store) (lead, coordinator *browser, words *locales.Catalogue) {
	t.Helper()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	hash, err := web.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	for email, role := range map[string]parcours.AccountRole{"projet@exemple.fr": parcours.AccountLead, "claire.hamon@exemple.fr": parcours.AccountCoordinator} {
		if _, err := s.CreateAccount(t.Context(), now, parcours.Account{Email: email, PasswordHash: hash, Role: role}); err != nil {
			t.Fatal(err)
		}
	}
	if words, err = locales.Load(); err != nil {
		t.Fatal(err)
	}
	base := serve(t, &memory{}, func(o *web.Options) {
		o.Store, o.Labels, o.Texts = s, words, words
		o.Now = func() time.Time { return now }
		o.Reworded = func(ctx context.Context) error {
			all, err := s.Wordings(ctx)
			if err != nil {
				return err
			}
			return words.Reword(all)
		}
	})
	return signedIn(t, base, "projet@exemple.fr"), signedIn(t, base, "claire.hamon@exemple.fr"), words
}

func TestATextIsChangedCheckedKeptAndTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		lead, coordinator, words := worded(t, s)
		const page = "/textes/reply.thanks.welcome"
		const key = "reply.thanks.welcome"
		own := words.InForce(parcours.French, key)
		lead.get(page+"?langue=fr").wants(t, http.StatusOK, "Avec plaisir. Bonne journée.", "jamais été changé", `name="text"`)
		send := func(do, text string) answer {
			t.Helper()
			return lead.post(page, url.Values{"langue": {"fr"}, "do": {do}, "text": {text}})
		}
		send("check", "Merci à vous !").wants(t, http.StatusOK, "Pas de point d&#39;exclamation.", "Merci à vous !")
		send("save", "Merci à vous !").wants(t, http.StatusUnprocessableEntity, "Pas de point d&#39;exclamation.")
		send("check", "Merci à vous {{.").wants(t, http.StatusOK, "accolades")
		send("check", "Je vous en prie.").wants(t, http.StatusOK, "peut être enregistré", `<p class="bubble">Je vous en prie.</p>`, "1 SMS")
		if words.InForce(parcours.French, key) != own {
			t.Error("a text that was only checked is in force")
		}
		send("save", "Je vous en prie.").wants(t, http.StatusSeeOther)
		lead.get(page+"?langue=fr").wants(t, http.StatusOK, "Texte enregistré", "texte du département", "en vigueur", "projet@exemple.fr")
		if got := words.InForce(parcours.French, key); got != "Je vous en prie." {
			t.Errorf("in force: %q", got)
		}
		lead.get("/textes?langue=fr").wants(t, http.StatusOK, "Je vous en prie.", "texte du département")
		if got := words.InForce(parcours.English, key); strings.Contains(got, "prie") {
			t.Errorf("another language says %q", got)
		}
		send("save", "Avec joie.").wants(t, http.StatusSeeOther)
		lead.get(page+"?langue=fr").wants(t, http.StatusOK, "Reprendre cette version", "Je vous en prie.")
		send("restore", "").wants(t, http.StatusSeeOther)
		if words.InForce(parcours.French, key) != own {
			t.Error("Relais's own words are not back")
		}
		lead.get(page+"?langue=fr").wants(t, http.StatusOK, "Texte de Relais remis.", "Avec joie.", "Je vous en prie.")

		coordinator.get(page+"?langue=fr").wants(t, http.StatusOK, "Les textes sont changés par la direction de projet.")
		coordinator.get(page+"?langue=fr").lacks(t, `name="text"`, "Reprendre")
		coordinator.post(page, url.Values{"langue": {"fr"}, "do": {"save"}, "text": {"Salut."}}).wants(t, http.StatusForbidden)
		for _, unknown := range []string{"reply.dinner", "delay.workdays", "label.channel.sms", "%00"} {
			if got := lead.get("/textes/" + unknown); got.status != http.StatusNotFound {
				t.Errorf("%s: %d", unknown, got.status)
			}
		}
	})
}

func TestWhatAWordingHoldsIsShownInert(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		lead, _, _ := worded(t, s)
		const probe = `</textarea><script>alert(1)</script>`
		for _, do := range []string{"check", "save"} {
			lead.post("/textes/reply.thanks.welcome", url.Values{"langue": {"fr"}, "do": {do}, "text": {probe}}).lacks(t, "<script>alert")
		}
		lead.get("/textes/reply.thanks.welcome?langue=fr").lacks(t, "<script>alert")
	})
}

func TestSentencesAreSwitchedByTheLeadOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		lead, coordinator, words := worded(t, s)
		lead.get("/textes").wants(t, http.StatusOK, "Phrases des convocations", "éteinte", "Pas encore de mots")
		coordinator.post("/textes/phrases/mandatory/joint", url.Values{"on": {"1"}}).wants(t, http.StatusForbidden)
		lead.post("/textes/phrases/mandatory/joint", url.Values{"on": {"1"}}).wants(t, http.StatusSeeOther)
		lead.get("/textes").wants(t, http.StatusOK, "Phrase allumée", "Ce rendez-vous est obligatoire.", "allumée", "projet@exemple.fr")
		lead.post("/textes/phrases/sanction/joint", url.Values{"on": {"1"}}).wants(t, http.StatusUnprocessableEntity)
		lead.post("/textes/sentence.sanction", url.Values{"langue": {"fr"}, "do": {"save"}, "text": {"Une absence sans raison peut suspendre le versement."}}).wants(t, http.StatusSeeOther)
		lead.post("/textes/phrases/sanction/joint", url.Values{"on": {"1"}}).wants(t, http.StatusSeeOther)
		if words.InForce(parcours.French, locales.SentenceKey(parcours.SentenceSanction)) == "" {
			t.Error("the legal service's words are not in force")
		}
		lead.post("/textes/phrases/mandatory/joint", url.Values{"on": {"0"}}).wants(t, http.StatusSeeOther)
		lead.get("/textes").lacks(t, "<p class=\"bubble\">Ce rendez-vous est obligatoire.")
		for _, path := range []string{"/textes/phrases/threat/joint", "/textes/phrases/mandatory/all"} {
			lead.post(path, url.Values{"on": {"1"}}).wants(t, http.StatusNotFound)
		}
	})
}
