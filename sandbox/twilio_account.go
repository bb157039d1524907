package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
)

// tellStanding answers for the account itself and for what it sends from; it reports
// whether that was asked.
func (t *Twilio) tellStanding(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	root := "/2010-04-01/Accounts/" + t.account.SID
	var answer any
	switch r.URL.Path {
	case root + ".json":
		answer = map[string]any{"sid": t.account.SID, "status": "active", "type": "Full", "friendly_name": "Relais"}
	case root + "/IncomingPhoneNumbers.json":
		answer = t.owned("incoming_phone_numbers", "phone_number", r.URL.Query().Get("PhoneNumber"))
	case root + "/SMS/ShortCodes.json":
		answer = t.owned("short_codes", "short_code", r.URL.Query().Get("ShortCode"))
	default:
		return false
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
	return true
}

// owned is a page of senders that match: the account's one, or none.
func (t *Twilio) owned(list, name, asked string) map[string]any {
	found := []map[string]any{}
	if asked == t.account.Sender && strings.HasPrefix(asked, "+") == (name == "phone_number") {
		found = append(found, map[string]any{"sid": "PN" + t.account.SID[2:], name: asked})
	}
	return map[string]any{list: found, "page": 0, "page_size": 50, "next_page_uri": nil}
}
