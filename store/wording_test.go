package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestTheLastWordingIsInForceAndEveryOneIsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		lead, err := s.CreateAccount(ctx, now, parcours.Account{Email: "projet@exemple.fr", Role: parcours.AccountLead})
		must(err)
		actor := parcours.Actor{AccountID: lead.ID, Role: lead.Role}
		say := func(lang parcours.Language, key, text string) {
			t.Helper()
			now = now.Add(time.Minute)
			must(s.Reword(ctx, now, actor, parcours.Wording{Language: lang, Key: key, Text: text}))
		}
		const key = "reply.thanks.welcome"
		say(parcours.French, key, "") // nothing to take back
		say(parcours.French, key, "Avec plaisir.")
		say(parcours.French, key, "Avec plaisir.") // as it is
		say(parcours.French, key, "Je vous en prie.")
		say(parcours.English, key, "You are welcome.")
		say(parcours.English, key, "")

		all, err := s.Wordings(ctx)
		must(err)
		if len(all.Texts) != 1 || all.Texts[0].Text != "Je vous en prie." || all.Texts[0].Language != parcours.French || all.Texts[0].Key != key {
			t.Errorf("in force: %+v", all.Texts)
		}
		history, err := s.WordingHistory(ctx, parcours.French, key)
		must(err)
		var texts []string
		for _, w := range history {
			texts = append(texts, w.Text+" / "+w.ByName)
		}
		if diff := cmp.Diff([]string{"Je vous en prie. / projet@exemple.fr", "Avec plaisir. / projet@exemple.fr"}, texts); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		kept, err := s.Peek(ctx, "select action || ' ' || subject from access_log order by id")
		must(err)
		if len(kept) != 4 {
			t.Errorf("the access log has %d entries, want 4: %v", len(kept), kept)
		}
	})
}

func TestASentenceIsOffUntilItIsSwitchedOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		marks := map[string]bool{}
		turn := func(on bool) parcours.Wordings {
			t.Helper()
			now = now.Add(time.Minute)
			if err := s.SwitchSentence(ctx, now, parcours.Actor{AccountID: "lead"}, parcours.SentenceSwitch{Sentence: parcours.SentenceMandatory, Category: parcours.CategoryJoint, On: on}); err != nil {
				t.Fatal(err)
			}
			all, err := s.Wordings(ctx)
			if err != nil {
				t.Fatal(err)
			}
			mark, err := s.WordingMark(ctx)
			if err != nil || mark != all.Mark {
				t.Fatalf("mark %q, %v, want %q", mark, err, all.Mark)
			}
			marks[mark] = true
			return all
		}
		if all := turn(false); len(all.Switches) != 0 {
			t.Errorf("off already: %+v", all.Switches)
		}
		if all := turn(true); len(all.Switches) != 1 || !all.Switches[0].On || all.Switches[0].AccountID != "lead" {
			t.Errorf("on: %+v", all.Switches)
		}
		turn(true)
		if all := turn(false); len(all.Switches) != 1 || all.Switches[0].On {
			t.Errorf("off again: %+v", all.Switches)
		}
		if len(marks) != 3 {
			t.Errorf("%d marks, want one for each state", len(marks))
		}
	})
}

// What an absence may lead to is in no first message: a convocation knows whether one
// reached the person before.
func TestAConvocationKnowsWhetherItIsTheFirstToArrive(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		first := h.claim()
		for _, d := range first {
			if d.Notification.Facts.Convened {
				t.Error("the first convocation says that it is not")
			}
			h.accepted(d)
		}
		h.receipt(first[0].Attempt.ID, parcours.AttemptDelivered, "")
		h.receipt(first[1].Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
		reached := first[0].Notification.PersonID
		desk := parcours.Actor{Role: parcours.AccountCoordinator}
		for _, d := range first {
			h.must(s.Revoke(t.Context(), h.now, desk, d.Notification.AppointmentID))
		}
		for _, d := range h.claim() { // they are told so first
			h.accepted(d)
		}
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 10), 2))
		for _, b := range assign(t, s).Booked {
			h.must(s.Convene(t.Context(), h.now.Add(48*time.Hour), b))
		}
		h.now = h.now.Add(48 * time.Hour)
		again := 0
		for _, d := range h.claim() {
			if d.Notification.Kind != parcours.KindConvocation {
				continue
			}
			again++
			if got, want := d.Notification.Facts.Convened, d.Notification.PersonID == reached; got != want {
				t.Errorf("an earlier one arrived: %v, says %v", want, got)
			}
		}
		if again == 0 {
			t.Error("nobody was convened again")
		}
	})
}
