package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestAnInboundIsKeptOnceHoweverOftenItComes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var wait sync.WaitGroup
		var mu sync.Mutex
		fresh := 0
		for range 20 {
			wait.Go(func() {
				is, err := s.RecordInbound(t.Context(), parcours.RawInbound{Provider: "twilio", ProviderID: "SM1", ReceivedAt: monday, Payload: []byte("Body=1")})
				if err != nil {
					t.Error(err)
				}
				if is {
					mu.Lock()
					fresh++
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		pending, err := s.PendingInbound(t.Context(), 10)
		if err != nil || fresh != 1 || len(pending) != 1 || string(pending[0].Payload) != "Body=1" {
			t.Errorf("fresh %d, pending %+v, %v", fresh, pending, err)
		}
	})
}

func TestAPoisonInboundIsParkedAfterFiveTries(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, id := range []string{"a", "b"} {
			if _, err := s.RecordInbound(t.Context(), parcours.RawInbound{ID: id, Provider: "twilio", ProviderID: id, ReceivedAt: monday}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.IgnoreInbound(t.Context(), "b"); err != nil {
			t.Fatal(err)
		}
		for try := range 6 {
			pending, err := s.PendingInbound(t.Context(), 10)
			if err != nil {
				t.Fatal(err)
			}
			if want := try < 5; want != (len(pending) == 1) {
				t.Fatalf("before try %d: %d pending", try+1, len(pending))
			}
			if err := s.ParkInbound(t.Context(), "a", "panic"); err != nil {
				t.Fatal(err)
			}
		}
		incidents, err := s.Incidents(t.Context(), true)
		if err != nil || len(incidents) != 1 || incidents[0].Kind != "inbound_parked" {
			t.Errorf("incidents = %+v, %v", incidents, err)
		}
	})
}

func TestATurnIsRecordedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		in := h.receive(sms(144, "1"))
		d, state := h.load(in)
		state.Misunderstood = 1
		turn := parcours.Turn{
			Inbound: in, Dossier: d, State: state, Now: h.now,
			Effects: []parcours.Effect{
				parcours.Acknowledge{PromptID: d.Prompts[0].ID, Action: "come"},
				parcours.Confirm{AppointmentID: d.Appointments[0].ID},
				parcours.Say{Template: "reply.confirmed.appointment"},
			},
		}
		for range 3 {
			h.must(s.RecordTurn(t.Context(), turn))
		}
		if n := h.events(d.Person.ID, parcours.EventConfirmed); n != 1 {
			t.Errorf("confirmed %d times", n)
		}
		h.want("replies", h.one("select count(*) from notification where kind = 'reply'"), "1")
		reply := h.claimed()
		if reply.Notification.InReplyTo != in.ID || reply.Attempt.Address != mobile(144).E164 || reply.Notification.Lane != parcours.LaneReply {
			t.Errorf("reply = %+v", reply)
		}
		next := h.receive(sms(144, "merci"))
		after, state := h.load(next)
		if state.Version != 1 || state.Misunderstood != 1 || state.LastInboundID != in.ID || len(after.Prompts) != 0 {
			t.Errorf("state = %+v, prompts = %+v", state, after.Prompts)
		}
		if after.Appointments[0].ConfirmedAt.IsZero() {
			t.Error("the appointment is not confirmed")
		}
		if pending, err := s.PendingInbound(t.Context(), 10); err != nil || len(pending) != 1 {
			t.Errorf("pending = %+v, %v, want the next one only", pending, err)
		}
	})
}

func TestATurnThatRestsOnAnOldStateIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		for range 2 { // a first turn, then a later one
			one, other := h.receive(sms(144, "1")), h.receive(sms(144, "2"))
			d, state := h.load(one)
			h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: one, Dossier: d, State: state, Now: h.now}))
			err := s.RecordTurn(t.Context(), parcours.Turn{Inbound: other, Dossier: d, State: state, Now: h.now, Effects: []parcours.Effect{parcours.OptOut{}}})
			if !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("got %v, want a conflict", err)
			}
			h.want("inbox", h.one("select state from inbox where id = $1", other.ID), "new")
			h.want("opt-outs", h.one("select count(*) from opt_out"), "0")
			d, state = h.load(other)
			h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: other, Dossier: d, State: state, Now: h.now}))
		}
	})
}

