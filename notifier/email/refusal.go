package email

import (
	"errors"
	"fmt"
	"net/textproto"
	"strconv"

	gomail "github.com/wneessen/go-mail"

	"relais/parcours"
)

// notConnected tells what a dialogue that ended before any message means: a
// relay that refuses us for good needs a human, anything else may pass.
func notConnected(err error) *parcours.Refusal {
	r := &parcours.Refusal{Kind: parcours.RefusalRetry, SenderAtFault: true, Err: errors.New("not sent: no session with the relay; check RELAIS_SMTP_URL")}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		r.Code = strconv.Itoa(said.Code)
		if said.Code >= 500 {
			r.Kind = parcours.RefusalConfig
		}
	}
	return r
}

// refusal tells what a failed message means; nil when it was accepted all the
// same. Until the final dot is sent the relay may not deliver (RFC 5321, section
// 4.1.1.4), so only an unanswered dot leaves the fate unknown.
func refusal(err error) *parcours.Refusal {
	told, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return &parcours.Refusal{Kind: parcours.RefusalUnknown, Err: errors.New("the relay's answer is not understood")}
	}
	if told.Reason == gomail.ErrSMTPReset {
		return nil
	}
	r := &parcours.Refusal{Err: fmt.Errorf("relay: %s", told.Reason)} // the library's text holds the address
	code := told.ErrorCode()
	if code != 0 {
		r.Code = strconv.Itoa(code)
	}
	switch {
	case code >= 500 && told.Reason == gomail.ErrSMTPMailFrom:
		r.Kind, r.SenderAtFault = parcours.RefusalConfig, true
	case code >= 500, told.Reason == gomail.ErrGetRcpts, told.Reason == gomail.ErrGetSender:
		r.Kind = parcours.RefusalGiveUp
	case code >= 400:
		r.Kind = parcours.RefusalRetry
	case told.Reason == gomail.ErrSMTPDataClose:
		r.Kind = parcours.RefusalUnknown
	default:
		r.Kind, r.SenderAtFault = parcours.RefusalRetry, true
	}
	return r
}
