package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"relais/parcours"
)

// WorkLists are the lists that are worked, and what is done from them.
type WorkLists interface {
	// Work returns one page of a list; parcours.ErrNotFound for ListSlotsShort, which is
	// Balance's.
	Work(ctx context.Context, now time.Time, list parcours.WorkList, f parcours.Filter, page parcours.WorkPage) (parcours.Work, error)
	WorkCounts(ctx context.Context, now time.Time, f parcours.Filter, lists []parcours.WorkList) (map[parcours.WorkList]int, error)
	Balance(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.WeekBalance, error)

	// Register returns the facts that RetractFacts takes back.
	Register(ctx context.Context, now time.Time, actor parcours.Actor, personIDs []string, on parcours.Date) ([]string, error)
	RetractFacts(ctx context.Context, now time.Time, actor parcours.Actor, factIDs []string) error
	// GiveNumber returns what SettleNumber settles, and whether the number is asked.
	GiveNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID string, phone parcours.Phone, confirmed bool) (id string, asked bool, err error)

	Attach(ctx context.Context, now time.Time, actor parcours.Actor, questionID, personID string, theirs bool) error
	Detach(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error
	WrongNumber(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error
	Dismiss(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error
	Reopen(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error
}

const (
	accessExportList = "export_list"
	accessRegister   = "register"
	accessUnclaimed  = "settle_unclaimed"
)

// workRows is how many lines one page of a list has: its selection fits a form.
const workRows = 50

// exportedRows bounds an export.
const exportedRows = 20_000

// todoPage says what waits, list by list.
type todoPage struct {
	page
	Territories []parcours.Territory
	Territory   string
	// Waiting have something to do, Clear have nothing.
	Todo, Clear []todoLine
	// Duplicates is how many proposals wait for the coordinator.
	Duplicates int
}

// todoLine is one list with how much it holds.
type todoLine struct {
	page
	List    parcours.WorkList
	Count   int
	Address string
}

// Heading, Lead and Empty are the keys of the list's words.
func (l todoLine) Heading() string { return "list." + string(l.List) + ".title" }

// Lead is one sentence of what to do.
func (l todoLine) Lead() string { return "list." + string(l.List) + ".lead" }

// Empty says that nothing is to be done.
func (l todoLine) Empty() string { return "list." + string(l.List) + ".empty" }

// listsOf are the lists that a reader works.
func listsOf(v *visit) []parcours.WorkList {
	return slices.DeleteFunc(parcours.WorkLists(), func(l parcours.WorkList) bool { return !v.actor.SeesAll() && !l.OfReferents() })
}

func (s *Server) showTodo(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	p := s.page(v, "todo.title", "todo")
	shown := todoPage{page: p, Territory: f.TerritoryID}
	lists := listsOf(v)
	counts, err := s.store.WorkCounts(r.Context(), v.now, f, lists)
	if err != nil {
		return fmt.Errorf("count work: %w", err)
	}
	if slices.Contains(lists, parcours.ListSlotsShort) {
		balance, err := s.store.Balance(r.Context(), v.now, f)
		if err != nil {
			return fmt.Errorf("read the balance of slots: %w", err)
		}
		for _, b := range balance {
			if b.Missing > 0 {
				counts[parcours.ListSlotsShort]++
			}
		}
	}
	for _, list := range lists {
		line := todoLine{page: p, List: list, Count: counts[list], Address: listAddress(string(list), f, parcours.LossNone)}
		if line.Count > 0 {
			shown.Todo = append(shown.Todo, line)
		} else {
			shown.Clear = append(shown.Clear, line)
		}
	}
	if v.actor.SeesAll() {
		if shown.Duplicates, err = s.store.CountDuplicatePeople(r.Context()); err != nil {
			return fmt.Errorf("count duplicate people: %w", err)
		}
	}
	if shown.Territories, err = s.territories(r.Context(), v); err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "todo", shown)
}

// territories are those that a reader filters by: the coordinator's.
func (s *Server) territories(ctx context.Context, v *visit) ([]parcours.Territory, error) {
	if !v.actor.SeesAll() {
		return nil, nil
	}
	all, err := s.store.Territories(ctx)
	if err != nil {
		return nil, fmt.Errorf("read territories: %w", err)
	}
	return all, nil
}

// workPage is one list with what is done from it.
type workPage struct {
	page
	List        parcours.WorkList
	Territories []parcours.Territory
	Territory   string
	Total       int
	Rows        []workRow
	// From and To number the lines shown; Previous and Next lead to the other pages.
	From, To       int
	Previous, Next string
	// Export is where the list is taken as a file, empty for those who may not.
	Export string
	// Referents may be given the people of the selection.
	Referents []referentChoice
	Target    int
	// Letters: some lines can be put in a batch of letters.
	Letters bool
	// Search is what was typed for the line Found of the unclaimed ones.
	Search string
	Found  string
}

// Heading is the key of the list's title.
func (w workPage) Heading() string { return "list." + string(w.List) + ".title" }

// Lead is one sentence of what to do.
func (w workPage) Lead() string { return "list." + string(w.List) + ".lead" }

// Empty says that nothing is to be done.
func (w workPage) Empty() string { return "list." + string(w.List) + ".empty" }

// workRow is one line with its next action.
type workRow struct {
	page
	parcours.WorkLine

	list parcours.WorkList
	// Proposed is the least loaded referent of the person's territory.
	Proposed referentChoice
	// Letter is the notification that a batch of letters would carry, empty for none.
	Letter string
	// Moves are the outcomes that may be recorded.
	Moves []parcours.Outcome
	// Candidates are the people found for a message of somebody unknown.
	Candidates []parcours.ListedPerson
	Searched   bool
	// Makes: the reader makes letters, assigns and opens slots.
	Makes bool
}

// referentChoice is a referent to whom people may be given.
type referentChoice struct {
	ID, Name, TerritoryID, Territory string
	People                           int
	Absent, Near                     bool
}

func (s *Server) showWork(w http.ResponseWriter, r *http.Request, v *visit, list parcours.WorkList, f parcours.Filter) error {
	if !slices.Contains(listsOf(v), list) {
		return errForbidden
	}
	if list == parcours.ListSlotsShort {
		http.Redirect(w, r, address("/creneaux", filterQuery(parcours.Filter{TerritoryID: f.TerritoryID})), http.StatusSeeOther)
		return nil
	}
	shown, err := s.work(r.Context(), r, v, list, f)
	if err != nil {
		return err
	}
	return s.renderWork(w, r, v, shown)
}

func (s *Server) renderWork(w http.ResponseWriter, r *http.Request, v *visit, shown workPage) error {
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessList, string(shown.List)); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	name := "work"
	if shown.List == parcours.ListUnclaimed {
		name = "unclaimed"
	}
	return s.render(w, http.StatusOK, name, shown)
}

func (s *Server) work(ctx context.Context, r *http.Request, v *visit, list parcours.WorkList, f parcours.Filter) (workPage, error) {
	number, _ := strconv.Atoi(r.URL.Query().Get("page"))
	number = min(max(number, 1), 10_000)
	window := parcours.WorkPage{Offset: (number - 1) * workRows, Limit: workRows}
	p := s.page(v, "list."+string(list)+".title", "todo")
	shown := workPage{page: p, List: list, Territory: f.TerritoryID, Target: s.rules.CaseloadTarget}
	work, err := s.store.Work(ctx, v.now, list, f, window)
	if err != nil {
		return shown, fmt.Errorf("read list %s: %w", list, err)
	}
	shown.Total = work.Total
	for _, line := range work.Lines {
		row := workRow{page: p, WorkLine: line, list: list, Makes: v.actor.SeesAll()}
		if list == parcours.ListOutcomesMissing {
			row.Moves = movesFrom(parcours.OutcomeUnknown, line.StartsAt, v.now)
		}
		shown.Rows = append(shown.Rows, row)
	}
	if len(shown.Rows) > 0 {
		shown.From, shown.To = window.Offset+1, window.Offset+len(shown.Rows)
	}
	at := func(n int) string {
		q := filterQuery(f)
		q.Set("page", strconv.Itoa(n))
		return address("/listes/"+string(list), q)
	}
	if number > 1 {
		shown.Previous = at(number - 1)
	}
	if shown.To < shown.Total && len(shown.Rows) > 0 {
		shown.Next = at(number + 1)
	}
	if v.actor.SeesAll() && v.account.MayExport {
		shown.Export = address("/listes/"+string(list)+"/export.csv", filterQuery(f))
	}
	if shown.Territories, err = s.territories(ctx, v); err != nil {
		return shown, err
	}
	return shown, s.equip(ctx, v, f, &shown)
}

// movesFrom are the legal moves of an outcome, in the order in which they are offered.
func movesFrom(was parcours.Outcome, startsAt, now time.Time) []parcours.Outcome {
	var moves []parcours.Outcome
	for _, to := range []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeNoShow, parcours.OutcomeRevoked} {
		if to != was && parcours.MayMove(was, to, startsAt, now) == nil {
			moves = append(moves, to)
		}
	}
	return moves
}

