package notifier_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"testing"
	"time"

	"relais/parcours"
)

// A provider that loses requests, loses answers, refuses for a while and breaks
// with or without effect: whatever happens, no phone rings twice, and in the end
// every person was told, or is in a list.
func TestNoPhoneRingsTwiceInAStorm(t *testing.T) {
	t.Parallel()
	brokenAfter := func(p *provider, w http.ResponseWriter, form url.Values) {
		p.create(form)
		refused(503, 20503)(p, w, form)
	}
	fates := []fate{
		taken, taken, lostBefore, lostAfter, brokenAfter,
		refused(500, 20500), refused(429, 20429), refused(429, 20429, "Retry-After", "3"), refused(400, 21614), refused(400, 21610),
	}
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			var mobiles []string
			for i := range 12 {
				mobiles = append(mobiles, fmt.Sprintf("+336399804%02d", i))
			}
			h := newHouse(t, mobiles...)
			h.Concurrency = 1 + random.IntN(4)
			for range 30 {
				h.provider.will(fates[random.IntN(len(fates))])
			}
			for range 40 {
				h.dispatch(t)
				h.later(time.Duration(random.IntN(20)) * time.Second)
				h.lookUp(t, []time.Duration{0, 61 * time.Second, 181 * time.Second, 601 * time.Second}[random.IntN(4)])
			}
			h.provider.mu.Lock()
			h.provider.fates = nil
			h.provider.mu.Unlock()
			for n := range 10 { // the provider is well again
				h.dispatch(t)
				h.later(time.Minute)
				h.lookUp(t, time.Duration(n+1)*601*time.Second)
			}

			rings := map[string]int{}
			for _, m := range h.provider.messages {
				rings[m["to"].(string)]++
			}
			silent := 0
			for _, number := range mobiles {
				if rings[number] > 1 {
					t.Errorf("%s rang %d times", number, rings[number])
				}
				if rings[number] == 0 {
					silent++
				}
			}
			if h.nextDue(t) >= 0 && h.nextDue(t) < time.Hour {
				t.Errorf("an SMS is still due in %s", h.nextDue(t))
			}
			unreached, err := h.store.NotConvened(t.Context(), parcours.DateOf(h.clock(), time.UTC), parcours.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			if len(unreached) < silent {
				t.Errorf("%d people were not told, and %d are listed", silent, len(unreached))
			}
		})
	}
}
