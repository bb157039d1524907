package partner_test

import (
	"errors"
	"net/netip"
	"net/url"
	"testing"

	"relais/notifier/partner"
	"relais/parcours"
)

// FuzzCheck reads any address of an endpoint: what is allowed is https, without a
// password, and no address of a private network.
func FuzzCheck(f *testing.F) {
	for _, address := range []string{
		"https://exemple.fr/webhooks", "http://127.0.0.1", "https://[::ffff:10.0.0.1]/", "https://10.0.0.1/", "https://[fe80::1%25eth0]/", "https://0x7f000001/",
		"https://u:p@exemple.fr", "https://exemple.fr:99999", "//exemple.fr", "https://",
	} {
		f.Add(address)
	}
	client := partner.NewClient(partner.Options{})
	f.Fuzz(func(t *testing.T, address string) {
		err := client.Check(address)
		if err != nil {
			if !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%q: %v", address, err)
			}
			return
		}
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || u.User != nil {
			t.Fatalf("%q is allowed", address)
		}
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil && (ip.Unmap().IsPrivate() || ip.Unmap().IsLoopback() || ip.Unmap().IsLinkLocalUnicast()) {
			t.Errorf("%q is allowed", address)
		}
	})
}
