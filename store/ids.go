package store

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// clockedIDs makes UUIDv7 texts from business time, so that ids sort by the
// moment they speak of even when that clock is virtual. Ids of one millisecond
// keep their order: the 26 bits after the time, between which stand the two of the
// variant, count. A large import says one moment for all of its rows, and ids that
// were not in order would be inserted all over the tables.
type clockedIDs struct {
	mu    sync.Mutex
	ms    int64
	count uint32
}

func (c *clockedIDs) next(now time.Time) string {
	id := uuid.New()
	ms, count := c.tick(now.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6] = 0x70 | byte(count>>22)
	id[7] = byte(count >> 14)
	id[8] = 0x80 | byte(count>>8)&0x3f
	id[9] = byte(count)
	return id.String()
}

func (c *clockedIDs) tick(ms int64) (int64, uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case ms != c.ms:
		c.ms, c.count = ms, 0
	case c.count == 1<<26-1:
		// 67 million ids in one millisecond: the rest sort anywhere inside it.
		return ms, c.count
	default:
		c.count++
	}
	return c.ms, c.count
}
