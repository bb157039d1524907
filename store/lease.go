package store

import (
	"context"
	"database/sql"
	"errors"
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
		before, err := tx.readLease(ctx, name)
		if err != nil {
			return err
		}
		stands = before
		if before.Owner != "" && before.Owner != owner && before.Seq != lapsed {
			return nil
		}
		taken, err := tx.Queries.TakeLease(ctx, name, owner, before.Seq)
		if err != nil {
			return err
		}
		if taken == 0 { // another node was faster
			stands, err = tx.readLease(ctx, name)
			return err
		}
		stands.Owner, stands.Seq = owner, before.Seq+1
		if before.Owner == "" || before.Owner == owner {
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

// readLease reads a lease; one that nobody ever held is free.
func (tx *tx) readLease(ctx context.Context, name string) (parcours.Lease, error) {
	row, err := tx.Queries.Lease(ctx, name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return parcours.Lease{}, err
	}
	return parcours.Lease{Name: name, Owner: row.Owner, Seq: row.Seq}, nil
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
// Until the transaction ends nobody else can take it.
func (tx *tx) confirmLease(ctx context.Context, name, owner string) error {
	confirmed, err := tx.ConfirmLease(ctx, name, owner)
	if err == nil && confirmed == 0 {
		err = fmt.Errorf("%w: another node holds the lease %s", parcours.ErrConflict, name)
	}
	return err
}