func TestAnAnswerProvesTheLatestMessageToTheAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		after    time.Duration
		effects  []parcours.Effect
		state    parcours.AttemptState
		answered string
	}{
		{"within the days that count", 6 * 24 * time.Hour, nil, parcours.AttemptDelivered, "2023-07-09"},
		{"too late", 8 * 24 * time.Hour, nil, parcours.AttemptAccepted, ""},
		{"from somebody else", time.Hour, []parcours.Effect{parcours.NotTheirs{}}, parcours.AttemptAccepted, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				d, _ := h.sent()
				h.now = h.now.Add(test.after)
				h.turn(sms(144, "bonjour"), test.effects...)
				h.want("state", h.attemptState(d.Attempt.ID), string(test.state))
				h.want("answered_on", h.milestone(d.Notification.PersonID, "answered_on"), test.answered)
				h.want("delivered_on", h.milestone(d.Notification.PersonID, "delivered_on"), test.answered)
			})
		})
	}
}

func TestAnAnswerToAResendProvesTheResendAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		lost := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, h.process, lost))
		again := h.claimed()
		h.mark(&again) // and the process dies before it hears that the message was accepted
		prompt := h.one("select id from prompt where notification_id = $1", lost.NotificationID)
		h.turn(sms(144, "1"), parcours.Acknowledge{PromptID: prompt, Action: "come"})
		h.wantAttempts(lost.NotificationID, "1 sms lost", "2 sms acknowledged")
	})
}

// An answer in the chat speaks of what was written there, not of the SMS that took
// over from it.
func TestAnAnswerProvesTheAttemptOnItsOwnChannel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		lost := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, lost))
		again := h.claimed()
		h.link(again.Notification.PersonID, "", "700144")
		again.Attempt = h.doubt(again)
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, again.Attempt))
		chat := h.claimed()
		h.mark(&chat)
		prompt := h.one("select id from prompt where notification_id = $1", lost.NotificationID)
		h.turn(sms(144, "1"), parcours.Acknowledge{PromptID: prompt, Action: "come"})
		h.wantAttempts(lost.NotificationID, "1 sms lost", "2 sms acknowledged", "3 telegram sending")
	})
}

// Once the person has answered on one channel, a failure heard late on another is not
// tried again: nobody waits for the message any more.
func TestAFailureAfterAnAnswerElsewhereIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		lost := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, lost))
		again := h.claimed()
		h.link(again.Notification.PersonID, "", "700144")
		again.Attempt = h.doubt(again)
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, again.Attempt))
		chat := h.claimed()
		h.mark(&chat)
		prompt := h.one("select id from prompt where notification_id = $1", lost.NotificationID)
		h.turn(sms(144, "1"), parcours.Acknowledge{PromptID: prompt, Action: "come"})
		h.receipt(chat.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
		h.wantAttempts(lost.NotificationID, "1 sms lost", "2 sms acknowledged", "3 telegram undelivered_temp")
	})
}

// An answer that may be meant for another message does not prove one that may not
// have left: a word about anything would spare a convocation its look-ups.
func TestAnAnswerProvesWhatIsInDoubtOnlyWhenNothingElseIsMeant(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		lost := h.doubt(h.claimed())
		h.turn(sms(144, "bonjour"))
		h.want("after a word", h.attemptState(lost.ID), string(parcours.AttemptUnknown))
		h.turn(sms(144, "bonjour"), parcours.Say{Template: "reply.unclear.generic"})
		h.sent()
		prompt := h.one("select id from prompt where notification_id = $1 and asked_at > 0", lost.NotificationID)
		h.turn(sms(144, "1"), parcours.Acknowledge{PromptID: prompt, Action: "come"})
		h.want("after an answer", h.attemptState(lost.ID), string(parcours.AttemptUnknown))
	})
}

// Nor does an answer that comes from elsewhere: whoever holds the phone, which people
// may share, did not read the chat that may have got nothing.
func TestAnAnswerFromElsewhereDoesNotProveWhatIsInDoubt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		lost := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, lost))
		h.must(s.Poke(t.Context(), "update attempt set channel = 'telegram', address_index = 'chat' where notification_id = $1", lost.NotificationID))
		chat := h.doubt(h.claimed())
		prompt := h.one("select id from prompt where notification_id = $1", lost.NotificationID)
		h.now = h.now.Add(storetest.Rules(t).AnsweredWithin + time.Hour)
		h.turn(sms(144, "oui"), parcours.Acknowledge{PromptID: prompt, Action: "come"})
		h.want("the chat's attempt", h.attemptState(chat.ID), string(parcours.AttemptUnknown))
	})
}

