package main

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"

	"relais/notifier/email"
	"relais/parcours"
	"relais/web"
)

// accountSettings say how people sign in to the console.
type accountSettings struct {
	SecondFactor     []string `env:"RELAIS_SECOND_FACTOR" default:"coordinator,lead,auditor" help:"Roles that must have a second factor, or none; the others may set one up."`
	OIDCIssuer       string   `name:"oidc-issuer" env:"RELAIS_OIDC_ISSUER" placeholder:"URL" help:"Identity provider that opens existing accounts by their e-mail address, such as ProConnect. Its return address is RELAIS_PUBLIC_URL with /connexion/retour, that of its sign-out with /connexion."`
	OIDCClientID     string   `name:"oidc-client-id" env:"RELAIS_OIDC_CLIENT_ID" help:"Name of this service at the identity provider."`
	OIDCClientSecret string   `name:"oidc-client-secret" env:"RELAIS_OIDC_CLIENT_SECRET" help:"Its secret."`
	OIDCACR          []string `name:"oidc-acr" env:"RELAIS_OIDC_ACR" placeholder:"LEVEL" help:"Levels of authentication asked for, such as eidas2; one of them must come back. Default: any."`
}

// roles are those that must have a second factor.
func (s accountSettings) roles(p *problems) []parcours.AccountRole {
	var roles []parcours.AccountRole
	for _, text := range s.SecondFactor {
		text = strings.TrimSpace(text)
		if text == "" || text == "none" {
			continue
		}
		role, err := parcours.ParseAccountRole(text)
		if err != nil {
			p.add("RELAIS_SECOND_FACTOR: %q is not a role; write it as coordinator,lead,auditor or none", text)
			continue
		}
		roles = append(roles, role)
	}
	return roles
}

// check gathers what is wrong with the settings. public is the console's address.
func (s accountSettings) check(p *problems, public string) {
	s.roles(p)
	if s.OIDCIssuer == "" {
		if s.OIDCClientID != "" || s.OIDCClientSecret != "" || len(s.OIDCACR) > 0 {
			p.add("RELAIS_OIDC_ISSUER is missing: the other RELAIS_OIDC_ settings need it")
		}
		return
	}
	checkURL(p, "RELAIS_OIDC_ISSUER", s.OIDCIssuer)
	if s.OIDCClientID == "" || s.OIDCClientSecret == "" {
		p.add("RELAIS_OIDC_CLIENT_ID and RELAIS_OIDC_CLIENT_SECRET are needed with RELAIS_OIDC_ISSUER")
	}
	if issuer, err := url.Parse(s.OIDCIssuer); err == nil && issuer.Scheme == "http" && !strings.HasPrefix(public, "http://127.0.0.1") && !strings.HasPrefix(public, "http://localhost") {
		p.add("RELAIS_OIDC_ISSUER: %s is not https: whoever is on the way could sign in as anybody", s.OIDCIssuer)
	}
}

// oidc is the identity provider of the console; nil for none.
func (s accountSettings) oidc() *web.OIDC {
	if s.OIDCIssuer == "" {
		return nil
	}
	return &web.OIDC{Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, ClientSecret: s.OIDCClientSecret, ACR: s.OIDCACR}
}

// letterbox sends the console's own e-mails; nil where there is no relay.
func letterbox(sender *email.Sender) func(ctx context.Context, to, subject, body string) error {
	if sender == nil {
		return nil
	}
	return func(ctx context.Context, to, subject, body string) error {
		_, err := sender.Send(ctx, parcours.Attempt{ID: strings.ToLower(rand.Text()), Address: to, Subject: subject, Body: body})
		return err
	}
}
