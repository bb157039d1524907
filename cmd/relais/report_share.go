package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/web"
)

const (
	accessSteering = "export_steering"
	accessBulletin = "export_bulletin"
	accessCohort   = "export_cohort"
)

// share writes what leaves the team, as the console does, and keeps that it was taken.
func (c *reportCommand) share(ctx context.Context, out *output, db *store.Store, rules parcours.Rules, filter parcours.Filter, now time.Time) error {
	words, err := locales.Load()
	if err != nil {
		return err
	}
	service := parcours.Service{Name: c.ServiceName}
	reports := web.Reports{Store: db, Labels: words, Rules: rules, Service: service}
	var text bytes.Buffer
	access := accessSteering
	switch c.Kind {
	case "bulletin":
		access, err = accessBulletin, reports.Bulletin(ctx, &text, now, filter)
	case "cohort":
		access = accessCohort
		if !cohortWide(filter) {
			return errors.New("report cohort: only the months of entry narrow it: several narrow files side by side would tell who is in them")
		}
		err = reports.Cohort(ctx, &text, now, filter.EnteredFrom, filter.EnteredTo)
	default:
		err = reports.Steering(ctx, &text, now, filter)
	}
	if err != nil {
		return err
	}
	if err := db.LogAccess(ctx, now, commandActor("report"), access, "figures"); err != nil {
		return fmt.Errorf("keep the export: %w", err)
	}
	_, err = out.stdout.Write(text.Bytes())
	return err
}

// cohortWide reports whether nothing but months of entry narrows a cohort.
func cohortWide(f parcours.Filter) bool {
	f.EnteredFrom, f.EnteredTo = parcours.Date{}, parcours.Date{}
	return f == parcours.Filter{}
}
