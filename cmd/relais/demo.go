package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/sandbox"
	"relais/scheduler"
)

// demoCommand shows everything on this machine: the real service, with a
// loopback world in place of the providers and of the people.
type demoCommand struct {
	Seed   uint64        `default:"35" help:"The same seed tells the same story."`
	People int           `default:"300" help:"People of the fictional territory."`
	Weeks  int           `default:"4" help:"Weeks of arrivals and slots."`
	Ahead  int           `default:"0" placeholder:"DAYS" help:"Days of the story that are played before the pages open: 14 shows a territory that lives, and takes half a minute."`
	Exit   bool          `help:"Play the weeks at once without any page, print the figures and exit."`
	Format string        `enum:"table,json" default:"table" help:"With --exit: table or json."`
	Listen string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where the console answers; another free port if it is taken."`
	Phones string        `default:"127.0.0.1:8081" placeholder:"HOST:PORT" help:"Where the phones answer; another free port if it is taken."`
	Day    time.Duration `default:"60s" help:"How long a working day of the story lasts; the phones' page changes it."`
	Log    bool          `help:"Print the service's log."`
}

// The demo's credentials mean nothing outside it.
const (
	demoSender   = "38035"
	demoBotName  = "relais_demo_bot"
	demoBotToken = "1000000035:relais-demo-loopback-token-000000000"
)

// demo is one fictional world with the real service in it.
type demo struct {
	*node
	command  *demoCommand
	pilot    sandbox.Pilot
	world    *sandbox.Sandbox
	arrived  parcours.Date
	console  net.Listener
	phones   net.Listener
	post     net.Listener
	password string
	folder   string
	// batch names the next import.
	batch func() string
}

// Run plays the story, in the browser or at once.
func (c *demoCommand) Run(ctx context.Context, out *output) error {
	if c.People < 1 || c.People > 5000 || c.Weeks < 1 || c.Weeks > 52 || c.Day < time.Second || c.Ahead < 0 || c.Ahead > 7*c.Weeks {
		return errors.New("--people goes from 1 to 5000, --weeks from 1 to 52, --day from 1s, --ahead from 0 to the days of the weeks")
	}
	d, err := c.prepare(ctx, out)
	if err != nil {
		return err
	}
	defer d.close()
	if c.Exit {
		return d.playAtOnce(ctx, out)
	}
	return d.playInBrowser(ctx, out)
}

// prepare opens the addresses, the database and the world, and imports what is
// known on the first morning.
func (c *demoCommand) prepare(ctx context.Context, out *output) (d *demo, err error) {
	d = &demo{command: c, password: strings.ToLower(rand.Text()[:10]), batch: rand.Text}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	if d.folder, err = os.MkdirTemp("", "relais-demo-"); err != nil {
		return d, err
	}
	for _, place := range []struct {
		listener *net.Listener
		address  string
	}{{&d.console, c.Listen}, {&d.phones, c.Phones}, {&d.post, "127.0.0.1:0"}} {
		if *place.listener, err = listenNear(place.address, c.Exit); err != nil {
			return d, err
		}
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return d, err
	}
	// The pilot began on Thursday 1 June 2023; the story begins the Monday after.
	start := time.Date(2023, time.June, 5, 8, 0, 0, 0, zone)
	d.arrived = parcours.DateOf(start, zone)
	d.pilot = sandbox.Generate(c.Seed, d.arrived, c.People, c.Weeks)
	d.world = sandbox.New(d.worldOptions(start))
	log := slog.New(slog.DiscardHandler)
	if c.Log {
		log = newLog(out, "text", slog.LevelInfo)
	}
	d.node, err = newNode(ctx, d.settings(), nodeOptions{now: d.world.Clock.Now, log: log, oneByOne: c.Exit, newID: d.ids()})
	if err != nil {
		return d, err
	}
	if err := d.tickEvery(d.node.settings.TickEvery); err != nil {
		return d, err
	}
	return d, d.firstMorning(ctx)
}

// tickEvery makes the clockwork look that often for what is due.
func (d *demo) tickEvery(spec string) (err error) {
	d.node.settings.TickEvery = spec
	d.scheduler, err = scheduler.New(d.rules.Zone, d.log, d.jobs()...)
	return err
}

