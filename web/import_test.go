package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

var _ web.Imports = (*intake.Desk)(nil)

// twelve is an export of twelve people: the birth date of line 5 does not exist and
// line 9 has no name.
const twelve = "Civilité;Nom;Prénom;Date de naissance;ID Iodas;Téléphone;Note\n" +
	"Mme;LE GOFF;Nadine;14/05/1985;D-1;06 39 98 10 01;a\n" +
	"M.;PRIGENT;Goulven;02/03/1990;D-2;06 39 98 10 02;b\n" +
	"Mme;KERDREUX;Enora;03/03/1991;D-3;06 39 98 10 03;\n" +
	"M.;BODENES;Ronan;31/02/1985;D-4;06 39 98 10 04;\n" +
	"Mme;CADIC;Nora;05/03/1992;D-5;06 39 98 10 05;\n" +
	"M.;ROPARS;Loïc;06/03/1993;D-6;06 39 98 10 06;\n" +
	";CLOAREC;Solenn;07/03/1994;D-7;06 39 98 10 07;\n" +
	"M.;;Erell;08/03/1995;D-8;06 39 98 10 08;\n" +
	"Mme;GICQUEL;Rozenn;09/03/1996;D-9;06 39 98 10 09;\n" +
	"M.;MADEC;Tudual;10/03/1997;D-10;02 61 91 10 10;\n" +
	"Mme;STEPHAN;Lise;11/03/1998;D-11;06 39 98 10 11;\n" +
	"M.;LE BRAS;Marc;12/03/1999;D-12;06 39 98 10 12;\n"

// working has what waits worked on until the test ends.
func (h *town) working(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = h.desk.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
}

// give posts files, by name.
func (b *browser) give(files ...string) answer {
	b.t.Helper()
	return b.giveFrom("same-origin", files...)
}

func (b *browser) giveFrom(site string, files ...string) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(files); i += 2 {
		part, err := form.CreateFormFile("file", files[i])
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = io.WriteString(part, files[i+1])
	}
	_ = form.Close()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+"/imports", &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", site)
	return b.do(r)
}

// ready reloads the page of a file until it is in the state that text shows.
func (b *browser) ready(path, text string) answer {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		got := b.get(path)
		if strings.Contains(got.body, text) || time.Now().After(end) {
			got.wants(b.t, http.StatusOK, text)
			return got
		}
	}
}

