package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

// work returns the lines of a list, by name.
func (h *house) work(list parcours.WorkList, f parcours.Filter) map[string]parcours.WorkLine {
	h.Helper()
	work, err := h.s.Work(h.Context(), h.now, list, f, parcours.WorkPage{Limit: 50})
	h.must(err)
	if work.Total != len(work.Lines) {
		h.Errorf("%s: %d lines of %d", list, len(work.Lines), work.Total)
	}
	counts, err := h.s.WorkCounts(h.Context(), h.now, f, []parcours.WorkList{list})
	h.must(err)
	if counts[list] != work.Total {
		h.Errorf("%s: counted %d, listed %d", list, counts[list], work.Total)
	}
	lines := map[string]parcours.WorkLine{}
	for _, l := range work.Lines {
		lines[l.Name+l.Address] = l
	}
	return lines
}

func (h *house) wantWork(list parcours.WorkList, want ...string) {
	h.Helper()
	var got []string
	for name, l := range h.work(list, parcours.Filter{}) {
		got = append(got, strings.TrimSpace(name+" "+string(l.Reason)))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		h.Errorf("%s: got %q, want %q", list, got, want)
	}
}

// waiting imports people and places them, without convening anybody.
func waiting(t *testing.T, s *store.Store, people ...parcours.PersonRow) *house {
	t.Helper()
	h := &house{T: t, s: s, now: monday, process: time.Now().Truncate(time.Millisecond)}
	team(t, s)
	importPeople(t, s, monday, people...)
	_, err := s.PlacePeople(t.Context(), monday)
	h.must(err)
	return h
}

func (h *house) convene() {
	h.Helper()
	h.must(scheduler.Convene("@every 1m", storetest.Rules(h), h.s).Run(h.Context(), h.now))
}

func TestWhoIsNotConvenedAndWhy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := waiting(t, s, maelys(), yann(), gael())
		h.wantWork(parcours.ListNotConvened, "Maëlys QUILLIEN no_slot", "Yann TANGUY no_slot", "Gaël PRIOL no_slot")
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 8), 2))
		h.wantWork(parcours.ListNotConvened, "Maëlys QUILLIEN next_tick", "Yann TANGUY next_tick", "Gaël PRIOL next_tick")
		h.convene()
		// By deadline: Maëlys, then whoever of the two others has the smaller id.
		lines := h.work(parcours.ListNotConvened, parcours.Filter{})
		if lines["Maëlys QUILLIEN"].Reason != parcours.WhyOnItsWay {
			t.Errorf("%+v", lines["Maëlys QUILLIEN"])
		}
		short := 0
		for _, l := range lines {
			if l.Reason == parcours.WhyNoSlot {
				short++
			}
		}
		balance, err := s.Balance(t.Context(), h.now, parcours.Filter{})
		h.must(err)
		missing := 0
		for _, b := range balance {
			missing += b.Missing
		}
		if short != 1 || missing != 1 {
			t.Errorf("%d wait for a slot, %d are missing; want 1 and 1", short, missing)
		}
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 9), 1))
		h.convene()
		h.wantWork(parcours.ListNotConvened, "Maëlys QUILLIEN on_its_way", "Yann TANGUY on_its_way", "Gaël PRIOL no_contact")
		h.wantWork(parcours.ListUnreachable, "Gaël PRIOL")
		territory := h.one("select id from territory where name = 'Redon'")
		if got := h.work(parcours.ListNotConvened, parcours.Filter{TerritoryID: territory}); len(got) != 3 {
			t.Errorf("in Redon %d", len(got))
		}
		if got := h.work(parcours.ListNotConvened, parcours.Filter{TerritoryID: "elsewhere"}); len(got) != 0 {
			t.Errorf("elsewhere %d", len(got))
		}
		for _, page := range []struct{ offset, lines, total int }{{0, 2, 3}, {2, 1, 3}, {4, 0, 3}} {
			work, err := s.Work(t.Context(), h.now, parcours.ListNotConvened, parcours.Filter{}, parcours.WorkPage{Offset: page.offset, Limit: 2})
			h.must(err)
			if len(work.Lines) != page.lines || work.Total != page.total {
				t.Errorf("from %d: %d of %d", page.offset, len(work.Lines), work.Total)
			}
		}
		if _, err := s.Work(t.Context(), h.now, "other", parcours.Filter{}, parcours.WorkPage{}); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("another list: %v", err)
		}
	})
}