// equip reads what the actions of a list need.
func (s *Server) equip(ctx context.Context, v *visit, f parcours.Filter, shown *workPage) error {
	var err error
	switch {
	case shown.List == parcours.ListNoReferent:
		if shown.Referents, err = s.referentChoices(ctx, shown.Today(), f.TerritoryID); err != nil {
			return err
		}
		for i := range shown.Rows {
			shown.Rows[i].Proposed = leastLoaded(shown.Referents, shown.Rows[i].TerritoryID)
		}
	case shown.List == parcours.ListUnreachable && v.actor.SeesAll() && s.letters != nil:
		due, err := s.store.LettersDue(ctx, v.now, v.actor, f)
		if err != nil {
			return fmt.Errorf("read letters due: %w", err)
		}
		ready := map[string]string{}
		for _, d := range due {
			if d.Obstacle == parcours.LetterPossible && ready[d.PersonID] == "" {
				ready[d.PersonID] = d.NotificationID
			}
		}
		for i := range shown.Rows {
			shown.Rows[i].Letter = ready[shown.Rows[i].PersonID]
			shown.Letters = shown.Letters || shown.Rows[i].Letter != ""
		}
	}
	return nil
}

// referentChoices are the referents, those of a territory first, then by load.
func (s *Server) referentChoices(ctx context.Context, today parcours.Date, territoryID string) ([]referentChoice, error) {
	all, err := s.store.Referents(ctx, territoryID)
	if err != nil {
		return nil, fmt.Errorf("read referents: %w", err)
	}
	choices := make([]referentChoice, 0, len(all))
	for _, p := range all {
		choices = append(choices, referentChoice{
			ID: p.ID, Name: p.Name(), TerritoryID: p.TerritoryID, Territory: p.Territory, People: p.Caseload, Absent: p.AbsentOn(today), Near: territoryID != "" && p.TerritoryID == territoryID,
		})
	}
	return choices, nil
}

