package web_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"relais/store/storetest"
	"relais/web/webtest"
)

func TestAnImportWithTwoBadRowsInABrowser(t *testing.T) {
	t.Parallel()
	ctx, complaints := webtest.Tab(t, webtest.Browser(t))
	h := newTown(t, storetest.Open(t))
	h.working(t)
	file := filepath.Join(t.TempDir(), "export été.csv")
	if err := os.WriteFile(file, []byte(twelve), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 780), chromedp.Navigate(h.base+"/connexion?lang=fr")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	do := func(what string, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	// shows waits until a page shows the texts: a click may still be on its way.
	shows := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			for {
				got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
				if err == nil && strings.Contains(got, text) {
					break
				}
				if ctx.Err() != nil {
					t.Fatalf("the page does not show %q: %s", text, got)
				}
				time.Sleep(50 * time.Millisecond)
			}
		}
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
		if err != nil || wide > 360 {
			t.Errorf("the page is %d pixels wide in a window of 360, %v", wide, err)
		}
	}
	do("sign in", chromedp.SendKeys(`input[name=email]`, "claire.hamon@exemple.fr"), chromedp.SendKeys(`input[name=password]`, password), chromedp.Click(`form[action="/connexion"] button`), chromedp.WaitVisible(`.sections`), chromedp.Navigate(h.base+"/imports"))
	do("give the file", chromedp.WaitVisible(`input[type=file]`), chromedp.SetUploadFiles(`input[type=file]`, []string{file}), chromedp.Click(`.give button`))
	shows("Importer 10 lignes")
	shows("12 lignes lues", "2 en erreur", "10 à créer")
	shows("BODENES", "Date de naissance")
	webtest.Look(t, ctx, "import")
	do("back to a phone", chromedp.EmulateViewport(360, 780))
	do("mend line 5", chromedp.SetValue(`#l-5 input[name="cell-3"]`, "28/02/1985"), chromedp.Click(`#l-5 form[action$="/correction"] button`))
	shows("La ligne est corrigée.")
	do("open line 9", chromedp.Click(`#l-9 summary`), chromedp.WaitVisible(`#l-9 input[name=reason]`))
	do("set line 9 aside", chromedp.SendKeys(`#l-9 input[name=reason]`, "nom à demander"), chromedp.Click(`#l-9 form[action$="/exclusion"] button`))
	shows("La ligne est écartée.")
	shows("Importer 11 lignes")
	do("apply", chromedp.Click(`form[action$="/reprise"] button`))
	shows("Rapport")
	shows("11 créées", "1 non reprise", "Claire HAMON")
	webtest.Look(t, ctx, "")
	do("back to a phone", chromedp.EmulateViewport(360, 780))
	do("look for the person", chromedp.Navigate(h.base+"/personnes"), chromedp.SendKeys(`input[name=q]`, "bodenes\n"))
	shows("Ronan BODENES")
	if said := complaints(); len(said) > 0 {
		t.Errorf("the pages complain: %v", said)
	}
}
