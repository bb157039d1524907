package intake_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

var _ intake.RDVStore = (*store.Store)(nil)

const rdvExample = `{"data":{"id":90417,"uuid":"7d0c6a52-0f5e-4a0b-9c3e-3f1f5d2b8a11","starts_at":"2023-07-11 09:00:00 +0200","duration_in_min":60,
 "address":"8 rue du Port, 35600 Redon","collectif":false,"cancelled_at":null,"created_by_type":"Agent",
 "organisation":{"id":35,"name":"CDAS de Redon","phone_number":"0261910102"},
 "motif":{"id":512,"name":"Premier entretien : convocation","location_type":"public_office",
  "motif_category":{"id":9,"short_name":"rsa_orientation_france_travail"}},
 "lieu":{"id":77,"name":"CDAS","address":"8 rue du Port, 35600 Redon","phone_number":null},
 "agents":[{"id":301,"email":"Anne.Morel@exemple.fr"},{"id":302,"email":"paul.riou@exemple.fr"}],
 "participations":[{"id":61220,"status":"unknown","send_lifecycle_notifications":false,"send_reminder_notification":true,
  "created_by_type":"User","user":{"id":8841,"first_name":"Maëlys","last_name":"QUILLIEN","birth_date":"1985-05-14",
   "affiliation_number":"1044072","caisse_affiliation":"caf","phone_number":"0639980144",
   "phone_number_formatted":"+33639980144","notify_by_sms":false,"notify_by_email":false}}]},
 "meta":{"model":"Rdv","event":"created","webhook_reason":null,"timestamp":"2023-07-03 10:22:41 +0200"}}`

func signRDV(key, body string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(body))
	return hex.EncodeToString(mac.Sum(nil))
}

func TestTheWebhookKeepsWhatIsSignedBeforeItAnswers(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var log bytes.Buffer
	hook := &intake.RDVWebhook{Secret: "cle-de-test", Sink: s, Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))}
	mux := http.NewServeMux()
	mux.Handle(intake.RDVPattern, hook)
	server := httptest.NewServer(mux)
	defer server.Close()

	const vector = `{"data":{"id":7},"meta":{"model":"Rdv","event":"created"}}`
	const signature = "56565b248b4b1cfdffb184c342333d964840858f7741af73bb3c22aa6dd74fb7"
	if got := signRDV("cle-de-test", vector); got != signature {
		t.Fatalf("the vector gives %s", got)
	}
	unknown := `{"data":{"id":7},"meta":{"model":"Plage","event":"created"}}`
	for _, test := range []struct {
		name, body, signature string
		status, kept          int
	}{
		{"the check vector", vector, signature, 200, 1},
		{"the same again", vector, signature, 200, 1},
		{"no signature", vector, "", 401, 1},
		{"another body", vector + " ", signature, 401, 1},
		{"in capitals", vector, strings.ToUpper(signature), 401, 1},
		{"another key", rdvExample, signRDV("autre", rdvExample), 401, 1},
		{"of no use here", unknown, signRDV("cle-de-test", unknown), 200, 1},
		{"an appointment", rdvExample, signRDV("cle-de-test", rdvExample), 200, 2},
		{"what cannot be read", "<html>", signRDV("cle-de-test", "<html>"), 200, 3},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/webhooks/rdv-solidarites", strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Lapin-Signature", test.signature)
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != test.status || test.status == 200 && answer.ContentLength != 0 {
			t.Errorf("%s: status %d with %d bytes, want %d", test.name, answer.StatusCode, answer.ContentLength, test.status)
		}
		pending, err := s.PendingUpstream(t.Context(), 10)
		if err != nil || len(pending) != test.kept {
			t.Errorf("%s: %d kept, %v; want %d", test.name, len(pending), err, test.kept)
		}
	}
	for _, secret := range []string{"QUILLIEN", "0639980144", "90417", signature} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
	none := httptest.NewRecorder()
	(&intake.RDVWebhook{Sink: s, Now: time.Now, Log: hook.Log}).ServeHTTP(none, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(vector)))
	if none.Code != http.StatusUnauthorized {
		t.Errorf("without a secret: %d", none.Code)
	}
}

