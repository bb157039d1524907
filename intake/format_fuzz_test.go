package intake_test

import (
	"bytes"
	"testing"

	"relais/intake"
)

// FuzzKinds imports any text as each kind of file: every row has its outcome, and
// nothing crashes.
func FuzzKinds(f *testing.F) {
	f.Add("MATRICULE;NIR;NUMERO TELEPHONE DOSSIER;NUMERO TELEPHONE 2 DOSSIER;ADRESSE ELECTRONIQUE DOSSIER\n1044072;2850535999998;261910144;639980144;a@exemple.fr\n", uint8(4))
	f.Add("email;first_name;last_name;structure;phone;territory;role\na@exemple.fr;A;B;CD;0261910102;Redon;referent\n", uint8(1))
	f.Add("starts_at;duration_min;place;kind\n2023-07-11 09:00;60;CDAS;suivi\n", uint8(2))
	f.Add("ID Iodas;Heures min;Heures max;Plan du;Activité;Jour;Heure;Heures\nI-1;15;20;03/07/2023;santé;04/07/2023;9h30;1h30\n", uint8(3))
	f.Add("Prénom;Nom;NIR;N° CAF;Date de naissance\nA;B;2,85E+14;104407200000000;31181\n", uint8(0))
	kinds := []intake.Kind{intake.People, intake.Referents, intake.Slots, intake.Activities, intake.Contacts}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		o := intake.Options{Name: "f.csv", Reader: bytes.NewReader([]byte(text)), Kind: kinds[int(kind)%len(kinds)]}
		report, err := newIntake(t, newRecorder()).Import(t.Context(), o)
		if err == nil {
			addsUp(t, report)
		}
	})
}

// FuzzWorkbook imports damaged workbooks.
func FuzzWorkbook(f *testing.F) {
	f.Add(workbook(f, [][]any{{"Prénom", "Nom", "NIR", "N° Téléphones"}, {"Maëlys", "QUILLIEN", 285053599999883, 639980144}}, nil))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Name: "f.xlsx", Reader: bytes.NewReader(data), MaxRows: 1000})
		if err == nil {
			addsUp(t, report)
		}
	})
}

// FuzzMoment holds that what is read as a date is one that exists, the day first.
func FuzzMoment(f *testing.F) {
	for _, text := range []string{"14/05/1985", "1985-05-14 00:00:00.0", "31181", "11/07/2023 9h00", "2023-07-11T09:00:00+02:00", "31/02/2020"} {
		f.Add(text, true, false)
	}
	f.Fuzz(func(t *testing.T, text string, workbook, date1904 bool) {
		date, ok := intake.ParseMoment(text, workbook, date1904)
		if !ok {
			return
		}
		if date.Month < 1 || date.Month > 12 || date.Day < 1 || date.Day > 31 || date.Year < 1 || date.Year > 9999 {
			t.Errorf("%q is %v", text, date)
		}
	})
}
