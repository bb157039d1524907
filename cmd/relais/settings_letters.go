package main

import (
	"strings"
	"time"

	"relais/locales"
	"relais/parcours"
)

// letterSettings are what the letters and the calls made by hand depend on.
type letterSettings struct {
	LetterBeforeDays int    `env:"RELAIS_LETTER_BEFORE_DAYS" default:"5" help:"Days before their deadline when people whom nothing has reached are written to."`
	PostDays         int    `env:"RELAIS_POST_DAYS" default:"3" help:"Working days that the post takes."`
	LetterLinkDays   int    `env:"RELAIS_LETTER_LINK_DAYS" default:"30" help:"Days for which the one-time Telegram code of a letter works."`
	CallTries        int    `env:"RELAIS_CALL_TRIES" default:"2" help:"Calls without answer after which somebody is written to."`
	LetterFrom       string `env:"RELAIS_LETTER_FROM" placeholder:"LINE|LINE…" help:"Sender's block of letters, lines between |. Default: the service's name, phone and site."`
	LetterCity       string `env:"RELAIS_LETTER_CITY" placeholder:"TOWN" help:"Town that letters are dated from. Default: that of the appointment."`
	LetterSignature  string `env:"RELAIS_LETTER_SIGNATURE" placeholder:"LINE|LINE…" help:"Who signs letters. Default: the service's name."`
}

// apply sets the rules of letters and calls.
func (s letterSettings) apply(rules *parcours.Rules, p *problems) {
	if s.LetterBeforeDays < 0 || s.LetterBeforeDays > rules.ConveneWithinDays {
		p.add("RELAIS_LETTER_BEFORE_DAYS: %d is not from 0 to the %d days of RELAIS_CONVENE_WITHIN_DAYS", s.LetterBeforeDays, rules.ConveneWithinDays)
	}
	if s.PostDays < 0 || s.PostDays > 30 {
		p.add("RELAIS_POST_DAYS: %d is not a number of days from 0 to 30", s.PostDays)
	}
	if s.LetterLinkDays < 2 || s.LetterLinkDays > 365 {
		p.add("RELAIS_LETTER_LINK_DAYS: %d is not a number of days from 2 to 365", s.LetterLinkDays)
	}
	if s.CallTries < 1 || s.CallTries > 20 {
		p.add("RELAIS_CALL_TRIES: %d is not from 1 to 20", s.CallTries)
	}
	rules.LetterBeforeDays, rules.PostDays, rules.CallTries = s.LetterBeforeDays, s.PostDays, s.CallTries
	rules.LetterLinkValidity = time.Duration(s.LetterLinkDays) * 24 * time.Hour
}

// sender is what letters take from the settings. link may be nil.
func (s letterSettings) sender(zone *time.Location, link func(string) string) locales.Sender {
	return locales.Sender{Lines: blockLines(s.LetterFrom), City: s.LetterCity, Signature: blockLines(s.LetterSignature), Zone: zone, Link: link}
}

// blockLines reads "Département|1 avenue de la Préfecture|35042 Rennes Cedex".
func blockLines(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "|") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
