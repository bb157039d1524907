package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Options says where the data is and what the store must know to keep it.
type Options struct {
	// Database is the path of a SQLite file, or a postgres:// address.
	Database string
	// Key is the data key of LoadKey, KeySize bytes.
	Key []byte
	// Rules and Service are handed back in every Dossier and used by the plans
	// that the store writes itself (reminders of a moved appointment, notices).
	Rules   parcours.Rules
	Service parcours.Service
	// TwoWaySMS: the SMS sender can be answered (a short code can, an
	// alphanumeric sender cannot). Telegram always can.
	TwoWaySMS bool
	// Lease is how long a marked attempt stays ours before it counts as unknown;
	// process time, 60 s when zero.
	Lease time.Duration
	// FirstLookUp is how long after the send began an unknown attempt is first
	// looked up; process time, 60 s when zero.
	FirstLookUp time.Duration
	// FirstPoll is how long after a message left its receipt is first asked for;
	// business time, 10 min when zero.
	FirstPoll time.Duration
	// ConsoleLink returns the complete address of an escalation's page, put in
	// the notices to professionals. Nil: notices carry no link.
	ConsoleLink func(escalationID string) string
	// CalendarLink returns the complete address of a person's own appointment, put in the
	// confirmation that leaves by Telegram. Nil: it carries none.
	CalendarLink func(token string) string
	// CacheKB is how much of a SQLite file the writer keeps in memory; 4 MB when zero,
	// which is enough for a service. What writes all over the tables wants more.
	CacheKB int
	// Volatile has SQLite confirm what a crash would lose, on one connection that no other
	// process shares the file with: for a database that nobody keeps, such as a simulation's.
	Volatile bool
	// NewID makes the ids of rows; they must sort by now. UUIDv7 when nil.
	NewID func(now time.Time) string
	// Random fills the salts of the journal and the one-time codes; crypto/rand when nil.
	// What a simulation gives here repeats, and protects nothing.
	Random func([]byte)
	// Now is business time for reads that are not told it; time.Now when nil.
	Now func() time.Time
	// Logger receives state changes of the store itself; slog.Default when nil.
	Logger *slog.Logger
}

// Store is the database. Its methods are safe for concurrent use.
//
// Errors wrap parcours.ErrNotFound, ErrConflict or ErrInvalid where the caller
// has something to decide; any other error is a fault of the machine.
type Store struct {
	core
	writer  *sql.DB
	reader  *sql.DB
	queries *gen.Queries
	// reads answers beside the sessions, from the middle of another look too.
	reads *gen.Queries
	// session and group are how SQLite is written to, readers how it is read; nil on
	// PostgreSQL.
	session *session
	group   *group
	readers *readers
	// alone is in their place where the database is thrown away.
	alone *alone

	// boardsCounted is the day (a parcours.Date) on which every board was last counted.
	boardsCounted atomic.Value

	// dataKey and wrapper open the keyring.
	dataKey []byte
	wrapper wrapper

	pings    chan struct{} // holds the question that was asked
	pinged   error
	pingedAt time.Time
}

// core is what every transaction may need beside its connection.
type core struct {
	dialect     dialect
	vault       *vault
	rules       parcours.Rules
	service     parcours.Service
	twoWaySMS   bool
	lease       time.Duration
	firstLookUp time.Duration
	firstPoll   time.Duration
	consoleLink func(string) string
	// calendarLink is nil where confirmations carry no link.
	calendarLink func(string) string
	newID        func(time.Time) string
	random       func([]byte)
	now          func() time.Time
	logger       *slog.Logger
}

// Open opens the database, creates or migrates its schema, and checks the data
// key against the one the data was sealed with. Errors say how to mend.
func Open(ctx context.Context, o Options) (*Store, error) {
	wrapper, err := newWrapper(o.Key)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d, err := dialectOf(o.Database)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d.cacheKB, d.volatile = o.CacheKB, o.Volatile
	s := &Store{pings: make(chan struct{}, 1), dataKey: o.Key, wrapper: wrapper, core: core{
		dialect: d, rules: o.Rules, service: o.Service, twoWaySMS: o.TwoWaySMS,
		lease: o.Lease, firstLookUp: o.FirstLookUp, firstPoll: o.FirstPoll, consoleLink: o.ConsoleLink, calendarLink: o.CalendarLink, newID: o.NewID, random: o.Random, now: o.Now, logger: o.Logger,
	}}
	s.setDefaults()
	if s.writer, s.reader, err = d.open(); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", d.explain(err)), s.Close())
	}
	return s, nil
}

