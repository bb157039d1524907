package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// settingPause is the setting that stops everything from being sent while it is there.
const settingPause = "pause"

// Kinds of the incident that a pause raises: with a database that knew of messages,
// or of none.
const (
	incidentRestored      = "restored"
	incidentRestoredEmpty = "restored_empty"
)

// AccessResume is the action that the access log keeps of whoever ends a pause.
const AccessResume = "resume_sending"

// pauseRecord is the setting's value.
type pauseRecord struct {
	ID    string `json:"id"`
	At    int64  `json:"at"`
	Since int64  `json:"since"`
	Cut   bool   `json:"cut"`
}

// readPause returns the record and the text it is stored as, "" when nothing is paused.
func (tx *tx) readPause(ctx context.Context) (record pauseRecord, stored string, err error) {
	stored, err = tx.Setting(ctx, settingPause)
	if errors.Is(err, sql.ErrNoRows) {
		return record, "", nil
	}
	if err != nil {
		return record, "", fmt.Errorf("pause: %w", err)
	}
	if err := json.Unmarshal([]byte(stored), &record); err != nil {
		return record, "", fmt.Errorf("pause: %w", err)
	}
	return record, stored, nil
}

// Pause returns why nothing is sent; its zero value when sending goes on.
func (s *Store) Pause(ctx context.Context) (parcours.Pause, error) {
	var pause parcours.Pause
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		record, stored, err := tx.readPause(ctx)
		if err != nil || stored == "" {
			return err
		}
		counts, err := tx.CountMissing(ctx, record.ID)
		pause = parcours.Pause{
			ID: record.ID, At: instant(record.At), Since: instant(record.Since), Cut: record.Cut,
			Missing: int(counts.Missing), Found: int(counts.Found),
		}
		return err
	})
	if err != nil {
		return parcours.Pause{}, fmt.Errorf("pause: %w", err)
	}
	return pause, nil
}

// PauseRestored stops everything from being sent, keeps the messages that the
// database did not know, and raises an incident. Messages kept before change
// nothing, so that what somebody decided about them once is not asked again. It
// reports whether there were others.
func (s *Store) PauseRestored(ctx context.Context, now time.Time, r parcours.Restoration) (paused bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		paused = false
		if err := tx.lock(ctx, "setting", settingPause); err != nil {
			return err
		}
		record, stored, err := tx.readPause(ctx)
		if err != nil {
			return err
		}
		if stored == "" {
			record = pauseRecord{ID: tx.newID(now), At: millis(now), Since: millis(r.Since)}
		}
		fresh := 0
		for _, m := range r.Missing {
			kept, err := tx.InsertMissing(ctx, gen.InsertMissingParams{
				ProviderID: m.ProviderID, PauseID: record.ID, Sender: m.Sender, AddressSealed: tx.vault.seal(columnAttemptAddress, []byte(m.To)),
				AddressIndex: tx.vault.addressIndex(m.To), BodySealed: tx.vault.seal(columnBody, []byte(m.Body)), LeftAt: millis(m.LeftAt),
				Status: m.Status, Code: m.Code, State: string(m.State), Cause: string(m.Cause),
			})
			if err != nil {
				return fmt.Errorf("missing message: %w", err)
			}
			fresh += int(kept)
		}
		if fresh == 0 {
			return nil
		}
		paused = true
		record.Cut = record.Cut || r.Cut
		value, err := json.Marshal(record)
		if err != nil {
			return err
		}
		if err := tx.PutSetting(ctx, settingPause, string(value)); err != nil {
			return err
		}
		kind, told := incidentRestored, details{"count": strconv.Itoa(fresh), "since": r.Since.UTC().Format(time.RFC3339)}
		if r.Since.IsZero() {
			kind = incidentRestoredEmpty
		}
		_, err = tx.raise(ctx, now, parcours.Incident{
			Key: "restored/" + record.ID + "/" + strconv.FormatInt(millis(now), 10), Kind: kind, Details: told,
		}, "")
		return err
	})
	if err != nil {
		return false, fmt.Errorf("pause: %w", err)
	}
	return paused, nil
}

// Resume ends a pause: messages leave again. Who ended it is kept in the access log,
// and its incident is seen. ErrNotFound when nothing is paused, ErrConflict when it
// is for another reason by now.
func (s *Store) Resume(ctx context.Context, now time.Time, actor parcours.Actor, pauseID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		record, stored, err := tx.readPause(ctx)
		switch {
		case err != nil:
			return err
		case stored == "":
			return parcours.ErrNotFound
		case record.ID != pauseID:
			return fmt.Errorf("%w: another pause has begun", parcours.ErrConflict)
		}
		taken, err := tx.TakeSetting(ctx, settingPause, stored)
		if err := oneRow(taken, err); err != nil {
			return err
		}
		for _, kind := range []string{incidentRestored, incidentRestoredEmpty} {
			if err := tx.SeeIncidentsOf(ctx, millis(now), by(actor), kind); err != nil {
				return err
			}
		}
		return tx.InsertAccess(ctx, gen.InsertAccessParams{ID: tx.newID(now), AccountID: actor.AccountID, Action: AccessResume, Subject: pauseID, At: millis(now)})
	})
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	return nil
}

// MissingMessages returns the messages that left and that nothing in the database
// accounts for, the latest first, at most limit.
func (s *Store) MissingMessages(ctx context.Context, limit int) ([]parcours.MissingMessage, error) {
	var missing []parcours.MissingMessage
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.MissingMessages(ctx, int32(limit))
		if err != nil {
			return err
		}
		missing = make([]parcours.MissingMessage, 0, len(rows))
		for _, row := range rows {
			m, err := tx.leftMessage(gen.MissingToRow{
				ProviderID: row.ProviderID, Sender: row.Sender, AddressSealed: row.AddressSealed, BodySealed: row.BodySealed, LeftAt: row.LeftAt,
				Status: row.Status, Code: row.Code, State: row.State, Cause: row.Cause,
			})
			if err != nil {
				return err
			}
			missing = append(missing, parcours.MissingMessage{
				LeftMessage: m, PersonID: row.PersonID.String,
				PersonName: parcours.Professional{FirstName: row.FirstName.String, LastName: row.LastName.String}.Name(),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("missing messages: %w", err)
	}
	return missing, nil
}

func (c *core) leftMessage(row gen.MissingToRow) (parcours.LeftMessage, error) {
	to, err := c.vault.openText(columnAttemptAddress, row.AddressSealed)
	if err != nil {
		return parcours.LeftMessage{}, err
	}
	body, err := c.vault.openText(columnBody, row.BodySealed)
	if err != nil {
		return parcours.LeftMessage{}, err
	}
	return parcours.LeftMessage{
		ProviderID: row.ProviderID, Sender: row.Sender, To: to, Body: body, LeftAt: instant(row.LeftAt), Status: row.Status, Code: row.Code,
		State: parcours.AttemptState(row.State), Cause: parcours.FailureCause(row.Cause),
	}, nil
}