// What the provider refused never reached the phone: an answer to something else
// must not prove it, nor spare the person the call.
func TestAnAnswerProvesNothingThatWasRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.mark(&d)
		retry := &parcours.Refusal{Kind: parcours.RefusalRetry}
		h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, retry, h.now))
		if asked, _ := h.load(sms(144, "oui")); len(asked.Prompts) != 0 {
			t.Errorf("%d questions are open before anything left", len(asked.Prompts))
		}
		d = h.claimed()
		h.mark(&d)
		h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalBlocked, Code: "21610"}, h.now))
		asked := h.turn(sms(144, "oui"))
		if len(asked.Prompts) != 0 {
			t.Errorf("%d questions are open, and nothing left", len(asked.Prompts))
		}
		h.wantAttempts(d.Notification.ID, "1 sms blocked", "2 call queued")
	})
}

func TestAButtonAcknowledgesTheMessageThatCarriedIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		press := sms(144, "")
		press.Kind, press.AttemptID, press.Action = parcours.InboundButton, d.Attempt.ID, "come"
		for range 2 { // pressing twice is one effect
			in := h.receive(press)
			dossier, state := h.load(in)
			if dossier.Pressed == nil || dossier.Pressed.NotificationID != d.Notification.ID {
				t.Fatalf("pressed = %+v, want the convocation's prompt", dossier.Pressed)
			}
			h.must(s.RecordTurn(t.Context(), parcours.Turn{
				Inbound: in, Dossier: dossier, State: state, Now: h.now,
				Effects: []parcours.Effect{parcours.Acknowledge{PromptID: dossier.Pressed.ID, Action: "come"}},
			}))
		}
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptAcknowledged))
		h.want("answer", h.one("select answer from prompt where notification_id = $1", d.Notification.ID), "come")
		elsewhere := press
		elsewhere.Address = mobile(999).E164
		if dossier, _ := h.load(elsewhere); dossier.Pressed != nil || dossier.Person.ID != "" {
			t.Errorf("a button pressed from another address leads to %+v", dossier.Pressed)
		}
	})
}

func TestStopClosesTheChannelAndNotTheObligation(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		convocation := h.one("select id from notification where kind = 'convocation'")
		reminder := h.one("select id from notification where kind = 'reminder'")
		h.turn(sms(144, "STOP"), parcours.Say{Template: "reply.stop.done"}, parcours.OptOut{})
		h.wantAttempts(convocation, "1 sms cancelled", "2 call queued")
		h.wantAttempts(reminder, "1 sms cancelled", "2 call queued")
		h.want("contact loss", h.milestone(person, "contact_loss"), string(parcours.LossOptedOut))
		confirmation := h.claimed()
		if confirmation.Notification.Template != "reply.stop.done" || !h.mark(&confirmation) {
			t.Errorf("the confirmation of STOP may not leave: %+v", confirmation.Notification)
		}
		h.turn(sms(144, "encore"), parcours.Escalate{Kind: parcours.EscalationOptOut})
		h.turn(sms(144, "REPRENDRE"), parcours.OptIn{})
		h.want("contact loss", h.milestone(person, "contact_loss"), "")
		h.wantAttempts(convocation, "1 sms cancelled", "2 call cancelled", "3 sms queued")
		h.wantAttempts(reminder, "1 sms cancelled", "2 call cancelled", "3 sms queued")
		h.want("what the referent has to follow up", h.one("select count(*) from escalation where state = 'open'"), "0")
		h.want("ledger", strings.Join(h.all("select direction from opt_out order by at, id"), " "), "out in")
		if out, in := h.events(person, parcours.EventOptedOut), h.events(person, parcours.EventOptedIn); out != 1 || in != 1 {
			t.Errorf("journal has %d opt-outs and %d opt-ins", out, in)
		}
	})
}

