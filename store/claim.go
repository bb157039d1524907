package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	// inFlight is how long a message of unknown fate holds back the next to the same
	// person.
	inFlight = time.Minute
	// putBack is how soon a message that had its turn must be due again to hold back
	// the younger ones of its lane.
	putBack = time.Minute
)

// lanes in the order in which they leave.
func lanes() []parcours.Lane {
	return []parcours.Lane{
		parcours.LaneReply, parcours.LaneCancellation, parcours.LaneConvocation, parcours.LaneReminder, parcours.LaneWeekly,
	}
}

// ClaimDue takes up to Limit due attempts of the channels under a lease, lane by
// lane and earliest first, with what the gate and the text need to know, read once
// they are taken, beside whoever writes. Each claim raises the attempt's LeaseSeq,
// which fences every later move of the attempt: a worker that wakes up after its lease
// loses. What was taken and could not be read is left to its lease.
//
// One message at a time is under way to a person: the next waits until the one
// before is known to have left or not, or a minute at most. Of those that are due,
// the most urgent goes first. One that was claimed before and put back (it could not
// leave, or its claim was lost) keeps its place in its lane: the others wait for it
// when it is due within a minute. Claims of several channels wait for each other on
// PostgreSQL: none would see what another has claimed and not committed yet.
//
// ErrConflict when the claim names a lease that its owner does not hold any more.
//
// An attempt whose Body is already set repeats an earlier one: it is sent to the
// letter, not rendered again.
//
// Nothing is claimed while sending is paused.
func (s *Store) ClaimDue(ctx context.Context, c parcours.Claim) ([]parcours.Delivery, error) {
	due, err := s.dueLanes(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("claim due: %w", err)
	}
	if len(due) == 0 || c.Limit <= 0 {
		return nil, nil
	}
	var taken map[string]bool
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		taken = map[string]bool{}
		if c.Lease != "" {
			if err := tx.confirmLease(ctx, c.Lease, c.Owner); err != nil {
				return err
			}
		}
		if err := tx.lock(ctx, "claim", ""); err != nil {
			return err
		}
		for _, from := range due {
			if err := tx.claim(ctx, c, from, taken); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim due: %w", err)
	}
	claimed, err := s.deliveries(context.WithoutCancel(ctx), c, taken)
	if err != nil {
		return nil, fmt.Errorf("claim due: %w", err)
	}
	slices.SortFunc(claimed, func(a, b parcours.Delivery) int {
		return cmp.Or(cmp.Compare(a.Notification.Lane, b.Notification.Lane), a.Attempt.DueAt.Compare(b.Attempt.DueAt), cmp.Compare(a.Attempt.ID, b.Attempt.ID))
	})
	return claimed, nil
}