// leastLoaded is the referent who follows the fewest people of a territory, the zero
// choice when nobody there is present.
func leastLoaded(choices []referentChoice, territoryID string) referentChoice {
	var best referentChoice
	for _, c := range choices {
		if c.Absent || c.TerritoryID != territoryID {
			continue
		}
		if best.ID == "" || cmp.Or(cmp.Compare(c.People, best.People), cmp.Compare(c.ID, best.ID)) < 0 {
			best = c
		}
	}
	return best
}

// exportList hands a work list over as a file, once it is kept who took it.
func (s *Server) exportList(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	list := parcours.WorkList(r.PathValue("list"))
	if !slices.Contains(parcours.WorkLists(), list) || list == parcours.ListSlotsShort {
		return parcours.ErrNotFound
	}
	work, err := s.store.Work(r.Context(), v.now, list, f, parcours.WorkPage{Limit: exportedRows})
	if err != nil {
		return fmt.Errorf("read list %s: %w", list, err)
	}
	p := s.page(v, "todo.title", "todo")
	form, err := s.filterForm(r.Context(), p, "", f, nil, true)
	if err != nil {
		return err
	}
	whom := p.T("list."+string(list)+".title") + " : " + form.describe(p, f)
	out := sheet{Name: p.T("todo.file") + "-" + string(list) + "-" + p.Today().String()}
	if list == parcours.ListUnclaimed {
		out.Head = []string{p.T("unclaimed.number"), p.T("unclaimed.at"), p.T("unclaimed.text")}
		for _, l := range work.Lines {
			out.Rows = append(out.Rows, []string{p.Phone(l.Address), l.At.In(p.zone).Format("02/01/2006 15:04"), l.Text})
		}
		return s.export(w, r, v, out.export(accessExportList, whom, true), string(list))
	}
	out.Head = []string{
		p.T("column.person"), p.T("filter.territory"), p.T("column.referent"), p.T("todo.entered"), p.T("column.deadline"), p.T("todo.days_left"),
		p.T("column.cause"), p.T("column.next_channel"), p.T("column.appointment"),
	}
	for _, l := range work.Lines {
		appointment, left := "", ""
		if !l.StartsAt.IsZero() {
			appointment = l.StartsAt.In(p.zone).Format("02/01/2006 15:04")
		}
		if !l.Deadline.IsZero() {
			left = strconv.Itoa(p.Today().DaysUntil(l.Deadline))
		}
		out.Rows = append(out.Rows, []string{
			l.Name, l.Territory, l.Referent, civil(l.EnteredOn), civil(l.Deadline), left, p.why(l), p.channel(l.NextChannel), appointment,
		})
	}
	return s.export(w, r, v, out.export(accessExportList, whom, true), string(list))
}

