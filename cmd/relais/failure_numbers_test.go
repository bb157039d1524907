package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/sandbox"
)

// TestFailure13NumbersThatMislead has a landline and a number that does not exist,
// which end on the call list, and phones that two people share, written to in the
// same minute while answers are lost: the reference tells each message from the other.
func TestFailure13NumbersThatMislead(t *testing.T) {
	inHouses(t, func(h *house) {
		shared := func(n, with int) parcours.PersonRow {
			p := person(n)
			p.Phones = person(with).Phones
			return p
		}
		h.convene(person(1), person(2), person(3), shared(4, 3), person(6), shared(7, 6))
		h.Twilio.Inject(
			sandbox.Fault{Call: "create", To: mobile(1), Status: http.StatusBadRequest, Code: 21614},
			sandbox.Fault{Call: "create", To: mobile(2), Status: http.StatusBadRequest, Code: 21211},
			// Of 3 and 4 one answer is lost, of 6 and 7 both are.
			sandbox.Fault{Call: "create", To: mobile(3), Effect: true, Drop: true},
			sandbox.Fault{Call: "create", To: mobile(6), Effect: true, Drop: true},
			sandbox.Fault{Call: "create", To: mobile(6), Effect: true, Status: http.StatusBadGateway},
		)
		h.unreachable(true)
		h.step()
		if got := h.ask("select state, count(*) from attempt where channel = 'sms' group by state order by state"); !slices.Equal(got, []string{"accepted 1", "rejected 2", "unknown 3"}) {
			h.Fatalf("attempts are %q: the story is not the one that is told", got)
		}
		h.pass(time.Minute)
		h.unreachable(false)
		h.pass(25 * time.Hour)

		got := h.outcome()
		// Which of two people who share a phone was written to first is not the story's.
		for i, attempt := range got.Attempts {
			name, sid, _ := strings.Cut(attempt, " #")
			if sid != "" {
				got.Attempts[i] = name
			}
		}
		h.wantSame(outcome{
			Orders: 6,
			SMS:    []string{sms(1, 3, "delivered rang"), sms(2, 3, "delivered rang"), sms(3, 6, "delivered rang"), sms(4, 6, "delivered rang")},
			Attempts: []string{
				convocation(1, 1, "rejected 36"), "I-1 convocation 2 call queued 0",
				convocation(2, 1, "rejected 36"), "I-2 convocation 2 letter queued 0",
				convocation(3, 1, "delivered 40"), convocation(4, 1, "delivered 40"), convocation(6, 1, "delivered 40"), convocation(7, 1, "delivered 40"),
			},
			States: []string{
				told(1, "listed"), told(2, "listed"), told(3, "delivered"), told(4, "delivered"), told(6, "delivered"), told(7, "delivered"),
			},
		}, got)
		h.wantOwnMessages(4)
		found := h.ask(`select p.internal_id, c.found_kind from contact_point c join person p on p.id = c.person_id where c.found_kind <> '' order by p.internal_id`)
		if want := []string{"I-1 landline", "I-2 invalid"}; !slices.Equal(found, want) {
			h.Errorf("the numbers are found to be %q, want %q", found, want)
		}
	})
}

// wantOwnMessages checks that so many attempts hold each a message of their own,
// which prints the reference of their notification.
func (h *house) wantOwnMessages(want int) {
	h.Helper()
	texts := map[string]string{}
	for _, m := range h.sent() {
		texts[m.SID] = m.Text
	}
	held := h.ask(`select n.reference, a.provider_id from attempt a join notification n on n.id = a.notification_id where a.provider_id <> ''`)
	for _, row := range held {
		reference, sid, _ := strings.Cut(row, " ")
		if text := texts[sid]; reference == "" || !strings.Contains(text, reference) {
			h.Errorf("the attempt with reference %q holds the message %q", reference, text)
		}
		delete(texts, sid)
	}
	if len(held) != want || len(texts) != 0 {
		h.Errorf("%d attempts hold a message and %d messages are nobody's, want %d and 0", len(held), len(texts), want)
	}
}
