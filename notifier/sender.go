package notifier

import (
	"context"
	"time"

	"relais/parcours"
)

// Sender hands one attempt to one provider.
type Sender interface {
	// Channel is the way this sender reaches people.
	Channel() parcours.Channel
	// TwoWay reports whether a person can answer what it sends.
	TwoWay() bool
	// Name says what leaves from where, such as "twilio:38000". It is stored with
	// the attempt and shown to the operator.
	Name() string
	// Send makes at most one request to the provider and never repeats it. The
	// error is always a *parcours.Refusal; RefusalUnknown whenever the request may
	// have had its effect.
	Send(ctx context.Context, a parcours.Attempt) (parcours.Receipt, error)
}

// Paced is a Sender whose provider wants a steady flow.
type Paced interface {
	// PartsPerSecond is how many message parts may leave each second; 0 means as
	// many as there are.
	PartsPerSecond() float64
}

// Spaced is a Sender whose provider wants a pause between two messages to one
// address.
type Spaced interface {
	// Spacing is that pause; 0 means none.
	Spacing() time.Duration
}

// Lister is a Sender whose provider can say what it was asked to send. Without
// it, only a receipt or an answer resolves an attempt whose fate is unknown.
type Lister interface {
	// List returns the messages to one address, in any order. An error means that
	// nothing can be concluded.
	List(ctx context.Context, to string) ([]Listed, error)
}

// Keeper is a Sender whose provider keeps what left, so that a database restored
// from a backup can be told what it does not know. Without it, nothing tells.
type Keeper interface {
	// LeftSince returns the messages that left from this sender at or after since, by
	// the provider's clock, in any order; cut: there are more. An error means that
	// nothing can be concluded.
	LeftSince(ctx context.Context, since time.Time) (left []Listed, cut bool, err error)
}

// Fetcher is a Sender whose provider can be asked where one message stands. Without
// it, a receipt that was missed while we were away never comes.
type Fetcher interface {
	// Fetch returns what the provider says of a message it took; the receipt names
	// no attempt. An error means that nothing was learnt.
	Fetch(ctx context.Context, providerID string) (parcours.Receipt, error)
}

// Eraser is a Sender whose provider keeps the texts until it is asked not to.
type Eraser interface {
	// Erase empties one message and checks that it is empty; ErrNotFound when the
	// provider knows no such message.
	Erase(ctx context.Context, providerID string) error
}

// Receiver is a Sender whose provider can say what people wrote to it. Without it,
// what no webhook brought while we were away is lost: a provider repeats one for
// seconds, or not at all.
type Receiver interface {
	// Received returns one page of what was written to the sender, the newest first.
	// page is empty for the first one, then the Next of the page before.
	Received(ctx context.Context, page string) (ReceivedPage, error)
	// SendsFrom reports whether a number is one that the sender uses.
	SendsFrom(number string) bool
}

// ReceivedPage is one page of what people wrote.
type ReceivedPage struct {
	Messages []ReceivedMessage
	// Since is when the oldest message of the page was created, ours or not; zero
	// when the page is empty.
	Since time.Time
	// Next leads to older messages; empty when there are none.
	Next string
}

// ReceivedMessage is one message that somebody wrote.
type ReceivedMessage struct {
	Provider   string
	ProviderID string
	From       string
	// CreatedAt is the provider's time.
	CreatedAt time.Time
	// Payload is the message as the webhook would have brought it.
	Payload []byte
}

// Listed is one message as the provider lists it.
type Listed struct {
	ProviderID string
	To         string
	Body       string
	// Outbound: we sent it, rather than received it.
	Outbound bool
	// CreatedAt is the provider's time, to the second.
	CreatedAt time.Time
	// Status and Code are the provider's words, State what they mean to us.
	Status string
	Code   string
	State  parcours.AttemptState
	Cause  parcours.FailureCause
}
