package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"relais/parcours"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/time/rate"
)

// apiBodyLimit bounds what a program sends, in bytes: a hundred people.
const apiBodyLimit = 1 << 20

// How fast a token may ask, on each node: 20 requests a second, 60 at once. A caller
// without one that works has less.
const (
	tokenEvery, tokenBurst   = 50 * time.Millisecond, 60
	knockEvery, knockBurst   = 5 * time.Second, 20
	tokenSeenEvery           = time.Minute
	idempotencyHeader        = "Idempotency-Key"
	idempotencyLongest       = 200
	bearer                   = "Bearer "
	longestSecret            = 200
	problemMedia             = "application/problem+json"
	problemType              = "urn:relais:problem:"
	replayed, replayedAnswer = "Idempotent-Replayed", "true"
)

// visitKey is where a request keeps its visit for the operation: huma gives its
// handlers a context and nothing else.
type visitKey struct{}

// paces holds how fast each caller goes.
type paces struct {
	mu     sync.Mutex
	tokens map[string]*rate.Limiter
	knocks map[string]*rate.Limiter
}

func newPaces() *paces {
	return &paces{tokens: map[string]*rate.Limiter{}, knocks: map[string]*rate.Limiter{}}
}

func (p *paces) token(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return limiterOf(p.tokens, id, tokenEvery, tokenBurst).Allow()
}

func (p *paces) knock(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return limiterOf(p.knocks, address, knockEvery, knockBurst).Allow()
}

// program adapts an operation of the API: who asks, whether they may and how fast;
// then what a key or a tag says of the answer.
func (s *Server) program(o operation, h http.Handler) http.Handler {
	answer := func(w http.ResponseWriter, r *http.Request) {
		v, token, err := s.caller(w, r)
		if err == nil {
			err = legible(r)
		}
		if err == nil {
			err = s.mayCall(v, token, o)
		}
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		switch {
		case r.Method == http.MethodGet:
			answerTagged(w, r, h)
		case o.scope.Reads(): // twice is as good as once: its answer, which names people, is not kept
			h.ServeHTTP(w, r)
		default:
			s.answerOnce(w, r, token.ID, h)
		}
	}
	checked := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.origin.Check(r); err != nil {
			s.writeProblem(w, r, errForbidden)
			return
		}
		if r.Header.Get("Authorization") != "" { // a program has no session
			answer(w, r)
			return
		}
		s.sessions.LoadAndSave(http.HandlerFunc(answer)).ServeHTTP(w, r)
	})
	return http.MaxBytesHandler(checked, apiBodyLimit)
}

// Failures of a caller.
var (
	errNoToken = errors.New("no token")
	errNoScope = errors.New("scope missing")
)

// caller finds who asks: a token's holder, or whoever is signed in to the console in
// this browser.
func (s *Server) caller(w http.ResponseWriter, r *http.Request) (*visit, parcours.APIToken, error) {
	none := parcours.APIToken{}
	header := r.Header.Get("Authorization")
	if header == "" {
		v, err := s.visit(w, r)
		if err == nil && v.account.ID == "" {
			err = errNoToken
		}
		return v, none, err
	}
	v := &visit{lang: parcours.French, now: s.clock(), here: "/"}
	v.today = parcours.DateOf(v.now, s.rules.Zone)
	secret, ok := strings.CutPrefix(header, bearer)
	if !ok || len(secret) > longestSecret {
		return v, none, errNoToken
	}
	token, err := s.store.TokenHolder(r.Context(), secret)
	if errors.Is(err, parcours.ErrNotFound) {
		if !s.paces.knock(clientAddress(r)) {
			return v, none, errTooMany
		}
		return v, none, errNoToken
	}
	if err != nil {
		return v, none, err
	}
	if !s.paces.token(token.ID) {
		return v, none, errTooMany
	}
	if time.Since(token.LastUsedAt) >= tokenSeenEvery {
		if err := s.store.SeeToken(r.Context(), token.ID); err != nil {
			return v, none, err
		}
	}
	v.actor = token.Actor()
	v.account = parcours.Account{ID: token.ID, Role: v.actor.Role, Name: token.Name}
	v.program = &token
	return v, token, nil
}

