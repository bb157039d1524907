package twilio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"

	"relais/parcours"
)

// Where the webhooks are mounted, as http.ServeMux patterns.
const (
	StatusPattern  = "POST " + statusPrefix + "{attempt}"
	MessagePattern = "POST /webhooks/twilio/message"

	statusPrefix = "/webhooks/twilio/status/"
)

// maxBody is more than any callback of Twilio's.
const maxBody = 64 << 10

// Sink keeps what Twilio says. Both methods have committed when they return.
type Sink interface {
	// ApplyReceipt answers ErrInvalid or ErrNotFound when the receipt does not
	// belong to the attempt it names.
	ApplyReceipt(ctx context.Context, now time.Time, r parcours.Receipt) error
	// RecordInbound reports whether the event is new.
	RecordInbound(ctx context.Context, in parcours.RawInbound) (fresh bool, err error)
}

// Webhook answers Twilio's calls. Nothing is believed before the signature is
// checked, and nothing is acknowledged before it is committed.
type Webhook struct {
	Sender *Sender
	// Second, when set, is another sender that calls the same addresses, of the same
	// account or of another one.
	Second *Sender
	Sink   Sink
	// Now is business time.
	Now func() time.Time
	Log *slog.Logger
	// Wake, when set, is called after a new inbound message was kept.
	Wake func()
}

// Status handles the status callbacks of messages; mount it at StatusPattern.
func (h *Webhook) Status(w http.ResponseWriter, r *http.Request) {
	raw, form, ok := h.read(w, r)
	if !ok {
		return
	}
	code, _ := strconv.Atoi(form.Get("ErrorCode"))
	status := form.Get("MessageStatus")
	digest := sha256.Sum256(raw)
	receipt := parcours.Receipt{
		Source: "callback", AttemptID: r.PathValue("attempt"), ProviderID: form.Get("MessageSid"),
		Status: status, Code: form.Get("ErrorCode"), State: h.Sender.state(status, code), Cause: h.Sender.cause(status, code),
		To: form.Get("To"), At: h.Now(), Digest: hex.EncodeToString(digest[:]),
	}
	if !sidForm.MatchString(receipt.ProviderID) || status == "" || len(status) > 40 || len(receipt.Code) > 10 {
		h.refuse(w, "malformed callback")
		return
	}
	if receipt.State == "" {
		h.Log.Warn("unknown message status", "provider", parcours.ProviderTwilio, "provider_id", receipt.ProviderID)
	}
	if err := h.Sink.ApplyReceipt(r.Context(), h.Now(), receipt); err != nil {
		h.failed(w, "receipt", err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// Message handles inbound messages; mount it at MessagePattern.
func (h *Webhook) Message(w http.ResponseWriter, r *http.Request) {
	raw, form, ok := h.read(w, r)
	if !ok {
		return
	}
	if form.Get(fieldKnock) != "" { // see Sender.Knock
		w.WriteHeader(http.StatusNoContent)
		return
	}
	sid := form.Get("MessageSid")
	if !sidForm.MatchString(sid) || form.Get("From") == "" {
		h.refuse(w, "malformed message")
		return
	}
	if h.ours(form.Get("From")) {
		h.refuse(w, "our own number") // in a file by mistake: answers would answer each other
		return
	}
	fresh, err := h.Sink.RecordInbound(r.Context(), parcours.RawInbound{
		Provider: parcours.ProviderTwilio, ProviderID: sid, ReceivedAt: h.Now(), Payload: raw,
	})
	if err != nil {
		h.failed(w, "inbound", err)
		return
	}
	if fresh && h.Wake != nil {
		h.Wake()
	}
	// Replies are messages of their own, with their own proof.
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?><Response/>`)
}

// read returns the body and its fields once the signature is known to be
// Twilio's; otherwise it has answered.
func (h *Webhook) read(w http.ResponseWriter, r *http.Request) ([]byte, url.Values, bool) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		h.refuse(w, "unreadable body")
		return nil, nil, false
	}
	account, ok := h.signer(r, raw)
	if !ok {
		h.refuse(w, "wrong signature")
		return nil, nil, false
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		h.refuse(w, "not a form")
		return nil, nil, false
	}
	for _, values := range form {
		if len(values) > 1 { // the signature covers only the first
			h.refuse(w, "a repeated field")
			return nil, nil, false
		}
	}
	if form.Get("AccountSid") != account {
		h.refuse(w, "foreign account")
		return nil, nil, false
	}
	return raw, form, true
}

// signer returns the account whose token signed the request.
func (h *Webhook) signer(r *http.Request, raw []byte) (account string, ok bool) {
	for _, s := range []*Sender{h.Sender, h.Second} {
		if s != nil && s.signed(r, raw) {
			return s.config.AccountSID, true
		}
	}
	return "", false
}

// ours reports whether a number is one that we send from.
func (h *Webhook) ours(number string) bool {
	return h.Sender.SendsFrom(number) || h.Second != nil && h.Second.SendsFrom(number)
}

// signed checks the signature against the address that Twilio was given. The
// scheme and host come from the configuration, never from the request, which a
// proxy has rewritten; path and query come from it byte for byte.
func (s *Sender) signed(r *http.Request, body []byte) bool {
	if s.config.PublicURL == "" || !strings.HasPrefix(r.RequestURI, "/") {
		return false
	}
	address := s.config.PublicURL + r.RequestURI
	signature := r.Header.Get("X-Twilio-Signature")
	for _, token := range []string{s.config.AuthToken, s.config.PreviousAuthToken} {
		if token == "" {
			continue
		}
		validator := client.NewRequestValidator(token)
		if validator.ValidateBody(address, body, signature) {
			return true
		}
	}
	return false
}

func (h *Webhook) refuse(w http.ResponseWriter, why string) {
	h.Log.Warn("webhook refused", "provider", parcours.ProviderTwilio, "reason", why)
	http.Error(w, "forbidden", http.StatusForbidden)
}

// failed answers for a sink that kept nothing.
func (h *Webhook) failed(w http.ResponseWriter, what string, err error) {
	if errors.Is(err, parcours.ErrInvalid) || errors.Is(err, parcours.ErrNotFound) {
		h.refuse(w, what+" that fits no attempt")
		return
	}
	h.Log.Error("webhook not kept", "provider", parcours.ProviderTwilio, "what", what, "error", err)
	http.Error(w, "try again", http.StatusServiceUnavailable)
}
