package web

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

// saidJSON is one message of a thread.
type saidJSON struct {
	From     string                     `json:"from" enum:"person,professional,relais"`
	Author   string                     `json:"author,omitempty"`
	Text     string                     `json:"text"`
	At       time.Time                  `json:"at"`
	Delivery parcours.NotificationState `json:"delivery,omitempty" doc:"State of an answer's message."`
}

// questionJSON is what a person asks a human.
type questionJSON struct {
	ID             string                   `json:"id"`
	PersonID       string                   `json:"person_id,omitempty" doc:"Absent for an unknown number."`
	PersonName     string                   `json:"person_name,omitempty"`
	ProfessionalID string                   `json:"professional_id,omitempty" doc:"Who must answer; absent: the coordinators."`
	Professional   string                   `json:"professional,omitempty"`
	Kind           parcours.EscalationKind  `json:"kind"`
	Urgent         bool                     `json:"urgent"`
	State          parcours.EscalationState `json:"state" enum:"open,answered,closed"`
	Channel        parcours.Channel         `json:"channel" doc:"How the person wrote, and how the answer goes back."`
	OpenedAt       time.Time                `json:"opened_at"`
	DueAt          *time.Time               `json:"due_at,omitempty" doc:"End of the promised delay."`
	AnsweredAt     *time.Time               `json:"answered_at,omitempty"`
	Messages       []saidJSON               `json:"messages"`
}

func (s *Server) questionJSON(e parcours.Escalation) questionJSON {
	q := questionJSON{
		ID: e.ID, PersonID: e.PersonID, PersonName: e.PersonName, ProfessionalID: e.ProfessionalID, Professional: e.ProfessionalName, Kind: e.Kind,
		Urgent: e.Urgent, State: e.State, Channel: e.Channel, OpenedAt: e.OpenedAt.In(s.rules.Zone), DueAt: s.instant(e.DueAt), AnsweredAt: s.instant(e.AnsweredAt),
		Messages: []saidJSON{},
	}
	for _, m := range e.Messages {
		q.Messages = append(q.Messages, saidJSON{m.From, m.Author, m.Text, m.At.In(s.rules.Zone), m.Delivery})
	}
	return q
}

type questionsInput struct {
	Paging
	State string `query:"state" enum:"open,answered,closed" doc:"All when absent."`
}

func (s *Server) apiQuestions(ctx context.Context, v *visit, in *questionsInput) (*answer[pageOf[questionJSON]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	found, err := s.store.QuestionsAfter(ctx, v.actor, parcours.EscalationState(in.State), after, in.Limit+1)
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	list := pageOf[questionJSON]{Items: []questionJSON{}}
	if len(found) > in.Limit {
		found = found[:in.Limit]
		list.Next = cursorOf(found[in.Limit-1].ID)
	}
	for _, e := range found {
		list.Items = append(list.Items, s.questionJSON(e))
	}
	return &answer[pageOf[questionJSON]]{list}, s.noted(ctx, v, accessList, "questions")
}

// QuestionPath names a question.
type QuestionPath struct {
	ID string `path:"id" doc:"Id of a question."`
}

func (s *Server) apiQuestion(ctx context.Context, v *visit, in *QuestionPath) (*answer[questionJSON], error) {
	e, err := s.store.Escalation(ctx, v.actor, in.ID)
	if err != nil {
		return nil, fmt.Errorf("read question %s: %w", in.ID, err)
	}
	return &answer[questionJSON]{s.questionJSON(e)}, s.noted(ctx, v, accessQuestion, in.ID)
}

type answerInput struct {
	Once
	QuestionPath
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"1000" doc:"What the person reads, in their language."`
	}
}

const aboutAnswer = "The text goes back the way the question came, signed by the service. 409 when it was answered or closed meanwhile: the person gets one answer."

func (s *Server) apiAnswer(ctx context.Context, v *visit, in *answerInput) (*answer[questionJSON], error) {
	text := strings.TrimSpace(strings.ReplaceAll(in.Body.Text, "\r\n", "\n"))
	if unfit(text) != "" || !isText(text) {
		return nil, fmt.Errorf("%w: an answer has 1 to %d characters", parcours.ErrInvalid, answerRunes)
	}
	if _, err := s.settleAnswer(ctx, v, in.ID, text); err != nil {
		return nil, err
	}
	return s.apiQuestion(ctx, v, &in.QuestionPath)
}

type closeInput struct {
	Once
	QuestionPath
}

func (s *Server) apiClose(ctx context.Context, v *visit, in *closeInput) (*answer[questionJSON], error) {
	if err := s.store.CloseEscalation(ctx, v.now, v.actor, in.ID); err != nil {
		return nil, fmt.Errorf("close question %s: %w", in.ID, err)
	}
	if err := s.noted(ctx, v, accessClose, in.ID); err != nil {
		return nil, err
	}
	return s.apiQuestion(ctx, v, &in.QuestionPath)
}
