package web

import (
	"testing"

	"relais/parcours"
)

func TestAMessageThatLeftIsOneLine(t *testing.T) {
	t.Parallel()
	entry := func(kind parcours.EventKind, message, about string) parcours.TimelineEntry {
		return parcours.TimelineEntry{Kind: kind, About: about, Details: map[string]string{"kind": message}}
	}
	shown := briefly([]parcours.TimelineEntry{
		entry(parcours.EventPlanned, parcours.KindConvocation, "n1"), entry(parcours.EventSent, parcours.KindConvocation, "n1"), entry(parcours.EventDelivered, parcours.KindConvocation, "n1"),
		entry(parcours.EventReceived, "text", ""),
		entry(parcours.EventPlanned, parcours.KindReply, "n2"), entry(parcours.EventSent, parcours.KindReply, "n2"), entry(parcours.EventDelivered, parcours.KindReply, "n2"),
		entry(parcours.EventPlanned, parcours.KindReply, "n3"), // has not left
		entry(parcours.EventPlanned, parcours.KindReply, "n4"), entry(parcours.EventSent, parcours.KindReply, "n4"), entry(parcours.EventUndelivered, parcours.KindReply, "n4"),
	})
	var got []string
	for _, e := range shown {
		got = append(got, string(e.Kind)+" "+e.About)
	}
	want := []string{"sent n1", "received ", "sent n2", "planned n3", "sent n4", "undelivered n4"}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: got %q, want %q", i, got[i], want[i])
		}
	}
}
