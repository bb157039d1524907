package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// marks are what names one person of a database: each is found nowhere else.
var marks = []string{"Zéphyrine-Marque", "TRACE-MARQUÉE", "179112A99999783", "INTERNE-MARQUE", "8 rue des Marques", "une-marque@exemple.fr"}

// marked returns a small database, and its file, where the person with the most messages
// bears the marks.
func marked(t *testing.T) (path, personID string) {
	t.Helper()
	path = storetest.Scale(t, storetest.Size{People: 60, Messages: 1200})
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("select person_id from notification where person_id in (select person_id from contact_point) group by person_id order by count(*) desc, person_id limit 1").Scan(&personID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("update person set first_name = $2, last_name = $3, internal_id = $4, address = $5 where id = $1", personID, marks[0], marks[1], marks[3], marks[4]); err != nil {
		t.Fatal(err)
	}
	return path, personID
}

// completed gives the marked person what is sealed, their NIR and their e-mail, and a
// household of their own.
func completed(t *testing.T, s *store.Store, personID string) {
	t.Helper()
	row := parcours.PersonRow{Row: parcours.Row{Line: 2}, FirstName: marks[0], InternalID: marks[3], NIR: marks[2], Email: marks[5], AffiliationNumber: "1044072", AffiliationKey: "1044072"}
	results, err := s.ImportPeople(t.Context(), storetest.ScaleNow(storetest.Rules(t)), batch("completed"), []parcours.PersonRow{row}, false)
	if err != nil || results[0].PersonID != personID {
		t.Fatalf("got %+v, %v", results, err)
	}
}

// given seals a file given to the console as its check left it: rows of the marked person,
// each written in its own way, then one of somebody else of whose phone the mended one is
// theirs, and one that is not about them. It returns the line of the last.
func given(t *testing.T, s *store.Store, phone string) (other string) {
	t.Helper()
	f := checked(t, s)
	spaced := phone[len(phone)-9:]
	spaced = "0" + spaced[:1] + " " + spaced[1:3] + "." + spaced[3:5] + "." + spaced[5:7] + "." + spaced[7:]
	var rows []parcours.ImportedRow
	for n, cells := range [][]string{
		{"1 79 11 2A 999 997 83", "KERMARREC", "Loïc"},
		{"179112A999997", "KERMARREC", "Loïc"},
		{"0123456", "KERMARREC", "Loïc", spaced},
		{"0123456", "Une-Marque@exemple.fr"},
		{"interne-marque"},
		{"CAF 01044072", "KERMARREC"},
		{"TRACE MARQUEE", "ZEPHYRINE MARQUE"},
		{"0123456;KERMARREC;Loïc;" + spaced + ";35600"},
		{"1 79 11 2B 999 997 83", "KERMARREC", "Loïc", "06 99 98 01 44"},
		{"179112B99999783", "Marquès", "Zéphyrin", "INTERNE-AUTRE"},
	} {
		rows = append(rows, parcours.ImportedRow{RowResult: parcours.RowResult{Line: 10 + n, Outcome: parcours.RowError}, Cells: cells})
	}
	mended, left := len(rows)-2, len(rows)-1
	if err := s.KeepChecked(t.Context(), f.ID, rows); err != nil {
		t.Fatal(err)
	}
	for n, cell := range map[int]string{0: "Redon", mended: spaced, left: "06 99 98 01 45"} {
		rows[n].Edit = parcours.RowEdit{Cells: map[int]string{3: cell}}
		if err := s.MendRow(t.Context(), monday, coordinating(), f.ID, rows[n]); err != nil {
			t.Fatal(err)
		}
	}
	return strconv.Itoa(10 + left)
}

// TestAnErasureLeavesNoTrace erases somebody with seventeen months of messages: nothing
// that names them is in any table, in the file or in an archive made afterwards; everybody
// else is as before, and the journals hold.
func TestAnErasureLeavesNoTrace(t *testing.T) {
	t.Parallel()
	auditor := parcours.Actor{AccountID: "dpo", Role: parcours.AccountAuditor}
	now := time.Date(2026, time.June, 2, 9, 0, 0, 0, time.UTC)
	check := func(t *testing.T, s *store.Store, personID string) {
		phones := s.Addresses(t, personID)
		if len(phones) == 0 {
			t.Fatal("the person has no address")
		}
		completed(t, s, personID)
		other := given(t, s, phones[0])
		answered(t, s, "k", `{"first_name":"`+marks[0]+`","last_name":"`+marks[1]+`"}`)
		before, _, err := s.PlainValues(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		theirs := s.RowsAbout(t, personID)
		if _, err := s.Forget(t.Context(), now, parcours.Actor{AccountID: "r", Role: parcours.AccountReferent}, personID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a referent erases: %v", err)
		}
		done, err := s.Forget(t.Context(), now, auditor, personID)
		if err != nil {
			t.Fatal(err)
		}
		if done.Rows["person"] != 1 || done.Rows["attempt"] < 10 || done.Entries < 10 {
			t.Errorf("took away %+v", done)
		}
		after, _, err := s.PlainValues(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for key, text := range after {
			for _, mark := range append(phones, marks...) {
				if strings.Contains(text, mark) {
					t.Errorf("%s still says %q", key, mark)
				}
			}
			if before[key] != text {
				t.Errorf("%s of somebody else changed", key)
			}
		}
		if lost := len(before) - len(after); lost > theirs {
			t.Errorf("%d sealed values went, %d rows were theirs", lost, theirs)
		}
		for _, query := range []string{"select line from file_import_row where line >= 10 and checked_sealed is not null order by line", "select line from file_import_edit order by line"} {
			if lines, err := s.Peek(t.Context(), query); err != nil || !slices.Equal(lines, []string{other}) {
				t.Errorf("%s: got %v, want that of somebody else, %v; %v", query, lines, other, err)
			}
		}
		archive := archived(t, s)
		for _, mark := range marks {
			if bytes.Contains(archive, []byte(mark)) {
				t.Errorf("an archive still says %q", mark)
			}
		}
		left, err := s.VerifyJournals(t.Context(), "", nil, func(d parcours.Damage) { t.Errorf("damaged: %+v", d) })
		if err != nil || left.Erased < int(done.Entries) {
			t.Errorf("journals: %+v, %v", left, err)
		}
		if _, err := s.Forget(t.Context(), now, auditor, personID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("erased twice: %v", err)
		}
		trail, err := s.AccessLog(t.Context(), parcours.AccessFilter{PersonID: personID, Limit: 10})
		if err != nil || len(trail) != 1 || trail[0].Action != store.AccessErased {
			t.Errorf("the trail: %+v, %v", trail, err)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path, personID := marked(t)
		s, err := opened(t, path, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		check(t, s, personID)
		files, err := filepath.Glob(path + "*")
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, mark := range marks {
				if bytes.Contains(content, []byte(mark)) {
					t.Errorf("%s still holds %q", filepath.Base(file), mark)
				}
			}
		}
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		database := storetest.Postgres(t)
		path, personID := marked(t)
		from, err := opened(t, path, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := from.Move(t.Context(), database, nil); err != nil {
			t.Fatal(err)
		}
		s, err := opened(t, database, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		check(t, s, personID)
	})
}

// TestAFileDoesNotBringBackWhoWasErased: neither under the NIR, nor the internal id, nor
// the number with the given name; and another person at that number is welcome.
func TestAFileDoesNotBringBackWhoWasErased(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := yann()
		who.NIR = "179112A99999783"
		h := convoked(t, s, who)
		auditor := parcours.Actor{AccountID: "dpo", Role: parcours.AccountAuditor}
		h.now = h.dueNext()
		due := h.claim()
		if _, err := s.Forget(t.Context(), h.now, auditor, h.person("I-2")); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("erased with a message on its way: %v", err)
		}
		for _, d := range due {
			h.send(d)
		}
		_, err := s.Forget(t.Context(), h.now, auditor, h.person("I-2"))
		h.must(err)
		if texts, err := s.ProviderTexts(t.Context(), h.now.AddDate(0, 0, 5), parcours.ProviderText{}, 10); err != nil || len(texts) != len(due) || texts[0].ID != "" {
			t.Errorf("copies at the provider: %+v, %v", texts, err)
		} else {
			h.must(s.RecordErased(t.Context(), h.now, texts[0]))
		}
		byNIR, byID, byPhone, other := who, who, who, who
		byNIR.InternalID, byNIR.Phones = "", nil
		byID.NIR, byID.Phones = "", nil
		byPhone.NIR, byPhone.InternalID = "", ""
		other.NIR, other.InternalID, other.FirstName = "", "I-9", "Solenn"
		results, err := s.ImportPeople(t.Context(), h.now, batch("again"), []parcours.PersonRow{byNIR, byID, byPhone, other}, false)
		h.must(err)
		for i, name := range []string{"NIR", "internal id", "number"} {
			if o := results[i].Outcome; o == parcours.RowCreated || o == parcours.RowUpdated {
				t.Errorf("back by %s: %+v", name, results[i])
			}
		}
		if results[3].Outcome != parcours.RowCreated {
			t.Errorf("somebody else at the number: %+v", results[3])
		}
		if left, err := s.Peek(t.Context(), "select first_name from person"); err != nil || len(left) != 1 || left[0] != "Solenn" {
			t.Errorf("people: %v, %v", left, err)
		}
	})
}

// TestAFluxDoesNotBringBackWhoWasKnownWithoutANIR: the household's number, the given name
// and the birth date tell who was erased or purged, and so does the France Travail id;
// others of the household are welcome.
func TestAFluxDoesNotBringBackWhoWasKnownWithoutANIR(t *testing.T) {
	t.Parallel()
	erased := parcours.PersonRow{
		FirstName: "Marie-Laure", LastName: "Quillien", BirthDate: parcours.NewDate(1985, time.May, 14), AffiliationNumber: "1044072", AffiliationKey: "1044072",
		FranceTravailID: "1234567A", InternalID: "I-2", Phones: []parcours.Phone{mobile(171)}, RightsOpenedOn: parcours.NewDate(2023, time.June, 29),
	}
	for name, merge := range map[string]bool{"looked up together": false, "looked up row by row": true} {
		for _, way := range []string{"erased", "purged"} {
			t.Run(name+", "+way, func(t *testing.T) {
				t.Parallel()
				storetest.Each(t, func(t *testing.T, s *store.Store) {
					h := &house{T: t, s: s, now: monday}
					importPeople(t, s, h.now, erased)
					id := h.person("I-2")
					if way == "erased" {
						_, err := s.Forget(t.Context(), h.now, officer, id)
						h.must(err)
					} else {
						h.must(s.Exit(t.Context(), h.now, everyone(), id, parcours.ExitMoved, parcours.DateOf(h.now, storetest.Rules(t).Zone)))
						h.now = h.now.AddDate(6, 0, 0)
						n, err := s.PurgeFiles(t.Context(), h.now, officer, parcours.DefaultKeeping(), []string{id})
						h.must(err)
						h.want("files purged", strconv.Itoa(n), "1")
					}
					if merge { // a file that was merged into another's makes the rows of its household be looked up one by one
						kept, other := parcours.PersonRow{FirstName: "Gaël", InternalID: "I-8", AffiliationNumber: "1044072", AffiliationKey: "1044072"}, parcours.PersonRow{FirstName: "Gael", InternalID: "I-9", AffiliationNumber: "1044072", AffiliationKey: "1044072"}
						importPeople(t, s, h.now, kept, other)
						h.must(s.MergePeople(t.Context(), h.now, everyone(), h.person("I-8"), h.person("I-9")))
					}
					row := beneficiaryRow() // with a NIR
					row.FirstName, row.BirthName = "MARIE-LAURE", "QUILLIEN"
					spaced, twice, twin, elsewhere := row, row, row, row
					spaced.FirstName, spaced.NIR = "MARIE LAURE", "285053599999980"
					twice.FirstName, twice.NIR = "MARIE-LAURE ANNE", ""
					twin.FirstName, twin.NIR = "MARIE-CLAIRE", "285053599999786"
					elsewhere.AffiliationNumber, elsewhere.AffiliationKey, elsewhere.NIR = "81327", "0081327", "285053599999689"
					results, _ := applyFlux(t, s, h.now, flux("a", time.July), row, spaced, twice, twin, elsewhere)
					for i, r := range results {
						switch {
						case i < 3 && (r.Outcome != parcours.RowIgnored || len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0].What, "Personne effacée le ")):
							t.Errorf("row %d brings back who was erased: %+v", i, r)
						case i >= 3 && r.Outcome != parcours.RowCreated:
							t.Errorf("row %d, of somebody else: %+v", i, r)
						}
					}
					byWork := parcours.PersonRow{FirstName: "Marie-Laure", LastName: "Quillien", FranceTravailID: erased.FranceTravailID}
					for _, territory := range []string{"", h.one("select coalesce(min(id), 'redon') from territory")} {
						results, err := s.ImportPeople(t.Context(), h.now, parcours.ImportBatch{ID: "work" + territory, Kind: "people", TerritoryID: territory}, []parcours.PersonRow{byWork}, false)
						h.must(err)
						if results[0].Outcome != parcours.RowIgnored {
							t.Errorf("back by the France Travail id: %+v", results[0])
						}
					}
				})
			})
		}
	}
}
