package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"relais/parcours"
)

func TestRetentionHasALowBoundAndARateAmongAnswers(t *testing.T) {
	t.Parallel()
	e := parcours.Employment{
		People: 9, Jobs: 10, Kinds: map[parcours.JobKind]int{parcours.JobCDI: 4, parcours.JobKindUnsaid: 6}, Declared: 2,
		Retention: []parcours.Retention{{Months: 1, Due: 8, InWork: 3, Ended: 1, Unknown: 4}, {Months: 3}},
	}
	r := report{employmentFigures(e, func(v any) string { return fmt.Sprint(v) }), e}
	for format, want := range map[string][]string{
		"table": {"En emploi à 1 mois (borne basse)", "sur 8", "37.5 %", "75.0 %", "50.0 %"},
		"csv":   {"in_work.1;En emploi à 1 mois (borne basse);3;8", "in_work_answered.1;En emploi à 1 mois, parmi les réponses;3;4", "in_work.3;En emploi à 3 mois (borne basse);0;\n", "kind.unsaid"},
		"json":  {`"no_answer": 4`, `"months": 3`, `"people": 9`},
	} {
		var out bytes.Buffer
		if err := r.write(&out, format); err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if !strings.Contains(out.String(), line) {
				t.Errorf("%s lacks %q:\n%s", format, line, out.String())
			}
		}
	}
}
