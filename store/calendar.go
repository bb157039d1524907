package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	// calendarSince is how far back a calendar goes.
	calendarSince = 60 * 24 * time.Hour
	// calendarLinkAfter is how long after an appointment its address works.
	calendarLinkAfter = 24 * time.Hour
	// readEvery is how exactly it is known when a calendar was last read.
	readEvery = time.Hour
	// chainMost bounds how often one appointment is followed back through its moves.
	chainMost = 50
)

// OpenCalendar gives an account's calendar a secret address, and takes the one before
// out of use. The token is returned once.
func (s *Store) OpenCalendar(ctx context.Context, now time.Time, accountID string) (string, error) {
	token := rand.Text()
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.PutCalendarFeed(ctx, accountID, tx.vault.index("calendar/feed", token), millis(now))
	})
	if err != nil {
		return "", fmt.Errorf("open calendar: %w", err)
	}
	return token, nil
}

// CloseCalendar takes the address of an account's calendar out of use; ErrNotFound
// when there is none.
func (s *Store) CloseCalendar(ctx context.Context, accountID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		dropped, err := tx.DropCalendarFeed(ctx, accountID)
		if err == nil && dropped == 0 {
			err = parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("close calendar: %w", err)
	}
	return nil
}

// CalendarFeed says since when an account's calendar has an address; ErrNotFound when
// it has none.
func (s *Store) CalendarFeed(ctx context.Context, accountID string) (parcours.CalendarFeed, error) {
	var feed parcours.CalendarFeed
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.CalendarFeedOf(ctx, accountID)
		if err == nil && len(rows) == 0 {
			err = parcours.ErrNotFound
		}
		if err == nil {
			feed = parcours.CalendarFeed{Since: instant(rows[0].CreatedAt), ReadAt: instant(rows[0].ReadAt)}
		}
		return err
	})
	if err != nil {
		return feed, fmt.Errorf("calendar feed: %w", err)
	}
	return feed, nil
}