func (c *core) setDefaults() {
	if c.lease <= 0 {
		c.lease = time.Minute
	}
	if c.firstLookUp <= 0 {
		c.firstLookUp = time.Minute
	}
	if c.firstPoll <= 0 {
		c.firstPoll = 10 * time.Minute
	}
	if c.newID == nil {
		c.newID = new(clockedIDs).next
	}
	if c.random == nil {
		c.random = func(b []byte) { _, _ = rand.Read(b) } // never fails: it would end the program
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.logger == nil {
		c.logger = slog.Default()
	}
	if c.rules.Zone == nil {
		c.rules.Zone = time.UTC
	}
}

// bringUp brings the schema up to date. While the server that answered cuts the connection,
// for it restarts or gives its place to a replica, it is asked again, a second later.
func (s *Store) bringUp(ctx context.Context) error {
	for try := 1; ; try++ {
		err := migrate(ctx, s.dialect, s.writer)
		if err == nil || try == tries || !s.dialect.lost(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// start brings the schema up to date, prepares the statements and checks the key.
func (s *Store) start(ctx context.Context) error {
	if err := s.writer.PingContext(ctx); err != nil {
		return err
	}
	if err := s.bringUp(ctx); err != nil {
		return err
	}
	if err := s.refuseHalf(ctx); err != nil {
		return err
	}
	s.reads = gen.New(s.reader)
	ring, err := s.loadKeyring(ctx)
	if err != nil {
		return err
	}
	if s.vault, err = newVault(ring); err != nil {
		return err
	}
	s.vault.refresh = s.refreshKeys
	if s.dialect.name == postgres {
		s.queries = gen.New(s.writer)
	} else if s.dialect.volatile {
		if err := s.startAlone(ctx); err != nil {
			return err
		}
	} else if err := s.startGroup(ctx); err != nil {
		return err
	}
	return s.checkKey(ctx)
}

// startGroup gives the one connection that writes to the group.
func (s *Store) startGroup(ctx context.Context) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	s.session = newSession(conn)
	s.queries = gen.New(s.session)
	s.readers = newReaders(s.reader, sqliteReaders)
	s.group = newGroup(s.session, newCheckpointer(s.reader), s.within)
	return nil
}

// Close waits for the writes in hand, then closes the database.
func (s *Store) Close() error {
	if s.group != nil {
		s.group.close()
	}
	var errs []error
	if s.alone != nil {
		errs = append(errs, s.alone.commit())
	}
	if s.session != nil {
		errs = append(errs, s.session.close())
	}
	if s.readers != nil {
		errs = append(errs, s.readers.close())
	}
	if s.reader != nil && s.reader != s.writer {
		errs = append(errs, s.reader.Close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.Close())
	}
	return errors.Join(errs...)
}

const (
	// pingEvery bounds how often the database is written to only to know that it can be.
	pingEvery = time.Second
	// pingWithin is how long a server may take that answers at all.
	pingWithin = 2 * time.Second
)

const keyPing = "ping"

// Ping reports whether the database can be read and written; readiness probes use
// it. A full disk, or a server that is a standby, answers every question and keeps
// nothing. Anybody may ask: one answer serves for a second.
func (s *Store) Ping(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	select {
	case s.pings <- struct{}{}:
		defer func() { <-s.pings }()
	case <-ctx.Done():
		return fmt.Errorf("ping database: the last question was not answered: %w", ctx.Err())
	}
	if time.Since(s.pingedAt) < pingEvery {
		return s.pinged
	}
	// Whoever asks may hang up: that says nothing of the database.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingWithin)
	defer cancel()
	err := s.reader.PingContext(ctx)
	value := strconv.FormatInt(millis(time.Now()), 10)
	switch {
	case err != nil:
	case s.group != nil:
		err = s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.PutSetting(ctx, keyPing, value) })
	default:
		err = s.queries.PutSetting(ctx, keyPing, value)
	}
	if err != nil {
		err = fmt.Errorf("ping database: %w", s.dialect.explain(err))
	}
	s.pinged, s.pingedAt = err, time.Now()
	return err
}

const keyCheck = "key_check"

// checkKey refuses a data key other than the one the database was created with:
// it would make every sealed column unreadable and every look-up miss. It writes
// only the first time, so that a report opens beside a long import.
func (s *Store) checkKey(ctx context.Context) error {
	want := s.vault.index("setting.key_check", "relais")
	var got string
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		got, err = tx.Setting(ctx, keyCheck)
		return err
	})
	if errors.Is(err, parcours.ErrNotFound) {
		err = s.write(ctx, func(ctx context.Context, tx *tx) error {
			if _, err := tx.InsertSetting(ctx, keyCheck, want); err != nil {
				return err
			}
			var err error
			got, err = tx.Setting(ctx, keyCheck)
			return err
		})
	}
	if err != nil {
		return err
	}
	if got != want {
		return errWrongKey
	}
	return nil
}
