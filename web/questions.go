package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"relais/parcours"
)

// Questions are what people asked and a human must answer.
type Questions interface {
	// Escalations lists those the actor may see, in a state. A coordinator sees
	// all, those of nobody included.
	Escalations(ctx context.Context, actor parcours.Actor, state parcours.EscalationState) ([]parcours.Escalation, error)
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

// questionsPage is the inbox: what waits on the left, one thread on the right.
type questionsPage struct {
	page
	Queue questionQueue
	// Thread is the question that is open on the page; none when the inbox is empty.
	Thread *thread
	// Alone: the address names the thread, so a narrow screen shows only it.
	Alone bool
	// RefreshAddress is where the queue is asked again, every RefreshSeconds.
	RefreshAddress string
	RefreshSeconds int
}

// questionQueue is what waits, in the order to work it.
type questionQueue struct {
	page
	// Groups are the reader's own questions, those of nobody, and other people's.
	Groups []questionGroup
}

// questionGroup is a part of the queue under its title.
type questionGroup struct {
	page
	Title string
	Lines []question
}

// question is one line of the queue.
type question struct {
	page
	parcours.Escalation
	// Excerpt is the last words received.
	Excerpt string
	Overdue bool
	Current bool
}

// thread is one question, its messages and what is needed to answer it.
type thread struct {
	page
	parcours.Escalation
	Overdue bool
	// File is the person's, when the sender is known.
	File *parcours.File
	// Next is the person's next appointment, zero when there is none.
	Next parcours.Appointment
	// Answerable: the sender can be written to.
	Answerable bool
	// By is how the answer goes, Automatic whether it leaves by itself: after a STOP
	// it is told by phone or by post.
	By        parcours.Channel
	Automatic bool
	// Draft and Problem bring a refused answer back.
	Draft   string
	Problem string
	MaxLen  int
}

func (s *Server) showQuestions(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.questions(w, r, v, r.PathValue("id"), "", "")
}

func (s *Server) questions(w http.ResponseWriter, r *http.Request, v *visit, id, draft, trouble string) error {
	p := s.page(v, "questions.title", "questions")
	queue, err := s.queue(r.Context(), v, p)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("part") == "queue" {
		queue.mark(r.URL.Query().Get("current"))
		return s.renderPart(w, "questions", "question_queue", queue)
	}
	q := questionsPage{page: p, Queue: queue, Alone: id != "", RefreshSeconds: refreshSeconds}
	if id == "" {
		id = queue.first()
	}
	q.RefreshAddress = address("/questions", url.Values{"part": {"queue"}, "current": {id}})
	if id != "" {
		if q.Thread, err = s.thread(r.Context(), v, p, id); err != nil {
			return err
		}
		q.Thread.Draft, q.Thread.Problem = draft, trouble
		q.Queue.mark(id)
	}
	status := http.StatusOK
	if trouble != "" {
		status = http.StatusUnprocessableEntity
	}
	return s.render(w, status, "questions", q)
}

func (s *Server) queue(ctx context.Context, v *visit, p page) (questionQueue, error) {
	open, err := s.store.Escalations(ctx, v.actor, parcours.EscalationOpen)
	if err != nil {
		return questionQueue{}, fmt.Errorf("read questions: %w", err)
	}
	slices.SortStableFunc(open, byUrgency)
	mine := questionGroup{page: p, Title: "questions.mine"}
	nobodys := questionGroup{page: p, Title: "questions.nobodys"}
	others := questionGroup{page: p, Title: "questions.others"}
	for _, e := range open {
		line := question{page: p, Escalation: e, Excerpt: lastReceived(e), Overdue: overdue(e, v.now)}
		switch {
		case e.ProfessionalID == "":
			nobodys.Lines = append(nobodys.Lines, line)
		case e.ProfessionalID == v.actor.ProfessionalID:
			mine.Lines = append(mine.Lines, line)
		default:
			others.Lines = append(others.Lines, line)
		}
	}
	queue := questionQueue{page: p}
	for _, group := range []questionGroup{mine, nobodys, others} {
		if len(group.Lines) > 0 {
			queue.Groups = append(queue.Groups, group)
		}
	}
	return queue, nil
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

// first is the question to work first: an urgent one of anybody's, then one's own.
func (q questionQueue) first() string {
	first := ""
	for _, group := range q.Groups {
		for _, line := range group.Lines {
			if line.Urgent {
				return line.ID
			}
			first = cmp.Or(first, line.ID)
		}
	}
	return first
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
	t := &thread{page: p, Escalation: e, Overdue: overdue(e, v.now), Answerable: e.Channel.Automatic(), By: e.Channel, Automatic: e.Channel.Automatic(), MaxLen: answerRunes}
	if e.PersonID == "" {
		return t, nil
	}
	file, err := s.store.Person(ctx, v.actor, e.PersonID)
	if errors.Is(err, parcours.ErrNotFound) {
		return t, nil // a stand-in answers the question without opening the file
	}
	if err != nil {
		return nil, fmt.Errorf("read person %s: %w", e.PersonID, err)
	}
	t.File = &file
	t.By, t.Automatic = s.answersBy(e, file)
	for _, a := range file.Appointments {
		if a.Standing(v.now) && (t.Next.ID == "" || a.StartsAt.Before(t.Next.StartsAt)) {
			t.Next = a
		}
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessQuestion, e.ID); err != nil {
		return nil, fmt.Errorf("keep the reading: %w", err)
	}
	return t, nil
}

// answersBy returns how an answer reaches the person: the way they wrote, unless it
// is closed, and whether it leaves by itself.
func (s *Server) answersBy(e parcours.Escalation, file parcours.File) (by parcours.Channel, automatic bool) {
	_, by, _ = s.rules.Route(e.Channel, file.Contacts, nil, file.Person.Address == "")
	return by, by.Automatic()
}

func (s *Server) answerQuestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	text := strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n"))
	switch {
	case text == "":
		return s.questions(w, r, v, id, text, "questions.empty_answer")
	case utf8.RuneCountInString(text) > answerRunes:
		return s.questions(w, r, v, id, text, "questions.long_answer")
	}
	// a button pressed twice, or a colleague who was faster: the person gets one answer
	e, err := s.store.Escalation(r.Context(), v.actor, id)
	if err == nil && e.State != parcours.EscalationOpen {
		err = parcours.ErrConflict
	}
	if err == nil {
		err = s.store.AnswerEscalation(r.Context(), v.now, v.actor, id, text)
	}
	if errors.Is(err, parcours.ErrConflict) {
		return s.questions(w, r, v, id, text, "questions.settled_meanwhile")
	}
	if err != nil {
		return fmt.Errorf("answer question %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessAnswer, id); err != nil {
		return fmt.Errorf("keep the answer's author: %w", err)
	}
	if file, err := s.store.Person(r.Context(), v.actor, e.PersonID); e.PersonID != "" && err == nil {
		if _, automatic := s.answersBy(e, file); !automatic {
			return s.done(w, r, "flash.answer_listed", "/personnes/"+e.PersonID)
		}
	}
	return s.done(w, r, "flash.answered", "/questions")
}

func (s *Server) closeQuestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	if err := s.store.CloseEscalation(r.Context(), v.now, v.actor, id); err != nil {
		return fmt.Errorf("close question %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessClose, id); err != nil {
		return fmt.Errorf("keep the closing's author: %w", err)
	}
	return s.done(w, r, "flash.closed", "/questions")
}
