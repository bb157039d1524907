package store_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// rdv is an appointment upstream as the test writes it.
type rdv struct {
	id        int
	event     string
	reason    string
	second    int // of meta.timestamp, after monday
	day       int // of July
	status    string
	by        string
	agents    []string
	lifecycle bool
	reminder  bool
	noSMS     bool
	phone     string
	name      string
	user      int
	bare      bool // a destruction that tells the id alone
}

func (r rdv) json() []byte {
	agents := r.agents
	if agents == nil {
		agents = []string{"anne.morel@exemple.fr", "paul.gicquel@exemple.fr"}
	}
	var list []map[string]any
	for _, email := range agents {
		list = append(list, map[string]any{"id": 301, "email": email})
	}
	data := map[string]any{"id": r.id}
	if !r.bare {
		data = map[string]any{
			"id": r.id, "starts_at": fmt.Sprintf("2023-07-%02d 09:00:00 +0200", cmp.Or(r.day, 11)), "duration_in_min": 60, "cancelled_at": nil,
			"created_by_type": "Agent", "address": "8 rue du Port, 35600 Redon",
			"organisation": map[string]any{"id": 35, "name": "CDAS de Redon", "phone_number": "0261910102"},
			"motif":        map[string]any{"location_type": "public_office", "motif_category": map[string]any{"short_name": "rsa_orientation_france_travail"}},
			"lieu":         map[string]any{"name": "CDAS", "address": "8 rue du Port, 35600 Redon", "phone_number": nil},
			"agents":       list,
			"participations": []map[string]any{{
				"id": r.id + 1_000_000, "status": cmp.Or(r.status, "unknown"), "send_lifecycle_notifications": r.lifecycle,
				"send_reminder_notification": r.reminder, "created_by_type": cmp.Or(r.by, "Agent"),
				"user": map[string]any{
					"id": cmp.Or(r.user, 8841), "first_name": cmp.Or(r.name, "Maëlys"), "last_name": "QUILLIEN",
					"phone_number_formatted": cmp.Or(r.phone, "+33639980144"), "notify_by_sms": !r.noSMS,
				},
			}},
		}
	}
	return message("Rdv", r.event, r.reason, r.second, data)
}

func message(model, event, reason string, second int, data any) []byte {
	meta := map[string]any{"model": model, "event": cmp.Or(event, "created"), "webhook_reason": nil, "timestamp": monday.Add(time.Duration(second) * time.Second).Format("2006-01-02 15:04:05 -0700")}
	if reason != "" {
		meta["webhook_reason"] = reason
	}
	text, err := json.Marshal(map[string]any{"data": data, "meta": meta})
	if err != nil {
		panic(err)
	}
	return text
}

// upstream keeps a message and applies what waits.
func (h *house) upstream(bodies ...[]byte) {
	h.Helper()
	for _, body := range bodies {
		_, err := h.s.RecordUpstream(h.Context(), parcours.RawUpstream{Payload: body, ReceivedAt: h.now})
		h.must(err)
		h.applied()
	}
}

func (h *house) applied() {
	h.Helper()
	h.must((&intake.RDV{Store: h.s, Log: slog.New(slog.DiscardHandler)}).Run(h.Context(), h.now))
}

// planned lists the messages about appointments that were not withdrawn.
func (h *house) planned() string {
	h.Helper()
	return strings.Join(h.all("select kind from notification where appointment_id is not null and cancelled_at = 0 order by kind, id"), " ")
}

// booked lists the appointments of a person: when, who chose, what became of them.
func (h *house) booked(personID string) string {
	h.Helper()
	return strings.Join(h.all(`select cast(a.starts_at as text) || ' ' || a.kind || ' ' || a.origin || ' ' || pa.outcome || ' ' || p.name || ' ' || cast(pa.deleted_at > 0 as text)
		from participation pa join appointment a on a.id = pa.appointment_id join place p on p.id = a.place_id where pa.person_id = $1 order by 1`, personID), "\n")
}

func (h *house) wantDead(reasons ...string) {
	h.Helper()
	dead, err := h.s.DeadUpstream(h.Context(), office)
	h.must(err)
	var got []string
	for _, d := range dead {
		got = append(got, d.Reason)
	}
	h.want("the list of what waits for a human", strings.Join(got, " "), strings.Join(reasons, " "))
}

func upstreamHouse(t *testing.T, s *store.Store, people ...parcours.PersonRow) *house {
	t.Helper()
	h := waiting(t, s, people...)
	h.now = monday.Add(2 * time.Hour)
	return h
}

