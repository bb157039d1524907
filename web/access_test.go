package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// The accounts of the fiction, by the role each stands for.
var readers = map[string]string{
	"coordinator":  "coordination@exemple.fr",
	"referent":     "anne.morel@exemple.fr",
	"other":        "yves.caradec@exemple.fr",
	"professional": "paul.riou@exemple.fr",
	"lead":         "projet@exemple.fr",
	"auditor":      "dpo@exemple.fr",
}

// TestEachRoleOpensItsPagesOnly wants the store: the rows are scoped there. p-0
// and e-1 are Anne's, and Paul meets p-0.
func TestEachRoleOpensItsPagesOnly(t *testing.T) {
	t.Parallel()
	const ok, no, hidden, away = http.StatusOK, http.StatusForbidden, http.StatusNotFound, http.StatusSeeOther
	base := serve(t, fiction())
	browsers := map[string]*browser{"visitor": visitor(t, base)}
	for role, email := range readers {
		browsers[role] = signedIn(t, base, email)
	}
	for _, c := range []struct {
		path string
		want map[string]int
	}{
		{"/", map[string]int{"visitor": away, "coordinator": ok, "referent": away, "other": away, "professional": away, "lead": ok, "auditor": away}},
		{"/pilotage/chiffres", map[string]int{"visitor": away, "coordinator": ok, "referent": no, "other": no, "professional": no, "lead": ok, "auditor": no}},
		{"/pilotage/delais", map[string]int{"visitor": away, "coordinator": ok, "referent": no, "other": no, "professional": no, "lead": ok, "auditor": no}},
		{"/pilotage/rendez-vous?versus_territory=vallons", map[string]int{"visitor": away, "coordinator": ok, "referent": no, "other": no, "professional": no, "lead": ok, "auditor": no}},
		{"/pilotage/autre", map[string]int{"visitor": away, "coordinator": hidden, "referent": no, "other": no, "professional": no, "lead": hidden, "auditor": no}},
		{"/pilotage/semaines/export.csv", map[string]int{"visitor": away, "coordinator": ok, "referent": no, "other": no, "professional": no, "lead": ok, "auditor": no}},
		{"/pilotage/semaines/partage.csv", map[string]int{"visitor": away, "coordinator": ok, "referent": no, "other": no, "professional": no, "lead": ok, "auditor": no}},
		{"/listes/at_risk", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": no, "auditor": no}},
		{"/listes/delivered?cause=undelivered", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": no, "auditor": no}},
		{"/listes/autre", map[string]int{"visitor": away, "coordinator": hidden, "referent": hidden, "other": hidden, "professional": no, "lead": no, "auditor": no}},
		{"/file", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": ok, "professional": ok, "lead": no, "auditor": no}},
		{"/questions/e-1", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": hidden, "professional": hidden, "lead": no, "auditor": no}},
		{"/questions/e-5", map[string]int{"visitor": away, "coordinator": ok, "referent": hidden, "other": hidden, "professional": hidden, "lead": no, "auditor": no}},
		{"/questions", map[string]int{"visitor": away, "coordinator": 301, "referent": 301, "other": 301, "professional": 301, "lead": no, "auditor": no}},
		{"/clavier", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": ok, "professional": ok, "lead": ok, "auditor": ok}},
		{"/personnes", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": ok, "professional": ok, "lead": no, "auditor": no}},
		{"/personnes/p-0", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": hidden, "professional": ok, "lead": no, "auditor": no}},
		{"/personnes/p-1", map[string]int{"visitor": away, "coordinator": ok, "referent": hidden, "other": ok, "professional": hidden, "lead": no, "auditor": no}},
		{"/compte", map[string]int{"visitor": away, "coordinator": ok, "referent": ok, "other": ok, "professional": ok, "lead": ok, "auditor": ok}},
		{"/api/v1/reach", map[string]int{"visitor": 401, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": ok, "auditor": no}},
		{"/api/v1/deadlines", map[string]int{"visitor": 401, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": ok, "auditor": no}},
		{"/api/v1/referents", map[string]int{"visitor": 401, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": ok, "auditor": no}},
		{"/api/v1/unreachable", map[string]int{"visitor": 401, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": no, "auditor": no}},
		{"/api/v1/not-convened", map[string]int{"visitor": 401, "coordinator": ok, "referent": ok, "other": ok, "professional": no, "lead": no, "auditor": no}},
		{"/api/v1/autre", map[string]int{"visitor": 401, "coordinator": hidden, "referent": hidden, "other": hidden, "professional": hidden, "lead": hidden, "auditor": hidden}},
	} {
		for role, want := range c.want {
			got := browsers[role].get(c.path)
			if got.status != want {
				t.Errorf("GET %s as %s: got %d, want %d", c.path, role, got.status, want)
			}
			if got.status >= 400 {
				got.lacks(t, "LE GOFF", "QUÉRÉ", "avec ma fille")
			}
		}
	}
}

// TestNobodyChangesAnothersFile wants the store.
func TestNobodyChangesAnothersFile(t *testing.T) {
	t.Parallel()
	m := fiction()
	base := serve(t, m)
	before := len(m.escalations[0].Messages)
	forms := map[string]url.Values{
		"/personnes/p-0/issues/pa-1":             {"outcome": {"seen"}},
		"/personnes/p-0/faits":                   {"kind": {"registered"}, "on": {"2026-01-12"}},
		"/personnes/p-0/messages/n-1/annulation": nil,
		"/personnes/p-0/telegram":                nil,
		"/personnes/p-0/message":                 {"text": {"bonjour"}},
		"/personnes/p-0/message/apercu":          {"text": {"bonjour"}},
		"/personnes/p-0/messages/n-1/envoi":      nil,
		"/personnes/p-0/messages/n-1/retour":     nil,
		"/questions/e-1/apercu":                  {"text": {"bonjour"}},
		"/questions/e-1/reponse":                 {"text": {"bonjour"}},
		"/questions/e-1/fermeture":               nil,
		"/alertes/i-1/vue":                       nil,
	}
	for _, role := range []string{"other", "lead", "auditor", "visitor"} {
		b := visitor(t, base)
		if email := readers[role]; email != "" {
			b = signedIn(t, base, email)
		}
		for path, form := range forms {
			got := b.post(path, form)
			refused := []int{http.StatusNotFound, http.StatusForbidden}
			if role == "visitor" {
				refused = []int{http.StatusSeeOther}
			}
			if !slices.Contains(refused, got.status) {
				t.Errorf("POST %s as %s: got %d", path, role, got.status)
			}
			got.lacks(t, "jeton-", "LE GOFF")
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.outcomes)+len(m.facts)+len(m.cancelled)+len(m.revoked) != 0 || len(m.escalations[0].Messages) != before || m.escalations[0].State != "open" || !m.incidents[0].SeenAt.IsZero() {
		t.Error("something changed")
	}
}

// A message of one's own person cannot be cancelled through another's address.
func TestMessageIsCancelledThroughItsOwnPerson(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "yves.caradec@exemple.fr")
	b.post("/personnes/p-1/messages/n-1/annulation", nil).wants(t, http.StatusNotFound)
	b.post("/personnes/p-1/issues/pa-1", url.Values{"outcome": {"seen"}}).wants(t, http.StatusNotFound)
	if len(m.cancelled)+len(m.outcomes) != 0 {
		t.Error("something of another person changed")
	}
}

func TestReferentsFiguresAreOfTheirOwnPeople(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	b.get("/api/v1/reach?referent=yves&territory=redon").wants(t, http.StatusOK, `"people":301`)
	b.get("/api/v1/not-convened?referent=yves").wants(t, http.StatusOK)
	b.get("/listes/people?referent=yves").wants(t, http.StatusOK)
	for _, f := range m.filters {
		if f.ReferentID != "anne" {
			t.Errorf("got asked with filter %+v", f)
		}
	}
}

func TestReadsOfPeopleAreKept(t *testing.T) {
	t.Parallel()
	m := fiction()
	base := serve(t, m)
	anne := signedIn(t, base, "anne.morel@exemple.fr")
	anne.get("/personnes/p-0")
	anne.get("/questions/e-1")
	anne.get("/file")
	anne.get("/file?part=file") // the page asks again by itself
	anne.get("/personnes/p-1")  // refused: nothing read
	coordinator := signedIn(t, base, "coordination@exemple.fr")
	coordinator.get("/")
	coordinator.get("/pilotage/chiffres") // the page asks again by itself
	coordinator.get("/api/v1/unreachable")
	want := []string{
		"a-anne read_person p-0", "a-anne read_question e-1", "a-anne read_desk anne",
		"a-coord read_list pilotage", "a-coord read_list unreachable",
	}
	if !slices.Equal(m.access, want) {
		t.Errorf("got %q, want %q", m.access, want)
	}
}
