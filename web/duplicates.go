package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"relais/parcours"
)

// Duplicates are people who are probably one, for a human to decide.
type Duplicates interface {
	DuplicatePeople(ctx context.Context, actor parcours.Actor, limit int) ([]parcours.DuplicatePeople, error)
	CountDuplicatePeople(ctx context.Context) (int, error)
	MergePlan(ctx context.Context, now time.Time, actor parcours.Actor, keptID, mergedID string) (parcours.MergePlan, error)
	// MergePeople answers parcours.ErrConflict where the plan names an obstacle.
	MergePeople(ctx context.Context, now time.Time, actor parcours.Actor, keptID, mergedID string) error
	// KeepApart answers parcours.ErrConflict when somebody decided meanwhile,
	// ReopenDuplicate when nobody had.
	KeepApart(ctx context.Context, now time.Time, actor parcours.Actor, oneID, otherID string) error
	ReopenDuplicate(ctx context.Context, actor parcours.Actor, oneID, otherID string) error
}

const (
	accessDuplicates = "read_duplicates"
	accessMerge      = "merge_people"
	accessApart      = "keep_apart"
)

// shownDuplicates bounds the page: what is decided leaves it, and the next come up.
const shownDuplicates = 30

type duplicatesPage struct {
	page
	Proposals []duplicateCard
	// More: there are others after those.
	More bool
}

// duplicateCard is one proposal, the two files side by side.
type duplicateCard struct {
	page
	parcours.DuplicatePeople
	Compared comparison
}

// comparison is two files side by side.
type comparison struct {
	page
	LeftID, RightID string
	// LeftTitle and RightTitle are the keys of what each column is.
	LeftTitle, RightTitle string
	Rows                  []comparedRow
}

// comparedRow is one thing that both files say, or one of them.
type comparedRow struct {
	// Name is the key of its words.
	Name          string
	First, Second string
	Differs       bool
}

// FirstName and SecondName are the people's.
func (c duplicateCard) FirstName() string { return personName(c.First.Person) }

// SecondName is the second person's name.
func (c duplicateCard) SecondName() string { return personName(c.Second.Person) }

// Says are the reasons in words.
func (c duplicateCard) Says() []string {
	var said []string
	for _, r := range c.Reasons {
		said = append(said, c.T("duplicates.reason_"+string(r)))
	}
	return said
}

// Strong says how much speaks for it.
func (c duplicateCard) Strong() string { return c.T("duplicates.strength_" + string(c.Strength)) }

// compared puts two files side by side.
func (p page) compared(a, b parcours.File) []comparedRow {
	told := func(f parcours.File) []string {
		who := f.Person
		day := func(d parcours.Date) string {
			if d.IsZero() {
				return ""
			}
			return p.Day(d)
		}
		return []string{
			personName(who), who.BirthName, day(who.BirthDate), who.InternalID, who.AffiliationNumber, p.reachedAt(f, parcours.ChannelSMS, parcours.ChannelCall),
			p.reachedAt(f, parcours.ChannelEmail), strings.Join(strings.Fields(strings.Join([]string{who.Address, who.Postcode, who.City}, " ")), " "),
			who.Territory, f.Referent.Name(), day(who.EnteredOn), day(who.ExitedOn), p.nextOf(f),
		}
	}
	first, second := told(a), told(b)
	var rows []comparedRow
	for i, name := range []string{"name", "birth_name", "birth_date", "internal_id", "affiliation", "phone", "email", "address", "territory", "referent", "entered", "exited", "appointment"} {
		if first[i] != "" || second[i] != "" {
			rows = append(rows, comparedRow{"duplicates." + name, first[i], second[i], first[i] != second[i]})
		}
	}
	return rows
}

// reachedAt are the addresses of some channels that are in use.
func (p page) reachedAt(f parcours.File, channels ...parcours.Channel) string {
	var all []string
	for _, c := range f.Contacts {
		for _, channel := range channels {
			if c.Channel == channel && c.Status == parcours.ContactCurrent {
				all = append(all, p.Phone(c.Address))
			}
		}
	}
	return strings.Join(all, ", ")
}

// nextOf is the next appointment of a file.
func (p page) nextOf(f parcours.File) string {
	for _, a := range f.Appointments {
		if a.Standing(p.now) {
			return p.Moment(a.StartsAt)
		}
	}
	return ""
}