func TestANumberThatIsNotTheirsIsLeftAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		convocation := h.one("select id from notification where kind = 'convocation'")
		h.turn(sms(144, "ce n'est pas moi"), parcours.NotTheirs{}, parcours.Say{Template: "reply.wrong_person.done"})
		h.wantAttempts(convocation, "1 sms cancelled", "2 letter queued")
		h.want("contact loss", h.milestone(h.person("I-1"), "contact_loss"), string(parcours.LossNotTheirs))
		if d, _ := h.load(sms(144, "encore moi")); d.Person.ID != "" || d.Candidates != 0 {
			t.Errorf("the number still leads to %s", d.Person.ID)
		}
	})
}

func TestAnExcuseGivesThePlaceBackAndWithdrawsTheMessages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		d, _ := h.load(sms(144, "2"))
		slot := d.Appointments[0].SlotID
		h.want("booked", h.one("select booked from slot where id = $1", slot), "1")
		excuse := parcours.Excuse{AppointmentID: d.Appointments[0].ID, Impediment: parcours.ImpedimentChildcare, Words: "ma fille est malade"}
		h.turn(sms(144, "2"), excuse)
		h.want("booked", h.one("select booked from slot where id = $1", slot), "0")
		h.want("outcome", h.one("select outcome || ' ' || impediment || ' ' || outcome_by from participation"), "excused childcare person")
		reminder := h.one("select id from notification where kind = 'reminder'")
		h.want("reminder", h.notificationState(reminder), string(parcours.NotificationCancelled))
		in := h.receive(sms(144, "2"))
		after, state := h.load(in)
		if len(after.Appointments) != 0 {
			t.Errorf("appointments = %+v, want none to come", after.Appointments)
		}
		err := s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: after, State: state, Now: h.now, Effects: []parcours.Effect{excuse}})
		if !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("excusing twice = %v, want a conflict", err)
		}
	})
}

func TestAnotherSlotReplacesTheAppointmentAndItsReminders(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		d, _ := h.load(sms(144, "3"))
		if len(d.Offers) != 2 || !d.Offers[0].StartsAt.Equal(monday.AddDate(0, 0, 8)) || len(d.Offers[0].Professionals) != 2 {
			t.Fatalf("offers = %+v, want the two free slots, soonest first", d.Offers)
		}
		old := d.Appointments[0]
		h.turn(sms(144, "1"), parcours.Move{AppointmentID: old.ID, SlotID: d.Offers[0].ID})
		after, _ := h.load(sms(144, "x"))
		if len(after.Appointments) != 1 {
			t.Fatalf("%d appointments stand, want 1", len(after.Appointments))
		}
		a := after.Appointments[0]
		if a.Replaces != old.ID || a.Origin != parcours.OriginMoved || !a.StartsAt.Equal(d.Offers[0].StartsAt) || len(a.Professionals) != 2 {
			t.Errorf("appointment = %+v", a)
		}
		h.want("old place", h.one("select booked from slot where id = $1", old.SlotID), "0")
		h.want("new place", h.one("select booked from slot where id = $1", a.SlotID), "1")
		h.want("old reminder", h.one("select state from notification where kind = 'reminder' and appointment_id = $1", old.ID), "cancelled")
		h.want("new reminder", h.one("select state from notification where kind = 'reminder' and appointment_id = $1", a.ID), "pending")
		if moved, booked := h.events(d.Person.ID, parcours.EventMoved), h.events(d.Person.ID, parcours.EventBooked); moved != 1 || booked != 2 {
			t.Errorf("journal has %d moves and %d bookings", moved, booked)
		}
	})
}

func TestTwoPeopleWhoTakeTheLastPlaceGetOneConflict(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		var turns []parcours.Turn
		for _, n := range []int{144, 171} {
			in := h.receive(sms(n, "1"))
			d, state := h.load(in)
			turns = append(turns, parcours.Turn{
				Inbound: in, Dossier: d, State: state, Now: h.now,
				Effects: []parcours.Effect{parcours.Move{AppointmentID: d.Appointments[0].ID, SlotID: d.Offers[0].ID}},
			})
		}
		errs := make([]error, len(turns))
		var wait sync.WaitGroup
		for i, turn := range turns {
			wait.Go(func() { errs[i] = s.RecordTurn(t.Context(), turn) })
		}
		wait.Wait()
		conflicts := 0
		for i, err := range errs {
			if errors.Is(err, parcours.ErrConflict) {
				conflicts++
				h.want("inbox of the loser", h.one("select state from inbox where id = $1", turns[i].Inbound.ID), "new")
			} else if err != nil {
				t.Error(err)
			}
		}
		if conflicts != 1 {
			t.Errorf("%d conflicts, want 1", conflicts)
		}
		h.want("standing", h.one("select count(*) from participation where outcome = 'unknown'"), "2")
		h.want("overbooked", h.one("select count(*) from slot where booked > capacity"), "0")
		h.want("places", h.one("select sum(booked) from slot"), "2")
	})
}

