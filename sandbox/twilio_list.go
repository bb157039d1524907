package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// list answers with the newest messages first. It refuses DateSent, which the
// real API filters with a precision of one day: nothing of ours should use it.
func (t *Twilio) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	fault := t.meet(r.Context(), "list", query.Get("To"))
	if fault.spoils() {
		t.spoil(w, fault)
		return
	}
	for name := range query {
		switch name {
		case "To", "From", "PageSize", "Page", "PageToken":
		default:
			t.refuse(w, http.StatusBadRequest, 20001, "The sandbox does not filter on "+name)
			return
		}
	}
	size, page := 50, 0
	if text := query.Get("PageSize"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 1000 {
			t.refuse(w, http.StatusBadRequest, 20006, "PageSize must be between 1 and 1000")
			return
		}
		size = n
	}
	if text := query.Get("Page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			t.refuse(w, http.StatusBadRequest, 20006, "Page must be a number")
			return
		}
		page = n
	}
	matching := t.matching(query.Get("To"), query.Get("From"))
	start := min(page*size, len(matching))
	end := min(start+size, len(matching))
	address := func(n int) string {
		q := url.Values{"PageSize": {strconv.Itoa(size)}, "Page": {strconv.Itoa(n)}}
		for _, name := range []string{"To", "From"} {
			if v := query.Get(name); v != "" {
				q.Set(name, v)
			}
		}
		if n > 0 && start > 0 || n > page {
			q.Set("PageToken", "PASM"+strconv.Itoa(n))
		}
		return "/2010-04-01/Accounts/" + t.account.SID + "/Messages.json?" + q.Encode()
	}
	answer := map[string]any{
		"messages": []any{}, "page": page, "page_size": size, "start": start, "end": max(start, end-1),
		"first_page_uri": address(0), "uri": address(page), "next_page_uri": nil, "previous_page_uri": nil,
	}
	if end < len(matching) {
		answer["next_page_uri"] = address(page + 1)
	}
	if page > 0 {
		answer["previous_page_uri"] = address(page - 1)
	}
	shown := make([]any, 0, end-start)
	for _, m := range matching[start:end] {
		shown = append(shown, t.resource(m))
	}
	answer["messages"] = shown
	writeJSON(w, http.StatusOK, answer)
}

func (t *Twilio) matching(to, from string) []SMS {
	t.mu.Lock()
	defer t.mu.Unlock()
	newest := t.process().Add(-t.listLag)
	var found []SMS
	all := t.messages
	if t.lean {
		all = t.byPhone[to]
	}
	for i := len(all) - 1; i >= 0; i-- {
		m := all[i]
		hidden := t.listLag > 0 && m.Created.After(newest)
		if !hidden && (to == "" || m.To == to) && (from == "" || m.From == from) {
			found = append(found, *m)
		}
	}
	return found
}

// resource is the Message resource of the API.
func (t *Twilio) resource(m SMS) map[string]any {
	uri := "/2010-04-01/Accounts/" + t.account.SID + "/Messages/" + m.SID
	segments := m.Segments
	if m.Status == "accepted" {
		segments = 0 // not known before the service chose its sender
	}
	answer := map[string]any{
		"sid": m.SID, "account_sid": t.account.SID, "api_version": "2010-04-01",
		"to": m.To, "from": orNil(m.From), "messaging_service_sid": orNil(m.Service),
		"body": m.Body, "status": m.Status, "direction": m.Direction,
		"num_segments": strconv.Itoa(segments), "num_media": "0",
		"price": nil, "price_unit": "USD",
		"error_code": nil, "error_message": nil,
		"date_created": rfc1123(m.Created), "date_updated": rfc1123(m.Updated), "date_sent": nil,
		"uri":              uri + ".json",
		"subresource_uris": map[string]any{"media": uri + "/Media.json", "feedback": uri + "/Feedback.json"},
	}
	if m.ErrorCode != 0 {
		answer["error_code"] = m.ErrorCode
		answer["error_message"] = fmt.Sprintf("Error %d", m.ErrorCode)
	}
	if !m.SentAt.IsZero() {
		answer["date_sent"] = rfc1123(m.SentAt)
	}
	return answer
}

func rfc1123(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}
