package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/bot"
	"relais/parcours"
)

// inbox is a store that keeps what the service gives it.
type inbox struct {
	waiting  []parcours.RawInbound
	turns    []parcours.Turn
	parked   []string
	tries    map[string]int
	ignored  []string
	conflict int // how many times RecordTurn refuses
	refuse   func(parcours.Turn) error
	broken   error
	// What MessagesOf answers.
	messages []string
	lost     error
	dossier  parcours.Dossier
}

func (b *inbox) PendingInbound(_ context.Context, limit int) ([]parcours.RawInbound, error) {
	return slices.Clone(b.waiting[:min(limit, len(b.waiting))]), b.broken
}

func (b *inbox) LoadDossier(context.Context, time.Time, parcours.Inbound) (parcours.Dossier, parcours.State, error) {
	return b.dossier, parcours.State{}, nil
}

func (b *inbox) RecordTurn(_ context.Context, turn parcours.Turn) error {
	if b.conflict > 0 {
		b.conflict--
		return fmt.Errorf("slot taken: %w", parcours.ErrConflict)
	}
	if b.refuse != nil {
		if err := b.refuse(turn); err != nil {
			return err
		}
	}
	b.turns = append(b.turns, turn)
	b.done(turn.Inbound.ID)
	return nil
}

func (b *inbox) ParkInbound(_ context.Context, id, _ string) error {
	if b.tries == nil {
		b.tries = make(map[string]int)
	}
	if b.tries[id]++; b.tries[id] == 5 {
		b.parked = append(b.parked, id)
		b.done(id)
	}
	return nil
}

func (b *inbox) IgnoreInbound(_ context.Context, id string) error {
	b.ignored = append(b.ignored, id)
	b.done(id)
	return nil
}

func (b *inbox) MessagesOf(context.Context, []string) ([]string, error) { return b.messages, b.lost }

func (b *inbox) done(id string) {
	b.waiting = slices.DeleteFunc(b.waiting, func(r parcours.RawInbound) bool { return r.ID == id })
}

func (b *inbox) receive(id string, in parcours.Inbound) {
	payload, err := json.Marshal(in)
	if err != nil {
		panic(err)
	}
	b.waiting = append(b.waiting, parcours.RawInbound{ID: id, Provider: "fake", Payload: payload})
}

func (b *inbox) recorded() []string {
	var ids []string
	for _, turn := range b.turns {
		ids = append(ids, turn.Inbound.ID)
	}
	return ids
}

func newService(b *inbox) *bot.Service {
	return &bot.Service{
		Store: b,
		Decoders: map[string]func([]byte) (parcours.Inbound, error){
			"fake": func(raw []byte) (in parcours.Inbound, err error) {
				err = json.Unmarshal(raw, &in)
				if in.Text == "panic" {
					panic("a decoder's fault")
				}
				return in, err
			},
		},
		Now: func() time.Time { return time.Date(2026, time.January, 6, 10, 0, 0, 0, time.UTC) },
		Log: slog.New(slog.DiscardHandler),
	}
}

func text(address, text string) parcours.Inbound {
	return parcours.Inbound{Kind: parcours.InboundText, Channel: parcours.ChannelSMS, Address: address, Text: text}
}

func TestEventsAreSettledInOrder(t *testing.T) {
	t.Parallel()
	b := &inbox{}
	var want []string
	for i := range 250 {
		id := fmt.Sprint(i)
		b.receive(id, text(fmt.Sprint(i%3), "bonjour"))
		want = append(want, id)
	}
	b.receive("group", parcours.Inbound{Kind: parcours.InboundIgnored})
	n, err := newService(b).Process(t.Context())
	if err != nil || n != 251 {
		t.Errorf("Process = %d, %v; want 251", n, err)
	}
	if diff := cmp.Diff(want, b.recorded()); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"group"}, b.ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

