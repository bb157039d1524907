package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
)

// reportCommand prints figures; they come from the same methods as the console's.
type reportCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
	weeklySettings   `embed:""`
	costSettings     `embed:""`

	Kind           string `arg:"" enum:"reach,deadlines,attendance,path,answers,referents,weekly,employment,messages,languages,records,steering,cohort,bulletin" help:"reach, deadlines, attendance (no-shows, and what the service cancelled), path (orientation and contract), answers (time to answer questions), referents, weekly (hours declared, beside the plans), employment (returns to work, and what became of them), messages (how many left, in how many parts, at what cost), languages (what each message would cost in each), records (appointments one by one, in the vocabulary of France Travail); or what leaves the team, with small counts hidden: steering (every figure, for the steering committee), bulletin (one A4 page), cohort (one anonymised line for each person, for evaluators)."`
	Format         string `enum:",table,csv,json,html" default:"" help:"table, csv or json; table when not said. steering and cohort are csv, bulletin is html, records csv or json."`
	reportFilter   `embed:""`
	recordSettings `embed:""`
}

// reportFilter says whose figures are asked, as the console's filter does.
type reportFilter struct {
	Territory   string `placeholder:"NAME" help:"Only this territory."`
	Referent    string `placeholder:"NAME" help:"Only the people of this referent, by name or e-mail address."`
	Channel     string `enum:",sms,telegram,call,letter" default:"" help:"Only people to whom a message goes first by sms, telegram, call or letter."`
	Orientation string `enum:",work,socio_pro,social" default:"" help:"Only people whose orientation is work, socio_pro or social."`
	EnteredFrom string `placeholder:"YYYY-MM" help:"Only people who entered in this month or later."`
	EnteredTo   string `placeholder:"YYYY-MM" help:"Only people who entered in this month or before."`
	Period      int    `placeholder:"DAYS" help:"Only appointments, questions, weeks, jobs and messages of so many days until today."`
	From        string `placeholder:"YYYY-MM-DD" help:"Only people who entered (reach, deadlines, path, referents, cohort), or appointments, questions, weeks, jobs and messages of that time, on or after this date."`
	To          string `placeholder:"YYYY-MM-DD" help:"Only people who entered (reach, deadlines, path, referents, cohort), or appointments, questions, weeks, jobs and messages of that time, on or before this date."`
}

// Run prints one report.
func (c *reportCommand) Run(ctx context.Context, out *output) error {
	if err := c.checkFormat(); err != nil {
		return err
	}
	if c.Kind == "languages" {
		return c.languages(out)
	}
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings, c.weeklySettings.apply)
	if err != nil {
		return err
	}
	defer db.Close()
	now := time.Now()
	filter, err := c.reportFilter.filter(ctx, db, c.Kind, now, rules.Zone)
	if err != nil {
		return err
	}
	switch c.Kind {
	case "messages":
		report, err := c.messages(ctx, db, rules.Zone, filter)
		if err != nil {
			return err
		}
		return report.write(out.stdout, c.Format)
	case "steering", "cohort", "bulletin":
		return c.share(ctx, out, db, rules, filter, now)
	case "records":
		return c.records(ctx, out, db, rules.Zone, filter, now)
	}
	report, err := figures(ctx, db, rules, c.Kind, filter, now)
	if err != nil {
		return err
	}
	return report.write(out.stdout, c.Format)
}

// checkFormat refuses a format that a kind does not have, and takes its own when none is said.
func (c *reportCommand) checkFormat() error {
	formats := []string{"table", "csv", "json"}
	switch c.Kind {
	case "steering", "cohort":
		formats = []string{"csv"}
	case "bulletin":
		formats = []string{"html"}
	case "records":
		formats = []string{"csv", "json"}
	}
	if c.Format == "" {
		c.Format = formats[0]
	}
	if !slices.Contains(formats, c.Format) {
		return fmt.Errorf("--format: report %s is written as %s", c.Kind, strings.Join(formats, ", "))
	}
	return nil
}

