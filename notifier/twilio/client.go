package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// maxAnswer bounds what is read of an answer: a page of 100 messages of 1600
// characters stays well under it.
const maxAnswer = 4 << 20

// apiError is an answer that Twilio explained with a code. It keeps neither the
// explanation nor the number that it quotes.
type apiError struct {
	Status int
	Code   int
}

// Error names the status and the code.
func (e *apiError) Error() string {
	return fmt.Sprintf("twilio answered %d, code %d", e.Status, e.Code)
}

// errUnexplained is an answer that refuses without a code of Twilio's.
var errUnexplained = errors.New("twilio answered without a code")

// call is the HTTP end of one call to the generated API, which knows neither
// contexts, nor another host, nor the headers of an answer.
type call struct {
	*client.Client
	ctx  context.Context //nolint:containedctx // the generated API has no parameter for it; a call lives as long as its context
	base *url.URL
	over http.RoundTripper
}

// api returns the generated API for one call made over a transport.
func (s *Sender) api(ctx context.Context, over http.RoundTripper) *openapi.ApiService {
	stock := &client.Client{Credentials: client.NewCredentials(s.config.AccountSID, s.config.AuthToken)}
	stock.SetAccountSid(s.config.AccountSID)
	handler := &client.RequestHandler{Client: &call{Client: stock, ctx: ctx, base: s.base, over: over}}
	return openapi.NewApiService(handler)
}

// SendRequest makes one request and returns its answer, or an error for what is
// not a success.
func (c *call) SendRequest(method, rawURL string, data url.Values, headers map[string]any, _ ...byte) (*http.Response, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("address of the call: %w", err)
	}
	u.Scheme, u.Host = c.base.Scheme, c.base.Host
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(data.Encode())
	} else if len(data) > 0 {
		u.RawQuery = data.Encode()
	}
	r, err := http.NewRequestWithContext(c.ctx, method, u.String(), body)
	if err != nil {
		return nil, fmt.Errorf("prepare the call: %w", err)
	}
	for name, value := range headers {
		r.Header.Set(name, fmt.Sprint(value))
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "relais")
	r.SetBasicAuth(c.Username, c.Password)

	stay := &http.Client{
		Transport:     c.over,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := stay.Do(r)
	if err != nil {
		return nil, fmt.Errorf("no answer, check RELAIS_TWILIO_API_URL and the network: %w", withoutURL(err))
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	if answer.StatusCode >= 200 && answer.StatusCode < 300 {
		return answer, nil
	}
	defer answer.Body.Close()
	var told struct {
		Code int `json:"code"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil || told.Code == 0 {
		return nil, fmt.Errorf("%w: status %d", errUnexplained, answer.StatusCode)
	}
	return nil, &apiError{Status: answer.StatusCode, Code: told.Code}
}

// withoutURL drops the address, which holds the account and sometimes a number.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
