package telegram

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"relais/parcours"
)

// Reasons for which polling cannot go on as it is.
var (
	// ErrToken: Telegram does not know the token; polling stops.
	ErrToken = errors.New("telegram refuses the bot's token")
	// ErrBusy: a webhook is set, or another program polls for the same bot.
	ErrBusy = errors.New("another program or a webhook receives this bot's updates")
	// ErrUnreached: nothing came back from Telegram.
	ErrUnreached = errors.New("telegram is not reached")
	// errUnnumbered: updates without a number, and no number to go on from.
	errUnnumbered = errors.New("telegram hands over updates without an update_id, and none with one")
)

const (
	pollWait  = 50 * time.Second // how long Telegram holds a poll open
	pollLimit = 100              // the most it hands over at once
	maxPage   = pollLimit * maxUpdate
	// After a week without updates ids start again at random (Bot API, Update).
	forgetAfter = 6 * 24 * time.Hour
	minBackoff  = time.Second
	maxBackoff  = time.Minute
	// unreachedAfter is how many calls in a row nothing must come back from before
	// another node is let try.
	unreachedAfter = 2
)

// Poller fetches updates. An update is confirmed to Telegram by the next fetch,
// hence only once it is committed.
type Poller struct {
	Sender *Sender
	Sink   Sink
	// Now is business time.
	Now func() time.Time
	Log *slog.Logger
	// Wake, when set, is called after new updates were kept.
	Wake func()
	// Shared: another node may poll instead of this one. Run then ends when Telegram is
	// not reached.
	Shared bool

	offset  int64
	last    time.Time
	skipped atomic.Int64
	// unnumbered are the updates without a number that were counted and may come again.
	unnumbered map[string]bool
}

// Skipped counts the updates that were left out since the start, for they had no number.
func (p *Poller) Skipped() int64 { return p.skipped.Load() }

// Run polls until ctx ends, or until the token is refused (ErrToken). Every other
// failure is logged and retried, but for a Telegram that is not reached where another
// node may (ErrUnreached).
func (p *Poller) Run(ctx context.Context) error {
	ready, backoff, unreached := false, minBackoff, 0
	for ctx.Err() == nil {
		var err error
		if !ready {
			err = p.Sender.UsePolling(ctx)
			ready = err == nil
		}
		if err == nil {
			_, err = p.Poll(ctx, pollWait)
		}
		switch {
		case err == nil:
			backoff, unreached = minBackoff, 0
			continue
		case ctx.Err() != nil:
		case errors.Is(err, ErrToken):
			return err
		default:
			if unreached++; !errors.Is(err, ErrUnreached) {
				unreached = 0
			}
			if p.Shared && unreached >= unreachedAfter {
				return err
			}
			p.Log.Error("updates not fetched", "provider", parcours.ProviderTelegram, "error", err, "retry_in", backoff)
			select {
			case <-ctx.Done():
			case <-time.After(backoff):
			}
			backoff = min(2*backoff, maxBackoff)
		}
	}
	return nil
}

// Poll makes one fetch, holding it open for wait at most, and returns how many
// updates were kept, repeats left out. One without a usable number is left out and
// counted. It is not safe for concurrent use.
func (p *Poller) Poll(ctx context.Context, wait time.Duration) (int, error) {
	if !p.last.IsZero() && time.Since(p.last) > forgetAfter {
		p.offset = 0
	}
	page, err := p.Sender.updates(ctx, p.offset, wait)
	if err != nil {
		return 0, err
	}
	kept := 0
	defer func() {
		if kept > 0 && p.Wake != nil {
			p.Wake()
		}
	}()
	unconfirmed, numbered := int64(0), len(page) == 0
	for _, raw := range page {
		id, err := updateID(raw)
		if err != nil {
			p.skip(raw)
			unconfirmed++
			continue
		}
		fresh, err := p.Sink.RecordInbound(ctx, rawInbound(id, raw, p.Now()))
		if err != nil {
			return kept, fmt.Errorf("keep an update: %w", err)
		}
		if fresh {
			kept++
		}
		p.offset, p.last, unconfirmed, numbered = id+1, time.Now(), 0, true
	}
	if unconfirmed == 0 {
		p.unnumbered = nil
	} else if p.offset > 0 {
		// A page holds the lowest numbers from the offset on: the last ones, which none can be
		// read of, take at least so many. Those that come after them stay unconfirmed.
		p.offset += unconfirmed
	}
	if !numbered {
		return kept, errUnnumbered // asked again, later
	}
	return kept, nil
}

// skip leaves an update out, and counts it once.
func (p *Poller) skip(raw json.RawMessage) {
	if len(p.unnumbered) > 10*pollLimit {
		p.unnumbered = nil
	}
	if p.unnumbered == nil {
		p.unnumbered = map[string]bool{}
	}
	sum := sha256.Sum256(raw)
	if key := string(sum[:]); !p.unnumbered[key] {
		p.unnumbered[key] = true
		p.skipped.Add(1)
		p.Log.Error("an update without a number is left out", "provider", parcours.ProviderTelegram)
	}
}

// updates asks for what came at or after offset, each update as it was written.
func (s *Sender) updates(ctx context.Context, offset int64, wait time.Duration) ([]json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, wait+10*time.Second)
	defer cancel()
	question, err := json.Marshal(map[string]any{
		"offset": offset, "timeout": int(wait / time.Second), "limit": pollLimit, "allowed_updates": AllowedUpdates,
	})
	if err != nil {
		return nil, fmt.Errorf("telegram getUpdates: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.config.APIURL+"/bot"+s.config.Token+"/getUpdates", bytes.NewReader(question))
	if err != nil {
		return nil, errors.New("telegram getUpdates: the address is malformed")
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := (&http.Client{Transport: s.config.Transport, CheckRedirect: stay}).Do(r)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // the address holds the token
		}
		return nil, fmt.Errorf("telegram getUpdates: %w: %w", ErrUnreached, err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusNotFound:
		return nil, fmt.Errorf("telegram getUpdates: %w", ErrToken)
	case http.StatusConflict:
		return nil, fmt.Errorf("telegram getUpdates: %w", ErrBusy)
	default:
		return nil, fmt.Errorf("telegram getUpdates: status %d", answer.StatusCode)
	}
	var page struct {
		OK     bool              `json:"ok"`
		Result []json.RawMessage `json:"result"`
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, maxPage)).Decode(&page); err != nil || !page.OK {
		return nil, errors.New("telegram getUpdates: the answer is not readable")
	}
	return page.Result, nil
}
