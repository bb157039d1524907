package twilio

import (
	"context"
	"fmt"
	"net/url"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/notifier"
	"relais/parcours"
)

// SendsFrom reports whether a number is the sender. The numbers of a messaging
// service are not known here.
func (s *Sender) SendsFrom(number string) bool {
	return number != "" && number == s.config.From
}

// Received returns one page of what people wrote to the sender. A messaging service
// has several numbers and the API does not filter by service: there the whole
// account is listed, and what came in by another service is left out, while a
// message that names none counts as ours, as it does when a webhook brings it.
//
// A message without text nor picture is left out. It says nothing, or its text was
// erased at night, which happens only to what the inbox holds.
//
// No date filter, for the reason given at List.
func (s *Sender) Received(ctx context.Context, page string) (notifier.ReceivedPage, error) {
	var result notifier.ReceivedPage
	at, err := url.ParseQuery(page)
	if err != nil {
		return result, fmt.Errorf("list what was received: page: %w", err)
	}
	params := &openapi.ListMessageParams{}
	params.SetPageSize(listPage)
	if s.config.From != "" {
		params.SetTo(s.config.From)
	}
	listed, err := s.api(ctx, s.config.Transport).PageMessage(params, at.Get("PageToken"), at.Get("Page"))
	if err != nil {
		return result, fmt.Errorf("list what was received: %w", err)
	}
	for _, m := range listed.Messages {
		created, err := time.Parse(time.RFC1123Z, value(m.DateCreated))
		if err != nil {
			return result, fmt.Errorf("list what was received: date of creation: %w", err)
		}
		if result.Since.IsZero() || created.Before(result.Since) {
			result.Since = created.UTC()
		}
		if s.wroteToUs(m) {
			result.Messages = append(result.Messages, notifier.ReceivedMessage{
				Provider: parcours.ProviderTwilio, ProviderID: value(m.Sid), From: value(m.From), CreatedAt: created.UTC(), Payload: s.asForm(m),
			})
		}
	}
	if next, err := url.Parse(value(listed.NextPageUri)); err == nil {
		result.Next = next.RawQuery
	}
	return result, nil
}

// wroteToUs reports whether somebody wrote the message to this sender, and its
// words are still there.
func (s *Sender) wroteToUs(m openapi.ApiV2010Message) bool {
	service, media := value(m.MessagingServiceSid), value(m.NumMedia)
	switch {
	case value(m.Direction) != "inbound", !sidForm.MatchString(value(m.Sid)), value(m.From) == "", s.SendsFrom(value(m.From)):
		return false
	case s.config.From == "" && service != "" && service != s.config.MessagingServiceSID:
		return false
	}
	return value(m.Body) != "" || media != "" && media != "0"
}

// asForm writes a message as the webhook brings it, with what DecodeInbound reads.
func (s *Sender) asForm(m openapi.ApiV2010Message) []byte {
	return []byte(url.Values{
		"MessageSid": {value(m.Sid)}, "AccountSid": {s.config.AccountSID}, "From": {value(m.From)}, "To": {value(m.To)}, "Body": {value(m.Body)},
		"NumMedia": {value(m.NumMedia)},
	}.Encode())
}
