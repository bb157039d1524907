package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"relais/parcours"

	"github.com/pquerna/otp/hotp"
	"rsc.io/qr"
)

// SecondFactors are the one-time codes that follow a password.
type SecondFactors interface {
	SecondFactor(ctx context.Context, accountID string) (parcours.SecondFactor, error)
	ProposeSecondFactor(ctx context.Context, accountID string, secret []byte) error
	ConfirmSecondFactor(ctx context.Context, now time.Time, accountID, sessionID string, step int64, recovery []string) error
	RenewRecoveryCodes(ctx context.Context, now time.Time, accountID string, recovery []string) error
	RemoveSecondFactor(ctx context.Context, accountID string) error
	// UseSecondFactorStep answers parcours.ErrConflict for a code that was used.
	UseSecondFactorStep(ctx context.Context, accountID string, step int64) error
	// UseRecoveryCode answers parcours.ErrNotFound for a code that does not exist or was used.
	UseRecoveryCode(ctx context.Context, now time.Time, accountID, code string) error
}

// Actions of the access log.
const (
	accessSetFactor    = "set_second_factor"
	accessRemoveFactor = "remove_second_factor"
	accessRenewCodes   = "renew_recovery_codes"
)

// Codes are those of RFC 6238 as every authenticator application makes them: six
// digits of HMAC-SHA-1, another every 30 seconds.
const (
	stepSeconds = 30
	// stepsAround are accepted before and after, for clocks that differ (section 6).
	stepsAround   = 1
	secretBytes   = 20
	recoveryCodes = 10
)

// Rates of codes: whoever knows a password has three codes of a million right at
// any time, and must not try many.
const (
	codeBurst = 5
	codeEvery = time.Minute
	// codeLifetime is how long after the password the code may be given.
	codeLifetime = 10 * time.Minute
	// codeTries are the wrong codes after which the password is asked again.
	codeTries = 5
)

var errWrongCode = errors.New("wrong code")

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// stepOf returns the interval whose code is code at now; false when it is of none.
func stepOf(secret []byte, code string, now time.Time) (int64, bool) {
	at := now.Unix() / stepSeconds
	for step := at - stepsAround; step <= at+stepsAround; step++ {
		if step >= 0 && hotp.Validate(code, uint64(step), base32Plain.EncodeToString(secret)) {
			return step, true
		}
	}
	return 0, false
}

// checkCode uses up a code of the application, or a recovery code. It answers
// errTooMany, or errWrongCode for one that is wrong or was used.
func (s *Server) checkCode(ctx context.Context, now time.Time, accountID, typed, address string, from browser) error {
	if !s.signIn.allowCode(accountID, address, from) {
		return errTooMany
	}
	code := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed))
	if len(code) != 6 {
		err := s.store.UseRecoveryCode(ctx, now, accountID, code)
		if errors.Is(err, parcours.ErrNotFound) {
			return errWrongCode
		}
		return err
	}
	factor, err := s.store.SecondFactor(ctx, accountID)
	if err != nil {
		return err
	}
	step, ok := stepOf(factor.Secret, code, time.Now())
	if !ok || factor.Since.IsZero() {
		return errWrongCode
	}
	err = s.store.UseSecondFactorStep(ctx, accountID, step)
	if errors.Is(err, parcours.ErrConflict) {
		return errWrongCode
	}
	return err
}

// allowCode bounds the codes that are tried: from one browser or address, and for
// an account from anywhere.
func (g *signInGuard) allowCode(accountID, address string, from browser) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if from.token != "" && from.accountID == accountID {
		return limiterOf(g.byBrowser, "code "+from.token, codeEvery, codeBurst).Allow()
	}
	if !limiterOf(g.byPerson, "code "+accountID+" "+address, codeEvery, codeBurst).Allow() {
		return false
	}
	return limiterOf(g.byAccount, "code "+accountID, codeEvery, 2*codeBurst).Allow()
}

// allowAddress bounds what one address may try whose account is not known.
func (g *signInGuard) allowAddress(address string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return limiterOf(g.byAddress, address, addressEvery, addressBurst).Allow()
}

// Keys of a session in which the password was given and the code was not.
const (
	awaitedKey      = "awaited"
	awaitedMarkKey  = "awaited_password"
	awaitedUntilKey = "awaited_until"
	awaitedTriesKey = "awaited_tries"
)

func (s *Server) expectCode(ctx context.Context, account parcours.Account, next string) {
	s.sessions.Put(ctx, awaitedKey, account.ID)
	s.sessions.Put(ctx, awaitedMarkKey, account.Email)
	s.sessions.Put(ctx, awaitedUntilKey, time.Now().Add(codeLifetime).Unix())
	s.sessions.Put(ctx, awaitedTriesKey, 0)
	s.sessions.Put(ctx, nextKey, next)
}

