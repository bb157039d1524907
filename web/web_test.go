package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/web"
)

// serve starts the console over m and returns its address.
func serve(t testing.TB, m *memory, change ...func(*web.Options)) string {
	t.Helper()
	_, base := started(t, m, change...)
	return base
}

// started is serve, with the server.
func started(t testing.TB, m *memory, change ...func(*web.Options)) (*web.Server, string) {
	t.Helper()
	labels, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	options := web.Options{
		Store: m, Labels: labels, Rules: parcours.DefaultRules(paris()),
		Service:      parcours.Service{Name: "Département d'Ille-et-Vilaine", Phone: "02 61 91 01 02"},
		Now:          func() time.Time { return m.now },
		TelegramLink: func(token string) string { return "https://t.me/relais_bot?start=" + token },
	}
	for _, c := range change {
		c(&options)
	}
	s, err := web.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(s.EndStreams)
	return s, server.URL
}

// browser is one person's browser.
type browser struct {
	t      *testing.T
	base   string
	client *http.Client
}

func visitor(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, base, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// signedIn is the browser of an account of the fiction.
func signedIn(t *testing.T, base, email string) *browser {
	t.Helper()
	b := visitor(t, base)
	if got := b.post("/connexion", url.Values{"email": {email}, "password": {password}}); got.status != http.StatusSeeOther {
		t.Fatalf("sign in as %s: %d\n%s", email, got.status, got.body)
	}
	return b
}

type answer struct {
	status int
	body   string
	header http.Header
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, string(body), resp.Header}
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, form url.Values) answer {
	b.t.Helper()
	return b.postFrom("same-origin", path, form)
}

func (b *browser) postFrom(site, path string, form url.Values) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", site)
	return b.do(r)
}

func (a answer) wants(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("got status %d, want %d\n%.2000s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("got a page without %q", text)
		}
	}
}

func (a answer) lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			t.Errorf("got a page with %q", text)
		}
	}
}

func TestVisitorIsSentToSignInAndBack(t *testing.T) {
	t.Parallel()
	b := visitor(t, serve(t, fiction()))
	got := b.get("/personnes/p-0?x=1")
	if want := "/connexion?suite=%2Fpersonnes%2Fp-0%3Fx%3D1"; got.status != http.StatusSeeOther || got.header.Get("Location") != want {
		t.Fatalf("got %d to %q, want 303 to %q", got.status, got.header.Get("Location"), want)
	}
	b.get(got.header.Get("Location")).wants(t, http.StatusOK, `value="/personnes/p-0?x=1"`)
	got = b.post("/connexion", url.Values{"email": {"Anne.Morel@exemple.fr "}, "password": {password}, "suite": {"/personnes/p-0?x=1"}})
	if got.header.Get("Location") != "/personnes/p-0?x=1" {
		t.Errorf("got sent to %q after signing in", got.header.Get("Location"))
	}
}

func TestSignInNeverLeadsToAnotherSite(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	for _, next := range []string{"https://ailleurs.exemple.fr/", "//ailleurs.exemple.fr", `/\ailleurs.exemple.fr`, "javascript:alert(1)", "/\n/x"} {
		got := visitor(t, base).post("/connexion", url.Values{"email": {"projet@exemple.fr"}, "password": {password}, "suite": {next}})
		if to := got.header.Get("Location"); to != "/" {
			t.Errorf("got sent to %q by %q", to, next)
		}
	}
}

func TestSessionCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction(), func(o *web.Options) { o.PublicURL = "https://relais.exemple.fr" })
	got := visitor(t, base).post("/connexion", url.Values{"email": {"anne.morel@exemple.fr"}, "password": {password}})
	if len(got.header.Values("Set-Cookie")) != 2 {
		t.Fatalf("got cookies %q", got.header.Values("Set-Cookie"))
	}
	for _, cookie := range got.header.Values("Set-Cookie") {
		for _, want := range []string{"__Host-relais", "HttpOnly", "SameSite=", "Secure", "Path=/;"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("got cookie %q, want %s", cookie, want)
			}
		}
	}
	if got.header.Get("Strict-Transport-Security") == "" {
		t.Error("got no transport security over https")
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "anne.morel@exemple.fr")
	b.get("/file").wants(t, http.StatusOK)
	b.post("/deconnexion", nil).wants(t, http.StatusSeeOther)
	b.get("/file").wants(t, http.StatusSeeOther)
}

