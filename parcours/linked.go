package parcours

import (
	"fmt"
	"time"
)

// KindLinked is the notification that tells a person's phone that a Telegram chat was
// linked: whoever did it may not be the person.
const KindLinked = "linked"

// Counts reports whether a message of a kind, when it leaves, arrives or fails, says
// anything of how the person is reached. An answer does not, nor does the word to the
// phone that is left for another channel.
func Counts(kind string) bool { return kind != KindReply && kind != KindLinked }

// PlanLinked returns the word to a person's phone that their messages now go to the
// chat with that contact id: once for each chat, by SMS or not at all. It names nobody.
func (r Rules) PlanLinked(personID, chatID string, service Service, now time.Time) Notification {
	n := Notification{
		Key:       fmt.Sprintf("%s/contact-%s/per-%s", KindLinked, chatID, personID),
		Kind:      KindLinked,
		Class:     Conversation,
		Lane:      LaneConvocation,
		PersonID:  personID,
		Channel:   ChannelSMS,
		Template:  "number.linked.told",
		Facts:     Facts{Phone: service.Phone, Service: service},
		DueAt:     r.NextOpen(now),
		State:     NotificationPending,
		CreatedAt: now,
	}
	n.ExpiresAt = r.AddWorkdays(n.DueAt, 2)
	return n
}