func TestADeadlineIsAtRiskByItsClockItsDateOrItsLoss(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := waiting(t, s, maelys(), yann())
		h.wantWork(parcours.ListAtRisk)
		h.now = monday.AddDate(0, 0, 5) // Maëlys entered on the 28th, Yann on the 29th
		h.wantWork(parcours.ListAtRisk, "Maëlys QUILLIEN soon")
		h.now = monday.AddDate(0, 0, 10)
		h.wantWork(parcours.ListAtRisk, "Maëlys QUILLIEN overdue", "Yann TANGUY soon")
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 20), 1))
		h.convene()
		h.wantWork(parcours.ListAtRisk, "Maëlys QUILLIEN booked_late", "Yann TANGUY soon")
		h.must(s.Revoke(t.Context(), h.now, office, h.one("select id from appointment")))
		h.wantWork(parcours.ListAtRisk, "Maëlys QUILLIEN fell_through", "Yann TANGUY soon")
	})
}

func TestRegistrationOrientationAndOutcomesAreMissedUntilRecorded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		h.wantWork(parcours.ListOutcomesMissing)
		h.now = monday.AddDate(0, 0, 8)
		h.wantWork(parcours.ListOutcomesMissing, "Maëlys QUILLIEN")
		l := h.work(parcours.ListOutcomesMissing, parcours.Filter{})["Maëlys QUILLIEN"]
		if len(l.With) != 2 || l.Kind != parcours.JointInterview || !l.StartsAt.Equal(monday.AddDate(0, 0, 7)) {
			t.Errorf("%+v", l)
		}
		h.must(s.RecordOutcome(t.Context(), h.now, office, l.ID, parcours.OutcomeSeen, parcours.ImpedimentNone))
		h.wantWork(parcours.ListOutcomesMissing)
		h.wantWork(parcours.ListNotOriented)
		h.now = monday.AddDate(0, 0, 14)
		h.wantWork(parcours.ListNotOriented, "Maëlys QUILLIEN")
		h.must(s.RecordFact(t.Context(), h.now, office, parcours.Fact{PersonID: person, Kind: parcours.FactOriented, On: parcours.DateOf(h.now, time.UTC), Value: string(parcours.OrientationWork)}))
		h.wantWork(parcours.ListNotOriented)

		h.wantWork(parcours.ListNotRegistered, "Maëlys QUILLIEN")
		on := parcours.NewDate(2023, time.July, 5)
		facts, err := s.Register(t.Context(), h.now, office, []string{person, person}, on)
		h.must(err)
		h.wantWork(parcours.ListNotRegistered)
		h.want("registered", h.milestone(person, "registered_on"), "2023-07-05")
		h.must(s.RetractFacts(t.Context(), h.now, office, facts))
		h.must(s.RetractFacts(t.Context(), h.now, office, facts))
		h.want("registered", h.milestone(person, "registered_on"), "")
		h.wantWork(parcours.ListNotRegistered, "Maëlys QUILLIEN")
		if n := h.events(person, parcours.EventCorrected); n != 1 {
			t.Errorf("%d corrections in the journal, want 1", n)
		}
		if _, err := s.Register(t.Context(), h.now, office, []string{person}, on.AddDays(30)); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("registered in the future: %v", err)
		}
		lena := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "somebody"}
		if _, err := s.Register(t.Context(), h.now, lena, []string{person}, on); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("registered by somebody else: %v", err)
		}
		if _, err := s.VerifyJournal(t.Context(), person); err != nil {
			t.Error(err)
		}
	})
}

