package web

import (
	"context"
	"fmt"

	"relais/parcours"
)

// planJSON is the hours that a person agreed on.
type planJSON struct {
	MinHours   int    `json:"min_hours" minimum:"0" maximum:"48"`
	MaxHours   int    `json:"max_hours" minimum:"0" maximum:"48"`
	From       string `json:"from" format:"date"`
	Until      string `json:"until,omitempty" format:"date" doc:"Last day; absent while there is none."`
	AsksInWork bool   `json:"asks_in_work,omitempty" doc:"Go on asking somebody who started a job."`
}

// planBody is a plan that is to be in force; its hours are a plan's.
type planBody planJSON

type planList struct {
	Items []planJSON `json:"items"`
}

func (s *Server) apiPlans(ctx context.Context, v *visit, in *PersonPath) (*answer[planList], error) {
	plans, err := s.store.Plans(ctx, v.actor, in.ID)
	if err != nil {
		return nil, fmt.Errorf("read plans of %s: %w", in.ID, err)
	}
	list := planList{Items: []planJSON{}}
	for _, p := range plans {
		list.Items = append(list.Items, planJSON{p.MinHours, p.MaxHours, p.From.String(), p.Until.String(), p.AsksInWork})
	}
	return &answer[planList]{list}, s.noted(ctx, v, accessPerson, in.ID)
}

type setPlanInput struct {
	Once
	PersonPath
	Body planBody
}

const aboutPlan = "It takes the place of what was agreed from the same day on; a plan that began earlier ends the day before. The same plan again changes nothing."

func (s *Server) apiSetPlan(ctx context.Context, v *visit, in *setPlanInput) (*answer[planList], error) {
	plan := parcours.WeeklyPlan{PersonID: in.ID, MinHours: in.Body.MinHours, MaxHours: in.Body.MaxHours, AsksInWork: in.Body.AsksInWork}
	var err error
	if plan.From, err = parcours.ParseDate(in.Body.From); err != nil {
		return nil, err
	}
	if plan.Until, err = parcours.ParseDate(in.Body.Until); err != nil {
		return nil, err
	}
	if err := s.store.SetWeeklyPlan(ctx, v.now, v.actor, plan); err != nil {
		return nil, fmt.Errorf("plan of %s: %w", in.ID, err)
	}
	if err := s.noted(ctx, v, accessPlan, in.ID); err != nil {
		return nil, err
	}
	return s.apiPlans(ctx, v, &in.PersonPath)
}

// jobJSON is a return to work.
type jobJSON struct {
	ID          string            `json:"id"`
	State       parcours.JobState `json:"state" enum:"declared,confirmed,refused" doc:"What a person tells is declared until somebody confirms it."`
	StartsOn    string            `json:"starts_on,omitempty" format:"date"`
	Kind        string            `json:"kind,omitempty"`
	WeeklyHours float64           `json:"weekly_hours,omitempty"`
	EndedOn     string            `json:"ended_on,omitempty" format:"date"`
	CheckIns    []checkInJSON     `json:"check_ins"`
}

// checkInJSON is one moment at which the person is asked how it goes.
type checkInJSON struct {
	Step   string                 `json:"step" example:"M+3"`
	On     string                 `json:"on" format:"date"`
	Answer parcours.CheckInAnswer `json:"answer,omitempty" doc:"fine, difficulty or ended; absent for no answer, which is no answer and nothing else."`
}

type jobList struct {
	Items []jobJSON `json:"items"`
}

func (s *Server) apiJobs(ctx context.Context, v *visit, in *PersonPath) (*answer[jobList], error) {
	file, err := s.store.Person(ctx, v.actor, in.ID)
	if err != nil {
		return nil, fmt.Errorf("read person %s: %w", in.ID, err)
	}
	list := jobList{Items: []jobJSON{}}
	for _, j := range file.Jobs {
		one := jobJSON{
			ID: j.ID, State: j.State, StartsOn: j.StartsOn.String(), Kind: string(j.Kind), WeeklyHours: float64(j.WeeklyMinutes) / 60, EndedOn: j.EndedOn.String(),
			CheckIns: []checkInJSON{},
		}
		for _, c := range j.CheckIns {
			one.CheckIns = append(one.CheckIns, checkInJSON{c.Step, c.On.String(), c.Answer})
		}
		list.Items = append(list.Items, one)
	}
	return &answer[jobList]{list}, s.noted(ctx, v, accessPerson, in.ID)
}

type jobBody struct {
	StartsOn    string  `json:"starts_on" format:"date"`
	Kind        string  `json:"kind,omitempty" enum:"cdi,cdd,interim,other_job" doc:"Absent while nobody knows."`
	WeeklyHours float64 `json:"weekly_hours,omitempty" minimum:"0" maximum:"60"`
}

type startJobInput struct {
	Once
	PersonPath
	Body jobBody
}

type jobInput struct {
	Once
	PersonPath
	Job  string `path:"job" doc:"Id of a job."`
	Body jobBody
}

type endJobInput struct {
	Once
	PersonPath
	Job  string `path:"job" doc:"Id of a job."`
	Body struct {
		On string `json:"on" format:"date" doc:"Today at the latest."`
	}
}

const aboutJob = "It counts at once, as if a professional had confirmed it, and the person is asked how it goes after 7 days and 1, 3 and 6 months. " +
	"A job that the person declared and nobody confirmed is completed rather than doubled."

func (s *Server) apiStartJob(ctx context.Context, v *visit, in *startJobInput) (*answer[jobList], error) {
	return s.apiRecordJob(ctx, v, in.PersonPath, "", in.Body)
}

func (s *Server) apiConfirmJob(ctx context.Context, v *visit, in *jobInput) (*answer[jobList], error) {
	return s.apiRecordJob(ctx, v, in.PersonPath, in.Job, in.Body)
}

func (s *Server) apiRecordJob(ctx context.Context, v *visit, who PersonPath, jobID string, b jobBody) (*answer[jobList], error) {
	j := parcours.Job{ID: jobID, PersonID: who.ID, Kind: parcours.JobKind(b.Kind), WeeklyMinutes: int(b.WeeklyHours * 60)}
	var err error
	if j.StartsOn, err = parcours.ParseDate(b.StartsOn); err != nil {
		return nil, err
	}
	if err := s.store.RecordJob(ctx, v.now, v.actor, j); err != nil {
		return nil, fmt.Errorf("job of person %s: %w", who.ID, err)
	}
	return s.jobsAfter(ctx, v, who)
}

func (s *Server) apiEndJob(ctx context.Context, v *visit, in *endJobInput) (*answer[jobList], error) {
	on, err := parcours.ParseDate(in.Body.On)
	if err != nil {
		return nil, err
	}
	if err := s.store.EndJob(ctx, v.now, v.actor, in.ID, in.Job, on); err != nil {
		return nil, fmt.Errorf("job of person %s: %w", in.ID, err)
	}
	return s.jobsAfter(ctx, v, in.PersonPath)
}

func (s *Server) jobsAfter(ctx context.Context, v *visit, who PersonPath) (*answer[jobList], error) {
	if err := s.noted(ctx, v, accessJob, who.ID); err != nil {
		return nil, err
	}
	return s.apiJobs(ctx, v, &who)
}
