package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestWhoOpposesIsTakenOutOfEveryChannel: after an opposition no SMS, chat, e-mail, letter or
// call goes to the person, and no file has them followed again.
func TestWhoOpposesIsTakenOutOfEveryChannel(t *testing.T) {
	t.Parallel()
	storetest.EachWith(t, store.Options{
		Now: func() time.Time { return monday }, CalendarLink: func(token string) string { return "https://relais.exemple.fr/rdv/" + token },
	}, func(t *testing.T, s *store.Store) {
		other := parcours.PersonRow{FirstName: "Maëlys", LastName: "Quillien", InternalID: "I-1", Phones: []parcours.Phone{parcours.ParsePhone("02 61 91 01 44")}, Address: "3 rue des Hortensias", Postcode: "35600", City: "Redon"}
		h := convoked(t, s, yann(), other)
		zone := storetest.Rules(t).Zone
		h.link(h.person("I-2"), "", "35000171")
		h.must(s.SetWeeklyPlan(t.Context(), h.now, everyone(), parcours.WeeklyPlan{PersonID: h.person("I-2"), MinHours: 15, MaxHours: 20, From: parcours.DateOf(h.now, zone)}))
		h.now = h.dueNext()
		for _, d := range h.claim() {
			h.send(d)
		}
		byHand := func() string {
			calls, err := s.CallsDue(t.Context(), h.now, everyone(), parcours.Filter{})
			h.must(err)
			letters, err := s.LettersDue(t.Context(), h.now, everyone(), parcours.Filter{})
			h.must(err)
			return fmt.Sprintf("%d calls, %d letters", len(calls), len(letters))
		}
		if byHand() == "0 calls, 0 letters" {
			t.Fatal("nobody is to be called or written to: the test proves nothing")
		}
		for _, id := range []string{"I-1", "I-2"} {
			h.must(s.Exit(t.Context(), h.now, everyone(), h.person(id), parcours.ExitOpposition, parcours.DateOf(h.now, zone)))
		}
		nothing := func(after string) {
			t.Helper()
			for days := range 45 {
				if due := h.leavesOn(days); len(due) > 0 {
					t.Errorf("%s: %s leaves to %s on day %d", after, due[0].Notification.Kind, due[0].Attempt.Channel, days)
				}
			}
			h.want(after, byHand(), "0 calls, 0 letters")
		}
		nothing("the opposition")
		results := importPeople(t, s, h.now, yann(), other)
		for _, r := range results {
			if r.Outcome == parcours.RowCreated {
				t.Errorf("imported again: %+v", r)
			}
		}
		_, err := s.PlacePeople(t.Context(), h.now)
		h.must(err)
		if booked := assign(t, s).Booked; len(booked) != 0 {
			t.Errorf("%d people are convened again", len(booked))
		}
		nothing("another import")
		for _, exited := range h.all("select exited_on from person") {
			if exited == "" {
				t.Error("an import follows the person again")
			}
		}
	})
}

// leavesOn is what may leave on a day after now, at noon.
func (h *house) leavesOn(days int) []parcours.Delivery {
	h.Helper()
	claimed, err := h.s.ClaimDue(h.Context(), parcours.Claim{
		Channels: []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail}, Now: h.now.AddDate(0, 0, days).Add(3 * time.Hour), Process: h.process, LeaseUntil: h.process.Add(time.Minute), Owner: "worker", Limit: 100,
	})
	h.must(err)
	var theirs []parcours.Delivery
	for _, d := range claimed {
		if d.Notification.PersonID != "" {
			theirs = append(theirs, d)
		}
	}
	return theirs
}

// calendars are the calendar of the professional who meets Yann, and the link that Yann got
// for their own.
func (h *house) calendars(link string) (feed []parcours.CalendarEvent, own parcours.CalendarEvent, err error) {
	h.Helper()
	if h.feed == "" {
		account, err := h.s.CreateAccount(h.Context(), monday, parcours.Account{Email: "anne.morel@exemple.fr", Role: parcours.AccountReferent})
		h.must(err)
		h.feed, err = h.s.OpenCalendar(h.Context(), monday, account.ID)
		h.must(err)
	}
	feed, err = h.s.ReadCalendar(h.Context(), h.now, h.feed)
	h.must(err)
	own, err = h.s.LinkedAppointment(h.Context(), h.now, link)
	return feed, own, err
}

// confirmedOnTelegram has Yann confirm in a chat, and returns the token of the link that
// the answer carries.
func (h *house) confirmedOnTelegram() string {
	h.Helper()
	h.link(h.person("I-2"), "", "1001")
	h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "1001", Kind: parcours.InboundText, Text: "oui"},
		parcours.Confirm{AppointmentID: h.one("select id from appointment")}, parcours.Say{Template: "reply.confirmed.appointment"})
	for _, d := range h.claim(parcours.ChannelTelegram) {
		if link := d.Notification.Facts.Link; link != "" {
			h.send(d)
			return strings.TrimPrefix(link, "https://relais.exemple.fr/rdv/")
		}
	}
	h.Fatal("the confirmation carries no link")
	return ""
}

func withLinks() store.Options {
	return store.Options{CalendarLink: func(token string) string { return "https://relais.exemple.fr/rdv/" + token }}
}

