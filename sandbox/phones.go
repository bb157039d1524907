package sandbox

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

var pages = template.Must(template.New("").ParseFS(templateFiles, "templates/*.html"))

// Phones serves the page with the phones: a visitor reads and answers as one of
// the people or of the professionals, and sets the speed of the clock.
func (s *Sandbox) Phones() http.Handler {
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // the directory is embedded
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showPhones)
	mux.HandleFunc("GET /phones/{number}", s.showPhones)
	mux.HandleFunc("POST /phones/{number}/{act}", s.usePhone)
	mux.HandleFunc("GET /professionals", s.showStaff)
	mux.HandleFunc("GET /professionals/{email}", s.showStaff)
	mux.HandleFunc("POST /professionals/{email}/{act}", s.useStaff)
	mux.HandleFunc("POST /clock", s.setClock)
	mux.HandleFunc("GET /events", s.events)
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))

	guarded := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		guarded.ServeHTTP(w, r)
	})
}

// page is what every page of the phones shows.
type page struct {
	Title   string
	Tab     string
	Console string
	Here    string
	Clock   clockView
}

type clockView struct {
	Day, Time string
	Millis    int64
	Speed     float64
	Paused    bool
	Choices   []speedChoice
	Ahead     []Scene
}

// speedChoice is one of the speeds on offer, in real seconds for a virtual day.
type speedChoice struct {
	Seconds int
	Label   string
	Chosen  bool
}

var speedChoices = []speedChoice{
	{Seconds: 86400, Label: "24 h"},
	{Seconds: 1200, Label: "20 min"},
	{Seconds: 300, Label: "5 min"},
	{Seconds: 60, Label: "1 min"},
	{Seconds: 15, Label: "15 s"},
}

func (s *Sandbox) page(r *http.Request, title, tab string) page {
	now := s.Clock.Now()
	speed, paused := s.Clock.Speed()
	v := clockView{Day: frenchDay(now), Time: now.In(paris()).Format("15:04"), Millis: now.UnixMilli(), Speed: speed, Paused: paused, Ahead: aheadChoices}
	if paused {
		v.Speed = 0
	}
	for _, c := range speedChoices {
		c.Chosen = !paused && int(DayLasts(time.Duration(c.Seconds)*time.Second)+0.5) == int(speed+0.5)
		v.Choices = append(v.Choices, c)
	}
	return page{Title: title, Tab: tab, Console: s.options.Console, Here: r.URL.RequestURI(), Clock: v}
}

func render(w http.ResponseWriter, name string, data any) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, "La page ne peut pas être affichée.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = out.WriteTo(w) // the visitor went away: nothing to do
}

func (s *Sandbox) setClock(w http.ResponseWriter, r *http.Request) {
	if until, chosen := ahead(r.FormValue("ahead"), s.Clock.Now()); chosen {
		s.Clock.Rush(until, DayLasts(rushDay))
		s.feed.publish("clock")
		back(w, r)
		return
	}
	switch seconds, err := strconv.Atoi(r.FormValue("day")); {
	case r.FormValue("day") == "pause":
		s.Clock.Pause()
	case err != nil || seconds < 1 || seconds > 86400:
		http.Error(w, "La durée d'un jour va de 1 à 86400 secondes.", http.StatusBadRequest)
		return
	default:
		s.Clock.SetSpeed(DayLasts(time.Duration(seconds) * time.Second))
	}
	s.feed.publish("clock")
	back(w, r)
}

// back returns to the page on which a form stood; only paths of this site.
func back(w http.ResponseWriter, r *http.Request) {
	here := r.FormValue("here")
	if !strings.HasPrefix(here, "/") || strings.HasPrefix(here, "//") || strings.ContainsAny(here, "\\\r\n") {
		here = "/"
	}
	http.Redirect(w, r, here, http.StatusSeeOther)
}

// events tells a page, by server-sent events, that something changed; at most
// twice a second.
func (s *Sandbox) events(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	if err := control.SetWriteDeadline(time.Time{}); err != nil {
		http.Error(w, "Mises à jour indisponibles.", http.StatusNotImplemented)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	reader := s.feed.join()
	defer s.feed.leave(reader)
	fmt.Fprint(w, "retry: 2000\n\n")
	if control.Flush() != nil {
		return
	}
	alive := time.NewTicker(20 * time.Second)
	defer alive.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-alive.C:
			fmt.Fprint(w, ": \n\n")
		case <-reader.wake:
			fmt.Fprintf(w, "event: changed\ndata: %s\n\n", strings.Join(reader.take(), " "))
		}
		if control.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(500 * time.Millisecond):
		}
	}
}

var (
	frenchDays   = []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	frenchMonths = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
)

func frenchDay(t time.Time) string {
	t = t.In(paris())
	return fmt.Sprintf("%s %d %s %d", frenchDays[t.Weekday()], t.Day(), frenchMonths[t.Month()-1], t.Year())
}

// shortTime is "13 janv. 9:05" within the story.
func shortTime(t time.Time) string {
	t = t.In(paris())
	month := []rune(frenchMonths[t.Month()-1])
	short := string(month)
	if len(month) > 5 {
		short = string(month[:4]) + "."
	}
	return fmt.Sprintf("%d %s %s", t.Day(), short, t.Format("15:04"))
}

func printedNumber(e164 string) string {
	n, ok := strings.CutPrefix(e164, "+33")
	if !ok || len(n) != 9 {
		return e164
	}
	return "0" + n[:1] + " " + n[1:3] + " " + n[3:5] + " " + n[5:7] + " " + n[7:]
}
