package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"relais/parcours"
)

// Partners are the endpoints that are told of changes. No page of theirs holds
// anybody's data.
type Partners interface {
	Partners(ctx context.Context) ([]parcours.PartnerEndpoint, error)
	// AddPartner and RotatePartnerSecret return the secret, which nobody is shown again.
	AddPartner(ctx context.Context, now time.Time, actor parcours.Actor, e parcours.PartnerEndpoint) (added parcours.PartnerEndpoint, secret string, err error)
	RotatePartnerSecret(ctx context.Context, id string, until time.Time) (string, error)
	EndFormerSecret(ctx context.Context, id string) error
	StopPartner(ctx context.Context, now time.Time, id string) error
	ResumePartner(ctx context.Context, id string) error
	DeadDeliveries(ctx context.Context, limit int) ([]parcours.PartnerDelivery, error)
	// ReplayDelivery and DropDelivery answer parcours.ErrNotFound for what is not in the
	// list any more.
	ReplayDelivery(ctx context.Context, id string) error
	DropDelivery(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

// PartnerTrial tries an endpoint.
type PartnerTrial interface {
	// Check returns parcours.ErrInvalid for an address to which nothing may be posted.
	Check(url string) error
	// Try posts a message about nothing, and returns why it was not taken; "" when it was.
	Try(ctx context.Context, id string) (parcours.PartnerFault, error)
}

// Actions of the access log.
const (
	accessPartners        = "read_partners"
	accessAddPartner      = "add_partner"
	accessChangePartner   = "change_partner"
	accessReplayDelivery  = "replay_delivery"
	accessDropDelivery    = "drop_delivery"
	accessTryPartner      = "try_partner"
	accessRotatePartner   = "rotate_partner_secret"
	formerSecretLifetime  = 7 * 24 * time.Hour
	shownDeliveries       = 50
	partnerNameCharacters = 80
)

// partnersPage lists the endpoints, and what could not be told.
type partnersPage struct {
	page
	Working, Stopped []parcours.PartnerEndpoint
	Dead             []parcours.PartnerDelivery
	Shapes           []parcours.PartnerShape
	Kinds            []parcours.StructureKind
	Structures       []string
	Territories      []parcours.Territory
	// Secret is shown once, with whose it is.
	Secret, SecretOf string
	// Tried is what a trial of Tries ended in.
	Tries string
	Tried parcours.PartnerFault
	// Form is what was typed, when it cannot be kept as it is.
	Form    parcours.PartnerEndpoint
	Problem string
	status  int
}

// Resting reports whether nothing is tried for now, because the endpoint failed again
// and again.
func (p partnersPage) Resting(e parcours.PartnerEndpoint) bool { return e.RestUntil.After(time.Now()) }

// Rotating reports whether the secret before is still good.
func (p partnersPage) Rotating(e parcours.PartnerEndpoint) bool {
	return e.FormerUntil.After(time.Now())
}

// Fault says in words why something was not taken.
func (p partnersPage) Fault(f parcours.PartnerFault) string {
	if text, ok := p.words["partners.fault_"+string(f)]; ok {
		return text
	}
	return p.T("partners.fault_status", "status", string(f))
}

func (s *Server) showPartners(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessPartners, "partners"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.partnersShown(w, r, v, partnersPage{})
}

func (s *Server) partnersShown(w http.ResponseWriter, r *http.Request, v *visit, shown partnersPage) error {
	ctx := r.Context()
	if s.partners == nil {
		return parcours.ErrNotFound
	}
	all, err := s.store.Partners(ctx)
	if err != nil {
		return fmt.Errorf("partners: %w", err)
	}
	for _, e := range all {
		if e.StoppedAt.IsZero() {
			shown.Working = append(shown.Working, e)
		} else {
			shown.Stopped = append(shown.Stopped, e)
		}
	}
	if shown.Dead, err = s.store.DeadDeliveries(ctx, shownDeliveries); err != nil {
		return fmt.Errorf("partners: %w", err)
	}
	if shown.Territories, err = s.store.Territories(ctx); err != nil {
		return fmt.Errorf("partners: %w", err)
	}
	team, err := s.store.Team(ctx)
	if err != nil {
		return fmt.Errorf("partners: %w", err)
	}
	seen := map[string]bool{"": true}
	for _, pro := range team {
		if !seen[pro.Structure] {
			seen[pro.Structure], shown.Structures = true, append(shown.Structures, pro.Structure)
		}
	}
	shown.page, shown.Shapes, shown.Kinds = s.page(v, "partners.title", "partners"), parcours.PartnerShapes, parcours.StructureKinds
	status := http.StatusOK
	if shown.status != 0 {
		status = shown.status
	}
	return s.render(w, status, "partners", shown)
}

// addPartner keeps an endpoint and shows its secret, once: the address of the page does
// not give it again.
func (s *Server) addPartner(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.partners == nil {
		return parcours.ErrNotFound
	}
	form := parcours.PartnerEndpoint{
		Name: strings.TrimSpace(r.PostFormValue("name")), URL: strings.TrimSpace(r.PostFormValue("url")), Shape: parcours.PartnerShape(r.PostFormValue("shape")),
		Kind: parcours.StructureKind(r.PostFormValue("kind")), Structure: strings.TrimSpace(r.PostFormValue("structure")), TerritoryID: r.PostFormValue("territory"),
		WithContacts: r.PostFormValue("contacts") == "yes", WithNIR: r.PostFormValue("nir") == "yes",
	}
	wrong := func(problem string) error {
		return s.partnersShown(w, r, v, partnersPage{Form: form, Problem: problem, status: http.StatusUnprocessableEntity})
	}
	if s.partners.Check(form.URL) != nil {
		return wrong("partners.no_address")
	}
	if form.Name == "" || len([]rune(form.Name)) > partnerNameCharacters {
		return wrong("partners.no_name")
	}
	added, secret, err := s.store.AddPartner(r.Context(), v.now, v.actor, form)
	if errors.Is(err, parcours.ErrInvalid) {
		return wrong("partners.not_for_kind")
	}
	if err != nil {
		return fmt.Errorf("add partner: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessAddPartner, added.ID); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.partnersShown(w, r, v, partnersPage{Secret: secret, SecretOf: added.Name})
}

// changePartner tries, rotates, stops or resumes an endpoint.
func (s *Server) changePartner(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("partner")
	if s.partners == nil {
		return parcours.ErrNotFound
	}
	action, flash := accessChangePartner, ""
	var back undo
	var shown partnersPage
	var err error
	switch r.PathValue("step") {
	case "essai":
		action, shown.Tries = accessTryPartner, id
		shown.Tried, err = s.partners.Try(ctx, id)
	case "secret":
		action, shown.SecretOf = accessRotatePartner, s.partnerName(ctx, id)
		shown.Secret, err = s.store.RotatePartnerSecret(ctx, id, time.Now().Add(formerSecretLifetime))
	case "ancien-secret":
		flash, err = "flash.former_secret", s.store.EndFormerSecret(ctx, id)
	case "arret":
		flash, back, err = "flash.partner_stopped", undo{Path: "/partenaires/" + id + "/reprise"}, s.store.StopPartner(ctx, v.now, id)
	case "reprise":
		flash, err = "flash.partner_resumed", s.store.ResumePartner(ctx, id)
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("change partner %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, action, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	switch {
	case flash == "":
		return s.partnersShown(w, r, v, shown)
	case back.Path != "":
		return s.doneUntil(w, r, flash, "/partenaires", back)
	}
	return s.done(w, r, flash, "/partenaires")
}

func (s *Server) partnerName(ctx context.Context, id string) string {
	all, err := s.store.Partners(ctx)
	if err != nil {
		return ""
	}
	for _, e := range all {
		if e.ID == id {
			return e.Name
		}
	}
	return ""
}

// settleDelivery tells again what was given up, or lets it go.
func (s *Server) settleDelivery(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("delivery")
	var action, flash string
	var back undo
	var err error
	switch r.PathValue("step") {
	case "essai":
		action, flash, err = accessReplayDelivery, "flash.delivery_replayed", s.store.ReplayDelivery(ctx, id)
	case "abandon":
		action, flash, err = accessDropDelivery, "flash.delivery_dropped", s.store.DropDelivery(ctx, v.now, v.actor, id)
		back = undo{Path: "/partenaires/envois/" + id + "/essai"}
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("settle delivery %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, action, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	if back.Path != "" {
		return s.doneUntil(w, r, flash, "/partenaires", back)
	}
	return s.done(w, r, flash, "/partenaires")
}
