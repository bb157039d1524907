package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// listed is one person of the coordinator's lists with all that the lists and
// the figures class by.
type listed struct {
	parcours.ListedPerson
	standing parcours.Standing
	clock    clock
	duties   bool
	// missing: an appointment of a day before today has no outcome.
	missing bool
}

// list returns the people of the filter that keep accepts, by date of entry. The
// figures and the lists behind them use the same rules on the same rows.
func (s *Store) list(ctx context.Context, now time.Time, f parcours.Filter, limit int, keep func(listed) bool) ([]parcours.ListedPerson, error) {
	var people []parcours.ListedPerson
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		from, to := bounds(f)
		rows, err := tx.ListPeople(ctx, gen.ListPeopleParams{
			Now: millis(now), MissingBefore: millis(s.morning(s.today(now))),
			Territory: f.TerritoryID, Referent: f.ReferentID, EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		people = nil
		for _, row := range rows {
			if limit > 0 && len(people) == limit {
				break
			}
			if p := s.listed(row, now); keep(p) {
				people = append(people, p.ListedPerson)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return people, nil
}

func (s *Store) listed(row gen.ListPeopleRow, now time.Time) listed {
	today := s.today(now)
	c := s.clockOf(row.EnteredOn, row.ConvenedOn, row.MetOn)
	appointment := date(row.AppointmentOn)
	p := listed{
		ListedPerson: parcours.ListedPerson{
			PersonID:  row.PersonID,
			Name:      parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name(),
			Territory: row.Territory,
			Referent:  parcours.Professional{FirstName: row.ReferentFirstName, LastName: row.ReferentLastName}.Name(),
			EnteredOn: c.entered, Deadline: c.deadline, Colour: s.rules.Clock(c.entered, c.convened, today),
			Cause: parcours.LossCause(row.ContactLoss), NextChannel: parcours.Channel(row.ListedChannel),
			StartsAt: instant(row.NextStartsAt),
		},
		standing: parcours.Standing{
			Contact: parcours.LossCause(row.ContactLoss), Sent: row.SentOn != "",
			Waited:     row.SentOn != "" && row.SentOn < s.receiptsBefore(now).String(),
			HandedOver: row.HandedOverOn != "", Delivered: row.DeliveredOn != "", Undelivered: row.UndeliveredOn != "",
			Answered: row.AnsweredOn != "", Met: row.MetOn != "",
			Due:         !appointment.IsZero() && appointment.Before(today),
			LastOutcome: parcours.Outcome(row.LastOutcome),
		},
		clock:   c,
		missing: row.OutcomeMissing,
		duties:  row.SubjectToDuties != string(parcours.No),
	}
	if p.Cause == parcours.LossNone && row.BookedOn != "" {
		p.Cause = cmp.Or(p.standing.LossAt(parcours.LevelSent), p.standing.LossAt(parcours.LevelDelivered))
	}
	if p.NextChannel == "" {
		p.NextChannel = byHand[parcours.LossCause(row.ContactLoss)]
	}
	p.Late = !appointment.IsZero() && appointment.After(c.deadline)
	return p
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

// Behind returns the people that a figure counts, or those it lost for a cause,
// at most limit of them (0: all).
func (s *Store) Behind(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure, cause parcours.LossCause, limit int) ([]parcours.ListedPerson, error) {
	today := s.today(now)
	if cause != parcours.LossNone {
		return s.list(ctx, now, f, limit, func(p listed) bool { return p.standing.LossAt(parcours.ReachLevel(figure)) == cause })
	}
	counts, ok := behind[figure]
	if !ok {
		return nil, fmt.Errorf("list people: %w: no figure %q", parcours.ErrNotFound, figure)
	}
	return s.list(ctx, now, f, limit, func(p listed) bool { return counts(p, today) })
}

// behind says whom each figure counts; Reach.Add and Deadlines count the same.
var behind = map[parcours.Figure]func(p listed, today parcours.Date) bool{
	parcours.FigurePeople:      func(listed, parcours.Date) bool { return true },
	parcours.FigureContactable: func(p listed, _ parcours.Date) bool { return p.standing.Contactable() },
	parcours.FigureSent:        func(p listed, _ parcours.Date) bool { return p.standing.Sent },
	parcours.FigureHandedOver: func(p listed, _ parcours.Date) bool {
		return p.standing.Sent && p.standing.HandedOver && !p.standing.Delivered
	},
	parcours.FigureDelivered:         func(p listed, _ parcours.Date) bool { return p.standing.Delivered },
	parcours.FigureAnswered:          func(p listed, _ parcours.Date) bool { return p.standing.Answered },
	parcours.FigureMet:               func(p listed, _ parcours.Date) bool { return p.standing.Met && p.standing.Delivered },
	parcours.FigureMetWithoutReceipt: func(p listed, _ parcours.Date) bool { return p.standing.Met && !p.standing.Delivered },
	parcours.FigureClockDone:         ofColour(parcours.ClockDone),
	parcours.FigureClockLate:         ofColour(parcours.ClockLate),
	parcours.FigureClockGreen:        ofColour(parcours.ClockGreen),
	parcours.FigureClockAmber:        ofColour(parcours.ClockAmber),
	parcours.FigureClockRed:          ofColour(parcours.ClockRed),
	parcours.FigureMature:            func(p listed, today parcours.Date) bool { return p.duties && p.clock.mature(today) },
	parcours.FigureConvenedInTime: func(p listed, today parcours.Date) bool {
		return p.duties && p.clock.mature(today) && p.clock.inTime(p.clock.convened)
	},
	parcours.FigureMetInTime: func(p listed, today parcours.Date) bool {
		return p.duties && p.clock.mature(today) && p.clock.inTime(p.clock.met)
	},
	parcours.FigureOutcomesMissing: func(p listed, _ parcours.Date) bool { return p.missing },
}

func ofColour(colour parcours.ClockColour) func(listed, parcours.Date) bool {
	return func(p listed, _ parcours.Date) bool { return p.duties && p.Colour == colour }
}