func TestAnImportWithTwoBadRowsGoesAllTheWay(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		h.working(t)
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		b.get("/imports").wants(t, http.StatusOK, "Aucun fichier n&#39;attend.", `enctype="multipart/form-data"`)
		got := b.give("export été.csv", twelve)
		got.wants(t, http.StatusSeeOther)
		file := got.header.Get("Location")
		page := b.ready(file, "Ce que l&#39;import fera")
		page.wants(t, http.StatusOK, "export été.csv", "12 lignes lues", "10 à créer", "2 en erreur", "reconnu à ses colonnes", "UTF-8", "séparateur «\u00a0;\u00a0»",
			"Colonnes non lues", "Note", "ligne 5", "ligne 9", "31/02/1985", "Erell", "10 lignes sont prêtes.", "2 lignes sont à corriger")
		if cells := strings.Count(form(page.body, file+"/lignes/5/correction"), `name="cell-`); cells != 1 {
			t.Errorf("%d cells of line 5 may be mended, want the faulty one", cells)
		}
		b.get(file+"?result=created").wants(t, http.StatusOK, "Nadine", "KERDREUX")
		b.get(file+"?result=warned").wants(t, http.StatusOK, "La civilité manque.")

		b.post(file+"/lignes/5/correction", url.Values{"cell-3": {"30/02/1985"}}).wants(t, http.StatusSeeOther)
		b.get(file).wants(t, http.StatusOK, "il reste quelque chose à corriger", `value="30/02/1985"`, "dans le fichier : 31/02/1985")
		b.post(file+"/lignes/5/correction", url.Values{"cell-1": {"AUTRE"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(file+"/lignes/5/correction", url.Values{"cell-3": {"28/02/1985"}}).wants(t, http.StatusSeeOther)
		b.post(file+"/lignes/9/exclusion", url.Values{"reason": {" "}}).wants(t, http.StatusUnprocessableEntity)
		csv := b.get(file + "/refus.csv")
		csv.wants(t, http.StatusOK, "Erell", "Motif du refus", "Le nom manque")
		csv.lacks(t, "BODENES", "KERDREUX")
		b.post(file+"/lignes/9/exclusion", url.Values{"reason": {"nom à demander"}}).wants(t, http.StatusSeeOther)
		page = b.get(file)
		page.wants(t, http.StatusOK, "La ligne est écartée.", "11 à créer", "1 non reprise", "2 modifiées ici")
		page.lacks(t, "en erreur")
		version := hidden(t, page.body, "version")

		b.post(file+"/reprise", url.Values{"version": {"999"}}).wants(t, http.StatusConflict)
		b.post(file+"/reprise", url.Values{"version": {version}}).wants(t, http.StatusSeeOther)
		b.post(file+"/reprise", url.Values{"version": {version}}).wants(t, http.StatusSeeOther) // a second click
		report := b.ready(file, "Rapport")
		report.wants(t, http.StatusOK, "Importé par Claire HAMON", "11 créées", "1 non reprise", "Empreinte du fichier")
		b.get(file+"?result=ignored").wants(t, http.StatusOK, "nom à demander")
		b.get("/imports").wants(t, http.StatusOK, "export été.csv", "11 créées")
		b.post("/personnes", url.Values{"q": {"bodenes"}}).wants(t, http.StatusOK, "Ronan BODENES")
		b.post(file+"/lignes/9/retour", nil).wants(t, http.StatusConflict)
		b.post(file+"/abandon", nil).wants(t, http.StatusConflict)
		all, err := s.People(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, "", 100)
		if err != nil || len(all) != 2+11 {
			t.Errorf("got %d people, %v", len(all), err)
		}
		again := b.give("export été.csv", twelve)
		b.ready(again.header.Get("Location"), "Ce que l&#39;import fera").wants(t, http.StatusOK, "a déjà été importé")
	})
}

func hidden(t *testing.T, body, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no field %s", name)
	}
	return m[1]
}