func TestClosedAccountLosesItsSession(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	m.mu.Lock()
	m.accounts = m.accounts[:1]
	m.mu.Unlock()
	b.get("/file").wants(t, http.StatusSeeOther)
}

func TestWrongPasswordSaysNeitherWhichIsWrong(t *testing.T) {
	t.Parallel()
	b := visitor(t, serve(t, fiction()))
	known := b.post("/connexion", url.Values{"email": {"anne.morel@exemple.fr"}, "password": {"non"}})
	unknown := b.post("/connexion", url.Values{"email": {"personne@exemple.fr"}, "password": {"non"}})
	known.wants(t, http.StatusUnauthorized)
	if got, want := strings.ReplaceAll(unknown.body, "personne@", "anne.morel@"), known.body; got != want {
		t.Error("got another page for an unknown account")
	}
}

func TestSignInIsSlowedPerAccount(t *testing.T) {
	t.Parallel()
	b := visitor(t, serve(t, fiction()))
	for range 5 {
		b.post("/connexion", url.Values{"email": {"yves.caradec@exemple.fr"}, "password": {"non"}}).wants(t, http.StatusUnauthorized)
	}
	got := b.post("/connexion", url.Values{"email": {"yves.caradec@exemple.fr"}, "password": {password}})
	got.wants(t, http.StatusTooManyRequests, "Trop d&#39;essais")
	if got.header.Get("Retry-After") == "" {
		t.Error("got no Retry-After")
	}
	b.post("/connexion", url.Values{"email": {"anne.morel@exemple.fr"}, "password": {password}}).wants(t, http.StatusSeeOther)
}

func TestSignInIsSlowedPerAddress(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	refused := 0
	for i := range 34 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/connexion",
			strings.NewReader(url.Values{"email": {"x" + string(rune('a'+i)) + "@exemple.fr"}, "password": {"non"}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", "198.51.100.7, 203.0.113.9")
		if visitor(t, base).do(r).status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("got every attempt of one address through")
	}
	visitor(t, base).post("/connexion", url.Values{"email": {"anne.morel@exemple.fr"}, "password": {password}}).wants(t, http.StatusSeeOther)
}

func TestEveryAnswerCarriesTheContentPolicy(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	b := signedIn(t, base, "coordination@exemple.fr")
	for _, path := range []string{"/", "/questions", "/nulle-part", "/static/relais.css", "/api/v1/reach", "/healthz"} {
		got := b.get(path)
		policy := got.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: got policy %q", path, policy)
		}
		if got.header.Get("X-Robots-Tag") == "" || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: got headers %v", path, got.header)
		}
	}
}

func TestPagesHaveNoInlineScriptNorStyle(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "coordination@exemple.fr")
	for _, path := range []string{"/", "/file", "/questions/e-1", "/clavier", "/personnes", "/personnes/p-0", "/listes/at_risk", "/compte"} {
		got := b.get(path)
		got.wants(t, http.StatusOK)
		got.lacks(t, "<style", " style=", " onclick", "javascript:", "<script>")
	}
}

func TestPostFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	for _, site := range []string{"cross-site", "same-site"} {
		b.postFrom(site, "/questions/e-1/fermeture", nil).wants(t, http.StatusForbidden, "Accès réservé")
	}
	if m.escalations[0].State != parcours.EscalationOpen {
		t.Error("a question was closed from another site")
	}
}

func TestWebhooksAreMountedAsTheyAre(t *testing.T) {
	t.Parallel()
	got := ""
	base := serve(t, fiction(), func(o *web.Options) {
		o.Webhooks = map[string]http.Handler{"POST /webhooks/twilio/status/{attempt}": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.PathValue("attempt")
			w.WriteHeader(http.StatusNoContent)
		})}
	})
	visitor(t, base).postFrom("cross-site", "/webhooks/twilio/status/a-7?x=1", nil).wants(t, http.StatusNoContent)
	if got != "a-7" {
		t.Errorf("got attempt %q", got)
	}
}

func TestLargeBodyIsRefused(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "anne.morel@exemple.fr")
	got := b.post("/questions/e-1/reponse", url.Values{"text": {strings.Repeat("a", 70<<10)}})
	if got.status < 400 || got.status >= 500 {
		t.Errorf("got status %d", got.status)
	}
}

