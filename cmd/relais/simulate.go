package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"relais/parcours"
	"relais/sandbox"
	"relais/scheduler"
)

// simulateCommand lets a département live for weeks in minutes, and checks what must
// always hold.
type simulateCommand struct {
	People        int    `default:"2000" help:"People who are followed, in all."`
	Weeks         int    `default:"8" help:"Weeks to play."`
	Seed          uint64 `default:"35" help:"The same seed plays the same weeks, to the byte."`
	Installations int    `default:"1" help:"Share the territories among so many complete installations, each with a database and a process of its own."`
	Format        string `enum:"table,json" default:"table" help:"table or json."`
	Keep          string `placeholder:"FILE" help:"Keep the database in this SQLite file, with its key beside it."`
	// Part is set by the command for the processes that it starts: the installation to play.
	Part int `hidden:"" default:"-1"`
}

// simulationGC lets the heap grow to four times what is in use: a simulation shares its
// machine with nobody.
const simulationGC = 300

// mostSimulated is how many people have a phone number in a simulation.
const mostSimulated = 1_000_000

// simulation is a département in one process: the real service, and a world that it
// reaches without a network.
type simulation struct {
	*demo
	people, weeks int
	sent          *watch
	// persons are the ids of the residents, by key.
	persons map[string]string
	post    *simulatedPost
	// due is when the outbox has something to do; zero: to be looked at.
	due time.Time
	// recoverAt and askAt are when it is put in order, and providers are asked, though
	// nothing is due.
	recoverAt, askAt time.Time
	// received are the turns of the conversation.
	received int
	checks   checks
}

// Run plays the weeks and prints what was measured and checked.
func (c *simulateCommand) Run(ctx context.Context, out *output) error {
	if c.People < 1 || c.People > mostSimulated || c.Weeks < 1 || c.Weeks > 520 {
		return fmt.Errorf("--people goes from 1 to %d, --weeks from 1 to 520", mostSimulated)
	}
	debug.SetGCPercent(simulationGC)
	if c.Installations < 1 || c.Installations > 16 || c.Installations > 1 && c.Keep != "" {
		return errors.New("--installations goes from 1 to 16, and --keep keeps one database")
	}
	if most := sandbox.TerritoriesOf(c.People); c.Installations > most {
		return fmt.Errorf("%d people make %d territories: --installations goes no further", c.People, most)
	}
	if c.Part >= 0 {
		return c.tell(ctx, out.stdout)
	}
	return c.live(ctx, out)
}

// nowhere is an address at which nobody listens: what is sent there is handed over in
// this process.
type nowhere string

func (nowhere) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (nowhere) Close() error              { return nil }
func (n nowhere) Addr() net.Addr          { return n }
func (nowhere) Network() string           { return "none" }
func (n nowhere) String() string          { return string(n) }

// prepare makes the world and the service, and imports what is known on the first
// morning.
func (c *simulateCommand) prepare(ctx context.Context, part int) (*simulation, error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, err
	}
	// A Monday in autumn: 26 weeks see both changes of the hour and six public holidays.
	start := time.Date(2025, time.October, 6, 7, 0, 0, 0, zone)
	d := &demo{
		command: &demoCommand{Seed: c.Seed, People: c.People, Weeks: c.Weeks, Exit: true},
		arrived: parcours.DateOf(start, zone),
		console: nowhere("127.0.0.1:1"), phones: nowhere("127.0.0.1:2"), post: nowhere("127.0.0.1:3"),
	}
	s := &simulation{demo: d, weeks: c.Weeks, persons: map[string]string{}}
	if d.folder, err = os.MkdirTemp("", "relais-simulation-"); err != nil {
		return s, err
	}
	s.sent = newWatch()
	d.pilot = sandbox.GenerateDepartement(c.Seed, d.arrived, c.People, c.Weeks).Part(part, c.Installations)
	s.people = len(d.pilot.Residents)
	options := d.worldOptions(start)
	toService := &inProcess{}
	options.Lean, options.Watch, options.HTTP = true, s.sent.took, &http.Client{Transport: toService}
	options.Answer, options.Console, options.Scenes = s.answer, "", nil
	d.world = sandbox.New(options)
	s.post = &simulatedPost{box: d.world.Mail, now: d.world.Clock.Now, questions: map[string][]string{}}
	settings := d.settings()
	settings.TickEvery = simulatedTick
	settings.SMTPURL, settings.CacheKB, settings.Concurrency = "", simulationCacheKB/max(2, c.Installations), 32
	settings.telegramSettings.Mode, settings.WebhookSecret = "webhook", "simulation"
	settings.InviteIn = invited(d.pilot)
	settings.LookUpDelays = []time.Duration{time.Minute, 3 * time.Minute, 10 * time.Minute}
	if c.Keep != "" {
		settings.Database = c.Keep
		if err := os.WriteFile(filepath.Clean(c.Keep)+".key", []byte(settings.DataKey+"\n"), 0o600); err != nil {
			return s, err
		}
	}
	random := rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "relais simulation %d", c.Seed)))
	ids := &simulatedIDs{seed: c.Seed}
	d.batch = func() string { return ids.next(d.now()) }
	d.node, err = newNode(ctx, settings, nodeOptions{
		now: d.world.Clock.Now, process: d.world.Clock.Now, transport: &inProcess{handler: d.world.Handler()}, post: s.post,
		log: slog.New(slog.DiscardHandler), serial: true, volatile: true, newID: ids.next, random: func(b []byte) { _, _ = random.Read(b) },
	})
	if err != nil {
		return s, err
	}
	toService.handler = d.handler
	d.scheduler, err = scheduler.New(d.rules.Zone, d.log, s.jobs()...)
	if err != nil {
		return s, err
	}
	return s, errors.Join(d.telegram.UseWebhook(ctx, settings.publicURL(), settings.WebhookSecret), s.firstMorning(ctx))
}