func TestAnAppointmentSetUpstreamIsConvenedMovedAndCancelledHere(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		p := h.person("I-1")
		h.upstream(rdv{id: 1}.json())
		h.want("planned", h.planned(), "convocation reminder")
		h.want("booked", h.one("select booked_on from milestone where person_id = $1", p), "2023-07-03")
		h.want("professionals", h.one("select count(*) from appointment_professional"), "2")
		h.upstream(rdv{id: 1, second: 1}.json())
		h.want("a creation of what is known sends again", h.planned(), "convocation reminder")
		h.want("version", h.one("select version from appointment"), "1")

		d, _ := h.sent()
		h.want("kind sent", d.Notification.Kind, parcours.KindConvocation)
		h.upstream(rdv{id: 1, event: "updated", second: 2, day: 12}.json())
		h.want("version", h.one("select version from appointment"), "2")
		h.want("planned for the new time", h.one("select count(*) from notification where cancelled_at = 0 and appointment_version = 2"), "2")
		h.want("left of the old time", h.one("select count(*) from notification where cancelled_at = 0 and appointment_version = 1 and state = 'pending' and kind = 'reminder'"), "0")

		h.upstream(rdv{id: 1, event: "updated", second: 3, day: 12, status: "revoked"}.json())
		h.want("outcome", h.one("select outcome from participation"), "revoked")
		h.want("cancellations", h.one("select count(*) from notification where kind = 'cancellation' and cancelled_at = 0"), "1")
		h.want("waits again", h.one("select booked_on from milestone where person_id = $1", p), "")
		h.wantDead()
		h.want("payloads kept", h.one("select count(*) from upstream_inbox where payload_sealed is not null"), "0")
	})
}

func TestOneSenderForEachKindOfMessage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		h.upstream(rdv{id: 1, lifecycle: true}.json())
		h.want("the source convenes", h.planned(), "reminder")
		h.upstream(rdv{id: 1, lifecycle: true, reminder: true, event: "updated", second: 1}.json())
		h.want("the source recalls too", h.planned(), "")
		h.upstream(rdv{id: 1, lifecycle: true, reminder: true, event: "destroyed", second: 2}.json())
		h.want("the source cancels", h.planned(), "")
		h.upstream(rdv{id: 2, reminder: true, second: 3}.json())
		h.want("the source recalls", h.planned(), "convocation")
	})
}

func TestSMSRefusedUpstreamAreNotSentHere(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		h.upstream(rdv{id: 1, noSMS: true, by: "User"}.json())
		h.want("opted out", h.one("select count(*) from contact_point where channel = 'sms' and opted_out_at > 0"), "1")
		h.want("by SMS", h.one("select count(*) from attempt where channel = 'sms' and state = 'queued'"), "0")
		h.want("origin", h.one("select origin from appointment"), "self_chosen")
		h.upstream(rdv{id: 1, event: "updated", second: 5}.json())
		h.want("opted out", h.one("select opted_out_at from contact_point where channel = 'sms'"), "0")
	})
}

func TestWhatIsNotMatchedWaitsForAHumanAndIsReplayed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		h.upstream(
			rdv{id: 1, name: "Erwan", phone: "+33639980190", user: 2}.json(),
			rdv{id: 2, agents: []string{"nora.cadic@exemple.fr"}}.json(),
			[]byte(`{"data":{"id":3},"meta":{"model":"Rdv","event":"created"}}`),
			[]byte("not json"),
		)
		h.wantDead(parcours.UpstreamPersonUnknown, parcours.UpstreamAgentUnknown, parcours.UpstreamUnreadable, parcours.UpstreamUnreadable)
		h.want("appointments", h.one("select count(*) from appointment"), "0")
		h.want("alerts", h.one("select count(*) from incident where kind = 'upstream_dead'"), "3")
		if _, err := s.DeadUpstream(t.Context(), parcours.Actor{Role: parcours.AccountReferent}); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a referent reads the list: %v", err)
		}

		erwan := yann()
		erwan.FirstName, erwan.InternalID, erwan.Phones = "Erwan", "I-9", []parcours.Phone{mobile(190)}
		importPeople(t, s, monday, erwan)
		_, err := s.ImportProfessionals(t.Context(), monday, batch("coordinators"), []parcours.ProfessionalRow{
			{Email: "nora.cadic@exemple.fr", FirstName: "Nora", LastName: "Cadic", Structure: "Département", Territory: "Redon", Role: parcours.RoleCoordinator},
		}, false)
		h.must(err)
		dead, err := s.DeadUpstream(t.Context(), office)
		h.must(err)
		for _, d := range dead[:2] {
			h.must(s.RetryUpstream(t.Context(), office, d.ID))
		}
		h.must(s.DismissUpstream(t.Context(), h.now, office, dead[2].ID))
		h.must(s.DismissUpstream(t.Context(), h.now, office, dead[3].ID))
		h.applied()
		h.wantDead()
		h.want("appointments", h.one("select count(*) from appointment"), "2")
	})
}

func TestTheSameBodyIsKeptOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for i, want := range []bool{true, false} {
			fresh, err := s.RecordUpstream(t.Context(), parcours.RawUpstream{Payload: rdv{id: 1}.json(), ReceivedAt: monday})
			if err != nil || fresh != want {
				t.Errorf("delivery %d: fresh %v, %v", i, fresh, err)
			}
		}
	})
}

func TestAnExcuseMadeHereOutlivesAnUnknownUpstream(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		h.upstream(rdv{id: 1}.json())
		h.must(s.RecordOutcome(t.Context(), h.now, office, h.one("select id from participation"), parcours.OutcomeExcused, parcours.ImpedimentHealth))
		h.upstream(rdv{id: 1, event: "updated", second: 1}.json())
		h.want("outcome", h.one("select outcome || ' ' || impediment from participation"), "excused health")
		h.upstream(rdv{id: 1, event: "updated", second: 2, status: "seen"}.json())
		h.want("the authority's word", h.one("select outcome from participation"), "seen")
		h.want("seen before its time: flagged", h.one("select count(*) from incident where kind = 'upstream_outcome'"), "1")
		h.upstream(rdv{id: 1, event: "updated", second: 3}.json())
		h.want("taken back upstream", h.one("select outcome from participation"), "unknown")
	})
}

func TestWhatIsDestroyedUpstream(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		p := h.person("I-1")
		h.upstream(rdv{id: 1}.json(), rdv{id: 1, event: "destroyed", reason: "rgpd", second: 1}.json())
		h.want("purged there, it stands here", h.one("select outcome from participation"), "unknown")
		h.want("ids of appointments that are kept", h.one("select count(*) from upstream_object where model = 'Rdv' and upstream_id <> ''"), "0")
		h.want("planned", h.planned(), "convocation reminder")

		h.upstream(rdv{id: 2, day: 12, second: 2}.json(), rdv{id: 2, second: 3, event: "destroyed", bare: true}.json())
		h.want("to come: revoked", h.one("select outcome from participation order by starts_at desc limit 1"), "revoked")

		h.now = time.Date(2023, time.July, 20, 10, 0, 0, 0, time.UTC)
		h.upstream(rdv{id: 1, event: "updated", status: "seen", second: 4}.json())
		h.want("met", h.milestone(p, "met_on"), "2023-07-11")
		h.upstream(rdv{id: 1, event: "destroyed", bare: true, second: 5}.json())
		h.want("past: its outcome stays", h.one("select outcome from participation order by starts_at limit 1"), "seen")
		h.want("out of the figures", h.milestone(p, "met_on"), "")
	})
}

func TestAbsencesAndReferentsComeFromUpstream(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		absent := func() string {
			return h.one("select absent_from || ' ' || absent_until from professional where first_name = 'Anne'")
		}
		agent := map[string]any{"email": "Anne.Morel@exemple.fr"}
		week := map[string]any{"id": 5, "first_day": "2023-07-10", "end_day": "2023-07-14", "start_time": "08:00", "end_time": "19:00", "rrule": nil, "agent": agent}
		half := map[string]any{"id": 6, "first_day": "2023-07-05", "end_day": "2023-07-05", "start_time": "14:00", "end_time": "19:00", "agent": agent}
		later := map[string]any{"id": 7, "first_day": "2023-07-24", "end_day": "2023-07-25", "agent": agent}
		h.upstream(message("Absence", "created", "", 1, week), message("Absence", "created", "", 1, half), message("Absence", "created", "", 1, later))
		h.want("absence", absent(), "2023-07-10 2023-07-14")
		h.upstream(message("Absence", "destroyed", "", 2, week))
		h.want("the next one", absent(), "2023-07-24 2023-07-25")
		h.now = h.now.AddDate(0, 0, 30)
		h.applied()
		lena := h.one("select id from professional where first_name = 'Léna'")
		h.must(s.SetAbsence(t.Context(), h.now, office, parcours.Absence{ProfessionalID: lena, From: parcours.NewDate(2023, time.August, 7)}))
		h.upstream(message("Absence", "created", "", 3, map[string]any{"id": 8, "first_day": "2023-08-21", "end_day": "2023-08-25", "agent": map[string]any{"email": "lena.riou@exemple.fr"}}))
		h.want("set here, it stands", h.one("select absent_from from professional where first_name = 'Léna'"), "2023-08-07")

		user := map[string]any{"id": 8841, "first_name": "Maëlys", "last_name": "Quillien", "phone_number": "06 39 98 01 44"}
		h.upstream(message("ReferentAssignation", "created", "", 5, map[string]any{"id": 1, "user": user, "agent": map[string]any{"email": "lena.riou@exemple.fr"}}))
		h.want("referent", h.one("select first_name from professional where id = (select referent_id from person)"), "Léna")
		h.upstream(message("ReferentAssignation", "created", "", 4, map[string]any{"id": 2, "user": user, "agent": agent}))
		h.want("an older word", h.one("select first_name from professional where id = (select referent_id from person)"), "Léna")
		user["phone_number"] = "06 39 98 01 99"
		h.upstream(message("User", "updated", "", 6, user))
		h.want("number", h.one("select count(*) from contact_point where channel = 'sms' and status = 'current'"), "1")
		h.wantDead()
	})
}

