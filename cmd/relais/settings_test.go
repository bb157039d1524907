package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"relais/parcours"
)

func TestSendWindowIsReadFromText(t *testing.T) {
	t.Parallel()
	weekend := []time.Weekday{time.Saturday, time.Sunday}
	for _, test := range []struct {
		text string
		want parcours.Window
	}{
		{"Mon-Fri 09:00-19:00", parcours.DefaultWindow()},
		{"Sat-Sun 00:00-24:00", parcours.Window{Days: weekend, From: 0, To: 24 * 60}},
		{"sat,sun 08:30-12:00", parcours.Window{Days: weekend, From: 8*60 + 30, To: 12 * 60}},
		{"Sat-Sun,Holidays 00:00-24:00", parcours.Window{Days: weekend, Holidays: true, From: 0, To: 24 * 60}},
	} {
		got, err := parseWindow(test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
	for _, text := range []string{"", "9h-19h", "Mon-Fri", "Lun-Ven 09:00-19:00", "Mon-Fri 19:00-09:00", "Mon-Fri 25:00-26:00", "Holidays 09:00-19:00"} {
		if _, err := parseWindow(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestEveryWrongSettingIsToldAtOnce(t *testing.T) {
	t.Parallel()
	var p problems
	ruleSettings{Timezone: "Europe/Parsi", ConveneWithinDays: 0, NoticeDays: -1, SendWindow: "always"}.rules(&p)
	twilioSettings{AccountSID: "SM12", TwoWay: "maybe", APIURL: "api.twilio.com"}.check(&p)
	telegramSettings{Token: "nonsense", Mode: "webhook", APIURL: "http://127.0.0.1:1"}.check(&p)
	databaseSettings{Database: "relais.db", DataKey: "too short"}.check(&p)
	deliverySettings{PollDelays: []time.Duration{time.Hour, time.Minute}, EraseAfterDays: 3, CatchUpEvery: 48 * time.Hour}.check(&p)
	purgeSettings{ExportDays: 90}.exportDays(&p)
	invalid := (*settingsError)(nil)
	if err := p.err(); !errors.As(err, &invalid) {
		t.Fatalf("err = %v, want a settings error", err)
	}
	if got, want := len(invalid.problems), 16; got != want {
		t.Errorf("%d problems, want %d:\n%v", got, want, invalid)
	}
}

func TestTheWeekIsReadFromText(t *testing.T) {
	t.Parallel()
	rules := parcours.DefaultRules(time.UTC)
	var p problems
	weeklySettings{
		WeeklyRequest: "thu 16:30", WeeklyNudge: "Tue 09:00", WeeklyClose: "Thu 12:00", WeeklyHours: "10-12", WeeklySpread: time.Hour, WeeklyTolerance: 30 * time.Minute, ActivityRemind: "17:00",
	}.apply(&rules, &p)
	if len(p) != 0 {
		t.Fatalf("refused: %q", p)
	}
	want := parcours.DefaultWeeklyRules()
	want.MinHours, want.MaxHours, want.Tolerance, want.Spread, want.RemindAt = 10, 12, 30, time.Hour, 17*60
	want.Request, want.Nudge, want.Close = parcours.WeekTime{Day: time.Thursday, Minute: 16*60 + 30}, parcours.WeekTime{Day: time.Tuesday, Minute: 9 * 60}, parcours.WeekTime{Day: time.Thursday, Minute: 12 * 60}
	if diff := cmp.Diff(want, rules.Weekly); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	for name, wrong := range map[string]weeklySettings{
		"no such day": {WeeklyRequest: "Ven 10:00"}, "no time": {WeeklyNudge: "Mon"}, "closed before the nudge": {WeeklyClose: "Mon 09:00"},
		"hours upside down": {WeeklyHours: "20-15"}, "not hours": {WeeklyHours: "quinze"}, "endless": {WeeklySpread: 48 * time.Hour}, "no such time": {ActivityRemind: "25:00"},
	} {
		var p problems
		rules := parcours.DefaultRules(time.UTC)
		if wrong.apply(&rules, &p); len(p) != 1 {
			t.Errorf("%s: %q, want one problem", name, p)
		}
	}
}

func TestOnlyAlphanumericSendersAreOneWay(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]bool{"36180": true, "+33639980000": true, "RELAIS35": false, "Relais 35": false} {
		if got := (twilioSettings{From: from, TwoWay: "auto"}).twoWay(); got != want {
			t.Errorf("sender %q two-way = %v, want %v", from, got, want)
		}
	}
}

func TestPaceIsOnePartASecondExceptOnThisMachine(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]float64{"https://api.twilio.com": 1, "http://127.0.0.1:4010": 0, "http://localhost:4010": 0} {
		if got := (twilioSettings{APIURL: address, PartsPerSecond: -1}).partsPerSecond(); got != want {
			t.Errorf("%s: %v parts per second, want %v", address, got, want)
		}
	}
}

func TestTheSecondSenderTakesWhatItIsNotTold(t *testing.T) {
	t.Parallel()
	first := twilioSettings{AccountSID: "AC1", AuthToken: "secret", From: "38000", APIURL: "https://api.twilio.com", TwoWay: "auto", PartsPerSecond: -1}
	for _, c := range []struct {
		name     string
		second   secondTwilioSettings
		account  string
		problems int
	}{
		{"another sender of the account", secondTwilioSettings{SecondFrom: "38001"}, "AC1", 0},
		{"another account", secondTwilioSettings{SecondAccountSID: "AC2", SecondAuthToken: "other", SecondFrom: "38000"}, "AC2", 0},
		{"another account without its token", secondTwilioSettings{SecondAccountSID: "AC2", SecondFrom: "38000"}, "AC2", 1},
		{"the first one again", secondTwilioSettings{SecondFrom: "38000"}, "AC1", 1},
		{"an account without a sender", secondTwilioSettings{SecondAccountSID: "AC2", SecondAuthToken: "other"}, "AC2", 1},
	} {
		var p problems
		c.second.checkSecond(&p, first)
		if len(p) != c.problems {
			t.Errorf("%s: %q, want %d problems", c.name, p, c.problems)
		}
		for _, problem := range p {
			if !strings.Contains(problem, "RELAIS_TWILIO_SECOND_") {
				t.Errorf("%s: %q does not name the second sender", c.name, problem)
			}
		}
		if got := c.second.complete(first); got.AccountSID != c.account || got.APIURL != first.APIURL {
			t.Errorf("%s: completed to %+v", c.name, got)
		}
	}
	var p problems
	secondTwilioSettings{SecondFrom: "38001"}.checkSecond(&p, twilioSettings{})
	if len(p) != 1 {
		t.Errorf("a second sender without a first one: %q, want one problem", p)
	}
}

// TestUsualDelaysAreThoseOfTheSettings: the demo, which reads no settings, keeps data as
// long as a service where nothing was set.
func TestUsualDelaysAreThoseOfTheSettings(t *testing.T) {
	t.Parallel()
	var read struct {
		keepingSettings `embed:""`
	}
	parser, err := kong.New(&read)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(usualKeeping(), read.keepingSettings); diff != "" {
		t.Errorf("(-usual +read):\n%s", diff)
	}
}
