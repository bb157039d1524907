package notifier_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"relais/notifier"
	"relais/notifier/twilio"
)

// withSecond adds a second SMS sender, of another account, at a provider of its own.
func (h *house) withSecond(t *testing.T) *provider {
	t.Helper()
	other := newProvider(t)
	second, err := twilio.New(twilio.Config{
		AccountSID: "AC00000000000000000000000000000002", AuthToken: token, From: "38000", Name: "twilio-second:38000", APIURL: other.URL,
		PublicURL: "https://relais.exemple.fr", TwoWay: true, Now: h.clock, Process: h.process, SendTimeout: 2 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Senders = append(h.Senders, second)
	return other
}

func (h *house) stoppedWhy(name string) string {
	for _, s := range h.States() {
		if s.Name == name {
			return s.Why
		}
	}
	return "unknown sender"
}

func TestTheSecondSenderRestsWhileTheFirstWorks(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second, third)
	other := h.withSecond(t)
	h.dispatch(t)
	h.provider.want(t, 3, 3)
	other.want(t, 0, 0)
}

func TestTheSecondSenderTakesOverAndGivesBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second, third)
	other := h.withSecond(t)
	h.provider.will(refused(401, 20003)) // the first account is refused
	h.dispatch(t)
	h.provider.want(t, 1, 0)
	other.want(t, 3, 3)
	if why := h.stoppedWhy("twilio:38000"); why != notifier.StoppedConfig {
		t.Errorf("the first sender is stopped for %q, want %q", why, notifier.StoppedConfig)
	}
	if got := h.incidents(t); len(got) != 1 || got[0] != "config" {
		t.Errorf("incidents %v, want the configuration", got)
	}

	h.later(h.nextDue(t)) // mended when the reminders are due: one is tried, and leaves
	h.dispatch(t)
	h.provider.want(t, 2, 1)
	other.want(t, 5, 5)
	if why := h.stoppedWhy("twilio:38000"); why != "" {
		t.Errorf("the first sender is still stopped for %q", why)
	}
}

func TestWhatMayHaveLeftIsNeverTakenOver(t *testing.T) {
	t.Parallel()
	mobiles := []string{first, second, third, "+33639980147", "+33639980148", "+33639980149"}
	h := newHouse(t, mobiles...)
	other := h.withSecond(t)
	for range 5 { // five answers lost in a row stop the first sender
		h.provider.will(lostAfter)
	}
	h.dispatch(t)
	h.provider.want(t, 5, 5)
	other.want(t, 1, 1)
	for _, ahead := range []time.Duration{61 * time.Second, 181 * time.Second} {
		h.lookUp(t, ahead)
	}
	h.dispatch(t)
	h.provider.want(t, 5, 5)
	other.want(t, 1, 1)
	if got := h.incidents(t); len(got) != 1 || got[0] != "sender_stopped" {
		t.Errorf("incidents %v, want the stopped sender alone: each was found where it left from", got)
	}
}

func TestASenderThatGoesTooFastIsNotTakenOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	other := h.withSecond(t)
	h.provider.will(refused(429, 20429, "Retry-After", "30"))
	h.dispatch(t)
	other.want(t, 0, 0)
	h.later(31 * time.Second)
	h.dispatch(t)
	h.provider.want(t, 3, 2)
	other.want(t, 0, 0)
}

func TestAReceiptIsAskedOfTheAccountThatSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	other := h.withSecond(t)
	h.provider.will(refused(401, 20003))
	h.dispatch(t)
	other.want(t, 1, 1)
	other.becomes("delivered", 0)
	h.poll(t, 10*time.Minute)
	if _, delivered, _ := h.reach(t); delivered != 1 {
		t.Errorf("%d delivered, want 1", delivered)
	}
	if h.provider.fetched != 0 || other.fetched != 1 {
		t.Errorf("the first account was asked %d times, the second %d; want 0 and 1", h.provider.fetched, other.fetched)
	}
}

func TestBothSendersDownLeavesEverythingInTheQueue(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	other := h.withSecond(t)
	down := func(_ *provider, w http.ResponseWriter, _ url.Values) { refused(401, 20003)(nil, w, nil) }
	h.provider.will(down)
	other.will(down)
	h.dispatch(t)
	h.provider.want(t, 1, 0)
	other.want(t, 1, 0)
	h.later(time.Minute)
	h.dispatch(t)
	_, messages := h.provider.rang()
	_, others := other.rang()
	if messages == 0 || messages+others != 2 {
		t.Errorf("once mended they sent %d and %d messages, want 2, the first among them", messages, others)
	}
}
