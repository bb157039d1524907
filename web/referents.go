package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"relais/parcours"
)

// Referents are who follows whom, and how people pass from one to another.
type Referents interface {
	// Referents lists those of a territory first, with how many people each follows.
	Referents(ctx context.Context, territoryID string) ([]parcours.Professional, error)
	ReferentsOf(ctx context.Context, actor parcours.Actor, personIDs []string) ([]parcours.Handover, error)
	// Caseload also counts the slots to come of the referent, and the people who have one.
	Caseload(ctx context.Context, now time.Time, actor parcours.Actor, referentID string) (people []parcours.Handover, slots, booked int, err error)
	// Assign answers parcours.ErrConflict when somebody has another referent by now.
	Assign(ctx context.Context, now time.Time, actor parcours.Actor, from string, given []parcours.Handover) (string, error)
	UndoTransfer(ctx context.Context, now time.Time, actor parcours.Actor, id string) (kept int, err error)
	Transfers(ctx context.Context, since time.Time) ([]parcours.Transfer, error)
}

const (
	accessAssign       = "assign_referent"
	accessUndoTransfer = "undo_transfer"
)

// shownTransfers is how far back transfers can be taken back from the page.
const shownTransfers = 30 * 24 * time.Hour

// referentsPage is who follows how many people, and the last transfers.
type referentsPage struct {
	page
	Rows      []referentRow
	Target    int
	Transfers []parcours.Transfer
}

// referentRow is one referent's load. Width and Mark are hundredths of the scale.
type referentRow struct {
	parcours.Professional
	Absent, Over bool
	Width, Mark  float64
}

func (s *Server) showReferents(w http.ResponseWriter, r *http.Request, v *visit) error {
	all, err := s.store.Referents(r.Context(), "")
	if err != nil {
		return fmt.Errorf("read referents: %w", err)
	}
	p := s.page(v, "referents.title", "referents")
	shown := referentsPage{page: p, Target: s.rules.CaseloadTarget}
	scale := shown.Target
	for _, one := range all {
		scale = max(scale, one.Caseload)
	}
	for _, one := range all {
		shown.Rows = append(shown.Rows, referentRow{
			Professional: one, Absent: one.AbsentOn(p.Today()), Over: one.Caseload > shown.Target,
			Width: 100 * float64(one.Caseload) / float64(max(scale, 1)), Mark: 100 * float64(shown.Target) / float64(max(scale, 1)),
		})
	}
	if shown.Transfers, err = s.store.Transfers(r.Context(), v.now.Add(-shownTransfers)); err != nil {
		return fmt.Errorf("read transfers: %w", err)
	}
	return s.render(w, http.StatusOK, "referents", shown)
}

// transferPage gives one person, or a referent's whole caseload, to others.
type transferPage struct {
	page
	// Person is set for one person, From for a caseload.
	Person parcours.File
	From   parcours.Professional
	People int
	// Slots to come in which the referent sits, and the people who have one.
	Slots, Booked int
	Target        int
	Choices       []transferChoice
	// Shares are what is previewed, Mark its digest.
	Shares []share
	Mark   string
}

// Name of the person.
func (p transferPage) Name() string { return personName(p.Person.Person) }

// transferChoice is a referent who may receive.
type transferChoice struct {
	referentChoice
	Chosen bool
}

// share is what one receiver would get.
type share struct {
	Name                  string
	Before, Given, Become int
	Over                  bool
}

// plan is the handovers that a form asks for, with what each receiver gets.
func (s *Server) plan(ctx context.Context, people []parcours.Handover, to []string) ([]parcours.Handover, []share, error) {
	all, err := s.store.Referents(ctx, "")
	if err != nil {
		return nil, nil, fmt.Errorf("read referents: %w", err)
	}
	receivers := slices.DeleteFunc(all, func(p parcours.Professional) bool { return !slices.Contains(to, p.ID) })
	if len(receivers) == 0 {
		return nil, nil, fmt.Errorf("%w: choose who follows them", parcours.ErrInvalid)
	}
	given := parcours.Spread(people, receivers)
	var shares []share
	for _, p := range receivers {
		n := 0
		for _, h := range given {
			if h.To == p.ID {
				n++
			}
		}
		shares = append(shares, share{Name: p.Name(), Before: p.Caseload, Given: n, Become: p.Caseload + n, Over: p.Caseload+n > s.rules.CaseloadTarget})
	}
	return given, shares, nil
}

