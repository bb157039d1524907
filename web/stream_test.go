package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"relais/parcours"
)

// listen opens a stream and hands over its lines.
func (b *browser) listen(ctx context.Context, path string) (status int, lines <-chan string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	to := make(chan string, 100)
	go func() {
		defer close(to)
		defer func() { _ = resp.Body.Close() }()
		for s := bufio.NewScanner(resp.Body); s.Scan(); {
			to <- s.Text()
		}
	}()
	return resp.StatusCode, to
}

// event waits for the data of the next event.
func event(t *testing.T, lines <-chan string) string {
	t.Helper()
	for deadline := time.After(20 * time.Second); ; {
		select {
		case line, open := <-lines:
			if !open {
				t.Fatal("the stream ended")
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				return data
			}
		case <-deadline:
			t.Fatal("no event")
		}
	}
}

func TestAStreamTellsOfChangesInCountsAlone(t *testing.T) {
	t.Parallel()
	m := fiction()
	b := signedIn(t, serve(t, m), "anne.morel@exemple.fr")
	page := b.get("/file").body
	_, rest, _ := strings.Cut(page, `data-stream="`)
	path, _, _ := strings.Cut(rest, `"`)
	if !strings.HasPrefix(path, "/file/flux?depuis=") {
		t.Fatalf("stream at %q", path)
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	status, lines := b.listen(ctx, path)
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	if err := m.AnswerEscalation(ctx, m.now, parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "anne"}, "e-1", "Oui."); err != nil {
		t.Fatal(err)
	}
	if got, want := event(t, lines), `{"urgent":0,"waiting":2}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// What changed while nobody listened is told at once.
	_, again := b.listen(ctx, "/file/flux?depuis=before")
	event(t, again)
}

func TestStreamsAreBoundedAndEndWithTheService(t *testing.T) {
	t.Parallel()
	server, base := started(t, fiction())
	b := signedIn(t, base, "anne.morel@exemple.fr")
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var open []<-chan string
	for range 6 {
		status, lines := b.listen(ctx, "/file/flux")
		if status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
		open = append(open, lines)
	}
	if status, _ := b.listen(ctx, "/personnes/p-0/flux"); status != http.StatusNoContent {
		t.Errorf("one too many: status %d, want 204", status)
	}
	b.get("/file").wants(t, http.StatusOK) // other pages do not wait for a place
	server.EndStreams()
	for _, lines := range open {
		for ended := false; !ended; {
			select {
			case _, more := <-lines:
				ended = !more
			case <-time.After(20 * time.Second):
				t.Fatal("a stream goes on")
			}
		}
	}
}

func TestAStreamIsForWhoMayOpenThePage(t *testing.T) {
	t.Parallel()
	base := serve(t, fiction())
	for email, want := range map[string]int{"dpo@exemple.fr": http.StatusForbidden, "projet@exemple.fr": http.StatusForbidden} {
		if got := signedIn(t, base, email).get("/file/flux"); got.status != want {
			t.Errorf("%s: got %d, want %d", email, got.status, want)
		}
	}
	visitor(t, base).get("/file/flux").wants(t, http.StatusSeeOther)
}
