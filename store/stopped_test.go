package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// The STOP of somebody who was erased, or whom nobody knew, holds for whoever comes to the
// number, in whatever way they come, until REPRENDRE is said there.
func TestTheStopOfAnErasedPersonHoldsAtTheirNumber(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		for _, d := range h.claim() {
			h.send(d)
		}
		h.turn(sms(144, "STOP"), parcours.OptOut{})
		h.turn(sms(145, "STOP"), parcours.OptOut{}) // from nobody we know
		h.now = h.now.Add(time.Hour)
		_, err := s.Forget(t.Context(), h.now, parcours.Actor{AccountID: "dpo", Role: parcours.AccountAuditor}, h.person("I-1"))
		h.must(err)
		closed := func(internalID string) string {
			return h.one("select count(*) from contact_point c join person p on p.id = c.person_id where p.internal_id = $1 and c.opted_out_at > 0 and c.status = 'current'", internalID)
		}
		comes := func(internalID, firstName string, phones ...parcours.Phone) string {
			row := parcours.PersonRow{
				FirstName: firstName, LastName: "Le Goff", InternalID: internalID, Phones: phones, Address: "8 rue du Port", Postcode: "35600", City: "Redon",
				RightsOpenedOn: parcours.NewDate(2023, time.June, 30),
			}
			importPeople(t, s, h.now, row)
			return h.person(internalID)
		}

		erwan := comes("I-3", "Erwan", mobile(144))
		h.want("a newcomer", closed("I-3"), "1")
		h.want("their loss", h.milestone(erwan, "contact_loss"), string(parcours.LossOptedOut))
		h.want("their channel", h.milestone(erwan, "channel"), string(parcours.ChannelCall))

		comes("I-4", "Solenn", mobile(145))
		h.want("where a stranger said it", closed("I-4"), "1")

		comes("I-5", "Gaël", mobile(146))
		h.want("another number", closed("I-5"), "0")
		comes("I-5", "Gaël", mobile(144))
		h.want("a number that a file changed", closed("I-5"), "1")

		h.must(s.AddNumber(t.Context(), h.now, everything, h.person("I-2"), mobile(144), false))
		h.want("a number that a professional added", closed("I-2"), "1")

		lena := comes("I-6", "Léna", mobile(147))
		h.turn(sms(147, "mon nouveau numéro : 06 39 98 01 45"), parcours.ClaimNumber{Phone: mobile(145)})
		h.want("a text that asks the number", h.one("select count(*) from notification where kind = 'number'"), "0")
		file, err := s.Person(t.Context(), everything, lena)
		h.must(err)
		h.must(s.SettleNumber(t.Context(), h.now, everything, lena, file.Claims[0].ID, true))
		h.want("a number that was confirmed", closed("I-6"), "1")

		h.now = h.now.Add(time.Hour)
		h.turn(sms(144, "REPRENDRE"), parcours.OptIn{})
		for _, id := range []string{"I-2", "I-3", "I-5"} {
			h.want(id+" after REPRENDRE", closed(id), "0")
		}
		comes("I-7", "Maël", mobile(144))
		h.want("who comes after REPRENDRE", closed("I-7"), "0")
	})
}

// STOP was said at a number that two people had: it holds for the one who goes back to the
// number of before, as it does for one who comes to a new number.
func TestAStopHoldsAtTheNumberThatComesBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		before, shared := maelys(), maelys()
		shared.Phones = []parcours.Phone{mobile(171)} // Yann's
		for _, d := range h.claim() {
			if d.Notification.PersonID == h.person("I-2") {
				h.send(d)
			} else {
				h.must(s.Release(t.Context(), d.Attempt, h.now, "aside"))
			}
		}
		importPeople(t, s, h.now, shared)
		h.turn(sms(171, "STOP"), parcours.OptOut{}) // his answer, as far as anybody can tell
		importPeople(t, s, h.now, before)
		h.want("her number", h.one(`select count(*) from contact_point c join person p on p.id = c.person_id
			where p.internal_id = 'I-1' and c.channel = 'sms' and c.status = 'current' and c.opted_out_at > 0`), "1")
		for _, d := range h.claim() {
			if d.Notification.PersonID == h.person("I-1") && !d.Current.OptedOut {
				t.Errorf("%s leaves for where STOP holds", d.Notification.Kind)
			}
		}
	})
}

// The question to a number that somebody gave is a message like another where STOP was
// said, and whoever gave it is not told that it leaves.
func TestANumberWhereStopWasSaidIsNotAsked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		h.turn(sms(145, "STOP"), parcours.OptOut{}) // from somebody whom nobody knows any more
		said := func(n int) string {
			h.turn(sms(144, "mon nouveau numéro"), parcours.ClaimNumber{Phone: mobile(n)}, parcours.Say{Template: "reply.number.claimed"})
			return h.one("select template from notification where kind = 'reply' order by id desc limit 1")
		}
		asked := func() string { return h.one("select count(*) from notification where kind = 'number'") }
		h.want("the answer", said(145), "reply.change.noted")
		h.want("asked", asked(), "0")
		if _, told, err := s.GiveNumber(t.Context(), h.now, everything, h.person("I-1"), mobile(145), false); err != nil || told {
			t.Errorf("a professional is told that it is asked: %v, %v", told, err)
		}
		h.now = h.now.Add(time.Hour)
		h.turn(sms(145, "REPRENDRE"), parcours.OptIn{})
		h.want("the answer after REPRENDRE", said(145), "reply.number.claimed")
		h.want("asked after REPRENDRE", asked(), "1")
	})
}

// Whoever opens the telephone may live with the person: nothing tells them who asks.
func TestANumberGivenDiscreetlyIsAskedWithoutTheServicesName(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		template := func() string {
			h.turn(sms(144, "mon nouveau numéro"), parcours.ClaimNumber{Phone: mobile(155)})
			return h.one("select template from notification where kind = 'number' order by id desc limit 1")
		}
		h.want("asked", template(), "number.claim.ask")
		h.turn(sms(144, "mode discret"), parcours.SetDiscreet{On: true})
		h.want("asked discreetly", template(), "number.claim.discreet")
	})
}
