package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"time"

	"relais/parcours"
)

// Actions of the access log.
const (
	accessList     = "read_list"
	accessPerson   = "read_person"
	accessSearch   = "search_people"
	accessQuestion = "read_question"
	accessOutcome  = "record_outcome"
	accessFact     = "record_fact"
	accessCancel   = "cancel_message"
	accessLink     = "issue_telegram_link"
	accessAnswer   = "answer_question"
	accessClose    = "close_question"
	accessSee      = "see_incident"

	accessLetters       = "read_letters"
	accessMakeLetters   = "make_letters"
	accessExportLetters = "export_letters"
	accessNoteLetters   = "note_letters"
	accessCalls         = "read_calls"
	accessCall          = "record_call"
	accessUndoCall      = "undo_call"
)

// shownRows is how many lines of each list the coordinator's page shows before
// leading to the whole list.
const shownRows = 8

// shownAlerts is how many alerts it shows before the others fold.
const shownAlerts = 4

// pilotagePage is the coordinator's morning.
type pilotagePage struct {
	page
	Tabs   []boardTab
	Form   filterForm
	Region pilotageRegion
	// RefreshAddress is where the region is asked again, every RefreshSeconds.
	RefreshAddress string
	RefreshSeconds int
}

// pilotageRegion is the part of the page that moves by itself.
type pilotageRegion struct {
	page
	// Pause is why nothing is sent.
	Pause  parcours.Pause
	Alerts []alert
	// Older are the alerts behind the first ones.
	Older       []alert
	Funnel      funnel
	Clock       clockStrip
	Loads       loadTable
	NotConvened peopleTable
	AtRisk      peopleTable
	Unreachable peopleTable
	// Listed: the reader may see names, not only numbers.
	Listed bool
	// At is when the figures were counted, zero when just now.
	At time.Time
}

// AlertCount is how many alerts wait, the folded ones included.
func (r pilotageRegion) AlertCount() int { return len(r.Alerts) + len(r.Older) }

// alert is an incident in words.
type alert struct {
	page
	ID                   string
	Text                 string
	At                   time.Time
	PersonID, PersonName string
	// Question is the thread that it is about, empty when it is about none.
	Question string
}

// loadTable is how many people each referent follows.
type loadTable struct {
	page
	Rows   []loadRow
	Listed bool
}

type loadRow struct {
	parcours.Load
	Address string
	// Width of the load and place of the target's mark, in hundredths of the scale.
	Width, Mark float64
	Over        bool
}

// refreshSeconds is how often the coordinator's page asks for its figures again.
const refreshSeconds = 5

func (s *Server) showHome(w http.ResponseWriter, r *http.Request, v *visit) error {
	to := "/compte"
	switch v.account.Role {
	case parcours.AccountCoordinator, parcours.AccountLead:
		return s.showPilotage(w, r, v)
	case parcours.AccountReferent, parcours.AccountPartner:
		to = "/file"
	case parcours.AccountProfessional, parcours.AccountNurse:
		to = "/personnes"
	case parcours.AccountAuditor:
		to = "/acces"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Server) showPilotage(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	region, err := s.pilotage(r.Context(), v, f)
	if err != nil {
		return err
	}
	form, err := s.filterForm(r.Context(), region.page, "/", f, nil, false)
	if err != nil {
		return err
	}
	if region.Listed {
		if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessList, "pilotage"); err != nil {
			return fmt.Errorf("keep the reading: %w", err)
		}
	}
	return s.render(w, http.StatusOK, "pilotage", pilotagePage{
		page: region.page, Tabs: boardTabs(region.page, f, nil, parcours.BoardMorning), Form: form, Region: region,
		RefreshAddress: address("/pilotage/chiffres", filterQuery(f)), RefreshSeconds: refreshSeconds,
	})
}

func (s *Server) refreshPilotage(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	region, err := s.pilotage(r.Context(), v, f)
	if err != nil {
		return err
	}
	return s.renderPart(w, "pilotage", "pilotage_region", region)
}

