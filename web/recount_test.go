package web_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// TestEveryFigureOnScreenIsThatOfTheJournal lives through a random winter, reads the
// journals of everybody entry by entry, counts by hand, and compares with what the
// pages show, for all people and through filters.
func TestEveryFigureOnScreenIsThatOfTheJournal(t *testing.T) {
	t.Parallel()
	var seen happenings
	t.Cleanup(func() { seen.check(t) })
	seeds := []uint64{3, 7}
	for _, seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			storetest.EachWith(t, store.Options{Rules: winterRules(t)}, func(t *testing.T, s *store.Store) {
				w := newWinter(t, s, seed)
				w.seen = &seen
				w.live()
				w.compare()
			})
		})
	}
}

// entry is one line of a journal, opened.
type entry struct {
	parcours.Event
	said map[string]string
}

func (w *winter) journal(id string) []entry {
	events, err := w.s.Journal(w.Context(), id)
	w.must(err)
	var entries []entry
	for _, e := range events {
		said := map[string]string{}
		w.must(json.Unmarshal(e.Payload, &said))
		entries = append(entries, entry{e, said})
	}
	return entries
}

// compare reads every page through each filter: what is shown is what the journals say,
// line for line, and nothing else is shown.
func (w *winter) compare() {
	b := signedIn(w.T, w.base, "claire@exemple.fr")
	today := parcours.DateOf(w.now, paris())
	receiptsBefore := parcours.DateOf(w.now.Add(-72*time.Hour), paris())
	var all []told
	journals := map[string][]entry{}
	for _, id := range w.order {
		journals[id] = w.journal(id)
		all = append(all, w.tell(w.people[id], journals[id]))
	}
	loads := map[string]string{}
	for who, line := range loadsOf(all) {
		loads["loads/"+map[string]string{"anne@exemple.fr": "anne MOREL", "yves@exemple.fr": "yves MOREL"}[who]] = line
	}
	for _, f := range w.filters(all) {
		o := &oracle{winter: w, today: today, from: f.from, lines: map[string]string{}}
		reach := &funnelCount{lost: map[string]map[string]int{}, clock: map[string]int{}}
		for _, t := range all {
			if f.keep(t) {
				o.read(t, journals[t.person.id])
				reach.add(t, today, receiptsBefore)
			}
		}
		o.close()
		if f.query == "period=0" {
			w.seen.add(o.lived())
			w.seen.add(reach.lived())
		}
		got := map[string]string{}
		for _, page := range []string{"delais", "rendez-vous", "semaines", "parcours", "reponses"} {
			answer := b.get("/pilotage/" + page + "?" + f.query)
			answer.wants(w.T, http.StatusOK)
			for label, value := range shown(answer.body) {
				got[label] = value
			}
		}
		everybody := !strings.Contains(f.query, "&")
		for label := range got {
			if strings.HasPrefix(label, "loads/") && !everybody { // of referents, whoever else is chosen
				delete(got, label)
			}
		}
		if everybody {
			maps.Copy(o.lines, loads)
		}
		if diff := cmp.Diff(o.lines, got); diff != "" {
			w.Errorf("%s (-journal +screen):\n%s", f.query, diff)
		}
		answer := b.get("/?" + f.query)
		answer.wants(w.T, http.StatusOK)
		if diff := cmp.Diff(reach.lines(w.label), shownFunnel(answer.body)); diff != "" && reach.people > 0 {
			w.Errorf("the first page, %s (-journal +screen):\n%s", f.query, diff)
		}
	}
}

// happenings are what was counted in the winters together: what never happened was not
// compared.
type happenings struct {
	mu    sync.Mutex
	times map[string]int
}

func (h *happenings) add(times map[string]int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.times == nil {
		h.times = map[string]int{}
	}
	for what, n := range times {
		h.times[what] += n
	}
}

func (h *happenings) check(t *testing.T) {
	for what, n := range h.times {
		if n == 0 {
			t.Errorf("nothing to compare in any winter: no %s", what)
		}
	}
}

// label is what the pages call something.
func (w *winter) label(value any) string {
	if level, ok := value.(parcours.ReachLevel); ok {
		return map[parcours.ReachLevel]string{
			parcours.LevelPeople: "Personnes suivies", parcours.LevelContactable: "Joignables", parcours.LevelSent: "Message parti",
			parcours.LevelDelivered: "Jointes", parcours.LevelAnswered: "Ont répondu", parcours.LevelMet: "Reçues",
		}[level]
	}
	return w.words.Label(parcours.French, value)
}