func TestAnAppointmentUpstreamIsReadAsItIs(t *testing.T) {
	t.Parallel()
	m, err := intake.ReadRDV([]byte(rdvExample))
	if err != nil {
		t.Fatal(err)
	}
	p := m.Rdv.Participations[0]
	for _, check := range []struct {
		what      string
		got, want any
	}{
		{"id", m.ID, "90417"},
		{"at", m.At, time.Date(2023, time.July, 3, 8, 22, 41, 0, time.UTC)},
		{"start", m.Rdv.StartsAt, time.Date(2023, time.July, 11, 7, 0, 0, 0, time.UTC)},
		{"kind", m.Rdv.Kind, parcours.JointInterview},
		{"place", m.Rdv.Place, "CDAS"},
		{"phone", m.Rdv.Phone, "0261910102"},
		{"agent", m.Rdv.Agents[0], "anne.morel@exemple.fr"},
		{"origin", p.Origin, parcours.OriginSelfChosen},
		{"lifecycle", p.Lifecycle, false},
		{"reminder", p.Reminder, true},
		{"sms", p.User.SMS, parcours.No},
		{"mobile", p.User.Phone, parcours.Phone{E164: "+33639980144", Kind: parcours.PhoneMobile}},
		{"fund", p.User.Fund, parcours.FundCAF},
	} {
		if check.got != check.want {
			t.Errorf("%s is %v, want %v", check.what, check.got, check.want)
		}
	}
	for name, change := range map[string][2]string{
		"RFC 3339":       {"2023-07-03 10:22:41 +0200", "2023-07-03T10:22:41+02:00"},
		"id as a text":   {`"id":90417`, `"id":"90417"`},
		"the rdv's word": {`"collectif"`, `"status":"seen","collectif"`},
	} {
		other, err := intake.ReadRDV([]byte(strings.Replace(rdvExample, change[0], change[1], 1)))
		if err != nil || !other.At.Equal(m.At) || other.ID != m.ID || other.Rdv.Participations[0].Outcome != parcours.OutcomeUnknown {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string][2]string{
		"no timestamp": {`,"timestamp":"2023-07-03 10:22:41 +0200"`, ""},
		"no start":     {`"starts_at":"2023-07-11 09:00:00 +0200",`, ""},
		"no id":        {`"id":90417,`, ""},
		"half a body":  {`}}`, ""},
	} {
		if _, err := intake.ReadRDV([]byte(strings.Replace(rdvExample, change[0], change[1], 1))); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}

func FuzzReadRDV(f *testing.F) {
	f.Add([]byte(rdvExample))
	f.Add([]byte(strings.Replace(rdvExample, `"Rdv"`, `"User"`, 1)))
	f.Add([]byte(`{"data":{"id":5,"first_day":"2023-07-10","start_time":"08:00","rrule":"FREQ=WEEKLY"},"meta":{"model":"Absence","event":"updated","timestamp":"2023-07-03 10:22:41 +0200"}}`))
	f.Add([]byte(`{"data":{"id":5,"user":{"id":1},"agent":{"email":"a@b"}},"meta":{"model":"ReferentAssignation","event":"destroyed","timestamp":"2023-07-03T10:22:41Z"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := intake.ReadRDV(raw)
		if err != nil {
			if !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		if m.ID == "" || m.At.IsZero() || !m.Model.Known() || strings.ContainsRune(m.ID, 0) {
			t.Errorf("read %+v", m)
		}
		if m.Rdv != nil && (m.Rdv.StartsAt.IsZero() || m.Rdv.Duration <= 0) {
			t.Errorf("an appointment without a time: %+v", m.Rdv)
		}
	})
}