// listenNear opens an address, or a free port beside it when it is taken.
func listenNear(address string, anyPort bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is not of the form host:port", address)
	}
	if !anyPort {
		if listener, err := net.Listen("tcp", address); err == nil {
			return listener, nil
		}
	}
	return listen(net.JoinHostPort(host, "0"))
}

func (d *demo) close() {
	if d.node != nil {
		d.store.Close()
	}
	for _, listener := range []net.Listener{d.console, d.phones, d.post} {
		if listener != nil {
			listener.Close()
		}
	}
	if d.folder != "" {
		os.RemoveAll(d.folder)
	}
}

func (d *demo) address(listener net.Listener) string { return "http://" + listener.Addr().String() }

// account is the loopback one of the story.
func (c *demoCommand) account() (sid, token string) { return loopbackAccount(c.Seed) }

// loopbackAccount derives an account from a seed.
func loopbackAccount(seed uint64) (sid, token string) {
	sum := sha256.Sum256(fmt.Appendf(nil, "relais demo %d", seed))
	return "AC" + hex.EncodeToString(sum[:16]), hex.EncodeToString(sum[16:])
}

func (d *demo) worldOptions(start time.Time) sandbox.Options {
	sid, token := d.command.account()
	o := sandbox.Options{
		Seed: d.command.Seed, Start: start, Pilot: d.pilot,
		Twilio:   sandbox.TwilioAccount{SID: sid, Token: token, Sender: demoSender, Webhook: d.address(d.console) + "/webhooks/twilio/message"},
		Telegram: sandbox.TelegramBot{Token: demoBotToken, Username: demoBotName, Name: "Relais"},
		Console:  d.address(d.console),
		Answer:   d.answerInConsole,
		Scenes:   demoScenes, Play: d.playScene,
	}
	if !d.command.Exit {
		o.Speed = sandbox.DayLasts(d.command.Day)
	}
	return o
}

// tickAtOnce is how often the clockwork ticks while a story is played at once.
const tickAtOnce = "*/10 * * * *"

// settings are those of a département that uses both channels and e-mail.
func (d *demo) settings() nodeSettings {
	sid, token := d.command.account()
	key := sha256.Sum256([]byte(token))
	tick := "@every 1m"
	if d.command.Exit {
		tick = tickAtOnce
	}
	return nodeSettings{
		databaseSettings: databaseSettings{Database: filepath.Join(d.folder, "relais.db"), DataKey: hex.EncodeToString(key[:])},
		ruleSettings: ruleSettings{
			Timezone: "Europe/Paris", ConveneWithinDays: 15, NoticeDays: 3, ReminderDays: []int{2}, SendWindow: "Mon-Fri 09:00-19:00",
			InviteIn: []string{"Vallons de Vilaine"}, InviteDays: 4,
			ServiceName: "Département d'Ille-et-Vilaine", ServicePhone: "02 61 91 00 35", ServiceSite: "ille-et-vilaine.exemple.fr",
		},
		twilioSettings: twilioSettings{
			AccountSID: sid, AuthToken: token, From: demoSender, APIURL: d.address(d.phones), TwoWay: "true", PartsPerSecond: 0,
		},
		deliverySettings: deliverySettings{PollDelays: []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}, CatchUpEvery: 10 * time.Minute, EraseAfterDays: 4},
		telegramSettings: telegramSettings{Token: demoBotToken, APIURL: d.address(d.phones), Mode: "poll"},
		letterSettings:   letterSettings{LetterBeforeDays: 5, PostDays: 3, LetterLinkDays: 30, CallTries: 2, LetterFrom: "Département d'Ille-et-Vilaine|Service insertion|1 avenue de la Préfecture|35042 Rennes Cedex", LetterCity: "Rennes"},
		importSettings:   importSettings{ImportMaxMB: 16, ImportMaxRows: 20_000, ImportFileDays: 7, ImportReportDays: 30},
		purgeSettings:    purgeSettings{keepingSettings: usualKeeping(), ExportDays: parcours.ExportDays},
		weeklySettings:   weeklySettings{WeeklySpread: 7 * time.Hour},
		Listen:           d.console.Addr().String(),
		SMTPURL:          "smtp://" + d.post.Addr().String() + "?from=relais@exemple.fr&starttls=off",
		digestSettings:   digestSettings{DigestAt: d.digestAt()},
		SendTimeout:      10 * time.Second, Lease: 30 * time.Second, NodeLease: 10 * time.Second, LookUpDelays: []time.Duration{5 * time.Second, 15 * time.Second, 30 * time.Second},
		Concurrency: 8, TickEvery: tick,
	}
}

