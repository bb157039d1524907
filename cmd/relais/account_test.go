package main

import (
	"bytes"
	"encoding/base64"
	"path/filepath"
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

func TestTheIdentityProviderIsWholeOrAbsent(t *testing.T) {
	t.Parallel()
	whole := accountSettings{SecondFactor: []string{"coordinator", "lead"}, OIDCIssuer: "https://idp.exemple.fr", OIDCClientID: "relais", OIDCClientSecret: "x", OIDCACR: []string{"eidas2"}}
	for name, c := range map[string]struct {
		change func(*accountSettings)
		faults int
		tells  string
	}{
		"whole":          {func(*accountSettings) {}, 0, ""},
		"none":           {func(s *accountSettings) { *s = accountSettings{SecondFactor: []string{"none"}} }, 0, ""},
		"no issuer":      {func(s *accountSettings) { s.OIDCIssuer = "" }, 1, "RELAIS_OIDC_ISSUER is missing"},
		"no secret":      {func(s *accountSettings) { s.OIDCClientSecret = "" }, 1, "RELAIS_OIDC_CLIENT_SECRET"},
		"not https":      {func(s *accountSettings) { s.OIDCIssuer = "http://idp.exemple.fr" }, 1, "not https"},
		"not a role":     {func(s *accountSettings) { s.SecondFactor = []string{"director"} }, 1, "RELAIS_SECOND_FACTOR"},
		"not an address": {func(s *accountSettings) { s.OIDCIssuer = "idp" }, 1, "RELAIS_OIDC_ISSUER"},
	} {
		s := whole
		c.change(&s)
		var p problems
		s.check(&p, "https://relais.exemple.fr")
		if len(p) != c.faults || !strings.Contains(strings.Join(p, "\n"), c.tells) {
			t.Errorf("%s: got %q", name, p)
		}
	}
	if roles := whole.roles(new(problems)); len(roles) != 2 || roles[0] != parcours.AccountCoordinator {
		t.Errorf("got %q", roles)
	}
	if (accountSettings{}).oidc() != nil || whole.oidc().ACR[0] != "eidas2" {
		t.Error("the identity provider is not the settings'")
	}
}

func TestAnAccountIsCreatedWithoutTheRightToExport(t *testing.T) {
	t.Parallel()
	database, key := filepath.Join(t.TempDir(), "relais.db"), base64.StdEncoding.EncodeToString(storetest.Key())
	account := func(args ...string) string {
		t.Helper()
		var said bytes.Buffer
		if code := run(t.Context(), append([]string{"account"}, append(args, "--database", database, "--data-key", key)...), &output{stdout: &said, stderr: &said}); code != 0 {
			t.Fatalf("%q: %d\n%s", args, code, &said)
		}
		return said.String()
	}
	account("create", "avec@exemple.fr", "--role", "coordinator")
	account("create", "sans@exemple.fr", "--role", "coordinator", "--no-exports")
	for line := range strings.Lines(account("list")) {
		if got, want := strings.Contains(line, "no exports"), strings.HasPrefix(line, "sans@"); got != want {
			t.Errorf("got %q", line)
		}
	}
}
