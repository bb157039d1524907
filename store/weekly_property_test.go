package store_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestEveryWeekEndsWithTheLastAnswerBeforeItsClosing lives a year of weeks in which
// answers come at any hour, before and after the closing, several or none: the last
// that came in time stands, all are kept, and none changes a week that is closed.
func TestEveryWeekEndsWithTheLastAnswerBeforeItsClosing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person, rules := h.person("I-2"), storetest.Rules(t)
		random := rand.New(rand.NewPCG(27, 2023))
		type oracle struct {
			id      string
			closeAt time.Time
			last    parcours.ActivityReport
			told    int
		}
		weeks := map[parcours.Date]*oracle{}
		end := week27.AddDays(7*52).At(0, 0, rules.Zone)
		for at := h.at(3, 9); at.Before(end); at = at.Add(time.Duration(1+random.IntN(60)) * time.Hour) {
			h.tick(at)
			for _, d := range h.claim() {
				h.send(d)
			}
			for _, w := range h.weeks(person) {
				if weeks[w.Week.Monday] == nil {
					weeks[w.Week.Monday] = &oracle{id: w.ID, closeAt: rules.WeekCalendar(w.Week, person).CloseAt}
				}
			}
			monday := parcours.WeekOf(parcours.DateOf(at, rules.Zone)).Monday.AddDays(-7 * random.IntN(3))
			o := weeks[monday]
			if o == nil || random.IntN(3) == 0 {
				continue
			}
			report := parcours.ActivityReport{Stated: true, Minutes: random.IntN(2400)}
			err := h.declare(o.id, report)
			switch inTime := at.Before(o.closeAt); {
			case inTime && err != nil:
				t.Fatalf("%s, week of %s: %v", at, monday, err)
			case !inTime && !errors.Is(err, parcours.ErrConflict):
				t.Fatalf("%s, week of %s, closed at %s: %v, want ErrConflict", at, monday, o.closeAt, err)
			case inTime:
				o.last, o.told = report, o.told+1
			}
		}
		h.tick(end.AddDate(0, 0, 7))
		answered := 0
		for _, w := range h.weeks(person) {
			o := weeks[w.Week.Monday]
			if o == nil {
				continue // opened by the last tick
			}
			if (w.Report != nil) != (o.told > 0) || w.Report != nil && w.Report.Minutes != o.last.Minutes || len(w.Reports) != o.told {
				t.Errorf("week of %s: %+v after %d reports, want %+v after %d", w.Week.Monday, w.Report, len(w.Reports), o.last, o.told)
			}
			answered += min(o.told, 1)
		}
		if len(weeks) < 50 || answered < 20 || answered == len(weeks) {
			t.Errorf("%d weeks, %d answered: the year says little", len(weeks), answered)
		}
		for _, kind := range []string{parcours.KindWeeklyRequest, parcours.KindWeeklyNudge} {
			if twice := h.all("select subject_id from notification where kind = $1 group by subject_id having count(*) > 1", kind); len(twice) > 0 {
				t.Errorf("%d weeks with more than one %s", len(twice), kind)
			}
		}
	})
}
