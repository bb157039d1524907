package parcours

import (
	"slices"
	"strings"
	"time"
)

// DuplicateReason is one thing that two people's files have in common, or in which
// they differ, as far as it tells whether they are of one person.
type DuplicateReason string

// Reasons, in the order in which they are said: the names, the birth date, what ties.
const (
	DuplicateNames         DuplicateReason = "same_names"
	DuplicateSwapped       DuplicateReason = "swapped_names"   // the same words, in another order
	DuplicateBirthName     DuplicateReason = "birth_name"      // one goes by the other's birth name
	DuplicatePartOfName    DuplicateReason = "part_of_name"    // one bears half of a double name
	DuplicateTypedName     DuplicateReason = "typed_name"      // one typing error apart
	DuplicateGivenName     DuplicateReason = "same_given_name" // and another family name
	DuplicateBirthDate     DuplicateReason = "same_birth_date"
	DuplicateTypedDate     DuplicateReason = "typed_birth_date" // one typing error apart
	DuplicateNoDate        DuplicateReason = "no_birth_date"    // of one of them at least
	DuplicateOtherDate     DuplicateReason = "other_birth_date"
	DuplicateAffiliation   DuplicateReason = "same_affiliation"
	DuplicatePhone         DuplicateReason = "same_phone"
	DuplicateEmail         DuplicateReason = "same_email"
	DuplicatePostalAddress DuplicateReason = "same_address"
)

// DuplicateStrength says how much speaks for it; a human decides in any case.
type DuplicateStrength string

// Strengths, the strongest first.
const (
	DuplicateStrong DuplicateStrength = "strong"
	DuplicateLikely DuplicateStrength = "likely"
	DuplicateWeak   DuplicateStrength = "weak"
)

// DuplicatePeople proposes that two files are of one person. FirstID is the smaller
// of the ids.
type DuplicatePeople struct {
	FirstID, SecondID string
	Strength          DuplicateStrength
	Reasons           []DuplicateReason
	FoundAt           time.Time
	// First and Second are the files, where the list shows them.
	First, Second File
}

// PersonTraits are by what two people are compared.
type PersonTraits struct {
	ID        string
	Title     Title
	FirstName string
	// FirstKey, LastKey and BirthKey are the names as FoldName writes them.
	FirstKey, LastKey, BirthKey string
	BirthDate                   Date
	// HasNIR: a NIR is known. No two people have the same, so that of two files that
	// have one each the people are two.
	HasNIR bool
	// Exited: nobody follows the person any more.
	Exited bool
	// Affiliation is the household's number, Home the folded postal address; Phones and
	// Emails are any texts that compare as the addresses do.
	Affiliation, Home string
	Phones, Emails    []string
}

// CompareTraits proposes that two files are of one person, or not. What a household
// shares (its number, its address, a phone) says nothing of two who bear different
// given names: spouses and twins are never proposed.
func CompareTraits(a, b PersonTraits) (DuplicatePeople, bool) {
	if a.ID == b.ID || a.HasNIR && b.HasNIR || a.Exited && b.Exited {
		return DuplicatePeople{}, false
	}
	if b.ID < a.ID {
		a, b = b, a
	}
	names := compareNames(a, b)
	if names == "" {
		return DuplicatePeople{}, false
	}
	dates := compareDates(a.BirthDate, b.BirthDate)
	ties := tiesOf(a, b)
	strength := strengthOf(names, dates, ties, a.BirthDate)
	if strength == "" {
		return DuplicatePeople{}, false
	}
	return DuplicatePeople{FirstID: a.ID, SecondID: b.ID, Strength: strength, Reasons: append([]DuplicateReason{names, dates}, ties...)}, true
}

// strengthOf weighs what was found; "" for too little.
func strengthOf(names, dates DuplicateReason, ties []DuplicateReason, born Date) DuplicateStrength {
	exact := names == DuplicateNames || names == DuplicateSwapped || names == DuplicateBirthName
	tied := len(ties) > 0
	if names == DuplicateGivenName {
		// One household has no two people of one given name and one birth date.
		switch {
		case !slices.Contains(ties, DuplicateAffiliation) || dates == DuplicateOtherDate:
			return ""
		case dates == DuplicateBirthDate:
			return DuplicateLikely
		}
		return DuplicateWeak
	}
	switch dates {
	case DuplicateBirthDate:
		// Whoever does not know their birthday was given the first of January.
		newYear := born.Month == time.January && born.Day == 1
		switch {
		case exact && (tied || names == DuplicateNames && !newYear):
			return DuplicateStrong
		case exact || tied:
			return DuplicateLikely
		}
		return DuplicateWeak
	case DuplicateTypedDate, DuplicateNoDate:
		switch {
		case exact && tied:
			return DuplicateLikely
		case exact || tied:
			return DuplicateWeak
		}
	case DuplicateOtherDate:
		// A father and a son may bear one name and share one phone.
		if exact && (len(ties) > 1 || tied && ties[0] != DuplicatePostalAddress) {
			return DuplicateWeak
		}
	}
	return ""
}

