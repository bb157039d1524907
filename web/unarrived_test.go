package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"relais/parcours"
	"relais/store"
)

func TestAnAnswerThatDidNotArriveIsShownToItsAuthorAndTheCoordinator(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		anne, claire := signedIn(t, h.base, "anne.morel@exemple.fr"), signedIn(t, h.base, "claire.hamon@exemple.fr")
		anne.post("/questions/"+h.question+"/reponse", url.Values{"text": {"Oui, il y a un coin jeux."}}).wants(t, http.StatusSeeOther)
		anne.get("/file").lacks(t, "Pas arrivé, à redire autrement")
		if _, err := s.ExpireDue(t.Context(), h.now.AddDate(0, 0, 3), []parcours.Channel{parcours.ChannelSMS}, 100); err != nil {
			t.Fatal(err)
		}
		anne.get("/file").wants(t, http.StatusOK, "Pas arrivé, à redire autrement", "Oui, il y a un coin jeux.")
		claire.get("/").wants(t, http.StatusOK, "Maëlys QUILLIEN</a> : Ce qu&#39;un professionnel a écrit n&#39;est pas arrivé", "/questions/"+h.question)
	})
}
