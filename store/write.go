package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

// tx is one transaction: the compiled queries bound to it, the connection for
// what is written by hand, and the store's rules, vault and ids.
type tx struct {
	*gen.Queries
	*core
	conn gen.DBTX
	// kept runs statements that come again and again: on SQLite they stay compiled.
	kept gen.DBTX
	// gathered is what was read ahead about one attempt; see readAhead.
	gathered *gathered
	// graves says whether anybody was erased; unknown until an import asks.
	graves parcours.Tri
	// merged are the keys of merged files; nil until they are asked for.
	merged *mergedKeys
}

// write runs fn in one transaction that is durable when write returns nil.
//
// fn may run more than once: set what it hands back, do not append to it. The
// context it is given is never cancelled: a statement interrupted half-way would
// undo the transactions it shares a commit with. fn must not call write or read,
// which would wait for itself, and works on tx only.
//
// On SQLite concurrent callers share a commit (group.go). On PostgreSQL each has
// its own, run again when it lost a race, or its connection before the commit.
func (s *Store) write(ctx context.Context, fn func(ctx context.Context, tx *tx) error) error {
	switch {
	case s.alone != nil:
		return s.dialect.classify(s.alone.do(ctx, fn, true))
	case s.group != nil:
		return s.dialect.classify(s.group.do(ctx, fn))
	}
	for try := 1; ; try++ {
		undone, err := s.once(ctx, fn)
		if err == nil || try == tries || !s.dialect.again(err) && (!undone || !s.dialect.lost(err)) {
			return s.dialect.classify(err)
		}
	}
}

// tries is how often a transaction is begun that lost a race, or its connection.
const tries = 5

// once reports, with an error, whether nothing of the transaction was kept: of a
// commit whose answer did not come nobody knows.
func (s *Store) once(ctx context.Context, fn func(ctx context.Context, tx *tx) error) (undone bool, err error) {
	if err := ctx.Err(); err != nil {
		return true, err
	}
	ctx = context.WithoutCancel(ctx)
	conn, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return true, fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = conn.Rollback() }() // when fn dies; it is over otherwise
	if err := fn(ctx, &tx{Queries: gen.New(conn), core: &s.core, conn: conn, kept: conn}); err != nil {
		return true, errors.Join(err, conn.Rollback())
	}
	if err := conn.Commit(); err != nil {
		return false, fmt.Errorf("commit: %w", err)
	}
	return false, nil
}

// within runs fn in the transaction that the group has begun.
func (s *Store) within(ctx context.Context, fn func(ctx context.Context, tx *tx) error) error {
	return fn(ctx, &tx{Queries: s.queries, core: &s.core, conn: s.session.Conn, kept: s.session})
}

// read runs fn on one consistent snapshot. fn must not write.
func (s *Store) read(ctx context.Context, fn func(ctx context.Context, tx *tx) error) error {
	switch {
	case s.alone != nil:
		return s.dialect.classify(s.alone.do(ctx, fn, false))
	case s.readers != nil:
		return s.dialect.classify(s.readSession(ctx, fn))
	}
	conn, err := s.look(ctx)
	if err != nil {
		return s.dialect.classify(fmt.Errorf("begin: %w", err))
	}
	defer func() { _ = conn.Rollback() }() // when fn dies; it is over otherwise
	err = fn(ctx, &tx{Queries: gen.New(conn), core: &s.core, conn: conn, kept: conn})
	return s.dialect.classify(errors.Join(err, conn.Rollback()))
}

// readSession is read on a session of SQLite.
func (s *Store) readSession(ctx context.Context, fn func(ctx context.Context, tx *tx) error) (err error) {
	session, err := s.readers.take(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := session.say(beginRead); err != nil {
		return fmt.Errorf("begin: %w", errors.Join(err, s.readers.give(session, false)))
	}
	defer func() { // also when fn dies
		ended := session.say(rollback)
		err = errors.Join(err, ended, s.readers.give(session, ended == nil))
	}()
	return fn(ctx, &tx{Queries: gen.New(session), core: &s.core, conn: session.Conn, kept: session})
}

// look begins a transaction of PostgreSQL that reads. The connections of a server that has
// restarted are all dead, and nothing was asked of them yet.
func (s *Store) look(ctx context.Context) (*sql.Tx, error) {
	options := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	for try := 1; ; try++ {
		conn, err := s.reader.BeginTx(ctx, options)
		if err == nil || try == tries || !s.dialect.lost(err) {
			return conn, err
		}
	}
}

// lock makes the transactions that lock the same id wait for each other until
// they end. Lock a person before reading what a decision about them rests on.
func (tx *tx) lock(ctx context.Context, kind, id string) error {
	if err := tx.dialect.lock(ctx, tx.conn, kind, id); err != nil {
		return fmt.Errorf("lock %s: %w", kind, err)
	}
	return nil
}

// exec runs a statement written by hand, whose text is one of few, and returns how
// many rows it changed.
func (tx *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := tx.kept.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// rows calls scan for each row of a query written by hand.
func (tx *tx) rows(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	return rowsOf(ctx, tx.conn, query, args, scan)
}

// rowsKept is rows for a query whose text is one of few. scan runs no query.
func (tx *tx) rowsKept(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	return rowsOf(ctx, tx.kept, query, args, scan)
}

func rowsOf(ctx context.Context, conn gen.DBTX, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
