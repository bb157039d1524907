package store_test

import (
	"fmt"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// A sender who writes without end costs a bounded number of answers and notices,
// and nothing of what they wrote is lost.
func TestAFloodIsAnsweredAndNotifiedWithinBounds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name             string
		from             parcours.Inbound
		escalate         parcours.Escalate
		say              parcours.Say
		replies, notices int
	}{
		{"a person", sms(144, "et alors"), parcours.Escalate{Kind: parcours.EscalationQuestion}, parcours.Say{Template: "reply.question.received"}, 30, 5},
		{"a person in distress", sms(144, "au secours"), parcours.Escalate{Kind: parcours.EscalationDistress, Urgent: true}, parcours.Say{Template: "reply.distress.suicide", Urgent: true}, 40, 10},
		{"a stranger", sms(999, "bonjour"), parcours.Escalate{Kind: parcours.EscalationUnknown}, parcours.Say{Template: "reply.who.unknown"}, 10, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				const sent = 60
				for i := range sent {
					in, e := test.from, test.escalate
					in.Text = fmt.Sprint(in.Text, i)
					e.Text = in.Text
					h.turn(in, e, test.say)
				}
				h.want("replies", h.one("select cast(count(*) as text) from notification where kind = 'reply'"), fmt.Sprint(test.replies))
				h.want("notices", h.one("select cast(count(*) as text) from notification where professional_id is not null"), fmt.Sprint(test.notices))
				h.want("messages", h.one("select cast(count(*) as text) from escalation_message"), fmt.Sprint(sent))
				h.want("alerts", h.one("select cast(count(*) as text) from incident where kind = 'flood'"), "1")
				// somebody else, and another cause, are served as ever
				h.turn(sms(171, "bonjour"), parcours.Escalate{Kind: parcours.EscalationMedia}, parcours.Say{Template: "reply.media.received"})
				h.turn(test.from, parcours.Escalate{Kind: parcours.EscalationMedia})
				h.want("replies", h.one("select cast(count(*) as text) from notification where kind = 'reply'"), fmt.Sprint(test.replies+1))
				h.want("escalations", h.one("select cast(count(*) as text) from escalation where kind = 'media'"), "2")
				// an hour later the conversation goes on
				h.now = h.now.Add(61 * time.Minute)
				h.turn(test.from, test.escalate, test.say)
				h.want("replies", h.one("select cast(count(*) as text) from notification where kind = 'reply'"), fmt.Sprint(test.replies+2))
			})
		})
	}
}
