package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// replied is a person whose convocation left and who wrote twice: two replies wait,
// the older one first.
func replied(t *testing.T, s *store.Store) *house {
	t.Helper()
	h := convoked(t, s, maelys())
	h.sent()
	for _, text := range []string{"1", "QUI"} {
		h.now = h.now.Add(time.Second)
		h.turn(sms(144, text), parcours.Say{Template: "reply." + text})
	}
	return h
}

// claimedReplies claims what is due and lists the templates.
func (h *house) claimedReplies() (all []parcours.Delivery, templates string) {
	h.Helper()
	all = h.claim(parcours.ChannelSMS)
	for _, d := range all {
		templates += d.Notification.Template + " "
	}
	return all, templates
}

// TestATakeoverKeepsTheOrderOfTwoReplies has the node that claimed the first of them
// fall silent: whoever comes after it sends that one first.
func TestATakeoverKeepsTheOrderOfTwoReplies(t *testing.T) {
	t.Parallel()
	const first = "reply.1 "
	for name, lost := range map[string]func(h *house, d parcours.Delivery){
		"it died with its claim": func(h *house, _ parcours.Delivery) {
			h.process = h.process.Add(2 * time.Minute)
			_, err := h.s.Recover(h.Context(), h.now, h.process)
			h.must(err)
		},
		"its lease was taken over": func(h *house, _ parcours.Delivery) {
			lapsed := h.take("worker", 0)
			h.want("the holder", h.take("survivor", lapsed.Seq).Owner, "survivor")
		},
		"it woke up too late to send": func(h *house, d parcours.Delivery) {
			h.mark(&d)
			h.must(h.s.RecordRefusal(h.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalRetry}, h.now.Add(5*time.Second)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := replied(t, s)
				held, templates := h.claimedReplies()
				h.want("what the first node claimed", templates, first)
				_, templates = h.claimedReplies()
				h.want("what another one claims meanwhile", templates, "")

				lost(h, held[0])
				all, templates := h.claimedReplies()
				for templates == "" { // neither yet
					h.now = h.now.Add(time.Second)
					all, templates = h.claimedReplies()
				}
				h.want("what the survivor claims", templates, first)
				h.send(all[0])
				_, templates = h.claimedReplies()
				h.want("what it claims then", templates, "reply.QUI ")
			})
		})
	}
}

// What was put back for a moment keeps its place before the younger ones of its lane,
// however long ago these were due.
func TestWhatIsPutBackKeepsItsPlace(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := replied(t, s)
		held, _ := h.claimedReplies()
		h.must(s.Release(t.Context(), held[0].Attempt, h.now.Add(time.Second), "spacing"))
		_, templates := h.claimedReplies()
		h.want("what is claimed before the first is due again", templates, "")
		h.now = h.now.Add(time.Second)
		_, templates = h.claimedReplies()
		h.want("what is claimed when it is", templates, "reply.1 ")
	})
}

// What waits for longer (the next morning, a provider that is down) holds nothing
// back, nor does what waits in another lane.
func TestWhatIsPutBackForLongHoldsNothingBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := replied(t, s)
		held, _ := h.claimedReplies()
		h.must(s.Release(t.Context(), held[0].Attempt, h.now.Add(10*time.Hour), parcours.ReasonQuietHours))
		_, templates := h.claimedReplies()
		h.want("what is claimed while the first waits for the morning", templates, "reply.QUI ")
	})
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.must(s.Release(t.Context(), d.Attempt, h.now.Add(5*time.Second), "spacing"))
		h.turn(sms(144, "QUI"), parcours.Say{Template: "reply.QUI"})
		_, templates := h.claimedReplies()
		h.want("what is claimed while the convocation waits", templates, "reply.QUI ")
	})
}
