package web_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/web/apiclient"
)

// TestAProgramSetsMovesAndCancelsAFollowUp drives appointments outside the slots with
// the generated client.
func TestAProgramSetsMovesAndCancelsAFollowUp(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		ctx, c, maelys := b.Context(), b.client, b.people["Maëlys"]
		places, err := c.ListPlacesWithResponse(ctx)
		b.must(err)
		place := places.JSON200.Items[0].Id
		with := b.professional("Anne MOREL")
		at := time.Date(2026, 1, 22, 14, 0, 0, 0, paris())
		order := apiclient.BookBody{
			Kind: new(apiclient.BookBodyKindFollowUp), StartsAt: &at, Minutes: new(int64(45)), PlaceId: &place, ProfessionalIds: &[]string{with}, Origin: new(apiclient.BookBodyOriginSelfChosen),
		}
		once := &apiclient.BookAppointmentParams{IdempotencyKey: new("rdv-1")}
		booked, err := c.BookAppointmentWithResponse(ctx, maelys, once, order)
		b.must(err)
		b.got("book", booked, booked.Body, http.StatusCreated)
		a := booked.JSON201
		if a.Kind != "follow_up" || a.Origin != "self_chosen" || !a.StartsAt.Equal(at) || a.Minutes != 45 || a.PlaceId != place || a.SlotId != nil || a.Professionals[0].Name != "Anne MOREL" {
			b.Errorf("booked %s", booked.Body)
		}
		again, err := c.BookAppointmentWithResponse(ctx, maelys, once, order)
		b.must(err)
		if again.StatusCode() != http.StatusCreated || again.HTTPResponse.Header.Get("Idempotent-Replayed") != "true" || again.JSON201.Id != a.Id {
			b.Errorf("with the same key: got %d %s", again.StatusCode(), again.Body)
		}
		if got := b.plannedAbout(maelys, a.Id); !slices.Equal(got, []string{"convocation", "reminder"}) {
			b.Errorf("planned %q", got)
		}

		later := at.AddDate(0, 0, 7)
		moved, err := c.MoveAppointmentWithResponse(ctx, maelys, a.Participation, nil, apiclient.MoveInputBody{StartsAt: later, Minutes: 45, PlaceId: place, ProfessionalIds: []string{with}})
		b.must(err)
		b.got("move", moved, moved.Body, http.StatusOK)
		if moved.JSON200.Id != a.Id || !moved.JSON200.StartsAt.Equal(later) {
			b.Errorf("moved %s", moved.Body)
		}
		if got := b.plannedAbout(maelys, a.Id); !slices.Equal(got, []string{"convocation", "reminder"}) {
			b.Errorf("planned once moved %q", got)
		}

		cancelled, err := c.SetOutcomeWithResponse(ctx, maelys, a.Participation, nil, apiclient.OutcomeInputBody{Outcome: apiclient.OutcomeInputBodyOutcomeRevoked})
		b.must(err)
		b.got("cancel", cancelled, cancelled.Body, http.StatusOK)
		if got := b.plannedAbout(maelys, a.Id); !slices.Equal(got, []string{"cancellation"}) {
			b.Errorf("planned once cancelled %q", got)
		}
		gone, err := c.MoveAppointmentWithResponse(ctx, maelys, a.Participation, nil, apiclient.MoveInputBody{StartsAt: at, Minutes: 45, PlaceId: place, ProfessionalIds: []string{with}})
		b.must(err)
		b.got("move what was cancelled", gone, gone.Body, http.StatusConflict)

		log, err := b.s.AccessLog(ctx, parcours.AccessFilter{PersonID: maelys, Limit: 50})
		b.must(err)
		for _, want := range []string{"book_appointment", "move_appointment"} {
			if !slices.ContainsFunc(log, func(e parcours.Access) bool { return e.Action == want && e.Account == "Entrepôt" }) {
				b.Errorf("the access log has no %s", want)
			}
		}
	})
}