// deliveries reads what was taken. What does not open waits for a human, told once; the
// others do not wait for it.
func (s *Store) deliveries(ctx context.Context, c parcours.Claim, taken map[string]bool) ([]parcours.Delivery, error) {
	if len(taken) == 0 {
		return nil, nil
	}
	var claimed []parcours.Delivery
	var sealed []*gen.ClaimedDeliveriesRow
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		claimed, sealed = make([]parcours.Delivery, 0, len(taken)), nil
		rows, err := tx.ClaimedDeliveries(ctx, millis(c.LeaseUntil), c.Owner, millis(tx.today(c.Now).At(0, 0, tx.rules.Zone)))
		if err != nil {
			return err
		}
		for i := range rows {
			if !taken[rows[i].ID] {
				continue // claimed by this owner a moment ago
			}
			switch d, err := tx.delivery(&rows[i], c.Now); {
			case errors.Is(err, errUnsealed):
				sealed = append(sealed, &rows[i])
			case err != nil:
				return err
			default:
				claimed = append(claimed, d)
			}
		}
		return nil
	})
	if err != nil || len(sealed) == 0 {
		return claimed, err
	}
	return claimed, s.write(ctx, func(ctx context.Context, tx *tx) error {
		for _, row := range sealed {
			if err := tx.raiseUnreadable(ctx, c.Now, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// raiseUnreadable tells a human, once, of an attempt of which something does not open.
func (tx *tx) raiseUnreadable(ctx context.Context, now time.Time, row *gen.ClaimedDeliveriesRow) error {
	_, err := tx.raise(ctx, now, parcours.Incident{Key: "unreadable/" + row.ID, Kind: "unreadable", PersonID: row.PersonID.String}, row.ID)
	return err
}

// queue is one lane of one channel.
type queue struct {
	channel parcours.Channel
	lane    parcours.Lane
}

// earliestOf is, for each channel that we send on, the columns that tell when the first
// attempt of each lane is due.
var earliestOf = func() map[parcours.Channel]string {
	texts := map[parcours.Channel]string{}
	for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelEmail} {
		var columns []string
		for _, lane := range lanes() {
			columns = append(columns, fmt.Sprintf("coalesce((select min(due_at) from attempt where channel = '%s' and lane = %d and state = 'queued'), 0)", channel, lane))
		}
		texts[channel] = strings.Join(columns, ", ")
	}
	return texts
}()

// earliest returns when the first attempt of each lane of the channels that we send on is
// due, 0 for none, in one statement: each is one step down an index.
func (tx *tx) earliest(ctx context.Context, channels []parcours.Channel) (map[queue]int64, error) {
	var looks []string
	var all []queue
	for _, channel := range channels {
		look, ok := earliestOf[channel]
		if !ok {
			continue
		}
		looks = append(looks, look)
		for _, lane := range lanes() {
			all = append(all, queue{channel, lane})
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	found, into := make([]int64, len(all)), make([]any, len(all))
	for i := range found {
		into[i] = &found[i]
	}
	if err := tx.rowsKept(ctx, "select "+strings.Join(looks, ", "), nil, func(rows *sql.Rows) error { return rows.Scan(into...) }); err != nil {
		return nil, err
	}
	due := make(map[queue]int64, len(all))
	for i, q := range all {
		due[q] = found[i]
	}
	return due, nil
}

// dueLanes looks, without writing, where something is due, first lane first.
func (s *Store) dueLanes(ctx context.Context, c parcours.Claim) ([]queue, error) {
	var due []queue
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		due = nil
		if _, stored, err := tx.readPause(ctx); err != nil || stored != "" {
			return err
		}
		all, err := tx.earliest(ctx, c.Channels)
		if err != nil {
			return err
		}
		for _, lane := range lanes() {
			for _, channel := range c.Channels {
				if next := all[queue{channel, lane}]; next > 0 && next <= millis(c.Now) {
					due = append(due, queue{channel, lane})
				}
			}
		}
		return nil
	})
	return due, err
}

// claim takes what is due in one lane of one channel into taken. The outer
// condition repeats the inner one: between the two, another worker may have
// taken the row. The casts keep SQLite from planning anew for each channel: a partial
// index names some.
func (tx *tx) claim(ctx context.Context, c parcours.Claim, from queue, taken map[string]bool) error {
	room := c.Limit - len(taken)
	if room <= 0 {
		return nil
	}
	query := `update attempt
		set state = 'claimed', rank = 5, lease_owner = $1, lease_seq = lease_seq + 1, lease_until = $2
		where state = 'queued' and due_at <= $3 and id in (
			select a.id
			from attempt a
			where a.state = 'queued' and a.channel = cast($4 as text) and a.lane = cast($5 as bigint) and a.due_at <= $3
				and (a.person_id is null or not exists (
					select 1
					from attempt b
					where b.person_id = a.person_id and b.id <> a.id and (
						b.state in ('claimed', 'sending')
						or (b.state = 'unknown' and b.sending_at > $7)
						or (
							b.state = 'queued' and b.channel = cast($4 as text) and (b.due_at <= $3 or (b.lane = cast($5 as bigint) and b.lease_seq > 0 and b.due_at <= $8))
							and (b.lane, b.lease_seq = 0, b.due_at, b.id) < (a.lane, a.lease_seq = 0, a.due_at, a.id)
						)
					)
				))
			order by a.due_at, a.id
			limit $6` + tx.dialect.skipLocked + `
		)
		returning id`
	args := []any{
		c.Owner, millis(c.LeaseUntil), millis(c.Now), string(from.channel), int64(from.lane), room, millis(c.Process.Add(-inFlight)),
		millis(c.Now.Add(putBack)),
	}
	return tx.rowsKept(ctx, query, args, func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		taken[id] = true
		return nil
	})
}

// delivery opens a claimed row.
func (c *core) delivery(row *gen.ClaimedDeliveriesRow, now time.Time) (parcours.Delivery, error) {
	var none parcours.Delivery
	address, err := c.vault.openText(columnAttemptAddress, row.AddressSealed)
	if err != nil {
		return none, err
	}
	body, err := c.vault.openText(columnBody, row.BodySealed)
	if err != nil {
		return none, err
	}
	facts, err := c.vault.openFacts(row.FactsSealed)
	if err != nil {
		return none, err
	}
	choices, err := decodeChoices(row.Choices)
	if err != nil {
		return none, err
	}
	expires := instant(row.ExpiresAt)
	d := parcours.Delivery{
		Attempt: parcours.Attempt{
			ID: row.ID, NotificationID: row.NotificationID, N: int(row.N), Channel: parcours.Channel(row.Channel), Address: address,
			Sender: row.Sender, Body: body, Encoding: parcours.Encoding(row.Encoding), Parts: int(row.Parts),
			State: parcours.AttemptState(row.State), LeaseSeq: row.LeaseSeq, ProviderID: row.ProviderID, Code: row.Code,
			LookUps: int(row.LookUps), DueAt: instant(row.DueAt), ExpiresAt: expires,
		},
		Notification: parcours.Notification{
			ID: row.NotificationID, Key: row.Key, Kind: row.Kind, Class: parcours.Class(row.Class), Lane: parcours.Lane(row.Lane),
			PersonID: row.PersonID.String, ProfessionalID: row.ProfessionalID.String, AppointmentID: row.AppointmentID.String,
			AppointmentVersion: int(row.AppointmentVersion), EscalationID: row.EscalationID.String, InReplyTo: row.InReplyTo,
			Template: row.Template, Facts: facts, Choices: choices, PromptKind: parcours.PromptKind(row.PromptKind), Urgent: row.Urgent, Hurried: row.HurriedAt > 0,
			Reference: row.Reference, SubjectID: row.SubjectID, DueAt: instant(row.NotificationDueAt), ExpiresAt: expires, FallbackAt: instant(row.FallbackAt),
			State: parcours.NotificationState(row.NotificationState), CreatedAt: instant(row.CreatedAt),
		},
		To: recipient(row, facts.Language),
		Current: parcours.Current{
			Withdrawn:           row.CancelledAt > 0,
			AppointmentStanding: row.Outcome == string(parcours.OutcomeUnknown) && now.Before(instant(row.StartsAt)),
			AppointmentVersion:  int(row.CurrentVersion),
			PersonExited:        row.ExitedOn != "",
			PersonHeld:          row.HeldAt > 0,
			OptedOut:            row.Closed,
			ToldToday:           row.ToldToday,
			WeekOpen:            row.WeekAnsweredAt == 0 && row.WeekClosedAt == 0 && row.WeekSkip == "" && now.Before(instant(row.WeekCloseAt)),
			ActivityStanding:    row.ActivityCancelledAt == 0,
			AddressFormer:       row.Unusable,
		},
	}
	return d, nil
}

// recipient is discreet for whoever asked, and for an unknown sender, who is written
// to in the language that the message says.
func recipient(row *gen.ClaimedDeliveriesRow, language parcours.Language) parcours.Recipient {
	if row.ProfessionalID.Valid {
		return parcours.Recipient{FirstName: row.StaffFirstName, LastName: row.StaffLastName, Language: parcours.French, Staff: true}
	}
	return parcours.Recipient{
		Title: parcours.Title(row.Title), FirstName: row.FirstName, LastName: row.LastName,
		Language: cmp.Or(parcours.Language(row.Language), language, parcours.French),
		Discreet: row.Discreet || !row.PersonID.Valid,
	}
}

// NextDue returns when the earliest queued attempt of the channels is due, and
// false when nothing is queued: virtual time jumps there.
func (s *Store) NextDue(ctx context.Context, channels []parcours.Channel) (time.Time, bool, error) {
	var earliest int64
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		earliest = 0
		all, err := tx.earliest(ctx, channels)
		for _, next := range all {
			if next > 0 && (earliest == 0 || next < earliest) {
				earliest = next
			}
		}
		return err
	})
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next due: %w", err)
	}
	return instant(earliest), earliest > 0, nil
}
