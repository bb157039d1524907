package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// SaveMapping keeps what the columns of the files of a source hold, in the place of
// what was said of that source before. ErrInvalid when the source has no name.
func (s *Store) SaveMapping(ctx context.Context, now time.Time, actor parcours.Actor, m parcours.SavedMapping) error {
	key := parcours.SourceKey(m.Source)
	if key == "" {
		return fmt.Errorf("save mapping: %w: the source has no name", parcours.ErrInvalid)
	}
	mapping, err := json.Marshal(m.Mapping)
	if err != nil {
		return fmt.Errorf("save mapping: %w", err)
	}
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.PutMapping(ctx, gen.PutMappingParams{
			SourceKey: key, Source: strings.TrimSpace(m.Source), Kind: m.Kind, HeadersKey: m.HeadersKey, Mapping: string(mapping),
			SavedBy: actor.AccountID, SavedAt: millis(now),
		})
	})
	if err != nil {
		return fmt.Errorf("save mapping: %w", err)
	}
	return nil
}

// MappingOf returns the mapping of a source, or of the headers when no source is
// named; ErrNotFound when none was saved.
func (s *Store) MappingOf(ctx context.Context, source, headersKey string) (parcours.SavedMapping, error) {
	var m parcours.SavedMapping
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var rows []gen.MappingOfSourceRow
		var err error
		if key := parcours.SourceKey(source); key != "" {
			rows, err = tx.MappingOfSource(ctx, key)
		} else if headersKey != "" {
			var found []gen.MappingOfHeadersRow
			found, err = tx.MappingOfHeaders(ctx, headersKey)
			for _, row := range found {
				rows = append(rows, gen.MappingOfSourceRow(row))
			}
		}
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return parcours.ErrNotFound
		}
		m, err = mappingOf(rows[0])
		return err
	})
	if err != nil {
		return m, fmt.Errorf("mapping: %w", err)
	}
	return m, nil
}

// Mappings returns what was saved of every source, by name.
func (s *Store) Mappings(ctx context.Context) ([]parcours.SavedMapping, error) {
	var all []parcours.SavedMapping
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Queries.Mappings(ctx)
		if err != nil {
			return err
		}
		all = make([]parcours.SavedMapping, 0, len(rows))
		for _, row := range rows {
			m, err := mappingOf(gen.MappingOfSourceRow(row))
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("mappings: %w", err)
	}
	return all, nil
}

func mappingOf(row gen.MappingOfSourceRow) (parcours.SavedMapping, error) {
	m := parcours.SavedMapping{Source: row.Source, Kind: row.Kind, HeadersKey: row.HeadersKey}
	if err := json.Unmarshal([]byte(row.Mapping), &m.Mapping); err != nil {
		return m, fmt.Errorf("decode mapping: %w", err)
	}
	return m, nil
}
