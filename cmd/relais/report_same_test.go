package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"relais/parcours"
)

// sameKinds are the reports whose lines are also measures of a page of the console:
// its name in the API, in addresses, and what the report calls them. Lines named "-" are
// on no page.
var sameKinds = []struct {
	kind, part, slug string
	names            map[string]string
}{
	{"reach", "morning", "joindre", map[string]string{"lost.": "lost_"}},
	{"deadlines", "deadlines", "delais", map[string]string{
		"clock.": "-", "median_days_to_": "days_median.", "p90_days_to_": "days_p90.",
	}},
	{"attendance", "attendance", "rendez-vous", nil},
	{"path", "path", "parcours", nil},
	{"employment", "path", "parcours", map[string]string{
		"people": "job_people", "kind.": "jobs.", "durable": "jobs_durable", "declared": "jobs_declared", "in_work.": "retained.", "in_work_answered.": "retained_of_answers.",
		"ended.": "job_ended.", "no_answer.": "job_unanswered.",
	}},
	{"weekly", "weeks", "semaines", map[string]string{
		"planned": "-", "delivered": "-", "handed_over": "-", "answered_of_delivered": "weeks_answered_told", "answered": "weeks_answered", "asked": "weeks_asked",
		"impediments": "weeks_impediment", "stated": "weeks_stated", "below": "weeks_below", "within": "weeks_within", "above": "weeks_above",
		"median_minutes": "minutes_median", "validated_median_minutes": "validated_median", "left_out.": "weeks_left_out.", "open": "weeks_left_out.open",
	}},
	{"answers", "answers", "reponses", nil},
}

// measureOf is the name of the measure that a line of a report says.
func measureOf(names map[string]string, line string) string {
	if kind, ok := strings.CutPrefix(line, "kind."); ok && names["planned"] != "" { // weeks of a kind
		if of, ok := strings.CutSuffix(kind, ".weeks"); ok {
			return "kind_weeks." + of
		}
		return "kind_median." + strings.TrimSuffix(kind, ".median_minutes")
	}
	if name, ok := names[line]; ok {
		return name
	}
	longest := ""
	for prefix := range names {
		if strings.HasSuffix(prefix, ".") || strings.HasSuffix(prefix, "_") {
			if strings.HasPrefix(line, prefix) && len(prefix) > len(longest) {
				longest = prefix
			}
		}
	}
	switch {
	case longest == "":
		return line
	case names[longest] == "-":
		return "-"
	case longest == "lost.":
		return "lost_" + strings.TrimPrefix(line, longest)
	}
	return names[longest] + strings.TrimPrefix(line, longest)
}

// asked is one filter, as the command line, the console and the API are asked for it.
type asked struct {
	name    string
	command reportFilter
	query   url.Values
}

