package web_test

import (
	"context"
	"strings"
	"time"

	"relais/parcours"
	"relais/store"
)

// partner adds to the morning, before anybody is convened, a tool that is told of it.
func (w *matrixWorld) partner(s *store.Store, now time.Time) {
	w.t.Helper()
	added, _, err := s.AddPartner(w.t.Context(), now, parcours.Actor{Role: parcours.AccountCoordinator}, parcours.PartnerEndpoint{
		Name: "Outil" + w.probe, URL: "https://partenaire.exemple.fr/hooks", Shape: parcours.ShapeRdvInsertion, Kind: parcours.StructureDepartment,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.ids["partner"] = added.ID
}

// untold is what the tool could not be told, and what RDV-Solidarités sent about
// somebody who is not known.
func (w *matrixWorld) untold(s *store.Store, now time.Time) {
	w.t.Helper()
	ctx := w.t.Context()
	due, err := s.ClaimDeliveries(ctx, now, now, 1)
	if err != nil || len(due) != 1 {
		w.t.Fatalf("%d messages to the partner are due, %v", len(due), err)
	}
	for ; due[0].Tries < 8; due[0].Tries++ {
		if err := s.DeliveryFailed(ctx, now, now, due[0], "503"); err != nil {
			w.t.Fatal(err)
		}
	}
	w.ids["delivery"] = due[0].ID
	text := strings.NewReplacer("{name}", "QUILLIEN"+strings.ReplaceAll(w.probe, `"`, `\"`)).Replace(
		`{"data":{"id":8841,"first_name":"Maëlys","last_name":"{name}","birth_date":"1985-05-14","notify_by_sms":true},"meta":{"model":"User","event":"updated","timestamp":"2026-01-05 09:00:00 +0100"}}`)
	if _, err := s.RecordUpstream(ctx, parcours.RawUpstream{ID: "u-1", Payload: []byte(text), Model: parcours.UpstreamUser, ReceivedAt: now}); err != nil {
		w.t.Fatal(err)
	}
	if err := s.FailUpstream(ctx, now, "u-1", parcours.UpstreamUnreadable); err != nil {
		w.t.Fatal(err)
	}
	w.ids["message"] = "u-1"
	anne, err := s.AccountByEmail(ctx, "anne.morel@exemple.fr")
	if err != nil {
		w.t.Fatal(err)
	}
	if w.ids["agenda"], err = s.OpenCalendar(ctx, now, anne.ID); err != nil {
		w.t.Fatal(err)
	}
}

// trial is an endpoint that takes nothing.
type trial struct{}

func (trial) Check(url string) error {
	if !strings.HasPrefix(url, "https://") {
		return parcours.ErrInvalid
	}
	return nil
}

func (trial) Try(context.Context, string) (parcours.PartnerFault, error) { return "401", nil }
