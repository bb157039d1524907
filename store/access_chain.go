package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// The access log is a chain, as a journal is, and its digests are keyed: whoever
// administers the database cannot write one that fits. Lines are written without waiting
// for each other, on any node, and sealed afterwards, in one order: see docs/decisions/0054.

// SealAccesses gives lines of the access log that have none their place in its chain, the
// oldest first and at most limit of them in one transaction; it returns how many it sealed.
func (s *Store) SealAccesses(ctx context.Context, limit int) (sealed int, err error) {
	waiting := 0
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.UnsealedAccesses(ctx, 1)
		waiting = len(rows)
		return err
	})
	if err == nil && waiting > 0 { // most ticks find nothing, and write nothing
		err = s.write(ctx, func(ctx context.Context, tx *tx) (err error) {
			sealed, err = tx.sealAccesses(ctx, limit)
			return err
		})
	}
	if err != nil {
		return 0, fmt.Errorf("seal the access log: %w", err)
	}
	return sealed, nil
}

func (tx *tx) sealAccesses(ctx context.Context, limit int) (int, error) {
	chain, err := tx.accessChain(ctx)
	if err != nil {
		return 0, err
	}
	rows, err := tx.UnsealedAccesses(ctx, int32(limit))
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	seq, hash := chain.Seq, chain.Hash
	for _, r := range rows {
		seq++
		digest := tx.accessDigest(seq, r)
		hash = linkAccess(hash, digest)
		if _, err := tx.SealAccess(ctx, gen.SealAccessParams{ID: r.ID, Seq: seq, Digest: digest, Hash: hash}); err != nil {
			return 0, err
		}
	}
	return len(rows), tx.PutAccessChain(ctx, seq, hash)
}

// accessChain reads where the chain stands, for whoever is to change it: two do not at once.
func (tx *tx) accessChain(ctx context.Context) (gen.AccessChainRow, error) {
	if err := tx.lock(ctx, "access_chain", "access_log"); err != nil {
		return gen.AccessChainRow{}, err
	}
	return tx.readAccessChain(ctx)
}

// readAccessChain returns zero before anything was sealed.
func (tx *tx) readAccessChain(ctx context.Context) (gen.AccessChainRow, error) {
	rows, err := tx.AccessChain(ctx)
	if err != nil || len(rows) == 0 {
		return gen.AccessChainRow{}, err
	}
	return rows[0], nil
}

// accessDigest covers everything that a line says, and its number, so that each is judged
// by itself: a line that is gone does not leave the next in doubt.
func (c *core) accessDigest(seq int64, r gen.UnsealedAccessesRow) string {
	return c.vault.index("access/line", fmt.Sprintf("%d %+q %+q %+q %+q %+q %d", seq, r.ID, r.AccountID, r.Action, r.Subject, r.PersonID, r.At))
}

// linkAccess is the hash of a line after that of the line before, "" for the first.
func linkAccess(previous, digest string) string {
	sum := sha256.Sum256([]byte(previous + "\n" + digest))
	return hex.EncodeToString(sum[:])
}

// purgedDigest proves that it was a purge that took the first lines away.
func (c *core) purgedDigest(seq int64, hash string) string {
	return c.vault.index("access/purged", strconv.FormatInt(seq, 10)+" "+hash)
}

// AccessHead returns the last line of the access log that was sealed, to be anchored
// outside the database; zero before any was.
func (s *Store) AccessHead(ctx context.Context) (parcours.JournalMark, error) {
	var head parcours.JournalMark
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		chain, err := tx.readAccessChain(ctx)
		head = parcours.JournalMark{Seq: chain.Seq, Hash: chain.Hash}
		return err
	})
	if err != nil {
		return head, fmt.Errorf("head of the access log: %w", err)
	}
	return head, nil
}

// dropAccesses takes the first lines of the chain away that were written before, at most
// limit, and notes where it then begins. A line that a wrong clock dated in the future
// goes with those around it.
func (tx *tx) dropAccesses(ctx context.Context, now time.Time, before int64, limit int) (int, error) {
	if _, err := tx.sealAccesses(ctx, limit); err != nil {
		return 0, err
	}
	if _, err := tx.accessChain(ctx); err != nil {
		return 0, err
	}
	rows, err := tx.AccessesAfter(ctx, 0, int32(limit))
	if err != nil {
		return 0, err
	}
	var last gen.AccessesAfterRow
	for _, r := range rows {
		if r.At >= before && r.At <= millis(now) {
			break
		}
		last = r
	}
	if last.Seq == 0 {
		return 0, nil
	}
	if err := tx.NotePurgedAccesses(ctx, last.Seq, last.Hash, tx.purgedDigest(last.Seq, last.Hash)); err != nil {
		return 0, err
	}
	n, err := tx.DropAccessesUntil(ctx, last.Seq)
	return int(n), err
}
