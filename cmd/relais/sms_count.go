package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"relais/parcours"
	"relais/store"
)

// countingOutbox is the store as the dispatcher sees it, which counts the SMS parts
// that the provider took, and compares them with what it counted itself.
type countingOutbox struct {
	*store.Store
	set  *metrics.Set
	zone *time.Location
}

// ClaimDue names the template in the attempts, which carry it to their result.
func (o countingOutbox) ClaimDue(ctx context.Context, c parcours.Claim) ([]parcours.Delivery, error) {
	due, err := o.Store.ClaimDue(ctx, c)
	for i := range due {
		due[i].Attempt.Template = due[i].Notification.Template
	}
	return due, err
}

// RecordAccepted counts once the result is kept. A message that was adopted by a
// receipt or a look-up is not counted here, and is in relais report messages.
func (o countingOutbox) RecordAccepted(ctx context.Context, now time.Time, a parcours.Attempt, r parcours.Receipt) error {
	if err := o.Store.RecordAccepted(ctx, now, a, r); err != nil || a.Channel != parcours.ChannelSMS || a.Parts == 0 {
		return err
	}
	o.set.GetOrCreateCounter(fmt.Sprintf("relais_sms_parts_total{template=%q,encoding=%q}", a.Template, a.Encoding)).Add(a.Parts)
	if r.Parts == 0 || r.Parts == a.Parts { // 0: a messaging service counts later
		return nil
	}
	// The message left: nothing here may make its result look unrecorded.
	_, _ = o.RaiseIncident(ctx, parcours.Incident{
		Key:  "parts_mismatch/" + a.Template + "/" + parcours.DateOf(now, o.zone).String(),
		Kind: "parts_mismatch", At: now,
		Details: map[string]string{"template": a.Template, "counted": strconv.Itoa(a.Parts), "billed": strconv.Itoa(r.Parts)},
	})
	return nil
}
