package intake

import (
	"context"
	"fmt"
	"iter"
)

// ahead gives write what read yields, while read goes on with what follows. It ends with
// the first error of write, or with ctx between two; what either panics comes back to
// the caller.
func ahead[T any](ctx context.Context, read iter.Seq[T], write func(T) error) error {
	ctx, stop := context.WithCancel(ctx)
	readings := make(chan T)
	var died any // read once readings is closed
	defer func() {
		stop()
		for range readings { // until the reader has ended
		}
	}()
	go func() {
		defer close(readings)
		defer func() { died = recover() }()
		for t := range read {
			select {
			case readings <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	for t := range readings {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		if err := write(t); err != nil {
			return err
		}
	}
	if died != nil {
		panic(died)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}
