package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestAnAbsentReferentHasAStandInFromTheirFirstDayToTheirLast(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		referent := h.one("select referent_id from person where internal_id = 'I-1'")
		standIn := h.one("select id from professional where role = 'referent' and id <> $1", referent)
		absence := parcours.Absence{ProfessionalID: referent, From: parcours.NewDate(2023, time.July, 4), Until: parcours.NewDate(2023, time.July, 5), StandInID: standIn}
		own := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: referent}
		h.must(s.SetAbsence(t.Context(), h.now, own, absence))
		for _, test := range []struct {
			day  int
			want string
		}{{0, referent}, {1, standIn}, {2, standIn}, {3, referent}} {
			h.now = monday.AddDate(0, 0, test.day)
			d, _ := h.load(sms(144, "bonjour"))
			h.want(h.now.Format("2 January"), d.Referent.ID, test.want)
		}
		h.now = monday.AddDate(0, 0, 1)
		h.turn(sms(144, "une question"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		h.want("in charge", h.one("select professional_id from escalation"), standIn)
		h.want("told", h.one("select professional_id from notification where kind = 'question'"), standIn)

		h.must(s.SetAbsence(t.Context(), h.now, everything, parcours.Absence{ProfessionalID: referent})) // back early
		d, _ := h.load(sms(144, "bonjour"))
		h.want("back", d.Referent.ID, referent)

		other := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: standIn}
		for name, err := range map[string]error{
			"somebody else's":  s.SetAbsence(t.Context(), h.now, other, absence),
			"nobody's":         s.SetAbsence(t.Context(), h.now, everything, parcours.Absence{ProfessionalID: "nobody", From: absence.From}),
			"their own":        s.SetAbsence(t.Context(), h.now, own, parcours.Absence{ProfessionalID: referent, From: absence.From, StandInID: referent}),
			"ends too early":   s.SetAbsence(t.Context(), h.now, own, parcours.Absence{ProfessionalID: referent, From: absence.From, Until: absence.From.AddDays(-1)}),
			"a stranger's aid": s.SetAbsence(t.Context(), h.now, own, parcours.Absence{ProfessionalID: referent, From: absence.From, StandInID: "nobody"}),
		} {
			if !errors.Is(err, parcours.ErrNotFound) && !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		team, err := s.Team(t.Context())
		if err != nil || len(team) != 4 {
			t.Errorf("team of %d, %v", len(team), err)
		}
	})
}
