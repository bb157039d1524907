package twilio

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"relais/notifier"
)

// DefaultAPIURL is where the Messages API lives.
const DefaultAPIURL = "https://api.twilio.com"

// Config is one Twilio account and what it sends from.
type Config struct {
	AccountSID string
	// AuthToken signs calls and webhooks. PreviousAuthToken, when set, is still
	// accepted on webhooks while a rotation is under way.
	AuthToken         string
	PreviousAuthToken string
	// Exactly one of From (a short code, an alphanumeric sender, a number in
	// E.164) and MessagingServiceSID is set.
	From                string
	MessagingServiceSID string
	// APIURL replaces DefaultAPIURL; scheme and host, no path.
	APIURL string
	// PublicURL is how Twilio reaches us, without trailing slash. Empty: no status
	// callback is asked for, and every webhook is refused.
	PublicURL string
	// Name replaces the one that Sender.Name makes, where two senders would share it.
	Name string
	// TwoWay: what it sends from can be answered.
	TwoWay bool
	// PartsPerSecond is the pace that the sender is allowed; 0 means no limit.
	PartsPerSecond float64
	// SendTimeout bounds one send: how long after its mark it may still start, and
	// how long it may take (default 30 s).
	SendTimeout time.Duration
	// Now is business time, against which an attempt expires (default time.Now).
	Now func() time.Time
	// Process is the machine's clock, by which attempts are marked (default time.Now).
	Process func() time.Time
	// Transport makes the calls; nil means one of notifier.NewTransport.
	Transport http.RoundTripper
}

var (
	accountForm = regexp.MustCompile(`^AC[0-9A-Za-z]{8,62}$`)
	tokenForm   = regexp.MustCompile(`^[0-9A-Za-z]+$`)
	serviceForm = regexp.MustCompile(`^MG[0-9A-Za-z]+$`)
	// Alphanumeric senders take 11 characters at most, and not digits alone;
	// short codes and numbers are digits.
	senderForm = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 +_&-]{1,11})$`)
	// French mobile numbers may not carry automatic messages (numbering plan, 2023).
	// The block kept for fiction is let through: it reaches nobody.
	frenchMobile = regexp.MustCompile(`^\+33[67]`)
	fiction      = regexp.MustCompile(`^\+3363998`)
)

// check returns every fault of the configuration, joined.
func (c Config) check() error {
	var faults []error
	fault := func(text string) { faults = append(faults, errors.New(text)) }
	if !accountForm.MatchString(c.AccountSID) {
		fault("account SID: want AC and letters or digits")
	}
	if !tokenForm.MatchString(c.AuthToken) {
		fault("auth token: want letters and digits only")
	}
	switch {
	case (c.From == "") == (c.MessagingServiceSID == ""):
		fault("set either a sender or a messaging service")
	case c.MessagingServiceSID != "" && !serviceForm.MatchString(c.MessagingServiceSID):
		fault("messaging service SID: want MG and letters or digits")
	case c.From != "" && !senderForm.MatchString(c.From):
		fault("sender: want a short code, 11 letters and digits at most, or a number such as +33…")
	case frenchMobile.MatchString(c.From) && !fiction.MatchString(c.From):
		fault("sender: a French mobile number may not carry automatic messages")
	}
	if err := checkURL(c.APIURL); err != nil {
		faults = append(faults, fmt.Errorf("API URL: %w", err))
	}
	if err := checkURL(c.PublicURL); err != nil {
		faults = append(faults, fmt.Errorf("public URL: %w", err))
	}
	if c.PartsPerSecond < 0 {
		fault("parts per second: want 0 or more")
	}
	return errors.Join(faults...)
}

func checkURL(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("want https://host")
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return errors.New("want neither query, fragment nor user")
	}
	if strings.Contains(u.Hostname(), "_") {
		return errors.New("a host with an underscore is refused as a callback")
	}
	if strings.Contains(u.Hostname(), ":") {
		return errors.New("signatures of an IPv6 host cannot be checked: use a name")
	}
	return nil
}

// idleConnections is how many connections are kept for the next sends: more than
// there are sends under way in any sensible configuration.
const idleConnections = 256

// withDefaults fills what may be left out.
func (c Config) withDefaults() Config {
	c.APIURL = strings.TrimRight(cmp.Or(c.APIURL, DefaultAPIURL), "/")
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	c.SendTimeout = cmp.Or(c.SendTimeout, 30*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Transport == nil {
		transport := notifier.NewTransport(c.SendTimeout)
		// The default keeps two connections to a host and dials again for every other send.
		transport.MaxIdleConns, transport.MaxIdleConnsPerHost = idleConnections, idleConnections
		c.Transport = transport
	}
	return c
}