// TestWhoOpposesIsNamedInNoCalendarAndNoMail: calendars and mornings go on by themselves,
// outside our reach. After an opposition the time is free again in both calendars, under
// nobody's name, and nothing of theirs waits for anybody in the morning; after an erasure
// nothing is left.
func TestWhoOpposesIsNamedInNoCalendarAndNoMail(t *testing.T) {
	t.Parallel()
	storetest.EachWith(t, withLinks(), func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		link := h.confirmedOnTelegram()
		feed, own, err := h.calendars(link)
		h.must(err)
		if len(feed) != 1 || feed[0].Who != "Yann T." || feed[0].Cancelled || own.Cancelled {
			t.Fatalf("before: %+v and %+v: the test proves nothing", feed, own)
		}
		h.must(s.SetWeeklyPlan(t.Context(), h.now, everyone(), parcours.WeeklyPlan{PersonID: h.person("I-2"), MinHours: 15, MaxHours: 20, From: parcours.DateOf(h.now, storetest.Rules(t).Zone)}))
		waiting := func(day int) int {
			t.Helper()
			h.now = monday.AddDate(0, 0, day)
			due, err := s.ClaimDigests(t.Context(), h.now, 10)
			h.must(err)
			return len(due)
		}
		if waiting(7) != 1 {
			t.Fatal("the morning of the appointment says nothing: the test proves nothing")
		}
		h.now = monday
		h.must(s.Exit(t.Context(), h.now, everyone(), h.person("I-2"), parcours.ExitOpposition, parcours.DateOf(h.now, storetest.Rules(t).Zone)))
		feed, own, err = h.calendars(link)
		h.must(err)
		if len(feed) != 1 || feed[0].Who != "" || !feed[0].Cancelled {
			t.Errorf("the professional's calendar says %+v, want a time that is free, without a name", feed)
		}
		if own.Who != "" || !own.Cancelled {
			t.Errorf("the person's own calendar says %+v, want an appointment that is off", own)
		}
		for day := 8; day < 30; day++ {
			if waiting(day) != 0 {
				t.Errorf("day %d: something waits for a referent who follows nobody else", day)
			}
		}
		h.now = monday.AddDate(0, 0, 1)
		_, err = s.Forget(t.Context(), h.now, everyone(), h.person("I-2"))
		h.must(err)
		if feed, _, err := h.calendars(link); len(feed) != 0 || !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("after an erasure: %+v, and the person's own link answers %v", feed, err)
		}
	})
}

// TestWhoOpposesIsToldToNoPartner: a partner's tool that knows of the appointment learns
// that it is off, under our ids alone; what waits, was given up or happens later is let go.
func TestWhoOpposesIsToldToNoPartner(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		// known: the partner was told of the appointment before.
		known bool
	}{{"known", true}, {"unknown", false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h, _ := told(t, s, partnerOf(parcours.StructureDepartment, ""))
				person := h.person("I-2")
				if c.known {
					h.must(s.DeliveryTold(t.Context(), h.process, h.deliveries(0)[0]))
				}
				day := parcours.DateOf(monday, storetest.Rules(t).Zone)
				h.must(s.Exit(t.Context(), monday, everyone(), person, parcours.ExitOpposition, day))
				for range 3 {
					for _, d := range h.deliveries(0) {
						want := parcours.PartnerContent{
							Person: parcours.Person{ID: person}, Left: true, Appointment: d.Content.Appointment, CancelledAt: monday, Meeting: d.Content.Meeting,
							FirstFollowUp: d.Content.FirstFollowUp,
						}
						if diff := cmp.Diff(want, *d.Content); diff != "" {
							t.Errorf("told of who left (-want +got):\n%s", diff)
						}
						h.must(s.DeliveryTold(t.Context(), h.process, d))
					}
				}
				// taken back by mistake, then noted again once the appointment took place
				h.must(s.Return(t.Context(), monday.Add(time.Hour), everyone(), person))
				if back := h.deliveries(0); len(back) != 1 || back[0].Content.Person.LastName != "Tanguy" || back[0].Content.Left {
					t.Fatalf("who is followed again is told of as %+v", back)
				} else {
					h.must(s.DeliveryTold(t.Context(), h.process, back[0]))
				}
				after := monday.AddDate(0, 0, 8)
				h.must(s.RecordOutcome(t.Context(), after, everyone(), h.one("select id from participation"), parcours.OutcomeNoShow, parcours.ImpedimentNone))
				h.must(s.Exit(t.Context(), after, everyone(), person, parcours.ExitOpposition, parcours.DateOf(after, storetest.Rules(t).Zone)))
				if late := h.deliveries(0); len(late) != 0 {
					t.Errorf("told that somebody who opposed did not come: %+v", late)
				}
				for _, id := range h.all("select id from partner_delivery where state = 'dropped'") {
					h.must(s.ReplayDelivery(t.Context(), id))
				}
				if again := h.deliveries(0); len(again) != 0 {
					t.Errorf("replayed: %+v", again)
				}
				_, err := s.Forget(t.Context(), after, everyone(), person)
				h.must(err)
				h.want("what is left to tell of who was erased", h.one("select count(*) from partner_delivery"), "0")
			})
		})
	}
}

// TestANumberWhereStopWasSaidIsGivenToNoPartner: another tool would write there.
func TestANumberWhereStopWasSaidIsGivenToNoPartner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, _ := told(t, s, partnerOf(parcours.StructureDepartment, ""))
		first := h.deliveries(0)[0]
		h.want("the number before", first.Content.Phone, mobile(171).E164)
		h.must(s.DeliveryTold(t.Context(), h.process, first))
		h.turn(sms(171, "STOP"), parcours.OptOut{})
		h.must(s.Revoke(t.Context(), monday.Add(time.Hour), everyone(), h.one("select id from appointment")))
		h.want("the number after STOP", h.deliveries(0)[0].Content.Phone, "")
	})
}
