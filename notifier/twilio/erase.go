package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/parcours"
)

// Erase empties the text of a message that Twilio keeps, and reads it back. The
// error wraps ErrNotFound when Twilio knows no such message.
//
// Source: https://www.twilio.com/docs/messaging/api/message-resource#redact-a-message
func (s *Sender) Erase(ctx context.Context, sid string) error {
	if !sidForm.MatchString(sid) {
		return fmt.Errorf("erase a message: %w: not a message SID", parcours.ErrNotFound)
	}
	empty := (&openapi.UpdateMessageParams{}).SetBody("")
	if _, err := s.api(ctx, s.config.Transport).UpdateMessage(sid, empty); err != nil {
		return fmt.Errorf("erase a message: %w", unknownMessage(err))
	}
	m, err := s.api(ctx, s.config.Transport).FetchMessage(sid, nil)
	if err != nil {
		return fmt.Errorf("read an erased message back: %w", unknownMessage(err))
	}
	if value(m.Body) != "" {
		return errors.New("erase a message: its text is still there")
	}
	return nil
}

func unknownMessage(err error) error {
	if told, ok := errors.AsType[*apiError](err); ok && told.Status == http.StatusNotFound {
		return fmt.Errorf("%w: %w", parcours.ErrNotFound, err)
	}
	return err
}
