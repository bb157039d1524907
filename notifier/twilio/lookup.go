package twilio

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/notifier"
	"relais/parcours"
)

const (
	// listPage is how many messages one page has, listPages how many pages are read.
	listPage  = 100
	listPages = 3
)

// List returns the newest messages to a number, those of three pages of 100 at most.
// No date filter: the one that exists looks at the day a message was sent, empty while
// it waits.
func (s *Sender) List(ctx context.Context, to string) ([]notifier.Listed, error) {
	params := &openapi.ListMessageParams{}
	params.SetTo(to).SetPageSize(listPage)
	api := s.api(ctx, s.config.Transport)
	var list []notifier.Listed
	token, number := "", ""
	for range listPages {
		page, err := api.PageMessage(params, token, number)
		if err != nil {
			return nil, fmt.Errorf("list messages: %w", err)
		}
		for i := range page.Messages {
			m, err := s.listed(&page.Messages[i])
			if err != nil {
				return nil, fmt.Errorf("list messages: %w", err)
			}
			list = append(list, m)
		}
		next, err := url.Parse(value(page.NextPageUri))
		if err != nil {
			return nil, fmt.Errorf("list messages: address of the next page: %w", err)
		}
		if next.RawQuery == "" {
			break
		}
		token, number = next.Query().Get("PageToken"), next.Query().Get("Page")
	}
	return list, nil
}

// listed is a message of a list in our terms.
func (s *Sender) listed(m *openapi.ApiV2010Message) (notifier.Listed, error) {
	created, err := time.Parse(time.RFC1123Z, value(m.DateCreated))
	if err != nil {
		return notifier.Listed{}, fmt.Errorf("date of creation: %w", err)
	}
	return notifier.Listed{
		ProviderID: value(m.Sid),
		To:         value(m.To),
		Body:       value(m.Body),
		Outbound:   strings.HasPrefix(value(m.Direction), "outbound"),
		CreatedAt:  created.UTC(),
		Status:     value(m.Status),
		Code:       codeText(m.ErrorCode),
		State:      s.state(value(m.Status), codeOf(m.ErrorCode)),
		Cause:      s.cause(value(m.Status), codeOf(m.ErrorCode)),
	}, nil
}

// Fetch asks where one message stands. The receipt has no attempt id.
func (s *Sender) Fetch(ctx context.Context, sid string) (parcours.Receipt, error) {
	if !sidForm.MatchString(sid) {
		return parcours.Receipt{}, fmt.Errorf("fetch a message: %w: not a message SID", parcours.ErrInvalid)
	}
	m, err := s.api(ctx, s.config.Transport).FetchMessage(sid, nil)
	if err != nil {
		return parcours.Receipt{}, fmt.Errorf("fetch a message: %w", err)
	}
	return parcours.Receipt{
		Source: "look_up", ProviderID: sid, Status: value(m.Status), Code: codeText(m.ErrorCode),
		State: s.state(value(m.Status), codeOf(m.ErrorCode)), Cause: s.cause(value(m.Status), codeOf(m.ErrorCode)),
		To: value(m.To), At: s.config.Now(),
	}, nil
}

func codeText(code *int) string {
	if codeOf(code) == 0 {
		return ""
	}
	return strconv.Itoa(*code)
}
