package notifier

import (
	"context"
	"time"

	"relais/locales"
	"relais/parcours"
)

// Outbox is where what is to be said waits, and where what became of it is
// written. Every method is one transaction. now is business time; process is the
// machine's, which leases and providers live by.
type Outbox interface {
	Queue
	Results
	Doubts
	Receipts
	Copies
	Backups
	Inbox
	// ExpireDue ends queued messages of the channels whose time is over; it returns
	// how many.
	ExpireDue(ctx context.Context, now time.Time, channels []parcours.Channel, limit int) (int, error)
	// FallBack doubles on the next channel what should have been proved by now, at
	// most limit notifications; it returns how many were looked at.
	FallBack(ctx context.Context, now time.Time, limit int) (int, error)
	// RaiseIncident tells a human, once per key.
	RaiseIncident(ctx context.Context, i parcours.Incident) (fresh bool, err error)
}

// Queue hands out attempts under a lease.
type Queue interface {
	// Recover puts back what a lost worker held: claimed attempts to the queue,
	// those being sent to unknown.
	Recover(ctx context.Context, now, process time.Time) (parcours.Recovered, error)
	// ClaimDue takes due attempts, in the order in which they should leave.
	ClaimDue(ctx context.Context, c parcours.Claim) ([]parcours.Delivery, error)
	// MarkSending commits that these attempts are about to leave, with the exact
	// text, and returns the ids of those that may.
	MarkSending(ctx context.Context, now, process time.Time, batch []parcours.Attempt) (kept []string, err error)
	// Release puts a claimed attempt back until dueAt.
	Release(ctx context.Context, a parcours.Attempt, dueAt time.Time, why string) error
	// End closes a claimed attempt as cancelled or expired.
	End(ctx context.Context, now time.Time, a parcours.Attempt, state parcours.AttemptState, why string) error
}

// Results keeps what providers said.
type Results interface {
	RecordAccepted(ctx context.Context, now time.Time, a parcours.Attempt, r parcours.Receipt) error
	// RecordRefusal puts the attempt back until retryAt, falls back to the next
	// channel, or leaves its fate to be looked up, by the refusal's kind.
	RecordRefusal(ctx context.Context, now, process time.Time, a parcours.Attempt, r *parcours.Refusal, retryAt time.Time) error
	ApplyReceipt(ctx context.Context, now time.Time, r parcours.Receipt) error
}

// Doubts are the attempts whose fate is not known.
type Doubts interface {
	DueLookUps(ctx context.Context, process time.Time, limit int) ([]parcours.LookUp, error)
	// PostponeLookUp counts an empty listing and asks again at next, process time;
	// zero: never. DelayLookUp asks again without counting: nothing was learnt.
	PostponeLookUp(ctx context.Context, a parcours.Attempt, next time.Time) error
	DelayLookUp(ctx context.Context, a parcours.Attempt, next time.Time) error
	// ResolveEmpty decides, by class, of an attempt that the provider never got; at
	// sweepAt (process time, zero: never) it is looked for once more.
	ResolveEmpty(ctx context.Context, now, sweepAt time.Time, a parcours.Attempt) error
	// AttachedIDs tells which of the provider's ids already belong to an attempt.
	AttachedIDs(ctx context.Context, ids []string) (map[string]bool, error)
}

// Receipts are the attempts that left and whose end is not known.
type Receipts interface {
	DuePolls(ctx context.Context, now time.Time, limit int) ([]parcours.Attempt, error)
	// RecordPoll counts that the provider was asked, and asks again at next, business
	// time; zero: never.
	RecordPoll(ctx context.Context, now time.Time, a parcours.Attempt, next time.Time) error
	// SweepOrphans settles receipts that belonged to no attempt when they came.
	SweepOrphans(ctx context.Context, now time.Time, limit int) (int, error)
}

// Copies are the texts that providers keep.
type Copies interface {
	// ProviderTexts returns those of which nothing is expected, that left or were received
	// until then and come behind after, the oldest first.
	ProviderTexts(ctx context.Context, until time.Time, after parcours.ProviderText, limit int) ([]parcours.ProviderText, error)
	RecordErased(ctx context.Context, now time.Time, text parcours.ProviderText) error
	// OldestProviderText returns since when the oldest is kept; zero: none is.
	OldestProviderText(ctx context.Context) (time.Time, error)
}

// Backups tell whether the database was restored from one, and what it then misses.
type Backups interface {
	// NewestSent returns when the newest message that is known left; zero: none did.
	NewestSent(ctx context.Context) (time.Time, error)
	// KnowsNumber tells whether somebody is known under a number, now or formerly.
	KnowsNumber(ctx context.Context, address string) (bool, error)
	// DoubtsAbout returns the SMS to an address that may have left under an id that is
	// not known.
	DoubtsAbout(ctx context.Context, address string) ([]parcours.Attempt, error)
	// PauseRestored keeps from being sent whatever is queued, until somebody decides;
	// it reports whether there was anything that had not been kept before.
	PauseRestored(ctx context.Context, now time.Time, r parcours.Restoration) (paused bool, err error)
	Missing
}

// Missing are the messages that left and that nothing in the database accounts for.
type Missing interface {
	// MissingIDs tells which of the provider's ids are among them.
	MissingIDs(ctx context.Context, ids []string) (map[string]bool, error)
	AnyMissing(ctx context.Context) (bool, error)
	MissingTo(ctx context.Context, address string) ([]parcours.LeftMessage, error)
	// MissingAwaited returns those to whose address an SMS waits to be sent, and
	// QueuedTo returns these.
	MissingAwaited(ctx context.Context, limit int) ([]parcours.LeftMessage, error)
	QueuedTo(ctx context.Context, now time.Time, address string) ([]parcours.Delivery, error)
	// Adopt records that a queued or claimed attempt is one of them.
	Adopt(ctx context.Context, now time.Time, a parcours.Attempt, m parcours.LeftMessage, reference string) error
}

// Inbox is what people wrote.
type Inbox interface {
	// CaughtUp returns how far it is known to be complete for a sender.
	CaughtUp(ctx context.Context, sender string) (parcours.CatchUp, error)
	// RecordCatchUp keeps what was found at the provider, with how far that makes the
	// inbox complete, and returns what was not there before.
	RecordCatchUp(ctx context.Context, sender string, c parcours.CatchUp, found []parcours.RawInbound) (missed []parcours.RawInbound, err error)
}

// Renderer writes a message in the recipient's language, for one channel.
type Renderer interface {
	Render(r locales.Request) (locales.Message, error)
}
