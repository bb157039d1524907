package web_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"relais/intake"
	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

const (
	benchCoordinator = "coordination@exemple.fr"
	benchAuditor     = "audit@exemple.fr"
	// benchReferent is the first referent of storetest.Scale.
	benchReferent = "referent.0.0@exemple.fr"

	pageGoal  = 100 * time.Millisecond
	pilotGoal = 150 * time.Millisecond
	// pageRounds is how often a page is opened after its first time.
	pageRounds = 7
	// pagePatience bounds how long one page is opened over and over.
	pagePatience = 5 * time.Second
)

// benchPages are the pages of the console, each as the roles that open it most. Ids in
// braces are found in the database.
var benchPages = []struct {
	pattern, path, as string
}{
	{"GET /{$}", "/", benchCoordinator},
	{"GET /pilotage", "/pilotage", benchCoordinator},
	{"GET /pilotage/chiffres", "/pilotage/chiffres", benchCoordinator},
	{"GET /pilotage/{part}", "/pilotage/delais", benchCoordinator},
	{"GET /pilotage/{part}", "/pilotage/rendez-vous", benchCoordinator},
	{"GET /pilotage/{part}", "/pilotage/semaines", benchCoordinator},
	{"GET /pilotage/{part}", "/pilotage/parcours", benchCoordinator},
	{"GET /pilotage/{part}", "/pilotage/reponses", benchCoordinator},
	{"GET /a-faire", "/a-faire", benchCoordinator},
	{"GET /a-faire", "/a-faire", benchReferent},
	{"GET /listes/{list}", "/listes/at_risk", benchCoordinator},
	{"GET /listes/{list}", "/listes/not_convened", benchCoordinator},
	{"GET /listes/{list}", "/listes/unreachable", benchCoordinator},
	{"GET /listes/{list}", "/listes/outcomes_missing", benchCoordinator},
	{"GET /listes/{list}", "/listes/contactable", benchCoordinator},
	{"GET /referents", "/referents", benchCoordinator},
	{"GET /referents/{id}/transfert", "/referents/{referent}/transfert", benchCoordinator},
	{"GET /affectations/{person}", "/affectations/{person}", benchCoordinator},
	{"GET /creneaux", "/creneaux", benchCoordinator},
	{"GET /creneaux/{slot}", "/creneaux/{slot}", benchCoordinator},
	{"GET /lieux", "/lieux", benchCoordinator},
	{"GET /pause", "/pause", benchCoordinator},
	{"GET /file", "/file", benchReferent},
	{"GET /file", "/file", benchCoordinator},
	{"GET /clavier", "/clavier", benchReferent},
	{"GET /questions/{id}", "/questions/{question}", benchCoordinator},
	{"GET /personnes", "/personnes", benchReferent},
	{"GET /personnes", "/personnes", benchCoordinator},
	{"GET /personnes/{id}", "/personnes/{person}", benchCoordinator},
	{"GET /personnes/{id}", "/personnes/{mine}", benchReferent},
	{"GET /courriers", "/courriers", benchCoordinator},
	{"GET /courriers", "/courriers", benchReferent},
	{"GET /appels", "/appels", benchCoordinator},
	{"GET /appels", "/appels", benchReferent},
	{"GET /absences", "/absences", benchReferent},
	{"GET /comptes", "/comptes", benchCoordinator},
	{"GET /acces", "/acces", benchCoordinator},
	{"GET /acces", "/acces", benchAuditor},
	{"GET /imports", "/imports", benchCoordinator},
	{"GET /compte", "/compte", benchCoordinator},
	{"GET /compte/second-facteur", "/compte/second-facteur", benchCoordinator},
	{"GET /api/v1/reach", "/api/v1/reach", benchCoordinator},
	{"GET /api/v1/deadlines", "/api/v1/deadlines", benchCoordinator},
	{"GET /api/v1/referents", "/api/v1/referents", benchCoordinator},
	{"GET /api/v1/unreachable", "/api/v1/unreachable", benchCoordinator},
	{"GET /api/v1/not-convened", "/api/v1/not-convened", benchCoordinator},
}

