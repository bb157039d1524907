package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"relais/parcours"
)

// Links are one-time codes that open the bot as somebody.
type Links interface {
	// IssueTelegramLink makes a code for one person or one professional; the
	// other id is empty. Codes issued before stop working.
	IssueTelegramLink(ctx context.Context, now time.Time, personID, professionalID string) (token string, err error)
}

var factKinds = []parcours.FactKind{parcours.FactRegistered, parcours.FactOriented, parcours.FactContracted}

var orientations = []parcours.Orientation{parcours.OrientationWork, parcours.OrientationSocioPro, parcours.OrientationSocial}

// recordOutcome says what became of an appointment.
func (s *Server) recordOutcome(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, outcome := r.PathValue("id"), parcours.Outcome(r.PostFormValue("outcome"))
	a, err := s.settleOutcome(r.Context(), v, id, r.PathValue("participation"), outcome, parcours.Impediment(r.PostFormValue("impediment")))
	if err != nil {
		return err
	}
	to := back(r, "/personnes/"+id)
	if outcome == parcours.OutcomeRevoked || parcours.MayMove(outcome, a.Outcome, a.StartsAt, v.now) != nil {
		return s.done(w, r, "flash.outcome", to)
	}
	return s.doneUntil(w, r, "flash.outcome", to, undo{
		Path: "/personnes/" + id + "/issues/" + a.ParticipationID, Fields: append(fields("outcome", string(a.Outcome)), fields("impediment", string(a.Impediment))...),
	})
}

// settleOutcome moves an appointment to an outcome and returns it as it was before. One
// to come that the service cancels is revoked, so that the person is told.
func (s *Server) settleOutcome(ctx context.Context, v *visit, personID, participationID string, outcome parcours.Outcome, impediment parcours.Impediment) (parcours.Appointment, error) {
	var none parcours.Appointment
	file, err := s.store.Person(ctx, v.actor, personID)
	if err != nil {
		return none, fmt.Errorf("read person %s: %w", personID, err)
	}
	at := slices.IndexFunc(file.Appointments, func(a parcours.Appointment) bool { return a.ParticipationID == participationID })
	if at < 0 {
		return none, fmt.Errorf("appointment of person %s: %w", personID, parcours.ErrNotFound)
	}
	a := file.Appointments[at]
	if !slices.Contains([]parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeRevoked, parcours.OutcomeNoShow, parcours.OutcomeUnknown}, outcome) {
		return a, fmt.Errorf("%w: choose an outcome", parcours.ErrInvalid)
	}
	if outcome != parcours.OutcomeExcused {
		impediment = parcours.ImpedimentNone
	} else if impediment != parcours.ImpedimentNone && !slices.Contains(impediments, impediment) {
		return a, fmt.Errorf("%w: unknown impediment", parcours.ErrInvalid)
	}
	if err := parcours.MayMove(a.Outcome, outcome, a.StartsAt, v.now); err != nil {
		return a, err
	}
	if outcome == parcours.OutcomeRevoked && a.Standing(v.now) {
		err = s.store.Revoke(ctx, v.now, v.actor, a.ID)
	} else {
		err = s.store.RecordOutcome(ctx, v.now, v.actor, a.ParticipationID, outcome, impediment)
	}
	if err != nil {
		return a, fmt.Errorf("record outcome of participation %s: %w", a.ParticipationID, err)
	}
	return a, s.noted(ctx, v, accessOutcome, a.ParticipationID)
}

func (s *Server) recordFact(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	if _, err := s.store.Person(r.Context(), v.actor, id); err != nil {
		return fmt.Errorf("read person %s: %w", id, err)
	}
	fact, err := factOf(r, v, id, s.today(v))
	if err != nil {
		return err
	}
	if err := s.store.RecordFact(r.Context(), v.now, v.actor, fact); err != nil {
		return fmt.Errorf("record fact about %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessFact, id); err != nil {
		return fmt.Errorf("keep the fact's author: %w", err)
	}
	return s.done(w, r, "flash.fact", "/personnes/"+id)
}

// factOf reads the form of a fact. A fact happened: its date is today at the latest.
func factOf(r *http.Request, v *visit, personID string, today parcours.Date) (parcours.Fact, error) {
	fact := parcours.Fact{PersonID: personID, Kind: parcours.FactKind(r.PostFormValue("kind")), By: v.actor.ProfessionalID, At: v.now}
	if !slices.Contains(factKinds, fact.Kind) {
		return fact, fmt.Errorf("%w: choose what is recorded", parcours.ErrInvalid)
	}
	var err error
	if fact.On, err = parcours.ParseDate(r.PostFormValue("on")); err != nil {
		return fact, err
	}
	if fact.On.IsZero() || fact.On.After(today) {
		return fact, fmt.Errorf("%w: the date is today at the latest", parcours.ErrInvalid)
	}
	if fact.Kind == parcours.FactOriented {
		if fact.Value = r.PostFormValue("value"); !slices.Contains(orientations, parcours.Orientation(fact.Value)) {
			return fact, fmt.Errorf("%w: choose an orientation", parcours.ErrInvalid)
		}
	}
	if fact.Kind == parcours.FactContracted {
		if fact.EndsOn, err = parcours.ParseDate(r.PostFormValue("ends_on")); err != nil {
			return fact, err
		}
		if !fact.EndsOn.IsZero() && fact.EndsOn.Before(fact.On) {
			return fact, fmt.Errorf("%w: a contract ends after it begins", parcours.ErrInvalid)
		}
	}
	return fact, nil
}

func (s *Server) cancelMessage(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, notification := r.PathValue("id"), r.PathValue("notification")
	planned, err := s.store.Planned(r.Context(), v.actor, id)
	if err != nil {
		return fmt.Errorf("read what is planned for %s: %w", id, err)
	}
	if !slices.ContainsFunc(planned, func(n parcours.Notification) bool { return n.ID == notification }) {
		return fmt.Errorf("message of person %s: %w", id, parcours.ErrNotFound)
	}
	if err := s.store.CancelNotification(r.Context(), v.now, v.actor, notification); err != nil {
		return fmt.Errorf("cancel notification %s: %w", notification, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessCancel, notification); err != nil {
		return fmt.Errorf("keep the cancellation's author: %w", err)
	}
	return s.doneUntil(w, r, "flash.cancelled", "/personnes/"+id+"#prevu", undo{Path: "/personnes/" + id + "/messages/" + notification + "/retour"})
}

// linkPerson shows a Telegram link once: the address of the page does not give it again.
func (s *Server) linkPerson(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	if _, err := s.store.Person(r.Context(), v.actor, id); err != nil {
		return fmt.Errorf("read person %s: %w", id, err)
	}
	link, err := s.issueLink(r.Context(), v, id, "")
	if err != nil {
		return err
	}
	return s.person(w, r, v, personExtra{link: link})
}

func (s *Server) issueLink(ctx context.Context, v *visit, personID, professionalID string) (string, error) {
	if s.telegramLink == nil {
		return "", fmt.Errorf("telegram link: %w", parcours.ErrNotFound)
	}
	token, err := s.store.IssueTelegramLink(ctx, v.now, personID, professionalID)
	if err != nil {
		return "", fmt.Errorf("issue telegram link: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessLink, personID+professionalID); err != nil {
		return "", fmt.Errorf("keep the link's author: %w", err)
	}
	return s.telegramLink(token), nil
}