func TestAQuestionGoesToTheReferentAndTheAnswerComesBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		referent := h.one("select referent_id from person where internal_id = 'I-1'")
		h.link("", referent, "900001")
		h.turn(sms(144, "Je peux venir avec mon fils ?"), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "Je peux venir avec mon fils ?"})
		notice := h.claimed()
		if notice.Notification.Kind != parcours.KindQuestion || notice.Attempt.Channel != parcours.ChannelTelegram || !notice.To.Staff ||
			notice.Notification.Facts.Text != "Je peux venir avec mon fils ?" || notice.Notification.Facts.About == "" {
			t.Fatalf("notice = %+v", notice)
		}
		h.mark(&notice)
		reply := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "900001", Kind: parcours.InboundText, Text: "Oui, bien sûr.", ReplyTo: "900001:7"}
		if _, _, err := s.LoadDossier(t.Context(), h.now, reply); !errors.Is(err, parcours.ErrEarly) {
			t.Errorf("a reply that overtakes the record of the send: %v, want %v", err, parcours.ErrEarly)
		}
		reply.ReplyTo = h.accepted(notice)
		d, _ := h.load(reply)
		if d.Professional == nil || d.Professional.ID != referent || d.Replied == nil || d.OpenEscalations != 1 {
			t.Fatalf("dossier = %+v, want the question replied to", d)
		}
		h.turn(reply, parcours.AnswerEscalation{EscalationID: d.Replied.ID, Text: "Oui, bien sûr."}, parcours.Say{Template: "staff.answer.sent"})
		var answer, receipt parcours.Delivery
		for _, due := range h.claim() {
			if due.Notification.Kind == parcours.KindAnswer {
				answer = due
			} else {
				receipt = due
			}
		}
		if answer.Attempt.Address != mobile(144).E164 || answer.Notification.Facts.Text != "Oui, bien sûr." || answer.Notification.PersonID != h.person("I-1") {
			t.Errorf("answer = %+v", answer)
		}
		if receipt.Notification.ProfessionalID != referent || receipt.Attempt.Address != "900001" {
			t.Errorf("receipt to the professional = %+v", receipt)
		}
		h.want("escalation", h.one("select state from escalation"), string(parcours.EscalationAnswered))
		if n := h.events(h.person("I-1"), parcours.EventAnswered); n != 1 {
			t.Errorf("%d answers in the journal", n)
		}
	})
}

func TestAProfessionalsStopSendsNoticesByMailUntilTheyComeBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		referent := h.one("select referent_id from person where internal_id = 'I-1'")
		h.link("", referent, "900001")
		ask := func(text string) parcours.Delivery {
			h.turn(sms(144, text), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: text})
			return h.claimed()
		}
		chat := func(text string, effects ...parcours.Effect) parcours.Dossier {
			return h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "900001", Kind: parcours.InboundText, Text: text}, effects...)
		}
		h.turn(sms(144, "avant ?"), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "avant ?"})
		chat("STOP", parcours.OptOut{})
		if waiting := h.claimed(); waiting.Attempt.Channel != parcours.ChannelEmail {
			t.Errorf("what waited leaves by %s after STOP", waiting.Attempt.Channel)
		}
		if notice := ask("pendant ?"); notice.Attempt.Channel != parcours.ChannelEmail {
			t.Errorf("a notice leaves by %s after STOP", notice.Attempt.Channel)
		}
		if d := chat("reprendre", parcours.OptIn{}); d.Professional == nil || d.Professional.ID != referent {
			t.Fatalf("the chat is %+v's after STOP, want the referent's", d.Professional)
		}
		if notice := ask("apres ?"); notice.Attempt.Channel != parcours.ChannelTelegram || notice.Attempt.Address != "900001" {
			t.Errorf("a notice leaves by %s after REPRENDRE", notice.Attempt.Channel)
		}
	})
}

