package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
)

// told records a message of Maëlys with its effects.
func (h *town) told(t *testing.T, s *store.Store, id, text string, effects ...parcours.Effect) {
	t.Helper()
	in := parcours.Inbound{ID: id, Channel: parcours.ChannelSMS, Address: "+33639980144", Kind: parcours.InboundText, Text: text, ReceivedAt: h.now}
	_, err := s.RecordInbound(t.Context(), parcours.RawInbound{ID: id, Provider: parcours.ProviderTwilio, ProviderID: id, ReceivedAt: h.now, Payload: []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	dossier, state, err := s.LoadDossier(t.Context(), h.now, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: dossier, State: state, Now: h.now, Effects: effects}); err != nil {
		t.Fatal(err)
	}
}

func TestAReferentSettlesADeathAndANumber(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		file := "/personnes/" + h.people["Maëlys"]
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		b.get(file).lacks(t, "Décès")
		h.told(t, s, "in-2", "mon nouveau numéro", parcours.ClaimNumber{Phone: parcours.Phone{E164: "+33639980155", Kind: parcours.PhoneMobile}}, parcours.Escalate{Kind: parcours.EscalationPhoneChange})
		page := b.get(file)
		page.wants(t, http.StatusOK, "Nouveau numéro donné : 06 39 98 01 55", "Nouveau numéro")
		_, rest, _ := strings.Cut(page.body, file+"/numeros/")
		claim, _, _ := strings.Cut(rest, "/")
		b.post(file+"/numeros/"+claim+"/confirmation", nil).wants(t, http.StatusSeeOther)
		b.post(file+"/numeros/"+claim+"/refus", nil).wants(t, http.StatusConflict)
		b.get(file).lacks(t, "Nouveau numéro donné :")

		h.told(t, s, "in-3", "elle est décédée", parcours.Hold{}, parcours.Escalate{Kind: parcours.EscalationDeceased})
		b.get(file).wants(t, http.StatusOK, "Décès annoncé le", "plus aucun message ne part", "C&#39;était une erreur")
		b.post(file+"/deces/confirmation", nil).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "Décès confirmé", "hors parcours")
		b.post(file+"/deces/reprise", nil).wants(t, http.StatusSeeOther)
		page = b.get(file)
		page.lacks(t, "Décès confirmé", "hors parcours", "label.", "event_kind")
		b.post(file+"/deces/reprise", nil).wants(t, http.StatusConflict)
		signedIn(t, h.base, "yves.caradec@exemple.fr").post(file+"/deces/confirmation", nil).wants(t, http.StatusNotFound)
	})
}

func TestAnAbsenceIsSetByWhoeverIsAwayOrTheCoordinator(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		team, err := s.Team(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]string{}
		for _, p := range team {
			ids[p.FirstName] = p.ID
		}
		anne := signedIn(t, h.base, "anne.morel@exemple.fr")
		anne.get("/absences").wants(t, http.StatusOK, "Personne n&#39;est absent.")
		anne.post("/absences", url.Values{"professional": {ids["Anne"]}, "from": {"2026-01-05"}, "until": {"2026-01-09"}, "stand_in": {ids["Yves"]}}).wants(t, http.StatusSeeOther)
		anne.get("/absences").wants(t, http.StatusOK, "remplacement : Yves CARADEC")
		anne.post("/absences", url.Values{"professional": {ids["Yves"]}, "from": {"2026-01-05"}}).wants(t, http.StatusNotFound)
		signedIn(t, h.base, "yves.caradec@exemple.fr").get("/personnes/"+h.people["Maëlys"]).wants(t, http.StatusOK, "QUILLIEN")
		signedIn(t, h.base, "claire.hamon@exemple.fr").post("/absences", url.Values{"professional": {ids["Anne"]}}).wants(t, http.StatusSeeOther)
		anne.get("/absences").wants(t, http.StatusOK, "Personne n&#39;est absent.")
	})
}
