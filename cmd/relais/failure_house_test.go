package main

import (
	"database/sql"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/sandbox"
	"relais/store/storetest"
)

// house is one service as it runs in production, wired by newNode over a database,
// with loopback providers around it and one clock for everybody, which only the
// test moves. Nothing happens by itself: step lets the service work, pass lets time
// go by.
type house struct {
	*testing.T
	*sandbox.Sandbox
	// node is the service; nil while it is down.
	node     *node
	settings nodeSettings
	// fate is what becomes of the SMS that the provider takes.
	fate func(sandbox.SMS) sandbox.Fate
	wire *wire
	log  slog.Handler

	providers, front *httptest.Server
	database         *sql.DB
	asks             map[string]*sql.Stmt // by query
	dialect          string               // "sqlite" or "pgx"

	mu      sync.Mutex
	handler http.Handler      // of the service; nil: nobody answers
	orders  []string          // texts that the provider was asked to send, taken or not
	listed  int               // how often it was asked for a list
	moments map[moment]func() // what happens at a moment of the sending protocol
	serial  int
	slots   int
}

// blueprint is what a test may change of a house before it is built.
type blueprint struct {
	world    sandbox.Options
	settings nodeSettings
	// secure: the providers are reached by https; named: by a name.
	secure, named bool
}

// monday is a working morning: the sending window is open.
var monday = time.Date(2023, time.July, 3, 8, 0, 0, 0, time.UTC)

const (
	houseAccount  = "AC35000000000000000000000000000035"
	houseToken    = "0123456789abcdef0123456789abcdef"
	houseSender   = "38035"
	houseBotToken = "1000000035:relais-test-loopback-token-000000000"
)

// inHouses plays one story on SQLite and on PostgreSQL.
func inHouses(t *testing.T, play func(h *house), changes ...func(*blueprint)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		play(newHouse(t, "sqlite", filepath.Join(t.TempDir(), "relais.db"), changes...))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		play(newHouse(t, "pgx", storetest.Postgres(t), changes...))
	})
}

// newHouse builds a house over an empty database and opens the service.
func newHouse(t *testing.T, dialect, database string, changes ...func(*blueprint)) *house {
	t.Helper()
	h := &house{T: t, dialect: dialect, wire: newWire(t), log: slog.DiscardHandler, moments: map[moment]func(){}, asks: map[string]*sql.Stmt{}}
	h.fate = func(sandbox.SMS) sandbox.Fate {
		return sandbox.Fate{Sent: time.Second, Final: 3 * time.Second, Status: "delivered"}
	}
	h.front = httptest.NewServer(http.HandlerFunc(h.receive))
	h.providers = httptest.NewUnstartedServer(http.HandlerFunc(h.provide))
	h.providers.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(func() {
		h.down()
		h.front.Close()
		h.wire.transport.CloseIdleConnections()
		h.providers.Close()
	})
	b := blueprint{world: sandbox.Options{
		Seed: 35, Start: monday, Quiet: true,
		Twilio:   sandbox.TwilioAccount{SID: houseAccount, Token: houseToken, Sender: houseSender, Webhook: h.front.URL + "/webhooks/twilio/message"},
		Telegram: sandbox.TelegramBot{Token: houseBotToken, Username: "relais_test_bot", Name: "Relais"},
		Network:  func(m sandbox.SMS) sandbox.Fate { return h.fate(m) },
		Process:  func() time.Time { return h.Clock.Now() },
	}, settings: houseSettings(database, h.front.URL)}
	for _, change := range changes {
		change(&b)
	}
	if b.secure {
		h.providers.StartTLS()
		h.wire.trust(h.providers)
	} else {
		h.providers.Start()
	}
	h.Sandbox, h.settings = sandbox.New(b.world), b.settings
	reached := h.providers.URL
	if b.named {
		reached = strings.Replace(reached, "127.0.0.1", providerName, 1)
	}
	h.settings.twilioSettings.APIURL, h.settings.telegramSettings.APIURL = reached, reached
	h.up()
	// It has asked what left from its sender before a story begins.
	_, err := h.node.dispatcher.Dispatch(t.Context())
	h.must(err)
	return h
}

