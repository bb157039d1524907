package sandbox

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// updates is what the bot has not confirmed yet, and how it wants to get it.
type updates struct {
	next    int64
	pending []map[string]any
	allowed []string
	waiting chan struct{} // closed when something is added
	poll    chan struct{} // closed when a newer poll takes over
	presses int

	webhook, secret string
	planned         bool
	failures        int
	lastError       string
	lastErrorAt     time.Time
}

func (u *updates) add(update map[string]any) {
	kind := slices.Sorted(maps.Keys(update))[0]
	if len(u.allowed) > 0 && !slices.Contains(u.allowed, kind) {
		return
	}
	u.next++
	update["update_id"] = u.next
	u.pending = append(u.pending, update)
	close(u.waiting)
	u.waiting = make(chan struct{})
}

func (u *updates) allow(list string) {
	var kinds []string
	if json.Unmarshal([]byte(list), &kinds) == nil && list != "" {
		u.allowed = kinds
	}
}

// getUpdates waits up to timeout seconds of real time for something newer than
// what offset confirms. A second poll ends the first with 409, as at Telegram.
func (t *Telegram) getUpdates(ctx context.Context, params map[string]string) (any, *apiError) {
	offset, _ := strconv.ParseInt(params["offset"], 10, 64)
	seconds, _ := strconv.Atoi(params["timeout"])
	limit, err := strconv.Atoi(params["limit"])
	if err != nil || limit < 1 || limit > 100 {
		limit = 100
	}
	deadline := time.NewTimer(time.Duration(seconds) * time.Second)
	defer deadline.Stop()

	t.mu.Lock()
	if t.updates.webhook != "" {
		t.mu.Unlock()
		return nil, &apiError{status: http.StatusConflict, text: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	t.updates.allow(params["allowed_updates"])
	if t.updates.poll != nil {
		close(t.updates.poll)
	}
	mine := make(chan struct{})
	t.updates.poll = mine
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		if t.updates.poll == mine {
			t.updates.poll = nil
		}
		t.mu.Unlock()
	}()

	for {
		t.mu.Lock()
		t.updates.pending = slices.DeleteFunc(t.updates.pending, func(u map[string]any) bool {
			return offset > 0 && u["update_id"].(int64) < offset
		})
		found := slices.Clone(t.updates.pending[:min(limit, len(t.updates.pending))])
		waiting := t.updates.waiting
		t.mu.Unlock()
		if len(found) > 0 || seconds == 0 {
			return append([]map[string]any{}, found...), nil
		}
		select {
		case <-waiting:
		case <-mine:
			return nil, &apiError{status: http.StatusConflict, text: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
		case <-deadline.C:
			return []map[string]any{}, nil
		case <-ctx.Done():
			return []map[string]any{}, nil
		}
	}
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// setWebhook accepts plain http addresses too: everything here is on the loopback.
func (t *Telegram) setWebhook(params map[string]string) (any, *apiError) {
	u, err := url.Parse(params["url"])
	if err != nil || (params["url"] != "" && u.Host == "") {
		return nil, bad("bad webhook: invalid URL")
	}
	if !secretForm.MatchString(params["secret_token"]) {
		return nil, bad("secret token contains unallowed characters")
	}
	t.mu.Lock()
	t.updates.webhook, t.updates.secret = params["url"], params["secret_token"]
	t.updates.allow(params["allowed_updates"])
	if params["drop_pending_updates"] == "true" {
		t.updates.pending = nil
	}
	t.mu.Unlock()
	t.pump()
	return true, nil
}

func (t *Telegram) deleteWebhook(params map[string]string) (any, *apiError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.updates.webhook, t.updates.secret = "", ""
	if params["drop_pending_updates"] == "true" {
		t.updates.pending = nil
	}
	return true, nil
}

func (t *Telegram) webhookInfo() any {
	t.mu.Lock()
	defer t.mu.Unlock()
	info := map[string]any{
		"url": t.updates.webhook, "has_custom_certificate": false, "pending_update_count": len(t.updates.pending),
		"max_connections": 40, "allowed_updates": t.updates.allowed,
	}
	if t.updates.lastError != "" {
		info["last_error_date"] = t.updates.lastErrorAt.Unix()
		info["last_error_message"] = t.updates.lastError
	}
	return info
}

// pump plans the delivery of the oldest pending update to the webhook. One event
// delivers one update; a failure is repeated after 1, 2, 4 … 60 virtual seconds.
func (t *Telegram) pump() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.updates.webhook == "" || len(t.updates.pending) == 0 || t.updates.planned {
		return
	}
	t.updates.planned = true
	wait := time.Duration(0)
	if t.updates.failures > 0 {
		wait = min(time.Minute, time.Second<<min(t.updates.failures-1, 6))
	}
	t.queue.After(wait, "telegram", "telegram update", t.pushOldest)
}

func (t *Telegram) pushOldest(ctx context.Context) error {
	t.mu.Lock()
	t.updates.planned = false
	if t.updates.webhook == "" || len(t.updates.pending) == 0 {
		t.mu.Unlock()
		return nil
	}
	update, address, secret := t.updates.pending[0], t.updates.webhook, t.updates.secret
	t.mu.Unlock()

	body, err := json.Marshal(update)
	if err != nil {
		return err
	}
	headers := map[string]string{}
	if secret != "" {
		headers["X-Telegram-Bot-Api-Secret-Token"] = secret
	}
	err = t.post.send(ctx, address, "application/json", headers, string(body))

	t.mu.Lock()
	if err != nil {
		t.updates.failures++
		t.updates.lastError, t.updates.lastErrorAt = err.Error(), t.now()
	} else {
		t.updates.failures = 0
		t.updates.pending = slices.DeleteFunc(t.updates.pending, func(u map[string]any) bool {
			return u["update_id"] == update["update_id"]
		})
	}
	t.mu.Unlock()
	t.pump()
	return nil
}
