package main_test

import (
	"strings"
	"testing"
)

func TestSomebodyIsErasedOnceTheirNameWasRepeated(t *testing.T) {
	t.Parallel()
	s := keptDatabase(t)
	id := ask(t, s, "select id from person order by id limit 1")[0]
	name := strings.Join(ask(t, s, "select first_name || ' ' || upper(last_name) from person where id = $1", id), "")
	e := relais(t, s, "person", "erase", id)
	if e.status != 1 || !strings.Contains(e.stderr, "Rien n'est effacé") || !strings.Contains(e.stderr, "--confirm") {
		t.Fatalf("without the name: %v", e)
	}
	if e := relais(t, s, "person", "erase", id, "--confirm", "Quelqu'un d'autre"); e.status != 1 || len(ask(t, s, "select id from person where id = $1", id)) != 1 {
		t.Fatalf("with another name: %v", e)
	}
	_, said, _ := strings.Cut(e.stderr, "--confirm \"")
	said, _, _ = strings.Cut(said, "\"")
	if !strings.EqualFold(said, name) {
		t.Errorf("asks for %q, want %q", said, name)
	}
	if e := mustRelais(t, s, "person", "erase", id, "--confirm", said); !strings.Contains(e.stderr, "Effacé") {
		t.Errorf("erase: %v", e)
	}
	if left := ask(t, s, "select id from person where id = $1", id); len(left) > 0 {
		t.Error("the person is still there")
	}
	mustRelais(t, s, "verify-journal")
	mustRelais(t, s, "report", "reach")
}