func (s *Server) showTransfer(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("id")
	p := s.page(v, "referents.transfer", "referents")
	shown := transferPage{page: p, Target: s.rules.CaseloadTarget}
	all, err := s.store.Referents(ctx, "")
	if err != nil {
		return fmt.Errorf("read referents: %w", err)
	}
	at := slices.IndexFunc(all, func(p parcours.Professional) bool { return p.ID == id })
	if at < 0 {
		return parcours.ErrNotFound
	}
	shown.From = all[at]
	people, slots, booked, err := s.store.Caseload(ctx, v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("read caseload: %w", err)
	}
	shown.People, shown.Slots, shown.Booked = len(people), slots, booked
	to := r.URL.Query()["vers"]
	if shown.Choices, err = s.transferChoices(ctx, p.Today(), shown.From.TerritoryID, id, to); err != nil {
		return err
	}
	if len(to) > 0 && len(people) > 0 {
		given, shares, err := s.plan(ctx, people, to)
		if err != nil {
			return err
		}
		shown.Shares, shown.Mark = shares, parcours.MarkOf(given)
	}
	return s.render(w, http.StatusOK, "transfer", shown)
}

// transferChoices are the referents but one, those of the territory first; those who
// are named are chosen.
func (s *Server) transferChoices(ctx context.Context, today parcours.Date, territoryID, but string, named []string) ([]transferChoice, error) {
	choices, err := s.referentChoices(ctx, today, territoryID)
	if err != nil {
		return nil, err
	}
	var shown []transferChoice
	for _, c := range choices {
		if c.ID != but {
			shown = append(shown, transferChoice{c, slices.Contains(named, c.ID)})
		}
	}
	return shown, nil
}

// transfer applies what was previewed: when the caseload or the loads moved
// meanwhile, nothing is done.
func (s *Server) transfer(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("id")
	people, _, _, err := s.store.Caseload(ctx, v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("read caseload: %w", err)
	}
	given, _, err := s.plan(ctx, people, r.PostForm["vers"])
	if err != nil {
		return err
	}
	if parcours.MarkOf(given) != r.PostFormValue("mark") {
		return fmt.Errorf("%w: the caseload is not what was previewed", parcours.ErrConflict)
	}
	return s.apply(w, r, v, id, given, "/referents")
}

func (s *Server) showAssign(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("person")
	file, err := s.store.Person(r.Context(), v.actor, id)
	if err != nil {
		return fmt.Errorf("read person %s: %w", id, err)
	}
	p := s.page(v, "referents.assign", "referents")
	shown := transferPage{page: p, Person: file, Target: s.rules.CaseloadTarget}
	if shown.Choices, err = s.transferChoices(r.Context(), p.Today(), file.Person.TerritoryID, file.Person.ReferentID, nil); err != nil {
		return err
	}
	if err := s.keep(r, v, accessPerson, id); err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "transfer", shown)
}

// assign gives the people of a form a referent, or each the least loaded of those of
// their territory.
func (s *Server) assign(w http.ResponseWriter, r *http.Request, v *visit) error {
	ids, err := chosen(r)
	if err != nil {
		return err
	}
	people, err := s.store.ReferentsOf(r.Context(), v.actor, ids)
	if err != nil {
		return fmt.Errorf("read referents: %w", err)
	}
	to := cmp.Or(r.PostFormValue("to-"+r.PostFormValue("one")), r.PostFormValue("to"))
	given, _, err := s.plan(r.Context(), people, []string{to})
	if err != nil {
		return err
	}
	if len(given) == 0 {
		return fmt.Errorf("%w: they have that referent", parcours.ErrConflict)
	}
	return s.apply(w, r, v, "", given, back(r, "/listes/no_referent"))
}

// apply writes handovers and offers to take them back.
func (s *Server) apply(w http.ResponseWriter, r *http.Request, v *visit, from string, given []parcours.Handover, to string) error {
	id, err := s.store.Assign(r.Context(), v.now, v.actor, from, given)
	if err != nil {
		return fmt.Errorf("assign: %w", err)
	}
	if err := s.keep(r, v, accessAssign, id); err != nil {
		return err
	}
	return s.doneUntil(w, r, "flash.assigned", to, undo{Path: "/affectations/" + url.PathEscape(id) + "/annulation", Fields: fields("suite", to)})
}

func (s *Server) undoTransfer(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("transfer")
	kept, err := s.store.UndoTransfer(r.Context(), v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("undo transfer: %w", err)
	}
	if err := s.keep(r, v, accessUndoTransfer, id); err != nil {
		return err
	}
	flash := "flash.taken_back"
	if kept > 0 {
		flash = "flash.partly_taken_back"
	}
	return s.done(w, r, flash, back(r, "/referents"))
}
