package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"time"

	"relais/notifier"
	"relais/parcours"
	"relais/sandbox"
)

// inProcess carries HTTP calls to a handler of the same process: requests and answers are
// written, signed and read as on a network, and no socket stands between.
type inProcess struct{ handler http.Handler }

// RoundTrip hands a request over. A handler that aborts is a connection that closes.
func (p *inProcess) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	taken := *r
	taken.RequestURI, taken.RemoteAddr, taken.Proto, taken.ProtoMajor, taken.ProtoMinor = r.URL.RequestURI(), "127.0.0.1:0", "HTTP/1.1", 1, 1
	if taken.Host == "" {
		taken.Host = r.URL.Host
	}
	if taken.Body == nil {
		taken.Body = http.NoBody
	}
	defer taken.Body.Close()
	w := &written{header: http.Header{}}
	defer func() {
		if died := recover(); died != nil {
			answer, err = nil, io.ErrUnexpectedEOF
		}
	}()
	p.handler.ServeHTTP(w, &taken)
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(bytes.NewReader(w.body.Bytes())), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// written is an answer that a handler writes.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *written) Header() http.Header { return w.header }

func (w *written) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *written) Write(text []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(text)
}

// simulatedPost leaves e-mails in the mailboxes of the world.
type simulatedPost struct {
	box *sandbox.Mailbox
	now func() time.Time
	// questions are the ids of those that the e-mails lead to, by address.
	questions map[string][]string
}

var _ notifier.Sender = (*simulatedPost)(nil)

var questionLink = regexp.MustCompile(`/questions/([0-9a-f-]{36})`)

// Channel is e-mail, to which nobody can answer.
func (*simulatedPost) Channel() parcours.Channel { return parcours.ChannelEmail }

// TwoWay is false.
func (*simulatedPost) TwoWay() bool { return false }

// Name is that of no relay.
func (*simulatedPost) Name() string { return "email:simulation" }

// Send is the relay that takes everything.
func (p *simulatedPost) Send(_ context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	if m := questionLink.FindStringSubmatch(a.Body); m != nil {
		p.questions[a.Address] = append(p.questions[a.Address], m[1])
	}
	p.box.Put(sandbox.Mail{To: []string{a.Address}, Subject: a.Subject, Text: a.Body, At: p.now()})
	return parcours.Receipt{Source: "answer", AttemptID: a.ID, ProviderID: a.ID + "@simulation", Status: "250", State: parcours.AttemptSent, At: p.now()}, nil
}
