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
	// coldRounds is how often a page is opened with a store and a console just opened, and
	// pageRounds how often after that.
	coldRounds = 3
	pageRounds = 11
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
	{"GET /jetons", "/jetons", benchCoordinator},
	{"GET /partenaires", "/partenaires", benchCoordinator},
	{"GET /sorties", "/sorties", benchCoordinator},
	{"GET /doublons", "/doublons", benchCoordinator},
	{"GET /rdv-solidarites", "/rdv-solidarites", benchCoordinator},
	{"GET /compte", "/compte", benchCoordinator},
	{"GET /compte/second-facteur", "/compte/second-facteur", benchCoordinator},
	{"GET /api/v1/reach", "/api/v1/reach", benchCoordinator},
	{"GET /api/v1/deadlines", "/api/v1/deadlines", benchCoordinator},
	{"GET /api/v1/referents", "/api/v1/referents", benchCoordinator},
	{"GET /api/v1/unreachable", "/api/v1/unreachable", benchCoordinator},
	{"GET /api/v1/not-convened", "/api/v1/not-convened", benchCoordinator},
}

// benchNoPage are the GET routes that open no page of this database: those of a visitor,
// files that are taken away, streams, what programs ask with a token, and what its
// history has none of.
var benchNoPage = []string{
	"/connexion", "/connexion/code", "/connexion/agent", "/connexion/retour", "/invitation/{token}", "/questions", "/healthz", "/readyz", "/metrics",
	"/robots.txt", "/static/", "/pilotage/{part}/export.csv", "/pilotage/{part}/partage.csv", "/listes/{list}/export.csv", "/personnes/{id}/preuve",
	"/courriers/lots/{batch}", "/courriers/lots/{batch}/courriers.pdf", "/courriers/lots/{batch}/courriers.csv", "/acces.csv", "/imports/{import}",
	"/imports/{import}/refus.csv", "/file/flux", "/personnes/{id}/flux", "/textes", "/textes/{key}",
	"/comite/figures.csv", "/comite/bulletin.html", "/comite/cohorte.csv", "/acces/{person}/donnees", "/exports/{export}", "/agenda/{file}", "/rdv/{file}",
	"/api/v1/figures/{part}", "/api/v1/people", "/api/v1/people/{id}", "/api/v1/people/{id}/appointments", "/api/v1/people/{id}/plans", "/api/v1/people/{id}/jobs",
	"/api/v1/places", "/api/v1/professionals", "/api/v1/slots", "/api/v1/appointments", "/api/v1/appointments/records", "/api/v1/questions", "/api/v1/questions/{id}",
	"/api/v1/openapi.json", "/api/v1/openapi.yaml", "/api/v1/openapi-3.0.json", "/api/v1/openapi-3.0.yaml",
}

// BenchmarkPages opens every page of the console over twenty thousand people and two
// million messages, and prints one table, then the verdicts: NAME VALUE GOAL and ok or
// short. RELAIS_TEST_SCALE names where that database is kept (or made, in minutes);
// RELAIS_BENCH_PAGE keeps the pages whose address contains it.
//
// What is judged is what a reader waits for, by the clock on the wall: the median of
// the answers of stores and consoles just opened, all their caches empty, and the median
// of the answers after those, so that one answer which another process held up decides
// nothing. A machine that others keep busy throughout still makes both longer:
// "processor" is the processor's time of one later answer, which that changes least, and
// the load of the machine is printed at both ends.
//
// Figures that take long are counted beforehand, as the service does every five minutes;
// what that costs is judged as well.
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
	fmt.Printf("load before: %s\n", benchLoad())
	w := newBenchWorld(b)
	fmt.Printf("%-34s %-12s %9s %9s %9s %9s %6s\n", "page", "as", "cold ms", "median ms", "least ms", "processor", "goal")
	for range b.N {
		for _, page := range benchPages {
			if only := os.Getenv("RELAIS_BENCH_PAGE"); !strings.Contains(page.path, only) {
				continue
			}
			w.measure(b, page.path, page.as)
		}
	}
	fmt.Printf("load after: %s\n\n", benchLoad())
	for _, v := range w.verdicts {
		said := "ok"
		if v.value > v.goal {
			said = "short"
			b.Fail()
		}
		fmt.Printf("%s %.1f <=%.0f %s\n", v.name, v.value, v.goal, said)
	}
}

