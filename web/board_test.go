package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestEveryPartSaysHowItsFiguresAreCountedAndLeadsToTheirLists(t *testing.T) {
	t.Parallel()
	m := fiction()
	base := serve(t, m)
	b, lead := signedIn(t, base, "coordination@exemple.fr"), signedIn(t, base, "projet@exemple.fr")
	for path, texts := range map[string][]string{
		"/pilotage/delais":      {"171 sur 187", "Envoyée seulement", "Dernier jour : 15", `href="/listes/convened_in_time?from=2025-10-15"`, "dernier jour compris", `role="img"`},
		"/pilotage/rendez-vous": {"17 sur 154", `href="/listes/no_show.imposed?from=2025-10-15"`, "trop de résultats manquent pour un taux", "2 sur 154", "Aucun taux au-dessus de 10"},
		"/pilotage/semaines":    {"555 sur 830", "560 sur 900", "16 h 30", "jamais compté comme 0 heure"},
		"/pilotage/parcours":    {"120 sur 150", "96 sur 110", "20 sur 28", "20 sur 23", `href="/listes/retained.1?from=2025-10-15"`},
		"/pilotage/reponses":    {"66 sur 80", "21 heures", "Anne Morel"},
	} {
		got := b.get(path)
		got.wants(t, http.StatusOK, append(texts, "Comment ces chiffres sont comptés", "partage.csv")...)
		if got := lead.get(path); strings.Contains(got.body, `href="/listes/`) {
			t.Errorf("%s: a project lead is led to names", path)
		}
		for _, link := range strings.Split(got.body, `href="`)[1:] {
			link, _, _ = strings.Cut(link, `"`)
			if link = strings.ReplaceAll(link, "&amp;", "&"); strings.HasPrefix(link, "/listes/") {
				b.get(link).wants(t, http.StatusOK)
				break
			}
		}
	}
	b.get("/pilotage/delais?channel=pigeon").wants(t, http.StatusUnprocessableEntity)
	b.get("/pilotage/delais?period=12").wants(t, http.StatusUnprocessableEntity)
}

func TestTwoTerritoriesStandSideBySide(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "coordination@exemple.fr")
	got := b.get("/pilotage/rendez-vous?territory=redon&versus_territory=vallons")
	got.wants(t, http.StatusOK, "<th scope=\"col\" class=\"num\">Pays de Redon</th>", "<th scope=\"col\" class=\"num\">Vallons de Vilaine</th>", "0 points")
	seen := map[string]bool{}
	for _, f := range m.filters {
		seen[f.TerritoryID] = true
	}
	if !seen["redon"] || !seen["vallons"] {
		t.Errorf("got asked with %+v", m.filters)
	}
	b.get("/pilotage/delais?entered_from=2025-12&versus_from=2025-10&versus_to=2025-10").wants(t, http.StatusOK, "octobre 2025", "décembre 2025")
}

func TestExportsAreForSpreadsheetsAndKept(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "coordination@exemple.fr")
	whole, shared := b.get("/pilotage/delais/export.csv?territory=redon"), b.get("/pilotage/delais/partage.csv?territory=redon")
	whole.wants(t, http.StatusOK, "\ufeff", "Pays de Redon", ";171;187;91,4;personnes;", ";3;187;1,6;personnes;")
	shared.wants(t, http.StatusOK, "\ufeff", ";171;187;91,4;personnes;", ";< 11;187;;personnes;")
	shared.lacks(t, ";3;187;", ";168;187;")
	if kept := strings.Join(m.access, "\n"); !strings.Contains(kept, "export_figures") || !strings.Contains(kept, "share_figures") {
		t.Errorf("got kept %q", kept)
	}
}
