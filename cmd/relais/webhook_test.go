package main_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/sandbox"
)

// inbound is the form of an inbound SMS.
func inbound(sid, from, text string) url.Values {
	return url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "SmsMessageSid": {sid}, "SmsStatus": {"received"}, "AccountSid": {accountSID},
		"From": {from}, "To": {sender}, "Body": {text}, "NumMedia": {"0"}, "NumSegments": {"1"}, "ApiVersion": {"2010-04-01"},
	}
}

// postSigned posts a form as Twilio does, signed with token.
func postSigned(t *testing.T, address, token string, form url.Values) int {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("X-Twilio-Signature", sandbox.Sign(token, address, form))
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

func wrongSignaturesChangeNothing(t *testing.T, w *world, s settings) {
	w.settled(t, s)
	everything := `select (select count(*) from inbox), (select count(*) from attempt), (select count(*) from attempt_event),
		(select count(*) from orphan_receipt), (select count(*) from opt_out), (select sum(confirmed_at) from participation)`
	before := ask(t, s, everything)
	address := "http://" + s["LISTEN"] + "/webhooks/twilio/message"
	attempt := ask(t, s, "select a.id from attempt a join person p on p.id = a.person_id where p.last_name = 'BRIAND' and a.channel = 'sms'")[0]
	sid := w.Twilio.With(forged)[0].SID
	for name, refused := range map[string]struct {
		address, token string
		form           url.Values
	}{
		"no signature":        {address, "", inbound("SM"+strings.Repeat("a", 32), forged, "STOP")},
		"another token":       {address, strings.Repeat("f", 32), inbound("SM"+strings.Repeat("b", 32), forged, "1")},
		"a receipt, unsigned": {"http://" + s["LISTEN"] + "/webhooks/twilio/status/" + attempt, "", url.Values{"MessageSid": {sid}, "MessageStatus": {"failed"}, "ErrorCode": {"30005"}, "AccountSid": {accountSID}, "To": {forged}}},
		"another account": {address, authToken, func() url.Values {
			f := inbound("SM"+strings.Repeat("c", 32), forged, "1")
			f.Set("AccountSid", "AC"+strings.Repeat("9", 32))
			return f
		}()},
	} {
		if got := postSigned(t, refused.address, refused.token, refused.form); got != http.StatusForbidden {
			t.Errorf("%s: got %d, want 403", name, got)
		}
	}
	if diff := cmp.Diff(before, ask(t, s, everything)); diff != "" {
		t.Errorf("refused webhooks changed the database (-before +after):\n%s", diff)
	}
}

func twentyDeliveriesCountOnce(t *testing.T, w *world, s settings) {
	form := inbound("SM"+strings.Repeat("20", 16), twenty, "1")
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if got := postSigned(t, "http://"+s["LISTEN"]+"/webhooks/twilio/message", authToken, form); got != http.StatusOK {
				t.Errorf("a repeated webhook got %d, want 200", got)
			}
		})
	}
	group.Wait()
	w.awaitSMS(t, twenty, "Merci, c'est noté", 1)
	w.settled(t, s)
	if got := w.sent(twenty); len(got) != 2 {
		t.Errorf("twenty deliveries of one answer gave %q, want the convocation and one reply", got)
	}
}
