package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
	"github.com/google/uuid"

	"relais/bot"
	"relais/intake"
	"relais/locales"
	"relais/notifier"
	"relais/notifier/email"
	"relais/notifier/partner"
	"relais/notifier/telegram"
	"relais/notifier/twilio"
	"relais/parcours"
	"relais/proof"
	"relais/scheduler"
	"relais/store"
	"relais/web"
)

// node is one running Relais: the packages, wired.
type node struct {
	settings   nodeSettings
	rules      parcours.Rules
	now        func() time.Time
	process    func() time.Time  // nil: time.Now
	transport  http.RoundTripper // to the providers of SMS and Telegram; nil: theirs
	log        *slog.Logger
	store      *store.Store
	dispatcher *notifier.Dispatcher
	bot        *bot.Service
	scheduler  *scheduler.Scheduler
	words      *locales.Catalogue
	wordings   *wordings         // keeps words as the département puts them
	leases     *scheduler.Leases // nil on SQLite: one process serves a file
	owner      string            // names this process in leases
	fail       failPoints
	imports    *intake.Desk
	partners   *partner.Client
	server     *web.Server
	mail       func(ctx context.Context, to, subject, body string) error // nil without e-mail
	poller     *telegram.Poller                                          // nil without Telegram, or in webhook mode
	telegram   *telegram.Sender                                          // nil without Telegram
	handler    http.Handler
	// endStreams lets the pages that are open go, so that a stop does not wait for them.
	endStreams func()
	inboxWake  chan struct{}
	botName    botName
	erased     atomic.Int64 // texts, at the provider
	// drive makes the scheduler work; the demo replaces it by virtual time.
	drive func(context.Context) error
}

// nodeOptions are what differs between the service and the demo.
type nodeOptions struct {
	// now is business time.
	now func() time.Time
	// process is the machine's time, time.Now when nil.
	process func() time.Time
	// transport carries the calls to the providers of SMS and Telegram; nil: theirs.
	transport http.RoundTripper
	// post carries e-mails in place of the relay; nil: what the settings say.
	post notifier.Sender
	log  *slog.Logger
	// random fills salts and codes; nil: at random.
	random func([]byte)
	// volatile: the database is thrown away.
	volatile bool
	// oneByOne makes every send wait for the one before, so that a headless demo repeats.
	oneByOne bool
	// serial makes sends that are marked together leave one after the other, for the same.
	serial bool
	// eraseRest is how long the erasing at the provider rests between two batches.
	eraseRest time.Duration
	// newID replaces the random ids of rows.
	newID func(time.Time) string
}

// openStore opens the database of a command that only needs that. more sets rules
// that only some commands have settings for.
func openStore(ctx context.Context, d databaseSettings, r ruleSettings, more ...func(*parcours.Rules, *problems)) (*store.Store, parcours.Rules, error) {
	var p problems
	rules, service := r.rules(&p)
	for _, set := range more {
		set(&rules, &p)
	}
	d.check(&p)
	if err := p.err(); err != nil {
		return nil, rules, err
	}
	key, _, err := store.LoadKey(d.DataKey, d.Database)
	if err != nil {
		return nil, rules, err
	}
	db, err := store.Open(ctx, store.Options{Database: d.Database, Key: key, Rules: rules, Service: service, CacheKB: d.CacheKB})
	return db, rules, err
}

// newNode opens the database and wires the packages; nothing runs yet. Whoever
// gets a node closes its store.
func newNode(ctx context.Context, s nodeSettings, o nodeOptions) (*node, error) {
	rules, service, err := s.resolve()
	if err != nil {
		return nil, err
	}
	key, generated, err := store.LoadKey(s.DataKey, s.Database)
	if err != nil {
		return nil, err
	}
	if generated {
		o.log.Info("a data key was made beside the database: back it up apart from it, sealed data cannot be read without it")
	}
	n := &node{settings: s, rules: rules, now: o.now, process: o.process, transport: o.transport, log: o.log, owner: owner(), fail: newFailPoints(), inboxWake: make(chan struct{}, 1)}
	senders, err := n.senders()
	if err != nil {
		return nil, err
	}
	senders.post = o.post
	n.store, err = store.Open(ctx, store.Options{
		Database: s.Database, Key: key, Rules: rules, Service: service, TwoWaySMS: s.configuredTwoWay(), Lease: s.Lease, FirstLookUp: s.LookUpDelays[0], FirstPoll: s.PollDelays[0],
		ConsoleLink:  func(escalationID string) string { return s.publicURL() + "/questions/" + escalationID },
		CalendarLink: s.calendarLink(),
		NewID:        o.newID, Random: o.random, Volatile: o.volatile, CacheKB: s.CacheKB, Now: o.now, Logger: o.log,
	})
	if err != nil {
		return nil, err
	}
	if err := n.wire(senders, service, o); err != nil {
		return nil, errors.Join(err, n.store.Close())
	}
	if err := n.wordings.refresh(ctx); err != nil {
		return nil, errors.Join(err, n.store.Close())
	}
	return n, nil
}

