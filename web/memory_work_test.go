package web_test

import (
	"context"
	"time"

	"relais/parcours"
	"relais/web"
)

// unworked is the part of the store that the fiction leaves empty: work lists,
// referents and slots are tested over the real one.
type unworked struct {
	web.WorkLists
	web.Referents
	web.Slots
	web.Upstreams
	web.Calendars
	web.Subjects
	web.Exports
	web.DigestChoices
	anyPartners
	anyLeavers
	anyDuplicates
	web.Programs
	web.Tokens
	web.Cohorts
}

// The names of these interfaces are those of a method of theirs.
type (
	anyPartners   = web.Partners
	anyLeavers    = web.Leavers
	anyDuplicates = web.Duplicates
)

func (m *memory) CountDuplicatePeople(context.Context) (int, error) { return 0, nil }

func (m *memory) DuplicatePeople(context.Context, parcours.Actor, int) ([]parcours.DuplicatePeople, error) {
	return nil, nil
}

func (m *memory) Leavers(context.Context, parcours.Actor, int) ([]parcours.Leaver, error) {
	return nil, nil
}

func (m *memory) DeadUpstream(context.Context, parcours.Actor) ([]parcours.DeadUpstream, error) {
	return nil, nil
}

func (m *memory) Tokens(context.Context) ([]parcours.APIToken, error) { return nil, nil }

func (m *memory) Work(ctx context.Context, now time.Time, list parcours.WorkList, f parcours.Filter, _ parcours.WorkPage) (parcours.Work, error) {
	var people []parcours.ListedPerson
	var err error
	switch today := parcours.DateOf(now, paris()); list {
	case parcours.ListAtRisk:
		people, err = m.AtRisk(ctx, today, f)
	case parcours.ListNotConvened:
		people, err = m.NotConvened(ctx, today, f)
	case parcours.ListUnreachable:
		people, err = m.Unreachable(ctx, today, f)
	}
	work := parcours.Work{List: list, Total: len(people)}
	for _, p := range people {
		work.Lines = append(work.Lines, parcours.WorkLine{ListedPerson: p, ID: p.PersonID})
	}
	return work, err
}

func (m *memory) WorkCounts(context.Context, time.Time, parcours.Filter, []parcours.WorkList) (map[parcours.WorkList]int, error) {
	return map[parcours.WorkList]int{}, nil
}

func (unworked) Balance(context.Context, time.Time, parcours.Filter) ([]parcours.WeekBalance, error) {
	return nil, nil
}

func (unworked) Calendar(context.Context, string, time.Time, time.Time) ([]parcours.CalendarSlot, error) {
	return nil, nil
}

func (unworked) Places(context.Context, time.Time) ([]parcours.ManagedPlace, error) { return nil, nil }

func (m *memory) Referents(context.Context, string) ([]parcours.Professional, error) { return nil, nil }

func (unworked) Transfers(context.Context, time.Time) ([]parcours.Transfer, error) { return nil, nil }