// benchNoPage are the GET routes that open no page of this database: those of a visitor,
// files that are taken away, streams, and what its history has none of.
var benchNoPage = []string{
	"/connexion", "/connexion/code", "/connexion/agent", "/connexion/retour", "/invitation/{token}", "/questions", "/healthz", "/readyz", "/metrics",
	"/robots.txt", "/static/", "/pilotage/{part}/export.csv", "/pilotage/{part}/partage.csv", "/listes/{list}/export.csv", "/personnes/{id}/preuve",
	"/courriers/lots/{batch}", "/courriers/lots/{batch}/courriers.pdf", "/courriers/lots/{batch}/courriers.csv", "/acces.csv", "/imports/{import}",
	"/imports/{import}/refus.csv", "/file/flux", "/personnes/{id}/flux", "/textes", "/textes/{key}",
}

// BenchmarkPages opens every page of the console over twenty thousand people and two
// million messages, and prints one table; RELAIS_TEST_SCALE names where that database is
// kept (or made, in minutes). "first" is the answer of a store that was just opened, all
// its caches empty, "median" and "least" those of the following ones, "processor" the
// processor's time of one of these, which a busy machine changes least. RELAIS_BENCH_PAGE
// keeps the pages whose address contains it.
//
// Figures that take long are counted beforehand, as the service does every five minutes.
func BenchmarkPages(b *testing.B) {
	if os.Getenv("RELAIS_TEST_SCALE") == "" {
		b.Skip("set RELAIS_TEST_SCALE to the directory of a database of storetest.Scale")
	}
	for _, pattern := range web.Patterns() {
		route, isGet := strings.CutPrefix(pattern, "GET ")
		listed := slices.ContainsFunc(benchPages, func(p struct{ pattern, path, as string }) bool { return p.pattern == pattern })
		if isGet && !listed && !slices.Contains(benchNoPage, route) {
			b.Errorf("%s: nothing opens it", pattern)
		}
	}
	w := newBenchWorld(b)
	fmt.Printf("%-34s %-12s %9s %9s %9s %9s %6s\n", "page", "as", "first ms", "median ms", "least ms", "processor", "goal")
	for range b.N {
		for _, page := range benchPages {
			if only := os.Getenv("RELAIS_BENCH_PAGE"); !strings.Contains(page.path, only) {
				continue
			}
			w.measure(b, page.path, page.as)
		}
	}
}

// benchWorld is the database with who opens its pages.
type benchWorld struct {
	path    string
	rules   parcours.Rules
	now     time.Time
	labels  *locales.Catalogue
	ids     *strings.Replacer
	cookies map[string][]*http.Cookie
}

func newBenchWorld(b *testing.B) *benchWorld {
	b.Helper()
	rules := storetest.Rules(b)
	w := &benchWorld{path: storetest.Scale(b, storetest.Pilot()), rules: rules, now: storetest.ScaleNow(rules), cookies: map[string][]*http.Cookie{}}
	var err error
	if w.labels, err = locales.Load(); err != nil {
		b.Fatal(err)
	}
	hash, err := web.HashPassword(password)
	if err != nil {
		b.Fatal(err)
	}
	s, handler := w.open(b)
	defer func() { _ = s.Close() }()
	for email, role := range map[string]parcours.AccountRole{
		benchCoordinator: parcours.AccountCoordinator, benchAuditor: parcours.AccountAuditor, benchReferent: parcours.AccountReferent,
	} {
		// the database is kept: the account may be there already
		_, _ = s.CreateAccount(b.Context(), w.now, parcours.Account{Email: email, Role: role, PasswordHash: hash})
		signIn := httptest.NewRequest(http.MethodPost, "/connexion", nil)
		signIn.PostForm = url.Values{"email": {email}, "password": {password}}
		signIn.Header.Set("Sec-Fetch-Site", "same-origin")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, signIn)
		w.cookies[email] = answer.Result().Cookies()
	}
	began := time.Now()
	if os.Getenv("RELAIS_BENCH_PAGE") != "" { // those of the run before are of the same moment
	} else if err := s.RefreshBoards(b.Context(), w.now); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("figures counted beforehand in %v\n", time.Since(began).Round(time.Millisecond))
	if w.ids, err = benchIDs(b.Context(), w.path); err != nil {
		b.Fatal(err)
	}
	return w
}

