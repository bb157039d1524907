package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
)

var keptLink = regexp.MustCompile(`href="(/exports/[^"]+)"`)

func TestAnExportIsDownloadedAgainByItsAuthorAlone(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		hash := accountHash(t, s, "claire.hamon@exemple.fr")
		for email, role := range map[string]parcours.AccountRole{"dpo@exemple.fr": parcours.AccountAuditor, "projet@exemple.fr": parcours.AccountLead} {
			if _, err := s.CreateAccount(t.Context(), h.now, parcours.Account{Email: email, PasswordHash: hash, Role: role}); err != nil {
				t.Fatal(err)
			}
		}
		claire, lise, dpo := signedIn(t, h.base, "claire.hamon@exemple.fr"), signedIn(t, h.base, "projet@exemple.fr"), signedIn(t, h.base, "dpo@exemple.fr")
		claire.get("/exports").wants(t, http.StatusOK, "Mes exports", "Aucun export")
		first := claire.get("/listes/not_convened/export.csv")
		first.wants(t, http.StatusOK, "Yann")
		page := claire.get("/exports")
		page.wants(t, http.StatusOK, "Liste exportée", "Pas encore convoquées", `datetime="2026-01-07T`, "données de personnes", "2 jours")
		page.lacks(t, "Yann", "TANGUY", "Tanguy")
		found := keptLink.FindStringSubmatch(page.body)
		if found == nil {
			t.Fatalf("no link to the file\n%s", page.body)
		}
		again := claire.get(found[1])
		again.wants(t, http.StatusOK)
		if again.body != first.body || again.header.Get("Content-Disposition") != first.header.Get("Content-Disposition") || again.header.Get("Content-Type") != first.header.Get("Content-Type") {
			t.Errorf("got %v %q, want the same file", again.header, again.body)
		}
		log, err := s.AccessLog(t.Context(), parcours.AccessFilter{Kind: parcours.AccessExport, Limit: 5})
		if err != nil || len(log) != 2 || log[0].Action != "export_again" || log[1].Action != "export_list" {
			t.Errorf("kept %+v, %v", log, err)
		}

		dpo.get("/exports").wants(t, http.StatusOK, "Exports des autres comptes", "Claire HAMON", "Pas encore convoquées")
		dpo.get("/exports").lacks(t, found[1])
		dpo.get(found[1]).wants(t, http.StatusNotFound)
		lise.get("/exports").lacks(t, "Claire HAMON", "Exports des autres comptes")
		lise.get(found[1]).wants(t, http.StatusNotFound)
		lise.post(found[1]+"/effacement", nil).wants(t, http.StatusNotFound)

		claire.post(found[1]+"/effacement", nil).wants(t, http.StatusSeeOther)
		claire.get("/exports").wants(t, http.StatusOK, "Le fichier est effacé.", "Aucun export")
		claire.get(found[1]).wants(t, http.StatusNotFound)
	})
}

func TestWhoHasNoRightToExportExportsNothing(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		hash := accountHash(t, s, "claire.hamon@exemple.fr")
		second, err := s.CreateAccount(t.Context(), h.now, parcours.Account{Email: "projet@exemple.fr", PasswordHash: hash, Role: parcours.AccountLead})
		if err != nil {
			t.Fatal(err)
		}
		claire, lise := signedIn(t, h.base, "claire.hamon@exemple.fr"), signedIn(t, h.base, "projet@exemple.fr")
		lise.get("/pilotage/delais").wants(t, http.StatusOK, "export.csv")
		lise.get("/pilotage/delais/export.csv").wants(t, http.StatusOK)
		claire.get("/comptes").wants(t, http.StatusOK, "Retirer le droit d&#39;exporter")
		claire.post("/comptes/"+second.ID+"/exports", url.Values{"may": {"no"}}).wants(t, http.StatusSeeOther)
		claire.get("/comptes").wants(t, http.StatusOK, "sans export", "Permettre d&#39;exporter")
		lise.get("/pilotage/delais").lacks(t, "export.csv", "partage.csv", "/comite/")
		link := keptLink.FindString(lise.get("/exports").body)
		if page := lise.get("/exports"); link != "" || !strings.Contains(page.body, "pas le droit d&#39;exporter") {
			t.Errorf("the page of exports leads to %q\n%s", link, page.body)
		}
		for _, path := range []string{"/pilotage/delais/export.csv", "/pilotage/delais/partage.csv", "/comite/figures.csv", "/comite/bulletin.html", "/comite/cohorte.csv"} {
			lise.get(path).wants(t, http.StatusForbidden)
		}
		claire.post("/comptes/"+second.ID+"/exports", url.Values{"may": {"yes"}}).wants(t, http.StatusSeeOther)
		lise.get("/pilotage/delais/export.csv").wants(t, http.StatusOK)
		log, err := s.AccessLog(t.Context(), parcours.AccessFilter{Kind: parcours.AccessChange, Limit: 5})
		if err != nil || len(log) < 2 || log[0].Action != "allow_export" || log[1].Action != "refuse_export" || log[0].Subject != second.ID {
			t.Errorf("kept %+v, %v", log, err)
		}
	})
}

// accountHash is the hash of the fiction's password, as an account has it.
func accountHash(t *testing.T, s *store.Store, email string) string {
	t.Helper()
	account, err := s.AccountByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	return account.PasswordHash
}
