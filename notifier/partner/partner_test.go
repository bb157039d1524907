package partner_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/notifier/partner"
	"relais/parcours"
)

// listener is a partner's tool: it keeps what it was told.
type listener struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	header http.Header
}

func listening(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, body string)) *listener {
	t.Helper()
	l := &listener{}
	l.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		l.mu.Lock()
		l.bodies, l.header = append(l.bodies, string(body)), r.Header
		l.mu.Unlock()
		answer(w, r, string(body))
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *listener) client(networks ...netip.Prefix) *partner.Client {
	roots := x509.NewCertPool()
	roots.AddCert(l.Certificate())
	return partner.NewClient(partner.Options{
		Wire: partner.Wire{Zone: paris(), Service: "Département d'Exemple"}, Networks: networks, Roots: roots, Timeout: 2 * time.Second,
	})
}

func paris() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}

func delivery(url string) parcours.PartnerDelivery {
	starts := time.Date(2023, 7, 11, 9, 0, 0, 0, paris())
	return parcours.PartnerDelivery{
		ID: "d-1", Model: parcours.PartnerRdv, ObjectID: "a-1", Event: parcours.PartnerUpdated, At: time.Date(2023, 7, 3, 8, 22, 41, 5e6, time.UTC),
		Endpoint: parcours.PartnerEndpoint{ID: "e-1", URL: url, Shape: parcours.ShapeRdvInsertion, Kind: parcours.StructureDepartment, WithContacts: true},
		Secret:   "cle-de-test",
		Content: &parcours.PartnerContent{
			Person: parcours.Person{
				ID: "p-1", FirstName: "Maëlys", LastName: "Quillien", Title: parcours.TitleMadame, Role: parcours.RoleApplicant, NIR: "285053599999883",
				InternalID: "I-1", AffiliationNumber: "1044072", BirthDate: parcours.NewDate(1985, 5, 14), FranceTravailID: "12345678901",
			},
			Phone: "+33639980144",
			Appointment: &parcours.Appointment{
				ID: "a-1", ParticipationID: "pa-1", PersonID: "p-1", Kind: parcours.JointInterview, StartsAt: starts.UTC(), Duration: time.Hour,
				Place:  parcours.Place{ID: "l-1", Name: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02"},
				Origin: parcours.OriginImposed, Outcome: parcours.OutcomeExcused,
				Professionals: []parcours.Professional{{ID: "r-1", Email: "anne.morel@exemple.fr", FirstName: "Anne", LastName: "Morel", StructureKind: parcours.StructureDepartment}},
			},
			CancelledAt: starts.AddDate(0, 0, -1), Meeting: parcours.MeetingOffice,
		},
	}
}

// TestSignatureIsThatOfTheCheckVector holds the vector that RDV-Solidarités's
// documentation of the same signature gives.
func TestSignatureIsThatOfTheCheckVector(t *testing.T) {
	t.Parallel()
	got := partner.Sign("cle-de-test", []byte(`{"data":{"id":7},"meta":{"model":"Rdv","event":"created"}}`))
	if want := "56565b248b4b1cfdffb184c342333d964840858f7741af73bb3c22aa6dd74fb7"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPartnerReadsTheShapeOfRdvInsertion(t *testing.T) {
	t.Parallel()
	l := listening(t, func(http.ResponseWriter, *http.Request, string) {})
	if fault, err := l.client(partner.Loopback()...).Post(t.Context(), delivery(l.URL)); fault != "" || err != nil {
		t.Fatalf("got %q, %v", fault, err)
	}
	if got := l.header.Get("X-RDVI-SIGNATURE"); got != partner.Sign("cle-de-test", []byte(l.bodies[0])) {
		t.Errorf("signature %q is not that of the bytes sent", got)
	}
	if got := l.header.Get("X-Relais-Delivery"); got != "d-1" {
		t.Errorf("delivery %q", got)
	}
	var got struct {
		Data map[string]any
		Meta struct{ Model, Event, Timestamp string }
	}
	if err := json.Unmarshal([]byte(l.bodies[0]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Meta.Model != "Rdv" || got.Meta.Event != "updated" || got.Meta.Timestamp != "2023-07-03T10:22:41.005+02:00" {
		t.Errorf("meta is %+v", got.Meta)
	}
	if got.Data["starts_at"] != "2023-07-11T09:00:00.000+02:00" || got.Data["status"] != "excused" || got.Data["created_by"] != "agent" || got.Data["cancelled_at"] == nil {
		t.Errorf("data is %v", got.Data)
	}
	part := got.Data["participations"].([]any)[0].(map[string]any)
	who := part["user"].(map[string]any)
	if part["status"] != "excused" || who["phone_number"] != "+33639980144" || who["department_internal_id"] != "I-1" || who["role"] != "demandeur" {
		t.Errorf("participation is %v", part)
	}
	if who["nir"] != nil {
		t.Error("the NIR was told to an endpoint that did not ask for it")
	}
	if motif := got.Data["motif"].(map[string]any); motif["location_type"] != "public_office" || motif["motif_category"].(map[string]any)["short_name"] != "rsa_orientation_france_travail" {
		t.Errorf("motif is %v", motif)
	}
}

func TestPartnerReadsTheVocabularyOfFranceTravail(t *testing.T) {
	t.Parallel()
	w := partner.Wire{Zone: paris()}
	for _, c := range []struct {
		outcome parcours.Outcome
		kind    parcours.AppointmentKind
		first   bool
		origin  parcours.Origin
		want    string
	}{
		{parcours.OutcomeUnknown, parcours.JointInterview, false, parcours.OriginImposed, "PRIS ORI PARTENAIRE"},
		{parcours.OutcomeSeen, parcours.FollowUp, true, parcours.OriginSelfChosen, "EFFECTUE ACC USAGER"},
		{parcours.OutcomeNoShow, parcours.FollowUp, false, parcours.OriginImposed, "ABSENT AUT PARTENAIRE"},
		{parcours.OutcomeExcused, parcours.NurseVisit, false, parcours.OriginMoved, "ANNULE AUT USAGER"},
		{parcours.OutcomeRevoked, parcours.FirstInterview, false, parcours.OriginImposed, "ANNULE ORI PARTENAIRE"},
	} {
		d := delivery("https://x.exemple.fr")
		d.Endpoint.Shape = parcours.ShapeFranceTravail
		d.Content.Appointment.Outcome, d.Content.Appointment.Kind, d.Content.FirstFollowUp, d.Content.Appointment.Origin = c.outcome, c.kind, c.first, c.origin
		body, err := w.Body(d)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Data struct {
				Statut, Motif, Initiateur, ModaliteContact, TypeReception, Date string
				Organisme                                                       struct{ Code string }
			}
		}
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatal(err)
		}
		if told := got.Data.Statut + " " + got.Data.Motif + " " + got.Data.Initiateur; told != c.want {
			t.Errorf("%s %s: got %q, want %q", c.kind, c.outcome, told, c.want)
		}
		if got.Data.ModaliteContact != "PHYSIQUE" || got.Data.TypeReception != "IND" || got.Data.Organisme.Code != "CD" {
			t.Errorf("got %+v", got.Data)
		}
		if strings.Contains(strings.ToLower(string(body)), "nurse") || strings.Contains(string(body), "infirm") {
			t.Errorf("the record tells that somebody sees a nurse: %s", body)
		}
	}
}

func TestReceiverThatHasTheFormerSecretStillReadsWhileItIsGood(t *testing.T) {
	t.Parallel()
	knows := "former"
	l := listening(t, func(w http.ResponseWriter, r *http.Request, body string) {
		if r.Header.Get(partner.SignatureHeader) != partner.Sign(knows, []byte(body)) {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	d := delivery(l.URL)
	d.Secret, d.Former = "newer", "former"
	client := l.client(partner.Loopback()...)
	if fault, err := client.Post(t.Context(), d); fault != "" || err != nil {
		t.Errorf("before it changed: %q, %v", fault, err)
	}
	knows = "newer"
	if fault, err := client.Post(t.Context(), d); fault != "" || err != nil {
		t.Errorf("once it changed: %q, %v", fault, err)
	}
	knows, d.Former = "former", ""
	if fault, err := client.Post(t.Context(), d); fault != "401" || err != nil {
		t.Errorf("once the former is over: %q, %v", fault, err)
	}
}

func TestNothingIsPostedIntoAPrivateNetwork(t *testing.T) {
	t.Parallel()
	l := listening(t, func(http.ResponseWriter, *http.Request, string) {})
	if fault, err := l.client().Post(t.Context(), delivery(l.URL)); fault != parcours.FaultAddress || err != nil {
		t.Errorf("loopback: got %q, %v", fault, err)
	}
	// a name that leads there: what is dialled is checked, not what is written
	named := strings.Replace(l.URL, "127.0.0.1", "localhost.localdomain", 1)
	if fault, _ := l.client().Post(t.Context(), delivery(named)); fault == "" || len(l.bodies) != 0 {
		t.Errorf("a name of the loopback: got %q and %d posts", fault, len(l.bodies))
	}
	client := partner.NewClient(partner.Options{})
	for address, ok := range map[string]bool{
		"https://partenaire.exemple.fr/hooks": true, "https://8.8.8.8/": true, "https://[2606:4700::1]/": true,
		"http://partenaire.exemple.fr/": false, "https://10.0.0.1/": false, "https://192.168.1.1/": false, "https://172.16.0.1/": false, "https://169.254.169.254/latest": false,
		"https://127.0.0.1/": false, "http://localhost:8080/": false, "https://[::1]/": false, "https://[::ffff:10.0.0.1]/": false, "https://[fd00::1]/": false,
		"https://[fe80::1%25eth0]/": false, "https://100.64.0.1/": false, "https://0.0.0.0/": false, "https://[64:ff9b::a00:1]/": false, "https://user:pass@exemple.fr/": false,
		"ftp://exemple.fr/": false, "https:///x": false, "": false,
	} {
		if err := client.Check(address); (err == nil) != ok || err != nil && !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%q: got %v, want it allowed: %v", address, err, ok)
		}
	}
	if err := partner.NewClient(partner.Options{Networks: []netip.Prefix{netip.MustParsePrefix("10.35.0.0/16")}}).Check("https://10.35.1.2/x"); err != nil {
		t.Errorf("a network that was allowed is refused: %v", err)
	}
}

func TestRedirectIsAFaultAndNotFollowed(t *testing.T) {
	t.Parallel()
	l := listening(t, func(w http.ResponseWriter, r *http.Request, _ string) {
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}
	})
	fault, err := l.client(partner.Loopback()...).Post(t.Context(), delivery(l.URL+"/"))
	if fault != "307" || err != nil || len(l.bodies) != 1 {
		t.Errorf("got %q, %v and %d posts, want one that is refused", fault, err, len(l.bodies))
	}
}

func TestFaultsAreNamed(t *testing.T) {
	t.Parallel()
	slow := listening(t, func(_ http.ResponseWriter, r *http.Request, _ string) {
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	})
	if fault, _ := slow.client(partner.Loopback()...).Post(t.Context(), delivery(slow.URL)); fault != parcours.FaultTimeout {
		t.Errorf("slow: got %q", fault)
	}
	untrusted := partner.NewClient(partner.Options{Wire: partner.Wire{Zone: paris()}, Networks: partner.Loopback()})
	if fault, _ := untrusted.Post(t.Context(), delivery(slow.URL)); fault != parcours.FaultTLS {
		t.Errorf("unknown authority: got %q", fault)
	}
	gone := listening(t, nil)
	gone.Close()
	if fault, _ := gone.client(partner.Loopback()...).Post(t.Context(), delivery(gone.URL)); fault != parcours.FaultConnect {
		t.Errorf("closed: got %q", fault)
	}
}

// box is an outbox of what a test puts there.
type box struct {
	waiting []parcours.PartnerDelivery
	told    []string
	failed  []parcours.PartnerFault
}

func (b *box) ClaimDeliveries(context.Context, time.Time, time.Time, int) ([]parcours.PartnerDelivery, error) {
	claimed := b.waiting
	b.waiting = nil
	return claimed, nil
}

func (b *box) DeliveryTold(_ context.Context, _ time.Time, d parcours.PartnerDelivery) error {
	b.told = append(b.told, d.ID)
	return nil
}

func (b *box) DeliveryFailed(_ context.Context, _, _ time.Time, _ parcours.PartnerDelivery, fault parcours.PartnerFault) error {
	b.failed = append(b.failed, fault)
	return nil
}

func (b *box) PurgeDeliveries(context.Context, time.Time) error { return nil }

func TestWorkerStopsAfterAnEndpointThatFailsAgainAndAgain(t *testing.T) {
	t.Parallel()
	l := listening(t, func(w http.ResponseWriter, _ *http.Request, _ string) { w.WriteHeader(http.StatusBadGateway) })
	outbox := new(box)
	for range 12 {
		outbox.waiting = append(outbox.waiting, delivery(l.URL))
	}
	w := partner.Worker{Outbox: outbox, Client: l.client(partner.Loopback()...), Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	if n, err := w.Step(t.Context()); n != 12 || err != nil {
		t.Fatalf("got %d, %v", n, err)
	}
	if len(outbox.failed) != 5 || len(l.bodies) != 5 {
		t.Errorf("asked %d times, noted %d, want 5", len(l.bodies), len(outbox.failed))
	}
}
