package parcours

import "strconv"

// NIRDisagreement returns what the NIR of a row contradicts in the same row: the
// title (1 for men, 2 for women) or the year of birth. It returns nil when they
// agree, when one is absent, and for temporary numbers. It is an error only for
// somebody new: whoever is already known was checked by a human.
func (p PersonRow) NIRDisagreement() *Problem {
	if len(p.NIR) < 3 || (p.NIR[0] != '1' && p.NIR[0] != '2') {
		return nil
	}
	woman := p.NIR[0] == '2'
	if p.Title == TitleMadame && !woman || p.Title == TitleMonsieur && woman {
		return &Problem{
			What: "Le NIR ne correspond pas à la civilité.",
			Mend: "Vérifier les deux : la ligne porte peut-être le NIR du conjoint.",
		}
	}
	if year, err := strconv.Atoi(p.NIR[1:3]); err == nil && !p.BirthDate.IsZero() && year != p.BirthDate.Year%100 {
		return &Problem{
			What: "Le NIR ne correspond pas à l'année de naissance.",
			Mend: "Vérifier les deux : la ligne porte peut-être le NIR du conjoint.",
		}
	}
	return nil
}
