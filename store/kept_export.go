package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Actions that the access log keeps of exports that were kept: taken again, and erased
// before their time.
const (
	AccessExportAgain = "export_again"
	AccessDropExport  = "drop_export"
)

const columnKeptExport = "kept_export.content_sealed"

// KeepExport keeps a file that the actor's account takes away, sealed, until it expires,
// and in the access log that it was taken, with what it is about: an id, or the name of a
// list.
func (s *Store) KeepExport(ctx context.Context, now time.Time, actor parcours.Actor, e parcours.KeptExport, subject string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		err := tx.InsertKeptExport(ctx, gen.InsertKeptExportParams{
			ID: tx.newID(now), AccountID: actor.AccountID, Action: e.Action, FileName: e.Name, Media: e.Media, Whom: e.Whom, Lines: int64(e.Lines), OfPeople: e.OfPeople,
			ContentSealed: tx.vault.seal(columnKeptExport, e.Content), MadeAt: millis(now), ExpiresAt: millis(e.ExpiresAt),
		})
		if err != nil {
			return err
		}
		return tx.logAccess(ctx, now, actor, e.Action, subject)
	})
	if err != nil {
		return fmt.Errorf("keep export: %w", err)
	}
	return nil
}

// KeptExports returns the exports that are kept at now, newest first, without their
// content: the actor's own, and everybody's for those who run requests of access.
func (s *Store) KeptExports(ctx context.Context, now time.Time, actor parcours.Actor) ([]parcours.KeptExport, error) {
	var list []parcours.KeptExport
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Queries.KeptExports(ctx, millis(now), actor.RunsAccessRequests(), actor.AccountID)
		list = make([]parcours.KeptExport, 0, len(rows))
		for _, r := range rows {
			list = append(list, parcours.KeptExport{
				ID: r.ID, AccountID: r.AccountID, Account: accountName(r.FirstName, r.LastName, r.Email), Action: r.Action, Name: r.FileName,
				Whom: r.Whom, Lines: int(r.Lines), OfPeople: r.OfPeople, MadeAt: instant(r.MadeAt), ExpiresAt: instant(r.ExpiresAt),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("kept exports: %w", err)
	}
	return list, nil
}

// TakeExport returns an export of the actor's own with its content, and keeps in the
// access log that it was taken again; ErrNotFound for another's, and once it expired.
func (s *Store) TakeExport(ctx context.Context, now time.Time, actor parcours.Actor, id string) (parcours.KeptExport, error) {
	var e parcours.KeptExport
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.Queries.KeptExport(ctx, id, actor.AccountID, millis(now))
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		e = parcours.KeptExport{ID: id, AccountID: actor.AccountID, Name: row.FileName, Media: row.Media}
		if e.Content, err = tx.vault.open(columnKeptExport, row.ContentSealed); err != nil {
			return err
		}
		return tx.logAccess(ctx, now, actor, AccessExportAgain, row.FileName)
	})
	if err != nil {
		return parcours.KeptExport{}, fmt.Errorf("take export: %w", err)
	}
	return e, nil
}

// DropExport erases an export of the actor's own before its time; ErrNotFound when there
// is none.
func (s *Store) DropExport(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	err := s.overwriting(ctx, func(ctx context.Context, tx *tx) error {
		dropped, err := tx.DropKeptExport(ctx, id, actor.AccountID)
		if err == nil && dropped == 0 {
			err = parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		return tx.logAccess(ctx, now, actor, AccessDropExport, id)
	})
	if err == nil {
		err = s.dialect.fold(ctx, s.reader)
	}
	if err != nil {
		return fmt.Errorf("drop export: %w", err)
	}
	return nil
}

// EraseExports erases the exports that have expired at now, and returns how many.
func (s *Store) EraseExports(ctx context.Context, now time.Time) (int, error) {
	var erased int64
	err := s.overwriting(ctx, func(ctx context.Context, tx *tx) (err error) {
		erased, err = tx.DropKeptExportsBefore(ctx, millis(now))
		return err
	})
	if err == nil && erased > 0 {
		err = s.dialect.fold(ctx, s.reader)
	}
	if err != nil {
		return 0, fmt.Errorf("erase exports: %w", err)
	}
	return int(erased), nil
}
