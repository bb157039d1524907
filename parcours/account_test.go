package parcours_test

import (
	"errors"
	"strings"
	"testing"

	"relais/parcours"
)

func TestPartnersSeeNoNumberOfTheDepartment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role parcours.AccountRole
		kind parcours.StructureKind
		want bool
	}{
		{parcours.AccountPartner, parcours.StructureDelegate, true},
		{parcours.AccountPartner, parcours.StructureSIAE, false},
		{parcours.AccountPartner, parcours.StructureOther, false},
		{parcours.AccountPartner, "", false},
		{parcours.AccountReferent, parcours.StructureDepartment, true},
		{parcours.AccountCoordinator, "", true},
	} {
		account := parcours.Account{Role: c.role, StructureKind: c.kind}
		if got := account.Actor().SeesInternalID(); got != c.want {
			t.Errorf("%s of %q: got %v", c.role, c.kind, got)
		}
	}
}

// A partner account of the département would otherwise open every referent's people.
func TestOnlyAPartnersStructureIsAScope(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role parcours.AccountRole
		kind parcours.StructureKind
		want string
	}{
		{parcours.AccountPartner, parcours.StructureOther, "Tremplin"},
		{parcours.AccountPartner, parcours.StructureDelegate, "Tremplin"},
		{parcours.AccountPartner, parcours.StructureDepartment, ""},
		{parcours.AccountPartner, parcours.StructureFranceTravail, ""},
		{parcours.AccountReferent, parcours.StructureOther, ""},
		{parcours.AccountNurse, parcours.StructureOther, ""},
	} {
		got := parcours.Account{Role: c.role, Structure: "Tremplin", StructureKind: c.kind}.Actor().Structure
		if got != c.want {
			t.Errorf("%s of %q: got the scope %q, want %q", c.role, c.kind, got, c.want)
		}
	}
}

func TestPasswordsAreJudgedByLength(t *testing.T) {
	t.Parallel()
	const email = "anne.morel@exemple.fr"
	for _, c := range []struct {
		password string
		ok       bool
	}{
		{"onze lettre", false},
		{"douze lettre", true},
		{"éééééééééééé", true}, // characters, not bytes
		{"aaaaaaaaaaaa", true}, // no rule on what it is made of
		{strings.Repeat("é", 200), true},
		{strings.Repeat("é", 201), false},
		{email, false},
		{"Anne.Morel@exemple.fr", false},
		{"", false},
	} {
		if err := parcours.CheckPassword(c.password, email); (err == nil) != c.ok || err != nil && !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%q: got %v", c.password, err)
		}
	}
}

func TestEveryRoleIsRead(t *testing.T) {
	t.Parallel()
	for _, role := range parcours.AccountRoles {
		if got, err := parcours.ParseAccountRole(string(role)); err != nil || got != role {
			t.Errorf("%s: got %q, %v", role, got, err)
		}
	}
	if _, err := parcours.ParseAccountRole("director"); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}
