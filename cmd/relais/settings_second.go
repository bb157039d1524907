package main

import (
	"cmp"
	"strings"

	"relais/notifier/twilio"
)

// secondTwilioSettings configure what takes over while the first SMS sender cannot
// send: another sender of the same account, or of another one. What is left out is
// the first one's.
type secondTwilioSettings struct {
	SecondAccountSID          string  `name:"twilio-second-account-sid" env:"RELAIS_TWILIO_SECOND_ACCOUNT_SID" placeholder:"AC…" help:"Account of the second SMS sender. Default: the first one's."`
	SecondAuthToken           string  `name:"twilio-second-auth-token" env:"RELAIS_TWILIO_SECOND_AUTH_TOKEN" placeholder:"TOKEN" help:"Its primary token. Default: the first one's."`
	SecondAuthTokenPrevious   string  `name:"twilio-second-auth-token-previous" env:"RELAIS_TWILIO_SECOND_AUTH_TOKEN_PREVIOUS" placeholder:"TOKEN" help:"Its former token, still accepted on webhooks."`
	SecondFrom                string  `name:"twilio-second-from" env:"RELAIS_TWILIO_SECOND_FROM" placeholder:"SENDER" help:"Second SMS sender: it takes over while the first one is stopped. Default: none."`
	SecondMessagingServiceSID string  `name:"twilio-second-messaging-service-sid" env:"RELAIS_TWILIO_SECOND_MESSAGING_SERVICE_SID" placeholder:"MG…" help:"Messaging Service, instead of a second sender."`
	SecondAPIURL              string  `name:"twilio-second-api-url" env:"RELAIS_TWILIO_SECOND_API_URL" placeholder:"URL" help:"Where its API answers. Default: as the first one's."`
	SecondTwoWay              string  `name:"twilio-second-two-way" env:"RELAIS_TWILIO_SECOND_TWO_WAY" default:"auto" help:"Can people answer the second sender: true, false, or auto."`
	SecondPartsPerSecond      float64 `name:"twilio-second-parts-per-second" env:"RELAIS_TWILIO_SECOND_PARTS_PER_SECOND" default:"-1" help:"SMS parts that leave it each second; 0 for no limit. Default: 1, or no limit when the API is on this machine."`
}

func (s secondTwilioSettings) configured() bool {
	return s.SecondFrom != "" || s.SecondMessagingServiceSID != "" || s.SecondAccountSID != ""
}

// complete returns the settings of the second sender, with the first one's where
// they were left out.
func (s secondTwilioSettings) complete(first twilioSettings) twilioSettings {
	t := twilioSettings{
		AccountSID: s.SecondAccountSID, AuthToken: s.SecondAuthToken, AuthTokenPrevious: s.SecondAuthTokenPrevious, From: s.SecondFrom,
		MessagingServiceSID: s.SecondMessagingServiceSID, APIURL: cmp.Or(s.SecondAPIURL, first.APIURL), TwoWay: s.SecondTwoWay,
		PartsPerSecond: s.SecondPartsPerSecond,
	}
	if t.AccountSID == "" || t.AccountSID == first.AccountSID {
		t.AccountSID, t.AuthToken = first.AccountSID, cmp.Or(t.AuthToken, first.AuthToken)
		t.AuthTokenPrevious = cmp.Or(t.AuthTokenPrevious, first.AuthTokenPrevious)
	}
	return t
}

// checkSecond reports what is wrong with the second sender under its own names.
func (s secondTwilioSettings) checkSecond(p *problems, first twilioSettings) {
	if !s.configured() {
		return
	}
	if !first.configured() {
		p.add("RELAIS_TWILIO_SECOND_FROM: there is no first sender to take over from; set RELAIS_TWILIO_ACCOUNT_SID, RELAIS_TWILIO_AUTH_TOKEN and RELAIS_TWILIO_FROM")
		return
	}
	second := s.complete(first)
	var own problems
	second.check(&own)
	for _, problem := range own {
		*p = append(*p, strings.ReplaceAll(problem, "RELAIS_TWILIO_", "RELAIS_TWILIO_SECOND_"))
	}
	if second.AccountSID == first.AccountSID && second.From == first.From && second.MessagingServiceSID == first.MessagingServiceSID {
		p.add("RELAIS_TWILIO_SECOND_FROM: it is the first sender; name another one, or another account")
	}
}

// smsSender makes one SMS sender of this node. name tells the second one apart from
// the first, whose sender may bear the same letters in another account.
func (s nodeSettings) smsSender(n *node, t twilioSettings, name string) (*twilio.Sender, error) {
	return twilio.New(twilio.Config{
		AccountSID: t.AccountSID, AuthToken: t.AuthToken, PreviousAuthToken: t.AuthTokenPrevious, From: t.From,
		MessagingServiceSID: t.MessagingServiceSID, APIURL: t.APIURL, PublicURL: s.publicURL(), TwoWay: t.twoWay(), Name: name,
		PartsPerSecond: t.partsPerSecond(), SendTimeout: s.SendTimeout, Now: n.now, Process: n.process, Transport: n.fail.transport(n.transport, s.SendTimeout),
	})
}
