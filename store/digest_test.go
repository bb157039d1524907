package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestDigestIsClaimedOnceADayAndOnlyWhenSomethingWaits(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		for email, role := range map[string]parcours.AccountRole{
			"nora.cadic@exemple.fr": parcours.AccountCoordinator, "anne.morel@exemple.fr": parcours.AccountReferent, "projet@exemple.fr": parcours.AccountLead,
		} {
			_, err := s.CreateAccount(t.Context(), monday, parcours.Account{Email: email, Role: role})
			h.must(err)
		}
		tuesday := monday.AddDate(0, 0, 1)
		h.now = tuesday
		h.turn(sms(171, "est-ce que je peux venir avec ma fille ?"), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "est-ce que je peux venir avec ma fille ?"})
		claimed := map[parcours.AccountRole]parcours.Digest{}
		due, err := s.ClaimDigests(t.Context(), tuesday, 10)
		h.must(err)
		for _, d := range due {
			claimed[d.Account.Role] = d
			if d.Questions != 1 || d.Empty() || d.Try != 1 || d.Day != parcours.DateOf(tuesday, storetest.Rules(t).Zone) {
				t.Errorf("%s: got %+v", d.Account.Role, d)
			}
		}
		if len(due) != 2 || claimed[parcours.AccountLead].Account.ID != "" {
			t.Fatalf("%d digests, want those of the coordinator and of the referent", len(due))
		}
		if again, err := s.ClaimDigests(t.Context(), tuesday.Add(time.Hour), 10); err != nil || len(again) != 0 {
			t.Errorf("%d claimed twice, %v", len(again), err)
		}
		// one is sent, the other is refused until somebody is told
		h.must(s.DigestSent(t.Context(), claimed[parcours.AccountCoordinator]))
		failing, at := claimed[parcours.AccountReferent], tuesday
		for try := 1; try <= parcours.DigestTries; try++ {
			if failing.Try != try {
				t.Fatalf("try %d, want %d", failing.Try, try)
			}
			h.must(s.DigestFailed(t.Context(), at, failing, at.Add(15*time.Minute)))
			if early, err := s.ClaimDigests(t.Context(), at.Add(time.Minute), 10); err != nil || len(early) != 0 {
				t.Errorf("given back before its time: %d, %v", len(early), err)
			}
			at = at.Add(15 * time.Minute)
			due, err := s.ClaimDigests(t.Context(), at, 10)
			h.must(err)
			if try == parcours.DigestTries {
				if len(due) != 0 {
					t.Error("given back after the last try")
				}
				break
			}
			if len(due) != 1 {
				t.Fatalf("%d given back, want 1", len(due))
			}
			failing = due[0]
		}
		h.want("alerts", h.one("select count(*) from incident where kind = 'digest_failed'"), "1")

		// the referent wants none, the coordinator is told of the next day
		h.must(s.SetDigest(t.Context(), failing.Account.ID, false))
		if wants, err := s.WantsDigest(t.Context(), failing.Account.ID); err != nil || wants {
			t.Errorf("wants is %v, %v", wants, err)
		}
		if due, err = s.ClaimDigests(t.Context(), tuesday.AddDate(0, 0, 1), 10); err != nil || len(due) != 1 || due[0].Account.Role != parcours.AccountCoordinator {
			t.Errorf("the next day: %+v, %v", due, err)
		}
	})
}

func TestNothingIsSaidOfAnEmptyMorningNorToWhoIsAway(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s, now: monday}
		team(t, s)
		for email, role := range map[string]parcours.AccountRole{"nora.cadic@exemple.fr": parcours.AccountCoordinator, "anne.morel@exemple.fr": parcours.AccountReferent} {
			_, err := s.CreateAccount(t.Context(), monday, parcours.Account{Email: email, Role: role})
			h.must(err)
		}
		anne := h.one("select id from professional where email = 'anne.morel@exemple.fr'")
		today := parcours.DateOf(monday, storetest.Rules(t).Zone)
		h.must(s.SetAbsence(t.Context(), monday, everyone(), parcours.Absence{ProfessionalID: anne, From: today, Until: today.AddDays(2)}))
		due, err := s.ClaimDigests(t.Context(), monday, 10)
		h.must(err)
		for _, d := range due {
			if d.Empty() || d.Account.Role == parcours.AccountReferent {
				t.Errorf("got %+v", d)
			}
		}
		if n := h.one("select count(*) from digest where state not in ('empty', 'sending')"); n != "0" {
			t.Errorf("%s mornings are neither empty nor told", n)
		}
	})
}