// benchIDs finds what the addresses speak of; {person} is one of the longest histories.
func benchIDs(ctx context.Context, path string) (*strings.Replacer, error) {
	var pairs []string
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	for name, query := range map[string]string{
		"{person}":   "select id from person order by id limit 1 offset 100",
		"{referent}": "select id from professional where email = '" + benchReferent + "'",
		"{mine}":     "select p.id from person p join professional r on r.id = p.referent_id where r.email = '" + benchReferent + "' and p.exited_on = '' order by p.id limit 1",
		"{question}": "select id from escalation where state = 'open' order by due_at limit 1",
		"{slot}":     "select id from slot order by id limit 1",
	} {
		var id string
		switch err := db.QueryRowContext(ctx, query).Scan(&id); {
		case err == nil:
			pairs = append(pairs, name, id)
		case !errors.Is(err, sql.ErrNoRows):
			return nil, err
		}
	}
	return strings.NewReplacer(pairs...), nil
}

// open opens the store anew, and the console over it.
func (w *benchWorld) open(b *testing.B) (*store.Store, http.Handler) {
	b.Helper()
	now := func() time.Time { return w.now }
	s, err := store.Open(b.Context(), store.Options{Database: w.path, Key: storetest.Key(), Rules: w.rules, Now: now})
	if err != nil {
		b.Fatal(err)
	}
	server, err := web.New(web.Options{Store: s, Labels: w.labels, Rules: w.rules, Now: now, Imports: benchDesk(s, w.rules, now)})
	if err != nil {
		b.Fatal(err)
	}
	return s, server.Handler()
}

func (w *benchWorld) measure(b *testing.B, path, as string) {
	b.Helper()
	path = w.ids.Replace(path)
	if strings.Contains(path, "{") {
		fmt.Printf("%-34s none in this database\n", path)
		return
	}
	s, handler := w.open(b)
	defer func() { _ = s.Close() }()
	get := func() time.Duration {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for _, c := range w.cookies[as] {
			r.AddCookie(c)
		}
		got, began := httptest.NewRecorder(), time.Now()
		handler.ServeHTTP(got, r)
		if took := time.Since(began); got.Code == http.StatusOK {
			return took
		}
		b.Fatalf("%s: got status %d", path, got.Code)
		return 0
	}
	first := get()
	var took []time.Duration
	processor := benchProcessor(b)
	for began := time.Now(); len(took) < pageRounds && (len(took) == 0 || time.Since(began) < pagePatience); {
		took = append(took, get())
	}
	each := (benchProcessor(b) - processor) / time.Duration(len(took))
	slices.Sort(took)
	median, goal := took[len(took)/2], pageGoal
	if path == "/" || path == "/pilotage" {
		goal = pilotGoal
	}
	verdict := "ok"
	if max(first, median) > goal {
		verdict = "short"
	}
	who, _, _ := strings.Cut(as, "@")
	shown := path
	if len(shown) > 34 { // ids
		shown = shown[:31] + "..."
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	fmt.Printf("%-34s %-12.12s %9.1f %9.1f %9.1f %9.1f %6.0f %s\n", shown, who, ms(first), ms(median), ms(took[0]), ms(each), ms(goal), verdict)
}

// benchProcessor is the processor's time of this process.
func benchProcessor(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func benchDesk(s *store.Store, rules parcours.Rules, now func() time.Time) *intake.Desk {
	return intake.NewDesk(&intake.Intake{Store: s, Rules: rules, Now: now}, s)
}
