package webtest

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Widths and heights of the windows that a page is looked at in, in CSS pixels.
const (
	deskWidth, deskHeight   = 1280, 900
	phoneWidth, phoneHeight = 360, 780
)

// patience is how long one look may take on a machine that does other work.
const patience = 90 * time.Second

//go:embed axe/axe.min.js
var axe string

// screenshots is where Look leaves pictures; nowhere by default.
var screenshots = flag.String("screenshots", "", "write a picture of each page into this folder: light, dark, 360 pixels wide")

// Look judges the page that is open: axe finds nothing to say in light and in dark,
// and nothing is wider than a phone of 360 pixels. With a name it keeps the three
// pictures where -screenshots says. The window is left light, at the width of a desk.
func Look(t *testing.T, tab context.Context, name string) {
	t.Helper()
	ctx, stop := context.WithTimeout(tab, patience)
	defer stop()
	for _, dark := range []bool{false, true} {
		window(ctx, t, deskWidth, deskHeight, dark)
		for _, v := range violations(ctx, t) {
			t.Errorf("%s (dark %v): %s", title(ctx, name), dark, v)
		}
		picture(ctx, t, name, map[bool]string{false: "", true: "-sombre"}[dark])
	}
	window(ctx, t, phoneWidth, phoneHeight, false)
	const wide = `document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML.slice(0, 80)).join("\n") || "something"`
	if beyond, err := chromedp.Run(ctx, chromedp.Evaluate[string](wide)); err != nil || beyond != "" {
		t.Errorf("%s is wider than %d pixels, %v:\n%s", title(ctx, name), phoneWidth, err, beyond)
	}
	picture(ctx, t, name, "-360")
	window(ctx, t, deskWidth, deskHeight, false)
}

// title names a page in a complaint.
func title(ctx context.Context, name string) string {
	if name == "" {
		name, _ = chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname`))
	}
	return name
}

func window(ctx context.Context, t *testing.T, width, height int64, dark bool) {
	t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			// without motion, colours change at once: axe would read those between
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

// violations returns what axe says of the page that is open, each with where.
func violations(ctx context.Context, t *testing.T) []string {
	t.Helper()
	told, err := chromedp.Run(ctx, chromedp.Evaluate[string](axe+`;
		axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } })
			.then((found) => JSON.stringify(found.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ": " + n.target.join(" ") + " " + n.html.slice(0, 160)))))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	if err := json.Unmarshal([]byte(told), &found); err != nil {
		t.Fatalf("%v: %s", err, told)
	}
	return found
}

// picture keeps what the window shows.
func picture(ctx context.Context, t *testing.T, name, suffix string) {
	t.Helper()
	if *screenshots == "" || name == "" {
		return
	}
	time.Sleep(100 * time.Millisecond) // transitions end
	quality := int64(60)
	shot, err := chromedp.Call(ctx, cdpage.CaptureScreenshot, cdpage.CaptureScreenshotParams{Format: cdpage.CaptureScreenshotFormatWebp, Quality: &quality})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*screenshots, name+suffix+".webp"), shot.Data, 0o644); err != nil {
		t.Fatal(err)
	}
}
