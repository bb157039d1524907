package proof_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/proof"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// journals are heads that a test changes at will.
type journals map[string]int64

func (j journals) heads(_ context.Context, each func(parcours.JournalHead) error) error {
	for person, seq := range j {
		if err := each(parcours.JournalHead{PersonID: person, Seq: seq, Hash: fmt.Sprintf("%s-%d", person, seq)}); err != nil {
			return err
		}
	}
	return nil
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func TestOneLineADayHoldsWhatChanged(t *testing.T) {
	t.Parallel()
	a := proof.Anchors{Path: filepath.Join(t.TempDir(), "relais.anchors"), Zone: paris(t)}
	anchor := func(now time.Time, j journals, want ...string) {
		t.Helper()
		cut, err := a.Anchor(t.Context(), now, j.heads)
		if err != nil || !slices.Equal(cut, want) {
			t.Fatalf("cut %v, %v, want %v", cut, err, want)
		}
	}
	night := time.Date(2026, 1, 5, 2, 40, 0, 0, time.UTC)
	anchor(night, journals{})
	if _, err := os.Stat(a.Path); err == nil {
		t.Error("a line without a journal")
	}
	j := journals{"p-1": 4, "p-2": 7}
	anchor(night, j)
	anchor(night.Add(20*time.Hour), j) // the same day: once
	j["p-2"] = 9
	anchor(night.AddDate(0, 0, 1), j)
	anchor(night.AddDate(0, 0, 2), j) // a line a day even when nothing changed
	got := lines(t, a.Path)
	if len(got) != 3 || !strings.Contains(got[1], `"heads":{"p-2":"9 p-2-9"}`) || !strings.Contains(got[2], `"journals":2`) || !strings.Contains(got[2], `"heads":{}`) {
		t.Errorf("lines:\n%s", strings.Join(got, "\n"))
	}
	held, err := a.Read()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]parcours.JournalMark{
		"p-1": {{Seq: 4, Hash: "p-1-4"}},
		"p-2": {{Seq: 7, Hash: "p-2-7"}, {Seq: 9, Hash: "p-2-9"}},
	}
	if diff := cmp.Diff(want, held.Marks); diff != "" || held.Lines != 3 || held.Last != parcours.NewDate(2026, 1, 7) {
		t.Errorf("%d lines until %v, (-want +got):\n%s", held.Lines, held.Last, diff)
	}
	if info, err := os.Stat(a.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	j["p-2"] = 8
	delete(j, "p-1")
	anchor(night.AddDate(0, 0, 3), j, "p-1", "p-2")
}

func TestTheAccessLogIsAnchoredBesideTheJournals(t *testing.T) {
	t.Parallel()
	head := parcours.JournalMark{}
	a := proof.Anchors{Path: filepath.Join(t.TempDir(), "relais.anchors"), Zone: paris(t), Accesses: func(context.Context) (parcours.JournalMark, error) { return head, nil }}
	want := []parcours.JournalMark(nil)
	for day := range 3 {
		if _, err := a.Anchor(t.Context(), time.Date(2026, 1, 5+day, 2, 40, 0, 0, time.UTC), journals{"p-1": 4}.heads); err != nil {
			t.Fatal(err)
		}
		if held, err := a.Read(); err != nil || held.Lines != day+1 || !slices.Equal(held.Accesses, want) {
			t.Errorf("day %d: %d lines, %v, %v, want %v", day, held.Lines, held.Accesses, err, want)
		}
		head = parcours.JournalMark{Seq: int64(40 * (day + 1)), Hash: "h"}
		want = append(want, head)
	}
	text := lines(t, a.Path)
	text[2] = strings.Replace(text[2], "80 h", "8x h", 1)
	if err := os.WriteFile(a.Path, []byte(strings.Join(text, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Read(); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("a head that cannot be read: %v", err)
	}
}

func TestAnAlteredAnchorFileIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "relais.anchors")
	a := proof.Anchors{Path: path, Zone: paris(t)}
	j := journals{"p-1": 4}
	for day := range 4 {
		j["p-1"]++
		if _, err := a.Anchor(t.Context(), time.Date(2026, 1, 5+day, 2, 40, 0, 0, time.UTC), j.heads); err != nil {
			t.Fatal(err)
		}
	}
	honest := lines(t, path)
	write := func(changed []string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(strings.Join(changed, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, change := range map[string]func([]string) []string{
		"a line altered":      func(l []string) []string { l[1] = strings.Replace(l[1], "p-1-6", "p-1-x", 1); return l },
		"a line taken out":    func(l []string) []string { return slices.Delete(l, 1, 2) },
		"two lines swapped":   func(l []string) []string { l[1], l[2] = l[2], l[1]; return l },
		"the last altered":    func(l []string) []string { l[3] = strings.Replace(l[3], "p-1-8", "p-1-x", 1); return l },
		"a line made garbage": func(l []string) []string { l[2] = "{"; return l },
	} {
		write(change(slices.Clone(honest)))
		if _, err := a.Read(); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
		if _, err := a.Anchor(t.Context(), time.Date(2026, 2, 1, 2, 40, 0, 0, time.UTC), j.heads); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%s: anchored on top of it: %v", name, err)
		}
	}
	write(honest)
	if held, err := a.Read(); err != nil || held.Lines != 4 {
		t.Errorf("%d lines, %v", held.Lines, err)
	}
}

func TestALineThatACrashCutShortIsSkipped(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "relais.anchors")
	a := proof.Anchors{Path: path, Zone: paris(t)}
	j := journals{"p-1": 4}
	day := func(n int) time.Time { return time.Date(2026, 1, n, 2, 40, 0, 0, time.UTC) }
	if _, err := a.Anchor(t.Context(), day(5), j.heads); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"v":1,"day":"2026-01-06","at`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	j["p-1"] = 5
	if _, err := a.Anchor(t.Context(), day(6), j.heads); err != nil {
		t.Fatal(err)
	}
	held, err := a.Read()
	if err != nil || held.Lines != 2 || held.Unreadable != 1 || len(held.Marks["p-1"]) != 2 {
		t.Errorf("%+v, %v", held, err)
	}
}