func TestColumnsAreMappedByHandOnce(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		h.working(t)
		b := signedIn(t, h.base, "claire.hamon@exemple.fr")
		file := b.give("liste.csv", "Usager;Petit nom;Code\nLE GOFF;Nadine;D-1\n").header.Get("Location")
		b.ready(file, "Ce fichier ne peut pas encore être lu").wants(t, http.StatusOK, "Aucune ligne d", "À choisir")
		b.post(file+"/colonnes", url.Values{"kind": {"people"}}).wants(t, http.StatusSeeOther)
		page := b.ready(file, "Il manque")
		page.wants(t, http.StatusOK, "Usager", "Nadine", `name="column-0"`, "Prénom", "Date de naissance")
		b.post(file+"/colonnes", url.Values{"kind": {"people"}, "column-0": {"starts_at"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(file+"/colonnes", url.Values{"kind": {"autre"}}).wants(t, http.StatusUnprocessableEntity)
		b.post(file+"/colonnes", url.Values{
			"kind": {"people"}, "source": {"Logiciel social"}, "save": {"yes"}, "column-0": {"last_name"}, "column-1": {"first_name"}, "column-2": {"department_internal_id"},
		}).wants(t, http.StatusSeeOther)
		b.ready(file, "1 à créer").wants(t, http.StatusOK, "Usager → Nom")
		next := b.give("suite.csv", "Petit nom;Usager;Code\nYann;PRIGENT;D-2\n").header.Get("Location")
		b.ready(next, "1 à créer").wants(t, http.StatusOK, "ceux de la source «\u00a0Logiciel social\u00a0»")
		saved, err := s.MappingOf(t.Context(), "logiciel social", "")
		if err != nil || saved.Mapping["usager"] != "last_name" {
			t.Errorf("got %+v, %v", saved, err)
		}
		b.get("/imports").wants(t, http.StatusOK, "Sources connues", "Logiciel social")
		b.post(next+"/abandon", nil).wants(t, http.StatusSeeOther)
		b.get(next).wants(t, http.StatusOK, "Le fichier et ses lignes sont effacés.")
	})
}

func TestHostileHeadersAndCellsAreInert(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	h := newTown(t, s)
	h.working(t)
	b := signedIn(t, h.base, "claire.hamon@exemple.fr")
	const probe = `<script>alert(1)</script><img src=x onerror=alert(1)>`
	quoted := `"` + strings.ReplaceAll(`"'>`+probe, `"`, `""`) + `"`
	data := "Nom;Prénom;ID Iodas;Date de naissance;" + quoted + "\n" +
		quoted + ";" + quoted + ";" + quoted + ";" + quoted + ";" + quoted + "\n" +
		"LE GOFF;Nadine;D-1;14/05/1985;" + quoted + "\n"
	file := b.give(`x"><img src=x onerror=alert(1)>.csv`, data).header.Get("Location")
	b.ready(file, "Ce que l&#39;import fera")
	b.post(file+"/lignes/2/correction", url.Values{"cell-3": {`"'>` + probe}}).wants(t, http.StatusSeeOther)
	b.post(file+"/lignes/3/exclusion", url.Values{"reason": {probe}}).wants(t, http.StatusSeeOther)
	b.post(file+"/colonnes", url.Values{"kind": {"people"}, "source": {probe}, "save": {"yes"}, "territory": {probe}, "column-0": {"last_name"}, "column-1": {"first_name"}, "column-2": {"department_internal_id"}, "column-3": {"birth_date"}}).wants(t, http.StatusSeeOther)
	b.ready(file, "Ce que l&#39;import fera")
	for _, path := range []string{"/imports", file, file + "?result=", file + "?result=" + url.QueryEscape(probe), file + "?part=progress"} {
		got := b.get(path)
		got.wants(t, http.StatusOK)
		got.lacks(t, "<script>", "<img", "onerror=alert(1)>")
	}
	b.get(file+"?after=x").wants(t, http.StatusUnprocessableEntity)
}

func TestOnlyTheCoordinatorOpensImports(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	h := newTown(t, s)
	h.working(t)
	b := signedIn(t, h.base, "claire.hamon@exemple.fr")
	file := b.give("export.csv", twelve).header.Get("Location")
	b.ready(file, "Ce que l&#39;import fera")
	for _, email := range []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"} {
		other := signedIn(t, h.base, email)
		for _, path := range []string{"/imports", file, file + "/refus.csv", file + "?part=progress"} {
			got := other.get(path)
			got.wants(t, http.StatusForbidden)
			got.lacks(t, "export.csv", "BODENES")
		}
		for _, path := range []string{"/colonnes", "/lignes/5/correction", "/lignes/5/exclusion", "/lignes/5/retour", "/reprise", "/abandon"} {
			other.post(file+path, url.Values{"reason": {"x"}, "version": {"1"}}).wants(t, http.StatusForbidden)
		}
		other.give("x.csv", twelve).wants(t, http.StatusForbidden)
		other.get("/file").lacks(t, `href="/imports"`)
	}
	visitor(t, h.base).give("x.csv", twelve).wants(t, http.StatusSeeOther)
	b.giveFrom("cross-site", "x.csv", twelve).wants(t, http.StatusForbidden)
	for _, path := range []string{"/imports/autre", "/imports/autre/refus.csv"} {
		b.get(path).wants(t, http.StatusNotFound)
	}
	for _, path := range []string{"/imports/autre/reprise", file + "/lignes/99/retour", file + "/lignes/x/retour", file + "/lignes/5/autre"} {
		b.post(path, url.Values{"version": {"1"}}).wants(t, http.StatusNotFound)
	}
	files, err := s.FileImports(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator})
	if err != nil || len(files) != 1 {
		t.Errorf("got %d files, %v", len(files), err)
	}
}

