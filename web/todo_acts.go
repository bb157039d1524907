package web

import (
	"fmt"
	"net/http"
	"strings"

	"relais/parcours"
)

// chosen are the people of a form: the one of the button that was pressed, else those
// that are ticked.
func chosen(r *http.Request) ([]string, error) {
	if one := r.PostFormValue("one"); one != "" {
		return []string{one}, nil
	}
	people := r.PostForm["person"]
	if len(people) == 0 {
		return nil, fmt.Errorf("%w: choose at least one person", parcours.ErrInvalid)
	}
	if len(people) > workRows {
		return nil, fmt.Errorf("%w: at most %d people at once", parcours.ErrInvalid, workRows)
	}
	return people, nil
}

func (s *Server) register(w http.ResponseWriter, r *http.Request, v *visit) error {
	people, err := chosen(r)
	if err != nil {
		return err
	}
	on, err := parcours.ParseDate(r.PostFormValue("on"))
	if err != nil {
		return err
	}
	facts, err := s.store.Register(r.Context(), v.now, v.actor, people, on)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	if err := s.keep(r, v, accessRegister, people...); err != nil {
		return err
	}
	u := undo{Path: "/inscriptions/annulation", Fields: append(fields("fact", facts...), field{"suite", back(r, "/a-faire")})}
	return s.doneUntil(w, r, "flash.registered", back(r, "/listes/not_registered"), u)
}

func (s *Server) retractRegistrations(w http.ResponseWriter, r *http.Request, v *visit) error {
	facts := r.PostForm["fact"]
	if err := s.store.RetractFacts(r.Context(), v.now, v.actor, facts); err != nil {
		return fmt.Errorf("retract registrations: %w", err)
	}
	if err := s.keep(r, v, accessRegister, facts...); err != nil {
		return err
	}
	return s.done(w, r, "flash.taken_back", back(r, "/listes/not_registered"))
}

// keep notes who did something to each of the subjects.
func (s *Server) keep(r *http.Request, v *visit, action string, subjects ...string) error {
	for _, id := range subjects {
		if err := s.store.LogAccess(r.Context(), v.now, v.actor, action, id); err != nil {
			return fmt.Errorf("keep the author: %w", err)
		}
	}
	return nil
}

// giveNumber notes a number that somebody gave for a person.
func (s *Server) giveNumber(w http.ResponseWriter, r *http.Request, v *visit) error {
	person, confirmed := r.PostFormValue("person"), r.PostFormValue("confirmed") != ""
	phone := parcours.ParsePhone(r.PostFormValue("number"))
	claim, asked, err := s.store.GiveNumber(r.Context(), v.now, v.actor, person, phone, confirmed)
	if err != nil {
		return fmt.Errorf("number of person %s: %w", person, err)
	}
	if err := s.keep(r, v, accessNumber, person); err != nil {
		return err
	}
	to := back(r, "/personnes/"+person)
	if confirmed {
		return s.done(w, r, "flash.number_confirmed", to)
	}
	said := "flash.number_asked"
	if !asked {
		said = "flash.number_unasked"
	}
	return s.doneUntil(w, r, said, to, undo{Path: "/numeros/annulation", Fields: []field{{"person", person}, {"claim", claim}, {"suite", to}}})
}

func (s *Server) dropNumber(w http.ResponseWriter, r *http.Request, v *visit) error {
	person := r.PostFormValue("person")
	if err := s.store.SettleNumber(r.Context(), v.now, v.actor, person, r.PostFormValue("claim"), false); err != nil {
		return fmt.Errorf("number of person %s: %w", person, err)
	}
	if err := s.keep(r, v, accessNumber, person); err != nil {
		return err
	}
	return s.done(w, r, "flash.taken_back", back(r, "/personnes/"+person))
}

// findForUnclaimed searches the person whose message nobody is known to have sent.
// What is typed stays out of addresses.
func (s *Server) findForUnclaimed(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	v.here = "/listes/unclaimed"
	shown, err := s.work(r.Context(), r, v, parcours.ListUnclaimed, f)
	if err != nil {
		return err
	}
	shown.Search, shown.Found = strings.TrimSpace(r.PostFormValue("q")), r.PostFormValue("question")
	if shown.Search == "" {
		return s.renderWork(w, r, v, shown)
	}
	for i := range shown.Rows {
		if shown.Rows[i].ID != shown.Found {
			continue
		}
		people, err := s.store.People(r.Context(), v.actor, shown.Search, foundForUnclaimed)
		if err != nil {
			return fmt.Errorf("search people: %w", err)
		}
		shown.Rows[i].Candidates, shown.Rows[i].Searched = people, true
		if err := s.keep(r, v, accessSearch, fmt.Sprintf("%d found", len(people))); err != nil {
			return err
		}
	}
	return s.renderWork(w, r, v, shown)
}

// foundForUnclaimed bounds the people who are offered for one message.
const foundForUnclaimed = 12

// settleUnclaimed does one of what is done with a message of somebody unknown.
func (s *Server) settleUnclaimed(w http.ResponseWriter, r *http.Request, v *visit) error {
	const list = "/listes/unclaimed"
	ctx, id := r.Context(), r.PathValue("question")
	var err error
	flash, again := "", ""
	switch r.PathValue("step") {
	case "rattachement":
		flash, again = "flash.attached", "detachement"
		err = s.store.Attach(ctx, v.now, v.actor, id, r.PostFormValue("person"), r.PostFormValue("theirs") != "")
	case "detachement":
		flash, err = "flash.taken_back", s.store.Detach(ctx, v.now, v.actor, id)
	case "fermeture":
		flash, again = "flash.dismissed", "reouverture"
		err = s.store.Dismiss(ctx, v.now, v.actor, id)
	case "mauvais-numero":
		flash, again = "flash.wrong_number", "reouverture"
		err = s.store.WrongNumber(ctx, v.now, v.actor, id)
	case "reouverture":
		flash, err = "flash.taken_back", s.store.Reopen(ctx, v.now, v.actor, id)
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("settle an unknown number: %w", err)
	}
	if err := s.keep(r, v, accessUnclaimed, id); err != nil {
		return err
	}
	if again == "" {
		return s.done(w, r, flash, list)
	}
	return s.doneUntil(w, r, flash, list, undo{Path: "/inconnus/" + id + "/" + again})
}
