package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"relais/parcours"
)

// Store is what the conversation needs to keep.
type Store interface {
	// PendingInbound returns the oldest events that were not settled, in order.
	PendingInbound(ctx context.Context, limit int) ([]parcours.RawInbound, error)
	// LoadDossier reads what one turn may need, with the conversation's state; ErrEarly
	// while the message replied to is still being sent.
	LoadDossier(ctx context.Context, now time.Time, in parcours.Inbound) (parcours.Dossier, parcours.State, error)
	// RecordTurn records state, effects and answers in one transaction and settles
	// the event; ErrConflict when the facts changed since they were loaded.
	RecordTurn(ctx context.Context, turn parcours.Turn) error
	// ParkInbound counts a try that failed, and takes the event aside after the fifth.
	ParkInbound(ctx context.Context, id, why string) error
	// IgnoreInbound settles an event that is nothing for us.
	IgnoreInbound(ctx context.Context, id string) error
	// MessagesOf returns the provider's ids of the messages whose buttons ask what the
	// prompts ask.
	MessagesOf(ctx context.Context, promptIDs []string) ([]string, error)
}

const (
	batchSize    = 100
	reloads      = 5 // how often a turn is stepped again when the facts changed
	pollEvery    = time.Second
	ackTimeout   = 5 * time.Second
	acksTogether = 8
)

// Log keys.
const (
	keyInbound = "inbound"
	keyError   = "error"
	keyStack   = "stack"
)

// Service takes inbound events in the order they came, steps the conversation
// and records each turn. One Service works at a time; several nodes may each run
// one, since a turn that lost the race is refused by the store.
type Service struct {
	Store Store
	// Decoders read a provider's raw event, by provider.
	Decoders map[string]func(raw []byte) (parcours.Inbound, error)
	// Acknowledge tells the provider that a pressed button was served, and takes the
	// buttons away from the message of PressedOn; nil where there are none. Its
	// failure changes nothing.
	Acknowledge func(ctx context.Context, in parcours.Inbound) error
	// Now is business time.
	Now func() time.Time
	Log *slog.Logger
	// Wake makes Run look at once; nil: it looks every second.
	Wake <-chan struct{}
}

// Run processes what waits until ctx ends, each time it is woken and every
// second. It returns nil when ctx ends.
func (s *Service) Run(ctx context.Context) error {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		if _, err := s.Process(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "inbound not processed", keyError, err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.Wake:
		case <-poll.C:
		}
	}
}

// Process steps every event that waits and returns how many were settled. An
// event that fails holds back the later ones of its address, not the others; it
// is tried again at the next call, and parked after five tries, of which those do
// not count that failed because nothing could be kept or because it came too early.
// The error joins what failed.
func (s *Service) Process(ctx context.Context) (n int, err error) {
	failed := make(map[string]bool) // event ids
	held := make(map[string]bool)   // addresses
	var failures []error
	for {
		batch, err := s.Store.PendingInbound(ctx, batchSize)
		if err != nil {
			return n, errors.Join(append(failures, fmt.Errorf("list pending inbound: %w", err))...)
		}
		settled, unavailable := 0, false
		var pressed []parcours.Inbound
		for _, raw := range batch {
			if ctx.Err() != nil {
				break
			}
			if failed[raw.ID] {
				continue
			}
			in, answered, err := s.settle(ctx, raw, held)
			if err == nil {
				settled++
				if in.CallbackID != "" || in.Group != "" {
					pressed = append(pressed, in)
				}
				pressed = append(pressed, s.buttons(ctx, in, answered)...)
				continue
			}
			failed[raw.ID] = true
			if errors.Is(err, errHeld) || errors.Is(err, parcours.ErrEarly) || ctx.Err() != nil {
				continue
			}
			failures = append(failures, fmt.Errorf("inbound %s: %w", raw.ID, err))
			if unavailable = errors.Is(err, parcours.ErrUnavailable); unavailable {
				break // no fault of the event, and does not count against it
			}
			if err := s.Store.ParkInbound(ctx, raw.ID, why(err)); err != nil {
				failures = append(failures, fmt.Errorf("park inbound %s: %w", raw.ID, err))
			}
		}
		s.acknowledge(ctx, pressed)
		n += settled
		if settled == 0 || len(batch) < batchSize || unavailable {
			return n, errors.Join(append(failures, ctx.Err())...)
		}
	}
}

// errHeld: an earlier event of the address has to be settled first.
var errHeld = errors.New("an earlier event of the address waits")

