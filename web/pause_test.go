package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
)

// hiddenValue is what a form says without its reader.
func hiddenValue(body, name string) string {
	_, rest, _ := strings.Cut(body, `type="hidden" name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestARestoredDatabaseIsToldAndResumedByTheCoordinator(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		b.get("/").lacks(t, "Envois en pause")
		b.get("/pause").wants(t, http.StatusOK, "Les envois se font normalement.", "Aucun message ne manque.")
		b.get("/readyz").wants(t, http.StatusOK, `"paused":false`)
		_, err := s.PauseRestored(t.Context(), h.now, parcours.Restoration{
			Since: h.now.Add(-10 * time.Minute),
			Missing: []parcours.LeftMessage{
				{ProviderID: "SM1", Sender: "RELAIS", To: "+33639980144", Body: "Rendez-vous <lundi>. Réf K7F29", LeftAt: h.now.Add(-5 * time.Minute), State: parcours.AttemptSent},
				{ProviderID: "SM2", Sender: "RELAIS", To: "+33639980999", LeftAt: h.now.Add(-4 * time.Minute), State: parcours.AttemptSent},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		b.get("/readyz").wants(t, http.StatusOK, `"ready":true`, `"paused":true`) // inbound and receipts still arrive
		b.get("/").wants(t, http.StatusOK, "Envois en pause", `href="/pause"`,
			"La base a été restaurée : 2 messages partis depuis le lundi 5 janvier à 09h20 lui manquent. Les envois sont en pause.")
		b.get("/?lang=en").wants(t, http.StatusOK, "Sending is paused", "it misses 2 messages that left since Monday 5 January")
		b.get("/?lang=fr").wants(t, http.StatusOK)
		page := b.get("/pause")
		page.wants(t, http.StatusOK, "Rendez-vous &lt;lundi&gt;. Réf K7F29", "Maëlys QUILLIEN", "06 39 98 09 99", "texte effacé", "2 messages sont partis")
		id := hiddenValue(page.body, "pause")

		for _, email := range []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"} {
			other := signedIn(t, h.base, email)
			other.get("/pause").wants(t, http.StatusForbidden)
			other.post("/pause/reprise", url.Values{"pause": {id}, "looked": {"yes"}}).wants(t, http.StatusForbidden)
		}
		b.post("/pause/reprise", url.Values{"pause": {id}}).wants(t, http.StatusUnprocessableEntity)
		b.post("/pause/reprise", url.Values{"pause": {"an older page"}, "looked": {"yes"}}).wants(t, http.StatusConflict)
		if pause, err := s.Pause(t.Context()); err != nil || !pause.Paused() {
			t.Fatalf("pause %+v, %v: somebody resumed without having looked", pause, err)
		}
		b.post("/pause/reprise", url.Values{"pause": {id}, "looked": {"yes"}}).wants(t, http.StatusSeeOther)
		resumed := b.get("/")
		resumed.wants(t, http.StatusOK, "Les envois reprennent.")
		resumed.lacks(t, "Envois en pause", "La base a été restaurée")
		b.get("/pause").wants(t, http.StatusOK, "Les envois se font normalement.", "Réf K7F29") // the list stays
		b.post("/pause/reprise", url.Values{"pause": {id}, "looked": {"yes"}}).wants(t, http.StatusNotFound)
	})
}
