package notifier_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// Random schedules of plans, cancellations, STOPs, faults, crashes and clock moves,
// against an oracle: nothing is lost, nothing is sent twice outside the residual
// that docs/architecture.md states, and everything ends. Each schedule has a
// database of its own; its steps are drawn by rapid, so that a failure shrinks, and
// replays with the seed that is printed.
func TestModel(t *testing.T) {
	seed, checks := flag.Lookup("rapid.seed"), flag.Lookup("rapid.checks")
	if seed.Value.String() == "0" {
		drawn := rand.Uint64() | 1
		if checks.Value.String() == checks.DefValue {
			drawn = 1 // with the other tests: the same schedules each time
		}
		if err := seed.Value.Set(fmt.Sprint(drawn)); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Printf("TestModel: replay with -rapid.seed=%s\n", seed.Value)
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			rules, met := storetest.Rules(t), tally{}
			var w *world
			clock := func() time.Time {
				if w == nil {
					return dawn
				}
				return w.now
			}
			var souls []*soul
			stage := storetest.NewStage(t, engine == "postgres", store.Options{Now: clock, TwoWaySMS: true}, func(s *store.Store) {
				populate(t, s)
				souls = recognise(t, s)
			})
			rapid.Check(t, func(t *rapid.T) {
				met["schedules"]++
				w = newWorld(t, stage, texts, rules)
				w.souls, w.met = copies(souls), met
				w.play()
			})
			t.Logf("met:%s", met)
		})
	}
}

// tally counts what the schedules met, for who wonders whether they meet anything.
type tally map[string]int

func (m tally) String() string {
	var text strings.Builder
	for _, what := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&text, "\n%7d %s", m[what], what)
	}
	return text.String()
}

// starts are a working morning, the end of a day, of a week, the eve of a public
// holiday, and the eve of the end of summer time.
func starts() []time.Time {
	return []time.Time{
		dawn.Add(2 * time.Hour),
		dawn.Add(10*time.Hour + 59*time.Minute + 20*time.Second),
		dawn.AddDate(0, 0, 4).Add(10*time.Hour + 50*time.Minute),
		dawn.AddDate(0, 0, 10).Add(10 * time.Hour),
		dawn.AddDate(0, 0, 115).Add(-20 * time.Hour),
	}
}

// play makes the steps of one schedule, then lets everything come to its end.
func (w *world) play() {
	w.now = rapid.SampledFrom(starts()).Draw(w.t, "start")
	// Few people, so that what happens happens to the same ones; most of them can
	// be reached.
	reachable := len(w.souls) - 3
	for range rapid.IntRange(1, 3).Draw(w.t, "people") {
		i := rapid.IntRange(0, len(w.souls)+2*reachable-1).Draw(w.t, "who")
		if i >= len(w.souls) {
			i = (i - len(w.souls)) % reachable
		}
		w.cast = append(w.cast, w.souls[i])
		w.plans(w.souls[i], rapid.IntRange(0, 8).Draw(w.t, "slot"))()
	}
	for range rapid.IntRange(10, 40).Draw(w.t, "steps") {
		w.step()
		w.check()
	}
	w.drain()
	w.check()
	w.truth.settle()
	w.check()
}

func (w *world) anyone(label string) *soul { return rapid.SampledFrom(w.cast).Draw(w.t, label) }

// step makes one step: the dispatcher's own, sometimes with faults and a trap, or
// something that happens around it.
func (w *world) step() {
	switch kind := rapid.IntRange(0, 11).Draw(w.t, "kind"); kind {
	case 0, 1, 2, 3:
		w.net.will(rapid.SliceOfN(rapid.SampledFrom(dooms), 0, 3).Draw(w.t, "dooms")...)
		w.passes("dispatch", w.draw("trap"))
	case 4:
		w.passes("look up", w.draw("trap"))
	case 5:
		w.passes("poll", w.draw("trap"))
	case 6, 7:
		w.pass(w.span())()
		w.net.will(rapid.SliceOfN(rapid.SampledFrom(dooms), 0, 2).Draw(w.t, "dooms")...)
		for _, step := range []string{"dispatch", "look up", "poll"} {
			w.passes(step, trap{})
		}
	case 8:
		if w.asleep != nil {
			w.thaw()
			return
		}
		fallthrough
	default:
		w.event("event")()
	}
}

