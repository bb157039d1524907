package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"relais/store/gen"
)

// alone is how a database is used that one process has for itself and that nobody keeps
// (Options.Volatile): everything runs on one connection, reads too, and many calls are
// committed together. The statements, their order and what they see are the same; what
// is spared is a transaction for each of them, and pages that one connection wrote and
// another reads again.
type alone struct {
	run     func(context.Context, func(context.Context, *tx) error) error
	session *session

	mu sync.Mutex
	// calls are those of the open transaction.
	calls int
}

// aloneTogether is how many calls are committed at once: their pages fit in the writer's
// cache.
const aloneTogether = 2048

// startAlone takes the one connection that there is.
func (s *Store) startAlone(ctx context.Context) error {
	if err := s.reader.Close(); err != nil {
		return err
	}
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	s.reader, s.session = s.writer, newSession(conn)
	s.queries = gen.New(s.session)
	s.reads = s.queries
	for _, pragma := range []string{"pragma locking_mode = exclusive", "pragma journal_mode = memory"} {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return err
		}
	}
	s.alone = &alone{session: s.session, run: s.within}
	return nil
}

// do runs fn; what it wrote is undone when it fails, and only that.
func (a *alone) do(ctx context.Context, fn func(context.Context, *tx) error, writes bool) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.calls == 0 {
		if err := a.session.say(begin); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
	}
	a.calls++
	if writes {
		if err := a.session.say(savepoint); err != nil {
			return fmt.Errorf("savepoint: %w", err)
		}
	}
	done := false
	defer func() { // also when fn dies
		if writes {
			if !done {
				err = errors.Join(err, a.session.say(rollbackTo))
			}
			err = errors.Join(err, a.session.say(releaseSavepoint))
		}
		if a.calls >= aloneTogether {
			err = errors.Join(err, a.commit())
		}
	}()
	if err := a.run(context.WithoutCancel(ctx), fn); err != nil {
		return err
	}
	done = true
	return nil
}

// commit keeps what the open transaction holds.
func (a *alone) commit() error {
	if a.calls == 0 {
		return nil
	}
	a.calls = 0
	if err := a.session.say(commit); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
