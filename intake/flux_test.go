package intake_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/intake"
	"relais/intake/fluxtest"
	"relais/parcours"
)

// fluxRecorder keeps the rows of a flux.
type fluxRecorder struct {
	last  *parcours.Flux
	rows  []parcours.BeneficiaryRow
	ended int
}

func (r *fluxRecorder) LastFlux(context.Context) (parcours.Flux, error) {
	if r.last == nil {
		return parcours.Flux{}, parcours.ErrNotFound
	}
	return *r.last, nil
}

func (r *fluxRecorder) BeginFlux(_ context.Context, _ time.Time, f parcours.Flux) error {
	r.last = &f
	return nil
}

func (r *fluxRecorder) ImportBeneficiaries(_ context.Context, _ time.Time, _ parcours.ImportBatch, rows []parcours.BeneficiaryRow, _ bool) ([]parcours.RowResult, error) {
	r.rows = append(r.rows, rows...)
	return created(rows, func(row parcours.BeneficiaryRow) int { return row.Line }), nil
}

func (r *fluxRecorder) EndFlux(context.Context, time.Time, parcours.ImportBatch, parcours.Flux) (int, error) {
	r.ended++
	return 0, nil
}

// importFlux imports a flux given as text.
func importFlux(t testing.TB, store *fluxRecorder, text string) (intake.Report, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "flux.xml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	in := newIntake(t, newRecorder())
	in.Flux = store
	return in.Import(t.Context(), intake.Options{Path: path})
}

func TestFluxGivesThePeopleOfEachDossier(t *testing.T) {
	t.Parallel()
	store := &fluxRecorder{}
	report, err := importFlux(t, store, fluxtest.Flux{Dossiers: []fluxtest.Dossier{
		{Number: "104407200000000", Suspension: "06 ", NoFixedAddress: "1", Persons: []fluxtest.Person{
			{Title: "MME", LastName: "QUILLIEN", FirstName: "MAËLYS", BirthDate: "1985-05-14", NIR: "2850535999998", Subject: "1", WorkID: "1234567A"},
			{Title: "MR", LastName: "QUILLIEN", FirstName: "YANN", BirthDate: "1984-00-00", NIR: "1840135999998", Role: "CJT", Subject: "0"},
			{LastName: "QUILLIEN", FirstName: "ZOÉ", Role: "ENF"},
			{LastName: "QUILLIEN", FirstName: "ANNE", Role: fluxtest.None},
		}},
		{Number: "0081327", State: "5", Closure: "MUT", ClosedOn: "2023-05-31", Persons: []fluxtest.Person{{LastName: "TANGUY", FirstName: "ERELL", NIR: "12"}, {LastName: "TANGUY", BirthDate: "2099-01-01"}}},
		{Number: "0081328"},
	}}.Text())
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, report)
	want := map[parcours.RowOutcome]int{parcours.RowCreated: 2, parcours.RowIgnored: 2, parcours.RowError: 3}
	if diff := cmp.Diff(want, report.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if store.ended != 1 || report.Encoding != "windows-1252" || report.Flux.Dossiers != 3 {
		t.Errorf("ended %d times, report %+v", store.ended, report)
	}
	maelys, yann := store.rows[0], store.rows[1]
	if maelys.FirstName != "MAËLYS" || maelys.NIR != "285053599999883" || maelys.SubjectToDuties != parcours.Yes || maelys.NoFixedAddress != parcours.Yes ||
		maelys.AffiliationNumber != "1044072" || maelys.Fund != parcours.FundCAF || maelys.FranceTravailID != "1234567A" || maelys.Role != parcours.RoleApplicant ||
		maelys.Title != parcours.TitleMadame || maelys.Address != "8 RUE DU PORT" || maelys.Postcode != "35600" || maelys.City != "REDON" ||
		maelys.Dossier.State != "2" || maelys.Dossier.SuspensionReason != "06" || maelys.Dossier.Office != "351" {
		t.Errorf("first row %+v", maelys)
	}
	if yann.Role != parcours.RoleSpouse || yann.SubjectToDuties != parcours.No || !yann.BirthDate.IsZero() || yann.AffiliationKey != maelys.AffiliationKey {
		t.Errorf("second row %+v", yann)
	}
}

