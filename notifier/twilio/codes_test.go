package twilio

import (
	"testing"

	"relais/parcours"
)

func TestEveryCodeSaysWhatToDo(t *testing.T) {
	t.Parallel()
	codes, err := readCodes()
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) < 45 {
		t.Fatalf("got %d codes", len(codes))
	}
	for code, m := range codes {
		switch m.onSend {
		case parcours.RefusalRetry, parcours.RefusalGiveUp, parcours.RefusalBlocked, parcours.RefusalUnknown, parcours.RefusalConfig:
		default:
			t.Errorf("%d: on_send %q", code, m.onSend)
		}
		if rank := m.onReceipt.Rank(); rank != 35 && rank != 36 {
			t.Errorf("%d: on_receipt %q has rank %d", code, m.onReceipt, rank)
		}
	}
}

func TestStatusesHaveARank(t *testing.T) {
	t.Parallel()
	s := &Sender{codes: map[int]meaning{21610: {onReceipt: parcours.AttemptBlocked}, 30003: {onReceipt: parcours.AttemptUndeliveredTemp}}}
	for _, c := range []struct {
		status string
		code   int
		want   parcours.AttemptState
	}{
		{"queued", 0, parcours.AttemptAccepted},
		{"sending", 0, parcours.AttemptAccepted},
		{"sent", 0, parcours.AttemptSent},
		{"delivered", 0, parcours.AttemptDelivered},
		{"read", 0, parcours.AttemptAcknowledged},
		{"undelivered", 30003, parcours.AttemptUndeliveredTemp},
		{"undelivered", 0, parcours.AttemptUndeliveredTemp},
		{"failed", 21610, parcours.AttemptBlocked},
		{"failed", 99999, parcours.AttemptUndeliveredPerm},
		{"canceled", 0, parcours.AttemptUndeliveredPerm},
		{"received", 0, ""},
		{"teleported", 0, ""},
	} {
		if got := s.state(c.status, c.code); got != c.want {
			t.Errorf("state(%q, %d): got %q, want %q", c.status, c.code, got, c.want)
		}
	}
}
