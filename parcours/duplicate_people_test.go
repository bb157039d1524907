package parcours_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
)

// traits are a person as a search reads them.
func traits(first, last, born string, more ...func(*parcours.PersonTraits)) parcours.PersonTraits {
	t := parcours.PersonTraits{FirstName: first, FirstKey: parcours.FoldName(first), LastKey: parcours.FoldName(last)}
	t.BirthDate, _ = parcours.ParseDate(born)
	for _, m := range more {
		m(&t)
	}
	return t
}

func bornAs(name string) func(*parcours.PersonTraits) {
	return func(t *parcours.PersonTraits) { t.BirthKey = parcours.FoldName(name) }
}

func atPhone(number string) func(*parcours.PersonTraits) {
	return func(t *parcours.PersonTraits) { t.Phones = []string{number} }
}

func inHousehold(number string) func(*parcours.PersonTraits) {
	return func(t *parcours.PersonTraits) { t.Affiliation = number }
}

func livingAt(home string) func(*parcours.PersonTraits) {
	return func(t *parcours.PersonTraits) { t.Home = home }
}

func titled(title parcours.Title) func(*parcours.PersonTraits) {
	return func(t *parcours.PersonTraits) { t.Title = title }
}

func withNIR(t *parcours.PersonTraits) { t.HasNIR = true }

func gone(t *parcours.PersonTraits) { t.Exited = true }

func TestWhoIsProposedAsOnePerson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		a, b parcours.PersonTraits
		want parcours.DuplicateStrength
		says []parcours.DuplicateReason
	}{
		{
			"the same names and birth date, written otherwise", traits("Maëlys", "Le Goff-Tanguy", "1985-05-14"), traits("MAELYS", "LE GOFF TANGUY", "1985-05-14"),
			parcours.DuplicateStrong,
			[]parcours.DuplicateReason{parcours.DuplicateNames, parcours.DuplicateBirthDate},
		},
		{
			"names exchanged", traits("Yann", "Tanguy", "1985-05-14"), traits("Tanguy", "Yann", "1985-05-14"),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicateSwapped, parcours.DuplicateBirthDate},
		},
		{
			"birth name and name in use", traits("Nadine", "Morvan", "1985-05-14", bornAs("Le Goff")), traits("Nadine", "Le Goff", "1985-05-14", atPhone("1")),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicateBirthName, parcours.DuplicateBirthDate},
		},
		{
			"half of a double name, and the same phone", traits("Nadine", "Le Goff", "1985-05-14", atPhone("1")), traits("Nadine", "Le Goff-Morvan", "1985-05-14", atPhone("1")),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicatePartOfName, parcours.DuplicateBirthDate, parcours.DuplicatePhone},
		},
		{
			"one letter in the family name", traits("Yann", "Tanguy", "1985-05-14"), traits("Yann", "Tangui", "1985-05-14"),
			parcours.DuplicateWeak,
			[]parcours.DuplicateReason{parcours.DuplicateTypedName, parcours.DuplicateBirthDate},
		},
		{
			"one letter in the given name", traits("Gwenael", "Priol", "1985-05-14", inHousehold("1")), traits("Gwenel", "Priol", "1985-05-14", inHousehold("1")),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicateTypedName, parcours.DuplicateBirthDate, parcours.DuplicateAffiliation},
		},
		{
			"the same household and given name, another family name", traits("Nadine", "Morvan", "1985-05-14", inHousehold("1")), traits("Nadine", "Cadic", "1985-05-14", inHousehold("1")),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicateGivenName, parcours.DuplicateBirthDate, parcours.DuplicateAffiliation},
		},
		{
			"day and month exchanged", traits("Yann", "Tanguy", "1985-05-04"), traits("Yann", "Tanguy", "1985-04-05"),
			parcours.DuplicateWeak,
			[]parcours.DuplicateReason{parcours.DuplicateNames, parcours.DuplicateTypedDate},
		},
		{
			"no birth date in one, and the same phone", traits("Yann", "Tanguy", "", atPhone("1")), traits("Yann", "Tanguy", "1985-05-04", atPhone("1")),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicateNames, parcours.DuplicateNoDate, parcours.DuplicatePhone},
		},
		{
			"a father and a son of one name and one phone", traits("Jean", "Morvan", "1955-03-01", atPhone("1")), traits("Jean", "Morvan", "1985-05-14", atPhone("1")),
			parcours.DuplicateWeak,
			[]parcours.DuplicateReason{parcours.DuplicateNames, parcours.DuplicateOtherDate, parcours.DuplicatePhone},
		},
		{
			"namesakes born on a first of January, as those are written who do not know", traits("Amina", "Diallo", "1985-01-01"), traits("Amina", "Diallo", "1985-01-01"),
			parcours.DuplicateLikely,
			[]parcours.DuplicateReason{parcours.DuplicateNames, parcours.DuplicateBirthDate},
		},
		{name: "spouses", a: traits("Nadine", "Morvan", "1985-05-14", inHousehold("1"), atPhone("1"), livingAt("h")), b: traits("Yann", "Morvan", "1984-02-10", inHousehold("1"), atPhone("1"), livingAt("h"))},
		{name: "twins", a: traits("Lena", "Morvan", "1985-05-14", inHousehold("1"), atPhone("1"), livingAt("h")), b: traits("Lina", "Morvan", "1985-05-14", inHousehold("1"), atPhone("1"), livingAt("h"))},
		{name: "a brother and a sister", a: traits("Karim", "Haddad", "1985-05-14", inHousehold("1")), b: traits("Karima", "Haddad", "1985-05-14", inHousehold("1"))},
		{name: "Julien and Julie", a: traits("Julien", "Morvan", "1985-05-14", atPhone("1")), b: traits("Julie", "Morvan", "1985-05-14", atPhone("1"))},
		{name: "one letter, and another title", a: traits("Valerie", "Morvan", "1985-05-14", titled(parcours.TitleMadame)), b: traits("Valere", "Morvan", "1985-05-14", titled(parcours.TitleMonsieur))},
		{name: "Jean and Jean-Pierre", a: traits("Jean", "Morvan", "1985-05-14", inHousehold("1")), b: traits("Jean-Pierre", "Morvan", "1985-05-14", inHousehold("1"))},
		{name: "namesakes", a: traits("Jean", "Morvan", "1955-03-01"), b: traits("Jean", "Morvan", "1985-05-14")},
		{name: "neighbours of one name", a: traits("Jean", "Morvan", "1955-03-01", livingAt("h")), b: traits("Jean", "Morvan", "1985-05-14", livingAt("h"))},
		{name: "two NIRs", a: traits("Yann", "Tanguy", "1985-05-14", withNIR), b: traits("YANN", "Tanguy", "1985-05-14", withNIR)},
		{name: "nobody follows either", a: traits("Yann", "Tanguy", "1985-05-14", gone), b: traits("YANN", "Tanguy", "1985-05-14", gone)},
		{name: "no name", a: traits("", "", "1985-05-14", atPhone("1")), b: traits("", "Tanguy", "1985-05-14", atPhone("1"))},
	} {
		c.a.ID, c.b.ID = "p-1", "p-2"
		for range 2 { // whichever comes first
			got, alike := parcours.CompareTraits(c.a, c.b)
			if alike != (c.want != "") || got.Strength != c.want || !cmp.Equal(got.Reasons, c.says) {
				t.Errorf("%s: got %v %q %v, want %q %v", c.name, alike, got.Strength, got.Reasons, c.want, c.says)
			}
			if alike && got.FirstID >= got.SecondID {
				t.Errorf("%s: %q comes before %q", c.name, got.FirstID, got.SecondID)
			}
			c.a, c.b = c.b, c.a
		}
	}
}

