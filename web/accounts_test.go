package web_test

import (
	"context"
	"encoding/base32"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"

	"github.com/pquerna/otp/totp"
)

// house is the town with second factors demanded, over SQLite.
func house(t *testing.T, change ...func(*web.Options)) (*store.Store, *town) {
	t.Helper()
	s := storetest.Open(t)
	required := func(o *web.Options) {
		o.SecondFactor = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountLead, parcours.AccountAuditor}
		o.PublicURL = "http://relais.exemple.fr"
	}
	return s, newTown(t, s, append([]func(*web.Options){required}, change...)...)
}

// secretOf reads the key that the page of the second factor shows.
func secretOf(t *testing.T, page string) string {
	t.Helper()
	found := regexp.MustCompile(`class="secret">([A-Z2-7 ]+)<`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no key on the page:\n%.1500s", page)
	}
	return strings.ReplaceAll(found[1], " ", "")
}

// codeAt is a code of a moment, counted from now. A code counts in its half-minute and the
// next: while a half-minute is about to end it waits for the one after.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	const step = 30 * time.Second
	if left := time.Until(time.Now().Truncate(step).Add(step)); left < 4*time.Second {
		left += time.Second // well within the next
		time.Sleep(left)
		at = at.Add(left)
	}
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// setUp gives the account of a browser a second factor.
func (b *browser) setUp() (secret string, recovery []string) {
	b.t.Helper()
	secret = secretOf(b.t, b.get("/compte/second-facteur").body)
	got := b.post("/compte/second-facteur", url.Values{"code": {codeAt(b.t, secret, time.Now().Add(-30*time.Second))}})
	got.wants(b.t, http.StatusOK, "codes de secours")
	for _, m := range regexp.MustCompile(`<code>([A-Z2-7]{5}-[A-Z2-7]{5})</code>`).FindAllStringSubmatch(got.body, -1) {
		recovery = append(recovery, m[1])
	}
	if len(recovery) != 10 {
		b.t.Fatalf("got %d recovery codes", len(recovery))
	}
	return secret, recovery
}

func TestARoleThatDemandsASecondFactorOpensNothingBefore(t *testing.T) {
	t.Parallel()
	s, h := house(t)
	b := signedIn(t, h.base, "claire.hamon@exemple.fr")
	for _, path := range []string{"/", "/personnes/" + h.people["Maëlys"], "/comptes", "/compte"} {
		if got := b.get(path); got.status != http.StatusSeeOther || got.header.Get("Location") != "/compte/second-facteur" {
			t.Errorf("%s: got %d to %q", path, got.status, got.header.Get("Location"))
		}
	}
	if got := b.post("/comptes", url.Values{"email": {"x@exemple.fr"}, "role": {"lead"}}); got.header.Get("Location") != "/compte/second-facteur" {
		t.Errorf("post: got %d", got.status)
	}
	if all, err := s.Accounts(t.Context()); err != nil || len(all) != 4 {
		t.Errorf("got %d accounts, %v", len(all), err)
	}
	b.get("/api/v1/reach").wants(t, http.StatusForbidden)
	page := b.get("/compte/second-facteur")
	page.wants(t, http.StatusOK, "Votre rôle demande un second facteur", `<path class="qr-ink" d="M`)
	if secretOf(t, page.body) != secretOf(t, b.get("/compte/second-facteur").body) {
		t.Error("a page that is loaded again shows another key than the one that was scanned")
	}
	b.post("/compte/second-facteur", url.Values{"code": {"000000"}}).wants(t, http.StatusUnprocessableEntity, "ne convient pas")
	b.setUp()
	b.get("/").wants(t, http.StatusOK)
	b.get("/api/v1/reach").wants(t, http.StatusOK)
	// Whoever takes over the session cannot replace it.
	b.post("/compte/second-facteur", url.Values{"code": {"000000"}}).wants(t, http.StatusConflict)
	b.post("/compte/second-facteur/retrait", url.Values{"code": {"000000"}}).wants(t, http.StatusForbidden)
	signedIn(t, h.base, "anne.morel@exemple.fr").get("/file").wants(t, http.StatusOK) // not demanded
}

