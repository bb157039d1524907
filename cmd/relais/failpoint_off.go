//go:build !failpoint

package main

import (
	"net/http"
	"time"

	"relais/bot"
	"relais/notifier"
	"relais/notifier/twilio"
	"relais/scheduler"
)

// failPoints are where the tests of crashes kill the process, between every two
// steps of delivery. The program is built without the tag that fills them: here
// there is nothing.
type failPoints struct{}

func newFailPoints() failPoints { return failPoints{} }

func (failPoints) outbox(o notifier.Outbox) notifier.Outbox                            { return o }
func (failPoints) conversation(s bot.Store) bot.Store                                  { return s }
func (failPoints) sink(s twilio.Sink) twilio.Sink                                      { return s }
func (failPoints) caseload(c scheduler.Caseload) scheduler.Caseload                    { return c }
func (failPoints) transport(next http.RoundTripper, _ time.Duration) http.RoundTripper { return next }