// mayCall compares what an operation asks with what the caller has.
func (s *Server) mayCall(v *visit, token parcours.APIToken, o operation) error {
	switch {
	case v.program != nil && o.scope != "" && !token.May(o.scope):
		return fmt.Errorf("%w: %s", errNoScope, o.scope)
	case v.program == nil && s.mustSetUp(v):
		return errForbidden
	case v.program == nil && o.id != "":
		return allow(v, o.roles)
	}
	return nil
}

// noOperation answers for the addresses of the API that do not exist.
func (s *Server) noOperation(w http.ResponseWriter, r *http.Request) {
	s.writeProblem(w, r, parcours.ErrNotFound)
}

// held keeps an answer until it is complete.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (h *held) Header() http.Header { return h.header }

// Write implements http.ResponseWriter.
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }

// WriteHeader implements http.ResponseWriter.
func (h *held) WriteHeader(status int) { h.status = status }

func hold(r *http.Request, h http.Handler) *held {
	kept := &held{header: http.Header{}, status: http.StatusOK}
	h.ServeHTTP(kept, r)
	return kept
}

// send gives the answer at last; its reader may be gone, and nobody is to be told.
func (h *held) send(w http.ResponseWriter) {
	for name, values := range h.header {
		w.Header()[name] = values
	}
	w.WriteHeader(h.status)
	if h.status != http.StatusNoContent && h.status != http.StatusNotModified {
		_, _ = w.Write(h.body.Bytes())
	}
}

func entityTag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

// answerTagged says by a tag whether an answer is the one that the caller has.
func answerTagged(w http.ResponseWriter, r *http.Request, h http.Handler) {
	kept := hold(r, h)
	if kept.status == http.StatusOK {
		tag := entityTag(kept.body.Bytes())
		kept.header.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			kept.status = http.StatusNotModified
			kept.header.Del("Content-Type")
		}
	}
	kept.send(w)
}

