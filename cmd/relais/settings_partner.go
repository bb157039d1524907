package main

import (
	"net/netip"
	"time"

	"relais/notifier/partner"
)

// partnerSettings say where partners' tools may be.
type partnerSettings struct {
	PartnerNetworks []string `env:"RELAIS_PARTNER_NETWORKS" placeholder:"CIDR" help:"Private networks, such as 10.35.0.0/16, in which the endpoints of partners may be. Default: none, only public addresses."`
}

// networks are those of the settings. Where the console itself is only reached from
// this machine, so may endpoints be.
func (s partnerSettings) networks(p *problems, public string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range s.PartnerNetworks {
		n, err := netip.ParsePrefix(text)
		if err != nil || n.Bits() == 0 {
			p.add("RELAIS_PARTNER_NETWORKS: %q is not a network such as 10.35.0.0/16", text)
			continue
		}
		all = append(all, n.Masked())
	}
	if onThisMachine(public) {
		all = append(all, partner.Loopback()...)
	}
	return all
}

// partnerClient posts to the endpoints.
func (s partnerSettings) partnerClient(zone *time.Location, service, public string) *partner.Client {
	return partner.NewClient(partner.Options{Wire: partner.Wire{Zone: zone, Service: service}, Networks: s.networks(new(problems), public)})
}
