package examples

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// Tally is how examples fared.
type Tally struct {
	Right, Total int
	// Categories and Batches are parts of the same examples.
	Categories, Batches map[string]*Tally
	// Confusions counts what was read for what: "label no read as reschedule".
	Confusions map[string]int
	// Misses tells of each example that was not read as written.
	Misses []string
}

// Share is the part that was read as written, in percent.
func (t Tally) Share() float64 {
	if t.Total == 0 {
		return 0
	}
	return 100 * float64(t.Right) / float64(t.Total)
}

func (t *Tally) count(right bool) {
	t.Total++
	if right {
		t.Right++
	}
}

// Measure reads every example of a set and counts those read as written.
func Measure(s Set) Tally {
	t := Tally{Categories: map[string]*Tally{}, Batches: map[string]*Tally{}, Confusions: map[string]int{}}
	for _, x := range s.Examples {
		reading, why := x.read(s.Asked)
		got := fields(reading)
		diff := ""
		for _, v := range x.want {
			g := cmp.Or(got[v.name], "-")
			if g == v.want {
				continue
			}
			t.Confusions[v.name+" "+v.want+" read as "+g]++
			diff += v.name + " " + v.want + ", got " + g + "; "
		}
		if diff != "" {
			t.Misses = append(t.Misses, fmt.Sprintf("[%s] %q: %s%s", x.Category, x.Text, diff, why))
		}
		t.count(diff == "")
		part(t.Categories, x.Category).count(diff == "")
		part(t.Batches, x.Batch).count(diff == "")
	}
	return t
}

func part(parts map[string]*Tally, name string) *Tally {
	if parts[name] == nil {
		parts[name] = &Tally{}
	}
	return parts[name]
}

func (x Example) read(asked understand.Asked) (understand.Reading, string) {
	return understand.Read(x.Text, understand.Context{Asked: asked, Now: x.Now, Language: parcours.French})
}

// ReadAll reads every example of a set, and returns how many there are.
func ReadAll(s Set) int {
	for _, x := range s.Examples {
		x.read(s.Asked)
	}
	return len(s.Examples)
}

// fields writes the JSON of a reading as the sets do: lists joined by commas,
// nothing for what is null, empty or not there.
func fields(reading understand.Reading) map[string]string {
	encoded, err := json.Marshal(reading)
	if err != nil {
		panic(err) // a programmer's error in a reading
	}
	var all map[string]any
	if err := json.Unmarshal(encoded, &all); err != nil {
		panic(err)
	}
	out := make(map[string]string, len(all))
	for name, v := range all {
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
