package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"relais/store"
	"relais/web"
)

func signInForm(email, secret string) url.Values {
	return url.Values{"email": {email}, "password": {secret}}
}

// postAs posts as a proxy on this machine hands it over for an address.
func (b *browser) postAs(address, path string, form url.Values) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", address)
	return b.do(r)
}

func TestWhatIsSearchedStaysOutOfAddresses(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "anne.morel@exemple.fr")
	got := b.post("/personnes", url.Values{"q": {"diallo"}})
	got.wants(t, http.StatusOK, "DIALLO", `<form method="post" action="/personnes"`, `href="/personnes?lang=en"`)
	got.lacks(t, "q=diallo")
	coordinator := signedIn(t, b.base, "coordination@exemple.fr")
	coordinator.get("/personnes?q=diallo").lacks(t, "DIALLO") // an old bookmark finds nobody
	for email, status := range map[string]int{readers["lead"]: http.StatusForbidden, readers["auditor"]: http.StatusForbidden, readers["other"]: http.StatusOK} {
		found := signedIn(t, b.base, email).post("/personnes", url.Values{"q": {"diallo"}})
		found.wants(t, status)
		found.lacks(t, "DIALLO")
	}
	visitor(t, b.base).post("/personnes", url.Values{"q": {"diallo"}}).wants(t, http.StatusSeeOther)
}

func TestStrangerCannotLockSomebodyOut(t *testing.T) {
	t.Parallel()
	const victim = "anne.morel@exemple.fr"
	base := serve(t, fiction())
	home := visitor(t, base)
	home.postAs("198.51.100.1", "/connexion", signInForm(victim, password)).wants(t, http.StatusSeeOther)
	home.post("/deconnexion", nil).wants(t, http.StatusSeeOther)

	// one stranger: slowed down where they are, and nowhere else
	for range 12 {
		visitor(t, base).postAs("203.0.113.9", "/connexion", signInForm(victim, "non"))
	}
	visitor(t, base).postAs("203.0.113.9", "/connexion", signInForm(victim, password)).wants(t, http.StatusTooManyRequests)
	visitor(t, base).postAs("198.51.100.2", "/connexion", signInForm(victim, password)).wants(t, http.StatusSeeOther)

	// many: they use up the account's rate, not that of the browser it signs in from
	for i := range 40 {
		visitor(t, base).postAs(fmt.Sprintf("203.0.113.%d", 20+i), "/connexion", signInForm(victim, "non"))
	}
	visitor(t, base).postAs("198.51.100.3", "/connexion", signInForm(victim, password)).wants(t, http.StatusTooManyRequests)
	home.postAs("198.51.100.1", "/connexion", signInForm(victim, password)).wants(t, http.StatusSeeOther)
}

// Knowing a browser must not become a way to guess faster, there or elsewhere.
func TestKnownBrowserIsSlowedToo(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "anne.morel@exemple.fr")
	b.post("/deconnexion", nil)
	refused := 0
	for range 8 {
		if b.post("/connexion", signInForm("anne.morel@exemple.fr", "non")).status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 3 {
		t.Errorf("got %d of 8 guesses refused", refused)
	}
	for range 5 {
		b.post("/connexion", signInForm("yves.caradec@exemple.fr", "non")).wants(t, http.StatusUnauthorized)
	}
	b.post("/connexion", signInForm("yves.caradec@exemple.fr", "non")).wants(t, http.StatusTooManyRequests)
}

func TestKnownBrowserOpensNothing(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	b := signedIn(t, base, "anne.morel@exemple.fr")
	b.post("/deconnexion", nil)
	b.get("/file").wants(t, http.StatusSeeOther)
	address, _ := url.Parse(base)
	for _, c := range b.client.Jar.Cookies(address) {
		stolen := visitor(t, base)
		stolen.client.Jar.SetCookies(address, []*http.Cookie{{Name: "relais", Value: "known:" + c.Value, Path: "/"}})
		stolen.get("/file").wants(t, http.StatusSeeOther)
	}
}