func TestTheSecretFitsAuthenticatorApplications(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	b := signedIn(t, h.base, "anne.morel@exemple.fr")
	secret := secretOf(t, b.get("/compte/second-facteur").body)
	if raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil || len(raw) != 20 {
		t.Errorf("got %d bytes, %v", len(raw), err)
	}
}

func TestSignInAsksForTheSecondFactorAndUsesACodeOnce(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	home := signedIn(t, h.base, "anne.morel@exemple.fr")
	secret, recovery := home.setUp()

	b := visitor(t, h.base)
	got := b.post("/connexion", signInForm("anne.morel@exemple.fr", password))
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/connexion/code" {
		t.Fatalf("got %d to %q", got.status, got.header.Get("Location"))
	}
	b.get("/file").wants(t, http.StatusSeeOther) // not in yet
	b.get("/connexion/code").wants(t, http.StatusOK, "six chiffres")
	used := codeAt(t, secret, time.Now().Add(-30*time.Second)) // the one that set it up
	b.post("/connexion/code", url.Values{"code": {used}}).wants(t, http.StatusUnauthorized, "déjà servi")
	now := codeAt(t, secret, time.Now())
	b.post("/connexion/code", url.Values{"code": {now[:3] + " " + now[3:]}}).wants(t, http.StatusSeeOther)
	b.get("/file").wants(t, http.StatusOK)

	replayed := visitor(t, h.base)
	replayed.post("/connexion", signInForm("anne.morel@exemple.fr", password))
	replayed.post("/connexion/code", url.Values{"code": {now}}).wants(t, http.StatusUnauthorized)
	replayed.post("/connexion/code", url.Values{"code": {strings.ToLower(recovery[0])}}).wants(t, http.StatusSeeOther)
	replayed.get("/compte").wants(t, http.StatusOK, "9 codes de secours restants")
	again := visitor(t, h.base)
	again.post("/connexion", signInForm("anne.morel@exemple.fr", password))
	again.post("/connexion/code", url.Values{"code": {recovery[0]}}).wants(t, http.StatusUnauthorized)

	fresh := visitor(t, h.base)
	fresh.get("/connexion/code").wants(t, http.StatusSeeOther) // no password was given
	fresh.post("/connexion/code", url.Values{"code": {now}}).wants(t, http.StatusSeeOther)
	fresh.get("/file").wants(t, http.StatusSeeOther)
}

func TestCodesAreNotGuessed(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	secret, _ := signedIn(t, h.base, "anne.morel@exemple.fr").setUp()
	guess := func(address string) (refused, wrong int) {
		b := visitor(t, h.base)
		for i := range 40 {
			if i%3 == 0 {
				b.postAs(address, "/connexion", signInForm("anne.morel@exemple.fr", password))
			}
			switch b.postAs(address, "/connexion/code", url.Values{"code": {"000000"}}).status {
			case http.StatusTooManyRequests:
				refused++
			case http.StatusUnauthorized:
				wrong++
			}
		}
		return refused, wrong
	}
	if refused, wrong := guess("203.0.113.7"); refused == 0 || wrong > 6 {
		t.Errorf("one address: %d codes tried, %d refused", wrong, refused)
	}
	if _, wrong := guess("203.0.113.8"); wrong > 6 {
		t.Errorf("a second address: %d codes tried", wrong)
	}
	if _, wrong := guess("203.0.113.9"); wrong > 1 {
		t.Errorf("a third address: %d codes tried", wrong)
	}
	// The right one is refused as well there, and the password is asked again after five.
	b := visitor(t, h.base)
	b.postAs("203.0.113.7", "/connexion", signInForm("anne.morel@exemple.fr", password))
	if got := b.postAs("203.0.113.7", "/connexion/code", url.Values{"code": {codeAt(t, secret, time.Now())}}); got.status == http.StatusSeeOther && got.header.Get("Location") == "/" {
		t.Error("a code is taken although too many were tried")
	}
}

