package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// office steers; anne follows some of the people, lena the others.
var office = parcours.Actor{AccountID: "account-office", Role: parcours.AccountCoordinator}

// nolwenn has no number at all, and reads English.
func nolwenn() parcours.PersonRow {
	return parcours.PersonRow{
		Title: parcours.TitleMadame, FirstName: "Nolwenn", LastName: "Le Goff", InternalID: "I-7", Language: parcours.English,
		AffiliationNumber: "0123456", AffiliationKey: "0123456", Fund: parcours.FundCAF,
		Address: "8 rue du Port", Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 30),
	}
}

// plainly writes a letter as a test needs it: the order, the address and a line.
func plainly(o parcours.LetterOrder) (parcours.Letter, error) {
	l := parcours.Letter{
		Order: o, From: []string{"Département"}, To: append([]string{o.To.FirstName + " " + o.To.LastName}, o.Address...),
		Texts: []parcours.LetterText{{Language: parcours.French, Subject: "Votre rendez-vous " + o.Facts.StartsAt.Format("02/01"), Reference: o.Reference}},
	}
	if o.Token != "" {
		l.Link = "https://t.me/relais_bot?start=" + o.Token
	}
	return l, nil
}

func (h *house) lettersDue(actor parcours.Actor) []parcours.DueLetter {
	h.Helper()
	due, err := h.s.LettersDue(h.Context(), h.now, actor, parcours.Filter{})
	h.must(err)
	return due
}

// makeLetters makes a batch of all that is due and returns it.
func (h *house) makeLetters() string {
	h.Helper()
	made, err := h.s.MakeLetters(h.Context(), h.now, office, parcours.LetterSelection{Links: true}, plainly)
	h.must(err)
	return made.BatchID
}

// letters describes a batch: "name state withdrawn" a line.
func (h *house) letters(batchID string) []string {
	h.Helper()
	_, letters, err := h.s.LetterBatch(h.Context(), h.now, office, batchID)
	h.must(err)
	var lines []string
	for _, l := range letters {
		lines = append(lines, strings.TrimSpace(l.Name+" "+string(l.State)+" "+l.Withdrawn))
	}
	return lines
}

func (h *house) wantLetters(batchID string, want ...string) {
	h.Helper()
	if diff := cmp.Diff(want, h.letters(batchID)); diff != "" {
		h.Errorf("letters (-want +got):\n%s", diff)
	}
}

func (h *house) letterOf(batchID, personID string) string {
	h.Helper()
	return h.one("select id from letter where batch_id = $1 and person_id = $2", batchID, personID)
}

func (h *house) post(batchID string) {
	h.Helper()
	_, err := h.s.PostLetters(h.Context(), h.now, office, batchID, nil, today(h.now))
	h.must(err)
}

func (h *house) convocation(personID string) string {
	h.Helper()
	return h.one("select id from notification where person_id = $1 and kind = 'convocation'", personID)
}

func today(now time.Time) parcours.Date { return parcours.DateOf(now, time.UTC) }

func TestWhoeverHasNoNumberIsWrittenTo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann(), nolwenn())
		due := h.lettersDue(office)
		if len(due) != 1 || due[0].Name != "Nolwenn LE GOFF" || due[0].Reason != parcours.LetterListed || due[0].Loss != parcours.LossNoNumber || due[0].Obstacle != "" {
			t.Fatalf("due %+v, want Nolwenn, who has no number", due)
		}
		batch := h.makeLetters()
		h.wantLetters(batch, "Nolwenn LE GOFF prepared")
		if due := h.lettersDue(office); len(due) != 0 {
			t.Errorf("still due: %+v", due)
		}
		if _, err := s.MakeLetters(t.Context(), h.now, office, parcours.LetterSelection{}, plainly); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("a batch of nothing = %v, want a conflict", err)
		}
		got, letters, err := s.Letters(t.Context(), h.now, office, batch)
		h.must(err)
		if len(letters) != 1 || got.Letters != 1 {
			t.Fatalf("%d letters to print of %+v, want 1", len(letters), got)
		}
		o := letters[0].Order
		if diff := cmp.Diff([]string{"8 rue du Port", "35600 REDON"}, o.Address); diff != "" {
			t.Error(diff)
		}
		if o.Number != "0123456" || o.Fund != parcours.FundCAF || o.To.Language != parcours.English || o.Kind != parcours.KindConvocation || o.Reference == "" || o.Facts.Address == "" {
			t.Errorf("order = %+v", o)
		}
		if len(o.Token) != 22 || !strings.HasSuffix(letters[0].Link, o.Token) {
			t.Errorf("code %q, link %q; want 22 characters", o.Token, letters[0].Link)
		}
	})
}

