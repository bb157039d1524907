package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"relais/parcours"
)

// millis is the database form of an instant: Unix milliseconds, 0 for never.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the reverse of millis, in UTC.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// null is the database form of a reference that may be absent.
func null(id string) sql.NullString { return sql.NullString{String: id, Valid: id != ""} }

// date reads a civil date that this package wrote.
func date(text string) parcours.Date {
	d, err := parcours.ParseDate(text)
	if err != nil {
		return parcours.Date{}
	}
	return d
}

func encodeChoices(choices []parcours.Choice) (string, error) {
	if len(choices) == 0 {
		return "", nil
	}
	text, err := json.Marshal(choices)
	if err != nil {
		return "", fmt.Errorf("encode choices: %w", err)
	}
	return string(text), nil
}

func decodeChoices(text string) ([]parcours.Choice, error) {
	if text == "" {
		return nil, nil
	}
	var choices []parcours.Choice
	if err := json.Unmarshal([]byte(text), &choices); err != nil {
		return nil, fmt.Errorf("decode choices: %w", err)
	}
	return choices, nil
}

const columnFacts = "notification.facts_sealed"

func (v *vault) sealFacts(f parcours.Facts) ([]byte, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode facts: %w", err)
	}
	return v.seal(columnFacts, text), nil
}

func (v *vault) openFacts(sealed []byte) (parcours.Facts, error) {
	var f parcours.Facts
	text, err := v.open(columnFacts, sealed)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, fmt.Errorf("decode facts: %w", err)
	}
	return f, nil
}