func TestAConflictIsSteppedAgain(t *testing.T) {
	t.Parallel()
	b := &inbox{conflict: 3}
	b.receive("1", text("a", "QUI"))
	if n, err := newService(b).Process(t.Context()); n != 1 || err != nil {
		t.Errorf("Process = %d, %v", n, err)
	}
	if len(b.turns) != 1 || b.tries["1"] != 0 {
		t.Errorf("%d turns, %d tries", len(b.turns), b.tries["1"])
	}

	endless := &inbox{conflict: 1000}
	endless.receive("1", text("a", "QUI"))
	if n, err := newService(endless).Process(t.Context()); n != 0 || !errors.Is(err, parcours.ErrConflict) {
		t.Errorf("Process = %d, %v; want a conflict", n, err)
	}
}

func TestPoisonIsParkedAndHoldsBackItsAddressOnly(t *testing.T) {
	t.Parallel()
	for name, poison := range map[string]parcours.Inbound{
		"refused":  text("a", "refused"),
		"panicked": text("a", "panic"),
	} {
		b := &inbox{refuse: func(turn parcours.Turn) error {
			if turn.Inbound.Text == "refused" {
				return errors.New("a constraint")
			}
			return nil
		}}
		b.receive("poison", poison)
		b.receive("later", text("a", "bonjour"))
		b.receive("other", text("b", "bonjour"))
		s := newService(b)
		for try := 1; try <= 5; try++ {
			if _, err := s.Process(t.Context()); err == nil {
				t.Errorf("%s, try %d: no error", name, try)
			}
			if slices.Contains(b.recorded(), "later") && name == "refused" {
				t.Errorf("%s, try %d: a later event of the address went first", name, try)
			}
			if try == 1 && !slices.Contains(b.recorded(), "other") {
				t.Errorf("%s: another address waits", name)
			}
		}
		if diff := cmp.Diff([]string{"poison"}, b.parked); diff != "" {
			t.Errorf("%s: parked (-want +got):\n%s", name, diff)
		}
		if _, err := s.Process(t.Context()); err != nil {
			t.Errorf("%s: after parking: %v", name, err)
		}
		if !slices.Contains(b.recorded(), "later") {
			t.Errorf("%s: the later event is never settled", name)
		}
	}
}

func TestADatabaseThatIsAwayCountsAgainstNoEvent(t *testing.T) {
	t.Parallel()
	away := true
	b := &inbox{refuse: func(parcours.Turn) error {
		if away {
			return fmt.Errorf("record turn: %w", parcours.ErrUnavailable)
		}
		return nil
	}}
	b.receive("1", text("a", "STOP"))
	b.receive("2", text("b", "bonjour"))
	s := newService(b)
	for range 20 {
		if n, err := s.Process(t.Context()); n != 0 || !errors.Is(err, parcours.ErrUnavailable) {
			t.Fatalf("Process = %d, %v", n, err)
		}
	}
	away = false
	if n, err := s.Process(t.Context()); n != 2 || err != nil || len(b.tries) != 0 {
		t.Errorf("once it is back: Process = %d, %v, tries %v", n, err, b.tries)
	}
}

func TestAReplyToWhatIsStillBeingSentWaits(t *testing.T) {
	t.Parallel()
	early := true
	b := &inbox{refuse: func(turn parcours.Turn) error {
		if early && turn.Inbound.ID == "1" {
			return fmt.Errorf("load dossier: %w", parcours.ErrEarly)
		}
		return nil
	}}
	b.receive("1", text("a", "oui"))
	b.receive("2", text("a", "et merci"))
	b.receive("3", text("b", "bonjour"))
	s := newService(b)
	if n, err := s.Process(t.Context()); n != 1 || err != nil || !slices.Equal(b.recorded(), []string{"3"}) {
		t.Fatalf("Process = %d, %v, recorded %v", n, err, b.recorded())
	}
	early = false
	if n, err := s.Process(t.Context()); n != 2 || err != nil || len(b.tries) != 0 {
		t.Errorf("once it is sent: Process = %d, %v, tries %v", n, err, b.tries)
	}
	if want := []string{"3", "1", "2"}; !slices.Equal(b.recorded(), want) {
		t.Errorf("recorded %v, want %v", b.recorded(), want)
	}
}

