package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// AccessLog is the reading of what Audit keeps.
type AccessLog interface {
	AccessLog(ctx context.Context, f parcours.AccessFilter) ([]parcours.Access, error)
	// PeopleNamed finds about whom the log speaks, whoever follows them.
	PeopleNamed(ctx context.Context, search string, limit int) ([]parcours.ListedPerson, error)
}

// Actions of the access log.
const (
	accessReadLog    = "read_access_log"
	accessExportLog  = "export_access_log"
	accessSearchName = "search_access_log"
)

const (
	accessRows     = 50
	accessExported = 50_000
	namedRows      = 20
)

// accessKinds are the kinds of the filter, in the order in which they are offered.
var accessKinds = []parcours.AccessKind{parcours.AccessRead, parcours.AccessChange, parcours.AccessExport, parcours.AccessSignIn}

// accessPage shows who read, changed or exported what. No words of anybody are in it.
type accessPage struct {
	page
	Entries  []parcours.Access
	Accounts []parcours.Account
	Kinds    []parcours.AccessKind
	Filter   accessQuery
	// Older is the address of the next page, empty on the last.
	Older string
	// Export is the address of the same as a file.
	Export string
	// Found are the people of a search by name.
	Found  []parcours.ListedPerson
	Search string
	// Person is the name of the person of the filter.
	Person string
}

// About says what an entry that is not about a person was about: an account by its
// name, a list by its own.
func (p accessPage) About(e parcours.Access) string {
	for _, account := range p.Accounts {
		if account.ID == e.Subject {
			return account.Name
		}
	}
	return e.Subject
}

// Action says an action of the log in words.
func (p page) Action(action string) string {
	if text, ok := p.words["access."+action]; ok {
		return text
	}
	return action
}

// KindOf classes an action of the log.
func (p page) KindOf(action string) parcours.AccessKind { return parcours.KindOfAccess(action) }

// accessQuery is the filter as the address has it.
type accessQuery struct {
	Account, Person string
	Kind            parcours.AccessKind
	From, Until     parcours.Date
	before          string
}

func accessQueryOf(q url.Values) (accessQuery, error) {
	f := accessQuery{Account: q.Get("compte"), Person: q.Get("personne"), Kind: parcours.AccessKind(q.Get("action")), before: q.Get("avant")}
	var err error
	if f.From, err = parcours.ParseDate(q.Get("du")); err == nil {
		f.Until, err = parcours.ParseDate(q.Get("au"))
	}
	return f, err
}

// values is the filter as an address, without the page.
func (f accessQuery) values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"compte": f.Account, "personne": f.Person, "action": string(f.Kind), "du": f.From.String(), "au": f.Until.String()} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// days says which days the filter keeps; it names nobody.
func (f accessQuery) days() string {
	if f.From.IsZero() && f.Until.IsZero() {
		return ""
	}
	return civil(f.From) + " – " + civil(f.Until)
}

// filter returns what the store is asked. A page begins after an entry, named by
// its instant and id.
func (f accessQuery) filter(zone *time.Location) (parcours.AccessFilter, error) {
	asked := parcours.AccessFilter{AccountID: f.Account, PersonID: f.Person, Kind: f.Kind}
	if !f.From.IsZero() {
		asked.From = f.From.At(0, 0, zone)
	}
	if !f.Until.IsZero() {
		asked.Until = f.Until.AddDays(1).At(0, 0, zone)
	}
	if f.before != "" {
		at, id, _ := strings.Cut(f.before, ".")
		ms, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return asked, fmt.Errorf("%w: no such page", parcours.ErrInvalid)
		}
		asked.BeforeAt, asked.BeforeID = time.UnixMilli(ms), id
	}
	return asked, nil
}

func (s *Server) showAccess(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.access(w, r, v, "")
}

// findAccess searches a person by name. It is a POST so that the name stays out of
// addresses.
func (s *Server) findAccess(w http.ResponseWriter, r *http.Request, v *visit) error {
	v.here = r.URL.Path
	search := strings.TrimSpace(r.PostFormValue("q"))
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessSearchName, "names"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.access(w, r, v, search)
}

func (s *Server) access(w http.ResponseWriter, r *http.Request, v *visit, search string) error {
	ctx := r.Context()
	f, err := accessQueryOf(r.URL.Query())
	if err != nil {
		return err
	}
	asked, err := f.filter(s.rules.Zone)
	if err != nil {
		return err
	}
	asked.Limit = accessRows + 1
	shown := accessPage{page: s.page(v, "access.title", "access"), Kinds: accessKinds, Filter: f, Search: search, Export: address("/acces.csv", f.values())}
	if shown.Entries, err = s.store.AccessLog(ctx, asked); err != nil {
		return fmt.Errorf("access log: %w", err)
	}
	if len(shown.Entries) > accessRows {
		shown.Entries = shown.Entries[:accessRows]
		last, q := shown.Entries[accessRows-1], f.values()
		q.Set("avant", fmt.Sprintf("%d.%s", last.At.UnixMilli(), last.ID))
		shown.Older = address("/acces", q)
	}
	if f.Person != "" && len(shown.Entries) > 0 {
		shown.Person = shown.Entries[0].Person
	}
	if shown.Accounts, err = s.store.Accounts(ctx); err != nil {
		return fmt.Errorf("access log: %w", err)
	}
	tokens, err := s.store.Tokens(ctx)
	if err != nil {
		return fmt.Errorf("access log: %w", err)
	}
	for _, t := range tokens { // programs are filtered and named like accounts
		shown.Accounts = append(shown.Accounts, parcours.Account{ID: t.ID, Name: t.Name})
	}
	if search != "" {
		if shown.Found, err = s.store.PeopleNamed(ctx, search, namedRows); err != nil {
			return fmt.Errorf("access log: %w", err)
		}
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessReadLog, f.Person); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "access", shown)
}

// exportAccess hands the log over as a file, once it is kept who took it.
func (s *Server) exportAccess(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := accessQueryOf(r.URL.Query())
	if err != nil {
		return err
	}
	asked, err := f.filter(s.rules.Zone)
	if err != nil {
		return err
	}
	asked.Limit = accessExported
	entries, err := s.store.AccessLog(r.Context(), asked)
	if err != nil {
		return fmt.Errorf("access log: %w", err)
	}
	p := s.page(v, "access.title", "access")
	out := sheet{
		Name: "acces-" + p.Today().String(),
		Head: []string{p.T("access.at"), p.T("access.account"), p.T("access.kind"), p.T("access.action"), p.T("access.subject"), p.T("access.person"), p.T("access.person_id")},
	}
	for _, e := range entries {
		out.Rows = append(out.Rows, []string{
			p.Machine(e.At), e.Account, p.Label(parcours.KindOfAccess(e.Action)), p.Action(e.Action), e.Subject, e.Person, e.PersonID,
		})
	}
	return s.export(w, r, v, out.export(accessExportLog, f.days(), true), f.Person)
}
