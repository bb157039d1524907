package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store/storetest"
	"relais/web"
)

// sent sends a request of any path, query and body to the console; ok is false where a
// client cannot even write it.
func sent(client *http.Client, method, base, path, query, body string, header map[string]string) (status int, to string, ok bool) {
	r, err := http.NewRequestWithContext(context.Background(), method, base, strings.NewReader(body))
	if err != nil {
		return 0, "", false
	}
	r.URL.Path, r.URL.RawQuery = path, query
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, "", false
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, answer.Header.Get("Location"), true
}

// FuzzAPI calls the API with any path, query, body, token and idempotency key, in the
// name of a program that may do everything: it is answered or refused, never at fault.
func FuzzAPI(f *testing.F) {
	s, now := storetest.Open(f), time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	in := &intake.Intake{Store: s, Rules: storetest.Rules(f), Now: func() time.Time { return now }}
	h := newTown(f, s, func(o *web.Options) {
		o.Records = func(ctx context.Context, source, territory, territoryID string, dryRun bool, records []map[string]string) ([]parcours.RowResult, error) {
			return in.Records(ctx, intake.RecordOptions{Source: source, Territory: territory, TerritoryID: territoryID, DryRun: dryRun}, records)
		}
	})
	_, secret, err := s.IssueToken(f.Context(), parcours.Actor{AccountID: "a-claire"}, parcours.APIToken{Name: "Entrepôt", Scopes: parcours.TokenScopes(), ExpiresAt: time.Now().Add(24 * time.Hour)})
	if err != nil {
		f.Fatal(err)
	}
	maelys := "people/" + h.people["Maëlys"]
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodHead, http.MethodOptions, http.MethodPatch}
	for _, seed := range []struct {
		method            uint8
		path, query, body string
	}{
		{0, "people", "cursor=cC0x&limit=3", ""},
		{0, "appointments", "cursor=MTc2NzYwMDAwMDAwMC5h", ""},
		{0, "slots", "from=2026-01-05&until=2026-02-01", ""},
		{0, "figures/reach", "period=2026-01&territory=x", ""},
		{1, "people", "dry_run=true", `{"people":[{"first_name":"Gaël","last_name":"Le Bihan","nir":"285053599999883","phones":"06 39 98 01 44"}]}`},
		{1, "people/search", "", `{"phone":"06 39 98 01 44"}`},
		{1, "slots", "", `{"starts_at":"2026-02-02T09:00:00+01:00","minutes":60,"place_id":"x","kind":"joint_interview","capacity":1,"weeks":3}`},
		{1, maelys + "/appointments", "", `{"slot_id":"x"}`},
		{2, maelys + "/plan", "", `{"from":"2026-01-05","min_hours":15,"max_hours":20}`},
		{1, maelys + "/jobs", "", `{"started_on":"2026-01-05","contract":"cdi"}`},
		{1, "questions/" + h.question + "/answer", "", `{"text":"Oui, venez avec elle."}`},
		{0, maelys, "", "null"},
	} {
		f.Add(seed.method, seed.path, seed.query, seed.body, "cle-1", "")
	}
	f.Add(uint8(0), "people", "", "", "", "autre")
	client := &http.Client{Timeout: 20 * time.Second}
	f.Fuzz(func(t *testing.T, method uint8, path, query, body, key, token string) {
		header := map[string]string{"Authorization": "Bearer " + secret, "Content-Type": "application/json"}
		if token != "" {
			header["Authorization"] = "Bearer " + token
		}
		if key != "" {
			header["Idempotency-Key"] = key
		}
		status, _, ok := sent(client, methods[int(method)%len(methods)], h.base, "/api/v1/"+path, query, body, header)
		if ok && status >= 500 {
			t.Errorf("answered %d", status)
		}
		if ok && token != "" && status < 400 && !strings.HasPrefix(path, "openapi") {
			t.Errorf("a token that was never issued is answered %d", status)
		}
	})
}

// FuzzConsole opens any page with any query, and sends any form, as the coordinator and
// as nobody: what is asked is shown, done or refused, and the console is never at fault.
func FuzzConsole(f *testing.F) {
	s := storetest.Open(f)
	h := newTown(f, s)
	maelys := "/personnes/" + h.people["Maëlys"]
	for _, path := range []string{"/", "/pilotage", "/file", "/personnes", maelys, "/a-faire", "/creneaux", "/courriers", "/appels", "/imports", "/comptes", "/jetons", "/partenaires", "/acces", "/textes/convocation", "/agenda/x.ics", "/rdv/x.ics"} {
		f.Add(path, "du=2026-01-01&au=2026-01-31&territoire=x&page=2&vue=semaines", "", true)
	}
	for path, body := range map[string]string{
		maelys + "/message":                     "text=Bonjour",
		maelys + "/notes":                       "text=x&mode=absolute",
		maelys + "/plan":                        "from=2026-01-05&min=15&max=20",
		maelys + "/preferences":                 "language=fr&channel=sms",
		maelys + "/adresses":                    "value=06+39+98+01+44&kind=sms",
		maelys + "/emplois":                     "started_on=2026-01-05&contract=cdi",
		"/questions/" + h.question + "/reponse": "text=Oui",
		"/creneaux":                             "place=x&day=2026-02-02&at=09:00&minutes=60&weeks=3&kind=joint_interview",
		"/personnes":                            "q=Ma%C3%ABlys",
		"/lieux":                                "name=CDAS&address=x",
		"/absences":                             "from=2026-01-05&until=2026-01-09",
		"/connexion":                            "email=claire.hamon%40exemple.fr&password=x",
		"/comptes":                              "email=x%40exemple.fr&role=lead",
		"/partenaires":                          "url=https%3A%2F%2Fexemple.fr&shape=rdv_insertion",
		"/appels":                               "person=x&result=reached",
		"/affectations":                         "person=x&referent=y",
		"/personnes/x/semaines/2026-01-05/validation": "hours=12h30",
	} {
		f.Add(path, "", body, true)
		f.Add(path, "", body, false)
	}
	visiting := func() *http.Client {
		jar, err := cookiejar.New(nil)
		if err != nil {
			f.Fatal(err)
		}
		return &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
	enter := func() *http.Client {
		client := visiting()
		sent(client, http.MethodPost, h.base, "/connexion", "", url.Values{"email": {"claire.hamon@exemple.fr"}, "password": {password}}.Encode(), form)
		return client
	}
	inside, outside := enter(), visiting()
	f.Fuzz(func(t *testing.T, path, query, body string, known bool) {
		if !strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/flux") || strings.HasPrefix(path, "/compte/") || strings.HasPrefix(path, "/deconnexion") {
			t.Skip() // an open page stays open; and the browser is to stay signed in
		}
		client, method := outside, http.MethodGet
		if known {
			client = inside
		}
		if body != "" {
			method = http.MethodPost
		}
		status, to, ok := sent(client, method, h.base, path, query, body, form)
		if ok && status >= 500 {
			t.Errorf("%s answered %d", method, status)
		}
		if known && strings.HasPrefix(to, "/connexion") {
			inside = enter()
		}
	})
}
