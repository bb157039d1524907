package main_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
)

// TestHeadlessDemoRepeats plays one story twice: the same seed says the same.
func TestHeadlessDemoRepeats(t *testing.T) {
	t.Parallel()
	play := func() string {
		return mustRelais(t, nil, "demo", "--exit", "--weeks", "2", "--people", "60", "--seed", "7", "--format", "json").stdout
	}
	first := play()
	if diff := cmp.Diff(first, play()); diff != "" {
		t.Errorf("the same seed told another story (-first +second):\n%s", diff)
	}
	var story struct {
		SMS     int                    `json:"sms"`
		Inbound int                    `json:"inbound_sms"`
		Reach   parcours.Reach         `json:"reach"`
		Weekly  parcours.WeeklyFigures `json:"weekly"`
	}
	if err := json.Unmarshal([]byte(first), &story); err != nil {
		t.Fatalf("%v\n%s", err, first)
	}
	if story.Reach.People != 60 || story.Reach.Sent == 0 || story.SMS == 0 || story.Inbound == 0 {
		t.Errorf("the story tells of nobody: %+v", story)
	}
	if story.Weekly.AnsweredOfDelivered == 0 || story.Weekly.Open == 0 {
		t.Errorf("nobody tells their hours: %+v", story.Weekly)
	}
}
