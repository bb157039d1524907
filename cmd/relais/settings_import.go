package main

import (
	"log/slog"
	"time"

	"relais/intake"
)

// importSettings bound the files that are given to the console.
type importSettings struct {
	ImportMaxMB      int64 `name:"import-max-mb" env:"RELAIS_IMPORT_MAX_MB" default:"16" help:"Largest file that the console takes, in MB; the command line takes more."`
	ImportMaxRows    int   `env:"RELAIS_IMPORT_MAX_ROWS" default:"20000" help:"Rows that a file given to the console may have; the command line takes more."`
	ImportFileDays   int   `env:"RELAIS_IMPORT_FILE_DAYS" default:"7" help:"Days after which a file that nobody decided about is erased."`
	ImportReportDays int   `env:"RELAIS_IMPORT_REPORT_DAYS" default:"30" help:"Days for which the account of each row of an import is kept; the report itself stays."`
}

// check gathers what is wrong with the settings.
func (s importSettings) check(p *problems) {
	if s.ImportMaxMB < 1 || s.ImportMaxMB > 32 {
		p.add("RELAIS_IMPORT_MAX_MB: %d is not from 1 to 32", s.ImportMaxMB)
	}
	if s.ImportMaxRows < 1 || s.ImportMaxRows > intake.DefaultMaxRows {
		p.add("RELAIS_IMPORT_MAX_ROWS: %d is not from 1 to %d", s.ImportMaxRows, intake.DefaultMaxRows)
	}
	if s.ImportFileDays < 1 || s.ImportFileDays > 90 {
		p.add("RELAIS_IMPORT_FILE_DAYS: %d is not a number of days from 1 to 90", s.ImportFileDays)
	}
	if s.ImportReportDays < 1 || s.ImportReportDays > 365 {
		p.add("RELAIS_IMPORT_REPORT_DAYS: %d is not a number of days from 1 to 365", s.ImportReportDays)
	}
}

// desk is where the console gives its files.
func (s importSettings) desk(in *intake.Intake, files intake.Files, log *slog.Logger) *intake.Desk {
	d := intake.NewDesk(in, files)
	d.MaxBytes, d.MaxRows, d.Log = s.ImportMaxMB<<20, s.ImportMaxRows, log
	d.KeepFile, d.KeepRows = time.Duration(s.ImportFileDays)*24*time.Hour, time.Duration(s.ImportReportDays)*24*time.Hour
	return d
}
