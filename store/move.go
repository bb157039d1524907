package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Move copies everything that this database holds into the PostgreSQL database at the
// address, which must be empty or hold what a move from this database left when it was
// stopped: it then goes on where it stood. Every table is read again and compared at
// the end. Nobody may write to either database meanwhile.
func (s *Store) Move(ctx context.Context, to string, progress Progress) (Archived, error) {
	made, err := s.move(ctx, to, progress)
	if err != nil {
		return made, fmt.Errorf("move: %w", err)
	}
	return made, nil
}

func (s *Store) move(ctx context.Context, to string, progress Progress) (Archived, error) {
	made := Archived{MadeAt: s.now().UTC()}
	d, err := dialectOf(to)
	if err != nil {
		return made, err
	}
	if d.name != postgres {
		return made, errors.New("the target is not the address of a PostgreSQL database")
	}
	source, err := s.look(ctx)
	if err != nil {
		return made, s.dialect.classify(err)
	}
	defer func() { _ = source.Rollback() }()
	if made.Schema, err = schemaVersion(ctx, source); err != nil {
		return made, err
	}
	tables, err := kept(ctx, made.Schema)
	if err != nil {
		return made, err
	}
	target, err := d.openToFill()
	if err != nil {
		return made, err
	}
	defer target.Close()
	if err := s.beginMove(ctx, d, target, made.Schema, tables); err != nil {
		return made, d.explain(err)
	}
	for _, t := range tables {
		rows, err := moveTable(ctx, source, s.dialect, target, d, t, progress)
		if err != nil {
			return made, fmt.Errorf("table %s: %w; run it again, it goes on where it stood", t.name, d.explain(err))
		}
		made.Tables, made.Rows = made.Tables+1, made.Rows+rows
	}
	_, err = target.ExecContext(ctx, "comment on table setting is null")
	return made, err
}

// beginMove makes the tables of an empty target, and marks the target with the database
// that it is filled from until the move ends.
func (s *Store) beginMove(ctx context.Context, d dialect, target *sql.DB, schema int64, tables []table) error {
	if err := migrateTo(ctx, d, target, schema); err != nil {
		return err
	}
	from := s.vault.index("move", "relais")
	mark, err := moveMark(ctx, target)
	if err != nil {
		return err
	}
	switch {
	case mark.String == from:
		return nil
	case mark.Valid:
		return errors.New("the target holds half of a move from another database: empty it first")
	}
	if err := refuseLived(ctx, target); err != nil {
		return err
	}
	for _, t := range slices.Backward(tables) { // what a migration put there
		if _, err := target.ExecContext(ctx, "delete from "+quoted(t.name)); err != nil {
			return err
		}
	}
	_, err = target.ExecContext(ctx, "comment on table setting is '"+from+"'")
	return err
}

// moveMark is what marks a PostgreSQL database that is being filled from another one.
func moveMark(ctx context.Context, target *sql.DB) (sql.NullString, error) {
	var mark sql.NullString
	err := target.QueryRowContext(ctx, "select obj_description('setting'::regclass)").Scan(&mark)
	return mark, err
}

// refuseHalf refuses to work, and to send, on a part of what another database holds.
func (s *Store) refuseHalf(ctx context.Context) error {
	if s.dialect.name != postgres {
		return nil
	}
	switch mark, err := moveMark(ctx, s.writer); {
	case err != nil:
		return err
	case mark.Valid:
		return errors.New("it holds half of a move from another database: run relais migrate again, it goes on where it stood")
	}
	return nil
}

// rowsAMove is how many rows of a move are committed together.
const rowsAMove = 500

// moveTable copies the rows that the target does not have yet: both read them in the
// same order, and nobody else writes.
func moveTable(ctx context.Context, source *sql.Tx, from dialect, target *sql.DB, to dialect, t table, progress Progress) (int64, error) {
	var there int64
	if err := target.QueryRowContext(ctx, "select count(*) from "+quoted(t.name)).Scan(&there); err != nil {
		return 0, err
	}
	if progress != nil {
		progress(t.name, there)
	}
	sum := newTally()
	var in *filler
	var refers []reference
	var tx *sql.Tx
	end := func() error {
		if in == nil {
			return nil
		}
		err := in.flush(ctx)
		in = nil
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
	err := t.each(ctx, source, from, func(row []any) (err error) {
		if _, err := sum.add(row); err != nil {
			return err
		}
		refers = append(refers, t.ownOf(row)...)
		if sum.rows <= there {
			return nil
		}
		if in == nil {
			if tx, err = target.BeginTx(ctx, nil); err != nil {
				return err
			}
			in = newFiller(tx, t)
		}
		if err := in.add(ctx, row); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if in.rows%rowsAMove > 0 {
			return nil
		}
		if progress != nil {
			progress(t.name, sum.rows)
		}
		return end()
	})
	if err := errors.Join(err, end()); err != nil {
		return 0, err
	}
	return sum.rows, finishTable(ctx, target, to, t, refers, sum.foot())
}

// finishTable writes the references within a table, and reads it again.
func finishTable(ctx context.Context, target *sql.DB, d dialect, t table, refers []reference, want tableFoot) error {
	tx, err := target.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := t.refer(ctx, tx, refers); err != nil {
		return err
	}
	if err := sameAs(ctx, tx, d, t, want); err != nil {
		return err
	}
	return tx.Commit()
}