// verdict is one figure beside what it may be at most, in milliseconds.
type verdict struct {
	name        string
	value, goal float64
}

// benchLoad is the mean number of processes that wanted a processor over 1, 5 and 15 minutes.
func benchLoad() string {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(load))[:3], " ")
}

// benchWorld is the database with who opens its pages.
type benchWorld struct {
	path    string
	rules   parcours.Rules
	now     time.Time
	labels  *locales.Catalogue
	ids     *strings.Replacer
	cookies map[string][]*http.Cookie
	// verdicts in the order of the pages.
	verdicts []verdict
}

// refreshGoal is what the processor may spend each time that figures are counted beforehand.
const refreshGoal = 10 * time.Second

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
	if os.Getenv("RELAIS_BENCH_PAGE") == "" { // else those of the run before are of the same moment
		began, processor := time.Now(), benchProcessor(b)
		if err := s.RefreshBoards(b.Context(), w.now); err != nil {
			b.Fatal(err)
		}
		processor = benchProcessor(b) - processor
		fmt.Printf("figures counted beforehand in %v, %v of processor\n", time.Since(began).Round(time.Millisecond), processor.Round(time.Millisecond))
		w.verdicts = append(w.verdicts, verdict{"figures_refresh_processor_ms", milliseconds(processor), milliseconds(refreshGoal)})
	}
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
	server, err := web.New(web.Options{Store: s, Labels: w.labels, Rules: w.rules, Now: now, Imports: benchDesk(s, w.rules, now), Partners: benchTrial{}, ReadUpstream: intake.ReadRDV})
	if err != nil {
		b.Fatal(err)
	}
	return s, server.Handler()
}

// benchTrial opens the page of partners; nothing is tried here.
type benchTrial struct{ web.PartnerTrial }

func (w *benchWorld) measure(b *testing.B, path, as string) {
	b.Helper()
	pattern, path := path, w.ids.Replace(path)
	if strings.Contains(path, "{") {
		fmt.Printf("%-34s none in this database\n", path)
		return
	}
	var cold, took []time.Duration
	var each time.Duration
	for round := range coldRounds {
		s, handler := w.open(b)
		cold = append(cold, w.get(b, handler, path, as))
		if round == coldRounds-1 {
			processor := benchProcessor(b)
			for began := time.Now(); len(took) < pageRounds && (len(took) == 0 || time.Since(began) < pagePatience); {
				took = append(took, w.get(b, handler, path, as))
			}
			each = (benchProcessor(b) - processor) / time.Duration(len(took))
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(cold)
	slices.Sort(took)
	first, median, goal := cold[len(cold)/2], took[len(took)/2], pageGoal
	if path == "/" || path == "/pilotage" || path == "/pilotage/chiffres" { // the last is what the first two refresh themselves with
		goal = pilotGoal
	}
	who, _, _ := strings.Cut(as, "@")
	for _, v := range []struct {
		what  string
		value time.Duration
	}{{"cold", first}, {"median", median}} {
		w.verdicts = append(w.verdicts, verdict{fmt.Sprintf("%s_as_%s_%s_ms", pattern, who, v.what), milliseconds(v.value), milliseconds(goal)})
	}
	said := "ok"
	if max(first, median) > goal {
		said = "short"
	}
	fmt.Printf("%-34.34s %-12.12s %9.1f %9.1f %9.1f %9.1f %6.0f %s\n", pattern, who, milliseconds(first), milliseconds(median), milliseconds(took[0]),
		milliseconds(each), milliseconds(goal), said)
}

// get opens a page and tells how long its answer took.
func (w *benchWorld) get(b *testing.B, handler http.Handler, path, as string) time.Duration {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, c := range w.cookies[as] {
		r.AddCookie(c)
	}
	got, began := httptest.NewRecorder(), time.Now()
	handler.ServeHTTP(got, r)
	took := time.Since(began)
	if got.Code != http.StatusOK {
		b.Fatalf("%s: got status %d", path, got.Code)
	}
	return took
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

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
