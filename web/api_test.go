package web_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"relais/parcours"
	"relais/web/apiclient"

	"github.com/oapi-codegen/runtime/types"
)

func on(year int, month time.Month, date int) types.Date {
	return types.Date{Time: time.Date(year, month, date, 0, 0, 0, 0, time.UTC)}
}

// TestAProgramFollowsSomebodyFromEntryToWork drives the API with the client that is
// generated from its description.
func TestAProgramFollowsSomebodyFromEntryToWork(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		ctx, c := b.Context(), b.client
		erell := b.enter(apiclient.PersonInput{
			FirstName: "Erell", LastName: "LE GOFF", Title: new(apiclient.PersonInputTitleMadame), DepartmentInternalId: new("I-77"), PhoneNumber: new("06 39 98 01 77"),
			BirthDate: new(on(1985, time.May, 14)), EnteredOn: new(on(2026, time.January, 5)), Territory: new("Redon"), ReferentEmail: new("anne.morel@exemple.fr"),
		})
		found, err := c.SearchPeopleWithResponse(ctx, apiclient.SearchInputBody{Query: "I-77"})
		b.must(err)
		b.got("search", found, found.Body, http.StatusOK)
		if items := found.JSON200.Items; len(items) != 1 || items[0].Id != erell || items[0].Name != "Erell LE GOFF" {
			b.Errorf("found %+v", items)
		}
		person, err := c.GetPersonWithResponse(ctx, erell)
		b.must(err)
		b.got("person", person, person.Body, http.StatusOK)
		if p := person.JSON200; p.Referent == nil || *p.Referent != "Anne MOREL" || p.Territory == nil || *p.Territory != "Redon" || p.Contacts[0].Address == nil || *p.Contacts[0].Address != "+33639980177" || p.ConvenedOn != nil {
			b.Errorf("got %s", person.Body)
		}

		slot := b.openSlot(on(2026, time.January, 15))
		booked, err := c.BookAppointmentWithResponse(ctx, erell, nil, apiclient.BookBody{SlotId: &slot})
		b.must(err)
		b.got("book", booked, booked.Body, http.StatusCreated)
		if a := booked.JSON201; a.PersonId != erell || a.Origin != "imposed" || a.Outcome != apiclient.AppointmentOutcomeUnknown || !a.StartsAt.Equal(time.Date(2026, 1, 15, 14, 0, 0, 0, paris())) {
			b.Errorf("booked %s", booked.Body)
		}
		again, err := c.BookAppointmentWithResponse(ctx, erell, nil, apiclient.BookBody{SlotId: &slot})
		b.must(err)
		b.got("book again", again, again.Body, http.StatusConflict)
		planned, err := b.s.Planned(ctx, parcours.Actor{Role: parcours.AccountCoordinator}, erell)
		b.must(err)
		if len(planned) != 2 {
			b.Errorf("%d messages are planned, want a convocation and its reminder", len(planned))
		}
		missed, err := c.SetOutcomeWithResponse(ctx, erell, booked.JSON201.Participation, nil, apiclient.OutcomeInputBody{Outcome: apiclient.OutcomeInputBodyOutcomeNoShow})
		b.must(err)
		b.got("a no-show before its time", missed, missed.Body, http.StatusUnprocessableEntity)
		excused, err := c.SetOutcomeWithResponse(ctx, erell, booked.JSON201.Participation, nil, apiclient.OutcomeInputBody{
			Outcome: apiclient.OutcomeInputBodyOutcomeExcused, Impediment: new(apiclient.OutcomeInputBodyImpedimentTransport),
		})
		b.must(err)
		b.got("excused", excused, excused.Body, http.StatusOK)
		if excused.JSON200.Outcome != apiclient.AppointmentOutcomeExcused || *excused.JSON200.Impediment != "transport" {
			b.Errorf("got %s", excused.Body)
		}

		plan, err := c.SetPlanWithResponse(ctx, erell, nil, apiclient.PlanBody{MinHours: 10, MaxHours: 15, From: on(2026, time.January, 12)})
		b.must(err)
		b.got("plan", plan, plan.Body, http.StatusOK)
		if len(plan.JSON200.Items) != 1 || plan.JSON200.Items[0].MaxHours != 15 {
			b.Errorf("got %s", plan.Body)
		}
		wrong, err := c.SetPlanWithResponse(ctx, erell, nil, apiclient.PlanBody{MinHours: 20, MaxHours: 15, From: on(2026, time.January, 12)})
		b.must(err)
		b.got("a plan that no week fulfils", wrong, wrong.Body, http.StatusUnprocessableEntity)

		job, err := c.StartJobWithResponse(ctx, erell, nil, apiclient.JobBody{StartsOn: on(2026, time.January, 5), Kind: new(apiclient.JobBodyKindCdi), WeeklyHours: new(24.5)})
		b.must(err)
		b.got("job", job, job.Body, http.StatusCreated)
		if j := job.JSON201.Items[0]; j.State != apiclient.JobStateConfirmed || *j.WeeklyHours != 24.5 || len(j.CheckIns) != 4 {
			b.Errorf("got %s", job.Body)
		}
		ended, err := c.EndJobWithResponse(ctx, erell, job.JSON201.Items[0].Id, nil, apiclient.EndJobInputBody{On: on(2026, time.January, 5)})
		b.must(err)
		b.got("end of the job", ended, ended.Body, http.StatusOK)

		log, err := b.s.AccessLog(ctx, parcours.AccessFilter{PersonID: erell, Limit: 50})
		b.must(err)
		var actions []string
		for _, e := range log {
			if e.Account != "Entrepôt" {
				b.Errorf("%s is kept under %q", e.Action, e.Account)
			}
			actions = append(actions, e.Action)
		}
		for _, want := range []string{"upsert_people", "read_person", "book_appointment", "record_outcome", "set_plan", "record_job"} {
			if !slices.Contains(actions, want) {
				b.Errorf("the access log has %q, and not %s", actions, want)
			}
		}
	})
}

