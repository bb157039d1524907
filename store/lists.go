package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// listed is one person of the coordinator's lists with all that the lists and
// the figures class by.
type listed struct {
	parcours.ListedPerson
	standing parcours.Standing
	clock    clock
	by       string
	convoked parcours.Date
	exited   parcours.Date
	duties   bool
}

// milestoneRow are the columns that people are classed by.
type milestoneRow struct {
	PersonID, SubjectToDuties, EnteredOn, ContactLoss, BookedOn, AppointmentOn, SentOn, HandedOverOn, ConvenedOn, ConvenedBy, ConvokedOn,
	DeliveredOn, UndeliveredOn, AnsweredOn, MetOn, LastOutcome, ExitedOn string
}

func (tx *tx) listedPerson(row milestoneRow, now time.Time) listed {
	today := tx.today(now)
	c := tx.clockOf(row.EnteredOn, row.ConvenedOn, row.MetOn)
	appointment := date(row.AppointmentOn)
	p := listed{
		ListedPerson: parcours.ListedPerson{
			PersonID: row.PersonID, EnteredOn: c.entered, Deadline: c.deadline, Colour: tx.rules.Clock(c.entered, c.convened, today),
			Cause: parcours.LossCause(row.ContactLoss), NextChannel: byHand[parcours.LossCause(row.ContactLoss)],
		},
		standing: parcours.Standing{
			Contact: parcours.LossCause(row.ContactLoss), Sent: row.SentOn != "",
			Waited:     row.SentOn != "" && row.SentOn < tx.receiptsBefore(now).String(),
			HandedOver: row.HandedOverOn != "", Delivered: row.DeliveredOn != "", Undelivered: row.UndeliveredOn != "",
			Answered: row.AnsweredOn != "", Met: row.MetOn != "",
			Due:         !appointment.IsZero() && appointment.Before(today),
			LastOutcome: parcours.Outcome(row.LastOutcome),
		},
		clock: c, by: row.ConvenedBy, convoked: date(row.ConvokedOn), exited: date(row.ExitedOn),
		duties: row.SubjectToDuties != string(parcours.No),
	}
	if p.Cause == parcours.LossNone && row.BookedOn != "" {
		p.Cause = cmp.Or(p.standing.LossAt(parcours.LevelSent), p.standing.LossAt(parcours.LevelDelivered))
	}
	p.Late = !appointment.IsZero() && appointment.After(c.deadline)
	return p
}

// rated reports whether the person enters a rate whose term is n days after their
// entry: subject to duties, still there at the term, and the term has passed.
func (p listed) rated(n int, today parcours.Date) bool {
	term := p.clock.entered.AddDays(n)
	return p.duties && (p.exited.IsZero() || p.exited.After(term)) && term.Before(today)
}

// byHand is how somebody whom no automatic channel reaches is best tried when no
// message waits for a human: by voice where a number rings, else on paper.
var byHand = map[parcours.LossCause]parcours.Channel{
	parcours.LossLandline: parcours.ChannelCall, parcours.LossForeign: parcours.ChannelCall, parcours.LossOptedOut: parcours.ChannelCall,
	parcours.LossBlocked: parcours.ChannelCall, parcours.LossNoNumber: parcours.ChannelLetter, parcours.LossInvalid: parcours.ChannelLetter,
	parcours.LossNotTheirs: parcours.ChannelLetter,
}

// NotConvened returns the people to whom no convocation has been communicated,
// with the reason as far as it is known: no channel, not sent, on its way.
func (s *Store) NotConvened(ctx context.Context, today parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error) {
	return s.worked(ctx, today, parcours.ListNotConvened, f)
}

// AtRisk returns the people not yet met whose clock is no longer green, whose
// appointment is after their deadline, or whose appointment fell through without
// another to come.
func (s *Store) AtRisk(ctx context.Context, today parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error) {
	return s.worked(ctx, today, parcours.ListAtRisk, f)
}

// Unreachable returns the people whom no automatic channel reaches, or whose
// messages fail, with the cause and the next channel.
func (s *Store) Unreachable(ctx context.Context, today parcours.Date, f parcours.Filter) ([]parcours.ListedPerson, error) {
	return s.worked(ctx, today, parcours.ListUnreachable, f)
}

// Morning returns the first lines of the lists that the coordinator works, with how
// many people each holds.
func (s *Store) Morning(ctx context.Context, today parcours.Date, f parcours.Filter, most int) (parcours.Morning, error) {
	var m parcours.Morning
	for list, into := range map[parcours.WorkList]*parcours.PeopleList{
		parcours.ListNotConvened: &m.NotConvened, parcours.ListAtRisk: &m.AtRisk, parcours.ListUnreachable: &m.Unreachable,
	} {
		work, err := s.Work(ctx, s.morning(today), list, f, parcours.WorkPage{Limit: most})
		if err != nil {
			return m, fmt.Errorf("morning: %w", err)
		}
		into.Total = work.Total
		for _, line := range work.Lines {
			into.People = append(into.People, line.ListedPerson)
		}
	}
	return m, nil
}

// worked returns the people of a whole work list.
func (s *Store) worked(ctx context.Context, today parcours.Date, list parcours.WorkList, f parcours.Filter) ([]parcours.ListedPerson, error) {
	work, err := s.Work(ctx, s.morning(today), list, f, parcours.WorkPage{})
	var people []parcours.ListedPerson
	for _, line := range work.Lines {
		people = append(people, line.ListedPerson)
	}
	return people, err
}

// morning is the first instant of a day.
func (s *Store) morning(today parcours.Date) time.Time { return today.At(0, 0, s.rules.Zone) }
