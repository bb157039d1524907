package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestDuplicatesAreComparedKeptApartAndMerged walks the coordinator's page: two files side
// by side, why, and what each decision does.
func TestDuplicatesAreComparedKeptApartAndMerged(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	w.reset()
	claire, gael, nolwenn := w.browsers["coordinator"], w.ids["gaël"], w.ids["nolwenn"]
	first, second := min(gael, nolwenn), max(gael, nolwenn)
	list := claire.get("/doublons")
	list.wants(t, http.StatusOK)
	for _, want := range []string{
		"Gaël PRIOL", "Nolwenn ABGRALL", "À vérifier", "mêmes nom et prénom", "mais dates de naissance différentes", "même téléphone", "2 rue du Plessis", "I-11", "I-12", "diffère",
		"/doublons/" + first + "/" + second, "/doublons/" + second + "/" + first, "/doublons/" + first + "/" + second + "/distincts",
	} {
		if !strings.Contains(list.body, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if todo := claire.get("/a-faire").body; strings.Count(todo, `href="/doublons"`) != 2 || !strings.Contains(todo, "Deux dossiers semblent") {
		t.Error("neither the menu nor what is to be done leads there")
	}

	claire.post("/doublons/"+first+"/"+second+"/distincts", nil).wants(t, http.StatusSeeOther)
	if page := claire.get("/doublons").body; strings.Contains(page, "Gaël PRIOL") || !strings.Contains(page, "/doublons/"+first+"/"+second+"/retour") {
		t.Error("two people by decision: still on the list, or without a way back")
	}
	if got := claire.post("/doublons/"+first+"/"+second+"/distincts", nil); got.status != http.StatusConflict {
		t.Errorf("decided twice: %d", got.status)
	}
	claire.post("/doublons/"+first+"/"+second+"/retour", nil).wants(t, http.StatusSeeOther)
	if page := claire.get("/doublons").body; !strings.Contains(page, "Gaël PRIOL") {
		t.Error("taken back, and not on the list")
	}

	asked := claire.get("/doublons/" + gael + "/" + nolwenn)
	asked.wants(t, http.StatusOK)
	for _, want := range []string{"Vous gardez le dossier de Gaël PRIOL", "Nolwenn ABGRALL", "passe", "est rendu", "Une réunion ne se défait pas.", "Réunir et garder Gaël PRIOL", "/doublons/" + gael + "/" + nolwenn + "/reunion"} {
		if !strings.Contains(asked.body, want) {
			t.Errorf("the confirmation lacks %q", want)
		}
	}
	done := claire.post("/doublons/"+gael+"/"+nolwenn+"/reunion", nil)
	done.wants(t, http.StatusSeeOther)
	if to := done.header.Get("Location"); to != "/personnes/"+gael {
		t.Errorf("led to %s", to)
	}
	page := claire.get("/personnes/" + gael).body
	if !strings.Contains(page, "Les deux dossiers n&#39;en font plus qu&#39;un.") {
		t.Error("the page does not say what was done")
	}
	if !strings.Contains(page, "ossier réuni à celui-ci") {
		t.Error("the timeline does not tell it")
	}
	former := claire.get("/personnes/" + nolwenn)
	former.wants(t, http.StatusSeeOther)
	if to := former.header.Get("Location"); to != "/personnes/"+gael {
		t.Errorf("the former address leads to %s", to)
	}
	if page := claire.get("/doublons").body; !strings.Contains(page, "Aucun doublon à examiner.") {
		t.Error("merged, and still on the list")
	}
	if got := claire.post("/doublons/"+gael+"/"+nolwenn+"/reunion", nil); got.status != http.StatusNotFound {
		t.Errorf("merged twice: %d", got.status)
	}
	if got := claire.post("/doublons/"+gael+"/"+nolwenn+"/ailleurs", nil); got.status != http.StatusNotFound {
		t.Errorf("another step: %d", got.status)
	}
}

// TestDuplicatesInABrowser walks the same pages as they look, narrow and wide, light and dark.
func TestDuplicatesInABrowser(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	w.reset()
	c := newChrome(t, w.base)
	c.signIn("claire.hamon@exemple.fr")
	c.open("/a-faire")
	c.looks("")
	c.open("/doublons")
	c.wants("Gaël PRIOL", "Ce sont deux personnes")
	c.looks("doublons")
	c.press(`main .actions a[role="button"]`)
	c.wants("Vous gardez le dossier de", "Une réunion ne se défait pas.")
	c.looks("doublons-reunion")
	c.press(`form[action$="/reunion"] button`)
	c.wants("Les deux dossiers n'en font plus qu'un.")
	c.looks("")
}