// enter creates one person and returns their id.
func (b *bureau) enter(p apiclient.PersonInput) string {
	b.Helper()
	got, err := b.client.UpsertPeopleWithResponse(b.Context(), nil, apiclient.UpsertInputBody{People: []apiclient.PersonInput{p}})
	b.must(err)
	b.got("enter", got, got.Body, http.StatusOK)
	r := got.JSON200.Results[0]
	if r.Outcome != apiclient.UpsertedOutcomeCreated || r.PersonId == nil {
		b.Fatalf("got %s", got.Body)
	}
	return *r.PersonId
}

// openSlot opens a joint interview at two o'clock and returns its id.
func (b *bureau) openSlot(when types.Date) string {
	b.Helper()
	ctx, c := b.Context(), b.client
	places, err := c.ListPlacesWithResponse(ctx)
	b.must(err)
	team, err := c.ListProfessionalsWithResponse(ctx)
	b.must(err)
	var with []string
	for _, p := range team.JSON200.Items {
		if p.Name == "Anne MOREL" || p.Name == "Paul RIOU" {
			with = append(with, p.Id)
		}
	}
	opened, err := c.OpenSlotsWithResponse(ctx, nil, apiclient.OpenSlotsInputBody{
		PlaceId: places.JSON200.Items[0].Id, Kind: apiclient.OpenSlotsInputBodyKindJointInterview, ProfessionalIds: with, Day: when, Time: "14:00", Minutes: 60, Capacity: 2,
	})
	b.must(err)
	b.got("open", opened, opened.Body, http.StatusOK)
	if opened.JSON200.Series == nil || len(opened.JSON200.Days) != 1 || opened.JSON200.Days[0].Omitted != nil {
		b.Fatalf("got %s", opened.Body)
	}
	slots, err := c.ListSlotsWithResponse(ctx, &apiclient.ListSlotsParams{From: &when, To: &when, Free: new(true)})
	b.must(err)
	b.got("slots", slots, slots.Body, http.StatusOK)
	if len(slots.JSON200.Items) != 1 || slots.JSON200.Items[0].Capacity != 2 {
		b.Fatalf("got %s", slots.Body)
	}
	return slots.JSON200.Items[0].Id
}

func TestUpsertedPeopleFollowTheRulesOfAnImport(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		people := []apiclient.PersonInput{
			{FirstName: "Maëlys", LastName: "Quillien", DepartmentInternalId: new("I-1"), City: new("Redon")},            // known: completed
			{FirstName: "Gaël", LastName: "Priol", DepartmentInternalId: new("I-9"), PhoneNumber: new("06 39 98 01 79")}, // new
			{FirstName: "Loïc", LastName: "Tréhin"}, // nothing to know him by
			{FirstName: "Nolwenn", LastName: "Abgrall", Nir: new("2850535999900"), DepartmentInternalId: new("I-10")},        // as typed: 13 characters
			{FirstName: "Enora", LastName: "Kerdreux", Nir: new("285053599999900"), DepartmentInternalId: new("I-11")},       // a wrong key
			{FirstName: "Yann", LastName: "Tanguy", DepartmentInternalId: new("I-2"), BirthDate: new(on(1879, time.May, 1))}, // too old
		}
		for i := range people {
			people[i].Territory = new("Redon")
		}
		want := []apiclient.UpsertedOutcome{
			apiclient.UpsertedOutcomeUpdated, apiclient.UpsertedOutcomeCreated, apiclient.UpsertedOutcomeError, apiclient.UpsertedOutcomeCreated, apiclient.UpsertedOutcomeError,
			apiclient.UpsertedOutcomeError,
		}
		send := func(dry bool) []apiclient.Upserted {
			b.Helper()
			got, err := b.client.UpsertPeopleWithResponse(b.Context(), nil, apiclient.UpsertInputBody{People: people, DryRun: &dry})
			b.must(err)
			b.got("upsert", got, got.Body, http.StatusOK)
			return got.JSON200.Results
		}
		for _, dry := range []bool{true, false} {
			for i, r := range send(dry) {
				if r.Outcome != want[i] {
					b.Errorf("person %d, dry %t: got %+v, want %s", i, dry, r, want[i])
				}
				refused := want[i] == apiclient.UpsertedOutcomeError
				if refused != (r.Problems != nil) || refused && (*r.Problems)[0].What == "" || refused == (r.PersonId != nil) && !dry {
					b.Errorf("person %d, dry %t: got %+v", i, dry, r)
				}
			}
		}
		for i, r := range send(false) {
			if want[i] != apiclient.UpsertedOutcomeError && r.Outcome != apiclient.UpsertedOutcomeUnchanged {
				b.Errorf("again, person %d: got %s", i, r.Outcome)
			}
		}
		if id := b.people["Maëlys"]; *send(false)[0].PersonId != id {
			b.Error("Maëlys was not recognised")
		}
	})
}

