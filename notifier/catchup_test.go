package notifier_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier"
	"relais/notifier/twilio"
	"relais/parcours"
)

// catchUp looks for what webhooks missed, as if so much time had passed on both
// clocks, and returns how much that was.
func (h *house) catchUp(t *testing.T, after time.Duration) int {
	t.Helper()
	h.pass(after)
	missed, err := h.CatchUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return missed
}

// pass moves both clocks to so long after the beginning.
func (h *house) pass(after time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now, h.ahead = monday.Add(after), after
}

// inbox returns what waits to be read, oldest first.
func (h *house) inbox(t *testing.T) []parcours.RawInbound {
	t.Helper()
	waiting, err := h.store.PendingInbound(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	return waiting
}

func (p *provider) pages() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	pages := p.listed
	p.listed = nil
	return pages
}

func TestWhatNoWebhookBroughtIsFoundOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.provider.writes(first, "38000", "ancien", time.Hour)
	if n := h.catchUp(t, 0); n != 0 {
		t.Errorf("the first look found %d messages, want none: they are older than the house", n)
	}
	brought := h.provider.writes(first, "38000", "1", 0)
	if _, err := h.store.RecordInbound(t.Context(), parcours.RawInbound{
		Provider: parcours.ProviderTwilio, ProviderID: brought, ReceivedAt: monday, Payload: []byte("From=" + first + "&Body=1"),
	}); err != nil {
		t.Fatal(err)
	}
	missed := h.provider.writes(second, "38000", "STOP", 0)
	h.provider.writes("38000", "38000", "à soi-même", 0)

	if n := h.catchUp(t, 2*time.Hour); n != 1 {
		t.Errorf("found %d messages, want the one that no webhook brought", n)
	}
	if n := h.catchUp(t, 3*time.Hour); n != 0 {
		t.Errorf("found %d messages again", n)
	}
	fresh, err := h.store.RecordInbound(t.Context(), parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: missed, ReceivedAt: h.clock(), Payload: []byte("x")})
	if err != nil || fresh {
		t.Errorf("the webhook that came after all is fresh: %v, %v", fresh, err)
	}
	waiting := h.inbox(t)
	if len(waiting) != 2 {
		t.Fatalf("%d messages wait, want 2", len(waiting))
	}
	found := waiting[1]
	if late := h.clock().Add(-time.Hour).Sub(found.ReceivedAt); late < 2*time.Hour-time.Minute || late > 2*time.Hour {
		t.Errorf("received %v before it was found, want two hours: when it was written", late)
	}
	in, err := twilio.DecodeInbound(found.Payload)
	if err != nil {
		t.Fatal(err)
	}
	want := parcours.Inbound{Channel: parcours.ChannelSMS, Address: second, Kind: parcours.InboundText, Text: "STOP"}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Errorf("what was found (-want +got):\n%s", diff)
	}
	if got := h.incidents(t); !slices.Equal(got, []string{"webhook_missed"}) {
		t.Errorf("incidents %v, want one: the webhook does not work", got)
	}
}

func TestWhatIsKnownIsNotListedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.catchUp(t, 0)
	for range 250 {
		h.provider.writes(first, "38000", "1", 0)
	}
	h.provider.pages()
	if n := h.catchUp(t, time.Hour); n != 250 {
		t.Errorf("found %d messages, want 250", n)
	}
	if diff := cmp.Diff([]string{"", "1", "2"}, h.provider.pages()); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	h.catchUp(t, 2*time.Hour)
	if diff := cmp.Diff([]string{""}, h.provider.pages()); diff != "" {
		t.Errorf("pages, once all is known (-want +got):\n%s", diff)
	}
}

func TestListingThatIsCutShortGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		forgets bool // the provider does not know the page any more
		pages   []string
	}{
		"the page is still there": {false, []string{"2"}},
		"the page is gone":        {true, []string{"2", "", "1", "2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.catchUp(t, 0)
			for range 250 {
				h.provider.writes(first, "38000", "1", 0)
			}
			h.provider.pages()
			h.provider.refusePage("2", 1)
			h.pass(time.Hour)
			if n, err := h.CatchUp(t.Context()); err == nil || n != 200 {
				t.Fatalf("found %d messages, %v; want 200 and an error", n, err)
			}
			h.provider.pages()
			if c.forgets {
				h.provider.refusePage("2", 1)
			}
			if n := h.catchUp(t, 2*time.Hour); n != 50 {
				t.Errorf("found %d messages more, want 50", n)
			}
			if diff := cmp.Diff(c.pages, h.provider.pages()); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
			if got := len(h.inbox(t)); got != 250 {
				t.Errorf("%d messages wait, want 250", got)
			}
		})
	}
}

