package twilio

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the one that Twilio signs with
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// Standing is what Twilio says of an account and of what it sends from.
type Standing struct {
	// Active: the account may send. Trial: only to numbers that were verified.
	Active, Trial bool
	// Owned says whether the account has the sender, and Known whether Twilio can be
	// asked: alphanumeric senders and messaging services are in no list of this API.
	Owned, Known bool
}

// Standing asks Twilio for the account, which is also the way to check its token, and
// for the number or short code.
func (s *Sender) Standing(ctx context.Context) (Standing, error) {
	api := s.api(ctx, s.config.Transport)
	account, err := api.FetchAccount(s.config.AccountSID)
	if err != nil {
		return Standing{}, fmt.Errorf("account: %w", err)
	}
	standing := Standing{Active: value(account.Status) == "active", Trial: value(account.Type) == "Trial"}
	switch from := s.config.From; {
	case strings.HasPrefix(from, "+"):
		found, err := api.ListIncomingPhoneNumber((&openapi.ListIncomingPhoneNumberParams{}).SetPhoneNumber(from).SetLimit(1))
		if err != nil {
			return standing, fmt.Errorf("number: %w", err)
		}
		standing.Known, standing.Owned = true, len(found) > 0
	case shortCode.MatchString(from):
		found, err := api.ListShortCode((&openapi.ListShortCodeParams{}).SetShortCode(from).SetLimit(1))
		if err != nil {
			return standing, fmt.Errorf("short code: %w", err)
		}
		standing.Known, standing.Owned = true, len(found) > 0
	}
	return standing, nil
}

var shortCode = regexp.MustCompile(`^[0-9]{3,8}$`)

// fieldKnock is the field of a knock, which Twilio never sends.
const fieldKnock = "RelaisKnock"

// Knock calls our own message webhook at its public address, signed as Twilio signs, and
// reports the status: 204 when the call came through whole, 403 when something on the
// way changed the address or the body. Nothing is kept of it.
func (s *Sender) Knock(ctx context.Context) (status int, err error) {
	address := s.config.PublicURL + strings.TrimPrefix(MessagePattern, "POST ")
	form := url.Values{"AccountSid": {s.config.AccountSID}, fieldKnock: {"1"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", sign(s.config.AuthToken, address, form))
	stay := &http.Client{
		Transport:     s.config.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := stay.Do(r)
	if err != nil {
		return 0, withoutURL(err)
	}
	return answer.StatusCode, answer.Body.Close()
}

// sign is how Twilio signs a form: the address and every field in order, under the token.
// https://www.twilio.com/docs/usage/security#validating-requests
func sign(token, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(address))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		mac.Write([]byte(name + form.Get(name)))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
