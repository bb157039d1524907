package main

import (
	"strings"

	"relais/parcours"
)

// upstreamSettings connect RDV-Solidarités (rdv-service-public).
type upstreamSettings struct {
	RDVSecret string   `name:"rdvsp-secret" env:"RELAIS_RDVSP_SECRET" placeholder:"SECRET" help:"Secret that signs the webhooks of RDV-Solidarités. Without it they are not taken."`
	RDVIn     []string `name:"rdvsp-in" env:"RELAIS_RDVSP_IN" placeholder:"TERRITORY" help:"Territories, or *, whose appointments are set in RDV-Solidarités: no slot is assigned or offered there. Default: none."`
	RDVURL    string   `name:"rdvsp-url" env:"RELAIS_RDVSP_URL" placeholder:"URL" help:"Page where a professional changes an appointment there, with {organisation} and {rdv} in it; it is joined to the questions about another time."`
}

// apply sets the rules that the settings make.
func (s upstreamSettings) apply(rules *parcours.Rules, p *problems) {
	rules.UpstreamIn, rules.UpstreamURL = s.RDVIn, s.RDVURL
	if s.RDVURL != "" {
		checkURL(p, "RELAIS_RDVSP_URL", strings.NewReplacer("{organisation}", "1", "{rdv}", "1").Replace(s.RDVURL))
	}
	if len(s.RDVIn) > 0 && s.RDVSecret == "" {
		p.add("RELAIS_RDVSP_IN names territories whose appointments come from RDV-Solidarités, but RELAIS_RDVSP_SECRET is missing: none could come")
	}
}
