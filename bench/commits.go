package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// bareCommits returns how many one-row transactions a second the engine makes
// durable for 16 callers at once, nothing shared.
func (b *bench) bareCommits(ctx context.Context) (rate float64, err error) {
	d, err := b.engine.empty(ctx)
	if err != nil {
		return 0, err
	}
	db, err := d.open()
	if err != nil {
		return 0, err
	}
	defer func() {
		err = errors.Join(err, db.Close(), b.engine.drop(context.WithoutCancel(ctx), d))
	}()
	if b.engine.name() == engineSQLite {
		db.SetMaxOpenConns(1) // SQLite has one writer
	} else {
		db.SetMaxOpenConns(webhookConcurrency)
		db.SetMaxIdleConns(webhookConcurrency)
	}
	if _, err := db.ExecContext(ctx, "create table row (id bigint primary key, payload text not null)"); err != nil {
		return 0, err
	}
	insert, err := db.PrepareContext(ctx, "insert into row (id, payload) values ($1, $2)")
	if err != nil {
		return 0, err
	}
	const lasting = 2 * time.Second
	var next, done atomic.Int64
	var failure atomic.Value
	var workers sync.WaitGroup
	end := time.Now().Add(lasting)
	for range webhookConcurrency {
		workers.Go(func() {
			for time.Now().Before(end) {
				if _, err := insert.ExecContext(ctx, next.Add(1), samplePayload); err != nil {
					failure.Store(err)
					return
				}
				done.Add(1)
			}
		})
	}
	workers.Wait()
	if err, failed := failure.Load().(error); failed {
		return 0, err
	}
	return float64(done.Load()) / lasting.Seconds(), nil
}

const samplePayload = "MessageSid=SM00000000000000000000000000000000&AccountSid=AC35000000000000000000000000000035&From=%2B33639980144&To=38035&Body=1"