func TestListsArePagedWithoutLossOrRepeat(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		ctx, c := b.Context(), b.client
		for _, p := range []apiclient.PersonInput{
			{FirstName: "Gaël", LastName: "Priol", DepartmentInternalId: new("I-9")},
			{FirstName: "Loïc", LastName: "Tréhin", DepartmentInternalId: new("I-8")},
			{FirstName: "Enora", LastName: "Kerdreux", DepartmentInternalId: new("I-7")},
		} {
			p.Territory = new("Redon")
			b.enter(p)
		}
		var seen []string
		var cursor *string
		for pages := 1; ; pages++ {
			got, err := c.ListPeopleWithResponse(ctx, &apiclient.ListPeopleParams{Limit: new(int64(2)), Cursor: cursor})
			b.must(err)
			b.got("people", got, got.Body, http.StatusOK)
			for _, p := range got.JSON200.Items {
				seen = append(seen, p.Id)
			}
			if cursor = got.JSON200.Next; cursor == nil {
				if pages != 3 {
					b.Errorf("%d pages", pages)
				}
				break
			}
		}
		slices.Sort(seen)
		if len(seen) != 5 || len(slices.Compact(seen)) != 5 {
			b.Errorf("saw %q", seen)
		}
		slot := b.openSlot(on(2026, time.January, 15))
		for _, id := range seen {
			if id != b.people["Maëlys"] && id != b.people["Yann"] {
				got, err := c.BookAppointmentWithResponse(ctx, id, nil, apiclient.BookBody{SlotId: &slot})
				b.must(err)
				if got.StatusCode() == http.StatusConflict { // it is for two
					slot = b.openSlot(on(2026, time.January, 16))
					got, err = c.BookAppointmentWithResponse(ctx, id, nil, apiclient.BookBody{SlotId: &slot})
					b.must(err)
				}
				b.got("book", got, got.Body, http.StatusCreated)
			}
		}
		var at []string
		cursor = nil
		for {
			got, err := c.ListAppointmentsWithResponse(ctx, &apiclient.ListAppointmentsParams{Limit: new(int64(1)), Cursor: cursor})
			b.must(err)
			b.got("appointments", got, got.Body, http.StatusOK)
			for _, a := range got.JSON200.Items {
				at = append(at, a.StartsAt.Format("02 ")+a.PersonId)
			}
			if cursor = got.JSON200.Next; cursor == nil {
				break
			}
		}
		if !slices.IsSortedFunc(at, func(a, b string) int { return int(a[1]) - int(b[1]) }) || len(at) != 4 || len(slices.Compact(slices.Sorted(slices.Values(at)))) != 4 {
			b.Errorf("saw %q", at)
		}
		bad, err := c.ListPeopleWithResponse(ctx, &apiclient.ListPeopleParams{Cursor: new("à côté")})
		b.must(err)
		b.got("a cursor of nobody's", bad, bad.Body, http.StatusUnprocessableEntity)
	})
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		ctx, c := b.Context(), b.client
		open, err := c.ListQuestionsWithResponse(ctx, &apiclient.ListQuestionsParams{State: new(apiclient.ListQuestionsParamsStateOpen)})
		b.must(err)
		b.got("questions", open, open.Body, http.StatusOK)
		if q := open.JSON200.Items; len(q) != 1 || q[0].Id != b.question || q[0].Messages[0].Text != "puis-je venir avec ma fille ? <b>" || *q[0].PersonName != "Maëlys QUILLIEN" {
			b.Fatalf("got %s", open.Body)
		}
		answered, err := c.AnswerQuestionWithResponse(ctx, b.question, nil, apiclient.AnswerInputBody{Text: "Oui, il y a un coin jeux."})
		b.must(err)
		b.got("answer", answered, answered.Body, http.StatusOK)
		if q := answered.JSON200; q.State != apiclient.QuestionStateAnswered || len(q.Messages) != 2 {
			b.Errorf("got %s", answered.Body)
		}
		twice, err := c.AnswerQuestionWithResponse(ctx, b.question, nil, apiclient.AnswerInputBody{Text: "Encore."})
		b.must(err)
		b.got("answer again", twice, twice.Body, http.StatusConflict)
		closed, err := c.CloseQuestionWithResponse(ctx, b.question, nil)
		b.must(err)
		b.got("close what was answered", closed, closed.Body, http.StatusConflict)
	})
}
