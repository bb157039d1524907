package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
)

// house is a service at work: a team with a coordinator, and people who have been
// convened and whose convocations are due.
type house struct {
	*testing.T
	s *store.Store
	// now is business time, process the machine's.
	now     time.Time
	process time.Time
	serial  int
	// feed is the token of a professional's calendar.
	feed string
}

// convoked imports the people, places them and convenes them to one slot a week
// ahead; two more slots of one place each stay free on the days after.
func convoked(t *testing.T, s *store.Store, people ...parcours.PersonRow) *house {
	t.Helper()
	h := &house{T: t, s: s, now: monday, process: time.Now().Truncate(time.Millisecond)}
	team(t, s)
	_, err := s.ImportProfessionals(t.Context(), monday, batch("coordinators"), []parcours.ProfessionalRow{
		{Email: "nora.cadic@exemple.fr", FirstName: "Nora", LastName: "Cadic", Structure: "Département", Territory: "Redon", Role: parcours.RoleCoordinator},
	}, false)
	h.must(err)
	importSlots(t, s, slotRow(monday.AddDate(0, 0, 7), len(people)), slotRow(monday.AddDate(0, 0, 8), 1), slotRow(monday.AddDate(0, 0, 9), 1))
	importPeople(t, s, monday, people...)
	_, err = s.PlacePeople(t.Context(), monday)
	h.must(err)
	booked := assign(t, s).Booked
	if len(booked) != len(people) {
		t.Fatalf("booked %d of %d people", len(booked), len(people))
	}
	for _, b := range booked {
		h.must(s.Convene(t.Context(), monday, b))
	}
	return h
}

func yann() parcours.PersonRow {
	return parcours.PersonRow{
		FirstName: "Yann", LastName: "Tanguy", InternalID: "I-2", Phones: []parcours.Phone{mobile(171)},
		Address: "12 quai Duguay-Trouin", Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 29),
	}
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// one returns the single value of a query.
func (h *house) one(query string, args ...any) string {
	h.Helper()
	values := h.all(query, args...)
	if len(values) != 1 {
		h.Fatalf("%s %v: %d rows, want 1", query, args, len(values))
	}
	return values[0]
}

func (h *house) all(query string, args ...any) []string {
	h.Helper()
	values, err := h.s.Peek(h.Context(), query, args...)
	h.must(err)
	return values
}

func (h *house) want(what, got, want string) {
	h.Helper()
	if got != want {
		h.Errorf("%s is %q, want %q", what, got, want)
	}
}

func (h *house) person(internalID string) string {
	h.Helper()
	return h.one("select id from person where internal_id = $1", internalID)
}

func (h *house) claim(channels ...parcours.Channel) []parcours.Delivery {
	h.Helper()
	if len(channels) == 0 {
		channels = []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail}
	}
	claimed, err := h.s.ClaimDue(h.Context(), parcours.Claim{
		Channels: channels, Now: h.now, Process: h.process, LeaseUntil: h.process.Add(time.Minute), Owner: "worker", Limit: 100,
	})
	h.must(err)
	return claimed
}

// claimed returns the one delivery that is due.
func (h *house) claimed() parcours.Delivery {
	h.Helper()
	due := h.claim()
	if len(due) != 1 {
		h.Fatalf("%d deliveries are due, want 1", len(due))
	}
	return due[0]
}

// mark marks a delivery with a text, and reports whether it may leave.
func (h *house) mark(d *parcours.Delivery) bool {
	h.Helper()
	if d.Attempt.Body == "" {
		d.Attempt.Body = "Bonjour. Rendez-vous lundi. Réf " + d.Notification.Reference
	}
	d.Attempt.Encoding, d.Attempt.Parts, d.Attempt.Sender = parcours.GSM7, 1, "RELAIS"
	kept, err := h.s.MarkSending(h.Context(), h.now, h.process, []parcours.Attempt{d.Attempt})
	h.must(err)
	return slices.Contains(kept, d.Attempt.ID)
}

// send marks a delivery and records that the provider took it.
func (h *house) send(d parcours.Delivery) string {
	h.Helper()
	if !h.mark(&d) {
		h.Fatalf("attempt %s may not leave", d.Attempt.ID)
	}
	return h.accepted(d)
}

