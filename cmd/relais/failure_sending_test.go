package main

import (
	"testing"
	"time"
)

// TestFailure01KilledBetweenTheMarkAndTheCall kills the service once a message is
// marked as being sent and nothing has left: three listings do not show it, it is
// sent once more, and one SMS rings.
func TestFailure01KilledBetweenTheMarkAndTheCall(t *testing.T) {
	inHouses(t, func(h *house) {
		h.convene(person(1))
		h.at(afterMark, h.die)
		h.step()
		h.wantOutcome(outcome{
			Attempts: []string{"I-1 convocation 1 sms sending 10"},
			States:   []string{"I-1 convocation pending"},
		})

		h.up()
		h.pass(10 * time.Minute)
		h.wantOutcome(outcome{
			Attempts: []string{"I-1 convocation 1 sms lost 15", "I-1 convocation 2 sms accepted 20 #1"},
			States:   []string{"I-1 convocation pending"},
			Orders:   1,
			SMS:      []string{"#1 +33639980001 queued"},
		})
		h.pass(25 * time.Hour)
		h.wantOutcome(outcome{
			Attempts: []string{"I-1 convocation 1 sms lost 15", "I-1 convocation 2 sms delivered 40 #1"},
			States:   []string{"I-1 convocation delivered"},
			Orders:   1,
			SMS:      []string{"#1 +33639980001 delivered rang"},
		})
	})
}
