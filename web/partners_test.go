package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestPartnerIsAddedTriedRotatedAndStopped walks the page as the coordinator does.
func TestPartnerIsAddedTriedRotatedAndStopped(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	w.reset()
	claire := w.browsers["coordinator"]
	secret := regexp.MustCompile(`<code class="secret">([A-Z2-7]{40,})</code>`)
	form := url.Values{"name": {"Chantier"}, "url": {"https://chantier.exemple.fr/h"}, "shape": {"france_travail"}, "kind": {"SIAE"}}
	if got := claire.post("/partenaires", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="Chantier"`) {
		t.Errorf("a structure that is told of everybody: got %d", got.status)
	}
	form.Set("structure", "Tremplin")
	form.Set("url", "http://chantier.exemple.fr/h")
	if got := claire.post("/partenaires", form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an address in clear: got %d", got.status)
	}
	form.Set("url", "https://chantier.exemple.fr/h")
	added := claire.post("/partenaires", form)
	shown := secret.FindStringSubmatch(added.body)
	if added.status != http.StatusOK || shown == nil {
		t.Fatalf("added: got %d without a secret", added.status)
	}
	if again := claire.get("/partenaires").body; strings.Contains(again, shown[1]) || !strings.Contains(again, "https://chantier.exemple.fr/h") {
		t.Error("the page shows the secret again, or not the endpoint")
	}
	if tried := claire.post("/partenaires/"+w.ids["partner"]+"/essai", nil); !strings.Contains(tried.body, "401") {
		t.Errorf("the trial does not say what was answered: %d", tried.status)
	}
	rotated := secret.FindStringSubmatch(claire.post("/partenaires/"+w.ids["partner"]+"/secret", nil).body)
	if rotated == nil || rotated[1] == shown[1] {
		t.Fatal("no other secret was shown")
	}
	claire.post("/partenaires/"+w.ids["partner"]+"/ancien-secret", nil).wants(t, http.StatusSeeOther)
	claire.post("/partenaires/"+w.ids["partner"]+"/arret", nil).wants(t, http.StatusSeeOther)
	page := claire.get("/partenaires").body
	if !strings.Contains(page, "data-undo") || !strings.Contains(page, "/partenaires/"+w.ids["partner"]+"/reprise") {
		t.Error("the stop cannot be taken back")
	}
	claire.post("/partenaires/envois/"+w.ids["delivery"]+"/abandon", nil).wants(t, http.StatusSeeOther)
	claire.post("/partenaires/envois/"+w.ids["delivery"]+"/essai", nil).wants(t, http.StatusSeeOther)
	if got := claire.post("/partenaires/envois/"+w.ids["delivery"]+"/essai", nil); got.status != http.StatusNotFound {
		t.Errorf("sent again twice: got %d", got.status)
	}
}

// TestLeaverIsEndedAndTakenBack holds that a decision about somebody who seems to have
// left, either way, can be taken back from the page.
func TestLeaverIsEndedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	w.reset()
	claire, id := w.browsers["coordinator"], w.ids["nolwenn"]
	for _, step := range []string{"fin", "suite"} {
		if !strings.Contains(claire.get("/sorties").body, "/sorties/"+id+"/fin") {
			t.Fatalf("%s: not on the list", step)
		}
		claire.post("/sorties/"+id+"/"+step, nil).wants(t, http.StatusSeeOther)
		if page := claire.get("/sorties").body; strings.Contains(page, "/sorties/"+id+"/fin") || !strings.Contains(page, "/sorties/"+id+"/retour") {
			t.Errorf("%s: still on the list, or without a way back", step)
		}
		claire.post("/sorties/"+id+"/retour", nil).wants(t, http.StatusSeeOther)
	}
	if got := claire.post("/sorties/"+id+"/retour", nil); got.status != http.StatusConflict {
		t.Errorf("what nobody decided was taken back: %d", got.status)
	}
}

// TestUpstreamMessageSaysWhoAndIsLetGoAfterAWord holds the list of RDV-Solidarités.
func TestUpstreamMessageSaysWhoAndIsLetGoAfterAWord(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	w.reset()
	claire := w.browsers["coordinator"]
	if page := claire.get("/rdv-solidarites").body; !strings.Contains(page, "Maëlys QUILLIEN") || !strings.Contains(page, "14 mai 1985") {
		t.Error("the page does not say whom the message is about")
	}
	if got := claire.post("/rdv-solidarites/"+w.ids["message"]+"/abandon", nil); got.status != http.StatusUnprocessableEntity {
		t.Errorf("let go without a word: %d", got.status)
	}
	claire.post("/rdv-solidarites/"+w.ids["message"]+"/abandon", url.Values{"sure": {"yes"}}).wants(t, http.StatusSeeOther)
	if got := claire.post("/rdv-solidarites/"+w.ids["message"]+"/essai", nil); got.status != http.StatusNotFound {
		t.Errorf("applied once let go: %d", got.status)
	}
}
