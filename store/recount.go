package store

import (
	"context"
	"encoding/json"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

// telling is what the journal says became of one attempt.
type telling struct {
	channel, kind                string
	sent, delivered, undelivered parcours.Date
	// sentSeq and deliveredSeq are the entries that say so: of two on one day, the first
	// convened.
	sentSeq, deliveredSeq int64
}

// recount computes again, from the journal, when a person was first written to,
// told and reached: what a human recorded by mistake and took back counts for
// nothing, and a letter that came back told nothing. A journal whose details were
// erased is left as it was counted.
func (tx *tx) recount(ctx context.Context, personID string) error {
	events, err := tx.journals(ctx, personID)
	if err != nil {
		return fmt.Errorf("recount: %w", err)
	}
	attempts := map[string]*telling{}
	for i, e := range events {
		e.Seq = int64(i) // in the order of time, whichever journal it stands in
		if len(e.PayloadSealed) == 0 && e.Kind != string(parcours.EventEntered) {
			return nil
		}
		if err := tx.count(attempts, e); err != nil {
			return err
		}
	}
	counted := gen.SetReachParams{PersonID: personID}
	var convenedSeq int64
	convened := func(kind string, on parcours.Date, seq int64) {
		if on.IsZero() || counted.ConvenedOn != "" && (counted.ConvenedOn < on.String() || counted.ConvenedOn == on.String() && convenedSeq < seq) {
			return
		}
		counted.ConvenedOn, counted.ConvenedBy, convenedSeq = on.String(), kind, seq
	}
	for _, t := range attempts {
		if !parcours.Counts(t.kind) {
			continue
		}
		earliest(&counted.SentOn, t.sent)
		if convokes(t.kind) {
			earliest(&counted.ConvokedOn, t.sent)
		}
		earliest(&counted.DeliveredOn, t.delivered)
		earliest(&counted.UndeliveredOn, t.undelivered)
		convoked := convokes(t.kind)
		if convoked {
			convened(t.kind, t.delivered, t.deliveredSeq)
		}
		if handedOver(t.channel, string(parcours.AttemptSent)) && (t.channel != string(parcours.ChannelLetter) || t.undelivered.IsZero()) {
			earliest(&counted.HandedOverOn, t.sent)
			if convoked && t.channel != string(parcours.ChannelEmail) {
				convened(t.kind, t.sent, t.sentSeq)
			}
		}
	}
	if err := tx.SetReach(ctx, counted); err != nil {
		return fmt.Errorf("recount: %w", err)
	}
	return tx.keepDelays(ctx, personID)
}

// count adds one entry of the journal to what became of its attempt.
func (tx *tx) count(attempts map[string]*telling, e gen.Event) error {
	kind := parcours.EventKind(e.Kind)
	switch kind {
	case parcours.EventSent, parcours.EventDelivered, parcours.EventUndelivered, parcours.EventCalled, parcours.EventCorrected:
	default:
		return nil
	}
	said := details{}
	payload, err := tx.vault.open(columnPayload, e.PayloadSealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(payload, &said); err != nil {
		return fmt.Errorf("journal entry %d: %w", e.Seq, err)
	}
	t, ok := attempts[e.Subject]
	if !ok {
		t = &telling{}
		attempts[e.Subject] = t
	}
	t.channel, t.kind = said["channel"], said["kind"]
	on := date(said["on"])
	if on.IsZero() {
		on = tx.today(instant(e.At))
	}
	switch kind {
	case parcours.EventSent:
		t.leaves(on, e.Seq)
	case parcours.EventDelivered:
		t.arrives(on, e.Seq)
	case parcours.EventUndelivered:
		first(&t.undelivered, on)
	case parcours.EventCalled:
		if said["outcome"] == string(parcours.CallReached) {
			t.leaves(on, e.Seq)
			t.arrives(on, e.Seq)
		}
		if said["given_up"] != "" {
			first(&t.undelivered, on)
		}
	case parcours.EventCorrected:
		switch {
		case t.channel == string(parcours.ChannelCall):
			*t = telling{channel: t.channel, kind: t.kind}
		case said["what"] == string(parcours.LetterPosted):
			t.sent = parcours.Date{}
		case said["what"] == string(parcours.LetterReturned):
			t.undelivered = parcours.Date{}
		}
	}
	return nil
}

func (t *telling) leaves(on parcours.Date, seq int64) {
	if t.sent.IsZero() {
		t.sent, t.sentSeq = on, seq
	}
}

func (t *telling) arrives(on parcours.Date, seq int64) {
	if t.delivered.IsZero() {
		t.delivered, t.deliveredSeq = on, seq
	}
}

func first(d *parcours.Date, on parcours.Date) {
	if d.IsZero() {
		*d = on
	}
}

// earliest keeps the first of two civil dates as text; text dates sort as dates do.
func earliest(text *string, on parcours.Date) {
	if !on.IsZero() && (*text == "" || on.String() < *text) {
		*text = on.String()
	}
}
