package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"relais/parcours"
)

// page is the base of every page: who reads it, in which language, at what
// time. Templates reach the words through its methods.
type page struct {
	// Title is the key of the page's title.
	Title string
	// Section is the entry of the navigation that is current.
	Section string
	Lang    parcours.Language
	// Account is zero for a visitor who has not signed in.
	Account parcours.Account
	Service parcours.Service
	// Flash is the key of what the last action did, empty mostly.
	Flash string
	// Undo takes that back, nil where nothing does.
	Undo *undo
	// Here is the address of the page with its query, for the language links.
	Here string
	// Waiting is how many open questions the reader has.
	Waiting int

	words    words
	labels   Labels
	zone     *time.Location
	now      time.Time
	assets   map[string]string
	sections []section
}

// Labels says values of the domain's lists in words; *locales.Catalogue does. A
// value that it does not know comes back as it is written.
type Labels interface {
	Label(lang parcours.Language, value any) string
}

// T returns the words of key; pairs are names and values of its placeholders.
func (p page) T(key string, pairs ...any) string { return p.words.text(key, pairs...) }

// N is T for a text that depends on a number, which is its {n}.
func (p page) N(key string, n int, pairs ...any) string {
	return p.words.text(pluralKey(p.Lang, key, n), append(pairs, "n", p.words.number(n))...)
}

// Label says a value of one of the domain's lists in words. Lists that only the
// console shows have theirs in its own catalogue, under label.<type>.<value>.
func (p page) Label(value any) string {
	if kind := ownList(value); kind != "" {
		if text, ok := p.words["label."+kind+"."+fmt.Sprint(value)]; ok {
			return text
		}
		return fmt.Sprint(value)
	}
	return p.labels.Label(p.Lang, value)
}

func ownList(value any) string {
	switch value.(type) {
	case parcours.ReachLevel:
		return "reach_level"
	case parcours.Orientation:
		return "orientation"
	case parcours.FactKind:
		return "fact_kind"
	case parcours.AccountRole:
		return "account_role"
	case parcours.AccessKind:
		return "access_kind"
	case parcours.Language:
		return "language"
	case parcours.PhoneKind:
		return "phone_kind"
	case parcours.EntrySource:
		return "entry_source"
	case parcours.Origin:
		return "origin"
	case parcours.Title:
		return "title"
	case parcours.LetterReason:
		return "letter_reason"
	case parcours.LetterObstacle:
		return "letter_obstacle"
	case parcours.LetterState:
		return "letter_state"
	case parcours.ReturnCause:
		return "return_cause"
	case parcours.CallOutcome:
		return "call_outcome"
	case parcours.WorkReason:
		return "work_reason"
	case parcours.Omission:
		return "omission"
	case parcours.Meeting:
		return "meeting"
	case parcours.ImpedimentState:
		return "impediment_state"
	case parcours.ExitReason:
		return "exit_reason"
	case parcours.PromptKind:
		return "prompt_kind"
	}
	return ""
}

// Message names a kind of notification in words.
func (p page) Message(kind string) string {
	if text, ok := p.words["message."+kind]; ok {
		return text
	}
	return kind
}

// Cap makes the first letter a capital, for words that start a line.
func (p page) Cap(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Cares reports whether the reader answers for people: their plan, notes and numbers.
// Whoever was entrusted with a person as a partner does; a nurse, or who only meets
// them, does not.
func (p page) Cares() bool { return among(p.Account.Role, entrusters) }

// Writes reports whether the reader writes to people and decides what is sent to
// them: who only meets them does not.
func (p page) Writes() bool { return p.Follows() && !p.Account.Actor().AttendsOnly() }

// Direction is how a language is written: "rtl" or "ltr".
func (p page) Direction(lang parcours.Language) string {
	if lang.RightToLeft() {
		return "rtl"
	}
	return "ltr"
}

// Number writes a count as the language does.
func (p page) Number(n int) string { return p.words.number(n) }

// Percent writes n of total in hundredths, "–" when total is 0.
func (p page) Percent(n, total int) string { return p.words.percent(n, total) }

// Day writes a civil date in full.
func (p page) Day(d parcours.Date) string { return p.words.day(d, p.Today()) }

// ShortDay writes a civil date in brief.
func (p page) ShortDay(d parcours.Date) string { return p.words.shortDay(d, p.Today()) }

// Moment writes an instant in full: "mardi 13 janvier à 14h30".
func (p page) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(p.zone)
	return p.T("date.moment", "day", p.Day(parcours.DateOf(t, p.zone)), "hour", p.words.hour(local))
}