func TestFaultShowsAPageAndHidesItsCause(t *testing.T) {
	t.Parallel()
	m := fiction()
	var log strings.Builder
	b := signedIn(t, serve(t, m, func(o *web.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) }), "anne.morel@exemple.fr")
	m.mu.Lock()
	m.broken = errors.New("disk is full")
	m.mu.Unlock()
	got := b.get("/file")
	got.wants(t, http.StatusInternalServerError, "Quelque chose n", "02 61 91 01 02")
	got.lacks(t, "disk is full")
	if !strings.Contains(log.String(), "disk is full") {
		t.Error("got a log without the cause")
	}
}

func TestDatabaseThatIsAwayIsNoFaultOfThePage(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	m.mu.Lock()
	m.broken = fmt.Errorf("questions: %w: disk is full", parcours.ErrUnavailable)
	m.mu.Unlock()
	got := b.get("/file")
	got.wants(t, http.StatusServiceUnavailable, "Quelque chose n", "Recommencez dans un instant")
	got.lacks(t, "disk is full")
}

func TestLogHoldsNeitherAddressesNorNames(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	base := serve(t, fiction(), func(o *web.Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	b := signedIn(t, base, "anne.morel@exemple.fr")
	b.post("/personnes", url.Values{"q": {"diallo"}}).wants(t, http.StatusOK, "DIALLO")
	b.post("/personnes/p-2/faits", url.Values{"kind": {"registered"}, "on": {"Mme DIALLO 0639980102"}}).wants(t, http.StatusUnprocessableEntity)
	b.get("/personnes/p-2").wants(t, http.StatusOK)
	for _, word := range []string{"diallo", "morel", "exemple.fr", "q=", "p-2", "DIALLO", "0639980102"} {
		if strings.Contains(log.String(), word) {
			t.Errorf("got %q in the log:\n%s", word, log.String())
		}
	}
	if !strings.Contains(log.String(), `route="GET /personnes/{id}"`) {
		t.Errorf("got no route in the log:\n%s", log.String())
	}
}

func TestConsoleSpeaksTheReadersLanguage(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	b := visitor(t, base)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/connexion", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "de;q=0.9, en-GB;q=0.8")
	b.do(r).wants(t, http.StatusOK, `<html lang="en"`, "Sign in")
	b.get("/connexion").wants(t, http.StatusOK, `<html lang="fr"`, "Se connecter")
	b.get("/connexion?lang=en").wants(t, http.StatusOK, "Sign in")
	b.get("/connexion").wants(t, http.StatusOK, `<html lang="en"`)
	b.get("/connexion?lang=fr").wants(t, http.StatusOK, `<html lang="fr"`)
}

func TestProbesTellWhatWorks(t *testing.T) {
	t.Parallel()
	var broken error
	base := serve(t, fiction(), func(o *web.Options) {
		o.Ready = map[string]func(context.Context) error{"database": func(context.Context) error { return broken }}
	})
	b := visitor(t, base)
	b.get("/healthz").wants(t, http.StatusOK, `"alive":true`)
	b.get("/readyz").wants(t, http.StatusOK, `"ready":true`, `"database":"ok"`)
	broken = errors.New("database is locked by another process")
	got := b.get("/readyz")
	got.wants(t, http.StatusServiceUnavailable, `"ready":false`, `"database":"failing"`)
	got.lacks(t, "locked") // anybody may ask: the reason is in the log
	b.get("/robots.txt").wants(t, http.StatusOK, "Disallow: /")
	got = b.get("/metrics")
	got.wants(t, http.StatusOK, `relais_http_requests_total{route="GET /readyz",status="5xx"} 1`, "process_resident_memory_bytes")
}

func TestStaticFilesAreKeptByTheirDigest(t *testing.T) {
	t.Parallel()
	b := visitor(t, serve(t, fiction()))
	body := b.get("/connexion").body
	_, rest, _ := strings.Cut(body, `href="/static/relais.css`)
	query, _, _ := strings.Cut(rest, `"`)
	got := b.get("/static/relais.css" + query)
	got.wants(t, http.StatusOK)
	if !strings.Contains(got.header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/css") {
		t.Errorf("got headers %v", got.header)
	}
	b.get("/static/../web.go").wants(t, http.StatusTemporaryRedirect)
	b.get("/static/absent.css").wants(t, http.StatusNotFound)
	b.get("/static/").wants(t, http.StatusNotFound)
}
