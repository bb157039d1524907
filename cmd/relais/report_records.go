package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store"
)

const accessRecords = "export_records"

// recordSettings say who is to read appointment records, and with it what they may hold
// of people.
type recordSettings struct {
	For       string `enum:"CD,FT,DCD,SIAE,other" default:"FT" help:"records: the kind of who reads them, as for a partner's endpoint: all but CD and FT need --structure."`
	Structure string `placeholder:"NAME" help:"records: only of the people whom this structure follows."`
	WithNIR   bool   `name:"with-nir" help:"records: with the NIR, which only CD and FT may be given."`
}

// recordsAtOnce is how many appointments are read at a time.
const recordsAtOnce = 500

// records writes the appointments of a period one by one, in the vocabulary of France
// Travail, and keeps that they were taken.
func (c *reportCommand) records(ctx context.Context, out *output, db *store.Store, zone *time.Location, filter parcours.Filter, now time.Time) error {
	if filter.To.IsZero() {
		filter.To = parcours.DateOf(now, zone)
	}
	period := parcours.Filter{From: filter.From, To: filter.To, TerritoryID: filter.TerritoryID}
	switch {
	case filter != period:
		return errors.New("report records: only --from, --to, --period, --territory and --structure narrow it")
	case filter.From.IsZero() || filter.To.Before(filter.From):
		return errors.New("report records: say its days: --from, --to where it is not today, or --period")
	}
	to := parcours.PartnerEndpoint{
		Name: "relais report", Shape: parcours.ShapeFranceTravail, Kind: parcours.StructureKind(c.For), Structure: c.Structure, TerritoryID: filter.TerritoryID, WithNIR: c.WithNIR,
	}
	if to.Check() != nil {
		return fmt.Errorf("report records: a reader of the kind %s is told of the people of a --structure, and without the NIR", c.For)
	}
	records := []parcours.AppointmentRecord{}
	at, id, until := filter.From.At(0, 0, zone), "", filter.To.AddDays(1).At(0, 0, zone)
	for {
		found, err := db.RecordsAfter(ctx, commandActor("report"), to, at, id, until, recordsAtOnce)
		if err != nil {
			return err
		}
		for _, content := range found {
			records = append(records, parcours.RecordOf(content, zone))
			at, id = content.Appointment.StartsAt, content.Appointment.ParticipationID
		}
		if len(found) < recordsAtOnce {
			break
		}
	}
	var text bytes.Buffer
	if c.Format == "json" {
		if err := writeJSON(&text, records); err != nil {
			return err
		}
	} else {
		rows := [][]string{parcours.RecordColumns()}
		for _, r := range records {
			rows = append(rows, r.Cells())
		}
		text.Write(parcours.Sheet(rows))
	}
	if err := db.LogAccess(ctx, now, commandActor("report"), accessRecords, "appointments"); err != nil {
		return fmt.Errorf("keep the export: %w", err)
	}
	_, err := out.stdout.Write(text.Bytes())
	return err
}
