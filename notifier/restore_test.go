package notifier_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier"
	"relais/parcours"
	"relais/store/storetest"
)

// afresh is a house with an empty database, before the provider of another: what is
// left of a database that was lost.
func (h *house) afresh(t *testing.T) *house {
	t.Helper()
	lost := &house{store: storetest.Open(t), provider: h.provider, now: h.clock()}
	lost.Dispatcher = h.again()
	lost.Outbox, lost.Now, lost.Process = lost.store, lost.clock, lost.process
	return lost
}

// again is a dispatcher that starts over the same database.
func (h *house) again() *notifier.Dispatcher {
	return &notifier.Dispatcher{
		Outbox: h.Outbox, Senders: h.Senders, Renderer: h.Renderer, Rules: h.Rules, Now: h.Now, Process: h.Process,
		Owner: "again", SendTimeout: h.SendTimeout, Log: h.Log,
	}
}

func (h *house) pause(t *testing.T) parcours.Pause {
	t.Helper()
	pause, err := h.store.Pause(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return pause
}

// resume lets a coordinator resume, if sending is paused.
func (h *house) resume(t *testing.T) {
	t.Helper()
	if err := h.store.Resume(t.Context(), h.clock(), parcours.Actor{AccountID: "nora"}, h.pause(t).ID); err != nil {
		t.Fatal(err)
	}
}

// written is a message that somebody sent from our sender without us.
func (p *provider) written(to, body string) {
	p.create(url.Values{"To": {to}, "Body": {body}, "From": {"38000"}})
}

func TestACrashIsNotARestoredBackup(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	h.provider.will(lostAfter)
	h.dispatch(t) // one was taken and is in doubt, one is known to have left
	h.provider.want(t, 2, 2)
	h.Dispatcher = h.again()
	h.dispatch(t)
	if pause := h.pause(t); pause.Paused() {
		t.Errorf("a message that is only in doubt pauses: %+v", pause)
	}
	if diff := cmp.Diff([]string(nil), h.incidents(t)); diff != "" {
		t.Errorf("incidents (-want +got):\n%s", diff)
	}
}

func TestOnlyWhatRelaisWroteTellsOfABackup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, to, body string
		paused         bool
	}{
		{"a stranger, no reference", "+33639980999", "Votre colis est arrivé", false},
		{"a stranger, with a reference", "+33639980999", "Rendez-vous lundi. Réf K7F29", true},
		{"in English", "+33639980999", "Appointment on Monday. Ref K7F29", true},
		{"somebody known, no reference", first, "Merci, c'est noté.", true},
		{"somebody known, text erased", first, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, first)
			h.provider.written(c.to, c.body)
			want := 1
			if c.paused {
				want = 0
			}
			if got := h.dispatch(t); got != want || h.pause(t).Paused() != c.paused {
				t.Errorf("paused %t and %d handled, want %t and %d", h.pause(t).Paused(), got, c.paused, want)
			}
		})
	}
}

// The reference that the comparison looks for is the one that texts end with.
func TestEveryLanguagePrintsTheReferenceThatIsLookedFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.dispatch(t)
	form := regexp.MustCompile(`R(é|e)f [0-9A-HJKMNP-TV-Z]{5}$`)
	if body := h.provider.posts[0].Get("Body"); !form.MatchString(body) {
		t.Errorf("got %q, want a reference at its end", body)
	}
}

func TestALostDatabaseDoublesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	h.dispatch(t)
	h.provider.want(t, 2, 2)

	lost := h.afresh(t)
	lost.dispatch(t)
	if pause := lost.pause(t); pause.Missing != 2 || pause.Found != 0 {
		t.Fatalf("pause %+v, want 2 missing", pause)
	}
	lost.convene(t, first, second, third) // the files are imported again, with one person more
	if n := lost.dispatch(t); n != 0 {
		t.Errorf("%d attempts left while paused", n)
	}
	if pause := lost.pause(t); pause.Found != 2 {
		t.Errorf("pause %+v, want both found under their own reference", pause)
	}
	lost.resume(t)
	lost.dispatch(t)
	h.provider.want(t, 3, 3) // the third person alone
	if sent, _, _ := lost.reach(t); sent != 3 {
		t.Errorf("%d people were written to, want 3", sent)
	}
	if got := lost.incidents(t); len(got) != 1 || got[0] != "restored_empty" {
		t.Errorf("incidents %v", got)
	}
}

func TestWhatIsImportedAfterResumingIsRecognisedToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.dispatch(t)
	lost := h.afresh(t)
	lost.dispatch(t)
	lost.resume(t)
	lost.Dispatcher = lost.again()
	stop := untilDone(t, lost.Run)
	lost.convene(t, first) // it is about to leave before anything is compared again
	lost.Wake()
	for deadline := time.Now().Add(4 * time.Second); ; {
		if sent, _, _ := lost.reach(t); sent == 1 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("nobody counts as written to")
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	h.provider.want(t, 1, 1)
	lost.later(lost.nextDue(t)) // its reminder is another text
	lost.dispatch(t)
	h.provider.want(t, 2, 2)
	if body := h.provider.posts[1].Get("Body"); !strings.HasPrefix(body, "Rappel") {
		t.Errorf("got %q, want the reminder", body)
	}
}

func TestNothingLeavesBeforeItsProviderSaysWhatLeft(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.silent(true)
	h.dispatch(t)
	h.provider.want(t, 0, 0)
	if h.pause(t).Paused() {
		t.Error("a provider that does not answer pauses")
	}
	h.ahead = 2 * time.Minute
	h.dispatch(t)
	h.provider.want(t, 0, 0)
	if got := h.incidents(t); len(got) != 1 || got[0] != "sender_stopped" {
		t.Errorf("incidents %v, want the sender that cannot be asked", got)
	}
	h.provider.silent(false)
	h.ahead += 5 * time.Second
	h.dispatch(t)
	h.provider.want(t, 1, 1)
}

func TestTheSecondSenderTakesOverFromOneThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	h.provider.silent(true)
	other := h.withSecond(t)
	h.dispatch(t)
	other.want(t, 0, 0)
	h.ahead = 2 * time.Minute
	h.dispatch(t)
	h.provider.want(t, 0, 0)
	other.want(t, 1, 1)
}
