package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"relais/parcours"
)

// playInBrowser runs until the visitor stops it.
func (d *demo) playInBrowser(ctx context.Context, out *output) error {
	world := startComponent(ctx, "world", d.serveWorld)
	defer world.stop()
	if err := d.playAhead(ctx, out); err != nil {
		return err
	}
	d.drive = d.driveStory
	d.welcome(out.stdout)
	return d.run(ctx, d.console)
}

// playAhead plays the first days at once, so that the pages open on a territory
// that lives: people convened, met, asked for their hours, and some of them lost.
func (d *demo) playAhead(ctx context.Context, out *output) error {
	if d.command.Ahead == 0 {
		return nil
	}
	fmt.Fprintf(out.stderr, "Playing the first %d days of the story…\n", d.command.Ahead)
	defer d.world.Clock.Resume()
	d.world.Clock.Pause()
	usual := d.node.settings.TickEvery
	if err := d.tickEvery(tickAtOnce); err != nil {
		return err
	}
	server := &http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(d.console) }()
	err := d.stepUntil(ctx, d.now().AddDate(0, 0, d.command.Ahead))
	address := d.console.Addr().String()
	if closed := server.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if d.console, err = listen(address); err != nil {
		return err
	}
	return d.tickEvery(usual)
}

// welcome tells where to look and how to sign in.
func (d *demo) welcome(w io.Writer) {
	coordinator, referent := "", ""
	for _, pro := range d.pilot.Professionals {
		switch {
		case pro.Role == parcours.RoleCoordinator:
			coordinator = pro.Email
		case pro.Role == parcours.RoleReferent && referent == "":
			referent = pro.Email
		}
	}
	fmt.Fprintf(w, `Relais plays a fictional pilot territory: %d people, real SMS and Telegram clients, loopback providers.

  Console   %s
            coordinator  %s
            referent     %s
            lead         %s
            auditor      %s
            password     %s
  Phones    %s

A day of the story lasts %v; quiet nights are skipped. Stop with Ctrl-C: nothing is kept.
`, d.command.People, d.address(d.console), coordinator, referent, demoOffice[parcours.AccountLead], demoOffice[parcours.AccountAuditor], d.password, d.address(d.phones), d.command.Day)
}

// driveStory makes virtual time drive the jobs and the events of the world, and
// skips the hours in which nothing happens.
func (d *demo) driveStory(ctx context.Context) error {
	events := startComponent(ctx, "events", d.world.Queue.Run)
	defer events.stop()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	last := d.now()
	for {
		now := d.now()
		if err := d.scheduler.Advance(ctx, last, now); err != nil && ctx.Err() == nil {
			d.log.Error("job failed", "err", err)
		}
		last = now
		d.dispatcher.Wake() // a second of the machine may be an hour of the story
		d.skipQuietHours(now)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// skipQuietHours moves the clock to a few minutes before the next event or
// opening, whichever comes first, when there is nothing to see until then.
func (d *demo) skipQuietHours(now time.Time) {
	const margin = 10 * time.Minute
	if d.rules.Open(now) {
		return
	}
	if _, paused := d.world.Clock.Speed(); paused {
		return
	}
	next := d.rules.NextOpen(now)
	if event, ok := d.world.Queue.Next(); ok && event.Before(next) {
		next = event
	}
	if to := next.Add(-margin); to.After(now) {
		d.world.Clock.MoveTo(to)
	}
}
