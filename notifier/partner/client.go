package partner

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"relais/parcours"
)

// Client posts deliveries. It goes straight to the address that it checks: it follows
// no redirect and asks no proxy, and the check is made on the address that is dialled,
// so that a name which changes its mind between two look-ups gains nothing.
type Client struct {
	wire    Wire
	allowed func(netip.Addr) bool
	http    *http.Client
}

// Options of a Client.
type Options struct {
	Wire Wire
	// Networks are private ones where endpoints may be; none when nil. The loopback is
	// one of them, for a trial on one machine, and takes http.
	Networks []netip.Prefix
	// Timeout bounds one post; 10 s when zero.
	Timeout time.Duration
	// Roots replace the machine's certificate authorities in tests.
	Roots *x509.CertPool
}

// read bounds what is read of an answer, only to keep the connection.
const readBytes = 16 << 10

// errAddress refuses to connect.
var errAddress = errors.New("the address is not one that may be written to")

// NewClient returns a client.
func NewClient(o Options) *Client {
	c := &Client{wire: o.Wire, allowed: func(ip netip.Addr) bool { return mayReach(ip, o.Networks) }}
	timeout := o.Timeout
	if timeout <= 0 {
		timeout = 10 * time.Second
	}
	dialer := &net.Dialer{Timeout: timeout, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !c.allowed(at.Addr()) {
			return errAddress
		}
		return nil
	}}
	c.http = &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots}, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, ResponseHeaderTimeout: timeout, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// mayReach reports whether an address is public, or in one of the networks. Addresses
// that embed another (IPv4 in IPv6, NAT64, 6to4, Teredo) are taken for private.
func mayReach(ip netip.Addr, networks []netip.Prefix) bool {
	ip = ip.Unmap().WithZone("")
	for _, n := range networks {
		if n.Contains(ip) {
			return true
		}
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, n := range reserved() {
		if n.Contains(ip) {
			return false
		}
	}
	return true
}

// reserved are the networks beside the private ones where nothing public answers
// (IANA's special-purpose registries).
func reserved() []netip.Prefix {
	var all []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10",
	} {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// Loopback are the networks of the machine itself.
func Loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// Check returns ErrInvalid for an address to which nothing may be posted: it is https
// without a password in it, on a name or a public address; http on the loopback, where
// that is allowed.
func (c *Client) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || len(address) > 500 {
		return fmt.Errorf("%w: not an address such as https://exemple.fr/webhooks", parcours.ErrInvalid)
	}
	ip, err := netip.ParseAddr(u.Hostname())
	local := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	switch {
	case local && !c.allowed(netip.MustParseAddr("127.0.0.1")), err == nil && !c.allowed(ip):
		return fmt.Errorf("%w: an address of a private network", parcours.ErrInvalid)
	case u.Scheme == "https", u.Scheme == "http" && local:
		return nil
	}
	return fmt.Errorf("%w: the address is not https", parcours.ErrInvalid)
}

// Post tells an endpoint a change: nil when it took it, else why it did not. While the
// secret before is good, an endpoint that does not know the new one yet is asked with
// that.
func (c *Client) Post(ctx context.Context, d parcours.PartnerDelivery) (parcours.PartnerFault, error) {
	if c.Check(d.Endpoint.URL) != nil { // what was allowed once may be no more
		return parcours.FaultAddress, nil
	}
	body, err := c.wire.Body(d)
	if err != nil {
		return "", err
	}
	fault := c.post(ctx, d, d.Secret, body)
	if d.Former != "" && (fault == "401" || fault == "403") {
		fault = c.post(ctx, d, d.Former, body)
	}
	return fault, ctx.Err()
}

func (c *Client) post(ctx context.Context, d parcours.PartnerDelivery, secret string, body []byte) parcours.PartnerFault {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Endpoint.URL, bytes.NewReader(body))
	if err != nil {
		return parcours.FaultAddress
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "Relais")
	r.Header.Set(SignatureHeader, Sign(secret, body))
	r.Header.Set(DeliveryHeader, d.ID)
	answer, err := c.http.Do(r)
	if err != nil {
		return faultOf(err)
	}
	_, _ = io.CopyN(io.Discard, answer.Body, readBytes)
	_ = answer.Body.Close()
	if answer.StatusCode >= 200 && answer.StatusCode < 300 {
		return ""
	}
	return parcours.PartnerFault(strconv.Itoa(answer.StatusCode))
}

// faultOf names an error; its text holds the address.
func faultOf(err error) parcours.PartnerFault {
	var untrusted *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errAddress):
		return parcours.FaultAddress
	case errors.As(err, &untrusted), errors.As(err, &record):
		return parcours.FaultTLS
	case errors.As(err, &timeout) && timeout.Timeout():
		return parcours.FaultTimeout
	}
	return parcours.FaultConnect
}
