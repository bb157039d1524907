package store_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// born is a person of a test's file.
func born(first, last, internalID string, phone int, day parcours.Date) parcours.PersonRow {
	row := parcours.PersonRow{FirstName: first, LastName: last, InternalID: internalID, BirthDate: day, Postcode: "35600", City: "Redon"}
	if phone > 0 {
		row.Phones = []parcours.Phone{mobile(phone)}
	}
	return row
}

// pairs lists the proposals as "I-1 I-2 strength", in their order.
func (h *house) pairs() []string {
	h.Helper()
	proposals, err := h.s.DuplicatePeople(h.Context(), everyone(), 100)
	h.must(err)
	var all []string
	for _, p := range proposals {
		one, other := p.First.Person.InternalID, p.Second.Person.InternalID
		all = append(all, fmt.Sprint(min(one, other), " ", max(one, other), " ", p.Strength))
	}
	return all
}

func (h *house) find() int {
	h.Helper()
	found, err := h.s.FindDuplicatePeople(h.Context(), h.now)
	h.must(err)
	return found
}

func (h *house) wantPairs(when string, want ...string) {
	h.Helper()
	if got := h.pairs(); strings.Join(got, ", ") != strings.Join(want, ", ") {
		h.Errorf("%s: %q, want %q", when, got, want)
	}
}

// TestWhoIsProbablyOnePersonIsProposedOnce: by each of the keys, the strongest first; what
// was decided stays decided, and what nothing speaks for any more goes.
func TestWhoIsProbablyOnePersonIsProposedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s, now: monday, process: time.Now().Truncate(time.Millisecond)}
		team(t, s)
		day, other := parcours.NewDate(1985, time.May, 14), parcours.NewDate(1991, time.March, 2)
		nir := born("Yann", "Tanguy", "I-1", 101, day)
		nir.NIR = "185053599999857"
		wife, husband := born("Nadine", "Morvan", "I-10", 110, day), born("Erwan", "Morvan", "I-11", 110, day)
		wife.AffiliationKey, husband.AffiliationKey = "0000077", "0000077"
		wife.AffiliationNumber, husband.AffiliationNumber = "77", "77"
		child := born("Nadine", "Cadic", "I-12", 0, day)
		child.AffiliationKey, child.AffiliationNumber = "0000077", "77"
		results := importPeople(t, s, monday, nir, born("YANN", "TANGUY", "I-2", 102, day),
			born("Gaël", "Priol", "I-3", 103, other), born("Gaël", "Priol", "I-4", 104, parcours.NewDate(1991, time.March, 3)),
			born("Maëlys", "Quillien", "I-5", 105, parcours.Date{}), born("Maëlys", "Quilien", "I-6", 106, parcours.NewDate(1980, time.July, 9)),
			wife, husband, child,
			born("Loïc", "Tréhin", "I-13", 113, other), born("Jean", "Tréhin", "I-14", 113, other))
		for _, r := range results {
			if r.Outcome != parcours.RowCreated {
				t.Fatalf("%+v", r)
			}
		}
		// The one whose name is misspelt gave the same phone to a professional.
		h.must(s.AddNumber(t.Context(), h.now, everyone(), h.person("I-6"), mobile(105), false))
		if found := h.find(); found != 4 {
			t.Errorf("found %d", found)
		}
		h.wantPairs("the first search", "I-1 I-2 strong", "I-10 I-12 likely", "I-3 I-4 weak", "I-5 I-6 weak")
		if found := h.find(); found != 0 {
			t.Errorf("found %d again", found)
		}
		one, two := h.person("I-1"), h.person("I-2")
		h.must(s.KeepApart(t.Context(), h.now, everyone(), two, one))
		h.find()
		h.wantPairs("two people by decision", "I-10 I-12 likely", "I-3 I-4 weak", "I-5 I-6 weak")
		if err := s.KeepApart(t.Context(), h.now, everyone(), one, two); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("decided twice: %v", err)
		}
		h.must(s.ReopenDuplicate(t.Context(), everyone(), one, two))
		if err := s.ReopenDuplicate(t.Context(), everyone(), one, two); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("reopened twice: %v", err)
		}
		corrected := born("Gaël", "Priol", "I-4", 104, parcours.NewDate(1970, time.December, 24))
		importPeople(t, s, monday, corrected)
		h.find()
		h.wantPairs("a corrected birth date", "I-1 I-2 strong", "I-10 I-12 likely", "I-5 I-6 weak")
		n, err := s.CountDuplicatePeople(t.Context())
		if err != nil || n != 3 {
			t.Errorf("counted %d, %v", n, err)
		}
		for _, actor := range []parcours.Actor{h.referentOf("I-1"), {Role: parcours.AccountLead}, {Role: parcours.AccountAuditor}} {
			_, err := s.DuplicatePeople(t.Context(), actor, 10)
			if !errors.Is(err, parcours.ErrNotFound) || !errors.Is(s.KeepApart(t.Context(), h.now, actor, one, two), parcours.ErrNotFound) {
				t.Errorf("as %s: %v", actor.Role, err)
			}
		}
		if _, err := s.Forget(t.Context(), h.now, officer, two); err != nil {
			t.Fatal(err)
		}
		h.wantPairs("one of them erased", "I-10 I-12 likely", "I-5 I-6 weak")
	})
}

