package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// BenchmarkPage measures every page that the coordinator opens, over twenty thousand
// people and two million messages; RELAIS_TEST_SCALE names where that database is kept
// (or made, in minutes). cold-ms is the first answer of a store that was just opened,
// median-ms that of the following ones. Figures that take long are counted beforehand,
// as the service does every five minutes.
func BenchmarkPage(b *testing.B) {
	if os.Getenv("RELAIS_TEST_SCALE") == "" {
		b.Skip("set RELAIS_TEST_SCALE to the directory of a database of storetest.Scale")
	}
	path, rules := storetest.Scale(b, storetest.Pilot()), storetest.Rules(b)
	now := storetest.ScaleNow(rules)
	s := atScale(b, path, rules, now)
	hash, err := web.HashPassword(password)
	if err != nil {
		b.Fatal(err)
	}
	// the database is kept: the account may be there already
	_, _ = s.CreateAccount(b.Context(), now, parcours.Account{Email: "coordination@exemple.fr", Role: parcours.AccountCoordinator, PasswordHash: hash})
	began := time.Now()
	if err := s.RefreshBoards(b.Context(), now); err != nil {
		b.Fatal(err)
	}
	b.Logf("figures counted beforehand in %v", time.Since(began))
	people, err := s.People(b.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, "", 1)
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for _, page := range []string{
		"/", "/pilotage/chiffres", "/pilotage/delais", "/pilotage/rendez-vous", "/pilotage/semaines", "/pilotage/parcours", "/pilotage/reponses",
		"/listes/at_risk", "/listes/not_convened", "/listes/unreachable", "/listes/contactable", "/questions", "/personnes", "/personnes/" + people[0].PersonID,
		"/appels", "/courriers", "/absences", "/compte", "/api/v1/reach", "/api/v1/deadlines",
	} {
		b.Run(page, func(b *testing.B) {
			s := atScale(b, path, rules, now)
			defer func() { _ = s.Close() }()
			get := signedInto(b, s, rules, now)
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				get(page)
				took = append(took, time.Since(began))
			}
			b.ReportMetric(float64(took[0].Microseconds())/1000, "cold-ms")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
		})
	}
}

func atScale(b *testing.B, path string, rules parcours.Rules, now time.Time) *store.Store {
	b.Helper()
	s, err := store.Open(b.Context(), store.Options{Database: path, Key: storetest.Key(), Rules: rules, Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// signedInto returns what opens a page as the coordinator.
func signedInto(b *testing.B, s *store.Store, rules parcours.Rules, now time.Time) func(page string) {
	b.Helper()
	labels, err := locales.Load()
	if err != nil {
		b.Fatal(err)
	}
	server, err := web.New(web.Options{Store: s, Labels: labels, Rules: rules, Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	handler := server.Handler()
	signIn := httptest.NewRequest(http.MethodPost, "/connexion", nil)
	signIn.PostForm = url.Values{"email": {"coordination@exemple.fr"}, "password": {password}}
	signIn.Header.Set("Sec-Fetch-Site", "same-origin")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, signIn)
	cookies := answer.Result().Cookies()
	return func(page string) {
		r := httptest.NewRequest(http.MethodGet, page, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		got := httptest.NewRecorder()
		handler.ServeHTTP(got, r)
		if got.Code != http.StatusOK {
			b.Fatalf("%s: got status %d", page, got.Code)
		}
	}
}
