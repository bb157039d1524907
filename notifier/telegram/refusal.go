package telegram

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot"

	"relais/notifier"
	"relais/parcours"
)

// deadChat are the words of a 400 that blames the chat; every other 400 is ours.
var deadChat = []string{"chat not found", "user not found", "peer_id_invalid", "user is deactivated", "chat_id is empty"}

// refusal tells what a failed send means. Telegram lists nothing and takes no
// key: whatever it did not explain may have been sent.
func refusal(once *notifier.OneShot, err error) *parcours.Refusal {
	safe := told(once, err)
	if !once.Connected() {
		return &parcours.Refusal{Kind: parcours.RefusalRetry, SenderAtFault: !notifier.Refused(err), Err: fmt.Errorf("not sent: %w", safe)}
	}
	if slow, ok := errors.AsType[*bot.TooManyRequestsError](err); ok {
		wait := max(time.Duration(min(slow.RetryAfter, 24*60*60))*time.Second, once.RetryAfter())
		return &parcours.Refusal{Kind: parcours.RefusalRetry, After: wait, Code: "429", SenderAtFault: true, Err: safe}
	}
	if _, ok := errors.AsType[*bot.MigrateError](err); ok {
		// Only a group migrates, and nobody is written to in a group.
		return &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "migrated", Err: safe}
	}
	switch {
	case errors.Is(err, bot.ErrorForbidden):
		return &parcours.Refusal{Kind: parcours.RefusalBlocked, Code: "403", Err: safe}
	case errors.Is(err, bot.ErrorBadRequest):
		text := strings.ToLower(err.Error())
		for _, words := range deadChat {
			if strings.Contains(text, words) {
				return &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "chat_not_found", Err: safe}
			}
		}
		return &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "bad_request", SenderAtFault: true, Err: safe}
	case errors.Is(err, bot.ErrorUnauthorized), errors.Is(err, bot.ErrorNotFound):
		return &parcours.Refusal{Kind: parcours.RefusalConfig, Code: strconv.Itoa(once.Status()), Err: safe}
	}
	r := &parcours.Refusal{Kind: parcours.RefusalUnknown, Err: safe}
	if once.Status() != 0 {
		r.Code = strconv.Itoa(once.Status())
	}
	return r
}

// told keeps of an error what may be logged: neither the answer's text nor the
// address, which holds the token.
func told(once *notifier.OneShot, err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	for _, kind := range []error{bot.ErrorForbidden, bot.ErrorBadRequest, bot.ErrorUnauthorized, bot.ErrorNotFound, bot.ErrorConflict} {
		if errors.Is(err, kind) {
			return fmt.Errorf("telegram answered %d: %w", once.Status(), kind)
		}
	}
	if once.Status() == 0 {
		return errors.New("no answer from telegram")
	}
	return fmt.Errorf("telegram answered %d", once.Status())
}