// TestDuplicatesAreFoundInADepartement looks among many people: it takes seconds, and
// finds those who were planted.
func TestDuplicatesAreFoundInADepartement(t *testing.T) {
	t.Parallel()
	people := 3_000
	if os.Getenv("RELAIS_TEST_THOROUGH") != "" {
		people = 200_000
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s, now: monday}
		var rows []parcours.PersonRow
		for i := range people {
			row := born(givenNames[i%len(givenNames)], fmt.Sprintf("Le %c%c%c", 'a'+i%26, 'k'+i/26%15, 'a'+i/390%26)+familyNames[i/7%len(familyNames)], fmt.Sprint("I-", i), 0,
				parcours.NewDate(1960, time.January, 1).AddDays(i*7%16_000))
			row.Phones = []parcours.Phone{{E164: fmt.Sprintf("+336%08d", i), Kind: parcours.PhoneMobile}}
			rows = append(rows, row)
			if i%1000 == 500 {
				row.InternalID, row.Phones = fmt.Sprint("J-", i), []parcours.Phone{{E164: fmt.Sprintf("+337%08d", i), Kind: parcours.PhoneMobile}}
				row.FirstName = strings.ToUpper(row.FirstName)
				rows = append(rows, row)
			}
		}
		for some := 0; some < len(rows); some += 10_000 {
			importPeople(t, s, monday, rows[some:min(some+10_000, len(rows))]...)
		}
		began := time.Now()
		h.find()
		took := time.Since(began)
		planted := 0
		proposals, err := s.DuplicatePeople(t.Context(), everyone(), 2*people)
		h.must(err)
		for _, p := range proposals {
			one, other := p.First.Person.InternalID, p.Second.Person.InternalID
			if one, other := min(one, other), max(one, other); one[1:] == other[1:] && one[0] != other[0] && p.Strength == parcours.DuplicateStrong {
				planted++
			}
		}
		t.Logf("%d people: %d proposals, %d of them planted, in %s", len(rows), len(proposals), planted, took.Round(time.Millisecond))
		if want := len(rows) - people; planted != want {
			t.Errorf("found %d of the %d planted", planted, want)
		}
		if took > 30*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

var (
	givenNames  = []string{"Maëlys", "Yann", "Nolwenn", "Gaël", "Erell", "Loïc", "Enora", "Erwan", "Soazig", "Tangi", "Rozenn"}
	familyNames = []string{"bihan", "morvan", "tanguy", "priol", "cadic", "riou", "kerdreux", "quillien", "abgrall", "madec", "jaouen", "salaun", "corre"}
)