// ShortMoment writes an instant in brief: "13 janv. 14h30".
func (p page) ShortMoment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.ShortDay(parcours.DateOf(t, p.zone)) + " " + p.words.hour(t.In(p.zone))
}

// Hour writes the time of day of an instant.
func (p page) Hour(t time.Time) string { return p.words.hour(t.In(p.zone)) }

// Machine writes an instant for a time element's datetime attribute.
func (p page) Machine(t time.Time) string { return t.In(p.zone).Format(time.RFC3339) }

// Today is the civil date of the page.
func (p page) Today() parcours.Date { return parcours.DateOf(p.now, p.zone) }

// Now is the instant of the page.
func (p page) Now() time.Time { return p.now }

// DaysLeft says how far a deadline is: "dans 3 jours", "aujourd'hui", "dépassée de 2 jours".
func (p page) DaysLeft(deadline parcours.Date) string {
	switch days := p.Today().DaysUntil(deadline); {
	case deadline.IsZero():
		return ""
	case days == 0:
		return p.T("deadline.today")
	case days > 0:
		return p.N("deadline.left", days)
	default:
		return p.N("deadline.passed", -days)
	}
}

// Asset returns the address of a static file, which changes with its content.
func (p page) Asset(name string) string { return "/static/" + name + "?v=" + p.assets[name] }

// Languages lists the languages of the console other than the page's.
func (p page) Languages() []languageLink {
	var others []languageLink
	for _, lang := range languages {
		if lang == p.Lang {
			continue
		}
		here, err := url.Parse(p.Here)
		if err != nil {
			here = &url.URL{Path: "/"}
		}
		q := here.Query()
		q.Set("lang", string(lang))
		others = append(others, languageLink{lang, p.T("layout.language_" + string(lang)), address(here.Path, q)})
	}
	return others
}

// languageLink leads to the same page in another language, named in that language.
type languageLink struct {
	Lang    parcours.Language
	Name    string
	Address string
}

// SignedIn reports whether an account reads the page.
func (p page) SignedIn() bool { return p.Account.ID != "" }

// Follows reports whether the reader works with people's files.
func (p page) Follows() bool { return among(p.Account.Role, following) }

// page starts the page of a visit.
func (s *Server) page(v *visit, title, section string) page {
	return page{
		Title: title, Section: section, Lang: v.lang, Account: v.account, Service: s.service,
		Flash: v.flash, Undo: v.undo, Here: v.here, Waiting: v.waiting,
		words: s.words[v.lang], labels: s.labels, zone: s.rules.Zone, now: v.now, assets: s.assets,
		sections: s.sectionsFor(v.account.Role),
	}
}

// render executes a page into memory, so that a failure is still a clean error
// page, then writes it.
func (s *Server) render(w http.ResponseWriter, status int, name string, data any) error {
	return s.execute(w, status, name, "layout", data)
}

// renderPart executes one region of a page, for the refresh that runs by itself.
func (s *Server) renderPart(w http.ResponseWriter, name, part string, data any) error {
	return s.execute(w, http.StatusOK, name, part, data)
}

func (s *Server) execute(w http.ResponseWriter, status int, name, part string, data any) error {
	shown, err := s.templates[name]()
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := shown.ExecuteTemplate(&body, part, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(body.Bytes())
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// pages are the templates of the console by name, each parsed the first time that it
// is shown: parsed at the start they took 11 MB, of a service that may be asked for
// none of them for days.
type pages map[string]func() (*template.Template, error)

// newPages returns every page, to be parsed together with the layout and the shared parts.
func newPages() pages {
	all := pages{}
	for _, name := range pageNames() {
		all[name] = sync.OnceValues(func() (*template.Template, error) {
			t, err := template.New(name).ParseFS(templateFiles, "templates/layout.html", "templates/parts*.html", "templates/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("parse page %s: %w", name, err)
			}
			return t, nil
		})
	}
	return all
}
