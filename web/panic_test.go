package web_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"relais/web"
)

// TestAPanicTellsItsPlaceAndNotItsWords: what a programmer's error quotes is in neither the
// log nor the answer.
func TestAPanicTellsItsPlaceAndNotItsWords(t *testing.T) {
	t.Parallel()
	const words = "MARQUEROUGE +33639987351"
	var log strings.Builder
	base := serve(t, fiction(), func(o *web.Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Webhooks = map[string]http.Handler{"POST /webhooks/essai": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("cannot read " + words) })}
	})
	answer, err := http.Post(base+"/webhooks/essai", "text/plain", strings.NewReader(words))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusInternalServerError || !strings.Contains(log.String(), "request panicked") || !strings.Contains(log.String(), "panic_test.go") {
		t.Errorf("status %d, log:\n%s", answer.StatusCode, log.String())
	}
	for _, word := range strings.Fields(words) {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, log.String())
		}
	}
}
