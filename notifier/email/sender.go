package email

import (
	"cmp"
	"context"
	"errors"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"relais/notifier"
	"relais/parcours"
)

// Sender sends through one relay, one connection a message. It is safe for
// concurrent use.
type Sender struct {
	relay   relay
	timeout time.Duration
	now     func() time.Time
}

var _ notifier.Sender = (*Sender)(nil)

// New returns a sender, or every fault of its configuration. It connects to nothing.
func New(c Config) (*Sender, error) {
	r, err := parse(c.URL)
	if err != nil {
		return nil, err
	}
	s := &Sender{relay: r, timeout: cmp.Or(c.SendTimeout, 30*time.Second), now: c.Now}
	if s.now == nil {
		s.now = time.Now
	}
	return s, nil
}

// Channel is e-mail.
func (s *Sender) Channel() parcours.Channel { return parcours.ChannelEmail }

// TwoWay is false: nobody reads what comes back.
func (s *Sender) TwoWay() bool { return false }

// Name is "email:" and the address that writes.
func (s *Sender) Name() string { return "email:" + s.relay.from.Address }

// Send sends one message over one connection. Its Message-ID is the attempt's id
// at the sender's domain, so that a copy sent twice shows as one.
func (s *Sender) Send(ctx context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	id := a.ID + "@" + s.relay.domain()
	message, err := s.compose(a, id)
	if err != nil {
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "address", Err: err}
	}
	limit := s.timeout
	if end, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(end))
	}
	if limit <= 0 {
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalRetry, Err: notifier.ErrTooLate}
	}
	client, err := gomail.NewClient(s.relay.host, s.relay.options(limit)...)
	if err != nil {
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalConfig, Err: errors.New("the SMTP settings do not fit together")}
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return parcours.Receipt{}, notConnected(err)
	}
	defer func() { _ = connection.Close() }()
	if err := client.SendWithSMTPClient(connection, message); err != nil {
		if r := refusal(err); r != nil {
			return parcours.Receipt{}, r
		}
	}
	_ = connection.Quit() // the relay has answered for the message already
	return parcours.Receipt{
		Source: "answer", AttemptID: a.ID, ProviderID: id,
		Status: "250", State: parcours.AttemptSent, At: s.now(),
	}, nil
}

func (s *Sender) compose(a parcours.Attempt, id string) (*gomail.Msg, error) {
	to, err := mail.ParseAddress(a.Address)
	if err != nil {
		return nil, errors.New("not an e-mail address")
	}
	m := gomail.NewMsg()
	m.FromMailAddress(s.relay.from)
	m.ToMailAddress(to)
	m.Subject(cmp.Or(strings.Join(strings.Fields(a.Subject), " "), "Relais"))
	m.SetMessageIDWithValue(id)
	m.SetDateWithValue(s.now())
	// RFC 3834: keeps absence replies from answering.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, a.Body)
	return m, nil
}
