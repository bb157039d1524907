package twilio

import (
	"context"
	"fmt"
	"net/url"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/notifier"
)

const (
	// leftPage is how many messages one page of LeftSince has: with the longest texts
	// it stays under maxAnswer. leftPages bounds how many pages are read.
	leftPage  = 200
	leftPages = 100
)

// LeftSince returns the messages that we sent from this sender at or after since,
// 20 000 at most; cut tells that there are more. A messaging service chooses its
// sender by itself: there the newest messages of the account are read, whoever sent
// them, and those of the service kept. What Twilio answers by itself, such as the
// confirmation of a STOP, is not ours.
//
// The order of Twilio's list is not promised: the first page that holds nothing so
// new ends it, not the first message.
func (s *Sender) LeftSince(ctx context.Context, since time.Time) (left []notifier.Listed, cut bool, err error) {
	params := &openapi.ListMessageParams{}
	params.SetPageSize(leftPage)
	if s.config.From != "" {
		params.SetFrom(s.config.From)
	}
	api := s.api(ctx, s.config.Transport)
	token, number := "", ""
	for range leftPages {
		page, err := api.PageMessage(params, token, number)
		if err != nil {
			return nil, false, fmt.Errorf("list what left, check RELAIS_TWILIO_API_URL and the network: %w", err)
		}
		recent := false
		for i := range page.Messages {
			m, err := s.listed(&page.Messages[i])
			if err != nil {
				return nil, false, fmt.Errorf("list what left: %w", err)
			}
			if m.CreatedAt.Before(since) {
				continue
			}
			recent = true
			if value(page.Messages[i].Direction) == "outbound-api" && s.leftFromHere(&page.Messages[i]) {
				left = append(left, m)
			}
		}
		next := value(page.NextPageUri)
		if !recent || next == "" {
			return left, false, nil
		}
		u, err := url.Parse(next)
		if err != nil {
			return nil, false, fmt.Errorf("list what left: address of the next page: %w", err)
		}
		token, number = u.Query().Get("PageToken"), u.Query().Get("Page")
	}
	return left, true, nil
}

// leftFromHere reports whether this sender sent a message.
func (s *Sender) leftFromHere(m *openapi.ApiV2010Message) bool {
	if s.config.From != "" {
		return value(m.From) == s.config.From
	}
	return value(m.MessagingServiceSid) == s.config.MessagingServiceSID
}
