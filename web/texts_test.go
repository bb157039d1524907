package web_test

import (
	"net/http"
	"strings"
	"testing"

	"relais/locales"
	"relais/parcours"
	"relais/web"
)

func writing(t *testing.T) func(*web.Options) {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	price, err := parcours.ParseEuros("0.0725")
	if err != nil {
		t.Fatal(err)
	}
	return func(o *web.Options) { o.Texts, o.PartPrice = words, &price }
}

func TestEveryTextIsShownWithItsPartsAndItsCost(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction(), writing(t))
	b := signedIn(t, base, readers["coordinator"])
	french := b.get("/textes")
	french.wants(
		t, http.StatusOK, "convocation.first.joint", "Mme LE GOFF", "Prix d&#39;un SMS : 0,0725\u00a0€.", "2 SMS · GSM-7 · 0,145\u00a0€",
		"Réf K7F29", `lang="fr"`, `aria-current="page">Textes`,
	)
	french.lacks(t, "Ce message ne peut pas s", "texts.", "%!")
	b.get("/textes?langue=en&voie=telegram").wants(t, http.StatusOK, `lang="en"`, `<ul class="buttons">`, "Nolwenn LE GOFF")
	b.get("/textes?voie=telegram").lacks(t, "GSM-7", "&lt;b&gt;", "&amp;amp;")
	b.get("/textes?voie=sms_oneway").wants(t, http.StatusOK, "appelez le 02 61 91 01 02")
	b.get("/textes?voie=email").lacks(t, "convocation.first")
	long := b.get("/textes?noms=longs")
	long.wants(t, http.StatusOK, "Marie-Fran", "VILLEMARQUÉ")
	for _, query := range []string{"?langue=xx&voie=pigeon&noms=x", "?langue=<b>"} {
		b.get("/textes"+query).wants(t, http.StatusOK, "convocation.first.joint")
	}
	words, _ := locales.Load()
	if got := strings.Count(french.body, `class="phone-text"`); got != len(words.Templates()) {
		t.Errorf("%d texts are shown, want %d", got, len(words.Templates()))
	}
	for role, want := range map[string]int{"lead": http.StatusOK, "referent": http.StatusForbidden, "professional": http.StatusForbidden, "auditor": http.StatusForbidden} {
		signedIn(t, base, readers[role]).get("/textes").wants(t, want)
	}
}

func TestWithoutAPriceNoCostIsShown(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction(), writing(t), func(o *web.Options) { o.PartPrice = nil })
	b := signedIn(t, base, readers["coordinator"])
	got := b.get("/textes")
	got.wants(t, http.StatusOK, "2 SMS · GSM-7")
	got.lacks(t, "€")
}
