package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Sizes of the groups in which the service claims, marks and records.
const (
	rowsClaimed  = 100
	rowsTogether = 32
)

// bareRows returns how many messages a second the engine can make durable in the
// service's own schema when nothing is decided: the rows that keep the promise, in
// the groups that the service makes of them, written by one connection that has
// the machine to itself. No request is made, nothing is read or sealed.
func (b *bench) bareRows(ctx context.Context, messages int) (rate float64, err error) {
	d, err := b.engine.copyOf(ctx, b.template)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, b.engine.drop(context.WithoutCancel(ctx), d)) }()
	db, err := d.open()
	if err != nil {
		return 0, err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	w := &rowWriter{conn: conn}
	if err := w.prepare(ctx, messages); err != nil {
		return 0, err
	}
	began := time.Now()
	for from := 0; from < len(w.rows) && err == nil; from += rowsClaimed {
		claimed := w.rows[from:min(from+rowsClaimed, len(w.rows))]
		err = w.commit(ctx, claimed, w.claim)
		for at := 0; at < len(claimed) && err == nil; at += rowsTogether {
			group := claimed[at:min(at+rowsTogether, len(claimed))]
			err = errors.Join(w.commit(ctx, group, w.mark), w.commit(ctx, group, w.record))
		}
	}
	return float64(len(w.rows)) / time.Since(began).Seconds(), err
}

type messageRow struct{ attempt, person string }

// rowWriter holds the compiled statements of one connection.
type rowWriter struct {
	conn *sql.Conn
	rows []messageRow

	claimed, marked, accepted, received, told, reached *sql.Stmt
}

func (w *rowWriter) prepare(ctx context.Context, messages int) error {
	for _, s := range []struct {
		into **sql.Stmt
		text string
	}{
		{&w.claimed, "update attempt set state = 'claimed', rank = 5, lease_owner = 'bench', lease_seq = lease_seq + 1, lease_until = $2 where id = $1 and state = 'queued'"},
		{&w.marked, "update attempt set state = 'sending', rank = 10, sending_at = $2, left_at = $2, lease_until = $2, body_sealed = $3, parts = 1, sender = 'twilio:38035', updated_at = $2 where id = $1 and state = 'claimed'"},
		{&w.accepted, "update attempt set state = 'accepted', rank = 20, provider_id = $2, poll_at = $3, lease_until = 0, updated_at = $3 where id = $1 and rank < 20"},
		{&w.received, "insert into attempt_event (id, attempt_id, source, provider_id, status, code, at, digest) values ($1, $2, 'answer', $3, 'queued', '', $4, '')"},
		{&w.told, "insert into event (id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash) select $1, $2, max(seq) + 1, 'sent', $3, 'relais', $4, $5, $6, $7, $7 from event where person_id = $2"},
		{&w.reached, "update milestone set sent_on = '2023-07-03' where person_id = $1 and sent_on = ''"},
	} {
		statement, err := w.conn.PrepareContext(ctx, s.text)
		if err != nil {
			return err
		}
		*s.into = statement
	}
	rows, err := w.conn.QueryContext(ctx, "select id, person_id from attempt where lane = 2 and state = 'queued' order by due_at, id limit $1", messages)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row messageRow
		if err := rows.Scan(&row.attempt, &row.person); err != nil {
			return err
		}
		w.rows = append(w.rows, row)
	}
	return rows.Err()
}

// commit writes a group in one durable transaction.
func (w *rowWriter) commit(ctx context.Context, group []messageRow, write func(context.Context, messageRow) error) error {
	if _, err := w.conn.ExecContext(ctx, "begin"); err != nil {
		return err
	}
	for _, row := range group {
		if err := write(ctx, row); err != nil {
			return err
		}
	}
	_, err := w.conn.ExecContext(ctx, "commit")
	return err
}

func (w *rowWriter) claim(ctx context.Context, row messageRow) error {
	return run(ctx, w.claimed, row.attempt, time.Now().UnixMilli())
}

func (w *rowWriter) mark(ctx context.Context, row messageRow) error {
	return run(ctx, w.marked, row.attempt, time.Now().UnixMilli(), make([]byte, 330))
}

func (w *rowWriter) record(ctx context.Context, row messageRow) error {
	now := time.Now().UnixMilli()
	random := make([]byte, 32)
	_, _ = rand.Read(random)
	sid, digest := "SM"+hex.EncodeToString(random[:16]), hex.EncodeToString(random)
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return errors.Join(
		run(ctx, w.accepted, row.attempt, sid, now),
		run(ctx, w.received, id.String(), row.attempt, sid, now),
		run(ctx, w.told, id.String(), row.person, now, row.attempt, make([]byte, 220), random[:16], digest),
		run(ctx, w.reached, row.person),
	)
}

func run(ctx context.Context, statement *sql.Stmt, args ...any) error {
	if _, err := statement.ExecContext(ctx, args...); err != nil {
		return fmt.Errorf("rows: %w", err)
	}
	return nil
}
