package main

import (
	"net"
	"strings"
	"time"

	"relais/notifier/email"
	"relais/parcours"
	"relais/scheduler"
)

// nodeSettings are what serve reads and demo sets by itself.
type nodeSettings struct {
	databaseSettings     `embed:""`
	ruleSettings         `embed:""`
	twilioSettings       `embed:""`
	secondTwilioSettings `embed:""`
	telegramSettings     `embed:""`
	costSettings         `embed:""`
	letterSettings       `embed:""`
	weeklySettings       `embed:""`
	deliverySettings     `embed:""`
	importSettings       `embed:""`
	purgeSettings        `embed:""`
	upstreamSettings     `embed:""`
	partnerSettings      `embed:""`
	digestSettings       `embed:""`
	accountSettings      `embed:""`

	Listen       string          `env:"RELAIS_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where the console and the webhooks answer."`
	PublicURL    string          `name:"public-url" env:"RELAIS_PUBLIC_URL" placeholder:"URL" help:"Address under which browsers and providers reach Relais. Default: http:// and RELAIS_LISTEN."`
	SMTPURL      string          `name:"smtp-url" env:"RELAIS_SMTP_URL" placeholder:"smtp://user:password@host:587?from=relais@exemple.fr" help:"Relay for the e-mails to professionals."`
	SendTimeout  time.Duration   `env:"RELAIS_SEND_TIMEOUT" default:"30s" help:"How long one call to a provider may take before its fate counts as unknown."`
	Lease        time.Duration   `env:"RELAIS_LEASE" default:"60s" help:"How long a claimed message stays with the process that claimed it; at least twice RELAIS_SEND_TIMEOUT."`
	NodeLease    time.Duration   `env:"RELAIS_NODE_LEASE" default:"10s" help:"How long a node may be silent before another one on the same PostgreSQL takes over its sending, polling and clockwork."`
	LookUpDelays []time.Duration `env:"RELAIS_LOOK_UP_DELAYS" default:"60s,3m,10m" help:"When, after a send, a message of unknown fate is looked up at the provider."`
	Concurrency  int             `env:"RELAIS_CONCURRENCY" default:"32" help:"Sends under way at once."`
	TickEvery    string          `env:"RELAIS_TICK_EVERY" default:"@every 10s" placeholder:"CRON" help:"How often people to convene and overdue questions are looked for."`
	LogLevel     string          `env:"RELAIS_LOG_LEVEL" default:"info" help:"info or debug. Neither holds anything personal."`
	LogFormat    string          `env:"RELAIS_LOG_FORMAT" default:"text" help:"text or json."`
}

// resolve returns the rules that the settings make, or everything that is wrong
// with them.
func (s nodeSettings) resolve() (parcours.Rules, parcours.Service, error) {
	var p problems
	rules, service := s.rules(&p)
	s.letterSettings.apply(&rules, &p)
	s.weeklySettings.apply(&rules, &p)
	s.upstreamSettings.apply(&rules, &p)
	s.check(&p)
	return rules, service, p.err()
}

// publicURL is where people and providers reach this node.
func (s nodeSettings) publicURL() string {
	if s.PublicURL != "" {
		return s.PublicURL
	}
	return "http://" + s.Listen
}

// check gathers everything that is wrong with the settings.
func (s nodeSettings) check(p *problems) {
	s.databaseSettings.check(p)
	s.twilioSettings.check(p)
	s.checkSecond(p, s.twilioSettings)
	s.telegramSettings.check(p)
	s.price(p)
	s.deliverySettings.check(p)
	s.importSettings.check(p)
	s.keeping(p)
	s.exportDays(p)
	s.networks(p, s.publicURL())
	s.digestSettings.check(p, s.SMTPURL)
	s.accountSettings.check(p, s.publicURL())
	checkURL(p, "RELAIS_PUBLIC_URL", s.publicURL())
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		p.add("RELAIS_LISTEN: %q is not of the form host:port, such as 127.0.0.1:8080", s.Listen)
	}
	if s.SendTimeout <= 0 {
		p.add("RELAIS_SEND_TIMEOUT: %v is not a positive duration such as 30s", s.SendTimeout)
	}
	if s.Lease < 2*s.SendTimeout {
		p.add("RELAIS_LEASE: %v must be at least twice RELAIS_SEND_TIMEOUT (%v)", s.Lease, s.SendTimeout)
	}
	if s.NodeLease < time.Second {
		p.add("RELAIS_NODE_LEASE: %v is shorter than 1s", s.NodeLease)
	}
	if !growing(s.LookUpDelays) {
		p.add("RELAIS_LOOK_UP_DELAYS: delays must be positive and grow, as in 60s,3m,10m")
	}
	if s.Concurrency < 1 || s.Concurrency > 1000 {
		p.add("RELAIS_CONCURRENCY: %d is not from 1 to 1000", s.Concurrency)
	}
	if s.SMTPURL != "" {
		if _, err := email.New(email.Config{URL: s.SMTPURL}); err != nil {
			p.add("RELAIS_SMTP_URL: %s; write it as smtp://user:password@host:587?from=relais@exemple.fr", strings.ReplaceAll(err.Error(), "\n", ", "))
		}
	}
	if _, err := scheduler.New(time.UTC, nil, scheduler.Job{Name: "tick", Spec: s.TickEvery}); err != nil {
		p.add("RELAIS_TICK_EVERY: %q is neither a delay such as @every 10s nor five cron fields such as */5 * * * *", s.TickEvery)
	}
	if s.LogLevel != "" && s.LogLevel != "info" && s.LogLevel != "debug" {
		p.add("RELAIS_LOG_LEVEL: %q is neither info nor debug", s.LogLevel)
	}
	if s.LogFormat != "" && s.LogFormat != "text" && s.LogFormat != "json" {
		p.add("RELAIS_LOG_FORMAT: %q is neither text nor json", s.LogFormat)
	}
}

// growing reports whether there are delays, each longer than the one before.
func growing(delays []time.Duration) bool {
	last := time.Duration(0)
	for _, delay := range delays {
		if delay <= last {
			return false
		}
		last = delay
	}
	return len(delays) > 0
}
