package main

import (
	"strings"
	"testing"

	"relais/parcours"
	"relais/store/storetest"
	"relais/web"
)

// The console compares the password of an unknown account with a decoy: it takes
// as long only when real ones are hashed at the same cost.
func TestPasswordsCostTheSameWhereverTheyAreSet(t *testing.T) {
	t.Parallel()
	db := storetest.Open(t)
	if err := createAccount(t.Context(), db, "anne.morel@exemple.fr", parcours.AccountReferent, "un mot de passe"); err != nil {
		t.Fatal(err)
	}
	account, err := db.AccountByEmail(t.Context(), "anne.morel@exemple.fr")
	if err != nil {
		t.Fatal(err)
	}
	want, err := web.HashPassword("un autre")
	if err != nil {
		t.Fatal(err)
	}
	cost := func(hash string) string { return strings.Join(strings.Split(hash, "$")[:4], "$") }
	if got := cost(account.PasswordHash); got != cost(want) {
		t.Errorf("got cost %q, want the console's %q", got, cost(want))
	}
}
