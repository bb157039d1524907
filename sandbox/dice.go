package sandbox

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"
)

// dice gives one random source per decision. Each decision is named (whose it
// is, what about, which one), so that what one person does never depends on the
// order in which the others were served.
type dice uint64

func (d dice) of(name ...any) *rand.Rand {
	h := fnv.New64a()
	for _, part := range name {
		fmt.Fprintf(h, "%v\x00", part)
	}
	return rand.New(rand.NewPCG(uint64(d), h.Sum64()))
}

// about returns a delay around median: half of the delays are shorter, a few are
// several times longer (log-normal with the given spread), none exceeds ten times spread.
func about(r *rand.Rand, median time.Duration, spread float64) time.Duration {
	factor := math.Exp(r.NormFloat64() * spread)
	return time.Duration(float64(median) * min(factor, 10*max(1, spread))).Round(time.Millisecond)
}

func between(r *rand.Rand, low, high time.Duration) time.Duration {
	return low + time.Duration(r.Int64N(int64(high-low)+1)).Round(time.Millisecond)
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// weighted returns an index of weights, drawn in proportion.
func weighted(r *rand.Rand, weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := r.IntN(total)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return len(weights) - 1
}