// digestAt is when the accounts of the demo are told of their morning, at the loopback's
// mailbox. A story that is played at once has no accounts.
func (d *demo) digestAt() string {
	if d.command.Exit {
		return ""
	}
	return "08:00"
}

// ids makes row ids that depend on nothing but their order, so that a story that
// is played twice has the same ones. In the browser they are random.
func (d *demo) ids() func(time.Time) string {
	if !d.command.Exit {
		return nil
	}
	var count uint64
	return func(now time.Time) string {
		count++
		ms := uint64(now.UnixMilli())
		return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", ms>>16, ms&0xffff, count>>24&0xfff, count>>36&0xfff, count)
	}
}

// jobs are the service's, and the arrivals of the story.
func (d *demo) jobs() []scheduler.Job {
	arrivals := scheduler.Job{Name: "arrivals", Spec: "0 8 * * *", Run: func(ctx context.Context, now time.Time) error {
		return d.arrive(ctx, now)
	}}
	jobs := append([]scheduler.Job{arrivals}, d.serviceJobs()...)
	if d.node.settings.TickEvery == tickAtOnce {
		jobs = unread(jobs)
	}
	return jobs
}

// unread are the jobs where time flies: nobody reads the figures meanwhile, nor decides
// about duplicates, and counting them is half of the work.
func unread(jobs []scheduler.Job) []scheduler.Job {
	return slices.DeleteFunc(jobs, func(j scheduler.Job) bool { return j.Name == scheduler.FiguresJob || j.Name == scheduler.DuplicatesJob })
}

// firstMorning imports the files that the coordinator has, creates the accounts
// and lets the professionals write outcomes down.
func (d *demo) firstMorning(ctx context.Context) error {
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"referents.csv", d.pilot.ReferentsFile()},
		{"creneaux.csv", d.pilot.SlotsFile()},
		{"beneficiaires.csv", d.pilot.PeopleFile(parcours.Date{}, d.arrived)},
		{"plans.csv", d.pilot.ActivitiesFile(d.command.Weeks + 1)},
	} {
		if err := d.take(ctx, d.now(), file.name, file.data); err != nil {
			return err
		}
	}
	if err := d.openTelegram(ctx, parcours.Date{}, d.arrived); err != nil {
		return err
	}
	for _, pro := range d.pilot.Professionals {
		role := parcours.AccountReferent
		switch pro.Role {
		case parcours.RoleCoordinator:
			role = parcours.AccountCoordinator
		case parcours.RoleReferent:
		default:
			continue
		}
		if d.command.Exit {
			continue // nobody signs in
		}
		if err := createAccount(ctx, d.store, pro.Email, role, d.password); err != nil {
			return err
		}
	}
	if !d.command.Exit {
		for role, email := range demoOffice {
			if err := createAccount(ctx, d.store, email, role, d.password); err != nil {
				return err
			}
		}
	}
	d.world.RecordOutcomes(d.visits, d.recordVisit)
	return nil
}

// demoOffice are the accounts of the demo that are nobody's referent.
var demoOffice = map[parcours.AccountRole]string{parcours.AccountLead: "projet@exemple.fr", parcours.AccountAuditor: "dpo@exemple.fr"}

// take gives one file to intake at now, as `relais import` does.
func (d *demo) take(ctx context.Context, now time.Time, name string, data []byte) error {
	in := d.intake(now)
	if _, err := in.Import(ctx, intake.Options{Reader: bytes.NewReader(data), Name: name}); err != nil {
		return fmt.Errorf("import %s: %w", name, err)
	}
	return nil
}

func (d *demo) intake(now time.Time) *intake.Intake {
	return &intake.Intake{Store: d.store, Rules: d.rules, Now: func() time.Time { return now }, NewID: d.batch}
}

