package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/go-telegram/bot"

	"relais/parcours"
)

// WebhookPattern is where the webhook is mounted, as an http.ServeMux pattern.
const (
	WebhookPattern = "POST " + webhookPath

	webhookPath = "/webhooks/telegram"
)

// maxUpdate bounds one update; the longest text in Bot API is 4096 characters.
const maxUpdate = 256 << 10

// maxConnections keeps Telegram from opening more than one store can serve.
const maxConnections = 4

// Sink keeps what Telegram hands over. It has committed when it returns.
type Sink interface {
	// RecordInbound reports whether the event is new.
	RecordInbound(ctx context.Context, in parcours.RawInbound) (fresh bool, err error)
}

// Webhook answers Telegram's calls. It acknowledges what is committed, and
// nothing else: Telegram repeats the rest.
type Webhook struct {
	// Secret is the token that setWebhook gave; every call without it is refused.
	Secret string
	Sink   Sink
	// Now is business time.
	Now func() time.Time
	Log *slog.Logger
	// Wake, when set, is called after a new update was kept.
	Wake func()
}

// ServeHTTP handles one update; mount it at WebhookPattern.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.authentic(r.Header.Get("X-Telegram-Bot-Api-Secret-Token")) {
		h.Log.Warn("webhook refused", "provider", parcours.ProviderTelegram, "reason", "wrong secret")
		http.Error(w, "forbidden", http.StatusForbidden)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	id, err := updateID(raw)
	if err != nil {
		h.Log.Warn("webhook refused", "provider", parcours.ProviderTelegram, "reason", "not an update")
		http.Error(w, "not an update", http.StatusBadRequest)
		return
	}
	fresh, err := h.Sink.RecordInbound(r.Context(), rawInbound(id, raw, h.Now()))
	if err != nil {
		h.Log.Error("webhook not kept", "provider", parcours.ProviderTelegram, "error", err)
		http.Error(w, "try again", http.StatusServiceUnavailable)
		return
	}
	if fresh && h.Wake != nil {
		h.Wake()
	}
}

// authentic compares digests, so that neither the time nor the length of the
// comparison tells anything of the secret.
func (h *Webhook) authentic(got string) bool {
	want, have := sha256.Sum256([]byte(h.Secret)), sha256.Sum256([]byte(got))
	return h.Secret != "" && subtle.ConstantTimeCompare(want[:], have[:]) == 1
}

func rawInbound(id int64, raw []byte, now time.Time) parcours.RawInbound {
	return parcours.RawInbound{
		Provider: parcours.ProviderTelegram, ProviderID: strconv.FormatInt(id, 10), ReceivedAt: now, Payload: raw,
	}
}

// maxUpdateID is the highest number that is taken for one: the Bot API's integers have 52
// bits. What would follow a higher one would never be asked for again.
const maxUpdateID = 1 << 52

func updateID(raw []byte) (int64, error) {
	var u struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &u); err != nil {
		return 0, fmt.Errorf("%w: %w", parcours.ErrInvalid, err)
	}
	if u.ID <= 0 || u.ID > maxUpdateID {
		return 0, fmt.Errorf("%w: no update_id", parcours.ErrInvalid)
	}
	return u.ID, nil
}

// UseWebhook asks Telegram to call publicURL from now on, with the secret.
func (s *Sender) UseWebhook(ctx context.Context, publicURL, secret string) error {
	if !secretForm.MatchString(secret) {
		return errors.New("telegram: webhook secret: want 1 to 256 letters, digits, - and _")
	}
	return s.do(ctx, "setWebhook", func(client *bot.Bot) error {
		_, err := client.SetWebhook(ctx, &bot.SetWebhookParams{
			URL: publicURL + webhookPath, SecretToken: secret, MaxConnections: maxConnections, AllowedUpdates: AllowedUpdates,
		})
		return err
	})
}

// UsePolling asks Telegram to keep updates until they are fetched. What waits
// there is kept.
func (s *Sender) UsePolling(ctx context.Context) error {
	return s.do(ctx, "deleteWebhook", func(client *bot.Bot) error {
		_, err := client.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
		return err
	})
}
