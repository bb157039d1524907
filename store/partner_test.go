package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func partnerOf(kind parcours.StructureKind, structure string) parcours.PartnerEndpoint {
	return parcours.PartnerEndpoint{
		Name: "Outil " + structure, URL: "https://partenaire.exemple.fr/hooks", Shape: parcours.ShapeRdvInsertion, Kind: kind, Structure: structure,
		WithContacts: true, WithNIR: kind.SeesNIR(),
	}
}

// told is a service with one person, one partner, and then an appointment.
func told(t *testing.T, s *store.Store, partners ...parcours.PartnerEndpoint) (h *house, secrets []string) {
	t.Helper()
	h = &house{T: t, s: s, now: monday, process: time.Now().Truncate(time.Millisecond)}
	team(t, s)
	importSlots(t, s, slotRow(monday.AddDate(0, 0, 7), 1))
	who := yann()
	who.NIR = "179112A99999783"
	importPeople(t, s, monday, who)
	_, err := s.PlacePeople(t.Context(), monday)
	h.must(err)
	for _, p := range partners {
		_, secret, err := s.AddPartner(t.Context(), monday, everyone(), p)
		h.must(err)
		secrets = append(secrets, secret)
	}
	for _, b := range assign(t, s).Booked {
		h.must(s.Convene(t.Context(), monday, b))
	}
	return h, secrets
}

func everyone() parcours.Actor {
	return parcours.Actor{AccountID: "a-1", Role: parcours.AccountCoordinator}
}

func (h *house) deliveries(after time.Duration) []parcours.PartnerDelivery {
	h.Helper()
	claimed, err := h.s.ClaimDeliveries(h.Context(), h.process.Add(after), h.process.Add(after+time.Minute), 20)
	h.must(err)
	return claimed
}

func TestPartnerIsToldOfAnObjectInOrderAsItStands(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, secrets := told(t, s, partnerOf(parcours.StructureDepartment, ""))
		appointment := h.one("select id from appointment")
		h.must(s.Revoke(t.Context(), monday.Add(time.Hour), everyone(), appointment))
		first := h.deliveries(0)
		if len(first) != 1 || first[0].Event != parcours.PartnerCreated || first[0].Model != parcours.PartnerRdv || first[0].ObjectID != appointment {
			t.Fatalf("first told %+v, want the creation alone", first)
		}
		if !first[0].At.Equal(monday) || first[0].Content.Appointment.Outcome != parcours.OutcomeRevoked || first[0].Content.CancelledAt.IsZero() {
			t.Errorf("told of %s as %s, want the creation's time and the state of now", first[0].At, first[0].Content.Appointment.Outcome)
		}
		if first[0].Secret != secrets[0] || len(secrets[0]) < 40 {
			t.Error("the delivery is not signed with the secret that was shown")
		}
		if c := first[0].Content; c.Person.NIR == "" || c.Phone == "" || c.Person.InternalID != "I-2" {
			t.Error("the Département's own tool is not told all that it asked for")
		}
		if again := h.deliveries(0); len(again) != 0 {
			t.Errorf("%d claimed twice", len(again))
		}
		h.must(s.DeliveryTold(t.Context(), h.process, first[0]))
		second := h.deliveries(0)
		if len(second) != 1 || second[0].Event != parcours.PartnerUpdated {
			t.Fatalf("then told %+v, want the cancellation", second)
		}
		h.must(s.DeliveryTold(t.Context(), h.process, second[0]))
		if rest := h.deliveries(time.Hour); len(rest) != 0 {
			t.Errorf("%d still wait", len(rest))
		}
		h.must(s.PurgeDeliveries(t.Context(), h.process.Add(time.Hour)))
		h.want("what is kept of what was told", h.one("select count(*) from partner_delivery"), "0")
	})
}

func TestPartnerIsToldOnlyWhatItsKindMaySee(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		discreet := partnerOf(parcours.StructureSIAE, "Tremplin")
		h, _ := told(t, s, discreet)
		if got := h.deliveries(0); len(got) != 0 {
			t.Fatalf("a structure was told of somebody whom it does not follow: %+v", got)
		}
		_, err := s.ImportProfessionals(t.Context(), monday, batch("partners"), []parcours.ProfessionalRow{
			{Email: "lea.bihan@exemple.fr", FirstName: "Léa", LastName: "Bihan", Structure: "Tremplin", Territory: "Redon", Role: parcours.RolePartner},
		}, false)
		h.must(err)
		h.must(s.Entrust(t.Context(), monday, everyone(), h.person("I-2"), h.one("select id from professional where email = 'lea.bihan@exemple.fr'")))
		h.must(s.Revoke(t.Context(), monday, everyone(), h.one("select id from appointment")))
		got := h.deliveries(0)
		if len(got) != 1 {
			t.Fatalf("told %d changes about somebody entrusted to it, want 1", len(got))
		}
		if c := got[0].Content; c.Person.NIR != "" || c.Person.InternalID != "" || c.Phone == "" {
			t.Errorf("NIR %q, internal id %q, phone %q: a SIAE is told neither of the first two", c.Person.NIR, c.Person.InternalID, c.Phone)
		}
		for _, wrong := range []parcours.PartnerEndpoint{
			partnerOf(parcours.StructureSIAE, ""), // everybody's people
			{Name: "x", URL: "https://x.exemple.fr", Shape: parcours.ShapeRdvInsertion, Kind: parcours.StructureDelegate, Structure: "Tremplin", WithNIR: true},
		} {
			if _, _, err := s.AddPartner(t.Context(), monday, everyone(), wrong); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%+v: got %v, want a refusal", wrong, err)
			}
		}
	})
}

