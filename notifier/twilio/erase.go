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
// error wraps ErrNotFound when Twilio knows no such message, and ErrInvalid when it
// refuses this one.
//
// Source: https://www.twilio.com/docs/messaging/api/message-resource#redact-a-message
func (s *Sender) Erase(ctx context.Context, sid string) error {
	if !sidForm.MatchString(sid) {
		return fmt.Errorf("erase a message: %w: not a message SID", parcours.ErrNotFound)
	}
	empty := (&openapi.UpdateMessageParams{}).SetBody("")
	if _, err := s.api(ctx, s.config.Transport).UpdateMessage(sid, empty); err != nil {
		return fmt.Errorf("erase a message: %w", aboutMessage(err))
	}
	m, err := s.api(ctx, s.config.Transport).FetchMessage(sid, nil)
	if err != nil {
		return fmt.Errorf("read an erased message back: %w", aboutMessage(err))
	}
	if value(m.Body) != "" {
		return fmt.Errorf("erase a message: %w: its text is still there", parcours.ErrInvalid)
	}
	return nil
}

// aboutMessage tells an answer that is about one message, which Twilio does not know or
// does not let go, from one about the account or of a service in trouble.
func aboutMessage(err error) error {
	told, ok := errors.AsType[*apiError](err)
	switch {
	case !ok:
		return err
	case told.Status == http.StatusNotFound:
		return fmt.Errorf("%w: %w", parcours.ErrNotFound, err)
	case told.Status == http.StatusBadRequest, told.Status == http.StatusConflict:
		return fmt.Errorf("%w: %w", parcours.ErrInvalid, err)
	}
	return err
}
