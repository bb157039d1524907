package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"relais/bot/understand"
)

// tally is how a set fared.
type tally struct {
	right, total int
	categories   map[string]*tally
	confusions   map[string]int
	misses       []string
}

func (t tally) share() float64 {
	if t.total == 0 {
		return 0
	}
	return 100 * float64(t.right) / float64(t.total)
}

func measure(s set) tally {
	t := tally{categories: map[string]*tally{}, confusions: map[string]int{}}
	for _, x := range s.examples {
		c := t.categories[x.category]
		if c == nil {
			c = &tally{}
			t.categories[x.category] = c
		}
		t.total++
		c.total++
		reading, why := understand.Read(x.text, understand.Context{Asked: s.asked, Now: x.now, Language: "fr"})
		got := fields(reading)
		right := true
		for _, v := range x.want {
			g := cmp.Or(got[v.name], "-")
			if g != v.want {
				right = false
				t.confusions[v.name+" "+v.want+" read as "+g]++
				t.misses = append(t.misses, fmt.Sprintf("%s %s, got %s: %q (%s)", v.name, v.want, g, x.text, why))
			}
		}
		if right {
			t.right++
			c.right++
		}
	}
	return t
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

// speed reads the set over and over for a second of this process's own time, and
// returns the texts read per second of it: what else the machine does is not
// counted.
func speed(s set) float64 {
	read, start := 0, processTime()
	for processTime()-start < time.Second {
		for _, x := range s.examples {
			understand.Read(x.text, understand.Context{Asked: s.asked, Now: x.now, Language: "fr"})
		}
		read += len(s.examples)
	}
	return float64(read) / (processTime() - start).Seconds()
}

// most confusions are printed, the most frequent first.
const most = 12

func (t tally) print(w io.Writer, misses bool) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	names := make([]string, 0, len(t.categories))
	for name := range t.categories {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c := t.categories[name]
		fmt.Fprintf(table, "  %s\t%d/%d\t%.1f %%\n", name, c.right, c.total, c.share())
	}
	table.Flush()
	type confusion struct {
		what string
		n    int
	}
	var confusions []confusion
	for what, n := range t.confusions {
		confusions = append(confusions, confusion{what, n})
	}
	slices.SortFunc(confusions, func(a, b confusion) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.what, b.what))
	})
	for i, c := range confusions {
		if i == most {
			fmt.Fprintf(w, "  … %d other confusions\n", len(confusions)-most)
			break
		}
		fmt.Fprintf(w, "  %d × %s\n", c.n, c.what)
	}
	if misses {
		for _, m := range t.misses {
			fmt.Fprintf(w, "  - %s\n", m)
		}
	}
}
