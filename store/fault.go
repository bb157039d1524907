package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/url"

	"github.com/jackc/pgx/v5/pgconn"
	sqlitedriver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"relais/parcours"
)

// fault is an error of the machine, and what to do about it. It is an
// ErrUnavailable: the same work may succeed once it is mended.
type fault struct {
	mend string
	err  error
}

func (f *fault) Error() string { return f.mend + ": " + f.err.Error() }

func (f *fault) Unwrap() error { return f.err }

func (f *fault) Is(target error) bool { return target == parcours.ErrUnavailable }

// explain puts what to do in front of a fault of the machine, once.
func (d dialect) explain(err error) error {
	if _, done := errors.AsType[*fault](err); done {
		return err
	}
	if d.name == postgres {
		return d.explainPostgres(err)
	}
	if e, ok := errors.AsType[*sqlitedriver.Error](err); ok {
		switch e.Code() & 0xff {
		case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
			return &fault{d.database + " is locked by another program: wait until it has finished, or stop it", err}
		case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
			return &fault{d.database + " or its directory cannot be written: give this user the right to write both", err}
		case lib.SQLITE_NOTADB, lib.SQLITE_CORRUPT:
			return &fault{d.database + " is not a sound SQLite database: check RELAIS_DATABASE, or restore a backup", err}
		case lib.SQLITE_FULL:
			return &fault{"the disk that holds " + d.database + " is full: make room", err}
		case lib.SQLITE_IOERR:
			return &fault{d.database + " cannot be written: its disk fails or has become read-only, mend it or restore a backup", err}
		}
	}
	return err
}

// explainPostgres knows the codes of https://www.postgresql.org/docs/current/errcodes-appendix.html.
func (d dialect) explainPostgres(err error) error {
	if e, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		// Its own text repeats the user and the database.
		return &fault{"PostgreSQL cannot be reached at " + d.host() + ": check RELAIS_DATABASE and that the server runs", errors.Unwrap(e)}
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case "53100", "58030":
			return &fault{"the disk of PostgreSQL at " + d.host() + " is full or fails: make room, or mend it", err}
		case "25006":
			return &fault{"PostgreSQL at " + d.host() + " is read-only, a standby perhaps: name the primary server in RELAIS_DATABASE", err}
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &fault{"PostgreSQL at " + d.host() + " does not answer in time: see that the server is not overloaded or stopped", err}
	}
	if d.lost(err) {
		return &fault{"PostgreSQL at " + d.host() + " has cut the connection: a server that restarts is waited for, else see its log", err}
	}
	return err
}

// lost reports whether the connection to PostgreSQL broke: the server stopped,
// crashed, or gave its place to another one. What was not committed is undone.
func (d dialect) lost(err error) bool {
	if d.name != postgres {
		return false
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "57P01" || e.Code == "57P02" || e.Code == "57P03"
	}
	for _, broken := range []error{driver.ErrBadConn, pgconn.ErrConnClosed, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, broken) {
			return true
		}
	}
	_, network := errors.AsType[*net.OpError](err)
	return network
}

func (d dialect) host() string {
	u, err := url.Parse(d.database)
	if err != nil {
		return "its address"
	}
	return u.Host
}