func TestWhatIsNoFileIsSaid(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	h := newTown(t, s)
	h.desk.MaxBytes = 1 << 10
	b := signedIn(t, h.base, "claire.hamon@exemple.fr")
	b.give("vide.csv", "").wants(t, http.StatusSeeOther)
	b.get("/imports").wants(t, http.StatusOK, "est vide")
	b.give().wants(t, http.StatusSeeOther)
	b.get("/imports").wants(t, http.StatusOK, "Choisissez au moins un fichier.")
	b.give("gros.csv", strings.Repeat("x", 2<<10)).wants(t, http.StatusSeeOther)
	b.get("/imports").wants(t, http.StatusOK, "dépasse la taille permise")
	b.post("/imports", url.Values{"file": {"x"}}).wants(t, http.StatusUnprocessableEntity)
	got := b.give("a.csv", "Nom;Prénom\n", "b.csv", "Nom;Prénom\n")
	if got.header.Get("Location") != "/imports" {
		t.Errorf("two files lead to %q", got.header.Get("Location"))
	}
	b.get("/imports").wants(t, http.StatusOK, "a.csv", "b.csv", "vérification en cours")
}

// watched is a store of which the audit is looked at.
type watched struct {
	*store.Store
	mu      sync.Mutex
	actions []string
}

func (w *watched) LogAccess(ctx context.Context, now time.Time, actor parcours.Actor, action, subject string) error {
	w.mu.Lock()
	if actor.AccountID != "" && subject != "" {
		w.actions = append(w.actions, action)
	}
	w.mu.Unlock()
	return w.Store.LogAccess(ctx, now, actor, action, subject)
}

func TestImportsAreAuditedAndLeaveNoNameInTheLog(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var log lockedBuffer
	audit := &watched{Store: s}
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := newTown(t, s, func(o *web.Options) { o.Store, o.Log = audit, logger })
	h.desk.Log = logger
	h.working(t)
	b := signedIn(t, h.base, "claire.hamon@exemple.fr")
	file := b.give("liste-de-nadine.csv", twelve).header.Get("Location")
	page := b.ready(file, "Ce que l&#39;import fera")
	b.post(file+"/lignes/5/correction", url.Values{"cell-3": {"28/02/1985"}})
	b.post(file+"/lignes/9/exclusion", url.Values{"reason": {"secret"}})
	b.get(file + "/refus.csv")
	b.post(file+"/colonnes", url.Values{"kind": {"referents"}})
	b.post(file+"/colonnes", url.Values{"kind": {"people"}})
	page = b.ready(file, "11 à créer")
	b.post(file+"/reprise", url.Values{"version": {hidden(t, page.body, "version")}})
	b.ready(file, "Rapport")
	audit.mu.Lock()
	defer audit.mu.Unlock()
	for _, want := range []string{"give_import", "read_import", "mend_import", "map_import", "apply_import", "export_import"} {
		if !slices.Contains(audit.actions, want) {
			t.Errorf("%s left no trace", want)
		}
	}
	said := log.String()
	for _, secret := range []string{"nadine", "BODENES", "GOFF", "39 98", "secret", "/1985", "1985-", "Erell"} {
		if strings.Contains(said, secret) {
			t.Errorf("the log says %q", secret)
		}
	}
	if !strings.Contains(said, "POST /imports") {
		t.Error("nothing was logged at all")
	}
}

// lockedBuffer is a buffer that several goroutines write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
