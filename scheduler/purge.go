package scheduler

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// purgeBatch bounds what is purged at once, so that a node that stops loses little work
// and nobody waits for it.
const purgeBatch = 100

// Archive is what a purge takes away from; each method purges at most so much at once.
type Archive interface {
	PurgeableFiles(ctx context.Context, now time.Time, k parcours.Keeping, limit int) ([]string, error)
	PurgeFiles(ctx context.Context, now time.Time, actor parcours.Actor, k parcours.Keeping, ids []string) (int, error)
	PurgeStrangers(ctx context.Context, now time.Time, k parcours.Keeping, limit int) (int, error)
	PurgeAccesses(ctx context.Context, now time.Time, k parcours.Keeping, limit int) (int, error)
}

// purgeActor is who the access log says has purged.
var purgeActor = parcours.Actor{AccountID: "relais"}

// Purge returns the job that takes away, every night, what was kept long enough.
func Purge(k parcours.Keeping, archive Archive) Job {
	return Job{Name: "purge", Spec: "40 3 * * *", Run: func(ctx context.Context, now time.Time) error {
		_, err := PurgeAll(ctx, now, purgeActor, k, archive, nil)
		return err
	}}
}

// PurgeAll takes away all that was kept long enough, a batch at a time, and returns how
// much of each kind went. What a batch took is gone when it returns: whoever stops it
// begins again where it stood. told, which may be nil, hears how far it is.
func PurgeAll(ctx context.Context, now time.Time, actor parcours.Actor, k parcours.Keeping, archive Archive, told func(kind parcours.KeepingKind, n int)) (map[parcours.KeepingKind]int, error) {
	went := map[parcours.KeepingKind]int{}
	for _, rule := range k.Rules() {
		purge := func() (int, error) { return archive.PurgeAccesses(ctx, now, k, 10*purgeBatch) }
		switch rule.Kind {
		case parcours.KeepFile:
			purge = func() (int, error) {
				ids, err := archive.PurgeableFiles(ctx, now, k, purgeBatch)
				if err != nil || len(ids) == 0 {
					return 0, err
				}
				return archive.PurgeFiles(ctx, now, actor, k, ids)
			}
		case parcours.KeepStranger:
			purge = func() (int, error) { return archive.PurgeStrangers(ctx, now, k, purgeBatch) }
		}
		for {
			if err := ctx.Err(); err != nil {
				return went, fmt.Errorf("purge: %w", err)
			}
			n, err := purge()
			went[rule.Kind] += n
			if err != nil {
				return went, fmt.Errorf("purge: %w", err)
			}
			if n == 0 {
				break
			}
			if told != nil {
				told(rule.Kind, went[rule.Kind])
			}
		}
	}
	return went, nil
}
