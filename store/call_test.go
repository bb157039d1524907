package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func landline(n int) parcours.Phone {
	return parcours.Phone{E164: "+332619100" + string(rune('0'+n/10)) + string(rune('0'+n%10)), Kind: parcours.PhoneLandline}
}

// gael answers a landline, and has an address.
func gael() parcours.PersonRow {
	return parcours.PersonRow{
		Title: parcours.TitleMonsieur, FirstName: "Gaël", LastName: "Priol", InternalID: "I-9", Phones: []parcours.Phone{landline(17)},
		Address: "2 rue du Plessis", Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 29),
	}
}

func (h *house) callsDue(actor parcours.Actor) []parcours.DueCall {
	h.Helper()
	due, err := h.s.CallsDue(h.Context(), h.now, actor, parcours.Filter{})
	h.must(err)
	return due
}

// call records how the call of the one person who is due ended.
func (h *house) call(outcome parcours.CallOutcome) string {
	h.Helper()
	due := h.callsDue(office)
	if len(due) != 1 {
		h.Fatalf("%d people to call, want 1: %+v", len(due), due)
	}
	c := parcours.Call{PersonID: due[0].PersonID, Outcome: outcome}
	for _, m := range due[0].Messages {
		c.AttemptIDs = append(c.AttemptIDs, m.AttemptID)
	}
	id, err := h.s.RecordCall(h.Context(), h.now, office, c)
	h.must(err)
	return id
}

func (h *house) wantCall(phone string, at time.Time, tries int) {
	h.Helper()
	due := h.callsDue(office)
	if len(due) != 1 || due[0].Phone != phone || !due[0].DueAt.Equal(at) || due[0].Tries != tries {
		h.Errorf("calls due %+v, want one to %s at %v after %d tries", due, phone, at, tries)
	}
}

func TestTheCallListSaysWhomToCallAndWhatToTell(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann(), gael())
		h.wantCall(landline(17).E164, monday, 0)
		d := h.callsDue(office)[0]
		if d.Name != "Gaël PRIOL" || d.Loss != parcours.LossLandline || len(d.Messages) != 1 || d.Messages[0].Kind != parcours.KindConvocation || d.Messages[0].Facts.Place != "CDAS" {
			t.Errorf("call %+v", d)
		}
		h.now = h.now.AddDate(0, 0, 5) // the reminder is due two days before
		if d = h.callsDue(office)[0]; len(d.Messages) != 2 {
			t.Errorf("to tell: %+v, want the reminder too", d.Messages)
		}
		h.now = h.now.AddDate(0, 0, 2)
		if due := h.callsDue(office); len(due) != 0 {
			t.Errorf("calls %+v after the appointment began", due)
		}
	})
}

func TestReachedByPhoneIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, gael())
		gael := h.person("I-9")
		n := h.convocation(gael)
		call := h.call(parcours.CallReached)
		h.want("convened", h.milestone(gael, "convened_on"), "2023-07-03")
		h.want("delivered", h.milestone(gael, "delivered_on"), "2023-07-03")
		h.want("state", h.notificationState(n), string(parcours.NotificationDelivered))
		if h.events(gael, parcours.EventCalled) != 1 {
			t.Error("the call is not in the journal")
		}
		done, err := s.CallsDone(t.Context(), h.now, monday, office)
		h.must(err)
		if len(done) != 1 || done[0].ID != call || done[0].Outcome != parcours.CallReached || done[0].Undone {
			t.Errorf("done %+v", done)
		}

		h.now = h.now.Add(time.Minute)
		h.must(s.UndoCall(t.Context(), h.now, office, call))
		h.want("convened", h.milestone(gael, "convened_on"), "")
		h.want("delivered", h.milestone(gael, "delivered_on"), "")
		h.want("state", h.notificationState(n), string(parcours.NotificationListed))
		h.wantCall(landline(17).E164, monday, 0)
		if err := s.UndoCall(t.Context(), h.now, office, call); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
		if _, err := s.VerifyJournal(t.Context(), gael); err != nil {
			t.Error(err)
		}
	})
}