func TestAnUnreadableEventIsParked(t *testing.T) {
	t.Parallel()
	b := &inbox{}
	b.waiting = []parcours.RawInbound{
		{ID: "json", Provider: "fake", Payload: []byte("{")},
		{ID: "nobody", Provider: "none", Payload: []byte("{}")},
		{ID: "sealed", Provider: "fake", Unreadable: true},
	}
	s := newService(b)
	for range 5 {
		if n, err := s.Process(t.Context()); n != 0 || err == nil {
			t.Errorf("Process = %d, %v", n, err)
		}
	}
	if diff := cmp.Diff([]string{"json", "nobody", "sealed"}, b.parked); diff != "" {
		t.Errorf("parked (-want +got):\n%s", diff)
	}
}

func TestPressedButtonsAreReleasedAfterTheTurn(t *testing.T) {
	t.Parallel()
	b := &inbox{}
	in := parcours.Inbound{Kind: parcours.InboundButton, Channel: parcours.ChannelTelegram, Address: "7", CallbackID: "cb"}
	b.receive("1", in)
	s := newService(b)
	var released []string
	s.Acknowledge = func(_ context.Context, in parcours.Inbound) error {
		if len(b.turns) != 1 {
			t.Error("released before the turn is recorded")
		}
		released = append(released, in.CallbackID)
		return errors.New("the provider is away")
	}
	if n, err := s.Process(t.Context()); n != 1 || err != nil {
		t.Errorf("Process = %d, %v: a failed release changes nothing", n, err)
	}
	if diff := cmp.Diff([]string{"cb"}, released); diff != "" {
		t.Errorf("released (-want +got):\n%s", diff)
	}
}

// What is answered in words is not asked any more either, and nothing that goes wrong
// there touches the turn.
func TestButtonsOfWhatIsAnsweredAreTakenAway(t *testing.T) {
	t.Parallel()
	open := parcours.Prompt{
		ID: "pr-1", PersonID: "p-1", Kind: parcours.PromptAttendance, AskedAt: time.Unix(0, 0), ExpiresAt: time.Unix(1<<40, 0),
		Choices: []parcours.Choice{{Action: "come", Label: "choice.come"}, {Action: "cannot", Label: "choice.cannot"}},
	}
	for _, c := range []struct {
		name     string
		text     string
		messages []string
		lost     error
		want     []string
	}{
		{"answered in words", "oui je viens", []string{"7:3", "7:9"}, nil, []string{"7:3", "7:9"}},
		{"no answer", "bonjour", []string{"7:3"}, nil, nil},
		{"no such message", "oui je viens", nil, nil, nil},
		{"not to be read", "oui je viens", []string{"7:3"}, errors.New("away"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &inbox{messages: c.messages, lost: c.lost}
			b.dossier = parcours.Dossier{Person: parcours.Person{ID: "p-1", Language: parcours.French}, Prompts: []parcours.Prompt{open}, TwoWay: true}
			b.receive("1", parcours.Inbound{Kind: parcours.InboundText, Channel: parcours.ChannelTelegram, Address: "7", Text: c.text})
			s := newService(b)
			var taken []string
			s.Acknowledge = func(_ context.Context, in parcours.Inbound) error {
				taken = append(taken, in.PressedOn)
				return nil
			}
			if n, err := s.Process(t.Context()); n != 1 || err != nil {
				t.Fatalf("Process = %d, %v", n, err)
			}
			slices.Sort(taken) // released side by side
			if diff := cmp.Diff(c.want, taken); diff != "" {
				t.Errorf("buttons taken (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRunWakesUpAndEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &inbox{}
		s := newService(b)
		wake := make(chan struct{}, 1)
		s.Wake = wake
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- s.Run(ctx) }()
		synctest.Wait()

		b.receive("woken", text("a", "QUI"))
		wake <- struct{}{}
		synctest.Wait()
		if len(b.turns) != 1 {
			t.Error("not woken")
		}
		b.receive("polled", text("a", "QUI"))
		time.Sleep(1100 * time.Millisecond) // of the bubble's clock
		synctest.Wait()
		if len(b.turns) != 2 {
			t.Error("not polled")
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run = %v", err)
		}
	})
}
