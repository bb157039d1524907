package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"relais/parcours"
)

// Entrusting lets professionals who are not the referent follow a person.
type Entrusting interface {
	Entrust(ctx context.Context, now time.Time, actor parcours.Actor, personID, professionalID string) error
	EndTrust(ctx context.Context, actor parcours.Actor, personID, professionalID string) error
	EntrustedTo(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.Professional, error)
}

// Actions of the access log.
const (
	accessEntrust  = "entrust_person"
	accessEndTrust = "end_trust"
)

// entrustedTo are the professionals who follow a person beside the referent, and
// those who could.
type entrustedTo struct {
	Followers, Others []parcours.Professional
	// May: the reader may change them.
	May bool
}

var entrusters = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountReferent, parcours.AccountPartner}

func (s *Server) entrustedTo(ctx context.Context, v *visit, file parcours.File) (entrustedTo, error) {
	shown := entrustedTo{May: among(v.account.Role, entrusters)}
	var err error
	if shown.Followers, err = s.store.EntrustedTo(ctx, v.actor, file.Person.ID); err != nil || !shown.May {
		return shown, err
	}
	team, err := s.store.Team(ctx)
	if err != nil {
		return shown, err
	}
	for _, p := range team {
		known := func(other parcours.Professional) bool { return other.ID == p.ID }
		outside := p.Role == parcours.RoleNurse || p.Role == parcours.RolePartner
		if outside && p.ID != file.Referent.ID && !slices.ContainsFunc(shown.Followers, known) {
			shown.Others = append(shown.Others, p)
		}
	}
	return shown, nil
}

// entrust opens a person's file to a nurse or a partner, or closes it to them.
func (s *Server) entrust(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id, professional := r.Context(), r.PathValue("id"), r.PostFormValue("professional")
	var action, flash string
	var err error
	switch r.PathValue("step") {
	case "ajout":
		action, flash, err = accessEntrust, "flash.entrusted", s.store.Entrust(ctx, v.now, v.actor, id, professional)
	case "retrait":
		action, flash, err = accessEndTrust, "flash.trust_ended", s.store.EndTrust(ctx, v.actor, id, professional)
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("entrust person %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, action, id); err != nil {
		return fmt.Errorf("keep the author of the change: %w", err)
	}
	return s.done(w, r, flash, "/personnes/"+id)
}
