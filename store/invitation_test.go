package store_test

import (
	"slices"
	"testing"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

// inviting is a service that lets people choose, with Maëlys who entered on
// 28 June (deadline 13 July) and four free times.
func inviting(t *testing.T, test func(t *testing.T, h *house, tick func())) {
	t.Helper()
	rules := storetest.Rules(t)
	rules.InviteIn = []string{"redon"}
	storetest.EachWith(t, store.Options{Rules: rules}, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s, now: monday, process: time.Now().Truncate(time.Millisecond)}
		team(t, s)
		for day := 6; day <= 9; day++ {
			importSlots(t, s, slotRow(monday.AddDate(0, 0, day), 1))
		}
		importPeople(t, s, monday, maelys())
		job := scheduler.Convene("@every 10s", rules, s)
		test(t, h, func() { h.must(job.Run(t.Context(), h.now)) })
	})
}

func TestWhoeverIsInvitedChoosesBeforeTheServiceDoes(t *testing.T) {
	t.Parallel()
	inviting(t, func(t *testing.T, h *house, tick func()) {
		tick()
		tick() // once only
		person := h.person("I-1")
		d, _ := h.sent()
		if d.Notification.Kind != parcours.KindInvitation || len(d.Notification.Choices) != 4 || d.Notification.Facts.By.IsZero() {
			t.Fatalf("sent %+v", d.Notification)
		}
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.want("convened_on", h.milestone(person, "convened_on"), "2023-07-03")
		h.want("booked_on", h.milestone(person, "booked_on"), "")

		in := h.receive(sms(144, "2"))
		dossier, state := h.load(in)
		if !dossier.Invited || len(dossier.Offers) != 4 || len(dossier.Prompts) != 1 {
			t.Fatalf("dossier: invited %v, %d offers, %d prompts", dossier.Invited, len(dossier.Offers), len(dossier.Prompts))
		}
		chosen := dossier.Prompts[0].Choices[1].SlotID
		h.must(h.s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: dossier, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.Acknowledge{PromptID: dossier.Prompts[0].ID, Action: "slot2"}, parcours.Choose{SlotID: chosen},
		}}))
		h.want("origin", h.one("select origin from appointment where slot_id = $1", chosen), "self_chosen")
		h.now = h.now.AddDate(0, 0, 5)
		tick()
		h.want("invitations and convocations", h.one("select count(*) from notification where kind in ('invitation', 'convocation')"), "1")
		h.want("reminders", h.one("select count(*) from notification where kind = 'reminder'"), "1")
		if again, _ := h.load(sms(144, "1")); again.Invited {
			t.Error("still invited after the choice")
		}
	})
}

func TestAnInvitationIsRecalledOnceThenTheServiceSetsATimeInTime(t *testing.T) {
	t.Parallel()
	inviting(t, func(t *testing.T, h *house, tick func()) {
		tick()
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.now = monday.AddDate(0, 0, 1)
		tick()
		if due := h.claim(); len(due) != 0 {
			t.Errorf("recalled too early: %+v", due)
		}
		h.now = monday.AddDate(0, 0, 2)
		tick()
		tick()
		nudge, _ := h.sent()
		h.want("template", nudge.Notification.Template, "invitation.again.choose")
		h.now = monday.AddDate(0, 0, 4) // Friday 7 July
		tick()
		convocation, _ := h.sent()
		h.want("kind", convocation.Notification.Kind, parcours.KindConvocation)
		if on := parcours.DateOf(convocation.Notification.Facts.StartsAt, time.UTC); on.After(parcours.NewDate(2023, time.July, 13)) {
			t.Errorf("convened for %s, after the deadline", on)
		}
		h.want("open prompts", h.one("select count(*) from prompt where closed_at = 0 and kind = 'slot'"), "0")
	})
}

func TestNoneFitsIsNotRecalled(t *testing.T) {
	t.Parallel()
	inviting(t, func(t *testing.T, h *house, tick func()) {
		tick()
		h.sent()
		in := h.receive(sms(144, "4"))
		d, state := h.load(in)
		h.must(h.s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.Acknowledge{PromptID: d.Prompts[0].ID, Action: "none_fits"}, parcours.Escalate{Kind: parcours.EscalationReschedule},
		}}))
		h.now = monday.AddDate(0, 0, 2)
		tick()
		h.want("invitations", h.one("select count(*) from notification where kind = 'invitation'"), "1")
		h.now = monday.AddDate(0, 0, 4)
		tick()
		h.want("convocations", h.one("select count(*) from notification where kind = 'convocation'"), "1")
	})
}

func TestAnInvitationThatReachesNobodyBecomesAConvocation(t *testing.T) {
	t.Parallel()
	inviting(t, func(t *testing.T, h *house, tick func()) {
		tick()
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30006")
		tick()
		h.want("convocations", h.one("select count(*) from notification where kind = 'convocation'"), "1")
		h.want("listed invitations", h.one("select count(*) from notification where kind = 'invitation' and state = 'listed'"), "0")
	})
}

func TestATimeThatWasOfferedMayBeChosenHoweverManyAreSooner(t *testing.T) {
	t.Parallel()
	inviting(t, func(t *testing.T, h *house, tick func()) {
		tick()
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		var rows []parcours.SlotRow
		for i := range 70 { // opened since, on the day before the first time offered
			row := slotRow(monday.AddDate(0, 0, 5).Add(time.Duration(i-40)*10*time.Minute), 1)
			row.Line, row.Minutes = i+2, 10
			rows = append(rows, row)
		}
		for _, r := range importSlots(t, h.s, rows...) {
			h.want("slot", string(r.Outcome), string(parcours.RowCreated))
		}
		dossier, _ := h.load(sms(144, "2"))
		if len(dossier.Prompts) != 1 {
			t.Fatalf("%d prompts", len(dossier.Prompts))
		}
		chosen := dossier.Prompts[0].Choices[1].SlotID
		at := slices.IndexFunc(dossier.Offers, func(s parcours.Slot) bool { return s.ID == chosen })
		if at < 0 {
			t.Fatalf("the time that was offered is not among the %d offers", len(dossier.Offers))
		}
		if s := dossier.Offers[at]; len(s.Professionals) != 2 || s.Place.Name != "CDAS" || s.Free() != 1 {
			t.Errorf("offered %+v", s)
		}
		if !slices.IsSortedFunc(dossier.Offers, func(a, b parcours.Slot) int { return a.StartsAt.Compare(b.StartsAt) }) {
			t.Error("the offers are not in order of time")
		}

		yann := maelys()
		yann.FirstName, yann.NIR, yann.InternalID, yann.Phones = "Yann", "", "I-2", []parcours.Phone{mobile(171)}
		importPeople(t, h.s, monday, yann)
		h.must(h.s.Convene(t.Context(), h.now, parcours.Assigned{PersonID: h.person("I-2"), SlotID: chosen}))
		dossier, _ = h.load(sms(144, "2"))
		if slices.ContainsFunc(dossier.Offers, func(s parcours.Slot) bool { return s.ID == chosen }) {
			t.Error("a time that somebody else has is still offered")
		}
	})
}
