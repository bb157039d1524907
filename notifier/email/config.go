package email

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Config is one SMTP relay and the address that writes.
type Config struct {
	// URL is smtp://[user:password@]host[:port]?from=address[&starttls=require|off],
	// or smtps:// for TLS from the first byte. Without starttls, a relay that offers
	// it is taken at its word, and one that is given a password must offer it.
	URL string
	// SendTimeout bounds one send where the context has no deadline (default 30 s).
	SendTimeout time.Duration
	// Now is business time (default time.Now).
	Now func() time.Time
}

// relay is what a URL says.
type relay struct {
	host     string
	port     int
	implicit bool
	policy   gomail.TLSPolicy
	user     string
	password string
	from     *mail.Address
}

// parse reads the URL of a Config. The error never shows the password.
func parse(text string) (relay, error) {
	u, err := url.Parse(text)
	if err != nil {
		return relay{}, errors.New("SMTP URL: want smtp://user:password@host:port?from=address")
	}
	r := relay{host: u.Hostname(), user: u.User.Username(), policy: gomail.TLSOpportunistic}
	r.password, _ = u.User.Password()
	var faults []error
	switch u.Scheme {
	case "smtp":
		r.port = 587
	case "smtps":
		r.port, r.implicit = 465, true
	default:
		faults = append(faults, errors.New("SMTP URL: want smtp:// or smtps://"))
	}
	if r.host == "" {
		faults = append(faults, errors.New("SMTP URL: want a host"))
	}
	if u.Port() != "" {
		if r.port, err = strconv.Atoi(u.Port()); err != nil || r.port < 1 || r.port > 65535 {
			faults = append(faults, errors.New("SMTP URL: want a port between 1 and 65535"))
		}
	}
	if r.user != "" {
		r.policy = gomail.TLSMandatory
	}
	switch u.Query().Get("starttls") {
	case "":
	case "require":
		r.policy = gomail.TLSMandatory
	case "off":
		r.policy = gomail.NoTLS
	default:
		faults = append(faults, errors.New("SMTP URL: starttls: want require or off"))
	}
	if r.from, err = mail.ParseAddress(u.Query().Get("from")); err != nil {
		faults = append(faults, errors.New("SMTP URL: want ?from=address"))
	}
	if len(faults) > 0 {
		return relay{}, fmt.Errorf("email: %w", errors.Join(faults...))
	}
	return r, nil
}

// options configure a client for one send that must be over within limit.
func (r relay) options(limit time.Duration) []gomail.Option {
	// The library grants the whole time to the dialogue before the message, then
	// again to the message.
	options := []gomail.Option{
		gomail.WithPort(r.port), gomail.WithTimeout(max(limit/2, time.Millisecond)),
		gomail.WithHELO(r.domain()), gomail.WithoutNoop(),
	}
	if r.implicit {
		options = append(options, gomail.WithSSL())
	} else {
		options = append(options, gomail.WithTLSPolicy(r.policy))
	}
	if r.user != "" {
		method := gomail.SMTPAuthAutoDiscover
		if r.policy == gomail.NoTLS && !r.implicit {
			method = gomail.SMTPAuthPlainNoEnc // asked for by starttls=off
		}
		options = append(options, gomail.WithSMTPAuth(method), gomail.WithUsername(r.user), gomail.WithPassword(r.password))
	}
	return options
}

// domain is where the sending address lives.
func (r relay) domain() string {
	return r.from.Address[strings.LastIndexByte(r.from.Address, '@')+1:]
}
