package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"relais/store"
)

// professionals returns the ids of those of last names, as the form of an order has them.
func (h *morning) professionals(t *testing.T, s *store.Store, names ...string) []string {
	t.Helper()
	team, err := s.Team(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, name := range names {
		for _, p := range team {
			if p.LastName == name {
				ids = append(ids, p.ID)
			}
		}
	}
	return ids
}

func TestASeriesIsSeenBeforeItIsOpenedAndTakenBack(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		places, err := s.Places(t.Context(), h.now)
		if err != nil || len(places) != 1 {
			t.Fatalf("places %v, %v", places, err)
		}
		form := url.Values{
			"place": {places[0].ID}, "kind": {"joint_interview"}, "with": h.professionals(t, s, "Caradec", "Riou"), "day": {"2026-03-30"}, "time": {"14:00"},
			"minutes": {"60"}, "capacity": {"2"}, "until": {"2026-04-20"}, "except": {"20/04"},
		}
		preview := b.post("/creneaux", form)
		preview.wants(t, http.StatusOK, "Ouvrir 2 créneaux", "jour férié", "écarté", "Paul RIOU (France Travail)")
		if page := b.get("/creneaux?semaine=2026-03-30"); strings.Contains(page.body, `class="slot"`) {
			t.Error("the preview opened a slot")
		}
		form.Set("seen", "yes")
		b.post("/creneaux", form).wants(t, http.StatusSeeOther)
		b.get("/creneaux?semaine=2026-04-13").wants(t, http.StatusOK, "Créneaux ajoutés", "14h00", "0 / 2 pris")
		form.Del("seen")
		form.Del("until")
		b.post("/creneaux", form).wants(t, http.StatusUnprocessableEntity, "Ce créneau existe déjà")
		form.Set("with", form["with"][0])
		form.Set("day", "2026-04-14")
		b.post("/creneaux", form).wants(t, http.StatusUnprocessableEntity, "un professionnel de chaque institution")
		form.Set("time", "demain")
		b.post("/creneaux", form).wants(t, http.StatusUnprocessableEntity)
	})
}

func TestACancelledSlotIsTakenBackUnlessPeopleWereTold(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		slots, err := s.Calendar(t.Context(), "", h.now, h.now.AddDate(0, 1, 0))
		if err != nil {
			t.Fatal(err)
		}
		slot := "/creneaux/" + slots[0].ID
		b.get(slot).wants(t, http.StatusOK, "personne n&#39;est à prévenir", "Déplacer")
		b.post(slot+"/annulation", url.Values{"booked": {"0"}}).wants(t, http.StatusSeeOther)
		b.undone(t, slot)
		b.get(slot).wants(t, http.StatusOK, "Le créneau est rétabli")
		b.post(slot+"/places", url.Values{"capacity": {"2"}, "was": {"1"}}).wants(t, http.StatusSeeOther)
		b.undone(t, slot)
		b.get(slot).wants(t, http.StatusOK, "0 / 1")
		b.post(slot+"/places", url.Values{"capacity": {"beaucoup"}}).wants(t, http.StatusUnprocessableEntity)

		h.tick(t, s)
		page := b.get(slot)
		page.wants(t, http.StatusOK, "Gaël PRIOL", "Nous devons annuler votre rendez-vous", "Oui, prévenir cette personne")
		page.lacks(t, "Déplacer")
		b.post(slot+"/annulation", url.Values{"booked": {"0"}}).wants(t, http.StatusConflict)
		b.post(slot+"/annulation", url.Values{"booked": {"1"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(slot+"/annulation", url.Values{"booked": {"1"}, "confirmed": {"yes"}}).wants(t, http.StatusSeeOther)
		b.get(slot).wants(t, http.StatusOK, "Les personnes sont prévenues", "Ce créneau a été annulé")
		b.get("/personnes/"+h.people["Gaël"]).wants(t, http.StatusOK, "annulé par le service")
		b.get("/creneaux/absent").wants(t, http.StatusNotFound)
	})
}

func TestPlacesAreAddedAndKeepWhatPeopleWereTold(t *testing.T) {
	t.Parallel()
	overMorning(t, func(t *testing.T, s *store.Store, h *morning) {
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		territories, err := s.Territories(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{"territory": {territories[0].ID}, "name": {"Maison France services"}, "meeting": {"office"}, "address": {"1 place du Marché,  35600 Redon"}, "phone": {"02 61 91 01 03"}}
		b.post("/lieux", form).wants(t, http.StatusSeeOther)
		b.get("/lieux").wants(t, http.StatusOK, "Le lieu est enregistré", "1 place du Marché, 35600 Redon", "dans un lieu")
		form.Set("address", "")
		b.post("/lieux", form).wants(t, http.StatusUnprocessableEntity)
		form.Set("territory", "ailleurs")
		b.post("/lieux", form).wants(t, http.StatusUnprocessableEntity)
		h.tick(t, s)
		b.get("/lieux").wants(t, http.StatusOK, "Des personnes y sont attendues", "readonly")
	})
}