// settle decodes one event and records its turn; answered are the prompts that it closed.
func (s *Service) settle(ctx context.Context, raw parcours.RawInbound, held map[string]bool) (in parcours.Inbound, answered []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = s.panicked(ctx, raw.ID, p)
		}
		if err != nil && in.Address != "" {
			held[string(in.Channel)+" "+in.Address] = true
		}
	}()
	decode, ok := s.Decoders[raw.Provider]
	if !ok {
		return in, nil, fmt.Errorf("%w: no decoder for provider %q", parcours.ErrInvalid, raw.Provider)
	}
	if raw.Unreadable {
		return in, nil, fmt.Errorf("%w: what was kept does not open", parcours.ErrInvalid)
	}
	in, err = decode(raw.Payload)
	if err != nil {
		return in, nil, fmt.Errorf("decode: %w", err)
	}
	in.ID = raw.ID
	if in.ReceivedAt.IsZero() {
		in.ReceivedAt = raw.ReceivedAt
	}
	if held[string(in.Channel)+" "+in.Address] {
		return in, nil, errHeld
	}
	if in.Kind == parcours.InboundIgnored {
		return in, nil, s.Store.IgnoreInbound(ctx, raw.ID)
	}
	answered, err = s.converse(ctx, in)
	return in, answered, err
}

// converse loads, steps and records, again when the facts changed meanwhile.
func (s *Service) converse(ctx context.Context, in parcours.Inbound) (answered []string, err error) {
	for range reloads {
		now := s.Now()
		dossier, state, loadErr := s.Store.LoadDossier(ctx, now, in)
		if loadErr != nil {
			return nil, fmt.Errorf("load dossier: %w", loadErr)
		}
		next, effects, reason := step(now, dossier, state, in)
		answered = nil
		for _, effect := range effects {
			if a, ok := effect.(parcours.Acknowledge); ok {
				answered = append(answered, a.PromptID)
			}
		}
		err = s.Store.RecordTurn(ctx, parcours.Turn{
			Inbound: in, Dossier: dossier, State: next, Effects: effects, Now: now, Why: reason,
		})
		if !errors.Is(err, parcours.ErrConflict) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("record turn: %w", err)
	}
	return answered, nil
}

// buttons are the messages whose buttons have no use any more, the one that was pressed
// left out: it is released by itself. What cannot be read stays on the screen.
func (s *Service) buttons(ctx context.Context, in parcours.Inbound, answered []string) []parcours.Inbound {
	if s.Acknowledge == nil || len(answered) == 0 {
		return nil
	}
	messages, err := s.Store.MessagesOf(ctx, answered)
	if err != nil {
		s.Log.DebugContext(ctx, "buttons not found", keyInbound, in.ID, keyError, err)
		return nil
	}
	var left []parcours.Inbound
	for _, message := range messages {
		if message != in.PressedOn {
			left = append(left, parcours.Inbound{ID: in.ID, Channel: parcours.ChannelTelegram, PressedOn: message})
		}
	}
	return left
}

// acknowledge releases the pressed buttons, a few at a time, and waits for all.
func (s *Service) acknowledge(ctx context.Context, pressed []parcours.Inbound) {
	if s.Acknowledge == nil || len(pressed) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, ackTimeout)
	defer cancel()
	var all sync.WaitGroup
	slots := make(chan struct{}, acksTogether)
	for _, in := range pressed {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			if err := s.Acknowledge(ctx, in); err != nil {
				s.Log.DebugContext(ctx, "button not acknowledged", keyInbound, in.ID, keyError, err)
			}
		})
	}
	all.Wait()
}

// errPanic hides the panic's value, which may hold what somebody wrote.
var errPanic = errors.New("panic")

func (s *Service) panicked(ctx context.Context, id string, value any) error {
	stack := make([]byte, 8<<10)
	s.Log.ErrorContext(ctx, "turn panicked", keyInbound, id, keyStack, string(stack[:runtime.Stack(stack, false)]))
	return fmt.Errorf("%w of type %T", errPanic, value)
}

// why is the reason kept with a parked event: the kind of failure, without the
// words of a decoder that may quote the event.
func why(err error) string {
	switch {
	case errors.Is(err, errPanic):
		return "panic"
	case errors.Is(err, parcours.ErrConflict):
		return "conflict"
	case errors.Is(err, parcours.ErrInvalid):
		return "invalid"
	case errors.Is(err, parcours.ErrNotFound):
		return "not found"
	}
	return "failed"
}
