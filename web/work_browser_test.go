package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web/webtest"
)

// chrome is a tab of chromium; its complaints fail the test.
type chrome struct {
	*testing.T
	ctx  context.Context
	base string
}

func newChrome(t *testing.T, base string) *chrome {
	t.Helper()
	ctx, complaints := webtest.Tab(t, webtest.Browser(t))
	t.Cleanup(func() {
		for _, said := range complaints() {
			t.Errorf("the page complains: %s", said)
		}
	})
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // without a limit: the browser starts with it
		t.Fatal(err)
	}
	return &chrome{t, ctx, base}
}

func (c *chrome) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	c.Helper()
	ctx, stop := context.WithTimeout(c.ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		c.Fatalf("%s: %v", what, err)
	}
}

func (c *chrome) open(path string) {
	c.Helper()
	c.do("open "+path, chromedp.Navigate(c.base+path), chromedp.WaitVisible("#main"))
}

// text is what the page shows.
func (c *chrome) text() string {
	c.Helper()
	return evaluate[string](c, `document.querySelector("#main").innerText`)
}

func evaluate[T any](c *chrome, script string) T {
	c.Helper()
	ctx, stop := context.WithTimeout(c.ctx, time.Minute)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		c.Fatal(err)
	}
	return value
}

func (c *chrome) wants(texts ...string) {
	c.Helper()
	got := c.text()
	for _, want := range texts {
		if !strings.Contains(got, want) {
			c.Errorf("the page does not say %q:\n%s", want, got)
		}
	}
}

// press clicks and waits for the page that follows.
func (c *chrome) press(selector string) {
	c.Helper()
	evaluate[bool](c, `window.before = true`)
	c.do("press "+selector, chromedp.Click(selector))
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		ctx, stop := context.WithTimeout(c.ctx, 10*time.Second)
		ready, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!window.before && document.readyState === "complete"`))
		stop()
		if err == nil && ready {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.Fatalf("press %s: no page follows", selector)
}

// looks judges the page that is open, and keeps its pictures under a name.
func (c *chrome) looks(name string) {
	c.Helper()
	webtest.Look(c.T, c.ctx, name)
}

// TestTheCoordinatorsMorning walks the lists as a coordinator does before nine: what
// waits, a referent for somebody, slots for a short week, a round of convocations that
// shortens the list, a letter for whom no message reaches, and an unknown number.
func TestTheCoordinatorsMorning(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		h := newMorning(t, s, now)
		h.tick(t, s)
		c := newChrome(t, h.base)
		c.do("sign in", chromedp.Navigate(h.base+"/connexion?lang=fr"), chromedp.SendKeys(`input[name="email"]`, "claire.hamon@exemple.fr"), chromedp.SendKeys(`input[name="password"]`, password))
		c.press(`button[type="submit"]`)
		c.wants("Pilotage", "créneaux manquent", "Délai en danger")

		c.open("/a-faire")
		c.wants("Semaines où il manque des créneaux", "Sans référent", "Messages de numéros inconnus")
		c.looks("")
		c.press(`a[href="/listes/at_risk"], a[href="/listes/not_convened"]`)
		c.wants("aucun créneau libre avant l'échéance")
		c.looks("")

		c.open("/listes/no_referent")
		c.wants("Soizic BOUVIER")
		c.looks("")
		c.do("choose", chromedp.Click(`input[name="person"]`))
		c.press(`#selection button`)
		c.wants("Tout le monde a un référent", "Annuler cette action")

		c.open("/listes/slots_short")
		c.wants("il manque 1 place avant")
		c.looks("")
		c.do("a slot for three", chromedp.SetValue(`input[name="capacity"]`, "3"), chromedp.SetValue(`input[name="day"]`, "2026-01-13"))
		evaluate[bool](c, `(() => { for (const l of document.querySelectorAll("fieldset.with label")) if (/MOREL|RIOU/.test(l.innerText)) l.querySelector("input").checked = true; return true })()`)
		c.press(`form.order button`)
		c.wants("Créneaux ajoutés", "Annuler cette action", "assez de places")

		h.tick(t, s)
		c.open("/listes/not_convened")
		if waiting := strings.Count(c.text(), "aucun créneau libre"); waiting != 1 { // Soizic, in the other territory
			t.Errorf("%d still wait for a slot, want 1", waiting)
		}
		c.wants("convocation en route")

		c.open("/listes/unreachable")
		c.wants("Gaël PRIOL", "téléphone fixe seulement")
		c.looks("")
		// Two calls in vain, and Gaël is written to.
		for day := range 2 {
			h.now = now.AddDate(0, 0, day)
			c.open("/appels")
			c.press(`button[value="no_answer"]`)
		}
		c.open("/listes/unreachable")
		c.do("choose the letter", chromedp.Click(`input[name="notification"]`))
		c.press(`#selection button`)
		c.wants("Le lot est prêt")

		c.open("/listes/unclaimed")
		c.wants("06 39 98 01 99")
		c.do("search", chromedp.SendKeys(`input[name="q"]`, "tanguy"))
		c.press(`form.find button`)
		c.wants("Yann TANGUY")
		c.looks("")
		c.press(`form.stack button`)
		c.wants("rattaché", "Aucun message d'un numéro inconnu")

		c.open("/referents")
		c.wants("Anne MOREL", "Changements des 30 derniers jours")
		c.looks("")
		referents, err := s.Referents(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range referents {
			if p.LastName == "Morel" {
				c.open("/referents/" + p.ID + "/transfert")
				c.do("choose", chromedp.Click(`input[name="vers"]`))
				c.press(`form.card button`)
				c.wants("Répartition")
				c.looks("")
			}
		}
		c.open("/affectations/" + h.people["Gaël"])
		c.wants("Gaël PRIOL", "Anne MOREL", "Yves CARADEC")
		c.looks("affectation")
		slots, err := s.Calendar(t.Context(), "", now, now.AddDate(0, 1, 0))
		if err != nil {
			t.Fatal(err)
		}
		for _, slot := range slots {
			if slot.Booked > 1 {
				c.open("/creneaux/" + slot.ID)
				c.wants("Oui, prévenir ces")
				c.looks("")
			}
		}
		c.open("/lieux")
		c.wants("CDAS")
		c.looks("")
		if work, err := s.Work(t.Context(), h.now, parcours.ListUnclaimed, parcours.Filter{}, parcours.WorkPage{}); err != nil || work.Total != 0 {
			t.Errorf("%d unknown numbers wait, %v", work.Total, err)
		}
	})
}
