package main

import (
	"context"

	"relais/parcours"
	"relais/scheduler"
)

// digestSettings say whether accounts are told of their morning by e-mail.
type digestSettings struct {
	DigestAt string `name:"smtp-digest-at" env:"RELAIS_SMTP_DIGEST_AT" placeholder:"HH:MM" help:"When referents and coordinators are sent, on working days, how much waits for them; needs RELAIS_SMTP_URL. Default: never."`
}

// check gathers what is wrong with the settings.
func (s digestSettings) check(p *problems, relay string) {
	if s.DigestAt == "" {
		return
	}
	if minutes, err := parseMinutes(s.DigestAt); err != nil || minutes >= 20*60 {
		p.add("RELAIS_SMTP_DIGEST_AT: %q is not an hour of the day before 20:00; write it as 07:45", s.DigestAt)
	}
	if relay == "" {
		p.add("RELAIS_SMTP_DIGEST_AT is set, but RELAIS_SMTP_URL is missing: no e-mail could leave")
	}
}

// digestJob tells accounts of their morning.
func (n *node) digestJob() scheduler.Job {
	minute, _ := parseMinutes(n.settings.DigestAt) // checked
	return scheduler.Digest(n.rules, minute, n.store, func(ctx context.Context, d parcours.Digest) error {
		subject, body := n.server.Digest(d)
		return n.mail(ctx, d.Account.Email, subject, body)
	})
}
