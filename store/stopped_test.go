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
