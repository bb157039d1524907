package intake

import (
	"context"
	"fmt"
)

// ahead reads each chunk while the one before it is written. It ends with the first
// error of write, or with ctx between two chunks; what either panics comes back to the
// caller.
func ahead[T any](ctx context.Context, chunks [][]int, read func([]int) T, write func(T) error) error {
	type reading struct {
		t    T
		died any
	}
	ctx, stop := context.WithCancel(ctx)
	readings := make(chan reading)
	defer func() {
		stop()
		for range readings { // until the reader has ended
		}
	}()
	one := func(chunk []int) (r reading) {
		defer func() { r.died = recover() }()
		r.t = read(chunk)
		return r
	}
	go func() {
		defer close(readings)
		for _, chunk := range chunks {
			select {
			case readings <- one(chunk):
			case <-ctx.Done():
				return
			}
		}
	}()
	for range chunks {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		r, ok := <-readings
		if !ok {
			return fmt.Errorf("import: %w", ctx.Err())
		}
		if r.died != nil {
			panic(r.died)
		}
		if err := write(r.t); err != nil {
			return err
		}
	}
	return nil
}
