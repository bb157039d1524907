package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"relais/parcours"
)

// Questions are what people asked and a human must answer.
type Questions interface {
	// Escalation answers parcours.ErrNotFound when the actor may not see it.
	Escalation(ctx context.Context, actor parcours.Actor, id string) (parcours.Escalation, error)
	// AnswerEscalation sends text to the person, the way they wrote.
	AnswerEscalation(ctx context.Context, now time.Time, actor parcours.Actor, id, text string) error
	// CloseEscalation settles it without an answer. parcours.ErrConflict: it was
	// answered or closed meanwhile.
	CloseEscalation(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

// answerRunes bounds an answer: ten SMS parts in the worst encoding.
const answerRunes = 670

// questionsPage is one question beside the others that wait.
type questionsPage struct {
	page
	Queue  questionQueue
	Thread *thread
	// Stream tells of changes; RefreshAddress is where the queue is asked again, every
	// RefreshSeconds.
	Stream, RefreshAddress string
	RefreshSeconds         int
}

// questionQueue is who wrote, in the order to work it.
type questionQueue struct {
	page
	Groups []questionGroup
}

// questionGroup is a part of the queue under its title.
type questionGroup struct {
	page
	ID, Title string
	// Folded: the reader opens it.
	Folded bool
	Lines  []question
	// Asked is what Relais asked and nobody answered, after the lines.
	Asked []askedLine
}

// Size is how many lines the group has.
func (g questionGroup) Size() int { return len(g.Lines) + len(g.Asked) }

// question is one line of the queue.
type question struct {
	page
	parcours.Escalation
	// Excerpt is the last words received, or said.
	Excerpt string
	Overdue bool
	// New: nobody in charge has read it.
	New     bool
	Current bool
	// For is the absent colleague whose person it is.
	For string
}

// askedLine is one question of Relais.
type askedLine struct {
	page
	parcours.DeskAsked
	For string
}

// thread is one question, its messages and what is needed to answer it.
type thread struct {
	page
	parcours.Escalation
	Overdue bool
	// Before are the messages exchanged with the person of late, the oldest first.
	Before []parcours.EscalationMessage
	// File is the person's, when the sender is known.
	File *parcours.File
	// Next is the person's next appointment, zero when there is none.
	Next parcours.Appointment
	// Reply is the box to answer in; nil when the sender cannot be written to.
	Reply *compose
	// Draft and Problem bring an answer back that came too late.
	Draft, Problem string
}

func (s *Server) showQuestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.question(w, r, v, questionExtra{})
}

// questionExtra is what an action that did not go through brings back to the page.
type questionExtra struct {
	draft, problem string
	count          *counted
}

func (s *Server) question(w http.ResponseWriter, r *http.Request, v *visit, extra questionExtra) error {
	id := r.PathValue("id")
	p := s.page(v, "questions.title", "desk")
	thread, err := s.thread(r.Context(), v, p, id)
	if err != nil {
		return err
	}
	if r.Method == http.MethodGet {
		if err := s.store.SeeQuestion(r.Context(), v.now, v.actor, id); err != nil {
			return fmt.Errorf("see question %s: %w", id, err)
		}
	}
	desk, err := s.store.Desk(r.Context(), v.now, v.actor)
	if err != nil {
		return fmt.Errorf("read desk: %w", err)
	}
	q := questionsPage{
		page: p, Queue: queueOf(p, v, desk), Thread: thread, RefreshSeconds: refreshSeconds,
		RefreshAddress: address("/file", url.Values{"part": {"queue"}, "current": {id}}),
	}
	if q.Stream, err = s.deskStream(r.Context(), v); err != nil {
		return err
	}
	q.Queue.mark(id)
	thread.Draft, thread.Problem = extra.draft, extra.problem
	if thread.Reply != nil {
		thread.Reply.Draft, thread.Reply.Problem, thread.Reply.Count = extra.draft, extra.problem, extra.count
	}
	status := http.StatusOK
	if extra.problem != "" {
		status = http.StatusUnprocessableEntity
	}
	return s.render(w, status, "questions", q)
}

// byUrgency puts distress first, then what is due soonest.
func byUrgency(a, b parcours.Escalation) int {
	if a.Urgent != b.Urgent {
		if a.Urgent {
			return -1
		}
		return 1
	}
	return cmp.Or(a.DueAt.Compare(b.DueAt), a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.ID, b.ID))
}

func overdue(e parcours.Escalation, now time.Time) bool {
	return e.State == parcours.EscalationOpen && !e.DueAt.IsZero() && now.After(e.DueAt)
}

func lastReceived(e parcours.Escalation) string {
	for _, m := range slices.Backward(e.Messages) {
		if m.From == "person" {
			return m.Text
		}
	}
	return ""
}

func (q questionQueue) mark(id string) {
	for _, group := range q.Groups {
		for i := range group.Lines {
			group.Lines[i].Current = group.Lines[i].ID == id
		}
	}
}

