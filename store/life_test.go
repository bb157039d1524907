package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestADeathThatIsToldStopsEverythingUntilAHumanSaysMore(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		one, other := maelys(), yann()
		other.Phones = one.Phones // the spouse, on the same phone
		h := convoked(t, s, one, other)
		for _, d := range h.claim() {
			h.send(d)
		}
		person, spouse := h.person("I-1"), h.person("I-2")
		h.turn(sms(144, "elle est décédée"), parcours.Hold{}, parcours.Escalate{Kind: parcours.EscalationDeceased}, parcours.Say{Template: "reply.deceased.noted"})
		due := h.claim()
		for _, d := range due {
			if d.Notification.PersonID == "" {
				continue
			}
			if v := rules.Gate(d, h.now); d.Notification.Kind != parcours.KindReply || v.Action != parcours.GateSend {
				t.Errorf("%s: %+v, want the condolences only", d.Notification.Kind, v)
			}
			h.send(d)
		}
		h.now = h.now.AddDate(0, 0, 5) // the day of the reminders
		held := 0
		for _, d := range h.claim() {
			if d.Notification.PersonID == "" {
				continue
			}
			held++
			v := rules.Gate(d, h.now)
			if v.Action != parcours.GateLater || v.Reason != parcours.ReasonHeld {
				t.Errorf("%s: %+v, want it held", d.Notification.Kind, v)
			}
			h.must(s.Release(t.Context(), d.Attempt, v.At, v.Reason))
		}
		if held != 2 {
			t.Errorf("%d messages were held, want the reminders of both", held)
		}
		if calls, err := s.CallsDue(t.Context(), h.now, everything, parcours.Filter{}); err != nil || len(calls) != 0 {
			t.Errorf("calls %v, %v", calls, err)
		}

		h.must(s.ConfirmDeath(t.Context(), h.now, everything, person))
		h.must(s.LiftHold(t.Context(), h.now, everything, spouse))
		h.want("exited_on", h.milestone(person, "exited_on"), "2023-07-08")
		h.want("what waits for her", h.one("select count(*) from attempt where person_id = $1 and state = 'queued'", person), "0")
		h.want("what waits for him", h.one("select count(*) from attempt where person_id = $1 and state = 'queued'", spouse), "1")
		h.want("open escalations", h.one("select count(*) from escalation where kind = 'deceased' and state = 'open'"), "0")
		if err := s.LiftHold(t.Context(), h.now, everything, spouse); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("lifted twice: %v", err)
		}
		h.must(s.LiftHold(t.Context(), h.now, everything, person)) // it was an error after all
		h.want("exited_on", h.milestone(person, "exited_on"), "")
		if _, err := s.VerifyJournal(t.Context(), person); err != nil {
			t.Error(err)
		}
	})
}

func TestANewNumberIsTrustedOnceItConfirmsItself(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		person := h.person("I-1")
		h.turn(sms(144, "mon nouveau numéro : 06 39 98 01 55"), parcours.ClaimNumber{Phone: mobile(155)}, parcours.Escalate{Kind: parcours.EscalationPhoneChange})
		var asked parcours.Delivery
		for _, d := range h.claim() {
			if d.Attempt.Address == mobile(155).E164 {
				asked = d
			}
			h.send(d)
		}
		if asked.Notification.Template != "number.claim.ask" || asked.To.FirstName != "" || asked.Notification.Facts.About != "" {
			t.Fatalf("asked %+v", asked)
		}
		file, err := s.Person(t.Context(), everything, person)
		if err != nil || len(file.Claims) != 1 || file.Claims[0].Phone != mobile(155) {
			t.Fatalf("claims %+v, %v", file.Claims, err)
		}
		if d, _ := h.load(sms(156, "oui")); d.Claim != nil {
			t.Error("another number answers for it")
		}
		in := h.receive(sms(155, "oui"))
		d, state := h.load(in)
		if d.Claim == nil || d.Person.ID != "" {
			t.Fatalf("dossier of the new number: %+v", d)
		}
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.SettleNumber{ClaimID: d.Claim.ID, Confirmed: true}, parcours.Say{Template: "reply.number.confirmed"},
		}}))
		if d, _ := h.load(sms(155, "bonjour")); d.Person.ID != person || !d.Contact.Verified {
			t.Errorf("the new number is not hers: %+v", d.Contact)
		}
		if d, _ := h.load(sms(144, "bonjour")); d.Contact.Status != parcours.ContactFormer {
			t.Errorf("the old number is %s", d.Contact.Status)
		}
		h.want("escalation", h.one("select state from escalation where kind = 'phone_change'"), "closed")
		h.now = h.now.AddDate(0, 0, 5)
		for _, d := range h.claim() {
			if d.Notification.Kind == parcours.KindReminder && d.Current.AddressFormer {
				h.must(s.End(t.Context(), h.now, d.Attempt, parcours.AttemptCancelled, parcours.ReasonAddressFormer))
			}
		}
		h.want("the reminder's number", h.one("select address_index from attempt a join notification n on n.id = a.notification_id where n.kind = 'reminder' and a.state in ('queued', 'claimed')"),
			h.one("select address_index from contact_point where status = 'current' and channel = 'sms'"))
	})
}

