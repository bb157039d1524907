package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"relais/parcours"
	"relais/store"
	"relais/store/gen"
	"relais/store/storetest"
)

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	for name, want := range map[string][2]string{
		"journal_mode": {"wal", "wal"}, "synchronous": {"2", "2"}, "foreign_keys": {"1", "1"}, "busy_timeout": {"10000", "10000"},
		"query_only": {"0", "1"}, "temp_store": {"2", "2"}, "cache_size": {"-4096", "-1024"},
	} {
		writer, readers, err := s.Pragmas(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if writer[0] != want[0] || slices.ContainsFunc(readers, func(v string) bool { return v != want[1] }) {
			t.Errorf("%s is %v on the writer and %v on the readers, want %v", name, writer, readers, want)
		}
	}
}

func TestOneCallerSFailureLeavesTheOthersCommitted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		boom := errors.New("boom")
		const callers = 60
		var wait sync.WaitGroup
		for i := range callers {
			wait.Go(func() {
				err := s.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
					if _, err := tx.ExecContext(ctx, "insert into setting (key, value) values ($1, '')", "caller "+strconv.Itoa(i)); err != nil {
						return err
					}
					if i%3 == 0 {
						return boom
					}
					return nil
				})
				if want := i%3 == 0; want != errors.Is(err, boom) {
					t.Errorf("caller %d got %v", i, err)
				}
			})
		}
		wait.Wait()
		kept, err := s.Peek(t.Context(), "select key from setting where key like 'caller %'")
		if err != nil || len(kept) != callers*2/3 {
			t.Errorf("%d callers are committed, want %d (%v)", len(kept), callers*2/3, err)
		}
	})
}

// Whoever comes while a call is being written shares its commit: what the first wrote
// is there for the second, and for nobody else yet.
func TestWhoeverComesDuringACallSharesItsCommit(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	insert := func(ctx context.Context, tx gen.DBTX, key string) error {
		_, err := tx.ExecContext(ctx, "insert into setting (key, value) values ($1, '')", key)
		return err
	}
	shared := false
	for try := 0; try < 200 && !shared; try++ {
		first := "first " + strconv.Itoa(try)
		var wait sync.WaitGroup
		var coming atomic.Bool
		err := s.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
			wait.Go(func() {
				coming.Store(true)
				err := s.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
					seen, err := s.Peek(ctx, "select key from setting where key = $1", first)
					shared = len(seen) == 0
					return errors.Join(err, insert(ctx, tx, "second "+strconv.Itoa(try)))
				})
				if err != nil {
					t.Error(err)
				}
			})
			for !coming.Load() {
				runtime.Gosched()
			}
			for range 100 * (try + 1) { // until it stands in the queue, which nothing tells
				runtime.Gosched()
			}
			return insert(ctx, tx, first)
		})
		if err != nil {
			t.Fatal(err)
		}
		wait.Wait()
	}
	if !shared {
		t.Error("the second caller never shared the commit of the first")
	}
}

func TestAPanicComesBackToItsCallerOnly(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	func() {
		defer func() {
			if got := recover(); got != "mine" {
				t.Errorf("recovered %v", got)
			}
		}()
		_ = s.Write(t.Context(), func(context.Context, gen.DBTX) error { panic("mine") })
	}()
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RecordInbound(t.Context(), parcours.RawInbound{Provider: "p", ProviderID: "1", ReceivedAt: monday}); err != nil {
		t.Errorf("the store does not write any more: %v", err)
	}
}

// SQLite ends a transaction by itself when the disk fails under it.
func TestALookThatTheEngineEndedLeavesTheNextOneItsPlace(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	for range 20 { // more than there are connections
		err := s.Read(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
			_, err := tx.ExecContext(ctx, "rollback")
			return err
		})
		if err == nil {
			t.Fatal("a look that was ended told nothing")
		}
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestALookThatFailsLeavesTheNextOneItsPlace(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for range 20 { // more than there are connections
			func() {
				defer func() { _ = recover() }()
				_ = s.Read(t.Context(), func(context.Context, gen.DBTX) error { panic("mine") })
			}()
			given, giveUp := context.WithCancel(t.Context())
			err := s.Read(given, func(ctx context.Context, tx gen.DBTX) error {
				giveUp()
				_, err := tx.ExecContext(ctx, "select 1")
				return err
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("a look whose caller gave up: %v", err)
			}
		}
		err := s.Read(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
			var n int
			return tx.QueryRowContext(ctx, "select 35").Scan(&n)
		})
		if err != nil {
			t.Errorf("the look after them: %v", err)
		}
	})
}