func (s *Server) showDuplicates(w http.ResponseWriter, r *http.Request, v *visit) error {
	all, err := s.store.DuplicatePeople(r.Context(), v.actor, shownDuplicates+1)
	if err != nil {
		return fmt.Errorf("read duplicate people: %w", err)
	}
	shown := duplicatesPage{page: s.page(v, "duplicates.title", "duplicates"), More: len(all) > shownDuplicates}
	for _, d := range all[:min(len(all), shownDuplicates)] {
		shown.Proposals = append(shown.Proposals, duplicateCard{shown.page, d, comparison{
			shown.page, d.FirstID, d.SecondID, "duplicates.first", "duplicates.second", shown.compared(d.First, d.Second),
		}})
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessDuplicates, "duplicates"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "duplicates", shown)
}

// mergePage says what merging one file into another will do.
type mergePage struct {
	page
	parcours.MergePlan
	Compared comparison
}

// KeptName is the name of the person whose file stays.
func (m mergePage) KeptName() string { return personName(m.Kept.Person) }

// MergedName is the name in the file that is merged into it.
func (m mergePage) MergedName() string { return personName(m.Merged.Person) }

// Stops says why it may not be done, "" where it may.
func (m mergePage) Stops() string {
	if m.Obstacle == parcours.MergeFree {
		return ""
	}
	return m.T("merge.obstacle_" + string(m.Obstacle))
}

// Moves counts in words what goes over.
func (m mergePage) Moves() []string {
	var moves []string
	for _, what := range []struct {
		key string
		n   int
	}{{"messages", m.Messages}, {"appointments", m.Appointments}, {"weeks", m.Weeks}, {"questions", m.Questions}, {"notes", m.Notes}} {
		if what.n > 0 {
			moves = append(moves, m.N("merge."+what.key, what.n))
		}
	}
	return moves
}

func (s *Server) showMerge(w http.ResponseWriter, r *http.Request, v *visit) error {
	kept, merged := r.PathValue("kept"), r.PathValue("merged")
	plan, err := s.store.MergePlan(r.Context(), v.now, v.actor, kept, merged)
	if err != nil {
		return fmt.Errorf("plan to merge %s into %s: %w", merged, kept, err)
	}
	p := s.page(v, "merge.title", "duplicates")
	if err := s.keep(r, v, accessDuplicates, kept, merged); err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "merge", mergePage{p, plan, comparison{
		p, kept, merged, "merge.kept", "merge.merged", p.compared(plan.Kept, plan.Merged),
	}})
}

// settleDuplicate merges two files, or keeps them apart; only the latter can be taken
// back.
func (s *Server) settleDuplicate(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, kept, merged := r.Context(), r.PathValue("kept"), r.PathValue("merged")
	const list = "/doublons"
	switch r.PathValue("step") {
	case "reunion":
		// Whose file it was is kept before it is nobody's any more.
		if err := s.keep(r, v, accessMerge, merged); err != nil {
			return err
		}
		if err := s.store.MergePeople(ctx, v.now, v.actor, kept, merged); err != nil {
			return fmt.Errorf("merge %s into %s: %w", merged, kept, err)
		}
		if err := s.keep(r, v, accessMerge, kept); err != nil {
			return err
		}
		return s.done(w, r, "flash.merged", "/personnes/"+kept)
	case "distincts":
		if err := s.store.KeepApart(ctx, v.now, v.actor, kept, merged); err != nil {
			return fmt.Errorf("keep %s and %s apart: %w", kept, merged, err)
		}
		if err := s.keep(r, v, accessApart, kept, merged); err != nil {
			return err
		}
		return s.doneUntil(w, r, "flash.kept_apart", list, undo{Path: list + "/" + kept + "/" + merged + "/retour"})
	case "retour":
		if err := s.store.ReopenDuplicate(ctx, v.actor, kept, merged); err != nil {
			return fmt.Errorf("propose %s and %s again: %w", kept, merged, err)
		}
		if err := s.keep(r, v, accessApart, kept, merged); err != nil {
			return err
		}
		return s.done(w, r, "flash.taken_back", list)
	}
	return parcours.ErrNotFound
}
