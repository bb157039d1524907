package main

import "time"

// deliverySettings are when a message that left is looked at again.
type deliverySettings struct {
	PollDelays     []time.Duration `env:"RELAIS_POLL_DELAYS" default:"10m,1h,6h,24h,72h" help:"When, after a message left, the receipt that did not come is asked for at the provider."`
	CatchUpEvery   time.Duration   `env:"RELAIS_CATCH_UP_EVERY" default:"10m" help:"How often what people wrote is also listed at the SMS provider, in case no webhook brought it."`
	EraseAfterDays int             `env:"RELAIS_ERASE_AFTER_DAYS" default:"4" help:"Age in days at which the SMS provider's copy of a text is erased."`
}

func (s deliverySettings) check(p *problems) {
	if !growing(s.PollDelays) {
		p.add("RELAIS_POLL_DELAYS: delays must be positive and grow, as in 10m,1h,6h,24h,72h")
	}
	if s.CatchUpEvery < time.Second || s.CatchUpEvery > 24*time.Hour {
		p.add("RELAIS_CATCH_UP_EVERY: %v is not from 1s to 24h, such as 10m", s.CatchUpEvery)
	}
	if s.EraseAfterDays < 4 || s.EraseAfterDays > 14 {
		p.add("RELAIS_ERASE_AFTER_DAYS: %d is not from 4 to 14: before, look-ups still need the text", s.EraseAfterDays)
	}
}
