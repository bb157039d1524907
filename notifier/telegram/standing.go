package telegram

import (
	"context"
	"time"

	"github.com/go-telegram/bot"
)

// Standing is how Telegram hands updates over.
type Standing struct {
	// URL is where it calls, empty when it waits to be asked.
	URL string
	// Pending counts the updates that wait.
	Pending int
	// FailedAt is when a call last failed, zero for never.
	FailedAt time.Time
}

// Standing asks Telegram where it calls. What it says of a failure is left out: it may
// quote an address with a secret.
func (s *Sender) Standing(ctx context.Context) (Standing, error) {
	var standing Standing
	err := s.do(ctx, "getWebhookInfo", func(client *bot.Bot) error {
		info, err := client.GetWebhookInfo(ctx)
		if err != nil {
			return err
		}
		standing.URL, standing.Pending = info.URL, info.PendingUpdateCount
		if info.LastErrorDate > 0 {
			standing.FailedAt = time.Unix(int64(info.LastErrorDate), 0)
		}
		return nil
	})
	return standing, err
}