func TestPeopleChangeReferentWithTheirQuestionsAndBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		person := h.person("I-1")
		anne, lena := h.one("select id from professional where first_name = 'Anne'"), h.one("select id from professional where first_name = 'Léna'")
		was := h.one("select referent_id from person where id = $1", person)
		to := anne
		if was == anne {
			to = lena
		}
		h.turn(sms(144, "Puis-je venir avec ma fille ?"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		question := h.one("select id from escalation where person_id = $1", person)
		given := []parcours.Handover{{PersonID: person, From: was, To: to}}
		id, err := s.Assign(t.Context(), h.now, office, "", given)
		h.must(err)
		h.want("referent", h.one("select referent_id from person where id = $1", person), to)
		h.want("milestone", h.milestone(person, "referent_id"), to)
		h.want("question", h.one("select professional_id from escalation where id = $1", question), to)
		if told := h.all("select id from notification where professional_id = $1 and escalation_id = $2 and cancelled_at = 0", to, question); len(told) != 1 {
			t.Errorf("the new referent has %d notices, want 1", len(told))
		}
		if told := h.all("select id from notification where professional_id = $1 and escalation_id = $2 and cancelled_at = 0", was, question); len(told) != 0 {
			t.Errorf("the former referent still has %d notices to come", len(told))
		}
		// Somebody who writes now is told the name of who follows them now.
		d, _ := h.load(h.receive(sms(144, "merci")))
		if d.Referent.ID != to {
			t.Errorf("the conversation speaks of %q, want %q", d.Referent.ID, to)
		}
		if _, err := s.Assign(t.Context(), h.now, office, "", given); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("given twice: %v", err)
		}
		transfers, err := s.Transfers(t.Context(), monday.AddDate(0, 0, -1))
		h.must(err)
		if len(transfers) != 1 || transfers[0].People != 1 || transfers[0].ID != id {
			t.Errorf("transfers %+v", transfers)
		}
		kept, err := s.UndoTransfer(t.Context(), h.now, office, id)
		h.must(err)
		if kept != 0 {
			t.Errorf("%d kept", kept)
		}
		h.want("referent", h.one("select referent_id from person where id = $1", person), was)
		h.want("question", h.one("select professional_id from escalation where id = $1", question), was)
		if _, err := s.UndoTransfer(t.Context(), h.now, office, id); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
		// Given on since, they stay with whoever has them.
		id, err = s.Assign(t.Context(), h.now, office, was, given)
		h.must(err)
		_, err = s.Assign(t.Context(), h.now, office, "", []parcours.Handover{{PersonID: person, From: to, To: was}})
		h.must(err)
		if kept, err := s.UndoTransfer(t.Context(), h.now, office, id); err != nil || kept != 1 {
			t.Errorf("kept %d, %v; want 1", kept, err)
		}
		for name, wrong := range map[string][]parcours.Handover{
			"to nobody": {{PersonID: person, From: was, To: "x"}}, "nobody": nil, "to a professional": {{PersonID: person, From: was, To: h.one("select id from professional where first_name = 'Paul'")}},
		} {
			if _, err := s.Assign(t.Context(), h.now, office, "", wrong); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		people, slots, booked, err := s.Caseload(t.Context(), h.now, office, anne)
		h.must(err)
		if slots != 3 || booked != 2 || len(people)+len(h.all("select id from person where referent_id = $1", lena)) != 2 {
			t.Errorf("caseload of %d, %d slots, %d booked", len(people), slots, booked)
		}
		if _, err := s.Assign(t.Context(), h.now, parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: anne}, "", given); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("given by a referent: %v", err)
		}
	})
}

func TestSomebodyWithoutReferentIsListedUntilGivenOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s, now: monday}
		importPeople(t, s, monday, yann())
		h.wantWork(parcours.ListNoReferent, "Yann TANGUY")
		h.wantWork(parcours.ListNotConvened, "Yann TANGUY no_territory")
		team(t, s)
		people, err := s.ReferentsOf(t.Context(), office, []string{h.person("I-2")})
		h.must(err)
		referents, err := s.Referents(t.Context(), "")
		h.must(err)
		given := parcours.Spread(people, referents[:1])
		id, err := s.Assign(t.Context(), monday, office, "", given)
		h.must(err)
		h.wantWork(parcours.ListNoReferent)
		_, err = s.UndoTransfer(t.Context(), monday, office, id)
		h.must(err)
		h.wantWork(parcours.ListNoReferent, "Yann TANGUY")
	})
}

