package web_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// provider is an OpenID provider over HTTP: discovery, keys, codes bound to their
// redirect address and PKCE challenge, tokens and user info signed with RS256. It
// answers as ProConnect does, and can be told to answer wrongly.
type provider struct {
	t      *testing.T
	server *httptest.Server
	key    *rsa.PrivateKey

	mu     sync.Mutex
	codes  map[string]asked
	tokens map[string]asked
	// asked is the last authorization request.
	last url.Values
	// claims of the reader; a nil value leaves one out.
	user map[string]any
	// acr and amr of the ID token.
	acr string
	amr []string
	// tamper changes the claims of a token before it is signed.
	tamperID, tamperInfo func(map[string]any)
	// plain: the user info is JSON, not signed.
	plain bool
	// foreign: tokens are signed with a key that is not published.
	foreign bool
}

type asked struct {
	nonce, challenge, redirect string
}

const (
	clientID     = "relais-35"
	clientSecret = "a secret of the tests"
)

func newProvider(t *testing.T) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{
		t: t, key: key, codes: map[string]asked{}, tokens: map[string]asked{}, acr: "eidas1",
		user: map[string]any{"sub": "sub-1", "email": "Anne.Morel@exemple.fr", "given_name": "Anne", "usual_name": "Morel", "siret": "22350001800013"},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v2/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /api/v2/jwks", p.keys)
	mux.HandleFunc("GET /api/v2/authorize", p.authorize)
	mux.HandleFunc("POST /api/v2/token", p.token)
	mux.HandleFunc("GET /api/v2/userinfo", p.userInfo)
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) issuer() string { return p.server.URL + "/api/v2" }

func (p *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	p.json(w, map[string]any{
		"issuer": p.issuer(), "authorization_endpoint": p.issuer() + "/authorize", "token_endpoint": p.issuer() + "/token",
		"userinfo_endpoint": p.issuer() + "/userinfo", "jwks_uri": p.issuer() + "/jwks", "end_session_endpoint": p.issuer() + "/session/end",
		"id_token_signing_alg_values_supported": []string{"RS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
	})
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	p.json(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "k-1", Algorithm: "RS256", Use: "sig"}}})
}

func (p *provider) json(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		p.t.Error(err)
	}
}

// authorize signs the reader in at once, as a provider does that knows them.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = q
	for name, want := range map[string]string{"response_type": "code", "client_id": clientID, "scope": "openid email", "code_challenge_method": "S256"} {
		if q.Get(name) != want {
			http.Error(w, name, http.StatusBadRequest)
			return
		}
	}
	if len(q.Get("state")) < 32 || len(q.Get("nonce")) < 32 || len(q.Get("code_challenge")) != 43 {
		http.Error(w, "state, nonce or challenge too short", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.codes[code] = asked{q.Get("nonce"), q.Get("code_challenge"), q.Get("redirect_uri")}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	} else {
		secret, _ = url.QueryUnescape(secret)
	}
	code := r.PostFormValue("code")
	a, ok := p.codes[code]
	delete(p.codes, code)
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	if !ok || id != clientID || secret != clientSecret || r.PostFormValue("grant_type") != "authorization_code" ||
		r.PostFormValue("redirect_uri") != a.redirect || challenge != a.challenge {
		w.WriteHeader(http.StatusBadRequest)
		p.json(w, map[string]string{"error": "invalid_grant"})
		return
	}
	now := time.Now().Unix()
	claims := map[string]any{
		"iss": p.issuer(), "aud": clientID, "sub": p.user["sub"], "nonce": a.nonce, "iat": now, "exp": now + 60, "acr": p.acr, "amr": p.amr,
	}
	if p.tamperID != nil {
		p.tamperID(claims)
	}
	access := rand.Text()
	p.tokens[access] = a
	p.json(w, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": p.sign(claims)})
}

func (p *provider) userInfo(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]; !ok {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	now := time.Now().Unix()
	claims := map[string]any{"iss": p.issuer(), "aud": clientID, "iat": now, "exp": now + 60}
	if p.plain {
		claims = map[string]any{}
	}
	for name, value := range p.user {
		if value != nil {
			claims[name] = value
		}
	}
	if p.tamperInfo != nil {
		p.tamperInfo(claims)
	}
	if p.plain {
		p.json(w, claims)
		return
	}
	w.Header().Set("Content-Type", "application/jwt")
	_, _ = w.Write([]byte(p.sign(claims)))
}

func (p *provider) sign(claims map[string]any) string {
	key := p.key
	if p.foreign {
		var err error
		if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			p.t.Error(err)
		}
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k-1"}}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		p.t.Error(err)
		return ""
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
		return ""
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		p.t.Error(err)
		return ""
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		p.t.Error(err)
	}
	return text
}