func TestPostedIsToldAndReturnedIsNot(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, nolwenn())
		nolwenn := h.person("I-7")
		n := h.convocation(nolwenn)
		batch := h.makeLetters()
		letter := h.letterOf(batch, nolwenn)
		printed, err := s.PrintLetters(t.Context(), h.now, office, batch, nil)
		h.must(err)
		if printed != 1 || h.milestone(nolwenn, "convened_on") != "" || h.events(nolwenn, parcours.EventPrinted) != 1 {
			t.Errorf("printed %d; nothing is told yet", printed)
		}
		h.now = h.now.AddDate(0, 0, 1)
		_, err = s.PostLetters(t.Context(), h.now, office, batch, nil, today(h.now).AddDays(1))
		if !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("posting tomorrow = %v, want invalid", err)
		}
		_, err = s.PostLetters(t.Context(), h.now, office, batch, nil, today(monday).AddDays(-1))
		if !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("posting before it was made = %v, want invalid", err)
		}
		_, err = s.PostLetters(t.Context(), h.now, office, batch, nil, today(monday))
		h.must(err)
		h.want("convened", h.milestone(nolwenn, "convened_on"), "2023-07-03")
		h.want("handed over", h.milestone(nolwenn, "handed_over_on"), "2023-07-03")
		h.want("state", h.notificationState(n), string(parcours.NotificationHandedOver))
		h.wantLetters(batch, "Nolwenn LE GOFF posted")
		reach, err := s.Reach(t.Context(), h.now, parcours.Filter{})
		h.must(err)
		if reach.Sent != 1 || reach.HandedOver != 1 {
			t.Errorf("reach = %+v, want told by post", reach)
		}

		h.now = h.now.AddDate(0, 0, 3)
		h.must(s.ReturnLetter(t.Context(), h.now, office, batch, letter, parcours.ReturnUnknown, today(h.now)))
		h.want("convened", h.milestone(nolwenn, "convened_on"), "")
		h.want("handed over", h.milestone(nolwenn, "handed_over_on"), "")
		h.want("undelivered", h.milestone(nolwenn, "undelivered_on"), "2023-07-07")
		h.want("state", h.notificationState(n), string(parcours.NotificationFailed))
		if reach, err = s.Reach(t.Context(), h.now, parcours.Filter{}); err != nil || reach.Losses[parcours.LevelDelivered][parcours.LossUndelivered] != 1 {
			t.Errorf("reach = %+v, %v; want one undelivered", reach, err)
		}
		if n := h.all("select key from incident where kind = 'unreachable' and seen_at = 0"); len(n) != 1 {
			t.Errorf("%d alerts, want that nothing is left to try", len(n))
		}
		if _, err := s.VerifyJournal(t.Context(), nolwenn); err != nil {
			t.Error(err)
		}
	})
}

func TestEveryStepOfALetterIsTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, nolwenn())
		nolwenn := h.person("I-7")
		n := h.convocation(nolwenn)
		batch := h.makeLetters()
		letter := h.letterOf(batch, nolwenn)
		h.post(batch)
		h.must(s.ReturnLetter(t.Context(), h.now, office, batch, letter, parcours.ReturnRefused, today(h.now)))
		back := func(state parcours.LetterState, want string) {
			t.Helper()
			changed, err := s.TakeBackLetters(t.Context(), h.now, office, batch, nil, state)
			h.must(err)
			if changed != 1 {
				t.Errorf("took %d back, want 1", changed)
			}
			h.wantLetters(batch, "Nolwenn LE GOFF "+want)
			h.honest(want + " again")
		}
		h.honest("returned")
		back(parcours.LetterReturned, "posted")
		h.want("convened", h.milestone(nolwenn, "convened_on"), "2023-07-03")
		h.want("undelivered", h.milestone(nolwenn, "undelivered_on"), "")
		h.want("state", h.notificationState(n), string(parcours.NotificationHandedOver))
		if open := h.all("select key from incident where kind = 'unreachable' and seen_at = 0"); len(open) != 0 {
			t.Errorf("alerts left: %q", open)
		}
		back(parcours.LetterPosted, "printed")
		h.want("convened", h.milestone(nolwenn, "convened_on"), "")
		h.want("sent", h.milestone(nolwenn, "sent_on"), "")
		h.want("state", h.notificationState(n), string(parcours.NotificationListed))
		back(parcours.LetterPrinted, "prepared")
		h.must(s.RemoveLetter(t.Context(), h.now, office, batch, letter))
		if due := h.lettersDue(office); len(due) != 1 {
			t.Errorf("%d due, want the letter again", len(due))
		}
		if codes := h.all("select token_index from telegram_link"); len(codes) != 0 {
			t.Error("the code of a letter that was never posted still opens the bot")
		}
		// Made again after a posting that was a mistake, it is another attempt.
		again := h.makeLetters()
		h.post(again)
		h.wantAttempts(n, "1 letter cancelled", "2 letter sent")
		if h.events(nolwenn, parcours.EventCorrected) != 3 {
			t.Errorf("%d corrections in the journal, want 3", h.events(nolwenn, parcours.EventCorrected))
		}
		if _, err := s.VerifyJournal(t.Context(), nolwenn); err != nil {
			t.Error(err)
		}
		// An alert that is true comes again.
		h.must(s.ReturnLetter(t.Context(), h.now, office, again, h.letterOf(again, nolwenn), parcours.ReturnUnknown, today(h.now)))
		if open := h.all("select key from incident where kind = 'unreachable' and seen_at = 0"); len(open) != 1 {
			t.Errorf("%d alerts, want 1", len(open))
		}
	})
}

func TestWhoeverNothingReachedIsWrittenToBeforeTheDeadline(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		row := yann()
		row.RightsOpenedOn = parcours.NewDate(2023, time.June, 23) // deadline 8 July
		h := convoked(t, s, row)
		person := h.person("I-2")
		n := h.convocation(person)
		if due := h.lettersDue(office); len(due) != 0 {
			t.Errorf("due %+v while the SMS is about to leave", due)
		}
		h.send(h.claimed())
		if due := h.lettersDue(office); len(due) != 0 {
			t.Errorf("due %+v while the SMS has just left", due)
		}
		h.now = h.now.AddDate(0, 0, 1).Add(time.Minute)
		due := h.lettersDue(office)
		if len(due) != 1 || due[0].Reason != parcours.LetterUnreached || due[0].Loss != parcours.LossNone || due[0].Deadline != parcours.NewDate(2023, time.July, 8) {
			t.Fatalf("due %+v, want Yann, whom nothing reached", due)
		}
		batch := h.makeLetters()
		h.wantAttempts(n, "1 sms accepted", "2 letter queued")

		// The receipt comes at last: the letter is not to be posted.
		h.receipt(h.one("select id from attempt where channel = 'sms' and notification_id = $1", n), parcours.AttemptDelivered, "")
		h.wantLetters(batch, "Yann TANGUY prepared "+parcours.WithdrawnProved)
		_, letters, err := s.Letters(t.Context(), h.now, office, batch)
		h.must(err)
		posted, err := s.PostLetters(t.Context(), h.now, office, batch, nil, today(h.now))
		h.must(err)
		if len(letters) != 0 || posted != 0 {
			t.Errorf("%d printed and %d posted of a letter that was withdrawn", len(letters), posted)
		}
		// It was in the post already: a fact is a fact.
		posted, err = s.PostLetters(t.Context(), h.now, office, batch, []string{h.letterOf(batch, person)}, today(h.now))
		h.must(err)
		if posted != 1 {
			t.Error("a letter in the post could not be noted")
		}
		h.want("state", h.notificationState(n), string(parcours.NotificationDelivered))
	})
}

