package parcours_test

import (
	"errors"
	"strings"
	"testing"

	"relais/parcours"
)

func TestRanksFollowTheLifeOfAnAttempt(t *testing.T) {
	t.Parallel()
	for state, want := range map[parcours.AttemptState]int{
		parcours.AttemptQueued: 0, parcours.AttemptClaimed: 5, parcours.AttemptCancelled: 5, parcours.AttemptExpired: 5,
		parcours.AttemptSending: 10, parcours.AttemptUnknown: 15, parcours.AttemptLost: 15, parcours.AttemptAccepted: 20,
		parcours.AttemptSent: 30, parcours.AttemptNoReceipt: 33, parcours.AttemptUndeliveredTemp: 35,
		parcours.AttemptUndeliveredPerm: 36, parcours.AttemptRejected: 36, parcours.AttemptBlocked: 36,
		parcours.AttemptDelivered: 40, parcours.AttemptAcknowledged: 50,
	} {
		if got := state.Rank(); got != want {
			t.Errorf("%s: got %d, want %d", state, got, want)
		}
	}
}

func TestRefusalNamesItsKindAndCode(t *testing.T) {
	t.Parallel()
	cause := errors.New("answer lost")
	err := error(&parcours.Refusal{Kind: parcours.RefusalUnknown, Code: "21610", Err: cause})
	if !errors.Is(err, cause) || !strings.Contains(err.Error(), "unknown (21610): answer lost") {
		t.Errorf("got %v", err)
	}
}