func TestAQuestionWithoutLinkedChatGoesByMailAndWithoutReferentToTheCoordinators(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ask := parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "Bonjour ?"}
		h.turn(sms(144, "Bonjour ?"), ask)
		h.want("by mail", h.one("select a.channel from attempt a join notification n on n.id = a.notification_id where n.kind = 'question'"), "email")
		h.must(s.Poke(t.Context(), "update person set referent_id = null"))
		h.must(s.Poke(t.Context(), "update escalation set state = 'answered'"))
		h.turn(sms(144, "Bonjour ?"), ask)
		h.want("to the coordinator", h.one(`select p.role from notification n join professional p on p.id = n.professional_id
			join escalation e on e.id = n.escalation_id where e.professional_id is null`), string(parcours.RoleCoordinator))
	})
}

func TestAQuestionInSeveralMessagesIsOneQuestion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		for _, text := range []string{"Bonjour", "c'est pour savoir", "il faut quoi comme papiers ?"} {
			h.turn(sms(144, text), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: text})
		}
		h.want("questions", h.one("select cast(count(*) as text) from escalation"), "1")
		h.want("messages", h.one("select cast(count(*) as text) from escalation_message"), "3")
		h.want("notices", h.one("select cast(count(*) as text) from notification where kind = 'question'"), "3")
	})
}

func TestDistressReachesReferentStandInAndCoordinatorsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.must(s.Poke(t.Context(), `update professional set stand_in_id = (select x.id from professional x where x.role = 'referent' and x.id <> professional.id)
			where role = 'referent'`))
		h.now = monday.Add(14 * time.Hour) // midnight in Paris
		h.turn(sms(144, "je veux en finir"), parcours.Escalate{Kind: parcours.EscalationDistress, Urgent: true, Text: "je veux en finir"})
		roles := h.all("select p.role from notification n join professional p on p.id = n.professional_id where n.kind = 'question' order by p.role")
		h.want("notified", strings.Join(roles, " "), "coordinator referent referent")
		for _, due := range h.claim(parcours.ChannelEmail) {
			if !due.Notification.Urgent || due.Notification.Template != "question.notice.urgent" {
				t.Errorf("notice = %+v, want it urgent", due.Notification)
			}
		}
	})
}

func TestAnUnknownSenderIsAnsweredAndShownWithoutAName(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		in := sms(998, "qui êtes-vous ?")
		d := h.turn(in, parcours.Say{Template: "reply.unknown.sender"}, parcours.Escalate{Kind: parcours.EscalationUnknown, Text: in.Text})
		if d.Person.ID != "" || d.Candidates != 0 {
			t.Fatalf("dossier = %+v, want nobody", d)
		}
		var reply parcours.Delivery
		for _, due := range h.claim(parcours.ChannelSMS) {
			if due.Notification.Kind == parcours.KindReply {
				reply = due
			}
		}
		if reply.Attempt.Address != in.Address || !reply.To.Discreet || reply.To.LastName != "" || !h.mark(&reply) {
			t.Errorf("reply = %+v", reply)
		}
		_, state := h.load(in)
		if state.Version != 1 {
			t.Errorf("state = %+v, want one turn remembered", state)
		}
		escalation := h.one("select id from escalation where person_id is null")
		nora := h.one("select id from professional where role = 'coordinator'")
		h.must(s.AnswerEscalation(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator, ProfessionalID: nora}, escalation, "Bonjour."))
		for _, due := range h.claim(parcours.ChannelSMS) {
			if due.Notification.Kind == parcours.KindAnswer && due.Attempt.Address == in.Address {
				return
			}
		}
		t.Error("the coordinator's answer does not go back to the unknown number")
	})
}

func TestOneOfSeveralPeopleAtANumberIsRecognised(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		one, other := maelys(), yann()
		other.Phones = one.Phones
		h := convoked(t, s, one, other)
		deliveries := h.claim()
		for i, d := range deliveries {
			h.now = monday.Add(time.Duration(i) * time.Minute)
			h.send(d)
		}
		last := deliveries[len(deliveries)-1].Notification.PersonID
		d, _ := h.load(sms(144, "1"))
		if d.Candidates != 2 || d.Person.ID != last {
			t.Errorf("%d candidates, recognised %s, want 2 and the one asked last", d.Candidates, d.Person.ID)
		}
		press := sms(144, "")
		press.Kind, press.AttemptID = parcours.InboundButton, deliveries[0].Attempt.ID
		if d, _ := h.load(press); d.Person.ID != deliveries[0].Notification.PersonID {
			t.Error("a button does not lead to the person it was sent to")
		}
	})
}

func TestAOneTimeCodeLinksTheChatOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		person, other := h.person("I-1"), h.person("I-2")
		token, err := s.IssueTelegramLink(t.Context(), h.now, person, "")
		h.must(err)
		in := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "700144", Kind: parcours.InboundStart, Start: token}
		if d, _ := h.load(in); !d.StartValid || d.StartLanguage != parcours.French || d.Person.ID != "" {
			t.Fatalf("dossier = %+v, want a valid code", d)
		}
		h.turn(in, parcours.LinkTelegram{Start: token}, parcours.Say{Template: "reply.linked.done"})
		reply := h.claim(parcours.ChannelTelegram)
		if len(reply) != 1 || reply[0].To.LastName != "Quillien" || reply[0].Attempt.Address != "700144" {
			t.Errorf("reply = %+v, want it to Quillien's chat", reply)
		}
		if d, _ := h.load(in); d.StartValid || d.Person.ID != person {
			t.Errorf("used code valid: %v, person %s", d.StartValid, d.Person.ID)
		}
		token, err = s.IssueTelegramLink(t.Context(), h.now, other, "")
		h.must(err)
		in.Start = token
		in = h.receive(in)
		again := h.receive(in)
		d, state := h.load(again)
		if !d.StartValid || d.StartOwnerID != other || d.Person.ID != person {
			t.Errorf("dossier = %+v, want to see that the code is another person's", d)
		}
		err = s.RecordTurn(t.Context(), parcours.Turn{Inbound: again, Dossier: d, State: state, Effects: []parcours.Effect{parcours.LinkTelegram{Start: token}}, Now: h.now})
		if !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("linking a second person to the same chat = %v, want a conflict", err)
		}
		in.Address = "700171"
		h.now = h.now.Add(73 * time.Hour)
		if d, _ := h.load(in); d.StartValid {
			t.Error("a code is valid after its time")
		}
		if n := h.events(person, parcours.EventLinked); n != 1 {
			t.Errorf("linked %d times", n)
		}
	})
}

func TestLinkingTakesWhatIsListedBackToTheChat(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		landline := maelys()
		landline.Phones = []parcours.Phone{{E164: "+33261910144", Kind: parcours.PhoneLandline}}
		h := convoked(t, s, landline)
		convocation := h.one("select id from notification where kind = 'convocation'")
		h.wantAttempts(convocation, "1 call queued")
		h.want("state", h.notificationState(convocation), string(parcours.NotificationListed))
		h.link(h.person("I-1"), "", "700144")
		h.wantAttempts(convocation, "1 call cancelled", "2 telegram queued")
		h.want("contact loss", h.milestone(h.person("I-1"), "contact_loss"), "")
		// Nobody called: when the chat fails, the call list has it again.
		h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "700144", Kind: parcours.InboundBlocked}, parcours.Block{})
		h.wantAttempts(convocation, "1 call cancelled", "2 telegram cancelled", "3 call queued")
	})
}

func TestTheLanguageHoldsForTheAnswerOfTheSameTurn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		h.turn(sms(144, "english"), parcours.Say{Template: "reply.language.done"}, parcours.SetLanguage{Language: parcours.English})
		if d := h.claimed(); d.To.Language != parcours.English {
			t.Errorf("the answer is in %s", d.To.Language)
		}
	})
}

func TestBlockingIsUndoneOnlyByThePerson(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.link(h.person("I-1"), "", "700144")
		blocked := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "700144", Kind: parcours.InboundBlocked}
		h.turn(blocked, parcours.Block{})
		status := "select count(*) from contact_point where blocked_at > 0"
		h.want("blocked", h.one(status), "1")
		blocked.Kind = parcours.InboundUnblocked
		h.turn(blocked, parcours.Unblock{})
		h.want("still blocked", h.one(status), "1")
		blocked.Kind = parcours.InboundStart
		h.turn(blocked, parcours.OptIn{})
		h.want("reopened", h.one(status), "0")
	})
}
