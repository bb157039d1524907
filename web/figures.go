package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"relais/parcours"
)

// Figures are the numbers of the coordinator's page and of the JSON API: one
// method each, so that both always say the same.
type Figures interface {
	Reach(ctx context.Context, now time.Time, f parcours.Filter) (parcours.Reach, error)
	Deadlines(ctx context.Context, today parcours.Date, f parcours.Filter) (parcours.Deadlines, error)
	Loads(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.Load, error)
	Territories(ctx context.Context) ([]parcours.Territory, error)
}

// Lists are the people behind the numbers, and what a human must look at.
type Lists interface {
	// NotConvened lists whom no convocation has reached, the nearest deadline first.
	NotConvened(ctx context.Context, today parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error)
	// AtRisk lists who is late or will be: amber, red, or booked after the deadline.
	AtRisk(ctx context.Context, today parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error)
	// Unreachable lists who has no automatic channel, with the cause and what is left.
	Unreachable(ctx context.Context, today parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error)
	// Behind lists the people that a figure counts. With a cause, figure is a
	// level of reach and the list those lost between the level before and it.
	Behind(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure, cause parcours.LossCause, limit int) ([]parcours.ListedPerson, error)
	// Incidents lists what must be looked at, newest first.
	Incidents(ctx context.Context, unseenOnly bool) ([]parcours.Incident, error)
	// SeeIncident notes that the actor has seen it; again is no error.
	SeeIncident(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

// Names of the filter's fields in addresses, the same for pages and JSON.
const (
	queryTerritory   = "territory"
	queryReferent    = "referent"
	queryEnteredFrom = "entered_from"
	queryEnteredTo   = "entered_to"
)

// filterOf reads the filter of an address and narrows it to what the visitor
// may see: a referent's figures are of their own people, whatever is asked.
func filterOf(r *http.Request, v *visit) (parcours.Filter, error) {
	return filterFrom(r.URL.Query(), v)
}

func filterFrom(q url.Values, v *visit) (parcours.Filter, error) {
	f := parcours.Filter{TerritoryID: q.Get(queryTerritory), ReferentID: q.Get(queryReferent)}
	err := readFilter(q, &f, v.today)
	if err != nil {
		return f, err
	}
	if f.EnteredFrom, err = monthBound(q.Get(queryEnteredFrom), false); err != nil {
		return f, fmt.Errorf("%s: %w", queryEnteredFrom, err)
	}
	if f.EnteredTo, err = monthBound(q.Get(queryEnteredTo), true); err != nil {
		return f, fmt.Errorf("%s: %w", queryEnteredTo, err)
	}
	switch v.account.Role {
	case parcours.AccountCoordinator, parcours.AccountLead:
		return confined(f, v.actor)
	}
	if v.account.ProfessionalID == "" {
		return f, errForbidden // an empty filter would open everything
	}
	f.ReferentID = v.account.ProfessionalID
	return f, nil
}

// confined narrows a filter to the only territory of a program; ErrNotFound when
// another one was asked for.
func confined(f parcours.Filter, actor parcours.Actor) (parcours.Filter, error) {
	switch actor.TerritoryID {
	case "", f.TerritoryID:
		return f, nil
	}
	if f.TerritoryID != "" {
		return f, fmt.Errorf("territory: %w", parcours.ErrNotFound)
	}
	f.TerritoryID = actor.TerritoryID
	return f, nil
}

// filterQuery is the reverse of filterOf.
func filterQuery(f parcours.Filter) url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		queryTerritory: f.TerritoryID, queryReferent: f.ReferentID,
		queryEnteredFrom: f.EnteredFrom.String(), queryEnteredTo: f.EnteredTo.String(),
		queryChannel: string(f.Channel), queryOrientation: string(f.Orientation), queryFrom: f.From.String(), queryTo: f.To.String(),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// address joins a path and a query.
func address(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// listAddress is where the people behind a figure are listed.
func listAddress(list string, f parcours.Filter, cause parcours.LossCause) string {
	q := filterQuery(f)
	if cause != parcours.LossNone {
		q.Set("cause", string(cause))
	}
	return address("/listes/"+list, q)
}
