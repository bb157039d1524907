package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestALetterBatchInABrowser is an afternoon of letters: the batch is made from the
// list, its PDF opened, printed, posted, and one letter comes back a few days later.
func TestALetterBatchInABrowser(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		h := postTown(t, s)
		c := newChrome(t, h.base)
		c.signIn("claire.hamon@exemple.fr")
		c.open("/courriers")
		c.wants("Hervé LE BIHAN", "aucun numéro", "Aucun lot pour le moment.")
		if chosen := evaluate[int](c, `document.querySelectorAll('input[name="notification"]:checked').length`); chosen != 1 {
			t.Errorf("%d letters are chosen, want 1", chosen)
		}
		c.press(`form[action="/courriers/lots"] button`)
		c.wants("1 courrier", "préparé")
		batch := c.at()
		c.looks("courriers-lot")

		// What the printer gets.
		pdf := evaluate[string](c, `(() => { const got = new XMLHttpRequest(); got.open("GET", document.querySelector('a[href$="/courriers.pdf"]').href, false); got.overrideMimeType("text/plain; charset=x-user-defined"); got.send(); return got.status + " " + got.getResponseHeader("Content-Type") + " " + got.responseText.slice(0, 5) + " " + got.responseText.length })()`)
		if !strings.HasPrefix(pdf, "200 application/pdf %PDF- ") || len(pdf) < len("200 application/pdf %PDF- 1000") {
			t.Errorf("the PDF: %s", pdf)
		}
		c.press(`form[action$="/impression"] button`)
		c.wants("Impression notée.", "imprimé")
		c.press(`section form[action$="/envoi"] button`)
		c.wants("posté", "Corriger : 1 pas posté")
		c.open("/personnes/" + h.people["Hervé"])
		c.wants("Lettre imprimée", "Convocation le lundi 5 janvier")

		// It comes back: nobody lives there under that name.
		h.now = now.AddDate(0, 0, 3)
		c.open(batch)
		c.do("open the letter's line", chromedp.Click(`table.letters details summary`), chromedp.WaitVisible(`form[action$="/retour"] button`), chromedp.SetValue(`form[action$="/retour"] select[name="cause"]`, string(parcours.ReturnUnknown)))
		c.press(`form[action$="/retour"] button`)
		c.wants("NPAI", "revenu")
		c.looks("")
		c.open("/personnes/" + h.people["Hervé"])
		c.wants("NPAI")
		c.looks("")
		c.open("/courriers")
		c.looks("")
		c.open("/listes/unreachable") // and somebody has to find another way
		c.wants("Hervé LE BIHAN")
		_, letters, err := s.LetterBatch(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, strings.TrimPrefix(batch, "/courriers/lots/"))
		if err != nil || len(letters) != 1 || letters[0].State != parcours.LetterReturned || letters[0].Cause != parcours.ReturnUnknown {
			t.Errorf("the batch holds %+v, %v", letters, err)
		}
	})
}
