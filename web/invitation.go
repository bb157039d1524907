package web

import (
	"errors"
	"fmt"
	"net/http"

	"relais/parcours"
)

// accessAccept is the action of who chose the password of their account.
const accessAccept = "accept_invitation"

// invitationPage lets somebody who was invited choose a password.
type invitationPage struct {
	page
	Email    string
	Token    string
	Shortest int
	Problem  string
	// Over: the link was used, replaced or is too old.
	Over bool
}

// showInvitation does not use the link up: mail programs open links by themselves.
func (s *Server) showInvitation(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.invitation(w, r, v, http.StatusOK, "")
}

func (s *Server) invitation(w http.ResponseWriter, r *http.Request, v *visit, status int, problem string) error {
	token := r.PathValue("token")
	shown := invitationPage{page: s.page(v, "invitation.title", ""), Token: token, Shortest: parcours.PasswordShortest, Problem: problem}
	if !s.signIn.allowAddress(clientAddress(r)) {
		w.Header().Set("Retry-After", "60")
		return errTooMany
	}
	account, err := s.store.Invited(r.Context(), token)
	if errors.Is(err, parcours.ErrNotFound) {
		shown.Over = true
		return s.render(w, http.StatusNotFound, "invitation", shown)
	}
	if err != nil {
		return fmt.Errorf("invitation: %w", err)
	}
	shown.Email = account.Email
	return s.render(w, status, "invitation", shown)
}

func (s *Server) acceptInvitation(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, token, password := r.Context(), r.PathValue("token"), r.PostForm.Get("password")
	if !s.signIn.allowAddress(clientAddress(r)) {
		w.Header().Set("Retry-After", "60")
		return errTooMany
	}
	account, err := s.store.Invited(ctx, token)
	if errors.Is(err, parcours.ErrNotFound) {
		return s.invitation(w, r, v, http.StatusNotFound, "")
	}
	if err != nil {
		return fmt.Errorf("invitation: %w", err)
	}
	if parcours.CheckPassword(password, account.Email) != nil {
		return s.invitation(w, r, v, http.StatusUnprocessableEntity, "invitation.unfit")
	}
	hash, err := HashPassword(password)
	if err != nil {
		return err
	}
	account, err = s.store.AcceptInvitation(ctx, token, hash)
	if errors.Is(err, parcours.ErrNotFound) {
		return s.invitation(w, r, v, http.StatusNotFound, "")
	}
	if err != nil {
		return fmt.Errorf("accept invitation: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, account.Actor(), accessAccept, account.ID); err != nil {
		return fmt.Errorf("keep the acceptance: %w", err)
	}
	return s.known(w, r, v, account, "/", false)
}
