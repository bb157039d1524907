package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// left is what a provider lists: a message to Maëlys that nothing here knows.
func (h *house) left(id, body string) parcours.LeftMessage {
	return parcours.LeftMessage{
		ProviderID: id, Sender: "RELAIS", To: mobile(144).E164, Body: body, LeftAt: h.process.Truncate(time.Second),
		Status: "sent", State: parcours.AttemptSent,
	}
}

func (h *house) pauseFor(since time.Time, missing ...parcours.LeftMessage) bool {
	h.Helper()
	paused, err := h.s.PauseRestored(h.Context(), h.now, parcours.Restoration{Since: since, Missing: missing})
	h.must(err)
	return paused
}

func (h *house) pause() parcours.Pause {
	h.Helper()
	pause, err := h.s.Pause(h.Context())
	h.must(err)
	return pause
}

func coordinator() parcours.Actor {
	return parcours.Actor{AccountID: "account-nora", Role: parcours.AccountCoordinator}
}

func TestNothingIsClaimedWhilePaused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		if !h.pauseFor(monday.Add(-time.Hour), h.left("SM1", "Bonjour")) {
			t.Error("the first message that is missing does not pause")
		}
		if due := h.claim(); len(due) != 0 {
			t.Errorf("%d deliveries are claimed while paused", len(due))
		}
		pause := h.pause()
		want := parcours.Pause{ID: pause.ID, At: monday, Since: monday.Add(-time.Hour), Missing: 1}
		if diff := cmp.Diff(want, pause); diff != "" {
			t.Errorf("pause (-want +got):\n%s", diff)
		}
		if err := s.Resume(t.Context(), h.now, coordinator(), "another pause"); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("resuming another pause = %v, want a conflict", err)
		}
		h.want("alert", h.one("select kind || ' ' || details || ' ' || seen_by from incident"), `restored {"count":"1","since":"2023-07-03T07:00:00Z"} `)
		h.must(s.Resume(t.Context(), h.now, coordinator(), pause.ID))
		h.want("alert", h.one("select seen_by from incident"), "account-nora")
		h.want("trail", h.one("select account_id || ' ' || action from access_log"), "account-nora resume_sending")
		if due := h.claim(); len(due) != 1 {
			t.Errorf("%d deliveries are claimed once resumed, want 1", len(due))
		}
		if err := s.Resume(t.Context(), h.now, coordinator(), pause.ID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("resuming twice = %v, want not found", err)
		}
	})
}

func TestWhatWasDecidedAboutOnceIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.pauseFor(time.Time{}, h.left("SM1", "Bonjour"))
		first := h.pause()
		if h.pauseFor(time.Time{}, h.left("SM1", "Bonjour")) {
			t.Error("the same message pauses twice")
		}
		h.now = h.now.Add(time.Minute)
		if !h.pauseFor(time.Time{}, h.left("SM1", "Bonjour"), h.left("SM2", "Bonsoir")) {
			t.Error("another message does not pause")
		}
		if pause := h.pause(); pause.ID != first.ID || pause.Missing != 2 {
			t.Errorf("pause %+v, want the first one with 2 messages", pause)
		}
		h.must(s.Resume(t.Context(), h.now, coordinator(), first.ID))
		if h.pauseFor(time.Time{}, h.left("SM2", "Bonsoir")) || h.pause().Paused() {
			t.Error("a message that somebody decided about pauses again")
		}
		known, err := s.MissingIDs(t.Context(), []string{"SM1", "SM2", "SM3"})
		h.must(err)
		if diff := cmp.Diff(map[string]bool{"SM1": true, "SM2": true}, known); diff != "" {
			t.Errorf("missing ids (-want +got):\n%s", diff)
		}
	})
}

func TestAMessageThatHadLeftIsAdoptedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.must(s.ApplyReceipt(t.Context(), h.now, parcours.Receipt{Source: "callback", ProviderID: "SM1", Status: "delivered", State: parcours.AttemptDelivered, At: h.now}))
		h.pauseFor(monday, h.left("SM1", "Rendez-vous. Réf K7F29"), h.left("SM2", "Autre chose"))
		queued, err := s.QueuedTo(t.Context(), h.now, mobile(144).E164)
		h.must(err)
		if len(queued) != 2 { // the convocation and its reminder
			t.Fatalf("%d messages wait, want 2", len(queued))
		}
		a, m := queued[0].Attempt, h.left("SM1", "Rendez-vous. Réf K7F29")
		a.Encoding, a.Parts = parcours.GSM7, 1
		h.must(s.Adopt(t.Context(), h.now, a, m, "K7F29"))
		// The receipt that came before it was known is applied.
		h.wantAttempts(a.NotificationID, "1 sms delivered")
		h.want("message", h.one("select state || ' ' || reference from notification where id = $1", a.NotificationID), "delivered K7F29")
		h.want("id", h.one("select provider_id || ' ' || sender from attempt where id = $1", a.ID), "SM1 RELAIS")
		h.want("journal", h.one("select count(*) from event where kind = 'sent' and subject = $1", a.ID), "1")
		if err := s.Adopt(t.Context(), h.now, a, m, "K7F29"); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("adopting twice = %v, want a conflict", err)
		}
		if pause := h.pause(); pause.Missing != 2 || pause.Found != 1 || pause.Lost() != 1 {
			t.Errorf("pause %+v, want 1 found of 2", pause)
		}
		rest, err := s.MissingMessages(t.Context(), 10)
		h.must(err)
		if len(rest) != 1 || rest[0].Body != "Autre chose" || rest[0].PersonName != "Maëlys QUILLIEN" || rest[0].PersonID != h.person("I-1") {
			t.Errorf("still missing: %+v, want SM2 to Maëlys", rest)
		}
		for _, find := range []func() ([]parcours.LeftMessage, error){
			func() ([]parcours.LeftMessage, error) { return s.MissingTo(t.Context(), mobile(144).E164) },
			func() ([]parcours.LeftMessage, error) { return s.MissingAwaited(t.Context(), 10) },
		} {
			found, err := find()
			h.must(err)
			if diff := cmp.Diff([]parcours.LeftMessage{h.left("SM2", "Autre chose")}, found, cmp.Comparer(time.Time.Equal)); diff != "" {
				t.Errorf("missing to her (-want +got):\n%s", diff)
			}
		}
		if is, err := s.AnyMissing(t.Context()); err != nil || !is {
			t.Errorf("any missing: %t, %v", is, err)
		}
	})
}

func TestWhatLeftUnderAnUnknownIDIsADoubt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		doubts := func() int {
			t.Helper()
			found, err := s.DoubtsAbout(t.Context(), mobile(144).E164)
			h.must(err)
			return len(found)
		}
		newest := func() time.Time {
			t.Helper()
			at, err := s.NewestSent(t.Context())
			h.must(err)
			return at
		}
		d := h.claimed()
		if doubts() != 0 || !newest().IsZero() {
			t.Error("nothing has left, and something is in doubt")
		}
		h.mark(&d)
		if doubts() != 1 {
			t.Error("what is being sent is no doubt")
		}
		// She answers before the provider's own answer is heard.
		h.receipt(d.Attempt.ID, parcours.AttemptAcknowledged, "")
		if doubts() != 1 {
			t.Error("what was answered before its id is known is no doubt")
		}
		if !newest().Equal(monday) {
			t.Errorf("the newest message left at %s, want now", newest())
		}
		h.must(s.RecordAccepted(t.Context(), h.now, d.Attempt, parcours.Receipt{Source: "answer", AttemptID: d.Attempt.ID, ProviderID: "SM1", Status: "queued", State: parcours.AttemptAccepted, At: h.now}))
		if doubts() != 0 {
			t.Error("what has its id is still a doubt")
		}
		for number, want := range map[string]bool{mobile(144).E164: true, mobile(199).E164: false} {
			if known, err := s.KnowsNumber(t.Context(), number); err != nil || known != want {
				t.Errorf("%s known: %t, %v", number, known, err)
			}
		}
	})
}