// TestReportsConsoleAndAPISayTheSame plays a demo, then asks for the same figures
// in the three ways with many filters.
func TestReportsConsoleAndAPISayTheSame(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := playedAtOnce(t, 80, 5)
	console, api := d.visitors(t)
	territories, err := d.store.Territories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	referents, err := d.store.Referents(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	filters := []asked{
		{"everybody", reportFilter{}, url.Values{}},
		{"one month of entry", reportFilter{EnteredFrom: "2023-06", EnteredTo: "2023-06"}, url.Values{"entered_from": {"2023-06"}, "entered_to": {"2023-06"}}},
		{"entered since July", reportFilter{EnteredFrom: "2023-07"}, url.Values{"entered_from": {"2023-07"}}},
		{"SMS", reportFilter{Channel: "sms"}, url.Values{"channel": {"sms"}}},
		{"Telegram", reportFilter{Channel: "telegram"}, url.Values{"channel": {"telegram"}}},
		{"letters", reportFilter{Channel: "letter"}, url.Values{"channel": {"letter"}}},
		{"oriented to work", reportFilter{Orientation: "work"}, url.Values{"orientation": {"work"}}},
		{"social", reportFilter{Orientation: "social"}, url.Values{"orientation": {"social"}}},
	}
	for _, territory := range territories {
		filters = append(filters, asked{territory.Name, reportFilter{Territory: territory.Name}, url.Values{"territory": {territory.ID}}})
	}
	for _, r := range referents[:2] {
		filters = append(filters, asked{"a referent", reportFilter{Referent: r.Name()}, url.Values{"referent": {r.ID}}})
	}
	filters = append(filters, asked{
		"all at once",
		reportFilter{Territory: territories[0].Name, EnteredFrom: "2023-06", Channel: "sms", Orientation: "work"},
		url.Values{"territory": {territories[0].ID}, "entered_from": {"2023-06"}, "channel": {"sms"}, "orientation": {"work"}},
	})
	compared, told := 0, 0
	for i, f := range filters {
		periods := []int{28, 90}
		if i > 0 {
			periods = periods[i%2 : i%2+1]
		}
		for _, days := range periods {
			f.command.Period = days
			f.query.Set("period", strconv.Itoa(days))
			for _, same := range sameKinds {
				filter, err := f.command.filter(ctx, d.store, same.kind, d.now(), d.rules.Zone)
				if err != nil {
					t.Fatal(err)
				}
				printed, err := figures(ctx, d.store, d.rules, same.kind, filter, d.now())
				if err != nil {
					t.Fatal(err)
				}
				var answer struct{ Measures []parcours.Measure }
				if err := json.Unmarshal(api("/api/v1/figures/"+same.part+"?"+f.query.Encode()), &answer); err != nil {
					t.Fatal(err)
				}
				byName := map[string]parcours.Measure{}
				for _, m := range answer.Measures {
					byName[string(m.Name())] = m
				}
				for _, line := range printed.lines {
					name := measureOf(same.names, line.Name)
					if name == "-" {
						continue
					}
					m, ok := byName[name]
					of := m.Of
					if m.Unsafe {
						of = 0
					}
					if !ok || line.Value != m.Value || line.Of != of {
						t.Errorf("%s, %d days, %s: the report says %s %d of %d, the API %q %d of %d (known %t)", f.name, days, same.kind, line.Name, line.Value, line.Of, name, m.Value, of, ok)
					}
					compared++
					if line.Value > 0 {
						told++
					}
				}
				compareExport(t, f.name+", "+same.part, answer.Measures, console("/pilotage/"+same.slug+"/export.csv?"+f.query.Encode()))
			}
			compareLoads(t, d, f, api)
		}
	}
	if compared < 1000 || told < 300 {
		t.Errorf("compared %d figures, %d of which are not 0: the story tells too little", compared, told)
	}
	t.Logf("compared %d figures, %d of which are not 0", compared, told)
}

// compareExport compares what the API says with the rows of the console's export.
func compareExport(t *testing.T, what string, measures []parcours.Measure, text []byte) {
	t.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	in.Comma, in.FieldsPerRecord = ';', -1
	rows, err := in.ReadAll()
	if err != nil || len(rows) < 4 {
		t.Fatalf("%s: %v in %.300s", what, err, text)
	}
	rows = rows[4:]
	if strings.HasSuffix(what, "morning") { // the page of the clock has its own export
		for i, m := range measures {
			if m.Figure == parcours.FigureConvenedInTime {
				measures = measures[:i]
				break
			}
		}
	}
	if len(rows) != len(measures) {
		t.Fatalf("%s: %d rows, %d measures", what, len(rows), len(measures))
	}
	for i, m := range measures {
		value, of := strconv.Itoa(m.Value), ""
		switch {
		case m.Absent:
			value = ""
		case m.Unit == parcours.UnitMinutes:
			value = strings.Replace(fmt.Sprintf("%.2f", float64(m.Value)/60), ".", ",", 1)
		}
		if m.Rate {
			of = strconv.Itoa(m.Of)
		}
		if rows[i][1] != value || rows[i][2] != of {
			t.Errorf("%s: the console exports %q, the API says %s %q of %q", what, rows[i][:3], m.Name(), value, of)
		}
	}
}

// compareLoads compares how many people each referent follows.
func compareLoads(t *testing.T, d *demo, f asked, api func(string) []byte) {
	t.Helper()
	filter, err := f.command.filter(t.Context(), d.store, "referents", d.now(), d.rules.Zone)
	if err != nil {
		t.Fatal(err)
	}
	printed, err := figures(t.Context(), d.store, d.rules, "referents", filter, d.now())
	if err != nil {
		t.Fatal(err)
	}
	var loads []parcours.Load
	if err := json.Unmarshal(api("/api/v1/referents?"+f.query.Encode()), &loads); err != nil {
		t.Fatal(err)
	}
	if len(loads) != len(printed.lines) {
		t.Fatalf("%s: %d referents, %d lines", f.name, len(loads), len(printed.lines))
	}
	for i, l := range loads {
		if line := printed.lines[i]; line.Value != l.People || !strings.HasPrefix(line.Label, l.Name) {
			t.Errorf("%s: the report says %+v, the API %+v", f.name, line, l)
		}
	}
}

// playedAtOnce plays some weeks of a demo in this process, and stays at their end.
func playedAtOnce(t *testing.T, people, weeks int) *demo {
	t.Helper()
	c := &demoCommand{Seed: 7, People: people, Weeks: weeks, Exit: true, Listen: "127.0.0.1:0", Phones: "127.0.0.1:0", Day: time.Minute}
	d, err := c.prepare(t.Context(), &output{stdout: io.Discard, stderr: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	world := startComponent(t.Context(), "world", d.serveWorld)
	server := &http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(d.console) }()
	t.Cleanup(func() {
		_ = server.Close()
		world.stop()
		d.close()
	})
	if err := d.stepUntil(t.Context(), d.now().AddDate(0, 0, 7*weeks)); err != nil {
		t.Fatal(err)
	}
	return d
}

// visitors returns what reads the console as the coordinator, and the API with a token.
func (d *demo) visitors(t *testing.T) (console, api func(path string) []byte) {
	t.Helper()
	ctx := t.Context()
	if err := createAccount(ctx, d.store, "figures@exemple.fr", parcours.AccountCoordinator, d.password); err != nil {
		t.Fatal(err)
	}
	_, secret, err := d.store.IssueToken(ctx, parcours.Actor{AccountID: "test"}, parcours.APIToken{Name: "chiffres", Scopes: []parcours.TokenScope{parcours.ScopeFiguresRead}, ExpiresAt: time.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	signed, err := client.PostForm(d.address(d.console)+"/connexion", url.Values{"email": {"figures@exemple.fr"}, "password": {d.password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = signed.Body.Close()
	read := func(client *http.Client, path, authorization string) []byte {
		t.Helper()
		for { // a token waits when it asks too fast
			r, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, d.address(d.console)+path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			if authorization != "" {
				r.Header.Set("Authorization", authorization)
			}
			got, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(got.Body)
			_ = got.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			if got.StatusCode == http.StatusTooManyRequests {
				continue
			}
			if got.StatusCode != http.StatusOK {
				t.Fatalf("%s: %d %.300s", path, got.StatusCode, body)
			}
			return body
		}
	}
	return func(path string) []byte { return read(client, path, "") }, func(path string) []byte { return read(http.DefaultClient, path, "Bearer "+secret) }
}