func TestAProfessionalSettlesANumberThatWasGiven(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		person := h.person("I-1")
		for _, n := range []int{155, 156} { // the later one counts
			h.turn(sms(144, "mon numéro"), parcours.ClaimNumber{Phone: mobile(n)})
		}
		file, err := s.Person(t.Context(), everything, person)
		if err != nil || len(file.Claims) != 1 || file.Claims[0].Phone != mobile(156) {
			t.Fatalf("claims %+v, %v", file.Claims, err)
		}
		h.must(s.SettleNumber(t.Context(), h.now, everything, person, file.Claims[0].ID, false))
		if err := s.SettleNumber(t.Context(), h.now, everything, person, file.Claims[0].ID, true); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("settled twice: %v", err)
		}
		if d, _ := h.load(sms(156, "oui")); d.Claim != nil || d.Person.ID != "" {
			t.Error("a number that was set aside is known")
		}
	})
}

func TestWhoOfSeveralPeopleWritesIsAskedBeforeAnythingIsTheirs(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		one, other := maelys(), yann()
		other.Phones = one.Phones
		h := convoked(t, s, one, other)
		for i, d := range h.claim() {
			h.now = monday.Add(time.Duration(i) * time.Minute)
			h.send(d)
		}
		hers, his := h.person("I-1"), h.person("I-2")
		in := h.receive(sms(144, "je peux pas venir"))
		d, state := h.load(in)
		if len(d.Unsure) != 2 {
			t.Fatalf("unsure of %d people, want 2", len(d.Unsure))
		}
		before := len(h.all("select id from event where kind = 'received'"))
		state.Awaiting, state.PendingID = "who", in.ID
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.AskWho{}, parcours.Escalate{Kind: parcours.EscalationWho, Text: in.Text}, parcours.Say{Template: "reply.whom.open"},
		}}))
		if after := len(h.all("select id from event where kind = 'received'")); after != before {
			t.Error("the message is in somebody's journal already")
		}
		if pending, err := s.PendingInbound(t.Context(), 10); err != nil || len(pending) != 0 {
			t.Fatalf("pending %v, %v", pending, err)
		}
		answer := h.receive(sms(144, "yann"))
		d, state = h.load(answer)
		h.want("a human has it", h.one("select state from escalation where kind = 'who_writes' and person_id is null"), "open")
		h.want("the notice waits", h.one("select cast(due_at as text) from notification where kind = 'question'"), storeMillis(rules.NextOpen(h.now.Add(rules.JobNoticeAfter))))
		state.Awaiting, state.PendingID = "", ""
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: answer, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.TellWho{PersonID: his, InboxID: in.ID},
		}}))
		pending, err := s.PendingInbound(t.Context(), 10)
		if err != nil || len(pending) != 1 || pending[0].ID != in.ID {
			t.Fatalf("pending %v, %v, want the first message again", pending, err)
		}
		h.want("nobody has to find out", h.one("select state from escalation where kind = 'who_writes'"), "closed")
		h.want("the notice", h.one("select state from notification where kind = 'question'"), "cancelled")
		d, state = h.load(in)
		if d.Person.ID != his || len(d.Unsure) != 0 {
			t.Fatalf("recognised %s, unsure of %d", d.Person.ID, len(d.Unsure))
		}
		h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{
			parcours.Excuse{AppointmentID: d.Appointments[0].ID, Impediment: parcours.ImpedimentOther},
		}}))
		h.want("his", h.milestone(his, "last_outcome"), "excused")
		h.want("hers", h.milestone(hers, "last_outcome"), "unknown")
		h.now = h.now.Add(13 * time.Hour) // the next day anybody may hold the phone; he has nothing to answer
		if d, _ := h.load(sms(144, "oui")); d.Person.ID != hers || len(d.Unsure) != 0 {
			t.Errorf("recognised %s, unsure of %d, want the one who was asked something", d.Person.ID, len(d.Unsure))
		}
	})
}

func TestDataRequestsGoToTheCoordinatorsForAMonth(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		h.turn(sms(144, "supprimez mes données"), parcours.Escalate{Kind: parcours.EscalationDataErasure})
		h.want("due", h.one("select cast(due_at as text) from escalation"), storeMillis(time.Date(2023, time.August, 3, 0, 0, 0, 0, storetest.Rules(t).Zone)))
		h.want("in charge", h.one("select coalesce(professional_id, 'nobody') from escalation"), "nobody")
		h.want("told", h.one("select pro.email from notification n join professional pro on pro.id = n.professional_id"), "nora.cadic@exemple.fr")
		h.want("people", h.one("select count(*) from person"), "1")
	})
}