// ReadCalendar returns the appointments of the account whose calendar has the token, of
// the last sixty days and to come; ErrNotFound for a token that is out of use. A moved
// appointment is one event. It names nobody whose follow-up has ended: the time stays, so
// that calendars learn that it is free again. The reading is noted in the access log, once
// an hour.
func (s *Store) ReadCalendar(ctx context.Context, now time.Time, token string) ([]parcours.CalendarEvent, error) {
	var events []parcours.CalendarEvent
	var owner gen.CalendarOwnerRow
	var feed []gen.CalendarFeedOfRow
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		owners, err := tx.CalendarOwner(ctx, tx.vault.index("calendar/feed", token))
		if err == nil && (token == "" || len(owners) == 0) {
			err = parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		owner = owners[0]
		if feed, err = tx.CalendarFeedOf(ctx, owner.AccountID); err != nil || owner.ProfessionalID == "" {
			return err
		}
		rows, err := tx.CalendarOf(ctx, owner.ProfessionalID, millis(now.Add(-calendarSince)))
		if err != nil {
			return err
		}
		events, err = tx.calendarEvents(ctx, rows)
		return err
	})
	if err == nil && len(feed) > 0 && now.Sub(instant(feed[0].ReadAt)) >= readEvery {
		err = s.write(ctx, func(ctx context.Context, tx *tx) error {
			if err := tx.ReadCalendarFeed(ctx, owner.AccountID, millis(now)); err != nil {
				return err
			}
			return tx.logAccess(ctx, now, parcours.Actor{AccountID: owner.AccountID}, AccessCalendar, "calendar")
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	return events, nil
}

// AccessCalendar is the action that the access log keeps of a calendar that reads a feed.
const AccessCalendar = "read_calendar"

// calendarEvents leaves out what was replaced by another of the list, which goes on
// under the same UID.
func (tx *tx) calendarEvents(ctx context.Context, rows []gen.CalendarOfRow) ([]parcours.CalendarEvent, error) {
	before := map[string]string{}
	replaced := map[string]bool{}
	for _, r := range rows {
		before[r.ID] = r.ReplacesID
		replaced[r.ReplacesID] = true
	}
	events := make([]parcours.CalendarEvent, 0, len(rows))
	for _, r := range rows {
		if replaced[r.ID] {
			continue
		}
		e := calendarEvent(r)
		if !r.Unnamed {
			e.Who = parcours.CalendarName(r.FirstName, r.LastName)
		}
		uid, err := tx.calendarRoot(ctx, r.ID, before)
		if err != nil {
			return nil, err
		}
		e.UID = uid
		events = append(events, e)
	}
	return events, nil
}

// calendarRoot follows an appointment back to the first that it replaces, through
// those that are known and then one by one.
func (tx *tx) calendarRoot(ctx context.Context, id string, before map[string]string) (string, error) {
	for range chainMost {
		earlier, known := before[id]
		if !known {
			rows, err := tx.ReplacedBy(ctx, id)
			if err != nil {
				return "", err
			}
			if len(rows) > 0 {
				earlier = rows[0]
			}
			before[id] = earlier
		}
		if earlier == "" {
			break
		}
		id = earlier
	}
	return id, nil
}

func calendarEvent(r gen.CalendarOfRow) parcours.CalendarEvent {
	outcome := parcours.Outcome(r.Outcome)
	changed := max(r.BookedAt, r.OutcomeAt)
	return parcours.CalendarEvent{
		UID: r.ID, StartsAt: instant(r.StartsAt), Duration: time.Duration(r.Minutes) * time.Minute, Place: r.PlaceName, Address: r.PlaceAddress, Phone: r.PlacePhone,
		Meeting: parcours.Meeting(r.Meeting), Cancelled: !holdsPlace(outcome), BookedAt: instant(r.BookedAt),
		// an appointment that the tool upstream moved keeps its id: its version grows
		ChangedAt: instant(changed).Add(time.Duration(r.Version-1) * time.Second),
	}
}

// calendarToken is the token of a participation's own address: 100 bits of a keyed
// digest.
func (tx *tx) calendarToken(participationID string) string {
	mac := hmac.New(sha256.New, tx.vault.indexKey)
	mac.Write([]byte("calendar/link\x00" + participationID))
	return base32.StdEncoding.EncodeToString(mac.Sum(nil))[:20]
}

// linkCalendar returns the address under which the person puts an appointment in their
// calendar, until a day after it.
func (tx *tx) linkCalendar(ctx context.Context, personID, appointmentID string) (string, error) {
	a, err := tx.appointmentOf(ctx, personID, appointmentID)
	if err != nil {
		return "", err
	}
	token := tx.calendarToken(a.ParticipationID)
	err = tx.PutCalendarLink(ctx, gen.PutCalendarLinkParams{
		ParticipationID: a.ParticipationID, PersonID: personID, TokenIndex: tx.vault.index("calendar/link", token),
		ExpiresAt: millis(a.StartsAt.Add(a.Duration + calendarLinkAfter)),
	})
	if err != nil {
		return "", fmt.Errorf("calendar link: %w", err)
	}
	return tx.calendarLink(token), nil
}

// LinkedAppointment returns the one appointment of a person's own address; ErrNotFound
// for a token that is not known or is over. It names nobody. Of somebody who left, it says
// that the appointment is cancelled: their own calendar must not send them there.
func (s *Store) LinkedAppointment(ctx context.Context, now time.Time, token string) (parcours.CalendarEvent, error) {
	var event parcours.CalendarEvent
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.CalendarLinked(ctx, tx.vault.index("calendar/link", token), millis(now))
		if err == nil && (token == "" || len(rows) == 0) {
			err = parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		event = calendarEvent(gen.CalendarOfRow(rows[0]))
		event.UID, err = tx.calendarRoot(ctx, rows[0].ID, map[string]string{})
		return err
	})
	if err != nil {
		return event, fmt.Errorf("linked appointment: %w", err)
	}
	return event, nil
}