// configuredTwoWay reports whether people can answer our SMS.
func (s nodeSettings) configuredTwoWay() bool { return s.twilioSettings.configured() && s.twoWay() }

// senders returns one sender for each channel that is configured.
func (n *node) senders() (senders senders, err error) {
	s := n.settings
	if s.twilioSettings.configured() {
		if senders.twilio, err = s.smsSender(n, s.twilioSettings, ""); err != nil {
			return senders, fmt.Errorf("twilio: %w", err)
		}
	}
	if s.secondTwilioSettings.configured() {
		second := s.complete(s.twilioSettings)
		if senders.second, err = s.smsSender(n, second, "twilio-second:"+second.From+second.MessagingServiceSID); err != nil {
			return senders, fmt.Errorf("second sender: %w", err)
		}
	}
	if s.telegramSettings.configured() {
		limit := min(s.SendTimeout, 15*time.Second)
		senders.telegram, err = telegram.New(telegram.Config{
			Token: s.Token, APIURL: s.telegramSettings.APIURL, MessagesPerSecond: telegramPace(s.telegramSettings.APIURL),
			SendTimeout: limit, Now: n.now, Process: n.process, Transport: n.fail.transport(n.transport, limit),
		})
		if err != nil {
			return senders, fmt.Errorf("telegram: %w", err)
		}
	}
	if s.SMTPURL != "" {
		senders.email, err = email.New(email.Config{URL: s.SMTPURL, SendTimeout: s.SendTimeout, Now: n.now})
		if err != nil {
			return senders, fmt.Errorf("RELAIS_SMTP_URL: %w", err)
		}
	}
	return senders, nil
}

// senders are the providers that are configured; nil where one is not. The second
// takes over from the first.
type senders struct {
	twilio   *twilio.Sender
	second   *twilio.Sender
	telegram *telegram.Sender
	email    *email.Sender
	post     notifier.Sender
}

func (s senders) all() []notifier.Sender {
	var all []notifier.Sender
	if s.telegram != nil {
		all = append(all, s.telegram)
	}
	if s.twilio != nil {
		all = append(all, s.twilio)
	}
	if s.second != nil {
		all = append(all, s.second)
	}
	if s.email != nil {
		all = append(all, s.email)
	}
	if s.post != nil {
		all = append(all, s.post)
	}
	return all
}

