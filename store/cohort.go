package store

import (
	"context"
	"database/sql"
	"fmt"

	"relais/parcours"
)

// CohortLines returns one line for each person who entered between two days, both
// included and both optional, whoever left since; as exact as it is known, for
// parcours.Anonymise.
func (s *Store) CohortLines(ctx context.Context, from, to parcours.Date) ([]parcours.CohortLine, error) {
	var lines []parcours.CohortLine
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.CohortLines(ctx, from.String(), to.String())
		if err != nil {
			return err
		}
		lines = make([]parcours.CohortLine, 0, len(rows))
		at := map[string]*parcours.CohortLine{}
		for _, r := range rows {
			channel := parcours.Channel(r.Channel)
			if r.ContactLoss != "" && channel != parcours.ChannelCall && channel != parcours.ChannelLetter {
				channel = ""
			}
			lines = append(lines, parcours.CohortLine{
				Territory: r.Territory, EnteredOn: date(r.EnteredOn), BirthDate: date(r.BirthDate), EntrySource: parcours.EntrySource(r.EntrySource),
				SubjectToDuties: parcours.Tri(r.SubjectToDuties), Channel: channel, ConvenedBy: r.ConvenedBy, Answered: r.AnsweredOn != "",
				ToConvened: happened(r.ToConvened), ToMet: happened(r.ToMet), ToOriented: happened(r.ToOriented), ToContracted: happened(r.ToContracted),
				ToExited: happened(r.ToExited), ToEmployed: -1, Orientation: parcours.Orientation(r.Orientation),
			})
		}
		for i, r := range rows {
			at[r.PersonID] = &lines[i]
		}
		return tx.cohortEvents(ctx, from, to, at)
	})
	if err != nil {
		return nil, fmt.Errorf("cohort: %w", err)
	}
	return lines, nil
}

// cohortEvents adds what is counted of appointments, weeks and jobs.
func (tx *tx) cohortEvents(ctx context.Context, from, to parcours.Date, at map[string]*parcours.CohortLine) error {
	outcomes, err := tx.CohortOutcomes(ctx, from.String(), to.String())
	if err != nil {
		return err
	}
	for _, r := range outcomes {
		l := at[r.PersonID]
		switch parcours.Outcome(r.Outcome) {
		case parcours.OutcomeSeen:
			l.Seen = int(r.N)
		case parcours.OutcomeNoShow:
			l.NoShows = int(r.N)
		case parcours.OutcomeExcused:
			l.Excused = int(r.N)
		case parcours.OutcomeRevoked:
			l.Revoked = int(r.N)
		}
	}
	weeks, err := tx.CohortWeeks(ctx, from.String(), to.String())
	if err != nil {
		return err
	}
	for _, r := range weeks {
		at[r.PersonID].Weeks, at[r.PersonID].Answers = int(r.Weeks), int(r.Answers)
	}
	jobs, err := tx.CohortJobs(ctx, from.String(), to.String())
	if err != nil {
		return err
	}
	for _, r := range jobs { // the first one comes last
		l := at[r.PersonID]
		l.ToEmployed, l.JobKind, l.JobEnded = max(0, l.EnteredOn.DaysUntil(date(r.StartsOn))), parcours.JobKind(r.Kind), r.EndedOn != ""
	}
	return nil
}

// happened is a number of days, -1 for none. A date before the entry is the entry's.
func happened(days sql.NullInt64) int {
	if !days.Valid {
		return -1
	}
	return max(0, int(days.Int64))
}
