package web_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"relais/parcours"
)

// TestAnInvitationWithASecondFactorInABrowser is how an account begins: the coordinator
// invites, hands the link over, and whoever opens it chooses a password, sets up the
// second factor that their role demands, keeps the recovery codes, and signs in again
// with a code; then once more, the phone lost, with one of the codes that were kept.
func TestAnInvitationWithASecondFactorInABrowser(t *testing.T) {
	t.Parallel()
	const email, chosen = "dpo@exemple.fr", "le chat dort au soleil"
	s, h := house(t)
	claire := newChrome(t, h.base)
	claire.signIn("claire.hamon@exemple.fr")
	claire.setUpFactor(-30 * time.Second)
	claire.open("/comptes")
	claire.do("name who is invited", chromedp.SendKeys(`form[action="/comptes"] input[name="email"]`, email), chromedp.SetValue(`form[action="/comptes"] select[name="role"]`, "auditor"))
	claire.press(`form[action="/comptes"] button`)
	claire.wants("Lien pour "+email, "une seule fois")
	claire.looks("")
	link := regexp.MustCompile(`/invitation/\S+`).FindString(claire.text())
	claire.open("/comptes")
	claire.wants(email, "invitation en attente")
	if shown := regexp.MustCompile(`/invitation/\S+`).FindString(claire.text()); shown != "" {
		t.Error("the link is shown again")
	}

	c := newChrome(t, h.base)
	c.open(link + "?lang=fr")
	c.wants("Choisissez votre mot de passe", email)
	c.looks("invitation")
	c.do("a password that is too short is refused", chromedp.SendKeys(`input[name="password"]`, "court"))
	if valid := evaluate[bool](c, `document.querySelector('input[name="password"]').checkValidity()`); valid {
		t.Error("the browser takes a short password")
	}
	evaluate[string](c, `document.querySelector('input[name="password"]').value = ""`)
	c.do("choose one", chromedp.SendKeys(`input[name="password"]`, chosen))
	c.press(`.gate button[type="submit"]`)
	c.wants("Protéger votre compte", "Votre rôle demande un second facteur")
	if at := c.at(); at != "/compte/second-facteur" {
		t.Errorf("a role that demands a second factor is led to %s", at)
	}
	c.open("/acces")
	if at := c.at(); at != "/compte/second-facteur" {
		t.Errorf("before its second factor the account opens %s", at)
	}
	c.looks("")
	secret, recovery := c.setUpFactor(-30 * time.Second)
	c.looks("codes-de-secours")
	c.press(`main a[role="button"]`)
	c.wants("Journal des accès", "invitation", "mot de passe choisi")

	c.signOut()
	c.open("/acces")
	if at := c.at(); at != "/connexion" {
		t.Errorf("signed out, the account opens %s", at)
	}
	c.enter(email, chosen)
	c.wants("Code")
	c.looks("code")
	c.do("a wrong code", chromedp.SendKeys(`input[name="code"]`, "000000"))
	c.press(`.gate button[type="submit"]`)
	c.wants("Ce code ne convient pas")
	c.do("the code of the application", chromedp.SendKeys(`input[name="code"]`, codeAt(t, secret, time.Now())))
	c.press(`.gate button[type="submit"]`)
	c.wants("Journal des accès")

	// The phone is lost: a recovery code opens, once.
	c.signOut()
	c.enter(email, chosen)
	c.do("a recovery code", chromedp.SendKeys(`input[name="code"]`, recovery[0]))
	c.press(`.gate button[type="submit"]`)
	c.wants("Journal des accès")
	c.open("/compte")
	c.wants("9 codes de secours")
	c.signOut()
	c.enter(email, chosen)
	c.do("the same recovery code", chromedp.SendKeys(`input[name="code"]`, recovery[0]))
	c.press(`.gate button[type="submit"]`)
	c.wants("Ce code ne convient pas")

	c.open(link)
	c.wants("Ce lien ne sert plus")
	c.looks("")
	if account, err := s.AccountByEmail(t.Context(), email); err != nil || account.Role != parcours.AccountAuditor || account.SecondFactorSince.IsZero() {
		t.Errorf("got %+v, %v", account, err)
	}
}

// enter gives an address and a password.
func (c *chrome) enter(email, password string) {
	c.Helper()
	c.open("/connexion?lang=fr")
	c.do("sign in", chromedp.SendKeys(`input[name="email"]`, email), chromedp.SendKeys(`input[name="password"]`, password))
	c.press(`.gate button[type="submit"]`)
}

// signIn opens the console for an account of the tests.
func (c *chrome) signIn(email string) {
	c.Helper()
	c.enter(email, password)
}

func (c *chrome) signOut() {
	c.Helper()
	c.press(`form[action="/deconnexion"] button`)
}

// at is the path of the page that is open.
func (c *chrome) at() string {
	c.Helper()
	return evaluate[string](c, `location.pathname`)
}

// setUpFactor types the key of the page into an application whose clock is off by a
// little, confirms with its code, and keeps the recovery codes.
func (c *chrome) setUpFactor(off time.Duration) (secret string, recovery []string) {
	c.Helper()
	c.open("/compte/second-facteur")
	secret = evaluate[string](c, `document.querySelector(".secret").innerText.replaceAll(" ", "")`)
	if drawn := evaluate[bool](c, `document.querySelector("svg.qr").getBoundingClientRect().width > 100`); !drawn {
		c.Error("no picture of the key to scan")
	}
	c.do("give a code", chromedp.SendKeys(`input[name="code"]`, codeAt(c.T, secret, time.Now().Add(off))))
	c.press(`main form[action="/compte/second-facteur"] button`)
	c.wants("codes de secours")
	recovery = evaluate[[]string](c, `[...document.querySelectorAll(".codes code")].map((code) => code.innerText)`)
	if len(recovery) != 10 {
		c.Fatalf("got %d recovery codes", len(recovery))
	}
	return secret, recovery
}
