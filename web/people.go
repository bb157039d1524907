package web

import (
	"fmt"
	"net/http"
	"strings"

	"relais/parcours"
)

// foundRows bounds the answer to a search: whoever wants more types more.
const foundRows = 80

// peoplePage searches people by name or number.
type peoplePage struct {
	page
	Search string
	Table  peopleTable
	Full   bool
}

// showPeople lists whom the reader follows.
func (s *Server) showPeople(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.people(w, r, v, "")
}

// findPeople searches. It is a POST so that the name or number that is typed
// stays out of addresses: those end in histories, bookmarks and proxies' logs.
func (s *Server) findPeople(w http.ResponseWriter, r *http.Request, v *visit) error {
	v.here = r.URL.Path
	return s.people(w, r, v, strings.TrimSpace(r.PostFormValue("q")))
}

func (s *Server) people(w http.ResponseWriter, r *http.Request, v *visit, search string) error {
	p := s.page(v, "people.title", "people")
	result := peoplePage{page: p, Search: search, Table: peopleTable{page: p, Name: "people_found", Heading: "people.title", WithAppointment: true}}
	// a coordinator's list without a search would be the whole territory
	if search != "" || v.account.Role != parcours.AccountCoordinator {
		rows, err := s.store.People(r.Context(), v.actor, search, foundRows)
		if err != nil {
			return fmt.Errorf("search people: %w", err)
		}
		result.Table.Rows, result.Table.Total = rows, len(rows)
		result.Full = len(rows) == foundRows
		if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessSearch, fmt.Sprintf("%d found", len(rows))); err != nil {
			return fmt.Errorf("keep the reading: %w", err)
		}
	}
	return s.render(w, http.StatusOK, "people", result)
}
