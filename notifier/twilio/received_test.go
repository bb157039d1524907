package twilio_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier/twilio"
	"relais/parcours"
)

// wrote is an inbound message as the API lists it.
func wrote(sid, text string, more map[string]any) map[string]any {
	m := map[string]any{
		"sid": sid, "direction": "inbound", "status": "received", "from": mobile, "to": "38000", "body": text, "num_media": "0",
		"date_created": "Mon, 05 Jan 2026 09:00:00 +0000", "messaging_service_sid": nil,
	}
	for name, value := range more {
		m[name] = value
	}
	return m
}

// sids are distinct message SIDs.
func sids(n int) string { return "SM0000000000000000000000000000000" + string(rune('0'+n)) }

// listing answers every request with these messages and keeps what was asked.
func listing(asked *url.Values, next string, messages ...map[string]any) func(http.ResponseWriter, *http.Request, *provider) bool {
	return func(w http.ResponseWriter, r *http.Request, _ *provider) bool {
		*asked = r.URL.Query()
		answer := map[string]any{"messages": messages}
		if next != "" {
			answer["next_page_uri"] = r.URL.Path + "?" + next
		}
		_ = json.NewEncoder(w).Encode(answer)
		return true
	}
}

func TestReceivedIsWhatTheWebhookWouldHaveBrought(t *testing.T) {
	t.Parallel()
	var asked url.Values
	p := newProvider(t, listing(&asked, "To=38000&PageSize=100&Page=1&PageToken=PAIN",
		wrote(sids(1), "oui & à lundi, même 1+1", nil),
		wrote(sids(2), "", map[string]any{"num_media": "1"}),
		wrote(sids(3), "", nil),
		wrote(sids(4), "de nous", map[string]any{"direction": "outbound-api", "date_created": "Mon, 05 Jan 2026 08:00:00 +0000"}),
		wrote(sids(5), "de nous, à nous", map[string]any{"from": "38000"}),
		wrote("SM1", "un identifiant qui n'en est pas un", nil),
	))
	s := newSender(t, p.URL)
	page, err := s.Received(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(url.Values{"To": {"38000"}, "PageSize": {"100"}}, asked); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if want := time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC); !page.Since.Equal(want) {
		t.Errorf("the page goes back to %v, want %v", page.Since, want)
	}
	got := map[string]parcours.Inbound{}
	for _, m := range page.Messages {
		in, err := twilio.DecodeInbound(m.Payload)
		if err != nil {
			t.Errorf("%s: %v", m.ProviderID, err)
		}
		got[m.ProviderID] = in
	}
	if diff := cmp.Diff(map[string]parcours.Inbound{
		sids(1): {Channel: parcours.ChannelSMS, Address: mobile, Kind: parcours.InboundText, Text: "oui & à lundi, même 1+1"},
		sids(2): {Channel: parcours.ChannelSMS, Address: mobile, Kind: parcours.InboundMedia},
	}, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	form, err := url.ParseQuery(string(page.Messages[0].Payload))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(url.Values{
		"MessageSid": {sids(1)}, "AccountSid": {account}, "From": {mobile}, "To": {"38000"}, "Body": {"oui & à lundi, même 1+1"}, "NumMedia": {"0"},
	}, form); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}

	if _, err := s.Received(t.Context(), page.Next); err != nil {
		t.Fatal(err)
	}
	if asked.Get("Page") != "1" || asked.Get("PageToken") != "PAIN" || asked.Get("To") != "38000" {
		t.Errorf("the next page was asked for as %v", asked)
	}
}

func TestMessagingServiceReceivesOnItsOwnNumbers(t *testing.T) {
	t.Parallel()
	var asked url.Values
	p := newProvider(t, listing(&asked, "",
		wrote(sids(1), "le nôtre", map[string]any{"messaging_service_sid": "MG0001", "to": "38001"}),
		wrote(sids(2), "un autre service", map[string]any{"messaging_service_sid": "MG0002", "to": "38002"}),
		wrote(sids(3), "sans service", map[string]any{"to": "38003"}),
	))
	s := newSender(t, p.URL, func(c *twilio.Config) { c.From, c.MessagingServiceSID = "", "MG0001" })
	page, err := s.Received(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if asked.Has("To") {
		t.Errorf("asked for %v: which number of the service was written to is not known", asked)
	}
	var got []string
	for _, m := range page.Messages {
		got = append(got, m.ProviderID)
	}
	if diff := cmp.Diff([]string{sids(1), sids(3)}, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestFailedListingReceivesNothing(t *testing.T) {
	t.Parallel()
	p := newProvider(t, func(w http.ResponseWriter, _ *http.Request, _ *provider) bool { explain(w, 503, 20503); return true })
	if page, err := newSender(t, p.URL).Received(t.Context(), ""); err == nil {
		t.Errorf("got %v, want an error", page)
	}
}
