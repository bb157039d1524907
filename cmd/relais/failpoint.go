//go:build failpoint

package main

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"relais/bot"
	"relais/notifier"
	"relais/notifier/twilio"
	"relais/parcours"
	"relais/scheduler"
)

// failPoints kill the process, as kill -9 does, when it reaches a step of delivery.
// RELAIS_FAIL_POINT names the step, and after a colon which time that it is reached:
// "after mark", "before turn:2". Each transaction has three: before, during (at some
// instant of it) and after; a request has those of transport. With
// RELAIS_FAIL_BY=freeze the process stands still there until it is told to go on.
type failPoints struct {
	step   string
	left   *atomic.Int64
	freeze bool
}

func newFailPoints() failPoints {
	step, times, _ := strings.Cut(os.Getenv("RELAIS_FAIL_POINT"), ":")
	f := failPoints{step: step, left: new(atomic.Int64), freeze: os.Getenv("RELAIS_FAIL_BY") == "freeze"}
	n, err := strconv.Atoi(times)
	if err != nil {
		n = 1
	}
	f.left.Store(int64(n))
	return f
}

func (f failPoints) reach(step string) {
	if f.here(step) {
		f.die()
	}
}

func (f failPoints) here(step string) bool { return step == f.step && f.left.Add(-1) == 0 }