// houseSettings are those of a small département. Nobody is reminded of anything,
// so that a house holds only what its story put there.
func houseSettings(database, publicURL string) nodeSettings {
	return nodeSettings{
		importSettings:   importSettings{ImportMaxMB: 16, ImportMaxRows: 20_000, ImportFileDays: 7, ImportReportDays: 30},
		purgeSettings:    purgeSettings{keepingSettings: usualKeeping(), ExportDays: parcours.ExportDays},
		databaseSettings: databaseSettings{Database: database, DataKey: base64.StdEncoding.EncodeToString(storetest.Key())},
		ruleSettings: ruleSettings{
			Timezone: "Europe/Paris", ConveneWithinDays: 15, NoticeDays: 3, SendWindow: "Mon-Fri 09:00-19:00",
			ServiceName: "Département d'Exemple", ServicePhone: "02 61 91 00 35", ServiceSite: "exemple.fr",
		},
		twilioSettings:   twilioSettings{AccountSID: houseAccount, AuthToken: houseToken, From: houseSender, TwoWay: "true"},
		telegramSettings: telegramSettings{Token: houseBotToken, Mode: "poll"},
		letterSettings:   letterSettings{LetterBeforeDays: 5, PostDays: 3, LetterLinkDays: 30, CallTries: 2},
		deliverySettings: deliverySettings{PollDelays: []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}, CatchUpEvery: 10 * time.Minute, EraseAfterDays: 4},
		Listen:           "127.0.0.1:8080", PublicURL: publicURL,
		NodeLease: 10 * time.Second, SendTimeout: 30 * time.Second, Lease: time.Minute, LookUpDelays: []time.Duration{time.Minute, 3 * time.Minute, 10 * time.Minute},
		Concurrency: 4, TickEvery: "@every 10s",
	}
}

// up opens the service on the database as it is.
func (h *house) up() {
	h.Helper()
	n := h.open()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.node, h.handler = n, n.handler
}

// open wires one more service over the same database; up and down do not know it.
func (h *house) open() *node {
	h.Helper()
	n, err := newNode(h.Context(), h.settings, nodeOptions{
		now: h.Clock.Now, process: h.Clock.Now, transport: h.wire.transport, log: slog.New(h.log),
	})
	if err != nil {
		h.Fatal(err)
	}
	n.dispatcher.Outbox = &protocol{Outbox: n.dispatcher.Outbox, house: h}
	return n
}

// down takes the service away between two steps, as an orderly stop does.
func (h *house) down() {
	h.Helper()
	h.mu.Lock()
	n := h.node
	h.node, h.handler = nil, nil
	h.mu.Unlock()
	if n == nil {
		return
	}
	if err := n.store.Close(); err != nil {
		h.Errorf("close: %v", err)
	}
}

// unreachable makes calls to the service fail, or not any more.
func (h *house) unreachable(is bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.handler = nil
	if !is && h.node != nil {
		h.handler = h.node.handler
	}
}

// receive hands a webhook to the service; while it is down the connection breaks.
func (h *house) receive(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	handler := h.handler
	h.mu.Unlock()
	if handler == nil {
		panic(http.ErrAbortHandler)
	}
	handler.ServeHTTP(w, r)
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// person is somebody of the territory who has a mobile; the numbers are of the block
// kept for fiction.
func person(n int) parcours.PersonRow {
	return parcours.PersonRow{
		FirstName: []string{"Yann", "Maëlys", "Erwan", "Nolwenn", "Gaël"}[n%5], LastName: "Tanguy" + strings.Repeat("i", n/5),
		InternalID: fmt.Sprintf("I-%d", n), Address: "12 quai Duguay-Trouin", Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 28),
		Phones: []parcours.Phone{{E164: mobile(n), Kind: parcours.PhoneMobile}},
	}
}

