package web_test

import (
	"strings"
	"testing"

	"relais/parcours"
	"relais/web"
)

// TestEachRoleInABrowser opens, as each role that the demo has no account of and as the
// lead and the auditor, every page that the navigation leads to and, for those who see
// somebody, that person's page.
func TestEachRoleInABrowser(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	for _, role := range []parcours.AccountRole{parcours.AccountProfessional, parcours.AccountNurse, parcours.AccountPartner, parcours.AccountLead, parcours.AccountAuditor} {
		c := newChrome(t, w.base)
		for _, a := range matrixActors {
			if a.name == string(role) {
				c.signIn(a.email)
			}
		}
		paths := append(web.Entrances(role), "/compte")
		if role != parcours.AccountLead && role != parcours.AccountAuditor {
			paths = append(paths, "/personnes/"+w.ids["maëlys"])
		}
		for _, path := range paths {
			c.open(path)
			if at := c.at(); at != path {
				t.Errorf("%s is led from %s to %s", role, path, at)
			}
			c.looks(rolePictures[string(role)+" "+path])
		}
		if role != parcours.AccountLead && role != parcours.AccountAuditor {
			if attends := role == parcours.AccountProfessional; strings.Contains(c.text(), "restent avec qui la suit") != attends || strings.Contains(c.text(), "Aucun moyen de contact") {
				t.Errorf("%s reads of somebody:\n%s", role, c.text())
			}
			c.looks(map[parcours.AccountRole]string{parcours.AccountProfessional: "personne-entretien", parcours.AccountPartner: "personne-partenaire"}[role])
		}
	}
}

// rolePictures are the pages that show something else to a role.
var rolePictures = map[string]string{
	"professional /file": "file-entretien", "partner /a-faire": "a-faire-partenaire",
}