// arrive imports the people who entered until the day of now.
func (d *demo) arrive(ctx context.Context, now time.Time) error {
	after, today := d.arrived, parcours.DateOf(now, d.rules.Zone)
	if !after.Before(today) {
		return nil
	}
	d.arrived = today
	if !slices.ContainsFunc(d.pilot.Residents, func(r sandbox.Resident) bool { return r.Entered.After(after) && !r.Entered.After(today) }) {
		return nil
	}
	if err := d.take(ctx, now, "entrees-"+today.String()+".csv", d.pilot.PeopleFile(after, today)); err != nil {
		return err
	}
	return d.openTelegram(ctx, after, today)
}

// openTelegram hands the one-time link to those newcomers who use Telegram, as
// the front desk would on paper.
func (d *demo) openTelegram(ctx context.Context, after, until parcours.Date) error {
	desk := parcours.Actor{Role: parcours.AccountCoordinator}
	for _, resident := range d.pilot.Residents {
		if resident.Chat == 0 || resident.Entered.After(until) || !after.IsZero() && !resident.Entered.After(after) {
			continue
		}
		found, err := d.store.People(ctx, desk, resident.Key, 2)
		if err != nil {
			return err
		}
		if len(found) != 1 {
			continue // their row was refused: one of the file's errors
		}
		token, err := d.store.IssueTelegramLink(ctx, d.now(), found[0].PersonID, "")
		if err != nil {
			return err
		}
		if err := d.world.OpenLink(resident.Key, token); err != nil {
			return err
		}
	}
	return nil
}

// answerInConsole answers the oldest question that waits for a professional.
func (d *demo) answerInConsole(ctx context.Context, email, text string) error {
	pro, err := d.store.ProfessionalByEmail(ctx, email)
	if err != nil {
		return err
	}
	actor := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: pro.ID}
	open, err := d.store.Escalations(ctx, actor, parcours.EscalationOpen)
	if err != nil || len(open) == 0 {
		return err
	}
	if e := open[0]; e.Kind == parcours.EscalationJobFound {
		return d.confirmJob(ctx, actor, e.PersonID)
	}
	return d.store.AnswerEscalation(ctx, d.now(), actor, open[0].ID, text)
}

// confirmJob is what a referent does on the page of somebody who tells of a job;
// where no day was told, it is the day they read it.
func (d *demo) confirmJob(ctx context.Context, actor parcours.Actor, personID string) error {
	file, err := d.store.Person(ctx, actor, personID)
	if err != nil {
		return err
	}
	j, ok := parcours.LastingJob(file.Jobs, parcours.JobDeclared)
	if !ok {
		return nil
	}
	if j.StartsOn.IsZero() {
		j.StartsOn = parcours.DateOf(d.now(), d.rules.Zone)
	}
	return d.store.RecordJob(ctx, d.now(), actor, j)
}

// visits lists the appointments that are over and have no outcome.
func (d *demo) visits(ctx context.Context, now time.Time) ([]sandbox.Visit, error) {
	missing, err := d.store.MissingOutcomes(ctx, now)
	visits := make([]sandbox.Visit, 0, len(missing))
	for _, m := range missing {
		visits = append(visits, sandbox.Visit{
			Participation: m.ParticipationID, Professional: m.ProfessionalID, Person: m.InternalID, StartsAt: m.StartsAt,
			Minutes: int(m.Duration / time.Minute), Origin: m.Origin, Told: m.Told, Reminded: m.Reminded, Confirmed: m.Confirmed,
		})
	}
	return visits, err
}

// recordVisit writes what the professionals found, and the weekly hours that most
// people agree on when they are met.
func (d *demo) recordVisit(ctx context.Context, now time.Time, v sandbox.Visit, a sandbox.Attendance) error {
	actor := parcours.Actor{Role: parcours.AccountCoordinator, ProfessionalID: v.Professional}
	if err := d.store.RecordOutcome(ctx, now, actor, v.Participation, a.Outcome, a.Impediment); err != nil || a.Outcome != parcours.OutcomeSeen {
		return err
	}
	file, agrees := d.pilot.PlanFile(v.Person, parcours.DateOf(now, d.rules.Zone))
	if !agrees {
		return nil
	}
	return d.take(ctx, now, "plan.csv", file)
}

// serveWorld runs the loopback providers, the phones and the mailbox until ctx ends.
func (d *demo) serveWorld(ctx context.Context) error {
	server := &http.Server{Handler: d.world.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(d.phones) }()
	go func() { _ = d.world.Mail.Serve(ctx, d.post) }()
	<-ctx.Done()
	return server.Close()
}
