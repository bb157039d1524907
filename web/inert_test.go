package web_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"relais/web"

	"golang.org/x/net/html"
)

const probe = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{.T}}`

// inline returns what of a page would run or be drawn although it is not one of the
// files of the console: scripts and styles inside it, handlers, other addresses.
func inline(t *testing.T, body string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		own := false
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				found = append(found, n.Data+" "+a.Key)
			case slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key):
				if strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") {
					found = append(found, n.Data+" "+a.Key+"="+a.Val)
				}
				own = strings.HasPrefix(value, "/static/")
			}
		}
		switch n.Data {
		case "script", "img":
			if !own || n.FirstChild != nil {
				found = append(found, n.Data)
			}
		case "style", "iframe", "object", "embed", "base":
			found = append(found, n.Data)
		}
	}
	return found
}

// TestWhatPeopleWroteIsInertOnEveryPage opens every page, as everybody who may,
// of a town where every text that somebody wrote tries to run.
func TestWhatPeopleWroteIsInertOnEveryPage(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, probe)
	for _, statement := range []string{
		"update person set first_name = first_name || $1, last_name = last_name || $1, birth_name = $1, internal_id = internal_id || $1, france_travail_id = $1, tags = $1, structure = $1, address = $1, postcode = $1, city = $1",
		"update household set affiliation_number = affiliation_number || $1",
		"update professional set first_name = first_name || $1, last_name = $1, structure = structure || $1, phone = $1",
		"update territory set name = name || $1",
		"update place set name = name || $1, address = $1, phone = $1",
		"update account set email = email || $1 where email = 'erwan.legall@exemple.fr'",
		"update access_log set subject = subject || $1, action = action || $1 where person_id = ''",
		"update incident set details = json_object('territory', $1, 'missing', $1, 'until', $1, 'by', $1)",
	} {
		if _, err := w.stage.DB.ExecContext(t.Context(), statement, probe); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	shown := map[string]bool{}
	for _, r := range matrix {
		page := strings.HasPrefix(r.pattern, "GET /") || !strings.Contains(r.pattern, " ") || r.status == http.StatusOK
		for _, a := range matrixActors {
			if !page {
				continue
			}
			got := w.try(r, a.name)
			media := got.header.Get("Content-Type")
			policy := got.header.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} {
				if !slices.Contains(strings.Split(policy, "; "), want) {
					t.Errorf("%s as %s: the policy %q lacks %q", r.pattern, a.name, policy, want)
				}
			}
			if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
				t.Errorf("%s: got the policy %q", r.pattern, policy)
			}
			switch {
			case strings.HasPrefix(media, "text/html"):
				if found := inline(t, got.body); len(found) > 0 {
					t.Errorf("%s as %s: %q would run", r.pattern, a.name, found)
				}
			case strings.HasPrefix(media, "text/csv"):
				harmless(t, r.pattern, got.body)
			case strings.HasPrefix(media, "application/json"):
				if strings.Contains(got.body, "<script>") {
					t.Errorf("%s as %s: JSON holds a tag", r.pattern, a.name)
				}
			}
			if got.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: its kind may be guessed", r.pattern)
			}
			shown[r.pattern] = shown[r.pattern] || strings.Contains(got.body, "alert(1)")
		}
	}
	for _, pattern := range []string{
		"GET /a-faire", "GET /imports", "GET /imports/{import}", "GET /imports/{import}/refus.csv", "GET /lieux", "GET /creneaux", "GET /creneaux/{slot}", "GET /referents",
		"GET /referents/{id}/transfert", "GET /affectations/{person}", "GET /listes/{list}/export.csv", "POST /listes/unclaimed", "GET /pilotage/{part}", "GET /{$}", "GET /listes/{list}", "GET /file", "GET /questions/{id}", "GET /personnes", "GET /personnes/{id}", "GET /courriers", "GET /courriers/lots/{batch}",
		"GET /courriers/lots/{batch}/courriers.csv", "GET /appels", "GET /absences", "GET /comptes", "GET /jetons", "GET /acces", "GET /acces.csv", "GET /api/v1/not-convened", "GET /compte",
	} {
		if !shown[pattern] {
			t.Errorf("%s shows nothing of what was written: nothing is proven of it", pattern)
		}
	}
}

// harmless checks that no cell of a table is a formula to a spreadsheet.
func harmless(t *testing.T, what, body string) {
	t.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff")))
	in.Comma, in.FieldsPerRecord = ';', -1 // an export of figures has parts
	rows, err := in.ReadAll()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s: %q is a formula", what, cell)
			}
		}
	}
}

func TestNoOtherSitePostsInSomebodysName(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	before := w.state()
	posts := 0
	for _, r := range matrix {
		method, _, _ := strings.Cut(r.pattern, " ")
		if method != http.MethodPost {
			continue
		}
		posts++
		for _, actor := range []string{"coordinator", "lead", "referent", "visitor"} {
			for _, site := range []string{"cross-site", "same-site"} {
				b := w.browsers[actor]
				b.keep(w.cookies[actor])
				send := func() answer { return b.postFrom(site, w.fill(r.path), w.form(r)) }
				if carriesFile(r) {
					send = func() answer { return b.giveFrom(site, "autre.csv", twelve) }
				}
				if got := send(); got.status != http.StatusForbidden {
					t.Errorf("%s by %s as %s: got %d", r.pattern, site, actor, got.status)
				}
			}
		}
	}
	after := w.state()
	for table := range before {
		if before[table] != after[table] {
			t.Errorf("%s changed", table)
		}
	}
	for _, pattern := range web.Patterns() {
		if strings.HasPrefix(pattern, "POST ") {
			posts--
		}
	}
	if posts != 0 {
		t.Errorf("tried %d more forms than there are", posts)
	}
}
