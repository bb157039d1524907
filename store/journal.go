package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Actors of the journal that are not professionals.
const (
	actorRelais = "relais"
	actorPerson = "person"
)

const columnPayload = "event.payload_sealed"

// details is the payload of a journal event. It is sealed, and still holds no
// text of a message: those stay in their own rows.
type details map[string]string

// append adds an event to a person's journal. It takes the person's lock, so
// that two transactions never give the same number; actor is actorRelais,
// actorPerson or a professional's id, subject the id of the row it is about.
func (tx *tx) append(ctx context.Context, now time.Time, personID string, kind parcours.EventKind, actor, subject string, payload details) error {
	if personID == "" {
		return nil
	}
	last, err := tx.lastEvent(ctx, personID)
	if err != nil {
		return err
	}
	return tx.appendAfter(ctx, last, now, personID, kind, actor, subject, payload)
}

// appendAfter is append after a known last entry, which is zero for somebody new.
func (tx *tx) appendAfter(ctx context.Context, last gen.LastEventRow, now time.Time, personID string, kind parcours.EventKind, actor, subject string, payload details) error {
	if payload == nil {
		payload = details{}
	}
	e := gen.InsertEventParams{
		ID: tx.newID(now), PersonID: personID, Seq: last.Seq + 1, Kind: string(kind), At: millis(now), Actor: actor, Subject: subject, Salt: tx.salt(),
	}
	tx.sealEvent(&e, last.Hash, payload)
	if err := tx.InsertEvent(ctx, e); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return tx.tellPartners(ctx, now, personID, kind, subject, payload)
}

// salt keeps the digest of an entry from telling what a short payload says.
func (c *core) salt() []byte {
	salt := make([]byte, 16)
	c.random(salt)
	return salt
}

// sealEvent completes an entry, which has its salt, with its payload and with its place
// in the chain: after the hash of the entry before it, empty for the first.
func (c *core) sealEvent(e *gen.InsertEventParams, previous string, payload details) {
	text, _ := json.Marshal(payload) // texts always can
	e.PayloadSealed, e.Digest = c.vault.seal(columnPayload, text), digest(e.Salt, text)
	e.Hash = chain(cmp.Or(previous, e.PersonID), e.ID, e.Seq, e.Kind, e.At, e.Actor, e.Subject, e.Digest)
}

func digest(salt, payload []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(payload)
	return hex.EncodeToString(h.Sum(nil))
}

// chain covers every field but the payload, which its digest stands for; the first
// entry hangs from the person's id, so that a journal cannot change owner. None of
// the fields holds a line feed, so the joined text has one reading.
func chain(previous, id string, seq int64, kind string, at int64, actor, subject, digest string) string {
	text := strings.Join([]string{previous, id, strconv.FormatInt(seq, 10), kind, strconv.FormatInt(at, 10), actor, subject, digest}, "\n")
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// fingerprint is the digest of words in the details of the entry that speaks of
// them. Those details are sealed and salted: the words cannot be guessed from it.
func fingerprint(words []byte) string {
	if len(words) == 0 {
		return ""
	}
	sum := sha256.Sum256(words)
	return hex.EncodeToString(sum[:])
}

// detailWords is the name of a fingerprint in the details of an entry.
const detailWords = "words_sha256"

// Journal returns a person's events in order. An erased payload is empty.
func (s *Store) Journal(ctx context.Context, personID string) ([]parcours.Event, error) {
	var events []parcours.Event
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.EventsOfPerson(ctx, personID)
		if err != nil {
			return err
		}
		events = make([]parcours.Event, 0, len(rows))
		for _, e := range rows {
			payload, err := tx.vault.open(columnPayload, e.PayloadSealed)
			if err != nil {
				return err
			}
			events = append(events, parcours.Event{
				ID: e.ID, PersonID: e.PersonID, Seq: e.Seq, Kind: parcours.EventKind(e.Kind), At: instant(e.At),
				Actor: e.Actor, Subject: e.Subject, Payload: payload, Hash: e.Hash,
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	return events, nil
}