// filter reads whose figures are asked; days bound entries or events, as the kind counts them.
func (c reportFilter) filter(ctx context.Context, db *store.Store, kind string, now time.Time, zone *time.Location) (parcours.Filter, error) {
	filter := parcours.Filter{Channel: parcours.Channel(c.Channel), Orientation: parcours.Orientation(c.Orientation)}
	from, err := parcours.ParseDate(c.From)
	if err != nil {
		return filter, fmt.Errorf("--from: %w", err)
	}
	to, err := parcours.ParseDate(c.To)
	if err != nil {
		return filter, fmt.Errorf("--to: %w", err)
	}
	switch kind {
	case "attendance", "answers", "weekly", "employment", "records", "steering", "bulletin": // a period, not an entry
		filter.From, filter.To = from, to
	default:
		filter.EnteredFrom, filter.EnteredTo = from, to
	}
	if c.Period > 0 {
		filter = filter.LastDays(c.Period, parcours.DateOf(now, zone))
	}
	if c.EnteredFrom != "" {
		if filter.EnteredFrom, err = parcours.ParseDate(c.EnteredFrom + "-01"); err != nil {
			return filter, fmt.Errorf("--entered-from: %w", err)
		}
	}
	if c.EnteredTo != "" {
		first, err := parcours.ParseDate(c.EnteredTo + "-01")
		if err != nil {
			return filter, fmt.Errorf("--entered-to: %w", err)
		}
		filter.EnteredTo = first.AddMonths(1).AddDays(-1)
	}
	if filter.TerritoryID, err = territoryNamed(ctx, db, c.Territory); err != nil {
		return filter, err
	}
	filter.ReferentID, err = referentNamed(ctx, db, c.Referent)
	return filter, err
}

// referentNamed returns the id of a referent, empty for the empty name.
func referentNamed(ctx context.Context, db *store.Store, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	referents, err := db.Referents(ctx, "")
	if err != nil {
		return "", err
	}
	var known []string
	for _, r := range referents {
		if strings.EqualFold(r.Email, name) || parcours.FoldName(r.Name()) == parcours.FoldName(name) {
			return r.ID, nil
		}
		known = append(known, r.Name())
	}
	return "", fmt.Errorf("--referent: nobody is named %q; known ones: %q", name, known)
}

// territoryNamed returns the id of a territory, empty for the empty name.
func territoryNamed(ctx context.Context, db *store.Store, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	territories, err := db.Territories(ctx)
	if err != nil {
		return "", err
	}
	var known []string
	for _, territory := range territories {
		if parcours.FoldName(territory.Name) == parcours.FoldName(name) {
			return territory.ID, nil
		}
		known = append(known, territory.Name)
	}
	return "", fmt.Errorf("--territory: no territory is named %q; known ones: %q", name, known)
}

// figure is one line of a report: a label, a value, and what it is out of.
type figure struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Value int    `json:"value"`
	// Of is the denominator, 0 when the figure is a plain count.
	Of int `json:"of,omitempty"`
}

// report is a list of figures, with the value that JSON prints whole.
type report struct {
	lines []figure
	whole any
}

// figures computes one kind of report.
func figures(ctx context.Context, db *store.Store, rules parcours.Rules, kind string, filter parcours.Filter, now time.Time) (report, error) {
	words, err := locales.Load()
	if err != nil {
		return report{}, err
	}
	label := func(value any) string { return words.Label(parcours.French, value) }
	switch kind {
	case "reach":
		reach, err := db.Reach(ctx, now, filter)
		return report{reachFigures(reach, label), reach}, err
	case "deadlines":
		deadlines, err := db.Deadlines(ctx, parcours.DateOf(now, rules.Zone), filter)
		return report{deadlineFigures(deadlines, label), deadlines}, err
	case "attendance":
		attendance, err := db.Attendance(ctx, now, filter)
		return report{boardFigures(attendance.Measures(), label), attendance}, err
	case "path":
		path, err := db.Path(ctx, parcours.DateOf(now, rules.Zone), filter)
		return report{boardFigures(path.Measures(), label), path}, err
	case "answers":
		answers, err := db.Answers(ctx, now, filter)
		return report{boardFigures(answers.Measures(), label), answers}, err
	case "weekly":
		weekly, err := db.WeeklyFigures(ctx, filter)
		return report{weeklyFigures(weekly, label), weekly}, err
	case "employment":
		employment, err := db.Employment(ctx, parcours.DateOf(now, rules.Zone), filter)
		return report{employmentFigures(employment, label), employment}, err
	default:
		loads, err := db.Loads(ctx, now, filter)
		return report{loadFigures(loads), loads}, err
	}
}

