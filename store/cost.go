package store

import (
	"context"
	"fmt"
	"math"

	"relais/parcours"
)

// MessageCounts counts the messages that left, by what their cost is made of: those
// that a provider took, and those that it may have taken. What was refused before it
// was created costs nothing and is left out.
func (s *Store) MessageCounts(ctx context.Context, d parcours.Departures) ([]parcours.MessageCount, error) {
	to := int64(math.MaxInt64)
	if !d.To.IsZero() {
		to = millis(d.To)
	}
	var counts []parcours.MessageCount
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.MessageCounts(ctx, millis(d.From), to, d.TerritoryID)
		if err != nil {
			return err
		}
		counts = make([]parcours.MessageCount, 0, len(rows))
		for _, r := range rows {
			counts = append(counts, parcours.MessageCount{
				Template: r.Template, Channel: parcours.Channel(r.Channel), Language: parcours.Language(r.Language),
				Encoding: parcours.Encoding(r.Encoding), Parts: int(r.Parts), Messages: int(r.Messages),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count messages: %w", err)
	}
	return counts, nil
}
