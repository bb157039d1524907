package web

import "net/http"

// Patterns are the routes of the service, as the code registers them.
func Patterns() []string {
	var l lister
	(&Server{}).routes(&l)
	return l
}

type lister []string

func (l *lister) Handle(pattern string, _ http.Handler) { *l = append(*l, pattern) }

func (l *lister) HandleFunc(pattern string, _ func(http.ResponseWriter, *http.Request)) {
	*l = append(*l, pattern)
}