func TestAnUnknownNumberIsAttachedToSomebodyOrClosed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		h.turn(sms(155, "c'est Maëlys, nouveau tél"), parcours.Escalate{Kind: parcours.EscalationUnknown})
		h.wantWork(parcours.ListUnclaimed, mobile(155).E164)
		l := h.work(parcours.ListUnclaimed, parcours.Filter{})[mobile(155).E164]
		if l.Text != "c'est Maëlys, nouveau tél" || !l.At.Equal(h.now) {
			t.Errorf("%+v", l)
		}
		h.must(s.Attach(t.Context(), h.now, office, l.ID, person, true))
		h.wantWork(parcours.ListUnclaimed)
		e, err := s.Escalation(t.Context(), parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: h.one("select referent_id from person where id = $1", person)}, l.ID)
		h.must(err)
		if e.PersonID != person || len(e.Messages) != 1 {
			t.Errorf("%+v", e)
		}
		h.want("claim", h.one("select state from number_claim where person_id = $1", person), "asked")
		asked := h.all("select id from notification where kind = 'number' and cancelled_at = 0")
		if len(asked) != 1 {
			t.Errorf("%d questions to the number, want 1", len(asked))
		}
		if err := s.Attach(t.Context(), h.now, office, l.ID, person, true); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("attached twice: %v", err)
		}
		if _, err := s.VerifyJournal(t.Context(), person); err != nil {
			t.Error(err)
		}
		h.must(s.Detach(t.Context(), h.now, office, l.ID))
		h.wantWork(parcours.ListUnclaimed, mobile(155).E164)
		h.want("claim", h.one("select state from number_claim where person_id = $1", person), "refused")
		if err := s.Detach(t.Context(), h.now, office, l.ID); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("detached twice: %v", err)
		}
		h.must(s.Dismiss(t.Context(), h.now, office, l.ID))
		h.wantWork(parcours.ListUnclaimed)
		h.must(s.Reopen(t.Context(), h.now, office, l.ID))
		h.wantWork(parcours.ListUnclaimed, mobile(155).E164)
		if _, err := s.VerifyJournal(t.Context(), person); err != nil {
			t.Error(err)
		}
	})
}

func TestAWrongNumberIsNobodysUntilTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		other := yann()
		other.Phones = []parcours.Phone{mobile(144)}
		h := convoked(t, s, maelys(), other)
		h.turn(sms(144, "vous vous trompez"), parcours.AskWho{}, parcours.Escalate{Kind: parcours.EscalationWho})
		l := h.work(parcours.ListUnclaimed, parcours.Filter{})[mobile(144).E164]
		h.must(s.WrongNumber(t.Context(), h.now, office, l.ID))
		h.wantWork(parcours.ListUnclaimed)
		h.wantWork(parcours.ListUnreachable, "Maëlys QUILLIEN", "Yann TANGUY")
		importPeople(t, s, h.now, maelys()) // whatever a file says
		h.wantWork(parcours.ListUnreachable, "Maëlys QUILLIEN", "Yann TANGUY")
		h.must(s.Reopen(t.Context(), h.now, office, l.ID))
		h.wantWork(parcours.ListUnclaimed, mobile(144).E164)
		h.wantWork(parcours.ListUnreachable)
		if err := s.Reopen(t.Context(), h.now, office, l.ID); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("opened twice: %v", err)
		}
	})
}

func TestANumberGivenIsAskedUnlessThePersonSaidIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, gael())
		person := h.person("I-9")
		h.wantWork(parcours.ListUnreachable, "Gaël PRIOL")
		claim, _, err := s.GiveNumber(t.Context(), h.now, office, person, mobile(181), false)
		h.must(err)
		h.wantWork(parcours.ListUnreachable, "Gaël PRIOL")
		if n := len(h.all("select id from notification where kind = 'number'")); n != 1 {
			t.Errorf("%d questions to the number, want 1", n)
		}
		h.must(s.SettleNumber(t.Context(), h.now, office, person, claim, false))
		_, _, err = s.GiveNumber(t.Context(), h.now, office, person, mobile(182), true)
		h.must(err)
		if n := len(h.all("select id from notification where kind = 'number'")); n != 1 {
			t.Errorf("%d questions, want no other one", n)
		}
		h.wantWork(parcours.ListUnreachable)
		h.want("channel", h.one("select channel from attempt where state = 'queued' and person_id = $1 and lane = 2", person), "sms")
		if _, _, err := s.GiveNumber(t.Context(), h.now, office, person, parcours.ParsePhone("bonjour"), true); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("no number: %v", err)
		}
	})
}

