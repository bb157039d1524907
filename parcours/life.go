package parcours

import (
	"fmt"
	"time"
)

// KindNumber is the notification that asks a number whether it is somebody's new one.
const KindNumber = "number"

// NumberClaim is a number that somebody gave as their new one.
type NumberClaim struct {
	ID        string
	PersonID  string
	Phone     Phone
	ClaimedAt time.Time
	// Language is the person's, who may be the one that reads there; Discreet: they asked
	// that no message names the service.
	Language Language
	Discreet bool
}

// ClaimValidity is how long a claimed number may confirm itself.
const ClaimValidity = 14 * 24 * time.Hour

// PlanNumberClaim returns the question to a claimed number. It names nobody: whoever
// reads it may be a stranger. Nor does it name the service when the number was given by
// somebody who asked for discretion: whoever reads it may live with them.
func (r Rules) PlanNumberClaim(c NumberClaim, service Service, now time.Time) Notification {
	n := Notification{
		Key:       fmt.Sprintf("%s/claim-%s", KindNumber, c.ID),
		Kind:      KindNumber,
		Class:     Conversation,
		Lane:      LaneConvocation,
		Channel:   ChannelSMS,
		Address:   c.Phone.E164,
		Template:  "number.claim.ask",
		Facts:     Facts{Phone: service.Phone, Service: service, Language: c.Language},
		DueAt:     r.NextOpen(now),
		State:     NotificationPending,
		CreatedAt: now,
	}
	if c.Discreet {
		n.Template = "number.claim.discreet"
	}
	n.ExpiresAt = r.AddWorkdays(n.DueAt, 2)
	return n
}