func reachFigures(r parcours.Reach, label func(any) string) []figure {
	lines := []figure{
		{"people", "Personnes suivies", r.People, 0},
		{"contactable", "Joignables par un canal automatique", r.Contactable, r.People},
		{"sent", "Message accepté par l'opérateur", r.Sent, r.Contactable},
		{"handed_over", "dont remis sans accusé possible (Telegram)", r.HandedOver, r.Sent},
		{"delivered", "Message délivré", r.Delivered, r.Sent},
		{"answered", "Ont répondu", r.Answered, r.Delivered},
		{"met", "Reçues en entretien", r.Met, r.Delivered},
		{"met_without_receipt", "Reçues sans accusé de réception", r.MetWithoutReceipt, 0},
	}
	for _, level := range []parcours.ReachLevel{parcours.LevelContactable, parcours.LevelSent, parcours.LevelDelivered, parcours.LevelAnswered, parcours.LevelMet} {
		causes := make([]parcours.LossCause, 0, len(r.Losses[level]))
		for cause := range r.Losses[level] {
			causes = append(causes, cause)
		}
		slices.Sort(causes)
		for _, cause := range causes {
			lines = append(lines, figure{"lost." + string(level) + "." + string(cause), "Perdues : " + label(cause), r.Losses[level][cause], 0})
		}
	}
	return lines
}

func deadlineFigures(d parcours.Deadlines, label func(any) string) []figure {
	var lines []figure
	for _, colour := range []parcours.ClockColour{parcours.ClockDone, parcours.ClockLate, parcours.ClockGreen, parcours.ClockAmber, parcours.ClockRed} {
		lines = append(lines, figure{"clock." + string(colour), label(colour), d.Clock[colour], 0})
	}
	within := strconv.Itoa(d.WithinDays)
	return append(lines,
		figure{"convened_in_time", "Convoquées en " + within + " jours ou moins", d.ConvenedInTime, d.Mature},
		figure{"convened_by_invitation", "dont par une invitation", d.ByInvitation, d.Mature},
		figure{"sent_only", "Envoyée à temps, arrivée non prouvée à temps", d.SentOnly, d.Mature},
		figure{"met_in_time", "Reçues en " + within + " jours ou moins", d.MetInTime, d.Mature},
		figure{"outcomes_missing", "Rendez-vous passés sans issue renseignée", d.OutcomesMissing, 0},
		figure{"median_days_to_convened", "Jours jusqu'à la convocation (médiane)", d.Convened.Median, 0},
		figure{"median_days_to_met", "Jours jusqu'à l'entretien (médiane)", d.Met.Median, 0},
		figure{"p90_days_to_convened", "Jours jusqu'à la convocation (neuf personnes sur dix)", d.Convened.P90, 0},
		figure{"p90_days_to_met", "Jours jusqu'à l'entretien (neuf personnes sur dix)", d.Met.P90, 0},
		figure{"left_out.immature", "Hors du compte : délai pas encore passé", d.LeftOut[parcours.LeftOutImmature], 0},
		figure{"left_out.duties", "Hors du compte : sans droits et devoirs", d.LeftOut[parcours.LeftOutDuties], 0},
		figure{"left_out.exited", "Hors du compte : sortie avant le terme", d.LeftOut[parcours.LeftOutExited], 0},
	)
}

func loadFigures(loads []parcours.Load) []figure {
	lines := make([]figure, 0, len(loads))
	for _, load := range loads {
		lines = append(lines, figure{"referent", load.Name + " (" + load.Territory + ")", load.People, load.Target})
	}
	return lines
}

// percent prints a rate, or a dash where there is nothing to divide by.
func (f figure) percent() string {
	if f.Of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(f.Value)/float64(f.Of))
}

func (r report) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return writeJSON(w, r.whole)
	case "csv":
		out, err := newSpreadsheet(w, "indicateur", "libellé", "numérateur", "dénominateur")
		if err != nil {
			return err
		}
		for _, line := range r.lines {
			of := ""
			if line.Of > 0 {
				of = strconv.Itoa(line.Of)
			}
			_ = out.Write([]string{line.Name, parcours.InertCell(line.Label), strconv.Itoa(line.Value), of})
		}
		out.Flush()
		return out.Error()
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range r.lines {
		of := ""
		if line.Of > 0 {
			of = fmt.Sprintf("sur %d\t%s", line.Of, line.percent())
		}
		fmt.Fprintf(table, "%s\t%d\t%s\n", line.Label, line.Value, of)
	}
	return table.Flush()
}

// writeJSON writes what a command was asked to tell to a program.
func writeJSON(w io.Writer, told any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(told)
}

// newSpreadsheet begins a table as French spreadsheets open it: a byte order mark,
// semicolons, and the columns' names.
func newSpreadsheet(w io.Writer, columns ...string) (*csv.Writer, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	return out, out.Write(columns)
}
