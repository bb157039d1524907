package web

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Desks are what waits for one professional.
type Desks interface {
	Desk(ctx context.Context, now time.Time, actor parcours.Actor) (parcours.Desk, error)
	// Mark tells, for little, whether the actor's desk has changed.
	Mark(ctx context.Context, now time.Time, actor parcours.Actor) (parcours.Mark, error)
	// PersonMark is the same for one person's page.
	PersonMark(ctx context.Context, actor parcours.Actor, personID string) (parcours.Mark, error)
	// SeeQuestion notes that whoever must answer has opened the question.
	SeeQuestion(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

const accessDesk = "read_desk"

// deskPage is the home of whoever follows people: who wrote, and the day's work.
type deskPage struct {
	page
	Desk deskRegion
	// Stream tells of changes, RefreshAddress is where the region is asked again.
	Stream, RefreshAddress string
	RefreshSeconds         int
}

// deskRegion is the part of the page that moves.
type deskRegion struct {
	page
	Queue questionQueue
	Day   deskDay
	// Counts lead to the groups that hold something.
	Counts []deskCount
}

// deskCount is how much one group holds.
type deskCount struct {
	ID, Title string
	N         int
	Bad       bool
}

// deskDay is the work that nobody wrote about.
type deskDay struct {
	page
	Missing, Today, Ahead []deskAppointment
	Hindered, Weeks       []deskWeek
	Jobs                  []deskJob
	Arrivals              []deskArrival
}

// Empty: nothing of it waits.
func (d deskDay) Empty() bool {
	return len(d.Missing)+len(d.Today)+len(d.Ahead)+len(d.Hindered)+len(d.Weeks)+len(d.Jobs)+len(d.Arrivals) == 0
}

// deskLine is what every line of the day says: about whom.
type deskLine struct {
	page
	parcours.DeskPerson
	// For is the absent colleague whose person it is, empty for one's own.
	For string
}

// Who is the head of the line.
func (l deskLine) Who() deskLine { return l }

type deskAppointment struct {
	deskLine
	Of parcours.DeskAppointment
	// Moves are the outcomes that it may be given in one click.
	Moves []parcours.Outcome
}

type deskWeek struct {
	deskLine
	Of parcours.DeskWeek
}

// Hours are those declared.
func (w deskWeek) Hours() string { return w.hours(w.Of.Minutes) }

type deskJob struct {
	deskLine
	Job parcours.Job
}

// Hours are those of a week, empty when nobody said.
func (j deskJob) Hours() string { return jobRow{Job: j.Job}.Hours() }

type deskArrival struct {
	deskLine
	Of parcours.DeskArrival
}

// hours writes minutes as hours, to the hundredth: 7, 7,5 or 6,67.
func (p page) hours(minutes int) string {
	text := strconv.FormatFloat(math.Round(float64(minutes)/0.6)/100, 'f', -1, 64)
	if p.Lang == parcours.French {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return text
}

func (s *Server) showDesk(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := s.page(v, "desk.title", "desk")
	desk, err := s.store.Desk(r.Context(), v.now, v.actor)
	if err != nil {
		return fmt.Errorf("read desk: %w", err)
	}
	switch q := r.URL.Query(); q.Get("part") {
	case "queue":
		queue := queueOf(p, v, desk)
		queue.mark(q.Get("current"))
		return s.renderPart(w, "desk", "question_queue", queue)
	case "file":
		return s.renderPart(w, "desk", "desk_region", regionOf(p, v, desk))
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessDesk, v.actor.ProfessionalID); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	stream, err := s.deskStream(r.Context(), v)
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "desk", deskPage{
		page: p, Desk: regionOf(p, v, desk), Stream: stream, RefreshAddress: "/file?part=file", RefreshSeconds: refreshSeconds,
	})
}

// oldQuestions leads from the former address of the desk to it.
func (s *Server) oldQuestions(w http.ResponseWriter, r *http.Request, _ *visit) error {
	http.Redirect(w, r, "/file", http.StatusMovedPermanently)
	return nil
}

func regionOf(p page, v *visit, desk parcours.Desk) deskRegion {
	region := deskRegion{page: p, Queue: queueOf(p, v, desk), Day: dayOf(p, desk)}
	for _, g := range region.Queue.Groups {
		region.Counts = append(region.Counts, deskCount{"g-" + g.ID, g.Title, len(g.Lines) + len(g.Asked), g.ID == "urgent"})
	}
	d := region.Day
	for _, c := range []deskCount{
		{"g-missing", "desk.missing", len(d.Missing), false},
		{"g-today", "desk.today", len(d.Today), false},
		{"g-ahead", "desk.ahead", len(d.Ahead), false},
		{"g-hindered", "desk.hindered", len(d.Hindered), false},
		{"g-jobs", "desk.jobs", len(d.Jobs), false},
		{"g-weeks", "desk.weeks", len(d.Weeks), false},
		{"g-arrivals", "desk.arrivals", len(d.Arrivals), false},
	} {
		if c.N > 0 {
			region.Counts = append(region.Counts, c)
		}
	}
	return region
}

// covered are the names of the absent colleagues whom the reader stands in for.
func covered(desk parcours.Desk) map[string]string {
	names := map[string]string{}
	for _, c := range desk.Covers {
		names[c.ID] = c.Name()
	}
	return names
}

// queueOf sorts who wrote: urgent, unread, waiting for the reader, whom the reader's
// words did not reach, of nobody, of others, and last those whose turn it is.
func queueOf(p page, v *visit, desk parcours.Desk) questionQueue {
	away := covered(desk)
	groups := []questionGroup{}
	at := map[string]int{}
	for _, id := range []string{"urgent", "unread", "mine", "unarrived", "nobodys", "others", "told"} {
		at[id] = len(groups)
		groups = append(groups, questionGroup{page: p, ID: id, Title: "desk." + id, Folded: id == "told" || id == "others"})
	}
	add := func(id string, e parcours.Escalation) {
		line := question{page: p, Escalation: e, Excerpt: lastReceived(e), Overdue: overdue(e, v.now), New: e.State == parcours.EscalationOpen && e.Unread()}
		if line.For = away[e.ProfessionalID]; line.For == "" && e.ReferentID != v.actor.ProfessionalID {
			line.For = away[e.ReferentID]
		}
		if id == "told" || id == "unarrived" {
			line.Excerpt = lastSaid(e)
		}
		groups[at[id]].Lines = append(groups[at[id]].Lines, line)
	}
	open := slices.Clone(desk.Questions)
	slices.SortStableFunc(open, byUrgency)
	for _, e := range open {
		switch mine := e.ProfessionalID == v.actor.ProfessionalID || away[e.ProfessionalID] != "" || e.ReferentID == v.actor.ProfessionalID; {
		case e.Urgent:
			add("urgent", e)
		case e.ProfessionalID == "":
			add("nobodys", e)
		case !mine || v.actor.ProfessionalID == "":
			add("others", e)
		case e.Unread():
			add("unread", e)
		default:
			add("mine", e)
		}
	}
	for _, e := range desk.Told {
		if e.Unarrived() {
			add("unarrived", e)
		} else {
			add("told", e)
		}
	}
	for _, a := range desk.Asked {
		groups[at["told"]].Asked = append(groups[at["told"]].Asked, askedLine{page: p, DeskAsked: a, For: away[a.ReferentID]})
	}
	return questionQueue{page: p, Groups: slices.DeleteFunc(groups, func(g questionGroup) bool { return len(g.Lines)+len(g.Asked) == 0 })}
}

func dayOf(p page, desk parcours.Desk) deskDay {
	away := covered(desk)
	line := func(of parcours.DeskPerson) deskLine { return deskLine{p, of, away[of.ReferentID]} }
	day := deskDay{page: p}
	for _, a := range desk.Appointments {
		shown := deskAppointment{deskLine: line(a.DeskPerson), Of: a}
		switch past := !p.now.Before(a.StartsAt); {
		case past && a.Outcome == parcours.OutcomeUnknown:
			shown.Moves = []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeNoShow}
			day.Missing = append(day.Missing, shown)
		case parcours.DateOf(a.StartsAt, p.zone) == p.Today():
			day.Today = append(day.Today, shown)
		case !past && a.Outcome == parcours.OutcomeUnknown:
			day.Ahead = append(day.Ahead, shown)
		}
	}
	for _, w := range desk.Hindered {
		day.Hindered = append(day.Hindered, deskWeek{line(w.DeskPerson), w})
	}
	for _, w := range desk.Weeks {
		day.Weeks = append(day.Weeks, deskWeek{line(w.DeskPerson), w})
	}
	for _, j := range desk.Jobs {
		day.Jobs = append(day.Jobs, deskJob{line(j.DeskPerson), j.Job})
	}
	for _, a := range desk.Arrivals {
		day.Arrivals = append(day.Arrivals, deskArrival{line(a.DeskPerson), a})
	}
	return day
}

// lastSaid is what a professional wrote last.
func lastSaid(e parcours.Escalation) string {
	for _, m := range slices.Backward(e.Messages) {
		if m.From == "professional" {
			return m.Text
		}
	}
	return ""
}

// showKeys lists the keys of the console.
func (s *Server) showKeys(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := keysPage{s.page(v, "keys.title", "")}
	if r.URL.Query().Get("part") == "keys" {
		return s.renderPart(w, "keys", "keys", p)
	}
	return s.render(w, http.StatusOK, "keys", p)
}

// keysPage says what each key does.
type keysPage struct{ page }

// Keys are the keys and the words of what they do.
func (p keysPage) Keys() []detail {
	var keys []detail
	for _, k := range []struct{ key, does string }{
		{"J", "next"}, {"K", "previous"}, {"R", "reply"}, {"M", "message"}, {"N", "note"}, {"U", "undo"}, {"F", "file"}, {"/", "search"}, {p.T("keys.name_send"), "send"}, {p.T("keys.name_leave"), "leave"}, {"?", "help"},
	} {
		keys = append(keys, detail{k.key, p.T("keys." + k.does)})
	}
	return keys
}
