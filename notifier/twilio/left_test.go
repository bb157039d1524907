package twilio_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier/twilio"
)

func TestWhatLeftSinceIsOursAndAllOfIt(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	message := func(n int, direction, from, service string, at time.Time) map[string]any {
		return map[string]any{
			"sid": fmt.Sprintf("SM%032x", n), "direction": direction, "from": from, "messaging_service_sid": service, "to": mobile, "body": "Bonjour",
			"status": "sent", "date_created": at.Format(time.RFC1123Z),
		}
	}
	pages := [][]map[string]any{
		{
			message(1, "outbound-api", "38000", "", since.Add(time.Minute)),
			message(2, "inbound", "38000", "", since.Add(time.Minute)),
			message(3, "outbound-reply", "38000", "", since.Add(time.Minute)), // Twilio's own answer to a STOP
			message(4, "outbound-api", "38000", "MG0001", since.Add(time.Minute)),
			message(5, "outbound-api", "38001", "", since.Add(time.Minute)),
		},
		{ // not in order: one older message does not end the list
			message(6, "outbound-api", "38000", "", since.Add(-time.Hour)),
			message(7, "outbound-api", "38000", "", since),
		},
		{message(8, "outbound-api", "38000", "", since.Add(-time.Second))},
		{message(9, "outbound-api", "38000", "", since.Add(time.Minute))}, // behind a page where all is older
	}
	var asked []url.Values
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		asked = append(asked, query)
		n := 0
		if text := query.Get("Page"); text != "" {
			_, _ = fmt.Sscan(text, &n)
			if query.Get("PageToken") != "PA"+text {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"messages": pages[n], "next_page_uri": fmt.Sprintf("/2010-04-01/Accounts/%s/Messages.json?Page=%d&PageToken=PA%d", account, n+1, n+1),
		})
	}))
	t.Cleanup(p.Close)
	for _, c := range []struct {
		name   string
		change func(*twilio.Config)
		from   string
		want   []string
	}{
		{"a sender", func(*twilio.Config) {}, "38000", []string{"1", "4", "7"}},
		{"a messaging service", func(c *twilio.Config) { c.From, c.MessagingServiceSID = "", "MG0001" }, "", []string{"4"}},
	} {
		asked = nil
		left, cut, err := newSender(t, p.URL, c.change).LeftSince(t.Context(), since)
		if err != nil || cut {
			t.Fatalf("%s: cut %t, %v", c.name, cut, err)
		}
		var got []string
		for _, m := range left {
			got = append(got, m.ProviderID[len(m.ProviderID)-1:])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(asked) != 3 {
			t.Errorf("%s: %d pages were read, want 3", c.name, len(asked))
		}
		for _, query := range asked {
			if query.Get("From") != c.from || query.Has("To") || query.Has("DateSent") || query.Has("DateSent>") {
				t.Errorf("%s: asked for %v", c.name, query)
			}
		}
	}
}

func TestWhatLeftIsBoundedAndNeverGuessed(t *testing.T) {
	t.Parallel()
	pages := 0
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		pages++
		_ = json.NewEncoder(w).Encode(map[string]any{
			"messages": []map[string]any{{
				"sid": fmt.Sprintf("SM%032x", pages), "direction": "outbound-api", "from": "38000", "to": mobile, "body": "Bonjour",
				"date_created": time.Now().UTC().Format(time.RFC1123Z),
			}},
			"next_page_uri": "/2010-04-01/Accounts/" + account + "/Messages.json?Page=1&PageToken=PA1",
		})
	}))
	left, cut, err := newSender(t, p.URL).LeftSince(t.Context(), time.Now().Add(-time.Hour))
	if err != nil || !cut || len(left) != 100 || pages != 100 {
		t.Errorf("%d messages of %d pages, cut %t, %v; want 100, cut", len(left), pages, cut, err)
	}
	p.Close()
	if _, _, err := newSender(t, p.URL).LeftSince(t.Context(), time.Now()); err == nil {
		t.Error("a provider that does not answer says that nothing left")
	}
}

func TestALookUpReadsThreePagesAtMost(t *testing.T) {
	t.Parallel()
	pages := 0
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		pages++
		_ = json.NewEncoder(w).Encode(map[string]any{"messages": []map[string]any{}, "next_page_uri": "/2010-04-01/Accounts/" + account + "/Messages.json?Page=1&PageToken=PA1"})
	}))
	t.Cleanup(p.Close)
	if list, err := newSender(t, p.URL).List(t.Context(), mobile); err != nil || len(list) != 0 || pages != 3 {
		t.Errorf("%d messages of %d pages, %v; want none of three", len(list), pages, err)
	}
}
