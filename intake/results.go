package intake

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"relais/parcours"
)

// Results are what became of the rows of a file, in its order. Most rows have nothing to
// say beyond their outcome: of a large file each of those takes 12 bytes, where a
// parcours.RowResult takes 112.
type Results struct {
	rows []rowResult
	// said are the results that say more than an outcome.
	said []parcours.RowResult
	// people are whom the rows are about; nil unless that was asked for.
	people []string
}

// rowResult is a result in short: outcome counts from 1 in outcomes, said from 1 in said.
type rowResult struct {
	line, said int32
	outcome    uint8
}

// newResults are those of n rows that are not decided; they keep whom each is about when
// people is set.
func newResults(n int, people bool) Results {
	r := Results{rows: make([]rowResult, n)}
	if people {
		r.people = make([]string, n)
	}
	return r
}

// Len is how many rows there are.
func (r *Results) Len() int { return len(r.rows) }

// At is the result of the row at a position, from 0.
func (r *Results) At(i int) parcours.RowResult {
	short := r.rows[i]
	result := parcours.RowResult{Line: int(short.line)}
	if short.said > 0 {
		result = r.said[short.said-1]
	}
	if short.outcome > 0 {
		result.Outcome = outcomes[short.outcome-1]
	}
	if r.people != nil {
		result.PersonID = r.people[i]
	}
	return result
}

// All are the results in order.
func (r *Results) All() iter.Seq2[int, parcours.RowResult] {
	return func(yield func(int, parcours.RowResult) bool) {
		for i := range r.rows {
			if !yield(i, r.At(i)) {
				return
			}
		}
	}
}

// List are the results in order, held together.
func (r *Results) List() []parcours.RowResult {
	list := make([]parcours.RowResult, 0, r.Len())
	for _, result := range r.All() {
		list = append(list, result)
	}
	return list
}

// set writes what became of the row at a position.
func (r *Results) set(i int, result parcours.RowResult) {
	short := &r.rows[i]
	short.line, short.outcome = int32(result.Line), uint8(1+slices.Index(outcomes, result.Outcome))
	if r.people != nil {
		r.people[i] = result.PersonID
	}
	if short.said == 0 && len(result.Changed)+len(result.Problems)+len(result.Warnings) == 0 {
		return
	}
	result.PersonID = ""
	if short.said == 0 {
		r.said = append(r.said, result)
		short.said = int32(len(r.said))
	} else {
		r.said[short.said-1] = result
	}
}

// Add writes what became of the rows that follow.
func (r *Results) Add(results ...parcours.RowResult) {
	n := len(r.rows)
	r.rows = slices.Grow(r.rows, len(results))[:n+len(results)]
	if r.people != nil {
		r.people = append(r.people, make([]string, len(results))...)
	}
	for i, result := range results {
		r.rows[n+i] = rowResult{}
		r.set(n+i, result)
	}
}

// settle has each row end: one that was not decided is an error. It counts them.
func (r *Results) settle() map[parcours.RowOutcome]int {
	counts := map[parcours.RowOutcome]int{}
	for i := range r.rows {
		if r.rows[i].outcome == 0 {
			result := r.At(i)
			result.Outcome = parcours.RowError
			result.Problems = append(result.Problems, parcours.Problem{
				What: "La ligne n'a pas été traitée : la reprise s'est arrêtée avant elle.",
				Mend: "Relancer la reprise du même fichier : les lignes déjà reprises n'y changent rien.",
			})
			r.set(i, result)
		}
		counts[outcomes[r.rows[i].outcome-1]]++
	}
	return counts
}

// MarshalJSON writes them as a list.
func (r Results) MarshalJSON() ([]byte, error) {
	text, err := json.Marshal(r.List())
	if err != nil {
		return nil, fmt.Errorf("write results: %w", err)
	}
	return text, nil
}
