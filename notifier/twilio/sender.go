package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/notifier"
	"relais/parcours"
)

// Sender sends SMS from one Twilio sender and reads what Twilio says of them.
// It is safe for concurrent use.
type Sender struct {
	config Config
	base   *url.URL
	codes  map[int]meaning
}

var (
	_ notifier.Sender   = (*Sender)(nil)
	_ notifier.Lister   = (*Sender)(nil)
	_ notifier.Paced    = (*Sender)(nil)
	_ notifier.Fetcher  = (*Sender)(nil)
	_ notifier.Eraser   = (*Sender)(nil)
	_ notifier.Keeper   = (*Sender)(nil)
	_ notifier.Receiver = (*Sender)(nil)
)

// New returns a sender, or every fault of its configuration.
func New(c Config) (*Sender, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("twilio: %w", err)
	}
	c = c.withDefaults()
	base, err := url.Parse(c.APIURL)
	if err != nil {
		return nil, fmt.Errorf("twilio: API URL: %w", err)
	}
	codes, err := readCodes()
	if err != nil {
		return nil, fmt.Errorf("twilio: %w", err)
	}
	return &Sender{config: c, base: base, codes: codes}, nil
}

// Channel is SMS.
func (s *Sender) Channel() parcours.Channel { return parcours.ChannelSMS }

// TwoWay reports whether the sender can be answered.
func (s *Sender) TwoWay() bool { return s.config.TwoWay }

// Name is "twilio:" and the sender or the messaging service, unless it was given.
func (s *Sender) Name() string {
	if s.config.Name != "" {
		return s.config.Name
	}
	return "twilio:" + s.config.From + s.config.MessagingServiceSID
}

// PartsPerSecond is the pace set for the sender.
func (s *Sender) PartsPerSecond() float64 { return s.config.PartsPerSecond }

// maxValidity is the longest validity period that every page of Twilio's
// documentation allows; one page says 36000 s, an older one this.
const maxValidity = 14400 * time.Second

// MinValidity is the shortest remaining life worth sending for.
const MinValidity = 60 * time.Second

var sidForm = regexp.MustCompile(`^(SM|MM)[0-9a-fA-F]{32}$`)

// Send creates one message, with one request.
func (s *Sender) Send(ctx context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	no := false
	params := &openapi.CreateMessageParams{To: &a.Address, Body: &a.Body, SmartEncoded: &no}
	if s.config.From != "" {
		params.From = &s.config.From
	} else {
		params.MessagingServiceSid = &s.config.MessagingServiceSID
	}
	if s.config.PublicURL != "" {
		params.SetStatusCallback(s.config.PublicURL + statusPrefix + a.ID)
	}
	validity := maxValidity
	if !a.ExpiresAt.IsZero() {
		validity = min(validity, a.ExpiresAt.Sub(s.config.Now()))
	}
	params.SetValidityPeriod(int(max(validity, MinValidity) / time.Second))

	ctx, cancel := context.WithTimeout(ctx, s.config.SendTimeout)
	defer cancel()
	once := &notifier.OneShot{Next: s.config.Transport, Marked: a.SendingAt, Limit: s.config.SendTimeout, Now: s.config.Process}
	made, err := s.api(ctx, once).CreateMessage(params)
	if err != nil {
		return parcours.Receipt{}, s.refusal(once, err)
	}
	if made.Sid == nil || !sidForm.MatchString(*made.Sid) {
		return parcours.Receipt{}, s.refusal(once, errors.New("an answer without message SID"))
	}
	r := parcours.Receipt{
		Source: "answer", AttemptID: a.ID, ProviderID: *made.Sid,
		Status: value(made.Status), Code: codeText(made.ErrorCode), State: parcours.AttemptAccepted, At: s.config.Now(),
	}
	r.Parts, _ = strconv.Atoi(value(made.NumSegments))
	if state := s.state(r.Status, codeOf(made.ErrorCode)); state != "" {
		r.State = state
	}
	return r, nil
}

// refusal tells what a failed creation means. Nothing left unless a connection
// was obtained; after that, only a 4xx that Twilio explains, or a 429, says that
// nothing was created.
func (s *Sender) refusal(once *notifier.OneShot, err error) *parcours.Refusal {
	status := once.Status()
	if !once.Connected() {
		return &parcours.Refusal{Kind: parcours.RefusalRetry, SenderAtFault: !notifier.Refused(err), Err: fmt.Errorf("not sent: %w", err)}
	}
	told, explained := errors.AsType[*apiError](err)
	switch {
	case status == http.StatusTooManyRequests:
		r := &parcours.Refusal{Kind: parcours.RefusalRetry, After: once.RetryAfter(), Code: "429", SenderAtFault: true, Err: err}
		if explained {
			r.Code = strconv.Itoa(told.Code)
		}
		return r
	case !explained || status == http.StatusRequestTimeout || status < 400 || status > 499:
		r := &parcours.Refusal{Kind: parcours.RefusalUnknown, Err: err}
		if status != 0 {
			r.Code = strconv.Itoa(status)
		}
		return r
	}
	r := &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: strconv.Itoa(told.Code), Err: err}
	if known, ok := s.codes[told.Code]; ok {
		r.Kind, r.SenderAtFault = known.onSend, known.class == classDestination || known.class == classWait
		r.Cause = known.cause
	} else if status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound {
		r.Kind = parcours.RefusalConfig
	}
	if r.Kind == parcours.RefusalRetry {
		r.After = once.RetryAfter()
	}
	return r
}

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func codeOf(code *int) int {
	if code == nil {
		return 0
	}
	return *code
}