// answerOnce does what a request with a key asks once, and repeats its answer.
func (s *Server) answerOnce(w http.ResponseWriter, r *http.Request, tokenID string, h http.Handler) {
	key := r.Header.Get(idempotencyHeader)
	if key == "" || tokenID == "" {
		h.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if len(key) > idempotencyLongest || !isText(key) {
		s.writeProblem(w, r, fmt.Errorf("%w: an idempotency key has at most %d characters", parcours.ErrInvalid, idempotencyLongest))
		return
	}
	digest := sha256.New()
	_, _ = fmt.Fprintf(digest, "%s\n%s\n", r.Method, r.URL.RequestURI())
	_, _ = digest.Write(body)
	fresh, before, err := s.store.BeginCall(r.Context(), tokenID, key, hex.EncodeToString(digest.Sum(nil)))
	if err == nil && !fresh {
		err = s.repeat(w, before, hex.EncodeToString(digest.Sum(nil)))
		if err == nil {
			return
		}
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	kept := hold(r, h)
	done := context.WithoutCancel(r.Context())
	switch {
	case kept.status < http.StatusMultipleChoices:
		err = s.store.EndCall(done, tokenID, key, parcours.APICall{Status: kept.status, Media: kept.header.Get("Content-Type"), Body: kept.body.Bytes()})
	case kept.status < http.StatusInternalServerError || kept.status == http.StatusServiceUnavailable:
		err = s.store.DropCall(done, tokenID, key) // nothing was changed
	}
	if err != nil { // the caller is told what happened; the same key says later that it is not known
		s.log.ErrorContext(done, "answer of a call not kept", keyRoute, r.Pattern, keyError, err)
	}
	kept.send(w)
}

var (
	errOtherBody  = fmt.Errorf("%w: this idempotency key was used for another request; take a new key for each request", parcours.ErrInvalid)
	errUnanswered = fmt.Errorf("%w: the request that took this idempotency key is under way, or ended without an answer; "+
		"read what it was to change, then send it with a new key if it did not", parcours.ErrConflict)
)

// repeat gives the answer of the request that took a key before.
func (s *Server) repeat(w http.ResponseWriter, before parcours.APICall, digest string) error {
	switch {
	case before.Digest != digest:
		return errOtherBody
	case before.Status == 0:
		return errUnanswered
	}
	kept := &held{header: http.Header{}, status: before.Status}
	if before.Media != "" {
		kept.header.Set("Content-Type", before.Media)
	}
	kept.header.Set(replayed, replayedAnswer)
	kept.body.Write(before.Body)
	kept.send(w)
	return nil
}

// mends say what to do about a problem, by its name, where the error itself does not.
var mends = map[string]string{
	"unauthorized": "Send a token that works: Authorization: Bearer relais_…; the coordinator makes one on the console's page Jetons.",
	"scope":        "The token lacks the scope that this operation needs; ask the coordinator for one that has it.",
	"forbidden":    "This is not for this caller; most operations need a token rather than a session of the console.",
	"not_found":    "Nothing here has this id, or it is outside of what the caller may see; list first.",
	"conflict":     "It changed meanwhile; read it again, then decide.",
	"too_large":    "Send less at once: a request has at most 1 MiB.",
	"too_many":     "Wait for as long as Retry-After says.",
	"fault":        "It is our fault and was logged; try again later with the same idempotency key.",
}

// problemFor makes the body of a refusal (RFC 9457).
func problemFor(status int, name, detail string) *huma.ErrorModel {
	if detail == "" {
		detail = mends[name]
	}
	return &huma.ErrorModel{Type: problemType + name, Title: http.StatusText(status), Status: status, Detail: detail}
}

func problemOf(err error) *huma.ErrorModel {
	switch {
	case errors.Is(err, errNoToken):
		return problemFor(http.StatusUnauthorized, "unauthorized", "")
	case errors.Is(err, errNoScope):
		p := problemFor(http.StatusForbidden, "scope", "")
		p.Errors = []*huma.ErrorDetail{{Message: err.Error(), Location: "header.Authorization"}}
		return p
	}
	status, name := statusOf(err)
	detail := publicReason(err)
	if errors.Is(err, errUnanswered) {
		detail = err.Error()
	}
	p := problemFor(status, name, detail)
	var wrong parcours.FieldErrors
	if errors.As(err, &wrong) {
		for _, f := range wrong {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Message: f.Why, Location: "body." + f.Field})
		}
	}
	return p
}

// refuse is the problem that an operation ends with; a fault is logged.
func (s *Server) refuse(ctx context.Context, o operation, err error) error {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError {
		s.log.ErrorContext(ctx, "request failed", keyRoute, o.method+" "+apiPath+o.path, keyStatus, p.Status, keyError, err)
	}
	return p
}

// writeProblem answers what stopped a request before its operation.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	s.logFailure(r, p.Status, err)
	switch p.Status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="Relais"`)
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "5")
	}
	w.Header().Set("Content-Type", problemMedia)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader is gone: nobody to tell
}

const aboutAPI = "What Relais knows and does, for the département's other programs: the same rules as the console and the imports.\n\n" +
	"Every operation takes a token (`Authorization: Bearer relais_…`) that the coordinator makes, with the scopes it needs and maybe one territory; " +
	"everything is narrowed to that territory. Reads and changes of people's data are kept in the access log under the token's name. " +
	"Refusals are `application/problem+json` and say how to mend. Lists end with `next`, the cursor of what follows. " +
	"A request that changes something may carry `Idempotency-Key`: sent again, it is done once and gets the same answer, with `Idempotent-Replayed: true`; " +
	"with another body it is refused with 422. Answers of reads have an `ETag`; with `If-None-Match` an unchanged one is 304. " +
	"A token may ask 20 times a second, 60 at once; then 429 says to wait. Days are civil days of the département, instants carry their offset."
