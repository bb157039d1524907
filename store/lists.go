package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// listed is one person of the coordinator's lists with all that the lists and
// the figures class by. What needs a look-up of its own is asked for only by the
// lists that class by it.
type listed struct {
	parcours.ListedPerson
	standing parcours.Standing
	clock    clock
	by       string
	convoked parcours.Date
	exited   parcours.Date
	duties   bool
	// next is when the next appointment starts, zero when there is none.
	next func() time.Time
	// missing: an appointment of a day before today has no outcome.
	missing func() bool
}

// selection is which people a list reads before it keeps some of them.
type selection struct {
	// limit bounds the list; 0: all.
	limit int
	// exited: those who left as well.
	exited bool
}

// list returns the people of the filter that keep accepts, by date of entry, and how
// many there are beyond the limit too. The figures and the lists behind them use the
// same rules on the same rows.
func (s *Store) list(ctx context.Context, now time.Time, f parcours.Filter, which selection, keep func(listed) bool) (people []parcours.ListedPerson, total int, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		people, total = nil, 0
		return tx.listed(ctx, now, f, which, func(p listed) error {
			if !keep(p) {
				return nil
			}
			if total++; which.limit > 0 && total > which.limit {
				return nil
			}
			if err := tx.nameListed(ctx, &p); err != nil {
				return err
			}
			people = append(people, p.ListedPerson)
			return nil
		})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list people: %w", err)
	}
	slices.SortStableFunc(people, func(a, b parcours.ListedPerson) int { return a.EnteredOn.Compare(b.EnteredOn) })
	return people, total, nil
}

// listed gives each person of the filter to visit, by date of entry.
func (tx *tx) listed(ctx context.Context, now time.Time, f parcours.Filter, which selection, visit func(listed) error) error {
	from, to := bounds(f)
	rows, err := tx.ListPeople(ctx, gen.ListPeopleParams{
		WithExited: which.exited, Territory: f.TerritoryID, Referent: f.ReferentID,
		Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
	})
	if err != nil {
		return err
	}
	byHand, err := tx.ListedByHand(ctx)
	if err != nil {
		return err
	}
	listedOn := make(map[string]parcours.Channel, len(byHand))
	for _, row := range byHand {
		listedOn[row.PersonID.String] = parcours.Channel(row.Channel)
	}
	var failed error
	for _, row := range rows {
		p := tx.listedPerson(row, now)
		p.NextChannel = cmp.Or(listedOn[row.PersonID], p.NextChannel)
		p.next = sync.OnceValue(func() time.Time {
			starts, err := tx.NextStart(ctx, row.PersonID, millis(now))
			failed = cmp.Or(failed, err)
			return instant(starts)
		})
		p.missing = sync.OnceValue(func() bool {
			missing, err := tx.OutcomeMissing(ctx, row.PersonID, millis(tx.today(now).At(0, 0, tx.rules.Zone)))
			failed = cmp.Or(failed, err)
			return missing
		})
		if err := visit(p); err != nil {
			return err
		}
		if failed != nil {
			return failed
		}
	}
	return nil
}

func (tx *tx) listedPerson(row gen.ListPeopleRow, now time.Time) listed {
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

// nameListed adds to a line what only a reader needs.
func (tx *tx) nameListed(ctx context.Context, p *listed) error {
	row, err := tx.ListedName(ctx, p.PersonID)
	if err != nil {
		return err
	}
	p.Name = parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name()
	p.Territory = row.Territory
	p.Referent = parcours.Professional{FirstName: row.ReferentFirstName, LastName: row.ReferentLastName}.Name()
	p.StartsAt = p.next()
	return nil
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

// Behind returns the people that a figure counts, or those it lost for a cause,
// at most limit of them (0: all).
func (s *Store) Behind(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure, cause parcours.LossCause, limit int) ([]parcours.ListedPerson, error) {
	today := s.today(now)
	which := selection{limit: limit}
	var keep func(listed) bool
	if counts, ok := behind[figure]; ok {
		keep = func(p listed) bool { return counts(p, today) }
	}
	if counts, ok := behindPromise[figure]; ok {
		which.exited = true
		keep = func(p listed) bool { return p.rated(s.rules.ConveneWithinDays, today) && counts(p) }
	}
	switch {
	case cause != parcours.LossNone:
		keep = func(p listed) bool { return p.standing.LossAt(parcours.ReachLevel(figure)) == cause }
	case keep == nil:
		set, err := s.behindEvents(ctx, now, f, figure)
		if err != nil {
			return nil, fmt.Errorf("list people: %w", err)
		}
		which.exited = true
		keep = func(p listed) bool { return set[p.PersonID] }
	}
	people, _, err := s.list(ctx, now, f, which, keep)
	return people, err
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
	parcours.FigureOutcomesMissing:   func(p listed, _ parcours.Date) bool { return p.missing() },
}

// behindPromise says whom the rates of the promise count, of those who enter them.
var behindPromise = map[parcours.Figure]func(p listed) bool{
	parcours.FigureMature:         func(listed) bool { return true },
	parcours.FigureConvenedInTime: func(p listed) bool { return p.clock.inTime(p.clock.convened) },
	parcours.FigureByConvocation: func(p listed) bool {
		return p.clock.inTime(p.clock.convened) && p.by != parcours.KindInvitation
	},
	parcours.FigureByInvitation: func(p listed) bool {
		return p.clock.inTime(p.clock.convened) && p.by == parcours.KindInvitation
	},
	parcours.FigureSentOnly: func(p listed) bool {
		return !p.clock.inTime(p.clock.convened) && p.clock.inTime(p.convoked)
	},
	parcours.FigureMetInTime: func(p listed) bool { return p.clock.inTime(p.clock.met) },
}

func ofColour(colour parcours.ClockColour) func(listed, parcours.Date) bool {
	return func(p listed, _ parcours.Date) bool { return p.duties && p.Colour == colour }
}