func TestFluxThatIsNotWholeWritesNothing(t *testing.T) {
	t.Parallel()
	person := []fluxtest.Person{{LastName: "QUILLIEN", FirstName: "MAËLYS", NIR: "2850535999998"}}
	good := fluxtest.Flux{Dossiers: []fluxtest.Dossier{{Number: "1044072", Persons: person}}}
	text := good.Text()
	utf8 := strings.Replace(text, "MA\xcbLYS", "MAËLYS", 1)
	for name, c := range map[string]struct{ text, want string }{
		"cut":                  {text[:len(text)-40], "coupé"},
		"cut between dossiers": {text[:strings.Index(text, "<TransmissionFlux>")], "coupé"},
		"fewer than it says":   {fluxtest.Flux{Said: 2, Dossiers: good.Dossiers}.Text(), "dit transmettre 2 dossiers et en contient 1"},
		"another kind":         {fluxtest.Flux{Kind: "J", Dossiers: good.Dossiers}.Text(), "TYPEFLUX"},
		"older":                {fluxtest.Flux{ReferenceOn: "2023-05-31", Dossiers: good.Dossiers}.Text(), "plus ancien"},
		"UTF-8 that says 1252": {utf8, "UTF-8"},
		"1252 that says UTF-8": {strings.Replace(text, "windows-1252", "utf-8", 1), "mal formé"},
		"crossed":              {strings.Replace(text, "</NOM><NOMNAI>", "</NOMNAI><NOMNAI>", 1), "se croisent"},
		"NUL":                  {strings.Replace(text, "QUILLIEN", "QUI\x00LLIEN", 1), "mal formé"},
		"endless element":      {strings.Replace(text, "QUILLIEN", strings.Repeat("Q", 3<<20), 1), "dépasse 1 Mo"},
		"deep":                 {strings.Replace(text, "<Personne>", strings.Repeat("<a>", 100), 1), "emboîte"},
		"entity":               {strings.Replace(text, "QUILLIEN", "&bombe;", 1), "mal formé"},
		"no day":               {strings.Replace(text, "2023-06-30", "", 1), "DTREF"},
		"crowd":                {fluxtest.Flux{Dossiers: []fluxtest.Dossier{{Number: "1", Persons: make([]fluxtest.Person, 300)}}}.Text(), "plus de 200 personnes"},
		"unknown encoding":     {strings.Replace(text, "windows-1252", "ebcdic", 1), "ebcdic"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			june := parcours.NewDate(2023, time.June, 30)
			store := &fluxRecorder{last: &parcours.Flux{ReferenceOn: june, CreatedOn: june}}
			_, err := importFlux(t, store, c.text)
			refused, ok := errors.AsType[*intake.Refused](err)
			if !ok || !strings.Contains(refused.Error(), c.want) {
				t.Errorf("got %v, want a refusal that says %q", err, c.want)
			}
			if len(store.rows) > 0 || store.ended > 0 {
				t.Error("something was written")
			}
		})
	}
}

// TestNobodyOfAFluxVanishes: each Personne of a flux of any number of dossiers has
// one result, across the chunks that the store is given.
func TestNobodyOfAFluxVanishes(t *testing.T) {
	t.Parallel()
	var f fluxtest.Flux
	people := 0
	for n := range 1500 {
		d := fluxtest.Numbered(n, 0)
		people += len(d.Persons)
		f.Dossiers = append(f.Dossiers, d)
	}
	store := &fluxRecorder{}
	report, err := importFlux(t, store, f.Text())
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, report)
	if report.Rows != people || len(store.rows) != people {
		t.Errorf("%d rows, %d given, want %d", report.Rows, len(store.rows), people)
	}
	for i, row := range store.rows {
		if row.Line != i+1 {
			t.Fatalf("row %d says it is the %d-th", i, row.Line)
		}
	}
}

func FuzzFlux(f *testing.F) {
	f.Add(fluxtest.Flux{Dossiers: []fluxtest.Dossier{fluxtest.Numbered(0, 1), {Number: "1", Closure: "MUT", ClosedOn: "2023-05-31", NoFixedAddress: "1"}}}.Text())
	f.Add("<Racine><InfosFoyerRSA><Personne></Personne></InfosFoyerRSA></Racine>")
	f.Add("<?xml version=\"1.0\" encoding=\"windows-1252\"?><Racine><!-- <a> --><![CDATA[x]]>")
	in := newIntake(f, newRecorder())
	f.Fuzz(func(t *testing.T, text string) {
		store := &fluxRecorder{}
		in.Flux = store
		report, err := in.ImportFluxFrom(t.Context(), strings.NewReader(text))
		if err != nil {
			if len(store.rows) > 0 && errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("refused after %d rows were given: %v", len(store.rows), err)
			}
			return
		}
		addsUp(t, report)
		if want := strings.Count(text, "<Personne"); report.Rows > want+report.Flux.Dossiers {
			t.Errorf("%d rows of %d people", report.Rows, want)
		}
	})
}
