package sandbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"relais/web/webtest"
)

func TestPhonesUpdateWithoutReload(t *testing.T) {
	t.Parallel()
	ctx, complaints := webtest.Tab(t, webtest.Browser(t))
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
