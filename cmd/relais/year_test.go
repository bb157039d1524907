package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"relais/bot/understand"
	"relais/parcours"
	"relais/scheduler"
)

var update = flag.Bool("update", false, "rewrite the year")

// yearWithin is the aim for a virtual year, once the program is up. It is measured in
// processor time too: what other work does to the clock on the wall says nothing of it.
const yearWithin = time.Second

// TestAYear plays the year of one person, from the day they enter to six months in a
// job, through the real clockwork, outbox, conversation and store, over nights on which
// clocks change and over holidays. testdata/une-annee.txtar holds what they and the
// service do, and every message they get for it, with its hour on the wall.
//
//	2025-09-10 16:00 > TEXT        Maëlys writes
//	... met, oriented, contracted  what professionals record
//	... plan 15 20                 the hours that are agreed
//	... activity KIND 2025-10-13 14:00 180 LABEL
//	... accept health              the reason of the week before is accepted
//	... answer TEXT                the referent answers the oldest question
//	... employed 2026-01-05        the referent confirms the job
func TestAYear(t *testing.T) {
	const name = "testdata/une-annee.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var script, want string
	for _, f := range archive.Files {
		switch f.Name {
		case "script":
			script = string(f.Data)
		case "year":
			want = string(f.Data)
		}
	}
	y := newYear(t)
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line != "" {
			y.play(line)
		}
	}
	took, wall := processor(t)-y.began, time.Since(y.woke)
	got := y.told.String()
	if *update {
		archive.Files = []txtar.File{{Name: "script", Data: []byte(script)}, {Name: "year", Data: []byte(got)}}
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("the year differs (-want +got):\n%s", diff)
	}
	y.wantLines("incidents", nil, "select kind from incident")
	t.Logf("a year in %v, %v of processor time; the aim is %v", wall.Round(time.Millisecond), took.Round(time.Millisecond), yearWithin)
}

// processor is how much processor time the tests have taken so far, all threads together.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// reference is what tells two messages of one text apart: drawn at random.
var reference = regexp.MustCompile(`Réf \w+`)

// year is a house with one inhabitant, whose life is read from a script.
type year struct {
	*house
	began  time.Duration // of processor time
	woke   time.Time
	zone   *time.Location
	desk   parcours.Actor
	person string
	told   strings.Builder
	rang   int
}

func newYear(t *testing.T) *year {
	zone := paris(t)
	start := time.Date(2025, time.September, 1, 8, 0, 0, 0, zone)
	h := newHouse(t, "sqlite", t.TempDir()+"/relais.db", begins(start), func(b *blueprint) {
		b.settings.TickEvery = "0 8-18/5 * * 1-5"
	})
	var err error
	h.node.scheduler, err = scheduler.New(zone, h.node.log, unread(h.node.serviceJobs())...)
	h.must(err)
	understand.Intent("bonjour") // the first text makes the lists of phrases ready
	y := &year{house: h, began: processor(t), woke: time.Now(), zone: zone, desk: parcours.Actor{AccountID: "desk", Role: parcours.AccountCoordinator}}
	p := person(1)
	p.RightsOpenedOn = parcours.DateOf(start, zone)
	h.convene(p)
	y.person = h.ask("select id from person")[0]
	return y
}

// play lets the time go by until the line's instant, then does what it says.
func (y *year) play(line string) {
	y.Helper()
	const minute = "2006-01-02 15:04"
	if len(line) <= len(minute) {
		y.Fatalf("%q: no instant and act", line)
	}
	at, err := time.ParseInLocation(minute, line[:len(minute)], y.zone)
	if err != nil {
		y.Fatal(err)
	}
	y.until(at)
	act := strings.TrimSpace(line[len(minute):])
	fmt.Fprintf(&y.told, "%s %s\n", y.wall(at), act)
	y.must(y.do(act))
	y.happen()
	y.step()
	y.listen()
}

func (y *year) wall(at time.Time) string { return at.In(y.zone).Format("Mon 2 Jan 2006 15:04") }