func TestALookSeesOneMoment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		count := func(ctx context.Context, tx gen.DBTX) (n int) {
			if err := tx.QueryRowContext(ctx, "select count(*) from setting where key like 'moment %'").Scan(&n); err != nil {
				t.Error(err)
			}
			return n
		}
		for i := range 3 {
			err := s.Read(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
				before := count(ctx, tx)
				if err := s.Poke(t.Context(), "insert into setting (key, value) values ('moment "+strconv.Itoa(i)+"', '')"); err != nil {
					return err
				}
				if after := count(ctx, tx); after != before || before != i {
					t.Errorf("look %d counts %d, then %d", i, before, after)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAUniqueViolationIsAConflict(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, insert := range []string{
			"insert into setting (key, value) values ('twice', '')", // primary key
			"insert into territory (id, name, name_key, created_at) values ($1, 'Redon', 'redon', 0)",
		} {
			var errs []error
			for i := range 2 {
				errs = append(errs, s.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
					var args []any
					if insert[len(insert)-2] == '0' {
						args = append(args, fmt.Sprint("id-", i))
					}
					_, err := tx.ExecContext(ctx, insert, args...)
					return err
				}))
			}
			if errs[0] != nil || !errors.Is(errs[1], parcours.ErrConflict) {
				t.Errorf("%s: %v, want a conflict the second time", insert, errs)
			}
		}
	})
}

func TestAClosedStoreRefusesToWrite(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), options(t, filepath.Join(t.TempDir(), "relais.db")))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RecordInbound(t.Context(), parcours.RawInbound{Provider: "p", ProviderID: "1"}); err == nil {
		t.Error("a closed store took an inbound")
	}
}

func TestTheJournalOfAPersonIsAChain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		h.turn(sms(144, "STOP"), parcours.OptOut{})
		person := h.person("I-1")
		head, err := s.VerifyJournal(t.Context(), person)
		if err != nil || head == "" {
			t.Fatalf("verify = %q, %v", head, err)
		}
		events, err := s.Journal(t.Context(), person)
		h.must(err)
		if len(events) < 6 || events[len(events)-1].Hash != head {
			t.Errorf("%d events, head %q", len(events), head)
		}
		for name, change := range map[string]string{
			"another date":    "update event set at = at + 1 where person_id = $1 and seq = 3",
			"another payload": "update event set payload_sealed = (select x.payload_sealed from event x where x.person_id = event.person_id and x.seq = 1) where person_id = $1 and seq = 4",
			"no payload":      "update event set payload_sealed = null, salt = null where person_id = $1 and seq = 2",
			"a hole":          "delete from event where person_id = $1 and seq = 3",
		} {
			h.must(s.Poke(t.Context(), change, person))
			if _, err := s.VerifyJournal(t.Context(), person); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%s: %v, want ErrInvalid", name, err)
			}
		}
	})
}

func TestNodesThatStartTogetherMigrateOnce(t *testing.T) {
	t.Parallel()
	start := func(t *testing.T, database string) {
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				s, err := store.Open(t.Context(), options(t, database))
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		start(t, filepath.Join(t.TempDir(), "relais.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		start(t, storetest.Postgres(t))
	})
}

func TestIdsOfOneMillisecondKeepTheirOrder(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	const events = 300
	for i := range events {
		raw := parcours.RawInbound{Provider: "p", ProviderID: strconv.Itoa(i), ReceivedAt: monday}
		if _, err := s.RecordInbound(t.Context(), raw); err != nil {
			t.Fatal(err)
		}
	}
	pending, err := s.PendingInbound(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pending {
		id, err := uuid.Parse(p.ID)
		if err != nil || id.Version() != 7 || p.ProviderID != strconv.Itoa(i) {
			t.Fatalf("event %d: %s has id %s of version %d, %v", i, p.ProviderID, p.ID, id.Version(), err)
		}
	}
}

func TestAReportOpensBesideALongImport(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "relais.db")
	importing, err := store.Open(t.Context(), options(t, database))
	if err != nil {
		t.Fatal(err)
	}
	defer importing.Close()
	err = importing.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
		if _, err := tx.ExecContext(ctx, "insert into setting (key, value) values ('importing', '')"); err != nil {
			return err
		}
		report, err := store.Open(ctx, options(t, database))
		if err != nil {
			return err
		}
		_, err = report.Reach(ctx, monday, parcours.Filter{})
		return errors.Join(err, report.Close())
	})
	if err != nil {
		t.Error(err)
	}
}
