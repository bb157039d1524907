package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
)

func TestAReferentConfirmsCorrectsAndEndsAJob(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		file := "/personnes/" + h.people["Maëlys"]
		in := parcours.Inbound{ID: "in-2", Channel: parcours.ChannelSMS, Address: "+33639980144", Kind: parcours.InboundText, Text: "jai trouver du taf", ReceivedAt: h.now}
		_, err := s.RecordInbound(t.Context(), parcours.RawInbound{ID: in.ID, Provider: parcours.ProviderTwilio, ProviderID: "SM2", ReceivedAt: h.now, Payload: []byte("x")})
		if err != nil {
			t.Fatal(err)
		}
		dossier, state, err := s.LoadDossier(t.Context(), h.now, in)
		if err != nil {
			t.Fatal(err)
		}
		err = s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: dossier, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.DeclareJob{Kind: parcours.JobCDD}, parcours.Escalate{Kind: parcours.EscalationJobFound},
		}})
		if err != nil {
			t.Fatal(err)
		}
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		page := b.get(file)
		page.wants(t, http.StatusOK, "déclaré, à confirmer", "premier jour pas encore dit", "Confirmer ce travail")
		_, rest, _ := strings.Cut(page.body, file+"/emplois/")
		job, _, _ := strings.Cut(rest, "/")
		b.get("/file").wants(t, http.StatusOK, "travail à confirmer")

		b.post(file+"/emplois/"+job+"/confirmation", url.Values{"kind": {"cdd"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(file+"/emplois/"+job+"/confirmation", url.Values{"kind": {"cdd"}, "on": {"2026-01-02"}, "hours": {"24.5"}}).wants(t, http.StatusSeeOther)
		page = b.get(file)
		page.wants(t, http.StatusOK, "24.5 h par semaine", "à partir du 2 janv.", "Reprise d&#39;emploi", "Nouvelles du travail")
		page.lacks(t, "label.", "detail.", "event_kind")
		b.get("/file").lacks(t, "travail à confirmer")

		b.post(file+"/emplois/"+job+"/fin", url.Values{"on": {"2026-02-01"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(file+"/emplois/"+job+"/fin", url.Values{"on": {"2026-01-04"}}).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "Travail terminé")

		b.post(file+"/emplois", url.Values{"kind": {"cdi"}, "on": {"2026-01-05"}}).wants(t, http.StatusSeeOther)
		stranger := signedIn(t, h.base, "yves.caradec@exemple.fr")
		stranger.post(file+"/emplois/"+job+"/refus", nil).wants(t, http.StatusNotFound)
		signedIn(t, h.base, "paul.riou@exemple.fr").post(file+"/emplois", url.Values{"kind": {"cdi"}, "on": {"2026-01-05"}}).wants(t, http.StatusForbidden)
	})
}
