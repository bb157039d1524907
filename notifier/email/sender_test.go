package email_test

import (
	"errors"
	"io"
	"log"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"relais/notifier/email"
	"relais/parcours"
)

const attempt = "01936f5e-0000-7000-8000-000000000001"

// relay is an SMTP server on the loopback that answers as told.
type relay struct {
	address string
	// onMail, onRcpt, onData are the answers; nil accepts.
	onMail, onRcpt, onData error
	// dropAtData closes the connection once the message is in.
	dropAtData bool

	mu       sync.Mutex
	messages []string
}

func newRelay(t *testing.T, r *relay) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{relay: r, conn: c}, nil }))
	server.Domain = "localhost"
	server.ErrorLog = log.New(io.Discard, "", 0)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	r.address = listener.Addr().String()
	return r
}

func (r *relay) received() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.messages
}

type session struct {
	relay *relay
	conn  *smtp.Conn
}

func (s *session) Reset()                                   {}
func (s *session) Logout() error                            { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error     { return s.relay.onMail }
func (s *session) Rcpt(_ string, _ *smtp.RcptOptions) error { return s.relay.onRcpt }

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.relay.onData == nil {
		s.relay.mu.Lock()
		s.relay.messages = append(s.relay.messages, string(text))
		s.relay.mu.Unlock()
	}
	if s.relay.dropAtData {
		_ = s.conn.Conn().Close()
	}
	return s.relay.onData
}

func newSender(t *testing.T, address string) *email.Sender {
	t.Helper()
	s, err := email.New(email.Config{URL: "smtp://" + address + "?from=relais@exemple.fr", SendTimeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func notice() parcours.Attempt {
	return parcours.Attempt{
		ID: attempt, Channel: parcours.ChannelEmail, Address: "anne.morel@exemple.fr", SendingAt: time.Now(),
		Subject: "Une question vous\r\nattend", Body: "Bonjour,\nune personne vous a écrit à 14h30 : où venir ?\n",
	}
}

func TestMailLeavesWithItsAttemptsID(t *testing.T) {
	t.Parallel()
	r := newRelay(t, &relay{})
	got, err := newSender(t, r.address).Send(t.Context(), notice())
	if err != nil {
		t.Fatal(err)
	}
	if got.ProviderID != attempt+"@exemple.fr" || got.State != parcours.AttemptSent || got.AttemptID != attempt {
		t.Errorf("got %+v", got)
	}
	if len(r.received()) != 1 {
		t.Fatalf("got %d messages, want 1", len(r.received()))
	}
	m, err := mail.ReadMessage(strings.NewReader(r.received()[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if subject != "Une question vous attend" || m.Header.Get("Message-ID") != "<"+attempt+"@exemple.fr>" ||
		!strings.HasPrefix(m.Header.Get("Content-Type"), "text/plain") || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("got header %v", m.Header)
	}
}

func TestVerdictOfASend(t *testing.T) {
	t.Parallel()
	says := func(code int) error { return &smtp.SMTPError{Code: code, Message: "anne.morel@exemple.fr is refused"} }
	for _, c := range []struct {
		name  string
		relay *relay
		kind  parcours.RefusalKind
		code  string
		fault bool
		made  int
	}{
		{name: "sender refused", relay: &relay{onMail: says(550)}, kind: parcours.RefusalConfig, code: "550", fault: true},
		{name: "sender refused for now", relay: &relay{onMail: says(451)}, kind: parcours.RefusalRetry, code: "451"},
		{name: "no such mailbox", relay: &relay{onRcpt: says(550)}, kind: parcours.RefusalGiveUp, code: "550"},
		{name: "greylisted", relay: &relay{onRcpt: says(450)}, kind: parcours.RefusalRetry, code: "450"},
		{name: "content refused", relay: &relay{onData: says(554)}, kind: parcours.RefusalGiveUp, code: "554"},
		{name: "relay full", relay: &relay{onData: says(452)}, kind: parcours.RefusalRetry, code: "452"},
		{name: "answer lost", relay: &relay{dropAtData: true}, kind: parcours.RefusalUnknown, made: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRelay(t, c.relay)
			_, err := newSender(t, r.address).Send(t.Context(), notice())
			got, ok := errors.AsType[*parcours.Refusal](err)
			if !ok {
				t.Fatalf("got %v, want a refusal", err)
			}
			if got.Kind != c.kind || got.Code != c.code || got.SenderAtFault != c.fault {
				t.Errorf("got %s code %q sender at fault %t, want %s %q %t", got.Kind, got.Code, got.SenderAtFault, c.kind, c.code, c.fault)
			}
			if len(r.received()) != c.made {
				t.Errorf("got %d messages, want %d", len(r.received()), c.made)
			}
			if strings.Contains(err.Error(), "morel") {
				t.Errorf("the error shows the address: %v", err)
			}
		})
	}
}

func TestNothingLeftGoesBackToQueue(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	_, err = newSender(t, address).Send(t.Context(), notice())
	if r, ok := errors.AsType[*parcours.Refusal](err); !ok || r.Kind != parcours.RefusalRetry || !r.SenderAtFault {
		t.Errorf("got %v, want a retry", err)
	}
}

func TestPasswordIsNotSentInClear(t *testing.T) {
	t.Parallel()
	r := newRelay(t, &relay{})
	s, err := email.New(email.Config{URL: "smtp://relais:s3cret@" + r.address + "?from=relais@exemple.fr", SendTimeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Send(t.Context(), notice()); err == nil || len(r.received()) != 0 {
		t.Errorf("got %v and %d messages, want a refusal: the relay offers no TLS", err, len(r.received()))
	}
}

func TestFaultyURLIsToldWithoutThePassword(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "http://relais:s3cret@host", "smtp://relais:s3cret@host:99999?from=a@exemple.fr", "smtp://relais:s3cret@host", "smtp://u:s3cret@%zz"} {
		if _, err := email.New(email.Config{URL: text}); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
