package web

import (
	"net/http"

	"relais/parcours"
)

// Patterns are the routes of the service, as the code registers them.
func Patterns() []string {
	var l lister
	(&Server{}).routes(&l)
	return l
}

// Entrances are the pages that the navigation leads a role to.
func Entrances(role parcours.AccountRole) []string {
	var paths []string
	for _, entry := range (&Server{}).sectionsFor(role) {
		paths = append(paths, entry.Path)
	}
	return paths
}

type lister []string

func (l *lister) Handle(pattern string, _ http.Handler) { *l = append(*l, pattern) }

func (l *lister) HandleFunc(pattern string, _ func(http.ResponseWriter, *http.Request)) {
	*l = append(*l, pattern)
}
