package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/web"
)

func (m *memory) Proof(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (parcours.Proof, error) {
	file, err := m.Person(ctx, actor, personID)
	if err != nil {
		return parcours.Proof{}, err
	}
	return parcours.Proof{
		Format: parcours.ProofFormat, MadeAt: now, Journal: parcours.ProofJournal{Intact: true},
		Person: parcours.ProofPerson{ID: personID, FirstName: file.Person.FirstName, LastName: file.Person.LastName},
	}, nil
}

func (m *memory) ProofOfMessage(ctx context.Context, now time.Time, actor parcours.Actor, notificationID string) (parcours.Proof, error) {
	for personID, planned := range m.planned {
		if slices.ContainsFunc(planned, func(n parcours.Notification) bool { return n.ID == notificationID }) {
			p, err := m.Proof(ctx, now, actor, personID)
			p.NotificationID = notificationID
			return p, err
		}
	}
	return parcours.Proof{}, parcours.ErrNotFound
}

func printing(o *web.Options) {
	o.ProofPDF = func(w io.Writer, p parcours.Proof) error {
		_, err := fmt.Fprintf(w, "%%PDF of %s %s", p.Person.Name(), p.NotificationID)
		return err
	}
}

func TestProofIsExportedByThoseWhoAnswerForTheFileAndKept(t *testing.T) {
	t.Parallel()
	m := fiction()
	base := serve(t, m, printing)
	for role, want := range map[string]int{
		"coordinator": http.StatusOK, "referent": http.StatusOK, "other": http.StatusNotFound, "professional": http.StatusForbidden,
		"lead": http.StatusForbidden, "auditor": http.StatusForbidden,
	} {
		b := signedIn(t, base, readers[role])
		before := len(m.access)
		got := b.get("/personnes/p-0/preuve?format=pdf")
		got.wants(t, want)
		exported := slices.ContainsFunc(m.access[before:], func(a string) bool { return strings.Contains(a, "export_proof") && strings.Contains(a, "p-0") })
		if exported != (want == http.StatusOK) {
			t.Errorf("as %s: kept %v in %v", role, exported, m.access[before:])
		}
	}
	visitor(t, base).get("/personnes/p-0/preuve?format=pdf").wants(t, http.StatusSeeOther)
	b := signedIn(t, base, readers["referent"])
	b.get("/personnes/p-0/preuve?format=pdf").wants(t, http.StatusOK, "%PDF of Nadine LE GOFF")
	b.get("/personnes/p-0/preuve?format=json").wants(t, http.StatusOK, `"format": "relais.proof/1"`)
	b.get("/personnes/p-0/preuve?format=pdf&message=n-1").wants(t, http.StatusOK, "%PDF of Nadine LE GOFF n-1")
	for _, path := range []string{"/personnes/p-0/preuve", "/personnes/p-0/preuve?format=docx", "/personnes/p-2/preuve?format=pdf&message=n-1", "/personnes/p-0/preuve?format=pdf&message=n-9"} {
		b.get(path).wants(t, http.StatusNotFound)
	}
	b.get("/personnes/p-0").wants(t, http.StatusOK, `href="/personnes/p-0/preuve?format=pdf"`, "Document à imprimer")
	signedIn(t, base, readers["professional"]).get("/personnes/p-0").lacks(t, "/preuve")
}

func TestProofOverTheDatabase(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *store.Store, h *town) {
		id := h.people["Maëlys"]
		b := signedIn(t, h.base, "anne.morel@exemple.fr")
		b.get("/personnes/"+id+"/preuve?format=json").wants(t, http.StatusOK, `"intact": true`, "puis-je venir avec ma fille", "Quillien")
		b.get("/personnes/"+id+"/preuve?format=json").wants(t, http.StatusOK, `"action": "export_proof"`)
		b.get("/personnes/"+h.people["Yann"]+"/preuve?format=json").wants(t, http.StatusNotFound)
	})
}
