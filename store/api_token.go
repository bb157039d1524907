package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const purposeAPIToken = "api_token"

// tokenPrefix tells what a leaked text is: scanners of secrets look for such marks.
const tokenPrefix = "relais_"

// IssueToken makes a token for a program and returns its secret, of which only an
// index is kept. ErrInvalid for one that Check refuses, for a territory that is not
// known, or for an end that has passed by the machine's clock.
func (s *Store) IssueToken(ctx context.Context, by parcours.Actor, t parcours.APIToken) (issued parcours.APIToken, secret string, err error) {
	if err := t.Check(); err != nil {
		return t, "", fmt.Errorf("issue token: %w", err)
	}
	now := time.Now()
	if !t.ExpiresAt.After(now) {
		return t, "", fmt.Errorf("issue token: %w: it would be over", parcours.ErrInvalid)
	}
	secret = tokenPrefix + rand.Text() + rand.Text()
	t.Name, t.CreatedBy, t.CreatedAt = strings.TrimSpace(t.Name), by.AccountID, now
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if t.TerritoryID != "" {
			if found, err := tx.TerritoryExists(ctx, t.TerritoryID); err != nil || !found {
				return errors.Join(err, fmt.Errorf("%w: the territory is not known", parcours.ErrInvalid))
			}
		}
		t.ID = tx.newID(now)
		return tx.InsertAPIToken(ctx, gen.InsertAPITokenParams{
			ID: t.ID, Name: t.Name, TokenIndex: tx.vault.index(purposeAPIToken, secret), Scopes: joinScopes(t.Scopes), TerritoryID: null(t.TerritoryID),
			CreatedBy: t.CreatedBy, CreatedAt: millis(now), ExpiresAt: millis(t.ExpiresAt),
		})
	})
	if err != nil {
		return t, "", fmt.Errorf("issue token: %w", err)
	}
	return t, secret, nil
}

func joinScopes(scopes []parcours.TokenScope) string {
	words := make([]string, len(scopes))
	for i, scope := range scopes {
		words[i] = string(scope)
	}
	return strings.Join(words, " ")
}

func splitScopes(text string) []parcours.TokenScope {
	var scopes []parcours.TokenScope
	for word := range strings.FieldsSeq(text) {
		scopes = append(scopes, parcours.TokenScope(word))
	}
	return scopes
}

// Tokens returns every token that was ever issued, the newest first.
func (s *Store) Tokens(ctx context.Context) ([]parcours.APIToken, error) {
	var tokens []parcours.APIToken
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.APITokens(ctx)
		if err != nil {
			return err
		}
		tokens = make([]parcours.APIToken, 0, len(rows))
		for _, r := range rows {
			author := r.Author
			if name := (parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}).Name(); name != "" {
				author = name
			}
			tokens = append(tokens, parcours.APIToken{
				ID: r.ID, Name: r.Name, Scopes: splitScopes(r.Scopes), TerritoryID: r.TerritoryID, Territory: r.Territory, CreatedBy: r.CreatedBy, Author: author,
				CreatedAt: instant(r.CreatedAt), ExpiresAt: instant(r.ExpiresAt), LastUsedAt: instant(r.LastUsedAt), RevokedAt: instant(r.RevokedAt),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	return tokens, nil
}

// TokenHolder returns the token of a secret; ErrNotFound for one that was revoked,
// is over by the machine's clock, or never was.
func (s *Store) TokenHolder(ctx context.Context, secret string) (parcours.APIToken, error) {
	var t parcours.APIToken
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		r, err := tx.APITokenByIndex(ctx, tx.vault.index(purposeAPIToken, secret), millis(time.Now()))
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		t = parcours.APIToken{
			ID: r.ID, Name: r.Name, Scopes: splitScopes(r.Scopes), TerritoryID: r.TerritoryID, Territory: r.Territory, CreatedBy: r.CreatedBy,
			CreatedAt: instant(r.CreatedAt), ExpiresAt: instant(r.ExpiresAt), LastUsedAt: instant(r.LastUsedAt),
		}
		return nil
	})
	if err != nil {
		return t, fmt.Errorf("token: %w", err)
	}
	return t, nil
}

// SeeToken notes that a token was used now, by the machine's clock.
func (s *Store) SeeToken(ctx context.Context, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.SeeAPIToken(ctx, id, millis(time.Now())) })
	if err != nil {
		return fmt.Errorf("see token: %w", err)
	}
	return nil
}

// RevokeToken ends a token at once; ErrNotFound when it is not known, or was revoked.
func (s *Store) RevokeToken(ctx context.Context, by parcours.Actor, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		revoked, err := tx.RevokeAPIToken(ctx, id, millis(time.Now()), by.AccountID)
		if err == nil && revoked == 0 {
			err = parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	return nil
}