func TestSessionIsRenewedAtSignIn(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	address, _ := url.Parse(base)
	b := visitor(t, base)
	b.client.Jar.SetCookies(address, []*http.Cookie{{Name: "relais", Value: "chosen-by-somebody-else", Path: "/"}})
	b.post("/connexion", signInForm("anne.morel@exemple.fr", password)).wants(t, http.StatusSeeOther)
	for _, c := range b.client.Jar.Cookies(address) {
		if c.Value == "chosen-by-somebody-else" {
			t.Error("got the session that the visitor came with")
		}
	}
	kept := slices.Clone(b.client.Jar.Cookies(address))
	b.post("/deconnexion", nil).wants(t, http.StatusSeeOther)
	thief := visitor(t, base)
	thief.client.Jar.SetCookies(address, kept)
	thief.get("/file").wants(t, http.StatusSeeOther) // ended here, not only in the browser
}

func TestChangedPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	b.get("/file").wants(t, http.StatusOK)
	hash, err := web.HashPassword("un autre mot de passe")
	if err != nil {
		t.Fatal(err)
	}
	m.mu.Lock()
	for i := range m.accounts {
		m.accounts[i].PasswordHash = hash
	}
	m.mu.Unlock()
	b.get("/file").wants(t, http.StatusSeeOther)
	b.post("/connexion", signInForm("anne.morel@exemple.fr", "un autre mot de passe")).wants(t, http.StatusSeeOther)
	b.get("/file").wants(t, http.StatusOK)
}

func TestPagesStayInNoCacheNorFrame(t *testing.T) {
	t.Parallel()
	b := signedIn(t, serve(t, fiction()), "coordination@exemple.fr")
	for _, path := range []string{"/", "/questions", "/personnes/p-0", "/personnes/nulle", "/api/v1/unreachable", "/connexion", "/nulle-part", "/healthz"} {
		got := b.get(path)
		if got.header.Get("Cache-Control") != "no-store" || !strings.Contains(got.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || got.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: got headers %v", path, got.header)
		}
	}
}

// PostgreSQL refuses what is not UTF-8, and NUL: such input is the sender's fault.
func TestHostileTextIsNotAFault(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, _ *store.Store, h *town) {
		long := strings.Repeat("é", 200) + "@exemple.fr" // cut inside a letter at 254 bytes
		for _, email := range []string{"a\x00@exemple.fr", "a\xff\xfe@exemple.fr", long} {
			if got := visitor(t, h.base).post("/connexion", signInForm(email, "non")); got.status >= 500 {
				t.Errorf("sign in as %q: got %d", email, got.status)
			}
		}
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		maelys := "/personnes/" + h.people["Maëlys"]
		for _, path := range []string{
			"/personnes/%00", "/personnes/%ff", "/questions/%00", "/questions/%ff%fe", "/listes/%00", "/listes/people?cause=%00",
			"/?territory=%00", "/?referent=%ff", "/api/v1/reach?territory=%00", "/file?part=queue&current=%00", "/connexion?suite=%00", "/%00",
			"/?entered_from=9999999999-01-01", "/personnes/" + strings.Repeat("9", 4000), "/listes/people?cause=" + strings.Repeat("x", 4000),
		} {
			if got := b.get(path); got.status >= 500 {
				t.Errorf("GET %s: got %d", path, got.status)
			}
		}
		for path, form := range map[string]url.Values{
			"/personnes":                                 {"q": {"a\x00\xff"}},
			"/questions/" + h.question + "/reponse":      {"text": {"oui\x00\xff"}},
			"/questions/%00/fermeture":                   nil,
			maelys + "/faits":                            {"kind": {"oriented"}, "on": {"2026-01-05"}, "value": {"\x00"}},
			maelys + "/issues/%00":                       {"outcome": {"\xff"}},
			maelys + "/messages/%ff/annulation":          nil,
			"/alertes/%00/vue":                           nil,
			"/personnes/%27%20or%201=1--/faits":          {"kind": {"registered"}, "on": {"2026-01-05"}},
			maelys + "/issues/%27;drop%20table%20person": {"outcome": {"seen"}},
		} {
			if got := b.post(path, form); got.status >= 500 {
				t.Errorf("POST %s: got %d", path, got.status)
			}
		}
		b.post("/personnes", url.Values{"q": {"%"}}).lacks(t, "QUILLIEN", "TANGUY")
		b.post("/personnes", url.Values{"q": {"_uillien"}}).lacks(t, "QUILLIEN")
	})
}