func TestNobodyAnswersSoTomorrowThenALetter(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, gael())
		n := h.convocation(h.person("I-9"))
		tuesday := parcours.NewDate(2023, time.July, 4).At(9, 0, storetest.Rules(t).Zone)
		h.call(parcours.CallLeftMessage)
		h.wantCall(landline(17).E164, tuesday, 1)
		h.want("convened", h.milestone(h.person("I-9"), "convened_on"), "") // a message left proves nothing
		h.now = tuesday
		call := h.call(parcours.CallNoAnswer)
		h.wantAttempts(n, "1 call undelivered_perm", "2 letter queued")
		h.want("undelivered", h.milestone(h.person("I-9"), "undelivered_on"), "2023-07-04")
		if due := h.lettersDue(office); len(due) != 1 || due[0].Reason != parcours.LetterListed {
			t.Errorf("letters due %+v", due)
		}

		h.must(s.UndoCall(t.Context(), h.now, office, call))
		h.wantAttempts(n, "1 call queued")
		h.wantCall(landline(17).E164, tuesday, 1)
		h.want("undelivered", h.milestone(h.person("I-9"), "undelivered_on"), "")

		call = h.call(parcours.CallNoAnswer)
		h.makeLetters()
		if err := s.UndoCall(t.Context(), h.now, office, call); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("undone although the letter is in a batch: %v", err)
		}
	})
}

func TestAWrongNumberIsTheirsNoLonger(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		row := gael()
		row.Phones = append(row.Phones, landline(18))
		h := convoked(t, s, row)
		gael := h.person("I-9")
		n := h.convocation(gael)
		call := h.call(parcours.CallWrongNumber)
		h.wantCall(landline(18).E164, h.now, 0)
		h.wantAttempts(n, "1 call cancelled", "2 call queued")
		again := h.call(parcours.CallWrongNumber)
		h.wantAttempts(n, "1 call cancelled", "2 call cancelled", "3 letter queued")
		h.want("loss", h.milestone(gael, "contact_loss"), string(parcours.LossNotTheirs))

		if err := s.UndoCall(t.Context(), h.now, office, call); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("undoing the first = %v, want a conflict", err)
		}
		h.must(s.UndoCall(t.Context(), h.now, office, again))
		h.wantCall(landline(18).E164, h.now, 0)
	})
}

func TestACallStaysInItsScope(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, gael())
		person := h.person("I-9")
		mine := parcours.Actor{AccountID: "a", Role: parcours.AccountReferent, ProfessionalID: h.one("select referent_id from person where id = $1", person)}
		stranger := parcours.Actor{AccountID: "b", Role: parcours.AccountReferent, ProfessionalID: "nobody"}
		if due := h.callsDue(stranger); len(due) != 0 {
			t.Errorf("a stranger sees %+v", due)
		}
		due := h.callsDue(mine)
		if len(due) != 1 {
			t.Fatalf("the referent sees %+v", due)
		}
		c := parcours.Call{PersonID: person, AttemptIDs: []string{due[0].Messages[0].AttemptID}, Outcome: parcours.CallReached}
		if _, err := s.RecordCall(t.Context(), h.now, stranger, c); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger records: %v", err)
		}
		for _, bad := range []parcours.Call{{PersonID: person, Outcome: parcours.CallReached}, {PersonID: person, AttemptIDs: c.AttemptIDs, Outcome: "sung"}} {
			if _, err := s.RecordCall(t.Context(), h.now, mine, bad); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("recorded %+v: %v", bad, err)
			}
		}
		id, err := s.RecordCall(t.Context(), h.now, mine, c)
		h.must(err)
		if err := s.UndoCall(t.Context(), h.now, stranger, id); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger undoes: %v", err)
		}
		if done, err := s.CallsDone(t.Context(), h.now, monday, stranger); err != nil || len(done) != 0 {
			t.Errorf("a stranger sees the calls: %+v, %v", done, err)
		}
		if _, err := s.RecordCall(t.Context(), h.now, mine, c); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("recorded twice: %v", err)
		}
	})
}

func TestReachingSomebodyWithdrawsTheirLetterUntilItIsUndone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		row := gael()
		row.RightsOpenedOn = parcours.NewDate(2023, time.June, 22)
		h := convoked(t, s, row)
		batch := h.makeLetters() // the deadline is near: call and letter at once
		call := h.call(parcours.CallReached)
		h.wantLetters(batch, "Gaël PRIOL prepared "+parcours.WithdrawnProved)
		if check := h.honest("reached"); check.Attempts != 1 {
			t.Errorf("went through %+v", check)
		}
		h.must(s.UndoCall(t.Context(), h.now, office, call))
		h.wantLetters(batch, "Gaël PRIOL prepared")
		h.honest("undone")
	})
}
