package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
)

// TestFailure17TwoOwners has two nodes over one database, a second service over one
// SQLite file, and workers frozen past their lease: nothing is sent twice, and what a
// thawed worker still wants to do is refused.
func TestFailure17TwoOwners(t *testing.T) {
	t.Parallel()
	t.Run("two nodes send at once", func(t *testing.T) {
		inHouses(t, func(h *house) {
			var people []parcours.PersonRow
			var end outcome
			for n := 1; n <= 12; n++ {
				people = append(people, person(n))
			}
			h.convene(people...)
			other := h.open()
			defer other.store.Close()
			var both sync.WaitGroup
			for _, n := range []*node{h.node, other} {
				both.Go(func() {
					for {
						moved, err := n.dispatcher.Dispatch(h.Context())
						if err != nil {
							h.Errorf("dispatch: %v", err)
						}
						if moved == 0 || err != nil {
							return
						}
					}
				})
			}
			both.Wait()
			h.pass(24 * time.Hour)
			for n := 1; n <= 12; n++ {
				end.SMS = append(end.SMS, sms(n, n, "delivered rang"))
			}
			end.Orders = 12
			got := h.outcome()
			for i, attempt := range got.Attempts {
				name, _, _ := strings.Cut(attempt, " #")
				got.Attempts[i] = name
			}
			for _, attempt := range h.ask("select p.internal_id from attempt a join person p on p.id = a.person_id order by p.internal_id") {
				end.Attempts = append(end.Attempts, attempt+" convocation 1 sms delivered 40")
				end.States = append(end.States, attempt+" convocation delivered")
			}
			if len(end.Attempts) != 12 {
				h.Errorf("%d attempts, want 12", len(end.Attempts))
			}
			h.wantSame(end, got)
		})
	})
	t.Run("frozen between the mark and the call", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			other := h.open()
			defer other.store.Close()
			h.at(afterMark, func() {
				// Frozen past its lease: the other node takes the attempt for one in doubt.
				h.Clock.MoveTo(h.Clock.Now().Add(61 * time.Second))
				h.dispatchWith(other)
				if got := h.outcome().Attempts; !slices.Equal(got, []string{convocation(1, 1, "unknown 15")}) {
					h.Errorf("while the worker is frozen: %q", got)
				}
			})
			h.dispatchWith(h.node) // it wakes up, and its gate does not let it call
			h.wantOutcome(outcome{Attempts: []string{convocation(1, 1, "unknown 15")}, States: []string{told(1, "pending")}})
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 1, SMS: []string{sms(1, 1, "delivered rang")},
				Attempts: []string{convocation(1, 1, "lost 15"), convocation(1, 2, "delivered 40 #1")}, States: []string{told(1, "delivered")},
			})
		})
	})
	t.Run("frozen between the answer and its record", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.unreachable(true) // the receipts come by asking, so that nothing else names the message
			h.convene(person(1))
			other := h.open()
			defer other.store.Close()
			var before outcome
			h.at(beforeResult, func() {
				h.Clock.MoveTo(h.Clock.Now().Add(61 * time.Second))
				h.dispatchWith(other)
				if _, err := other.dispatcher.LookUp(h.Context()); err != nil {
					h.Errorf("look up: %v", err)
				}
				before = h.outcome()
			})
			h.dispatchWith(h.node)
			adopted := outcome{
				Orders: 1, SMS: []string{sms(1, 1, "queued")}, Attempts: []string{convocation(1, 1, "accepted 20 #1")}, States: []string{told(1, "pending")},
			}
			h.wantSame(adopted, before)
			h.wantOutcome(adopted) // the late result says nothing new
			if h.listings() != 1 {
				h.Errorf("the provider was asked for %d lists, want the one of the other node", h.listings())
			}
			h.unreachable(false)
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 1, SMS: []string{sms(1, 1, "delivered rang")}, Attempts: []string{convocation(1, 1, "delivered 40 #1")}, States: []string{told(1, "delivered")},
			})
		})
	})
	// Each local move of a worker that lost its claim matches no row.
	t.Run("a claim that another worker has taken over", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			ctx, store := h.Context(), h.node.store
			claim := func(owner string) parcours.Attempt {
				now := h.Clock.Now()
				claimed, err := store.ClaimDue(ctx, parcours.Claim{Channels: []parcours.Channel{parcours.ChannelSMS}, Now: now, Process: now, LeaseUntil: now.Add(time.Minute), Owner: owner, Limit: 10})
				h.must(err)
				if len(claimed) != 1 {
					h.Fatalf("%s claims %d attempts, want 1", owner, len(claimed))
				}
				a := claimed[0].Attempt
				a.Body, a.Encoding, a.Parts, a.Sender, a.SendingAt = "Bonjour", parcours.GSM7, 1, "twilio:"+houseSender, now
				return a
			}
			frozen := claim("frozen")
			h.Clock.MoveTo(h.Clock.Now().Add(61 * time.Second))
			_, err := store.Recover(ctx, h.Clock.Now(), h.Clock.Now())
			h.must(err)
			owner := claim("owner")
			now := h.Clock.Now()
			stands := h.ask("select state, lease_seq, lease_owner, due_at from attempt")
			kept, err := store.MarkSending(ctx, now, now, []parcours.Attempt{frozen})
			if err != nil || len(kept) != 0 {
				h.Errorf("the thawed worker marks %q, %v; want nothing", kept, err)
			}
			for name, move := range map[string]func() error{
				"release": func() error { return store.Release(ctx, frozen, now, "late") },
				"end":     func() error { return store.End(ctx, now, frozen, parcours.AttemptExpired, parcours.ReasonExpired) },
				"requeue": func() error {
					return store.RecordRefusal(ctx, now, now, frozen, &parcours.Refusal{Kind: parcours.RefusalRetry}, now)
				},
				"doubt": func() error {
					return store.RecordRefusal(ctx, now, now, frozen, &parcours.Refusal{Kind: parcours.RefusalUnknown}, now)
				},
				"refuse": func() error {
					return store.RecordRefusal(ctx, now, now, frozen, &parcours.Refusal{Kind: parcours.RefusalGiveUp}, now)
				},
			} {
				if err := move(); !isConflict(err) {
					h.Errorf("%s by the thawed worker: %v, want a conflict", name, err)
				}
			}
			h.wantLines("the attempt of the owner", stands, "select state, lease_seq, lease_owner, due_at from attempt")
			kept, err = store.MarkSending(ctx, now, now, []parcours.Attempt{owner})
			if err != nil || len(kept) != 1 {
				h.Errorf("the owner marks %q, %v; want its attempt", kept, err)
			}
		})
	})
	t.Run("two services over one SQLite file", func(t *testing.T) {
		t.Parallel()
		path := t.TempDir() + "/relais.db"
		release, err := lockDatabase(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := lockDatabase(path); err == nil || !strings.Contains(err.Error(), "another relais serve") {
			t.Errorf("the second service: %v, want it told why it may not", err)
		}
		release()
		again, err := lockDatabase(path)
		if err != nil {
			t.Fatalf("once the first has ended: %v", err)
		}
		again()
	})
}

// dispatchWith makes passes of one node until it has nothing to do.
func (h *house) dispatchWith(n *node) {
	h.Helper()
	for range 100 {
		moved, err := h.alive(func(ctx context.Context) (int, error) { return n.dispatcher.Dispatch(ctx) })
		if err != nil {
			h.Error(fmt.Errorf("dispatch: %w", err))
		}
		if moved == 0 {
			return
		}
	}
	h.Error("a node turns in circles")
}

func isConflict(err error) bool { return errors.Is(err, parcours.ErrConflict) }
