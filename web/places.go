package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"relais/parcours"
)

// placesPage lists the places, with a form for each and one more.
type placesPage struct {
	page
	Places      []placeForm
	New         placeForm
	Territories []parcours.Territory
}

// placeForm is one place. Fixed: somebody is expected there, so that its name and
// address stay.
type placeForm struct {
	page
	parcours.ManagedPlace
	Fixed    bool
	Meetings []parcours.Meeting
}

func (s *Server) showPlaces(w http.ResponseWriter, r *http.Request, v *visit) error {
	places, err := s.store.Places(r.Context(), v.now)
	if err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	p := s.page(v, "places.title", "places")
	shown := placesPage{page: p, New: placeForm{page: p, Meetings: parcours.Meetings()}}
	for _, place := range places {
		shown.Places = append(shown.Places, placeForm{p, place, place.Booked > 0, parcours.Meetings()})
	}
	if shown.Territories, err = s.territories(r.Context(), v); err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "places", shown)
}

func (s *Server) savePlace(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := parcours.ManagedPlace{
		Place: parcours.Place{
			ID: r.PostFormValue("place"), TerritoryID: r.PostFormValue("territory"), Name: r.PostFormValue("name"),
			Address: strings.Join(strings.Fields(r.PostFormValue("address")), " "), Phone: r.PostFormValue("phone"),
		},
		Meeting: parcours.Meeting(r.PostFormValue("meeting")),
	}
	territories, err := s.territories(r.Context(), v)
	if err != nil {
		return err
	}
	if p.ID == "" && !slices.ContainsFunc(territories, func(t parcours.Territory) bool { return t.ID == p.TerritoryID }) {
		return fmt.Errorf("%w: choose a territory", parcours.ErrInvalid)
	}
	id, err := s.store.SavePlace(r.Context(), v.now, v.actor, p)
	if err != nil {
		return fmt.Errorf("save place: %w", err)
	}
	if err := s.keep(r, v, accessPlace, id); err != nil {
		return err
	}
	return s.done(w, r, "flash.place_saved", "/lieux")
}
