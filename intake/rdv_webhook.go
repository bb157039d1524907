package intake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"time"

	"relais/parcours"
)

// RDVPattern is where the webhook of RDV-Solidarités is mounted, as an http.ServeMux
// pattern.
const RDVPattern = "POST /webhooks/rdv-solidarites"

// rdvSignature is the header that signs the raw body: lower-case hexadecimal
// HMAC-SHA256, without prefix or time.
const rdvSignature = "X-Lapin-Signature"

// maxRDV bounds one message; a workshop with its participants is some tens of kB.
const maxRDV = 1 << 20

// RDVSink keeps what the webhook brings. It has committed when it returns.
type RDVSink interface {
	// RecordUpstream reports whether the body is new.
	RecordUpstream(ctx context.Context, raw parcours.RawUpstream) (fresh bool, err error)
}

// RDVWebhook answers RDV-Solidarités: 200 with an empty body for what is committed or
// of no use, and nothing else, so that the sender repeats the rest.
type RDVWebhook struct {
	// Secret is shared with the sender; every call that it does not sign is refused.
	Secret string
	Sink   RDVSink
	// Now is business time.
	Now func() time.Time
	Log *slog.Logger
}

// ServeHTTP handles one message; mount it at RDVPattern.
func (h *RDVWebhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRDV))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if !h.signed(r.Header.Get(rdvSignature), raw) {
		h.Log.Warn("webhook refused", "provider", parcours.SourceRDV, "reason", "wrong signature")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var peek struct {
		Meta struct {
			Model parcours.UpstreamModel `json:"model"`
		} `json:"meta"`
	}
	// What cannot be read is kept as well: a human looks at it.
	if json.Unmarshal(raw, &peek) == nil && !peek.Meta.Model.Known() {
		return
	}
	if len(raw) == 0 {
		return
	}
	if _, err := h.Sink.RecordUpstream(r.Context(), parcours.RawUpstream{Model: peek.Meta.Model, Payload: raw, ReceivedAt: h.Now()}); err != nil {
		h.Log.Error("webhook not kept", "provider", parcours.SourceRDV, "err", err)
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// signed compares in constant time.
func (h *RDVWebhook) signed(got string, raw []byte) bool {
	mac := hmac.New(sha256.New, []byte(h.Secret))
	mac.Write(raw)
	return h.Secret != "" && hmac.Equal([]byte(got), []byte(hex.EncodeToString(mac.Sum(nil))))
}
