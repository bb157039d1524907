package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

// exporter is an account that keeps exports.
func (h *house) exporter(email string, role parcours.AccountRole) parcours.Actor {
	h.Helper()
	account, err := h.s.CreateAccount(h.Context(), h.now, parcours.Account{Email: email, PasswordHash: "x", Role: role})
	h.must(err)
	return account.Actor()
}

func (h *house) keep(actor parcours.Actor, ofPeople bool) string {
	h.Helper()
	h.must(h.s.KeepExport(h.Context(), h.now, actor, parcours.KeptExport{
		Action: "export_list", Name: "liste.csv", Media: "text/csv", Whom: "Redon", Lines: 1, OfPeople: ofPeople, ExpiresAt: h.now.AddDate(0, 0, 2), Content: []byte("QUILLIEN"),
	}, "not_convened"))
	list, err := h.s.KeptExports(h.Context(), h.now, actor)
	h.must(err)
	for _, e := range list {
		if e.AccountID == actor.AccountID {
			return e.ID
		}
	}
	h.Fatal("the export is not kept")
	return ""
}

func TestAnExportIsItsAuthorsUntilItExpires(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := waiting(t, s, maelys())
		ctx := t.Context()
		claire, lise, dpo := h.exporter("claire@exemple.fr", parcours.AccountCoordinator), h.exporter("lise@exemple.fr", parcours.AccountLead), h.exporter("dpo@exemple.fr", parcours.AccountAuditor)
		id := h.keep(lise, false)
		h.want("in clear", h.one("select count(*) from kept_export where cast(content_sealed as text) like '%QUILLIEN%'"), "0")
		e, err := s.TakeExport(ctx, h.now, lise, id)
		h.must(err)
		if string(e.Content) != "QUILLIEN" || e.Name != "liste.csv" || e.Media != "text/csv" {
			t.Errorf("got %+v", e)
		}
		h.want("taken", h.one("select count(*) from access_log where action = 'export_list'"), "1")
		h.want("taken again", h.one("select count(*) from access_log where action = 'export_again'"), "1")
		for name, other := range map[string]parcours.Actor{"coordinator": claire, "auditor": dpo} {
			list, err := s.KeptExports(ctx, h.now, other)
			h.must(err)
			if len(list) != 1 || list[0].Account != "lise@exemple.fr" || list[0].Whom != "Redon" || list[0].Content != nil {
				t.Errorf("the %s is shown %+v", name, list)
			}
			_, err = s.TakeExport(ctx, h.now, other, id)
			wantKind(t, "taken by the "+name, err, parcours.ErrNotFound)
			wantKind(t, "erased by the "+name, s.DropExport(ctx, h.now, other, id), parcours.ErrNotFound)
		}
		h.keep(claire, true)
		list, err := s.KeptExports(ctx, h.now, lise)
		h.must(err)
		if len(list) != 1 || list[0].ID != id {
			t.Errorf("the lead is shown %+v", list)
		}

		later := h.now.AddDate(0, 0, 2)
		_, err = s.TakeExport(ctx, later, lise, id)
		wantKind(t, "once it expired", err, parcours.ErrNotFound)
		n, err := s.EraseExports(ctx, later.Add(-time.Second))
		h.must(err)
		if n != 0 {
			t.Errorf("erased %d before their time", n)
		}
		h.want("kept until then", h.one("select count(*) from kept_export"), "2")
		h.must(scheduler.EraseExports(s.EraseExports).Run(ctx, later))
		h.want("left", h.one("select count(*) from kept_export"), "0")
		h.want("lines of the log", h.one("select count(*) from access_log where action = 'export_list'"), "2")

		id = h.keep(claire, true)
		h.must(s.DropExport(ctx, h.now, claire, id))
		h.want("left", h.one("select count(*) from kept_export"), "0")
		h.want("erased early", h.one("select count(*) from access_log where action = 'drop_export'"), "1")
	})
}

func TestNoExportOutlivesWhoMayBeInIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := waiting(t, s, maelys(), yann())
		claire := h.exporter("claire@exemple.fr", parcours.AccountCoordinator)
		h.keep(claire, true)
		h.keep(claire, false)
		_, err := s.Forget(t.Context(), h.now, claire, h.person("I-1"))
		h.must(err)
		h.want("exports of people", h.one("select count(*) from kept_export where of_people"), "0")
		h.want("exports of figures", h.one("select count(*) from kept_export"), "1")
	})
}

func TestTheRightToExportComesWithTheRoleAndIsTakenAway(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := waiting(t, s)
		for role, want := range map[parcours.AccountRole]bool{
			parcours.AccountCoordinator: true, parcours.AccountLead: true, parcours.AccountAuditor: true, parcours.AccountReferent: false, parcours.AccountPartner: false,
		} {
			id := h.exporter(string(role)+"@exemple.fr", role).AccountID
			account, err := s.Account(t.Context(), id)
			h.must(err)
			if account.MayExport != want {
				t.Errorf("%s: got %v", role, account.MayExport)
			}
			h.must(s.AllowExports(t.Context(), id, !want))
			if account, err = s.Account(t.Context(), id); err != nil || account.MayExport == want {
				t.Errorf("%s: it is not changed", role)
			}
		}
		wantKind(t, "of no account", s.AllowExports(t.Context(), "unknown", true), parcours.ErrNotFound)
	})
}
