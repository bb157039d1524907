package store_test

import (
	"strconv"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// listedAfter brings the person's convocation to the call list: what became of it by
// SMS until then is told by how.
func listedAfter(t *testing.T, s *store.Store, how string) (h *house, notificationID string) {
	t.Helper()
	h = convoked(t, s, yann())
	d := h.claimed()
	switch how {
	case "no_receipt":
		h.send(d)
		h.receipt(d.Attempt.ID, parcours.AttemptNoReceipt, "")
		_, err := s.FallBack(t.Context(), d.Notification.FallbackAt, 10)
		h.must(err)
	case "lost":
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, h.doubt(d)))
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, h.doubt(h.claimed())))
	default:
		h.send(d)
		h.receipt(d.Attempt.ID, parcours.AttemptState(how), "30007")
	}
	h.want("the convocation", h.notificationState(d.Notification.ID), string(parcours.NotificationListed))
	return h, d.Notification.ID
}

// Nobody decided to send it twice: the phone that it was tried at rings no more.
func TestAChangeOfContactsNeverRepeatsWhatWasTriedThere(t *testing.T) {
	t.Parallel()
	email := yann()
	email.Email = "yann.tanguy@exemple.fr"
	number := yann()
	number.Phones = []parcours.Phone{mobile(172)}
	second := yann()
	second.Phones = append(second.Phones, mobile(172))
	imports := func(row parcours.PersonRow) func(h *house, person string) {
		return func(h *house, _ string) { importPeople(h.T, h.s, h.now, row) }
	}
	chat := func(h *house, person string) { h.link(person, "", "700171") }
	starts := func(h *house, _ string) { h.turn(sms(171, "REPRENDRE"), parcours.OptIn{}) }
	for _, test := range []struct {
		name, tried string
		change      func(h *house, person string)
		want        []string
	}{
		{"an e-mail, unconfirmed", "no_receipt", imports(email), []string{"1 sms no_receipt", "2 call queued"}},
		{"an e-mail, lost twice", "lost", imports(email), []string{"1 sms lost", "2 sms lost", "3 call queued"}},
		{"an e-mail, refused", "undelivered_perm", imports(email), []string{"1 sms undelivered_perm", "2 call queued"}},
		{"a new number", "no_receipt", imports(number), []string{"1 sms no_receipt", "2 call cancelled", "3 sms queued"}},
		{"a number beside the one that was tried", "no_receipt", imports(second), []string{"1 sms no_receipt", "2 call cancelled", "3 sms queued"}},
		{"a chat", "lost", chat, []string{"1 sms lost", "2 sms lost", "3 call cancelled", "4 telegram queued"}},
		{"what the person blocked is open again", "blocked", starts, []string{"1 sms blocked", "2 call cancelled", "3 sms queued"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h, id := listedAfter(t, s, test.tried)
				test.change(h, h.person("I-2"))
				h.wantAttempts(id, test.want...)
			})
		})
	}
}

// A number that is preferred and was tried does not hide the chat that was not.
func TestAChannelThatWasNotTriedTakesOverFromThePreferredOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, id := listedAfter(t, s, "no_receipt")
		person := h.person("I-2")
		h.must(s.Poke(t.Context(), "update person set preferred_channel = 'sms' where id = $1", person))
		h.link(person, "", "700171")
		h.wantAttempts(id, "1 sms no_receipt", "2 call cancelled", "3 telegram queued")
	})
}

// What leaves a list is doubled like what never was in one: it may have been listed at the
// moment that was planned for it.
func TestWhatLeavesAListIsDoubledWhenNothingProvesIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// passes: the moment of the fallback comes while it is listed.
		passes bool
	}{{"the moment passed", true}, {"the moment is to come", false}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, nolwenn())
				id := h.convocation(h.person("I-7"))
				h.wantAttempts(id, "1 letter queued")
				if test.passes {
					h.fallsBack(id)
					h.wantAttempts(id, "1 letter queued")
				}
				found := nolwenn()
				found.Phones = []parcours.Phone{mobile(173)}
				importPeople(t, s, h.now, found)
				h.wantAttempts(id, "1 letter cancelled", "2 sms queued")
				h.sent()
				h.fallsBack(id)
				h.wantAttempts(id, "1 letter cancelled", "2 sms accepted", "3 call queued")
			})
		})
	}
}

// fallsBack comes to the moment at which a message is doubled, which must be set.
func (h *house) fallsBack(notificationID string) {
	h.Helper()
	at, err := strconv.ParseInt(h.one("select cast(fallback_at as text) from notification where id = $1", notificationID), 10, 64)
	h.must(err)
	if at <= h.now.UnixMilli() {
		h.Fatalf("nothing doubles the message: its fallback is at %d", at)
	}
	h.now = time.UnixMilli(at).UTC()
	_, err = h.s.FallBack(h.Context(), h.now, 10)
	h.must(err)
}

// What nothing carried was told to a human, and is said all the same to whoever gives a
// number while it is still true; if that fails too, they are told again.
func TestWhatNothingCarriedLeavesOnceThereIsAWay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		phone parcours.Phone
		want  string
		state parcours.NotificationState
	}{
		{"a mobile number", mobile(173), "1 sms queued", parcours.NotificationPending},
		{"a landline", parcours.Phone{E164: "+33299000173", Kind: parcours.PhoneLandline}, "1 call queued", parcours.NotificationListed},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				nowhere := nolwenn()
				nowhere.Address, nowhere.Postcode, nowhere.City = "", "", ""
				h := convoked(t, s, nowhere)
				person := h.person("I-7")
				id := h.convocation(person)
				h.want("the convocation", h.notificationState(id), string(parcours.NotificationFailed))
				alerts := func() string {
					return h.one("select count(*) from incident where key = $1 and seen_at = 0", "unreachable/"+id)
				}
				h.want("alerts", alerts(), "1")
				found := nowhere
				found.Phones = []parcours.Phone{test.phone}
				importPeople(t, s, h.now, found)
				h.wantAttempts(id, test.want)
				h.want("the convocation", h.notificationState(id), string(test.state))
				h.want("alerts once it leaves", alerts(), "0")
				h.want("what it asks", h.one("select count(*) from prompt where notification_id = $1 and closed_at = 0", id), "1")
				if test.phone.Kind != parcours.PhoneMobile {
					return
				}
				d, _ := h.sent()
				h.fails(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30005", parcours.FailureNumber)
				h.wantAttempts(id, "1 sms undelivered_perm")
				h.want("alerts once it failed", alerts(), "1")
			})
		})
	}
}
