package store_test

import (
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestAScaleDatabaseReadsAsTheStoreWroteIt(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	now, coordinator := storetest.ScaleNow(rules), parcours.Actor{Role: parcours.AccountCoordinator}
	s, err := store.Open(t.Context(), store.Options{
		Database: storetest.Scale(t, storetest.Size{People: 40, Messages: 4000}), Key: storetest.Key(), Rules: rules,
		Service: parcours.Service{Name: "Département d'Exemple", Phone: "02 61 91 00 00"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	people, err := s.People(t.Context(), coordinator, "", 100)
	if err != nil || len(people) != 40 {
		t.Fatalf("got %d people, %v; want 40", len(people), err)
	}
	for _, p := range people {
		if _, err := s.Person(t.Context(), coordinator, p.PersonID); err != nil {
			t.Fatalf("file of %s: %v", p.PersonID, err)
		}
		if _, err := s.Timeline(t.Context(), coordinator, p.PersonID); err != nil {
			t.Fatalf("timeline of %s: %v", p.PersonID, err)
		}
		proof, err := s.Proof(t.Context(), now, coordinator, p.PersonID)
		if err != nil {
			t.Fatalf("proof of %s: %v", p.PersonID, err)
		}
		if !proof.Journal.Intact {
			t.Fatalf("journal of %s: got %v, want it intact", p.PersonID, proof.Journal.Damages)
		}
	}
	messages, err := s.Peek(t.Context(), "select count(*) from attempt")
	if err != nil || len(messages[0]) < 4 {
		t.Errorf("got %s messages, %v; want some thousands", messages, err)
	}
}
