package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"

	"relais/store/gen"
)

// session is one connection of SQLite with the statements that were compiled on it,
// each the first time that it was used: six hundred statements compiled beforehand on
// every connection cost several MB, and a statement compiled each time more than it
// takes to run. One goroutine at a time uses it.
type session struct {
	*sql.Conn
	compiled map[string]*sql.Stmt
}

var _ gen.DBTX = (*session)(nil)

func newSession(conn *sql.Conn) *session {
	return &session{Conn: conn, compiled: map[string]*sql.Stmt{}}
}

// compile returns the statement of a text that is one of few: what is kept is never
// given up.
func (s *session) compile(ctx context.Context, query string) (*sql.Stmt, error) {
	if statement, ok := s.compiled[query]; ok {
		return statement, nil
	}
	statement, err := s.Conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.compiled[query] = statement
	return statement, nil
}

// ExecContext, QueryContext and QueryRowContext run a statement that is kept.
func (s *session) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	statement, err := s.compile(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(ctx, args...)
}

func (s *session) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := s.compile(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}

func (s *session) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	statement, err := s.compile(ctx, query)
	if err != nil {
		return s.Conn.QueryRowContext(ctx, query, args...) // tells the error
	}
	return statement.QueryRowContext(ctx, args...)
}

// say runs one of the statements that begin and end.
func (s *session) say(statement string) error {
	_, err := s.ExecContext(context.Background(), statement)
	return err
}

// readers are the sessions that look at a SQLite file: the one used last is used
// next, so that only as many are opened as looked at once.
type readers struct {
	db    *sql.DB
	slots chan struct{}

	mu     sync.Mutex
	idle   []*session
	closed bool
}

func newReaders(db *sql.DB, most int) *readers {
	return &readers{db: db, slots: make(chan struct{}, most)}
}

// take waits for a session; give it back.
func (r *readers) take(ctx context.Context) (*session, error) {
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r.mu.Lock()
	if n := len(r.idle); n > 0 {
		s := r.idle[n-1]
		r.idle = r.idle[:n-1]
		r.mu.Unlock()
		return s, nil
	}
	r.mu.Unlock()
	conn, err := r.db.Conn(ctx)
	if err != nil {
		<-r.slots
		return nil, err
	}
	return newSession(conn), nil
}

// give takes a session back; sound is false when its connection may not be.
func (r *readers) give(s *session, sound bool) error {
	defer func() { <-r.slots }()
	r.mu.Lock()
	if sound && !r.closed {
		r.idle = append(r.idle, s)
		r.mu.Unlock()
		return nil
	}
	r.mu.Unlock()
	if !sound {
		return s.abandon()
	}
	return s.close()
}

// close closes the idle sessions; those in use are closed when they are given back.
func (r *readers) close() error {
	r.mu.Lock()
	idle := r.idle
	r.idle, r.closed = nil, true
	r.mu.Unlock()
	var errs []error
	for _, s := range idle {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

func (s *session) close() error {
	errs := s.forget()
	if err := s.Conn.Close(); !errors.Is(err, sql.ErrConnDone) { // it was given up
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// abandon closes the session and its connection, which nobody else gets.
func (s *session) abandon() error {
	errs := s.forget() // the driver dies of a statement that ends after its connection
	_ = s.Raw(func(any) error { return driver.ErrBadConn })
	return errors.Join(errs...)
}

// forget closes the statements.
func (s *session) forget() []error {
	var errs []error
	for _, statement := range s.compiled {
		errs = append(errs, statement.Close())
	}
	s.compiled = nil
	return errs
}
