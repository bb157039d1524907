package email

import (
	"context"
	"errors"

	gomail "github.com/wneessen/go-mail"
)

// Reach connects to the relay and signs in, and sends nothing.
func (s *Sender) Reach(ctx context.Context) error {
	client, err := gomail.NewClient(s.relay.host, s.relay.options(s.timeout)...)
	if err != nil {
		return errors.New("the SMTP settings do not fit together")
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return notConnected(err)
	}
	return connection.Quit()
}
