package locales

import (
	"strconv"

	"relais/parcours"
)

// jobValues adds what a text may print of a job, empty for what is not known.
func (s *spoken) jobValues(c calendar, j *parcours.JobFacts, values map[string]string) (err error) {
	if j == nil {
		return nil
	}
	if !j.StartsOn.IsZero() {
		if values["JobStart"], err = c.day(j.StartsOn.At(12, 0, c.zone)); err != nil {
			return err
		}
	}
	if j.Kind != parcours.JobKindUnsaid {
		if values["JobKind"], err = s.text("label.job_kind."+string(j.Kind), nil); err != nil {
			return err
		}
	}
	if j.WeeklyMinutes > 0 {
		values["JobHours"] = strconv.Itoa(j.WeeklyMinutes/60) + " h"
		if minutes := j.WeeklyMinutes % 60; minutes > 0 {
			values["JobHours"] += " " + strconv.Itoa(minutes)
		}
	}
	return nil
}
