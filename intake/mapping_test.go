package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"relais/intake"
	"relais/parcours"
)

func TestAMappingNamesColumnsInAnySpelling(t *testing.T) {
	t.Parallel()
	got, err := intake.ParseMapping([]string{"N° Tel\n=phone_number", "  PRÉNOM usager*=first_name", "Note=", "#3=last_name", "Téléphone#2=phone_number", "a=b=email", "Nom#1=last_name"})
	if err != nil {
		t.Fatal(err)
	}
	want := parcours.ColumnMapping{
		"numero-tel": "phone_number", "prenom-usager": "first_name", "note": "", "#3": "last_name", "telephone#2": "phone_number", "a-b": "email", "nom": "last_name",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, wrong := range []string{"sans egal", "=first_name", " =x"} {
		if _, err := intake.ParseMapping([]string{wrong}); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%q: got %v", wrong, err)
		}
	}
}

func TestAMappingWinsOverTheHeaders(t *testing.T) {
	t.Parallel()
	const file = "Nom;Prénom;Nom;;Téléphone;Téléphone\nalias;Nadine;LE GOFF;D-1;02 61 91 10 01;06 39 98 10 01\n"
	r := newRecorder()
	report, err := importBytes(t, r, intake.Options{Map: parcours.ColumnMapping{"nom": "", "nom#2": "last_name", "#4": "department_internal_id", "telephone": ""}}, []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.people) != 1 {
		t.Fatalf("got %+v", report)
	}
	p := r.people[0]
	if p.LastName != "LE GOFF" || p.InternalID != "D-1" || len(p.Phones) != 1 || p.Phones[0].E164 != "+33639981001" {
		t.Errorf("got %+v", p)
	}
	if diff := cmp.Diff([]string{"Nom", "Téléphone"}, report.UnknownColumns); diff != "" {
		t.Error(diff)
	}
	want := parcours.ColumnMapping{"nom": "", "prenom": "first_name", "nom#2": "last_name", "#4": "department_internal_id", "telephone": "", "telephone#2": "phone_number"}
	if diff := cmp.Diff(want, report.Mapping.Mapping); diff != "" {
		t.Error(diff)
	}
}

func TestWhatTheCommandLineSaysOfColumnsIsChecked(t *testing.T) {
	t.Parallel()
	const file = "Nom;Prénom;ID Iodas\nLE GOFF;Nadine;D-1\n"
	for _, c := range []struct {
		said parcours.ColumnMapping
		want string
	}{
		{parcours.ColumnMapping{"absente": "email"}, "absente"},
		{parcours.ColumnMapping{"nom": "lastname"}, "first_name, last_name"},
		{parcours.ColumnMapping{"nom": "starts_at"}, "n'a pas de champ"},
	} {
		r := newRecorder()
		_, err := importBytes(t, r, intake.Options{Map: c.said}, []byte(file))
		if _, refused := errors.AsType[*intake.Refused](err); !refused || !strings.Contains(err.Error(), c.want) || len(r.people) > 0 {
			t.Errorf("%v: got %v", c.said, err)
		}
		// What was saved of a source says more than one file has.
		if report, err := importBytes(t, newRecorder(), intake.Options{Mapping: c.said}, []byte(file)); err != nil && !strings.Contains(err.Error(), "il manque la colonne") {
			t.Errorf("%v: got %+v, %v", c.said, report, err)
		}
	}
}

func TestEveryKindTellsItsFields(t *testing.T) {
	t.Parallel()
	for _, kind := range []intake.Kind{intake.People, intake.Referents, intake.Slots, intake.Activities} {
		known := map[string]bool{}
		for _, f := range kind.KnownHeaders() {
			known[f] = true
		}
		fields := kind.Fields()
		for _, f := range fields {
			if !known[f] {
				t.Errorf("%s: %s has no header", kind, f)
			}
			delete(known, f)
		}
		if len(known) > 0 || len(fields) == 0 {
			t.Errorf("%s: fields are missing: %v", kind, known)
		}
	}
	if got := intake.People.Fields()[:2]; got[0] != "first_name" || got[1] != "last_name" {
		t.Errorf("the required fields are not the first: %v", got)
	}
}