func (y *year) do(act string) error {
	now, store := y.Clock.Now(), y.node.store
	today := parcours.DateOf(now, y.zone)
	word, rest, _ := strings.Cut(act, " ")
	fields := strings.Fields(rest)
	number := func(i int) int {
		n, err := strconv.Atoi(fields[i])
		y.must(err)
		return n
	}
	day := func(i int) parcours.Date {
		d, err := parcours.ParseDate(fields[i])
		y.must(err)
		return d
	}
	fact := func(kind parcours.FactKind, value string) error {
		return store.RecordFact(y.Context(), now, y.desk, parcours.Fact{PersonID: y.person, Kind: kind, On: today, Value: value})
	}
	switch word {
	case ">":
		y.Twilio.Receive(mobile(1), rest)
		return nil
	case "met":
		id := y.ask("select id from participation where outcome = 'unknown' order by id limit 1")[0]
		return store.RecordOutcome(y.Context(), now, y.desk, id, parcours.OutcomeSeen, parcours.ImpedimentNone)
	case "oriented":
		return fact(parcours.FactOriented, string(parcours.OrientationSocioPro))
	case "contracted":
		return fact(parcours.FactContracted, "")
	case "plan":
		return store.SetWeeklyPlan(y.Context(), now, y.desk, parcours.WeeklyPlan{
			PersonID: y.person, MinHours: number(0), MaxHours: number(1), From: parcours.WeekOf(today).Monday.AddDays(7),
		})
	case "activity":
		clock, err := time.Parse("15:04", fields[2])
		y.must(err)
		y.serial++
		_, err = store.ImportActivities(y.Context(), now, parcours.ImportBatch{ID: fmt.Sprintf("activities-%d", y.serial), Kind: "activities", FileName: "activities.csv"}, []parcours.ActivityRow{{
			Row: parcours.Row{Line: 2}, InternalID: "I-1", Activity: &parcours.Activity{
				Kind: parcours.ActivityKind(fields[0]), Day: day(1), Start: clock.Hour()*60 + clock.Minute(), Minutes: number(3), Label: strings.Join(fields[4:], " "),
			},
		}}, false)
		return err
	case "accept":
		week := parcours.WeekOf(today.AddDays(-7))
		return store.SettleImpediment(y.Context(), now, y.desk, y.person, week, parcours.Impediment(fields[0]), parcours.ImpedimentAccepted)
	case "answer":
		id := y.ask("select id from escalation where state = 'open' order by opened_at limit 1")[0]
		return store.AnswerEscalation(y.Context(), now, y.desk, id, rest)
	case "employed":
		id := y.ask("select id from job where state = 'declared'")[0]
		return store.RecordJob(y.Context(), now, y.desk, parcours.Job{ID: id, PersonID: y.person, StartsOn: day(0), Kind: parcours.JobCDI, WeeklyMinutes: 35 * 60})
	}
	return fmt.Errorf("%q is no act", act)
}

// until lets time go by: ticks of the clockwork, what falls due, what the network does.
func (y *year) until(end time.Time) {
	y.Helper()
	y.step()
	for range 100_000 {
		due, any := y.next()
		if y.tick(end, due, any) {
			continue // it wrote something that is due at once
		}
		if !any || due.After(end) {
			y.Clock.MoveTo(end)
			y.listen()
			return
		}
		y.Clock.MoveTo(due)
		y.happen()
		y.step()
		y.listen()
	}
	y.Fatal("time stands still")
}

// tick runs the clockwork up to what falls due next, or to the end, and reports
// whether it stopped before, at a tick that wrote a message.
func (y *year) tick(end, due time.Time, any bool) bool {
	y.Helper()
	for {
		now := y.Clock.Now()
		next := y.node.scheduler.Next(now)
		if next.After(end) || any && due.Before(next) {
			return false
		}
		y.Clock.MoveTo(next)
		y.must(y.node.scheduler.Advance(y.Context(), now, next))
		for _, text := range y.ask("select cast(due_at as text) from attempt where state = 'queued' and channel = 'sms' order by due_at limit 1") {
			ms, err := strconv.ParseInt(text, 10, 64)
			y.must(err)
			first := time.UnixMilli(ms)
			if !first.After(next) {
				y.step()
				y.listen()
				return true
			}
			if !any || first.Before(due) {
				due, any = first, true
			}
		}
	}
}

// listen notes what rang since.
func (y *year) listen() {
	for _, m := range y.Twilio.Ledger()[y.rang:] {
		y.rang++
		if m.Direction != "inbound" {
			text := reference.ReplaceAllString(strings.ReplaceAll(m.Text, "\n", " / "), "Réf …")
			fmt.Fprintf(&y.told, "%s    %s\n", y.wall(m.At), text)
		}
	}
}