// draw is a trap for the next step: none, an end, a sleep, or an event meanwhile.
func (w *world) draw(label string) trap {
	kind := rapid.IntRange(0, 5).Draw(w.t, label)
	if kind < 2 {
		return trap{}
	}
	t := trap{at: rapid.IntRange(1, 30).Draw(w.t, "at")}
	switch kind {
	case 2:
		t.name, t.do = "dies", dies
	case 3:
		if t.name, t.do = "freezes", freezes; w.asleep != nil {
			t.name, t.do = "dies", dies
		}
	default:
		meanwhile := w.event("meanwhile")
		t.name, t.do = "meets an event", func(*process) { meanwhile() }
	}
	return t
}

// passes makes one step of the living process, and starts another one when that
// died or froze.
func (w *world) passes(name string, with trap) {
	p := w.alive
	w.met[name]++
	if p.trap = with; with.at > 0 {
		w.log("%s, which %s at %d", name, with.name, with.at)
	} else {
		w.log("%s", name)
	}
	ended := p.run(func(ctx context.Context) error { return p.make(ctx, name) })
	p.trap = trap{}
	if !ended {
		w.asleep = p
	}
	if !ended || p.dead {
		w.alive = w.start()
	}
}

func (p *process) make(ctx context.Context, step string) (err error) {
	switch step {
	case "dispatch":
		_, err = p.Dispatch(ctx)
	case "look up":
		_, err = p.LookUp(ctx)
	default:
		_, err = p.PollReceipts(ctx)
	}
	return err
}

// thaw lets the process that sleeps go on with its step, and stop after it.
func (w *world) thaw() {
	w.log("the sleeper wakes up")
	p := w.asleep
	w.asleep = nil
	p.thawed <- struct{}{}
	p.await()
}

// The moves of the clock: within a send, past a lease, to the look-ups; then past a
// retry, a night, a week-end, the wait for a receipt.
var (
	shortly = []time.Duration{
		time.Second, 6 * time.Second, 29 * time.Second, 31 * time.Second, 61 * time.Second, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute,
	}
	later = []time.Duration{35 * time.Minute, 2 * time.Hour, 14 * time.Hour, 24 * time.Hour, 64 * time.Hour, 73 * time.Hour}
)

func (w *world) span() time.Duration {
	spans := shortly
	if rapid.IntRange(0, 3).Draw(w.t, "long") == 0 {
		spans = later
	}
	return rapid.SampledFrom(spans).Draw(w.t, "span")
}

// event draws something that happens beside the dispatcher and returns it, to be
// made now or in the middle of a step.
func (w *world) event(label string) func() {
	switch rapid.IntRange(0, 16).Draw(w.t, label) {
	case 0, 1:
		return w.pass(w.span())
	case 2:
		return w.plans(w.anyone("who"), rapid.IntRange(0, 8).Draw(w.t, "slot"))
	case 3:
		times := rapid.IntRange(1, 3).Draw(w.t, "deaf")
		return func() { w.net.deaf = times }
	case 4, 5, 6, 7:
		return w.providerMoves()
	case 8, 9:
		return w.callback(rapid.IntRange(0, 7).Draw(w.t, "which"), rapid.IntRange(0, 3).Draw(w.t, "how"))
	case 10:
		return w.words()
	case 11:
		return w.ends(w.anyone("who"), rapid.Bool().Draw(w.t, "revoked"))
	case 12:
		return w.withdraws(w.anyone("who"))
	case 13, 14:
		return w.renumbers(w.anyone("who"), rapid.IntRange(0, 7).Draw(w.t, "number"))
	case 15:
		return w.joins(w.anyone("whose"), rapid.IntRange(0, 8).Draw(w.t, "slot"))
	default:
		return func() { // another node makes a pass
			w.log("another node passes")
			other := w.start()
			other.run(func(ctx context.Context) error { return other.make(ctx, "dispatch") })
		}
	}
}

func (w *world) pass(span time.Duration) func() {
	return func() {
		w.now = w.now.Add(span)
		w.log("%s later", span)
	}
}

