package parcours_test

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"relais/parcours"
)

func TestReferenceIsFiveReadableCharacters(t *testing.T) {
	t.Parallel()
	readable := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{5}$`)
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	for range 1000 {
		reference := parcours.NewReference(random.Uint32)
		if !readable.MatchString(reference) {
			t.Fatalf("got %q", reference)
		}
		seen[reference] = true
	}
	if len(seen) < 990 {
		t.Errorf("%d of 1000 references differ", len(seen))
	}
	if got := parcours.NewReference(func() uint32 { return 0 }); got != "00000" {
		t.Errorf("got %q", got)
	}
}
