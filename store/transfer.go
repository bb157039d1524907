package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Assign gives people other referents, as one transfer that UndoTransfer takes back:
// their open questions follow, with a notice to whoever is now in charge. from is the
// referent who gives their whole caseload, or empty. A handover whose person has
// somebody else by now than it says is a conflict, and nothing is done.
func (s *Store) Assign(ctx context.Context, now time.Time, actor parcours.Actor, from string, given []parcours.Handover) (string, error) {
	var id string
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		if len(given) == 0 {
			return fmt.Errorf("%w: choose at least one person", parcours.ErrInvalid)
		}
		id = tx.newID(now)
		if err := tx.InsertTransfer(ctx, gen.InsertTransferParams{ID: id, At: millis(now), Author: by(actor), FromID: from}); err != nil {
			return err
		}
		receivers := map[string]parcours.Professional{}
		for _, h := range given {
			if err := tx.knowReferent(ctx, receivers, h.To); err != nil {
				return err
			}
			if err := tx.InsertTransferPerson(ctx, gen.InsertTransferPersonParams{TransferID: id, PersonID: h.PersonID, FromID: h.From, ToID: h.To}); err != nil {
				return tx.dialect.classify(err)
			}
			if err := tx.handOver(ctx, now, by(actor), h); err != nil {
				return err
			}
			moved, err := tx.giveQuestions(ctx, now, by(actor), h)
			if err != nil {
				return err
			}
			for _, q := range moved {
				q.TransferID = id
				if err := tx.InsertTransferQuestion(ctx, q); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("assign: %w", err)
	}
	return id, nil
}

// knowReferent checks that somebody may follow people.
func (tx *tx) knowReferent(ctx context.Context, known map[string]parcours.Professional, id string) error {
	if _, ok := known[id]; ok {
		return nil
	}
	row, err := tx.Professional(ctx, id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && row.Role != string(parcours.RoleReferent) {
		return fmt.Errorf("%w: this is no referent", parcours.ErrInvalid)
	}
	if err != nil {
		return err
	}
	known[id], err = tx.professional(row)
	return err
}

// handOver writes a person's new referent, their territory where they had none, and
// the journal.
func (tx *tx) handOver(ctx context.Context, now time.Time, actor string, h parcours.Handover) error {
	if err := tx.lock(ctx, "person", h.PersonID); err != nil {
		return err
	}
	was, err := tx.ReferentNow(ctx, h.PersonID)
	if errors.Is(err, sql.ErrNoRows) {
		return parcours.ErrNotFound
	}
	if err != nil {
		return err
	}
	if was.ReferentID != h.From {
		return fmt.Errorf("%w: somebody else follows the person by now", parcours.ErrConflict)
	}
	if err := tx.MoveReferent(ctx, h.PersonID, null(h.To), millis(now)); err != nil {
		return err
	}
	if err := tx.SetMilestoneReferent(ctx, h.PersonID, null(h.To)); err != nil {
		return err
	}
	return tx.append(ctx, now, h.PersonID, parcours.EventReferentAssigned, actor, h.To, details{"from": h.From})
}

// giveQuestions gives the open questions that the former referent, their stand-in or
// nobody had to whoever is now in charge, and tells them.
func (tx *tx) giveQuestions(ctx context.Context, now time.Time, actor string, h parcours.Handover) ([]gen.InsertTransferQuestionParams, error) {
	questions, err := tx.QuestionsToFollow(ctx, null(h.PersonID))
	if err != nil || len(questions) == 0 {
		return nil, err
	}
	charge, err := tx.inCharge(ctx, h.To, now)
	if err != nil {
		return nil, err
	}
	var moved []gen.InsertTransferQuestionParams
	for _, q := range questions {
		if byCoordinators(parcours.EscalationKind(q.Kind)) || q.ProfessionalID == charge.ID {
			continue
		}
		if err := tx.withdrawNotices(ctx, now, q.ID, actor); err != nil {
			return nil, err
		}
		if _, err := tx.GiveQuestion(ctx, null(charge.ID), q.ID); err != nil {
			return nil, err
		}
		if charge.ID != "" {
			if err := tx.notice(ctx, now, q.ID, []parcours.Professional{charge}, parcours.NoticeNew, parcours.ImpedimentNone); err != nil {
				return nil, err
			}
		}
		moved = append(moved, gen.InsertTransferQuestionParams{EscalationID: q.ID, FromID: q.ProfessionalID, ToID: charge.ID})
	}
	return moved, nil
}

// UndoTransfer gives the people of a transfer back to whom they had before, but
// those who were given to somebody else since, which kept counts. ErrConflict when it
// was taken back before.
func (s *Store) UndoTransfer(ctx context.Context, now time.Time, actor parcours.Actor, id string) (kept int, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		kept = 0
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		undone, err := tx.UndoTransfer(ctx, id, millis(now), by(actor))
		if err != nil {
			return err
		}
		if undone == 0 {
			return fmt.Errorf("%w: there is none, or it was taken back", parcours.ErrConflict)
		}
		people, err := tx.PeopleOfTransfer(ctx, id)
		if err != nil {
			return err
		}
		for _, p := range people {
			err := tx.handOver(ctx, now, by(actor), parcours.Handover{PersonID: p.PersonID, From: p.ToID, To: p.FromID})
			if errors.Is(err, parcours.ErrConflict) {
				kept++
				continue
			}
			if err != nil {
				return err
			}
		}
		questions, err := tx.QuestionsOfTransfer(ctx, id)
		if err != nil {
			return err
		}
		for _, q := range questions {
			if err := tx.returnQuestion(ctx, now, by(actor), q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("undo transfer: %w", err)
	}
	return kept, nil
}

// returnQuestion gives an open question back to whom it had before the transfer.
func (tx *tx) returnQuestion(ctx context.Context, now time.Time, actor string, q gen.QuestionsOfTransferRow) error {
	e, _, err := tx.escalation(ctx, q.EscalationID)
	if err != nil || e.State != parcours.EscalationOpen || e.ProfessionalID != q.ToID {
		return err
	}
	if err := tx.withdrawNotices(ctx, now, e.ID, actor); err != nil {
		return err
	}
	_, err = tx.GiveQuestion(ctx, null(q.FromID), e.ID)
	return err
}

// Transfers returns those made since an instant, the latest first.
func (s *Store) Transfers(ctx context.Context, since time.Time) ([]parcours.Transfer, error) {
	var transfers []parcours.Transfer
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Transfers(ctx, millis(since))
		transfers = nil
		for _, r := range rows {
			transfers = append(transfers, parcours.Transfer{
				ID: r.ID, At: instant(r.At), People: int(r.People), UndoneAt: instant(r.UndoneAt),
				From: parcours.Professional{FirstName: r.FromFirstName, LastName: r.FromLastName}.Name(),
				By:   parcours.Professional{FirstName: r.AuthorFirstName, LastName: r.AuthorLastName}.Name(),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("transfers: %w", err)
	}
	return transfers, nil
}

// Referents returns the referents by name with how many people each follows, those of
// a territory first when one is named.
func (s *Store) Referents(ctx context.Context, territoryID string) ([]parcours.Professional, error) {
	var referents []parcours.Professional
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.ReferentsWithLoad(ctx, true)
		if err != nil {
			return err
		}
		all, _ := team(rows)
		referents = slices.DeleteFunc(all, func(p parcours.Professional) bool { return p.Role != parcours.RoleReferent })
		names, err := tx.Territories(ctx)
		for i := range referents {
			for _, t := range names {
				if t.ID == referents[i].TerritoryID {
					referents[i].Territory = t.Name
				}
			}
		}
		slices.SortStableFunc(referents, func(a, b parcours.Professional) int {
			near := func(p parcours.Professional) int {
				if territoryID == "" || p.TerritoryID == territoryID {
					return 0
				}
				return 1
			}
			if c := near(a) - near(b); c != 0 {
				return c
			}
			return cmp.Or(cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.LastName, b.LastName), cmp.Compare(a.FirstName, b.FirstName), cmp.Compare(a.ID, b.ID))
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("referents: %w", err)
	}
	return referents, nil
}

// Caseload returns the people whom a referent follows, as handovers that say from
// whom, and how many slots to come the referent sits in with the people who have one.
func (s *Store) Caseload(ctx context.Context, now time.Time, actor parcours.Actor, referentID string) (people []parcours.Handover, slots, booked int, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		ids, err := tx.CaseloadOf(ctx, null(referentID))
		if err != nil {
			return err
		}
		people = nil
		for _, id := range ids {
			people = append(people, parcours.Handover{PersonID: id, From: referentID})
		}
		upcoming, err := tx.UpcomingWith(ctx, referentID, millis(now))
		slots, booked = int(upcoming.Slots), int(upcoming.Booked)
		return err
	})
	if err != nil {
		return nil, 0, 0, fmt.Errorf("caseload: %w", err)
	}
	return people, slots, booked, nil
}

// ReferentsOf returns the people as handovers that say who follows each now.
func (s *Store) ReferentsOf(ctx context.Context, actor parcours.Actor, personIDs []string) ([]parcours.Handover, error) {
	var people []parcours.Handover
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		people = nil
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		for _, id := range distinct(personIDs) {
			row, err := tx.ReferentNow(ctx, id)
			if errors.Is(err, sql.ErrNoRows) {
				return parcours.ErrNotFound
			}
			if err != nil {
				return err
			}
			people = append(people, parcours.Handover{PersonID: id, From: row.ReferentID})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("referents of people: %w", err)
	}
	return people, nil
}