func TestRecoveryCodesAreRenewedAndTheFactorRemovedByWhoHoldsIt(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	b := signedIn(t, h.base, "anne.morel@exemple.fr")
	secret, old := b.setUp()
	b.post("/compte/second-facteur/codes", url.Values{"code": {"000000"}}).wants(t, http.StatusUnprocessableEntity, "ne convient pas")
	b.post("/compte/second-facteur/codes", url.Values{"code": {codeAt(t, secret, time.Now())}}).wants(t, http.StatusOK, "<code>")
	b.post("/compte/second-facteur/retrait", url.Values{"code": {old[1]}}).wants(t, http.StatusUnprocessableEntity) // renewed since
	b.post("/compte/second-facteur/autre", url.Values{"code": {"000000"}}).wants(t, http.StatusNotFound)
	b.post("/compte/second-facteur/retrait", url.Values{"code": {codeAt(t, secret, time.Now().Add(30*time.Second))}}).wants(t, http.StatusSeeOther)
	b.get("/compte").wants(t, http.StatusOK, "Le second facteur est retiré", "Mettre en place")
	signedIn(t, h.base, "anne.morel@exemple.fr").get("/file").wants(t, http.StatusOK)
}

// invitedLink invites and returns the path of the link.
func invitedLink(t *testing.T, b *browser, form url.Values) string {
	t.Helper()
	got := b.post("/comptes", form)
	got.wants(t, http.StatusOK)
	found := regexp.MustCompile(`http://relais\.exemple\.fr(/invitation/[A-Z2-7]+)<`).FindStringSubmatch(got.body)
	if found == nil {
		t.Fatalf("no link on the page:\n%.3000s", got.body)
	}
	return found[1]
}

func TestAnInvitationLeadsToAPasswordThenToTheSecondFactor(t *testing.T) {
	t.Parallel()
	s, h := house(t)
	claire := signedIn(t, h.base, "claire.hamon@exemple.fr")
	claire.setUp()
	link := invitedLink(t, claire, url.Values{"email": {"DPO@exemple.fr"}, "role": {"auditor"}})
	claire.get("/comptes").lacks(t, "/invitation/") // shown once
	claire.get("/comptes").wants(t, http.StatusOK, "invitation en attente", "dpo@exemple.fr")

	b := visitor(t, h.base)
	b.get(link).wants(t, http.StatusOK, "dpo@exemple.fr", `data-reveal="password"`)
	b.get(link).wants(t, http.StatusOK) // a mail program that opens links uses nothing up
	b.post("/connexion", signInForm("dpo@exemple.fr", "")).wants(t, http.StatusUnauthorized)
	b.post(link, url.Values{"password": {"court"}}).wants(t, http.StatusUnprocessableEntity, "trop court")
	b.post(link, url.Values{"password": {"dpo@exemple.fr"}}).wants(t, http.StatusUnprocessableEntity)
	b.post(link, url.Values{"password": {"le chat dort au soleil"}}).wants(t, http.StatusSeeOther)
	if got := b.get("/"); got.header.Get("Location") != "/compte/second-facteur" {
		t.Errorf("got %d to %q", got.status, got.header.Get("Location"))
	}
	b.setUp()
	b.get("/acces").wants(t, http.StatusOK, "invitation", "mot de passe choisi")

	b.get(link).wants(t, http.StatusNotFound, "Ce lien ne sert plus")
	visitor(t, h.base).post(link, url.Values{"password": {"un autre mot de passe"}}).wants(t, http.StatusNotFound)
	visitor(t, h.base).get("/invitation/AAAA").wants(t, http.StatusNotFound, "Ce lien ne sert plus")
	if account, err := s.AccountByEmail(t.Context(), "dpo@exemple.fr"); err != nil || account.Role != parcours.AccountAuditor || account.SecondFactorSince.IsZero() {
		t.Errorf("got %+v, %v", account, err)
	}
}

