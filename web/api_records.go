package web

import (
	"context"
	"fmt"

	"relais/parcours"
)

const accessRecords = "export_records"

const aboutRecords = "What partners are told by webhook, as a list to page through: field names and codes are those of France Travail's appointment records. " +
	"An excuse and a cancellation are `ANNULE`, never `ABSENT`. The NIR is never in them."

func (s *Server) apiRecords(ctx context.Context, v *visit, in *appointmentsInput) (*answer[pageOf[parcours.AppointmentRecord]], error) {
	since, until, err := s.dayRange(v, in.From, in.To, appointmentDays)
	if err != nil {
		return nil, err
	}
	at, id, err := in.afterMoment(since)
	if err != nil {
		return nil, err
	}
	// The département's own programs read them, to whom the NIR does not go back.
	reader := parcours.PartnerEndpoint{Name: v.account.Name, Shape: parcours.ShapeFranceTravail, Kind: parcours.StructureDepartment}
	found, err := s.store.RecordsAfter(ctx, v.actor, reader, at, id, until, in.Limit+1)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	list := momentPage(found, in.Limit, func(c parcours.PartnerContent) parcours.Appointment { return *c.Appointment },
		func(c parcours.PartnerContent) parcours.AppointmentRecord { return parcours.RecordOf(c, s.rules.Zone) })
	return &answer[pageOf[parcours.AppointmentRecord]]{list}, s.noted(ctx, v, accessRecords, "appointments")
}