// TestWorkListsEqualTheirRules reads the lists of a generated territory and counts
// them again from the rows, by the rules of the domain.
func TestWorkListsEqualTheirRules(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	now := storetest.ScaleNow(rules)
	s, err := store.Open(t.Context(), store.Options{Database: storetest.Scale(t, storetest.Size{People: 1_500, Messages: 6_000}), Key: storetest.Key(), Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h := &house{T: t, s: s, now: now}
	today := parcours.DateOf(now, rules.Zone)
	morning := today.At(0, 0, rules.Zone).UnixMilli()
	day := func(text string) parcours.Date {
		d, err := parcours.ParseDate(text)
		h.must(err)
		return d
	}
	want := map[parcours.WorkList]map[string]bool{}
	for _, list := range parcours.WorkLists() {
		want[list] = map[string]bool{}
	}
	for _, row := range h.all(`select m.person_id || '|' || p.subject_to_duties || '|' || m.entered_on || '|' || m.convened_on || '|' || m.met_on || '|' || m.appointment_on || '|' ||
		m.last_outcome || '|' || m.contact_loss || '|' || m.delivered_on || '|' || m.undelivered_on || '|' || coalesce(m.referent_id, '') || '|' || m.registered_on || '|' || m.oriented_on
		from milestone m join person p on p.id = m.person_id where m.exited_on = ''`) {
		c := strings.Split(row, "|")
		id, duties, entered, convened, met, appointment, outcome := c[0], c[1] != "no", day(c[2]), day(c[3]), day(c[4]), day(c[5]), c[6]
		next := len(h.all("select a.id from participation pa join appointment a on a.id = pa.appointment_id where pa.person_id = $1 and pa.outcome = 'unknown' and a.starts_at >= $2", id, morning)) > 0
		queued := len(h.all("select id from attempt where person_id = $1 and state = 'queued' and channel in ('call', 'letter')", id)) > 0
		colour := rules.Clock(entered, convened, today)
		put := func(list parcours.WorkList, in bool) {
			if in {
				want[list][id] = true
			}
		}
		put(parcours.ListNotConvened, duties && convened.IsZero() && met.IsZero())
		lost := outcome != "" && outcome != "unknown" && !next
		late := !appointment.IsZero() && appointment.After(rules.Deadline(entered))
		put(parcours.ListAtRisk, duties && met.IsZero() && (colour == parcours.ClockAmber || colour == parcours.ClockRed || late || lost))
		put(parcours.ListUnreachable, c[7] != "" || c[9] != "" && c[8] == "" || queued && met.IsZero())
		put(parcours.ListNoReferent, c[10] == "")
		put(parcours.ListNotRegistered, duties && c[11] == "")
		put(parcours.ListNotOriented, !met.IsZero() && c[12] == "" && !met.After(today.AddDays(-rules.OrientAfterDays)))
	}
	for list, people := range want {
		if list == parcours.ListSlotsShort || list == parcours.ListUnclaimed || list == parcours.ListOutcomesMissing {
			continue
		}
		work, err := s.Work(t.Context(), now, list, parcours.Filter{}, parcours.WorkPage{})
		h.must(err)
		got := map[string]bool{}
		for _, l := range work.Lines {
			got[l.PersonID] = true
		}
		t.Logf("%s: %d", list, len(got))
		if fmt.Sprint(len(got)) != fmt.Sprint(len(people)) || len(people) == 0 && list != parcours.ListNoReferent && list != parcours.ListNotRegistered {
			t.Errorf("%s: got %d people, want %d", list, len(got), len(people))
		}
		for id := range people {
			if !got[id] {
				t.Errorf("%s: %s is not listed", list, id)
				break
			}
		}
	}
}