func TestAnAppointmentThatCouldNotBeToldIsRefusedByTheNamesOfItsFields(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		_, secret := b.issue(parcours.APIToken{Name: "Entrepôt", Scopes: parcours.TokenScopes()})
		with := b.professional("Anne MOREL")
		for _, tt := range []struct{ name, body, want string }{
			{"nothing", `{}`, "body.kind body.minutes body.place_id body.professional_ids body.starts_at"},
			{"no place", `{"kind":"workshop","starts_at":"2026-01-22T14:00:00+01:00","minutes":60,"professional_ids":["` + with + `"]}`, "body.place_id"},
			{"a slot and a time", `{"slot_id":"x","starts_at":"2026-01-22T14:00:00+01:00"}`, "body.slot_id"},
			{"a slot of nobody's", `{"slot_id":"x"}`, "body.slot_id"},
			{"moved from nothing", `{"slot_id":"x","origin":"moved"}`, "body.origin"},
		} {
			got := b.call(secret, "POST", "/people/"+b.people["Maëlys"]+"/appointments", tt.body)
			var p struct {
				Type   string
				Errors []struct{ Location, Message string }
			}
			b.must(json.Unmarshal([]byte(got.body), &p))
			var fields []string
			for _, e := range p.Errors {
				fields = append(fields, e.Location)
			}
			slices.Sort(fields)
			if got.status != http.StatusUnprocessableEntity || p.Type != "urn:relais:problem:invalid" || strings.Join(slices.Compact(fields), " ") != tt.want {
				b.Errorf("%s: got %d %s, want the fields %s", tt.name, got.status, got.body, tt.want)
			}
		}
	})
}

// professional returns the id of somebody who receives people.
func (b *bureau) professional(name string) string {
	b.Helper()
	team, err := b.client.ListProfessionalsWithResponse(b.Context())
	b.must(err)
	i := slices.IndexFunc(team.JSON200.Items, func(p apiclient.Professional) bool { return p.Name == name })
	if i < 0 {
		b.Fatalf("%s is not listed: %s", name, team.Body)
	}
	return team.JSON200.Items[i].Id
}

// plannedAbout lists what is planned for a person about an appointment, by kind.
func (b *bureau) plannedAbout(personID, appointmentID string) []string {
	b.Helper()
	planned, err := b.s.Planned(b.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, personID)
	b.must(err)
	var kinds []string
	for _, n := range planned {
		if n.AppointmentID == appointmentID {
			kinds = append(kinds, n.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func TestRecordsSayWhatPartnersAreTold(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		ctx, c := b.Context(), b.client
		entered, err := c.UpsertPeopleWithResponse(ctx, nil, apiclient.UpsertInputBody{People: []apiclient.PersonInput{{
			FirstName: "Maëlys", LastName: "Quillien", DepartmentInternalId: new("I-1"), Nir: new("285053599999883"), FranceTravailId: new("12345678901"),
		}}})
		b.must(err)
		b.got("complete", entered, entered.Body, http.StatusOK)
		places, err := c.ListPlacesWithResponse(ctx)
		b.must(err)
		at := time.Date(2026, 1, 22, 14, 0, 0, 0, paris())
		for i := range 2 {
			starts := at.AddDate(0, 0, i)
			booked, err := c.BookAppointmentWithResponse(ctx, b.people["Maëlys"], nil, apiclient.BookBody{
				Kind: new(apiclient.BookBodyKindFollowUp), StartsAt: &starts, Minutes: new(int64(45)), PlaceId: &places.JSON200.Items[0].Id, ProfessionalIds: &[]string{b.professional("Anne MOREL")},
			})
			b.must(err)
			b.got("book", booked, booked.Body, http.StatusCreated)
		}
		var got []string
		params := &apiclient.ListRecordsParams{Limit: new(int64(1)), From: new(on(2026, time.January, 5)), To: new(on(2026, time.January, 31))}
		for {
			page, err := c.ListRecordsWithResponse(ctx, params)
			b.must(err)
			b.got("records", page, page.Body, http.StatusOK)
			for _, r := range page.JSON200.Items {
				got = append(got, strings.Join([]string{r.Date.In(paris()).Format("02"), string(r.Statut), string(r.Motif), string(r.Organisme.Code), r.Usager.Nom, *r.Usager.IdentifiantFranceTravail}, " "))
			}
			if strings.Contains(string(page.Body), "2850535") {
				b.Errorf("a record tells the NIR: %s", page.Body)
			}
			if params.Cursor = page.JSON200.Next; params.Cursor == nil {
				break
			}
		}
		want := []string{"12 PRIS ORI CD Quillien 12345678901", "22 PRIS ACC CD Quillien 12345678901", "23 PRIS AUT CD Quillien 12345678901"}
		if !slices.Equal(got, want) {
			b.Errorf("got %q, want %q", got, want)
		}
		log, err := b.s.AccessLog(ctx, parcours.AccessFilter{Kind: parcours.AccessExport, Limit: 5})
		b.must(err)
		if len(log) == 0 || log[0].Action != "export_records" || log[0].Account != "Entrepôt" {
			b.Errorf("the export is not kept: %+v", log)
		}
	})
}
