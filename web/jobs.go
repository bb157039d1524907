package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"relais/parcours"
)

// Jobs are returns to work: what people tell, and what professionals make of it.
type Jobs interface {
	// RecordJob confirms a job: one that was declared, one that is corrected, or,
	// without ID, one that the actor heard of otherwise.
	RecordJob(ctx context.Context, now time.Time, actor parcours.Actor, j parcours.Job) error
	// RefuseJob takes back what was declared or confirmed by mistake.
	RefuseJob(ctx context.Context, now time.Time, actor parcours.Actor, personID, jobID string) error
	// EndJob notes the day on which a job ended.
	EndJob(ctx context.Context, now time.Time, actor parcours.Actor, personID, jobID string, on parcours.Date) error
}

const accessJob = "record_job"

var jobKinds = []parcours.JobKind{parcours.JobKindUnsaid, parcours.JobCDI, parcours.JobCDD, parcours.JobInterim, parcours.JobOther}

// jobRow is a job with the forms that fit its state.
type jobRow struct {
	page
	parcours.Job
	Kinds []parcours.JobKind
}

// Declared: it waits for a professional's word.
func (r jobRow) Declared() bool { return r.State == parcours.JobDeclared }

// Over: it was refused, or ended.
func (r jobRow) Over() bool { return !r.Lasts() }

// Hours are those of a week, empty when nobody said.
func (r jobRow) Hours() string {
	if r.WeeklyMinutes == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(r.WeeklyMinutes)/60, 'f', -1, 64)
}

func jobRows(p page, file parcours.File) []jobRow {
	var rows []jobRow
	for _, j := range file.Jobs {
		rows = append(rows, jobRow{page: p, Job: j, Kinds: jobKinds})
	}
	return rows
}

// recordJob confirms or corrects a job, or records a new one, from a form.
func (s *Server) recordJob(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.onJob(w, r, v, func(personID, jobID string) error {
		j := parcours.Job{ID: jobID, PersonID: personID, Kind: parcours.JobKind(r.PostFormValue("kind"))}
		if !slices.Contains(jobKinds, j.Kind) {
			return fmt.Errorf("%w: choose a contract", parcours.ErrInvalid)
		}
		var err error
		if j.StartsOn, err = parcours.ParseDate(r.PostFormValue("on")); err != nil {
			return err
		}
		if hours := r.PostFormValue("hours"); hours != "" {
			n, err := strconv.ParseFloat(hours, 64)
			if err != nil || n < 0 || n > 60 {
				return fmt.Errorf("%w: hours of a week are between 0 and 60", parcours.ErrInvalid)
			}
			j.WeeklyMinutes = int(n * 60)
		}
		return s.store.RecordJob(r.Context(), v.now, v.actor, j)
	})
}

func (s *Server) refuseJob(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.onJob(w, r, v, func(personID, jobID string) error {
		return s.store.RefuseJob(r.Context(), v.now, v.actor, personID, jobID)
	})
}

func (s *Server) endJob(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.onJob(w, r, v, func(personID, jobID string) error {
		on, err := parcours.ParseDate(r.PostFormValue("on"))
		if err != nil {
			return err
		}
		return s.store.EndJob(r.Context(), v.now, v.actor, personID, jobID, on)
	})
}

func (s *Server) onJob(w http.ResponseWriter, r *http.Request, v *visit, do func(personID, jobID string) error) error {
	id := r.PathValue("id")
	if err := do(id, r.PathValue("job")); err != nil {
		return fmt.Errorf("job of person %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessJob, id); err != nil {
		return fmt.Errorf("keep the job's author: %w", err)
	}
	to := "/personnes/" + id + "#emploi"
	if from := r.PostFormValue("suite"); from != "" {
		to = localPath(from)
	}
	return s.done(w, r, "flash.fact", to)
}
