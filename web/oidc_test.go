package web_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// federated is the console over a real store, with an identity provider.
func federated(t *testing.T, p *provider, acr ...string) (base string, s *store.Store) {
	t.Helper()
	s = storetest.Open(t)
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	hash, err := web.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	for email, role := range map[string]parcours.AccountRole{"anne.morel@exemple.fr": parcours.AccountAuditor, "fermee@exemple.fr": parcours.AccountAuditor} {
		account, err := s.CreateAccount(ctx, now, parcours.Account{Email: email, PasswordHash: hash, Role: role})
		if err != nil {
			t.Fatal(err)
		}
		if email == "fermee@exemple.fr" {
			if err := s.CloseAccount(ctx, now, account.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	labels, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	var console *web.Server
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { console.Handler().ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	console, err = web.New(web.Options{
		Store: s, Labels: labels, Rules: storetest.Rules(t), PublicURL: server.URL, Now: func() time.Time { return now },
		SecondFactor: []parcours.AccountRole{parcours.AccountAuditor},
		OIDC:         &web.OIDC{Issuer: p.issuer(), ClientID: clientID, ClientSecret: clientSecret, ACR: acr},
	})
	if err != nil {
		t.Fatal(err)
	}
	return server.URL, s
}

// follow goes where an answer leads, over both servers.
func (b *browser) follow(got answer) answer {
	b.t.Helper()
	to, err := url.Parse(got.header.Get("Location"))
	if err != nil || got.status/100 != 3 {
		b.t.Fatalf("got no redirection: %d %s", got.status, got.header.Get("Location"))
	}
	if !to.IsAbs() {
		return b.get(to.String())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, to.String(), http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

// federate walks the whole sign-in and returns what the console answers at its end.
func (b *browser) federate(suite string) answer {
	b.t.Helper()
	atProvider := b.follow(b.get("/connexion/agent?suite=" + url.QueryEscape(suite)))
	if atProvider.status != http.StatusFound {
		b.t.Fatalf("the provider refuses the request: %d %s", atProvider.status, atProvider.body)
	}
	return b.follow(atProvider)
}

func TestTheProviderOpensAnAccountThatExists(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	p.acr, p.amr = "eidas2", []string{"mfa"}
	base, s := federated(t, p, "eidas2", "eidas3")
	b := visitor(t, base)
	b.get("/connexion").wants(t, http.StatusOK, `href="/connexion/agent?suite=%2f"`)
	got := b.federate("/compte")
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/compte" {
		t.Fatalf("got %d to %q\n%s", got.status, got.header.Get("Location"), got.body)
	}
	// Two factors there are not asked for again here, though the role demands them.
	b.get("/compte").wants(t, http.StatusOK, "anne.morel@exemple.fr")
	if p.last.Get("acr_values") != "eidas2 eidas3" || !strings.Contains(p.last.Get("claims"), "amr") || p.last.Get("redirect_uri") != base+"/connexion/retour" {
		t.Errorf("got asked %v", p.last)
	}
	all, err := s.Accounts(t.Context())
	if err != nil || len(all) != 2 {
		t.Errorf("got %d accounts, %v", len(all), err)
	}

	out := b.post("/deconnexion", nil)
	out.wants(t, http.StatusOK, `http-equiv="refresh"`)
	link := regexp.MustCompile(`href="([^"]*session/end[^"]*)"`).FindStringSubmatch(out.body)
	if link == nil {
		t.Fatalf("no way to the provider's sign-out:\n%s", out.body)
	}
	end, err := url.Parse(html.UnescapeString(link[1]))
	if err != nil {
		t.Fatal(err)
	}
	if q := end.Query(); strings.Count(q.Get("id_token_hint"), ".") != 2 || q.Get("post_logout_redirect_uri") != base+"/connexion" || len(q.Get("state")) < 32 {
		t.Errorf("got %v", end.Query())
	}
	b.get("/compte").wants(t, http.StatusSeeOther)
}

func TestOneFactorAtTheProviderIsNotTwo(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	base, _ := federated(t, p)
	b := visitor(t, base)
	b.federate("/").wants(t, http.StatusSeeOther)
	if got := b.get("/acces"); got.status != http.StatusSeeOther || got.header.Get("Location") != "/compte/second-facteur" {
		t.Errorf("got %d to %q", got.status, got.header.Get("Location"))
	}
}

func TestTheProviderMakesNoAccountAndOpensNoClosedOne(t *testing.T) {
	t.Parallel()
	for _, email := range []string{"inconnue@exemple.fr", "fermee@exemple.fr"} {
		p := newProvider(t)
		p.user["email"] = email
		base, s := federated(t, p)
		b := visitor(t, base)
		b.federate("/").wants(t, http.StatusForbidden, "aucun compte ouvert")
		b.get("/compte").wants(t, http.StatusSeeOther)
		if all, err := s.Accounts(t.Context()); err != nil || len(all) != 2 {
			t.Errorf("got %d accounts, %v", len(all), err)
		}
	}
}

func TestAWrongAnswerOfTheProviderOpensNothing(t *testing.T) {
	t.Parallel()
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	past := time.Now().Add(-time.Hour).Unix()
	for name, wrong := range map[string]func(p *provider){
		"another nonce":                 func(p *provider) { p.tamperID = set("nonce", strings.Repeat("n", 52)) },
		"no nonce":                      func(p *provider) { p.tamperID = func(c map[string]any) { delete(c, "nonce") } },
		"another audience":              func(p *provider) { p.tamperID = set("aud", "another-service") },
		"another issuer":                func(p *provider) { p.tamperID = set("iss", "https://ailleurs.exemple.fr") },
		"an expired token":              func(p *provider) { p.tamperID = set("exp", past) },
		"a lower level":                 func(p *provider) { p.acr = "eidas1" },
		"no level":                      func(p *provider) { p.tamperID = func(c map[string]any) { delete(c, "acr") } },
		"a key of somebody else":        func(p *provider) { p.foreign = true },
		"user info for another service": func(p *provider) { p.tamperInfo = set("aud", "another-service") },
		"user info of another issuer":   func(p *provider) { p.tamperInfo = set("iss", "https://ailleurs.exemple.fr") },
		"user info without audience":    func(p *provider) { p.tamperInfo = func(c map[string]any) { delete(c, "aud") } },
		"user info that is over":        func(p *provider) { p.tamperInfo = set("exp", past) },
		"user info of somebody else":    func(p *provider) { p.tamperInfo = set("sub", "sub-2") },
		"an address not verified":       func(p *provider) { p.user["email_verified"] = false },
		"an address said not verified":  func(p *provider) { p.user["email_verified"] = "false" },
		"no address":                    func(p *provider) { p.user["email"] = nil },
		"an unsigned address, unproven": func(p *provider) { p.plain = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t)
			p.acr = "eidas2"
			wrong(p)
			base, _ := federated(t, p, "eidas2")
			b := visitor(t, base)
			got := b.federate("/")
			got.wants(t, http.StatusForbidden, "pas abouti")
			got.lacks(t, "Anne", "sub-", "eyJ")
			b.get("/compte").wants(t, http.StatusSeeOther)
		})
	}
}

func TestAnUnsignedAnswerThatVouchesIsTaken(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	p.plain, p.acr = true, "eidas2"
	p.user["email_verified"] = true
	base, _ := federated(t, p, "eidas2")
	visitor(t, base).federate("/").wants(t, http.StatusSeeOther)
}

func TestAStateIsUsedOnceAndInItsOwnBrowser(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	p.acr = "eidas2"
	base, _ := federated(t, p, "eidas2")
	b := visitor(t, base)
	back := b.follow(b.get("/connexion/agent")).header.Get("Location")
	path := strings.TrimPrefix(back, base)

	// Somebody else is sent the address: it opens nothing there, and is not used up here.
	visitor(t, base).get(path).wants(t, http.StatusForbidden)
	other := visitor(t, base)
	other.get("/connexion/agent")
	other.get(path).wants(t, http.StatusForbidden)

	b.get(path).wants(t, http.StatusSeeOther)
	b.post("/deconnexion", nil)
	b.get(path).wants(t, http.StatusForbidden) // reused
	b.get("/compte").wants(t, http.StatusSeeOther)

	b.get("/connexion/agent")
	b.get("/connexion/retour?state="+strings.Repeat("x", 52)+"&code=c").wants(t, http.StatusForbidden)
	b.get("/connexion/retour").wants(t, http.StatusForbidden)
	b.get("/connexion/retour?error=access_denied&state="+url.QueryEscape(p.last.Get("state"))).wants(t, http.StatusForbidden)
}

func TestAStolenCodeIsNothingWithoutItsVerifier(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	p.acr = "eidas2"
	base, _ := federated(t, p, "eidas2")
	victim := visitor(t, base)
	stolen, err := url.Parse(victim.follow(victim.get("/connexion/agent")).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	thief := visitor(t, base)
	own, err := url.Parse(thief.follow(thief.get("/connexion/agent")).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	q := own.Query()
	q.Set("code", stolen.Query().Get("code"))
	thief.get("/connexion/retour?"+q.Encode()).wants(t, http.StatusForbidden)
}

func TestAProviderThatIsDownLeavesThePassword(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	base, _ := federated(t, p)
	p.server.Close()
	b := visitor(t, base)
	b.get("/connexion/agent").wants(t, http.StatusForbidden, "utilisez votre mot de passe")
	b.post("/connexion", signInForm("anne.morel@exemple.fr", password)).wants(t, http.StatusSeeOther)
}

func TestWithoutAProviderThereIsNoWayThere(t *testing.T) {
	t.Parallel()
	b := visitor(t, serve(t, fiction()))
	b.get("/connexion").lacks(t, "/connexion/agent")
	b.get("/connexion/agent").wants(t, http.StatusNotFound)
	b.get("/connexion/retour?code=x&state=y").wants(t, http.StatusNotFound)
}
