package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// applying is one message on its way in.
type applying struct {
	now     time.Time
	inboxID string
	m       parcours.UpstreamMessage
}

// upstreamObject is what is known of an object there.
type upstreamObject struct{ gen.PutUpstreamObjectParams }

// gone reports whether the destruction is the last word: an object that was changed
// and destroyed in one second is gone.
func (o upstreamObject) gone() bool { return o.DestroyedAt > 0 && o.DestroyedAt >= o.DataAt }

func (tx *tx) upstreamKey(source string, model parcours.UpstreamModel, id string) string {
	return tx.vault.index("upstream/object", source+"\n"+string(model)+"\n"+id)
}

// upstreamObject reads an object, or begins it.
func (tx *tx) upstreamObject(ctx context.Context, source string, model parcours.UpstreamModel, id string) (upstreamObject, error) {
	key := tx.upstreamKey(source, model, id)
	rows, err := tx.UpstreamObject(ctx, key)
	if err != nil {
		return upstreamObject{}, fmt.Errorf("upstream object: %w", err)
	}
	if len(rows) > 0 {
		return upstreamObject{gen.PutUpstreamObjectParams(rows[0])}, nil
	}
	return upstreamObject{gen.PutUpstreamObjectParams{ObjectKey: key, Source: source, Model: string(model), UpstreamID: id}}, nil
}

func (tx *tx) putUpstreamObject(ctx context.Context, o upstreamObject) error {
	if err := tx.PutUpstreamObject(ctx, o.PutUpstreamObjectParams); err != nil {
		return fmt.Errorf("upstream object: %w", err)
	}
	return nil
}

// note keeps what a message says of the object's life, and reports whether its data
// are the newest, and whether anything of it is news.
//
// Data and destruction are ordered apart: a creation that arrives after the later
// destruction still tells what was destroyed, so that every order of arrival ends in
// the same state.
func (o *upstreamObject) note(m parcours.UpstreamMessage, hasData bool) (data, news bool) {
	at := millis(m.At)
	if data = hasData && at >= o.DataAt; data {
		o.DataAt, news = at, true
	}
	if m.Destroyed() && at >= o.DestroyedAt {
		o.DestroyedAt, news = at, true
	}
	return data, news
}

func (tx *tx) applyUpstream(ctx context.Context, a applying) (parcours.UpstreamVerdict, error) {
	o, err := tx.upstreamObject(ctx, a.m.Source, a.m.Model, a.m.ID)
	if err != nil {
		return parcours.UpstreamVerdict{}, err
	}
	if a.m.Purged {
		o.UpstreamID = ""
		return parcours.UpstreamVerdict{Reason: parcours.UpstreamPurged}, tx.putUpstreamObject(ctx, o)
	}
	switch a.m.Model {
	case parcours.UpstreamRdv:
		return tx.applyRdv(ctx, a, o)
	case parcours.UpstreamUser:
		return tx.applyUser(ctx, a, o)
	case parcours.UpstreamAbsence:
		return tx.applyAbsence(ctx, a, o)
	case parcours.UpstreamAssignation:
		return tx.applyAssignation(ctx, a, o)
	}
	return parcours.UpstreamVerdict{}, fmt.Errorf("%w: model %s", parcours.ErrInvalid, a.m.Model)
}

func dead(reason string) parcours.UpstreamVerdict {
	return parcours.UpstreamVerdict{Reason: reason, Dead: true}
}

func stale() parcours.UpstreamVerdict {
	return parcours.UpstreamVerdict{Reason: parcours.UpstreamStale}
}
