package web

import (
	"net/http"
	"testing"

	"relais/parcours"
)

func TestEveryEntryOfTheNavigationOpensForItsRoles(t *testing.T) {
	t.Parallel()
	s := &Server{}
	mux := http.NewServeMux()
	s.routes(mux)
	for _, entry := range sections {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, entry.Path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if _, pattern := mux.Handler(r); pattern == "/" || pattern == "" {
			t.Errorf("%s leads nowhere", entry.Path)
		}
		if len(entry.Roles) == 0 || entry.Name == "" {
			t.Errorf("%s is for nobody, or has no name", entry.Path)
		}
	}
}

func TestTheMenuSaysWhereOneIs(t *testing.T) {
	t.Parallel()
	s := &Server{}
	referent := page{Section: "calls", sections: s.sectionsFor(parcours.AccountReferent)}
	if got := referent.InMenu(); got != "calls.title" {
		t.Errorf("got %q", got)
	}
	for _, entry := range s.sectionsFor(parcours.AccountAuditor) {
		if entry.Name != "access" && entry.Name != "exports" {
			t.Errorf("the auditor is led to %s", entry.Path)
		}
	}
	for _, entry := range referent.Row() {
		if entry.Name == "pilotage" {
			t.Error("a referent is led to the pilotage page")
		}
	}
}