func (s *Server) pilotage(ctx context.Context, v *visit, f parcours.Filter) (pilotageRegion, error) {
	p := s.page(v, "pilotage.title", "pilotage")
	listed := v.actor.SeesAll()
	region := pilotageRegion{page: p, Listed: listed}
	board, err := s.store.Board(ctx, v.now, parcours.BoardMorning, f, false)
	if err != nil {
		return region, fmt.Errorf("read figures: %w", err)
	}
	if v.now.Sub(board.At) >= time.Minute {
		region.At = board.At
	}
	loads, err := s.store.Loads(ctx, v.now, f)
	if err != nil {
		return region, fmt.Errorf("read loads: %w", err)
	}
	if region.Pause, err = s.store.Pause(ctx); err != nil {
		return region, fmt.Errorf("read the pause: %w", err)
	}
	region.Funnel = funnelOf(p, *board.Reach, f, listed)
	region.Clock = clockOf(p, *board.Deadlines, f, listed)
	region.Loads = loadsOf(p, loads, f, listed)
	if !listed {
		return region, nil
	}
	if region.Alerts, err = s.alerts(ctx, p); err != nil {
		return region, err
	}
	if len(region.Alerts) > shownAlerts {
		region.Alerts, region.Older = region.Alerts[:shownAlerts], region.Alerts[shownAlerts:]
	}
	morning, err := s.store.Morning(ctx, p.Today(), f, shownRows)
	if err != nil {
		return region, fmt.Errorf("read the morning's lists: %w", err)
	}
	region.NotConvened = workTable(p, listNotConvened, f, morning.NotConvened)
	region.AtRisk = workTable(p, listAtRisk, f, morning.AtRisk)
	region.Unreachable = workTable(p, listUnreachable, f, morning.Unreachable)
	return region, nil
}

func (s *Server) alerts(ctx context.Context, p page) ([]alert, error) {
	incidents, err := s.store.Incidents(ctx, true)
	if err != nil {
		return nil, fmt.Errorf("read incidents: %w", err)
	}
	territories, err := s.store.Territories(ctx)
	if err != nil {
		return nil, fmt.Errorf("read territories: %w", err)
	}
	alerts := make([]alert, 0, len(incidents))
	for _, i := range incidents {
		for _, t := range territories {
			if t.ID == i.Details["territory_id"] {
				i.Details = maps.Clone(i.Details)
				i.Details["territory"] = t.Name
			}
		}
		alerts = append(alerts, alert{page: p, ID: i.ID, Text: p.incident(i), At: i.At, PersonID: i.PersonID, PersonName: i.PersonName, Question: i.Details["question"]})
	}
	return alerts, nil
}

// incident says an incident in words. Dates among its details, and the instant
// "since", are written as the language does, and "missing" and "count" choose between one and several.
func (p page) incident(i parcours.Incident) string {
	key := "incident." + i.Kind
	for _, name := range []string{"missing", "count"} {
		if i.Details[name] == "1" {
			if _, ok := p.words[key+".one"]; ok {
				key += ".one"
				break
			}
		}
	}
	if _, ok := p.words[key]; !ok {
		if key += ".other"; p.words[key] == "" {
			return p.T("incident.unknown", "kind", i.Kind)
		}
	}
	var pairs []any
	for name, value := range i.Details {
		switch d, err := parcours.ParseDate(value); {
		case name == "channel":
			value = p.Label(parcours.Channel(value))
		case name == "kind":
			value = p.Label(parcours.EscalationKind(value))
		case err == nil && !d.IsZero():
			value = p.Day(d)
		case name == "since":
			if at, err := time.Parse(time.RFC3339, value); err == nil {
				value = p.Moment(at)
			}
		}
		pairs = append(pairs, name, value)
	}
	return p.T(key, pairs...)
}

func (s *Server) seeIncident(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.store.SeeIncident(r.Context(), v.now, v.actor, r.PathValue("incident")); err != nil {
		return fmt.Errorf("see incident: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessSee, r.PathValue("incident")); err != nil {
		return fmt.Errorf("keep who saw it: %w", err)
	}
	return s.done(w, r, "flash.incident_seen", back(r, "/"))
}

func loadsOf(p page, loads []parcours.Load, f parcours.Filter, listed bool) loadTable {
	table := loadTable{page: p, Listed: listed}
	scale := 1
	for _, l := range loads {
		scale = max(scale, l.People, l.Target)
	}
	for _, l := range loads {
		own := f
		own.ReferentID = l.ProfessionalID
		table.Rows = append(table.Rows, loadRow{
			Load: l, Over: l.Target > 0 && l.People > l.Target,
			Address: listAddress(string(parcours.FigurePeople), own, parcours.LossNone),
			Width:   100 * float64(l.People) / float64(scale),
			Mark:    100 * float64(l.Target) / float64(scale),
		})
	}
	return table
}

// back returns the page that a form was on, when the form says it, otherwise elsewhere.
func back(r *http.Request, otherwise string) string {
	if to := r.PostFormValue("suite"); to != "" {
		return localPath(to)
	}
	return localPath(otherwise)
}