func TestEachObstacleIsNamed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		nowhere := yann()
		nowhere.Address, nowhere.Postcode = "", "35600"
		nowhere.RightsOpenedOn = parcours.NewDate(2023, time.June, 23)
		townless := nolwenn()
		townless.City = ""
		townless.Postcode = "35600"
		h := convoked(t, s, nowhere, townless)
		h.send(h.claimed())
		h.now = h.now.AddDate(0, 0, 1).Add(time.Minute)
		obstacles := func() map[string]parcours.LetterObstacle {
			got := map[string]parcours.LetterObstacle{}
			for _, d := range h.lettersDue(office) {
				got[d.Name] = d.Obstacle
			}
			return got
		}
		want := map[string]parcours.LetterObstacle{"Yann TANGUY": parcours.LetterNoAddress, "Nolwenn LE GOFF": parcours.LetterNoTown}
		if diff := cmp.Diff(want, obstacles()); diff != "" {
			t.Error(diff)
		}
		if _, err := s.MakeLetters(t.Context(), h.now, office, parcours.LetterSelection{}, plainly); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("made letters without address: %v", err)
		}
		row := nolwenn()
		importPeople(t, s, h.now, row)
		if got := obstacles()["Nolwenn LE GOFF"]; got != parcours.LetterPossible {
			t.Errorf("obstacle %q once the town is known", got)
		}
		h.now = h.now.AddDate(0, 0, 1) // Wednesday: the post brings it on Monday, the day of the appointment
		if got := obstacles()["Nolwenn LE GOFF"]; got != parcours.LetterTooLate {
			t.Errorf("obstacle %q, want too late for the post", got)
		}
	})
}

func TestALetterIsNotSentTwiceToAnAddressThatSendsItBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		row := nolwenn()
		row.RightsOpenedOn = parcours.NewDate(2023, time.June, 22)
		h := convoked(t, s, row)
		batch := h.makeLetters()
		h.post(batch)
		h.must(s.ReturnLetter(t.Context(), h.now, office, batch, h.letterOf(batch, h.person("I-7")), parcours.ReturnUnknown, today(h.now)))
		due := h.lettersDue(office)
		if len(due) != 1 || due[0].Obstacle != parcours.LetterCameBack {
			t.Fatalf("due %+v, want that the last one came back", due)
		}
		row.Address = "3 quai Surcouf"
		importPeople(t, s, h.now, row)
		if due = h.lettersDue(office); len(due) != 1 || due[0].Obstacle != parcours.LetterPossible {
			t.Errorf("due %+v, want a letter to the new address", due)
		}
		again := h.makeLetters()
		_, letters, err := s.Letters(t.Context(), h.now, office, again)
		h.must(err)
		if len(letters) != 1 || letters[0].To[1] != "3 quai Surcouf" {
			t.Errorf("letters %+v", letters)
		}
	})
}

func TestALetterIsWithdrawnWithItsMessage(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(h *house, personID string) string{
		"the appointment is cancelled": func(h *house, personID string) string {
			appointment := h.one("select appointment_id from participation where person_id = $1", personID)
			h.must(h.s.Revoke(h.Context(), h.now, office, appointment))
			return parcours.WithdrawnOver
		},
		"the person left": func(h *house, personID string) string {
			h.must(h.s.RecordFact(h.Context(), h.now, office, parcours.Fact{PersonID: personID, Kind: parcours.FactExited, On: today(h.now)}))
			return parcours.WithdrawnExited
		},
		"a mobile is known": func(h *house, _ string) string {
			row := nolwenn()
			row.Phones = []parcours.Phone{mobile(188)}
			importPeople(h.T, h.s, h.now, row)
			return parcours.WithdrawnOther
		},
		"somebody cancelled it": func(h *house, personID string) string {
			h.must(h.s.CancelNotification(h.Context(), h.now, office, h.convocation(personID)))
			return parcours.WithdrawnOther
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, nolwenn())
				person := h.person("I-7")
				batch := h.makeLetters()
				why := change(h, person)
				h.wantLetters(batch, "Nolwenn LE GOFF prepared "+why)
				posted, err := s.PostLetters(t.Context(), h.now, office, batch, nil, today(h.now))
				h.must(err)
				if posted != 0 {
					t.Error("it was posted")
				}
			})
		})
	}
}