func (s *Server) forgetCode(ctx context.Context) {
	for _, key := range []string{awaitedKey, awaitedMarkKey, awaitedUntilKey, awaitedTriesKey, nextKey} {
		s.sessions.Remove(ctx, key)
	}
}

// awaited is whose code this browser is to give; ErrNotFound when none is.
func (s *Server) awaited(ctx context.Context) (parcours.Account, error) {
	id := s.sessions.GetString(ctx, awaitedKey)
	if id == "" || time.Now().Unix() > s.sessions.GetInt64(ctx, awaitedUntilKey) {
		return parcours.Account{}, parcours.ErrNotFound
	}
	account, err := s.store.AccountByEmail(ctx, s.sessions.GetString(ctx, awaitedMarkKey))
	if err == nil && account.ID != id {
		err = parcours.ErrNotFound
	}
	return account, err
}

// codePage asks for the code after the password.
type codePage struct {
	page
	Problem string
}

func (s *Server) showCode(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := s.awaited(r.Context()); errors.Is(err, parcours.ErrNotFound) {
		http.Redirect(w, r, "/connexion", http.StatusSeeOther)
		return nil
	} else if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return s.render(w, http.StatusOK, "code", codePage{page: s.page(v, "code.title", "")})
}

func (s *Server) doCode(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	account, err := s.awaited(ctx)
	if errors.Is(err, parcours.ErrNotFound) {
		http.Redirect(w, r, "/connexion", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	from, err := s.knownBrowser(r)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	p := codePage{page: s.page(v, "code.title", "")}
	err = s.checkCode(ctx, v.now, account.ID, r.PostFormValue("code"), clientAddress(r), from)
	switch {
	case errors.Is(err, errTooMany):
		w.Header().Set("Retry-After", "60")
		p.Problem = "sign_in.too_many"
		return s.render(w, http.StatusTooManyRequests, "code", p)
	case errors.Is(err, errWrongCode):
		tries := s.sessions.GetInt(ctx, awaitedTriesKey) + 1
		s.sessions.Put(ctx, awaitedTriesKey, tries)
		if tries >= codeTries {
			s.forgetCode(ctx)
		}
		p.Problem = "code.wrong"
		return s.render(w, http.StatusUnauthorized, "code", p)
	case err != nil:
		return fmt.Errorf("sign in: %w", err)
	}
	next := s.sessions.GetString(ctx, nextKey)
	s.forgetCode(ctx)
	if err := s.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return s.enter(w, r, v, account, localPath(next), true)
}

// mustSetUp reports whether the reader's role demands a second factor that they
// have not set up.
func (s *Server) mustSetUp(v *visit) bool {
	return v.account.ID != "" && v.account.SecondFactorSince.IsZero() && !v.session.Strong && among(v.account.Role, s.secondFactor)
}

// settingUp names the routes that stay open meanwhile.
func settingUp(pattern string) bool {
	return pattern == "GET /compte/second-facteur" || pattern == "POST /compte/second-facteur"
}

// factorPage sets the second factor up, then shows the recovery codes once.
type factorPage struct {
	page
	// Picture is the path of the QR code in an area of Size modules.
	Picture string
	Size    int
	// Secret is what the QR code holds, for who types it.
	Secret string
	// Required: the role demands it.
	Required bool
	Problem  string
	// Codes are shown once.
	Codes []string
}

func (s *Server) showFactor(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.account.SecondFactorSince.IsZero() {
		http.Redirect(w, r, "/compte", http.StatusSeeOther)
		return nil
	}
	return s.factor(w, r, v, http.StatusOK, "")
}

func (s *Server) factor(w http.ResponseWriter, r *http.Request, v *visit, status int, problem string) error {
	proposed, err := s.store.SecondFactor(r.Context(), v.account.ID)
	if err != nil {
		return fmt.Errorf("second factor: %w", err)
	}
	secret := proposed.Secret
	if len(secret) == 0 {
		secret = make([]byte, secretBytes)
		_, _ = rand.Read(secret) // never fails: it would end the program
		if err := s.store.ProposeSecondFactor(r.Context(), v.account.ID, secret); err != nil {
			return fmt.Errorf("second factor: %w", err)
		}
	}
	p := factorPage{page: s.page(v, "factor.title", "account"), Secret: spaced(base32Plain.EncodeToString(secret)), Required: s.mustSetUp(v), Problem: problem}
	if p.Picture, p.Size, err = qrPath(otpAddress(s.service.Name, v.account.Email, secret)); err != nil {
		return fmt.Errorf("second factor: %w", err)
	}
	return s.render(w, status, "second_factor", p)
}

func (s *Server) setFactor(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	if !v.account.SecondFactorSince.IsZero() {
		return fmt.Errorf("second factor: %w", parcours.ErrConflict)
	}
	if !s.signIn.allowCode(v.account.ID, clientAddress(r), browser{v.session.ID, v.account.ID}) {
		w.Header().Set("Retry-After", "60")
		return s.factor(w, r, v, http.StatusTooManyRequests, "sign_in.too_many")
	}
	proposed, err := s.store.SecondFactor(ctx, v.account.ID)
	if err != nil {
		return fmt.Errorf("second factor: %w", err)
	}
	step, ok := stepOf(proposed.Secret, strings.ReplaceAll(r.PostFormValue("code"), " ", ""), time.Now())
	if !ok || len(proposed.Secret) == 0 {
		return s.factor(w, r, v, http.StatusUnprocessableEntity, "factor.wrong")
	}
	codes, kept := newRecoveryCodes()
	if err := s.store.ConfirmSecondFactor(ctx, v.now, v.account.ID, v.session.ID, step, kept); err != nil {
		return fmt.Errorf("second factor: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessSetFactor, v.account.ID); err != nil {
		return fmt.Errorf("keep the second factor's author: %w", err)
	}
	return s.render(w, http.StatusOK, "second_factor", factorPage{page: s.page(v, "factor.codes_title", "account"), Codes: codes})
}

// changeFactor removes the second factor, or renews its recovery codes, for who
// gives a code of it.
func (s *Server) changeFactor(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, step := r.Context(), r.PathValue("step")
	if step != "retrait" && step != "codes" || v.account.SecondFactorSince.IsZero() {
		return parcours.ErrNotFound
	}
	if step == "retrait" && among(v.account.Role, s.secondFactor) {
		return errForbidden
	}
	from := browser{v.session.ID, v.account.ID}
	err := s.checkCode(ctx, v.now, v.account.ID, r.PostFormValue("code"), clientAddress(r), from)
	switch {
	case errors.Is(err, errTooMany):
		w.Header().Set("Retry-After", "60")
		return s.account(w, r, v, accountProblem{http.StatusTooManyRequests, "factor", "sign_in.too_many"}, "")
	case errors.Is(err, errWrongCode):
		return s.account(w, r, v, accountProblem{http.StatusUnprocessableEntity, "factor", "factor.wrong"}, "")
	case err != nil:
		return fmt.Errorf("second factor: %w", err)
	}
	if step == "retrait" {
		if err := s.store.RemoveSecondFactor(ctx, v.account.ID); err != nil {
			return fmt.Errorf("second factor: %w", err)
		}
		if err := s.store.LogAccess(ctx, v.now, v.actor, accessRemoveFactor, v.account.ID); err != nil {
			return fmt.Errorf("keep the author of the removal: %w", err)
		}
		return s.done(w, r, "flash.factor_removed", "/compte")
	}
	codes, kept := newRecoveryCodes()
	if err := s.store.RenewRecoveryCodes(ctx, v.now, v.account.ID, kept); err != nil {
		return fmt.Errorf("recovery codes: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessRenewCodes, v.account.ID); err != nil {
		return fmt.Errorf("keep the codes' author: %w", err)
	}
	return s.render(w, http.StatusOK, "second_factor", factorPage{page: s.page(v, "factor.codes_title", "account"), Codes: codes})
}

// newRecoveryCodes returns codes of 50 bits as they are shown, and as they are kept.
func newRecoveryCodes() (shown, kept []string) {
	for range recoveryCodes {
		code := rand.Text()[:10]
		shown, kept = append(shown, code[:5]+"-"+code[5:]), append(kept, code)
	}
	return shown, kept
}

// otpAddress is what authenticator applications read from a QR code.
func otpAddress(service, email string, secret []byte) string {
	issuer := "Relais"
	if service != "" {
		issuer += " " + service
	}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + email}
	// Applications read a plus sign literally: spaces are written as %20.
	u.RawQuery = "secret=" + base32Plain.EncodeToString(secret) + "&issuer=" + url.PathEscape(issuer)
	return u.String()
}

// qrPath draws a QR code as the path of an SVG, one unit a module, with the quiet
// border of four that readers need.
func qrPath(text string) (path string, size int, err error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0, fmt.Errorf("draw a QR code: %w", err)
	}
	const border = 4
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+border, y+border, x-from, x-from)
			}
		}
	}
	return b.String(), code.Size + 2*border, nil
}

// spaced cuts a secret into groups of four.
func spaced(text string) string {
	var b strings.Builder
	for i, c := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