// civil writes a date as spreadsheets of France read it.
func civil(d parcours.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
}

// why says the reason of a line in words.
func (p page) why(l parcours.WorkLine) string {
	switch {
	case l.Reason == parcours.WhyNoContact && l.Cause != parcours.LossNone:
		return p.Label(l.Cause)
	case l.Reason != parcours.WhyNone:
		return p.Label(l.Reason)
	case l.Cause != parcours.LossNone:
		return p.Label(l.Cause)
	}
	return ""
}

func (p page) channel(c parcours.Channel) string {
	if c == "" {
		return ""
	}
	return p.Label(c)
}

// Why says the reason of the line in words.
func (w workRow) Why() string { return w.page.why(w.WorkLine) }

// Slots leads to the calendar of the line's territory.
func (w workRow) Slots() string {
	return address("/creneaux", url.Values{queryTerritory: {w.TerritoryID}})
}

// WantsSlot: a place opened in time would settle the line.
func (w workRow) WantsSlot() bool {
	switch w.Reason {
	case parcours.WhyNoSlot, parcours.WhyFellThrough, parcours.WhyBookedLate:
		return w.Makes
	}
	return false
}

// WantsPlace: the place of the appointment lacks something.
func (w workRow) WantsPlace() bool {
	return w.Makes && (w.Reason == parcours.WhyNoPlace || w.Reason == parcours.WhyNoPhone)
}

// ByHand leads to the list in which a human tells the person, empty for none.
func (w workRow) ByHand() string {
	switch {
	case w.Reason == parcours.WhyHeld:
	case w.NextChannel == parcours.ChannelCall:
		return "/appels#call-" + w.PersonID
	case w.NextChannel == parcours.ChannelLetter:
		return "/courriers"
	}
	return ""
}

// Registers: a registration may be recorded from the line.
func (w workRow) Registers() bool { return w.list == parcours.ListNotRegistered }

// Orients: the orientation is recorded on the person's page.
func (w workRow) Orients() bool { return w.list == parcours.ListNotOriented }

// WantsNumber: another number would let messages arrive.
func (w workRow) WantsNumber() bool {
	return w.list == parcours.ListUnreachable || w.Reason == parcours.WhyNoContact || w.Reason == parcours.WhyNotDelivered
}

// NeedsFile: what is next is found on the person's page.
func (w workRow) NeedsFile() bool {
	switch w.list {
	case parcours.ListAtRisk, parcours.ListNotConvened:
		return !w.WantsSlot() && !w.WantsPlace() && w.ByHand() == "" && !w.WantsNumber() && w.Reason != parcours.WhyNextTick && w.Reason != parcours.WhyOnItsWay
	}
	return false
}
