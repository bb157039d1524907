package email_test

import (
	"net/url"
	"strings"
	"testing"

	"relais/notifier/email"
)

// FuzzNew reads any address of a relay: a fault never shows the password.
func FuzzNew(f *testing.F) {
	for _, rest := range []string{"host?from=a@exemple.fr", "host:99999?from=a@exemple.fr", "%zz", "[::1]:25?from=A <a@exemple.fr>&starttls=off", "host?from=@", "?from=a@b"} {
		f.Add("smtp", rest)
	}
	f.Add("smtps", "host:465?from=a@exemple.fr&starttls=require")
	f.Fuzz(func(t *testing.T, scheme, rest string) {
		const password = "m0tdepasse-secret"
		text := scheme + "://relais:" + password + "@" + rest
		s, err := email.New(email.Config{URL: text})
		if err != nil {
			if strings.Contains(err.Error(), password) {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if u, err := url.Parse(text); err != nil || u.Hostname() == "" || s.Name() == "email:" {
			t.Errorf("%q is taken for %q", text, s.Name())
		}
	})
}
