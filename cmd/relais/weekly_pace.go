package main

import (
	"time"

	"relais/locales"
	"relais/parcours"
)

// requestParts is how many SMS parts a weekly request takes in a language, with usual
// names; one where it cannot be told.
func requestParts(words *locales.Catalogue, zone *time.Location) func(parcours.Language) int {
	return func(language parcours.Language) int {
		sample := locales.Sample{Template: "weekly.request.planned", Language: language, Channel: parcours.ChannelSMS, TwoWay: true, Zone: zone}
		m, err := words.Render(sample.Request())
		if err != nil {
			return 1
		}
		return max(1, m.Parts)
	}
}