// tiesOf are what two files share beside the person.
func tiesOf(a, b PersonTraits) []DuplicateReason {
	var ties []DuplicateReason
	shares := func(x, y []string) bool {
		return slices.ContainsFunc(x, func(one string) bool { return one != "" && slices.Contains(y, one) })
	}
	for _, tie := range []struct {
		shared bool
		reason DuplicateReason
	}{
		{known(a.Affiliation, b.Affiliation) && a.Affiliation == b.Affiliation, DuplicateAffiliation},
		{shares(a.Phones, b.Phones), DuplicatePhone},
		{shares(a.Emails, b.Emails), DuplicateEmail},
		{known(a.Home, b.Home) && a.Home == b.Home, DuplicatePostalAddress},
	} {
		if tie.shared {
			ties = append(ties, tie.reason)
		}
	}
	return ties
}

// compareNames says how the names agree, "" when they are those of two people.
func compareNames(a, b PersonTraits) DuplicateReason {
	if a.FirstKey == "" || b.FirstKey == "" || a.LastKey == "" || b.LastKey == "" {
		return ""
	}
	family := compareFamilies(a, b)
	switch {
	case a.FirstKey == b.FirstKey || SameGivenName(a.FirstName, b.FirstName):
		if family == "" {
			return DuplicateGivenName
		}
		return family
	case sameWords(a.FirstKey+" "+a.LastKey, b.FirstKey+" "+b.LastKey):
		return DuplicateSwapped
	case (family == DuplicateNames || family == DuplicateBirthName) && typedGiven(a, b):
		return DuplicateTypedName
	}
	return ""
}

func compareFamilies(a, b PersonTraits) DuplicateReason {
	switch {
	case a.LastKey == b.LastKey:
		return DuplicateNames
	case a.BirthKey != "" && (a.BirthKey == b.LastKey || a.BirthKey == b.BirthKey), b.BirthKey != "" && b.BirthKey == a.LastKey:
		return DuplicateBirthName
	case partOf(a.LastKey, b.LastKey) || partOf(b.LastKey, a.LastKey):
		return DuplicatePartOfName
	case len(a.LastKey) >= shortestTyped && len(b.LastKey) >= shortestTyped && oneSlip(a.LastKey, b.LastKey):
		return DuplicateTypedName
	}
	return ""
}

// shortestTyped is the length from which one wrong letter is taken for a slip: of a
// shorter name it makes another one.
const shortestTyped = 5

// typedGiven reports whether two given names are one typing error apart. The last
// letter tells a brother from a sister (Karim and Karima, Louis and Louise, Julien and
// Julie), and so does the title.
func typedGiven(a, b PersonTraits) bool {
	if a.Title != b.Title && a.Title != TitleNone && b.Title != TitleNone {
		return false
	}
	x, y := a.FirstKey, b.FirstKey
	return len(x) >= shortestTyped && len(y) >= shortestTyped && x[len(x)-1] == y[len(y)-1] && oneSlip(x, y)
}

// partOf reports whether a name is one half of a double one: "tanguy" of "le goff
// tanguy". A particle alone is none.
func partOf(part, whole string) bool {
	if len(part) < 4 || len(part) >= len(whole) {
		return false
	}
	return strings.HasPrefix(whole, part+" ") || strings.HasSuffix(whole, " "+part)
}

// sameWords reports whether two texts have the same words in whichever order.
func sameWords(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// oneSlip reports whether one letter changed, forgotten, added or exchanged with the
// next makes one text of the other; folded texts have one byte a letter, mostly.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	at := 0
	for at < len(a) && a[at] == b[at] {
		at++
	}
	if len(a) < len(b) {
		return a[at:] == b[at+1:]
	}
	if at == len(a) {
		return false // the same
	}
	return a[at+1:] == b[at+1:] || at+1 < len(a) && a[at] == b[at+1] && a[at+1] == b[at] && a[at+2:] == b[at+2:]
}

// compareDates says how two birth dates agree.
func compareDates(a, b Date) DuplicateReason {
	switch {
	case a.IsZero() || b.IsZero():
		return DuplicateNoDate
	case a == b:
		return DuplicateBirthDate
	case oneSlip(a.String(), b.String()), a.Year == b.Year && a.Day == int(b.Month) && int(a.Month) == b.Day:
		return DuplicateTypedDate
	}
	return DuplicateOtherDate
}