func TestWordsThatCannotBeWrittenAreAnAlert(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, nolwenn())
		refuse := func(parcours.LetterOrder) (parcours.Letter, error) { return parcours.Letter{}, parcours.ErrInvalid }
		made, err := s.MakeLetters(t.Context(), h.now, office, parcours.LetterSelection{}, refuse)
		h.must(err)
		if made.BatchID != "" || made.Refused != 1 {
			t.Errorf("made %+v, want one refused", made)
		}
		if n := h.all("select id from letter_batch"); len(n) != 0 {
			t.Error("an empty batch stays")
		}
		if n := h.all("select id from incident where kind = 'letter_wording'"); len(n) != 1 {
			t.Errorf("%d alerts, want 1", len(n))
		}
		if due := h.lettersDue(office); len(due) != 1 {
			t.Error("the letter is not due any more")
		}
	})
}

func TestAReferentSeesTheLettersOfTheirPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		other := nolwenn()
		other.FirstName, other.LastName, other.InternalID, other.AffiliationKey = "Hervé", "Tanguy", "I-8", "0123457"
		h := convoked(t, s, nolwenn(), other)
		referent := h.one("select referent_id from person where internal_id = 'I-7'")
		anne := parcours.Actor{AccountID: "a", Role: parcours.AccountReferent, ProfessionalID: referent}
		mine := h.one("select count(*) from person where referent_id = $1", referent)
		due := h.lettersDue(anne)
		if mine != "1" || len(due) != 1 || due[0].Name != "Nolwenn LE GOFF" {
			t.Fatalf("a referent of %s sees %+v", mine, due)
		}
		if _, err := s.MakeLetters(t.Context(), h.now, anne, parcours.LetterSelection{}, plainly); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a referent makes a batch: %v", err)
		}
		batch := h.makeLetters()
		_, letters, err := s.LetterBatch(t.Context(), h.now, anne, batch)
		h.must(err)
		if len(letters) != 1 || letters[0].PersonID != h.person("I-7") {
			t.Errorf("a referent sees %+v", letters)
		}
		if batches, err := s.LetterBatches(t.Context(), h.now, anne); err != nil || len(batches) != 1 || batches[0].Letters != 1 {
			t.Errorf("batches %+v, %v", batches, err)
		}
		if _, _, err := s.Letters(t.Context(), h.now, anne, batch); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a referent prints: %v", err)
		}
		if _, err := s.PostLetters(t.Context(), h.now, anne, batch, nil, today(h.now)); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a referent posts: %v", err)
		}
		stranger := parcours.Actor{AccountID: "b", Role: parcours.AccountReferent, ProfessionalID: "nobody"}
		if _, _, err := s.LetterBatch(t.Context(), h.now, stranger, batch); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger opens the batch: %v", err)
		}
	})
}

func TestTheCodeOfALetterOutlivesThePost(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, nolwenn())
		batch := h.makeLetters()
		_, letters, err := s.Letters(t.Context(), h.now, office, batch)
		h.must(err)
		h.post(batch)
		h.now = h.now.AddDate(0, 0, 20)
		in := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "4242", Kind: parcours.InboundStart, Start: letters[0].Order.Token}
		h.turn(in, parcours.LinkTelegram{Start: in.Start})
		if got := h.all("select person_id from contact_point where channel = 'telegram'"); !slices.Equal(got, []string{h.person("I-7")}) {
			t.Errorf("linked %q, want Nolwenn", got)
		}
	})
}
