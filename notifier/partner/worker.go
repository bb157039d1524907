package partner

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"relais/parcours"
)

// Outbox is where changes wait. Instants are the machine's, but for at.
type Outbox interface {
	ClaimDeliveries(ctx context.Context, now, hold time.Time, limit int) ([]parcours.PartnerDelivery, error)
	DeliveryTold(ctx context.Context, now time.Time, d parcours.PartnerDelivery) error
	DeliveryFailed(ctx context.Context, now, at time.Time, d parcours.PartnerDelivery, fault parcours.PartnerFault) error
	PurgeDeliveries(ctx context.Context, before time.Time) error
}

// Worker tells endpoints what waits for them, one message at a time for each endpoint.
type Worker struct {
	Outbox Outbox
	Client *Client
	// Now is business time, Process the machine's (default time.Now).
	Now, Process func() time.Time
	Log          *slog.Logger
}

const (
	lookEvery = 2 * time.Second
	// together is how many are claimed at once, holdFor how long they are ours: more
	// than together posts that all time out, twice.
	together = 20
	holdFor  = 10 * time.Minute
	keptFor  = 30 * 24 * time.Hour
)

// Run tells until ctx ends.
func (w *Worker) Run(ctx context.Context) error {
	var purged time.Time
	for {
		told, err := w.Step(ctx)
		if err == nil && w.process().Sub(purged) > 24*time.Hour {
			purged = w.process()
			err = w.Outbox.PurgeDeliveries(ctx, purged.Add(-keptFor))
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			w.Log.Error("partners not told", "err", err)
			told = 0
		}
		if told == together {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookEvery):
		}
	}
}

// Step tells what is due now, once, and returns how much that was.
func (w *Worker) Step(ctx context.Context) (int, error) {
	now := w.process()
	claimed, err := w.Outbox.ClaimDeliveries(ctx, now, now.Add(holdFor), together)
	if err != nil {
		return 0, err
	}
	endpoints := map[string][]parcours.PartnerDelivery{}
	for _, d := range claimed {
		endpoints[d.Endpoint.ID] = append(endpoints[d.Endpoint.ID], d)
	}
	var wait sync.WaitGroup
	errs := make(chan error, len(endpoints))
	for _, of := range endpoints {
		wait.Go(func() { errs <- w.tell(ctx, of) })
	}
	wait.Wait()
	close(errs)
	for e := range errs {
		err = errors.Join(err, e)
	}
	return len(claimed), err
}

// tell posts to one endpoint, in order. What an endpoint that fails again and again was
// to be told comes back once it is held no more.
func (w *Worker) tell(ctx context.Context, deliveries []parcours.PartnerDelivery) error {
	failures := 0
	for _, d := range deliveries {
		if parcours.TryingAgain(failures) {
			return nil
		}
		fault, err := w.Client.Post(ctx, d)
		if err != nil {
			return err // it is ours no more once held long enough
		}
		kept := context.WithoutCancel(ctx)
		if failures++; fault == "" || fault.TheirsToMend() {
			failures = 0
		}
		if fault == "" {
			err = w.Outbox.DeliveryTold(kept, w.process(), d)
		} else {
			w.Log.Warn("partner not told", "endpoint", d.Endpoint.ID, "delivery", d.ID, "fault", string(fault), "tries", d.Tries+1)
			err = w.Outbox.DeliveryFailed(kept, w.process(), w.Now(), d, fault)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *Worker) process() time.Time {
	if w.Process != nil {
		return w.Process()
	}
	return time.Now()
}
