package bot_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

// weekly performs a line of a script about the hours of a week.
func (w *world) weekly(t testing.TB, word string, args []string) {
	t.Helper()
	number := func(i int) int {
		t.Helper()
		n, err := strconv.Atoi(args[i])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	today := parcours.DateOf(w.now, w.rules.Zone)
	switch word {
	case "plan":
		for i, week := 0, parcours.WeekOf(today); i < 4; i, week = i+1, week.Next() {
			w.weeks = append(w.weeks, parcours.AgreedWeek{
				ID: fmt.Sprintf("W%d", i+1), PersonID: w.person.ID, Week: week, MinHours: number(0), MaxHours: number(1),
				CloseAt: w.rules.WeekCalendar(week, w.person.ID).CloseAt,
			})
		}
	case "activity":
		w.weeks[0].Activities = append(w.weeks[0].Activities, parcours.Activity{
			ID: args[0], PersonID: w.person.ID, Kind: parcours.ActivityKind(args[1]), Minutes: number(2), Label: strings.Join(args[3:], " "),
			Day: w.weeks[0].Week.Monday.AddDays(2), Start: 10 * 60,
		})
	case "request", "nudge":
		asked := w.weeks[0]
		n := w.rules.PlanWeeklyRequest(asked, w.now, w.service, w.now)
		w.send(parcours.Say{Template: n.Template, Facts: n.Facts, Choices: n.Choices, PromptKind: n.PromptKind, SubjectID: n.SubjectID})
	case "remind":
		for _, a := range w.weeks[0].Activities {
			if a.ID == args[0] {
				n := w.rules.PlanActivityReminder([]parcours.Activity{a}, w.now, w.service, w.now)
				w.send(parcours.Say{Choices: n.Choices, PromptKind: n.PromptKind, SubjectID: n.SubjectID})
			}
		}
	}
}

// agreed are the weeks that the store would give: begun, and not closed for long.
func (w *world) agreed() []parcours.AgreedWeek {
	var weeks []parcours.AgreedWeek
	for _, week := range w.weeks {
		if w.now.Before(week.Week.Monday.At(0, 0, w.rules.Zone)) || w.now.Sub(week.CloseAt) >= 7*24*time.Hour {
			continue
		}
		if !week.Open(w.now) && len(weeks) > 0 && !weeks[0].Open(w.now) {
			weeks = nil
		}
		weeks = append(weeks, week)
	}
	return weeks
}

// declare applies a declaration as the store would.
func (w *world) declare(e parcours.Declare) string {
	i := slices.IndexFunc(w.weeks, func(week parcours.AgreedWeek) bool { return week.ID == e.WeekID })
	if i < 0 || !w.weeks[i].Open(w.now) {
		return "REFUSED: week " + e.WeekID + " takes no answer"
	}
	report := e.Report
	if before := w.weeks[i].Report; before != nil && report.Impediment == parcours.ImpedimentNone {
		report.Impediment = before.Impediment
	}
	w.weeks[i].Report = &report
	for k := range w.messages {
		if m := &w.messages[k]; m.prompt.SubjectID == e.WeekID {
			m.closed = true
		}
	}
	line := "* " + e.WeekID + ": "
	if report.Stated {
		line += fmt.Sprintf("%dmin", report.Minutes)
	} else {
		line += "no hours"
	}
	if report.Impediment != parcours.ImpedimentNone {
		line += " (" + string(report.Impediment) + ")"
	}
	if len(report.Done) > 0 {
		line += " " + strings.Join(report.Done, "+")
	}
	return line
}

var weeklyLines = []string{
	"12", "14h", "en fait 14h", "0", "rien", "2x4h", "j'ai pas pu j'étais malade", "oui", "non", "ok", "1", "2", "1 et 2", "tout", "rien", "3 demi-journées", "3h par jour",
	"AIDE", "STOP", "REPRENDRE", "merci", "c'est quoi ces heures ?", "jpeu pas mardi jai la petite", "j'ai fait 12h cette semaine", "10h mais ma fille était malade", "900h", "bonjour", "🙂", "",
	"je viens", "autre jour", "j'ai trouvé un travail de 35h", "je pense au suicide", "non merci", "oui en parler",
}

// TestOneFinalReportAWeekWhateverIsSaid plays random conversations about a week: every
// declaration is for a week that is open, what was declared is never lost, and the
// last hours that were told are those that stand.
func TestOneFinalReportAWeekWhateverIsSaid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		if rapid.Bool().Draw(rt, "telegram") {
			w.channel, w.contact.Channel, w.contact.Address = parcours.ChannelTelegram, parcours.ChannelTelegram, "4401"
		}
		if rapid.Bool().Draw(rt, "convoked") {
			w.convoke()
		} else {
			w.appointments = nil
		}
		w.weekly(t, "plan", []string{"15", "20"})
		for i := range rapid.IntRange(0, 3).Draw(rt, "activities") {
			w.weekly(t, "activity", []string{fmt.Sprintf("a%d", i+1), "workshop", "180", "Atelier", strconv.Itoa(i + 1)})
		}
		w.now = w.now.AddDate(0, 0, 3) // Friday
		w.weekly(t, "request", nil)
		declared := map[string]*parcours.ActivityReport{}
		for range rapid.IntRange(1, 25).Draw(rt, "turns") {
			w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{1, 60, 60 * 14, 60 * 24}).Draw(rt, "minutes")) * time.Minute)
			in := parcours.Inbound{Kind: parcours.InboundText, Text: rapid.SampledFrom(weeklyLines).Draw(rt, "text")}
			if n := len(w.messages); rapid.IntRange(0, 2).Draw(rt, "button") == 0 {
				m := w.messages[rapid.IntRange(0, n-1).Draw(rt, "message")].prompt
				if len(m.Choices) > 0 {
					in = parcours.Inbound{Kind: parcours.InboundButton, AttemptID: m.ID, Action: rapid.SampledFrom(m.Choices).Draw(rt, "choice").Action}
				}
			}
			d := w.dossier(in)
			effects, lines := w.step(in)
			if err := check(d, in, effects); err != nil {
				rt.Fatal(err)
			}
			if n := count[parcours.Declare](effects); n > 1 {
				rt.Fatalf("%d declarations in one turn", n)
			}
			for _, l := range lines {
				if strings.HasPrefix(l, "REFUSED") {
					rt.Fatalf("%q: %s", in.Text, l)
				}
			}
			for _, e := range effects {
				if said, ok := e.(parcours.Declare); ok {
					before := declared[said.WeekID]
					if before != nil && before.Stated && !said.Report.Stated {
						rt.Fatalf("%q loses the hours that were told before", in.Text)
					}
					if !said.Report.Stated && said.Report.Impediment == parcours.ImpedimentNone {
						rt.Fatalf("%q declares nothing", in.Text)
					}
					declared[said.WeekID] = &said.Report
				}
			}
		}
		for _, week := range w.weeks {
			want, got := declared[week.ID], week.Report
			if (want == nil) != (got == nil) || want != nil && (want.Minutes != got.Minutes || want.Stated != got.Stated) {
				rt.Fatalf("week %s ends with %+v, the last declared is %+v", week.ID, got, want)
			}
		}
	})
}
