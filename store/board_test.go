package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestFiguresThatCountFastAreThoseOfThisMoment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.must(s.RefreshBoards(t.Context(), h.now))
		board, err := s.Board(t.Context(), h.now, parcours.BoardMorning, parcours.Filter{}, false)
		h.must(err)
		if board.Reach.People != 1 || board.Deadlines.Booked.People != 1 || !board.At.Equal(h.now) {
			t.Errorf("got %+v at %v", board.Reach, board.At)
		}
		morning, err := s.Morning(t.Context(), parcours.DateOf(h.now, storetest.Rules(t).Zone), parcours.Filter{}, 8)
		h.must(err)
		if morning.NotConvened.Total != 1 || len(morning.NotConvened.People) != 1 || morning.AtRisk.Total != 0 {
			t.Errorf("got %+v", morning)
		}
		if _, err := s.PeopleBehind(t.Context(), h.now, parcours.Filter{}, "nothing"); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("people behind nothing: got %v, want ErrNotFound", err)
		}
		if n, err := s.PeopleBehind(t.Context(), h.now, parcours.Filter{}, parcours.FigureNoShow); n != 0 || err != nil {
			t.Errorf("people behind no-shows: got %d, %v", n, err)
		}
	})
}

func TestOnlyFiguresThatCountSlowlyAreCountedAgainWithinADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.must(s.RefreshBoards(t.Context(), h.now))
		f := parcours.Filter{}.LastDays(parcours.PeriodDays, parcours.DateOf(h.now, storetest.Rules(t).Zone))
		key := strings.Join([]string{string(parcours.BoardMorning), "", "", f.EnteredFrom.String(), f.EnteredTo.String(), "", "", f.From.String(), f.To.String()}, "|")
		old := fmt.Sprint(h.now.Add(-5 * time.Minute).UnixMilli())
		h.must(s.Poke(t.Context(), "insert into figure_snapshot (key, at, payload) values ('"+key+"', "+old+", '{}'), ('gone', 1, '{}')"))
		h.must(s.RefreshBoards(t.Context(), h.now))
		// It counted fast, so that it was not kept anew; what nobody opens is dropped.
		h.want("kept", h.one("select count(*) from figure_snapshot"), "1")
		h.want("dropped", h.one("select count(*) from figure_snapshot where key = 'gone'"), "0")
	})
}

func TestKeptFiguresAreShownForSomeMinutesOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		kept, err := json.Marshal(parcours.Board{Part: parcours.BoardMorning, At: h.now, Reach: &parcours.Reach{People: 35}, Deadlines: &parcours.Deadlines{}})
		h.must(err)
		h.must(s.Poke(t.Context(), "insert into figure_snapshot (key, at, payload) values ($1, $2, $3)", "morning||||||||", h.now.UnixMilli(), string(kept)))
		for _, c := range []struct {
			after time.Duration
			fresh bool
			want  int
		}{{0, false, 35}, {9 * time.Minute, false, 35}, {time.Minute, true, 1}, {11 * time.Minute, false, 1}} {
			board, err := s.Board(t.Context(), h.now.Add(c.after), parcours.BoardMorning, parcours.Filter{}, c.fresh)
			h.must(err)
			if board.Reach.People != c.want {
				t.Errorf("after %v, fresh %v: got %d people, want %d", c.after, c.fresh, board.Reach.People, c.want)
			}
		}
	})
}
