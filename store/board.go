package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

const (
	// slowFigures is how long figures may take to count before they are kept, so that their
	// page answers within 100 ms: where few people are followed they are always those of this
	// moment.
	slowFigures = 80 * time.Millisecond
	// figuresKept is how long kept figures are shown; their page says of when they are.
	figuresKept = 10 * time.Minute
)

// Board counts one part of the figures. Where that takes long, figures of some
// minutes ago are returned instead, unless fresh; At says of when they are.
func (s *Store) Board(ctx context.Context, now time.Time, part parcours.BoardPart, f parcours.Filter, fresh bool) (parcours.Board, error) {
	key := boardKey(part, f)
	if !fresh {
		board, ok, err := s.keptBoard(ctx, now, key)
		if err != nil {
			return board, fmt.Errorf("board: %w", err)
		}
		if ok {
			return board, nil
		}
	}
	began := time.Now()
	board, err := s.countBoard(ctx, now, part, f)
	if err != nil {
		return board, fmt.Errorf("board: %w", err)
	}
	if time.Since(began) < slowFigures {
		return board, nil
	}
	return board, s.keepBoard(ctx, now, key, board)
}

func boardKey(part parcours.BoardPart, f parcours.Filter) string {
	return strings.Join([]string{
		string(part), f.TerritoryID, f.ReferentID, f.EnteredFrom.String(), f.EnteredTo.String(), string(f.Channel), string(f.Orientation),
		f.From.String(), f.To.String(),
	}, "|")
}

func (s *Store) keptBoard(ctx context.Context, now time.Time, key string) (board parcours.Board, ok bool, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.FigureSnapshot(ctx, key)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		at := instant(row.At)
		if at.After(now) || now.Sub(at) > figuresKept || s.today(at) != s.today(now) {
			return nil
		}
		ok = true
		return json.Unmarshal([]byte(row.Payload), &board)
	})
	return board, ok, err
}

func (s *Store) keepBoard(ctx context.Context, now time.Time, key string, board parcours.Board) error {
	payload, err := json.Marshal(board)
	if err != nil {
		return fmt.Errorf("board: %w", err)
	}
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.KeepFigureSnapshot(ctx, key, millis(now), string(payload))
	})
	if err != nil {
		return fmt.Errorf("keep a board: %w", err)
	}
	return nil
}

func (s *Store) countBoard(ctx context.Context, now time.Time, part parcours.BoardPart, f parcours.Filter) (parcours.Board, error) {
	board, today := parcours.Board{Part: part, At: now}, s.today(now)
	var err error
	switch part {
	case parcours.BoardMorning:
		board.Reach, err = counts(s.Reach(ctx, now, f))
		if err == nil {
			board.Deadlines, err = counts(s.Deadlines(ctx, today, f))
		}
	case parcours.BoardDeadlines:
		board.Deadlines, err = counts(s.Deadlines(ctx, today, f))
	case parcours.BoardAttendance:
		board.Attendance, err = counts(s.Attendance(ctx, now, f))
	case parcours.BoardWeeks:
		board.Weekly, err = counts(s.WeeklyFigures(ctx, f))
	case parcours.BoardPath:
		board.Path, err = counts(s.Path(ctx, today, f))
		if err == nil {
			board.Employment, err = counts(s.Employment(ctx, today, f))
		}
	case parcours.BoardAnswers:
		board.Answers, err = counts(s.Answers(ctx, now, f))
	default:
		err = fmt.Errorf("%w: no part %q", parcours.ErrNotFound, part)
	}
	return board, err
}

func counts[T any](figures T, err error) (*T, error) { return &figures, err }

// RefreshBoards counts again the figures that everybody opens first, of all
// territories and of each, where counting them takes long; nothing is kept elsewhere.
// Which ones take long is found once a day, and whenever a page finds one: at the
// other times only those are counted.
func (s *Store) RefreshBoards(ctx context.Context, now time.Time) error {
	today := s.today(now)
	if day, ok := s.boardsCounted.Load().(parcours.Date); !ok || day != today {
		if err := s.refreshBoards(ctx, now, nil); err != nil {
			return err
		}
		s.boardsCounted.Store(today)
		return nil
	}
	slow := map[string]bool{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		keys, err := tx.FigureSnapshotKeys(ctx, millis(now.AddDate(0, 0, -1)))
		for _, key := range keys {
			slow[key] = true
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("kept figures: %w", err)
	}
	if len(slow) == 0 {
		return nil
	}
	return s.refreshBoards(ctx, now, slow)
}

// refreshBoards counts the figures of the keys again, all of them when keys is nil.
func (s *Store) refreshBoards(ctx context.Context, now time.Time, keys map[string]bool) error {
	territories, err := s.Territories(ctx)
	if err != nil {
		return err
	}
	filters := []parcours.Filter{{}}
	for _, t := range territories {
		filters = append(filters, parcours.Filter{TerritoryID: t.ID})
	}
	for _, part := range parcours.BoardParts() {
		for _, f := range filters {
			if part != parcours.BoardMorning { // the morning has no period
				f = f.LastDays(parcours.PeriodDays, s.today(now))
			}
			if keys != nil && !keys[boardKey(part, f)] {
				continue
			}
			if _, err := s.Board(ctx, now, part, f, true); err != nil {
				return err
			}
		}
	}
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.DropFigureSnapshots(ctx, millis(now.AddDate(0, 0, -1)))
	})
	if err != nil {
		return fmt.Errorf("drop kept figures: %w", err)
	}
	return nil
}
