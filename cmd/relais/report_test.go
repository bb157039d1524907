package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestReportsHoldNoFormula(t *testing.T) {
	t.Parallel()
	for _, name := range []string{`=HYPERLINK("https://attaquant.exemple.fr","x")`, "+1", "-1", "@SUM(1)", "\t=1"} {
		var out bytes.Buffer
		if err := (report{lines: []figure{{"referent", name, 3, 60}}}).write(&out, "csv"); err != nil {
			t.Fatal(err)
		}
		if line := strings.Split(out.String(), "\n")[1]; !strings.HasPrefix(line, "referent;'") && !strings.HasPrefix(line, `referent;"'`) {
			t.Errorf("got %q", line)
		}
	}
}
