package sandbox_test

import (
	"context"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser opens a tab of chromium and collects what the page complains about.
func browser(t *testing.T) (context.Context, func() []string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: the page is not driven in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, leave := chromedp.NewContext(allocated)
	t.Cleanup(leave)
	var mu sync.Mutex
	var complaints []string
	if err := chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			complaints = append(complaints, string(e.Type))
		}
	}); err != nil {
		t.Fatal(err)
	}
	return ctx, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return complaints
	}
}

func TestPhonesUpdateWithoutReload(t *testing.T) {
	t.Parallel()
	ctx, complaints := browser(t)
	s, server, who := phonesOf(t)
	phone := server.URL + "/phones/" + strings.TrimPrefix(who.Mobile, "+")
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 780), chromedp.Navigate(phone)); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.kept = true`)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx,
		chromedp.Click(`.quick button[value="1"]`),
		chromedp.WaitVisible(`#sms .bubble.mine`),
		chromedp.WaitVisible(`#hand form[action$="/give"], form#hand[action$="/give"]`),
	); err != nil {
		t.Fatalf("the answer does not show: %v", err)
	}
	// What comes from elsewhere arrives by the stream of events.
	if _, err := twilioSDK(t, server, authToken).CreateMessage(order(who.Mobile, "Merci, c'est noté.")); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.WaitVisible(`#sms .bubble:not(.mine)`)); err != nil {
		t.Fatalf("the new message does not show: %v", err)
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if err != nil || wide > 360 {
		t.Errorf("the page is %d pixels wide in a window of 360, %v", wide, err)
	}
	if kept, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.kept === true`)); err != nil || !kept {
		t.Errorf("the page was loaded again, %v", err)
	}
	if got := s.Twilio.With(who.Mobile); len(got) != 2 || got[0].Text != "1" {
		t.Errorf("exchanged %+v", got)
	}
	if got := complaints(); len(got) > 0 {
		t.Errorf("the page complains: %v", got)
	}
}