// accepted records that the provider took a delivery that is marked, under a new id.
func (h *house) accepted(d parcours.Delivery) string {
	h.Helper()
	h.serial++
	sid := fmt.Sprintf("SM%032d", h.serial)
	state := parcours.AttemptAccepted
	if d.Attempt.Channel == parcours.ChannelTelegram {
		sid, state = d.Attempt.Address+":"+sid, parcours.AttemptSent
	}
	h.must(h.s.RecordAccepted(h.Context(), h.now, d.Attempt, parcours.Receipt{
		Source: "answer", AttemptID: d.Attempt.ID, ProviderID: sid, Status: string(state), State: state, At: h.now,
	}))
	return sid
}

// sent claims the one delivery that is due and sends it.
func (h *house) sent() (parcours.Delivery, string) {
	h.Helper()
	d := h.claimed()
	return d, h.send(d)
}

func (h *house) receipt(attemptID string, state parcours.AttemptState, code string) {
	h.Helper()
	h.must(h.s.ApplyReceipt(h.Context(), h.now, parcours.Receipt{
		Source: "callback", AttemptID: attemptID, Status: string(state), Code: code, State: state, At: h.now,
	}))
}

func (h *house) attemptState(id string) string {
	h.Helper()
	return h.one("select state from attempt where id = $1", id)
}

func (h *house) notificationState(id string) string {
	h.Helper()
	return h.one("select state from notification where id = $1", id)
}

// attempts lists "n channel state" of a notification.
func (h *house) attempts(notificationID string) []string {
	h.Helper()
	return h.all("select cast(n as text) || ' ' || channel || ' ' || state from attempt where notification_id = $1 order by n", notificationID)
}

func (h *house) wantAttempts(notificationID string, want ...string) {
	h.Helper()
	got := h.attempts(notificationID)
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		h.Errorf("attempts are %q, want %q", got, want)
	}
}

func (h *house) events(personID string, kind parcours.EventKind) int {
	h.Helper()
	return len(h.all("select id from event where person_id = $1 and kind = $2", personID, string(kind)))
}

func (h *house) milestone(personID, column string) string {
	h.Helper()
	return h.one("select "+column+" from milestone where person_id = $1", personID)
}

// receive records an inbound event and returns it, ready to be stepped.
func (h *house) receive(in parcours.Inbound) parcours.Inbound {
	h.Helper()
	h.serial++
	raw := parcours.RawInbound{Provider: "test", ProviderID: fmt.Sprint("in-", h.serial), ReceivedAt: h.now, Payload: []byte(`{"body":"` + in.Text + `"}`)}
	fresh, err := h.s.RecordInbound(h.Context(), raw)
	h.must(err)
	if !fresh {
		h.Fatal("the inbound was known")
	}
	in.ID = h.one("select id from inbox where provider_id = $1", raw.ProviderID)
	in.ReceivedAt = h.now
	return in
}

// load reads the dossier of an inbound.
func (h *house) load(in parcours.Inbound) (parcours.Dossier, parcours.State) {
	h.Helper()
	d, state, err := h.s.LoadDossier(h.Context(), h.now, in)
	h.must(err)
	return d, state
}

// turn receives an inbound and records a turn with the effects.
func (h *house) turn(in parcours.Inbound, effects ...parcours.Effect) parcours.Dossier {
	h.Helper()
	in = h.receive(in)
	d, state := h.load(in)
	h.must(h.s.RecordTurn(h.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Effects: effects, Now: h.now, Why: "test"}))
	return d
}

func sms(n int, text string) parcours.Inbound {
	return parcours.Inbound{Channel: parcours.ChannelSMS, Address: mobile(n).E164, Kind: parcours.InboundText, Text: text}
}

// link links a person's Telegram chat.
func (h *house) link(personID, professionalID, chat string) {
	h.Helper()
	token, err := h.s.IssueTelegramLink(h.Context(), h.now, personID, professionalID)
	h.must(err)
	in := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: chat, Kind: parcours.InboundStart, Start: token}
	h.turn(in, parcours.LinkTelegram{Start: token})
}

// dueNext returns when the next attempt is due.
func (h *house) dueNext() time.Time {
	h.Helper()
	next, any, err := h.s.NextDue(h.Context(), []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail})
	h.must(err)
	if !any {
		h.Fatal("nothing is due any more")
	}
	return next
}