func TestInvitationsAreNotGuessed(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	refused := 0
	b := visitor(t, h.base)
	for range 40 {
		if b.get("/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAA").status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 5 {
		t.Errorf("got %d of 40 guesses refused", refused)
	}
}

func TestAnInvitationIsSentWhereThereIsEmail(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var sent []string
	failing := false
	_, h := house(t, func(o *web.Options) {
		o.SecondFactor = nil
		o.Mail = func(_ context.Context, to, subject, body string) error {
			mu.Lock()
			defer mu.Unlock()
			if failing {
				return errors.New("the relay refuses")
			}
			sent = append(sent, to+"|"+subject+"|"+body)
			return nil
		}
	})
	b := signedIn(t, h.base, "claire.hamon@exemple.fr")
	got := b.post("/comptes", url.Values{"email": {"projet@exemple.fr"}, "role": {"lead"}})
	got.wants(t, http.StatusOK, "partie à projet@exemple.fr")
	got.lacks(t, "/invitation/")
	if len(sent) != 1 || !strings.HasPrefix(sent[0], "projet@exemple.fr|Votre compte Relais|") || !strings.Contains(sent[0], "http://relais.exemple.fr/invitation/") {
		t.Fatalf("got %q", sent)
	}
	_, path, _ := strings.Cut(sent[0], "http://relais.exemple.fr")
	path, _, _ = strings.Cut(path, "\n")
	visitor(t, h.base).get(path).wants(t, http.StatusOK)
	mu.Lock()
	failing = true
	mu.Unlock()
	b.post("/comptes", url.Values{"email": {"autre@exemple.fr"}, "role": {"lead"}}).wants(t, http.StatusOK, "n&#39;est pas parti", "/invitation/")
}

func TestAccountsAreChangedByOthersThanTheirOwners(t *testing.T) {
	t.Parallel()
	s, h := house(t, func(o *web.Options) { o.SecondFactor = nil })
	claire := signedIn(t, h.base, "claire.hamon@exemple.fr")
	anne := signedIn(t, h.base, "anne.morel@exemple.fr")
	id := func(email string) string {
		account, err := s.AccountByEmail(t.Context(), email)
		if err != nil {
			t.Fatal(err)
		}
		return account.ID
	}
	annes, claires := id("anne.morel@exemple.fr"), id("claire.hamon@exemple.fr")
	for _, step := range []string{"fermeture", "role", "second-facteur", "invitation", "reouverture"} {
		claire.post("/comptes/"+claires+"/"+step, url.Values{"role": {"auditor"}}).wants(t, http.StatusForbidden)
		anne.post("/comptes/"+claires+"/"+step, url.Values{"role": {"auditor"}}).wants(t, http.StatusForbidden)
	}
	claire.get("/comptes").wants(t, http.StatusOK, "votre compte", "anne.morel@exemple.fr", "4 comptes ouverts")
	for form, want := range map[string]struct {
		values url.Values
		status int
		text   string
	}{
		"taken":      {url.Values{"email": {"Anne.Morel@exemple.fr"}, "role": {"referent"}}, http.StatusConflict, "déjà un compte"},
		"no address": {url.Values{"email": {"anne"}, "role": {"referent"}}, http.StatusUnprocessableEntity, "pas complète"},
		"a header":   {url.Values{"email": {"a@exemple.fr\r\nBcc: b@exemple.fr"}, "role": {"lead"}}, http.StatusUnprocessableEntity, "pas complète"},
		"nobody":     {url.Values{"email": {"personne@exemple.fr"}, "role": {"nurse"}}, http.StatusUnprocessableEntity, "demande un professionnel"},
		"no role":    {url.Values{"email": {"personne@exemple.fr"}, "role": {"director"}}, http.StatusUnprocessableEntity, ""},
	} {
		if got := claire.post("/comptes", want.values); got.status != want.status || !strings.Contains(got.body, want.text) {
			t.Errorf("%s: got %d", form, got.status)
		}
	}
	claire.post("/comptes/"+annes+"/role", url.Values{"role": {"lead"}}).wants(t, http.StatusSeeOther)
	anne.get("/file").wants(t, http.StatusForbidden) // at once, without signing in again
	anne.get("/pilotage").wants(t, http.StatusOK)
	claire.post("/comptes/"+annes+"/role", url.Values{"role": {"referent"}}).wants(t, http.StatusUnprocessableEntity)
	anne.setUp()
	claire.post("/comptes/"+annes+"/second-facteur", nil).wants(t, http.StatusSeeOther)
	signedIn(t, h.base, "anne.morel@exemple.fr").get("/pilotage").wants(t, http.StatusOK)
	claire.post("/comptes/"+annes+"/fermeture", nil).wants(t, http.StatusSeeOther)
	anne.get("/pilotage").wants(t, http.StatusSeeOther)
	visitor(t, h.base).post("/connexion", signInForm("anne.morel@exemple.fr", password)).wants(t, http.StatusUnauthorized)
	claire.get("/comptes").wants(t, http.StatusOK, "Comptes fermés", "Rouvrir")
	claire.post("/comptes/"+annes+"/reouverture", nil).wants(t, http.StatusSeeOther)
	signedIn(t, h.base, "anne.morel@exemple.fr")
	claire.post("/comptes/nobody/fermeture", nil).wants(t, http.StatusNotFound)
	claire.post("/comptes/"+annes+"/autre", nil).wants(t, http.StatusNotFound)
}

func TestSessionsAreSeenAndEndedFromTheAccount(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	here, there := signedIn(t, h.base, "anne.morel@exemple.fr"), signedIn(t, h.base, "anne.morel@exemple.fr")
	other := signedIn(t, h.base, "yves.caradec@exemple.fr")
	page := here.get("/compte")
	page.wants(t, http.StatusOK, "Navigateur inconnu", ">ici<", "Déconnecter partout ailleurs")
	end := regexp.MustCompile(`/compte/sessions/[0-9a-f-]{36}`).FindString(page.body)
	if end == "" {
		t.Fatal("no session to end")
	}
	other.post(end, nil).wants(t, http.StatusNotFound)
	there.get("/file").wants(t, http.StatusOK)
	here.post(end, nil).wants(t, http.StatusSeeOther)
	there.get("/file").wants(t, http.StatusSeeOther)
	here.get("/file").wants(t, http.StatusOK)
	third := signedIn(t, h.base, "anne.morel@exemple.fr")
	here.post("/compte/sessions/autres", nil).wants(t, http.StatusSeeOther)
	third.get("/file").wants(t, http.StatusSeeOther)
	other.get("/file").wants(t, http.StatusOK)
}

func TestAPasswordIsChangedByWhoKnowsIt(t *testing.T) {
	t.Parallel()
	_, h := house(t)
	b, elsewhere := signedIn(t, h.base, "anne.morel@exemple.fr"), signedIn(t, h.base, "anne.morel@exemple.fr")
	b.post("/compte/mot-de-passe", url.Values{"current": {"non"}, "password": {"le chat dort au soleil"}}).wants(t, http.StatusUnprocessableEntity, "pas votre mot de passe actuel")
	b.post("/compte/mot-de-passe", url.Values{"current": {password}, "password": {"court"}}).wants(t, http.StatusUnprocessableEntity, "trop court")
	b.post("/compte/mot-de-passe", url.Values{"current": {password}, "password": {"le chat dort au soleil"}}).wants(t, http.StatusSeeOther)
	b.get("/file").wants(t, http.StatusOK) // this browser stays
	elsewhere.get("/file").wants(t, http.StatusSeeOther)
	visitor(t, h.base).post("/connexion", signInForm("anne.morel@exemple.fr", password)).wants(t, http.StatusUnauthorized)
	visitor(t, h.base).post("/connexion", signInForm("anne.morel@exemple.fr", "le chat dort au soleil")).wants(t, http.StatusSeeOther)
	refused := 0
	for range 8 {
		if b.post("/compte/mot-de-passe", url.Values{"current": {"non"}, "password": {"le chat dort au soleil"}}).status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("the current password may be guessed in an open session")
	}
}
