// Package webtest is what tests that open pages in a browser share: chromium,
// found or asked for, and what its pages complain about.
package webtest

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Browser prepares chromium for a test, in the context that Tab opens tabs of. Where
// there is none it skips the test, and fails it when RELAIS_TEST_BROWSER_REQUIRED is
// set.
func Browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("RELAIS_TEST_BROWSER_REQUIRED") != "" {
			t.Fatal("no chromium on this machine, and RELAIS_TEST_BROWSER_REQUIRED asks for it")
		}
		t.Skip("no chromium on this machine: no page is opened in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	return allocated
}

// Tab opens a tab of its own, without the cookies of another. complaints returns what
// scripts threw, and the kind of what they wrote to the console, since it was last
// asked.
func Tab(t *testing.T, browser context.Context) (tab context.Context, complaints func() []string) {
	t.Helper()
	tab, leave := chromedp.NewContext(browser)
	t.Cleanup(leave)
	var mu sync.Mutex
	var said []string
	if err := chromedp.Listen(tab, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			said = append(said, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			said = append(said, string(e.Type))
		}
	}); err != nil {
		t.Fatal(err)
	}
	return tab, func() []string {
		mu.Lock()
		defer mu.Unlock()
		taken := said
		said = nil
		return taken
	}
}
