package main_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"relais/sandbox"
)

// offers notes when a message was first handed over.
func (l *load) offers(path string, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || path != "/webhooks/twilio/message" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if sid := form.Get("MessageSid"); l.offered[sid].IsZero() {
		l.offered[sid] = time.Now()
	}
}

// takes notes what a node has acknowledged.
func (l *load) takes(path string, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	sid := form.Get("MessageSid")
	switch {
	case path == "/webhooks/twilio/message":
		if l.taken[sid].IsZero() {
			l.taken[sid] = time.Now()
		}
	case strings.HasPrefix(path, "/webhooks/twilio/status/"):
		l.receipts[sid+" "+form.Get("MessageStatus")] = true
	}
}

// tryRelais runs a command that may fail.
func tryRelais(s settings, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.Env = s.environ()
	command.Dir = os.TempDir()
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	err := command.Run()
	return said.String(), err
}

// trySigned posts a form as Twilio does, and returns the status; 0 without an answer.
func trySigned(address string, form url.Values) int {
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		panic(fmt.Sprintf("a webhook has no address: %v", err))
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", sandbox.Sign(authToken, address, form))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}
