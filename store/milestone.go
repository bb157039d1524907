package store

import (
	"context"
	"fmt"
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

func stages() []stage {
	return []stage{
		stageBooked, stageFirstBooked, stageConvoked, stageAppointment, stageSent, stageHandedOver, stageConvened, stageDelivered, stageUndelivered, stageAnswered,
		stageMet, stageRegistered, stageOriented, stageContracted, stageEmployed, stageExited,
	}
}

// today is the civil date of now where the service works.
func (c *core) today(now time.Time) parcours.Date { return parcours.DateOf(now, c.rules.Zone) }
