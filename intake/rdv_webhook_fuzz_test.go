package intake_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
)

// upstreamKept keeps whatever comes.
type upstreamKept struct{ bodies []string }

func (k *upstreamKept) RecordUpstream(_ context.Context, raw parcours.RawUpstream) (bool, error) {
	k.bodies = append(k.bodies, string(raw.Payload))
	return true, nil
}

// FuzzRDVWebhook calls the webhook with any body and signature: what the secret did not
// sign is refused, and what it signed is answered and kept as it came, or of no use.
func FuzzRDVWebhook(f *testing.F) {
	f.Add(`{"data":{"id":1},"meta":{"model":"Rdv","event":"created"}}`, "", true)
	f.Add(`{"meta":{"model":"Lieu"}}`, "", true)
	f.Add(`{`, "00", false)
	f.Add(``, "", true)
	f.Fuzz(func(t *testing.T, body, signature string, sign bool) {
		k := &upstreamKept{}
		hook := &intake.RDVWebhook{Secret: "s3cret", Sink: k, Log: slog.New(slog.DiscardHandler), Now: time.Now}
		if sign {
			mac := hmac.New(sha256.New, []byte("s3cret"))
			mac.Write([]byte(body))
			signature = hex.EncodeToString(mac.Sum(nil))
		}
		r := httptest.NewRequest(http.MethodPost, "/webhooks/rdv-solidarites", strings.NewReader(body))
		r.Header.Set("X-Lapin-Signature", signature)
		w := httptest.NewRecorder()
		hook.ServeHTTP(w, r)
		if sign && (w.Code != http.StatusOK || len(k.bodies) > 0 && k.bodies[0] != body) {
			t.Errorf("answered %d, kept %q", w.Code, k.bodies)
		}
		if !sign && (w.Code != http.StatusUnauthorized || len(k.bodies) > 0) {
			t.Errorf("answered %d, kept %q", w.Code, k.bodies)
		}
	})
}
