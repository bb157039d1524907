package store

import (
	"context"
	"database/sql"
	"fmt"

	"relais/parcours"
)

// TakeLease makes owner the holder of a lease that is free, that is owner's already,
// or that stands as it did when its Seq was lapsed (0: it has not lapsed). It returns
// the lease as it then stands, whoever holds it.
//
// Whoever takes a lease over also gives back to the queue what the former holder had
// claimed under that name: nothing of it has left, and a former holder who wakes up
// can neither mark it as being sent nor claim more.
func (s *Store) TakeLease(ctx context.Context, name, owner string, lapsed int64) (parcours.Lease, error) {
	var stands parcours.Lease
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		before, err := tx.readLease(ctx, name, "")
		if err != nil {
			return err
		}
		fromOther := before.Owner != "" && before.Owner != owner
		if fromOther && before.Seq == lapsed { // what the holder claims at this very moment counts
			before, err = tx.readLease(ctx, name, tx.dialect.takeOver)
		}
		stands = before
		if err != nil || fromOther && before.Seq != lapsed {
			return err
		}
		taken, err := tx.Queries.TakeLease(ctx, name, owner, before.Seq)
		if err != nil {
			return err
		}
		if taken == 0 { // another node was faster
			stands, err = tx.readLease(ctx, name, "")
			return err
		}
		stands.Owner, stands.Seq = owner, before.Seq+1
		if !fromOther {
			return nil
		}
		_, err = tx.ReleaseClaimsOf(ctx, before.Owner)
		return err
	})
	if err != nil {
		return parcours.Lease{}, fmt.Errorf("take lease %s: %w", name, err)
	}
	return stands, nil
}

// readLease reads a lease under a lock of the dialect; one that nobody ever held is
// free.
func (tx *tx) readLease(ctx context.Context, name, lock string) (parcours.Lease, error) {
	l := parcours.Lease{Name: name}
	err := tx.rowsKept(ctx, "select owner, seq from lease where name = $1"+lock, []any{name}, func(rows *sql.Rows) error {
		return rows.Scan(&l.Owner, &l.Seq)
	})
	return l, err
}

// ReleaseLease frees a lease, if owner still holds it: another node takes it at once.
func (s *Store) ReleaseLease(ctx context.Context, name, owner string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.Queries.ReleaseLease(ctx, name, owner)
		return err
	})
	if err != nil {
		return fmt.Errorf("release lease %s: %w", name, err)
	}
	return nil
}

// confirmLease refuses with ErrConflict whoever has lost a lease without knowing it.
// Until the transaction ends nobody takes it over; the holder renews it all the same,
// so that no two transactions of a node that freezes wait for each other.
func (tx *tx) confirmLease(ctx context.Context, name, owner string) error {
	stands, err := tx.readLease(ctx, name, tx.dialect.standing)
	if err == nil && stands.Owner != owner {
		err = fmt.Errorf("%w: another node holds the lease %s", parcours.ErrConflict, name)
	}
	return err
}
