package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// BeginKeyChange has another data key open the database as well, and a fresh key seal
// from now on. Nodes that run with the old data key go on: they learn the fresh key from
// the first value that it sealed. Called again with the same key it changes nothing.
func (s *Store) BeginKeyChange(ctx context.Context, now time.Time, dataKey []byte) error {
	other, err := newWrapper(dataKey)
	if err != nil {
		return err
	}
	if other.holder == s.wrapper.holder {
		return errors.New("the new data key is the one in use: make another one with openssl rand -base64 32")
	}
	var ring keyring
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.lock(ctx, "setting", "keyring"); err != nil {
			return err
		}
		if _, err := tx.Keyring(ctx, other.holder); err == nil {
			ring, err = s.loadKeyring(ctx)
			return err
		}
		if n, err := tx.CountKeyrings(ctx); err != nil || n > 1 {
			return errors.Join(err, errors.New("a change to another data key is under way: end it first"))
		}
		var err error
		if ring, err = s.loadKeyring(ctx); err != nil {
			return err
		}
		if ring, err = ring.next(); err != nil {
			return err
		}
		for _, w := range []wrapper{s.wrapper, other} {
			if err := tx.putKeyring(ctx, now, w, ring); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("change the data key: %w", err)
	}
	return s.vault.use(ring)
}

func (tx *tx) putKeyring(ctx context.Context, now time.Time, w wrapper, ring keyring) error {
	wrapped, err := w.wrap(ring)
	if err != nil {
		return err
	}
	return tx.PutKeyring(ctx, w.holder, wrapped, millis(now))
}

// Resealed counts what a pass over the sealed values did.
type Resealed struct {
	// Values were sealed again; Unreadable were altered, or sealed with a key that is
	// gone, and left as they are.
	Values, Unreadable int64
}

// Reseal seals again, with the current key, every value that another one sealed. It may
// be interrupted and run again, and works beside the service.
func (s *Store) Reseal(ctx context.Context, progress Progress) (Resealed, error) {
	var done Resealed
	tables, err := catalogue(ctx, goose.MaxVersion)
	if err != nil {
		return done, fmt.Errorf("reseal: %w", err)
	}
	for _, t := range tables {
		for i, c := range t.columns {
			if !strings.HasSuffix(c.name, "_sealed") {
				continue
			}
			if err := s.resealColumn(ctx, t, i, &done, progress); err != nil {
				return done, fmt.Errorf("reseal %s.%s: %w", t.name, c.name, err)
			}
		}
	}
	return done, nil
}

// rowsAReseal is how many values are sealed again in one transaction: the service waits
// for it.
const rowsAReseal = 100

// sealedValue is one value and the key of its row.
type sealedValue struct {
	key    []any
	sealed []byte
}

func (s *Store) resealColumn(ctx context.Context, t table, at int, done *Resealed, progress Progress) error {
	var after []any
	for {
		var values []sealedValue
		err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
			values, err = tx.sealedOtherwise(ctx, t, at, after)
			return err
		})
		if err != nil || len(values) == 0 {
			return err
		}
		after = values[len(values)-1].key
		var batch Resealed
		err = s.write(ctx, func(ctx context.Context, tx *tx) (err error) {
			batch, err = tx.reseal(ctx, t, at, values)
			return err
		})
		if err != nil {
			return err
		}
		done.Values, done.Unreadable = done.Values+batch.Values, done.Unreadable+batch.Unreadable
		if progress != nil {
			progress(t.name, done.Values)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// sealedOtherwise returns the next values of a column that another key than the current
// one sealed, in the order of the primary key.
func (tx *tx) sealedOtherwise(ctx context.Context, t table, at int, after []any) ([]sealedValue, error) {
	column, keys := quoted(t.columns[at].name), t.keyColumns(tx.dialect)
	args := []any{[]byte{tx.vault.keys.Load().current}}
	where := "length(" + column + ") > 0 and substr(" + column + ", 1, 1) <> $1"
	if after != nil {
		var places []string
		for i := range after {
			places = append(places, fmt.Sprintf("$%d", i+2))
		}
		where += " and (" + strings.Join(keys, ", ") + ") > (" + strings.Join(places, ", ") + ")"
		args = append(args, after...)
	}
	rows, err := tx.conn.QueryContext(ctx, fmt.Sprintf("select %s, %s from %s where %s order by %s limit %d",
		strings.Join(quotedAll(t.key), ", "), column, quoted(t.name), where, strings.Join(keys, ", "), rowsAReseal), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []sealedValue
	for rows.Next() {
		v := sealedValue{key: make([]any, len(t.key))}
		into := make([]any, 0, len(t.key)+1)
		for i := range v.key {
			into = append(into, &v.key[i])
		}
		if err := rows.Scan(append(into, &v.sealed)...); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}

// reseal seals values again, each unless the service changed it meanwhile.
func (tx *tx) reseal(ctx context.Context, t table, at int, values []sealedValue) (Resealed, error) {
	var done Resealed
	for _, v := range values {
		label := t.sealedAs(t.columns[at], v.key)
		plain, err := tx.vault.open(label, v.sealed)
		if err != nil {
			done.Unreadable++
			continue
		}
		statement := t.update(t.columns[at]) + fmt.Sprintf(" and %s = $%d", quoted(t.columns[at].name), len(v.key)+2)
		args := append(append([]any{tx.vault.seal(label, plain)}, v.key...), v.sealed)
		if _, err := tx.conn.ExecContext(ctx, statement, args...); err != nil {
			return done, err
		}
		done.Values++
	}
	return done, nil
}

// sealedAs is what a value is bound to: the column it was first sealed for.
func (t table) sealedAs(c column, key []any) string {
	switch name := t.name + "." + c.name; name {
	case "file_import_chunk.data_sealed":
		n, _ := key[1].(int64)
		return chunkColumn(fmt.Sprint(key[0]), n)
	case "missing_message.address_sealed":
		return columnAttemptAddress
	case "missing_message.body_sealed":
		return columnBody
	default:
		return name
	}
}

// EndKeyChange forgets the old data key, once everything is sealed with the current key,
// and the keys of changes before this one. It must be asked of a store that was opened with
// the new data key, when no node runs with the old one any more; what such a node still
// wrote is read all the same.
func (s *Store) EndKeyChange(ctx context.Context, now time.Time) (Resealed, error) {
	done, err := s.Reseal(ctx, nil)
	if err != nil {
		return done, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.lock(ctx, "setting", "keyring"); err != nil {
			return err
		}
		wrapped, err := tx.Keyring(ctx, s.wrapper.holder)
		if err != nil {
			return errors.Join(errors.New("no change of the data key is under way"), err)
		}
		ring, err := s.wrapper.unwrap(wrapped)
		if err != nil {
			return err
		}
		if _, err := tx.DropOtherKeyrings(ctx, s.wrapper.holder); err != nil {
			return err
		}
		return tx.putKeyring(ctx, now, s.wrapper, ring.latest())
	})
	if err != nil {
		return done, fmt.Errorf("end the change of the data key: %w", err)
	}
	return done, nil
}
