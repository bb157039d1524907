package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store"
)

// newCaseload makes a database the way the service does: a team, slots and people
// are imported, placed and convened. Every convocation is due.
func newCaseload(ctx context.Context, e engine, people int) (database, error) {
	d, err := e.empty(ctx)
	if err != nil {
		return d, err
	}
	s, err := d.store(ctx)
	if err != nil {
		return d, err
	}
	return d, errors.Join(fill(ctx, s, people), s.Close())
}

const referents = 40

func fill(ctx context.Context, s *store.Store, people int) error {
	now := time.Now()
	batch := func(kind string) parcours.ImportBatch {
		return parcours.ImportBatch{ID: "bench-" + kind, Kind: kind, FileName: kind + ".csv"}
	}
	var team []parcours.ProfessionalRow
	for i := range referents {
		team = append(team, parcours.ProfessionalRow{
			Email: fmt.Sprintf("referent.%d@exemple.fr", i), FirstName: "Anne", LastName: "Morel", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent,
		})
	}
	team = append(team, parcours.ProfessionalRow{
		Email: "paul.gicquel@exemple.fr", FirstName: "Paul", LastName: "Gicquel", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional,
	})
	if _, err := s.ImportProfessionals(ctx, now, batch("referents"), team, false); err != nil {
		return err
	}
	slots := []parcours.SlotRow{{
		StartsAt: now.AddDate(0, 0, 8).Truncate(time.Hour), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02",
		Territory: "Redon", Kind: parcours.JointInterview, Capacity: people, ProfessionalEmails: []string{"referent.0@exemple.fr", "paul.gicquel@exemple.fr"},
	}}
	if _, err := s.ImportSlots(ctx, now, batch("slots"), slots, false); err != nil {
		return err
	}
	var rows []parcours.PersonRow
	for i := range people {
		row := parcours.PersonRow{
			FirstName: "Maëlys", LastName: "Quillien", InternalID: strconv.Itoa(i), Phones: []parcours.Phone{{E164: fictionMobile(i), Kind: parcours.PhoneMobile}},
			Address: "3 rue des Douves", Postcode: "35600", City: "Redon", EnteredOn: parcours.DateOf(now, benchRules().Zone),
		}
		row.Line = i + 2
		rows = append(rows, row)
	}
	if _, err := s.ImportPeople(ctx, now, batch("people"), rows, false); err != nil {
		return err
	}
	if _, err := s.PlacePeople(ctx, now); err != nil {
		return err
	}
	return convene(ctx, s, now, people)
}

func convene(ctx context.Context, s *store.Store, now time.Time, people int) error {
	waiting, err := s.Waiting(ctx, parcours.DateOf(now, benchRules().Zone))
	if err != nil {
		return err
	}
	free, err := s.FreeSlots(ctx, parcours.JointInterview, now)
	if err != nil {
		return err
	}
	if len(waiting) != people || len(free) != 1 {
		return fmt.Errorf("%d people wait for %d slots, want %d for 1", len(waiting), len(free), people)
	}
	failures := make(chan error, 1)
	slots := make(chan struct{}, 16) // convened together, they share commits
	for _, w := range waiting {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			if err := s.Convene(ctx, now, parcours.Assigned{PersonID: w.PersonID, SlotID: free[0].ID}); err != nil {
				select {
				case failures <- err:
				default:
				}
			}
		}()
	}
	for range cap(slots) {
		slots <- struct{}{}
	}
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}