// simulatedTick is how often the clockwork looks for what is due: ten seconds in the
// service, a quarter of an hour here, and not at night, when nothing leaves.
const simulatedTick = "*/15 7-19 * * *"

// simulationCacheKB is what the writers of all installations keep of their files in
// memory: a simulation shares its machine with nobody.
const simulationCacheKB = 256_000

// invited are one territory in three, where people choose the time of their interview.
func invited(p sandbox.Pilot) []string {
	var names []string
	for i, name := range p.Territories() {
		if i%3 == 1 {
			names = append(names, name)
		}
	}
	return names
}

// simulatedIDs makes UUIDv7 texts that depend on the seed, the moment and their order.
type simulatedIDs struct {
	seed, count uint64
}

func (s *simulatedIDs) next(now time.Time) string {
	s.count++
	var id [16]byte
	binary.BigEndian.PutUint64(id[:8], uint64(now.UnixMilli())<<16|0x7000|s.count>>52&0xfff)
	binary.BigEndian.PutUint64(id[8:], 1<<63|(s.count<<10|s.seed&0x3ff)&(1<<62-1))
	var text [36]byte
	hex.Encode(text[:8], id[:4])
	hex.Encode(text[9:13], id[4:6])
	hex.Encode(text[14:18], id[6:8])
	hex.Encode(text[19:23], id[8:10])
	hex.Encode(text[24:], id[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// jobs are the service's, with the arrivals of people and, once a week, of the slots of
// the weeks to come. Nobody looks at the figures meanwhile: they are not counted
// beforehand.
func (s *simulation) jobs() []scheduler.Job {
	arrivals := scheduler.Job{Name: "arrivals", Spec: "0 8 * * *", Run: func(ctx context.Context, now time.Time) error {
		if now.In(s.rules.Zone).Weekday() == time.Monday {
			if err := s.offerSlots(ctx, now, slotsAhead); err != nil {
				return err
			}
		}
		after := s.arrived
		s.arrived = parcours.DateOf(now, s.rules.Zone)
		return s.enter(ctx, now, after, s.arrived)
	}}
	return append([]scheduler.Job{arrivals}, unread(s.serviceJobs())...)
}

// slotsAhead is for how many weeks slots are imported.
const slotsAhead = 3

// offerSlots imports the slots of one week, so many weeks ahead.
func (s *simulation) offerSlots(ctx context.Context, now time.Time, ahead int) error {
	monday := parcours.WeekOf(parcours.DateOf(now, s.rules.Zone)).Monday.AddDays(7 * ahead)
	week := s.pilot.Between(monday, monday.AddDays(7))
	if len(week.Slots) == 0 {
		return nil
	}
	return s.take(ctx, now, "creneaux-"+monday.String()+".csv", week.SlotsFile())
}

// firstMorning imports the files that the coordinator has.
func (s *simulation) firstMorning(ctx context.Context) error {
	now := s.now()
	if err := s.take(ctx, now, "referents.csv", s.pilot.ReferentsFile()); err != nil {
		return err
	}
	for ahead := range slotsAhead {
		if err := s.offerSlots(ctx, now, ahead); err != nil {
			return err
		}
	}
	if err := s.enter(ctx, now, parcours.Date{}, s.arrived); err != nil {
		return err
	}
	s.world.RecordOutcomes(s.visits, s.recordVisit)
	s.troubles()
	return nil
}
