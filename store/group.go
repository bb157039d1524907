package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// group gathers what concurrent callers want to write and commits it once:
// whatever waits when the previous commit ends goes into the next one, and so does
// what comes while that one is being written, without any timer. A commit costs a sync of the disk; sharing it is what makes durable
// receipts cheap.
//
// One caller's failure does not undo another's work: a batch in which one failed
// is undone and run again, each caller in a savepoint of its own. Failures are
// rare and savepoints are not free, so they are not taken beforehand.
//
// The group keeps one connection for itself: statements compiled on it run as they
// are, where a sql.Tx looks them up, and starts a goroutine for each query.
type group struct {
	run         func(context.Context, func(context.Context, *tx) error) error
	session     *session
	checkpoints *checkpointer
	calls       chan *call
	stop        chan struct{}
	ended       sync.WaitGroup
}

const (
	begin            = "begin immediate"
	beginRead        = "begin"
	commit           = "commit"
	rollback         = "rollback"
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

func newGroup(
	session *session, checkpoints *checkpointer, run func(context.Context, func(context.Context, *tx) error) error,
) *group {
	g := &group{session: session, checkpoints: checkpoints, run: run, calls: make(chan *call), stop: make(chan struct{})}
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
	g.checkpoints.close()
}

func (g *group) loop() {
	for {
		select {
		case c := <-g.calls:
			g.commit([]*call{c})
		case <-g.stop:
			return
		}
	}
}

// next returns a call that waits, nil when none does.
func (g *group) next() *call {
	select {
	case c := <-g.calls:
		return c
	default:
		return nil
	}
}

// commit runs the batch in one transaction, and whoever comes before it ends. When
// the engine itself undid it (disk full, for one), each call is tried alone, so that
// it gets its own error.
func (g *group) commit(batch []*call) {
	batch, err := g.together(batch, true)
	if errors.Is(err, errOneFailed) {
		err = g.apart(batch)
	}
	for _, c := range batch {
		if err != nil && len(batch) > 1 {
			c.err, c.died = nil, nil
			if alone := g.alone(c); alone != nil {
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

// together runs the batch and, where it is open, lets others join it until nobody
// waits: while one call runs the next ones come. It returns who was in it, and an error
// when nothing of it is in the database.
func (g *group) together(batch []*call, open bool) ([]*call, error) {
	if err := g.session.say(begin); err != nil {
		return batch, fmt.Errorf("begin: %w", err)
	}
	kept := 0
	for i := 0; i < len(batch); i++ {
		c := batch[i]
		c.died = nil
		if c.err = c.ctx.Err(); c.err == nil {
			g.guarded(c)
			if c.err != nil || c.died != nil {
				g.undo()
				if len(batch) > 1 {
					return batch, errOneFailed
				}
				return batch, c.err
			}
			kept++
		}
		if open && i == len(batch)-1 && len(batch) < groupSize {
			if another := g.next(); another != nil {
				batch = append(batch, another)
			}
		}
	}
	return batch, g.end(kept)
}

// apart runs the batch with a savepoint for each call. It returns an error when nothing
// of the batch is in the database.
func (g *group) apart(batch []*call) error {
	if err := g.session.say(begin); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	kept := 0
	for _, c := range batch {
		c.died = nil
		if c.err = c.ctx.Err(); c.err != nil {
			continue
		}
		ok, err := g.inSavepoint(c)
		if err != nil {
			g.undo()
			return err
		}
		if ok {
			kept++
		}
	}
	return g.end(kept)
}

// alone runs one call in a transaction of its own.
func (g *group) alone(c *call) error {
	_, err := g.together([]*call{c}, false)
	return err
}

// end commits what so many calls wrote.
func (g *group) end(kept int) error {
	if kept == 0 {
		g.undo()
		return nil
	}
	if err := g.session.say(commit); err != nil {
		g.undo()
		return fmt.Errorf("commit: %w", err)
	}
	g.checkpoints.committed()
	return nil
}

// undo ends the transaction. It fails when the engine already did.
func (g *group) undo() { _ = g.session.say(rollback) }

func (g *group) inSavepoint(c *call) (bool, error) {
	if err := g.session.say(savepoint); err != nil {
		return false, fmt.Errorf("savepoint: %w", err)
	}
	g.guarded(c)
	ok := c.err == nil && c.died == nil
	if !ok {
		if err := g.session.say(rollbackTo); err != nil {
			return false, fmt.Errorf("rollback: %w", errors.Join(err, c.err))
		}
	}
	if err := g.session.say(releaseSavepoint); err != nil {
		return false, fmt.Errorf("release: %w", err)
	}
	return ok, nil
}

func (g *group) guarded(c *call) {
	defer func() { c.died = recover() }()
	c.err = g.run(context.WithoutCancel(c.ctx), c.fn)
}
