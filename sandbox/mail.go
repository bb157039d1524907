package sandbox

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Mail is one e-mail that the sink received.
type Mail struct {
	From    string
	To      []string
	Subject string
	// Text is the plain part, or the whole body when there is none.
	Text string
	At   time.Time // of the story
}

// Mailbox is an SMTP sink: it accepts everything and delivers nothing. Any user
// name and password are accepted, without TLS, so it must listen on the loopback.
type Mailbox struct {
	clock *Clock
	// rings is told of each e-mail and recipient.
	rings func(to string, m Mail)

	// lean: what was read is not kept.
	lean bool

	mu    sync.Mutex
	mails []Mail
}

// Mails returns a copy of what was received, oldest first.
func (b *Mailbox) Mails() []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Mail(nil), b.mails...)
}

// For returns the e-mails of one recipient, oldest first.
func (b *Mailbox) For(address string) []Mail {
	var mine []Mail
	for _, m := range b.Mails() {
		for _, to := range m.To {
			if strings.EqualFold(to, address) {
				mine = append(mine, m)
			}
		}
	}
	return mine
}

// Serve accepts SMTP on the listener until ctx ends.
func (b *Mailbox) Serve(ctx context.Context, l net.Listener) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &mailSession{box: b}, nil
	}))
	server.Domain = "localhost"
	server.AllowInsecureAuth = true
	server.MaxMessageBytes = 1 << 20
	server.MaxRecipients = 50
	server.ReadTimeout, server.WriteTimeout = 30*time.Second, 30*time.Second
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("smtp sink: %w", err)
	case <-ctx.Done():
		err := server.Close()
		<-ended
		if errors.Is(err, smtp.ErrServerClosed) {
			return nil
		}
		return err
	}
}

type mailSession struct {
	box  *Mailbox
	from string
	to   []string
}

func (s *mailSession) Reset()        { s.from, s.to = "", nil }
func (s *mailSession) Logout() error { return nil }

func (s *mailSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, _ string) error { return nil }), nil
}

func (s *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *mailSession) Data(r io.Reader) error {
	read, err := mail.ReadMessage(r)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "unreadable message"}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	if err != nil {
		subject = read.Header.Get("Subject")
	}
	text, err := plainPart(read.Header.Get("Content-Type"), read.Header.Get("Content-Transfer-Encoding"), read.Body)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "unreadable body"}
	}
	m := Mail{From: s.from, To: s.to, Subject: subject, Text: strings.ReplaceAll(text, "\r\n", "\n"), At: s.box.clock.Now()}
	s.box.Put(m)
	return nil
}

// Put leaves an e-mail in the mailboxes of its recipients.
func (b *Mailbox) Put(m Mail) {
	if !b.lean {
		b.mu.Lock()
		b.mails = append(b.mails, m)
		b.mu.Unlock()
	}
	for _, to := range m.To {
		b.rings(to, m)
	}
}

// plainPart returns the text/plain part of a body, or the first part when there is none.
func plainPart(contentType, encoding string, body io.Reader) (string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err == nil && strings.HasPrefix(kind, "multipart/") {
		first := ""
		for parts := multipart.NewReader(body, params["boundary"]); ; {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return first, nil
			}
			if err != nil {
				return "", err
			}
			text, err := plainPart(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
			if err != nil {
				return "", err
			}
			if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
				return text, nil
			}
			if first == "" {
				first = text
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	return string(text), err
}
