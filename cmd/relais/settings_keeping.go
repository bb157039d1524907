package main

import (
	"strings"

	"relais/parcours"
)

// keepingSettings are how long what is held about people is kept.
type keepingSettings struct {
	KeepFileMonths     int `env:"RELAIS_KEEP_FILE_MONTHS" default:"24" help:"Months, from 1 to 36, for which the file of somebody whose follow-up ended is kept after the last thing that happened in it."`
	KeepStrangerMonths int `env:"RELAIS_KEEP_STRANGER_MONTHS" default:"6" help:"Months, from 1 to 36, for which what an unknown number wrote is kept once it is settled."`
	KeepAccessMonths   int `env:"RELAIS_KEEP_ACCESS_MONTHS" default:"12" help:"Months, from 12 to 36, for which the access log is kept."`
}

// usualKeeping are the delays where the département chose none: the defaults above.
func usualKeeping() keepingSettings {
	k := parcours.DefaultKeeping()
	return keepingSettings{KeepFileMonths: k.FileMonths, KeepStrangerMonths: k.StrangerMonths, KeepAccessMonths: k.AccessMonths}
}

// keeping returns the delays, or says what is wrong with them.
func (s keepingSettings) keeping(p *problems) parcours.Keeping {
	k := parcours.Keeping{FileMonths: s.KeepFileMonths, StrangerMonths: s.KeepStrangerMonths, AccessMonths: s.KeepAccessMonths}
	if err := k.Check(); err != nil {
		p.add("RELAIS_KEEP_FILE_MONTHS, RELAIS_KEEP_STRANGER_MONTHS, RELAIS_KEEP_ACCESS_MONTHS: %s", strings.TrimPrefix(err.Error(), parcours.ErrInvalid.Error()+": "))
	}
	return k
}

// purgeSettings are the delays, and whether serve purges by itself.
type purgeSettings struct {
	keepingSettings `embed:""`

	ExportDays   int  `env:"RELAIS_EXPORT_DAYS" default:"2" help:"Days, from 1 to 14, for which an export from the console can be downloaded again by whoever made it."`
	PurgeNightly bool `env:"RELAIS_PURGE_NIGHTLY" help:"Purge every night what is older than RELAIS_KEEP_… says. Otherwise relais purge --apply does, when somebody decides."`
}

// exportDays returns for how long exports are kept, or says what is wrong with it.
func (s purgeSettings) exportDays(p *problems) int {
	if s.ExportDays < 1 || s.ExportDays > 14 {
		p.add("RELAIS_EXPORT_DAYS: from 1 to 14 days, not %d", s.ExportDays)
	}
	return s.ExportDays
}