func mobile(n int) string { return fmt.Sprintf("+3363998%04d", n) }

// convene imports people and a slot for all of them a week ahead, and books it:
// their convocations are due now.
func (h *house) convene(people ...parcours.PersonRow) {
	h.Helper()
	now := h.Clock.Now()
	batch := func(kind string) parcours.ImportBatch {
		h.serial++
		return parcours.ImportBatch{ID: fmt.Sprintf("batch-%d", h.serial), Kind: kind, FileName: kind + ".csv"}
	}
	_, err := h.node.store.ImportProfessionals(h.Context(), now, batch("referents"), []parcours.ProfessionalRow{
		{Email: "anne.morel@exemple.fr", FirstName: "Anne", LastName: "Morel", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
		{Email: "paul.gicquel@exemple.fr", FirstName: "Paul", LastName: "Gicquel", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional},
	}, false)
	h.must(err)
	h.slots++
	_, err = h.node.store.ImportSlots(h.Context(), now, batch("slots"), []parcours.SlotRow{{
		StartsAt: now.AddDate(0, 0, 7).Truncate(time.Hour).Add(time.Duration(h.slots) * time.Hour), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02",
		Territory: "Redon", Kind: parcours.JointInterview, Capacity: len(people),
		ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.gicquel@exemple.fr"},
	}}, false)
	h.must(err)
	for i := range people {
		people[i].Line = i + 2
	}
	_, err = h.node.store.ImportPeople(h.Context(), now, batch("people"), people, false)
	h.must(err)
	h.must(h.node.scheduler.Advance(h.Context(), now.Add(-10*time.Second), now))
	if got := h.ask("select count(*) from notification where kind = 'convocation' and created_at = $1", now.UnixMilli()); got[0] != fmt.Sprint(len(people)) {
		h.Fatalf("%s people are convened, want %d", got[0], len(people))
	}
}

// ask returns the rows of a query as text, cells joined by a space.
func (h *house) ask(query string, args ...any) []string {
	h.Helper()
	if h.database == nil {
		source := h.settings.Database
		if h.dialect == "sqlite" {
			source = "file:" + source + "?_busy_timeout=10000&_query_only=1"
		}
		var err error
		if h.database, err = sql.Open(h.dialect, source); err != nil {
			h.Fatal(err)
		}
		h.Cleanup(func() { h.database.Close() })
	}
	prepared := h.asks[query]
	if prepared == nil {
		var err error
		if prepared, err = h.database.PrepareContext(h.Context(), query); err != nil {
			h.Fatalf("%s: %v", query, err)
		}
		h.asks[query] = prepared
	}
	rows, err := prepared.QueryContext(h.Context(), args...)
	if err != nil {
		h.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	h.must(err)
	var lines []string
	for rows.Next() {
		cells, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		h.must(rows.Scan(into...))
		lines = append(lines, strings.Join(cells, " "))
	}
	h.must(rows.Err())
	return lines
}

// provide is the loopback world, which notes what it is asked to send.
func (h *house) provide(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/Messages.json") {
		text := r.PostFormValue("To") + ": " + r.PostFormValue("Body")
		h.mu.Lock()
		if r.Method == http.MethodPost {
			h.orders = append(h.orders, text)
		} else if r.URL.Query().Has("To") {
			h.listed++
		}
		h.mu.Unlock()
	}
	h.Sandbox.Handler().ServeHTTP(w, r)
}

// asked returns how often the provider was asked to send an SMS, and how many
// different orders that makes.
func (h *house) asked() (times, different int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.orders), len(slices.Compact(slices.Sorted(slices.Values(h.orders))))
}

// listings returns how often the provider was asked for the messages to a number.
func (h *house) listings() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.listed
}
