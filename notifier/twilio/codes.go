package twilio

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"relais/parcours"
)

// Twilio changes its codes and asks not to program on them: what they mean to
// us is data, to be read and amended without touching the code.
//
//go:embed codes.csv
var codesFile string

// meaning is what one of Twilio's codes says to us.
type meaning struct {
	class string
	// onSend is what to do when the call that creates a message is answered so.
	onSend parcours.RefusalKind
	// onReceipt is where an existing message stands when it ends so.
	onReceipt parcours.AttemptState
	// cause is what it says of the number, or of the phone; empty when nothing.
	cause parcours.FailureCause
}

// Classes for which the number is not to blame.
const (
	classDestination = "destination" // this sender does not serve the number
	classWait        = "wait"        // this sender sends too fast
)

// readCodes reads the embedded table.
func readCodes() (map[int]meaning, error) {
	rows, err := csv.NewReader(strings.NewReader(codesFile)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the table of codes: %w", err)
	}
	codes := make(map[int]meaning, len(rows))
	for _, row := range rows[1:] {
		code, err := strconv.Atoi(row[0])
		if err != nil {
			return nil, fmt.Errorf("read the table of codes: %w", err)
		}
		codes[code] = meaning{
			class: row[1], onSend: parcours.RefusalKind(row[2]), onReceipt: parcours.AttemptState(row[3]), cause: parcours.FailureCause(row[4]),
		}
	}
	return codes, nil
}

// states are the provider's statuses; callbacks come in any order, so a state is
// only ever folded by rank.
var states = map[string]parcours.AttemptState{
	"queued":              parcours.AttemptAccepted,
	"accepted":            parcours.AttemptAccepted,
	"scheduled":           parcours.AttemptAccepted,
	"sending":             parcours.AttemptAccepted,
	"sent":                parcours.AttemptSent,
	"partially_delivered": parcours.AttemptSent,
	"delivered":           parcours.AttemptDelivered,
	"read":                parcours.AttemptAcknowledged,
	"canceled":            parcours.AttemptUndeliveredPerm,
}

// state tells what a status means; empty when it is not known to us.
func (s *Sender) state(status string, code int) parcours.AttemptState {
	if status != "failed" && status != "undelivered" {
		return states[status]
	}
	if known, ok := s.codes[code]; ok {
		return known.onReceipt
	}
	// "failed" never reached a carrier; "undelivered" may pass.
	if status == "failed" {
		return parcours.AttemptUndeliveredPerm
	}
	return parcours.AttemptUndeliveredTemp
}

// cause tells what a failure means for the messages to come; empty for a status
// that is no failure.
func (s *Sender) cause(status string, code int) parcours.FailureCause {
	if status != "failed" && status != "undelivered" {
		return ""
	}
	return s.codes[code].cause
}