func TestErasedTextsAreNotFoundAsEmptyMessages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.catchUp(t, 0)
	h.provider.writes(first, "38000", "", 0)
	if n := h.catchUp(t, time.Hour); n != 0 || len(h.inbox(t)) != 0 {
		t.Errorf("found %d messages, want none", n)
	}
}

func TestEverySenderThatCanBeAnsweredIsAsked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other := h.withSecond(t)
	oneWay := newProvider(t)
	silent, err := twilio.New(twilio.Config{AccountSID: account, AuthToken: token, From: "RELAIS35", APIURL: oneWay.URL, Now: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	h.Senders = append(h.Senders, notifier.Sender(silent))
	h.catchUp(t, 0)
	h.provider.writes(first, "38000", "1", 0)
	for n := range 2 {
		other.writes(second, "38000", fmt.Sprint(n), 0)
	}
	h.provider.silent(true)
	h.pass(time.Hour)
	if n, err := h.CatchUp(t.Context()); n != 2 || err == nil {
		t.Errorf("found %d messages, %v; want the second sender's 2, and an error for the first", n, err)
	}
	h.provider.silent(false)
	if n := h.catchUp(t, 2*time.Hour); n != 1 {
		t.Errorf("found %d messages once the first provider answers, want 1", n)
	}
	if pages := oneWay.pages(); len(pages) != 0 {
		t.Errorf("a sender that nobody can answer was asked %d times", len(pages))
	}
}

// TestAListingThatDoesNotEndIsReadInPartsAndTold: by pages that lead in a circle, or on and
// on, a provider must neither keep us for ever nor hide what is written meanwhile.
func TestAListingThatDoesNotEndIsReadInPartsAndTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		next  func(page int) int
		pages int // of the first look
	}{
		"in a circle": {func(page int) int { return (page + 1) % 3 }, 4},
		"on and on":   {func(page int) int { return page + 1 }, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.catchUp(t, 0)
			h.provider.writes(first, "38000", "oui", 0)
			h.provider.mu.Lock()
			h.provider.endless = c.next
			h.provider.mu.Unlock()
			h.provider.pages()
			h.pass(10 * time.Minute)
			if n, err := h.CatchUp(t.Context()); n != 1 || err == nil {
				t.Errorf("found %d messages, %v; want the one that was written, and an error", n, err)
			}
			if got := len(h.provider.pages()); got != c.pages {
				t.Errorf("%d pages were read, want %d", got, c.pages)
			}
			h.provider.writes(second, "38000", "non", 0)
			found := 0
			for n := range 8 {
				h.pass(time.Duration(n+1) * 30 * time.Minute)
				late, err := h.CatchUp(t.Context())
				if found += late; err == nil {
					t.Error("the listing has an end")
				}
			}
			if got := len(h.provider.pages()); found != 1 || got > 8*100 {
				t.Errorf("%d messages were found on %d pages, want the one that was written meanwhile", found, got)
			}
			if got := h.incidents(t); !slices.Contains(got, "listing_endless") || len(got) > 2 {
				t.Errorf("incidents %v", got)
			}
			h.provider.mu.Lock()
			h.provider.endless = nil
			h.provider.mu.Unlock()
			h.provider.writes(first, "38000", "merci", 0)
			if n := h.catchUp(t, 7*time.Hour); n != 1 {
				t.Errorf("found %d messages once the listing ends, want 1", n)
			}
		})
	}
}

// TestWhatOneSecondBroughtKeepsItsOrder: a provider tells the second, and two listings may
// find one message each of those that somebody wrote in it.
func TestWhatOneSecondBroughtKeepsItsOrder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.catchUp(t, 0)
	later := func() time.Time { return time.Now().Add(5 * time.Second) } // the two clocks of a service are one
	h.Now, h.Process = later, later
	var written []string
	for n := range 40 {
		written = append(written, h.provider.writes(first, "38000", fmt.Sprint(n), 0))
		if _, err := h.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var read []string
	var last time.Time
	for _, in := range h.inbox(t) {
		if !in.ReceivedAt.After(last) {
			t.Errorf("%s is received at the moment of another: which comes first is left to chance", in.ProviderID)
		}
		read, last = append(read, in.ProviderID), in.ReceivedAt
	}
	if diff := cmp.Diff(written, read); diff != "" {
		t.Errorf("read (-as written +as read):\n%s", diff)
	}
}