// wire connects the packages to each other.
func (n *node) wire(senders senders, service parcours.Service, o nodeOptions) error {
	s := n.settings
	words, err := locales.Load()
	if err != nil {
		return err
	}
	n.words, n.wordings = words, &wordings{store: n.store, words: words, log: n.log}
	concurrency := s.Concurrency
	if o.oneByOne {
		concurrency = 1
	}
	set := metrics.NewSet()
	n.dispatcher = &notifier.Dispatcher{
		Serial: o.serial,
		Outbox: n.fail.outbox(countingOutbox{n.store, set, n.rules.Zone}), Senders: senders.all(), Renderer: words, Rules: n.rules, Now: n.now, Process: n.process, Owner: n.owner, Concurrency: concurrency,
		SendTimeout: s.SendTimeout, Lease: s.Lease, LookUpDelays: s.LookUpDelays, PollDelays: s.PollDelays,
		CatchUpEvery: s.CatchUpEvery, EraseAfter: time.Duration(s.EraseAfterDays) * 24 * time.Hour, EraseRest: o.eraseRest, Log: n.log,
	}
	if !s.onSQLite() {
		n.leases = &scheduler.Leases{Store: n.store, Term: s.NodeLease, Log: n.log}
		n.dispatcher.Leases = n.leases
	}
	n.bot = &bot.Service{
		Store: n.fail.conversation(wakingStore{n.store, n.dispatcher.Wake}),
		Decoders: map[string]func([]byte) (parcours.Inbound, error){
			parcours.ProviderTwilio: twilio.DecodeInbound, parcours.ProviderTelegram: telegram.DecodeInbound,
		},
		Now: n.now, Log: n.log, Wake: n.inboxWake,
	}
	sink, webhooks := n.fail.sink(n.store), map[string]http.Handler{}
	var link func(string) string
	if senders.telegram != nil {
		n.telegram = senders.telegram
		n.telegram.InGroups(func(language parcours.Language) string { return words.Text(language, "menu.group", nil) })
		n.bot.Acknowledge = n.telegram.Acknowledge
		link = n.botName.link
		if s.Mode == "webhook" {
			webhook := &telegram.Webhook{Secret: s.WebhookSecret, Sink: sink, Now: n.now, Log: n.log, Wake: n.wakeBot}
			webhooks[telegram.WebhookPattern] = webhook
		} else {
			n.poller = &telegram.Poller{Sender: n.telegram, Sink: sink, Now: n.now, Log: n.log, Wake: n.wakeBot, Shared: n.leases != nil}
		}
	}
	if senders.twilio != nil {
		webhook := &twilio.Webhook{Sender: senders.twilio, Second: senders.second, Sink: watchedSink{sink, n.dispatcher.Missed}, Now: n.now, Log: n.log, Wake: n.wakeBot}
		webhooks[twilio.MessagePattern] = http.HandlerFunc(webhook.Message)
		webhooks[twilio.StatusPattern] = http.HandlerFunc(webhook.Status)
	}
	if s.RDVSecret != "" {
		webhooks[intake.RDVPattern] = &intake.RDVWebhook{Secret: s.RDVSecret, Sink: n.store, Now: n.now, Log: n.log}
	}
	if n.scheduler, err = scheduler.New(n.rules.Zone, n.log, n.serviceJobs()...); err != nil {
		return fmt.Errorf("RELAIS_TICK_EVERY: %w", err)
	}
	n.drive = func(ctx context.Context) error {
		return n.leases.While(ctx, leaseTick, n.owner, func(ctx context.Context) error { return n.scheduler.Run(ctx, n.now) })
	}
	n.mail = letterbox(senders.email)
	n.partners = s.partnerClient(n.rules.Zone, service.Name, s.publicURL())
	in := &intake.Intake{Store: n.store, Rules: n.rules, Now: n.now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	n.imports = s.desk(in, n.store, n.log)
	n.imports.Applied = scheduler.Duplicates(n.store).Run
	n.measure(set)
	server, err := web.New(web.Options{
		Store: n.store, Labels: words, Rules: n.rules, Service: service, PublicURL: s.publicURL(), Webhooks: webhooks,
		Ready: map[string]func(context.Context) error{"database": n.store.Ping}, Metrics: set, TelegramLink: link, Now: n.now, Log: n.log,
		Imports: n.imports, CalendarFile: s.calendarFile(n.rules.Zone),
		Records: func(ctx context.Context, source, territory, territoryID string, dryRun bool, records []map[string]string) ([]parcours.RowResult, error) {
			return in.Records(ctx, intake.RecordOptions{Source: source, Territory: territory, TerritoryID: territoryID, DryRun: dryRun}, records)
		},
		Partners: partnerTrial{n.store, n.partners}, ReadUpstream: intake.ReadRDV,
		SecondFactor: s.roles(new(problems)), OIDC: s.oidc(), Mail: n.mail, Digests: s.DigestAt != "", ExportDays: s.exportDays(new(problems)),
		Letters:  letterDesk{words, s.sender(n.rules.Zone, link)},
		ProofPDF: proof.Paper{Labels: words, Zone: n.rules.Zone}.Write, SubjectPDF: proof.Paper{Labels: words, Zone: n.rules.Zone}.WriteSubject, Texts: words, Reworded: n.wordings.refresh, PartPrice: s.price(new(problems)), TwoWaySMS: s.twoWay(),
	})
	if err != nil {
		return err
	}
	n.server, n.handler, n.endStreams = server, server.Handler(), server.EndStreams
	return nil
}

// serviceJobs are what the clockwork looks for.
func (n *node) serviceJobs() []scheduler.Job {
	jobs := []scheduler.Job{
		scheduler.Convene(n.settings.TickEvery, n.rules, n.fail.caseload(n.store)),
		scheduler.ChaseQuestions(n.settings.TickEvery, n.store),
		scheduler.Weekly(n.settings.TickEvery, n.store),
		scheduler.EraseExports(n.store.EraseExports),
		scheduler.ForgetCalls(n.store.ForgetCalls),
		scheduler.Figures(n.store),
		scheduler.Duplicates(n.store),
		scheduler.SealAccesses(n.settings.TickEvery, n.store),
	}
	if twilio := n.settings.twilioSettings; twilio.AccountSID != "" {
		jobs = append(jobs, scheduler.WeeklyPace(n.rules, twilio.partsPerSecond(), requestParts(n.words, n.rules.Zone), n.store))
	}
	if n.settings.PurgeNightly {
		jobs = append(jobs, scheduler.Purge(n.settings.keeping(new(problems)), n.store))
	}
	if n.settings.DigestAt != "" {
		jobs = append(jobs, n.digestJob())
	}
	if n.settings.RDVSecret != "" {
		jobs = append(jobs, scheduler.Upstream(n.settings.TickEvery, (&intake.RDV{Store: n.store, Log: n.log}).Run))
	}
	if path := n.settings.anchorPath(); path != "" {
		anchors := &proof.Anchors{Path: path, Zone: n.rules.Zone, Accesses: n.store.AccessHead}
		jobs = append(jobs, scheduler.AnchorJournal(func(ctx context.Context, now time.Time) ([]string, error) {
			return anchors.Anchor(ctx, now, n.store.JournalHeads)
		}, n.store))
	}
	return append(jobs, scheduler.EraseTexts(n.eraseTexts)) // the last: a first one after days away may take hours
}

// eraseTexts empties old texts at the provider, and counts them.
func (n *node) eraseTexts(ctx context.Context) (int, error) {
	erased, err := n.dispatcher.EraseBodies(ctx)
	n.erased.Add(int64(erased))
	if erased > 0 {
		n.log.Info("texts erased at the provider", "count", erased)
	}
	return erased, err
}

// owner names this process in leases.
func owner() string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:6])
}

