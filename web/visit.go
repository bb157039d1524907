package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"relais/parcours"
)

// Body limits, in bytes: forms of the console are a few lines of text, webhooks
// a message with its attachments' addresses.
const (
	formBodyLimit    = 64 << 10
	webhookBodyLimit = 1 << 20
)

// visit is one request to the console: who, in which language, at what business time.
type visit struct {
	account parcours.Account
	actor   parcours.Actor
	session parcours.AccountSession
	lang    parcours.Language
	now     time.Time
	// today is the civil date of now where the service works.
	today parcours.Date
	// flash is the key of what the last action did.
	flash string
	// undo takes that back, nil mostly.
	undo *undo
	// here is the address with its query.
	here string
	// waiting is how many open questions the reader has.
	waiting int
	// program is the token of a program, nil for somebody who signed in.
	program *parcours.APIToken
}

// action answers one request. What it returns is told to the reader by the
// adapter: parcours.ErrNotFound is 404, ErrInvalid 422, ErrConflict 409,
// errForbidden 403, anything else 500.
type action func(w http.ResponseWriter, r *http.Request, v *visit) error

var errForbidden = errors.New("not for this role")

// console adapts an action that answers with pages. Without roles anybody may
// come; with roles a visitor is sent to the sign-in page and back.
func (s *Server) console(a action, roles []parcours.AccountRole) http.Handler {
	return s.consoleWithin(formBodyLimit, a, roles)
}

// consoleWithin is console for bodies of another size, in bytes.
func (s *Server) consoleWithin(limit int64, a action, roles []parcours.AccountRole) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(w, r)
		if err == nil {
			err = legible(r)
		}
		if err == nil && len(roles) > 0 {
			if v.account.ID == "" {
				s.askToSignIn(w, r)
				return
			}
			if err = allow(v, roles); err == nil && s.mustSetUp(v) && !settingUp(r.Pattern) {
				http.Redirect(w, r, "/compte/second-facteur", http.StatusSeeOther)
				return
			}
		}
		if err == nil {
			if r.Method == http.MethodGet && !refreshing(r) {
				v.flash = s.sessions.PopString(r.Context(), flashKey)
				v.undo = undoOf(s.sessions.PopString(r.Context(), undoKey))
			}
			if !streaming(r) {
				v.waiting = s.waiting(r.Context(), v)
			}
			err = a(w, r, v)
		}
		if err != nil {
			s.fail(w, r, v, err)
		}
	})
	return http.MaxBytesHandler(s.origin.Handler(s.sessions.LoadAndSave(h)), limit)
}

// legible reads the form of a request and refuses what is no text: no name or id
// holds such bytes, and a database would call them its own fault.
func legible(r *http.Request) error {
	if !isText(r.URL.Path) {
		return parcours.ErrNotFound
	}
	if err := r.ParseForm(); err != nil && r.Method == http.MethodPost {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return err
		}
		return fmt.Errorf("%w: the form cannot be read", parcours.ErrInvalid)
	}
	for _, values := range r.Form {
		for _, value := range values {
			if !isText(value) {
				return fmt.Errorf("%w: a value is not text", parcours.ErrInvalid)
			}
		}
	}
	return nil
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// refreshing reports whether a page asks for one of its regions again: nobody
// is there to read what the last action did.
func refreshing(r *http.Request) bool {
	return r.URL.Path == "/pilotage/chiffres" || r.URL.Query().Has("part") || streaming(r)
}

func (s *Server) visit(w http.ResponseWriter, r *http.Request) (*visit, error) {
	lang, asked := chooseLanguage(r)
	if asked {
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
		})
	}
	v := &visit{lang: lang, now: s.clock(), here: "/"}
	v.today = parcours.DateOf(v.now, s.rules.Zone)
	if r.Method == http.MethodGet {
		v.here = r.URL.RequestURI()
	}
	id := s.sessions.GetString(r.Context(), sessionKey)
	if id == "" {
		return v, nil
	}
	session, account, err := s.store.SessionAccount(r.Context(), id)
	if errors.Is(err, parcours.ErrNotFound) {
		return v, nil // ended from elsewhere, or the account was closed while it lived
	}
	if err != nil {
		return v, err
	}
	if s.sessions.GetString(r.Context(), passwordKey) != passwordMark(account) {
		return v, nil // the password was changed since: whoever knew the old one is out
	}
	if v.now.Sub(session.SeenAt) >= seenEvery {
		if err := s.store.SeeSession(r.Context(), v.now, id); err != nil {
			return v, err
		}
	}
	v.account, v.session, v.actor = account, session, account.Actor()
	return v, nil
}

// seenEvery is how exactly it is known when a session was last used.
const seenEvery = 5 * time.Minute

func allow(v *visit, roles []parcours.AccountRole) error {
	if among(v.account.Role, roles) {
		return nil
	}
	return errForbidden
}

// waiting counts the open questions that the navigation shows. A failure there
// must not take the page away: it shows no number.
func (s *Server) waiting(ctx context.Context, v *visit) int {
	if v.account.ID == "" || !(page{Account: v.account}).Follows() {
		return 0
	}
	m, err := s.store.Mark(ctx, v.now, v.actor)
	if err != nil {
		return 0
	}
	return m.Waiting
}

func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) {
	to := "/connexion"
	if r.Method == http.MethodGet && r.URL.Path != "/" {
		to += "?" + url.Values{"suite": {r.URL.RequestURI()}}.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// localPath returns the address when it stays on this site, "/" otherwise: a
// link to the sign-in page must not lead elsewhere after it.
func localPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(u.Path, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}

// done ends an action that changed something: says what, and shows the page again.
func (s *Server) done(w http.ResponseWriter, r *http.Request, flash, to string) error {
	s.sessions.Put(r.Context(), flashKey, flash)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
