package notifier

import "context"

// claims takes what is due for one sender. While a full batch leaves without any
// pace to keep, the next one is claimed beside it: a claim of a hundred takes the
// time of forty sends, during which every slot would run dry. A paced sender does
// not claim ahead, so that what is urgent passes before what waits.
type claims struct {
	dispatcher *Dispatcher
	lease      string
	lane       *lane
	ahead      chan claimed // nil: nothing is being claimed
}

type claimed struct {
	jobs []job
	err  error
}

// take returns the batch that was claimed ahead, or claims one.
func (c *claims) take(ctx context.Context) ([]job, error) {
	var batch claimed
	if c.ahead != nil {
		batch = <-c.ahead
		c.ahead = nil
	} else {
		batch = c.claim(ctx)
	}
	if c.dispatcher.Concurrency > 1 && c.lane.limiter == nil && len(batch.jobs) == claimLimit {
		c.ahead = make(chan claimed, 1)
		go func(done chan<- claimed) { done <- c.claim(ctx) }(c.ahead)
	}
	return batch.jobs, batch.err
}

// giveBack waits for what is being claimed and puts it back in the queue.
func (c *claims) giveBack(ctx context.Context) {
	if c.ahead != nil {
		batch := <-c.ahead
		c.dispatcher.putBack(ctx, batch.jobs)
	}
}

func (c *claims) claim(ctx context.Context) claimed {
	jobs, err := c.dispatcher.claim(ctx, c.lease, []*lane{c.lane})
	return claimed{jobs, err}
}
