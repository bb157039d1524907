package parcours

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
)

// CohortLine is what the evaluators may learn of one person, before it is made coarse.
// It has no name, number, address, referent or id.
type CohortLine struct {
	Territory string
	EnteredOn Date
	BirthDate Date

	EntrySource     EntrySource
	SubjectToDuties Tri
	// Channel is where a message goes first; empty when none reaches the person.
	Channel    Channel
	ConvenedBy string
	Answered   bool
	// Days from the entry, -1 when it has not happened.
	ToConvened, ToMet, ToOriented, ToContracted, ToEmployed, ToExited int
	Orientation                                                       Orientation
	// Appointments by outcome.
	Seen, NoShows, Excused, Revoked int
	// Weeks that were asked about and are closed, and those answered in time.
	Weeks, Answers int
	JobKind        JobKind
	// JobEnded: the first job is over.
	JobEnded bool
}

// CohortRow is a line of the file for evaluators: every cell is a class, and no fewer
// than k people share what somebody could be recognised by (Territory, Entered, Age).
type CohortRow struct {
	Territory, Entered, Age string
	// Cells are the other fields, in the order of CohortFields.
	Cells []string
}

// cohortLevel is how much of who somebody is a row tells.
type cohortLevel struct {
	territory bool
	months    int // of a period of entry; 0: none
	years     int // of an age class; 0: none
}

// cohortLevels are the steps of generalisation, finest first.
var cohortLevels = []cohortLevel{{true, 1, 10}, {true, 3, 20}, {true, 6, 0}, {true, 12, 0}, {false, 12, 0}, {false, 0, 0}}

// CohortAll is what stands for a field that a row may not tell.
const CohortAll = "*"

// CohortFields names the fields after the three that somebody could be recognised by.
var CohortFields = []string{
	"source_entree", "droits_devoirs", "canal", "convocation_par", "delai_convocation", "a_repondu", "delai_entretien", "orientation", "delai_orientation",
	"delai_contrat", "rdv_honores", "rdv_absences", "rdv_absences_annoncees", "rdv_annules_service", "semaines_demandees", "part_semaines_repondues",
	"delai_emploi", "type_emploi", "premier_emploi_termine", "sortie",
}

// Anonymise makes lines coarse enough that at least k people share each combination of
// territory, period of entry and age class: lines that too few share are told less
// finely, a step at a time, and the smallest class joins those that are still too few.
// Rows come in an order of chance, so that none tells who came before. ErrInvalid for
// fewer than k people.
func Anonymise(lines []CohortLine, today Date, k int, chance *rand.Rand) ([]CohortRow, error) {
	if len(lines) < k {
		return nil, fmt.Errorf("%w: a cohort has %d people at least", ErrInvalid, k)
	}
	rows := make([]CohortRow, len(lines))
	pending := make([]int, len(lines))
	for i := range pending {
		pending[i] = i
	}
	var classes [][]int // settled
	for level := range cohortLevels {
		shared := map[[3]string][]int{}
		for _, i := range pending {
			told := lines[i].told(cohortLevels[level], today)
			shared[told] = append(shared[told], i)
		}
		pending = pending[:0:0]
		for told, members := range shared {
			if len(members) < k {
				pending = append(pending, members...)
				continue
			}
			for _, i := range members {
				rows[i] = CohortRow{told[0], told[1], told[2], nil}
			}
			classes = append(classes, members)
		}
		slices.Sort(pending)
	}
	slices.SortFunc(classes, func(a, b []int) int { return cmp.Or(len(a)-len(b), slices.Min(a)-slices.Min(b)) })
	for n := 0; len(pending) > 0 && len(pending) < k; n++ {
		pending = append(pending, classes[n]...)
	}
	for _, i := range pending {
		rows[i] = CohortRow{CohortAll, CohortAll, CohortAll, nil}
	}
	for i, l := range lines {
		rows[i].Cells = l.cells()
	}
	chance.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
	return rows, nil
}

// told is the territory, the period of entry and the age class at a level.
func (l CohortLine) told(level cohortLevel, today Date) [3]string {
	told := [3]string{CohortAll, CohortAll, CohortAll}
	if level.territory && l.Territory != "" {
		told[0] = l.Territory
	}
	year := strconv.Itoa(l.EnteredOn.Year)
	switch part := (int(l.EnteredOn.Month)-1)/max(level.months, 1) + 1; {
	case level.months == 12:
		told[1] = year
	case level.months == 6:
		told[1] = fmt.Sprintf("%s-S%d", year, part)
	case level.months == 3:
		told[1] = fmt.Sprintf("%s-T%d", year, part)
	case level.months == 1:
		told[1] = l.EnteredOn.String()[:len("2006-01")]
	}
	if level.years > 0 {
		told[2] = ageClass(l.BirthDate, today, level.years)
	}
	return told
}

// ageClass is "30-39" or, of twenty years, "30-49"; those under 30 and from 60 on (50,
// of twenty) are one class each, and so is who has no birth date.
func ageClass(birth, today Date, years int) string {
	if birth.IsZero() {
		return "?"
	}
	age := today.Year - birth.Year
	if today.Month < birth.Month || today.Month == birth.Month && today.Day < birth.Day {
		age--
	}
	last := 60
	if years == 20 {
		last = 50
	}
	switch {
	case age < 30:
		return "moins de 30"
	case age >= last:
		return fmt.Sprintf("%d et plus", last)
	}
	from := 30 + (age-30)/years*years
	return fmt.Sprintf("%d-%d", from, from+years-1)
}

// cells are the fields of CohortFields: classes and yes or no, no date and no exact count.
func (l CohortLine) cells() []string {
	orientation, channel, job := string(l.Orientation), string(l.Channel), ""
	if l.ToEmployed >= 0 {
		job = cmp.Or(string(l.JobKind), "inconnu")
	}
	share := ""
	if l.Weeks > 0 {
		switch n := 100 * l.Answers / l.Weeks; {
		case l.Answers == 0:
			share = "aucune"
		case n < 50:
			share = "moins de la moitié"
		case l.Answers < l.Weeks:
			share = "la moitié ou plus"
		default:
			share = "toutes"
		}
	}
	ended := ""
	if l.ToEmployed >= 0 {
		ended = yesNo(l.JobEnded)
	}
	return []string{
		string(l.EntrySource), string(l.SubjectToDuties), channel, l.ConvenedBy, daysClass(l.ToConvened), yesNo(l.Answered), daysClass(l.ToMet), orientation,
		daysClass(l.ToOriented), daysClass(l.ToContracted), few(l.Seen), few(l.NoShows), few(l.Excused), few(l.Revoked), weeksClass(l.Weeks), share,
		daysClass(l.ToEmployed), job, ended, yesNo(l.ToExited >= 0),
	}
}

func yesNo(yes bool) string {
	if yes {
		return "oui"
	}
	return "non"
}

// daysClass is a number of days as a class; empty when it has not happened.
func daysClass(days int) string {
	for _, class := range []struct {
		until int
		name  string
	}{{-1, ""}, {15, "0-15"}, {30, "16-30"}, {45, "31-45"}, {90, "46-90"}, {180, "91-180"}} {
		if days <= class.until {
			return class.name
		}
	}
	return "181 et plus"
}

func weeksClass(weeks int) string {
	switch {
	case weeks == 0:
		return "0"
	case weeks <= 4:
		return "1-4"
	case weeks <= 12:
		return "5-12"
	case weeks <= 26:
		return "13-26"
	}
	return "27 et plus"
}

// few counts up to two.
func few(n int) string {
	if n >= 2 {
		return "2 et plus"
	}
	return strconv.Itoa(n)
}