// plans convenes somebody to a slot, when they wait for one.
func (w *world) plans(p *soul, slot int) func() {
	return func() {
		ctx := context.Background()
		slots, err := w.store.FreeSlots(ctx, parcours.JointInterview, w.now)
		if err != nil || len(slots) == 0 {
			return
		}
		to := slots[slot%len(slots)]
		err = w.store.Convene(ctx, w.now, parcours.Assigned{PersonID: p.id, SlotID: to.ID})
		w.log("%s is convened on %s: %v", p.name, to.StartsAt.Format("02 Jan 15:04"), err)
		w.expect(err, "convene")
		w.look()
	}
}

// expect takes a refusal that a schedule may well meet.
func (w *world) expect(err error, what string) {
	if err != nil && !errors.Is(err, parcours.ErrConflict) && !errors.Is(err, parcours.ErrInvalid) && !errors.Is(err, parcours.ErrNotFound) {
		w.fault("%s: %v", what, err)
	}
}

// ends makes the next appointment of somebody fall: the service revokes it, or they
// are excused.
func (w *world) ends(p *soul, revoked bool) func() {
	return func() {
		ctx := context.Background()
		file, err := w.store.Person(ctx, coordinator, p.id)
		if err != nil {
			w.fault("file: %v", err)
			return
		}
		for _, a := range file.Appointments {
			if !a.Standing(w.now) {
				continue
			}
			if revoked {
				err = w.store.Revoke(ctx, w.now, coordinator, a.ID)
			} else {
				err = w.store.RecordOutcome(ctx, w.now, coordinator, a.ParticipationID, parcours.OutcomeExcused, parcours.ImpedimentNone)
			}
			w.log("the appointment of %s ends, revoked %t: %v", p.name, revoked, err)
			w.expect(err, "end an appointment")
			w.look()
			return
		}
	}
}

// withdraws cancels by hand the first message planned for somebody.
func (w *world) withdraws(p *soul) func() {
	return func() {
		ctx := context.Background()
		planned, err := w.store.Planned(ctx, coordinator, p.id)
		if err != nil {
			w.fault("planned: %v", err)
		}
		if len(planned) == 0 {
			return
		}
		err = w.store.CancelNotification(ctx, w.now, coordinator, planned[0].ID)
		w.log("%s to %s is withdrawn: %v", planned[0].Kind, p.name, err)
		w.expect(err, "withdraw")
		if err == nil {
			w.truth.withdrawn[planned[0].ID] = w.truth.next()
		}
		w.look()
	}
}

// saidTo is what somebody writes from an address: an answer only where something came
// that may be answered, since nobody replies in a silent chat to what rang elsewhere.
func (w *world) saidTo(address, text string) string {
	asked := slices.ContainsFunc(w.net.messages, func(m *message) bool { return !m.inside && m.to == address })
	if asked || text == "STOP" || text == "REPRENDRE" {
		return text
	}
	return "bonjour"
}

// providerMoves is one message that moves at its provider: it leaves, arrives, or
// fails, in any order.
func (w *world) providerMoves() func() {
	which := rapid.IntRange(0, 7).Draw(w.t, "message")
	word := rapid.SampledFrom([][2]string{
		{"sent", ""}, {"delivered", ""}, {"undelivered", "30003"}, {"undelivered", "30008"}, {"undelivered", "30006"}, {"failed", "30007"},
	}).Draw(w.t, "word")
	return func() {
		if len(w.net.messages) > 0 {
			m := w.net.messages[which%len(w.net.messages)]
			w.log("message %s of attempt %s becomes %s %s", short(m.id), tail(m.attempt), word[0], word[1])
			w.net.becomes(m, word[0], word[1])
		}
	}
}

// callback is what becomes of one callback on its way: it comes, it comes twice, it
// is lost, or it comes again later.
func (w *world) callback(which, how int) func() {
	return func() {
		if len(w.net.receipts) == 0 {
			return
		}
		i := which % len(w.net.receipts)
		r := w.net.receipts[i]
		if how != 3 {
			w.net.receipts = append(w.net.receipts[:i:i], w.net.receipts[i+1:]...)
		}
		if how != 2 {
			w.receive(r)
		}
		if how == 1 {
			w.receive(r)
		}
		w.look()
	}
}