func (s *Server) thread(ctx context.Context, v *visit, p page, id string) (*thread, error) {
	e, err := s.store.Escalation(ctx, v.actor, id)
	if err != nil {
		return nil, fmt.Errorf("read question %s: %w", id, err)
	}
	t := &thread{page: p, Escalation: e, Overdue: overdue(e, v.now)}
	by, automatic := e.Channel, e.Channel.Automatic()
	if e.PersonID != "" {
		file, err := s.store.Person(ctx, v.actor, e.PersonID)
		switch {
		case errors.Is(err, parcours.ErrNotFound): // a stand-in answers the question without opening the file
		case err != nil:
			return nil, fmt.Errorf("read person %s: %w", e.PersonID, err)
		default:
			t.File = &file
			t.Before = before(e, file)
			by, automatic = s.answersBy(e, file)
			for _, a := range file.Appointments {
				if a.Standing(v.now) && (t.Next.ID == "" || a.StartsAt.Before(t.Next.StartsAt)) {
					t.Next = a
				}
			}
		}
	}
	if e.State == parcours.EscalationOpen && e.Channel.Automatic() {
		here := "/questions/" + e.ID
		t.Reply = &compose{
			page: p, ID: "reply", Action: here + "/reponse", Preview: here + "/apercu", Caption: "questions.reply", Button: "questions.send", Close: here + "/fermeture",
			Language: e.Language, By: by, Automatic: automatic, Later: s.later(v.now, e.Urgent), MaxLen: answerRunes,
		}
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessQuestion, e.ID); err != nil {
		return nil, fmt.Errorf("keep the reading: %w", err)
	}
	return t, nil
}

// beforeDays is how far back a thread shows what was said in others.
const beforeDays = 14

// before gathers what was said in the person's other threads shortly before this one.
func before(e parcours.Escalation, file parcours.File) []parcours.EscalationMessage {
	var said []parcours.EscalationMessage
	for _, other := range file.Escalations {
		if other.ID == e.ID || other.OpenedAt.After(e.OpenedAt) {
			continue
		}
		for _, m := range other.Messages {
			if m.At.Before(e.OpenedAt) && m.At.After(e.OpenedAt.AddDate(0, 0, -beforeDays)) {
				said = append(said, m)
			}
		}
	}
	slices.SortFunc(said, func(a, b parcours.EscalationMessage) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return said[max(0, len(said)-beforeMessages):]
}

// beforeMessages bounds them.
const beforeMessages = 8

// answersBy returns how an answer reaches the person: the way they wrote, unless it
// is closed, and whether it leaves by itself.
func (s *Server) answersBy(e parcours.Escalation, file parcours.File) (by parcours.Channel, automatic bool) {
	_, by, _ = s.rules.Route(e.Channel, file.Contacts, nil, file.Person.Address == "")
	return by, by.Automatic()
}

// previewAnswer shows an answer as the person will read it, and what it costs.
func (s *Server) previewAnswer(w http.ResponseWriter, r *http.Request, v *visit) error {
	e, err := s.store.Escalation(r.Context(), v.actor, r.PathValue("id"))
	if err != nil {
		return fmt.Errorf("read question: %w", err)
	}
	text, by, file := draft(r), e.Channel, parcours.File{Person: parcours.Person{Language: e.Language, Discreet: true}}
	if e.PersonID != "" {
		known, err := s.store.Person(r.Context(), v.actor, e.PersonID)
		switch {
		case err == nil:
			file = known
			by, _ = s.answersBy(e, file)
		case !errors.Is(err, parcours.ErrNotFound):
			return fmt.Errorf("read person %s: %w", e.PersonID, err)
		}
	}
	c, err := s.count(s.page(v, "questions.title", "desk"), "answer.relay.text", text, file, by)
	if err != nil {
		return err
	}
	if counting(r) {
		return s.renderCount(w, c)
	}
	return s.question(w, r, v, questionExtra{text, unfit(text), c})
}

func (s *Server) answerQuestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, text := r.PathValue("id"), draft(r)
	if problem := unfit(text); problem != "" {
		return s.question(w, r, v, questionExtra{draft: text, problem: problem})
	}
	e, err := s.settleAnswer(r.Context(), v, id, text)
	if errors.Is(err, parcours.ErrConflict) {
		return s.question(w, r, v, questionExtra{draft: text, problem: "questions.settled_meanwhile"})
	}
	if err != nil {
		return err
	}
	if file, err := s.store.Person(r.Context(), v.actor, e.PersonID); e.PersonID != "" && err == nil {
		if _, automatic := s.answersBy(e, file); !automatic {
			return s.done(w, r, "flash.answer_listed", "/personnes/"+e.PersonID)
		}
	}
	return s.done(w, r, "flash.answered", "/file")
}

// settleAnswer sends an answer, once: a button pressed twice, or a colleague who was
// faster, is parcours.ErrConflict.
func (s *Server) settleAnswer(ctx context.Context, v *visit, id, text string) (parcours.Escalation, error) {
	e, err := s.store.Escalation(ctx, v.actor, id)
	if err == nil && e.State != parcours.EscalationOpen {
		err = parcours.ErrConflict
	}
	if err == nil {
		err = s.store.AnswerEscalation(ctx, v.now, v.actor, id, text)
	}
	if err != nil {
		return e, fmt.Errorf("answer question %s: %w", id, err)
	}
	return e, s.noted(ctx, v, accessAnswer, id)
}

func (s *Server) closeQuestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	if err := s.store.CloseEscalation(r.Context(), v.now, v.actor, id); err != nil {
		return fmt.Errorf("close question %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessClose, id); err != nil {
		return fmt.Errorf("keep the closing's author: %w", err)
	}
	return s.done(w, r, "flash.closed", "/file")
}
