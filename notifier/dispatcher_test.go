package notifier_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier"
	"relais/parcours"
)

const (
	first  = "+33639980144"
	second = "+33639980145"
	third  = "+33639980146"
)

func TestEveryDueMessageLeavesOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second, third)
	if n := h.dispatch(t); n != 3 {
		t.Errorf("got %d attempts, want 3", n)
	}
	h.provider.want(t, 3, 3)
	if n := h.lookUp(t, time.Hour); n != 0 {
		t.Errorf("got %d look-ups, want none", n)
	}
}

func TestAnswerLostBecomesUnknownAndIsAdopted(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(lostAfter)
	h.dispatch(t)
	h.dispatch(t)
	h.provider.want(t, 1, 1)
	if n := h.lookUp(t, 30*time.Second); n != 0 {
		t.Errorf("got %d look-ups after 30 s, want none yet", n)
	}
	if n := h.lookUp(t, 61*time.Second); n != 1 {
		t.Fatalf("got %d look-ups after 61 s, want 1", n)
	}
	if n := h.lookUp(t, time.Hour); n != 0 {
		t.Errorf("got %d look-ups once adopted, want none", n)
	}
	h.dispatch(t)
	h.provider.want(t, 1, 1)
	if got := h.incidents(t); len(got) != 0 {
		t.Errorf("got incidents %v, want none", got)
	}
}

func TestRequestLostIsSentAgainAfterThreeEmptyLookUps(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(lostBefore)
	h.dispatch(t)
	for _, ahead := range []time.Duration{61 * time.Second, 181 * time.Second} {
		if n := h.lookUp(t, ahead); n != 1 {
			t.Fatalf("got %d look-ups after %s, want 1", n, ahead)
		}
		if n := h.dispatch(t); n != 0 {
			t.Fatalf("something left after the look-up at %s", ahead)
		}
	}
	if n := h.lookUp(t, 601*time.Second); n != 1 {
		t.Fatalf("got %d look-ups after 10 min, want 1", n)
	}
	h.dispatch(t)
	h.provider.want(t, 2, 1)
	if diff := cmp.Diff(h.provider.posts[0].Get("Body"), h.provider.posts[1].Get("Body")); diff != "" {
		t.Errorf("the resend says something else (-first +second):\n%s", diff)
	}
	if h.provider.posts[0].Get("StatusCallback") == h.provider.posts[1].Get("StatusCallback") {
		t.Error("the resend is not an attempt of its own")
	}
}

func TestFailedListingConcludesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(lostBefore)
	h.dispatch(t)
	h.provider.unlisted = true
	for _, ahead := range []time.Duration{61 * time.Second, 181 * time.Second, 601 * time.Second, 1300 * time.Second} {
		if n := h.lookUp(t, ahead); n != 1 {
			t.Fatalf("got %d look-ups after %s, want 1", n, ahead)
		}
	}
	if n := h.dispatch(t); n != 0 {
		t.Errorf("got %d attempts, want none: nothing is known", n)
	}
	h.provider.want(t, 1, 0)
}

func TestTwoMessagesFoundRaiseADuplicate(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(func(p *provider, w http.ResponseWriter, form url.Values) {
		p.create(form)
		p.create(form)
		hangUp(w)
	})
	h.dispatch(t)
	h.lookUp(t, 61*time.Second)
	if diff := cmp.Diff([]string{"duplicate"}, h.incidents(t)); diff != "" {
		t.Errorf("incidents (-want +got):\n%s", diff)
	}
}

func TestAnotherTextIsNotAdopted(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(func(p *provider, w http.ResponseWriter, form url.Values) {
		other := url.Values{"To": form["To"], "Body": {form.Get("Body") + " "}}
		p.create(other)
		hangUp(w)
	})
	h.dispatch(t)
	for _, ahead := range []time.Duration{61 * time.Second, 181 * time.Second, 601 * time.Second} {
		if n := h.lookUp(t, ahead); n != 1 {
			t.Fatalf("got %d look-ups after %s, want 1", n, ahead)
		}
	}
	h.dispatch(t)
	h.provider.want(t, 2, 2)
}

func TestCrashAfterTheMarkIsLookedUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	ctx, process := t.Context(), time.Now().Add(-10*time.Minute)
	taken, err := h.store.ClaimDue(ctx, parcours.Claim{
		Channels: []parcours.Channel{parcours.ChannelSMS}, Now: monday, Process: process,
		LeaseUntil: process.Add(time.Minute), Owner: "dead", Limit: 10,
	})
	if err != nil || len(taken) != 1 {
		t.Fatalf("got %d claims, %v", len(taken), err)
	}
	a := taken[0].Attempt
	a.Body, a.Sender = "Bonjour", "twilio:38000"
	if _, err := h.store.MarkSending(ctx, monday, process, []parcours.Attempt{a}); err != nil {
		t.Fatal(err)
	}
	if n := h.dispatch(t); n != 0 {
		t.Errorf("got %d attempts, want none: it may have left", n)
	}
	for _, ahead := range []time.Duration{0, 121 * time.Second, 542 * time.Second} { // late, at the pace of the schedule
		if n := h.lookUp(t, ahead); n != 1 {
			t.Errorf("got %d look-ups after %s, want 1", n, ahead)
		}
	}
	h.dispatch(t)
	h.provider.want(t, 1, 1) // must arrive: sent again, once, to the letter
	if got := h.provider.posts[0].Get("Body"); got != "Bonjour" {
		t.Errorf("got %q, want the text that was marked", got)
	}
}

func TestNoConnectionGoesBackToQueueAndStopsTheSender(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.dispatch(t) // it asks what left from its sender
	h.convene(t, first)
	h.provider.CloseClientConnections()
	h.provider.Server.Close()
	waits := []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second}
	for i, want := range waits {
		if n := h.dispatch(t); n != 1 {
			t.Fatalf("failure %d: got %d attempts, want 1", i+1, n)
		}
		if got := h.nextDue(t); got != want {
			t.Fatalf("failure %d: due again in %s, want %s", i+1, got, want)
		}
		if state := h.States()[0]; (state.Why != "") != (i == 4) {
			t.Errorf("failure %d: got %+v", i+1, state)
		}
		if i < 4 {
			h.later(want)
		}
	}
	if n := h.dispatch(t); n != 0 {
		t.Errorf("got %d attempts from a stopped sender", n)
	}
	if n := h.lookUp(t, time.Hour); n != 0 {
		t.Errorf("got %d look-ups, want none: nothing left", n)
	}
	if diff := cmp.Diff([]string{"sender_stopped"}, h.incidents(t)); diff != "" {
		t.Errorf("incidents (-want +got):\n%s", diff)
	}
}

func TestTooManyRequestsMakeTheSenderWait(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		fate fate
		want time.Duration
	}{
		{"with a delay", refused(429, 20429, "Retry-After", "30"), 30 * time.Second},
		{"without a delay", refused(429, 20429), time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, first, second, third)
			h.provider.will(c.fate)
			h.dispatch(t)
			h.provider.want(t, 1, 0)
			if state := h.States()[0]; state.Why != notifier.StoppedTooFast || state.Until.Sub(h.clock()) != c.want {
				t.Errorf("got %+v, want a wait of %s", state, c.want)
			}
			h.later(c.want)
			h.dispatch(t)
			h.provider.want(t, 4, 3)
			if state := h.States()[0]; state.Why != "" {
				t.Errorf("got %+v, want a sender at work", state)
			}
			if got := h.incidents(t); len(got) != 0 {
				t.Errorf("got incidents %v, want none", got)
			}
		})
	}
}

func TestWrongCredentialsStopTheSenderUntilMended(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second, third)
	h.provider.will(refused(401, 20003), refused(401, 20003))
	h.dispatch(t)
	h.provider.want(t, 1, 0)
	if state := h.States()[0]; state.Why != notifier.StoppedConfig || state.Code != "20003" {
		t.Errorf("got %+v", state)
	}
	h.later(30 * time.Second)
	h.dispatch(t) // one probe
	h.provider.want(t, 2, 0)
	if diff := cmp.Diff([]string{"config"}, h.incidents(t)); diff != "" {
		t.Errorf("incidents (-want +got):\n%s", diff)
	}
	h.later(30 * time.Second)
	h.dispatch(t)
	h.provider.want(t, 5, 3)
}

func TestLandlineFallsBackWithoutASecondTry(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.will(refused(400, 21614))
	h.dispatch(t)
	h.later(time.Hour)
	h.dispatch(t)
	h.provider.want(t, 1, 0)
	if state := h.States()[0]; state.Why != "" {
		t.Errorf("got %+v: the address is to blame, not the sender", state)
	}
	if got := h.nextOn(t, parcours.ChannelCall, parcours.ChannelLetter); !got {
		t.Error("nobody is asked to call or write")
	}
}

func TestSenderThatServesNobodyStops(t *testing.T) {
	t.Parallel()
	var mobiles []string
	for i := range 8 {
		mobiles = append(mobiles, fmt.Sprintf("+3363998020%d", i))
	}
	h := newHouse(t, mobiles...)
	for range mobiles {
		h.provider.will(refused(400, 21408))
	}
	h.dispatch(t)
	h.provider.want(t, 5, 0)
	if state := h.States()[0]; state.Why != notifier.StoppedRefused {
		t.Errorf("got %+v", state)
	}
}

