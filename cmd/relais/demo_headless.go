package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// story is what a headless demo prints. It holds nothing that depends on the
// machine, so that two runs with one seed print the same bytes.
type story struct {
	Seed       uint64                 `json:"seed"`
	People     int                    `json:"people"`
	Weeks      int                    `json:"weeks"`
	From       time.Time              `json:"from"`
	Until      time.Time              `json:"until"`
	SMS        int                    `json:"sms"`
	SMSParts   int                    `json:"sms_parts"`
	Inbound    int                    `json:"inbound_sms"`
	Reach      parcours.Reach         `json:"reach"`
	Deadlines  parcours.Deadlines     `json:"deadlines"`
	Referents  []parcours.Load        `json:"referents"`
	Weekly     parcours.WeeklyFigures `json:"weekly"`
	Employment parcours.Employment    `json:"employment"`
	Incidents  int                    `json:"incidents"`
}

// playAtOnce steps through the weeks one event at a time and prints the figures.
func (d *demo) playAtOnce(ctx context.Context, out *output) error {
	world := startComponent(ctx, "world", d.serveWorld)
	defer world.stop()
	server := &http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(d.console) }()
	defer server.Close()

	from := d.now()
	until := from.AddDate(0, 0, 7*d.command.Weeks)
	if err := d.stepUntil(ctx, until); err != nil {
		return err
	}
	told, err := d.tell(ctx, from, until)
	if err != nil {
		return err
	}
	if d.command.Format == "json" {
		return writeJSON(out.stdout, told)
	}
	for _, kind := range []string{"reach", "deadlines", "referents", "weekly", "employment"} {
		fmt.Fprintln(out.stdout, "—", kind)
		report, err := figures(ctx, d.store, d.rules, kind, parcours.Filter{}, until)
		if err != nil {
			return err
		}
		if err := report.write(out.stdout, "table"); err != nil {
			return err
		}
	}
	return nil
}

// stepUntil plays everything that happens before until, in order: the next tick
// of a job, event of the world or due message, and then all that follows from it.
func (d *demo) stepUntil(ctx context.Context, until time.Time) error {
	if err := d.settle(ctx); err != nil {
		return err
	}
	for now := d.now(); ; {
		next := d.scheduler.Next(now)
		if event, ok := d.world.Queue.Next(); ok && event.Before(next) {
			next = event
		}
		due, ok, err := d.store.NextDue(ctx, []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelEmail})
		if err != nil {
			return err
		}
		if ok && due.After(now) && due.Before(next) {
			next = due
		}
		if next.After(until) {
			return ctx.Err()
		}
		d.world.Clock.MoveTo(next)
		if err := d.scheduler.Advance(ctx, now, next); err != nil {
			return err
		}
		now = next
		for {
			if event, ok := d.world.Queue.Next(); !ok || event.After(now) {
				break
			}
			if err := d.world.Queue.Step(ctx); err != nil {
				return err
			}
			if err := d.settle(ctx); err != nil {
				return err
			}
		}
		if err := d.settle(ctx); err != nil {
			return err
		}
	}
}

// settle lets what has happened have all its consequences: updates fetched,
// turns recorded, due messages sent.
func (d *demo) settle(ctx context.Context) error {
	const rounds = 1000
	for range rounds {
		updates, err := d.poller.Poll(ctx, 0)
		if err != nil {
			return err
		}
		turns, err := d.bot.Process(ctx)
		if err != nil {
			return err
		}
		sent, err := d.dispatcher.Dispatch(ctx)
		if err != nil {
			return err
		}
		if updates+turns+sent == 0 {
			return nil
		}
	}
	return errors.New("the story does not settle: messages answer each other without end")
}

// tell gathers the figures at the end of the story.
func (d *demo) tell(ctx context.Context, from, until time.Time) (story, error) {
	told := story{Seed: d.command.Seed, People: d.command.People, Weeks: d.command.Weeks, From: from, Until: until}
	for _, sms := range d.world.Twilio.Ledger() {
		if sms.Direction == "inbound" {
			told.Inbound++
			continue
		}
		told.SMS++
		told.SMSParts += sms.Segments
	}
	var err error
	if told.Reach, err = d.store.Reach(ctx, until, parcours.Filter{}); err != nil {
		return told, err
	}
	if told.Deadlines, err = d.store.Deadlines(ctx, parcours.DateOf(until, d.rules.Zone), parcours.Filter{}); err != nil {
		return told, err
	}
	if told.Employment, err = d.store.Employment(ctx, parcours.DateOf(until, d.rules.Zone), parcours.Filter{}); err != nil {
		return told, err
	}
	if told.Referents, err = d.store.Loads(ctx, until, parcours.Filter{}); err != nil {
		return told, err
	}
	if told.Weekly, err = d.store.WeeklyFigures(ctx, parcours.Filter{}); err != nil {
		return told, err
	}
	for i := range told.Referents {
		told.Referents[i].ProfessionalID = ""
	}
	incidents, err := d.store.Incidents(ctx, false)
	told.Incidents = len(incidents)
	return told, err
}
