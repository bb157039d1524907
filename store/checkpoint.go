package store

import (
	"context"
	"database/sql"
	"sync"
)

// checkpointer copies what SQLite committed from its log into its file, beside the
// writer: one in a hundred receipts waited 30 ms while a commit did it, 15 ms now
// (make bench).
type checkpointer struct {
	db      *sql.DB
	commits int
	due     chan struct{}
	stop    context.CancelFunc
	ended   sync.WaitGroup
}

const (
	// commitsFolded is how many commits make a checkpoint due: one to three thousand pages.
	commitsFolded = 128
	// logPages is the length of the log at which the writer itself makes the
	// checkpoint, in pages of 4 kB: what bounds the log under a load that never pauses.
	logPages = "16384"
)

// newCheckpointer works on a connection of db, which may be one that only reads: a
// checkpoint changes nothing that a query can see.
func newCheckpointer(db *sql.DB) *checkpointer {
	ctx, stop := context.WithCancel(context.Background())
	c := &checkpointer{db: db, due: make(chan struct{}, 1), stop: stop}
	c.ended.Go(func() { c.loop(ctx) })
	return c
}

// committed counts a commit. Only the writer calls it.
func (c *checkpointer) committed() {
	if c.commits++; c.commits%commitsFolded != 0 {
		return
	}
	select {
	case c.due <- struct{}{}:
	default: // one is under way, and another one waits
	}
}

func (c *checkpointer) loop(ctx context.Context) {
	for {
		select {
		case <-c.due:
			// A checkpoint that fails, on a full disk for one, leaves its work to the writer's.
			_, _ = c.db.ExecContext(ctx, "pragma wal_checkpoint(passive)")
		case <-ctx.Done():
			return
		}
	}
}

func (c *checkpointer) close() {
	c.stop()
	c.ended.Wait()
}
