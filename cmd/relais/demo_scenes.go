package main

import (
	"context"
	"errors"
	"fmt"

	"relais/parcours"
	"relais/sandbox"
)

// demoScenes are what a visitor cannot bring about from a phone: what the front desk
// and the referent do, and what the calendar would bring in months.
var demoScenes = []sandbox.Scene{
	{Name: "telegram", Label: "l'accueil lui donne le lien Telegram"},
	{Name: "plan", Label: "15 à 20 h par semaine et des activités"},
	{Name: "D+7", Label: "7 jours en emploi"},
	{Name: "M+1", Label: "1 mois"},
	{Name: "M+3", Label: "3 mois"},
	{Name: "M+6", Label: "6 mois"},
}

var errNoScene = errors.New("the person is not in the files")

// playScene makes one of demoScenes happen to a resident, by the same means as those
// whose part it plays.
func (d *demo) playScene(ctx context.Context, key, scene string) error {
	desk := parcours.Actor{Role: parcours.AccountCoordinator}
	found, err := d.store.People(ctx, desk, key, 2)
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return errNoScene
	}
	switch scene {
	case "telegram":
		token, err := d.store.IssueTelegramLink(ctx, d.now(), found[0].PersonID, "")
		if err != nil {
			return err
		}
		return d.world.OpenLink(key, token)
	case "plan":
		return d.take(ctx, d.now(), "plan.csv", d.pilot.WeekFile(key, parcours.DateOf(d.now(), d.rules.Zone)))
	}
	for _, step := range d.rules.CheckInSteps() {
		if step.Name == scene {
			return d.inWork(ctx, desk, found[0].PersonID, step)
		}
	}
	return fmt.Errorf("no scene %q", scene)
}

// inWork confirms the person's job, or one that nobody told of, as begun so long ago
// that the next working day is that of the check-in.
func (d *demo) inWork(ctx context.Context, desk parcours.Actor, personID string, step parcours.CheckInStep) error {
	file, err := d.store.Person(ctx, desk, personID)
	if err != nil {
		return err
	}
	j, known := parcours.LastingJob(file.Jobs, parcours.JobDeclared, parcours.JobConfirmed)
	if !known {
		j = parcours.Job{PersonID: personID, Kind: parcours.JobCDI, WeeklyMinutes: 35 * 60}
	}
	begun := func(on parcours.Date) parcours.Date { return on.AddMonths(-step.Months).AddDays(-step.Days) }
	on := parcours.DateOf(d.now(), d.rules.Zone).AddDays(1)
	for !parcours.IsWorkday(on) || step.On(begun(on)) != on {
		on = on.AddDays(1)
	}
	j.StartsOn = begun(on)
	return d.store.RecordJob(ctx, d.now(), desk, j)
}
