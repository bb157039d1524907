package main

import "time"

// deliverySettings are when a message that left is looked at again.
type deliverySettings struct {
	PollDelays []time.Duration `env:"RELAIS_POLL_DELAYS" default:"10m,1h,6h,24h,72h" help:"When, after a message left, the receipt that did not come is asked for at the provider."`
}

func (s deliverySettings) check(p *problems) {
	if !growing(s.PollDelays) {
		p.add("RELAIS_POLL_DELAYS: delays must be positive and grow, as in 10m,1h,6h,24h,72h")
	}
}