// wakeBot tells the conversation that something was received.
func (n *node) wakeBot() {
	select {
	case n.inboxWake <- struct{}{}:
	default:
	}
}

// wakingStore tells the dispatcher when a turn has written replies.
type wakingStore struct {
	*store.Store
	wake func()
}

func (s wakingStore) RecordTurn(ctx context.Context, turn parcours.Turn) error {
	err := s.Store.RecordTurn(ctx, turn)
	if err == nil {
		s.wake()
	}
	return err
}

// pauseReadWithin bounds how long /metrics waits for the database.
const pauseReadWithin = 2 * time.Second

// watchedSink is where the SMS webhooks leave what they bring. What somebody wrote and
// could not be kept, which the provider may not bring again, is looked for there
// later.
type watchedSink struct {
	twilio.Sink
	missed func()
}

func (s watchedSink) RecordInbound(ctx context.Context, in parcours.RawInbound) (bool, error) {
	fresh, err := s.Sink.RecordInbound(ctx, in)
	if err != nil {
		s.missed()
	}
	return fresh, err
}

// measure registers the gauges of the service; none of them holds personal data.
func (n *node) measure(set *metrics.Set) {
	n.measureLeases(set)
	n.measureLateness(set)
	n.measureBackup(set)
	set.NewGauge("relais_paused", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), pauseReadWithin)
		defer cancel()
		switch pause, err := n.store.Pause(ctx); {
		case err != nil:
			return math.NaN()
		case pause.Paused():
			return 1
		}
		return 0
	})
	set.NewGauge("relais_texts_erased_total", func() float64 { return float64(n.erased.Load()) })
	if n.poller != nil {
		set.NewGauge("relais_telegram_updates_skipped_total", func() float64 { return float64(n.poller.Skipped()) })
	}
	for i, state := range n.dispatcher.States() {
		set.NewGauge(fmt.Sprintf("relais_sender_stopped{sender=%q}", state.Name), func() float64 {
			if n.dispatcher.States()[i].Why != "" {
				return 1
			}
			return 0
		})
	}
}