func (f failPoints) die() {
	if f.freeze {
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		time.Sleep(20 * time.Millisecond) // the signal may reach this thread a little later
		return
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // nothing more is done here
}

// around surrounds one transaction.
func (f failPoints) around(transaction string, do func() error) error {
	f.reach("before " + transaction)
	if f.here("during " + transaction) {
		time.AfterFunc(rand.N(3*time.Millisecond), f.die)
	}
	err := do()
	if err == nil {
		f.reach("after " + transaction)
	}
	return err
}

// outbox surrounds every transaction that writes. Of those that find nothing to do most
// of the time, only the end of one that did something is a step.
func (f failPoints) outbox(o notifier.Outbox) notifier.Outbox { return fatalOutbox{o, f} }

type fatalOutbox struct {
	notifier.Outbox
	f failPoints
}

func (o fatalOutbox) Recover(ctx context.Context, now, process time.Time) (found parcours.Recovered, err error) {
	found, err = o.Outbox.Recover(ctx, now, process)
	if found.Unknown+found.Requeued > 0 {
		o.f.reach("after recover")
	}
	return found, err
}

func (o fatalOutbox) ClaimDue(ctx context.Context, c parcours.Claim) (due []parcours.Delivery, err error) {
	due, err = o.Outbox.ClaimDue(ctx, c)
	if len(due) > 0 {
		o.f.reach("after claim")
	}
	return due, err
}

func (o fatalOutbox) MarkSending(ctx context.Context, now, process time.Time, batch []parcours.Attempt) (kept []string, err error) {
	err = o.f.around("mark", func() (err error) {
		kept, err = o.Outbox.MarkSending(ctx, now, process, batch)
		return err
	})
	return kept, err
}

func (o fatalOutbox) RecordAccepted(ctx context.Context, now time.Time, a parcours.Attempt, r parcours.Receipt) error {
	return o.f.around("result", func() error { return o.Outbox.RecordAccepted(ctx, now, a, r) })
}

func (o fatalOutbox) RecordRefusal(ctx context.Context, now, process time.Time, a parcours.Attempt, r *parcours.Refusal, retryAt time.Time) error {
	return o.f.around("refusal", func() error { return o.Outbox.RecordRefusal(ctx, now, process, a, r, retryAt) })
}

func (o fatalOutbox) ApplyReceipt(ctx context.Context, now time.Time, r parcours.Receipt) error {
	return o.f.around("adoption", func() error { return o.Outbox.ApplyReceipt(ctx, now, r) })
}

func (o fatalOutbox) PostponeLookUp(ctx context.Context, a parcours.Attempt, next time.Time) error {
	return o.f.around("empty look-up", func() error { return o.Outbox.PostponeLookUp(ctx, a, next) })
}

func (o fatalOutbox) ResolveEmpty(ctx context.Context, now, sweepAt time.Time, a parcours.Attempt) error {
	return o.f.around("resolution", func() error { return o.Outbox.ResolveEmpty(ctx, now, sweepAt, a) })
}

func (o fatalOutbox) FallBack(ctx context.Context, now time.Time, limit int) (n int, err error) {
	n, err = o.Outbox.FallBack(ctx, now, limit)
	if n > 0 {
		o.f.reach("after fallback")
	}
	return n, err
}

func (o fatalOutbox) Release(ctx context.Context, a parcours.Attempt, dueAt time.Time, why string) error {
	return o.f.around("release", func() error { return o.Outbox.Release(ctx, a, dueAt, why) })
}

func (o fatalOutbox) End(ctx context.Context, now time.Time, a parcours.Attempt, state parcours.AttemptState, why string) error {
	return o.f.around("end", func() error { return o.Outbox.End(ctx, now, a, state, why) })
}

func (o fatalOutbox) DelayLookUp(ctx context.Context, a parcours.Attempt, next time.Time) error {
	return o.f.around("failed look-up", func() error { return o.Outbox.DelayLookUp(ctx, a, next) })
}

func (o fatalOutbox) RecordPoll(ctx context.Context, now time.Time, a parcours.Attempt, next time.Time) error {
	return o.f.around("poll", func() error { return o.Outbox.RecordPoll(ctx, now, a, next) })
}

func (o fatalOutbox) SweepOrphans(ctx context.Context, now time.Time, limit int) (n int, err error) {
	n, err = o.Outbox.SweepOrphans(ctx, now, limit)
	if n > 0 {
		o.f.reach("after sweep")
	}
	return n, err
}

func (o fatalOutbox) ExpireDue(ctx context.Context, now time.Time, channels []parcours.Channel, limit int) (n int, err error) {
	n, err = o.Outbox.ExpireDue(ctx, now, channels, limit)
	if n > 0 {
		o.f.reach("after expiry")
	}
	return n, err
}

func (o fatalOutbox) RecordErased(ctx context.Context, now time.Time, text parcours.ProviderText) error {
	return o.f.around("erasure", func() error { return o.Outbox.RecordErased(ctx, now, text) })
}

func (o fatalOutbox) PauseRestored(ctx context.Context, now time.Time, r parcours.Restoration) (paused bool, err error) {
	err = o.f.around("pause", func() (err error) {
		paused, err = o.Outbox.PauseRestored(ctx, now, r)
		return err
	})
	return paused, err
}

func (o fatalOutbox) Adopt(ctx context.Context, now time.Time, a parcours.Attempt, m parcours.LeftMessage, reference string) error {
	return o.f.around("recognition", func() error { return o.Outbox.Adopt(ctx, now, a, m, reference) })
}

func (o fatalOutbox) RecordCatchUp(ctx context.Context, sender string, c parcours.CatchUp, found []parcours.RawInbound) (missed []parcours.RawInbound, err error) {
	if len(found) == 0 {
		return o.Outbox.RecordCatchUp(ctx, sender, c, found)
	}
	err = o.f.around("catch-up", func() (err error) {
		missed, err = o.Outbox.RecordCatchUp(ctx, sender, c, found)
		return err
	})
	return missed, err
}

func (o fatalOutbox) RaiseIncident(ctx context.Context, i parcours.Incident) (fresh bool, err error) {
	err = o.f.around("incident", func() (err error) {
		fresh, err = o.Outbox.RaiseIncident(ctx, i)
		return err
	})
	return fresh, err
}

func (f failPoints) conversation(s bot.Store) bot.Store { return fatalConversation{s, f} }

type fatalConversation struct {
	bot.Store
	f failPoints
}

func (s fatalConversation) RecordTurn(ctx context.Context, turn parcours.Turn) error {
	return s.f.around("turn", func() error { return s.Store.RecordTurn(ctx, turn) })
}

func (f failPoints) sink(s twilio.Sink) twilio.Sink { return fatalSink{s, f} }

type fatalSink struct {
	twilio.Sink
	f failPoints
}

func (s fatalSink) RecordInbound(ctx context.Context, in parcours.RawInbound) (fresh bool, err error) {
	err = s.f.around("inbound", func() (err error) {
		fresh, err = s.Sink.RecordInbound(ctx, in)
		return err
	})
	return fresh, err
}

func (s fatalSink) ApplyReceipt(ctx context.Context, now time.Time, r parcours.Receipt) error {
	return s.f.around("receipt", func() error { return s.Sink.ApplyReceipt(ctx, now, r) })
}

func (f failPoints) caseload(c scheduler.Caseload) scheduler.Caseload { return fatalCaseload{c, f} }

type fatalCaseload struct {
	scheduler.Caseload
	f failPoints
}

func (c fatalCaseload) Convene(ctx context.Context, now time.Time, assigned parcours.Assigned) error {
	return c.f.around("convene", func() error { return c.Caseload.Convene(ctx, now, assigned) })
}

// transport surrounds the requests that create a message, those of Telegram by the names
// of "chat connected" and so on; nil is a provider's own, that gives up after so long.
func (f failPoints) transport(next http.RoundTripper, giveUp time.Duration) http.RoundTripper {
	if next == nil {
		next = notifier.NewTransport(giveUp)
	}
	return fatalTransport{next, f}
}

type fatalTransport struct {
	next http.RoundTripper
	f    failPoints
}

func (t fatalTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	provider := ""
	switch {
	case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/Messages.json"):
	case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/sendMessage"):
		provider = "chat "
	default:
		return t.next.RoundTrip(r)
	}
	answer, err := t.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { t.f.reach(provider + "connected") },
		WroteRequest: func(httptrace.WroteRequestInfo) { t.f.reach(provider + "request written") },
	})))
	if err != nil {
		return nil, err
	}
	t.f.reach(provider + "answer unread")
	answer.Body = fatalBody{answer.Body, t.f, provider + "answer read"}
	return answer, nil
}

type fatalBody struct {
	io.ReadCloser
	f    failPoints
	step string
}

func (b fatalBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.f.reach(b.step)
	}
	return n, err
}
