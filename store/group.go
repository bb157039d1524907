package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// group gathers what concurrent callers want to write and commits it once:
// whatever waits when the previous commit ends goes into the next one, without
// any timer. A commit costs a sync of the disk; sharing it is what makes durable
// receipts cheap.
//
// One caller's failure does not undo another's work: a batch in which one failed
// is undone and run again, each caller in a savepoint of its own. Failures are
// rare and savepoints are not free, so they are not taken beforehand.
type group struct {
	db  *sql.DB
	run func(context.Context, *sql.Tx, func(context.Context, *tx) error) error
	// prepared holds the savepoint statements.
	prepared map[string]*sql.Stmt
	calls    chan *call
	stop     chan struct{}
	ended    sync.WaitGroup
}

const (
	savepoint        = "savepoint caller"
	rollbackTo       = "rollback to caller"
	releaseSavepoint = "release caller"
)

// groupSize bounds how many callers wait for the same commit.
const groupSize = 128

var errClosed = errors.New("the database is closed")

type call struct {
	ctx  context.Context //nolint:containedctx // the caller waits for the call
	fn   func(context.Context, *tx) error
	err  error
	died any
	done chan struct{}
}

func newGroup(db *sql.DB, prepared map[string]*sql.Stmt, run func(context.Context, *sql.Tx, func(context.Context, *tx) error) error) *group {
	g := &group{db: db, prepared: prepared, run: run, calls: make(chan *call), stop: make(chan struct{})}
	g.ended.Go(g.loop)
	return g
}

// do waits for its turn, runs fn and waits until it is committed. A panic of fn
// comes back to the caller.
func (g *group) do(ctx context.Context, fn func(context.Context, *tx) error) error {
	c := &call{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case g.calls <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.stop:
		return errClosed
	}
	<-c.done
	if c.died != nil {
		panic(c.died)
	}
	return c.err
}

func (g *group) close() {
	close(g.stop)
	g.ended.Wait()
}

func (g *group) loop() {
	for {
		select {
		case c := <-g.calls:
			g.commit(g.gather(c))
		case <-g.stop:
			return
		}
	}
}

func (g *group) gather(first *call) []*call {
	batch := []*call{first}
	for len(batch) < groupSize {
		select {
		case c := <-g.calls:
			batch = append(batch, c)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the batch in one transaction. When the engine itself undid it
// (disk full, for one), each call is tried alone, so that it gets its own error.
func (g *group) commit(batch []*call) {
	err := g.together(batch, false)
	if errors.Is(err, errOneFailed) {
		err = g.together(batch, true)
	}
	for _, c := range batch {
		if err != nil && len(batch) > 1 {
			c.err, c.died = nil, nil
			if alone := g.together([]*call{c}, false); alone != nil {
				c.err = alone
			}
		} else if err != nil {
			c.err = err
		}
		close(c.done)
	}
}

// errOneFailed: a call failed and had no savepoint, so that the batch was undone.
var errOneFailed = errors.New("a call of the batch failed")

// together returns an error when nothing of the batch is in the database.
func (g *group) together(batch []*call, savepoints bool) error {
	ctx := context.Background()
	conn, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	kept := 0
	for _, c := range batch {
		c.died = nil
		if c.err = c.ctx.Err(); c.err != nil {
			continue
		}
		if !savepoints {
			g.guarded(c, conn)
			if c.err != nil || c.died != nil {
				_ = conn.Rollback() // fails when the engine already did it
				if len(batch) > 1 {
					return errOneFailed
				}
				return c.err
			}
			kept++
			continue
		}
		ok, err := g.inSavepoint(ctx, c, conn)
		if err != nil {
			_ = conn.Rollback()
			return err
		}
		if ok {
			kept++
		}
	}
	if kept == 0 {
		return conn.Rollback()
	}
	if err := conn.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (g *group) inSavepoint(ctx context.Context, c *call, conn *sql.Tx) (bool, error) {
	if _, err := execPrepared(ctx, conn, g.prepared, savepoint); err != nil {
		return false, fmt.Errorf("savepoint: %w", err)
	}
	g.guarded(c, conn)
	ok := c.err == nil && c.died == nil
	if !ok {
		if _, err := execPrepared(ctx, conn, g.prepared, rollbackTo); err != nil {
			return false, fmt.Errorf("rollback: %w", errors.Join(err, c.err))
		}
	}
	if _, err := execPrepared(ctx, conn, g.prepared, releaseSavepoint); err != nil {
		return false, fmt.Errorf("release: %w", err)
	}
	return ok, nil
}

func (g *group) guarded(c *call, conn *sql.Tx) {
	defer func() { c.died = recover() }()
	c.err = g.run(context.WithoutCancel(c.ctx), conn, c.fn)
}
