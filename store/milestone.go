package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// stage is a column of the milestone table that holds the date a stage was first
// reached. The columns of later facts (met, registered…) are kept the same way.
type stage string

const (
	stageBooked      stage = "booked_on"
	stageFirstBooked stage = "first_booked_on"
	stageConvoked    stage = "convoked_on"
	stageAppointment stage = "appointment_on"
	stageSent        stage = "sent_on"
	stageHandedOver  stage = "handed_over_on"
	stageConvened    stage = "convened_on"
	stageDelivered   stage = "delivered_on"
	stageUndelivered stage = "undelivered_on"
	stageAnswered    stage = "answered_on"
	stageMet         stage = "met_on"
	stageRegistered  stage = "registered_on"
	stageOriented    stage = "oriented_on"
	stageContracted  stage = "contracted_on"
	stageEmployed    stage = "employed_on"
	stageExited      stage = "exited_on"
)

// reach notes the civil date on which a person first reached a stage; a stage
// that was reached before keeps its date.
func (tx *tx) reach(ctx context.Context, personID string, s stage, on parcours.Date) error {
	if personID == "" || on.IsZero() {
		return nil
	}
	changed, err := tx.exec(ctx, s.update(), personID, on.String())
	if err != nil {
		return fmt.Errorf("milestone %s: %w", s, err)
	}
	if changed == 0 || !measured(s) {
		return nil
	}
	return tx.keepDelays(ctx, personID)
}

// reachAll is reach for stages that are reached at once.
func (tx *tx) reachAll(ctx context.Context, personID string, reached []stage, on parcours.Date) error {
	if personID == "" || len(reached) == 0 || on.IsZero() {
		return nil
	}
	changed, err := tx.exec(ctx, updateAll(reached), personID, on.String())
	if err != nil {
		return fmt.Errorf("milestones %s: %w", reached, err)
	}
	if changed == 0 || !measured(reached...) {
		return nil
	}
	return tx.keepDelays(ctx, personID)
}

// milestones are the dates of a person that a message may move, as they are stored.
type milestones struct {
	entered string
	on      map[stage]string
}

// readMilestones reads what GatherAttempt joins by commas; nil for nobody's.
func readMilestones(joined string) *milestones {
	dates := strings.Split(joined, ",")
	if len(dates) != 6 {
		return nil
	}
	return &milestones{entered: dates[0], on: map[stage]string{
		stageSent: dates[1], stageConvoked: dates[2], stageHandedOver: dates[3], stageDelivered: dates[4], stageConvened: dates[5],
	}}
}

// reachTold is reachAll for what a message of a kind reached. What was gathered says
// what is still missing, so that one statement writes the dates and the delays to
// them, or none; it does nothing when the row is not as it was gathered.
func (tx *tx) reachTold(ctx context.Context, personID, kind string, reached []stage, on parcours.Date) error {
	if personID == "" || len(reached) == 0 || on.IsZero() {
		return nil
	}
	if g := tx.gathered; g != nil && g.milestones != nil && g.personID == personID {
		known := g.milestones
		g.milestones = nil
		missing := slices.DeleteFunc(slices.Clone(reached), func(s stage) bool { return known.on[s] != "" })
		if len(missing) == 0 {
			return nil
		}
		args := []any{personID, on.String(), known.entered}
		if measured(missing...) {
			args = append(args, daysBetween(known.entered, on.String()))
		}
		if slices.Contains(missing, stageConvened) {
			args = append(args, kind)
		}
		changed, err := tx.exec(ctx, updateTold(missing), args...)
		if err != nil {
			return fmt.Errorf("milestones %s: %w", missing, err)
		}
		if changed > 0 {
			return nil
		}
	}
	if slices.Contains(reached, stageConvened) {
		if err := tx.NoteConvenedBy(ctx, personID, kind); err != nil {
			return err
		}
	}
	return tx.reachAll(ctx, personID, reached, on)
}

// updateTold is the statement that sets the stages of a message, with their delays
// and what convened, while none of them is set.
func updateTold(missing []stage) string {
	var sets, unset []string
	for _, s := range missing {
		sets, unset = append(sets, string(s)+" = $2"), append(unset, string(s)+" = ''")
		switch s {
		case stageConvoked:
			sets = append(sets, "to_convoked = $4")
		case stageConvened:
			sets = append(sets, "to_convened = $4", "convened_by = $5")
		}
	}
	return "update milestone set " + strings.Join(sets, ", ") + " where person_id = $1 and entered_on = $3 and " + strings.Join(unset, " and ")
}

// updateAll is the statement that sets several stages, each once.
func updateAll(reached []stage) string {
	var sets, unset []string
	for _, s := range reached {
		sets = append(sets, fmt.Sprintf("%[1]s = case when %[1]s = '' then $2 else %[1]s end", s))
		unset = append(unset, fmt.Sprintf("%s = ''", s))
	}
	return "update milestone set " + strings.Join(sets, ", ") + " where person_id = $1 and (" + strings.Join(unset, " or ") + ")"
}

// update is the statement that sets a stage once.
func (s stage) update() string {
	return "update milestone set " + string(s) + " = $2 where person_id = $1 and " + string(s) + " = ''"
}

// today is the civil date of now where the service works.
func (c *core) today(now time.Time) parcours.Date { return parcours.DateOf(now, c.rules.Zone) }