func TestPartnerThatFailsIsLeftAloneThenGivenUpAndReplayed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, _ := told(t, s, partnerOf(parcours.StructureFranceTravail, ""))
		at, tries := time.Duration(0), 0
		for ; tries < 20; tries++ {
			due := h.deliveries(at)
			if len(due) == 0 {
				break
			}
			h.must(s.DeliveryFailed(t.Context(), h.process.Add(at), monday, due[0], "503"))
			if early := h.deliveries(at + 30*time.Second); len(early) != 0 {
				t.Fatalf("tried again %v after a failure", 30*time.Second)
			}
			at += 31 * time.Hour
		}
		if tries != 8 {
			t.Errorf("tried %d times, want 8", tries)
		}
		endpoints, err := s.Partners(t.Context())
		h.must(err)
		if e := endpoints[0]; e.Failures != 8 || !e.RestUntil.After(h.process) || e.Dead != 1 || e.LastFault != "503" {
			t.Errorf("got %+v, want an endpoint at rest with one dead letter", e)
		}
		if kinds := h.all("select kind from incident where kind like 'partner_%' order by kind"); !slices.Equal(kinds, []string{"partner_dead", "partner_down"}) {
			t.Errorf("alerts are %v", kinds)
		}
		dead, err := s.DeadDeliveries(t.Context(), 10)
		h.must(err)
		if len(dead) != 1 || dead[0].Fault != "503" || dead[0].Tries != 8 || dead[0].Endpoint.Name == "" {
			t.Fatalf("dead letters are %+v", dead)
		}
		h.must(s.DropDelivery(t.Context(), h.process, everyone(), dead[0].ID))
		h.must(s.ReplayDelivery(t.Context(), dead[0].ID))
		again := h.deliveries(at)
		if len(again) != 1 || again[0].Tries != 0 {
			t.Fatalf("replayed %+v", again)
		}
		h.must(s.DeliveryTold(t.Context(), h.process, again[0]))
		if endpoints, err = s.Partners(t.Context()); err != nil || endpoints[0].Failures != 0 || !endpoints[0].RestUntil.IsZero() || endpoints[0].LastOKAt.IsZero() {
			t.Errorf("the circuit stays open after a success: %+v, %v", endpoints, err)
		}
		if err := s.ReplayDelivery(t.Context(), dead[0].ID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("what was told was replayed: %v", err)
		}
	})
}

func TestPartnerAtRestIsTriedWithOneMessage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, _ := told(t, s, partnerOf(parcours.StructureDepartment, ""))
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 8), 1))
		importPeople(t, s, monday, parcours.PersonRow{FirstName: "Maëlys", LastName: "Quillien", InternalID: "I-1", Phones: []parcours.Phone{mobile(144)}})
		_, err := s.PlacePeople(t.Context(), monday)
		h.must(err)
		for _, b := range assign(t, s).Booked {
			h.must(s.Convene(t.Context(), monday, b))
		}
		due := h.deliveries(0)
		if len(due) != 2 {
			t.Fatalf("%d objects are due, want 2", len(due))
		}
		for range 5 {
			h.must(s.DeliveryFailed(t.Context(), h.process, monday, due[0], parcours.FaultTimeout))
		}
		if got := h.deliveries(2 * time.Minute); len(got) != 0 {
			t.Errorf("%d told while the circuit is open", len(got))
		}
		if got := h.deliveries(40 * time.Minute); len(got) != 1 {
			t.Errorf("%d told to see whether it is back, want 1", len(got))
		}
		// one message that it refuses by itself says nothing of the endpoint
		refusing := due[1]
		h.must(s.DeliveryTold(t.Context(), h.process, due[0]))
		for range 6 {
			h.must(s.DeliveryFailed(t.Context(), h.process, monday, refusing, "422"))
		}
		if endpoints, err := s.Partners(t.Context()); err != nil || endpoints[0].Failures != 0 {
			t.Errorf("refusals of one message opened the circuit: %+v, %v", endpoints, err)
		}
	})
}

func TestPartnerSecretIsSealedRotatedAndShownOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, secrets := told(t, s, partnerOf(parcours.StructureDepartment, ""))
		id := h.one("select id from partner_endpoint")
		second, err := s.RotatePartnerSecret(t.Context(), id, h.process.Add(time.Hour))
		h.must(err)
		test, err := s.PartnerTest(t.Context(), h.process, id)
		h.must(err)
		if test.Secret != second || test.Former != secrets[0] || second == secrets[0] || test.Model != parcours.PartnerTest || test.Content != nil {
			t.Errorf("after the rotation: %+v", test)
		}
		if late, err := s.PartnerTest(t.Context(), h.process.Add(2*time.Hour), id); err != nil || late.Former != "" {
			t.Errorf("the former secret is still good once its time is over: %v", err)
		}
		h.must(s.EndFormerSecret(t.Context(), id))
		if ended, err := s.PartnerTest(t.Context(), h.process, id); err != nil || ended.Former != "" {
			t.Errorf("the former secret is still good: %v", err)
		}
		for _, column := range []string{"secret_sealed", "url", "name"} {
			if kept := h.one("select " + column + " from partner_endpoint"); strings.Contains(kept, second) || strings.Contains(kept, secrets[0]) {
				t.Errorf("%s holds the secret in clear", column)
			}
		}
		h.must(s.StopPartner(t.Context(), monday, id))
		if got := h.deliveries(0); len(got) != 0 {
			t.Errorf("%d told to a stopped endpoint", len(got))
		}
		h.must(s.ResumePartner(t.Context(), id))
		if got := h.deliveries(0); len(got) != 1 {
			t.Errorf("%d told once it is resumed, want what waited", len(got))
		}
		if err := s.StopPartner(t.Context(), monday, "nobody"); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}
