package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
	"relais/web/apiclient"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// bureau is the town with a program that holds a token.
type bureau struct {
	*testing.T
	*town
	s      *store.Store
	token  parcours.APIToken
	client *apiclient.ClientWithResponses
}

// programs runs a test on both engines; its program may do everything.
func programs(t *testing.T, test func(b *bureau)) {
	t.Helper()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	storetest.EachWith(t, store.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *store.Store) {
		in := &intake.Intake{Store: s, Rules: storetest.Rules(t), Now: func() time.Time { return now }, NewID: func() string { return "b-" + time.Now().String() }}
		b := &bureau{T: t, s: s, town: newTown(t, s, func(o *web.Options) {
			o.Records = func(ctx context.Context, source, territory, territoryID string, dryRun bool, records []map[string]string) ([]parcours.RowResult, error) {
				return in.Records(ctx, intake.RecordOptions{Source: source, Territory: territory, TerritoryID: territoryID, DryRun: dryRun}, records)
			}
		})}
		b.token, b.client = b.hold(parcours.APIToken{Name: "Entrepôt", Scopes: parcours.TokenScopes()})
		test(b)
	})
}

// hold issues a token and returns a client that holds it, every exchange of which is
// compared with the description of the API.
func (b *bureau) hold(token parcours.APIToken) (parcours.APIToken, *apiclient.ClientWithResponses) {
	b.Helper()
	if token.ExpiresAt.IsZero() {
		token.ExpiresAt = time.Now().Add(time.Hour)
	}
	issued, secret, err := b.s.IssueToken(b.Context(), parcours.Actor{AccountID: "a-claire"}, token)
	b.must(err)
	client, err := apiclient.NewClientWithResponses(b.base+"/api/v1", apiclient.WithHTTPClient(&http.Client{Transport: described(b.T, b.base)}), as(secret))
	b.must(err)
	return issued, client
}

func as(secret string) apiclient.ClientOption {
	return apiclient.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+secret)
		return nil
	})
}

func (b *bureau) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// got fails unless an answer has the status.
func (b *bureau) got(what string, answer interface{ StatusCode() int }, body []byte, want int) {
	b.Helper()
	if answer.StatusCode() != want {
		b.Fatalf("%s: got %d, want %d\n%s", what, answer.StatusCode(), want, body)
	}
}

func document(t *testing.T) *openapi3.T {
	t.Helper()
	text, err := web.Document()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// compared checks each answer against the description before handing it on.
type compared struct {
	t      *testing.T
	router routers.Router
}

func described(t *testing.T, base string) compared {
	t.Helper()
	doc := document(t)
	doc.Servers = openapi3.Servers{{URL: base + "/api/v1"}}
	router, err := legacy.NewRouter(doc, openapi3.IsOpenAPI31OrLater())
	if err != nil {
		t.Fatal(err)
	}
	return compared{t, router}
}

// RoundTrip implements http.RoundTripper.
func (c compared) RoundTrip(r *http.Request) (*http.Response, error) {
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		c.t.Errorf("%s %s is not described: %v", r.Method, r.URL.Path, err)
		return nil, err
	}
	got, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return got, err
	}
	body, err := io.ReadAll(got.Body)
	_ = got.Body.Close()
	if err != nil {
		return got, err
	}
	got.Body = io.NopCloser(bytes.NewReader(body))
	if got.StatusCode == http.StatusNotModified {
		return got, nil
	}
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 got.StatusCode, Header: got.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		c.t.Errorf("%s %s answers %d, not as described: %v\n%s", r.Method, route.Path, got.StatusCode, err, body)
	}
	return got, nil
}

func TestTheDescriptionOfTheAPIIsValid(t *testing.T) {
	t.Parallel()
	doc := document(t)
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("got OpenAPI %s", doc.OpenAPI)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater(), openapi3.EnableExamplesValidation()); err != nil {
		t.Error(err)
	}
	v := visitor(t, serve(t, fiction()))
	served := v.get("/api/v1/openapi.json")
	text, err := web.Document()
	if err != nil || served.body != string(text) {
		t.Errorf("what is served is not the description: %v", err)
	}
	older, err := openapi3.NewLoader().LoadFromData([]byte(v.get("/api/v1/openapi-3.0.json").body))
	if err != nil {
		t.Fatal(err)
	}
	if err := older.Validate(t.Context()); err != nil || !strings.HasPrefix(older.OpenAPI, "3.0.") {
		t.Errorf("OpenAPI %s: %v", older.OpenAPI, err)
	}
	for _, format := range []string{"openapi.yaml", "openapi-3.0.yaml"} {
		if _, err := openapi3.NewLoader().LoadFromData([]byte(v.get("/api/v1/" + format).body)); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
	if operations(doc) < 25 {
		t.Errorf("it describes %d operations", operations(doc))
	}
}

func operations(doc *openapi3.T) int {
	n := 0
	for _, path := range doc.Paths.Map() {
		n += len(path.Operations())
	}
	return n
}

// TestTheDescriptionNamesEveryRoute compares it with the routes of the service.
func TestTheDescriptionNamesEveryRoute(t *testing.T) {
	t.Parallel()
	doc := document(t)
	for _, pattern := range web.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		path, ok := strings.CutPrefix(path, "/api/v1")
		if !ok || strings.HasPrefix(path, "/openapi") {
			continue
		}
		if found := doc.Paths.Value(path); found == nil || found.GetOperation(method) == nil {
			t.Errorf("%s is not described", pattern)
		}
	}
}

// problem is the body of a refusal.
type problem struct {
	Type, Title, Detail string
	Status              int
}

func problemIn(t *testing.T, body []byte) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	return p
}