// A trial is cut by who its rows are about: a row about somebody whom a row of long
// before creates is not said to create them again.
func TestATrialSaysWhatTheImportWillDo(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("Nom;Prénom;ID Iodas;Téléphone\n")
	for i := range 1500 {
		// Every third row is about the person of 700 rows before, by their number alone.
		id, phone := fmt.Sprintf("D-%d", i), i
		if i >= 700 && i%3 == 0 {
			id, phone = "", i-700
		}
		fmt.Fprintf(&b, "LE GOFF;Nadine;%s;06 39 98 %02d %02d\n", id, phone/100, phone%100)
	}
	trial, err := importBytes(t, newRecorder(), intake.Options{DryRun: true}, []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := importBytes(t, newRecorder(), intake.Options{}, []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole.Counts, trial.Counts); diff != "" || whole.Counts[parcours.RowCreated] == 1500 {
		t.Errorf("%v: %s", whole.Counts, diff)
	}
	for i := range whole.Results.Len() {
		if whole.Results.At(i).Outcome != trial.Results.At(i).Outcome {
			t.Fatalf("line %d: the trial said %s, the import did %s", whole.Results.At(i).Line, trial.Results.At(i).Outcome, whole.Results.At(i).Outcome)
		}
	}
}

func FuzzMapping(f *testing.F) {
	f.Add("Nom;Prénom;ID\nA;B;C\n", "Nom", "first_name", "#2", "")
	f.Add("a\tb\n1\t2\n", "a#2", "starts_at", "b", "email")
	f.Add("\"x\ny\";;;\n=1+1;'=2;<script>;\x00\n", "x y", "nir", "#4", "phone_number")
	f.Fuzz(func(t *testing.T, file, column, field, other, otherField string) {
		said, err := intake.ParseMapping([]string{column + "=" + field, other + "=" + otherField})
		if err != nil {
			return
		}
		for _, kind := range []intake.Kind{"", intake.People, intake.Slots} {
			for _, o := range []intake.Options{{Kind: kind, Mapping: said}, {Kind: kind, Map: said, DryRun: true}} {
				report, err := importBytes(t, newRecorder(), o, []byte(file))
				if err != nil {
					continue
				}
				addsUp(t, report)
				for key := range report.Mapping.Mapping {
					if !utf8.ValidString(key) {
						t.Errorf("a key is no text: %q", key)
					}
				}
			}
		}
	})
}

func FuzzMending(f *testing.F) {
	f.Add("Nom;Prénom;Date de naissance;ID\nLE GOFF;Nadine;31/02/1985;D-1\n", 2, "28/02/1985", false, "")
	f.Add("Nom;Prénom\n;\"a\n", 0, "=1", true, "<script>")
	f.Add("Nom;Prénom;ID\n;B;C\n", -53, "x", false, "")
	f.Add("Nom;Prénom;Email\nA;B;C;D;E\n", 900, "\x00é", false, "x")
	f.Fuzz(func(t *testing.T, file string, at int, text string, excluded bool, reason string) {
		report, rows, columns, read, err := intake.CheckAndMend(newIntake(t, newRecorder()), []byte(file), at, text, excluded, reason)
		if err != nil {
			t.Fatalf("a row of a file that was read cannot be read again: %v", err)
		}
		if !read {
			return
		}
		addsUp(t, report)
		for _, row := range rows {
			if row.Outcome == "" {
				t.Errorf("line %d has no outcome after it was mended", row.Line)
			}
			for _, open := range intake.Mendable(row, columns) {
				if open < 0 || open >= len(columns) {
					t.Errorf("cell %d of %d columns is open", open, len(columns))
				}
			}
		}
	})
}
