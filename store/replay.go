package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

const (
	// replayWithin is how long after a restored backup was found what people wrote since
	// may wait for what they had read.
	replayWithin = 5 * time.Minute
	// replaySkew is how far the provider's clock, which counts seconds, and ours may differ.
	replaySkew = 5 * time.Second
)

// replayed refuses with ErrEarly, in a database that was put back, to read what
// somebody wrote while a message that they had read by then waits to be recognised: it
// is the one that they answered, and nothing says yet that it was asked. Whoever waits
// in vain is read all the same after replayWithin.
func (l *loader) replayed(ctx context.Context) error {
	if l.in.Channel != parcours.ChannelSMS {
		return nil
	}
	record, stored, err := l.readPause(ctx)
	if err != nil || stored == "" || l.now.After(instant(record.At).Add(replayWithin)) {
		return err
	}
	early, err := l.MissingBefore(ctx, l.index, millis(l.in.Written(l.now)), replaySkew.Milliseconds())
	if err == nil && early {
		err = parcours.ErrEarly
	}
	if err != nil {
		return fmt.Errorf("what was read before: %w", err)
	}
	return nil
}