func TestNoSlotIsAssignedOrOfferedWhereTheyAreUpstream(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	rules.UpstreamIn, rules.UpstreamURL = []string{"redon"}, "https://rdv.exemple.fr/{organisation}/{rdv}"
	storetest.EachWith(t, store.Options{Rules: rules}, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s, maelys())
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 7), 3), slotRow(monday.AddDate(0, 0, 8), 3))
		h.convene()
		h.want("appointments", h.one("select count(*) from appointment"), "0")
		h.upstream(rdv{id: 90417}.json())
		d := h.turn(parcours.Inbound{Channel: parcours.ChannelSMS, Address: mobile(144).E164, Kind: parcours.InboundText, Text: "autre jour"}, parcours.Escalate{Kind: parcours.EscalationReschedule})
		h.want("offers", fmt.Sprint(len(d.Offers)), "0")
		asked, err := s.Escalation(t.Context(), office, h.one("select id from escalation"))
		h.must(err)
		last := asked.Messages[len(asked.Messages)-1]
		h.want("link", last.From+" "+last.Text, "relais https://rdv.exemple.fr/35/90417")
	})
}

// Whatever the order in which the messages about an appointment arrive, doubled and
// late, it ends as it ends when they arrive in order.
func TestEveryOrderOfArrivalEndsInTheSameAppointments(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := upstreamHouse(t, s)
		serial := 0
		rapid.Check(t, func(rt *rapid.T) {
			past := rapid.Bool().Draw(rt, "past")
			first := rdv{event: "created", day: 11, second: 1}
			if past {
				first.day = 3
				h.now = monday.AddDate(0, 0, 7)
			} else {
				h.now = monday.Add(2 * time.Hour)
			}
			history := []rdv{first}
			for i := range rapid.IntRange(0, 2).Draw(rt, "updates") {
				u := first
				u.event, u.second = "updated", 2+i
				if !past {
					u.day = rapid.IntRange(11, 13).Draw(rt, "day")
				}
				u.status = rapid.SampledFrom([]string{"unknown", "excused", "revoked", "seen", "noshow"}).Draw(rt, "status")
				history = append(history, u)
			}
			if rapid.Bool().Draw(rt, "destroyed") {
				d := history[len(history)-1]
				d.event, d.second, d.bare = "destroyed", 9, rapid.Bool().Draw(rt, "bare")
				history = append(history, d)
			}
			arrivals := rapid.Permutation(history).Draw(rt, "arrivals")
			arrivals = append(arrivals, rapid.SliceOfN(rapid.SampledFrom(history), 0, 2).Draw(rt, "late")...)
			var ends [2]string
			for run, order := range [][]rdv{history, arrivals} {
				serial++
				person := yann()
				person.InternalID, person.Phones = fmt.Sprintf("P-%d", serial), []parcours.Phone{{E164: fmt.Sprintf("+3363998%04d", 1000+serial), Kind: parcours.PhoneMobile}}
				importPeople(t, s, monday, person)
				_, err := s.PlacePeople(t.Context(), monday)
				h.must(err)
				for _, r := range order {
					r.id, r.user, r.name, r.phone = serial, serial, "Yann", person.Phones[0].E164
					h.upstream(r.json())
				}
				ends[run] = h.booked(h.person(person.InternalID))
			}
			if ends[0] != ends[1] || ends[0] == "" {
				rt.Fatalf("in order:\n%s\notherwise:\n%s", ends[0], ends[1])
			}
		})
	})
}