// TestAnotherGivenNameIsNeverProposed: whatever else two people share.
func TestAnotherGivenNameIsNeverProposed(t *testing.T) {
	t.Parallel()
	names := []string{"Nadine", "Yann", "Maëlys", "Lena", "Lina", "Enora", "Karim", "Karima", "Louis", "Louise", "Jean", "Jean-Pierre", "Jean-Paul", "Ali"}
	rapid.Check(t, func(t *rapid.T) {
		first, second := rapid.SampledFrom(names).Draw(t, "first"), rapid.SampledFrom(names).Draw(t, "second")
		if first == second {
			return
		}
		everything := func(x *parcours.PersonTraits) {
			x.Affiliation, x.Home, x.Phones, x.Emails = "1", "h", []string{"p"}, []string{"e"}
		}
		last, born := rapid.SampledFrom([]string{"Morvan", "Le Goff-Tanguy"}).Draw(t, "last"), rapid.SampledFrom([]string{"1985-05-14", ""}).Draw(t, "born")
		a, b := traits(first, last, born, everything), traits(second, last, born, everything)
		a.ID, b.ID = "p-1", "p-2"
		if got, alike := parcours.CompareTraits(a, b); alike {
			t.Fatalf("%s and %s: %+v", first, second, got)
		}
	})
}

func TestSpareAppointmentsAreThoseNobodyWasToldOf(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	booked := func(id string, days int, slot string) parcours.Appointment {
		return parcours.Appointment{ID: id, Kind: parcours.JointInterview, StartsAt: now.AddDate(0, 0, days), SlotID: slot, Outcome: parcours.OutcomeUnknown}
	}
	for _, c := range []struct {
		name            string
		kept, merged    parcours.Appointment
		told            []string
		givenBack, both []string
	}{
		{name: "nobody was told", kept: booked("k", 7, "s"), merged: booked("m", 3, "t"), givenBack: []string{"m"}},
		{name: "told of the kept one", kept: booked("k", 7, "s"), merged: booked("m", 3, "t"), told: []string{"k"}, givenBack: []string{"m"}},
		{name: "told of the other", kept: booked("k", 7, "s"), merged: booked("m", 3, "t"), told: []string{"m"}, givenBack: []string{"k"}},
		{name: "told of both", kept: booked("k", 7, "s"), merged: booked("m", 3, "t"), told: []string{"k", "m"}, both: []string{"k", "m"}},
		{name: "another tool's", kept: booked("k", 7, "s"), merged: booked("m", 3, ""), both: []string{"k", "m"}},
		{name: "over", kept: booked("k", 7, "s"), merged: booked("m", -1, "t")},
	} {
		givenBack, both := parcours.SpareAppointments(now, []parcours.Appointment{c.kept}, []parcours.Appointment{c.merged}, func(a parcours.Appointment) bool { return slices.Contains(c.told, a.ID) })
		if got, want := fmt.Sprint(ids(givenBack), ids(both)), fmt.Sprint(c.givenBack, c.both); got != want {
			t.Errorf("%s: got %s, want %s", c.name, got, want)
		}
	}
}

func ids(all []parcours.Appointment) (ids []string) {
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}
