package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestCalendarIsReadUnderASecretThatIsRenewedAndRevoked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		account, err := s.CreateAccount(t.Context(), monday, parcours.Account{Email: "anne.morel@exemple.fr", Role: parcours.AccountReferent})
		h.must(err)
		if _, err := s.CalendarFeed(t.Context(), account.ID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("before it is made: %v", err)
		}
		first, err := s.OpenCalendar(t.Context(), monday, account.ID)
		h.must(err)
		if kept := h.one("select token_index from calendar_feed"); strings.Contains(kept, first) || len(first) < 26 {
			t.Error("the token is kept in clear, or short")
		}
		events, err := s.ReadCalendar(t.Context(), monday, first)
		h.must(err)
		if len(events) != 1 || events[0].Who != "Yann T." || events[0].Cancelled || events[0].UID != h.one("select id from appointment") {
			t.Fatalf("got %+v", events)
		}
		if _, err := s.ReadCalendar(t.Context(), monday.Add(time.Minute), first); err != nil {
			t.Error(err)
		}
		h.want("readings that are kept of two within an hour", h.one("select count(*) from access_log where action = 'read_calendar'"), "1")
		before := events[0].Sequence()
		h.must(s.Revoke(t.Context(), monday.Add(time.Hour), everyone(), h.one("select id from appointment")))
		if events, err = s.ReadCalendar(t.Context(), monday.Add(time.Hour), first); err != nil || len(events) != 1 || !events[0].Cancelled || events[0].Sequence() <= before {
			t.Errorf("once revoked: %+v, %v", events, err)
		}
		second, err := s.OpenCalendar(t.Context(), monday, account.ID)
		h.must(err)
		if _, err := s.ReadCalendar(t.Context(), monday, first); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("the former address: %v", err)
		}
		h.must(s.CloseAccount(t.Context(), monday, account.ID))
		if _, err := s.ReadCalendar(t.Context(), monday, second); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("of a closed account: %v", err)
		}
		h.must(s.ReopenAccount(t.Context(), account.ID))
		h.must(s.CloseCalendar(t.Context(), account.ID))
		for _, token := range []string{second, "", "x"} {
			if _, err := s.ReadCalendar(t.Context(), monday, token); !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("closed, %q: %v", token, err)
			}
		}
		if err := s.CloseCalendar(t.Context(), account.ID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("closed twice: %v", err)
		}
	})
}

func TestConfirmationCarriesALinkOnTelegramOnly(t *testing.T) {
	t.Parallel()
	link := func(token string) string { return "https://relais.exemple.fr/rdv/" + token + ".ics" }
	storetest.EachWith(t, store.Options{CalendarLink: link}, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		person, appointment := h.person("I-2"), h.one("select id from appointment")
		h.link(person, "", "1001")
		for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram} {
			address := map[parcours.Channel]string{parcours.ChannelSMS: "+33639980171", parcours.ChannelTelegram: "1001"}[channel]
			h.turn(parcours.Inbound{Channel: channel, Address: address, Kind: parcours.InboundText, Text: "oui"},
				parcours.Confirm{AppointmentID: appointment}, parcours.Say{Template: "reply.confirmed.appointment"})
		}
		links := map[parcours.Channel]string{}
		for _, d := range h.claim() {
			if d.Notification.Template == "reply.confirmed.appointment" {
				links[d.Attempt.Channel] = d.Notification.Facts.Link
			}
		}
		if links[parcours.ChannelSMS] != "" {
			t.Errorf("an SMS carries %q", links[parcours.ChannelSMS])
		}
		file, ok := strings.CutPrefix(links[parcours.ChannelTelegram], "https://relais.exemple.fr/rdv/")
		secret, ics := strings.CutSuffix(file, ".ics")
		if !ok || !ics || len(secret) != 20 {
			t.Fatalf("Telegram carries %q", links[parcours.ChannelTelegram])
		}
		event, err := s.LinkedAppointment(t.Context(), monday, secret)
		h.must(err)
		if event.Who != "" || event.Place == "" || event.UID != appointment {
			t.Errorf("got %+v, want the appointment without a name", event)
		}
		if kept := h.one("select token_index from calendar_link"); strings.Contains(kept, secret) {
			t.Error("the token is kept in clear")
		}
		if _, err := s.LinkedAppointment(t.Context(), event.StartsAt.AddDate(0, 0, 3), secret); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("three days after it: %v", err)
		}
		if _, err := s.LinkedAppointment(t.Context(), monday, "AAAAAAAAAAAAAAAAAAAA"); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("guessed: %v", err)
		}
	})
}
