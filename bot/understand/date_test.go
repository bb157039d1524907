package understand_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"relais/bot/understand"
)

// timed is an example of a set: the expected fields by name, lists joined by
// commas, "-" for nothing.
type timed struct {
	want     map[string]string
	category string
	text     string
	now      time.Time
}

func timedSet(t testing.TB, name string) []timed {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	var now time.Time
	var all []timed
	for line := range strings.Lines(strings.TrimRight(string(data), "\n")) {
		line = strings.TrimRight(line, "\n")
		if header, ok := strings.CutPrefix(line, "# columns: "); ok {
			columns = strings.Fields(header)
			continue
		}
		if header, ok := strings.CutPrefix(line, "# now: "); ok {
			if now, err = time.Parse(time.RFC3339, header); err != nil {
				t.Fatal(err)
			}
			now = now.In(zone)
			continue
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != len(columns) {
			t.Fatalf("%s: %q has %d fields, want %d", name, line, len(fields), len(columns))
		}
		x := timed{want: map[string]string{}, now: now}
		for i, c := range columns {
			switch c {
			case "category":
				x.category = fields[i]
			case "text":
				x.text = fields[i]
			default:
				x.want[c] = fields[i]
			}
		}
		all = append(all, x)
	}
	return all
}

// flat writes the JSON of a reading as the sets do.
func flat(t testing.TB, reading any) map[string]string {
	t.Helper()
	data, err := json.Marshal(reading)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, v := range fields {
		switch v := v.(type) {
		case nil:
		case []any:
			parts := make([]string, len(v))
			for i := range v {
				parts[i] = fmt.Sprint(v[i])
			}
			out[name] = strings.Join(parts, ",")
		default:
			out[name] = fmt.Sprint(v)
		}
	}
	return out
}

// measure runs a set and fails when less than goal of it is read as it says.
func measure(t *testing.T, name string, goal float64, read func(text string, now time.Time) (any, string)) {
	t.Helper()
	set := timedSet(t, name)
	var missed []string
	for _, x := range set {
		reading, why := read(x.text, x.now)
		if why == "" {
			t.Errorf("%s: %q is read without a reason", name, x.text)
		}
		got := flat(t, reading)
		diff := ""
		for field, want := range x.want {
			if want == "-" {
				want = ""
			}
			if got[field] != want {
				diff += fmt.Sprintf(" %s %q, want %q;", field, got[field], want)
			}
		}
		if diff != "" {
			missed = append(missed, fmt.Sprintf("[%s] %q:%s (%s)", x.category, x.text, diff, why))
		}
	}
	share := 100 * float64(len(set)-len(missed)) / float64(len(set))
	t.Logf("%s: %d of %d, %.1f %%", name, len(set)-len(missed), len(set), share)
	for _, m := range missed {
		t.Log(m)
	}
	if share < goal {
		t.Errorf("%s: %.1f %% read as written, want %.0f %%", name, share, goal)
	}
}

func readDate(text string, now time.Time) (any, string) { return understand.Date(text, now) }

func readAvailability(text string, now time.Time) (any, string) {
	return understand.Availability(text, now)
}

func TestDatesAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	measure(t, "date.tsv", 100, readDate)
}

func TestDatesHeldBackAreRead(t *testing.T) {
	t.Parallel()
	measure(t, "date_held.tsv", 97, readDate)
}

func TestFreeTimesAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	measure(t, "availability.tsv", 100, readAvailability)
}

func TestFreeTimesHeldBackAreRead(t *testing.T) {
	t.Parallel()
	measure(t, "availability_held.tsv", 97, readAvailability)
}