func TestUnwritableMessageIsHandedToAHuman(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.Renderer = unwritten{}
	h.dispatch(t)
	h.provider.want(t, 0, 0)
	if got := h.nextOn(t, parcours.ChannelCall, parcours.ChannelLetter); !got {
		t.Error("nobody is asked to call or write")
	}
	if diff := cmp.Diff([]string{"wording"}, h.incidents(t)); diff != "" {
		t.Errorf("incidents (-want +got):\n%s", diff)
	}
	if n := h.dispatch(t); n != 0 {
		t.Errorf("got %d attempts, want none: it must not come back", n)
	}
}

// nextOn reports whether somebody waits in a list of these channels.
func (h *house) nextOn(t *testing.T, channels ...parcours.Channel) bool {
	t.Helper()
	listed, err := h.store.Unreachable(t.Context(), parcours.DateOf(h.clock(), time.UTC), parcours.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	_, waiting, err := h.store.NextDue(t.Context(), channels)
	if err != nil {
		t.Fatal(err)
	}
	return waiting || len(listed) > 0
}

func TestNothingLeavesInQuietHours(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.later(12 * time.Hour) // 22:00 in Paris
	h.dispatch(t)
	h.provider.want(t, 0, 0)
	if got := h.nextDue(t); got != 11*time.Hour {
		t.Errorf("due in %s, want 9:00 the next day", got)
	}
	h.later(11 * time.Hour)
	h.dispatch(t)
	h.provider.want(t, 1, 1)
}

func TestProviderMayNotTryPastTheWindow(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	h.later(9*time.Hour - 10*time.Minute) // 18:50 in Paris
	h.dispatch(t)
	if got := h.provider.posts[0].Get("ValidityPeriod"); got != "600" {
		t.Errorf("got a validity of %s s, want 600: until 19:00", got)
	}

	late := newHouse(t, first)
	late.later(9*time.Hour - 30*time.Second)
	late.dispatch(t)
	late.provider.want(t, 0, 0)
	if got := late.nextDue(t); got != 14*time.Hour+30*time.Second {
		t.Errorf("due in %s, want 9:00 the next day", got)
	}
}

func TestOneAddressIsWrittenToOneMessageAtATime(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, first, second, first, third)
	h.Concurrency = 8
	var both sync.WaitGroup
	both.Add(2)
	slow := func(p *provider, w http.ResponseWriter, form url.Values) {
		both.Done()
		both.Wait() // two sends are under way at once
		taken(p, w, form)
	}
	h.provider.will(slow, slow)
	h.dispatch(t)
	h.provider.want(t, 5, 5)
	if h.provider.overlaps != 0 {
		t.Errorf("%d messages were under way to a number that already had one", h.provider.overlaps)
	}
}

func TestTwoDispatchersShareTheWork(t *testing.T) {
	t.Parallel()
	var mobiles []string
	for i := range 40 {
		mobiles = append(mobiles, fmt.Sprintf("+336399803%02d", i))
	}
	h := newHouse(t, mobiles...)
	var group sync.WaitGroup
	for i := range 2 {
		other := &notifier.Dispatcher{
			Outbox: h.store, Senders: h.Senders, Renderer: h.Renderer, Rules: h.Rules, Now: h.clock,
			Owner: fmt.Sprintf("node-%d", i), Concurrency: 4, SendTimeout: 2 * time.Second,
		}
		group.Go(func() {
			for {
				n, err := other.Dispatch(t.Context())
				if err != nil {
					t.Error(err)
				}
				if n == 0 || err != nil {
					return
				}
			}
		})
	}
	group.Wait()
	h.provider.want(t, 40, 40)
}

func TestSendsUnderWayEndWhenRunStops(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	began, release := make(chan struct{}), make(chan struct{})
	h.provider.will(func(p *provider, w http.ResponseWriter, form url.Values) {
		close(began)
		<-release
		taken(p, w, form)
	})
	stop := untilDone(t, h.Run)
	select {
	case <-began:
	case <-time.After(5 * time.Second):
		t.Fatal("nothing left")
	}
	time.AfterFunc(50*time.Millisecond, func() { close(release) })
	stop()
	h.provider.want(t, 1, 1)
	if n := h.lookUp(t, time.Hour); n != 0 {
		t.Errorf("got %d look-ups: the result was not recorded", n)
	}
}

func TestWakeBringsANewMessageOutAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	stop := untilDone(t, h.Run)
	h.convene(t, first)
	h.Wake()
	deadline := time.After(5 * time.Second)
	for {
		if _, messages := h.provider.rang(); messages == 1 {
			break
		}
		select {
		case <-deadline:
			t.Fatal("nothing left")
		case <-time.After(10 * time.Millisecond):
		}
	}
	stop()
}
